"""Facts of an item: one cell, of whichever columns a SELECT has."""

from __future__ import annotations

import json
import sqlite3

import pytest

from ilora_edge.matching.item_facts import (
    Facts,
    facts_of_id,
    facts_sql,
    imdb_id,
    isbn_10,
    isbn_13,
    read_facts,
    tmdb_id,
    year_of,
)


def cell(**columns: object) -> object:
    connection = sqlite3.connect(":memory:")
    names = ", ".join(f'? AS "{name}"' for name in columns)
    query = f"SELECT {facts_sql(columns)} FROM (SELECT {names})"
    (found,) = connection.execute(query, tuple(columns.values())).fetchone()
    connection.close()
    return found


def test_a_year_alone_is_itself() -> None:
    assert cell(year=1999, other="x") == 1999
    assert cell(release_date="1999-03-31") == "1999-03-31"
    assert cell(other="x") is None


def test_several_columns() -> None:
    found = cell(premiered="1999-03-31", originaltitle="Geist", author=b"\xff", imdb_id="tt0133093")
    assert read_facts(found) == Facts(1999, "Geist", "", "tt0133093")


@pytest.mark.parametrize(
    ("value", "year"),
    [
        (1999, 1999),
        (1999.0, 1999),
        ("1999", 1999),
        ("1999-03-31", 1999),
        ("31.03.1999", 1999),
        ("1999.0", 1999),
        ('{"year": "1999"}', 1999),
        (1999.5, None),
        (99, None),
        (19990331, None),
        ("19990331", None),
        ("soon", None),
        (True, None),
        (None, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_years(value: object, year: int | None) -> None:
    assert year_of(value) == year


def test_ids() -> None:
    assert imdb_id("https://www.imdb.com/title/tt0133093/?ref=x") == "tt0133093"
    assert imdb_id("com.plexapp.agents.imdb://tt0133093?lang=en") == "tt0133093"
    assert imdb_id("tt12") is None
    assert tmdb_id(603) == tmdb_id("603.0") == tmdb_id("tmdb://603") == "603"
    assert tmdb_id("0") is None
    assert isbn_13("0-14-044913-2") == isbn_13('="9780140449136"') == "9780140449136"
    assert isbn_13("0140449133") is None
    assert isbn_10("9780140449136") == "0140449132"
    assert isbn_13("080442957X") == "9780804429573"
    assert isbn_10("9780804429573") == "080442957X"


@pytest.mark.parametrize(
    ("item_id", "facts"),
    [
        ("tt0133093", Facts(imdb="tt0133093")),
        ("tmdb:603", Facts(tmdb="603")),
        ("603", Facts()),
        ("9780140449136", Facts(isbn="9780140449136")),
        ("1234567890123", Facts()),
        ("m17", Facts()),
    ],
)
def test_ids_that_mean_the_same_everywhere(item_id: str, facts: Facts) -> None:
    assert facts_of_id(item_id) == facts


def test_an_episode_has_not_the_id_of_its_show() -> None:
    assert imdb_id("com.plexapp.agents.imdb://tt0903747/1/2?lang=en") is None
    assert facts_of_id("com.plexapp.agents.themoviedb://1396/1/2?lang=en").tmdb is None
    assert facts_of_id("com.plexapp.agents.themoviedb://278?lang=en").tmdb == "278"


@pytest.mark.parametrize(
    ("value", "text"),
    [(7, "7"), (7.0, "7"), (2.5, "2.5"), ("S1E2", "S1E2"), (True, ""), (None, "")],
)
def test_a_part_and_a_series_may_be_numbers(value: object, text: str) -> None:
    facts = read_facts(json.dumps({"part": value, "series": value}))
    assert (facts.part, facts.series) == (text, text)
