"""Native calls that Ctrl-C ends, and that do not last for ever.

Python handles a signal between two of its own steps, and a native call is one step. So a thread
watches while one is under way: the C part of Python's signal handling writes to a pipe at once,
and the thread then asks the native code to stop, by whatever means that has.
"""

from __future__ import annotations

import os
import selectors
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_LOOK_SECONDS = 1.0
# Of those that Python handles at all: what only kills does so without us.
_ENDING = {
    int(getattr(signal, name)) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
}


class Call:
    """One native call under way."""

    def __init__(self, stop: Callable[[], None], seconds: float, hears_signals: bool) -> None:
        self._stop = stop
        self._hears_signals = hears_signals
        self._end = time.monotonic() + seconds
        self.is_interrupted = False
        """Whether it was stopped by Ctrl-C, which whoever called may then have to raise."""
        self.is_late = False
        """Whether it was stopped because it took too long."""

    def look(self, interrupted: bool) -> None:
        """Stop the call where somebody interrupts it, or where its time is over."""
        self.is_late = self.is_late or time.monotonic() > self._end
        self.is_interrupted = self.is_interrupted or (interrupted and self._hears_signals)
        if self.is_late or self.is_interrupted:
            self._stop()


class _Watcher:
    """The thread, and the pipe it listens to; one of each in a process."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._reading, self.writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(self.writing, False)
        self.calls: set[Call] = set()
        # Unlike select(), it hears files of any number: a server may have opened thousands before.
        # Made here, where whoever calls is told that no more files can be opened.
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._reading, selectors.EVENT_READ)
        threading.Thread(target=self._run, daemon=True, name="ilora-edge-interruption").start()

    def _run(self) -> None:
        interrupted = False
        while True:
            if self._selector.select(_LOOK_SECONDS):
                with suppress(BlockingIOError):
                    interrupted = bool(_ENDING.intersection(os.read(self._reading, 4096)))
            for call in list(self.calls):
                call.look(interrupted)
            interrupted = False


_watcher: _Watcher | None = None


@contextmanager
def interruptible(stop: Callable[[], None], seconds: float) -> Iterator[Call]:
    """Have ``stop`` called, in another thread, where Ctrl-C comes or ``seconds`` have passed.

    Whoever calls from a thread that is not the main one, or has a wake-up pipe of his own, is
    given only the bound in seconds: Python lets no other thread have signals.
    """
    global _watcher
    # A fork has no threads but the one that made it.
    if _watcher is None or _watcher.pid != os.getpid():
        _watcher = _Watcher()
    watcher = _watcher
    hears_signals = threading.current_thread() is threading.main_thread()
    if hears_signals:
        theirs = signal.set_wakeup_fd(watcher.writing, warn_on_full_buffer=False)
        hears_signals = theirs in (-1, watcher.writing)
        if not hears_signals:
            signal.set_wakeup_fd(theirs)
    call = Call(stop, seconds, hears_signals)
    watcher.calls.add(call)
    try:
        yield call
    finally:
        watcher.calls.discard(call)
        if hears_signals:
            # Of a call within another the outer one's, which still has to hear Ctrl-C.
            signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
