"""Ids that a table holds as floats, as one copied from a data frame with gaps does: 7.0 is 7."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping

MAPPING = Mapping(
    interactions="SELECT user, film AS item, at AS time FROM plays",
    items="SELECT id AS item, title FROM films",
    seen="SELECT user, film AS item FROM done",
)


def test_floats_that_count_are_the_integers_they_stand_for(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        db.executescript(
            """
            CREATE TABLE films (id INTEGER PRIMARY KEY, title TEXT);
            INSERT INTO films VALUES (1, 'Ebb'), (2, 'Flow'), (3, 'Low Water');
            CREATE TABLE plays (user REAL, film REAL, at INTEGER);
            INSERT INTO plays VALUES (7, 1, 1700000000), (7, NULL, 1700000001),
              (8, 2.5, 1700000002), (8, 1e300, 1700000003), (NULL, 3, 1700000004);
            CREATE TABLE done (user REAL, film REAL);
            INSERT INTO done VALUES (7, 3), (NULL, 2);
            """
        )
    with HistoryDB(tmp_path / "app.db", MAPPING) as history:
        assert [user.user for user in history.users()] == ["8", "7"]
        assert [event.item_id for event in history.read_history("7")] == ["1"]
        assert [event.item_id for event in history.read_history("8")] == ["2.5", "1.0e+300"]
        assert set(history.seen()) == {("7", "3"), (None, "2")}
        assert history.read_titles(["1", "3"]) == {"1": "Ebb", "3": "Low Water"}


def test_numbers_of_no_typed_column_are_found(tmp_path: Path) -> None:
    """Hashes and ids of services have 19 digits, signs among them; and some ids are fractions."""
    ids = [2**63 - 1, -(2**63), 1152921504606846976, -7, 2.5, "-0", "007", "9" * 20]
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        db.execute("CREATE TABLE films (id, title)")
        db.execute("CREATE TABLE plays (user, film, at)")
        db.execute("CREATE TABLE done (user, film)")
        rows = [(item, f"Film {n}") for n, item in enumerate(ids)]
        db.executemany("INSERT INTO films VALUES (?, ?)", rows)
        db.executemany("INSERT INTO plays VALUES (?1, ?1, 1700000000)", [(i,) for i in ids])
        db.commit()
    with HistoryDB(tmp_path / "app.db", MAPPING) as history:
        for n, item in enumerate(map(str, ids)):
            assert [event.item_id for event in history.read_history(item)] == [item]
            assert history.read_titles([item]) == {item: f"Film {n}"}
