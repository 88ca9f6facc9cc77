"""Cold items, which no training user interacted with: what the encoder says of them is noise."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
from tiny import tiny_bundle, tiny_run

from ilora_edge.recommender import Recommender


def test_items_nobody_met_share_their_probability(tmp_path: Path) -> None:
    run = tiny_run(tmp_path)
    run.items = [
        dataclasses.replace(item, popularity=0) if n in (2, 5, 6) else item
        for n, item in enumerate(run.items)
    ]
    with Recommender(tiny_bundle(run, tmp_path / "bundle")) as recommender:
        raw = recommender.encoder.encode([1, 2, 4]).item_scores
        scores = recommender.encode([1, 2, 4]).item_scores
    never = [2, 5, 6]
    assert len({float(scores[n]) for n in never}) == 1
    assert len({float(raw[n]) for n in never}) == 3
    assert np.isclose(np.exp(scores).sum(), 1.0, atol=1e-5)
    met = [n for n in range(len(raw)) if n not in never]
    assert np.array_equal(scores[met], raw[met])
