#!/usr/bin/env bash
# Compiles 1,571 documents with one mistake each: each is refused or becomes a crate, and no mistake ends the compiler. A hundred of
# the crates, drawn by lot, are checked by cargo as one workspace. Prints how the verdicts meet those of the reference engine.
# Needs cargo and python3 (3.11 or later); makes a virtual environment below the target folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
source "$repository/tests/python.sh"

work=$target/mistakes
mkdir -p "$work"
python "$here/mistakes.py" write "$work/specs"

say() { # what a command said of all documents; it ends with 1, for some are refused
    local status=0
    "$xtask" "$@" --root "$repository" --specs "$work/specs" --format json 2>"$work/$1.log" >"$work/$1.jsonl" || status=$?
    [ "$status" = 1 ] || { tail -n 40 "$work/$1.log"; echo "$1 ended with $status"; exit 1; }
}
say gen --out "$work/crates" --runtime "$repository/runtime"
say check
python "$here/mistakes.py" compare "$work/check.jsonl"

python "$here/mistakes.py" draw 100 "$work/gen.jsonl" >"$work/Cargo.toml"
cp "$repository/Cargo.lock" "$work/Cargo.lock" # the versions that are built already
CARGO_TARGET_DIR=$target cargo check --quiet --workspace --all-targets --manifest-path "$work/Cargo.toml"
echo "a hundred crates compile"
