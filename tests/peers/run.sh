#!/usr/bin/env bash
# Runs our binaries against other people's programs: taxii2-client, medallion, the Python MCP client, a reader of SARIF, and what
# signs requests and checks signatures: botocore, curl, requests, Flask-HTTPAuth and oauthlib.
# Needs cargo, curl (7.82 or later) and python3 (3.11 or later); makes a virtual environment beside this file. Fails if anything is missing.
set -euo pipefail
cd "$(dirname "$0")"

export PYTHONDONTWRITEBYTECODE=1
venv=.venv
stamp=$venv/requirements.txt
if ! cmp -s requirements.txt "$stamp"; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement requirements.txt
    "$venv/bin/pip" check --disable-pip-version-check
    cp requirements.txt "$stamp"
fi

packages=(threatconnect-taxii tanium-threat-response-connections xtask)
cargo build "${packages[@]/#/--package=}"
cargo build --package=capwright-tests --example=authentication
target=$(cargo metadata --format-version 1 --no-deps | "$venv/bin/python" -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
export BINARIES=$target/debug

for peer in taxii_client.py taxii_server.py mcp_client.py sarif_reader.py aws_signatures.py digest_authentication.py oauth1_signatures.py; do
    echo "== $peer"
    "$venv/bin/python" "$peer"
done
echo "all peers pass"
