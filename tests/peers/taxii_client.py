"""Our TAXII client reads from medallion, and from our own server over the same data: they must agree."""

import contextlib
import json
import subprocess
import sys

from support import CREDENTIALS, DATA, HERE, PATIENCE, binary, environment, killed, load, summary, taxii_server

USER, PASSWORD = CREDENTIALS["TAXII_USERNAME"], CREDENTIALS["TAXII_PASSWORD"]
COLLECTIONS = {collection["title"]: collection["id"] for collection in load()["tc_taxii"]["collections"]}
FULL = COLLECTIONS["Example Organization"]
FIRST_INDICATOR = "indicator--00000001-0000-4000-8000-000000000001"

# Every filter, alone and together.
QUERIES = [
    [],
    ["--match[type]", "indicator"],
    ["--match[type]", "indicator,malware"],
    ["--match[id]", FIRST_INDICATOR],
    ["--match[id]", FIRST_INDICATOR, "--match[version]", "all"],
    ["--match[version]", "first"],
    ["--match[version]", "2020-02-01T00:00:00.000Z"],
    ["--match[spec_version]", "2.0"],
    ["--added_after", "2020-03-01T00:00:00Z"],
    ["--added_after", "2020-03-01T00:00:00.5Z", "--match[type]", "indicator"],
]


class Peer:
    """A server, as our binary reaches it."""

    def __init__(self, base_url, **variables):
        credentials = {"TC_TAXII_USERNAME": USER, "TC_TAXII_PASSWORD": PASSWORD}
        self.env = environment(THREATCONNECT_TAXII_BASE_URL=base_url, **(credentials | variables))

    def run(self, operation, *arguments):
        command = [binary("threatconnect-taxii"), "call", operation, *arguments]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=PATIENCE)

    def call(self, operation, *arguments):
        result = self.run(operation, *arguments)
        assert result.returncode == 0, (operation, arguments, result.stderr)
        return json.loads(result.stdout)

    def follow(self, operation, limit, *arguments):
        """All rows, by following `next` as a script would."""
        rows, cursor = [], []
        for _ in range(100):
            page = self.call(operation, "--collection", FULL, "--limit", str(limit), *arguments, *cursor)
            rows += page.get("objects", [])
            if not page.get("more"):
                return rows
            cursor = ["--next", page["next"]]
        raise AssertionError("the pages never end")


@contextlib.contextmanager
def medallion():
    command = [sys.executable, str(HERE / "medallion_server.py"), str(DATA), USER, PASSWORD]
    with killed(command, environment()) as server:
        yield f"http://127.0.0.1:{server.expect('port ', server.stdout)}"


def resources(peer):
    assert peer.call("discovery")["title"] == "Peer server"
    assert peer.call("api_root")["description"] == "All there is."
    collections = peer.call("collections")["collections"]
    assert {c["title"]: c["id"] for c in collections} == COLLECTIONS, collections
    collection = peer.call("collection", "--collection", FULL)
    assert (collection["alias"], collection["type"]) == ("Example Organization", "Organization")


def failures(peer, base_url, **variables):
    for operation, arguments, message in [
        ("objects", ["--collection", "unknown"], "404"),
        ("objects", ["--collection", COLLECTIONS["Write only"]], "403"),
        ("objects", ["--collection", FULL, "--next", "unknown"], "400"),
    ]:
        result = peer.run(operation, *arguments)
        assert result.returncode == 1 and message in result.stderr, (operation, result.returncode, result.stderr)
    result = Peer(base_url, TC_TAXII_PASSWORD="wrong-passw0rd", **variables).run("api_root")
    assert result.returncode == 1 and "401" in result.stderr, result.stderr
    assert "wrong-passw0rd" not in result.stderr


def agreement(peer, ours):
    for query in QUERIES:
        for operation in ["objects", "manifest"]:
            wanted = summary(ours.call(operation, "--collection", FULL, *query).get("objects", []))
            found = summary(peer.call(operation, "--collection", FULL, *query).get("objects", []))
            assert found == wanted, (operation, query, found, wanted)
            assert wanted, query
    for limit in [1, 2, 5, 100]:
        for operation in ["objects", "manifest"]:
            assert summary(peer.follow(operation, limit)) == summary(ours.follow(operation, limit)), (operation, limit)


def numbers(ours):
    """Numbers keep their digits from the file to standard output."""
    result = ours.run("objects", "--collection", "Example Organization", "--match[type]", "x-sensor")
    assert '"x_reading": 2.50, "x_serial": 12345678901234567890123' in result.stdout, result.stdout


with medallion() as base_url, taxii_server("--data", str(DATA)) as (_, discovery):
    slash = {"TAXII_TRAILING_SLASH": "true"}
    theirs = Peer(base_url, **slash)
    ours_url = discovery.removesuffix("/taxii2")
    ours = Peer(ours_url)
    for peer in [theirs, ours]:
        resources(peer)
    failures(theirs, base_url, **slash)
    failures(ours, ours_url)
    agreement(theirs, ours)
    numbers(ours)
print("our client reads from medallion what it reads from our server")
