"""Other people's schemas: SELECTs, tables and columns, and what is said where they do not fit."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import EXPECTED, SCHEMAS

from ilora_edge.errors import DatabaseError, OptionError
from ilora_edge.histories.database import HistoryDB, Interaction
from ilora_edge.histories.mapping import Mapping
from ilora_edge.presets import load_preset

SHOP = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT);
CREATE TABLE products (sku TEXT PRIMARY KEY, label TEXT, price REAL, released INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, ordered_at TEXT);
CREATE TABLE order_lines (order_id INTEGER, sku TEXT, quantity INTEGER);
INSERT INTO customers VALUES (1, 'a@example.org'), (2, 'b@example.org');
INSERT INTO products VALUES ('P1', 'Lamp', 9.5, 1999), ('P2', 'Chair', 40, 2001),
    ('P3', 'Rug', 5, 2001);
INSERT INTO orders VALUES (10, 1, '2024-01-01 10:00:00'), (11, 2, '2024-01-02T10:00:00Z'),
    (12, 1, '2024-01-03 12:00:00+02:00');
INSERT INTO order_lines VALUES (10, 'P2', 1), (10, 'P1', 2), (11, 'P3', 1), (12, 'P3', 1),
    (12, 'P1', -1);
"""
LINES = (
    "SELECT o.customer_id AS user, l.sku AS item, o.ordered_at AS time, l.quantity AS weight "
    "FROM orders o JOIN order_lines l ON l.order_id = o.id"
)
PRODUCTS = "SELECT sku AS item, label AS title, released AS year, price FROM products;"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return make(tmp_path / "shop.db", SHOP)


def make(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(script)
    return path


def read(path: Path, **mapping: str) -> list[tuple[str, str, int]]:
    with HistoryDB(path, Mapping(**mapping)) as database:
        return [
            (user, event.item_id, event.timestamp)
            for user, history in database.histories()
            for event in history
        ]


def test_orders_and_order_lines(shop: Path) -> None:
    with HistoryDB(shop, Mapping(interactions=LINES, items=PRODUCTS)) as database:
        assert [(u.user, u.n_interactions) for u in database.users()] == [("1", 3), ("2", 1)]
        # What was sent back, a weight below 0, is not an interaction; equal times: the rows' order.
        assert database.read_history("1") == [
            Interaction("P2", 1704103200, None),
            Interaction("P1", 1704103200, None),
            Interaction("P3", 1704276000, None),
        ]
        assert database.read_titles(["P1", "P9"]) == {"P1": "Lamp"}
        assert [i.title for i in database.items()] == ["Lamp", "Chair", "Rug"]
        assert list(database.described_items(1)) == [("P1", b"Lamp", 1999)]
        assert list(database.item_ids_where("price > 8 AND year < 2001")) == ["P1"]
        assert database.sample(1) == [
            {"user": "1", "item": "P2", "title": "Chair", "time (UTC)": "2024-01-01 10:00",
             "rating": "-"}
        ]  # fmt: skip


def test_a_table_and_its_columns(tmp_path: Path) -> None:
    path = make(
        tmp_path / "app.db",
        """
        CREATE TABLE "my [plays]" ("who is it" TEXT, movieId INTEGER, "at" INTEGER, stars REAL);
        CREATE TABLE movies (movieId INTEGER PRIMARY KEY, title TEXT, genres TEXT);
        INSERT INTO "my [plays]" VALUES ('ann', 7, 1704103200000, 4.5),
            ('ann', 8, 1704103200000, 2), ('ann', NULL, 5, 1), (NULL, 7, 5, 1);
        INSERT INTO movies VALUES (7, 'Seven (1995)', 'Crime'), (8, NULL, NULL);
        """,
    )
    mapping = Mapping(
        interactions="my [plays]",
        items="movies",
        user_column="WHO is it",
        item_column="movieid",
        time_column="at",
        rating_column="stars",
    )
    with HistoryDB(path, mapping) as database:
        assert database.read_history("ann") == [
            Interaction("7", 1704103200, 4.5),
            Interaction("8", 1704103200, 2.0),
        ]
        assert [i.title for i in database.items()] == ["Seven (1995)"]
        assert list(database.item_ids_where("genres = 'Crime'")) == ["7"]


def test_the_usual_names_need_not_be_said(tmp_path: Path) -> None:
    path = make(
        tmp_path / "app.db",
        "CREATE TABLE plays (user_id, item_id, timestamp); CREATE TABLE songs (id, name);"
        "INSERT INTO plays VALUES (1, 2, 3); INSERT INTO songs VALUES (2, 'Two');",
    )
    with HistoryDB(path, Mapping(interactions="plays", items="songs")) as database:
        assert database.read_history("1") == [Interaction("2", 3, None)]
        assert database.read_titles(["2"]) == {"2": "Two"}


def test_one_user_and_no_times(tmp_path: Path) -> None:
    path = make(
        tmp_path / "app.db",
        "CREATE TABLE read (book); INSERT INTO read VALUES ('b'), ('c'), ('a');",
    )
    assert read(path, interactions="SELECT book AS item FROM read") == [
        ("me", "b", 0),
        ("me", "c", 0),
        ("me", "a", 0),
    ]


def test_equal_times_in_a_stated_order(tmp_path: Path) -> None:
    path = make(
        tmp_path / "app.db",
        "CREATE TABLE p (u, i, t, n);"
        "INSERT INTO p VALUES ('u','x',1,3), ('u','y',1,1), ('u','z',1,2);",
    )
    query = 'SELECT u AS user, i AS item, t AS time, n AS "order" FROM p'
    assert [item for _, item, _ in read(path, interactions=query)] == ["y", "z", "x"]


def test_comments_and_semicolons(shop: Path) -> None:
    query = f"-- all of it\n{LINES} -- to the end\n;\n"
    assert len(read(shop, interactions=query)) == 4


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"interactions": "visits"}, "has no table 'visits', which --interactions names; it has"),
        ({"interactions": "orders"}, "which column of table 'orders' .* is the item"),
        (
            {"interactions": "orders", "item_column": "sku"},
            "no column 'sku', which --item-column names; it has id, customer_id, ordered_at",
        ),
        (
            {"interactions": LINES, "items": "products"},
            "which column of table 'products' .* is the item id\\? say so with --id-column",
        ),
        (
            {"interactions": LINES, "items": "products", "id_column": "sku"},
            "is the title\\? say so with --title-column",
        ),
        ({"interactions": "SELECT 1 AS thing"}, "has no column item; it has thing"),
        (
            {"interactions": LINES, "items": "SELECT sku AS item FROM products"},
            "SELECT of items .* has no column title",
        ),
        ({"interactions": "SELECT nonsense FROM nowhere"}, "no such table: nowhere"),
        ({"interactions": "SELECT 1 AS item); DROP TABLE items; --"}, "cannot read"),
        ({"interactions": "WITH x AS (SELECT 1) DELETE FROM items"}, "cannot read"),
        ({"app": "navidrome"}, "is not a database of Navidrome"),
    ],
)
def test_what_does_not_fit_is_named(shop: Path, mapping: dict[str, str], message: str) -> None:
    with pytest.raises(DatabaseError, match=message) as caught:
        HistoryDB(shop, Mapping(**mapping))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"app": "navidrome", "items": "songs"}, "leave out --items"),
        ({"items": "songs"}, "--items without --interactions"),
        ({"user_column": "u"}, "--user-column without --interactions"),
        ({"interactions": LINES, "user_column": "u"}, "names its columns itself"),
        ({"interactions": "plays", "id_column": "u"}, "is of which table"),
    ],
)
def test_options_that_do_not_go_together(mapping: dict[str, str], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Mapping(**mapping)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_applications_are_recognised_and_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as db:
        SCHEMAS[name](db)
        db.commit()
    with HistoryDB(path) as database:
        assert database.queries.source.split(" ")[0] == name.split("-")[0]
        found = sorted(
            (user, e.item_id, e.timestamp) for user, h in database.histories() for e in h
        )
        titles = database.read_titles(item for _, item, _ in found)
    assert found == sorted(EXPECTED[name])
    assert set(titles) == {item for _, item, _ in found}
    with HistoryDB(path, Mapping(app=name.split("-")[0])) as database:
        assert database.count_users() == len({user for user, _, _ in found})


def test_an_unknown_application() -> None:
    with pytest.raises(OptionError, match="navidrome"):
        load_preset("winamp")


def test_a_weight_of_0_counts_where_there_is_a_time(tmp_path: Path) -> None:
    path = make(
        tmp_path / "app.db",
        "CREATE TABLE songs (id, plays, last);"
        "INSERT INTO songs VALUES ('a', 3, 5), ('b', 0, NULL), ('c', 0, 0), ('d', 0, 7), "
        "('e', NULL, 8), ('f', -1, 9);",
    )
    query = "SELECT id AS item, last AS time, plays AS weight FROM songs"
    assert [item for _, item, _ in read(path, interactions=query)] == ["a", "d", "e"]
    query = "SELECT id AS item, plays AS weight FROM songs"
    assert [item for _, item, _ in read(path, interactions=query)] == ["a", "e"]
