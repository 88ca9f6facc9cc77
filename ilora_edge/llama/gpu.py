"""A GPU's library beside the CPU's, where a build has one. Untested: no GPU was at hand."""

from __future__ import annotations

import ctypes
import os

from ilora_edge.errors import EngineError, OptionError
from ilora_edge.llama import library
from ilora_edge.llama.library import C

KINDS = ("cuda", "hip", "vulkan", "sycl", "musa", "opencl")
ALL_LAYERS = 999
"""More than a model has: llama.cpp takes what there is."""


def parse_gpu_layers(text: str) -> int | None:
    """Return the number in ``--gpu-layers``; None for ``auto``."""
    if text == "auto":
        return None
    if text.isascii() and text.isdigit() and int(text) <= ALL_LAYERS:
        return int(text)
    raise OptionError(f"--gpu-layers is a number up to {ALL_LAYERS} or auto, not {text!r}")


def resolve_gpu_layers(asked: int | None) -> int:
    """Load what can compute on a GPU and return how many layers go there.

    Parameters
    ----------
    asked
        None: all where there is a GPU, else none.

    Raises EngineError where layers are asked for and no GPU can be used.
    """
    if asked == 0:
        return 0
    _load_gpu_libraries()
    if C.llama_supports_gpu_offload():
        return ALL_LAYERS if asked is None else asked
    if asked is None:
        return 0
    raise EngineError(
        f"--gpu-layers {asked}: llama.cpp has no GPU to use; put its library for one, as "
        f"libggml-vulkan.so, into {library.folder()}, or leave the option out"
    )


def _load_gpu_libraries() -> None:
    library.load_variant()
    if not library.variants():
        # A plain build has linked in what it has.
        return
    load = ctypes.CDLL(str(library.folder() / "libggml.so")).ggml_backend_load
    load.restype = ctypes.c_void_p
    load.argtypes = [ctypes.c_char_p]
    for kind in KINDS:
        path = library.folder() / f"libggml-{kind}.so"
        if path.is_file():
            load(os.fsencode(path))
