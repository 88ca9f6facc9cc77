"""Tables with one key, logins of services, tills, receipts and copies: what says more is taken."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import is_open, propose

TITLES = ("Low Water", "Ice", "The Long Road", "Harbour", "Two Keys", "Embers")


def day(n: int) -> str:
    return f"2026-0{1 + n // 28}-{1 + n % 28:02}"


def guess(script: str) -> list[Proposal]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        return propose(connection)


def rows(table: str, cells: list[tuple[object, ...]]) -> str:
    every = ", ".join("(" + ", ".join(map(repr, row)) + ")" for row in cells)
    return f"INSERT INTO {table} VALUES {every};"


def things(table: str, columns: str = "id INTEGER PRIMARY KEY, title TEXT") -> str:
    return f"CREATE TABLE {table} ({columns});" + rows(table, [*enumerate(TITLES, start=1)])


def test_of_two_tables_with_one_key_the_titled_one_describes_the_items() -> None:
    found = guess(
        "CREATE TABLE overall_time (game_id INTEGER PRIMARY KEY, duration INT);"
        + rows("overall_time", [(n, 90 * n) for n in range(1, 7)])
        + things("game_dict", "game_id INTEGER PRIMARY KEY, name TEXT")
        + "CREATE TABLE play_time (date_time TEXT, game_id INT);"
        + rows("play_time", [(day(n), 1 + n % 6) for n in range(30)])
    )
    assert not is_open(found)
    assert found[0].about == "game_dict"


def test_the_login_of_a_server_is_nobody_who_watched() -> None:
    found = guess(
        "CREATE TABLE playlists (id INTEGER PRIMARY KEY, name TEXT, server_url TEXT, "
        "username TEXT, password TEXT);"
        + rows("playlists", [(1, "Home", "http://a", "ana", "x"), (2, "Club", "http://b", "b", "")])
        + things("content")
        + "CREATE TABLE recently_viewed (id INTEGER PRIMARY KEY, content_id INT REFERENCES "
        "content (id), playlist_id INT REFERENCES playlists (id), viewed_at TEXT);"
        + rows("recently_viewed", [(n, 1 + n % 6, 1 + n % 2, day(n)) for n in range(1, 30)])
    )
    assert found[0].interactions.startswith("SELECT 'me' AS user, content_id AS item")


TICKETS = (
    things("products")
    + "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);"
    + rows("people", [(1, "Till"), (2, "Boss")])
    + "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);"
    + rows("customers", [(1, "Ana"), (2, "Bo"), (3, "Cy")])
    + "CREATE TABLE receipts (id INTEGER PRIMARY KEY, datenew TEXT);"
    + rows("receipts", [(n, day(n)) for n in range(20)])
    + "CREATE TABLE tickets (id INTEGER PRIMARY KEY REFERENCES receipts (id), "
    "person INT REFERENCES people (id), customer INT REFERENCES customers (id));"
    + rows("tickets", [(n, 1, 1 + n % 3) for n in range(20)])
    + "CREATE TABLE sold_lines (ticket INT REFERENCES tickets (id), product INT REFERENCES "
    "products (id));" + rows("sold_lines", [(n // 2, 1 + n % 6) for n in range(40)])
)


def test_who_bought_is_said_rather_than_who_was_at_the_till() -> None:
    lines = next(p for p in guess(TICKETS) if p.table == "sold_lines")
    assert "tickets.customer AS user" in lines.interactions


def test_a_line_is_dated_by_the_receipt_of_its_ticket() -> None:
    lines = next(p for p in guess(TICKETS) if p.table == "sold_lines")
    assert "receipts.datenew AS time" in lines.interactions


def test_copies_are_of_books_and_their_codes_no_titles() -> None:
    found = guess(
        things("biblio")
        + "CREATE TABLE patron (id INTEGER PRIMARY KEY, name TEXT);"
        + rows("patron", [(1, "Ana"), (2, "Bo"), (3, "Cy")])
        + "CREATE TABLE items (id INTEGER PRIMARY KEY, biblio_id INT REFERENCES biblio (id), "
        "barcode TEXT);"
        + rows("items", [(n, 1 + n % 6, f"B{n:06}") for n in range(1, 13)])
        + "CREATE TABLE old_issues (patron_id INT REFERENCES patron (id), item_id INT REFERENCES "
        "items (id), issuedate TEXT, timestamp TEXT);"
        + rows(
            "old_issues",
            [(1 + n % 3, 1 + n * 5 % 12, day(n), day(n + 3 + n * 7 % 5)) for n in range(40)],
        )
    )
    assert found[0].interactions == (
        "SELECT old_issues.patron_id AS user, items.biblio_id AS item, "
        "old_issues.issuedate AS time\n"
        "FROM old_issues\nJOIN items ON items.id = old_issues.item_id"
    )


def test_files_are_known_by_their_names() -> None:
    found = guess(
        "CREATE TABLE media_items (id INTEGER PRIMARY KEY, path TEXT, last_played TEXT);"
        + rows(
            "media_items",
            [(n, f"/films/{title}.mkv", day(n) * (n % 3 > 0)) for n, title in enumerate(TITLES)],
        )
    )
    assert not is_open(found)
    assert "last_played > '1971-01-01'" in found[0].interactions


def test_a_counted_page_is_known_by_its_key() -> None:
    found = guess(
        "CREATE TABLE history (id INTEGER PRIMARY KEY, uri TEXT, title TEXT, visits INT, "
        "last_visit INT);"
        + rows(
            "history",
            [(n, f"http://a/{n}", f"{TITLES[n % 6]} {n}", n, 1_760_000_000 + n) for n in range(20)],
        )
    )
    assert found[0].interactions.startswith("SELECT 'me' AS user, id AS item, last_visit AS time")
