"""What orders a history and what must never be offered again are two questions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ilora_edge.bundle.files import read_manifest
from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.demo import demo_bundle
from ilora_edge.errors import DatabaseError, OptionError, UnknownUserError
from ilora_edge.histories.database import HistoryDB, Interaction
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.requests import ItemChoice, UserReader
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.untouched import Cell
from ilora_edge.histories.user import matched_by_id, read_events
from ilora_edge.histories.user_task import UserTask
from ilora_edge.request import Request

SCHEMA = """
CREATE TABLE plays (user_id, item_id, timestamp);
CREATE TABLE marks (user_id, item_id);
CREATE TABLE films (item_id, title, year, available);
INSERT INTO films VALUES ('a', 'Ant', NULL, 1), ('b', 'Bee', NULL, 1), ('c', 'Cat', NULL, 0),
    ('x', 'Xenops', 1990, 1), ('x2', 'Xenops', 1990, 1), ('x3', 'Xenops', 2020, 1),
    ('y', 'Yak', 2000, 1), ('z', 'Zebu', 2001, 0);
INSERT INTO plays VALUES ('ann', 'a', 1700000000), ('ann', 'x', 1700000001);
"""
MAPPING = Mapping(interactions="plays", items="films", seen="marks")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    titles = (("a", "Ant"), ("b", "Bee"), ("c", "Cat"), ("d", "Dog"))
    items = [CatalogueItem(n, i, t, 0, (1,)) for n, (i, t) in enumerate(titles, 1)]
    write_catalogue(tmp_path / "catalogue.db", items)
    with closing(Catalogue(tmp_path / "catalogue.db")) as found:
        yield found


def make(tmp_path: Path, script: str = "") -> Path:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA + script)
    return path


@contextmanager
def spooled(path: Path, catalogue: Catalogue, mapping: Mapping = MAPPING) -> Iterator[Spool]:
    with HistoryDB(path, mapping) as database, Spool(database, catalogue) as spool:
        yield spool


def by_user(spool: Spool, exclude_seen: bool = True) -> dict[str, Request]:
    tasks = list(spool.tasks(None, 20, exclude_seen=exclude_seen))
    assert all(isinstance(task, UserTask) for task in tasks)
    return {task.user: task.request for task in tasks if isinstance(task, UserTask)}


def titled(asked: Request) -> list[str]:
    return [i.item_id.removeprefix("\0") for i in asked.out_of_catalogue]


def test_marks_are_seen_and_no_part_of_the_history(tmp_path: Path, catalogue: Catalogue) -> None:
    path = make(tmp_path, "INSERT INTO marks VALUES ('ann', 'b'), ('bob', 'y'), ('bob', 'lost')")
    with spooled(path, catalogue) as spool:
        found = by_user(spool)
        assert list(found) == ["ann", "bob"]
        assert spool.count_users() == 2
        ann, bob = found["ann"], found["bob"]
        assert [i.item_id for i in ann.history] == ["a", "\0x"]
        assert {"a", "b", "\0x"} <= set(ann.seen)
        # Whoever has only marked things is somebody too.
        assert bob.history == []
        assert {"\0y", "\0lost"} <= set(bob.seen)
        assert "y" not in titled(bob)
        assert "y" in titled(by_user(spool, exclude_seen=False)["bob"])
        # What is only marked is not counted among what somebody interacted with.
        assert spool.report.interacted == 2


def test_a_copy_under_another_title_is_known_by_an_id_elsewhere(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    script = """
    ALTER TABLE films ADD COLUMN imdb;
    UPDATE films SET imdb = 'tt0000007' WHERE item_id IN ('x', 'y');
    UPDATE films SET imdb = 'tt0000008' WHERE item_id = 'x3';
    """
    with spooled(make(tmp_path, script), catalogue) as spool:
        offered = titled(by_user(spool)["ann"])
    assert "y" not in offered
    assert "x3" in offered


def test_of_two_copies_the_catalogue_may_know_the_other(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    script = """
    ALTER TABLE films ADD COLUMN tmdb;
    INSERT INTO films (item_id, title, available, tmdb) VALUES
      ('i1', 'Dog', 1, 77), ('i2', 'Le Chien', 1, 77);
    INSERT INTO plays VALUES ('ann', 'i2', 1700000002);
    """
    with spooled(make(tmp_path, script), catalogue) as spool:
        assert "d" in by_user(spool)["ann"].seen


def test_an_id_of_a_series_makes_no_copies_of_its_episodes(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    script = """
    ALTER TABLE films ADD COLUMN imdb;
    INSERT INTO films (item_id, title, available, imdb) VALUES
      ('e1', 'One', 1, 'tt0000009'), ('e2', 'Two', 1, 'tt0000009'), ('e3', 'Three', 1, 'tt0000009'),
      ('e4', 'Four', 1, 'tt0000009'), ('e5', 'Five', 1, 'tt0000009');
    INSERT INTO plays VALUES ('ann', 'e1', 1700000002);
    """
    with spooled(make(tmp_path, script), catalogue) as spool:
        offered = titled(by_user(spool)["ann"])
    assert "e1" not in offered
    assert {"e2", "e3", "e4", "e5"} <= set(offered)


def test_what_is_gone_is_never_recommended(tmp_path: Path, catalogue: Catalogue) -> None:
    with spooled(make(tmp_path), catalogue) as spool:
        for exclude_seen in (True, False):
            ann = by_user(spool, exclude_seen)["ann"]
            assert ann.unavailable == ["c"]
            assert "z" not in titled(ann)


def test_a_copy_that_is_there_is_enough(tmp_path: Path, catalogue: Catalogue) -> None:
    path = make(tmp_path, "INSERT INTO films VALUES ('c9', 'Cat', NULL, 1)")
    with spooled(path, catalogue) as spool:
        assert by_user(spool)["ann"].unavailable == []


def test_another_version_of_what_was_seen_is_not_offered(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    path = make(tmp_path, "INSERT INTO marks VALUES ('bob', 'x3')")
    with spooled(path, catalogue) as spool:
        found = by_user(spool)
    assert sorted(titled(found["ann"])) == ["x3", "y"]
    # A remake is another film; of the two versions of the first one is enough.
    assert sorted(titled(found["bob"])) == ["x", "y"]


def test_without_a_user_it_is_of_everybody(tmp_path: Path, catalogue: Catalogue) -> None:
    path = make(tmp_path, "INSERT INTO plays VALUES ('bob', 'a', 1)")
    mapping = Mapping(
        interactions="plays",
        items="films",
        seen="SELECT item_id AS item FROM films WHERE title IN ('Bee', 'Yak')",
    )
    with spooled(path, catalogue, mapping) as spool:
        for asked in by_user(spool).values():
            assert "b" in asked.seen
            assert "y" not in titled(asked)
        assert "y" in titled(by_user(spool, exclude_seen=False)["bob"])
    with HistoryDB(path, mapping) as database:
        assert database.read_seen("bob") == ["b", "y"]


def test_of_one_user(tmp_path: Path, catalogue: Catalogue) -> None:
    path = make(tmp_path, "INSERT INTO marks VALUES ('ann', 'b'), (7, 'y')")
    items = "SELECT item_id AS item, title FROM films"
    mapping = Mapping(interactions="plays", items=items, seen="marks")
    with HistoryDB(path, mapping) as database:
        events = read_events(database, "ann")
        found = matched_by_id(database, "ann", lambda: events, None, catalogue)
        assert found is not None
        assert {"a", "b", "\0x"} == set(found.seen)
        assert read_events(database, "7") == []
        with pytest.raises(UnknownUserError):
            read_events(database, "8")
    with HistoryDB(path, MAPPING) as database:
        # Which of the catalogue's are gone takes a look at all items.
        assert matched_by_id(database, "ann", lambda: events, None, catalogue) is None


def test_of_one_user_events_are_read_once(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A life of listening is half a million rows, and to read them takes seconds.
    path = make(tmp_path, "INSERT INTO plays VALUES ('ann', 'a', 1700000002), ('bob', 'b', 1)")
    times: list[object] = []
    in_order = HistoryDB.in_order

    def noted(self: HistoryDB, rows: Iterable[tuple[Cell, ...]]) -> list[Interaction]:
        of_user = list(rows)
        times.extend(time for _, _, time, *_ in of_user)
        return in_order(self, of_user)

    monkeypatch.setattr(HistoryDB, "in_order", noted)
    manifest = read_manifest(demo_bundle())
    choice = ItemChoice(library=True)
    with HistoryDB(path, MAPPING) as database, UserReader(database, "ann") as reader:
        request = reader.request(catalogue, manifest, choice=choice)
    assert [item.item_id for item in request.history] == ["a", "\0x", "a"]
    assert times == [1700000000, 1700000001, 1700000002]
    with HistoryDB(path, MAPPING) as database, pytest.raises(UnknownUserError):
        UserReader(database, "cid")
    with HistoryDB(path, MAPPING) as database, UserReader(database, "bob") as reader:
        # A time that no clock shows is not plain: all of the column is looked at.
        assert reader.request(catalogue, manifest, choice=choice).history[0].item_id == "b"
        assert any("too small" in remark for remark in database.remarks)


def test_tables_and_their_columns(tmp_path: Path) -> None:
    path = make(tmp_path, "CREATE TABLE other (who, what); INSERT INTO other VALUES ('ann', 'b')")
    with pytest.raises(DatabaseError, match=r"which column of table 'other' .* is the item"):
        HistoryDB(path, Mapping(interactions="plays", seen="other"))
    with pytest.raises(DatabaseError, match=r"the SELECT of seen for .* has no column item"):
        HistoryDB(path, Mapping(interactions="plays", seen="SELECT what FROM other"))
    with pytest.raises(OptionError, match="--seen without --interactions"):
        Mapping(seen="other")
    with pytest.raises(OptionError, match="leave out --seen"):
        Mapping(app="kodi", seen="other")
    named = Mapping(
        interactions="SELECT 1 AS item", seen="SELECT who AS user, what AS item FROM other"
    )
    with HistoryDB(path, named) as database:
        assert database.read_seen("ann") == ["b"]
        assert database.queries.parts()["seen"] == named.seen
