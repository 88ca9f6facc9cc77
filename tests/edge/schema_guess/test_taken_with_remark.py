"""What is open of a guess and is taken all the same, with a remark; and what is still asked."""

from __future__ import annotations

import pytest
from guessing import PAIRS, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open

USERS, BOOKS = people("users"), things("books")
PAIR = "(user_id INT REFERENCES users (id), book_id INT REFERENCES books (id))"


def test_a_bare_pair_that_is_all_there_is_is_taken_with_a_remark() -> None:
    script = f"{people('student')} {things('course')} CREATE TABLE student_course "
    script += "(student_id INT REFERENCES student (id), course_id INT REFERENCES course (id));"
    found = guess(script, "student_course", PAIRS)
    assert not is_open(found)
    assert found[0].interactions == (
        "SELECT student_id AS user, course_id AS item, 0 AS time\nFROM student_course"
    )
    (remark,) = found[0].remarks
    assert "student_course is taken for what was used, without times" in remark


@pytest.mark.parametrize(
    ("table", "more"),
    [
        # What the word says nobody knows.
        ("cellar", ""),
        ("book_approvals", ""),
        ("to_read", ""),
        # Another table tells of uses, though none can be read.
        ("user_books", "CREATE TABLE purchases (id INTEGER PRIMARY KEY, total INT);"),
    ],
)
def test_a_bare_pair_that_may_say_something_else_is_asked_about(table: str, more: str) -> None:
    more += "INSERT INTO purchases VALUES (1, 90), (2, 70);" if more else ""
    found = guess(f"{USERS} {BOOKS} {more} CREATE TABLE {table} {PAIR};", table, PAIRS)
    assert is_open(found)
    assert found == [] or found[0].remarks == []


@pytest.mark.parametrize("thing", ["skills", "stores", "devices"])
def test_a_pair_of_a_person_and_what_is_hardly_recommended_is_asked_about(thing: str) -> None:
    script = f"{USERS} {things(thing)} CREATE TABLE user_{thing} (user_id INT REFERENCES "
    script += f"users (id), thing_id INT REFERENCES {thing} (id));"
    assert is_open(guess(script, f"user_{thing}", PAIRS))


def test_a_pair_with_a_column_more_is_asked_about() -> None:
    script = f"{USERS} {BOOKS} CREATE TABLE user_books {PAIR[:-1]}, quantity INT);"
    found = guess(script, "user_books", [(*pair, 2) for pair in PAIRS])
    assert is_open(found)
    assert "nothing says that the rows of user_books" in doubts_of(found)


def test_ids_are_items_where_nothing_names_them() -> None:
    columns = "(id INTEGER PRIMARY KEY, user_id INT, movie_id INT, at TEXT);"
    rows: list[Row] = [(n, 1 + n % 4, 100 + n % 9, day(n)) for n in range(1, 41)]
    for table in ("plays", "user_movies"):
        found = guess(f"{USERS} CREATE TABLE {table} {columns}", table, rows)
        assert not is_open(found), doubts_of(found)
        assert found[0].items is None
        assert found[0].remarks == [f"nothing names what {table} is about: items are their ids"]


@pytest.mark.parametrize("table", ["payments", "shifts", "entries"])
def test_ids_of_rows_that_nothing_says_are_uses_are_asked_about(table: str) -> None:
    columns = "(id INTEGER PRIMARY KEY, user_id INT, item_id INT, created_at TEXT);"
    rows: list[Row] = [(n, 1 + n % 4, 100 + n % 9, day(n)) for n in range(1, 41)]
    found = guess(f"{USERS} CREATE TABLE {table} {columns}", table, rows)
    assert is_open(found)
    assert "nothing names the items" in doubts_of(found)


def test_the_number_of_an_episode_without_its_show_is_asked_about() -> None:
    script = (
        f"{USERS} CREATE TABLE entries (id INTEGER PRIMARY KEY, user_id INT, movie_id INT,"
        " episode_number INT, at TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 4, 100 + n % 9, n % 5, day(n)) for n in range(1, 41)]
    found = guess(script, "entries", rows)
    assert is_open(found)
    assert "nothing describes the items" in doubts_of(found)
