#!/usr/bin/env bash
# Plays what was recorded of the reference engine against the crates of the same documents:
# `run.sh [--show] [--only CALL] [DOCUMENT…]`, all documents by default. `--show` prints the calls that differ.
# Needs cargo and python3 (3.11 or later); makes a virtual environment below the target folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
source "$repository/tests/python.sh"

documents=()
for ((at = 1; at <= $#; at++)); do
    case ${!at} in
    --only) ((++at)) ;; # and the call behind it
    --*) ;;
    *) documents+=("${!at}") ;;
    esac
done

started=$SECONDS
work=$target/engine
mkdir -p "$work"
cp "$here/workspace.toml" "$work/Cargo.toml"
cp "$repository/Cargo.lock" "$work/Cargo.lock" # the versions that are built already
rm -f "$target"/debug/{inputs,outputs,served,steps}-* # a document that is refused leaves no binary
"$xtask" gen --root "$repository" --specs "$here/documents" --out "$work/crates" --runtime "$repository/runtime" \
    "${documents[@]/#/--only=}" >"$work/gen.log" 2>&1 ||
    grep -A 4 '^error' "$work/gen.log" || true # its calls differ, all of them
sed -n 's/^rejected *\([^ ]*\) .*/\1/p' "$work/gen.log" | while read -r name; do rm -rf "$work/crates/$name"; done
packages=()
for name in "${documents[@]}"; do [ ! -d "$work/crates/$name" ] || packages+=("--package=$name"); done
[ "${#documents[@]}" != 0 ] && [ "${#packages[@]}" = 0 ] ||
    CARGO_TARGET_DIR=$target cargo build --quiet --manifest-path "$work/Cargo.toml" "${packages[@]}"
echo "compiled and built in $((SECONDS - started)) s"

python "$here/replay.py" "$target/debug" "$@"
