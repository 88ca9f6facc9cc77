from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.errors import DatabaseError, UnknownUserError
from ilora_edge.histories.database import HistoryDB, Interaction, Item, UserSummary

OURS = """
CREATE TABLE items (item_id TEXT PRIMARY KEY, title TEXT NOT NULL, genres TEXT);
CREATE TABLE interactions (user_id TEXT NOT NULL, item_id TEXT NOT NULL,
                           timestamp INTEGER NOT NULL, rating REAL);
CREATE INDEX interactions_history ON interactions (user_id, timestamp);
"""
ROWS = [
    ("ann", "m2", 200, 4.0),
    ("ann", "m1", 100, None),
    ("ann", "m3", 200, 5.0),
    ("bob", "m1", 50, 3.5),
    ("9", "m1", 70, None),
]
TITLES = [("m1", "Alien", "Horror|Sci-Fi"), ("m2", "Brazil", None), ("m3", "Clue", "Comedy")]

MakeDb = Callable[..., Path]


@pytest.fixture
def make_db(tmp_path: Path) -> MakeDb:
    def make(
        interactions: Iterable[tuple[object, ...]] = ROWS,
        items: Iterable[tuple[object, ...]] = TITLES,
        schema: str = OURS,
        name: str = "history.db",
    ) -> Path:
        path = tmp_path / name
        connection = sqlite3.connect(path)
        connection.executescript(schema)
        for table, rows in (("interactions", interactions), ("items", items)):
            for row in rows:
                marks = ", ".join("?" * len(row))
                connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)
        connection.commit()
        connection.close()
        return path

    return make


def test_users_come_most_active_first_then_by_id(make_db: MakeDb) -> None:
    with HistoryDB(make_db()) as db:
        assert list(db.users()) == [
            UserSummary("ann", 3, 100, 200),
            UserSummary("9", 1, 70, 70),
            UserSummary("bob", 1, 50, 50),
        ]
        assert [user.user for user in db.users(limit=2)] == ["ann", "9"]
        assert len(list(db.users(limit=10**30))) == 3
        assert db.count_users() == 3


def test_history_is_oldest_first_and_equal_times_in_order_of_insertion(make_db: MakeDb) -> None:
    with HistoryDB(str(make_db())) as db:
        assert db.read_history("ann") == [
            Interaction("m1", 100, None),
            Interaction("m2", 200, 4.0),
            Interaction("m3", 200, 5.0),
        ]


def test_histories_are_the_same_as_read_history(make_db: MakeDb) -> None:
    with HistoryDB(make_db()) as db:
        histories = list(db.histories())
        assert [user for user, _ in histories] == ["9", "ann", "bob"]
        for user, history in histories:
            assert history == db.read_history(user)


def test_queries_can_be_interleaved(make_db: MakeDb) -> None:
    with HistoryDB(make_db()) as db:
        lengths = [len(db.read_history(user.user)) for user in db.users()]
        assert lengths == [3, 1, 1]


def test_titles_and_items(make_db: MakeDb) -> None:
    with HistoryDB(make_db()) as db:
        assert db.read_titles(["m3", "m1", "nope", "m3"]) == {"m1": "Alien", "m3": "Clue"}
        assert db.read_titles([]) == {}
        assert list(db.items()) == [
            Item("m1", "Alien", "Horror|Sci-Fi"),
            Item("m2", "Brazil", None),
            Item("m3", "Clue", "Comedy"),
        ]


def test_titles_of_more_items_than_sqlite_binds_at_once(make_db: MakeDb) -> None:
    items = [(str(i), f"title {i}", None) for i in range(2000)]
    with HistoryDB(make_db(items=items)) as db:
        assert db.read_titles(str(i) for i in range(2000)) == {i: t for i, t, _ in items}


def test_unknown_user_says_how_to_list_users(make_db: MakeDb) -> None:
    path = make_db(name="my films.db")
    with HistoryDB(path) as db, pytest.raises(UnknownUserError) as caught:
        db.read_history("no\nbody")
    assert str(caught.value) == (
        f"no user 'no body' in {path}; list them with: ilora-edge users --db '{path}'"
    )


@pytest.mark.parametrize("user", ["", "\ud800", "ANN", "09", "9" * 30, "ann\0", "' OR 1=1 --"])
def test_ids_are_compared_exactly(make_db: MakeDb, user: str) -> None:
    with HistoryDB(make_db()) as db:
        with pytest.raises(UnknownUserError):
            db.read_history(user)
        assert db.read_titles([user]) == {}


INTEGERS = """
CREATE TABLE items (item_id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE interactions (user_id INTEGER, item_id INTEGER, timestamp INTEGER);
CREATE INDEX by_user ON interactions (user_id);
"""


def test_integer_ids_are_text(make_db: MakeDb) -> None:
    rows = [(42, 2, 20), (42, 1, 10), (7, 1, 5), (100, 1, 1)]
    with HistoryDB(make_db(rows, [(1, "Alien"), (2, "Brazil")], INTEGERS)) as db:
        assert db.read_history("42") == [Interaction("1", 10, None), Interaction("2", 20, None)]
        assert [user.user for user in db.users()] == ["42", "7", "100"]
        assert [user for user, _ in db.histories()] == ["100", "42", "7"]
        assert db.read_titles(["2", "02", "x"]) == {"2": "Brazil"}
        assert next(db.items()) == Item("1", "Alien", None)
        for other in ("042", "42.0", " 42", "+42"):
            with pytest.raises(UnknownUserError):
                db.read_history(other)


def test_reading_a_user_by_number_uses_the_index(make_db: MakeDb) -> None:
    path = make_db([(42, 1, 1)], [], INTEGERS)
    statements: list[str] = []
    with HistoryDB(path) as db:
        db._database.connection.set_trace_callback(statements.append)
        db.read_history("42")
    (query,) = [text for text in statements if "IN (" in text]
    # A connection of our own: the database's refuses all but reading.
    with closing(sqlite3.connect(path)) as connection:
        connection.create_function("blob_id", 1, bytes.hex, deterministic=True)
        plan = connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
    assert any("USING INDEX by_user" in step[3] for step in plan)


UNTYPED = """
CREATE TABLE items (item_id, title, genres);
CREATE TABLE interactions (user_id, item_id, timestamp, rating);
"""


def test_rows_without_user_or_item_are_skipped_and_no_time_is_0(make_db: MakeDb) -> None:
    rows = [
        ("u", "b", 0, None),
        ("u", "a", None, None),
        ("u", "old", -5, None),
        ("u", None, 3, None),
        (None, "a", 4, None),
        ("only nulls", None, 5, None),
    ]
    items = [("a", None, None), (None, "nothing", None), ("b", "B", None)]
    with HistoryDB(make_db(rows, items, UNTYPED)) as db:
        assert list(db.users()) == [UserSummary("u", 3, -5, 0)]
        assert db.count_users() == 1
        expected = [
            Interaction("old", -5, None),
            Interaction("b", 0, None),
            Interaction("a", 0, None),
        ]
        assert db.read_history("u") == expected
        assert list(db.histories()) == [("u", expected)]
        assert db.read_titles(["a", "b"]) == {"b": "B"}
        assert list(db.items()) == [Item("b", "B", None)]


def test_values_of_other_types(make_db: MakeDb) -> None:
    rows = [
        ("u", 1, 2.5, "4.5"),
        ("u", 2.0, "7", ""),
        ("u", b"blob", 9, float("inf")),
        (3.5, 1, 1, None),
        (b"bytes", 1, 1, 1),
    ]
    with HistoryDB(make_db(rows, [(1, 1984, None), (b"blob", "B", 7)], UNTYPED)) as db:
        assert db.read_history("u") == [
            Interaction("1", 2, 4.5),
            Interaction("2", 7, None),
            Interaction("blob", 9, None),
        ]
        assert {user.user for user in db.users()} == {"u", "3.5", "bytes"}
        for user, history in db.histories():
            assert db.read_history(user) == history
        assert db.read_titles(["1"]) == {"1": "1984"}
        assert list(db.items()) == [Item("1", "1984", None), Item("blob", "B", "7")]


def test_a_number_and_a_text_that_print_alike_are_one_user(make_db: MakeDb) -> None:
    with HistoryDB(make_db([(42, "b", 2, None), ("42", "a", 1, None)], [], UNTYPED)) as db:
        assert db.count_users() == 1
        history = [Interaction("a", 1, None), Interaction("b", 2, None)]
        assert db.read_history("42") == history
        assert list(db.histories()) == [("42", history)]


def test_text_that_is_not_utf8_is_replaced(make_db: MakeDb) -> None:
    schema = (
        OURS
        + "INSERT INTO interactions "
        + "VALUES (CAST(x'6ae972f46d65' AS TEXT), CAST(x'e9' AS TEXT), 1, 2);"
        + "INSERT INTO items VALUES ('m9', CAST(x'416d656c69e9' AS TEXT), NULL);"
    )
    with HistoryDB(make_db([], [], schema)) as db:
        (user,) = db.users()
        assert user.user == "j\ufffdr\ufffdme"
        assert db.read_history(user.user) == [Interaction("\ufffd", 1, 2.0)]
        assert db.read_titles(["m9"]) == {"m9": "Ameli\ufffd"}


@pytest.mark.parametrize("time", ["yesterday", b"\xff", float("inf")])
def test_a_time_that_is_no_number_is_an_error(make_db: MakeDb, time: object) -> None:
    with HistoryDB(make_db([("u", "a", time, None)], [], UNTYPED)) as db:
        with pytest.raises(DatabaseError, match="a value that is not a time"):
            db.read_history("u")
        # The list of users shows the others all the same.
        assert [user.user for user in db.users()] == ["u"]


def test_case_insensitive_columns_do_not_merge_ids(make_db: MakeDb) -> None:
    schema = """
    CREATE TABLE items (item_id TEXT COLLATE NOCASE, title TEXT);
    CREATE TABLE interactions (user_id TEXT COLLATE NOCASE, item_id TEXT, timestamp INTEGER);
    """
    rows = [("ann", "x", 1), ("ANN", "y", 2), ("ann", "z", 3)]
    with HistoryDB(make_db(rows, [("x", "lower"), ("X", "upper")], schema)) as db:
        assert [user for user, _ in db.histories()] == ["ANN", "ann"]
        assert [i.item_id for i in db.read_history("ann")] == ["x", "z"]
        assert db.read_titles(["x"]) == {"x": "lower"}


@pytest.mark.parametrize("interactions", ["TABLE", "VIEW"])
def test_tables_without_rowid_and_views(make_db: MakeDb, interactions: str) -> None:
    schema = """
    CREATE TABLE items (item_id TEXT PRIMARY KEY, title TEXT) WITHOUT ROWID;
    CREATE TABLE {} (user_id TEXT, item_id TEXT, timestamp INTEGER,
                     PRIMARY KEY (user_id, item_id, timestamp)) WITHOUT ROWID;
    """
    if interactions == "VIEW":
        schema = schema.format("plays") + "CREATE VIEW interactions AS SELECT * FROM plays;"
        schema += "INSERT INTO plays VALUES ('u', 'b', 2), ('u', 'a', 1);"
    else:
        schema = schema.format("interactions")
        schema += "INSERT INTO interactions VALUES ('u', 'b', 2), ('u', 'a', 1);"
    with HistoryDB(make_db([], [], schema)) as db:
        history = [Interaction("a", 1, None), Interaction("b", 2, None)]
        assert db.read_history("u") == history
        assert list(db.histories()) == [("u", history)]


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"no database at .*ilora-edge import --help"):
        HistoryDB(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DatabaseError, match="is a folder"):
        HistoryDB(tmp_path)
    with pytest.raises(DatabaseError, match="is not a plain file"):
        HistoryDB(tmp_path / "pipe")


def test_of_a_folder_its_databases_are_named(tmp_path: Path) -> None:
    """An application keeps one of each release: the last that was written stands first."""
    (tmp_path / "notes.txt").write_text("none")
    (tmp_path / "deeper.db").mkdir()
    os.mkfifo(tmp_path / "pipe.db")
    for at, name in enumerate(("MyVideos131.db", "MyVideos119.db", "a", "b")):
        (tmp_path / name).write_bytes(b"SQLite format 3\0")
        os.utime(tmp_path / name, (1000 - at, 1000 - at))
    what = "lies in it: MyVideos131.db, MyVideos119.db, a and 1 more$"
    with pytest.raises(DatabaseError, match=what):
        HistoryDB(tmp_path)


def test_nobody_waits_for_a_pipe_in_the_place_of_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE interactions (user_id, item_id, timestamp)")
    os.mkfifo(tmp_path / "x.db-journal")
    with pytest.raises(DatabaseError, match=r"cannot read .*: x\.db-journal is not a plain file"):
        HistoryDB(path)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are not the tables you are looking for. " * 50)
    with pytest.raises(DatabaseError, match=r"cannot read .*notes\.txt: file is not a database"):
        HistoryDB(path)


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("", r"has no table 'interactions' \(the file is empty\)"),
        (OURS.split("CREATE TABLE interactions")[0], "has no table 'interactions'"),
        ("CREATE TABLE interactions (user_id, item_id, timestamp)", "has no table 'items'"),
        (
            "CREATE TABLE interactions (user_id, item)",
            "table 'interactions' of .* has no column item_id, timestamp",
        ),
    ],
)
def test_missing_tables_and_columns_are_named(make_db: MakeDb, schema: str, message: str) -> None:
    with pytest.raises(DatabaseError, match=f"{message}; .*ilora-edge import --help"):
        HistoryDB(make_db([], [], schema))


def test_damage_found_while_reading_is_one_line_with_the_path(make_db: MakeDb) -> None:
    path = make_db([("u", f"item {i} {'x' * 200}", i, None) for i in range(500)])
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xaa" * len(data[8192:])
    path.write_bytes(data)
    with pytest.raises(DatabaseError) as caught, HistoryDB(path) as db:
        db.read_history("u")
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_paths_are_percent_encoded(make_db: MakeDb) -> None:
    path = make_db(name="100% mine?mode=rwc#1 é.db")
    with HistoryDB(path) as db:
        assert db.count_users() == 3
        with pytest.raises(sqlite3.DatabaseError):
            db._database.connection.execute("DELETE FROM items")


@pytest.mark.parametrize("journal_mode", ["DELETE", "WAL"])
def test_reading_changes_nothing_on_disk(make_db: MakeDb, journal_mode: str) -> None:
    path = make_db(schema=f"PRAGMA journal_mode = {journal_mode};{OURS}")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with HistoryDB(path) as db:
        assert db.count_users() == len(list(db.histories())) == 3
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_rows_that_another_program_holds_in_its_wal_are_seen(make_db: MakeDb) -> None:
    path = make_db(schema=f"PRAGMA journal_mode = WAL;{OURS}")
    writer = sqlite3.connect(path)
    writer.execute("INSERT INTO interactions VALUES ('new', 'm1', 1, NULL)")
    writer.commit()
    with HistoryDB(path) as db:
        assert db.read_history("new") == [Interaction("m1", 1, None)]
    writer.close()


def test_close_may_be_called_twice_and_reading_afterwards_is_an_error(make_db: MakeDb) -> None:
    db = HistoryDB(make_db())
    db.close()
    db.close()
    with pytest.raises(DatabaseError, match="closed"):
        db.read_history("ann")
