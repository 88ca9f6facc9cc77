"""Which past items carried a recommendation: its score with each of them left out.

The encoder reads all shortened histories in one batch, which costs next to nothing. The language
model reads only those without the few items that the encoder found to matter most, and is mixed
anew for each. So both models' falls are exact for those items: log-probabilities with and without
them. They are added up by the weight of the whole history: a calibrated bundle trusts the encoder a
little less after a history that is one item shorter, which says nothing of any one item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ilora_edge.candidates import prompt_item
from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.ranking import encoder_scores
from ilora_edge.recommendation import HistoryItem, Result
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request
from ilora_edge.system.stage_timer import StageTimer

FloatArray = npt.NDArray[np.float64]

MAX_PAST = 30
"""Past items that are looked at, the latest."""
N_CHECKED = 2
"""Past items of which the language model is asked too, for a whole list."""
N_CHECKED_OF_ONE = 3
"""The same for one item, whose answers cost a fraction."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one past item gave one recommended item: how far the scores fall without it."""

    item: HistoryItem
    encoder: float
    """Fall of log P(item | history) by the encoder."""
    llm: float | None
    """Fall of log P(answer | prompt); None: the language model was not asked."""
    fusion_weight: float

    @property
    def score(self) -> float:
        """Fall of the fused score at the weight of the whole history, as far as it is known."""
        return (self.llm or 0.0) + self.fusion_weight * self.encoder


def contributions(
    recommender: Recommender,
    request: Request,
    items: Sequence[CatalogueItem],
    llm_scores: Sequence[float | None] | None = None,
    n_checked: int | None = None,
) -> list[list[Contribution]]:
    """Return, for each of the items, what every past item gave it, the most first.

    An item that the person interacted with several times is left out every time, and is no reason
    for itself. The mix in place is another one afterwards.

    Parameters
    ----------
    items
        Of the recommendation, or any others.
    llm_scores
        Of these items, where they are known already.
    n_checked
        Past items for which the language model is asked, where it is not left out.
    """
    past = _distinct(request.history[-recommender.encoder.window :])
    if not past or not items:
        return [[] for _ in items]
    weight = recommender.fusion.weight(request)
    shortened = [[h for h in request.history if h.item_id != p.item_id] for p in past]
    encoder_falls, gates = _encoder_falls(recommender, request, shortened, items)
    listed = _listed(recommender, request, items)
    llm_falls = np.full(encoder_falls.shape, np.nan)
    if recommender.encoder_only:
        n_checked = 0
    elif n_checked is None:
        n_checked = N_CHECKED if len(items) > 1 else N_CHECKED_OF_ONE
    is_itself = np.array([[p.item_id == i.item_id for i in items] for p in past])
    checked = _worth_checking(encoder_falls, is_itself, n_checked)
    if len(checked):
        if llm_scores is None:
            llm_scores = list(_llm_scores(recommender, request.history, gates[-1], items, listed))
        full = np.array(llm_scores, np.float64)
        for place in checked:
            without = _llm_scores(recommender, shortened[place], gates[place], items, listed)
            llm_falls[place] = full - without
    return [
        sorted(
            (
                Contribution(
                    p,
                    float(encoder_falls[i, n]),
                    None if np.isnan(llm_falls[i, n]) else float(llm_falls[i, n]),
                    weight,
                )
                for i, p in enumerate(past)
                if not is_itself[i, n]
            ),
            key=lambda c: -c.score,
        )
        for n in range(len(items))
    ]


def list_reasons(
    recommender: Recommender, request: Request, result: Result, n_checked: int | None = None
) -> list[list[Contribution]]:
    """Return what carried each item of a list, as `contributions`.

    Items that the catalogue lacks have no reasons: the encoder does not know them.
    """
    listed = result.recommendations
    known = recommender.catalogue.by_id(r.item_id for r in listed)
    places = [n for n, r in enumerate(listed) if r.item_id in known]
    items = [known[listed[n].item_id] for n in places]
    scores = [listed[n].llm_score for n in places]
    reasons: list[list[Contribution]] = [[] for _ in listed]
    found = contributions(recommender, request, items, scores, n_checked)
    for place, of_item in zip(places, found, strict=True):
        reasons[place] = of_item
    return reasons


def _distinct(history: Sequence[HistoryItem]) -> list[HistoryItem]:
    """Return the latest items, each once, oldest first."""
    latest = {item.item_id: item for item in reversed(history)}
    return list(latest.values())[:MAX_PAST][::-1]


def _encoder_falls(
    recommender: Recommender,
    request: Request,
    shortened: Sequence[Sequence[HistoryItem]],
    items: Sequence[CatalogueItem],
) -> tuple[FloatArray, list[npt.NDArray[np.float32]]]:
    """Return falls of the encoder's scores, (past, items), and the gates, the whole one last."""
    outside = recommender.outside(request)
    histories = [
        recommender.encoder_indices(left, outside) for left in (*shortened, request.history)
    ]
    preferences = [*recommender.encode_batch(histories, outside)]
    scores = np.stack([encoder_scores(items, p.item_scores)[0] for p in preferences])
    return scores[-1] - scores[:-1], [p.gate_weights for p in preferences]


def _worth_checking(falls: FloatArray, is_itself: npt.NDArray[np.bool_], n: int) -> list[int]:
    """Return the places of the past items that the encoder finds to matter most, all items counted.

    Each recommended item has one vote, shared among its past items by how far its score falls.
    """
    votes = np.where(is_itself, 0.0, np.maximum(falls, 0.0))
    votes /= np.maximum(votes.sum(axis=0), np.finfo(np.float64).tiny)
    order = np.argsort(-votes.sum(axis=1), kind="stable")
    return [int(place) for place in order if not is_itself[place].all()][:n]


def _listed(
    recommender: Recommender, request: Request, items: Sequence[CatalogueItem]
) -> list[CatalogueItem]:
    """Return what the prompt lists: all candidates, where the format lists any."""
    if not recommender.manifest.prompt.candidates_in_prompt:
        return list(items)
    candidates = recommender.shortlist(request, StageTimer()).candidates
    ids = {c.item_id for c in candidates}
    return [*candidates, *(i for i in items if i.item_id not in ids)]


def _llm_scores(
    recommender: Recommender,
    history: Sequence[HistoryItem],
    gate_weights: npt.NDArray[np.float32],
    items: Sequence[CatalogueItem],
    listed: Sequence[CatalogueItem],
) -> FloatArray:
    recommender.mix(gate_weights)
    prompt = recommender.prompt(recommender.shown(history), [prompt_item(i) for i in listed])
    places = {item.item_id: place for place, item in enumerate(listed)}
    answers = [prompt.answers[places[item.item_id]] for item in items]
    return recommender.score(prompt._replace(answers=answers)).astype(np.float64)
