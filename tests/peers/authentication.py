"""Starts our examples of authentication, and servers that write down what they are sent."""

import contextlib
import json
import subprocess
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support import PATIENCE, binary, environment, killed


@contextlib.contextmanager
def started(order, auth):
    """Where `authentication mock` or `authentication serve` is."""
    command = [binary("examples/authentication"), order, json.dumps({"auth": auth})]
    with killed(command, environment()) as server:
        yield server.expect("ready ", server.stdout)


def call(url, auth, requests):
    """The status of each request that our client sends, one after the other."""
    given = json.dumps({"url": url, "auth": auth, "requests": requests})
    command = [binary("examples/authentication"), "call", given]
    result = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=PATIENCE)
    assert result.returncode == 0, (auth, result.stderr)
    return [int(line) for line in result.stdout.split()]


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    target: str
    headers: dict
    body: bytes


@contextlib.contextmanager
def recorder(answer=lambda seen: (200, {})):
    """A server that answers a request with the status and headers that `answer` gives; its URL and what it has seen."""
    requests = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            seen = Seen(self.command, self.path, headers, self.rfile.read(length))
            requests.append(seen)
            status, headers = answer(seen)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", requests
    finally:
        server.shutdown()
        server.server_close()
