"""Untrusted catalogues: one plain table of checked values, or a refusal in bounded time."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ilora_edge.catalogue import items as catalogue_module
from ilora_edge.catalogue.items import (
    CREATE_ITEMS,
    TITLE_PRIOR,
    Catalogue,
    CatalogueItem,
    write_catalogue,
)
from ilora_edge.errors import BundleError

ITEMS = (
    CatalogueItem(1, "a", "Alpha (1990)", 3, (5, 6)),
    CatalogueItem(2, "b", "Beta", 0, (7,)),
    CatalogueItem(3, "c", "Gamma: the \0 return", 9, (5, 8, 9)),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.db"
    write_catalogue(path, ITEMS)
    return path


def read_all(path: Path) -> None:
    """Ask a catalogue everything."""
    catalogue = Catalogue(path)
    try:
        catalogue.longest_title()
        list(catalogue.items())
        catalogue.by_id(["a", "b", "none"])
        catalogue.by_index(range(1, catalogue.n_items + 1))
        catalogue.most_popular(2)
        catalogue.cold_items()
        catalogue.popularities()
        catalogue.indices(["a", "b", "none"])
    finally:
        catalogue.close()


def refusal(path: Path) -> str:
    with pytest.raises(BundleError) as caught:
        read_all(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_title_priors_are_a_column_of_finite_numbers_or_none_at_all(tmp_path: Path) -> None:
    path = tmp_path / "priors.db"
    told = [replace(item, title_prior=-1.5 * item.encoder_index) for item in ITEMS]
    write_catalogue(path, told, TITLE_PRIOR)
    catalogue = Catalogue(path)
    assert catalogue.has_title_priors
    assert list(catalogue.items()) == told
    assert catalogue.by_index([2])[0].title_prior == -3.0
    catalogue.close()
    for value in ("NULL", "9e999", "'near'", "x'00'"):
        with sqlite3.connect(path) as connection:
            connection.execute(f"UPDATE items SET title_prior = {value} WHERE encoder_index = 2")
        connection.close()
        assert "prior is not a number" in refusal(path)
    left_out = tmp_path / "without.db"
    write_catalogue(left_out, told)
    assert tuple(Catalogue(left_out).items()) == ITEMS


def test_a_catalogue_is_read(path: Path) -> None:
    catalogue = Catalogue(path)
    assert catalogue.n_items == 3
    assert catalogue.longest_title() == 3
    assert tuple(catalogue.items()) == ITEMS
    assert catalogue.by_id(["c", "none", "a"]) == {"a": ITEMS[0], "c": ITEMS[2]}
    assert catalogue.by_index([3, 1]) == [ITEMS[2], ITEMS[0]]
    assert catalogue.most_popular(2) == [ITEMS[2], ITEMS[0]]
    assert catalogue.cold_items() == [2]
    assert catalogue.popularities() == [3, 0, 9]
    assert catalogue.indices(["c", "none", "a", "c"]) == {"a": 1, "c": 3}
    assert [catalogue.longest_title(n) for n in (0, 1, 2, 3, 4)] == [3, 3, 3, 3, 4]
    catalogue.close()


@pytest.mark.parametrize("room", [0, 2, 100])
def test_an_index_is_looked_up_once(path: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    monkeypatch.setattr(catalogue_module, "_KEPT_INDICES", room)
    catalogue = Catalogue(path)
    queries: list[str] = []
    catalogue._connection.set_trace_callback(queries.append)
    for _ in range(2):
        assert catalogue.indices(["a", "c"]) == {"a": 1, "c": 3}
    assert len(queries) == (1 if room else 2)
    # Of those that are new alone; what is not there is asked for again.
    queries.clear()
    assert catalogue.indices(["a", "b", "none"]) == {"a": 1, "b": 2}
    assert ("'a'" in queries[0]) == (room == 0)
    catalogue.close()


def test_ids_that_no_catalogue_can_hold_are_just_unknown(path: Path) -> None:
    catalogue = Catalogue(path)
    assert catalogue.by_id(["x" * 200_000, "half \ud800", "b"]) == {"b": ITEMS[1]}
    assert catalogue.indices(["x" * 200_000, "half \ud800", "b"]) == {"b": 2}
    catalogue.close()


def test_an_index_that_is_missing_is_refused(path: Path) -> None:
    catalogue = Catalogue(path)
    with pytest.raises(BundleError, match="an encoder index is missing"):
        catalogue.by_index([1, 4])
    catalogue.close()


def edited(path: Path, script: str) -> Path:
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()
    return path


VALUES = {
    "an id that is not text": "UPDATE items SET item_id = x'00ff' WHERE encoder_index = 2",
    "a title that is not text": "UPDATE items SET title = x'80' WHERE encoder_index = 2",
    "a title that is not UTF-8": "UPDATE items SET title = CAST(x'ff41' AS TEXT)",
    "a title of 100,000 characters": "UPDATE items SET title = hex(zeroblob(50000))",
    "a popularity of text": "UPDATE items SET popularity = 'many' WHERE encoder_index = 2",
    "half a popularity": "UPDATE items SET popularity = 0.5 WHERE encoder_index = 2",
    "a popularity below 0": "UPDATE items SET popularity = -1 WHERE encoder_index = 2",
    "no JSON": "UPDATE items SET token_ids = 'x' WHERE encoder_index = 2",
    "half a list": "UPDATE items SET token_ids = '[1, 2' WHERE encoder_index = 2",
    "no list": "UPDATE items SET token_ids = '{}' WHERE encoder_index = 2",
    "no token": "UPDATE items SET token_ids = '[]' WHERE encoder_index = 2",
    "a negative token": "UPDATE items SET token_ids = '[-1]' WHERE encoder_index = 2",
    "a token of 2**31": "UPDATE items SET token_ids = '[2147483648]' WHERE encoder_index = 2",
    "a token that is true": "UPDATE items SET token_ids = '[true]' WHERE encoder_index = 2",
    "a token that is 1.0": "UPDATE items SET token_ids = '[1.0]' WHERE encoder_index = 2",
    "lists in lists": "UPDATE items SET token_ids = replace(hex(zeroblob(9000)), '0', '[')",
    "tokens in a blob": "UPDATE items SET token_ids = x'5b315d' WHERE encoder_index = 2",
    "a gap": "DELETE FROM items WHERE encoder_index = 2",
    "index 0": "UPDATE items SET encoder_index = 0 WHERE encoder_index = 1",
    "index -1 and a gap": "UPDATE items SET encoder_index = -1 WHERE encoder_index = 2",
    "no item": "DELETE FROM items",
    "no table": "DROP TABLE items",
}


@pytest.mark.parametrize("what", VALUES)
def test_senseless_values_are_refused(path: Path, what: str) -> None:
    refusal(edited(path, VALUES[what]))


COLUMNS = "encoder_index, item_id, title, popularity, token_ids"
ENDLESS = """
ALTER TABLE items RENAME TO real_items;
CREATE VIEW items AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
SELECT i AS encoder_index, 'x' || i AS item_id, 'x' AS title, 1 AS popularity, '[1]' AS token_ids
FROM n;
"""
SCHEMAS = {
    "a view that does not end": ENDLESS,
    "a view beside the table": "CREATE VIEW other AS SELECT 1",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON items BEGIN DELETE FROM items; END",
    "another table": "CREATE TABLE other (a)",
    "a column more": "ALTER TABLE items ADD COLUMN more",
    "a column less": """
        DROP TABLE items; CREATE TABLE items (encoder_index INTEGER PRIMARY KEY, item_id, title);
    """,
    "columns in another order": """
        DROP TABLE items; CREATE TABLE items
        (encoder_index INTEGER PRIMARY KEY, title, item_id, popularity, token_ids);
    """,
    "a generated column": """
        DROP TABLE items; CREATE TABLE items (encoder_index INTEGER PRIMARY KEY, item_id, title,
        popularity, token_ids AS (hex(zeroblob(1000000000))));
    """,
    "another key": f"""
        CREATE TABLE t ({COLUMNS}, PRIMARY KEY (item_id)); INSERT INTO t SELECT * FROM items;
        DROP TABLE items; ALTER TABLE t RENAME TO items;
    """,
    "a virtual table": """
        DROP TABLE items; CREATE VIRTUAL TABLE items USING fts5
        (encoder_index, item_id, title, popularity, token_ids);
    """,
    "a virtual table without a page": """
        DROP TABLE items; PRAGMA writable_schema = ON;
        INSERT INTO sqlite_master VALUES ('table', 'items', 'items', 0,
        'CREATE VIRTUAL TABLE items USING nothing');
    """,
    "a name of control characters": """
        PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'x', name = 'a' || char(10, 27);
    """,
}


@pytest.mark.parametrize("what", SCHEMAS)
def test_other_schemas_are_refused(path: Path, what: str) -> None:
    try:
        edited(path, SCHEMAS[what])
    except sqlite3.OperationalError as error:
        pytest.skip(f"this SQLite cannot make one: {error}")
    refusal(path)


PAGE = 512


def page_of(data: bytes, number: int) -> bytes:
    return data[(number - 1) * PAGE : number * PAGE]


def children(page: bytes) -> list[int]:
    """Where an interior page of an index keeps the numbers of its children."""
    assert page[0] == 2
    n_cells = int.from_bytes(page[3:5], "big")
    cells = [int.from_bytes(page[12 + 2 * i : 14 + 2 * i], "big") for i in range(n_cells)]
    return [*cells, 8]


def with_child(page: bytes, child: int) -> bytes:
    """The page with one and the same child everywhere."""
    changed = bytearray(page)
    for place in children(page):
        changed[place : place + 4] = child.to_bytes(4, "big")
    return bytes(changed)


def test_a_tree_of_pages_without_an_end_is_stopped(tmp_path: Path) -> None:
    """Sixteen pages, each many times the child of the one before: no one lives to count them."""
    path = tmp_path / "catalogue.db"
    connection = sqlite3.connect(path)
    connection.executescript(f"PRAGMA page_size = {PAGE}; {CREATE_ITEMS}")
    rows = ((i, f"item {i}", "A title", 1, "[1, 2, 3]") for i in range(1, 1001))
    connection.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?)", rows)
    connection.commit()
    query = "SELECT rootpage FROM sqlite_master WHERE name = 'items_popularity'"
    (root,) = connection.execute(query).fetchone()
    connection.close()
    data = path.read_bytes()
    interior = page_of(data, root)
    assert len(children(interior)) > 3
    leaf = int.from_bytes(interior[8:12], "big")
    assert page_of(data, leaf)[0] == 10
    n_pages = len(data) // PAGE
    added = [n_pages + 1 + level for level in range(16)]
    levels = [root, *added]
    pages = {here: with_child(interior, below) for here, below in pairwise([*levels, leaf])}
    whole = bytearray(data) + bytes(PAGE * len(added))
    for number, page in pages.items():
        whole[(number - 1) * PAGE : number * PAGE] = page
    whole[28:32] = (n_pages + len(added)).to_bytes(4, "big")
    path.write_bytes(whole)
    assert "interrupted" in refusal(path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path, path: Path) -> None:
    whole = path.read_bytes()
    cases: dict[str, bytes] = {
        "text": b"hello, this is not a database" * 50,
        "nothing": b"",
        "half": whole[: len(whole) // 2],
        "the first page": whole[:4096],
        "a page size of 3": whole[:16] + b"\0\3" + whole[18:],
    }
    for data in cases.values():
        path.write_bytes(data)
        refusal(path)
    refusal(tmp_path / "none.db")


def test_a_query_that_takes_too_long_is_stopped(path: Path) -> None:
    """Whatever makes it long: the number of steps is bounded by the size of the file."""
    catalogue = Catalogue(path)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with pytest.raises(BundleError, match="interrupted"):
        catalogue._one(endless)
    assert catalogue.longest_title() == 3
    catalogue.close()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_flipped_bytes_are_read_or_refused(path: Path, data: st.DataObject) -> None:
    whole = bytearray(path.read_bytes())
    # The bytes of a small database that are not zero.
    used = [i for i, byte in enumerate(whole) if byte]
    places = data.draw(st.lists(st.sampled_from(used), min_size=1, max_size=3))
    for place in places:
        whole[place] = data.draw(st.integers(0, 255))
    copy = path.with_name("flipped.db")
    copy.write_bytes(whole)
    with suppress(BundleError):
        read_all(copy)


def test_opening_reads_only_what_it_must(tmp_path: Path) -> None:
    """The titles are not looked at: a wrong one is found when it is asked for."""
    path = tmp_path / "large.db"
    write_catalogue(path, (CatalogueItem(i, f"i{i}", "t" * 400, i, (1,)) for i in range(1, 3001)))
    edited(path, "UPDATE items SET title = x'00' WHERE encoder_index = 2999")
    catalogue = Catalogue(path)
    assert [i.encoder_index for i in catalogue.by_index([1, 3000])] == [1, 3000]
    with pytest.raises(BundleError, match="item 2999"):
        catalogue.by_index([2999])
    catalogue.close()


@pytest.mark.parametrize("popularity", ["-1", "'many'", "0.5", "x'01'"])
def test_a_popularity_that_is_no_count_is_found_without_its_row(
    path: Path, popularity: str
) -> None:
    edited(path, f"UPDATE items SET popularity = {popularity} WHERE encoder_index = 2")
    catalogue = Catalogue(path)
    with pytest.raises(BundleError, match="not a count"):
        catalogue.popularities()
    catalogue.close()


def test_what_is_asked_of_all_items_or_all_seen_ones_reads_no_title(tmp_path: Path) -> None:
    """However many they are: SQLite itself says which columns it reads, and an index has them."""
    path = tmp_path / "catalogue.db"
    write_catalogue(path, (CatalogueItem(i, f"i{i}", f"T{i}", i % 7, (1,)) for i in range(1, 2001)))
    catalogue = Catalogue(path)
    columns: set[str] = set()

    def authorise(action: int, _table: str | None, column: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ:
            columns.add(str(column))
        return sqlite3.SQLITE_OK

    queries: list[str] = []
    catalogue._connection.set_trace_callback(queries.append)
    catalogue._connection.set_authorizer(authorise)
    assert catalogue.popularities() == [i % 7 for i in range(1, 2001)]
    assert catalogue.indices(f"i{i}" for i in range(1, 1501)) == {
        f"i{i}": i for i in range(1, 1501)
    }
    assert catalogue.cold_items() == list(range(7, 2001, 7))
    assert columns == {"encoder_index", "item_id", "popularity"}
    assert len(queries) == 4
    catalogue._connection.set_trace_callback(None)
    for query in queries:
        (*_, plan), *more = catalogue._connection.execute(f"EXPLAIN QUERY PLAN {query}")
        assert "COVERING INDEX" in plan, query
        assert not more
    catalogue.close()


def test_a_reading_given_up_may_outlive_the_catalogue(path: Path) -> None:
    """As where a signal ends a command: nobody may be told of a damaged bundle then."""
    catalogue = Catalogue(path)
    reading = catalogue._read("SELECT title FROM items", ())
    assert isinstance(reading, Generator)
    next(reading)
    catalogue.close()
    reading.close()
