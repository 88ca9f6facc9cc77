"""Native calls end by Ctrl-C and by their bound in seconds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from ilora_edge.doctor import miniature
from ilora_edge.encoder import Encoder
from ilora_edge.errors import EngineError
from ilora_edge.system.interruption import interruptible

LONG_PREFILL = """
import sys
from pathlib import Path
from ilora_edge.llama import Backbone, Scorer, EngineOptions
backbone = Backbone(Path(sys.argv[1]), EngineOptions(n_threads=1))
scorer = Scorer(backbone, 100, 100, EngineOptions(n_threads=1))
print("ready", flush=True)
while True:
    scorer.score([1] * 100, [[2] * 90])
"""


def slow_encoder(path: Path, n: int = 1500) -> Path:
    """Write a valid encoder that multiplies large matrices time and again."""
    nodes = [
        helper.make_node("Cast", ["items"], ["real"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["real"], ["mean"], keepdims=1),
        helper.make_node("Add", ["large", "mean"], ["x0"]),
    ]
    nodes += [helper.make_node("MatMul", [f"x{i}", "large"], [f"x{i + 1}"]) for i in range(400)]
    nodes += [
        helper.make_node("ReduceMean", ["x400"], ["state"], keepdims=1),
        helper.make_node("Softmax", ["state"], ["gate_weights"]),
        helper.make_node("LogSoftmax", ["state"], ["item_scores"]),
    ]
    real = [
        helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, 1])
        for n in ("state", "gate_weights", "item_scores")
    ]
    items = helper.make_tensor_value_info("items", TensorProto.INT64, [1, 4])
    large = numpy_helper.from_array(np.zeros((n, n), np.float32), "large")
    graph = helper.make_graph(nodes, "slow", [items], real, [large])
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=8), path)
    return path


def test_an_encoder_that_computes_for_ever_is_stopped(tmp_path: Path) -> None:
    encoder = Encoder(slow_encoder(tmp_path / "slow.onnx"), seconds=300)
    encoder._seconds = 0.5
    with pytest.raises(EngineError, match=r"more than 0\.5 seconds"):
        encoder.encode([1, 2])
    # In another thread, which has no signals, too.
    failures: list[Exception] = []

    def encode() -> None:
        try:
            encoder.encode([1, 2])
        except EngineError as error:
            failures.append(error)

    thread = threading.Thread(target=encode)
    thread.start()
    thread.join()
    assert "seconds" in str(failures[0])


def ends_by_interrupt(code: str, path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip() == b"ready"
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    # Far less than what it would compute for, far more than what it takes to end.
    _, said = child.communicate(timeout=60)
    assert said.strip().endswith(b"KeyboardInterrupt")


def test_interrupting_the_encoder(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom ilora_edge.encoder import Encoder\n"
        "encoder = Encoder(Path(sys.argv[1]), seconds=300)\nprint('ready', flush=True)\n"
        "while True: encoder.encode([1])"
    )
    ends_by_interrupt(code, slow_encoder(tmp_path / "slow.onnx"))


def test_interrupting_llama(tmp_path: Path) -> None:
    miniature.write_model(tmp_path / "model.gguf", miniature.make_miniature("f32"))
    ends_by_interrupt(LONG_PREFILL, tmp_path / "model.gguf")


def test_a_wake_up_pipe_of_the_application_stays() -> None:
    theirs = signal.set_wakeup_fd(-1)
    try:
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing)
        with interruptible(lambda: None, 10):
            pass
        assert signal.set_wakeup_fd(-1) == writing
        os.close(reading)
        os.close(writing)
    finally:
        signal.set_wakeup_fd(theirs)


def test_a_call_hears_interrupts_after_one_within_it() -> None:
    stopped = threading.Event()
    handler = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with interruptible(stopped.set, 60) as outer:
            with interruptible(lambda: None, 60):
                pass
            signal.raise_signal(signal.SIGINT)
            assert stopped.wait(10)
        assert outer.is_interrupted
        # Nothing listens once both are over.
        assert signal.set_wakeup_fd(-1) == -1
    finally:
        signal.signal(signal.SIGINT, handler)


def test_a_process_with_many_open_files() -> None:
    """Of a server, whose next file has a number that select() cannot hear."""
    code = """
import os, resource, signal, threading, time
resource.setrlimit(resource.RLIMIT_NOFILE, (1500, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
for _ in range(1100):
    os.open(os.devnull, os.O_RDONLY)
from ilora_edge.system.interruption import interruptible
stopped = threading.Event()
threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    with interruptible(stopped.set, 60.0):
        stopped.wait(30)
except KeyboardInterrupt:
    pass
print(stopped.is_set())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
