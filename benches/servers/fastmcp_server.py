"""The Tanium operations as FastMCP serves them from an OpenAPI description: python fastmcp_server.py UPSTREAM PORT"""

import sys

import httpx2 as httpx
import uvicorn
from fastmcp import FastMCP

CONNECTIONS = "/plugin/products/threat-response/api/v1/conns"


def parameter(name, place, kind="string"):
    return {"name": name, "in": place, "required": place == "path", "schema": {"type": kind}}


def operation(name, *parameters):
    answers = {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object"}}}}}
    return {"operationId": name, "parameters": list(parameters), "responses": answers}


FILTERS = [parameter(name, "query", "integer") for name in ("limit", "offset")] + [
    parameter(name, "query") for name in ("status", "ip", "platform", "hostname")
]
CONNECTION = parameter("connectionId", "path")
API = {
    "openapi": "3.1.0",
    "info": {"title": "Threat Response Connections", "version": "1"},
    "paths": {
        CONNECTIONS: {"get": operation("listconnections", *FILTERS)},
        f"{CONNECTIONS}/{{connectionId}}": {"get": operation("getconnection", CONNECTION)},
        f"{CONNECTIONS}/close/{{connectionId}}": {"post": operation("closeconnection", CONNECTION)},
        f"{CONNECTIONS}/delete/{{connectionId}}": {"delete": operation("deleteconnection", CONNECTION)},
    },
}


def main():
    upstream, port = sys.argv[1], int(sys.argv[2])
    client = httpx.AsyncClient(base_url=upstream, headers={"session": "key"})
    app = FastMCP.from_openapi(openapi_spec=API, client=client).http_app(stateless_http=True, json_response=True)
    uvicorn.run(app, port=port, loop="uvloop", http="httptools", log_level="error", access_log=False)


main()
