"""SIGTERM and SIGHUP end a command as Ctrl-C does, cleaning up, and then by themselves."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

_NAMES = ("SIGTERM", "SIGHUP")
_AGAIN_SECONDS = 0.05
# Of Python's own code that takes and gives back the locks of imports.
_IMPORT_LOCKS = "<frozen importlib._bootstrap>"
_ended_by: int | None = None
"""The signal that interrupted the command."""


def hear_endings() -> None:
    """From now on Ctrl-C and these raise KeyboardInterrupt; what is ignored (nohup) stays so."""
    global _ended_by
    _ended_by = None
    if threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(signal.SIGINT) in (signal.SIG_DFL, signal.default_int_handler):
        # As start.run left it, or as Python did.
        signal.signal(signal.SIGINT, _interrupt)
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _interrupt)


def is_interrupted() -> bool:
    """Return whether a signal came, even if whoever was called back just then has swallowed it.

    SQLite, for one, makes an error of its own of what is raised in a function it calls.
    """
    return _ended_by is not None


def end_by_signal() -> None:
    """End the process by the signal that interrupted it; does nothing where that was Ctrl-C."""
    if _ended_by in (None, signal.SIGINT):
        return
    name = signal.Signals(_ended_by).name
    print(f"error: ended by {name}; nothing was left half-written", file=sys.stderr, flush=True)
    signal.signal(_ended_by, signal.SIG_DFL)
    os.kill(os.getpid(), _ended_by)


def insist() -> None:
    """Interrupt once more where native code, or a destructor, has swallowed the interruption."""
    usual = sys.unraisablehook

    def hook(unraisable: sys.UnraisableHookArgs) -> None:
        if not isinstance(unraisable.exc_value, KeyboardInterrupt):
            usual(unraisable)
            return
        _send_again(int(signal.SIGINT) if _ended_by is None else _ended_by)

    sys.unraisablehook = hook


def hear_no_more() -> None:
    """From now on the signals end the process at once: nothing is left to be cleaned up."""
    for name in ("SIGINT", *_NAMES):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


def _interrupt(number: int, frame: FrameType | None) -> None:
    global _ended_by
    _ended_by = number
    if frame is not None and frame.f_code.co_filename == _IMPORT_LOCKS:
        # Raised between a lock and its release it would leave the lock taken, and whoever imports
        # in another thread, for whom the end waits, would wait for ever.
        _send_again(number)
        return
    raise KeyboardInterrupt


def _send_again(number: int) -> None:
    timer = threading.Timer(_AGAIN_SECONDS, os.kill, (os.getpid(), number))
    timer.daemon = True
    timer.start()
