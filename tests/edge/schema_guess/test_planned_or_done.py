"""What is planned, booked or listed is no use of a thing; marks and states of any name say it."""

from __future__ import annotations

import pytest
from guessing import PAIRS, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open


def _table(table: str, column: str, thing: str) -> str:
    """Return the SQL of a table of persons, things, days and one column more."""
    return (
        f"{people('users')} {things(thing)} CREATE TABLE {table} (id INTEGER PRIMARY KEY, user_id "
        f"INT REFERENCES users (id), thing_id INT REFERENCES {thing} (id), date TEXT, {column});"
    )


def _marked(values: tuple[object, ...]) -> list[Row]:
    return [(n, *pair, day(n), values[n % len(values)]) for n, pair in enumerate(PAIRS * 2)]


@pytest.mark.parametrize(
    ("table", "thing", "mark"),
    [
        ("bookings", "courses", "attended"),
        ("tickets", "exhibits", "is_used"),
        ("meal_plans", "recipes", "cooked"),
        ("reservations", "restaurants", "checked_in"),
        ("event_attendance", "courses", "present"),
    ],
)
def test_of_bookings_and_plans_those_count_that_were_kept(
    table: str, thing: str, mark: str
) -> None:
    values = (1, 1, 0)
    found = guess(_table(table, f"{mark} INT", thing), table, _marked(values))
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.endswith(f"WHERE {mark} = 1")


@pytest.mark.parametrize("mark", ["planned", "is_wishlist", "want_to_try", "to_watch"])
def test_rows_marked_as_planned_are_left_out(mark: str) -> None:
    values = (0, 0, 1)
    found = guess(_table("hikes", f"{mark} INT", "trails"), "hikes", _marked(values))
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.endswith(f"WHERE COALESCE({mark}, 0) = 0")


def test_what_was_visited_and_is_wanted_again_counts() -> None:
    script = "CREATE TABLE restaurants (id INTEGER PRIMARY KEY, name TEXT, visited INT, want INT);"
    rows: list[Row] = [(n, f"Place {n}x", int(n % 3 > 0), n % 2) for n in range(1, 31)]
    found = guess(script, "restaurants", rows)
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.endswith("WHERE visited")


@pytest.mark.parametrize(
    ("table", "thing"), [("hikes", "trails"), ("reading_list", "books"), ("appointments", "places")]
)
def test_whether_a_trip_that_was_not_completed_counts_is_asked(table: str, thing: str) -> None:
    values = (1, 1, 0)
    found = guess(_table(table, "completed INT", thing), table, _marked(values))
    assert is_open(found)
    assert f"{table}.completed may say which rows count: 0, 1" in doubts_of(found)


def test_a_play_that_was_not_completed_is_one() -> None:
    values = (1, 1, 0)
    found = guess(_table("plays", "completed INT", "songs"), "plays", _marked(values))
    assert not is_open(found), doubts_of(found)
    assert "completed" not in found[0].interactions


def test_states_in_a_column_of_any_name_are_shown() -> None:
    values = ("owned", "wishlist", "owned")
    script = _table("visits", "remark TEXT", "museums")
    found = guess(script, "visits", _marked(values))
    assert is_open(found)
    assert doubts_of(found) == "visits.remark may say which rows count: owned, wishlist"
    others = ("sunny", "rainy", "windy")
    assert not is_open(guess(script, "visits", _marked(others)))


@pytest.mark.parametrize(
    ("states", "none"),
    [(("went", "went", "interested"), "interested"), (("yes", "yes", "no"), "no")],
)
def test_who_did_not_come_to_an_event_is_left_out(states: tuple[str, ...], none: str) -> None:
    script = _table("rsvps", "response TEXT", "events")
    found = guess(script, "rsvps", _marked(states))
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.endswith(f"NOT IN ('{none}')")


def test_a_bottle_is_drunk_when_it_was_consumed_and_not_when_it_was_bought() -> None:
    script = f"{things('wines', name='name')} CREATE TABLE bottles (id INTEGER PRIMARY KEY, "
    script += "wine_id INT REFERENCES wines (id), purchased_at TEXT, consumed_at TEXT);"
    rows: list[Row] = [(n, 1 + n % 6, day(n), day(60 - n) if n % 3 else None) for n in range(1, 41)]
    found = guess(script, "bottles", rows)
    assert not is_open(found), doubts_of(found)
    assert "consumed_at AS time" in found[0].interactions
    assert "WHERE consumed_at >" in found[0].interactions


@pytest.mark.parametrize(
    ("column", "yes", "no"), [("didthehike", "Yes", "no"), ("did_go", "y", "n")]
)
def test_an_answer_in_words_is_a_mark(column: str, yes: str, no: str) -> None:
    values = (yes, yes, no)
    found = guess(_table("journals", f"{column} TEXT", "trails"), "journals", _marked(values))
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.endswith(f"WHERE lower(trim({column})) = '{yes.lower()}'")


def test_plans_marked_in_words_are_left_out() -> None:
    values = ("false", "false", "true")
    found = guess(_table("hikes", "planned TEXT", "trails"), "hikes", _marked(values))
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.endswith("WHERE lower(trim(COALESCE(planned, ''))) <> 'true'")


@pytest.mark.parametrize(("table", "thing"), [("tickets", "events"), ("seats", "screenings")])
def test_a_ticket_to_what_is_shown_is_a_use_and_one_for_a_repair_none(
    table: str, thing: str
) -> None:
    columns = "(user_id INT REFERENCES users (id), thing_id INT REFERENCES {} (id), price INT)"
    rows: list[Row] = [(*pair, 9) for pair in PAIRS]
    script = f"{people('users')} {things(thing)} CREATE TABLE {table} {columns.format(thing)};"
    assert not is_open(guess(script, table, rows))
    script = f"{people('users')} {things('printers')} CREATE TABLE {table} "
    assert is_open(guess(script + columns.format("printers") + ";", table, rows))


def test_a_place_in_a_recording_says_that_it_was_begun() -> None:
    script = "CREATE TABLE audiobooks (id INTEGER PRIMARY KEY, name TEXT, audio_position INT);"
    rows: list[Row] = [(n, f"Book {n}", n % 3 * 40) for n in range(1, 31)]
    found = guess(script, "audiobooks", rows)
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.endswith("WHERE audio_position > 0")


@pytest.mark.parametrize("table", ["attendees", "event_attendees", "participants", "rsvp"])
def test_who_comes_to_an_event_is_a_pair_and_no_person(table: str) -> None:
    script = f"{people('users')} {things('events', name='name')} CREATE TABLE {table} (id INTEGER "
    script += "PRIMARY KEY, event_id INT REFERENCES events (id), user_id INT REFERENCES users (id))"
    found = guess(script, table, [(n, b, a) for n, (a, b) in enumerate(PAIRS)])
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.endswith(
        f"user_id AS user, event_id AS item, 0 AS time\nFROM {table}"
    )


def test_attendees_with_names_are_persons() -> None:
    names = ", ".join(f"({n}, '{name}', 1)" for n, name in enumerate(("Ana", "Bo", "Cy", "Dag"), 1))
    script = (
        f"{things('events')} CREATE TABLE attendees (id INTEGER PRIMARY KEY, name TEXT, age INT);"
    )
    script += f"INSERT INTO attendees VALUES {names}; CREATE TABLE visits (id INTEGER PRIMARY KEY, "
    script += (
        "attendee_id INT REFERENCES attendees (id), event_id INT REFERENCES events (id), at TEXT)"
    )
    found = guess(script, "visits", [(n, *pair, day(n)) for n, pair in enumerate(PAIRS)])
    assert not is_open(found), doubts_of(found)
    assert "attendee_id AS user, event_id AS item" in found[0].interactions


def test_books_that_somebody_has_and_did_not_begin_are_left_out() -> None:
    found = guess(_table("user_books", "progress INT", "books"), "user_books", _marked((40, 0, 90)))
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.endswith("WHERE progress > 0")
    # Of a table of uses each row is one.
    found = guess(_table("plays", "progress INT", "songs"), "plays", _marked((40, 0, 90)))
    assert "progress" not in found[0].interactions


def test_games_that_are_played_and_have_no_day_of_completion_are_asked_about() -> None:
    script = (
        "CREATE TABLE games (id INTEGER PRIMARY KEY, title TEXT, status TEXT, completed_on TEXT);"
    )
    states = ("Playing", "Completed", "Backlog")
    rows: list[Row] = [
        (n, f"Game {n}x", states[n % 3], day(n) if n % 3 == 1 else None) for n in range(1, 31)
    ]
    found = guess(script, "games", rows)
    assert is_open(found)
    assert doubts_of(found) == "games.status says that more was used than has a completed_on"
    dropped = [row for row in rows if row[2] != "Playing"]
    assert not is_open(guess(script, "games", dropped))


@pytest.mark.parametrize("thing", ["habits", "chores", "goals"])
def test_habits_are_no_things_to_recommend(thing: str) -> None:
    script = f"{things(thing, name='name')} CREATE TABLE completions (id INTEGER PRIMARY KEY, "
    script += f"thing_id INT REFERENCES {thing} (id), date TEXT);"
    rows: list[Row] = [(n, 1 + n % 6, day(n)) for n in range(1, 41)]
    assert is_open(guess(script, "completions", rows))


def test_the_destination_of_a_trip_is_where_it_went() -> None:
    script = "CREATE TABLE trips (id INTEGER PRIMARY KEY, destination TEXT, start_date TEXT);"
    rows: list[Row] = [(n, ("Rome", "Oslo", "Lima")[n % 3], day(n)) for n in range(1, 31)]
    found = guess(script, "trips", rows)
    assert not is_open(found), doubts_of(found)
    assert "destination AS item" in found[0].interactions
