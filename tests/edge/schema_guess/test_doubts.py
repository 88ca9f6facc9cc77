"""Where names and values leave something open, a guess carries a doubt, and is asked about."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import is_open, propose

FILMS = (
    "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);"
    "INSERT INTO users VALUES (1, 'Ana'), (2, 'Bo');"
    "CREATE TABLE films (id INTEGER PRIMARY KEY, title TEXT);"
    "INSERT INTO films VALUES (1, 'Low Water'), (2, 'Ice'), (3, 'The Long Road');"
)
MOMENTS = [f"'2026-02-0{n} 20:00:00'" for n in range(1, 10)]


def watched(columns: str, *values: str) -> str:
    rows = ", ".join(
        f"({n}, {1 + n % 2}, {1 + n % 3}, {moment}, {values[n % len(values)]})"
        for n, moment in enumerate(MOMENTS, start=1)
    )
    return (
        f"{FILMS} CREATE TABLE views (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        f" film_id INT REFERENCES films (id), watched_at TEXT, {columns});"
        f"INSERT INTO views VALUES {rows};"
    )


def proposals(script: str) -> list[Proposal]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        return propose(connection)


@pytest.mark.parametrize(
    ("columns", "values", "doubt"),
    [
        ("status INT", ["1", "2", "5"], "views.status may say which rows count: 1, 2, 5"),
        ("state TEXT", ["'ok'", "'limbo'"], "views.state may say which rows count: limbo"),
        ("event_type TEXT", ["'play'", "'seek'"], "views.event_type may say which rows count"),
        ("event_type TEXT", ["'play'", "'skip'"], ""),
        ("viewed_on TEXT", ["'2026-05-07'", "'2026-05-01'"], "views has two times"),
        ("started_at TEXT", ["'2026-01-07'", "'2026-01-01'"], ""),
        ("status TEXT", ["'watched'", "'completed'"], ""),
        ("status TEXT", ["'watched'", "'cancelled'"], ""),
        ("media_type TEXT", ["'film'", "'short'"], ""),
        ("status INT", ["1"], ""),
    ],
)
def test_columns_that_may_say_which_rows_count(columns: str, values: list[str], doubt: str) -> None:
    found = proposals(watched(columns, *values))
    assert found[0].table == "views"
    assert is_open(found) is bool(doubt)
    assert any(doubt in said for said in found[0].doubts) or not doubt


def test_what_was_seen_says_more_than_what_was_said_of_it() -> None:
    reviews = (
        "CREATE TABLE review (id INTEGER PRIMARY KEY, user INT REFERENCES users (id),"
        " film INT REFERENCES films (id), review_date TEXT, rating INT);"
        "INSERT INTO review VALUES (1, 1, 1, '2026-02-01', 4), (2, 1, 2, '2026-02-03', 5);"
    )
    watches = (
        "CREATE TABLE user_film (id INTEGER PRIMARY KEY, user INT REFERENCES users (id),"
        " film INT REFERENCES films (id), last_watching_date TEXT);"
        "INSERT INTO user_film VALUES (1, 1, 1, '2026-02-01'), (2, 2, 3, '2026-02-03');"
    )
    found = proposals(FILMS + watches + reviews)
    assert found[0].table == "user_film"
    assert not is_open(found)
    assert not is_open(proposals(FILMS + reviews))


def test_rows_that_nothing_says_are_uses() -> None:
    script = watched("note TEXT", "NULL").replace("watched_at", "happened_at")
    found = proposals(script.replace("views", "film_comments"))
    assert found[0].doubts == ["nothing says that the rows of film_comments are what somebody used"]


def test_rows_about_the_same_things_again_and_again_are_uses() -> None:
    script = watched("note TEXT", "NULL").replace("watched_at", "happened_at")
    found = proposals(script.replace("views", "film_entries"))
    assert found[0].table == "film_entries"
    assert not is_open(found)
    # What no list knows may say anything.
    found = proposals(script.replace("views", "film_facts"))
    assert found[0].table == "film_facts"
    assert is_open(found)


def test_a_mark_that_disagrees_with_the_time_of_use() -> None:
    rows = ", ".join(f"({n}, 'Story {n}', {n % 2}, {1767000000 + n})" for n in range(1, 9))
    script = (
        "CREATE TABLE stories (id INTEGER PRIMARY KEY, title TEXT, read INT, last_opened INT{});"
        f"INSERT INTO stories (id, title, read, last_opened) VALUES {rows};"
    )
    found = proposals(script.format(""))
    assert found[0].doubts == ["stories.last_opened is there where read is not"]
    # Another mark that agrees with the time says that it is right.
    found = proposals(script.format(", opened INT DEFAULT 1"))
    assert "last_opened AS time" in found[0].interactions
    assert not is_open(found)


def test_the_reader_of_an_audiobook_is_no_user_of_it() -> None:
    rows = ", ".join(f"({n}, 'Book {n}', 'Eli', 'Flo', {1767000000 + n})" for n in range(1, 9))
    found = proposals(
        "CREATE TABLE book (id INTEGER PRIMARY KEY, name TEXT, author TEXT, reader TEXT,"
        f" last_played INT); INSERT INTO book VALUES {rows};"
    )
    assert "'me' AS user, id AS item" in found[0].interactions
    assert not is_open(found)


def test_several_people_and_a_history_of_nobody() -> None:
    script = watched("note TEXT", "NULL").replace("user_id INT REFERENCES users (id)", "size INT")
    found = proposals(script)
    assert "views does not say which of the people in users it was" in found[0].doubts


def test_a_song_is_named_with_the_artists_that_a_table_of_pairs_names() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(
            "CREATE TABLE song (id TEXT PRIMARY KEY, title TEXT);"
            "INSERT INTO song VALUES ('a', 'Harbour'), ('b', 'Salt');"
            "CREATE TABLE artist (id TEXT PRIMARY KEY, name TEXT);"
            "INSERT INTO artist VALUES ('x', 'Kites'), ('y', 'Mira');"
            "CREATE TABLE song_artist (songId TEXT REFERENCES song (id),"
            " artistId TEXT REFERENCES artist (id));"
            "INSERT INTO song_artist VALUES ('a', 'x'), ('a', 'y');"
            "CREATE TABLE plays (songId TEXT REFERENCES song (id), played_at INT);"
            "INSERT INTO plays VALUES ('a', 1767000000), ('b', 1767000100);"
        )
        found = propose(db)
        assert not is_open(found)
        titles = dict(r[:2] for r in db.execute(found[0].items or ""))
    assert titles == {"a": "Kites, Mira - Harbour", "b": "Salt"}


def test_an_episode_needs_its_show() -> None:
    found = proposals(
        "CREATE TABLE shows (id INTEGER PRIMARY KEY, title TEXT);"
        "INSERT INTO shows VALUES (1, 'Low Water');"
        "CREATE TABLE episodes (id INTEGER PRIMARY KEY, title TEXT);"
        "INSERT INTO episodes VALUES (1, 'Pilot'), (2, 'The Road');"
        "CREATE TABLE watches (episode_id INT REFERENCES episodes (id), watched_at INT);"
        "INSERT INTO watches VALUES (1, 1767000000), (2, 1767000100);"
    )
    assert found[0].doubts == ["episodes.title may not identify an item by itself"]


def test_a_table_of_pairs_named_after_people_is_no_table_of_people() -> None:
    rows = ", ".join(f"({1 + n % 2}, {1 + n % 3}, {m})" for n, m in enumerate(MOMENTS))
    found = proposals(
        f"{FILMS} CREATE TABLE film_user (user_id INT, film_id INT, last_watched_at TEXT,"
        f" PRIMARY KEY (user_id, film_id, last_watched_at)); INSERT INTO film_user VALUES {rows};"
    )
    assert found[0].interactions.startswith("SELECT user_id AS user, film_id AS item, last_watched")
    assert not is_open(found)


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ("UPDATE views SET user_id = 10 + id", "each row has another user"),
        ("UPDATE views SET film_id = 1", "all rows are about one thing"),
        ("UPDATE views SET watched_at = '2026-02-01 20:00:00'", "all rows have one time"),
        ("SELECT 1", ""),
    ],
)
def test_rows_that_no_history_would_have(changed: str, doubt: str) -> None:
    found = proposals(f"{watched('note TEXT', 'NULL')} {changed};")
    assert (doubt in found[0].doubts) is bool(doubt)
    assert is_open(found) is bool(doubt)


def uses(table: str, time: str, pairs: list[tuple[int, int]]) -> str:
    rows = ", ".join(
        f"({n}, {user}, {film}, '2026-03-1{n} 20:00:00')" for n, (user, film) in enumerate(pairs)
    )
    return (
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        f" film_id INT REFERENCES films (id), {time} TEXT); INSERT INTO {table} VALUES {rows};"
    )


@pytest.mark.parametrize(
    ("others", "is_asked"),
    [([(1, 2), (2, 3), (2, 2)], True), ([(1, 1), (2, 1), (1, 1)], False)],
    ids=["other uses", "the same uses again"],
)
def test_two_tables_of_uses_are_two_histories(
    others: list[tuple[int, int]], is_asked: bool
) -> None:
    rentals = uses("rentals", "rental_date", [(1, 1), (2, 1), (1, 3), (1, 1)])
    found = proposals(FILMS + rentals + uses("purchases", "purchase_date", others))
    assert found[0].table == "rentals"
    assert is_open(found) is is_asked


@pytest.mark.parametrize(("files", "is_asked"), [(9, True), (3, False)])
def test_what_was_used_may_be_a_part_that_only_a_column_names(files: int, is_asked: bool) -> None:
    urls = [f"'https://films.example/{n}.mp4'" for n in range(files)]
    found = proposals(watched("episode_url TEXT", *urls))
    assert is_open(found) is is_asked
    assert is_asked is any("episode_url may say better" in d for d in found[0].doubts)


def test_a_table_that_says_when_says_more() -> None:
    seen = (
        "CREATE TABLE seen_films (film_id INT REFERENCES films (id), user_id INT"
        " REFERENCES users (id)); INSERT INTO seen_films VALUES (1, 1), (1, 2), (3, 1);"
    )
    views = uses("film_views", "viewed_at", [(1, 1), (2, 1), (1, 3), (1, 1)])
    assert proposals(FILMS + seen)[0].table == "seen_films"
    found = proposals(FILMS + seen + views)
    assert found[0].table == "film_views"
    assert not is_open(found)


@pytest.mark.parametrize(
    ("states", "is_asked"),
    [(["'LIMBO'", "'ENDLESS'"], False), (["'LIMBO'", "'UNKNOWN'"], True)],
    ids=["those without a time are the others", "one state with and without"],
)
def test_what_has_a_time_of_use_was_used_whatever_its_state(
    states: list[str], is_asked: bool
) -> None:
    times = [*MOMENTS[:6], "NULL", "NULL", "NULL"]
    marks = [*states * 3, *["'UNPLAYED'" if not is_asked else states[0]] * 3]
    rows = ", ".join(f"({n}, {1 + n % 2}, {1 + n % 3}, {times[n]}, {marks[n]})" for n in range(9))
    script = (
        f"{FILMS} CREATE TABLE progress (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " film_id INT REFERENCES films (id), last_watched_at TEXT, state TEXT);"
        f"INSERT INTO progress VALUES {rows};"
    )
    assert is_open(proposals(script)) is is_asked


def test_what_else_was_done_with_a_thing_is_no_use() -> None:
    found = proposals(watched("action TEXT", "'play'", "'download'", "'delete'", "'play'"))
    assert not is_open(found)
    assert "'download'" in found[0].interactions


def test_of_two_tables_without_repeats_the_one_with_all_things_is_taken() -> None:
    pages = ", ".join(f"('https://a.example/{n}', 'Page {n}', 3, 17600{n:05d})" for n in range(20))
    typed = ", ".join(f"('a{n}', 'https://a.example/{n}', 17600{n:05d})" for n in range(6))
    found = proposals(
        "CREATE TABLE history (url TEXT PRIMARY KEY, title TEXT, visit_count INT,"
        f" last_visited INT); INSERT INTO history VALUES {pages};"
        "CREATE TABLE engagements (input TEXT, destination TEXT, last_used INT);"
        f"INSERT INTO engagements VALUES {typed};"
    )
    assert found[0].table == "history"
    assert not is_open(found)


def test_the_day_of_a_time_is_no_second_time() -> None:
    # Within a day the rows stand the other way round.
    script = watched("viewed_on TEXT", "NULL") + (
        "UPDATE views SET viewed_on = '2026-02-0' || (1 + id / 4);"
        "UPDATE views SET watched_at = viewed_on || ' ' || (23 - id) || ':00:00';"
    )
    assert not is_open(proposals(script))


def test_when_a_thing_was_judged_is_no_second_time_of_its_use() -> None:
    script = watched("voted_at TEXT, hidden_at TEXT", "'2026-05-07', NULL", "NULL, '2026-01-01'")
    assert not is_open(proposals(script))


def test_what_leaves_a_store_is_no_weight_and_less_than_an_order() -> None:
    stock = uses("stock_item_transactions", "occurred_at", [(1, 1), (2, 1), (1, 3), (1, 1)])
    stock += "ALTER TABLE stock_item_transactions ADD quantity INT DEFAULT -1;"
    orders = uses("film_orders", "order_date", [(1, 1), (2, 1), (1, 3), (1, 1)])
    assert "weight" not in proposals(FILMS + stock)[0].interactions
    assert proposals(FILMS + stock + orders)[0].table == "film_orders"


def test_an_order_s_current_state_is_named_by_the_states_of_orders() -> None:
    orders = uses("orders", "order_date", [(1, 1), (2, 1), (1, 3), (1, 2)])
    orders += "ALTER TABLE orders ADD current_state INT; UPDATE orders SET current_state = id + 3;"
    names = (
        "CREATE TABLE state (id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE order_state (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO order_state"
        " VALUES (3, 'Shipped'), (4, 'Delivered'), (5, 'Canceled'), (6, 'Paid');"
    )
    found = proposals(FILMS + orders + names)
    assert not is_open(found)
    assert "NOT IN (5)" in found[0].interactions


def test_a_queue_is_no_history_where_one_is_there() -> None:
    tracks = ", ".join(f"('t{n}', 'Track {n}', {1_770_000_000 + n})" for n in range(9))
    queued = ", ".join(f"({n}, 't{n}', 'Track {n}', {1_770_000_000 * (n == 2)})" for n in range(9))
    found = proposals(
        "CREATE TABLE chronology (id TEXT PRIMARY KEY, title TEXT, timestamp INT);"
        f"INSERT INTO chronology VALUES {tracks};"
        "CREATE TABLE queue (place INTEGER PRIMARY KEY, id TEXT, title TEXT, last_play INT);"
        f"INSERT INTO queue VALUES {queued};"
    )
    assert found[0].table == "chronology"
    assert "timestamp AS time" in found[0].interactions


def test_bookmarks_beside_a_history_are_no_second_one() -> None:
    pages = ", ".join(
        f"('https://a.example/{n}', 'Page {n}', {17600 * 10**5 + n})" for n in range(9)
    )
    found = proposals(
        ";".join(
            f"CREATE TABLE {name} (url TEXT UNIQUE, title TEXT, lastVisited INT);"
            f"INSERT INTO {name} VALUES {pages}"
            for name in ("history", "bookmarks")
        )
    )
    assert found[0].table == "history"
    assert not is_open(found)


def test_who_played_may_be_where_it_came_from() -> None:
    played = ", ".join(f"({n % 3 or 'NULL'}, {1 + n % 3}, {MOMENTS[n]})" for n in range(9))
    found = proposals(
        f"{FILMS} DROP TABLE users; CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT);"
        "INSERT INTO source VALUES (1, 'ana@x.example'), (2, 'bo@x.example');"
        "CREATE TABLE playback_log (source INT REFERENCES source (id),"
        " film INT REFERENCES films (id), played_at TEXT);"
        f"INSERT INTO playback_log VALUES {played};"
    )
    assert found[0].doubts == ["playback_log.source may say who it was"]
