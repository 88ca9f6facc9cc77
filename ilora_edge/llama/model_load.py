"""Loading a model's weights: ended by Ctrl-C, and bounded in seconds."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

from ilora_edge.errors import EngineError
from ilora_edge.llama.library import C

_CHUNK = 1 << 20


def load_model(path: Path, params: Any, seconds: float) -> Any:
    """Return llama.cpp's handle of a model file, whose header has been checked.

    llama.cpp loads in a thread of its own, where its questions whether to go on can be answered
    without Python's handling of signals coming in between.

    Raises
    ------
    EngineError
        llama.cpp cannot load it, or it takes more than ``seconds``.
    """
    end = time.monotonic() + seconds
    _read_ahead(path, end, seconds)
    stop = threading.Event()
    found: list[Any] = []

    @C.llama_progress_callback  # type: ignore[untyped-decorator]
    def may_go_on(_progress: float, _data: object) -> bool:
        return not stop.is_set() and time.monotonic() < end

    def load() -> None:
        found.append(C.llama_model_load_from_file(os.fsencode(path), params))

    params.progress_callback = may_go_on
    thread = threading.Thread(target=load, daemon=True, name="ilora-edge-load")
    thread.start()
    try:
        thread.join()
    except BaseException:
        # Ctrl-C. The callback must outlive the thread that asks it.
        stop.set()
        thread.join()
        if found and found[0]:
            C.llama_model_free(found[0])
        raise
    if found and found[0]:
        return found[0]
    if time.monotonic() > end:
        raise _late(path, seconds)
    raise EngineError(f"{path}: llama.cpp cannot load this model; verify the bundle")


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
