#!/usr/bin/env bash
# Compares `cargo xtask list` with a walk of the same documents by another parser of YAML: `run.sh [FOLDER…]`, by default the
# project's own documents. Needs cargo and python3 (3.11 or later); makes a virtual environment below the target folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)

if [ $# -eq 0 ]; then
    tests=$repository/codegen/tests
    set -- "$repository/specs" "$tests/crates" "$tests/fragments" "$tests/reports"
fi

cargo build --manifest-path "$repository/Cargo.toml" --package xtask
target=$(cargo metadata --manifest-path "$repository/Cargo.toml" --format-version 1 --no-deps |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
venv=$target/lists-venv
if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/requirements.txt"
fi
PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$here/compare.py" "$target/debug/capwright" "$@"
