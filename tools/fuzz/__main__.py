"""Mutates every kind of untrusted file, and calls of commands; counts how each attempt ends.

    python tools/fuzz --minutes 10 [--kinds gguf,onnx] [--each 3000] [--seed 1] [--keep build/fuzz]
                      [--bundle FOLDER]

Each mutant is opened in a child, forked from here with the imports done, with a bound in seconds
and measured in memory. Good ends: it is refused with one of our own errors, or it is used. Bad
ends: a signal, another exception, more than 10 seconds of processor time, more than 1 GB. Mutants
that end badly are kept, with their seeds. Ctrl-C and TERM count what was tried until then.
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
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

# What waits for ever takes no processor time; a busy machine is slow without being wrong.
SECONDS, WALL_SECONDS, MEMORY = 10, 600.0, 1 << 30
GOOD = ("refused", "used")
SAID_EVERY = 250
stopped: list[int] = []


@dataclass(slots=True)
class Tally:
    """How the mutants of one kind ended, and the most that one of them took."""

    ends: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    """Of processor time."""
    bytes: int = 0
    """Resident, what the child was forked with included."""

    @property
    def n_bad(self) -> int:
        return sum(n for end, n in self.ends.items() if end not in GOOD)

    def __str__(self) -> str:
        ends = ", ".join(f"{n:,} {end}" for end, n in self.ends.most_common())
        most = f"at most {self.seconds:.1f} s, {self.bytes / 2**20:.0f} MiB"
        return f"{self.ends.total():>6,} mutants: {ends}; {most}"


def attempt(run: Callable[[], object], log: Path, tally: Tally) -> str:
    """Run in a forked child; returns how it ended."""
    from ilora_edge.errors import IloraError

    started = time.monotonic()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
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
    tally.seconds = max(tally.seconds, usage.ru_utime + usage.ru_stime)
    tally.bytes = max(tally.bytes, usage.ru_maxrss * 1024)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return "late"
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    if usage.ru_maxrss * 1024 > MEMORY:
        return "large"
    return {0: "used", 3: "refused", 4: "more than one line"}.get(
        os.waitstatus_to_exitcode(status), "traceback"
    )


def fuzz(kind: str, n: int, seconds: float, seed: int, keep: Path, folder: Path) -> Tally:
    """Try mutants of one kind until there are enough or the time is over.

    ``folder`` has in ``base`` what they are made of.
    """
    import targets

    tally = Tally()
    end = time.monotonic() + seconds
    # Of one's own: what is kept there of files that are no mutants would be found for all kinds.
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache" / kind)
    for i in range(n):
        if time.monotonic() > end or stopped:
            break
        work = folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        run = targets.KINDS[kind](folder / "base", work, random.Random(f"{seed}-{kind}-{i}"))
        outcome = attempt(run, folder / "log", tally)
        tally.ends[outcome] += 1
        if tally.ends.total() % SAID_EVERY == 0:
            print(f"{kind:<12} {tally}", file=sys.stderr, flush=True)
        if outcome not in GOOD:
            place = keep / f"{kind}-{seed}-{i}-{outcome.replace(' ', '-')}"
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(work, place)
            shutil.copy(folder / "log", place / "said.txt")
    return tally


def main() -> int:
    import targets

    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--kinds", default=",".join(targets.KINDS))
    parser.add_argument("--each", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bundle", type=Path, help="Made of this one instead of the demo's.")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    kinds = options.kinds.split(",")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: stopped.append(number))
    bad = 0
    seconds = 60 * options.minutes / len(kinds)
    with tempfile.TemporaryDirectory(prefix="ilora-fuzz-") as text:
        targets.prepare(Path(text) / "base", options.bundle)
        for kind in kinds:
            tally = fuzz(kind, options.each, seconds, options.seed, options.keep, Path(text))
            bad += tally.n_bad
            print(f"{kind:<12} {tally}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    # Before anything native.
    import ilora_edge  # noqa: F401

    sys.exit(main())
