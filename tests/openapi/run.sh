#!/usr/bin/env bash
# Reads the OpenAPI documents of crates with another's validator: of those that are committed, of the fixtures, and of every FOLDER of documents
# that is named. Needs cargo and python3 (3.11 or later); makes a virtual environment below the target folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."

cargo build --package xtask
target=$(cargo metadata --format-version 1 --no-deps | python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
venv=$target/openapi-venv
if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$here/requirements.txt"
    "$venv/bin/pip" check --disable-pip-version-check
    cp "$here/requirements.txt" "$venv/requirements.txt"
fi

folders=(generated)
for specs in codegen/tests "$@"; do
    out=$target/openapi/${#folders[@]}
    rm -rf "$out"
    # Some of these documents are there to be rejected.
    status=0
    "$target/debug/capwright" gen --specs "$specs" --out "$out" --runtime runtime >/dev/null 2>&1 || status=$?
    [ "$status" -le 1 ] || { echo "gen --specs $specs ends with $status" >&2; exit 1; }
    folders+=("$out")
done
PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$here/validate.py" "${folders[@]}"
