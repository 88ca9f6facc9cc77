"""The database an import writes: whole or not at all."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import SCHEMAS
from importing import Literal, imported, sha256
from power_cuts import Renames

from ilora_edge.errors import DatabaseError, SourceError
from ilora_edge.histories.database import HistoryDB, Interaction, Item
from ilora_edge.importers.store import ImportReport, Row, write_import
from ilora_edge.matching.item_facts import Facts, read_facts
from ilora_edge.system.new_file import usual_mode

ROWS: list[Row] = [("ann", "m1", 1, 4.0), ("ann", "m1", 2, None), ("bob", "m2", 1, None)]


def test_a_new_database_has_the_schema_and_everything_in_it(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert write_import(path, Literal(ROWS)) == ImportReport(1, 3, 1, 3, ["a remark"])
    assert [file.name for file in tmp_path.iterdir()] == ["new.db"]
    with HistoryDB(path) as db:
        assert db.read_history("ann") == [Interaction("m1", 1, 4.0), Interaction("m1", 2, None)]
        assert list(db.items()) == [Item("m1", "Alien", None)]
    connection = sqlite3.connect(path)
    plan = connection.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM interactions WHERE user_id = 'ann' ORDER BY timestamp"
    ).fetchall()
    columns = {
        table: connection.execute(
            f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{table}')"
        ).fetchall()
        for table in ("items", "interactions")
    }
    connection.close()
    assert "interactions_history" in plan[0][3]
    assert len(plan) == 1
    assert columns == {
        "items": [("item_id", "TEXT", 0, 1), ("title", "TEXT", 1, 0), ("genres", "TEXT", 0, 0)],
        "interactions": [
            ("user_id", "TEXT", 1, 0),
            ("item_id", "TEXT", 1, 0),
            ("timestamp", "INTEGER", 1, 0),
            ("rating", "REAL", 0, 0),
        ],
    }


def test_a_new_database_outlasts_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renames = Renames(monkeypatch)
    write_import(tmp_path / "new.db", Literal(ROWS))
    assert (renames.targets, renames.lost()) == ([tmp_path / "new.db"], [])


def test_what_a_kill_left_goes_with_the_next_import(tmp_path: Path) -> None:
    left = tmp_path / ".importing-21709-be47ebe9.db"
    left.write_bytes(b"half")
    path = tmp_path / "out.db"
    write_import(path, Literal(ROWS))
    assert [p.name for p in tmp_path.iterdir()] == ["out.db"]
    assert path.stat().st_mode & 0o777 == usual_mode(0o666)


def test_importing_again_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "twice.db"
    write_import(path, Literal(ROWS))
    before = sha256(path)
    assert write_import(path, Literal(ROWS)) == ImportReport(0, 0, 1, 3, ["a remark"])
    assert sha256(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["twice.db"]


def test_importing_more_adds_only_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "more.db"
    write_import(path, Literal(ROWS))
    more = [*ROWS, ("bob", "m2", 5, None)]
    catalogue = [Item("m1", "another title", None), Item("m2", "Brazil", "Comedy")]
    report = write_import(path, Literal(more, catalogue))
    assert report == ImportReport(1, 1, 2, 4, ["a remark"], n_titles_differ=1)
    with HistoryDB(path) as db:
        assert db.read_titles(["m1", "m2"]) == {"m1": "Alien", "m2": "Brazil"}


def test_progress_counts_every_interaction(tmp_path: Path) -> None:
    rows: list[Row] = [("u", str(i), i, None) for i in range(2500)]
    steps: list[int] = []
    write_import(tmp_path / "p.db", Literal(rows), steps.append)
    assert steps == [1000, 1000, 500]


@pytest.mark.parametrize("error", [SourceError("line 3"), KeyboardInterrupt(), RuntimeError("bug")])
def test_an_error_leaves_no_new_file(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        write_import(tmp_path / "new.db", Literal(ROWS, error=error))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [SourceError("line 3"), KeyboardInterrupt()])
def test_an_error_leaves_an_old_file_as_it_was(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "old.db"
    write_import(path, Literal(ROWS))
    before = sha256(path)
    more: list[Row] = [("cy", "m1", i, None) for i in range(5000)]
    with pytest.raises(type(error)):
        write_import(path, Literal(more, error=error))
    assert sha256(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["old.db"]


KILLED = """
import os, signal, sys
from ilora_edge.importers.store import write_import

class Source:
    name, notes = "killed", []
    def interactions(self):
        for i in range(int(sys.argv[2])):
            yield "u", str(i), i, None
        os.kill(os.getpid(), signal.SIGKILL)
    def items(self):
        return iter(())

write_import(sys.argv[1], Source())
"""


def killed_import(path: Path, n_rows: int) -> None:
    run = subprocess.run([sys.executable, "-c", KILLED, str(path), str(n_rows)], check=False)
    assert run.returncode == -signal.SIGKILL


def test_a_killed_import_makes_no_database(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    killed_import(path, 50)
    assert not path.exists()
    assert write_import(path, Literal(ROWS)).n_interactions_new == 3


def test_a_killed_import_into_a_database_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    write_import(path, Literal(ROWS))
    before = sha256(path)
    # Enough rows for SQLite to have written some of them before the kill.
    killed_import(path, 40_000)
    assert sha256(path) != before
    # Undoing it would be writing: what was there before is read from a copy.
    cut_off = sha256(path)
    with HistoryDB(path) as database:
        assert sum(len(history) for _, history in database.histories()) == 3
    assert sha256(path) == cut_off
    assert write_import(path, Literal(ROWS)) == ImportReport(0, 0, 1, 3, ["a remark"])
    assert sha256(path) == before


def test_a_source_without_interactions_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="literal holds no interactions"):
        write_import(tmp_path / "new.db", Literal([]))
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(DatabaseError, match=r"cannot write .*letter\.txt: file is not a database"):
        write_import(path, Literal(ROWS))
    assert path.read_text() == "Dear diary, " * 100
    with pytest.raises(DatabaseError, match="is not a file"):
        write_import(tmp_path, Literal(ROWS))
    with pytest.raises(DatabaseError, match="no folder"):
        write_import(tmp_path / "none" / "new.db", Literal(ROWS))


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE items (item_id INTEGER PRIMARY KEY, title TEXT NOT NULL, genres TEXT)",
        "CREATE TABLE items (item_id TEXT, title TEXT NOT NULL, genres TEXT)",
        "CREATE TABLE Interactions (who TEXT, what TEXT)",
        "CREATE VIEW items AS SELECT 1 AS item_id, 'a' AS title, 'b' AS genres",
    ],
)
def test_tables_of_others_are_refused_and_kept(tmp_path: Path, schema: str) -> None:
    path = tmp_path / "theirs.db"
    connection = sqlite3.connect(path)
    connection.executescript(schema)
    connection.close()
    before = sha256(path)
    with pytest.raises(DatabaseError, match="that ilora-edge did not create"):
        write_import(path, Literal(ROWS))
    assert sha256(path) == before


def test_a_database_with_other_tables_gets_ours_too(tmp_path: Path) -> None:
    path = tmp_path / "both.db"
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE notes (x); INSERT INTO notes VALUES (1);")
    connection.close()
    histories, _ = imported(Literal(ROWS), path)
    assert set(histories) == {"ann", "bob"}
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT x FROM notes").fetchall() == [(1,)]
    connection.close()


def test_the_database_of_an_application_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "tautulli.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        SCHEMAS["tautulli"](connection)
    before = sha256(path)
    with pytest.raises(DatabaseError, match="is the database of Tautulli, which is only read"):
        write_import(path, Literal([("u1", "m1", 1, None)]))
    assert sha256(path) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["tautulli.db"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "folder" / "real.db")
    write_import(link, Literal(ROWS))
    assert link.is_symlink()
    assert [file.name for file in (tmp_path / "folder").iterdir()] == ["real.db"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_device_is_refused() -> None:
    with pytest.raises(DatabaseError, match="is not a file"):
        write_import("/dev/full", Literal(ROWS))


# Importing again repairs


def test_titles_that_were_missing_are_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    write_import(path, Literal(ROWS, [Item("m1", "m1", None), Item("m2", "Brazil", "Comedy")]))
    again = [Item("m1", "Alien (1979)", "Horror", 1979, imdb="tt0078748"), Item("m2", "m2", None)]
    report = write_import(path, Literal(ROWS, again))
    assert (report.n_titles_filled, report.n_titles_differ) == (1, 0)
    with HistoryDB(path) as db:
        assert db.read_titles(["m1", "m2"]) == {"m1": "Alien (1979)", "m2": "Brazil"}
    before = sha256(path)
    assert write_import(path, Literal(ROWS, again)).n_titles_filled == 0
    assert sha256(path) == before


def test_a_changed_rating_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    write_import(path, Literal(ROWS))
    report = write_import(path, Literal([("ann", "m1", 1, 1.0), ("ann", "m1", 2, None)]))
    assert (report.n_interactions_new, report.n_ratings_changed) == (0, 1)
    assert write_import(path, Literal([("ann", "m1", 1, None)])).n_ratings_changed == 0
    with HistoryDB(path) as db:
        assert db.read_history("ann")[0] == Interaction("m1", 1, 1.0)


def test_an_undated_interaction_gives_way_to_one_with_a_time(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    undated: list[Row] = [("ann", "m1", 0, None), ("bob", "m1", 0, 3.0)]
    write_import(path, Literal(undated))
    report = write_import(path, Literal([("ann", "m1", 9, None)]))
    assert (report.n_interactions_new, report.n_replaced) == (0, 1)
    before = sha256(path)
    write_import(path, Literal([*undated, ("ann", "m1", 9, None)]))
    assert sha256(path) == before
    with HistoryDB(path) as db:
        assert db.read_history("ann") == [Interaction("m1", 9, None)]
        assert db.read_history("bob") == [Interaction("m1", 0, 3.0)]


def test_of_an_export_of_ratings_the_new_one_replaces_the_old(tmp_path: Path) -> None:
    class Ratings(Literal):
        one_each = True

    path = tmp_path / "x.db"
    write_import(path, Ratings([("me", "a", 10, 4.0), ("me", "b", 11, 2.0)]))
    report = write_import(path, Ratings([("me", "a", 20, 1.0), ("me", "b", 11, 2.0)]))
    assert (report.n_interactions_new, report.n_replaced) == (0, 1)
    with HistoryDB(path) as db:
        assert db.read_history("me") == [Interaction("b", 11, 2.0), Interaction("a", 20, 1.0)]


def test_a_database_of_an_earlier_release_gets_the_new_table(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE items (item_id TEXT PRIMARY KEY, title TEXT NOT NULL, genres TEXT);"
        "CREATE TABLE interactions (user_id TEXT NOT NULL, item_id TEXT NOT NULL,"
        " timestamp INTEGER NOT NULL, rating FLOAT);"
        "INSERT INTO items VALUES ('m1', 'm1', NULL), ('m3', 'Clue', NULL);"
    )
    connection.close()
    alien = Item("m1", "Alien", "Horror", 1979, creator="X")
    histories, items = imported(Literal(ROWS, [alien]), path)
    assert set(histories) == {"ann", "bob"}
    assert items == [Item("m1", "Alien", "Horror"), Item("m3", "Clue", None)]
    with HistoryDB(path) as db:
        about = {i: (title, read_facts(facts)) for i, title, facts in db.described_items()}
    assert about == {
        "m1": (b"Alien", Facts(1979, creator="X", genres="Horror")),
        "m3": (b"Clue", Facts()),
    }
    imported(Literal(ROWS, [Item("m1", "Alien", None, 1980, imdb="tt0078748")]), path)
    connection = sqlite3.connect(path)
    facts = connection.execute("SELECT item_id, year, creator, imdb FROM item_facts").fetchall()
    connection.close()
    assert facts == [("m1", 1979, "X", "tt0078748")]
