"""A request: all that decides about one list, whoever asks; importing it loads no engine."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ilora_edge.errors import OptionError
from ilora_edge.filters import Filters
from ilora_edge.recommendation import HistoryItem

MIN_CANDIDATES = 20


def n_candidates(k: int) -> int:
    """Return how many candidates the LLM ranks for the best ``k``: max(20, 2k)."""
    return max(MIN_CANDIDATES, 2 * k)


MAX_FUSION_WEIGHT = 1e6
"""As a bundle's own: scores have room for the products."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a recommender is asked.

    Parameters
    ----------
    history
        The items interacted with, oldest first; empty for a cold start.
    seen
        Item ids never recommended, besides the history's own.
    disliked
        Item ids never recommended, also where what was seen may be; items like them are lowered.
    disliked_out_of_catalogue
        Those of them that the bundle's catalogue does not have, with their titles.
    unavailable
        Item ids never recommended, whoever has seen them: the thing itself is gone.
    k
        How many items, 1 or more.
    fusion_weight
        What the encoder's score counts beside the LLM's, from 0 (the LLM alone) on; None: the
        bundle's own.
    filters
        Which items may be in the list; the default leaves out what was seen.
    greedy
        Take what a greedy walk finds for the first place (``k`` = 1), and do not look at what could
        still be better: one prefill and a title or two.
    out_of_catalogue
        Candidates that the bundle's catalogue does not have, to be ranked by their titles in places
        of the encoder's worst; at most max(20, 2k).
    out_of_catalogue_only
        Rank nothing else.
    compared
        Out-of-catalogue candidates stand among the others by the encoder's scores, instead of in
        places of their own; behind them where it has none (it reads no titles).
    only_wanted
        The candidates are what somebody still wants to read or watch, whoever chose them.
    used_by
        How many others have used an item, by id: what a cold start goes by first.
    well_rated
        By how much the public rates an item above the mean of those here, of ten, by id: a cold
        start goes by that too, and what is ranked of a library (``compared``).

    Raises
    ------
    OptionError
        ``k`` or ``fusion_weight`` is out of its range.

    Examples
    --------
    >>> from ilora_edge import HistoryItem, Request
    >>> request = Request([HistoryItem("f001"), HistoryItem("f004")], seen=["f020"], k=5)
    >>> request.k, len(request.history)
    (5, 2)
    """

    history: Sequence[HistoryItem] = ()
    seen: Sequence[str] = ()
    disliked: Sequence[str] = ()
    unavailable: Sequence[str] = ()
    k: int = 10
    fusion_weight: float | None = None
    filters: Filters = field(default_factory=Filters)
    greedy: bool = False
    out_of_catalogue: Sequence[HistoryItem] = ()
    out_of_catalogue_only: bool = False
    compared: bool = False
    used_by: Mapping[str, int] = field(default_factory=dict)
    well_rated: Mapping[str, float] = field(default_factory=dict)
    disliked_out_of_catalogue: Sequence[HistoryItem] = ()
    only_wanted: bool = False

    @property
    def own_scores(self) -> dict[str, float]:
        """What the database's people say of its items, by id, where the bundle says nothing."""
        found = ((i.item_id, i.own_score) for i in self.out_of_catalogue)
        return {item_id: score for item_id, score in found if score is not None}

    @property
    def goes_by_others(self) -> bool:
        """Whether more than popularity is known for a cold start."""
        return bool(self.used_by or self.well_rated)

    def __post_init__(self) -> None:
        if self.k < 1:
            raise OptionError(f"k must be at least 1, not {self.k}")
        if self.fusion_weight is not None:
            check_fusion_weight(self.fusion_weight)


def check_fusion_weight(weight: float) -> None:
    """Raise OptionError where a weight is not a finite number from 0 on."""
    if not math.isfinite(weight) or not 0 <= weight <= MAX_FUSION_WEIGHT:
        raise OptionError(
            f"the fusion weight must be a number from 0 to {MAX_FUSION_WEIGHT:,.0f}, not {weight}"
        )


def nothing_left(request: Request) -> OptionError:
    """Return what is said where a request leaves no candidate."""
    others = "; what the database does not have: --no-library" if request.compared else ""
    if request.only_wanted:
        return OptionError(
            "nothing is left to recommend: all that is wanted has been seen, is gone, or is "
            "filtered out; leave out --wanted"
        )
    if not (request.history or request.seen or request.disliked or request.unavailable):
        return OptionError(f"nothing to recommend: no item is there that has a title{others}")
    filtered = "" if request.filters.allowed is None else " or is filtered out"
    again = "; --include-seen offers it again" if request.filters.exclude_seen else ""
    return OptionError(
        "nothing is left to recommend: all that is there and has a title has been seen"
        f"{filtered}{again}{others}"
    )
