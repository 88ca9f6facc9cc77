"""Rows of films and of series in one table: a film has no season, no episode and no number."""

from __future__ import annotations

from guessing import TITLES, Row, guess, people, things

from ilora_edge.schema_guess.propose import is_open

_FIRST = 1_760_000_000


def _rows(more: tuple[object, ...] = ()) -> list[Row]:
    found: list[Row] = []
    for n in range(30):
        shown = n % 3 > 0
        key = f"tt{100 + n % 4}" if shown else f"tt{500 + n}"
        episode = (f"{key}:1:{1 + n // 4}", 1, 1 + n // 4) if shown else (None, -1, -1)
        title = TITLES[n % 4] if shown else f"{TITLES[4 + n % 2]} {n}"
        found.append((n + 1, 1 + n % 2, key, title, *episode, _FIRST + n * 5_000, *more))
    return found


_COLUMNS = (
    "id INTEGER PRIMARY KEY, viewer_id INTEGER NOT NULL, meta_id TEXT NOT NULL, title TEXT, "
    "episode_id TEXT, season INTEGER, episode INTEGER, watched_at INTEGER"
)


def test_films_among_series_have_their_titles_in_common() -> None:
    script = f"{people('viewers')} CREATE TABLE watch_history ({_COLUMNS});"
    found = guess(script, "watch_history", _rows())
    assert "title AS item, watched_at AS time" in found[0].interactions
    assert not is_open(found), found[0].doubts


def test_a_column_that_is_always_empty_refers_to_nothing() -> None:
    """Both tables have an id of a server that nobody has."""
    script = (
        f"{people('viewers')} CREATE TABLE lists (id INTEGER PRIMARY KEY, name TEXT, remote_id "
        "TEXT); INSERT INTO lists VALUES (1, 'Later', NULL), (2, 'Cosy', NULL);"
        f"CREATE TABLE watch_history ({_COLUMNS}, is_watched INTEGER, remote_id TEXT);"
    )
    rows = [
        (*row[:-1], row[-1] if n % 4 else None, int(n % 4 > 0), None)
        for n, row in enumerate(_rows())
    ]
    found = guess(script, "watch_history", rows)
    assert "title AS item, watched_at AS time" in found[0].interactions
    assert not is_open(found), found[0].doubts


def test_a_series_number_that_the_films_lack_is_no_item() -> None:
    script = (
        f"{people('viewers')} CREATE TABLE playback_progress (id INTEGER PRIMARY KEY, viewer_id "
        "INT REFERENCES viewers (id), stream_id INT, series_id INT, title TEXT, seconds REAL, "
        "updated_at INT);"
    )
    rows: list[Row] = [
        (
            n,
            1 + n % 4,
            40_000 + n,
            700 + n % 5 if n % 2 else None,
            TITLES[n % 5] if n % 2 else f"{TITLES[5]} {n}",
            60.0 * n,
            _FIRST + n * 5_000,
        )
        for n in range(1, 41)
    ]
    found = guess(script, "playback_progress", rows)
    assert "series_id AS item" not in found[0].interactions
    assert "title AS item" in found[0].interactions


def test_rows_that_name_no_item_are_asked_about() -> None:
    script = (
        f"{people('viewers')} {things('films')} CREATE TABLE watched (id INTEGER PRIMARY KEY, "
        "viewer_id INT REFERENCES viewers (id), film_id INT REFERENCES films (id), note TEXT, "
        "watched_at INT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 4, 1 + n % 6 if n % 2 else None, "x" * (n % 3), _FIRST + n * 5_000)
        for n in range(1, 41)
    ]
    found = guess(script, "watched", rows)
    assert "20 of 40 rows of watched name no item" in found[0].doubts
