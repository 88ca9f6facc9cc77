"""LoRA adapters handed to llama.cpp from memory."""

from __future__ import annotations

import ctypes
import os
from typing import Any

from ilora_edge.errors import EngineError
from ilora_edge.llama.library import C
from ilora_edge.system.scratch import ScratchFolder


def load_adapter(model: Any, data: memoryview) -> Any:
    """Load an adapter from memory where the C library can open it as a file, else from a file."""
    libc = ctypes.CDLL(None) if os.name == "posix" else None
    if libc is not None and hasattr(libc, "fmemopen"):
        libc.fmemopen.restype = ctypes.c_void_p
        libc.fmemopen.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
        libc.fclose.argtypes = [ctypes.c_void_p]
        memory = (ctypes.c_char * len(data)).from_buffer(data)
        file = libc.fmemopen(memory, len(data), b"rb")
        if not file:
            raise EngineError("no memory to hand the adapter to llama.cpp")
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
