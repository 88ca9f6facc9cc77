"""A first list goes by what the database's other people have used."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.log import LoggedEvent
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask

# "a" twice by ann; two copies of Bee; Zed is nobody's of the catalogue, Gone is not there any more.
ROWS = [
    *(("ann", "1"), ("ann", "1"), ("bob", "1"), ("bob", "2"), ("carl", "3")),
    *(("ann", "9"), ("bob", "9"), ("carl", "9"), ("ann", "8"), ("bob", "8")),
]
ITEMS = [("1", "Ant", 1), ("2", "Bee", 1), ("3", "Bee", 1), ("9", "Zed", 1), ("8", "Gone", 0)]
MAPPING = Mapping(
    interactions="SELECT user, item FROM events",
    items="SELECT item, title, available FROM things",
    seen="SELECT user, item FROM marks",
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    items = [
        CatalogueItem(n, i, t, 0, (1,)) for n, (i, t) in enumerate((("a", "Ant"), ("b", "Bee")), 1)
    ]
    write_catalogue(tmp_path / "catalogue.db", items)
    with closing(Catalogue(tmp_path / "catalogue.db")) as found:
        yield found


def _database(tmp_path: Path) -> Path:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE events (user, item)")
        connection.execute("CREATE TABLE things (item, title, available)")
        connection.execute("CREATE TABLE marks (user, item)")
        connection.executemany("INSERT INTO events VALUES (?, ?)", ROWS)
        connection.executemany("INSERT INTO things VALUES (?, ?, ?)", ITEMS)
        connection.execute("INSERT INTO marks VALUES ('new', '1')")
    return path


def _task(
    path: Path,
    catalogue: Catalogue,
    user: str,
    users: tuple[str, ...] | None,
    logged: Sequence[LoggedEvent] = (),
) -> UserTask:
    with (
        HistoryDB(path, MAPPING) as history,
        Spool(history, catalogue, logged, users=users) as spool,
    ):
        (task,) = spool.tasks(None, 5, (user,))
    assert isinstance(task, UserTask)
    return task


@pytest.mark.parametrize("users", [None, ("new",)])
def test_people_are_counted_not_plays(
    tmp_path: Path, catalogue: Catalogue, users: tuple[str, ...] | None
) -> None:
    task = _task(_database(tmp_path), catalogue, "new", users)
    assert task.request.history == []
    # Bee's copies had one person each.
    assert dict(task.request.used_by) == {"\0" + "9": 3, "a": 2, "b": 2}
    # A worker of `score` is told so too.
    handed_on = UserTask.from_json(json.loads(task.to_line()))
    assert handed_on.request.used_by == task.request.used_by


@pytest.mark.parametrize("users", [None, ("new",)])
def test_who_has_used_two_copies_is_one_person(
    tmp_path: Path, catalogue: Catalogue, users: tuple[str, ...] | None
) -> None:
    path = _database(tmp_path)
    before = dict(_task(path, catalogue, "new", users).request.used_by)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO events SELECT e.user, o.item FROM events e JOIN things t USING (item) "
            "JOIN things o ON o.title = t.title AND o.item <> t.item AND o.available"
        )
    assert dict(_task(path, catalogue, "new", users).request.used_by) == before


@pytest.mark.parametrize("users", [None, ("ann",), ("ann", "new")])
def test_who_has_a_history_is_told_by_it(
    tmp_path: Path, catalogue: Catalogue, users: tuple[str, ...] | None
) -> None:
    assert not _task(_database(tmp_path), catalogue, "ann", users).request.used_by


@pytest.mark.parametrize("users", [None, ("new",)])
def test_what_a_person_has_said_is_a_history(
    tmp_path: Path, catalogue: Catalogue, users: tuple[str, ...] | None
) -> None:
    said = [LoggedEvent("new", "2", 5, "like", "Bee")]
    path = _database(tmp_path)
    task = _task(path, catalogue, "new", users, said)
    assert [item.item_id for item in task.request.history] == ["b"]
    assert not task.request.used_by
    # What they have only seen says nothing of what they like, and is not counted for others.
    seen = [LoggedEvent("new", "2", 5, "seen", "Bee"), LoggedEvent("dora", "3", 5)]
    task = _task(path, catalogue, "new", users, seen)
    assert dict(task.request.used_by) == {"\0" + "9": 3, "a": 2, "b": 2}
