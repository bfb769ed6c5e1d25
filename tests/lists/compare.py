"""Compares `cargo xtask list` with a walk of the same documents: `compare.py XTASK FOLDER…`.

Every accepted capability must be listed as it is written. Exits with 1 if one is not."""

import json
import subprocess
import sys

from walk import offers

KINDS = ("operations", "routes", "tools")


def listed(xtask, folder):
    """What `xtask list` prints of a folder: a JSON object a line."""
    command = [xtask, "list", "--format", "json", "--specs", folder]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):  # 1: some document is rejected
        sys.exit(f"{' '.join(command)}: {run.stderr}")
    lines = (json.loads(line) for line in run.stdout.splitlines())
    return [line for line in lines if line.get("kind") == "package" and line["source"] == "naftiko"]


def said(package):
    """The same of a package."""
    return {
        "operations": [(o["namespace"], o["name"], o["method"], o["path"]) for o in package["operations"]],
        "routes": [(r["name"], r["method"], r["path"]) for r in package["routes"]],
        "tools": [tool["name"] for tool in package["tools"]],
    }


def concealed(written, shown):
    """What is written, with segments of its path that the list hides, since they are secrets, as the list has them."""
    if isinstance(written, str):
        return written
    *names, path = written
    segments, others = path.split("/"), shown[-1].split("/")
    if len(segments) != len(others):
        return written
    pairs = zip(segments, others)
    return (*names, "/".join(other if other.startswith("REMOVED_SECRET") else one for one, other in pairs))


def differences(package):
    """A line for each kind of thing that differs."""
    written, shown = offers(package["file"]), said(package)
    for kind in KINDS:
        hidden = [concealed(one, other) for one, other in zip(written[kind], shown[kind])]
        if hidden + written[kind][len(hidden) :] == shown[kind]:
            continue
        pairs = zip(written[kind], shown[kind])
        at = next((i for i, (one, other) in enumerate(pairs) if one != other), min(len(written[kind]), len(shown[kind])))
        one, other = (found[kind][at] if at < len(found[kind]) else "nothing" for found in (written, shown))
        counts = f"{len(written[kind])} written, {len(shown[kind])} listed"
        yield f"{package['file']}: {kind}, {counts}; number {at + 1} is {one} in the document and {other} in the list"


def main():
    xtask, *folders = sys.argv[1:]
    packages = [package for folder in folders for package in listed(xtask, folder)]
    found = [line for package in packages for line in differences(package)]
    print("\n".join(found)) if found else None
    counts = ", ".join(f"{sum(len(package[kind]) for package in packages)} {kind}" for kind in KINDS)
    print(f"{len(packages)} documents: {counts}; {len(found)} differences")
    if not packages:
        sys.exit("nothing was compared")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
