"""States written in one word, parts beside their wholes, borrowers, and times of what began."""

from __future__ import annotations

from guessing import TITLES, Row, day, doubts_of, guess, people

from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import is_open


def _many(table: str, n: int) -> str:
    """Return SQL of a table of so many things, each with a title of its own."""
    rows = ", ".join(f"({i}, '{TITLES[i % 6]} {i}')" for i in range(1, n + 1))
    return (
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, title TEXT);"
        f"INSERT INTO {table} VALUES {rows};"
    )


def _entries(states: tuple[str, ...], columns: str = "") -> list[Proposal]:
    script = (
        people("users")
        + _many("anime", 12)
        + (
            "CREATE TABLE user_anime (user_id INT REFERENCES users (id),"
            f" anime_id INT REFERENCES anime (id), status TEXT, updated_at TEXT{columns});"
        )
    )
    kinds = ("main", "all", "extra") if columns else ()
    rows: list[Row] = [
        (
            1 + n % 4,
            1 + n // 4,
            states[n % len(states)],
            day(n),
            *kinds[n * 5 % 3 :][:1],
        )
        for n in range(40)
    ]
    return guess(script, "user_anime", rows)


def test_what_is_planned_is_left_out_where_its_words_are_written_in_one() -> None:
    found = _entries(("COMPLETED", "PLANTOWATCH", "ONHOLD"))
    assert not is_open(found)
    assert "NOT IN ('PLANTOWATCH')" in found[0].interactions


def test_what_is_being_done_is_as_what_was_done() -> None:
    found = _entries(("delivered", "delivering", "cancelled"))
    assert not is_open(found)


def test_a_kind_beside_a_state_that_is_understood_is_not_asked_about() -> None:
    kind = ", completion_type TEXT"
    assert "completion_type" not in doubts_of(_entries(("completed", "planned"), kind))
    # Of states that are not understood both are.
    assert "completion_type" in doubts_of(_entries(("grue", "bleen"), kind))


def test_what_a_service_numbers_is_the_thing_that_the_rows_are_called() -> None:
    script = people("users") + (
        "CREATE TABLE listed_animes (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " mal_id INT, status TEXT, created_at TEXT);"
    )
    states = ("completed", "watching", "plan to watch")
    rows: list[Row] = [(n, 1 + n % 4, 9000 + n // 4, states[n % 3], day(n)) for n in range(1, 41)]
    found = guess(script, "listed_animes", rows)
    assert not is_open(found)
    assert "mal_id AS item" in found[0].interactions
    assert any("nothing names" in remark for remark in found[0].remarks)


def test_an_episode_with_an_id_is_the_item_and_not_its_show_or_season() -> None:
    script = people("users") + (
        "CREATE TABLE seen_episodes (id INTEGER PRIMARY KEY, show_id INT, season_id INT,"
        " episode_id INT, user_id INT REFERENCES users (id));"
    )
    rows: list[Row] = [
        (n, 70 + n // 20, 700 + n // 10, 7000 + n // 2, 1 + n % 4) for n in range(1, 41)
    ]
    found = guess(script, "seen_episodes", rows)
    assert not is_open(found)
    assert "episode_id AS item" in found[0].interactions


def test_an_episode_without_a_name_is_told_by_its_show_and_number() -> None:
    script = (
        people("users")
        + _many("shows", 3)
        + (
            "CREATE TABLE episodes (id INTEGER PRIMARY KEY, show_id INT REFERENCES shows (id),"
            " season_number INT, episode_number INT);"
            "CREATE TABLE viewings (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
            " show_id INT REFERENCES shows (id), episode_id INT REFERENCES episodes (id),"
            " updated_at TEXT);"
        )
    )
    script += "".join(
        f"INSERT INTO episodes VALUES ({n}, {1 + n % 3}, 1, {100 + n});" for n in range(1, 19)
    )
    rows: list[Row] = [
        (n, 1 + n % 4, 1 + (1 + n * 7 % 18) % 3, 1 + n * 7 % 18, day(n)) for n in range(40)
    ]
    found = guess(script, "viewings", rows)
    assert "episode_id AS item" in found[0].interactions
    assert "episode_number" in str(found[0].items)


def test_films_among_series_are_not_dropped_for_having_no_episode() -> None:
    script = (
        "CREATE TABLE watch_history (id INTEGER PRIMARY KEY, title TEXT, episode_title TEXT,"
        " watched_at TEXT);"
    )
    rows: list[Row] = [
        (n, TITLES[n % 6], f"Part {n}" if n % 2 else None, f"{day(n)} 10:00:00") for n in range(40)
    ]
    found = guess(script, "watch_history", rows)
    assert found[0].interactions.count("episode_title") == 0


def test_borrowers_of_books_are_loans_and_no_persons() -> None:
    script = (
        people("members")
        + _many("books", 12)
        + (
            "CREATE TABLE borrowers (id INTEGER PRIMARY KEY,"
            " book_id INT REFERENCES books (id), member_id INT REFERENCES members (id),"
            " borrowed_date TEXT, return_date TEXT, status TEXT);"
        )
    )
    rows: list[Row] = [
        (n, 1 + n * 7 % 12, 1 + n % 4, day(n), day(n + 9), ("borrowed", "returned")[n % 2])
        for n in range(40)
    ]
    found = guess(script, "borrowers", rows)
    assert not is_open(found)
    assert "member_id AS user, book_id AS item" in found[0].interactions
    # What was returned was borrowed.
    assert "WHERE" not in found[0].interactions


def test_where_not_all_came_to_an_end_the_begin_says_when() -> None:
    script = (
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, status TEXT, started_at TEXT,"
        " finished_at TEXT);"
    )
    rows: list[Row] = [
        (
            n,
            f"{TITLES[n % 6]} {n}",
            ("read", "reading", "to read")[n % 3],
            day(n) if n % 3 < 2 else None,
            day(n + 9) if n % 3 == 0 else None,
        )
        for n in range(1, 41)
    ]
    found = guess(script, "books", rows)
    assert not is_open(found)
    assert "started_at AS time" in found[0].interactions


def test_persons_who_rate_things_that_they_name_are_no_things_each() -> None:
    script = "CREATE TABLE scores (user_name TEXT, anime_name TEXT, status TEXT, score INT);"
    states = ("Completed", "Watching", "Plan to Watch")
    rows: list[Row] = [
        (f"Person {n % 4}", f"{TITLES[n // 4 % 6]} {n // 24}", states[n % 3], 1 + n % 9)
        for n in range(44)
    ]
    found = guess(script, "scores", rows)
    assert "anime_name AS item" in found[0].interactions


def test_an_entry_names_an_activity_by_what_it_is_called() -> None:
    script = _many("activities", 6) + (
        "CREATE TABLE entries (id INTEGER PRIMARY KEY, day TEXT, activity TEXT);"
    )
    rows: list[Row] = [
        (n, day(n // 3), f"{TITLES[(1 + n % 6) % 6]} {1 + n % 6}") for n in range(1, 61)
    ]
    found = guess(script, "entries", rows)
    assert found[0].about == "activities"
    assert "activity AS item" in found[0].interactions


def test_a_series_that_came_to_its_end_need_not_have_been_watched() -> None:
    script = "CREATE TABLE shows (id INTEGER PRIMARY KEY, title TEXT, finished INT);"
    rows: list[Row] = [(n, f"{TITLES[n % 6]} {n}", n % 2) for n in range(1, 31)]
    assert is_open(guess(script, "shows", rows))


def test_lines_of_orders_that_name_nobody_and_no_time_are_asked_about() -> None:
    script = _many("dishes", 12) + (
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, table_number INT);"
        "CREATE TABLE order_items (id INTEGER PRIMARY KEY,"
        " order_id INT REFERENCES orders (id), dish_id INT REFERENCES dishes (id), amount INT);"
    )
    script += "".join(f"INSERT INTO orders VALUES ({n}, {n % 5});" for n in range(1, 21))
    rows: list[Row] = [(n, 1 + n % 20, 1 + n * 7 % 12, 1 + n % 2) for n in range(50)]
    assert "does not say whose" in doubts_of(guess(script, "order_items", rows))


def test_a_concert_is_called_by_who_plays() -> None:
    script = people("users") + (
        "CREATE TABLE concerts (id INTEGER PRIMARY KEY, band TEXT, venue TEXT);"
        "CREATE TABLE tickets (id INTEGER PRIMARY KEY, concert_id INT"
        " REFERENCES concerts (id), user_id INT REFERENCES users (id), first_name TEXT,"
        " last_name TEXT);"
    )
    script += "".join(
        f"INSERT INTO concerts VALUES ({n}, '{TITLES[n % 6]} {n}', 'Hall');" for n in range(1, 13)
    )
    rows: list[Row] = [(n, 1 + n * 5 % 12, 1 + n % 4, "Ana", "Hall") for n in range(40)]
    found = guess(script, "tickets", rows)
    assert not is_open(found)
    assert "band AS title" in str(found[0].items)


def test_what_a_thing_was_called_when_it_was_bought_is_no_better_name() -> None:
    script = (
        people("users")
        + _many("products", 12)
        + (
            "CREATE TABLE purchases (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
            " product_id INT REFERENCES products (id), product_name TEXT, bought_at TEXT);"
        )
    )
    rows: list[Row] = [(n, 1 + n % 4, 1 + n * 7 % 12, TITLES[n % 5], day(n)) for n in range(40)]
    assert not is_open(guess(script, "purchases", rows))


def test_a_log_is_taken_rather_than_states_of_the_same_things() -> None:
    script = (
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, status TEXT, started_at TEXT);"
        "CREATE TABLE reading_sessions (id INTEGER PRIMARY KEY,"
        " book_id INT REFERENCES books (id), session_date TEXT, minutes INT);"
    )
    states = ("read", "reading")
    script += "".join(
        f"INSERT INTO books VALUES ({n}, '{TITLES[n % 6]} {n}', '{states[n % 2]}', '{day(n)}');"
        for n in range(1, 11)
    )
    rows: list[Row] = [(n, 1 + n % 10, day(n), 10 + n) for n in range(40)]
    found = guess(script, "reading_sessions", rows)
    assert found[0].table == "reading_sessions"
    assert not is_open(found)


def test_a_state_beside_a_city_is_a_place_and_says_nothing_of_whether() -> None:
    script = (
        people("users")
        + _many("birds", 12)
        + (
            "CREATE TABLE sightings (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
            " bird_id INT REFERENCES birds (id), city TEXT, state TEXT, seen_on TEXT);"
        )
    )
    rows: list[Row] = [
        (n, 1 + n % 4, 1 + n * 5 % 12, ("Bend", "Waco")[n % 2], ("OR", "TX")[n % 2], day(n))
        for n in range(40)
    ]
    assert not is_open(guess(script, "sightings", rows))


def test_whose_an_account_is_is_a_person_whatever_he_is_called() -> None:
    script = _many("bird", 12) + (
        "CREATE TABLE birder (id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT,"
        " birder_id INT REFERENCES birder (id));"
        "INSERT INTO birder VALUES (1, 'Ana'), (2, 'Bo'), (3, 'Cy'), (4, 'Dag');"
        "INSERT INTO account VALUES (1, 'a@b.example', 3), (2, 'b@b.example', 1),"
        " (3, 'c@b.example', 4), (4, 'd@b.example', 2);"
        "CREATE TABLE sighting (id INTEGER PRIMARY KEY, birder_id INT REFERENCES birder (id),"
        " bird_id INT, seen_on TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 4, 1 + n * 5 % 12, day(n)) for n in range(40)]
    found = guess(script, "sighting", rows)
    assert not is_open(found)
    assert "birder_id AS user, bird_id AS item" in found[0].interactions


def test_of_chapters_that_have_no_table_it_is_asked_whether_they_are_the_items() -> None:
    script = people("users") + (
        "CREATE TABLE manga (slug TEXT PRIMARY KEY, name TEXT);"
        "CREATE TABLE reads (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " manga_slug TEXT REFERENCES manga (slug), chapter_slug TEXT, read_at TEXT);"
    )
    script += "".join(f"INSERT INTO manga VALUES ('m-{n}', '{TITLES[n]}');" for n in range(6))
    rows: list[Row] = [
        (n, 1 + n % 2, f"m-{n // 2 % 3}", f"chapter-{n // 6}", day(n)) for n in range(48)
    ]
    assert "chapter_slug may say better" in doubts_of(guess(script, "reads", rows))
