"""Validates the OpenAPI documents below folders: schema of OpenAPI 3.1, schemas of JSON Schema 2020-12, parameters of paths, ids."""

import json
import sys
from pathlib import Path

from openapi_spec_validator import OpenAPIV31SpecValidator

SHOWN = 20
METHODS = {"get", "head", "post", "put", "patch", "delete"}


def faults(document):
    """What is wrong with a document, a line each."""
    for error in OpenAPIV31SpecValidator(document).iter_errors():
        yield f"{'/'.join(map(str, error.path))}: {error.message[:200]}"
    ids = [item[method]["operationId"] for item in document["paths"].values() for method in METHODS & item.keys()]
    yield from (f"{name} is the id of several operations" for name in set(ids) if ids.count(name) > 1)


def main(folders):
    found, count, operations = [], 0, 0
    for path in sorted(path for folder in folders for path in Path(folder).glob("*/openapi*.json")):
        text = path.read_text()
        document = json.loads(text)
        assert text.splitlines()[0].startswith('{"x-generated-by": '), path
        found += [f"{path}: {fault}" for fault in faults(document)]
        count += 1
        operations += sum(len(METHODS & item.keys()) for item in document["paths"].values())
    print("\n".join(found[:SHOWN]))
    assert count > 90, f"only {count} documents"
    if found:
        sys.exit(f"{len(found)} faults in {count} documents")
    print(f"{count} OpenAPI documents with {operations} operations are valid")


main(sys.argv[1:])
