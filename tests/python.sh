# For scripts to source that have `repository`: `target` is the target folder, `xtask` the compiler's command line, freshly built,
# and `python` a Python with the packages of tests/lists/requirements.txt, in a virtual environment below the target folder.
cargo build --manifest-path "$repository/Cargo.toml" --package xtask
source "$repository/tests/pinned.sh"
target=$(target_folder)
xtask=$target/debug/capwright
venv=$target/lists-venv
pinned_packages "$repository/tests/lists/requirements.txt" "$venv"
python() { PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$@"; }
