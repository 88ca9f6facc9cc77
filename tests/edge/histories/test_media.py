"""A bundle of films is not asked about songs, nor told of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.media import OtherMedium
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask
from ilora_edge.request import Request

MAPPING = Mapping(
    interactions="SELECT who AS user, item, at AS time FROM seen",
    items="SELECT id AS item, title, medium FROM item",
)


@contextmanager
def spooled(folder: Path, n_known_songs: int, n_songs: int = 60) -> Iterator[Spool]:
    """Ten films of which the bundle knows eight, and songs of which it has some titles."""
    path = folder / "app.db"
    films = [(f"f{n}", f"Film number {n}", "video") for n in range(10)]
    songs = [(f"s{n}", f"Song number {n}", "music") for n in range(n_songs)]
    known = [title for _, title, _ in films[:8] + songs[:n_known_songs]]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            "CREATE TABLE item (id, title, medium); CREATE TABLE seen (who, item, at)"
        )
        connection.executemany("INSERT INTO item VALUES (?, ?, ?)", films + songs)
        both = [("ann", "f1", 1), ("ann", "f9", 2)] + [("ann", f"s{n}", 9 + n) for n in range(20)]
        alone = [("ben", f"s{n}", n) for n in range(5)]
        connection.executemany("INSERT INTO seen VALUES (?, ?, ?)", both + alone)
    items = [CatalogueItem(n, f"k{n}", title, 0, (1,)) for n, title in enumerate(known, 1)]
    write_catalogue(folder / "catalogue.db", items)
    with (
        closing(Catalogue(folder / "catalogue.db")) as catalogue,
        HistoryDB(path, MAPPING) as database,
        Spool(database, catalogue) as spool,
    ):
        yield spool


def asked(spool: Spool, user: str) -> Request:
    (task,) = spool.tasks(None, 100, (user,))
    assert isinstance(task, UserTask)
    return task.request


@pytest.mark.parametrize("n_known_songs", [0, 4])
def test_what_the_bundle_is_not_about_is_left_out(tmp_path: Path, n_known_songs: int) -> None:
    with spooled(tmp_path, n_known_songs) as spool:
        (music,) = spool.left_out
        said = f"music is left out: of its 60 items the bundle knows {n_known_songs}"
        assert str(music) == said
        assert spool.report.interacted == 2
        ann = asked(spool, "ann")
        assert [i.title for i in ann.history] == ["Film number 1", "Film number 9"]
        assert [i.title for i in ann.out_of_catalogue] == ["Film number 8"]
        # Songs that have the title of a film are not that film.
        assert {"k2", "\0f9", "\0s0", "\0s19"} <= set(ann.seen)
        assert not {f"k{n}" for n in range(9, 13)} & set(ann.seen)
        # Who has songs alone is told of songs.
        ben = asked(spool, "ben")
        assert [i.title for i in ben.history] == [f"Song number {n}" for n in range(5)]
        assert "Song number 30" in [i.title for i in ben.out_of_catalogue]


def test_who_has_done_nothing_yet_is_told_of_what_the_bundle_is_about(tmp_path: Path) -> None:
    with spooled(tmp_path, 0) as spool:
        spool._people = frozenset({"cleo"})
        request = asked(spool, "cleo")
    assert {i.title for i in request.out_of_catalogue} == {"Film number 8", "Film number 9"}
    # Ann has watched both; songs that two have played are no films.
    assert dict(request.used_by) == {"\0f9": 1, "k2": 1}


def test_a_bundle_of_both_is_about_both(tmp_path: Path) -> None:
    with spooled(tmp_path, 30) as spool:
        assert spool.left_out == []
        assert len(asked(spool, "ann").history) == 22


def test_a_medium_is_hostile_text_too() -> None:
    said = str(OtherMedium("\x1b[31m" + "x" * 999, 60, 60, 0))
    assert "\x1b" not in said
    assert len(said) < 120


def test_of_a_few_songs_a_bundle_may_know_none_by_chance(tmp_path: Path) -> None:
    with spooled(tmp_path, 0, n_songs=24) as spool:
        assert spool.left_out == []


@pytest.mark.parametrize(
    "year", ['{"medium":"x', '{"medium":"x", "medium":["y"]}', "{", "[" * 3000]
)
def test_a_cell_that_only_looks_like_facts_is_none(tmp_path: Path, year: str) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript("CREATE TABLE item (id, title, y); CREATE TABLE seen (who, item)")
        rows = [("1", "Known", year), ("2", "Other", '{"medium":"music"}')]
        connection.executemany("INSERT INTO item VALUES (?, ?, ?)", rows)
        connection.execute("INSERT INTO seen VALUES ('ann', '1')")
    write_catalogue(tmp_path / "catalogue.db", [CatalogueItem(1, "k", "Known", 0, (1,))])
    mapping = Mapping(
        interactions="SELECT who AS user, item FROM seen",
        items="SELECT id AS item, title, y AS year FROM item",
    )
    with (
        closing(Catalogue(tmp_path / "catalogue.db")) as catalogue,
        HistoryDB(path, mapping) as database,
        Spool(database, catalogue) as spool,
    ):
        assert spool.left_out == []
        assert [i.item_id for i in asked(spool, "ann").history] == ["k"]
