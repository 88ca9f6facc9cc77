"""Tables that a state of use names, marks of things known by a number, and public counts."""

from __future__ import annotations

from guessing import TITLES, Row, day, guess

from ilora_edge.schema_guess.propose import is_open

_COLUMNS = "id INTEGER PRIMARY KEY, title TEXT, image TEXT, episodes INTEGER"


def _shows(first: int, count: int) -> list[Row]:
    return [
        (n, f"{TITLES[n % 6]} {n}", f"https://a.example/{n}.jpg", 12)
        for n in range(first, first + count)
    ]


def _followed() -> str:
    """Return a table of shows that somebody is watching, with how far he came."""
    rows = ", ".join(str((*show, n % 3)) for n, show in enumerate(_shows(40, 6)))
    columns = f"{_COLUMNS}, episodes_watched INTEGER"
    return f"CREATE TABLE followed ({columns}); INSERT INTO followed VALUES {rows};"


def test_a_table_named_for_a_state_of_use_is_a_history_in_the_order_of_its_rows() -> None:
    for name in ("completed", "read_books", "series_terminadas", "filmes_assistidos"):
        found = guess(f"CREATE TABLE {name} ({_COLUMNS});", name, _shows(1, 14))
        assert f"FROM {name}" in found[0].interactions, name
        assert 'rowid AS "order"' in found[0].interactions
        assert not is_open(found), found[0].doubts


def test_shows_that_are_over_are_taken_before_those_that_somebody_is_watching() -> None:
    for name in ("completed_shows", "series_terminadas"):
        found = guess(f"{_followed()} CREATE TABLE {name} ({_COLUMNS});", name, _shows(1, 14))
        assert found[0].table == name
        assert not is_open(found)


def test_beside_a_copy_without_progress_a_person_says_which_it_is() -> None:
    script = f"{_followed()} CREATE TABLE bygone ({_COLUMNS});"
    found = guess(script, "bygone", _shows(1, 14))
    assert is_open(found)
    assert {"followed", "bygone"} <= {p.table for p in found}
    assert any("bygone has the columns of followed" in str(doubt) for doubt in found[0].doubts)


def test_what_somebody_wants_is_no_copy_of_what_he_is_watching() -> None:
    script = f"{_followed()} CREATE TABLE wishlist ({_COLUMNS});"
    found = guess(script, "wishlist", _shows(1, 14))
    assert found[0].table == "followed"
    assert not is_open(found)


def test_a_marked_film_without_a_title_is_known_by_a_service_s_number() -> None:
    rows: list[Row] = [(n + 1, int(n % 4 == 0), 501 + n * 13, int(n % 3 > 0)) for n in range(20)]
    for number in ("id", "tmdb_id", "film_id"):
        columns = f"pk INTEGER PRIMARY KEY, bookmark INTEGER, {number} INTEGER, viewed INTEGER"
        found = guess(f"CREATE TABLE film ({columns});", "film", rows)
        assert f"{number} AS item" in found[0].interactions
        assert "viewed" in found[0].interactions
        assert found[0].items is None
        assert not is_open(found), found[0].doubts


def test_chapters_that_were_read_are_no_list_of_their_own() -> None:
    columns = "id INTEGER PRIMARY KEY, comic_id INTEGER, chapter_name TEXT, page INTEGER"
    rows: list[Row] = [(n, 1 + n % 4, f"{TITLES[n % 6]} {n}", n) for n in range(1, 15)]
    found = guess(f"CREATE TABLE read_chapter ({columns});", "read_chapter", rows)
    assert not any('rowid AS "order"' in p.interactions and not p.doubts for p in found[:1])


def test_how_many_people_voted_for_a_film_is_no_weight_of_its_viewer_s() -> None:
    for count in ("vote_count", "likes_count", "reviews_count"):
        script = f"CREATE TABLE watch_history ({_COLUMNS}, {count} INTEGER, watched_at TEXT);"
        rows: list[Row] = [(*show, 40 + n * 7, day(n)) for n, show in enumerate(_shows(1, 14))]
        found = guess(script, "watch_history", rows)
        assert count not in found[0].interactions
        assert not is_open(found)


def test_what_a_program_rewards_is_nothing_that_was_used() -> None:
    for name in ("completed_achievements", "finished_quests"):
        found = guess(f"CREATE TABLE {name} ({_COLUMNS});", name, _shows(1, 14))
        assert not found or is_open(found), name
