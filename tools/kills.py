"""Ends commands by signals at random moments, and looks at what they leave behind.

    python tools/kills.py --each 100 [--cases recommend,score] [--signals KILL,TERM] [--seed 1]

A command runs in a child that is forked from here with the imports done: importing takes most of a
short command's time and writes nothing. Its signal comes at a moment drawn evenly from the time
that an undisturbed one takes, and counts only if the command was still running. INT goes to the
process group, as a terminal sends it. TERM to this tool prints the counts so far. After each:

- it ended by the signal's own code, said no traceback, and no process of it is left;
- what is under the final name is whole, or what it was before;
- after the next start nothing is in the temporary folder, and in the home folder no half-written
  file and nothing of the person whose data it was.
"""

from __future__ import annotations

import argparse
import atexit
import ctypes
import gc
import importlib
import json
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kill_cases import CASES, MARK, KillCase, World

SIGNALS = ("KILL", "TERM", "INT", "HUP")
_END_SECONDS = 600.0
_FIRST_START_SHARE = 0.1
_PR_SET_CHILD_SUBREAPER = 36
# What Typer makes of Ctrl-C, and what the guard makes of its child's end.
_OWN_CODES = {
    "KILL": (-9,), "TERM": (-15, 143), "INT": (130, -2), "HUP": (-1, 129),
}  # fmt: skip
_IMPORTED = (
    *(
        "ilora_cli.app",
        "ilora_cli.start",
        "ilora_cli.guard",
        "ilora_cli.asking",
        "ilora_cli.recommend_output",
    ),
    *("ilora_edge.recommender", "ilora_edge.system.onnx_runtime", "ilora_edge.histories.requests"),
    *("ilora_edge.batch.pool", "ilora_edge.batch.score", "ilora_edge.batch.output"),
    *("ilora_edge.doctor.check", "ilora_edge.doctor.reference", "ilora_edge.reasons.words"),
    *("ilora_edge.reasons.leave_one_out", "rich.table", "rich.progress"),
    *("ilora_cli.log", "ilora_cli.forget", "ilora_edge.histories.naming"),
)
_IMPORTED_FOR_RUNS = ("ilora_export.bundle", "onnxscript.onnx_opset", "ilora_train.run")


@dataclass(frozen=True, slots=True)
class Ending:
    """How one attempt ended."""

    code: int
    struck: bool
    """Whether it was still running when the signal came."""
    seconds: float
    said: str
    strays: int
    """Processes that outlived it by far."""


@dataclass(slots=True)
class OwnFolders:
    """A home and a temporary folder of one command's own."""

    folder: Path

    def __post_init__(self) -> None:
        for name in ("home", "tmp", "work"):
            (self.folder / name).mkdir(parents=True)

    def environment(self) -> dict[str, str]:
        home, tmp = self.folder / "home", self.folder / "tmp"
        return {
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_DATA_HOME": str(home / "data"),
            "TMPDIR": str(tmp),
        }

    def leftovers(self) -> list[str]:
        """Return what should not be there."""
        found = [f"tmp/{path.name}" for path in (self.folder / "tmp").iterdir()]
        for path in (self.folder / "home").rglob("*"):
            half = path.name.startswith(".") or path.suffix in (".part", ".tmp")
            if path.is_file() and (half or MARK.encode() in path.read_bytes()):
                found.append(str(path.relative_to(self.folder)))
        return found


@dataclass(slots=True)
class KillTally:
    """What was counted of one command and one signal."""

    kills: int = 0
    too_late: int = 0
    bad: Counter[str] = field(default_factory=Counter)


def attempt(
    arguments: Sequence[object], place: OwnFolders, after: float | None = None, name: str = "KILL"
) -> Ending:
    """Run a command in a child; signal it ``after`` seconds, unless that is None."""
    started = time.monotonic()
    log = place.folder / "log"
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _become(arguments, place, log)
    struck = False
    moment = started + (_END_SECONDS * 10 if after is None else after)
    status = None
    while status is None:
        left = moment - time.monotonic()
        done, found = os.waitpid(child, os.WNOHANG)
        if done:
            status = found
        elif left <= 0 and not struck and after is not None:
            number = signal.Signals[f"SIG{name}"]
            # Its group is its own from its first step on; before that there is only the child.
            with suppress(ProcessLookupError):
                (os.killpg if name == "INT" else os.kill)(child, number)
            struck, moment = True, time.monotonic() + _END_SECONDS
        elif left <= 0:
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
        else:
            time.sleep(min(0.002, max(left, 0.0001)))
    seconds = time.monotonic() - started
    strays = _reap()
    code = os.waitstatus_to_exitcode(status)
    said = log.read_text(errors="replace") if log.exists() else ""
    return Ending(code, struck, seconds, said, strays)


def _become(arguments: Sequence[object], place: OwnFolders, log: Path) -> None:
    """In the child: be the command line, and end as a process of its own would."""
    code = 70
    try:
        # What this tool was started with, in the background or under nohup, is not theirs.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        os.setsid()
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
        os.environ.update(place.environment())
        tempfile.tempdir = None
        os.chdir(place.folder / "work")
        sys.argv = ["ilora-edge", *map(str, arguments)]
        from ilora_cli.start import run

        # As Python itself would; a group's signal must not find a Python that has not begun.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        run()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0
        # Temporary folders are removed here, where something of ours left the removing to Python.
        atexit._run_exitfuncs()
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _reap() -> int:
    """Wait for what the command left running, which is ours now; returns how many stay."""
    end = time.monotonic() + _END_SECONDS
    while time.monotonic() < end:
        try:
            done, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return 0
        if not done:
            time.sleep(0.002)
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        strays = [int(number) for number in file.read().split()]
    for stray in strays:
        os.kill(stray, signal.SIGKILL)
        os.waitpid(stray, 0)
    return len(strays)


class Killer:
    """Kills one command again and again."""

    def __init__(self, case: KillCase, world: World, folder: Path, rng: random.Random) -> None:
        self._case, self._world, self._rng = case, world, rng
        self._folder, self._n = folder, 0
        ending = attempt(case.arguments(rng), self._place())
        assert ending.code == 0, ending
        case.learn()
        case.reset()
        # Of an attempt from the beginning, and of one that goes on from what a kill has left.
        self._whole_s = {False: [ending.seconds], True: [ending.seconds / 2]}
        # What later starts find: hashes of the bundle, and what doctor says of this machine.
        self._cache = self._folder / "1" / "home" / "cache"

    def kill(self, name: str, tally: KillTally) -> str:
        """Make one attempt and count it; returns what was bad about it, or nothing."""
        place = self._place()
        if self._cache.exists() and self._rng.random() > _FIRST_START_SHARE:
            shutil.copytree(self._cache, place.folder / "home" / "cache")
        goes_on = self._case.goes_on and self._case.out.exists()
        usual = self._whole_s[goes_on]
        moment = self._rng.uniform(0, statistics.median(usual[-9:]))
        ending = attempt(self._case.arguments(self._rng), place, moment, name)
        finished = not ending.struck or ending.code == 0
        if finished:
            tally.too_late += 1
            usual.append(ending.seconds)
        else:
            tally.kills += 1
        bad = self._faults(ending, name, place)
        for fault in bad:
            tally.bad[fault.split(":")[0]] += 1
        if bad or self._case.is_done() or not self._case.goes_on:
            self._case.reset()
        if not bad:
            shutil.rmtree(place.folder)
        return "; ".join(bad) + (f" ({place.folder}) {ending}" if bad else "")

    def _faults(self, ending: Ending, name: str, place: OwnFolders) -> list[str]:
        bad = []
        right = (0,) if not ending.struck else (0, *_OWN_CODES[name])
        if ending.code not in right:
            bad.append(f"code: {ending.code}")
        if "Traceback" in ending.said or "Exception ignored" in ending.said:
            bad.append("traceback")
        if ending.strays:
            bad.append(f"processes: {ending.strays} left")
        try:
            self._case.check()
        except Exception as error:
            bad.append(f"half-written: {type(error).__name__} {error}")
        if ending.code == 0:
            try:
                self._case.check_ended()
            except AssertionError as error:
                bad.append(f"said it was done: {error}")
        following = attempt(["users", "--db", self._world.plain], place)
        if following.code:
            bad.append(f"next start: {following.said}")
        bad += [f"left: {what}" for what in place.leftovers()]
        return bad

    def _place(self) -> OwnFolders:
        self._n += 1
        folder = self._folder / str(self._n)
        shutil.rmtree(folder, ignore_errors=True)
        return OwnFolders(folder)


def _warm(with_runs: bool) -> None:
    """Import what the commands would import, so that children have it."""
    for name in (*_IMPORTED, *(_IMPORTED_FOR_RUNS if with_runs else ())):
        importlib.import_module(name)
    from ilora_edge.llama.library import load_variant

    load_variant()
    # A child's search for garbage would otherwise copy every page of these.
    gc.collect()
    gc.freeze()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--signals", default=",".join(SIGNALS))
    parser.add_argument(
        "--bundle", type=Path, help="for cases that need no run; default: one trained and exported"
    )
    parser.add_argument("--minutes", type=float, default=1e6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("build/kills"))
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args(arguments)
    names, signals = options.cases.split(","), options.signals.split(",")
    if options.bundle and (needy := [name for name in names if CASES[name].needs_run]):
        parser.error(f"--bundle has no run, which {', '.join(needy)} needs")
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    shutil.rmtree(options.keep, ignore_errors=True)
    keep = options.keep.resolve()
    keep.mkdir(parents=True)
    _warm(options.bundle is None)

    def run(*arguments: object) -> None:
        ending = attempt(arguments, OwnFolders(Path(tempfile.mkdtemp(dir=keep))))
        assert ending.code == 0, ending

    world = World(keep / "world", run, options.bundle)
    killers = {
        name: Killer(
            CASES[name](world, keep / f"{name}-out"),
            world,
            keep / name,
            random.Random(f"{options.seed}-{name}"),
        )
        for name in names
    }
    tallies = {(name, number): KillTally() for name in names for number in signals}
    end = time.monotonic() + 60 * options.minutes
    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
    for n in range(2 * options.each):
        if stopped or time.monotonic() > end:
            break
        for (name, number), tally in tallies.items():
            if tally.kills >= options.each or stopped:
                continue
            if fault := killers[name].kill(number, tally):
                print(f"{name} {number}: {fault}", file=sys.stderr, flush=True)
        if n % 10 == 9:
            _print(tallies, sys.stderr)
    if options.as_json:
        print(json.dumps(_report(tallies), indent=2))
    else:
        _print(tallies, sys.stdout)
    return 1 if any(tally.bad for tally in tallies.values()) else 0


def _report(tallies: dict[tuple[str, str], KillTally]) -> list[dict[str, Any]]:
    return [
        {"command": name, "signal": number, "kills": t.kills, "too_late": t.too_late}
        | {"bad": dict(t.bad)}
        for (name, number), t in tallies.items()
    ]


def _print(tallies: dict[tuple[str, str], KillTally], file: Any) -> None:
    for (name, number), tally in tallies.items():
        bad = ", ".join(f"{n} {what}" for what, n in tally.bad.items()) or "nothing left behind"
        print(
            f"{name:<10} {number:<5} {tally.kills:>4} kills, {tally.too_late} too late: {bad}",
            file=file,
            flush=True,
        )


if __name__ == "__main__":
    # Before anything native.
    import ilora_edge  # noqa: F401

    sys.exit(main())
