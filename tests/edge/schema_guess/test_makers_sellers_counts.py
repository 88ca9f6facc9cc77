"""Who made, sold, lent or counted something did not use it; and marks in words of one's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from guessing import TITLES, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open

_PAIRS = [(1 + n % 4, 1 + (n + n // 4) % 6) for n in range(20)]


@pytest.mark.parametrize(
    "table",
    [
        *("translated_books", "donations", "bids", "book_limits"),
        *("price_history", "status_log"),
    ],
)
def test_deeds_that_are_no_uses_are_asked_about(table: str) -> None:
    script = (
        people("users")
        + things("books")
        + (
            f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
            " book_id INT REFERENCES books (id), finished_at TEXT);"
        )
    )
    rows: list[Row] = [(n, *pair, f"{day(n)} 10:00:00") for n, pair in enumerate(_PAIRS)]
    assert is_open(guess(script, table, rows))


def test_goods_that_an_employee_bought_of_a_supplier_are_asked_about() -> None:
    script = (
        people("suppliers")
        + people("employees")
        + things("products")
        + (
            "CREATE TABLE purchases (id INTEGER PRIMARY KEY, employee_id INT REFERENCES employees,"
            " product_id INT REFERENCES products, supplier_id INT REFERENCES suppliers,"
            " purchased_at TEXT);"
        )
    )
    rows: list[Row] = [(n, *pair, 1 + n % 3, f"{day(n)} 10:00:00") for n, pair in enumerate(_PAIRS)]
    assert is_open(guess(script, "purchases", rows))


def _who(persons: str, table: str) -> str:
    key = f"{persons.removesuffix('s')}_id"
    script = (
        people(persons)
        + things("games")
        + (
            f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {key} INT REFERENCES {persons} (id),"
            " game_id INT REFERENCES games (id), started_at TEXT);"
        )
    )
    rows: list[Row] = [(n, *pair, f"{day(n)} 10:00:00") for n, pair in enumerate(_PAIRS)]
    return doubts_of(guess(script, table, rows))


def test_who_is_called_by_what_he_does_may_be_who_it_was() -> None:
    assert "streamer_id may say who it was" in _who("streamers", "streams")
    assert "may say who it was" not in _who("publishers", "plays")


def test_who_lends_his_things_does_not_use_them() -> None:
    assert "lender_id AS user" not in _who("lenders", "lendings")
    script = (
        people("lenders")
        + things("tools")
        + (
            "CREATE TABLE lendings (id INTEGER PRIMARY KEY, lender_id INT REFERENCES lenders (id),"
            " tool_id INT REFERENCES tools (id), lent_on TEXT);"
        )
    )
    found = guess(script, "lendings", [(n, *pair, day(n)) for n, pair in enumerate(_PAIRS)])
    assert is_open(found)


def test_views_of_a_day_are_everybodys() -> None:
    script = things("products") + (
        "CREATE TABLE product_views (id INTEGER PRIMARY KEY, product_id INT REFERENCES products"
        " (id), day TEXT, views INT);"
    )
    rows: list[Row] = [(n, 1 + n % 6, day(n), 3 + n * 7 % 50) for n in range(30)]
    assert "may count what everybody did" in doubts_of(guess(script, "product_views", rows))


def _told(table: str, column: str, n_titles: int) -> bool:
    script = people("users") + (
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        f" title TEXT, {column} TEXT, created_at TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 4, f"{TITLES[n % 6]} {n % n_titles}", f"It was a day of {n} hours", day(n))
        for n in range(24)
    ]
    return is_open(guess(script, table, rows))


def test_what_somebody_tells_of_once_is_his_own() -> None:
    assert _told("hikes", "description", 24)
    assert not _told("hikes", "description", 2)


def test_who_made_an_event_need_not_have_come() -> None:
    script = people("users") + (
        "CREATE TABLE hike_events (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " title TEXT, capacity INT, created_at TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 4, f"{TITLES[n % 6]}, {n}", 9, f"{day(n)} 10:00:00") for n in range(24)
    ]
    assert is_open(guess(script, "hike_events", rows))


@pytest.mark.parametrize(
    ("table", "more", "is_asked"),
    [
        ("movies", "", False),
        ("movies", ", rating_count INT", True),
        ("recipes", "", True),
    ],
)
def test_films_that_somebody_rated_were_seen(table: str, more: str, is_asked: bool) -> None:
    script = people("users") + (
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, title TEXT, rating INT,"
        f" user_id INT REFERENCES users (id){more});"
    )
    rows: list[Row] = [
        (n, TITLES[thing - 1], 1 + n % 5, person, *((9,) if more else ()))
        for n, (person, thing) in enumerate(_PAIRS)
    ]
    assert is_open(guess(script, table, rows)) == is_asked


def test_favourites_of_two_kinds_are_asked_about() -> None:
    script = people("users") + things("movies") + things("books")
    for kind in ("movie", "book"):
        script += (
            f"CREATE TABLE favorite_{kind}s (user_id INT REFERENCES users (id), {kind}_id INT"
            f" REFERENCES {kind}s (id), created_at TEXT);"
        )
    script += "".join(
        f"INSERT INTO favorite_movies VALUES ({a}, {b}, '{day(n)}');"
        for n, (a, b) in enumerate(_PAIRS)
    )
    rows: list[Row] = [(*pair, day(n)) for n, pair in enumerate(_PAIRS)]
    assert is_open(guess(script, "favorite_books", rows))


def test_a_track_with_an_id_is_known_by_it_though_its_artist_is_named() -> None:
    script = (
        "CREATE TABLE plays (id INTEGER PRIMARY KEY, track_id TEXT, track_name TEXT,"
        " artist_name TEXT, played_at TEXT);"
    )
    rows: list[Row] = [
        (n, f"t{n % 6:05}Xq", TITLES[n % 6], f"Band {n % 2}", f"{day(n)} 10:00:00")
        for n in range(30)
    ]
    found = guess(script, "plays", rows)
    assert "track_id AS item" in found[0].interactions
    assert found[0].items is not None
    assert "artist_name AS author" in found[0].items


def test_how_far_an_episode_was_heard_may_be_told_in_seconds() -> None:
    script = (
        "CREATE TABLE episodes (id INTEGER PRIMARY KEY, title TEXT, progress_in_seconds INT,"
        " duration_in_seconds INT);"
    )
    rows: list[Row] = [
        (n, f"{TITLES[n % 6]}, part {n}", 60 * n if n % 3 else 0, 3600) for n in range(24)
    ]
    found = guess(script, "episodes", rows)
    assert "progress_in_seconds > 0" in found[0].interactions


def test_how_long_a_game_was_played_is_no_time() -> None:
    script = people("users") + (
        "CREATE TABLE games (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), name TEXT,"
        " playtime_forever INT, last_played TEXT);"
    )
    rows: list[Row] = [
        (n, person, TITLES[thing - 1], 30 * n, f"{day(n)} 10:00:00")
        for n, (person, thing) in enumerate(_PAIRS)
    ]
    found = guess(script, "games", rows)
    assert "last_played AS time" in found[0].interactions
    assert "two times" not in doubts_of(found)


@pytest.mark.parametrize("table", ["books_to_read", "to_read", "bookToRead"])
def test_what_is_still_to_read_was_not(table: str) -> None:
    script = (
        people("users")
        + things("books")
        + (
            f"CREATE TABLE {table} (user_id INT REFERENCES users (id),"
            " book_id INT REFERENCES books (id), added_at TEXT);"
        )
    )
    rows: list[Row] = [(*pair, f"{day(n)} 10:00:00") for n, pair in enumerate(_PAIRS)]
    assert is_open(guess(script, table, rows))


@pytest.mark.parametrize(
    ("table", "is_asked"),
    [
        *(("approvals", True), ("book_repairs", True), ("book_locks", True)),
        *(("unsubscribes", True), ("predicted_scores", True)),
        *(("user_books", False), ("book_log", False), ("user_book_data", False)),
    ],
)
def test_a_deed_that_no_rule_knows_is_asked_about(table: str, is_asked: bool) -> None:
    script = (
        people("users")
        + things("books")
        + (
            f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
            " book_id INT REFERENCES books (id), at TEXT, score INT);"
        )
    )
    rows: list[Row] = [(n, *pair, f"{day(n)} 10:00:00", 1 + n % 5) for n, pair in enumerate(_PAIRS)]
    assert is_open(guess(script, table, rows)) == is_asked


@pytest.mark.parametrize(
    "texts",
    [
        lambda n: f'[{{"product_id": {1 + n % 7}, "qty": 1}}]',
        lambda n: f"{{{1 + n % 7},{2 + n % 5}}}",
    ],
)
def test_a_list_in_a_column_names_nothing(texts: Callable[[int], str]) -> None:
    script = people("users") + (
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " items TEXT, created_at TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 4, texts(n), f"{day(n)} 10:00:00") for n in range(30)]
    found = guess(script, "orders", rows)
    assert not any("items AS item" in p.interactions for p in found)


def test_what_an_event_is_called_is_what_happened_and_not_to_what() -> None:
    script = people("users") + (
        "CREATE TABLE events (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " name TEXT, payload TEXT, created_at TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 4, ("play", "pause", "sign up")[n % 3], f'{{"movie": {n % 7}}}', day(n))
        for n in range(30)
    ]
    assert is_open(guess(script, "events", rows))


def test_a_chat_of_a_bot_may_be_a_person() -> None:
    script = "CREATE TABLE listened (id INTEGER PRIMARY KEY, chat_id INT, track TEXT, at TEXT);"
    rows: list[Row] = [
        (n, 500_000_000 + n % 5 * 7_919, TITLES[n % 6], f"{day(n)} 10:00:00") for n in range(30)
    ]
    assert "chat_id may say who it was" in doubts_of(guess(script, "listened", rows))
