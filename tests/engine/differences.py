"""The list of calls that are known to differ, and what is wrong with it."""

import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
LIST = HERE / "differences.toml"
PAGE = HERE.parent.parent / "docs" / "from-ikanos.md"
OPEN = "open-"  # begins the reasons of which Capwright is to be cured


class Differences:
    """Each call that differs stands under one reason: by its id, or a pattern in which `*` is any text."""

    def __init__(self):
        self.listed = tomllib.loads(LIST.read_text("utf8"))

    def reasons(self, name, call):
        documents = ((reason, documents.get(name, [])) for reason, documents in self.listed.items())
        return [reason for reason, patterns in documents if any(fits(pattern, call) for pattern in patterns)]

    def faults(self, name, calls, differing):
        """What is wrong with the list where it tells of the calls of a document, of which some differ."""
        for call in calls:
            reasons = self.reasons(name, call)
            if call in differing and not reasons:
                yield f"{name}: {call} differs, and is not listed"
            if call not in differing and reasons:
                yield f"{name}: {call} is as recorded, and listed under {', '.join(reasons)}"
            if len(reasons) > 1:
                yield f"{name}: {call} is listed more than once: {', '.join(reasons)}"
        for reason, documents in self.listed.items():
            for pattern in documents.get(name, []):
                if not any(fits(pattern, call) for call in calls):
                    yield f"{name}: no call is called {pattern}, listed under {reason}"

    def unnamed(self):
        """Reasons that the page doesn't name, and those without a call."""
        named = set(re.findall(r"^\| `([a-z0-9-]+)` \|", PAGE.read_text("utf8"), re.MULTILINE))
        for reason, documents in self.listed.items():
            if reason not in named and not reason.startswith(OPEN):
                yield f"{PAGE.name} names no reason {reason}"
            if not any(documents.values()):
                yield f"no call is listed under {reason}"


def fits(pattern, call):
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), call) is not None
