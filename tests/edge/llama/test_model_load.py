"""Loading a model ends by Ctrl-C and by its bound in seconds, whoever is slow."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ilora_edge.doctor import miniature
from ilora_edge.errors import EngineError
from ilora_edge.llama import Backbone, EngineOptions

# llama.cpp asks before every tensor; here Ctrl-C has come before its first question, as it does
# where a large model takes long.
INTERRUPTED = """
import os, signal, sys, threading, time
from pathlib import Path
from ilora_edge.llama import Backbone, EngineOptions

asked = []
class Event(threading.Event):
    def is_set(self):
        # Python's own threads ask it too.
        if threading.current_thread().name == "ilora-edge-load" and not asked:
            asked.append(1)
            self.wait(60)
        return super().is_set()

threading.Event = Event
class Thread(threading.Thread):
    def join(self, timeout=None):
        if self.name == "ilora-edge-load" and not asked:
            while not asked:
                time.sleep(0.001)
            os.kill(os.getpid(), signal.SIGINT)
        super().join(timeout)

threading.Thread = Thread
try:
    Backbone(Path(sys.argv[1]), EngineOptions(n_threads=1))
except KeyboardInterrupt:
    print("interrupted after", len(asked), "question")
Backbone(Path(sys.argv[1]), EngineOptions(n_threads=1)).close()
"""
SLOW_DISK = """
import os, sys, time
from pathlib import Path
from ilora_edge.llama import Backbone, EngineOptions

def not_in_memory(*_):
    raise BlockingIOError

def slow(*_):
    print("reading", flush=True)
    time.sleep(60)

os.preadv, os.pread = not_in_memory, slow
Backbone(Path(sys.argv[1]), EngineOptions(n_threads=1))
"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.gguf"
    miniature.write_model(path, miniature.make_miniature("f32"))
    return path


def test_ctrl_c_while_llama_loads(model: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(model)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("interrupted after 1 question\n", "")


def test_ctrl_c_while_the_disk_is_slow(model: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", SLOW_DISK, str(model)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "reading\n"
    child.send_signal(signal.SIGINT)
    # Far less than the disk would take.
    _, said = child.communicate(timeout=30)
    assert said.strip().endswith("KeyboardInterrupt")


def test_a_bound_in_seconds(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineError, match="loading it took more than 0 seconds"):
        Backbone(model, EngineOptions(n_threads=1, max_seconds=0))

    def not_in_memory(*_: object) -> int:
        raise BlockingIOError

    if hasattr(os, "preadv"):
        monkeypatch.setattr(os, "preadv", not_in_memory)
        with pytest.raises(EngineError, match="loading it took more than 0 seconds"):
            Backbone(model, EngineOptions(n_threads=1, max_seconds=0))


def test_a_disk_that_cannot_say_what_is_in_memory(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> int:
        raise OSError(errno.EOPNOTSUPP, "not supported")

    if hasattr(os, "preadv"):
        monkeypatch.setattr(os, "preadv", unknown)
    Backbone(model, EngineOptions(n_threads=1)).close()
