"""Where nothing is named like a history, the tables that may be one are shown all the same."""

from __future__ import annotations

from guessing import Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open


def test_who_and_what_is_shown_and_asked_about() -> None:
    script = things("recipes") + (
        "CREATE TABLE entrees (id INTEGER PRIMARY KEY, chef TEXT, recipe_id INT REFERENCES recipes"
        " (id), created_at TEXT);"
    )
    rows: list[Row] = [(n, f"Chef {n % 5}", 1 + n % 6, day(n)) for n in range(30)]
    found = guess(script, "entrees", rows)
    assert is_open(found)
    assert "SELECT chef AS user, recipe_id AS item, created_at AS time" in found[0].interactions
    assert "nothing says that the rows of entrees are what somebody used" in doubts_of(found)


def test_codes_that_nothing_describes_are_shown_and_asked_about() -> None:
    script = (
        "CREATE TABLE train (id INTEGER PRIMARY KEY, account TEXT, track_id TEXT, origin TEXT);"
    )
    rows: list[Row] = [(n, f"k{n % 7}", f"tr{n % 11}", "radio") for n in range(40)]
    found = guess(script, "train", rows)
    assert is_open(found)
    assert "track_id AS item" in found[0].interactions


def test_settings_and_texts_are_no_guess() -> None:
    script = people("users") + "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT);"
    rows: list[Row] = [(f"option {n}", str(n)) for n in range(20)]
    assert guess(script, "settings", rows) == []
