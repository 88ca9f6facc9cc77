"""One list for several people, by the whole recommender: each candidate is scored for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ilora_edge.alike.household import Blend, blend, utilities
from ilora_edge.candidates import prompt_item
from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.engine.outside import Outside
from ilora_edge.errors import OptionError
from ilora_edge.filters import diversify
from ilora_edge.ranking import OWN_WEIGHT, encoder_scores
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request, n_candidates

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Together:
    """A list for several people."""

    items: list[CatalogueItem]
    blend: Blend
    scores: FloatArray
    """(P, k): each person's fused score of each item of the list."""


def recommend_together(
    recommender: Recommender, requests: Sequence[Request], k: int, how: str = "nash"
) -> Together:
    """Return a list of ``k`` that none of them has seen.

    Everybody's own best candidates are put together, and the language model, mixed for each person
    in turn, scores them all; see :func:`ilora_edge.alike.household.blend`.

    Raises OptionError where nothing is left that nobody has seen.
    """
    # One reading of all their titles, so that an item has one encoder index for all of them.
    outside = recommender.outside(*requests)
    knowns = [recommender.known_items(request, outside) for request in requests]
    seen = set().union(*(known.seen for known in knowns))
    # Of what the catalogue does not have, one may have seen what another has not.
    gone = {i for r in requests for i in (*r.disliked, *(r.seen if r.filters.exclude_seen else ()))}
    preferences = [
        recommender.encode(
            known.history,
            None if outside is None else outside.of_person(request.out_of_catalogue),
            request,
        )
        for request, known in zip(requests, knowns, strict=True)
    ]
    scores = [
        recommender.lower(p.item_scores, known, outside)
        for p, known in zip(preferences, knowns, strict=True)
    ]
    each = max(1, -(-n_candidates(k) // len(requests)))
    found: dict[str, CatalogueItem] = {}
    for request, item_scores in zip(requests, scores, strict=True):
        own = recommender.candidates(item_scores, replace(request, k=k), seen, outside)
        # Those from outside the catalogue come last, and were asked for; compared ones do not.
        outsiders = {item.item_id for item in request.out_of_catalogue}
        n_others = 0 if request.compared else sum(item.item_id in outsiders for item in own)
        others = own[len(own) - n_others :][:each]
        for item in (*own[: each - len(others)], *others):
            if item.item_id not in gone:
                found[item.item_id] = item
    items = list(found.values())
    if not items:
        raise OptionError("nothing is left to recommend: somebody has seen every item")
    rows = []
    for request, preference, item_scores in zip(requests, preferences, scores, strict=True):
        llm = np.zeros(len(items), np.float32)
        if not recommender.encoder_only:
            recommender.mix(preference.gate_weights)
            shown = recommender.shown(request.history)
            llm = recommender.score(recommender.prompt(shown, [prompt_item(i) for i in items]))
        encoder, _ = encoder_scores(items, item_scores)
        fusion = recommender.fusion
        encoder = fusion.weight(request) * encoder + fusion.offsets(items, request)
        # What people have used says how likely an item is by itself, not by its weight.
        rows.append((llm.astype(np.float64) + encoder) / (OWN_WEIGHT if request.own_scores else 1))
    table = np.stack(rows)
    chosen = blend(utilities(table), k, how)
    diversity = requests[0].filters.diversity
    if diversity:
        chosen = _spread(recommender, items, outside, table, k, diversity)
    order = chosen.order
    return Together([items[i] for i in order], chosen, table[:, order])


def _spread(
    recommender: Recommender,
    items: Sequence[CatalogueItem],
    outside: Outside | None,
    table: FloatArray,
    k: int,
    diversity: float,
) -> Blend:
    """Return the fair order, of all candidates, made diverse by maximal marginal relevance."""
    worth = utilities(table)
    whole = blend(worth, len(items)).order
    places = np.empty(len(items))
    places[whole] = np.arange(len(items), 0, -1)
    vectors = None if outside is None else outside.vectors
    indices = [item.encoder_index for item in items]
    embeddings = recommender.encoder.item_embeddings(indices, vectors)
    order = diversify(places, embeddings, diversity, k)
    discounts = 1.0 / np.log2(np.arange(2, len(order) + 2))
    best = np.sort(worth, axis=1)[:, ::-1][:, : len(order)] @ discounts
    return Blend(order, [float(x) for x in (worth[:, order] @ discounts) / best])
