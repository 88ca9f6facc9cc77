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
    """

    def __init__(self, select: Select, source: str, scale: float | None = None) -> None:
        self._select, self._source, self._scale = select, source, scale

    @property
    def scale(self) -> float:
        """The best rating: 1 of thumbs, else 5, 10 or 100, found from some thousand rows."""
        if self._scale is None:
            some = f"(SELECT rating FROM {self._source} WHERE rating IS NOT NULL LIMIT {_ROWS})"
            query = f"SELECT rating, count(*) FROM {some} GROUP BY rating LIMIT {_VALUES}"
            read = [(read_rating(value), int(str(n))) for value, n in self._select(query)]
            self._scale = _scale([(rating, n) for rating, n in read if rating is not None])
        return self._scale

    def read(self, value: object) -> float | None:
        """Return a rating on the column's scale, None for an unrated row.

        Raises ValueError for what is there and is not a rating.
        """
        if isinstance(value, float | int):
            # Not a number is what some programs write where there is none.
            return float(value) if abs(value) < float("inf") else None
        if value is None or is_unrated(value):
            return None
        rating = read_rating(value)
        if rating is None:
            raise ValueError(f"{value!r} is not a rating")
        return rating.value if rating.out_of is None else rating.on(self.scale)

    def on_this(self, min_rating: float | None, scale: float | None = None) -> float | None:
        """Return a bundle's lowest rating that counts as this column would have it.

        ``scale`` is the best rating of the bundle's; None, of one that does not record it: 5, 10
        or 100, by the lowest.
        """
        if min_rating is None or min_rating <= 0:
            return min_rating
        return min_rating * self.scale / (scale or scale_of(min_rating))


def _scale(found: list[tuple[Rating, int]]) -> float:
    plain = {rating.value: n for rating, n in found if rating.out_of is None}
    if not plain:
        return max((rating.out_of or 0.0 for rating, _ in found), default=FIVE_STARS)
    if plain.keys() <= {-1.0, 0.0, 1.0}:
        # A single 1 may as well be the worst of five.
        is_thumb = min(plain) < 1.0 or plain[1.0] >= _LIKES
        return THUMBS if is_thumb else FIVE_STARS
    return scale_of(max(plain))
