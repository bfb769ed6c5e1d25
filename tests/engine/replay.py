"""Plays recorded calls against generated servers: `replay.py [--show] [--only CALL] FOLDER [DOCUMENT…]`.

FOLDER holds the binaries. Prints for each document how many calls are answered, and sent upstream, as the reference engine did,
and with `--show` each that isn't. Exits with 1 where the list of differences isn't right.
"""

import argparse
import json
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import recorded
from caller import call
from differences import Differences
from equal import is_error, same
from standin import StandIn

# How long reads that were begun beside one that failed may still arrive, in seconds: the next call must not be taken for theirs.
SETTLED = 0.05


def main():
    options = parse()
    started, faults, counts, reasons = time.monotonic(), [], Counter(), Counter()
    differences = Differences()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # kept, so that nobody else listens there
        address = "127.0.0.1:%d" % nobody.getsockname()[1]
        for name in options.documents or recorded.names():
            calls = [line for line in recorded.calls(name) if options.only in (None, line["id"])]
            differing = play(name, calls, options, address)
            print(f"{name}: {len(calls) - len(differing)} of {len(calls)} as recorded", flush=True)
            counts.update(all=len(calls), same=len(calls) - len(differing))
            reasons.update(reason for line in differing for reason in differences.reasons(name, line))
            faults += differences.faults(name, [line["id"] for line in calls], differing) if not options.only else []
    faults += [] if options.documents else differences.unnamed()
    print("\n".join(faults))
    print("\n".join(f"{count:5} {reason}" for reason, count in reasons.most_common()))
    print(f"{counts['same']} of {counts['all']} as recorded, in {time.monotonic() - started:.0f} s; {len(faults)} faults")
    sys.exit(1 if faults or not counts["all"] else 0)


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("documents", nargs="*")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--only")
    return parser.parse_intermixed_args()


def play(name, calls, options, nobody):
    """The ids of the calls that differ; all of them where there is no binary."""
    binary = options.folder / name
    if not binary.is_file():
        print(f"{name} has no binary: its document is refused")
        return [line["id"] for line in calls]
    stand_in = StandIn(recorded.answers(name), name in recorded.FULL_ECHO)
    servers = recorded.SERVERS.get(name) or served(calls)
    process = start(binary, servers, recorded.settings(name, stand_in.address, nobody))
    try:
        addresses = listen(process, servers)
        return [line["id"] for line in calls if differs(line, addresses, stand_in, options.show)]
    finally:
        process.terminate()
        process.wait()
        stand_in.shutdown()
        stand_in.server_close()


def served(calls):
    """The servers that the calls are made to."""
    return sorted({"rest" if "rest" in line else "mcp" for line in calls})


def start(binary, servers, settings):
    command = [binary.absolute(), "serve"]
    for server in servers:
        command += [f"--{server}", "127.0.0.1:0"]
    with open(binary.with_suffix(".log"), "w", encoding="utf8") as log:
        return subprocess.Popen(command, env=settings, cwd=recorded.DOCUMENTS, stdout=subprocess.PIPE, stderr=log, text=True)


def listen(process, servers):
    """(host, port) by name of the server, as it says them: `rest http://127.0.0.1:4711`."""
    addresses = {}
    while not set(servers) <= set(addresses):
        line = process.stdout.readline()
        if not line:
            sys.exit(f"{process.args[0]} ended instead of serving: see its log")
        server, _, url = line.partition(" http://")
        host, _, port = url.strip().partition("/")[0].rpartition(":")
        addresses[server] = (host, int(port))
    return addresses


def differs(line, addresses, stand_in, show):
    stand_in.take()
    answer = call(line, addresses)
    if is_error(answer):
        time.sleep(SETTLED)
    sent = stand_in.take()
    if same(line, answer, sent):
        return False
    if show:
        shown = {key: line[key] for key in ("server", "rest", "mcp", "raw", "headers") if key in line}
        print(f"-- {line['id']} {json.dumps(shown)}")
        print(f"   answer {json.dumps(answer)}\n   engine {json.dumps(line['answer'])}")
        print(f"   sent   {json.dumps(sent)}\n   engine {json.dumps(line['sent'])}")
    return True


if __name__ == "__main__":
    main()
