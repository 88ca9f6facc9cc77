"""Ratings of so many points, as services' exports have them."""

from __future__ import annotations

import pytest

from ilora_edge.errors import SourceError
from ilora_edge.importers.personal import points
from ilora_edge.importers.records.lines import Place

PLACE = Place("list.xml", 3)


@pytest.mark.parametrize(
    ("value", "best", "found"),
    [
        (8, 10, 4.0),
        ("80", 100, 4.0),
        ("7,5", 10, 3.75),
        # A scale of its own counts before the service's.
        ("4/5", 10, 4.0),
        ("8/10", 100, 4.0),
        ("4 stars", 10, 4.0),
        ("80 %", 10, 4.0),
        ("0", 10, None),
        ("0/5", 10, None),
        ("", 10, None),
        (None, 10, None),
    ],
)
def test_points_are_stars(value: object, best: int, found: float | None) -> None:
    assert points(value, best, "score", PLACE) == found


@pytest.mark.parametrize("value", ["11", "-1", "6/5", "soon", []])
def test_what_is_none_or_too_much_is_said(value: object) -> None:
    with pytest.raises(SourceError, match=r"score is .*, not 1 to 10"):
        points(value, 10, "score", PLACE, 1)
