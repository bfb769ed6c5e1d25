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

source "$repository/tests/python.sh"
python "$here/compare.py" "$xtask" "$@"
