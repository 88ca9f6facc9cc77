"""Cold items share what the encoder gives them, however little that is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ilora_edge.bundle.manifest import FusionWeights
from ilora_edge.engine.item_scores import ItemScores


@pytest.mark.parametrize("lower", [0.0, 797.0])
def test_cold_items_have_the_mean_of_their_probabilities(lower: float) -> None:
    catalogue: Any = SimpleNamespace(cold_items=lambda: [2, 3])
    scores = np.log(np.array([0.5, 0.4, 0.1], np.float32)) - np.float32(lower)
    settled = ItemScores(catalogue, False, FusionWeights(1.0, 1.0)).settle(scores, [1], None)
    # Not of their logarithms, which is ln 0.2.
    assert settled == pytest.approx(np.log([0.5, 0.25, 0.25]) - lower, abs=1e-3)
