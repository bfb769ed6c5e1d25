"""The archive that specs/examples/every-content.yaml asks, with every kind of answer."""

import contextlib
import json
import struct
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What an item or a shelf of this name answers: status, media type, body.
KINDS = {
    "object": (200, "application/json", b'{"title":"Atlas","year":1570,"total":3}'),
    "array": (200, "application/json", b'[{"title":"Atlas"},{"title":null},null]'),
    "scalar": (200, "application/json", b"42"),
    "none": (204, None, b""),
    "broken": (200, "application/json", b'{"title":"At'),
    "failure": (503, "application/problem+json", b'{"title":"The archive is closed"}'),
}
SLOW = 1.5  # seconds that an inventory takes


def png():
    """One red pixel."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")


def wav():
    """A moment of silence: 8 samples of 8 bits at 8 kHz."""
    samples = b"\x80" * 8
    form = struct.pack("<4sIHHIIHH4sI", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8, b"data", len(samples))
    return b"RIFF" + struct.pack("<I", 4 + len(form) + len(samples)) + b"WAVE" + form + samples


FIXED = {
    "/note": (200, "text/plain; charset=utf-8", "A note from the archive: naïve.\n".encode()),
    "/picture": (200, "image/png", png()),
    "/recording": (200, "audio/wav", wav()),
    "/leaflet": (200, "application/pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n%%EOF\n"),
    "/feed": (200, "application/atom+xml", b'<feed xmlns="http://www.w3.org/2005/Atom"/>'),
    "/table": (200, "text/csv", b"title,year\nAtlas,1570\n"),
    "/lost": (404, "text/plain", b"nobody finds that"),
    "/inventory": (200, "text/plain", b"3 items\n"),
}


class Archive(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/inventory":
            time.sleep(SLOW)
        part = (self.path.split("/") + [""])[2]
        self.answer(*(FIXED.get(self.path) or KINDS.get(part) or (404, "text/plain", b"no such thing")))

    def do_POST(self):
        given = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.answer(201, "application/json", json.dumps(given).encode())

    def answer(self, status, media_type, body):
        self.send_response(status)
        if media_type:
            self.send_header("content-type", media_type)
        if status != 204:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def archive():
    """Its address, while it is open."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Archive)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
