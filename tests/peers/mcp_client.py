"""The Python MCP client lists and calls all tools of our MCP server, over HTTP and over standard streams."""

import asyncio
import contextlib
import json
import warnings

from mcp import Client, StdioServerParameters

from support import PATIENCE, binary, environment, running

BINARY = "tanium-threat-response-connections"
ROOT = "/plugin/products/threat-response/api/v1/conns"
ID = {"connectionId": "a/b c"}
BODY = {"body": {"hostname": "host-1", "ports": [1, 2]}}
SECRET = "s3cret-of-the-peer"

# Tool: inputs, hints (read only, destructive, idempotent), a call, and what the stand-in says reached it.
TOOLS = {
    "list-endpoint-connections": (
        ["limit", "offset", "status", "ip", "platform", "hostname"],
        (True, False, True),
        {"limit": 2},
        {"operation": "listconnections", "path": ROOT, "inputs": {"limit": 2}},
    ),
    "close-live-connection": (
        ["connectionId"],
        (False, False, False),
        ID,
        {"operation": "closeconnection", "path": f"{ROOT}/close/a%2Fb%20c", "inputs": ID},
    ),
    "create-live-connection-endpoint": (
        ["body"],
        (False, False, False),
        BODY,
        {"operation": "createconnection", "path": f"{ROOT}/connect", "inputs": BODY},
    ),
    "delete-connection-record": (
        ["connectionId"],
        (False, True, True),
        ID,
        {"operation": "deleteconnection", "path": f"{ROOT}/delete/a%2Fb%20c", "inputs": ID},
    ),
    "get-connection-id": (
        ["connectionId"],
        (True, False, True),
        ID,
        {"operation": "getconnection", "path": f"{ROOT}/a%2Fb%20c", "inputs": ID},
    ),
}


async def lists(client):
    tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == list(TOOLS), tools
    for tool in tools:
        inputs, hints, _, _ = TOOLS[tool.name]
        assert list(tool.input_schema["properties"]) == inputs, tool
        assert tool.input_schema.get("required", []) == ([] if tool.name.startswith("list") else inputs), tool
        given = tool.annotations
        assert (given.read_only_hint, given.destructive_hint, given.idempotent_hint) == hints, tool
        assert tool.description


async def calls(client):
    for name, (_, _, arguments, echo) in TOOLS.items():
        result = await client.call_tool(name, arguments)
        assert not result.is_error, (name, result)
        assert result.structured_content == echo, (name, result.structured_content)
        assert json.loads(result.content[0].text) == echo, (name, result.content)
        assert SECRET not in result.model_dump_json()


async def refusals(client):
    for name, arguments, hint in [
        ("list-endpoint-connections", {"limit": "many"}, "limit"),
        ("list-endpoint-connections", {"colour": "red"}, "colour"),
        ("get-connection-id", {}, "connectionId"),
        ("get-connection-id", {"connectionId": ".."}, "connectionId"),
    ]:
        result = await client.call_tool(name, arguments)
        assert result.is_error and hint in result.content[0].text, (name, arguments, result)


async def asides(client):
    """What wants no answer, before the first request and after a call that nobody waits for, ends no session."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 2026-07-28 has no such notification, and sends it all the same
        await client.send_progress_notification("none", 1.0)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0):
                await client.call_tool("list-endpoint-connections", {})
        await client.send_progress_notification("none", 2.0)


async def session(target, mode):
    async with Client(target, mode=mode) as client:
        await asides(client)
        await lists(client)
        await calls(client)
        await refusals(client)


async def every_way(target):
    for mode in ["auto", "legacy"]:
        await asyncio.wait_for(session(target, mode), PATIENCE)


def main():
    env = environment(TANIUM_API_KEY=SECRET)
    command = [binary(BINARY), "serve", "--mock"]
    with running([*command, "--rest", "localhost:0", "--mcp", "localhost:0"], env) as server:
        asyncio.run(every_way(server.expect("mcp ", server.stdout)))
    log = [line for line in server.stderr.queue if line]
    assert any("stand-in" in line for line in log) and not any(SECRET in line for line in log), log
    asyncio.run(every_way(StdioServerParameters(command=command[0], args=[*command[1:], "--stdio"], env=env)))
    print("the MCP client calls all tools over HTTP and over standard streams")


main()
