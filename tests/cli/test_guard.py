"""Commands that die natively: a message, one more try on safe settings, and no lost terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ilora_cli.guard import _pass_on, ends_at_once

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

# Stands for a command: what it does first, and what when it is tried again.
PROGRAM = """
import ctypes, os, signal, sys, time
from ilora_cli.guard import about_to_print, run_guarded
from ilora_edge.doctor.settings import CRASHED

def die():
    ctypes.string_at(0)

def run():
    first = CRASHED not in os.environ
    {body}

run_guarded("recommend", run)
"""


def guarded(body: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(body=body)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_crash_is_tried_again_on_safe_settings() -> None:
    done = guarded("die() if first else (print('list', os.environ[CRASHED]), sys.exit(0))")
    assert (done.returncode, done.stdout) == (0, "list SIGSEGV in recommend\n")
    assert done.stderr == (
        "llama.cpp or onnxruntime crashed (SIGSEGV in recommend); "
        "trying again on the safest settings\n"
    )


@pytest.mark.parametrize("name", ["SIGILL", "SIGABRT", "SIGBUS", "SIGFPE"])
def test_every_kind_of_crash_is_one(name: str) -> None:
    done = guarded(f"first and os.kill(os.getpid(), signal.{name}); sys.exit(3)")
    assert done.returncode == 3
    assert f"({name} in recommend)" in done.stderr


def test_a_second_crash_is_one_clear_line() -> None:
    done = guarded("die()")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("error: it crashed on the safest settings too")
    assert len(done.stderr.splitlines()) == 2


def test_nothing_is_printed_twice() -> None:
    done = guarded("about_to_print(); print('list', flush=True); die()")
    assert (done.returncode, done.stdout) == (1, "list\n")
    assert "after printing its result" in done.stderr


def test_exit_codes_and_output_pass_through() -> None:
    done = guarded("print('out'); print('err', file=sys.stderr); sys.exit(2)")
    assert (done.returncode, done.stdout, done.stderr) == (2, "out\n", "err\n")


def test_nothing_native_is_loaded_outside_the_child() -> None:
    body = "print([m for m in sys.modules if m == 'numpy' or 'llama' in m]); sys.exit(0)"
    alone = PROGRAM.replace("from ilora_edge.doctor.settings import CRASHED", "CRASHED = ''")
    done = subprocess.run(
        [sys.executable, "-c", alone.format(body=body)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stdout == "[]\n"


def test_an_installation_without_llama_cpp_is_one_line() -> None:
    code = (
        "import importlib.util, sys\n"
        "real = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda n, *a: None if n == 'llama_cpp' else real(n, *a)\n"
        "sys.argv = ['ilora-edge', 'recommend', 'demo-001']\n"
        "from ilora_cli.start import run\nrun()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (1, "")
    said, error = done.stderr.splitlines()
    assert said.startswith("demo: ")
    assert error == "error: llama-cpp-python is not installed; see docs/install.md"


def test_who_ends_without_clearing_up() -> None:
    done = guarded("from ilora_cli.guard import ends_at_once; sys.exit(7 * ends_at_once())")
    assert done.returncode == 7
    assert not ends_at_once()


@pytest.mark.parametrize("body", ["os._exit(127)", "about_to_print(); os._exit(127)"])
def test_an_end_by_native_code_is_said(body: str) -> None:
    done = guarded(f"first or print('again'); {body}")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: native code ended it (exit status 127)")
    assert len(done.stderr.splitlines()) == 1


def test_libraries_that_cannot_be_loaded_are_one_line(tmp_path: Path) -> None:
    for name in ("libggml.so", "libllama.so", "libggml-base.so"):
        (tmp_path / name).write_bytes(b"no library")
    done = subprocess.run(
        [sys.executable, "-m", "ilora_cli", "recommend", "demo-001"],
        env={**os.environ, "LD_LIBRARY_PATH": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("error: llama.cpp cannot be loaded: ")
    assert "Traceback" not in done.stderr


def test_killed_is_not_tried_again() -> None:
    done = guarded("first or print('again'); os.kill(os.getpid(), signal.SIGKILL)")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: killed")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL"])
def test_the_child_does_not_outlive_its_parent(tmp_path: Path, name: str) -> None:
    note = tmp_path / "child"
    body = f"open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", PROGRAM.format(body=body)]) as parent:
        while not (note.exists() and note.read_text()):
            time.sleep(0.01)
        child = int(note.read_text())
        parent.send_signal(getattr(signal, name))
        parent.wait(10)
    for _ in range(500):
        try:
            os.kill(child, 0)
            state = Path(f"/proc/{child}/stat").read_text().split()[2]
        except (ProcessLookupError, FileNotFoundError):
            return
        if state == "Z":
            return
        time.sleep(0.01)
    raise AssertionError("the child lives on")


def test_a_signal_for_a_child_that_has_ended() -> None:
    # The parent's handlers stay a moment longer than the child.
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(child, signal.SIGHUP)
    _pass_on(signal.SIGHUP, child)


def test_the_program_itself_is_guarded(tmp_path: Path) -> None:
    """``recommend`` for real, whose model is made to crash at its first decode."""
    program = """
import os, sys
import ilora_edge.llama.scorer as scorer
from ilora_edge.doctor.settings import CRASHED

def decode(*_):
    import ctypes
    ctypes.string_at(0)

if CRASHED not in os.environ:
    scorer.C.llama_decode = decode
from ilora_cli.app import main
main()
"""
    (tmp_path / "program.py").write_text(program)
    code = (
        "import os, runpy, sys\n"
        "from ilora_cli.guard import run_guarded\n"
        "sys.argv = ['ilora-edge', 'recommend', '--json', '-k', '2']\n"
        "run_guarded('recommend', lambda: runpy.run_path(os.environ['PROGRAM']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PROGRAM": str(tmp_path / "program.py")},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert '"rank": 2' in done.stdout
    assert "trying again on the safest settings" in done.stderr
    assert "llama.cpp runs with safest" in done.stderr
