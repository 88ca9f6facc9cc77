"""Starting the command line, and the memory of one ``recommend``: whole processes, in turns.

python bench/start.py --rounds 9 --json
python bench/start.py --whole recommend USER --db DB --bundle models/films
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ilora_edge.benchmark.plan import K
from ilora_edge.benchmark.shapes import SHAPES, make_case
from ilora_edge.demo import SAMPLE_USER

COMMAND = [sys.executable, "-c", "from ilora_cli.start import run; run()"]
IMPORTS = ("typer", "rich")
# What pip installs for the device side.
ALL_IMPORTS = (*IMPORTS, "numpy", "onnxruntime", "llama_cpp", "gguf", "safetensors", "sqlite_utils")
ALLOWED = 200e6
# The guard's child is the process that counts: without it the command is that child.
PEAK = """
import re, sys
from ilora_cli.app import main
try:
    main()
except SystemExit as stop:
    status = open("/proc/self/status").read()
    print(re.search(r"VmHWM:\\s*(\\d+) kB", status)[1], file=sys.stderr)
    raise
"""


def measure_times(rounds: int, environment: dict[str, str]) -> dict[str, Any]:
    """Return medians in milliseconds, and each command's over its imports', by round."""
    pairs = {
        "help": ([*COMMAND, "--help"], IMPORTS),
        "recommend": ([*COMMAND, "recommend", SAMPLE_USER], ALL_IMPORTS),
    }
    report: dict[str, Any] = {}
    for name, (command, modules) in pairs.items():
        base = [sys.executable, "-c", f"import {', '.join(modules)}"]
        ours: list[float] = []
        theirs: list[float] = []
        # The first round fills the caches, of the disk and of what is known of this machine.
        for n in range(-1, rounds):
            for place, words in ((ours, command), (theirs, base))[:: 1 if n % 2 else -1]:
                start = time.perf_counter()
                subprocess.run(words, env=environment, capture_output=True, check=True)
                if n >= 0:
                    place.append((time.perf_counter() - start) * 1000)
        report[name] = {
            "ms": statistics.median(ours),
            "imports_ms": statistics.median(theirs),
            "ratio": statistics.median(a / b for a, b in zip(ours, theirs, strict=True)),
        }
    return report


def measure_memory(shape: str, folder: Path, environment: dict[str, str]) -> dict[str, float]:
    """Return the peak of one ``recommend``, the model's file and what is allowed, in MB."""
    case = make_case(shape, "f16", folder)
    user = SAMPLE_USER if SHAPES[shape] is None else "user-00"
    words = ["recommend", user, "--db", case.history, "--bundle", case.bundle, "-k", str(K)]
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *map(str, words)],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    peak = int(done.stderr.split()[-1]) * 1024
    size = (case.bundle / "backbone.gguf").stat().st_size
    return {"peak_mb": peak / 1e6, "file_mb": size / 1e6, "allowed_mb": (size + ALLOWED) / 1e6}


def measure_whole(words: list[str], rounds: int) -> dict[int, dict[str, float]]:
    """Return the median seconds of a whole process, and of its CPU, by threads, in turns."""
    taken: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    # The first round fills the caches, of the disk and of hashes.
    for n in range(-1, rounds):
        for threads in sorted(taken, reverse=n % 2 == 0):
            start, spent = time.perf_counter(), _children_seconds()
            command = [*COMMAND, *words, "--threads", str(threads)]
            subprocess.run(command, capture_output=True, check=True)
            if n >= 0:
                seconds = time.perf_counter() - start
                taken[threads].append((seconds, _children_seconds() - spent))
    return {
        threads: {
            "seconds": statistics.median(wall for wall, _ in each),
            "cpu_seconds": statistics.median(cpu for _, cpu in each),
        }
        for threads, each in taken.items()
    }


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--shape", choices=list(SHAPES), action="append", help="default: all")
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument(
        "--whole", nargs=argparse.REMAINDER, metavar="WORD", help="time this command instead"
    )
    options = parser.parse_args(arguments)
    # Where a program is installed its sources are compiled once: the first round does it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if options.whole:
        for threads, found in measure_whole(options.whole, options.rounds).items():
            print(f"{threads} threads: {found['seconds']:.2f} s, CPU {found['cpu_seconds']:.2f} s")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "XDG_CACHE_HOME": folder}
        report = measure_times(options.rounds, environment)
        report["memory"] = {
            shape: measure_memory(shape, Path(folder) / shape, environment)
            for shape in options.shape or SHAPES
        }
    if options.as_json:
        print(json.dumps(report, indent=2))
        return 0
    for name in ("help", "recommend"):
        found = report[name]
        print(f"{name:10} {found['ms']:7.1f} ms   {found['ratio']:.2f} of its imports")
    for shape, found in report["memory"].items():
        print(f"{shape:10} {found['peak_mb']:7.1f} MB   allowed {found['allowed_mb']:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
