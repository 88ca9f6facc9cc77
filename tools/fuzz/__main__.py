"""Mutates every kind of untrusted file, and counts how each attempt ends.

    python tools/fuzz --minutes 10 [--kinds gguf,onnx] [--each 3000] [--seed 1] [--keep build/fuzz]

Each mutant is opened in a forked child with a bound in seconds and measured in memory. Good ends:
it is refused with one of our own errors, or it is used. Bad ends: a signal, another exception,
more than 10 seconds of
processor time, more than 1 GB. Mutants that end badly are kept, with their seeds.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

SECONDS, WALL_SECONDS, MEMORY = 10, 120.0, 1 << 30
GOOD = ("refused", "used")


def attempt(run: Callable[[], object], log: Path) -> str:
    """Run in a forked child; returns how it ended."""
    from ilora_edge.errors import IloraError

    started = time.monotonic()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(descriptor, 1)
            os.dup2(descriptor, 2)
            # Of processor time: how busy the machine is says nothing of the file.
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
            run()
            code = 0
        except IloraError as error:
            os.write(2, f"{error}\n".encode(errors="replace"))
            # A refusal is one line.
            code = 3 if "\n" not in str(error) else 4
        except BaseException:
            import traceback

            traceback.print_exc()
            sys.stderr.flush()
            code = 5
        finally:
            os._exit(code)
    while True:
        done, status, usage = os.wait4(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() - started > WALL_SECONDS:
            os.kill(child, signal.SIGKILL)
            os.wait4(child, 0)
            return "late"
        time.sleep(0.002)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return "late"
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    if usage.ru_maxrss * 1024 > MEMORY:
        return "large"
    return {0: "used", 3: "refused", 4: "more than one line"}.get(
        os.waitstatus_to_exitcode(status), "traceback"
    )


def fuzz(kind: str, n: int, seconds: float, seed: int, keep: Path | None) -> Counter[str]:
    """Try mutants of one kind until there are enough or the time is over."""
    import targets

    counts: Counter[str] = Counter()
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="ilora-fuzz-") as text:
        folder = Path(text)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        base = targets.prepare(folder / "base")
        for i in range(n):
            if time.monotonic() > end:
                break
            work = folder / "work"
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            run = targets.KINDS[kind](base, work, random.Random(f"{seed}-{kind}-{i}"))
            outcome = attempt(run, folder / "log")
            counts[outcome] += 1
            if outcome not in GOOD and keep is not None:
                place = keep / f"{kind}-{seed}-{i}-{outcome.replace(' ', '-')}"
                shutil.rmtree(place, ignore_errors=True)
                shutil.copytree(work, place)
                shutil.copy(folder / "log", place / "said.txt")
    return counts


def main() -> int:
    import targets

    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--kinds", default=",".join(targets.KINDS))
    parser.add_argument("--each", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    kinds = options.kinds.split(",")
    bad = 0
    for kind in kinds:
        seconds = 60 * options.minutes / len(kinds)
        counts = fuzz(kind, options.each, seconds, options.seed, options.keep)
        bad += sum(n for outcome, n in counts.items() if outcome not in GOOD)
        ends = ", ".join(f"{n:,} {outcome}" for outcome, n in counts.most_common())
        print(f"{kind:<12} {counts.total():>6,} mutants: {ends}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    # Before anything native.
    import ilora_edge  # noqa: F401

    sys.exit(main())
