"""Lists and calls as calls.json says, by a Python client: `python_client.py FAMILY MODE TARGET CALLS`.

FAMILY is `mcp` (2.x, MODE `auto` or `legacy`), `mcp1` (1.x) or `fastmcp`; TARGET an address or, as JSON, a command.
Writes what came of it as JSON.
"""

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path


def command(target):
    """The command of a server on standard streams; nothing of an address."""
    return None if target.startswith("http") else json.loads(target)


@contextlib.asynccontextmanager
async def mcp(target, mode):
    from mcp import Client, StdioServerParameters

    started = command(target)
    async with Client(StdioServerParameters(**started, env=dict(os.environ)) if started else target, mode=mode) as client:

        async def call(tool, arguments, told):
            result = await client.call_tool(tool, arguments, progress_callback=told)
            return result.is_error, result.content, result.structured_content

        yield client.list_tools, call


@contextlib.asynccontextmanager
async def mcp1(target, _mode):
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client
    from mcp.client.streamable_http import streamablehttp_client

    started = command(target)
    streams = stdio_client(StdioServerParameters(**started, env=dict(os.environ))) if started else streamablehttp_client(target)
    async with streams as (read, write, *_), ClientSession(read, write) as session:
        await session.initialize()

        async def call(tool, arguments, told):
            result = await session.call_tool(tool, arguments, progress_callback=told)
            return result.isError, result.content, result.structuredContent

        yield session.list_tools, call


@contextlib.asynccontextmanager
async def fastmcp(target, mode):
    from fastmcp import Client
    from fastmcp.client.transports import StdioTransport

    started = command(target)
    async with Client(StdioTransport(**started, env=dict(os.environ)) if started else target, mode=mode) as client:

        async def call(tool, arguments, told):
            result = await client.call_tool(tool, arguments, progress_handler=told, raise_on_error=False)
            return result.is_error, result.content, result.structured_content

        yield client.list_tools, call


async def outcome(call, tool, arguments):
    progress = 0

    async def told(*_):
        nonlocal progress
        progress += 1

    try:
        error, content, structured = await call(tool, arguments, told)
    except Exception as exception:
        return {"exception": f"{type(exception).__name__}: {exception}"}
    return {"error": bool(error), "content": [block.type for block in content], "structured": structured, "progress": progress}


async def main(family, mode, target, calls):
    async with {"mcp": mcp, "mcp1": mcp1, "fastmcp": fastmcp}[family](target, mode) as (list_tools, call):
        listed = await list_tools()
        tools = [tool.name for tool in getattr(listed, "tools", listed)]
        results = [await outcome(call, row["tool"], row["arguments"]) for row in json.loads(Path(calls).read_text())]
    print(json.dumps({"tools": tools, "results": results}))


asyncio.run(main(*sys.argv[1:]))
