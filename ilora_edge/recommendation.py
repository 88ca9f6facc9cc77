"""What goes into a recommender and what comes out; importing this loads no engine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One item of a history; title and genres matter only for items outside the catalogue.

    ``item_id`` is the catalogue's id of the item, or any other text for one outside it.

    Examples
    --------
    >>> from ilora_edge import HistoryItem
    >>> HistoryItem("b7", "Le Trou (1960)", genres="Crime|Drama").genres
    'Crime|Drama'
    """

    item_id: str
    title: str = ""
    genres: str = ""
    """As a database has them: joined by ``|``, or a JSON list; empty: not known."""
    overview_cosine: float = 0.0
    """What its text has in common with those of the history it is a candidate for, 0 to 1; see
    :mod:`ilora_edge.affinities.overview_affinity`."""
    is_later: bool = False
    """Whether, as a candidate, it is a part of a series of which an earlier part is not seen yet:
    it stands behind all others, where a list has room for it."""
    own_score: float | None = None
    """What the database's own people have used says of it, as a candidate, a natural logarithm; see
    :mod:`ilora_edge.histories.own_order`. None: the bundle is not about other things."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One place of the ranked list.

    Examples
    --------
    >>> from ilora_edge import Recommendation
    >>> place = Recommendation(1, "f579", "Get Out (2017)", -10.94, -3.53, -3.71)
    >>> place.rank, place.title
    (1, 'Get Out (2017)')
    """

    rank: int
    item_id: str
    title: str
    score: float
    """``llm_score + fusion_weight * encoder_score``, what the list is sorted by."""
    llm_score: float | None
    """log P(answer | prompt), natural logarithm: of the title and its end, or of the label. None:
    the encoder alone has ranked."""
    encoder_score: float | None
    """log P(item | history) over the catalogue; of a cold start, log of the share of what
    others of the database have used, or of popularity.
    None: it is not in the catalogue, and counts as one of average probability."""


@dataclass(frozen=True, slots=True)
class Result:
    """A ranked list and how it came about.

    Examples
    --------
    >>> from ilora_edge import Recommendation, Result
    >>> place = Recommendation(1, "f579", "Get Out (2017)", -10.94, -3.53, -3.71)
    >>> result = Result([place], [0.25] * 4, 2.0, cold=False, timing_ms={})
    >>> result.recommendations[0].title
    'Get Out (2017)'
    """

    recommendations: list[Recommendation]
    """Best first, ``k`` of them or what there is."""
    gate_weights: list[float]
    """(K,), which sum to 1: how much each expert counts."""
    fusion_weight: float
    """What the encoder's score counted beside the LLM's, 0 or more; 1 where it alone ranked."""
    cold: bool
    """No item of the history was known: uniform gate and popular candidates."""
    timing_ms: dict[str, float]
    """Milliseconds by stage."""
    proven: bool = True
    """Whether no candidate can have a better score; only a greedy walk may leave that open."""
