"""The inspector finds no fault with any schema of the MCP servers of this repository: `inspector.py PACKAGE…`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from support import PATIENCE, binary, environment, running

TOKEN = "t0ken-of-the-peer"


def lists(target, env):
    """Whether `tools/list` has neither errors nor warnings."""
    launcher = Path(os.environ["NODE_MODULES"]) / "@modelcontextprotocol/inspector/clients/launcher/build/index.js"
    command = [os.environ["NODE"], str(launcher), "--cli", *target, "--method", "tools/list", "--strict"]
    finished = subprocess.run(command, env=env, capture_output=True, text=True, timeout=4 * PATIENCE, check=False)
    is_clean = finished.returncode == 0 and '"tools"' in finished.stdout and "arning" not in finished.stderr
    print(f"{' '.join(target[:1])}: {'clean' if is_clean else finished.stderr}", flush=True)
    return is_clean


def addresses(package):
    """Free ports for all that it serves."""
    help_text = subprocess.run([binary(package), "serve", "--help"], capture_output=True, text=True, check=True).stdout
    flags = [flag for flag in ["--rest", "--mcp", "--skill"] if f"{flag} <" in help_text]
    return [word for flag in flags for word in [flag, "localhost:0"]]


def main(packages):
    clean = []
    with tempfile.TemporaryDirectory() as folder:
        # Stand-ins need no settings; a token is taken by the server that asks for one.
        env = environment(TRIAGE_MCP_TOKEN=TOKEN, MCP_CATALOG_PATH=str(Path(folder) / "catalog.json"))
        for package in packages:
            command = [binary(package), "serve", "--mock"]
            clean.append(lists([*command, "--stdio"], env))
            with running([*command, *addresses(package)], env) as server:
                url = server.expect("mcp ", server.stdout)
                clean.append(lists([url, "--transport", "http", "--header", f"Authorization: Bearer {TOKEN}"], env))
    sys.exit(0 if packages and all(clean) else "the inspector warns")


main(sys.argv[1:])
