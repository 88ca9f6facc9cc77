"""Kinds of histories that strangers' schemas have: pairs, standing orders, calendars, positions."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from guessing import PAIRS, TITLES, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open


@pytest.mark.parametrize("table", ["enrolled_in", "participates_in", "attends", "takes"])
def test_a_pair_of_person_and_thing_needs_no_time(table: str) -> None:
    script = f"{people('student')} {things('course')} CREATE TABLE {table} "
    script += "(student_id INT REFERENCES student (id), course_id INT REFERENCES course (id));"
    found = guess(script, table, PAIRS)
    assert not is_open(found)
    assert found[0].interactions == (
        f"SELECT student_id AS user, course_id AS item, 0 AS time\nFROM {table}"
    )


def test_what_is_still_to_read_is_no_history() -> None:
    columns = "(user_id INT REFERENCES users (id), book_id INT REFERENCES books (id))"
    script = f"{people('users')} {things('books')} CREATE TABLE to_read {columns};"
    found = guess(script, "to_read", PAIRS)
    assert is_open(found)


@pytest.mark.parametrize("work", ["nurse", "instructor", "technician"])
def test_who_is_at_work_is_neither_the_item_nor_chosen_without_asking(work: str) -> None:
    script = f"{people('patient')} {people(work)} CREATE TABLE appointment (id INTEGER PRIMARY KEY,"
    script += f" patient_id INT REFERENCES patient (id), {work}_id INT REFERENCES {work} (id),"
    script += " start TEXT);"
    rows: list[Row] = [(n, 1 + n % 4, 1 + n % 3, day(n)) for n in range(1, 20)]
    found = guess(script, "appointment", rows)
    assert is_open(found)
    assert all(p.about != work for p in found)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("playback_position INTEGER", [0, 90_000]),
        ("last_read_page TEXT", ["0", "7"]),
        ("percent_read REAL", [None, 40.5]),
    ],
)
def test_how_far_somebody_came_says_what_was_begun(column: str, values: list[object]) -> None:
    script = f"CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, {column});"
    rows: list[Row] = [(n, f"{t} {n}", values[n % 2]) for n, t in enumerate(TITLES * 2)]
    found = guess(script, "books", rows)
    assert not is_open(found)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        connection.executemany("INSERT INTO books VALUES (?, ?, ?)", rows)
        items = {row[1] for row in connection.execute(found[0].interactions)}
    assert items == {n for n in range(12) if n % 2}


@pytest.mark.parametrize(
    "column", ["track_position INTEGER", "total_pages INTEGER", "download_progress INTEGER"]
)
def test_other_positions_say_nothing(column: str) -> None:
    script = f"CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, {column});"
    rows: list[Row] = [(n, f"{t} {n}", n % 2 * 9) for n, t in enumerate(TITLES * 2)]
    assert is_open(guess(script, "books", rows))


def test_of_a_standing_order_s_lines_the_customer_is_two_steps_away() -> None:
    script = (
        people("customers")
        + things("products")
        + (
            "CREATE TABLE regular_orders (id INTEGER PRIMARY KEY,"
            " customer_id INT REFERENCES customers (id));"
            "INSERT INTO regular_orders VALUES (1, 1), (2, 2), (3, 3), (4, 4);"
            "CREATE TABLE actual_orders (id INTEGER PRIMARY KEY,"
            " regular_order_id INT REFERENCES regular_orders (id), ordered_at TEXT);"
            "CREATE TABLE actual_order_products (actual_order_id INT REFERENCES actual_orders (id),"
            " product_id INT REFERENCES products (id));"
            + "".join(
                f"INSERT INTO actual_orders VALUES ({n}, {1 + n % 4}, '{day(n)}');"
                for n in range(1, 11)
            )
        )
    )
    rows: list[Row] = [(1 + n % 10, 1 + n * 5 % 6) for n in range(30)]
    found = guess(script, "actual_order_products", rows)
    assert not is_open(found)
    assert "regular_orders.customer_id AS user" in found[0].interactions
    assert "actual_orders.ordered_at AS time" in found[0].interactions


def test_a_table_of_days_says_when() -> None:
    script = (
        people("customer")
        + things("product")
        + (
            "CREATE TABLE promotion (promotion_id INTEGER PRIMARY KEY, start_date TEXT);"
            "INSERT INTO promotion VALUES (1, '2020-01-01'), (2, '2020-05-01');"
            "CREATE TABLE time_by_day (time_id INTEGER PRIMARY KEY, the_date TEXT);"
            + "".join(f"INSERT INTO time_by_day VALUES ({n}, '{day(n)}');" for n in range(1, 31))
            + "CREATE TABLE sales (customer_id INT, product_id INT, time_id INT, promotion_id INT);"
        )
    )
    rows: list[Row] = [(1 + n % 4, 1 + n % 6, 1 + n, 1 + n % 2) for n in range(30)]
    found = guess(script, "sales", rows)
    assert "time_by_day.the_date AS time" in found[0].interactions
    assert not is_open(found)


def test_statuses_in_many_numbers_are_asked_about() -> None:
    script = (
        people("customers")
        + things("products")
        + (
            "CREATE TABLE orders (id INTEGER PRIMARY KEY,"
            " customer_id INT REFERENCES customers (id),"
            " product_id INT REFERENCES products (id), ordered_at TEXT, order_status INT);"
        )
    )
    rows: list[Row] = [(n, 1 + n % 4, 1 + n % 6, day(n), n % 11) for n in range(1, 40)]
    assert "orders.order_status may say which rows count" in doubts_of(
        guess(script, "orders", rows)
    )


def test_what_lies_in_a_queue_was_not_played() -> None:
    script = (
        people("user")
        + things("song")
        + (
            "CREATE TABLE play_queue (id INTEGER PRIMARY KEY, user_id INT REFERENCES user (id),"
            " changed TEXT);"
            + "".join(f"INSERT INTO play_queue VALUES ({n}, {n}, '{day(n)}');" for n in range(1, 5))
            + "CREATE TABLE play_queue_file (id INTEGER PRIMARY KEY,"
            " play_queue_id INT REFERENCES play_queue (id), song_id INT REFERENCES song (id));"
        )
    )
    rows: list[Row] = [(n, 1 + n % 4, 1 + n % 6) for n in range(1, 20)]
    assert "nothing says that the rows of play_queue_file" in doubts_of(
        guess(script, "play_queue_file", rows)
    )


def test_a_vocabulary_is_of_its_words() -> None:
    script = things("title", name="name") + (
        "CREATE TABLE vocabulary (word TEXT PRIMARY KEY, title_id INT REFERENCES title (id),"
        " review_time INT);"
    )
    words = ("amber", "brook", "cinder", "dusk", "ember", "fathom", "gale", "hollow")
    rows: list[Row] = [
        (word, 1 + n // 3, 1_770_000_000 + n * 7 % 8 * 9_000) for n, word in enumerate(words)
    ]
    assert "vocabulary.word may say better than title_id what it was" in doubts_of(
        guess(script, "vocabulary", rows)
    )


@pytest.mark.parametrize(
    ("column", "is_asked"), [("phone_number TEXT", True), ("note TEXT", False)]
)
def test_a_telephone_number_may_say_who_it_was(column: str, is_asked: bool) -> None:
    script = things("contestants", name="contestant_name") + (
        f"CREATE TABLE plays (id INTEGER PRIMARY KEY, {column},"
        " contestant_id INT REFERENCES contestants (id), played_at TEXT);"
    )
    rows: list[Row] = [(n, f"555-{n % 5}", 1 + n % 6, day(n)) for n in range(1, 30)]
    found = guess(script, "plays", rows)
    assert ("plays.phone_number may say who it was" in doubts_of(found)) is is_asked


def test_facts_of_things_with_a_date_are_nobody_s_uses() -> None:
    script = things("stadium", name="name") + (
        "CREATE TABLE game (id INTEGER PRIMARY KEY, stadium_id INT REFERENCES stadium (id),"
        " date TEXT, home_team TEXT, away_team TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 6, day(n), f"Team {n % 4}", f"Team {n % 3}") for n in range(30)]
    found = guess(script, "game", rows)
    assert is_open(found)


def test_who_is_known_goes_before_nobody() -> None:
    script = (
        people("user")
        + things("business", name="name")
        + (
            "CREATE TABLE checkin (business_id INT REFERENCES business (id), count INT, day TEXT);"
            "INSERT INTO checkin VALUES (1, 4, 'Monday'), (2, 9, 'Friday'), (3, 2, 'Sunday'),"
            " (4, 1, 'Monday'), (5, 7, 'Monday'), (6, 7, 'Monday');"
            "CREATE TABLE review (user_id INT REFERENCES user (id),"
            " business_id INT REFERENCES business (id), rating INT);"
        )
    )
    rows: list[Row] = [(1 + n % 4, 1 + (n + n // 4) % 6, 1 + n % 5) for n in range(20)]
    found = guess(script, "review", rows)
    assert found[0].table == "review"
    assert not is_open(found)


def test_of_films_and_episodes_each_has_the_title_that_is_there() -> None:
    script = people("user") + (
        "CREATE TABLE video (id INTEGER PRIMARY KEY, title TEXT, name TEXT);"
        "INSERT INTO video VALUES (1, 'Low Water', NULL), (2, '', 'Pilot'), (3, 'Ice', NULL),"
        " (4, NULL, 'The Return'), (5, 'Embers', NULL), (6, NULL, 'The Storm');"
        "CREATE TABLE viewing (id INTEGER PRIMARY KEY, user_id INT REFERENCES user (id),"
        " video_id INT REFERENCES video (id), date_created TEXT, last_updated TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 4, 1 + n % 6, day(n), day(n * 7 % 30)) for n in range(1, 29)]
    found = guess(script, "viewing", rows)
    assert not is_open(found)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        named = {row[0]: row[1] for row in connection.execute(str(found[0].items))}
    assert named == dict(
        enumerate(("Low Water", "Pilot", "Ice", "The Return", "Embers", "The Storm"), start=1)
    )


@pytest.mark.parametrize("kind", ["TEXT", "TIMESTAMP", "DATE"])
def test_the_first_day_of_a_calendar_is_never(kind: str) -> None:
    script = f"CREATE TABLE tracks (id INTEGER PRIMARY KEY, title TEXT, last_played {kind});"
    rows: list[Row] = [
        (n, f"{title} {n}", f"{day(n)} 10:00:00" if n % 3 else "0001-01-01 00:00:00")
        for n, title in enumerate(TITLES * 2)
    ]
    found = guess(script, "tracks", rows)
    assert not is_open(found)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        connection.executemany("INSERT INTO tracks VALUES (?, ?, ?)", rows)
        items = {row[1] for row in connection.execute(found[0].interactions)}
    assert items == {n for n in range(12) if n % 3}
