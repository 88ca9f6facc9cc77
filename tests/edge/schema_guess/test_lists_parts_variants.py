"""States kept as lists, parts that are marked, variants of one name, and who asked for a thing."""

from __future__ import annotations

import sqlite3

from guessing import day
from proposing import PRAGMAS, only_reads, rows

from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import is_open, propose

TITLES = [f"{a} {b}" for a in ("Amber", "Broken", "Cedar", "Distant") for b in ("Sky", "Road")]


def proposed(
    script: str, filled: dict[str, list[tuple[object, ...]]]
) -> tuple[list[Proposal], sqlite3.Connection]:
    assert PRAGMAS
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    for table, content in filled.items():
        marks = ", ".join("?" * len(content[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", content)
    connection.commit()
    connection.set_authorizer(only_reads)
    return propose(connection), connection


BOOKS = "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT);"
BOOK_ROWS: list[tuple[object, ...]] = [(n, title) for n, title in enumerate(TITLES, 1)]


def test_books_on_lists_that_are_called_read_and_to_read_are_told_apart() -> None:
    script = BOOKS + (
        "CREATE TABLE list (id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE list_books (id INTEGER PRIMARY KEY, list_id INT, book_id INT, date TEXT);"
    )
    found, connection = proposed(
        script,
        {
            "books": BOOK_ROWS,
            "list": [(1, "read"), (2, "toread"), (3, "reading")],
            "list_books": [(n, 1 + n % 3, 1 + n % 8, day(n)) for n in range(1, 30)],
        },
    )
    assert not is_open(found)
    _, kept = rows(connection, found[0].interactions)
    assert len(kept) == 19


def test_lists_with_other_names_are_asked_about() -> None:
    script = BOOKS + (
        "CREATE TABLE list (id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE list_books (id INTEGER PRIMARY KEY, list_id INT, book_id INT, date TEXT);"
    )
    found, _ = proposed(
        script,
        {
            "books": BOOK_ROWS,
            "list": [(1, "read"), (2, "For Ana"), (3, "toread")],
            "list_books": [(n, 1 + n % 3, 1 + n % 8, day(n)) for n in range(1, 30)],
        },
    )
    assert is_open(found)


def test_a_manga_was_read_where_numbered_chapters_of_it_are_marked() -> None:
    script = (
        "CREATE TABLE asset (id TEXT PRIMARY KEY, name TEXT);"
        "CREATE TABLE chapter (id TEXT PRIMARY KEY, no TEXT, url TEXT, asset_id TEXT REFERENCES"
        " asset (id), seen INT);"
    )
    found, connection = proposed(
        script,
        {
            "asset": [(f"key-{n}", title) for n, title in enumerate(TITLES)],
            "chapter": [
                (f"ch-{n}", str(n // 8), f"https://x.example/{n}", f"key-{n % 8}", n % 2)
                for n in range(40)
            ],
        },
    )
    assert not is_open(found)
    _, kept = rows(connection, found[0].interactions)
    assert [row[:2] for row in kept] == sorted(("me", f"key-{n % 8}") for n in range(1, 40, 2))


def test_colours_of_one_name_are_told_apart_by_their_titles() -> None:
    script = (
        "CREATE TABLE articles (article_id INT, prod_name TEXT, colour TEXT, section TEXT);"
        "CREATE TABLE transactions (customer_id INT, article_id INT, bought_at TEXT);"
    )
    found, connection = proposed(
        script,
        {
            "articles": [
                (108_000 + n, TITLES[n // 2], ("Black", "White")[n % 2], "Women") for n in range(16)
            ],
            "transactions": [(n * n % 7, 108_000 + n * 5 % 16, day(n)) for n in range(60)],
        },
    )
    assert not is_open(found)
    assert found[0].items is not None
    names, content = rows(connection, found[0].items)
    titles = {row[names.index("title")] for row in content}
    assert "Amber Sky (Black)" in titles
    assert len(titles) == 16


def test_titles_that_nothing_short_tells_apart_are_asked_about() -> None:
    script = (
        "CREATE TABLE articles (article_id INT, prod_name TEXT, colour TEXT);"
        "CREATE TABLE transactions (customer_id INT, article_id INT, bought_at TEXT);"
    )
    found, _ = proposed(
        script,
        {
            "articles": [
                (108_000 + n, TITLES[n // 4], ("Black", "White")[n % 2]) for n in range(16)
            ],
            "transactions": [(n * n % 7, 108_000 + n * 5 % 16, day(n)) for n in range(60)],
        },
    )
    assert is_open(found)


def test_who_asked_for_a_song_is_a_person_and_no_time() -> None:
    script = (
        "CREATE TABLE music_history (id INTEGER PRIMARY KEY, guild_id TEXT, requested_by TEXT,"
        " track_title TEXT, track_url TEXT, played_at TEXT);"
    )
    songs: list[tuple[object, ...]] = [
        (
            n,
            "830000000000000001",
            f"85000000000000000{n % 4}",
            TITLES[n * n % 8],
            f"https://v.example/{n * n % 8}",
            day(n),
        )
        for n in range(1, 50)
    ]
    found, connection = proposed(script, {"music_history": songs})
    assert not is_open(found)
    _, kept = rows(connection, found[0].interactions)
    assert {row[0] for row in kept} == {f"85000000000000000{n}" for n in range(4)}
    assert {row[2] for row in kept} == {day(n) for n in range(1, 50)}


def test_what_customers_looked_at_is_no_second_history_beside_their_orders() -> None:
    script = (
        "CREATE TABLE members (member_id INTEGER PRIMARY KEY, username TEXT);"
        "CREATE TABLE products (id INTEGER PRIMARY KEY, title TEXT);"
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, member_id INT REFERENCES members,"
        " product_id INT REFERENCES products, ordered_at TEXT);"
        "CREATE TABLE view_history (member_id INT REFERENCES members, product_id INT REFERENCES"
        " products, viewed_at TEXT);"
    )
    found, _ = proposed(
        script,
        {
            "members": [(n, f"m{n}") for n in range(1, 6)],
            "products": BOOK_ROWS,
            "orders": [(n, 1 + n % 5, 1 + n % 7, day(n)) for n in range(1, 40)],
            "view_history": [(1 + n % 4, 1 + n * 3 % 8, day(n)) for n in range(1, 40)],
        },
    )
    assert (found[0].table, is_open(found)) == ("orders", False)


def test_who_played_what_in_one_table_without_times_or_keys() -> None:
    found, connection = proposed(
        "CREATE TABLE steam (user_id INT, game_title TEXT, behavior TEXT, value REAL);",
        {"steam": [(7_000 + n % 5, TITLES[n * n % 8], "play", 1.5) for n in range(40)]},
    )
    _, kept = rows(connection, found[0].interactions)
    assert {row[:2] for row in kept} == {(7_000 + n % 5, TITLES[n * n % 8]) for n in range(40)}


def test_a_text_that_a_code_stands_for_is_a_title() -> None:
    found, _ = proposed(
        "CREATE TABLE retail (Invoice TEXT, StockCode TEXT, Description TEXT, Quantity INT,"
        ' InvoiceDate TEXT, "Customer ID" REAL);',
        {
            "retail": [
                (
                    f"5{n // 3}",
                    f"8{n * n % 8}A",
                    TITLES[n * n % 8].upper(),
                    6,
                    day(n),
                    1.7e4 + n % 5,
                )
                for n in range(60)
            ]
        },
    )
    assert not is_open(found)


def test_a_number_beside_the_title_that_another_file_describes_is_the_item() -> None:
    script = (
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);"
        "CREATE TABLE watched (id INTEGER PRIMARY KEY, user_id INT, movie_id INT, title TEXT,"
        " watched_at TEXT);"
    )
    found, connection = proposed(
        script,
        {
            "users": [(n, f"name {n}", f"{n}@mail.example") for n in range(1, 6)],
            "watched": [
                (n, 1 + n % 5, 52_700 + n * n % 8, TITLES[n * n % 8], day(n)) for n in range(1, 50)
            ],
        },
    )
    assert not is_open(found)
    _, kept = rows(connection, found[0].interactions)
    assert {row[1] for row in kept} == {52_700 + n * n % 8 for n in range(1, 50)}
    assert found[0].items is not None
    _, content = rows(connection, found[0].items)
    assert (52_700, TITLES[0]) in [row[:2] for row in content]
