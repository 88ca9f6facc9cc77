"""All candidates in order, not only those of the list: what an explanation looks at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ilora_edge.bundle.catalogue import CatalogueItem
from ilora_edge.candidates import prompt_item
from ilora_edge.errors import OptionError
from ilora_edge.recommendation import Recommendation
from ilora_edge.recommender import KnownItems, Recommender
from ilora_edge.request import Request


@dataclass(frozen=True, slots=True)
class WholeRanking:
    """Every candidate of a request, and what the encoder said."""

    ranked: list[Recommendation]
    """By fused score, filters of the list not applied."""
    candidates: dict[str, CatalogueItem]
    """By item id, in the encoder's order."""
    known: KnownItems
    gate_weights: npt.NDArray[np.float32]
    item_scores: npt.NDArray[np.float32]
    """(N,), those of items like disliked ones lowered."""
    cold: bool

    def encoder_rank(self, index: int) -> int:
        """Return an encoder index's place, from 1, among what the encoder could recommend."""
        free = np.ones(len(self.item_scores), bool)
        free[[i - 1 for i in self.known.seen]] = False
        return 1 + int((free & (self.item_scores > self.item_scores[index - 1])).sum())


def rank_whole(recommender: Recommender, request: Request) -> WholeRanking:
    """Run the stations of a recommendation, but keep all candidates; costs what that costs.

    Raises OptionError where nothing is left to recommend.
    """
    known = recommender.known_items(request)
    preference = recommender.encode(known.history)
    scores = recommender.lower(preference.item_scores, known)
    candidates = recommender.candidates(scores, request, known.seen)
    if not candidates:
        raise OptionError("nothing is left to recommend: every item has been seen or filtered out")
    listed = [prompt_item(c) for c in candidates]
    prompt = recommender.prompt(recommender.shown(request.history), listed)
    recommender.mix(preference.gate_weights)
    llm_scores = recommender.score(prompt)
    return WholeRanking(
        recommender.fusion.rank(candidates, llm_scores, scores, request),
        {c.item_id: c for c in candidates},
        known,
        preference.gate_weights,
        scores,
        preference.cold,
    )
