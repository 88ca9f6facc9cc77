"""One object that this SQLite cannot open leaves the rest of a file readable."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.errors import DatabaseError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.schema import read_schema
from ilora_edge.histories.untouched import UntouchedDB
from ilora_edge.presets import recognise
from ilora_edge.schema_guess.propose import propose

BASE = """
CREATE TABLE scrobbles (user_id TEXT, media_file_id TEXT, submission_time INTEGER);
CREATE TABLE media_file (id TEXT PRIMARY KEY, artist TEXT, title TEXT, album TEXT, genre TEXT,
    year INTEGER);
INSERT INTO media_file VALUES ('m1', 'Band', 'Dumbo', 'LP', 'Rock', 1999);
INSERT INTO scrobbles VALUES ('u1', 'm1', 1700000000);
CREATE TABLE other (a, b);
CREATE VIEW seen AS SELECT a FROM other;
CREATE INDEX by_a ON other (a);
CREATE TRIGGER at_insert AFTER INSERT ON other BEGIN SELECT 1; END;
"""
FTS = "CREATE VIRTUAL TABLE ft USING fts4(body);"
# What an object is rewritten to be, as a file of an application with more in its SQLite has it.
OBJECTS = {
    "a view that calls the application's function": (
        "seen",
        "CREATE VIEW seen AS SELECT sortconcat(a, b) FROM other",
    ),
    "a view of a table that is gone": ("seen", "CREATE VIEW seen AS SELECT x FROM gone"),
    "a view of itself": ("seen", "CREATE VIEW seen AS SELECT * FROM seen"),
    "a view in words of another SQLite": ("seen", "CREATE VIEW seen AS SELECT a QUALIFY b FROM c"),
    "a module that is not loaded": ("other", "CREATE VIRTUAL TABLE other USING vec0(e float[8])"),
    "a table with an unknown option": ("other", "CREATE TABLE other (a, b) COLUMNAR"),
    "a generated column of an unknown function": (
        "other",
        "CREATE TABLE other (a, b, c AS (soundex_of(a)))",
    ),
    "an unknown collation": ("other", "CREATE TABLE other (a COLLATE icu_root, b)"),
    "an index by an unknown collation": ("by_a", "CREATE INDEX by_a ON other (a COLLATE icu)"),
    "an index by an unknown function": ("by_a", "CREATE INDEX by_a ON other (fold(a))"),
    "an index in unknown words": ("by_a", "CREATE INDEX by_a ON other USING BRIN (a)"),
    "a trigger in unknown words": ("at_insert", "CREATE TRIGGER at_insert WHENEVER other"),
    "a tokenizer that is not loaded": (
        "ft",
        "CREATE VIRTUAL TABLE ft USING fts4(body, tokenize=mozporter)",
    ),
}


def rewrite(path: Path, name: str, sql: str | bytes, new_name: bytes | None = None) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        kind = "CAST(? AS TEXT)"
        changed = connection.execute(
            f"UPDATE sqlite_master SET sql = {kind}, name = CAST(? AS TEXT), "
            f"tbl_name = CASE tbl_name WHEN name THEN CAST(? AS TEXT) ELSE tbl_name END "
            "WHERE name = ?",
            (sql, new_name or name, new_name or name, name),
        )
        assert changed.rowcount == 1
        if isinstance(sql, str) and "VIRTUAL" in sql:
            connection.execute("UPDATE sqlite_master SET rootpage = 0 WHERE name = ?", (name,))
            connection.execute(
                "DELETE FROM sqlite_master WHERE tbl_name = ? AND type <> 'table'", (name,)
            )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(BASE + FTS)
    return path


@pytest.mark.parametrize("name", OBJECTS)
def test_the_rest_is_read(path: Path, name: str) -> None:
    rewrite(path, *OBJECTS[name])
    before = path.read_bytes()
    with HistoryDB(path) as history:
        assert history.queries.source.startswith("navidrome")
        assert [e.item_id for e in history.read_history("u1")] == ["m1"]
    with HistoryDB(path, Mapping(app="navidrome")) as history:
        assert history.read_titles(["m1"]) == {"m1": "Band - Dumbo"}
    with pytest.raises(DatabaseError, match=r"has no table 'visits'.*it has .*media_file"):
        HistoryDB(path, Mapping(interactions="visits"))
    assert path.read_bytes() == before
    assert [f.name for f in path.parent.iterdir()] == ["app.db"]


@pytest.mark.parametrize("name", OBJECTS)
def test_a_schema_nobody_knows_is_still_worked_out(path: Path, name: str) -> None:
    rewrite(path, *OBJECTS[name])
    database = UntouchedDB(path, "")
    try:
        found = propose(database.connection)
    finally:
        database.close()
    assert "scrobbles" in found[0].interactions
    assert found[0].items is not None
    assert "media_file" in found[0].items


@pytest.mark.parametrize("name", [None, 7, b"zz"])
def test_a_row_of_the_schema_without_a_name(path: Path, name: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES ('table', ?1, ?1, 0, NULL)", (name,))
    database = UntouchedDB(path, "")
    try:
        assert "scrobbles" in propose(database.connection)[0].interactions
        assert "scrobbles" in database.readable_tables()
    finally:
        database.close()


def test_what_is_named_and_cannot_be_opened_says_why(path: Path) -> None:
    rewrite(path, *OBJECTS["a module that is not loaded"])
    with pytest.raises(
        DatabaseError, match=r"other is a table of a module .* \(no such module: vec0"
    ):
        HistoryDB(path, Mapping(interactions="other", item_column="a"))


def test_a_column_that_cannot_be_read_is_no_column(path: Path) -> None:
    rewrite(path, *OBJECTS["a generated column of an unknown function"])
    database = UntouchedDB(path, "")
    try:
        other = read_schema(database.connection).find("other")
    finally:
        database.close()
    assert other is not None
    assert [c.name for c in other.columns] == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "column"), [(b"oth\xff", b"a"), (b"other", b"\xffa"), (b"\xed\xa0\x80", b"\xfe")]
)
def test_names_that_are_not_utf8(path: Path, name: bytes, column: bytes) -> None:
    rewrite(path, "other", b'CREATE TABLE "' + name + b'" ("' + column + b'", b)', name)
    with HistoryDB(path) as history:
        assert [u.user for u in history.users()] == ["u1"]
    if name == b"other":
        with pytest.raises(DatabaseError, match=r"not UTF-8[^\n]*$"):
            HistoryDB(path, Mapping(interactions="SELECT *, 1 AS item FROM other"))
        HistoryDB(path, Mapping(interactions="other", item_column="b")).close()


@pytest.mark.parametrize("sql", ["meta", "SELECT user, item FROM meta"])
def test_a_view_of_functions_cannot_be_the_history(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE VIEW meta AS SELECT concat_all(a) AS user, b AS item FROM other")
    with pytest.raises(DatabaseError, match="no such function: concat_all"):
        HistoryDB(path, Mapping(interactions=sql))


def test_a_calibre_library_is_recognised_with_its_views(tmp_path: Path) -> None:
    path = tmp_path / "metadata.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE a (x); CREATE VIEW meta AS SELECT sortconcat(x) AS y FROM a"
        )
    database = UntouchedDB(path, "")
    try:
        assert database.readable_tables() == {"a": ["x"]}
        assert recognise(database.readable_tables()) == []
    finally:
        database.close()


def _in_any_case(a: str, b: str) -> int:
    return (a.lower() > b.lower()) - (a.lower() < b.lower())


def _backwards(a: str, b: str) -> int:
    return (a < b) - (a > b)


def _collated(path: Path, compare: Callable[[str, str], int]) -> Path:
    """Make a database whose keys are in a collation of the application's own."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.create_collation("iunicode", compare)
        connection.executescript(
            """
            CREATE TABLE plays (user_id TEXT COLLATE IUNICODE, item_id TEXT COLLATE "iunicode",
                timestamp);
            CREATE TABLE songs (item_id TEXT COLLATE IUNICODE PRIMARY KEY, title TEXT
                COLLATE IUNICODE);
            INSERT INTO songs VALUES ('a', 'Ébauche'), ('B', 'Dumbo'), ('c', 'Cat');
            INSERT INTO plays VALUES ('Ann', 'a', 1700000000), ('bob', 'B', 1700000001);
            """
        )
    return path


def test_columns_in_a_collation_of_the_application_s_own(tmp_path: Path) -> None:
    path = _collated(tmp_path / "x.db", _in_any_case)
    before = path.read_bytes()
    with HistoryDB(path, Mapping(interactions="plays", items="songs")) as history:
        found = {user: [e.item_id for e in events] for user, events in history.histories()}
        assert found == {"Ann": ["a"], "bob": ["B"]}
        assert [e.item_id for e in history.read_history("bob")] == ["B"]
        titles = {i: title.decode() for i, (title, _) in history.read_described(["a", "B"]).items()}
        assert titles == {"a": "Ébauche", "B": "Dumbo"}
    assert path.read_bytes() == before


def test_an_index_in_another_order_is_not_searched_in_ours(tmp_path: Path) -> None:
    path = _collated(tmp_path / "x.db", _backwards)
    with (
        pytest.raises(DatabaseError, match="no such collation sequence: IUNICODE"),
        HistoryDB(path, Mapping(interactions="plays", items="songs")) as history,
    ):
        history.read_described(["a", "B"])


def test_a_generated_column_that_cannot_be_read_is_no_column(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.create_function("fold", 1, str.lower, deterministic=True)
        connection.executescript(BASE + "ALTER TABLE media_file ADD COLUMN f AS (fold(title));")
    mapping = Mapping(interactions="scrobbles", item_column="media_file_id", items="media_file")
    with HistoryDB(path, mapping) as history:
        assert [title for _, title, _ in history.described_items()] == [b"Dumbo"]
