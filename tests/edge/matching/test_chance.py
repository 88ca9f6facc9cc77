"""A bundle about something else: a few titles are alike by chance, and say nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask
from ilora_edge.matching.chance import is_chance


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # Measured: artists, games and tracks against films, and films against films.
        ((35, 17632, 687, 0), True),
        ((62, 17632, 1664, 1), True),
        ((11, 3581, 1664, 0), True),
        ((16, 3503, 687, 0), True),
        ((48, 687, 17632, 0), True),
        ((211, 1664, 687, 200), False),
        ((472, 33191, 687, 0), False),
        ((1137, 33191, 1664, 0), False),
        # One person's films.
        ((0, 300, 687, 0), False),
        ((1, 5, 687, 0), False),
        ((20, 300, 687, 0), False),
        ((2, 900, 687, 2), False),
        ((2, 900, 687, 0), True),
        # A band called as a film of the year, and a film or two of a large library of songs.
        ((12, 5000, 12000, 1), True),
        ((3, 5000, 12000, 3), True),
        # Years that agree too often.
        ((60, 5000, 12000, 40), False),
    ],
)
def test_counts(counts: tuple[int, int, int, int], expected: bool) -> None:
    assert is_chance(*counts) == expected


@pytest.fixture
def films(tmp_path: Path) -> Path:
    items = [
        CatalogueItem(n, f"f{n}", f"Name {n} ({1900 + n % 100})", 0, (1,)) for n in range(1, 601)
    ]
    write_catalogue(tmp_path / "catalogue.db", items)
    return tmp_path / "catalogue.db"


def shop(path: Path, years: bool) -> Path:
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(
            "CREATE TABLE items (item_id, title, year); "
            "CREATE TABLE interactions (user_id, item_id, timestamp);"
        )
        tracks: list[tuple[int | str, str, int]] = []
        tracks += [(n, f"Track {n}", 1950) for n in range(2000)]
        # Ten have the name of a film.
        tracks += [(f"t{n}", f"Name {n}", 1900 + n if years else 1800) for n in range(1, 11)]
        db.executemany("INSERT INTO items VALUES (?, ?, ?)", tracks)
        db.executemany("INSERT INTO interactions VALUES ('ann', ?, ?)", [("t1", 1), (7, 2), (8, 3)])
    return path


def test_where_chance_gives_as_many_nothing_matches(tmp_path: Path, films: Path) -> None:
    path = shop(tmp_path / "shop.db", years=False)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE items SET year = NULL")
    catalogue = Catalogue(films)
    with HistoryDB(path) as database, Spool(database, catalogue) as spool:
        assert spool.alike_by_chance == 10
        assert spool.report.nothing
        (task,) = spool.tasks(None, 3)
        assert isinstance(task, UserTask)
        assert task.request.out_of_catalogue_only
        assert all(i.item_id.startswith("\0") for i in task.request.history)
        assert len(task.request.out_of_catalogue) == 3
    catalogue.close()


def test_what_is_taken_back_has_its_year_like_all_that_is_unknown(tmp_path: Path) -> None:
    # The catalogue writes years, but for those of the ten that are alike.
    named = [(n, f"Name {n}" if n <= 10 else f"Name {n} (1950)") for n in range(1, 601)]
    items = [CatalogueItem(n, f"f{n}", title, 0, (1,)) for n, title in named]
    write_catalogue(tmp_path / "catalogue.db", items)
    path = shop(tmp_path / "shop.db", years=False)
    with (
        closing(Catalogue(tmp_path / "catalogue.db")) as catalogue,
        HistoryDB(path) as database,
        Spool(database, catalogue) as spool,
    ):
        assert spool.alike_by_chance == 10
        (task,) = spool.tasks(None, 3)
        assert isinstance(task, UserTask)
        titles = [item.title for item in task.request.history]
        assert titles == ["Name 1 (1800)", "Track 7 (1950)", "Track 8 (1950)"]


def test_years_that_agree_are_no_chance(tmp_path: Path, films: Path) -> None:
    catalogue = Catalogue(films)
    path = shop(tmp_path / "shop.db", years=True)
    with HistoryDB(path) as database, Spool(database, catalogue) as spool:
        assert spool.alike_by_chance == 0
        assert spool.report.by_title == 1
    catalogue.close()


def test_a_band_that_is_called_as_a_film_is_one_chance(tmp_path: Path) -> None:
    """A dozen songs of one album are no dozen films, though the year is the film's."""
    items = [CatalogueItem(n, f"f{n}", f"Name {n} ({1900 + n % 100})", 0, (1,)) for n in range(600)]
    items[5] = CatalogueItem(5, "dark", "The Darkness (2016)", 0, (1,))
    write_catalogue(tmp_path / "catalogue.db", items[1:])
    path = tmp_path / "songs.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(
            "CREATE TABLE items (item_id, title, year); "
            "CREATE TABLE interactions (user_id, item_id, timestamp);"
        )
        songs = [(f"d{n}", f"The Darkness - Winter {'abcdefghijkl'[n]}", 2016) for n in range(12)]
        songs += [(f"s{n}", f"Band {n % 40} - Tune {n}", 1990) for n in range(1500)]
        db.executemany("INSERT INTO items VALUES (?, ?, ?)", songs)
        db.execute("INSERT INTO interactions VALUES ('ann', 'd1', 1), ('ann', 's1', 2)")
    catalogue = Catalogue(tmp_path / "catalogue.db")
    with HistoryDB(path) as database, Spool(database, catalogue) as spool:
        assert spool.alike_by_chance == 12
        assert spool.report.nothing
    catalogue.close()
