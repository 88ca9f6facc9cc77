"""llama.cpp's shared library, bound by llama-cpp-python: the device side's only import of it."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

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

    # Kept alive here: llama.cpp calls it for the rest of the process.
    _log_callback = callback
    C.llama_log_set(callback, ctypes.c_void_p(0))
    C.llama_backend_init()


def has_amx() -> bool:
    return b"AMX_INT8 = 1" in (C.llama_print_system_info() or b"")


def to_float() -> dict[str, Any]:
    """Return functions that turn stored weights, (n,) uint8, into float32, (m,), by type.

    ggml's own for this CPU; numpy's where the library does not export them.
    """

    def native(name: str) -> Any:
        folder = Path(C.__file__).parent / "lib"
        function = getattr(ctypes.CDLL(str(next(folder.glob("libggml-cpu.*")))), name)
        function.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]
        function.restype = None

        def convert(stored: npt.NDArray[np.uint8], out: npt.NDArray[np.float32]) -> None:
            function(stored.ctypes.data, out.ctypes.data, out.size)

        return convert

    def copy(stored: npt.NDArray[np.uint8], out: npt.NDArray[np.float32]) -> None:
        np.copyto(out, stored.view(np.float32).reshape(out.shape))

    def half(stored: npt.NDArray[np.uint8], out: npt.NDArray[np.float32]) -> None:
        np.copyto(out, stored.view(np.float16).reshape(out.shape))

    def brain(stored: npt.NDArray[np.uint8], out: npt.NDArray[np.float32]) -> None:
        bits = stored.view(np.uint16).astype(np.uint32) << 16
        np.copyto(out, bits.view(np.float32).reshape(out.shape))

    found: dict[str, Any] = {"f32": copy, "f16": half, "bf16": brain}
    with suppress(OSError, AttributeError, StopIteration):
        found |= {
            "f16": native("ggml_cpu_fp16_to_fp32"),
            "bf16": native("ggml_cpu_bf16_to_fp32"),
        }
    return found


def system_info() -> str:
    """Return what llama.cpp says of the build: the CPU features it uses."""
    text: bytes = C.llama_print_system_info() or b""
    return text.decode("utf-8", "replace").strip(" |")
