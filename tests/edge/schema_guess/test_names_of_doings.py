"""What is called as its table is, what has a thing's id for its key, and progress of two kinds."""

from __future__ import annotations

from guessing import PAIRS, TITLES, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open


def test_of_workouts_the_workout_is_what_was_done() -> None:
    script = people("users") + (
        "CREATE TABLE workouts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " date TEXT, workout TEXT, description TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 4, day(n), TITLES[(n * 5 + n // 6) % 6], f"It was the {n}th") for n in range(40)
    ]
    found = guess(script, "workouts", rows)
    assert "workout AS item" in found[0].interactions
    assert not is_open(found)


def test_states_in_a_column_called_as_its_table_are_no_things() -> None:
    script = "CREATE TABLE lists (id INTEGER PRIMARY KEY, user_id INT, movie_id INT, list TEXT);"
    rows: list[Row] = [(n, *pair, ("planning", "seen")[n % 2]) for n, pair in enumerate(PAIRS)]
    found = guess(script, "lists", rows)
    assert not any("list AS item" in p.interactions for p in found)


def test_a_history_may_have_a_row_for_each_song_by_its_id() -> None:
    script = "CREATE TABLE song_history (song_id INT PRIMARY KEY, listen_count INT);"
    found = guess(script, "song_history", [(7 * n, 1 + n % 5) for n in range(30)])
    assert "song_id AS item" in found[0].interactions


def test_users_and_what_they_visited_in_one_word_are_no_persons() -> None:
    script = (
        people("users")
        + things("museums")
        + (
            "CREATE TABLE usersmuseums (userid INT REFERENCES users (id), museumid INT REFERENCES"
            " museums (id), PRIMARY KEY (userid, museumid));"
        )
    )
    found = guess(script, "usersmuseums", list(dict.fromkeys(PAIRS)))
    assert "SELECT userid AS user, museumid AS item" in found[0].interactions


def test_who_came_may_stand_on_a_list_of_attendance() -> None:
    script = (
        people("users")
        + things("events")
        + (
            "CREATE TABLE attendance_list (id INTEGER PRIMARY KEY,"
            " user_id INT REFERENCES users (id),"
            " event_id INT REFERENCES events (id));"
        )
    )
    rows: list[Row] = [(n, *pair) for n, pair in enumerate(PAIRS)]
    assert not is_open(guess(script, "attendance_list", rows))


def test_states_of_watching_say_that_their_things_are_watched() -> None:
    script = people("users") + (
        "CREATE TABLE anime (id INTEGER PRIMARY KEY, title TEXT, status TEXT,"
        " user_id INT REFERENCES users (id));"
    )
    states = ("Completed", "Watching", "On Hold")
    rows: list[Row] = [(n, f"{TITLES[n % 6]} {n}", states[n % 3], 1 + n % 4) for n in range(30)]
    assert "nothing says" not in doubts_of(guess(script, "anime", rows))


def test_progress_of_books_and_of_stories_are_two_histories() -> None:
    script = people("users") + things("books") + things("stories")
    script += "".join(
        f"CREATE TABLE {thing}_progress (user_id INT REFERENCES users (id), {thing}_id INT"
        f" REFERENCES {things_} (id), last_read_at TEXT);"
        for thing, things_ in (("book", "books"), ("story", "stories"))
    )
    script += "".join(
        f"INSERT INTO story_progress VALUES ({user}, {thing}, '{day(n)}');"
        for n, (user, thing) in enumerate(PAIRS)
    )
    rows: list[Row] = [(user, thing, day(n)) for n, (user, thing) in enumerate(PAIRS)]
    found = guess(script, "book_progress", rows)
    assert {p.about for p in found[:2]} == {"books", "stories"}
    assert is_open(found)
