"""What is said of a person's taste is counted from their own history."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from ilora_edge.affinities.genres import split_genres
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.records import ItemKind
from ilora_edge.reasons.taste import (
    Leaning,
    NameCounts,
    TasteReader,
    taste_in_words,
)


def kinds(*groups: tuple[int, str | None, str | None]) -> list[ItemKind]:
    """Return items of these genres and years, so many of each."""
    return [
        ItemKind(f"{g}-{n}", genres, year)
        for g, (count, genres, year) in enumerate(groups)
        for n in range(count)
    ]


def said(history: Sequence[ItemKind], others: Sequence[ItemKind]) -> str:
    library = NameCounts([*history, *others])
    return taste_in_words(NameCounts(history).leanings(library))


def test_what_a_person_has_more_of_than_the_library() -> None:
    history = kinds((9, "Horror|Drama", "1978-03-01"), (1, "Drama", "1999"))
    others = kinds((90, "Drama", "1999"))
    assert said(history, others) == (
        "Horror, 9 of 10 (9 % of the library); 1970s, 9 of 10 (9 %)"
    ), "drama, which everything is, is no taste"


@pytest.mark.parametrize(
    ("history", "others"),
    [
        (kinds((2, "Horror", None)), kinds((98, "Drama", None))),  # two are no habit
        (kinds((4, "A", None), (6, "B", None)), kinds((40, "A", None), (50, "B", None))),
        (kinds((10, "Horror", "1978")), []),  # all that there is
        (kinds((10, None, None)), kinds((90, None, None))),
        (kinds((10, "", "later")), kinds((90, "", "0"))),
        ([], kinds((10, "Horror", "1978"))),
    ],
)  # fmt: skip
def test_where_nothing_stands_out_nothing_is_said(
    history: list[ItemKind], others: list[ItemKind]
) -> None:
    assert said(history, others) == ""


def test_of_a_library_that_has_shrunk_nothing_is_said() -> None:
    history = kinds((9, "Horror", "1978"), (3, "Drama", "1999"))
    library = NameCounts(kinds((9, "Horror", "1978"), (1, "Drama", "1999")))
    assert NameCounts(history).leanings(library) == []


def test_taking_at_random_seldom_shows_a_taste() -> None:
    """Of two hundred who take items in no order at all, at most twenty are said to have one."""
    library = [
        ItemKind(str(n), f"G{n % 7}|H{n * n % 11}", str(1950 + n * 37 % 70)) for n in range(700)
    ]
    counted = NameCounts(library)
    n_said = 0
    for person in range(200):
        history = Random(person).sample(library, 20)
        n_said += bool(NameCounts(history).leanings(counted))
    assert n_said <= 20


def test_the_share_is_of_items_whose_genre_is_known() -> None:
    history = kinds((5, "Noir", None), (5, None, None))
    others = kinds((95, "Drama", None), (900, None, None))
    library = NameCounts([*history, *others])
    assert NameCounts(history).leanings(library) == [Leaning("genre", "Noir", 5, 5, 0.05)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Drama|War", ["Drama", "War"]),
        ("Action / Science Fiction", ["Action", "Science Fiction"]),
        ("Action/Adventure|R&B, Soul", ["Action/Adventure", "R&B, Soul"]),
        ('["Fantasy", "Sci-Fi", 7]', ["Fantasy", "Sci-Fi"]),
        ("[not json", ["[not json"]),
        ("[" * 5000, ["[" * 40]),
        ("Rock; Jazz", ["Rock", "Jazz"]),
        ("Comedy, Romance", ["Comedy", "Romance"]),
        ("Comedy,Romance", ["Comedy", "Romance"]),
        ('[{"id": 28, "name": "Action"}, {"id": 1}]', ["Action"]),
        (" | ", []),
        (None, []),
    ],
)
def test_genres_as_applications_write_them(text: str | None, names: list[str]) -> None:
    assert split_genres(text) == names


def test_a_hostile_name_stays_on_its_line() -> None:
    history = kinds((5, "Red\x1b[31m\nHerring", None))
    assert said(history, kinds((95, "Drama", None))).startswith("Red[31m Herring, 5 of 5 (5 %")


def test_read_from_a_database(tmp_path: Path) -> None:
    path = tmp_path / "films.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            "CREATE TABLE items (item_id, title, genres);"
            "CREATE TABLE interactions (user_id, item_id, timestamp, rating);"
        )
        connection.executemany(
            "INSERT INTO items VALUES (?, ?, ?)",
            [(n, f"Film {n} ({1980 + n})", b"War" if n < 6 else "Drama") for n in range(60)],
        )
        connection.executemany(
            "INSERT INTO interactions VALUES ('ann', ?, ?, NULL)", [(n, n) for n in range(6)]
        )
    with HistoryDB(path) as database:
        tastes = TasteReader(database)
        found = tastes.read([e.item_id for e in database.read_history("ann")])
        assert taste_in_words(found) == "War, 6 of 6 (10 % of the library); 1980s, 6 of 6 (17 %)"
        assert tastes.read(["7", "nothing of this", "8"]) == [], "two are no habit"
