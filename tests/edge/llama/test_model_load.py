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
from ilora_edge.llama.backbone import begin_loading
from ilora_edge.llama.library import C

# llama.cpp asks before every tensor; here Ctrl-C has come before its first question, as it does
# where a large model takes long. A handler that returns leaves the ending to us.
INTERRUPTED = """
import os, signal, sys
from pathlib import Path
from ilora_edge.llama import Backbone, EngineOptions, library, model_load

signal.signal(signal.SIGINT, lambda *_: None)
load, stopped = library.C.llama_model_load_from_file, []
interruptible = model_load.interruptible

def watched(stop, seconds):
    return interruptible(lambda: (stop(), stopped.append(1)), seconds)

def interrupted(*arguments):
    os.kill(os.getpid(), signal.SIGINT)
    while not stopped:
        pass
    model = load(*arguments)
    print("loaded" if model else "not loaded")
    return model

model_load.interruptible = watched
library.C.llama_model_load_from_file = interrupted
try:
    Backbone(Path(sys.argv[1]), EngineOptions(n_threads=1))
except KeyboardInterrupt:
    print("interrupted")
library.C.llama_model_load_from_file = load
Backbone(Path(sys.argv[1]), EngineOptions(n_threads=1)).close()
"""
# The same, while a thread loads: whoever waits for it hears.
INTERRUPTED_WAIT = """
import os, signal, sys, time
from pathlib import Path
from ilora_edge.llama import Backbone, EngineOptions, library, model_load
from ilora_edge.llama.backbone import begin_loading

signal.signal(signal.SIGINT, lambda *_: None)
load, waiting, stopped = library.C.llama_model_load_from_file, [], []
interruptible = model_load.interruptible

def watched(stop, seconds):
    waiting.append(1)
    return interruptible(lambda: (stop(), stopped.append(1)), seconds)

def interrupted(*arguments):
    while len(waiting) < 2:
        time.sleep(0.01)
    while not stopped:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)
    model = load(*arguments)
    print("loaded" if model else "not loaded")
    return model

model_load.interruptible = watched
library.C.llama_model_load_from_file = interrupted
path, options = Path(sys.argv[1]), EngineOptions(n_threads=1)
try:
    Backbone(path, options, loading=begin_loading(path, options))
except KeyboardInterrupt:
    print("interrupted")
library.C.llama_model_load_from_file = load
Backbone(path, options, loading=begin_loading(path, options)).close()
begin_loading(path, options).close()
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


@pytest.mark.parametrize("program", [INTERRUPTED, INTERRUPTED_WAIT])
def test_ctrl_c_while_llama_loads(model: Path, program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program, str(model)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("not loaded\ninterrupted\n", "")


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


def test_what_a_thread_cannot_load_is_told_to_whoever_waits(tmp_path: Path, model: Path) -> None:
    options = EngineOptions(n_threads=1)
    loading = begin_loading(tmp_path / "nothing.gguf", options)
    with pytest.raises(OSError, match=r"nothing\.gguf"):
        loading.wait()
    late = begin_loading(model, EngineOptions(n_threads=1, max_seconds=0))
    with pytest.raises(EngineError, match="loading it took more than 0 seconds"):
        late.wait()
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(model.read_bytes()[:-4000])
    with pytest.raises(EngineError, match=r"llama\.cpp cannot load this model"):
        begin_loading(damaged, options).wait()


def test_what_nobody_waits_for_is_freed(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    freed: list[object] = []
    monkeypatch.setattr(C, "llama_model_free", freed.append)
    loading = begin_loading(model, EngineOptions(n_threads=1))
    loading._thread.join()
    loading.close()
    loading.close()
    assert len(freed) == 1
