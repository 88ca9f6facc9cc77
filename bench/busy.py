"""How long two threads score where other programs want the cores: ours and OpenMP's own waiting.

    python bench/busy.py
    python bench/busy.py --whole recommend USER --db DB --bundle models/films

Each round runs the command with ``GOMP_SPINCOUNT`` as the library sets it and as GNU's OpenMP has
it by itself, in turns, on the machine as it is and beside as many busy processes as it has cores.
The milliseconds are the command's own stage ``score``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator

from ilora_edge.demo import SAMPLE_USER
from ilora_edge.llama.library import SPINS

COMMAND = [sys.executable, "-c", "from ilora_cli.app import run; run()"]
WAITING = {"ours": SPINS, "openmp": "300000"}


@contextlib.contextmanager
def busy(n: int) -> Iterator[None]:
    """Keep ``n`` cores busy."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(n)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def score_ms(words: list[str], spins: str) -> float:
    """Return the milliseconds that a command's scoring took."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OMP_")}
    done = subprocess.run(
        [*COMMAND, *words, "--json"],
        env=environment | {"GOMP_SPINCOUNT": spins}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(json.loads(done.stdout)["timing_ms"]["score"])


def measure(words: list[str], rounds: int, n_busy: int) -> dict[str, float]:
    """Return medians, and of OpenMP's own waiting over ours, by round."""
    found: dict[str, list[float]] = {name: [] for name in WAITING}
    with busy(n_busy):
        for n in range(rounds):
            for name, spins in list(WAITING.items())[:: 1 if n % 2 else -1]:
                found[name].append(score_ms(words, spins))
    ratios = [b / a for a, b in zip(found["ours"], found["openmp"], strict=True)]
    medians = {f"{name}_ms": statistics.median(ms) for name, ms in found.items()}
    return {**medians, "openmp_over_ours": statistics.median(ratios)}


def main(arguments: list[str] | None = None) -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--whole", nargs=argparse.REMAINDER, metavar="WORD", help="of a command")
    options = parser.parse_args(arguments)
    words = [*(options.whole or ["recommend", SAMPLE_USER]), "--threads", "2"]
    cores = len(os.sched_getaffinity(0))
    report = {
        "quiet": measure(words, options.rounds, 0),
        f"beside {cores} busy processes": measure(words, options.rounds, cores),
    }
    if options.as_json:
        print(json.dumps(report, indent=2))
        return 0
    for name, found in report.items():
        ratio = found["openmp_over_ours"]
        print(f"{name:24} {found['ours_ms']:8.1f} ms   OpenMP's own waiting {ratio:.2f} of it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
