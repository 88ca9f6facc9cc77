"""Why an item is not in somebody's list: the first station at which it fell out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from ilora_edge.histories.user_task import ItemNames, name_found
from ilora_edge.reasons.whole_ranking import place_of, rank_whole
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request, n_candidates
from ilora_edge.system.stage_timer import StageTimer

Where: TypeAlias = Literal[
    "disliked",
    "seen",
    "unavailable",
    "unknown",
    "series",
    "filtered",
    "candidates",
    "min_score",
    "outranked",
    "listed",
]
_NOT_WANTED = (
    "it is on no list of what is still to be read or watched, or another filter leaves it out"
)
N_ABOVE = 3
"""Items named that are above one that was outranked."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Where an item fell out, and by how much."""

    where: Where
    said: str
    """The reason in a sentence, without the item's title."""
    rank: int | None = None
    """In the encoder's order where it is not a candidate, else in the fused one; from 1."""
    short_by: float | None = None
    """Natural logarithms that its score is short of a place."""
    above: tuple[str, ...] = ()
    """Titles of what took the last places of the list."""


def why_not(
    recommender: Recommender, request: Request, item_id: str, names: ItemNames | None = None
) -> WhyNot:
    """Return why an item of the catalogue, or any other, is not in a request's list.

    ``names``: what the database calls the items that are above it.
    """
    known = recommender.known_items(request)
    index = recommender.catalogue.indices([item_id]).get(item_id)
    if item_id in request.disliked:
        return WhyNot("disliked", "it was disliked, so it is never offered again")
    if request.filters.exclude_seen and (
        item_id in request.seen or any(item_id == h.item_id for h in request.history)
    ):
        return WhyNot("seen", "it has been seen or liked already; --include-seen offers it again")
    if item_id in request.unavailable:
        said = "the database no longer has it, or its application does not show it to this user"
        return WhyNot("unavailable", said)
    if index is None:
        return _not_in_catalogue(recommender, request, item_id, names)
    allowed = request.filters.allowed
    if allowed is not None and item_id not in allowed:
        if request.only_wanted:
            return WhyNot("filtered", _NOT_WANTED)
        if request.compared and names is not None and names.own_id(item_id) is None:
            said = "the database does not have it, and the list keeps to what is there"
            return WhyNot("filtered", f"{said}; --no-library lists the others too")
        return WhyNot("filtered", "a filter leaves it out: it is not among the items allowed")
    _, scores, candidates, _ = recommender.shortlist(request, StageTimer())
    if all(c.item_id != item_id for c in candidates):
        n_items = recommender.catalogue.n_items
        rank = place_of(scores, n_items, known, index)
        chosen = [c.encoder_index for c in candidates if 0 < c.encoder_index <= n_items]
        short = float(scores[chosen[-1] - 1] - scores[index - 1]) if chosen else None
        where = "are ranked" if recommender.encoder_only else "go to the language model"
        return WhyNot(
            "candidates",
            f"it is number {rank:,} by the encoder, of whose order only the best "
            f"{n_candidates(request.k)} {where}",
            rank,
            short,
        )
    return _in_fused_order(recommender, request, item_id, names)


def _not_in_catalogue(
    recommender: Recommender, request: Request, item_id: str, names: ItemNames | None
) -> WhyNot:
    own = next((i for i in request.out_of_catalogue if i.item_id == item_id), None)
    if own is None:
        if request.only_wanted:
            return WhyNot("filtered", _NOT_WANTED)
        said = "the bundle does not know it; --library ranks such items beside the others"
        if request.compared:
            n = len(request.out_of_catalogue)
            said = f"the bundle does not know it, and {n} others that it does not know go before it"
        return WhyNot("unknown", said)
    candidates = recommender.shortlist(request, StageTimer()).candidates
    if any(c.item_id == item_id for c in candidates):
        return _in_fused_order(recommender, request, item_id, names)
    if own.is_later:
        return WhyNot("series", "another part of its series is next, and a list has one at a time")
    n = n_candidates(request.k)
    who = "a list" if recommender.encoder_only else "the language model"
    return WhyNot("candidates", f"the encoder places {n} others before it, and {who} ranks {n}")


def _in_fused_order(
    recommender: Recommender, request: Request, item_id: str, names: ItemNames | None
) -> WhyNot:
    """Rank all candidates, and say what is above the item."""
    ranked = rank_whole(recommender, request).ranked
    place = next(r for r in ranked if r.item_id == item_id)
    least = request.filters.min_score
    if least is not None and place.score < least:
        return WhyNot(
            "min_score",
            f"its score is {place.score:.2f}, the lowest allowed {least:g}",
            place.rank,
            least - place.score,
        )
    if place.rank <= request.k:
        said = f"it is in the list, at place {place.rank}"
        if request.filters.diversity:
            said = f"by score it has place {place.rank}; diversity prefers items unlike others"
        return WhyNot("listed", said, place.rank)
    above = ranked[max(0, request.k - N_ABOVE) : request.k]
    return WhyNot(
        "outranked",
        f"it is candidate {place.rank} of {len(ranked)} by score, and the list has {request.k}",
        place.rank,
        ranked[request.k - 1].score - place.score,
        tuple(name_found(names, r.item_id, r.title)[1] for r in above),
    )
