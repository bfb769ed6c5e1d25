#!/usr/bin/env bash
# Runs our binaries against other people's programs: taxii2-client, medallion, the Python MCP client, a reader of SARIF, and what
# signs requests and checks signatures: botocore, curl, requests, Flask-HTTPAuth and oauthlib.
# Needs cargo, curl (7.82 or later) and python3 (3.11 or later); makes a virtual environment beside this file. Fails if anything is missing.
set -euo pipefail
cd "$(dirname "$0")"

export PYTHONDONTWRITEBYTECODE=1
source ../pinned.sh
venv=.venv
pinned_packages requirements.txt "$venv"

packages=(threatconnect-taxii tanium-threat-response-connections xtask)
cargo build "${packages[@]/#/--package=}"
cargo build --package=capwright-tests --example=authentication
target=$(target_folder)
export BINARIES=$target/debug

for peer in taxii_client.py taxii_server.py mcp_client.py sarif_reader.py aws_signatures.py digest_authentication.py oauth1_signatures.py; do
    echo "== $peer"
    "$venv/bin/python" "$peer"
done
echo "all peers pass"
