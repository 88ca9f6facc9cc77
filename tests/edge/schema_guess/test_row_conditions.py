"""Rows that are not interactions: planned, cancelled, taken back; and items that were not used."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import is_open, propose

FILMS = (
    "CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);"
    "INSERT INTO user VALUES (1, 'Ana'), (2, 'Bo');"
    "CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT);"
    "INSERT INTO film VALUES (1, 'Low Water'), (2, 'High Water'), (3, 'Still Water'), (4, 'Ice');"
)


def proposals(script: str) -> tuple[list[Proposal], list[tuple[object, ...]]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        found = propose(connection)
        return found, connection.execute(found[0].interactions).fetchall()


def items_of(script: str) -> list[object]:
    found, rows = proposals(script)
    item = 1
    assert " AS item" in found[0].interactions
    return [row[item] for row in rows]


@pytest.mark.parametrize(
    ("column", "values", "left"),
    [
        ("status TEXT", ("'FINISHED'", "'PLANNED'", "'DROPPED'", "NULL"), [1, 3, 4]),
        ("status TEXT", ("'done'", "'Want to Watch'", "'watching'", "'to-watch'"), [1, 3]),
        ("state TEXT", ("'paid'", "'cancelled'", "'Refunded'", "'sent'"), [1, 4]),
        ("watch_status INT", ("2", "0", "1", "0"), [1, 3]),
        ("deleted INT", ("0", "1", "0", "NULL"), [1, 3, 4]),
        ("is_deleted INT", ("0", "1", "0", "0"), [1, 3, 4]),
        ("invalid INT", ("0", "1", "0", "NULL"), [1, 3, 4]),
        ("is_valid INT", ("1", "0", "1", "NULL"), [1, 3, 4]),
        ("deleted_at TEXT", ("NULL", "'2026-01-02 03:04:05'", "NULL", "NULL"), [1, 3, 4]),
        ("deleted_at INT", ("0", "1767000000", "0", "0"), [1, 3, 4]),
        ("status TEXT", ("'PLANNED'", "'PLANNED'", "'PLANNED'", "'PLANNED'"), [1, 2, 3, 4]),
        ("status INT", ("2", "0", "1", "0"), [1, 2, 3, 4]),
    ],
)
def test_rows_that_say_that_nothing_happened(
    column: str, values: tuple[str, ...], left: list[int]
) -> None:
    rows = ", ".join(
        f"({n}, 1, {n}, '2026-02-0{n} 10:00:00', {value})" for n, value in enumerate(values, 1)
    )
    watched = (
        "CREATE TABLE watched (id INTEGER PRIMARY KEY, user_id INT REFERENCES user,"
        f" film_id INT REFERENCES film, watched_at TEXT, {column});"
        f"INSERT INTO watched VALUES {rows};"
    )
    assert items_of(FILMS + watched) == left


def test_an_order_that_was_cancelled_takes_its_lines_along() -> None:
    script = (
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);"
        "INSERT INTO customers VALUES (1, 'Ana');"
        "CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT);"
        "INSERT INTO products VALUES (1, 'Lamp'), (2, 'Rug');"
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INT REFERENCES customers,"
        " ordered_at TEXT, status TEXT);"
        "INSERT INTO orders VALUES (1, 1, '2026-02-01', 'Shipped'),"
        " (2, 1, '2026-02-02', 'Canceled');"
        "CREATE TABLE order_items (order_id INT REFERENCES orders,"
        " product_id INT REFERENCES products);"
        "INSERT INTO order_items VALUES (1, 1), (2, 2);"
    )
    assert items_of(script) == [1]


@pytest.mark.parametrize(
    ("mark", "used"), [("is_unread", 0), ("unread", 0), ("is_read", 1), ("unwatched", 0)]
)
def test_a_mark_may_say_what_was_not_used(mark: str, used: int) -> None:
    script = (
        f"CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT, {mark} INT, fetched INT);"
        f"INSERT INTO article VALUES (1, 'Low Water', {used}, 1767000000),"
        f" (2, 'High Water', {1 - used}, 1767000000), (3, 'Ice', {used}, 1767000000);"
    )
    assert items_of(script) == [1, 3]


def test_a_time_that_unread_articles_have_as_well_is_not_when_they_were_read() -> None:
    rows = ", ".join(f"({n}, 'Title {n}', {n % 2}, 1767000000)" for n in range(1, 13))
    script = (
        "CREATE TABLE entry (id INTEGER PRIMARY KEY, title TEXT, is_read INT, lastSeen INT);"
        f"INSERT INTO entry VALUES {rows};"
    )
    found, read = proposals(script)
    assert "lastSeen" not in found[0].interactions
    assert [row[1] for row in read] == [1, 3, 5, 7, 9, 11]


def test_counts_beside_the_titles_refer_to_them_by_the_name_of_a_file() -> None:
    script = (
        "CREATE TABLE PlayData (FileName TEXT PRIMARY KEY, LastPlayDate INT, PlayCounter INT);"
        "INSERT INTO PlayData VALUES ('a.mp3', 1767000000, 2), ('b.mp3', NULL, 0);"
        "CREATE TABLE Tracks (ID INTEGER PRIMARY KEY, Title TEXT,"
        " FileName TEXT REFERENCES PlayData (FileName));"
        "INSERT INTO Tracks VALUES (1, 'Low Water', 'a.mp3'), (2, 'Ice', 'b.mp3');"
    )
    found, rows = proposals(script)
    assert [row[1] for row in rows] == ["a.mp3"]
    assert found[0].items is not None
    assert "FROM Tracks" in found[0].items


def test_two_histories_of_other_things_are_a_question() -> None:
    rows = ", ".join(f"({n}, {1 + n % 2}, {1 + n % 2}, '2026-02-0{1 + n % 9}')" for n in range(9))
    script = (
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);"
        "INSERT INTO users VALUES (1, 'Ana'), (2, 'Bo');"
        "CREATE TABLE films (id INTEGER PRIMARY KEY, name TEXT);"
        "INSERT INTO films VALUES (1, 'Ice'), (2, 'Embers');"
        "CREATE TABLE recipes (id INTEGER PRIMARY KEY, name TEXT);"
        "INSERT INTO recipes VALUES (1, 'Soup'), (2, 'Cake');"
        "CREATE TABLE film_log (id INTEGER PRIMARY KEY, film_id INT, user_id INT, done_at TEXT);"
        "CREATE TABLE recipe_log (id INTEGER PRIMARY KEY, recipe_id INT, user_id INT, done_at"
        " TEXT);"
        f"INSERT INTO film_log VALUES {rows}; INSERT INTO recipe_log VALUES {rows};"
    )
    found, _ = proposals(script)
    assert {p.about for p in found} == {"films", "recipes"}
    assert is_open(found)
    assert not is_open(found[:1])


def test_what_nobody_can_tell_is_open() -> None:
    assert is_open([])
    assert is_open([Proposal("SELECT 1", None, [], 0.19)])
    assert not is_open([Proposal("SELECT 1", None, [], 0.5)])


@pytest.mark.parametrize(
    ("ratings", "column"),
    [
        (("4,5", "3½", "8/10"), "rating"),
        (("4 stars", "★★★☆☆", "1 star"), "rating"),
        ((4, 2.5, None), "rating"),
        (("PG-13", "R", "G"), None),
        (("good", "bad", "fine"), None),
    ],
)
def test_ratings_in_whatever_form(ratings: tuple[object, ...], column: str | None) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(
            FILMS + "CREATE TABLE watched (id INTEGER PRIMARY KEY, user_id INT REFERENCES user,"
            " film_id INT REFERENCES film, watched_at TEXT, rating TEXT);"
        )
        rows = [(n, 1, n, f"2026-02-0{n}", rating) for n, rating in enumerate(ratings, 1)]
        connection.executemany("INSERT INTO watched VALUES (?, ?, ?, ?, ?)", rows)
        best = propose(connection)[0]
    assert ("rating" in best.interactions) == (column is not None)
