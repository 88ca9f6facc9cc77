"""Loading a model's weights: ended by Ctrl-C, and bounded in seconds.

llama.cpp asks a C function before every tensor whether to go on. A Python one would have to run in
this thread, where it would swallow the interruption, or in another, which costs milliseconds.
"""

from __future__ import annotations

import ctypes
import os
import platform
import time
from pathlib import Path
from typing import Any

from ilora_edge.errors import EngineError
from ilora_edge.llama.library import C
from ilora_edge.system.interruption import interruptible

_CHUNK = 1 << 20


def load_model(path: Path, params: Any, seconds: float) -> Any:
    """Return llama.cpp's handle of a model file, whose header has been checked.

    Raises
    ------
    EngineError
        llama.cpp cannot load it, or it takes more than ``seconds``.
    """
    end = time.monotonic() + seconds
    _read_ahead(path, end, seconds)
    if time.monotonic() > end:
        raise _late(path, seconds)
    # One byte long, or empty: the answer of strlen is yes, or no.
    go_on = ctypes.create_string_buffer(b"\x01")
    if _asks_strlen():
        params.progress_callback = ctypes.cast(ctypes.CDLL(None).strlen, C.llama_progress_callback)
        params.progress_callback_user_data = ctypes.addressof(go_on)

    def stop() -> None:
        go_on[0] = b"\x00"

    with interruptible(stop, seconds) as call:
        model = C.llama_model_load_from_file(os.fsencode(path), params)
    if model:
        return model
    if call.is_interrupted:
        raise KeyboardInterrupt
    if call.is_late:
        raise _late(path, seconds)
    raise EngineError(f"{path}: llama.cpp cannot load this model; verify the bundle")


def _asks_strlen() -> bool:
    """Return whether a text's address is the first thing that ``strlen`` sees.

    llama.cpp passes a number before it, which on these machines goes into a register of its own.
    """
    return os.name == "posix" and platform.machine() in ("x86_64", "aarch64", "arm64")


def _read_ahead(path: Path, end: float, seconds: float) -> None:
    """Have the system read what it has not in memory, so that mapping the file does not wait.

    llama.cpp maps a file with one call that reads all of it, and that nothing can interrupt.
    """
    if not hasattr(os, "preadv") or not hasattr(os, "RWF_NOWAIT"):
        return
    byte = bytearray(1)
    with path.open("rb", buffering=0) as file:
        for start in range(0, os.fstat(file.fileno()).st_size, _CHUNK):
            try:
                os.preadv(file.fileno(), [byte], start, os.RWF_NOWAIT)
            except BlockingIOError:
                os.pread(file.fileno(), _CHUNK, start)
                if time.monotonic() > end:
                    raise _late(path, seconds) from None
            except OSError:
                # A file system that cannot say; llama.cpp will read it.
                return


def _late(path: Path, seconds: float) -> EngineError:
    return EngineError(
        f"{path}: loading it took more than {seconds:g} seconds; copy it to a faster disk"
    )
