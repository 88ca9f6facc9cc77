"""Of several references the one that rows make; what it refers to, before what that refers to."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import is_open, propose

DAY = "2024-03-{:02d} 10:00:00"


def proposed(script: str, table: str, rows: list[tuple[object, ...]]) -> Proposal:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        return propose(connection)[0]


def test_a_reference_that_no_row_makes_is_not_the_item() -> None:
    best = proposed(
        "CREATE TABLE films (id TEXT PRIMARY KEY, title TEXT, year INTEGER);"
        "CREATE TABLE episodes (id TEXT PRIMARY KEY, film_id TEXT REFERENCES films, title TEXT);"
        "CREATE TABLE play_history (id INTEGER PRIMARY KEY, user_id TEXT,"
        " film_id TEXT REFERENCES films, episode_id TEXT REFERENCES episodes, watched_at TEXT);"
        "INSERT INTO films VALUES ('f1', 'Low Water', 2001), ('f2', 'High Water', 2003)",
        "play_history",
        [(n, f"u{n % 2}", f"f{1 + n % 2}", None, DAY.format(1 + n)) for n in range(20)],
    )
    assert "film_id AS item" in best.interactions
    assert best.items is not None
    assert "FROM films" in best.items


def test_the_name_of_a_file_is_a_title_before_the_site_it_is_from() -> None:
    best = proposed(
        "CREATE TABLE sites (id INTEGER PRIMARY KEY, name TEXT, url TEXT);"
        "CREATE TABLE videos (id INTEGER PRIMARY KEY, file_path TEXT UNIQUE, file_name TEXT,"
        " source_site TEXT, duration REAL);"
        "CREATE TABLE play_history (id INTEGER PRIMARY KEY, video_id INTEGER REFERENCES videos,"
        " play_count INTEGER, last_played TEXT);"
        "INSERT INTO videos VALUES (1, '/v/a.mp4', 'a.mp4', 'x', 60), (2, '/v/b.mp4', 'b.mp4',"
        " 'x', 60)",
        "play_history",
        [(n, 1 + n % 2, 1, DAY.format(1 + n)) for n in range(20)],
    )
    assert "video_id AS item" in best.interactions
    assert best.items is not None
    assert "FROM videos" in best.items


def script_of(**tables: tuple[str, list[str]]) -> str:
    return ";".join(
        f"CREATE TABLE {name} ({columns}); INSERT INTO {name} VALUES {', '.join(rows)}"
        for name, (columns, rows) in tables.items()
    )


DAYS = [f"2026-02-{n:02d}" for n in range(1, 13)]
STAR = script_of(
    customers=(
        "cust_id INT PRIMARY KEY, first_name, last_name",
        ["(1, 'Ana', 'K'), (2, 'Bo', 'L')"],
    ),
    products=("prod_id INT PRIMARY KEY, prod_name", ["(1, 'Tea'), (2, 'Milk'), (3, 'Bread')"]),
    times=("time_id TEXT PRIMARY KEY, day_name", [f"('{day}', 'Monday')" for day in DAYS]),
    sales=(
        "prod_id INT REFERENCES products, cust_id INT REFERENCES customers,"
        " time_id TEXT REFERENCES times, quantity_sold INT",
        [f"({1 + n % 3}, {1 + n % 2}, '{day}', 1)" for n, day in enumerate(DAYS)],
    ),
)
# Without any key, as samples often are.
BARE = script_of(
    menu=("product_id INT, product_name TEXT, price INT", ["(1, 'sushi', 9), (2, 'ramen', 8)"]),
    sales=(
        "customer_id TEXT, order_date TEXT, product_id INT",
        [f"('{'AB'[n % 2]}', '{day}', {1 + n // 2 % 2})" for n, day in enumerate(DAYS)],
    ),
)
# What a state is called stands beside it, and forums run words together.
BESIDE = script_of(
    members=("uid INTEGER PRIMARY KEY, username, password", ["(1, 'Ana', 'x'), (2, 'Bo', 'y')"]),
    threads=("tid INTEGER PRIMARY KEY, subject TEXT", ["(1, 'Hello'), (2, 'Tea or milk')"]),
    threadsread=(
        "tid INT, uid INT, dateline INT",
        [f"({1 + n % 2}, {1 + n // 2}, {1_770_000_000 + n})" for n in range(4)],
    ),
    states=("id INTEGER PRIMARY KEY, priority INT", ["(1, 1), (2, 2)"]),
)


@pytest.mark.parametrize(
    ("script", "select"),
    [
        (STAR, "SELECT cust_id AS user, prod_id AS item, time_id AS time"),
        (BARE, "SELECT customer_id AS user, product_id AS item, order_date AS time"),
        (BESIDE, "SELECT uid AS user, tid AS item, dateline AS time"),
    ],
    ids=["a star", "no keys", "words run together"],
)
def test_samples_and_forums_refer_in_their_own_ways(script: str, select: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        found = propose(connection)
    assert found[0].interactions.startswith(select)
    assert not is_open(found)


def test_a_topic_is_named_by_its_first_message() -> None:
    titles = [f"({n}, '{word} in spring')" for n, word in enumerate(["Tea", "Ice", "Rye"], start=1)]
    script = script_of(
        users=("id INTEGER PRIMARY KEY, name, password", ["(1, 'Ana', 'x'), (2, 'Bo', 'y')"]),
        contents=("id INTEGER PRIMARY KEY, title TEXT", titles),
        topics=("id INTEGER PRIMARY KEY, content_id INT", ["(7, 3), (8, 2), (9, 1)"]),
        topic_reads=(
            "user_id INT, topic_id INT, read_at TEXT",
            [f"({1 + n % 2}, {7 + n % 3}, '{day}')" for n, day in enumerate(DAYS[:6])],
        ),
    )
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        best, *_ = propose(connection)
        assert best.items is not None
        assert connection.execute(best.items).fetchall()[0] == (7, "Rye in spring")
    assert "topic_id AS item" in best.interactions


def test_a_declared_reference_to_a_column_that_is_not_there_means_the_key() -> None:
    """As where the key has another name than when the references were written."""
    best = proposed(
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE products (id INTEGER PRIMARY KEY, product_name TEXT, price REAL);"
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_no INTEGER, ordered TEXT,"
        " FOREIGN KEY (customer_no) REFERENCES customers (customer_no));"
        "CREATE TABLE lines (id INTEGER PRIMARY KEY, order_no INTEGER, product_no INTEGER,"
        " quantity INTEGER, FOREIGN KEY (order_no) REFERENCES orders (order_no),"
        " FOREIGN KEY (product_no) REFERENCES products (product_no));"
        "INSERT INTO customers VALUES (1, 'Ann Low'), (2, 'Bob High');"
        "INSERT INTO products VALUES (1, 'Tea', 2.5), (2, 'Rye bread', 3), (3, 'Plum jam', 4);"
        "INSERT INTO orders VALUES (1, 1, '2024-03-01'), (2, 2, '2024-03-02'),"
        " (3, 1, '2024-03-04')",
        "lines",
        [(n, 1 + n % 3, 1 + (n + n // 3) % 3, 1 + n % 2) for n in range(1, 9)],
    )
    assert "product_no AS item" in best.interactions
    assert "customer_no AS user" in best.interactions
    assert "ordered AS time" in best.interactions
    assert best.items is not None
    assert "FROM products" in best.items
