"""What a document says that it offers: its operations, routes and tools in document order, read with another parser of YAML
than Capwright's. It knows the shape of documents and nothing of what they mean."""

from pathlib import Path

import yaml

# Every scalar is the text that stands there: no word becomes a boolean, no number loses a digit.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read(path):
    """A document as it stands, or None where the file is none."""
    with open(path, encoding="utf-8-sig") as file:
        document = yaml.load(file, Loader=LOADER)
    return document if isinstance(document, dict) else None


def entries(section):
    """The elements of a list, or of a mapping from name to element."""
    if isinstance(section, dict):
        return [{"name": name, **(element or {})} for name, element in section.items()]
    return [element for element in section or [] if isinstance(element, dict)]


def name(element):
    return element.get("name") or element.get("id") or ""


def segments(path):
    return [segment for segment in path.split("/") if segment]


def full(resource, operation):
    """The path of an operation: its own counts alone where it begins like that of its resource; else it follows, without a slash
    where it is only an ending, and before the query of the resource."""
    whole, own = (resource.get("path") or "").strip(), (operation.get("path") or "").strip()
    if not own:
        return whole
    base, mark, query = whole.partition("?")
    if not segments(base) or segments(own.partition("?")[0])[:1] == segments(base)[:1]:
        return own
    joined = base.rstrip("/") + (own if own[0] in "?.:" else "/" + own.lstrip("/"))
    return joined + mark + query


def calls(owner):
    """Operations below the resources of an upstream or a server."""
    for resource in entries(owner.get("resources")):
        for operation in entries(resource.get("operations")):
            yield name(operation), operation["method"].upper(), full(resource, operation)


def section(document, key):
    """A section of a document, within its capability or beside it."""
    capability = document.get("capability")
    own = capability if isinstance(capability, dict) else {}
    return entries(own.get(key) or document.get(key))


def imported(document, folder, key):
    """The elements of a section; those of other files in the place of the imports that name them."""
    for element in section(document, key):
        file = element.get("location") or element.get("from")
        if not file or "resources" in element or "baseUri" in element:
            yield element
            continue
        other = read(folder / file)
        wanted = element.get("import") or element.get("ref")
        for known in section(other, key):
            if wanted in (None, known.get("namespace")):
                yield {**known, "namespace": element.get("as") or element.get("alias") or known.get("namespace")}


def tool_name(tool, document):
    """Its own name, or that of the flow that it refers to."""
    return name(tool) or tool.get("ref", "").rsplit(".", 1)[-1]


def offers(path):
    """Operations, routes and tools of a document."""
    document, folder = read(path), Path(path).parent
    operations, routes, tools = [], [], []
    for upstream in imported(document, folder, "consumes"):
        operations += [(upstream["namespace"], *call) for call in calls(upstream)]
    for server in imported(document, folder, "exposes"):
        if server.get("type", "").lower() == "rest":
            routes += calls(server)
        elif server.get("type", "").lower() == "mcp":
            tools += [tool_name(tool, document) for tool in entries(server.get("tools"))]
    return {"operations": operations, "routes": routes, "tools": tools}
