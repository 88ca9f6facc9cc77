"""Fixtures shared by the tests of all packages."""

from __future__ import annotations

import compileall
import importlib
import itertools
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings

# First of all that could import onnxruntime: it keeps that silent.
import ilora_edge  # noqa: F401

# The sources are compiled once, below, and by no process that a test starts: where nothing more can
# be written, as some tests have it, Python would leave half of what it compiled.
os.environ["PYTHONDONTWRITEBYTECODE"] = "1"

# Workers run side by side, and threads that wait for a busy core spin: one each.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# A shell that starts a job in the background has it ignore Ctrl-C, and its children too: the tests
# that send one would then wait for what never ends.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _keep_files_in_memory() -> None:
    """Have tests' files lie in memory, where there is room for them.

    SQLite has a disk take in every transaction, a new file is on it before it gets its name, and
    tests make thousands of both: they would wait for the disk for a quarter of their time.
    """
    folder = Path("/dev/shm")
    if folder.is_dir() and os.access(folder, os.W_OK):
        system = os.statvfs(folder)
        has_room = system.f_bavail * system.f_frsize >= _ROOM
        if has_room and not system.f_flag & os.ST_NOEXEC:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))


# A whole run leaves a gigabyte, and pytest keeps three runs.
_ROOM = 8 << 30
_keep_files_in_memory()

# Where pytest has loaded readline, its workers inherit a width: output to a pipe has none.
os.environ.pop("COLUMNS", None)


def _keep_to_own_cores() -> None:
    """Share this machine's cores among the workers, their child processes included.

    llama.cpp then takes as many threads as a worker has cores, and none waits for another's.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        number = int(worker.removeprefix("gw"))
        n_workers = int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        if own := cores[number::n_workers]:
            os.sched_setaffinity(0, own)


# Before anything counts cores.
_keep_to_own_cores()

# tests/conftest.py lies in the checkout, and the data sets beside it.
CHECKOUT = Path(__file__).resolve().parents[1]
SHARED_DATA = CHECKOUT.parent / "shared" / "data"

_numbers = itertools.count()

# No test asserts a time, hypothesis' own deadline included.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """Compile what is imported by hundreds of processes, before there are workers."""
    sys.dont_write_bytecode = False
    if not hasattr(config, "workerinput"):
        for package in ("ilora_edge", "cli", "train", "export"):
            compileall.compile_dir(CHECKOUT / package, quiet=2)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Have each worker import its share of the test modules before it collects all of them.

    In a fresh clone pytest rewrites their assertions, seconds of work that both would do at once.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    every = [Path(argument).resolve() for argument in session.config.args]
    if not worker or every != [CHECKOUT / "tests"]:
        return
    n_workers = int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    modules = sorted((CHECKOUT / "tests").rglob("test_*.py"))
    for path in modules[int(worker.removeprefix("gw")) :: n_workers]:
        # As pytest does; no two have one name.
        sys.path.insert(0, str(path.parent))
        # What fails or is skipped is told of when it is collected.
        with suppress(Exception, pytest.skip.Exception):
            importlib.import_module(path.stem)


def pytest_collection_finish() -> None:
    """From here on nothing is compiled for others: tests may let writing fail."""
    sys.dont_write_bytecode = True


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: workers must agree, and gzip writes the time into its bytes."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what reads the data sets; have the modules with slow tests come first.

    At the end of a run a worker takes tests over from the other, but not one that has begun. A
    module stays together: what its fixtures set up takes long as well.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    for item in items:
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.data)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of research data sets, which are not part of this repository."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"no data sets at {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is cached or logged during the tests is not the person's who runs them."""
    names = ("XDG_CACHE_HOME", "XDG_DATA_HOME")
    before = {name: os.environ.get(name) for name in names}
    for name in names:
        os.environ[name] = str(tmp_path_factory.mktemp("home"))
    yield
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


@pytest.fixture(scope="session", autouse=True)
def _encoders_exported_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An encoder is traced once, whichever tests export it; only where one of them exports."""
    if "ilora_export.model_files" not in sys.modules:
        yield
        return
    from exported_once import exported_once, operators_read_once

    from ilora_export import model_files, onnx_encoder

    # The workers have folders of their own in one of the run.
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "encoders"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        operators_read_once(patch)
        once = exported_once(onnx_encoder.export_encoder, folder)
        patch.setattr(model_files, "export_encoder", once)
        # What imports it later on, as a benchmark does; tests of it have imported it already.
        patch.setattr(onnx_encoder, "export_encoder", once)
        yield


@pytest.fixture(autouse=True)
def _own_data(_own_folders: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names given and events logged in one test are unknown to the next, whatever their order."""
    # Need not exist: what writes there makes it.
    home = Path(os.environ["XDG_DATA_HOME"]) / str(next(_numbers))
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
