# For scripts to source that have `repository`: `target` is the target folder, `xtask` the compiler's command line, freshly built,
# and `python` a Python with the packages of tests/lists/requirements.txt, in a virtual environment below the target folder.
cargo build --manifest-path "$repository/Cargo.toml" --package xtask
target=$(cargo metadata --manifest-path "$repository/Cargo.toml" --format-version 1 --no-deps |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
xtask=$target/debug/capwright
venv=$target/lists-venv
requirements=$repository/tests/lists/requirements.txt
if ! cmp -s "$requirements" "$venv/requirements.txt"; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$requirements"
    cp "$requirements" "$venv/requirements.txt"
fi
python() { PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$@"; }
