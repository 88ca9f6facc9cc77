"""Ratings as text, and the scale that they are on."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ilora_edge.errors import DatabaseError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.rating_column import scale_of

MAPPING = Mapping(
    interactions="SELECT who AS user, what AS item, stars AS rating, at AS time FROM seen"
)


def make(folder: Path, ratings: Sequence[Any]) -> Path:
    path = folder / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE seen (who, what, stars, at)")
        rows = [("ann", f"i{n}", value, 1700000000 + n) for n, value in enumerate(ratings)]
        connection.executemany("INSERT INTO seen VALUES (?, ?, ?, ?)", rows)
    return path


def read(path: Path) -> tuple[list[float | None], float]:
    with HistoryDB(path, MAPPING) as history:
        return [e.rating for e in history.read_history("ann")], history.ratings.scale


@pytest.mark.parametrize(
    ("ratings", "values", "scale"),
    [
        (["0.5", "5.0"], [0.5, 5.0], 5),
        (["0,5", "5,0"], [0.5, 5.0], 5),
        (["½", "★★★★★", "3½"], [0.5, 5.0, 3.5], 5),
        (["1/10", "10/10"], [1.0, 10.0], 10),
        (["1/10", "4", "4 stars", "90%"], [0.5, 4.0, 4.0, 4.5], 5),
        ([7, 8.5, 10], [7.0, 8.5, 10.0], 10),
        ([55, 80], [55.0, 80.0], 100),
        ([1, 0, 1], [1.0, 0.0, 1.0], 1),
        ([-1, 1], [-1.0, 1.0], 1),
        (["👍", "👎"], [1.0, 0.0], 1),
        (["❤❤❤", "❤️❤️❤️❤️❤️"], [3.0, 5.0], 5),
        (["like", "dislike", 5], [5.0, 0.0, 5.0], 5),
        ([1], [1.0], 5),
        ([1] * 12, [1.0] * 12, 1),
        ([None, "", 4], [None, None, 4.0], 5),
    ],
)
def test_forms_and_scales(
    tmp_path: Path, ratings: list[Any], values: list[float | None], scale: float
) -> None:
    assert read(make(tmp_path, ratings)) == (values, scale)


@pytest.mark.parametrize(
    ("ratings", "values", "said"),
    [
        ([0, 0, 7, 9], [None, None, 7, 9], "2 of 4 ratings are 0, which stands for unrated"),
        (["0", "7", "9,5"], [None, 7, 9.5], "1 of 3 ratings are 0, which stands for unrated"),
        ([-1, 7, 9], [None, 7, 9], "1 of 3 ratings are -1, which stands for unrated"),
        ([-1, 0, 0, 7, 9], [None, None, None, 7, 9], "3 of 5 ratings are -1 or 0, which stands"),
        # A worst rating, thumbs, and a scale around nought.
        ([0, *[1, 2, 3, 4] * 2], [0, *[1, 2, 3, 4] * 2], None),
        ([0, 1, 0], [0, 1, 0], None),
        ([0, 5, 0], [0, 5, 0], None),
        ([-2, -1, 0, 1, 2], [-2, -1, 0, 1, 2], None),
    ],
)
def test_nought_that_stands_for_none(
    tmp_path: Path, ratings: list[Any], values: list[float | None], said: str | None
) -> None:
    with HistoryDB(make(tmp_path, ratings), MAPPING) as history:
        assert [e.rating for e in history.read_history("ann")] == values
        _ = history.ratings.scale
        assert [r.partition(": ")[2].startswith(said or "-") for r in history.remarks] == (
            [] if said is None else [True]
        )


@pytest.mark.parametrize("value", ["n/a", "Not rated", "–", "None"])
def test_what_says_that_there_is_no_rating_is_none(tmp_path: Path, value: str) -> None:
    assert read(make(tmp_path, [4, value])) == ([4.0, None], 5.0)


@pytest.mark.parametrize("value", ["good", "11/10", "skip", "9 stars", b"4"])
def test_what_is_there_and_is_none_is_an_error_with_the_row(tmp_path: Path, value: Any) -> None:
    path = make(tmp_path, [4, value])
    with pytest.raises(
        DatabaseError, match=r"rating of item 'i1' by user 'ann' is not a number"
    ) as found:
        read(path)
    assert "\n" not in str(found.value)


@pytest.mark.parametrize(
    ("ratings", "least"),
    [
        ([1, 3, 5], 3.0),
        ([2, 9, 10], 6.0),
        ([20, 95], 60.0),
        ([0, 1], 0.6),
        ([-1, 1], 0.6),
        (["2/10", "9/10"], 6.0),
    ],
)
def test_a_bundles_least_rating_on_the_scale_of_the_column(
    tmp_path: Path, ratings: list[Any], least: float
) -> None:
    with HistoryDB(make(tmp_path, ratings), MAPPING) as history:
        assert history.ratings.on_this(3.0) == pytest.approx(least)
        assert history.ratings.on_this(None) is None
        # Of a bundle whose own scale is to ten.
        assert history.ratings.on_this(6.0) == pytest.approx(least)
        assert history.ratings.on_this(0.6, 1.0) == pytest.approx(least)
        # One that counts from 2 of ten, which its least rating does not tell.
        assert history.ratings.on_this(2.0, 10.0) == pytest.approx(least / 3)


def test_scales() -> None:
    assert [scale_of(v) for v in (0.5, 5, 5.5, 10, 11, 100, 250)] == [5, 5, 10, 10, 100, 100, 250]


@pytest.mark.parametrize("index", ["stars", "stars, who", "who, stars"])
def test_an_index_does_not_say_which_ratings_are_looked_at(tmp_path: Path, index: str) -> None:
    """Of one of ratings the first thousands are the lowest, and ten points were five stars, or
    zeros the worst of ratings."""
    path = make(tmp_path, [n % 10 + 1 for n in range(12_000)])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE INDEX by_stars ON seen ({index})")
    with HistoryDB(path, MAPPING) as history:
        assert history.ratings.scale == 10.0
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE seen SET stars = 0 WHERE stars < 8")
    with HistoryDB(path, MAPPING) as history:
        assert history.ratings.scale == 10.0
        assert history.ratings.read(0) is None
