#!/usr/bin/env bash
# Reads the OpenAPI documents of crates with another's validator: of those that are committed, of the fixtures, and of every FOLDER of documents
# that is named. Needs cargo and python3 (3.11 or later); makes a virtual environment below the target folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."

cargo build --package xtask
source tests/pinned.sh
target=$(target_folder)
venv=$target/openapi-venv
pinned_packages "$here/requirements.txt" "$venv"

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
