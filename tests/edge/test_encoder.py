"""What an encoder's file answers is checked before anybody mixes or ranks by it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ilora_edge.encoder import Encoder
from ilora_edge.errors import BundleError

STATE, SCORES = np.zeros((1, 3), np.float32), np.full((1, 5), -1.6, np.float32)


@pytest.fixture
def encoder() -> Encoder:
    """One without a session: only its answers are looked at."""
    made = object.__new__(Encoder)
    made._path = Path("encoder.onnx")
    return made


@pytest.mark.parametrize("gate", [[0.7, 0.2], [1.5, -0.5], [0.0, 0.0], [2.0, -1.0]])
def test_gate_weights_that_are_no_shares_are_refused(encoder: Encoder, gate: list[float]) -> None:
    with pytest.raises(BundleError, match="its gate weights do not sum to 1; export"):
        encoder._encodings([STATE, np.array([gate], np.float32), SCORES], 1)


def test_as_many_answers_as_histories(encoder: Encoder) -> None:
    gate = np.array([[0.25, 0.75]], np.float32)
    (found,) = encoder._encodings([STATE, gate, SCORES], 1)
    assert found.gate_weights.tolist() == [0.25, 0.75]
    assert (found.state.shape, found.item_scores.shape) == ((3,), (5,))
    with pytest.raises(BundleError, match="another number of histories"):
        encoder._encodings([STATE, gate, SCORES], 2)
