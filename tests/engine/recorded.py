"""What was recorded of the reference engine, and which documents it was recorded with."""

import json
import re
from pathlib import Path

import yaml

HERE = Path(__file__).parent
DOCUMENTS = HERE / "documents"

# Servers of a document beside the usual two, what the environment holds, and stand-ins that echo more.
SERVERS = {"served-rest": ["rest", "rest-2"]}
ENVIRONMENT = {
    "inputs-literals": {"BTEST_ENV": "envval"},
    "inputs-names": {"SKU": "fromenv"},
    "inputs-secrets": {"BT_TOKEN": "etok 1"},
}
FULL_ECHO = ("served-mcp", "served-rest")
STAND_IN = re.compile(r"127\.0\.0\.1:4\d08")  # any other address is one where nobody listens


def names():
    return sorted(path.stem for path in (HERE / "recorded").glob("*.jsonl"))


def lines(path):
    return [json.loads(line) for line in path.read_text("utf8").strip("\n").split("\n")] if path.exists() else []


def calls(name):
    """The calls: `id`; `rest` (method, path, headers, body; to the server `server`), `mcp` (tool, arguments) or `raw` (method,
    parameters; with other `headers`); what was `sent` upstream, a list for each request (method, path, query, headers, body);
    and the `answer`: of REST status, content type and body, of MCP the blocks; of an error its status, or `error`."""
    return lines(HERE / "recorded" / f"{name}.jsonl")


def answers(name):
    """What the upstream answers, by request."""
    return {request: line["answer"] for line in lines(HERE / "upstreams" / f"{name}.jsonl") for request in line["to"]}


def settings(name, stand_in, nobody):
    """The environment of a server: what the recorded one was, and where its upstreams are now."""
    base_urls = {}
    for upstream in upstreams(DOCUMENTS / f"{name}.yaml"):
        setting = re.sub(r"[^A-Z0-9]", "_", upstream["namespace"].upper()) + "_BASE_URL"
        url = STAND_IN.sub(stand_in, upstream["baseUri"])
        base_urls[setting] = re.sub(r"127\.0\.0\.1:4449", nobody, url)
    return {**ENVIRONMENT.get(name, {}), **base_urls}


def upstreams(path):
    """The upstreams of a document, and those of the documents that it imports."""
    for element in yaml.safe_load(path.read_text("utf8"))["capability"].get("consumes", []):
        if "from" in element:
            yield from upstreams(path.parent / element["from"])
        else:
            yield element
