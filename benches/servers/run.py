"""The generated Tanium server beside others on the same upstream: cargo xtask bench servers --help

Needs Debian's packages nginx and wrk, and python3 with venv. All processes share the cores of one machine, and take turns under
load: quote the ratios, and processor time a request, which what else the machine does disturbs the least.
"""

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).absolute()
DESK = TARGET / "bench-servers"
PACKAGE = "tanium-threat-response-connections"
OURS = TARGET / "release" / PACKAGE
PEERS = TARGET / "release" / "server-peers"
VENV = DESK / "venv"
TICKS = os.sysconf("SC_CLK_TCK")
LIST = "/plugin/products/threat-response/api/v1/conns"
LARGE = 3_400_000


class Server:
    """A process under measure, and its children."""

    def __init__(self, name, command, url=None, line=b"http://", **environment):
        """Without a URL, it stands at the end of the first line of output that begins with `line`."""
        self.name, self.url = name, url
        began = time.monotonic()
        self.process = subprocess.Popen(
            [str(word) for word in command], stdout=subprocess.PIPE, env=dict(os.environ, **environment), cwd=DESK
        )
        if url is None:
            lines = iter(self.process.stdout.readline, b"")
            self.url = next(said.split()[-1].decode() for said in lines if said.startswith(line))
        self.started = self.wait(began)
        self.idle = self.rss()

    def wait(self, began):
        """Seconds from exec to the first answer, whatever it says."""
        host, port = re.match(r"http://([^:/]+):(\d+)", self.url).groups()
        while time.monotonic() - began < 30:
            try:
                with socket.create_connection((host, int(port)), 1) as stream:
                    stream.sendall(b"GET /nothing HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                    if stream.recv(1):
                        return time.monotonic() - began
            except OSError:
                if self.process.poll() is not None:
                    break
            time.sleep(0.0002)
        sys.exit(f"{self.name} does not start")

    def processes(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu(self):
        """Seconds of processors until now."""
        total = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def rss(self):
        """Megabytes that are its own: what processes share counts once."""
        sizes = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.processes()]
        return sum(int(re.search(r"^Pss:\s+(\d+)", size, re.M)[1]) for size in sizes) / 1024

    def stop(self):
        self.process.terminate()  # not killed: workers of nginx would stay
        self.process.wait()


class Load:
    """What wrk found in one run."""

    def __init__(self, server, url, connections, seconds, *script):
        before = server.cpu()
        script = ["-s", HERE / "call.lua", url, "--", *script] if script else [url]
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "--latency", *script]
        said = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True).stdout
        self.rss, cpu = server.rss(), server.cpu() - before
        requests = int(re.search(r"(\d+) requests in", said)[1])
        if not requests:
            sys.exit(f"{server.name} answered nothing:\n{said}")
        self.rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
        self.cpu = cpu / requests * 1e6
        self.p50, self.p99 = (latency(said, part) for part in ("50%", "99%"))
        self.faults = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", said))
        socket_errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
        self.faults += sum(map(int, socket_errors.groups())) if socket_errors else 0


def latency(said, part):
    """Milliseconds."""
    number, unit = re.search(rf"\s{part}\s+([\d.]+)(us|ms|s|m)\b", said).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[unit]


class Row:
    """The runs of one server in one discipline: the best of CPU, the medians of all else."""

    def __init__(self, server):
        self.server, self.loads = server, []

    def cpu(self):
        return min(load.cpu for load in self.loads)

    def rate(self):
        return statistics.median(load.rate for load in self.loads)

    def text(self, first):
        middle = lambda part: statistics.median(getattr(load, part) for load in self.loads)  # noqa: E731
        faults = sum(load.faults for load in self.loads)
        return (
            f"{self.server.name:<22}{self.cpu():>9.1f}{self.cpu() / first.cpu():>8.2f}{self.rate():>10.0f}"
            f"{self.rate() / first.rate():>8.2f}{middle('p50'):>9.2f}{middle('p99'):>9.2f}"
            f"{max(load.rss for load in self.loads):>8.1f}{faults:>8}"
        )


def compare(title, entries, connections, order):
    """Every entry, a server with its URL and perhaps an era, in turn; ratios are those to the last."""
    rows = [Row(server) for server, *_ in entries]
    for _ in range(order.rounds):
        for row, (server, url, *script) in zip(rows, entries):
            row.loads.append(Load(server, url, connections, order.seconds, *script))
    print(f"\n{title}, {connections} connections")
    print(f"{'':<22}{'µs CPU':>9}{'ratio':>8}{'req/s':>10}{'ratio':>8}{'p50 ms':>9}{'p99 ms':>9}{'MB':>8}{'faults':>8}")
    for row in rows:
        print(row.text(rows[-1]), flush=True)


def port():
    """A free one, for servers that can't say which they took."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def nginx(upstream):
    at, folder = port(), DESK / "nginx"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    text = (HERE / "nginx.conf").read_text()
    for word, value in {"PORT": at, "FOLDER": folder, "UPSTREAM": upstream.url.removeprefix("http://")}.items():
        text = text.replace(f"@{word}@", str(value))
    (folder / "nginx.conf").write_text(text)
    return Server("nginx", [shutil.which("nginx"), "-c", folder / "nginx.conf"], f"http://127.0.0.1:{at}")


def ours(upstream, kind):
    """`serve` by its defaults."""
    known = {"TANIUM_API_KEY": "key", "THREAT_RESPONSE_CONNECTIONS_BASE_URL": upstream.url}
    command = [OURS, "serve", "--rest", "127.0.0.1:0", "--mcp", "127.0.0.1:0"]
    return Server(f"capwright {kind}", command, line=f"{kind} ".encode(), **known)


def fastmcp(upstream):
    at = port()
    command = [VENV / "bin" / "python", HERE / "fastmcp_server.py", upstream.url, at]
    return Server("FastMCP", command, f"http://127.0.0.1:{at}")


def check_call(url, tool):
    """That a call is answered with what the upstream says."""
    call = {"name": tool, "arguments": {"connectionId": "c1"}}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}).encode()
    accepted = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    with urllib.request.urlopen(urllib.request.Request(url, body, accepted)) as answer:
        result = json.load(answer)["result"]
    if result.get("isError") or "host-1.example.com" not in json.dumps(result):
        sys.exit(f"{url} answers {result}")


def build():
    for tool in ("nginx", "wrk"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is missing: apt-get install nginx-light wrk")
    DESK.mkdir(parents=True, exist_ok=True)
    packages = [f"--package={package}" for package in (PACKAGE, "capwright-benches")]
    subprocess.run(["cargo", "build", "--release", *packages], check=True, cwd=ROOT)
    pinned, installed = HERE / "requirements.txt", VENV / "requirements.txt"
    if not installed.exists() or installed.read_text() != pinned.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
        quiet = ["--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([VENV / "bin" / "pip", "install", *quiet, "--requirement", pinned], check=True)
        shutil.copy(pinned, installed)


def measure_rest(order, started):
    small = started(Server("upstream", [PEERS, "upstream"]))
    large = started(Server("upstream", [PEERS, "upstream", "--list-bytes", LARGE]))
    for title, upstream, connections in [
        ("REST, 876 bytes", small, 32),
        ("REST, 876 bytes", small, 256),
        ("REST, 3.4 MB", large, 32),
    ]:
        proxies = [started(ours(upstream, "rest")), started(nginx(upstream))]
        entries = [(server, f"{base(server)}/v1{LIST}") for server in proxies]
        compare(title, entries, connections, order)
        for server in proxies:
            tell(server)
            server.stop()


def measure_mcp(order, started):
    upstream = started(Server("upstream", [PEERS, "upstream"]))
    servers = [started(ours(upstream, "mcp")), started(fastmcp(upstream))]
    servers.append(started(Server("JSON-RPC over hyper", [PEERS, "raw-mcp", upstream.url.removeprefix("http://")])))
    # FastMCP makes names of its own of those with hyphens.
    tools = ["get-connection-id", "getconnection", "get-connection-id"]
    urls = [f"{base(server)}/mcp" for server in servers]
    for url, tool in zip(urls, tools):
        check_call(url, tool)
    for era in ("legacy", "2026"):
        compare(f"MCP tools/call, {era} clients", list(zip(servers, urls, [era] * len(urls), tools)), 32, order)
    for server in servers:
        tell(server)


def base(server):
    return re.match(r"http://[^/]+", server.url)[0]


def tell(server):
    print(f"{server.name}: answers {server.started * 1000:.1f} ms after exec, {server.idle:.1f} MB idle")


def main():
    parser = argparse.ArgumentParser(prog="cargo xtask bench servers", description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=["rest", "mcp"], help="only these servers")
    parser.add_argument("--seconds", type=int, default=5, help="of each run under load")
    parser.add_argument("--rounds", type=int, default=3, help="of every comparison")
    order = parser.parse_args()
    build()
    print(f"{OURS.name}: {OURS.stat().st_size / 1e6:.1f} MB, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    running = []

    def started(server):
        running.append(server)
        return server

    try:
        if order.only != "mcp":
            measure_rest(order, started)
        if order.only != "rest":
            measure_mcp(order, started)
    finally:
        for server in running:
            server.stop()


main()
