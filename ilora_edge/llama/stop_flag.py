"""A flag in memory that llama.cpp looks at between two steps of its graph, without asking Python.

llama.cpp asks a C function whether to stop. A Python one would need the interpreter a thousand
times a decode; ``strlen`` of a text that is empty, or one byte long, says no or yes.
"""

from __future__ import annotations

import ctypes
import os
from typing import Any

from ilora_edge.llama.library import C


class StopFlag:
    """The flag of one context; without a C library to ask, setting it does nothing."""

    def __init__(self, context: Any) -> None:
        self._text = ctypes.create_string_buffer(2)
        libc = ctypes.CDLL(None) if os.name == "posix" else None
        if libc is not None:
            self._asked = ctypes.cast(libc.strlen, C.ggml_abort_callback)
            C.llama_set_abort_callback(context, self._asked, ctypes.addressof(self._text))

    def set(self) -> None:
        """Have the decode under way end at its next step."""
        self._text[0] = b"\x01"

    def clear(self) -> None:
        """Let the next decode run."""
        self._text[0] = b"\x00"
