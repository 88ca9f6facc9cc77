"""``score`` of several databases, each of which keeps to its own items."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from harness import Cli
from tiny import tiny_items

from ilora_edge.histories.database import Item
from ilora_edge.importers.store import Row, write_import

TITLES = {item.item_id: item.title for item in tiny_items()}


class Library:
    """Ann has used three of the items that are there, and bob two."""

    name = "literal"
    notes: list[str] = []  # noqa: RUF012

    def __init__(self, known: range, *others: str) -> None:
        self._known, self._others = known, others
        self.wanted = {("ann", f"m{known[-1]}")}

    def interactions(self) -> list[Row]:
        first = self._known.start
        rows: list[Row] = [("ann", f"m{first + n}", 1000 + n, 5.0) for n in range(3)]
        return [*rows, ("bob", f"m{first}", 7, 5.0), ("bob", f"m{first + 3}", 8, 5.0)]

    def items(self) -> list[Item]:
        known = [Item(f"m{n}", TITLES[f"m{n}"], None) for n in self._known]
        return [*known, *(Item(name, f"{name} Almanac", None) for name in self._others)]


@pytest.fixture
def libraries(tmp_path: Path) -> dict[str, set[str]]:
    """Return the items of two databases, by name."""
    for name, known in (("a", range(8)), ("b", range(6, 16))):
        write_import(tmp_path / f"{name}.db", Library(known, f"{name} Kiln", f"{name} Ash"))
    return {
        "a": {*(f"m{n}" for n in range(8)), "a Kiln", "a Ash"},
        "b": {*(f"m{n}" for n in range(6, 16)), "b Kiln", "b Ash"},
    }


def lists(path: Path) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT database, user_id, item_id FROM recommendations ORDER BY 1, 2, rank"
        for database, user, item in connection.execute(query):
            found.setdefault((Path(database).stem, user), []).append(item)
    return found


def test_each_keeps_to_its_own(
    cli: Cli, bundle: Path, tmp_path: Path, libraries: dict[str, set[str]]
) -> None:
    out = tmp_path / "lists.out"
    several = ("score", tmp_path / "?.db", "--bundle", bundle, "--out", out, "--workers", 2)
    done = cli(*several, "--library")
    assert done.code == 0, done.err
    found = lists(out)
    assert found.keys() == {(name, user) for name in "ab" for user in ("ann", "bob")}
    for (name, user), items in found.items():
        words = ("recommend", user, "--db", tmp_path / f"{name}.db", "--bundle", bundle)
        one = json.loads(cli(*words, "--library", "--json").out)["recommendations"]
        assert items == [place["item_id"] for place in one]
        assert set(items) <= libraries[name]
    assert "4 unchanged" in cli(*several, "--library").err
    # What is there decides about its people's lists alone.
    with closing(sqlite3.connect(tmp_path / "b.db")) as connection, connection:
        connection.execute("DELETE FROM items WHERE item_id = 'm15'")
    assert "2 users ranked, 2 unchanged" in cli(*several, "--library").err
    assert all("m15" not in items for items in lists(out).values())


def test_a_condition_is_of_each_and_what_is_wanted_too(
    cli: Cli, bundle: Path, tmp_path: Path, libraries: dict[str, set[str]]
) -> None:
    several = ("score", tmp_path / "?.db", "--bundle", bundle, "--workers", 1)
    done = cli(*several, "--out", tmp_path / "1.out", "--where", "item_id > 'm5'")
    assert done.code == 1, "a column of another name is a failure of each"
    done = cli(*several, "--out", tmp_path / "2.out", "--where", "item > 'm5'")
    assert done.code == 0, done.err
    found = lists(tmp_path / "2.out")
    assert {i for items in found.values() for i in items} == {"m6", "m7", "m8", "m9"}
    assert found["a", "bob"] == ["m6", "m7"] or found["a", "bob"] == ["m7", "m6"]
    done = cli(*several, "--out", tmp_path / "3.out", "--wanted")
    assert done.code == 0, done.err
    assert lists(tmp_path / "3.out") == {("a", "ann"): ["m7"], ("b", "ann"): ["m15"]}


def test_one_without_the_column_stops_no_other(
    cli: Cli, bundle: Path, tmp_path: Path, libraries: dict[str, set[str]]
) -> None:
    with closing(sqlite3.connect(tmp_path / "b.db")) as connection, connection:
        connection.execute("ALTER TABLE items ADD COLUMN overview TEXT")
    done = cli(
        *("score", tmp_path / "?.db", "--bundle", bundle, "--out", tmp_path / "lists.out"),
        *("--workers", 1, "--where", "overview IS NULL"),
    )
    assert done.code == 1
    assert "1 database failed" in done.err
    assert "no such column: overview" in done.err
    assert {name for name, _ in lists(tmp_path / "lists.out")} == {"b"}
