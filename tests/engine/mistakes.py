"""Documents with one mistake each, and what came of them: `mistakes.py write FOLDER`, `mistakes.py draw NUMBER GENERATED`, where
GENERATED is what `gen --format json` said, and `mistakes.py compare CHECKED`, where CHECKED is what `check --format json` said.

A line of mistakes.jsonl has the `name` of a document, the `place` of its mistake, the document in `base` that it is made of (`-plain`
is the same in another layout), and either its bytes (`base64`) or `edits`: the lines from the first number up to the second become
the lines behind them. Of every second one stand there the verdicts of the reference engine: `validate` (`ok`, `refused`) and
`serve` (`starts`, `refused`).
"""

import base64
import json
import random
import shutil
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent / "mistakes"
PAGE = HERE.parent.parent.parent / "docs" / "dialects.md"
SEED = 20261128
# As in the repository, so that what both need is built once; nobody builds these crates twice.
PROFILE = '[profile.dev]\ndebug = "line-tables-only"\nincremental = false'
SEVERITIES = ["note", "warning", "error"]


def mistakes():
    return [json.loads(line) for line in (HERE / "mistakes.jsonl").read_text("utf8").strip("\n").split("\n")]


def content(mistake):
    if "base64" in mistake:
        return base64.b64decode(mistake["base64"])
    lines = (HERE / "base" / f"{mistake['base']}.yaml").read_text("utf8").split("\n")
    for first, end, new in reversed(mistake["edits"]):
        lines[first:end] = new
    return "\n".join(lines).encode()


def write(folder):
    """All documents, what they are made of, and the files that they name."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "base", folder)
    for mistake in mistakes():
        (Path(folder) / f"{mistake['name']}.yaml").write_bytes(content(mistake))
    print(f"{len(mistakes())} documents")


def draw(number, generated):
    """The manifest of a workspace with so many of the crates that were written, drawn by lot."""
    verdicts = {Path(line["file"]).stem: line for line in read(generated) if line["kind"] == "verdict"}
    missing = [mistake["name"] for mistake in mistakes() if mistake["name"] not in verdicts]
    if missing:
        sys.exit(f"no verdict on {', '.join(missing)}")
    written = sorted(line["package"] for line in verdicts.values() if line["package"] and line["verdict"] != "rejected")
    members = json.dumps([f"crates/{name}" for name in random.Random(SEED).sample(written, int(number))], indent=4)
    print(f'[workspace]\nresolver = "3"\nmembers = {members}\n\n{PROFILE}')


def compare(checked):
    """How often each verdict of the engine met each of ours. What `validate` refuses and we take without a word must be read on
    purpose, as a row of docs/dialects.md says."""
    said, rejected = heard(checked)
    counts, silent = Counter(), {}
    for mistake in (mistake for mistake in mistakes() if "validate" in mistake):
        new = said[mistake["name"]] - said[mistake["base"].removesuffix("-plain")]
        ours = "refused" if mistake["name"] in rejected else worst(severity for severity, *_ in new)
        counts[mistake["validate"], mistake["serve"], ours] += 1
        if (mistake["validate"], ours) == ("refused", "silent"):
            silent[mistake["name"]] = mistake["place"]
    print("\n".join(f"{count:5} validate: {v}, serve: {s}, ours: {o}" for (v, s, o), count in sorted(counts.items())))
    faults = list(unexplained(silent))
    print("\n".join(faults) or f"{len(silent)} that the engine's schema refuses are taken without a word, and listed")
    if faults:
        sys.exit(1)


def unexplained(silent):
    """What is wrong with the list of what is read on purpose, given what is taken without a word."""
    rows = {line.split(" | ")[1] for line in PAGE.read_text("utf8").splitlines() if line.startswith("| b")}
    listed = tomllib.loads((HERE / "on-purpose.toml").read_text("utf8"))
    for row in sorted(listed.keys() - rows):
        yield f"{PAGE.name} has no row {row!r}"
    explained = Counter(name for names in listed.values() for name in names)
    for name in sorted(silent.keys() - explained.keys()):
        yield f"without a word: {name}: {silent[name]}"
    told = {name for names in listed.values() for name in names} - silent.keys()
    for name in sorted(told):
        yield f"{name} is listed, and not taken without a word"
    for name in (name for name, count in explained.items() if count > 1):
        yield f"{name} is listed more than once"


def heard(checked):
    """What was said of each document, and which were rejected."""
    said, rejected = defaultdict(Counter), set()
    for line in read(checked):
        name = Path(line.get("file", "")).stem
        if line["kind"] == "diagnostic":
            for message in [line["message"], *(other["message"] for other in line.get("also", []))]:
                said[name][line["severity"], line["code"], message] += 1
        elif line["kind"] == "verdict" and line["verdict"] == "rejected":
            rejected.add(name)
    return said, rejected


def worst(severities):
    return max(severities, key=SEVERITIES.index, default="silent")


def read(path):
    with open(path, encoding="utf8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    {"write": write, "draw": draw, "compare": compare}[sys.argv[1]](*sys.argv[2:])
