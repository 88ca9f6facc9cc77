"""Further models of an evaluation: anything that scores the whole catalogue for a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.errors import OptionError
from ilora_edge.evaluation.report import MODELS
from ilora_edge.evaluation.rows import Row

FloatArray: TypeAlias = npt.NDArray[np.float64]

ItemScorer: TypeAlias = Callable[[Row], FloatArray]
"""From a row to one score per item of the catalogue, (N,); place i is encoder index i + 1."""


def score_by_history(
    items: Iterable[CatalogueItem], scores: Callable[[Sequence[int]], FloatArray]
) -> ItemScorer:
    """Return the scorer of a model that reads encoder indices, oldest first.

    Items outside the catalogue are left out of the history, as they are for the encoder.
    """
    index = {item.item_id: item.encoder_index for item in items}

    def score(row: Row) -> FloatArray:
        return scores([index[i.item_id] for i in row.history if i.item_id in index])

    return score


def score_others(others: Mapping[str, ItemScorer], row: Row, n_items: int) -> dict[str, FloatArray]:
    """Return every other model's scores (N,) of a row; raise OptionError on a wrong number."""
    scores = {name: np.asarray(scorer(row), np.float64) for name, scorer in others.items()}
    for name, values in scores.items():
        if values.shape != (n_items,):
            raise OptionError(
                f"model {name!r} gives scores of shape {values.shape}; the catalogue has "
                f"{n_items} items"
            )
    return scores


def check_names(others: Mapping[str, ItemScorer]) -> None:
    """Raise OptionError where a further model takes the name of a standard one."""
    if taken := [name for name in others if name in MODELS]:
        raise OptionError(f"{taken[0]!r} is the name of a standard model; choose another")
