"""Starts our binaries and waits for them; what every peer needs."""

import contextlib
import json
import os
import queue
import subprocess
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE / "taxii.json"
PATIENCE = 30  # seconds for whatever must happen at all
CREDENTIALS = {"TAXII_USERNAME": "peer", "TAXII_PASSWORD": "s3cret: peer"}


def binary(name):
    path = Path(os.environ["BINARIES"]) / name
    if not path.is_file():
        raise SystemExit(f"{path} is missing: run tests/peers/run.sh")
    return str(path)


def environment(**variables):
    """The environment without settings of ours but `variables`."""
    prefixes = ("TAXII_", "TC_TAXII_", "THREATCONNECT_", "TANIUM_", "THREAT_RESPONSE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(prefixes)}
    return kept | variables


class Running:
    """A server process and the lines that it has written so far."""

    def __init__(self, command, env):
        self.process = subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        )
        self.stdout, self.stderr = queue.Queue(), queue.Queue()
        for stream, lines in [(self.process.stdout, self.stdout), (self.process.stderr, self.stderr)]:
            threading.Thread(target=self._collect, args=(stream, lines), daemon=True).start()

    @staticmethod
    def _collect(stream, lines):
        for line in stream:
            lines.put(line.rstrip("\n"))
        lines.put(None)

    def expect(self, prefix, lines):
        """The rest of the next line that starts with `prefix`."""
        while (line := lines.get(timeout=PATIENCE)) is not None:
            if line.startswith(prefix):
                return line.removeprefix(prefix)
        errors = [line for line in self.stderr.queue if line]
        raise AssertionError(f"no line with {prefix!r}; standard error: {errors}")

    def stop(self):
        self.process.terminate()
        status = self.process.wait(timeout=PATIENCE)
        assert status == 0, f"exit status {status} after SIGTERM"


@contextlib.contextmanager
def killed(command, env):
    """A server that ends with the block, however it is."""
    server = Running(command, env)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait()


@contextlib.contextmanager
def running(command, env):
    """A server that has to end well, too."""
    with killed(command, env) as server:
        yield server
        server.stop()


@contextlib.contextmanager
def taxii_server(*arguments, env=CREDENTIALS):
    """Our TAXII server on a free port; the server and the URL of discovery."""
    command = [binary("threatconnect-taxii"), "serve", "--taxii", "localhost:0", *arguments]
    with running(command, environment(**env)) as server:
        yield server, server.expect("taxii ", server.stdout)


def summary(objects):
    """What identifies each object or record of a page."""
    return [(o["id"], o.get("version") or o.get("modified") or o.get("created")) for o in objects]


def load():
    return json.loads(DATA.read_text())
