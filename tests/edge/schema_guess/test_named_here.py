"""Ids that stand beside a title or a kind, keys that are addresses, first and last times."""

from __future__ import annotations

from guessing import TITLES, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open


def test_titles_beside_the_ids_where_only_some_have_a_table() -> None:
    script = (
        "CREATE TABLE favorites (id INTEGER PRIMARY KEY, manga_id TEXT UNIQUE, title TEXT);"
        "INSERT INTO favorites VALUES (1, 'm0', 'Low Water'), (2, 'm1', 'Ice');"
        "CREATE TABLE reading_history (id INTEGER PRIMARY KEY, manga_id TEXT, read_at TEXT,"
        " manga_title TEXT);"
    )
    rows: list[Row] = [(n, f"m{n}", f"{day(n)} 10:00:00", f"Book {n} of all") for n in range(12)]
    found = guess(script, "reading_history", rows)
    assert found[0].items is not None
    assert "manga_title AS title" in found[0].items
    assert "FROM reading_history" in found[0].items


def test_one_id_of_two_kinds_of_things_with_the_same_key() -> None:
    script = (
        people("profiles")
        + things("movies", "tmdb_id")
        + things("tvshows", "tmdb_id")
        + "CREATE TABLE watch_history (profile_id INT, media_type TEXT, tmdb_id INT,"
        " watched_at TEXT);"
    )
    rows: list[Row] = [
        (1 + n % 4, ("movie", "tvshow")[n % 2], 1 + n % 6, f"{day(n)} 10:00:00") for n in range(24)
    ]
    found = guess(script, "watch_history", rows)
    assert "media_type || ':' || watch_history.tmdb_id AS item" in found[0].interactions
    assert not is_open(found)


def test_a_row_with_an_address_for_its_key_is_known_by_it() -> None:
    script = (
        "CREATE TABLE reading_history (title TEXT PRIMARY KEY, name TEXT, date INT, author TEXT);"
    )
    rows: list[Row] = [
        (title.lower().replace(" ", "-") + "-x", title, 1_760_000_000_000 + n * 10**8, "Ann")
        for n, title in enumerate(TITLES)
    ]
    found = guess(script, "reading_history", rows)
    assert "title AS item" in found[0].interactions
    assert found[0].items is not None
    assert "name AS title" in found[0].items


def test_of_a_first_and_a_last_time_the_last_is_taken() -> None:
    script = people("users") + (
        "CREATE TABLE listening_history (user_id INT REFERENCES users, episode_id TEXT,"
        " first_at TEXT, last_at TEXT, PRIMARY KEY (user_id, episode_id));"
    )
    rows: list[Row] = [
        (1 + n % 4, f"e{n // 4:03}", f"{day(n)} 10:00:00", f"{day(30 + n * 7 % 20)} 11:00:00")
        for n in range(20)
    ]
    found = guess(script, "listening_history", rows)
    assert "last_at AS time" in found[0].interactions
    assert "two times" not in doubts_of(found)


def test_pages_opened_are_not_taken_for_episodes_watched() -> None:
    views = ", ".join(f"({1 + n % 4}, 's{n // 4}', '{day(n)} 10:00:00')" for n in range(24))
    script = people("users") + (
        "CREATE TABLE user_series_views (user_id INT, series_id TEXT, viewed_at TEXT,"
        f" PRIMARY KEY (user_id, series_id)); INSERT INTO user_series_views VALUES {views};"
        "CREATE TABLE watch_history (user_id INT, series_id TEXT, episode_index INT,"
        " last_watched_at TEXT, PRIMARY KEY (user_id, series_id, episode_index));"
    )
    rows: list[Row] = [
        (1 + n % 4, f"s{n // 4 % 6}", n // 24, f"{day(n)} 10:00:00") for n in range(72)
    ]
    found = guess(script, "watch_history", rows)
    assert "FROM watch_history" in found[0].interactions


def test_an_hour_of_the_day_is_no_time() -> None:
    script = (
        people("users")
        + things("products")
        + (
            "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INT REFERENCES users,"
            " order_dow INT, order_hour_of_day INT, product_id INT REFERENCES products);"
        )
    )
    rows: list[Row] = [(n, 1 + n % 4, n % 7, n % 24, 1 + n * 5 % 6) for n in range(40)]
    found = guess(script, "orders", rows)
    assert "hour" not in found[0].interactions
