"""LoRA adapters handed to llama.cpp from memory, and written anew where they then lie.

Loading an adapter for each person copies all of it three times and makes llama.cpp plan its memory
again. llama.cpp has no call to change the one it holds, but its C++ finds an adapter's tensors by
name; where a build exports that function, a person's mix is written into them.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import EngineError
from ilora_edge.llama.library import C
from ilora_edge.system.scratch import ScratchFolder

FloatArray = npt.NDArray[np.float32]

_FIND = "_ZN18llama_adapter_lora10get_weightEP11ggml_tensor"
"""``llama_adapter_lora::get_weight``: a matrix' A and B, of which it reads the matrix' name."""
_A, _B = ".lora_a", ".lora_b"


class LoadedAdapter:
    """An adapter that llama.cpp holds; its owner frees it once no context uses it."""

    def __init__(self, model: Any, data: memoryview) -> None:
        self.handle = _load(model, data)

    def free(self) -> None:
        """Free it; views of its tensors must not be used from then on."""
        C.llama_adapter_lora_free(self.handle)
        self.handle = None

    def tensors(self, expected: Mapping[str, FloatArray]) -> dict[str, FloatArray] | None:
        """Return views of these tensors' memory, to be written between decodes.

        Only for adapters in this process's memory, and only while it is loaded. ``expected`` is
        what they hold; None where this build does not say where they are, or where they are, as
        far as it says, holds something else.
        """
        found = {}
        for name, values in expected.items():
            view = self._view(name, values)
            if view is None or not np.array_equal(view, values):
                return None
            found[name] = view
        return found

    def _view(self, name: str, values: FloatArray) -> FloatArray | None:
        library = C._lib
        try:
            find, set_name = library[_FIND], library["ggml_set_name"]
            size_of, data_of = library["ggml_nbytes"], library["ggml_get_data"]
            overhead = library["ggml_tensor_overhead"]
        except AttributeError:
            return None
        overhead.restype = size_of.restype = ctypes.c_size_t
        set_name.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        set_name.restype = data_of.restype = ctypes.c_void_p
        size_of.argtypes = data_of.argtypes = [ctypes.c_void_p]
        find.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        find.restype = ctypes.POINTER(ctypes.c_void_p * 2)
        # A tensor that has nothing but a name.
        matrix = ctypes.create_string_buffer(overhead())
        set_name(matrix, name.removesuffix(_A).removesuffix(_B).encode())
        pair = find(self.handle, matrix)
        tensor = pair.contents[name.endswith(_B)] if pair else None
        address = data_of(tensor) if tensor and size_of(tensor) == values.nbytes else None
        if address is None:
            return None
        memory = (ctypes.c_float * values.size).from_address(address)
        return np.ctypeslib.as_array(memory).reshape(values.shape)


def _load(model: Any, data: memoryview) -> Any:
    """Load an adapter from memory where the C library can open it as a file, else from a file."""
    libc = ctypes.CDLL(None) if os.name == "posix" else None
    if libc is not None and hasattr(libc, "fmemopen"):
        libc.fmemopen.restype = ctypes.c_void_p
        libc.fmemopen.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
        libc.fclose.argtypes = [ctypes.c_void_p]
        memory = (ctypes.c_char * len(data)).from_buffer(data)
        file = libc.fmemopen(memory, len(data), b"rb")
        if not file:
            raise EngineError(
                "no memory to hand the adapter to llama.cpp; close what else takes memory"
            )
        try:
            adapter = C.llama_adapter_lora_init_from_file_ptr(model, file)
        finally:
            libc.fclose(file)
    else:
        with ScratchFolder() as folder:
            path = folder / "adapter.gguf"
            path.write_bytes(data)
            adapter = C.llama_adapter_lora_init(model, os.fsencode(path))
    if not adapter:
        raise EngineError("llama.cpp cannot load the mixed adapter; verify the bundle")
    return adapter
