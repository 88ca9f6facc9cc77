"""Databases in which nobody uses things: of none a history is made without asking."""

from __future__ import annotations

import pytest
from guessing import Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open


def rows(*more: object) -> list[Row]:
    return [(n, 1 + n % 4, 1 + (n * 5) % 6, day(n), *more) for n in range(1, 31)]


@pytest.mark.parametrize(
    ("script", "table", "more"),
    [
        (
            things("sensors") + "CREATE TABLE readings (id INTEGER PRIMARY KEY, unit INT,"
            " sensor_id INT, ts TEXT, value REAL)",
            "readings",
            (1.5,),
        ),
        (
            things("stations") + "CREATE TABLE observations (id INTEGER PRIMARY KEY, unit INT,"
            " station_id INT, observed_at TEXT, humidity REAL)",
            "observations",
            (1.5,),
        ),
        (
            people("employees") + things("projects") + "CREATE TABLE timesheets (id INTEGER"
            " PRIMARY KEY, employee_id INT, project_id INT, work_date TEXT, hours REAL)",
            "timesheets",
            (7.5,),
        ),
        (
            things("pipelines") + "CREATE TABLE runs (id INTEGER PRIMARY KEY, n INT,"
            " pipeline_id INT, started_at TEXT)",
            "runs",
            (),
        ),
        (
            people("students") + things("subjects") + "CREATE TABLE grades (id INTEGER PRIMARY"
            " KEY, student_id INT, subject_id INT, graded_on TEXT, grade INT)",
            "grades",
            (2,),
        ),
    ],
)
def test_what_is_measured_worked_or_graded_is_asked_about(
    script: str, table: str, more: tuple[object, ...]
) -> None:
    assert is_open(guess(script, table, rows(*more)))


def test_tasks_that_are_done_are_asked_about() -> None:
    script = "CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT, due TEXT, completed BOOL)"
    done: list[Row] = [(n, f"Thing {n} to do", day(n), n % 2) for n in range(1, 31)]
    assert is_open(guess(script, "tasks", done))


def test_two_of_the_items_in_one_row_are_asked_about() -> None:
    script = people("riders") + things("stations") + "CREATE TABLE trips (id INTEGER PRIMARY KEY,"
    script += " rider_id INT, start_station_id INT, started_at TEXT, end_station_id INT)"
    found = guess(script, "trips", rows(3))
    assert is_open(found)
    assert "start_station_id and end_station_id" in doubts_of(found)


def test_counts_are_no_references() -> None:
    script = things("goals") + "CREATE TABLE matches (id INTEGER PRIMARY KEY, team INT, goals INT,"
    script += " played_at TEXT)"
    assert all("goals AS item" not in p.interactions for p in guess(script, "matches", rows()))


def test_a_key_is_a_title_only_where_nothing_else_is() -> None:
    script = "CREATE TABLE apps (package_name TEXT PRIMARY KEY, label TEXT);"
    script += "INSERT INTO apps VALUES ('org.a.one', 'One'), ('org.b.two', 'Two'), "
    script += "('org.c.three', 'Three');"
    script += "CREATE TABLE usage (id INTEGER PRIMARY KEY, package_name TEXT, start_time TEXT)"
    names = ("org.a.one", "org.b.two", "org.c.three")
    found = guess(script, "usage", [(n, names[n % 3], day(n)) for n in range(1, 31)])
    assert "label AS title" in (found[0].items or "")


def test_states_in_numbers_are_shown_where_nothing_else_is_there() -> None:
    script = "CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, status INT)"
    found = guess(script, "articles", [(n, f"Low Water {n}", n % 3) for n in range(1, 31)])
    assert is_open(found)
    assert doubts_of(found) == "articles.status may say which rows count: 0, 1, 2"


def test_own_ratings_with_days_in_their_order_are_a_history() -> None:
    script = "CREATE TABLE beers (id INTEGER PRIMARY KEY, name TEXT, rating REAL, date TEXT)"
    beers: list[Row] = [(n, f"Ale {n}", float(1 + n % 5), day(n)) for n in range(1, 31)]
    assert not is_open(guess(script, "beers", beers))
    shuffled = [(n, *row[1:]) for n, row in enumerate(sorted(beers, key=lambda r: str(r[1])[::-1]))]
    assert is_open(guess(script, "beers", shuffled))
