"""Makes a recorded call, and puts the answer as it is recorded."""

import base64
import http.client
import json

ABOUT = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "replay", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}
UNRECORDED = ("_meta", "cacheScope", "resultType", "ttlMs")


def call(recorded, addresses):
    """The answer to a recorded call from the server that it was made to. `addresses` has (host, port) by name of the server."""
    if "rest" in recorded:
        method, path, headers, body = [*recorded["rest"], None, None][:4]
        return answer(request(addresses[recorded.get("server", "rest")], method, path, pairs(headers), body))
    if "mcp" in recorded:
        name, arguments = recorded["mcp"]
        return mcp(addresses["mcp"], "tools/call", {"name": name, "arguments": arguments}, recorded.get("headers", {}))
    method, params = [*recorded["raw"], {}][:2]
    return mcp(addresses["mcp"], method, params, recorded.get("headers", {}))


def pairs(headers):
    return headers if isinstance(headers, list) else list((headers or {}).items())


def request(address, method, path, headers, body):
    """[status, content type, body]."""
    connection = http.client.HTTPConnection(*address, timeout=40)
    try:
        connection.putrequest(method, path)
        for name, value in headers:
            connection.putheader(name, value.encode("latin-1", "replace"))
        sent = body.encode() if isinstance(body, str) else None
        if sent is not None or method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(sent or b"")))
        connection.endheaders(sent)
        reply = connection.getresponse()
        text = text_of(reply.read())
        content_type = (reply.getheader("content-type") or "").split(";")[0]
        return [reply.status, content_type, text]
    except (OSError, http.client.HTTPException) as fault:
        return [f"no answer: {fault!r}", "", ""]
    finally:
        connection.close()


def text_of(body):
    """What is no UTF-8 is recorded as base64."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return "b64:" + base64.b64encode(body).decode()


def mcp(address, method, params, changed):
    """The blocks of a result, `error`, or what else the result holds. `changed` headers that are None are left out."""
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    headers |= {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method}
    headers |= {"Mcp-Name": params[key] for key in ("name", "uri") if key in params} | changed
    headers = [(name, value) for name, value in headers.items() if value is not None]
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {"_meta": ABOUT, **params}}
    return result(request(address, "POST", "/mcp", headers, json.dumps(message)))


def answer(reply):
    """Of an error, the status."""
    return reply[:1] if not isinstance(reply[0], int) or reply[0] >= 400 else reply


def result(reply):
    try:
        found = json.loads(reply[2]).get("result")
    except ValueError:
        return "error" if reply[0] != 200 else reply
    if found is None or found.get("isError"):
        return "error"
    if "content" in found:
        return [block.get("text", block) for block in found["content"]]
    if "tools" in found:
        return {"tools": [tool(listed) for listed in found["tools"]]}
    return {key: value for key, value in found.items() if key not in UNRECORDED}


def tool(listed):
    """Of a tool, what is recorded: name, texts, and the types of its inputs."""
    schema = listed["inputSchema"]
    texts = {key: listed[key] for key in ("name", "title", "description") if listed.get(key) is not None}
    types = {key: value.get("type") for key, value in schema.get("properties", {}).items()}
    return {**texts, "properties": types, "required": sorted(schema.get("required", []))}
