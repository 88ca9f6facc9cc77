"""What names say by their words: things, persons, chores, and what was not used."""

from __future__ import annotations

import pytest
from guessing import PAIRS, TITLES, Row, day, doubts_of, guess, people, things, use_rows, use_table

from ilora_edge.histories.schema import Table
from ilora_edge.schema_guess.parts.row_states import is_none, is_use
from ilora_edge.schema_guess.propose import is_open

USES: list[Row] = [(n, 1 + n % 4, 1 + (n * 5 + n // 6) % 6, day(n)) for n in range(40)]
MOVIES = Table("user_movies", (), (), is_view=False, has_rowid=True)


def _dated(name: str) -> str:
    return (
        people("users")
        + things("movies")
        + f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), "
        "movie_id INT REFERENCES movies (id), created_at TEXT);"
    )


@pytest.mark.parametrize(
    "table",
    [
        *("wishes", "baskets", "drafts", "invites", "waitlist", "pre_orders", "towatch"),
        *("cancellations", "no_shows", "skips", "declined", "excluded", "saved_for_later"),
        *(
            "sent",
            "displayed",
            "assigned",
            "lent",
            "uploaded",
            "moderated",
            "similar",
            "embeddings",
        ),
        *("inspections", "cleanings", "deliveries", "wunschliste", "carrito", "recomendaciones"),
    ],
)
def test_what_a_name_says_was_not_used_is_asked_about(table: str) -> None:
    found = guess(_dated(table), table, USES)
    assert not found or is_open(found), found[0].interactions


@pytest.mark.parametrize("table", ["crashes", "trophies", "homework", "zorbs", "repairs_done"])
def test_a_log_with_a_name_that_nothing_explains_is_asked_about(table: str) -> None:
    found = guess(_dated(table), table, USES)
    assert is_open(found), found[0].interactions


@pytest.mark.parametrize("table", ["user_movies", "movie_entries", "playthroughs", "film_records"])
def test_a_log_named_for_persons_things_or_logs_is_taken(table: str) -> None:
    found = guess(_dated(table), table, USES)
    assert not is_open(found), doubts_of(found)


@pytest.mark.parametrize("table", ["rewatches", "movies_attended", "caught", "solves", "viewings"])
def test_what_a_name_says_was_used_is_not(table: str) -> None:
    found = guess(_dated(table), table, USES)
    assert not is_open(found), doubts_of(found)


@pytest.mark.parametrize(
    "state", ["in queue", "on wishlist", "watch later", "not yet", "not for me", "up next", "Later"]
)
def test_a_state_of_several_words_is_read_as_a_whole(state: str) -> None:
    assert not is_use(state, MOVIES)
    script = people("users") + things("movies")
    script += use_table("user_movies", "updated_at TEXT, status TEXT", "movies")
    found = guess(script, "user_movies", use_rows("watched", state, "watched", "planned"))
    is_out = f"'{state}'" in found[0].interactions
    assert is_out or is_open(found), found[0].interactions


@pytest.mark.parametrize("state", ["In Progress", "on hold", "did not finish", "checked out"])
def test_what_was_begun_was_used(state: str) -> None:
    assert is_use(state, MOVIES)
    assert not is_none(state, MOVIES)


@pytest.mark.parametrize("person", ["alumnus", "birder", "jugador", "gast", "zuschauer"])
def test_persons_are_known_by_many_names(person: str) -> None:
    table = {"alumnus": "alumni", "gast": "gaeste"}.get(person, f"{person}s")
    script = people(table) + things("movies")
    script += (
        f"CREATE TABLE views (id INTEGER PRIMARY KEY, {person}_id INT, movie_id INT, at TEXT);"
    )
    found = guess(script, "views", USES)
    assert f"{person}_id AS user" in found[0].interactions
    assert not is_open(found), doubts_of(found)


def test_who_it_was_may_have_a_name_that_nobody_knows() -> None:
    script = people("zorbs") + things("movies")
    script += "CREATE TABLE views (id INTEGER PRIMARY KEY, zorb_id INT, movie_id INT, at TEXT);"
    found = guess(script, "views", USES)
    assert "views.zorb_id may say who it was" in doubts_of(found)


def test_what_something_was_used_with_is_nobody() -> None:
    script = things("grinders", name="name") + things("coffees", name="name")
    script += "CREATE TABLE brews (id INTEGER PRIMARY KEY, grinder_id INT, coffee_id INT, at TEXT);"
    assert "may say who" not in doubts_of(guess(script, "brews", USES))


@pytest.mark.parametrize(("thing", "is_taken"), [("museum", True), ("hotel", False)])
def test_a_bare_pair_is_taken_of_what_nobody_has_or_works_in(thing: str, is_taken: bool) -> None:
    script = people("users") + things(f"{thing}s")
    script += (
        f"CREATE TABLE user_{thing}s (user_id INT REFERENCES users (id), {thing}_id INT "
        f"REFERENCES {thing}s (id));"
    )
    found = guess(script, f"user_{thing}s", PAIRS)
    assert is_open(found) is not is_taken


@pytest.mark.parametrize("thing", ["trail", "board_game", "cheese", "hotel"])
def test_one_person_s_log_names_what_was_used(thing: str) -> None:
    script = f"CREATE TABLE {thing}_log (id INTEGER PRIMARY KEY, {thing} TEXT, date TEXT);"
    rows: list[Row] = [(n, TITLES[(n * 5 + n // 6) % 6], day(n)) for n in range(40)]
    found = guess(script, f"{thing}_log", rows)
    assert f"{thing} AS item" in found[0].interactions
    assert not is_open(found), doubts_of(found)


@pytest.mark.parametrize(
    ("table", "column", "texts"),
    [
        ("activity_log", "activity", ("login", "logout", "export", "update")),
        ("request_log", "route", ("/home", "/users", "/items", "/login")),
        ("cleaning_log", "hotel", TITLES),
        ("feeding_log", "animal", TITLES),
    ],
)
def test_chores_and_what_a_program_logs_are_asked_about(
    table: str, column: str, texts: tuple[str, ...]
) -> None:
    script = people("users")
    script += (
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), "
        f"{column} TEXT, created_at TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 4, texts[(n * 3 + n // 7) % len(texts)], day(n)) for n in range(40)
    ]
    found = guess(script, table, rows)
    assert not found or is_open(found), found[0].interactions
