"""Ends a command that does not come back from one call of native code.

Some calls cannot be stopped: one step of a query may be a hostile view's ``printf`` of two thousand
million characters, within which SQLite asks nobody. A program may end itself then, a library may
not: nothing is watched unless the program says what to do.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import NamedTuple, Protocol
from weakref import WeakSet

SECONDS = 20.0
"""Of the processor, without a sign of life: an honest step takes thousandths of one."""
_LOOK_SECONDS = 0.5


class Sign(NamedTuple):
    """That a thread came back from native code, or went into it."""

    clock: int
    """Of this thread's time of the processor."""
    seconds: float
    """That it showed."""


def sign_of_life() -> Sign | None:
    """Return one of this thread, now; None where the system has no such clocks."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return None
    clock = time.pthread_getcpuclockid(threading.get_ident())
    return Sign(clock, time.clock_gettime(clock))


class Watched(Protocol):
    """What works for a while in native code."""

    name: str
    """What is worked on, as a message names it."""
    sign: Sign | None
    """The last sign of life; None: it is not at work."""

    def __hash__(self) -> int: ...


class _StuckWatch:
    """The thread; one in a process."""

    def __init__(self, end: Callable[[str], None]) -> None:
        self.pid, self._end = os.getpid(), end
        self.watched: WeakSet[Watched] = WeakSet()
        threading.Thread(target=self._run, daemon=True, name="ilora-edge-stuck").start()

    def _run(self) -> None:
        while True:
            time.sleep(_LOOK_SECONDS)
            for each in [*self.watched]:
                if (sign := each.sign) is not None and _since(sign) > SECONDS:
                    self._end(
                        f"{each.name}: one step of a query takes more than {SECONDS:g} seconds "
                        "of the processor; a view of it may be hostile"
                    )


def _since(sign: Sign) -> float:
    try:
        return time.clock_gettime(sign.clock) - sign.seconds
    except OSError:
        # The thread has ended.
        return 0.0


_end: Callable[[str], None] | None = None
_watcher: _StuckWatch | None = None


def end_where_stuck(end: Callable[[str], None]) -> None:
    """Have ``end``, which is told why in one line and does not come back, end this process."""
    global _end
    _end = end


def watch(work: Watched) -> None:
    """Watch it for as long as it exists, where the program wants that."""
    global _watcher
    if _end is None:
        return
    # A thread does not outlive a fork.
    if _watcher is None or _watcher.pid != os.getpid():
        _watcher = _StuckWatch(_end)
    _watcher.watched.add(work)
