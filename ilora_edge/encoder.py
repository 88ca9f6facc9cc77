"""The encoder on the device: history in, gate weights and item scores out, by onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from ilora_edge.errors import BundleError, EngineError

INPUT = "items"
OUTPUTS = ("state", "gate_weights", "item_scores")
PADDING = 0

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoding:
    """What the encoder says of one history."""

    state: FloatArray
    """(D,)"""
    gate_weights: FloatArray
    """(K,), summing to 1."""
    item_scores: FloatArray
    """(N,) log-probabilities of being the next item; place i is encoder index i + 1."""


class Encoder:
    """One ONNX file: SASRec, the gate and the item scores.

    Raises
    ------
    BundleError
        The file is not ONNX or has other inputs or outputs.
    """

    def __init__(self, path: Path) -> None:
        options = ort.SessionOptions()
        # One short sequence: a thread pool would cost more than it saves.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = ort.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's exceptions share no public base
            reason = str(error).splitlines()[0]
            raise BundleError(f"{path}: onnxruntime cannot load it ({reason})") from error
        inputs = self._session.get_inputs()
        outputs = tuple(o.name for o in self._session.get_outputs())
        if len(inputs) != 1 or inputs[0].name != INPUT or outputs != OUTPUTS:
            raise BundleError(f"{path}: not this project's encoder; export the bundle again")
        shape = inputs[0].shape
        if len(shape) != 2 or type(shape[1]) is not int or shape[1] < 1:
            raise BundleError(f"{path}: its window is not fixed; export the bundle again")
        self.window = shape[1]
        self._path = path

    def encode(self, history: Sequence[int]) -> Encoding:
        """Encode encoder indices, oldest first; only the last ``window`` of them count."""
        items = np.full((1, self.window), PADDING, dtype=np.int64)
        last = list(history[-self.window :])
        if not last:
            raise EngineError("the encoder needs at least one known item")
        items[0, self.window - len(last) :] = last
        try:
            state, gate_weights, scores = self._session.run(list(OUTPUTS), {INPUT: items})
        except Exception as error:  # as above
            reason = str(error).splitlines()[0]
            raise EngineError(f"{self._path}: onnxruntime failed ({reason})") from error
        return Encoding(state[0], gate_weights[0], scores[0])
