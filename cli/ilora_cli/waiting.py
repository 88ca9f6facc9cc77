"""A word at a terminal where a command takes longer than a person waits without one."""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_SECONDS = 2.0
_STEP = 0.1
WORD = "still at work; Ctrl-C ends it"

_heard = 0.0
_hushed = threading.Event()


def say_if_quiet() -> None:
    """From now on say once that it goes on, where nothing is said for two seconds.

    A line as any other, which stays: there is nothing to be redrawn or read out twice. Nothing
    where stderr is no terminal, and where a pager may have it.
    """
    global _hushed
    heard()
    if _is_terminal():
        _hushed = threading.Event()
        threading.Thread(target=_wait, args=(_hushed,), name="waiting", daemon=True).start()


def heard() -> None:
    """Know that something was said: the two seconds begin anew."""
    global _heard
    _heard = time.monotonic()


def hush() -> None:
    """Say nothing more: a progress bar or the result has come."""
    _hushed.set()


@contextmanager
def while_asking() -> Iterator[None]:
    """Say nothing while it is the person who is waited for."""
    hush()
    yield
    say_if_quiet()


def _is_terminal() -> bool:
    try:
        return sys.stderr.isatty() and not stat.S_ISFIFO(os.fstat(1).st_mode)
    except (OSError, ValueError):
        return False


def _wait(hushed: threading.Event) -> None:
    while time.monotonic() - _heard < _SECONDS:
        if hushed.wait(_STEP):
            return
    if not hushed.is_set():
        # Not through sys.stderr: whoever holds its lock as the program ends would hang it.
        with suppress(OSError):
            os.write(2, f"{WORD}\n".encode())
