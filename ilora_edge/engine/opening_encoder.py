"""Opening an encoder in a thread of its own: onnxruntime takes as long as llama.cpp to load.

Nothing here imports onnxruntime but that thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ilora_edge.encoder import Encoder


class OpeningEncoder:
    """Opens an encoder until somebody waits for it; whoever begins it waits for it or closes it.

    Parameters
    ----------
    path
        The file.
    seconds
        What loading it, and each call of the encoder, may take at most.
    """

    def __init__(self, path: Path, seconds: float) -> None:
        self._path, self._seconds = path, seconds
        self._encoder: Encoder | None = None
        self._error: Exception | None = None
        self._is_closed = False
        self._stop: Callable[[], None] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True, name="ilora-edge-encoder")
        self._thread.start()

    def wait(self) -> Encoder:
        """Return the encoder; raises what opening it has raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._encoder is not None
        return self._encoder

    def close(self) -> None:
        """Stop opening; safe to call twice, and after the encoder is in use."""
        self._is_closed = True
        if self._stop is not None:
            self._stop()
        # A thread in native code would crash the end of the process.
        self._thread.join()

    def _run(self) -> None:
        try:
            from ilora_edge.encoder import Encoder

            self._encoder = Encoder(self._path, self._seconds, self._before_loading)
        except Exception as error:
            # Whoever waits is told.
            self._error = error

    def _before_loading(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        if self._is_closed:
            stop()
