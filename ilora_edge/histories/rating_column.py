"""The ratings of one column: read in whatever form, and on which scale they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ilora_edge.histories.rating_value import FIVE_STARS, Rating, is_unrated, read_rating

Select: TypeAlias = Callable[[str], Iterator[tuple[object, ...]]]

THUMBS = 1.0
_SCALES = (FIVE_STARS, 10.0, 100.0)
# Rows that are looked at, and as many of their values.
_ROWS, _VALUES = 5000, 500
# So many ratings that are all 1 are likes.
_LIKES = 10
# Of the rows that many are 0 where 0 stands for none: of ratings the worst is a rare one.
_UNRATED = 0.2
_FEWEST_OTHERS = 2


def scale_of(greatest: float) -> float:
    """Return the scale that a rating, or a lowest one that counts, is on: to 5, 10 or 100."""
    return next((scale for scale in _SCALES if greatest <= scale), greatest)


class RatingColumn:
    """Reads the ratings of one column.

    Parameters
    ----------
    select
        Runs a query; the column is ``rating`` of ``source``.
    source
        SQL of the rows.
    scale
        What the best rating is, where whoever wrote the SELECT knows; None: it is looked for.
    is_foreign
        Whether the column is another program's, of which nobody knows what its zeros are.
    """

    def __init__(
        self, select: Select, source: str, scale: float | None = None, is_foreign: bool = False
    ) -> None:
        self._select, self._source, self._scale = select, source, scale
        self._is_foreign = is_foreign
        self._unrated: frozenset[float] = frozenset()
        self.remarks: list[str] = []
        """What is to be said of the column; nothing before its scale is known."""

    @property
    def scale(self) -> float:
        """The best rating: 1 of thumbs, else 5, 10 or 100, found from some thousand rows."""
        if self._scale is None:
            # An index of ratings would give the lowest ones; where more is asked for than it has,
            # and nothing that it could look up, the rows come as they are stored.
            rated = " AND ".join(f"+{name} IS NOT NULL" for name in ("rating", "user", "item"))
            some = f"(SELECT rating FROM {self._source} WHERE {rated} LIMIT {_ROWS})"
            query = f"SELECT rating, count(*) FROM {some} GROUP BY rating LIMIT {_VALUES}"
            read = [(read_rating(value), int(str(n))) for value, n in self._select(query)]
            found = [(rating, n) for rating, n in read if rating is not None]
            self._unrated = _unrated(found) if self._is_foreign else frozenset()
            if self._unrated:
                shown = " or ".join(f"{value:g}" for value in sorted(self._unrated))
                n = sum(n for rating, n in found if _is_plain(rating, self._unrated))
                of = sum(n for _, n in found)
                self.remarks.append(
                    f"{n:,} of {of:,} ratings are {shown}, which stands for unrated"
                )
                found = [pair for pair in found if not _is_plain(pair[0], self._unrated)]
            self._scale = _scale(found)
        return self._scale

    def read(self, value: object) -> float | None:
        """Return a rating on the column's scale, None for an unrated row.

        Raises ValueError for what is there and is not a rating.
        """
        if isinstance(value, float | int):
            if value <= 0 and self._is_foreign and self.scale and value in self._unrated:
                return None
            # Not a number is what some programs write where there is none.
            return float(value) if abs(value) < float("inf") else None
        if value is None or is_unrated(value):
            return None
        rating = read_rating(value)
        if rating is None:
            raise ValueError(f"{value!r} is not a rating")
        if rating.out_of is not None:
            return rating.on(self.scale)
        is_none = rating.value <= 0 and self._is_foreign and self.scale > 0
        return None if is_none and rating.value in self._unrated else rating.value

    def on_this(self, min_rating: float | None, scale: float | None = None) -> float | None:
        """Return a bundle's lowest rating that counts as this column would have it.

        ``scale`` is the best rating of the bundle's; None, of one that does not record it: 5, 10
        or 100, by the lowest.
        """
        if min_rating is None or min_rating <= 0:
            return min_rating
        return min_rating * self.scale / (scale or scale_of(min_rating))


def _is_plain(rating: Rating, values: frozenset[float]) -> bool:
    return rating.out_of is None and rating.value in values


def _unrated(found: list[tuple[Rating, int]]) -> frozenset[float]:
    """Return which of -1 and 0 stand for no rating; neither where they may be the worst ones."""
    plain = {rating.value: n for rating, n in found if rating.out_of is None}
    others = {value for value in plain if value not in (-1.0, 0.0)}
    if len(others) < _FEWEST_OTHERS or min(others) <= 0 or max(others) <= THUMBS:
        return frozenset()
    zeros = plain.get(0.0, 0)
    is_many = zeros >= _UNRATED * sum(plain.values())
    return frozenset([*([-1.0] if -1.0 in plain else []), *([0.0] if zeros and is_many else [])])


def _scale(found: list[tuple[Rating, int]]) -> float:
    plain = {rating.value: n for rating, n in found if rating.out_of is None}
    if not plain:
        return max((rating.out_of or 0.0 for rating, _ in found), default=FIVE_STARS)
    if plain.keys() <= {-1.0, 0.0, 1.0}:
        # A single 1 may as well be the worst of five.
        is_thumb = min(plain) < 1.0 or plain[1.0] >= _LIKES
        return THUMBS if is_thumb else FIVE_STARS
    return scale_of(max(plain))
