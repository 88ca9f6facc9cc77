"""Where something was used says less than what: places, gardens, concerts and their bands."""

from __future__ import annotations

import pytest
from guessing import NAMES, PAIRS, TITLES, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open


def _at_places(place: str, thing: str) -> str:
    return (
        f"{people('users')} {things(place)} {things(thing)} CREATE TABLE checkins (id INTEGER "
        f"PRIMARY KEY, user_id INT REFERENCES users (id), place_id INT REFERENCES {place} (id), "
        f"thing_id INT REFERENCES {thing} (id), created_at TEXT);"
    )


@pytest.mark.parametrize(("place", "thing"), [("venues", "beers"), ("gyms", "exercises")])
def test_of_a_place_and_a_thing_the_thing_is_the_item(place: str, thing: str) -> None:
    rows: list[Row] = [
        (n, 1 + n % 4, 1 + n % 3, 1 + (n + n // 4) % 6, day(n)) for n in range(1, 41)
    ]
    found = guess(_at_places(place, thing), "checkins", rows)
    assert not is_open(found), doubts_of(found)
    assert found[0].about == thing


@pytest.mark.parametrize("column", ["drink_name", "dish", "cocktail"])
def test_a_thing_that_a_row_names_beside_its_place_is_asked_about(column: str) -> None:
    script = f"{people('users')} {things('cafes', name='name')} CREATE TABLE visits (id INTEGER "
    script += "PRIMARY KEY, user_id INT REFERENCES users (id), cafe_id INT REFERENCES cafes (id),"
    script += f" {column} TEXT, visited_at TEXT);"
    rows: list[Row] = [
        (n, *pair, ("Latte", "Mocha", "Filter")[n % 3], day(n)) for n, pair in enumerate(PAIRS * 2)
    ]
    found = guess(script, "visits", rows)
    assert is_open(found)
    assert f"visits.{column} may say better than cafe_id what it was" in doubts_of(found)


def test_at_which_meal_a_recipe_was_cooked_is_no_thing() -> None:
    script = f"{people('users')} {things('recipes')} CREATE TABLE cooking_log (id INTEGER PRIMARY "
    script += "KEY, user_id INT REFERENCES users (id), recipe_id INT REFERENCES recipes (id), "
    script += "meal TEXT, cooked_at TEXT);"
    rows: list[Row] = [
        (n, *pair, ("lunch", "dinner")[n // 7 % 2], day(n)) for n, pair in enumerate(PAIRS * 2)
    ]
    assert not is_open(guess(script, "cooking_log", rows))


def test_a_concert_is_of_its_band_and_not_of_its_hall() -> None:
    script = "CREATE TABLE concerts (id INTEGER PRIMARY KEY, artist TEXT, venue TEXT, date TEXT, "
    script += "attended INT);"
    rows: list[Row] = [
        (n, TITLES[n % 6], ("Hall", "Barn")[n % 2], day(n), int(n % 4 > 0)) for n in range(1, 41)
    ]
    found = guess(script, "concerts", rows)
    assert not is_open(found), doubts_of(found)
    assert "artist AS item" in found[0].interactions
    assert found[0].interactions.endswith("WHERE attended")


def test_a_garden_says_whose_the_plants_are() -> None:
    gardens = ", ".join(f"({n}, {n}, 'Plot {n}')" for n in range(1, 5))
    script = f"{people('users')} {things('plants', name='name')} CREATE TABLE gardens (id INTEGER "
    script += "PRIMARY KEY, user_id INT REFERENCES users (id), name TEXT);"
    script += f"INSERT INTO gardens VALUES {gardens}; CREATE TABLE plantings (id INTEGER PRIMARY "
    script += "KEY, garden_id INT REFERENCES gardens (id), plant_id INT REFERENCES plants (id), "
    script += "planted_on TEXT, harvested_on TEXT);"
    rows: list[Row] = [(n, *pair, day(n), day(50 - n)) for n, pair in enumerate(PAIRS * 2)]
    found = guess(script, "plantings", rows)
    assert not is_open(found), doubts_of(found)
    assert found[0].about == "plants"
    assert "gardens.user_id AS user" in found[0].interactions
    assert "plantings.planted_on AS time" in found[0].interactions


def test_an_issue_without_a_name_is_its_comic_and_number() -> None:
    issues = ", ".join(f"({n}, {1 + n % 6}, {1 + n // 6})" for n in range(1, 25))
    script = f"{people('users')} {things('comics', name='name')} CREATE TABLE issues (id INTEGER "
    script += "PRIMARY KEY, comic_id INT REFERENCES comics (id), number INT);"
    script += f"INSERT INTO issues VALUES {issues}; CREATE TABLE collection (id INTEGER PRIMARY "
    script += "KEY, user_id INT REFERENCES users (id), issue_id INT REFERENCES issues (id), "
    script += "is_read INT);"
    rows: list[Row] = [(n, 1 + n % 4, 1 + n // 4, int(n % 3 > 0)) for n in range(60)]
    found = guess(script, "collection", rows)
    assert not is_open(found), doubts_of(found)
    assert "issue_id AS item" in found[0].interactions
    assert found[0].interactions.endswith("WHERE is_read")
    assert "comics.name || ' - '" in (found[0].items or "")


@pytest.mark.parametrize("column", ["meal TEXT", "mood TEXT"])
def test_dated_foods_with_their_meals_are_a_diary(column: str) -> None:
    script = f"CREATE TABLE foods (id INTEGER PRIMARY KEY, name TEXT, date TEXT, {column});"
    rows: list[Row] = [(n, TITLES[n % 6], day(n), ("x", "y")[n % 2]) for n in range(1, 41)]
    assert not is_open(guess(script, "foods", rows))
    # In a file with people it is open whose they are.
    assert is_open(guess(people("users") + script, "foods", rows))


def test_points_in_a_game_are_no_rating_of_it() -> None:
    script = f"{people('players')} {things('games', name='name')} CREATE TABLE plays (id INTEGER "
    script += "PRIMARY KEY, player_id INT REFERENCES players (id), game_id INT REFERENCES games "
    script += "(id), date TEXT, score INT);"
    rows: list[Row] = [(n, *pair, day(n), n % 9) for n, pair in enumerate(PAIRS * 2)]
    found = guess(script, "plays", rows)
    assert not is_open(found), doubts_of(found)
    assert "rating" not in found[0].interactions


def test_who_owns_all_things_wears_them() -> None:
    outfits = ", ".join(f"({n}, {1 + n % 4}, '{TITLES[n % 6]} {n}')" for n in range(1, 13))
    clothes = ", ".join(f"({n}, {1 + n % 4}, '{NAMES[n % 4]} coat {n}')" for n in range(1, 9))
    columns = "(id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), name TEXT);"
    script = f"{people('users')} CREATE TABLE outfits {columns} CREATE TABLE clothes {columns}"
    script += f"INSERT INTO outfits VALUES {outfits}; INSERT INTO clothes VALUES {clothes};"
    script += "CREATE TABLE wears (id INTEGER PRIMARY KEY, outfit_id INT REFERENCES outfits (id), "
    script += "worn_on TEXT);"
    rows: list[Row] = [(n, 1 + n % 12, day(n)) for n in range(1, 41)]
    found = guess(script, "wears", rows)
    assert not is_open(found), doubts_of(found)
    assert "outfits.user_id AS user" in found[0].interactions


def test_wines_that_somebody_graded_are_a_history_and_grades_of_pupils_none() -> None:
    columns = "(person_id INT REFERENCES {} (id), thing_id INT REFERENCES {} (id), rating INT)"
    rows: list[Row] = [(*pair, 1 + n % 5) for n, pair in enumerate(PAIRS)]
    for person, thing, is_asked in (("users", "wines", False), ("students", "subjects", True)):
        script = f"{people(person)} {things(thing)} CREATE TABLE {thing[:-1]}_grades "
        script += f"{columns.format(person, thing)};"
        assert is_open(guess(script, f"{thing[:-1]}_grades", rows)) is is_asked


def test_the_value_of_a_rating_is_no_state() -> None:
    script = f"{people('users')} {things('films')} CREATE TABLE ratings (user_id INT REFERENCES "
    script += "users (id), film_id INT REFERENCES films (id), value INT);"
    found = guess(script, "ratings", [(*pair, 1 + n % 5) for n, pair in enumerate(PAIRS)])
    assert not is_open(found), doubts_of(found)
    assert "value AS rating" in found[0].interactions


def test_a_person_whom_no_table_has_is_no_thing() -> None:
    script = f"{things('films')} CREATE TABLE purchases (id INTEGER PRIMARY KEY, user_id INT, "
    script += "film_id INT REFERENCES movies (id), created_at TEXT);"
    rows: list[Row] = [(n, *pair, day(n)) for n, pair in enumerate(PAIRS * 2)]
    found = guess(script, "purchases", rows)
    assert not is_open(found), doubts_of(found)
    # The table that is declared is not there, and the one of its name is meant.
    assert "user_id AS user, film_id AS item" in found[0].interactions
    assert found[0].about == "films"


def test_what_was_liked_says_more_than_what_was_commented_on() -> None:
    columns = "(id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), recipe_id INT "
    columns += "REFERENCES recipes (id), created_at TEXT);"
    script = f"{people('users')} {things('recipes')} CREATE TABLE favorites {columns}"
    script += f"CREATE TABLE comments {columns}"
    liked = ", ".join(f"({n}, {a}, {b}, '{day(n)}')" for n, (a, b) in enumerate(PAIRS))
    script += f"INSERT INTO favorites VALUES {liked};"
    rows: list[Row] = [(n, 1 + n % 4, 1 + n % 6, day(n)) for n in range(12)]
    found = guess(script, "comments", rows)
    assert not is_open(found), doubts_of(found)
    assert found[0].table == "favorites"
