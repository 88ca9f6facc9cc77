"""A signal in the middle of Python's own import code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX'")

_PROGRAM = """
import _imp, os, signal, threading, time
from ilora_cli.endings import hear_endings, is_interrupted

hear_endings()
taken = threading.Event()

def hold():
    _imp.acquire_lock()
    taken.set()
    # The main thread waits for the lock, and hears the signal as soon as it has it.
    time.sleep(0.3)
    os.kill(os.getpid(), signal.{name})
    time.sleep(0.3)
    _imp.release_lock()

thread = threading.Thread(target=hold)
thread.start()
taken.wait()
try:
    import colorsys
    time.sleep(20)
    print("never interrupted")
except KeyboardInterrupt:
    print("interrupted", is_interrupted())
thread.join()

other = threading.Thread(target=__import__, args=("sched",), daemon=True)
other.start()
other.join(20)
print("locked" if other.is_alive() else "free", _imp.lock_held(), flush=True)
os._exit(0)
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_an_interrupted_import_leaves_no_lock_to_other_threads(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _PROGRAM.format(name=name)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path[1:])},
        # Where the tests run in the background, Ctrl-C is ignored and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("interrupted True\nfree False\n", "")
