"""The encoder on the device: history in, gate weights, item scores and soft tokens out.

It runs by onnxruntime.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import BundleError, EngineError
from ilora_edge.system.interruption import interruptible
from ilora_edge.system.onnx_runtime import onnxruntime as ort
from ilora_edge.titles import printable
from ilora_edge.untrusted.onnx_graph import check_onnx

INPUT = "items"
SOFT_INPUT = "soft_items"
TITLE_INPUT = "titles"
OUTPUTS = ("state", "gate_weights", "item_scores")
SOFT_OUTPUT = "soft_tokens"
EMBEDDING_OUTPUT = "item_embeddings"
PADDING = 0
MAX_WINDOW = 1 << 14
MAX_TITLE_WIDTH = 1 << 16
SECONDS = 60.0
MAX_MEMORY_BYTES = 1 << 30
"""Of all encoders of a process: a few bytes of a graph can ask for any amount."""
_INTEGERS, _REALS = "tensor(int64)", "tensor(float)"
_OF_TITLES = (TITLE_INPUT, _REALS)

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoding:
    """What the encoder says of one history."""

    state: FloatArray
    """(D,)"""
    gate_weights: FloatArray
    """(K,), summing to 1."""
    item_scores: FloatArray
    """(N,) log-probabilities of being the next item; place i is encoder index i + 1.

    With M titles from outside the catalogue (N + M,): theirs come last."""


class Encoder:
    """One ONNX file: SASRec, the gate, the item scores and the projector to soft tokens.

    A bundle whose prompts are text alone has no projector; older bundles do not return the
    items' embeddings. One whose items were learnt with their titles reads ``titles``: vectors
    (M, ``title_width``) of items that the catalogue does not have, which it takes for the encoder
    indices N + 1 to N + M.

    Parameters
    ----------
    path
        The file.
    seconds
        What loading it, and each call, may take at most.
    before_loading
        Is given what ends the loading, from another thread.

    Raises
    ------
    BundleError
        The file is not ONNX, holds what no encoder needs, or has other inputs or outputs.
    """

    def __init__(
        self,
        path: Path,
        seconds: float = SECONDS,
        before_loading: Callable[[Callable[[], None]], None] = lambda stop: None,
    ) -> None:
        check_onnx(path)
        self._seconds = seconds
        options = ort.SessionOptions()
        # Not onnxruntime's own format, whatever the bytes look like.
        options.add_session_config_entry("session.load_model_format", "ONNX")
        _bound_memory()
        options.add_session_config_entry("session.use_env_allocators", "1")
        # One short sequence: a thread pool would cost more than it saves.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # What goes wrong is said once, by the error.
        options.log_severity_level = 4
        try:
            stop = partial(options.set_load_cancellation_flag, True)
            before_loading(stop)
            # Its own second try, the same again, would be announced on stdout.
            with interruptible(stop, seconds):
                self._session = ort.InferenceSession(
                    _openable(path), options, providers=["CPUExecutionProvider"], enable_fallback=0
                )
            inputs = [(i.name, i.type) for i in self._session.get_inputs()]
            outputs = [(o.name, o.type) for o in self._session.get_outputs()]
            shapes = [i.shape for i in self._session.get_inputs()]
        except Exception as error:  # onnxruntime's exceptions share no public base
            raise BundleError(
                f"{path}: onnxruntime cannot load it ({_reason(error)}); export the bundle again"
            ) from error
        names = [name for name, _ in outputs]
        self.has_soft_tokens = SOFT_OUTPUT in names
        self.has_item_embeddings = EMBEDDING_OUTPUT in names
        optional = [n for n in (SOFT_OUTPUT, EMBEDDING_OUTPUT) if n in names]
        # Both of these are of the items that the second input names.
        self._has_soft_input = bool(optional)
        expected = [(n, _INTEGERS) for n in ([INPUT, SOFT_INPUT] if optional else [INPUT])]
        self.reads_titles = _OF_TITLES in inputs
        if self.reads_titles:
            expected.append(_OF_TITLES)
        if inputs != expected or outputs != [(n, _REALS) for n in (*OUTPUTS, *optional)]:
            raise BundleError(f"{path}: not this project's encoder; export the bundle again")
        shape, self.title_width = shapes[0], _title_width(shapes[-1]) if self.reads_titles else 0
        if self.reads_titles and not self.title_width:
            raise BundleError(f"{path}: its titles have no fixed width; export the bundle again")
        if len(shape) != 2 or type(shape[1]) is not int or not 1 <= shape[1] <= MAX_WINDOW:
            raise BundleError(f"{path}: its window is not fixed; export the bundle again")
        self.window = shape[1]
        self._path = path
        # Of the last history that was encoded, by encoder index.
        self._soft_tokens: dict[int, FloatArray] = {}

    def encode(self, history: Sequence[int], titles: FloatArray | None = None) -> Encoding:
        """Encode encoder indices, oldest first; only the last ``window`` of them count.

        ``titles`` (M, ``title_width``) are vectors of items from outside the catalogue; the
        history may hold them, by the indices N + 1 to N + M, and they have scores.
        """
        last = list(history[-self.window :])
        if not last:
            raise EngineError("the encoder needs at least one known item")
        # A prompt may want the history's soft tokens next: a run of their own costs as much again.
        # Titles from outside the catalogue have none.
        own = list(dict.fromkeys(last)) if self.has_soft_tokens and titles is None else []
        outputs = (*OUTPUTS, SOFT_OUTPUT) if own else OUTPUTS
        found = self._run(outputs, self._rows([last]), own, titles)
        if own:
            self._check_rows(SOFT_OUTPUT, found[-1], own)
            self._soft_tokens = dict(zip(own, found[-1], strict=True))
        (encoding,) = self._encodings(found[: len(OUTPUTS)], 1)
        return encoding

    def encode_batch(
        self, histories: Sequence[Sequence[int]], titles: FloatArray | None = None
    ) -> list[Encoding]:
        """Encode many histories in one run, each as :meth:`encode` does; they share ``titles``."""
        if not all(histories):
            raise EngineError("the encoder needs at least one known item")
        rows = self._rows([list(history[-self.window :]) for history in histories])
        return self._encodings(self._run(OUTPUTS, rows, [], titles), len(histories))

    def _rows(self, histories: Sequence[Sequence[int]]) -> npt.NDArray[np.int64]:
        rows = np.full((len(histories), self.window), PADDING, dtype=np.int64)
        for row, history in zip(rows, histories, strict=True):
            row[self.window - len(history) :] = history
        return rows

    def _encodings(self, outputs: Sequence[FloatArray], n: int) -> list[Encoding]:
        state, gate_weights, scores = outputs
        if not (len(state) == len(gate_weights) == len(scores) == n):
            raise self._senseless("it answers for another number of histories")
        # A float32 sum of softmax outputs; also where none of them is negative.
        if np.abs(gate_weights.sum(axis=1) - 1).max() > 1e-3 or gate_weights.min() < 0:
            raise self._senseless("its gate weights do not sum to 1")
        return [Encoding(*row) for row in zip(state, gate_weights, scores, strict=True)]

    def soft_tokens(self, indices: Sequence[int]) -> FloatArray:
        """Return the soft tokens of these encoder indices, (n, d): embeddings of the backbone."""
        if not self.has_soft_tokens:
            raise BundleError(
                f"{self._path}: has no soft tokens, the prompt needs them; export the bundle again"
            )
        if indices and self._soft_tokens.keys() >= set(indices):
            return np.stack([self._soft_tokens[i] for i in indices])
        return self._of_items(SOFT_OUTPUT, indices)

    def item_embeddings(
        self, indices: Sequence[int], titles: FloatArray | None = None
    ) -> FloatArray:
        """Return what the encoder knows of these encoder indices, (n, D): alike items are near.

        ``titles`` as in :meth:`encode`.
        """
        if not self.has_item_embeddings:
            raise BundleError(
                f"{self._path}: does not return item embeddings, which diversity needs; "
                "export the bundle again"
            )
        return self._of_items(EMBEDDING_OUTPUT, indices, titles)

    def _of_items(
        self, output: str, indices: Sequence[int], titles: FloatArray | None = None
    ) -> FloatArray:
        items = np.full((1, self.window), PADDING, dtype=np.int64)
        rows: FloatArray = self._run((output,), items, indices, titles)[0]
        self._check_rows(output, rows, indices)
        return rows

    def _check_rows(self, output: str, rows: FloatArray, indices: Sequence[int]) -> None:
        if len(rows) != len(indices):
            raise self._senseless(f"it makes {len(rows)} {output} of {len(indices)} items")

    def _run(
        self,
        outputs: Sequence[str],
        items: npt.NDArray[np.int64],
        soft_items: Sequence[int],
        titles: FloatArray | None = None,
    ) -> list[FloatArray]:
        feed: dict[str, npt.NDArray[Any]] = {INPUT: items}
        if self._has_soft_input:
            feed[SOFT_INPUT] = np.array(soft_items, dtype=np.int64)
        if self.reads_titles:
            feed[TITLE_INPUT] = self._checked_titles(titles)
        elif titles is not None:
            raise BundleError(
                f"{self._path}: knows no titles from outside its catalogue; train it with "
                "encoder.text_size"
            )
        run = ort.RunOptions()

        def stop() -> None:
            run.terminate = True

        try:
            with interruptible(stop, self._seconds) as call:
                found: list[FloatArray] = self._session.run(list(outputs), feed, run)
        except Exception as error:  # as above
            if call.is_interrupted:
                raise KeyboardInterrupt from error
            if call.is_late:
                raise EngineError(
                    f"{self._path}: it computes for more than {self._seconds:g} seconds; "
                    "export the bundle again"
                ) from error
            raise EngineError(
                f"{self._path}: onnxruntime failed ({_reason(error)}); export the bundle again"
            ) from error
        for name, array in zip(outputs, found, strict=True):
            if array.ndim != 2 or array.size == 0 or not np.isfinite(array).all():
                raise self._senseless(f"its {name} are not finite numbers, or of another shape")
        return found

    def _checked_titles(self, titles: FloatArray | None) -> FloatArray:
        if titles is None:
            return np.zeros((0, self.title_width), np.float32)
        if titles.ndim != 2 or titles.shape[1] != self.title_width:
            raise EngineError(
                f"{self._path}: title vectors have the shape {titles.shape}, the encoder reads "
                f"(M, {self.title_width}); is this its backbone?"
            )
        return np.ascontiguousarray(titles, dtype=np.float32)

    def _senseless(self, problem: str) -> BundleError:
        return BundleError(f"{self._path}: {problem}; export the bundle again")


def _title_width(shape: Sequence[object]) -> int:
    """Return the width that title vectors must have; 0 where the graph does not fix it."""
    width = shape[1] if len(shape) == 2 else 0
    return width if type(width) is int and 1 <= width <= MAX_TITLE_WIDTH else 0


@cache
def _bound_memory() -> None:
    kind, where = ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, ort.OrtMemType.DEFAULT
    limit = ort.OrtArenaCfg({"max_mem": MAX_MEMORY_BYTES})
    # There is one per process: an application that has made its own keeps it.
    with suppress(RuntimeError):
        ort.create_and_register_allocator(ort.OrtMemoryInfo("Cpu", kind, 0, where), limit)


def _openable(path: Path) -> str | bytes:
    """Return what onnxruntime can open: a path in UTF-8, or else the bytes of the file."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return path.read_bytes()
    return str(path)


def _reason(error: Exception) -> str:
    """Return what an exception says on one line: names of the file's own are in it."""
    return printable(str(error))[:300] or type(error).__name__
