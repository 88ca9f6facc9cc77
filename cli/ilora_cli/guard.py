"""A native crash becomes a message and a second try, not a lost terminal.

The command runs in a child that is forked before anything native is imported, which costs about a
millisecond. Where it dies by a signal of the kind that native code dies by, it is run once more on
the safest settings.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

GUARDED = ("recommend", "evaluate", "explain", "why-not")
_CRASHES = tuple(
    getattr(signal, name)
    for name in ("SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT")
    if hasattr(signal, name)
)
_FORWARDED = ("SIGTERM", "SIGHUP", "SIGQUIT")
_PR_SET_PDEATHSIG = 1
# What a child writes to its parent: that its result goes out now, and that it ends by itself.
_PRINTS, _ENDS = b"1", b"2"

_printing: int | None = None
_is_child = False


def ends_at_once() -> bool:
    """Whether this process ends without clearing up once its result is out."""
    return _is_child


def about_to_print() -> None:
    """Say that the result goes out now: after this nothing is tried again."""
    global _printing
    if _printing is not None:
        os.write(_printing, _PRINTS)
        _printing = None


def end_at_once(code: int) -> NoReturn:
    """End this process, whatever its threads are in, after it has said why."""
    if _printing is not None:
        os.write(_printing, _ENDS)
    os._exit(code)


def run_guarded(command: str, run: Callable[[], None]) -> None:
    """Run a command that ends by SystemExit in a child, twice at most; ends likewise."""
    # Nothing native is imported with it: what crashes as it is loaded must do so in the child.
    from ilora_edge.doctor.settings import CRASHED

    status, told = _run_child(run)
    if _signal(status) in _CRASHES and _PRINTS not in told:
        how = f"{signal.Signals(_signal(status)).name} in {command}"
        print(
            f"llama.cpp or onnxruntime crashed ({how}); trying again on the safest settings",
            file=sys.stderr,
            flush=True,
        )
        os.environ[CRASHED] = how
        status, told = _run_child(run)
    died = _signal(status)
    if died in _CRASHES:
        after = "after printing its result" if _PRINTS in told else "on the safest settings too"
        print(
            f"error: it crashed {after} ({signal.Signals(died).name}); "
            "see what this machine can run: ilora-edge doctor",
            file=sys.stderr,
        )
        sys.exit(1)
    if died == signal.SIGKILL:
        print("error: killed, perhaps for lack of memory; nothing was written", file=sys.stderr)
        sys.exit(1)
    code = 128 + died if died else os.waitstatus_to_exitcode(status)
    if code and not died and _ENDS not in told:
        # The system's loader, or OpenMP where it can start no thread, said why and ended it.
        print(
            f"error: native code ended it (exit status {code}), perhaps for lack of memory or of "
            "threads: see ulimit -v and ulimit -u",
            file=sys.stderr,
        )
        sys.exit(1)
    sys.exit(code)


def _signal(status: int) -> int:
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _run_child(run: Callable[[], None]) -> tuple[int, bytes]:
    """Return a child's status, as waitpid has it, and what it told (_PRINTS, _ENDS)."""
    global _is_child, _printing
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _printing, _is_child = writing, True
        _die_with_parent()
        try:
            run()
        except SystemExit as stop:
            for stream in (sys.stdout, sys.stderr):
                # A reader that has gone away, as `| head` does, has closed one.
                with suppress(OSError, ValueError):
                    stream.flush()
            os.write(writing, _ENDS)
            # Clearing up takes as long as ranking, and could crash.
            os._exit(stop.code if isinstance(stop.code, int) else 0)
        os._exit(70)  # it ends by SystemExit
    os.close(writing)
    # Ctrl-C reaches the child too, which says what there is to say.
    before = {signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN)}
    for name in _FORWARDED:
        number = getattr(signal, name)
        before[number] = signal.signal(number, lambda n, _: _pass_on(n, child))
    try:
        _, status = os.waitpid(child, 0)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    # Processes of the child that live on hold the other end.
    os.set_blocking(reading, False)
    told = b""
    with suppress(BlockingIOError):
        told = os.read(reading, 2)
    os.close(reading)
    return status, told


def _pass_on(number: int, child: int) -> None:
    # One that has ended has said what there was to say.
    with suppress(ProcessLookupError):
        os.kill(child, number)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
