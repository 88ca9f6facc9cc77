"""Histories of things that another file describes, of baskets and of commands."""

from __future__ import annotations

import pytest
from guessing import Row, day, guess, people, things

from ilora_edge.schema_guess.propose import is_open


def test_a_history_whose_items_another_file_describes_is_one() -> None:
    script = people("users") + (
        "CREATE TABLE watch_history (id INTEGER PRIMARY KEY, user_id INT, imdb_id TEXT,"
        " watched_at TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 4, f"tt10{n % 7}", day(n)) for n in range(1, 29)]
    found = guess(script, "watch_history", rows)
    assert not is_open(found)
    assert "imdb_id AS item" in found[0].interactions
    assert found[0].items is None


def test_of_a_watched_episode_the_show_alone_is_asked_about() -> None:
    script = (
        "CREATE TABLE WatchedEpisodes (ShowId INT, EpisodeSeason INT, EpisodeNumber INT,"
        " WatchedAt TEXT);"
    )
    rows: list[Row] = [(900 + n % 5, 1, n, day(n)) for n in range(1, 29)]
    assert is_open(guess(script, "WatchedEpisodes", rows))


def test_a_shop_that_names_nobody_has_a_history_for_each_sale() -> None:
    script = things("products") + (
        "CREATE TABLE sales (id TEXT PRIMARY KEY, sold_at TEXT);"
        "CREATE TABLE sale_items (id INTEGER PRIMARY KEY, sale_id TEXT REFERENCES sales (id),"
        " product_id INT REFERENCES products (id), quantity INT);"
    )
    script += "".join(f"INSERT INTO sales VALUES ('s{n}', '{day(n)}');" for n in range(1, 15))
    rows: list[Row] = [(n, f"s{1 + n // 2 % 14}", 1 + n % 6, 1) for n in range(1, 29)]
    found = guess(script, "sale_items", rows)
    assert not is_open(found)
    assert "sale_items.sale_id AS user" in found[0].interactions


def test_commands_that_were_given_are_their_own_titles() -> None:
    script = (
        "CREATE TABLE commands (id INTEGER PRIMARY KEY, cmd TEXT, when_run INT, exit_code INT);"
    )
    rows: list[Row] = [(n, f"make part{n % 6}", 1760000000 + 4000 * n, n % 2) for n in range(1, 40)]
    found = guess(script, "commands", rows)
    assert not is_open(found)
    assert "cmd AS item" in found[0].interactions


def test_a_code_that_looks_like_a_number_is_no_key_of_numbers() -> None:
    script = (
        "CREATE TABLE opened_books (id INTEGER PRIMARY KEY, hash TEXT, last_access_time TEXT);"
        "CREATE TABLE documents (id INTEGER PRIMARY KEY, title TEXT, hash TEXT);"
        + "".join(
            f"INSERT INTO documents VALUES ({n}, 'Low Water {n}', '{n:016}');" for n in range(1, 20)
        )
    )
    rows: list[Row] = [(n, f"{n:016}", day(n)) for n in range(1, 20)]
    found = guess(script, "opened_books", rows)
    assert "SELECT id AS item" not in str(found[0].items)


def test_things_that_are_only_partly_in_one_table_are_asked_about() -> None:
    films = "".join(f"INSERT INTO movies VALUES ('mmmm-{n:04}', 'Ice {n}');" for n in range(12))
    parts = "".join(f"INSERT INTO episodes VALUES ('eeee-{n:04}', 'Part {n}');" for n in range(9))
    script = people("users") + (
        "CREATE TABLE movies (id TEXT PRIMARY KEY, name TEXT);"
        "CREATE TABLE episodes (id TEXT PRIMARY KEY, name TEXT);"
        f"{films}{parts}"
        "CREATE TABLE userdata (user_id INT, item_id TEXT, played INT,"
        " PRIMARY KEY (user_id, item_id));"
    )
    rows: list[Row] = [(1 + n % 4, f"mmmm-{n % 12:04}", int(n % 3 > 0)) for n in range(12)]
    rows += [(1 + n % 4, f"eeee-{n:04}", 1) for n in range(5)]
    found = guess(script, "userdata", rows)
    assert is_open(found)
    assert any("episodes" in doubt for doubt in found[0].doubts)


@pytest.mark.parametrize("whole", ["playlist", "shelf"])
def test_what_a_list_holds_is_not_the_list(whole: str) -> None:
    script = things(whole, name="name") + (
        f"CREATE TABLE {whole}_item (id INTEGER PRIMARY KEY, {whole}_id INT, uri TEXT,"
        " last_played_time TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 6, f"/m/{n % 9}.mp4", day(n)) for n in range(1, 29)]
    assert is_open(guess(script, f"{whole}_item", rows))


def test_what_a_table_of_pairs_says_is_planned_is_asked_about() -> None:
    script = (
        "CREATE TABLE history_types (id INTEGER PRIMARY KEY, name TEXT);"
        "INSERT INTO history_types VALUES (1, 'ReadingHistory'), (2, 'PlanToRead');"
        "CREATE TABLE mangas (id INTEGER PRIMARY KEY, title TEXT, last_read TEXT);"
        "CREATE TABLE pairs (manga_id INT REFERENCES mangas (id),"
        " type_id INT REFERENCES history_types (id));"
        + "".join(f"INSERT INTO pairs VALUES ({n}, {1 + (n % 4 == 0)});" for n in range(1, 20))
    )
    rows: list[Row] = [(n, f"Low Water {n}", day(n)) for n in range(1, 20)]
    found = guess(script, "mangas", rows)
    assert is_open(found)
    assert any("Plan" in doubt for doubt in found[0].doubts)


def test_a_state_that_says_what_was_used_has_the_time_of_its_row() -> None:
    script = (
        "CREATE TABLE Playthrough (id INTEGER PRIMARY KEY, title TEXT, status TEXT, startedOn TEXT,"
        " createdAt TEXT);"
    )
    states = ("Finished", "Playing", "Backlog")
    rows: list[Row] = [
        (n, f"Harbour {n}", states[n % 3], day(n) if n % 3 < 2 else None, day(1 + n % 9))
        for n in range(1, 25)
    ]
    found = guess(script, "Playthrough", rows)
    assert not is_open(found)
    assert "startedOn AS time" in found[0].interactions


def test_when_a_use_was_entered_is_when_it_was() -> None:
    script = "CREATE TABLE recent_meals (id INTEGER PRIMARY KEY, name TEXT, created_at TEXT);"
    rows: list[Row] = [(n, f"Soup {n % 7}", day(n)) for n in range(1, 40)]
    found = guess(script, "recent_meals", rows)
    assert not is_open(found)
    assert "name AS item" in found[0].interactions


def test_who_is_known_by_an_id_beside_the_artist_is_whose_row_it_is() -> None:
    script = (
        "CREATE TABLE scrobble (id INTEGER PRIMARY KEY, author_did TEXT, artist_name TEXT,"
        " track_name TEXT, created_at INT);"
    )
    rows: list[Row] = [
        (n, f"did:plc:{n % 3}", "Mira Voss", f"Embers {n % 8}", 1760000000 + 5000 * n)
        for n in range(1, 50)
    ]
    found = guess(script, "scrobble", rows)
    assert not is_open(found)
    assert "author_did AS user" in found[0].interactions


def test_an_exercise_named_by_its_key_is_what_repetitions_are_of() -> None:
    script = "CREATE TABLE exercises (exercise TEXT PRIMARY KEY, deleted INT);" + "".join(
        f"INSERT INTO exercises VALUES ('Lift {n}', 0);" for n in range(6)
    )
    script += "CREATE TABLE sets (exercise TEXT, reps INT, weight INT, created_at TEXT);"
    rows: list[Row] = [(f"Lift {n % 6}", 5 + n % 4, 40, day(n)) for n in range(1, 40)]
    found = guess(script, "sets", rows)
    assert not is_open(found)
    assert found[0].about == "exercises"
