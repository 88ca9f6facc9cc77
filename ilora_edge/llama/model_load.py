"""Loading a model's weights: ended by Ctrl-C, and bounded in seconds.

llama.cpp asks a C function before every tensor whether to go on. A Python one would have to run in
this thread, where it would swallow the interruption, or in another, which costs milliseconds.
"""

from __future__ import annotations

import ctypes
import os
import platform
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ilora_edge.errors import EngineError
from ilora_edge.llama.library import C
from ilora_edge.system.interruption import interruptible

_CHUNK = 1 << 20


class _Load:
    """One load: whoever runs it may be stopped by another thread."""

    def __init__(self, path: Path, params: Any, seconds: float) -> None:
        self._path, self._params, self._seconds = path, params, seconds
        self._end = time.monotonic() + seconds
        # One byte long, or empty: the answer of strlen is yes, or no.
        self._go_on = ctypes.create_string_buffer(b"\x01")
        if _asks_strlen():
            ask = ctypes.cast(ctypes.CDLL(None).strlen, C.llama_progress_callback)
            params.progress_callback = ask
            params.progress_callback_user_data = ctypes.addressof(self._go_on)

    def stop(self) -> None:
        """Have it end before the next tensor."""
        self._go_on[0] = b"\x00"

    def run(self) -> Any:
        """Return llama.cpp's handle."""
        _read_ahead(self._path, self._may_go_on)
        if time.monotonic() > self._end:
            raise self._late()
        with interruptible(self.stop, self._end - time.monotonic()) as call:
            model = C.llama_model_load_from_file(os.fsencode(self._path), self._params)
        if model:
            return model
        if call.is_interrupted:
            raise KeyboardInterrupt
        if call.is_late:
            raise self._late()
        raise EngineError(
            f"{self._path}: llama.cpp cannot load this model; verify the bundle, or "
            "close what else takes memory"
        )

    def _may_go_on(self) -> bool:
        return self._go_on.raw[0] == 1 and time.monotonic() <= self._end

    def _late(self) -> EngineError:
        return EngineError(
            f"{self._path}: loading it took more than {self._seconds:g} seconds; copy it to a "
            "faster disk"
        )


def load_model(path: Path, params: Any, seconds: float) -> Any:
    """Return llama.cpp's handle of a model file, whose header has been checked.

    Raises
    ------
    EngineError
        llama.cpp cannot load it, or it takes more than ``seconds``.
    """
    return _Load(path, params, seconds).run()


class Loading:
    """What :func:`load_model` does, in a thread of its own, until somebody waits for it.

    It takes a tenth of a second and more, most of it llama.cpp's own reading of the vocabulary, in
    which Python can do something else. Whoever begins it waits for it or closes it.
    """

    def __init__(self, path: Path, params: Any, seconds: float) -> None:
        self._load, self._seconds = _Load(path, params, seconds), seconds
        self._model: Any = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True, name="ilora-edge-loading")
        self._thread.start()

    def wait(self) -> Any:
        """Return the handle, which is the caller's to free; raises what loading has raised."""
        with interruptible(self._load.stop, self._seconds) as call:
            self._thread.join()
        if call.is_interrupted:
            self.close()
            raise KeyboardInterrupt
        if self._error is not None:
            raise self._error
        model, self._model = self._model, None
        return model

    def close(self) -> None:
        """Stop loading, and free what nobody has waited for; safe to call twice."""
        self._load.stop()
        self._thread.join()
        if self._model is not None:
            C.llama_model_free(self._model)
            self._model = None

    def _run(self) -> None:
        try:
            self._model = self._load.run()
            _give_back()
        except Exception as error:
            # Whoever waits is told.
            self._error = error


def _give_back() -> None:
    """Give the system back what loading no longer needs: no other thread would use it again."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


def _asks_strlen() -> bool:
    """Return whether a text's address is the first thing that ``strlen`` sees.

    llama.cpp passes a number before it, which on these machines goes into a register of its own.
    """
    return os.name == "posix" and platform.machine() in ("x86_64", "aarch64", "arm64")


def _read_ahead(path: Path, may_go_on: Callable[[], bool]) -> None:
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
                if not may_go_on():
                    return
            except OSError:
                # A file system that cannot say; llama.cpp will read it.
                return
