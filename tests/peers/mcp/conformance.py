"""The official conformance suites against examples-every-content: of 0.1.16 all, of the next one what 2026-07-28 requires.

What must fail stands in a baseline, a line each with its reason, and how much of it passes all the same. What no longer fails, fails.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from archive import archive
from support import PATIENCE, binary, environment, running

HERE = Path(__file__).resolve().parent
SUITES = [
    ("@modelcontextprotocol/conformance", ["--suite", "all"], HERE / "conformance.yml"),
    ("conformance-next", ["--requirements", "2026-07-28"], HERE / "conformance-2026-07-28.yml"),
]
COUNT = re.compile(r"[✓✗] (\S+): (\d+) passed")


def main():
    with archive() as upstream:
        env = environment(ARCHIVE_BASE_URL=upstream, PROGRESS_INTERVAL="200ms")
        with running([binary("examples-every-content"), "serve", "--mcp", "localhost:0"], env) as server:
            url = server.expect("mcp ", server.stdout)
            failed = [package for package, which, baseline in SUITES if not passes(package, which, baseline, url)]
    sys.exit(f"not as the baseline says: {failed}" if failed else 0)


def passes(package, which, baseline, url):
    with tempfile.TemporaryDirectory() as results:
        script = Path(os.environ["NODE_MODULES"]) / package / "dist" / "index.js"
        command = [os.environ["NODE"], str(script), "server", "--url", url, *which]
        command += ["--expected-failures", str(baseline), "--output-dir", results]
        finished = subprocess.run(command, capture_output=True, text=True, timeout=4 * PATIENCE, check=False)
    counts = {name: int(count) for name, count in COUNT.findall(finished.stdout)}
    fewer = {
        name: counts.get(name) for name, wanted in yaml.safe_load(baseline.read_text())["passing"].items() if counts.get(name) != wanted
    }
    is_good = finished.returncode == 0 and not fewer
    total = next((line for line in finished.stdout.splitlines() if line.startswith("Total:")), "")
    print(f"{package} {' '.join(which)}: {len(counts)} scenarios. {total}. Exit {finished.returncode}", flush=True)
    if not is_good:
        print(finished.stdout, finished.stderr, f"passing, not as in {baseline.name}: {fewer}", sep="\n")
    return is_good


main()
