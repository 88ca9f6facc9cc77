"""A database read at once, and its users streamed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ilora_edge import encoder
from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.errors import DatabaseError
from ilora_edge.histories import spool_sql
from ilora_edge.histories import user as users
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.log import LoggedEvent
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user import read_events
from ilora_edge.histories.user_task import BadUser, UserTask
from ilora_edge.recommendation import HistoryItem

SCHEMA = """
CREATE TABLE items (item_id, title);
CREATE TABLE interactions (user_id, item_id, timestamp, rating);
INSERT INTO items VALUES ('a', 'Ant'), ('b', 'Bee'), ('x', 'Xenops'), ('y', 'Yak'), ('z', 'Zebu');
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    items = [
        CatalogueItem(n, i, t, 0, (1,)) for n, (i, t) in enumerate((("a", "Ant"), ("b", "Bee")), 1)
    ]
    write_catalogue(tmp_path / "catalogue.db", items)
    with closing(Catalogue(tmp_path / "catalogue.db")) as found:
        yield found


@contextmanager
def spooled(
    tmp_path: Path,
    catalogue: Catalogue,
    rows: Sequence[tuple[object, ...]],
    schema: str = SCHEMA,
    logged: list[LoggedEvent] | None = None,
    where: str | None = None,
) -> Iterator[Spool]:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(schema)
        connection.executemany("INSERT INTO interactions VALUES (?, ?, ?, ?)", rows)
    with HistoryDB(path) as database, Spool(database, catalogue, logged or (), where) as spool:
        yield spool


def tasks(spool: Spool, *args: object, **options: object) -> dict[str, UserTask | BadUser]:
    found = list(spool.tasks(*(args or (None, 0)), **options))  # type: ignore[arg-type]
    return {task.user: task for task in found}


def test_histories_in_order_and_what_was_seen(tmp_path: Path, catalogue: Catalogue) -> None:
    rows = [
        ("ann", "b", 2, 5),
        ("bob", "a", 1, None),
        ("ann", "a", 1, 1),
        ("ann", "x", 3, 5),
        ("ann", "b", 4, 5),
    ]
    with spooled(tmp_path, catalogue, rows) as spool:
        found = tasks(spool, 3.0, 0)
        ann = found["ann"]
        assert isinstance(ann, UserTask)
        assert ann.request.history == [
            HistoryItem("b", "Bee"),
            HistoryItem("\0x", "Xenops"),
            HistoryItem("b", "Bee"),
        ]
        # Badly rated: seen, but no part of the history. Each once.
        assert ann.request.seen == ["a", "b", "\0x"]
        assert list(found) == ["ann", "bob"]
        assert spool.count_users() == 2
        assert (spool.report.interacted, spool.report.by_id, spool.report.items) == (3, 2, 5)
        assert spool.report.matched_interactions == 4
        assert [spool.own_id(i, "ann") for i in ("a", "\0x", "nothing")] == ["a", "x", None]


def test_of_several_copies_the_one_that_can_be_had_is_named(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    path, shelves = tmp_path / "app.db", "SELECT * FROM shelves"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript("""
        CREATE TABLE shelves (item, title, available, shelf);
        CREATE TABLE plays (user, item);
        INSERT INTO plays VALUES ('ann', 6);
        INSERT INTO shelves VALUES
            (1, 'Ant', 0, 'low'), (2, 'Ant', 1, 'high'), (3, 'Ant', 1, 'low'),
            (4, 'Bee', 0, 'low'), (5, 'Bee', 1, 'high'), (6, 'Cow', 1, 'low');
        """)
    mapping = Mapping(interactions="SELECT user, item FROM plays", items=shelves)
    with HistoryDB(path, mapping) as database:
        with Spool(database, catalogue) as spool:
            assert [spool.own_id(i, "ann") for i in "ab"] == ["2", "5"]
        with Spool(database, catalogue, where="shelf = 'low'") as spool:
            assert spool.own_id("a", "ann") == "3"
            # What is on the low shelf is gone, and what is there is not on it.
            assert spool.allowed_in_catalogue() == ("a",)


def test_of_several_copies_each_user_s_is_one_that_they_are_shown(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = "INSERT INTO items VALUES ('1', 'Ant'), ('2', 'Ant'), ('9', 'Cow'), ('8', 'Dog');"
    schema = [*SCHEMA.splitlines()[1:3], items]
    hidden = [("ann", "1"), ("bob", "2")]
    monkeypatch.setattr(HistoryDB, "hidden", lambda self, users=None: iter(hidden))
    rows = [("ann", "9", 1, None), ("bob", "9", 1, None), ("cy", "9", 1, None)]
    with spooled(tmp_path, catalogue, rows, "\n".join(schema)) as spool:
        for user, own in (("ann", "2"), ("bob", "1"), ("cy", "1"), ("ann", "2")):
            task = tasks(spool)[user]
            assert isinstance(task, UserTask)
            assert task.names is not None
            assert task.names.own_id("a") == own


def test_what_one_has_named_of_the_bundle_s_is_not_in_the_database(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    schema = SCHEMA.replace("('b', 'Bee'), ", "")
    logged = [LoggedEvent("ann", "b", 3, "like", "Bee"), LoggedEvent("ann", "x", 3, "like", "Bird")]
    with spooled(tmp_path, catalogue, [("bob", "a", 1, None)], schema, logged) as spool:
        ann = tasks(spool)["ann"]
        assert isinstance(ann, UserTask)
        assert ann.request.history == [HistoryItem("b", "Bee"), HistoryItem("\0x", "Xenops")]
        assert [spool.own_id(i, "bob") for i in ("b", "a", "\0x")] == [None, "a", "x"]


def test_what_was_logged_comes_last_within_its_second(tmp_path: Path, catalogue: Catalogue) -> None:
    logged = [LoggedEvent("ann", "x", 5), LoggedEvent("ann", "y", 6)]
    rows = [("ann", "a", 5, None), ("ann", "b", 6.25, None), ("ann", "z", 7, None)]
    with spooled(tmp_path, catalogue, rows, logged=logged) as spool:
        ann = tasks(spool)["ann"]
        assert isinstance(ann, UserTask)
        batch = [i.item_id.removeprefix("\0") for i in ann.request.history]
    with HistoryDB(tmp_path / "app.db") as database:
        assert [e.item_id for e in read_events(database, "ann", logged)] == batch
    assert batch == ["a", "x", "b", "y", "z"]


def test_no_copy_of_what_is_disliked_is_offered_again(tmp_path: Path, catalogue: Catalogue) -> None:
    items = "INSERT INTO items VALUES ('1', 'Cow'), ('2', 'Cow'), ('3', 'Dog'), ('a', 'Ant');"
    schema = "\n".join([*SCHEMA.splitlines()[1:3], items])
    logged = [LoggedEvent("ann", "1", 9, "dislike", "Cow")]
    rows = [("ann", "a", 1, None), ("ann", "3", 2, None), ("bob", "2", 1, None)]
    with spooled(tmp_path, catalogue, rows, schema, logged) as spool:
        for exclude_seen, offered in ((True, []), (False, ["\x003"])):
            ann = tasks(spool, None, 20, exclude_seen=exclude_seen)["ann"]
            assert isinstance(ann, UserTask)
            assert [i.item_id for i in ann.request.out_of_catalogue] == offered


def test_what_was_logged_is_in_the_history(tmp_path: Path, catalogue: Catalogue) -> None:
    logged = [LoggedEvent("bob", "b", 5), LoggedEvent("new", "z", 7)]
    with spooled(tmp_path, catalogue, [("bob", "a", 9, None)], logged=logged) as spool:
        found = tasks(spool)
        assert {u: [i.item_id for i in t.request.history] for u, t in found.items()} == {  # type: ignore[union-attr]
            "bob": ["b", "a"],
            "new": ["\0z"],
        }


def test_candidates_by_title_are_the_most_met_that_the_user_has_not(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    rows = [("ann", "a", 1, 1), ("ann", "y", 2, 1), ("bob", "y", 1, 1), ("bob", "z", 1, 1)]
    with spooled(tmp_path, catalogue, rows) as spool:
        found = tasks(spool, None, 2)
        assert [[i.item_id for i in t.request.out_of_catalogue] for t in found.values()] == [  # type: ignore[union-attr]
            ["\0z", "\0x"],
            ["\0x"],
        ]
        assert len(tasks(spool, None, 2, exclude_seen=False)["ann"].request.out_of_catalogue) == 2  # type: ignore[union-attr]
    (tmp_path / "app.db").unlink()
    with spooled(tmp_path, catalogue, rows, where="title < 'Y'") as spool:
        assert spool.allowed_in_catalogue() == ("a", "b")
        assert [i.item_id for i in tasks(spool, None, 2)["ann"].request.out_of_catalogue] == ["\0x"]  # type: ignore[union-attr]


def test_genres_of_what_the_catalogue_has_not_go_along(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    schema = (
        SCHEMA
        + """
    ALTER TABLE items ADD COLUMN genres;
    UPDATE items SET genres = 'Horror|Drama' WHERE item_id IN ('a', 'x');
    UPDATE items SET genres = x'00' WHERE item_id = 'y';
    """
    )
    rows = [("ann", "a", 1, 1), ("ann", "x", 2, 1)]
    with spooled(tmp_path, catalogue, rows, schema) as spool:
        task = tasks(spool, None, 2)["ann"]
        assert isinstance(task, UserTask)
        asked = task.request
        assert asked.history == [
            HistoryItem("a", "Ant"),
            HistoryItem("\0x", "Xenops", "Horror|Drama"),
        ]
        assert [i.genres for i in asked.out_of_catalogue] == ["", ""]
        assert spool.found_id("x") == "\0x"
        again = UserTask.from_json(json.loads(task.to_line())).request
        assert (again.history, again.out_of_catalogue) == (asked.history, asked.out_of_catalogue)
    (tmp_path / "app.db").unlink()
    with spooled(tmp_path, catalogue, rows[:1], schema) as spool:
        task = tasks(spool, None, 1)["ann"]
        assert isinstance(task, UserTask)
        assert task.request.out_of_catalogue == [HistoryItem("\0x", "Xenops", "Horror|Drama")]


def test_what_is_disliked_of_unknown_items_has_its_title(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    rows = [("ann", "a", 1, 5), ("ann", "x", 2, 1), ("ann", "b", 3, 1), ("bob", "a", 1, 5)]
    with spooled(tmp_path, catalogue, rows) as spool:
        found = tasks(spool, 3, 2)
        ann, bob = found["ann"], found["bob"]
        assert isinstance(ann, UserTask)
        assert isinstance(bob, UserTask)
        assert ann.request.disliked == ["\0x", "b"]
        assert ann.request.disliked_out_of_catalogue == [HistoryItem("\0x", "Xenops")]
        assert bob.request.disliked_out_of_catalogue == []
        for task in (ann, bob):
            again = UserTask.from_json(json.loads(task.to_line()))
            assert again.request == task.request
        assert len(json.loads(ann.to_line())) == len(json.loads(bob.to_line())) + 1


def test_of_many_dislikes_the_latest_titles_are_handed_on(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    rows = [("ann", f"n{n}", n, 1) for n in range(1, users.MOST_DISLIKED + 31)]
    with spooled(tmp_path, catalogue, rows) as spool:
        task = tasks(spool, 3, 2)["ann"]
        assert isinstance(task, UserTask)
        assert len(task.request.disliked) == users.MOST_DISLIKED + 30
        titles = [item.title for item in task.request.disliked_out_of_catalogue]
        assert titles == [f"n{n}" for n in range(31, users.MOST_DISLIKED + 31)]


def test_a_bad_user_is_named_and_the_others_are_not_harmed(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    rows = [("ann", "a", "someday", None), ("bob", "a", 1, None)]
    with spooled(tmp_path, catalogue, rows) as spool:
        found = tasks(spool)
        assert isinstance(found["ann"], BadUser)
        assert isinstance(found["bob"], UserTask)
        assert list(tasks(spool, None, 0, users=("bob", "zoe"))) == ["bob", "zoe"]


def test_somebody_who_has_done_nothing_else_for_years(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert users.MAX_HISTORY == encoder.MAX_WINDOW
    monkeypatch.setattr(users, "MAX_HISTORY", 10)
    rows = [("ann", "axyz"[n % 4] if n < 100 else "b", n, None) for n in range(500)]
    with spooled(tmp_path, catalogue, rows) as spool:
        ann = tasks(spool)["ann"]
        assert isinstance(ann, UserTask)
        assert ann.request.history == [HistoryItem("b", "Bee")] * 10
        assert sorted(ann.request.seen) == ["\0x", "\0y", "\0z", "a", "b"]


def test_no_room_for_what_was_read(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.execute("PRAGMA max_page_count = 4")
        return connection

    monkeypatch.setattr(spool_sql, "nameless", full)
    rows = [(f"u{n}", "a", n, None) for n in range(2000)]
    with (
        pytest.raises(DatabaseError, match="in a temporary file: database or disk is full"),
        spooled(tmp_path, catalogue, rows),
    ):
        pass


@pytest.mark.parametrize("theirs", ["Ant (1998)", "Ant"])
def test_what_the_catalogue_has_not_is_written_as_that_writes_its_own(
    tmp_path: Path, theirs: str
) -> None:
    write_catalogue(tmp_path / "catalogue.db", [CatalogueItem(1, "c1", theirs, 0, (1,))])
    schema = """
    CREATE TABLE items (item_id, title, year);
    CREATE TABLE interactions (user_id, item_id, timestamp, rating);
    INSERT INTO items VALUES ('a', 'Ant', 1998), ('x', 'Xenops', 1999), ('y', 'Yak (2001)', 2001),
      ('z', 'Zebu', NULL), ('w', 'Wren', 2003);
    """
    rows = [("u", item, n, None) for n, item in enumerate("axyz", 1)]
    with (
        closing(Catalogue(tmp_path / "catalogue.db")) as catalogue,
        spooled(tmp_path, catalogue, rows, schema) as spool,
    ):
        task = tasks(spool, None, 5)["u"]
    assert isinstance(task, UserTask)
    titles = [item.title for item in (*task.request.history, *task.request.out_of_catalogue)]
    dated = ["Xenops (1999)", "Yak (2001)", "Zebu", "Wren (2003)"]
    assert titles[1:] == (dated if theirs != "Ant" else ["Xenops", "Yak (2001)", "Zebu", "Wren"])


@pytest.mark.parametrize("users", [("7",), ("ann", "7"), ("00FF",), ("nobody", "é"), ()])
def test_of_some_users_the_same_is_said_as_of_all(
    tmp_path: Path, catalogue: Catalogue, users: tuple[str, ...]
) -> None:
    rows = [
        *((7, "a", 30, 4), ("7", "x", 20, None), (7.0, "y", 10, 1), (b"\x00\xff", "b", 5, None)),
        *(("ann", "a", 1, 5), ("ann", "z", 2, None), ("ANN", "z", 3, None), ("é", "q", 4, None)),
        (None, "a", 1, None),
    ]
    seen = """
    CREATE TABLE had (user, item);
    INSERT INTO had VALUES (7, 'z'), ('ann', 'x'), (NULL, 'b'), ('nobody', 'y'), ('ANN', 'w');
    """
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA + seen)
        connection.executemany("INSERT INTO interactions VALUES (?, ?, ?, ?)", rows)
    mapping = Mapping(
        interactions="SELECT user_id AS user, item_id AS item, timestamp AS time, rating "
        "FROM interactions",
        items="SELECT item_id AS item, title FROM items",
        seen="had",
    )
    logged = [LoggedEvent("7", "b", 99, "like", "Bee"), LoggedEvent("bob", "x", 9)]
    with HistoryDB(path, mapping) as database:
        with Spool(database, catalogue, logged) as whole:
            every = tasks(whole, 3.0, 10, users)
        with Spool(database, catalogue, logged, users=users) as some:
            assert tasks(some, 3.0, 10, users) == every
            assert tasks(some, 3.0, 10).keys() <= set(users)
            assert replace(some.report, items=0) == replace(whole.report, items=0)


def test_more_users_than_a_query_has_places_for(tmp_path: Path, catalogue: Catalogue) -> None:
    names = [f"u{n}" for n in range(1200)]
    with spooled(tmp_path, catalogue, [(name, "a", 1, None) for name in names]) as whole:
        every = tasks(whole, None, 0, names)
    with HistoryDB(tmp_path / "app.db") as db, Spool(db, catalogue, users=names) as some:
        assert tasks(some, None, 0, names) == every
        assert len(every) == len(names)
