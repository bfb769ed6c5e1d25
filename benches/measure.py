"""The figures of docs/performance.md, each measured here: python3 benches/measure.py --help

Times are of whole processes, as the operating system accounts for them. Quote those of the processors on a machine that is
busy with other things; those by the clock are of no use there.

`--against BINARY` compares two versions: the xtask of this repository and BINARY, an xtask built from another version of it, do
the same work in turn, A B A B, after one run of each that does not count. Printed are the medians of both, and what the first
takes of the second pair by pair, since what disturbs a machine disturbs both of a pair: the median, and the middle half.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).absolute()
DESK = TARGET / "measure"
XTASK = TARGET / "release" / "capwright"
SYNTHESISE = TARGET / "release" / "capwright-benches"
FEWEST_PAIRS = 7


class Ran:
    """A process that ended: seconds by the clock and of processors, peak memory, and what it printed on standard error."""

    def __init__(self, command, cores=None, **environment):
        variables = dict(os.environ, **environment)
        if cores:
            variables["RAYON_NUM_THREADS"] = str(cores)
        DESK.mkdir(parents=True, exist_ok=True)
        with open(DESK / "out", "wb") as out, open(DESK / "err", "wb") as err:
            start = time.monotonic()
            process = subprocess.Popen([str(word) for word in command], stdout=out, stderr=err, env=variables, cwd=ROOT)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1))
        self.out, self.err = (DESK / "out").read_text(), (DESK / "err").read_text()
        if process.returncode not in (0, 1):
            sys.exit(f"{command} failed:\n{self.err}")


def best(runs, measure):
    """The run that was disturbed the least."""
    return min((measure() for _ in range(runs)), key=lambda ran: ran.cpu)


def fresh(name):
    folder = DESK / name
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def synthesise(name, *flags):
    folder = fresh(name)
    Ran([SYNTHESISE, folder, *flags])
    return folder


def gen(specs, out, *flags, cores=None, xtask=XTASK):
    return Ran([xtask, "gen", "--specs", specs, "--out", out, "--cache", DESK / "cache", *flags], cores)


def gen_anew(specs, name, cores=None, xtask=XTASK):
    """With nothing left of earlier runs, neither crates nor cache."""
    fresh("cache")
    return gen(specs, fresh(name), cores=cores, xtask=xtask)


def compiled(ran):
    """Operations, milliseconds of processors, and milliseconds of compiling by the clock, from `--timings`."""
    total, rate = re.search(r"([\d.]+) +(\d+)  all packages", ran.err).groups()
    clock = re.search(r"compile ([\d.]+) ms", ran.err)[1]
    return round(float(total) * int(rate) / 1000), float(total), float(clock)


def speed(specs, runs):
    """Compiling on one core and on two. `--check` never takes from the cache."""
    out = DESK / "out-speed"
    gen(specs, out)
    rates = {}
    for cores in (1, 2):
        timings = [compiled(gen(specs, out, "--check", "--timings", cores=cores)) for _ in range(runs)]
        operations, cpu, _ = min(timings, key=lambda timing: timing[1])
        clock = min(timing[2] for timing in timings)
        rates[cores] = operations / clock * 1000
        print(f"  {cores} core(s): {operations} operations in {cpu:.0f} ms of processors: {operations / cpu * 1000:.0f} a second;"
              f" {clock:.0f} ms by the clock: {rates[cores]:.0f} a second")
    print(f"  two cores against one, by the clock: {rates[2] / rates[1]:.2f}")


def works(specs, name, cores=None, xtask=XTASK):
    """What people run, in an order in which each finds what it needs."""
    out = DESK / name
    return {
        "check": lambda: Ran([xtask, "check", "--specs", specs], cores),
        "gen, first run": lambda: gen_anew(specs, name, cores, xtask),
        "gen, nothing changed": lambda: gen(specs, out, cores=cores, xtask=xtask),
        "gen --check": lambda: gen(specs, out, "--check", cores=cores, xtask=xtask),
    }


def runs_of(specs, runs):
    """Check, first run, second run, and `--check`."""
    for name, work in works(specs, "out-runs").items():
        row(name, best(runs, work))


def row(name, ran):
    print(f"  {name:<22} {ran.wall:6.3f} s by the clock, {ran.cpu:6.3f} s of processors, at most {ran.peak:4.0f} MiB")


def growth(runs):
    """Time and memory of 1x, 2x, 4x and 8x documents."""
    base = None
    for times in (1, 2, 4, 8):
        specs = synthesise("growth", "--documents", 205 * times)
        ran = best(runs, lambda: gen_anew(specs, "out-growth"))
        base = base or ran
        row(f"{times}x: {205 * times} documents", ran)
        print(f"{'':25}{ran.cpu / base.cpu:5.2f} times the time, {ran.peak / base.peak:5.2f} times the memory")


def runs_against(other, specs, pairs):
    """Check, first run, second run, and `--check`, of both."""
    for cores in (1, None):
        print(f"  {cores or 'all'} core(s)")
        theirs = works(specs, "out-theirs", cores, other)
        for name, ours in works(specs, "out-ours", cores).items():
            compare(name, ours, theirs[name], pairs)


def growth_against(other, pairs):
    """1x, 2x, 4x and 8x documents, of both."""
    for times in (1, 2, 4, 8):
        specs = synthesise("growth", "--documents", 205 * times)
        print(f"  {times}x: {205 * times} documents")
        ours, theirs = works(specs, "out-ours"), works(specs, "out-theirs", xtask=other)
        for name in ("check", "gen, first run"):
            compare(name, ours[name], theirs[name], pairs)


def compare(name, ours, theirs, pairs):
    """Medians of both, and of what ours takes of theirs, with the quarter below and the one above."""

    def costs(work):
        # Without what was printed: a process starts with the peak of the one that starts it.
        ran = work()
        return ran.cpu, ran.peak

    costs(ours), costs(theirs)
    ran = [zip(costs(ours), costs(theirs)) for _ in range(pairs)]
    cpu, peak = zip(*ran)
    print(f"  {name:<22} {beside(cpu, '6.3f')}, s of processors; {beside(peak, '4.0f')}, MiB at most", flush=True)


def beside(pairs, shape):
    ours, theirs = (statistics.median(values) for values in zip(*pairs))
    low, middle, high = statistics.quantiles([our / their for our, their in pairs], n=4, method="inclusive")
    return f"{ours:{shape}} to {theirs:{shape}}, {middle:.3f} times ({low:.3f} to {high:.3f})"


def lines(package):
    """Lines under src/, one of more than 100 columns counting as several."""
    texts = [path.read_text() for path in (package / "src").glob("**/*.rs")]
    return sum(max(1, -(-len(line) // 100)) for text in texts for line in text.splitlines())


def slope(points):
    """What one more x adds to y, and the y of no x: least squares."""
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points))
    rise = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return rise, mean_y - rise * mean_x


def of_all_sizes():
    """Documents of few and of many operations."""
    folder = fresh("sizes")
    for operations in (5, 10, 20, 40):
        Ran([SYNTHESISE, folder / str(operations), "--documents", 40, "--operations", operations])
    return folder


def size(specs):
    """Lines an operation, a crate's fixed part apart."""
    out = DESK / "out-size"
    gen_anew(specs, "out-size")
    listed = [json.loads(line) for line in Ran([XTASK, "list", "--specs", specs, "--format", "json"]).out.splitlines()]
    operations = {line["package"]: len(line["operations"]) for line in listed if line["kind"] == "package"}
    points = [(number, lines(out / package)) for package, number in operations.items() if (out / package / "src").is_dir()]
    total = sum(y for _, y in points) / sum(x for x, _ in points)
    print(f"  {total:.1f} lines an operation, all shared out ({len(points)} crates)")
    if len({x for x, _ in points}) > 1:
        per_operation, fixed = slope(points)
        print(f"  {per_operation:.1f} lines an operation, and {fixed:.0f} a crate")


def check_cost(runs):
    """`cargo check` of crates with few and with many operations: the difference is what operations cost."""
    documents, points = 8, []
    environment = {"CARGO_INCREMENTAL": "0", "CARGO_TARGET_DIR": str(DESK / "target")}
    for operations in (10, 40):
        out = fresh(f"out-check-{operations}")
        gen(synthesise("check", "--documents", documents, "--operations", operations), out)
        shutil.copy(ROOT / "Cargo.lock", out)
        command = ["cargo", "check", "--offline", "--workspace", "--manifest-path", out / "Cargo.toml"]
        Ran(command, **environment)

        def again():
            for path in out.glob("*/src/*.rs"):
                path.touch()
            ran = Ran(command, **environment)
            if "warning" in ran.err or "error" in ran.err:
                sys.exit(f"crates do not compile without warnings:\n{ran.err}")
            return ran

        ran = best(runs, again)
        print(f"  {documents} crates of {operations} operations: {ran.cpu:.2f} s of processors")
        points.append((operations, ran.cpu * 1000 / documents))
    per_operation, fixed = slope(points)
    print(f"  {per_operation:.1f} ms an operation and {fixed:.0f} ms a crate")


def beside_progenitor(runs):
    """The same operations, a client alone against client, REST server, MCP server and stand-in."""
    folder = ROOT / "benches" / "progenitor"
    environment = {"CARGO_TARGET_DIR": str(DESK / "progenitor")}
    subprocess.run(["cargo", "build", "--quiet", "--release"], cwd=folder, env=dict(os.environ, **environment), check=True)
    described = synthesise("openapi", "--documents", 205, "--openapi")
    peer = DESK / "progenitor" / "release" / "beside-progenitor"
    ran = best(runs, lambda: Ran([peer, described]))
    operations, total = map(int, ran.out.split())
    print(f"  progenitor, a client alone, one thread: {operations} operations in {ran.cpu * 1000:.0f} ms of processors:"
          f" {operations / ran.cpu:.0f} a second; {total / operations:.1f} lines an operation, all shared out")
    print("  Capwright, the same operations:")
    speed(synthesise("beside", "--documents", 205), runs)
    size(DESK / "beside")


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    figures, compared = ["speed", "runs", "growth", "size", "check", "progenitor"], ["runs", "growth"]
    flags.add_argument("figures", nargs="*", help=f"of {', '.join(figures)} [default: all]")
    flags.add_argument("--specs", type=Path, help="a folder of documents [default: 205 synthesised ones]")
    flags.add_argument("--runs", type=int, default=5, help="of which the one with the least time counts")
    flags.add_argument(
        "--against",
        type=Path,
        metavar="BINARY",
        help=f"compares {' and '.join(compared)} of this version with those of BINARY, in {FEWEST_PAIRS} pairs of runs or more",
    )
    flags = flags.parse_args()
    figures = compared if flags.against else figures
    if unknown := set(flags.figures) - set(figures):
        sys.exit(f"no such figure: {', '.join(unknown)}")
    build = ["cargo", "build", "--quiet", "--release", "-p", "xtask", "-p", "capwright-benches"]
    subprocess.run(build, cwd=ROOT, env=dict(os.environ, CARGO_TARGET_DIR=str(TARGET)), check=True)
    specs = flags.specs.resolve() if flags.specs else synthesise("specs")
    measures = {
        "speed": lambda: speed(specs, flags.runs),
        "runs": lambda: runs_of(specs, flags.runs),
        "growth": lambda: growth(flags.runs),
        "size": lambda: size(specs if flags.specs else of_all_sizes()),
        "check": lambda: check_cost(flags.runs),
        "progenitor": lambda: beside_progenitor(flags.runs),
    }
    if flags.against:
        other, pairs = flags.against.resolve(strict=True), max(flags.runs, FEWEST_PAIRS)
        measures = {
            "runs": lambda: runs_against(other, specs, pairs),
            "growth": lambda: growth_against(other, pairs),
        }
    for name in flags.figures or figures:
        print(f"{name}: {measures[name].__doc__ or ''}".rstrip(), flush=True)
        measures[name]()


if __name__ == "__main__":
    main()
