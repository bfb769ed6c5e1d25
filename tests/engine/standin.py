"""The upstream that the recorded calls were made against, on a port from the system."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Headers of the connection, and those that every client fills in its own way.
UNSEEN = {
    *("accept", "accept-encoding", "connection", "content-length", "date", "host", "http2-settings", "transfer-encoding"),
    *("upgrade", "user-agent"),
}


class StandIn(ThreadingHTTPServer):
    """Answers what `answers` lists ("METHOD /path?query", else "METHOD /path"), and echoes the rest: a JSON object with method,
    path, query, body and the headers `authorization` and `x-…`; if `full_echo`, also `ct`, the content type, and `cookie`."""

    daemon_threads = True

    def __init__(self, answers, full_echo):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.full_echo = answers, full_echo
        self.seen, self.open, self.changed = [], 0, threading.Condition()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server_port}"

    def take(self):
        """The requests since the last time, once none is being answered: as [method, path, query, headers, body]."""
        with self.changed:
            self.changed.wait_for(lambda: self.open == 0, timeout=30)
            seen, self.seen = self.seen, []
        return seen


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet

    def log_message(self, *_):
        pass

    def answer(self):
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items() if name.lower() not in UNSEEN}
        with self.server.changed:
            self.server.open += 1
        try:
            request = [self.command, path, query, headers, self.body().decode("utf8", "replace")]
            with self.server.changed:
                self.server.seen.append(request)
            known = self.known(path)
            self.reply(self.echo(request) if known is None else known)
        finally:
            with self.server.changed:
                self.server.open -= 1
                self.server.changed.notify_all()

    do_GET = do_HEAD = do_OPTIONS = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def known(self, path):
        answers = self.server.answers
        return answers.get(f"{self.command} {self.path}", answers.get(f"{self.command} {path}"))

    def body(self):
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def echo(self, request):
        method, path, query, headers, body = request
        full = self.server.full_echo
        shown = {k: v for k, v in headers.items() if k.startswith("x-") or k == "authorization" or full and k == "cookie"}
        content_type = {"ct": headers.get("content-type")} if full else {}
        echo = {"method": method, "path": path, "query": query, "body": body, **content_type, "headers": shown}
        return {"body": json.dumps(echo)}

    def reply(self, answer):
        if answer.get("close"):
            self.close_connection = True
            self.connection.close()
            return
        status, content_type = answer.get("status", 200), answer.get("type", "application/json")
        body = base64.b64decode(answer["b64"]) if "b64" in answer else answer.get("body", "").encode()
        self.send_response(status)
        if content_type:
            self.send_header("content-type", content_type)
        for name, values in answer.get("headers", {}).items():
            for value in values if isinstance(values, list) else [values]:
                self.send_header(name, value.replace("{stand-in}", self.server.address))
        bodiless = status in (204, 304)
        if not bodiless:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and not bodiless:
            self.wfile.write(body)
        self.wfile.flush()
