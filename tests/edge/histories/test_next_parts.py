"""Lists hold one part of a series at a time, and a history its latest."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.next_parts import NextParts, place_of
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask
from ilora_edge.ranking import in_turn, later_last
from ilora_edge.recommendation import HistoryItem, Recommendation
from ilora_edge.request import Request


def item(name: str) -> HistoryItem:
    return HistoryItem(name, name)


def parts(**rows: tuple[str, str]) -> NextParts:
    return NextParts([(name, *row) for name, row in rows.items()])


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("S1E4", (False, (1.0, 4.0))),
        ("S0E2", (True, (0.0, 2.0))),
        ("7", (False, (7.0,))),
        ("0", (False, (0.0,))),
        ("3.5", (False, (3.5,))),
        ("1 " * 10**6, (False, (1.0,) * 32)),
        ("pilot", None),
        ("", None),
    ],
)
def test_places(part: str, place: object) -> None:
    assert place_of(part) == place


SHOW = parts(
    a1=("A", "S1E1"), a2=("A", "S1E2"), a10=("A", "S1E10"), a0=("A", "S0E1"), b1=("B", "S1E1"),
    b2=("B", "S1E2"), p1=("Pod", ""), p2=("Pod", ""),
)  # fmt: skip


def taken(had: list[str], unseen: list[str]) -> tuple[list[str], list[str]]:
    found = SHOW.in_turn([item(name) for name in unseen], had)
    first = [i.item_id for i in found if not i.is_later]
    assert [i.item_id for i in found][: len(first)] == first
    return first, [i.item_id for i in found if i.is_later]


def test_the_next_part_stays_where_it_is() -> None:
    everything = ["a10", "b2", "film", "p2", "a2", "b1", "p1", "bare", "a0"]
    assert taken(["a1", "film2"], everything) == (
        ["film", "p2", "a2", "b1", "bare"],
        ["a10", "b2", "p1", "a0"],
    )
    # What was left out before comes only after what follows; specials come last.
    assert taken(["a2"], ["a1", "a10", "a0"]) == (["a10"], ["a1", "a0"])
    assert taken(["a10"], ["a1", "a0"]) == (["a1"], ["a0"])
    assert taken(["a0"], ["a10", "a2"]) == (["a2"], ["a10"])
    assert taken([], ["a0"]) == (["a0"], [])


def test_a_history_has_the_latest_part_alone() -> None:
    history = [item(name) for name in ("a1", "film", "a2", "b1", "film", "a10", "bare")]
    assert [i.item_id for i in SHOW.latest(history)] == ["film", "b1", "film", "a10", "bare"]
    assert NextParts([("film", "", "")]).latest(history) == history


def test_later_parts_fill_a_list_that_has_room() -> None:
    some = [item("a"), HistoryItem("b", is_later=True), HistoryItem("c", is_later=True)]
    assert [i.item_id for i in in_turn(some, 0)] == ["a"]
    assert [i.item_id for i in in_turn(some, 2)] == ["a", "b"]
    assert [i.item_id for i in in_turn(some, 9)] == ["a", "b", "c"]
    ranked = [Recommendation(n, name, "", 0.0, 0.0, None) for n, name in enumerate("bac", 1)]
    found = later_last(ranked, Request(out_of_catalogue=some))
    assert [(r.rank, r.item_id) for r in found] == [(1, "a"), (2, "b"), (3, "c")]


@pytest.mark.parametrize("numbers", [False, True])
def test_a_database_that_names_series(tmp_path: Path, numbers: bool) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            "CREATE TABLE item (id, title, show, nr); CREATE TABLE seen (who, item, at)"
        )
        rows: list[tuple[str | int | None, ...]]
        rows = [(f"e{n}", f"Show - {n}", "Show", f"S1E{n}") for n in range(1, 12)]
        if numbers:
            # A show's row, and an episode's place in it.
            rows = [(item, title, 7, n) for n, (item, title, *_) in enumerate(rows, 1)]
        rows += [("f1", "Known", None, None), ("f2", "Unknown", None, None)]
        connection.executemany("INSERT INTO item VALUES (?, ?, ?, ?)", rows)
        events = [("ann", f"e{n}", n) for n in (1, 2, 3)] + [("ann", "f1", 2)]
        events += [("ben", f"e{n}", n) for n in range(1, 11)]
        connection.executemany("INSERT INTO seen VALUES (?, ?, ?)", events)
    write_catalogue(tmp_path / "catalogue.db", [CatalogueItem(1, "k", "Known", 0, (1,))])
    mapping = Mapping(
        interactions="SELECT who AS user, item, at AS time FROM seen",
        items="SELECT id AS item, title, show AS series, nr AS part FROM item",
    )
    with (
        closing(Catalogue(tmp_path / "catalogue.db")) as catalogue,
        HistoryDB(path, mapping) as database,
        Spool(database, catalogue) as spool,
    ):
        (task,) = spool.tasks(None, 20, ("ann",))
    assert isinstance(task, UserTask)
    asked = task.request
    assert [i.title for i in asked.history] == ["Known", "Show - 3"]
    assert {f"\0e{n}" for n in (1, 2, 3)} <= set(asked.seen)
    first = [i.title for i in asked.out_of_catalogue if not i.is_later]
    later = [i.title for i in asked.out_of_catalogue if i.is_later]
    assert sorted(first) == ["Show - 4", "Unknown"]
    assert sorted(later) == sorted(f"Show - {n}" for n in range(5, 12))
    again = UserTask.from_json(json.loads(task.to_line()))
    assert again.request.out_of_catalogue == asked.out_of_catalogue
