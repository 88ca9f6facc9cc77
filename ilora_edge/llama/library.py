"""llama.cpp's shared library, bound by llama-cpp-python: the device side's only import of it."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from ilora_edge.errors import EngineError


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
    finally:
        del sys.modules["llama_cpp"]


C: Any = _bindings()

_log_callback: Any = None


def start(verbose: bool) -> None:
    """Initialise llama.cpp, its log going to stderr or nowhere."""
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
    C.llama_backend_init()


def has_amx() -> bool:
    return b"AMX_INT8 = 1" in (C.llama_print_system_info() or b"")


def system_info() -> str:
    """Return what llama.cpp says of the build: the CPU features it uses."""
    text: bytes = C.llama_print_system_info() or b""
    return text.decode("utf-8", "replace").strip(" |")


def files() -> list[Path]:
    """Return the file that was loaded and the libraries beside it, in order of their names."""
    loaded = Path(C._lib._name)
    return sorted({loaded, *loaded.parent.glob(f"*{loaded.suffix}")})


def version() -> str:
    """Return llama.cpp's own version."""
    return (C.llama_version() or b"unknown").decode("utf-8", "replace")
