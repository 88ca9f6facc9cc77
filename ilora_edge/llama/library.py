"""llama.cpp's shared library, bound by llama-cpp-python: the device side's only import of it."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import sys
from collections.abc import Collection
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from ilora_edge.errors import EngineError
from ilora_edge.llama.cpu_variants import CHOICE, CpuVariant, choose, find_variants


def _bindings() -> Any:
    """Import ``llama_cpp.llama_cpp`` without the package around it.

    The package's own ``__init__`` imports templates, a server's schemas and a disk cache: longer
    than everything else llama.cpp needs at start. An application may still import it later.
    """
    loaded = sys.modules.get("llama_cpp")
    if loaded is not None:
        return importlib.import_module("llama_cpp.llama_cpp")
    spec = importlib.util.find_spec("llama_cpp")
    if spec is None or spec.submodule_search_locations is None:
        raise EngineError("llama-cpp-python is not installed; see docs/install.md")
    package = ModuleType("llama_cpp")
    package.__path__ = list(spec.submodule_search_locations)
    sys.modules["llama_cpp"] = package
    try:
        return importlib.import_module("llama_cpp.llama_cpp")
    except (OSError, RuntimeError) as error:
        # Another library of that name before it (LD_LIBRARY_PATH), or no room for it.
        raise EngineError(
            f"llama.cpp cannot be loaded: {error}; see LD_LIBRARY_PATH and ulimit -v, or install "
            "llama-cpp-python again"
        ) from error
    finally:
        del sys.modules["llama_cpp"]


SPINS = "1000"
"""How often a thread that waits for another looks again before it sleeps (GNU's OpenMP reads it
when it is loaded). Its own 300,000 are milliseconds: where another program has one of the cores,
each of a graph's hundreds of barriers burns the time slice that the thread waited for needs, and
two threads are six times slower. On a quiet machine it costs 4 % (``bench/busy.py``)."""


def _wait_briefly() -> None:
    """Have threads sleep soon, unless the environment says how they wait."""
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", SPINS)


_wait_briefly()
C: Any = _bindings()


_log_callback: Any = None
_skipped: frozenset[str] = frozenset()
_taken: CpuVariant | None = None
_loaded = False


def folder() -> Path:
    """Return where the libraries lie."""
    return Path(C._lib._name).parent


@cache
def variants() -> tuple[CpuVariant, ...]:
    """Return the build's variants, best first, whether they fit this CPU or not."""
    return find_variants(folder())


def usable_variants() -> tuple[CpuVariant, ...]:
    """Return the variants that this CPU can run, best first; none in a plain build."""
    return tuple(v for v in variants() if v.fits)


def skip(names: Collection[str]) -> None:
    """Take none of these variants, unless one is computing already."""
    global _skipped
    _skipped = frozenset(names)


def variant() -> CpuVariant | None:
    """Return the variant that computes in this process, or would; None in a plain build.

    Raises EngineError where the build has variants and none may run here.
    """
    if _loaded:
        return _taken
    chosen = choose(variants(), _skipped)
    if chosen is None and variants():
        names = ", ".join(v.name for v in usable_variants())
        # What cannot be loaded for want of memory fits nobody either.
        why = f"it could run: {names}" if names else "it can load none: see ulimit -v too"
        raise EngineError(
            f"{folder()}: no variant of llama.cpp for this CPU may be taken ({why}); see "
            f"ilora-edge doctor, and {CHOICE} in the environment"
        )
    return chosen


def is_loaded() -> bool:
    """Whether a variant computes in this process already, so that no other can."""
    return _loaded


def load_variant() -> None:
    """Give llama.cpp the library that computes on this CPU, once per process.

    A plain build has it linked in, and nothing is done.
    """
    global _taken, _loaded
    if not _loaded:
        chosen = variant()
        if chosen is not None:
            if _log_callback is None:
                _send_log(verbose=False)
            ggml = ctypes.CDLL(str(folder() / "libggml.so"))
            ggml.ggml_backend_load.restype = ctypes.c_void_p
            ggml.ggml_backend_load.argtypes = [ctypes.c_char_p]
            if not ggml.ggml_backend_load(os.fsencode(chosen.path)):
                raise EngineError(f"{chosen.path}: llama.cpp cannot load it; install it again")
        _taken, _loaded = chosen, True


def start(verbose: bool) -> None:
    """Initialise llama.cpp, its log going to stderr or nowhere."""
    _send_log(verbose)
    load_variant()
    C.llama_backend_init()


def _send_log(verbose: bool) -> None:
    global _log_callback

    @C.llama_log_callback  # type: ignore[untyped-decorator]
    def callback(level: int, text: bytes, _data: object) -> None:
        if verbose:
            sys.stderr.write(text.decode("utf-8", "replace"))

    if not verbose and os.name == "posix":
        # A C function that does nothing: Ctrl-C would else arrive in ours, which cannot raise it.
        callback = ctypes.cast(ctypes.CDLL(None).abs, C.llama_log_callback)
    # Kept alive here: llama.cpp calls it for the rest of the process.
    _log_callback = callback
    C.llama_log_set(callback, ctypes.c_void_p(0))


def has_amx() -> bool:
    """Whether the kernels that compute here use AMX."""
    return "AMX_INT8 = 1" in system_info()


def bears_extra_buffers(wanted: bool | None = None) -> bool:
    """Whether weights may be repacked for these kernels; ``wanted`` decides, where it is set.

    Not for llama.cpp's AMX: as gcc 12 compiles it, it crashes, or is right on a wide model and
    gives scores that are not finite on a narrow one.
    """
    return not has_amx() if wanted is None else wanted


def system_info() -> str:
    """Return what llama.cpp says of the build: the CPU features it uses."""
    load_variant()
    text: bytes = C.llama_print_system_info() or b""
    return text.decode("utf-8", "replace").strip(" |")


def kernels() -> str:
    """Return the variant's name, or what a plain build was built for; loads nothing."""
    taken = variant()
    return system_info() if taken is None else taken.name


def cpu_library() -> Path | None:
    """Return the library whose kernels compute here; None where it is not a file of its own."""
    taken = variant()
    if taken is not None:
        return taken.path
    return next(iter(folder().glob("libggml-cpu.*")), None)


def files() -> list[Path]:
    """Return the file that was loaded and the libraries beside it, in order of their names."""
    loaded = Path(C._lib._name)
    beside = loaded.parent.glob(f"*{loaded.suffix}")
    return sorted({loaded, *beside, *(v.path for v in variants())})


def version() -> str:
    """Return llama.cpp's own version."""
    return (C.llama_version() or b"unknown").decode("utf-8", "replace")
