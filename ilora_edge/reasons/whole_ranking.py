"""All candidates in order, not only those of the list: what an explanation looks at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ilora_edge.candidates import prompt_item
from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.ranking import later_last
from ilora_edge.recommendation import Recommendation
from ilora_edge.recommender import KnownItems, Recommender
from ilora_edge.request import Request, nothing_left
from ilora_edge.system.stage_timer import StageTimer

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WholeRanking:
    """Every candidate of a request, and what the encoder said."""

    ranked: list[Recommendation]
    """By fused score, later parts of series last; filters of the list not applied."""
    listed: list[Recommendation]
    """The list itself, as `Recommender.recommend` has it."""
    candidates: dict[str, CatalogueItem]
    """By item id, in the encoder's order."""
    known: KnownItems
    gate_weights: FloatArray
    item_scores: FloatArray
    """(N + M,), those of items like disliked ones lowered; out-of-catalogue items come last."""
    n_items: int
    """Of the catalogue, N."""
    cold: bool

    def encoder_rank(self, index: int) -> int:
        """Return an encoder index's place, from 1, among what the encoder could recommend."""
        return place_of(self.item_scores, self.n_items, self.known, index)


def rank_whole(recommender: Recommender, request: Request) -> WholeRanking:
    """Run the stations of a recommendation, but keep all candidates; costs what that costs.

    Raises OptionError where nothing is left to recommend.
    """
    preference, scores, candidates, outside = recommender.shortlist(request, StageTimer())
    if not candidates:
        raise nothing_left(request)
    llm_scores = None
    if not recommender.encoder_only:
        listed = [prompt_item(c) for c in candidates]
        prompt = recommender.prompt(recommender.shown(request.history), listed)
        recommender.mix(preference.gate_weights)
        llm_scores = recommender.score(prompt)
    return WholeRanking(
        later_last(recommender.fusion.rank(request, candidates, llm_scores, scores), request),
        recommender.rank(candidates, llm_scores, scores, request, outside),
        {c.item_id: c for c in candidates},
        recommender.known_items(request),
        preference.gate_weights,
        scores,
        recommender.catalogue.n_items,
        preference.cold,
    )


def place_of(scores: FloatArray, n_items: int, known: KnownItems, index: int) -> int:
    """Return an encoder index's place, from 1, among the catalogue's items that are not seen."""
    free = np.ones(n_items, bool)
    free[[i - 1 for i in known.seen]] = False
    return 1 + int((free & (scores[:n_items] > scores[index - 1])).sum())
