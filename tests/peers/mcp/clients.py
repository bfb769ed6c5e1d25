"""Four families of clients list and call the tools of examples-every-content, in both eras, over HTTP and standard streams.

Every row of CALLS must come to the same by each of them, without an exception of the client.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archive import archive
from support import PATIENCE, binary, environment, running

HERE = Path(__file__).resolve().parent
SERVER = "examples-every-content"
TOOLS = [
    "test_simple_text", "test_image_content", "test_audio_content", "test_embedded_resource", "test_error_handling",
    "test_tool_with_progress", "json_schema_2020_12_tool", "get-feed", "get-table", "find-item", "get-item", "list-items",
    "count-items",
]  # fmt: skip

# Family: the program of it, and its arguments.
PYTHON, NODE = os.environ["PYTHON_2"], os.environ["NODE"]
FAMILIES = {
    "Python mcp 2.3": [(PYTHON, "python_client.py", "mcp", "auto"), (PYTHON, "python_client.py", "mcp", "legacy")],
    "Python mcp 1.30": [(os.environ["PYTHON_1"], "python_client.py", "mcp1", "-")],
    "fastmcp 4.1": [(PYTHON, "python_client.py", "fastmcp", "auto")],
    "TypeScript": [
        (NODE, "typescript_client.mjs", "client", "auto"),
        (NODE, "typescript_client.mjs", "client", "legacy"),
        (NODE, "typescript_client.mjs", "sdk", "-"),
    ],
}
AT_ONCE = 4  # clients, which wait most of the time

ATLAS = {"title": "Atlas", "year": 1570}
ADA = {"name": "Ada", "address": {"city": "London"}}


def row(tool, arguments, content="text", structured=None, error=False):
    return {"tool": tool, "arguments": arguments, "content": [content], "structured": structured, "error": error}


def fails(tool, arguments):
    return row(tool, arguments, error=True)


CALLS = [
    row("test_simple_text", {}),
    row("test_image_content", {}, "image"),
    row("test_audio_content", {}, "audio"),
    row("test_embedded_resource", {}, "resource"),
    fails("test_error_handling", {}),
    row("test_tool_with_progress", {}),
    row("json_schema_2020_12_tool", ADA, structured=ADA),
    row("get-feed", {}),
    row("get-table", {}),
    # No output schema: whatever the upstream answers is taken.
    row("find-item", {"itemId": "object"}, structured=ATLAS | {"total": 3}),
    row("find-item", {"itemId": "array"}),
    row("find-item", {"itemId": "scalar"}),
    row("find-item", {"itemId": "none"}),
    row("find-item", {"itemId": "broken"}),
    fails("find-item", {"itemId": "failure"}),
    fails("find-item", {"itemId": ""}),
    # An object is declared.
    row("get-item", {"itemId": "object"}, structured=ATLAS),
    fails("get-item", {"itemId": "array"}),
    fails("get-item", {"itemId": "scalar"}),
    row("get-item", {"itemId": "none"}, structured={}),
    fails("get-item", {"itemId": "broken"}),
    fails("get-item", {"itemId": "failure"}),
    # A list is declared.
    fails("list-items", {"shelfId": "object"}),
    row("list-items", {"shelfId": "array"}, structured={"result": [{"title": "Atlas"}, {}, None]}),
    fails("list-items", {"shelfId": "scalar"}),
    row("list-items", {"shelfId": "none"}, structured={}),
    fails("list-items", {"shelfId": "broken"}),
    fails("list-items", {"shelfId": "failure"}),
    # A number is declared.
    row("count-items", {"shelfId": "object"}, structured={"result": 3}),
    row("count-items", {"shelfId": "none"}, structured={}),
    fails("count-items", {"shelfId": "broken"}),
    fails("count-items", {"shelfId": "failure"}),
]


def run(client, target, calls, env):
    """What a client of one family found: its list, and an outcome for each row."""
    program, script, *arguments = client
    command = [program, str(HERE / script), *arguments, target, calls]
    finished = subprocess.run(command, env=env, capture_output=True, text=True, timeout=4 * PATIENCE, check=False)
    if finished.returncode != 0:
        raise AssertionError(f"{client} {target} ends with {finished.returncode}: {finished.stderr[-2000:]}")
    return json.loads(finished.stdout.splitlines()[-1])


def faults(found):
    """What differs from TOOLS and CALLS."""
    if found["tools"] != TOOLS:
        yield f"lists {found['tools']}"
    for wanted, outcome in zip(CALLS, found["results"], strict=True):
        expected = {key: wanted[key] for key in ["error", "content", "structured"]}
        if outcome | expected != outcome:
            yield f"{wanted['tool']} {wanted['arguments']}: {outcome}, not {expected}"
        if wanted["tool"] == "test_tool_with_progress" and outcome.get("progress", 0) < 3:
            yield f"{wanted['tool']}: progress was told {outcome.get('progress')} times"


def combinations(targets):
    for family, clients in FAMILIES.items():
        for client in clients:
            for transport, target in targets.items():
                yield family, client, transport, target


def main():
    with archive() as upstream, tempfile.TemporaryDirectory() as folder:
        calls = Path(folder) / "calls.json"
        calls.write_text(json.dumps(CALLS))
        env = environment(ARCHIVE_BASE_URL=upstream, PROGRESS_INTERVAL="200ms")
        command = {"command": binary(SERVER), "args": ["serve", "--stdio"]}
        with running([binary(SERVER), "serve", "--mcp", "localhost:0"], env) as server:
            targets = {"HTTP": server.expect("mcp ", server.stdout), "stdio": json.dumps(command)}
            ways = list(combinations(targets))
            with ThreadPoolExecutor(AT_ONCE) as pool:
                founds = pool.map(lambda way: list(faults(run(way[1], way[3], str(calls), env))), ways)
                bad = sum(tell(way, found) for way, found in zip(ways, founds, strict=True))
    sys.exit(f"{bad} differ" if bad else 0)


def tell(way, found):
    """A row of the table; how many calls differ."""
    family, client, transport, _ = way
    print(f"{family:<15} {' '.join(client[2:]):<14} {transport:<6} {len(CALLS)} calls, {len(found)} differ", flush=True)
    for fault in found:
        print(f"  {fault}")
    return len(found)


main()
