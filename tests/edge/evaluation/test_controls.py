"""The controls of an evaluation: what is shuffled, among whom, and that nobody keeps their own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ilora_edge.candidates import prompt_item
from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import row_scorer
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Preference

ITEMS = [CatalogueItem(n, f"m{n}", f"Film {n}", 1, (10 + n,)) for n in range(1, 7)]
ROWS = [Row(f"u{n}", (HistoryItem(f"m{n + 1}"),), frozenset(), "m6") for n in range(5)]


class Recorder:
    """Keeps what a model would be asked; a row's gate is the encoder index of its one item."""

    def __init__(self) -> None:
        self.catalogue = SimpleNamespace(items=lambda: iter(ITEMS))
        self.listed: list[Any] = []
        self.mixed: list[float] = []

    def outside(self, request: object) -> None:
        return None

    def encoder_indices(self, history: Any, outside: object) -> list[int]:
        return [int(item.item_id[1:]) for item in history]

    def encode(self, indices: list[int], outside: object) -> Preference:
        gate = np.array([indices[0]], np.float32)
        return Preference(gate, np.zeros(len(ITEMS), np.float32), False)

    def shown(self, history: Any) -> list[Any]:
        return [prompt_item(ITEMS[i - 1]) for i in self.encoder_indices(history, None)]

    def prompt(self, history: list[Any], listed: list[Any]) -> None:
        self.listed.append(([i.encoder_index for i in history], [i.encoder_index for i in listed]))

    def mix(self, gate: np.ndarray) -> None:
        self.mixed.append(float(gate[0]))

    def score(self, prompt: None) -> np.ndarray:
        return np.zeros(len(ITEMS))


def asked(control: str | None, seed: int) -> Recorder:
    recorder: Any = Recorder()
    scorer = row_scorer(recorder, ROWS, control, seed)
    for number, row in enumerate(ROWS):
        scorer.llm_scores(row, number, scorer.preference(row), ITEMS)
    found: Recorder = recorder
    return found


def test_without_a_control_everything_is_its_own() -> None:
    found = asked(None, 0)
    assert found.mixed == [1, 2, 3, 4, 5]
    assert found.listed == [([n], [1, 2, 3, 4, 5, 6]) for n in (1, 2, 3, 4, 5)]


@pytest.mark.parametrize("seed", range(5))
def test_each_row_has_another_s_gate(seed: int) -> None:
    found = asked("gates", seed)
    assert sorted(found.mixed) == [1, 2, 3, 4, 5]
    assert all(gate != n for n, gate in enumerate(found.mixed, 1))
    assert found.listed == asked(None, 0).listed


def test_each_item_has_one_stand_in_wherever_it_is_written() -> None:
    found = asked("titles", 3)
    assert found.mixed == [1, 2, 3, 4, 5]
    stand_ins = found.listed[0][1]
    assert sorted(stand_ins) == [1, 2, 3, 4, 5, 6]
    assert stand_ins != sorted(stand_ins)
    assert found.listed == [([stand_ins[n]], stand_ins) for n in range(5)]
