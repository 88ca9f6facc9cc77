"""Files of one person: who recommended it, rows that are rewritten, wholes that have a time too."""

from __future__ import annotations

from guessing import NAMES, TITLES, Row, day, guess

from ilora_edge.schema_guess.propose import is_open


def _titled(table: str, count: int, more: str = "", value: str = "") -> str:
    rows = ", ".join(f"({n}, '{TITLES[n % 6]} {n}'{value})" for n in range(1, count + 1))
    return (
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, title TEXT{more});"
        f"INSERT INTO {table} VALUES {rows};"
    )


def test_who_recommended_a_few_of_the_films_did_not_watch_them() -> None:
    friends = ", ".join(f"({n}, '{name}')" for n, name in enumerate(NAMES, start=1))
    script = (
        f"{_titled('movies', 12)} CREATE TABLE friends (id INTEGER PRIMARY KEY, name TEXT);"
        f"INSERT INTO friends VALUES {friends}; CREATE TABLE watched (id INTEGER PRIMARY KEY, "
        "movie_id INT REFERENCES movies (id), recommended_by_friend_id INT REFERENCES friends (id),"
        " watched_at TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n * 5 % 12, 1 + n % 4 if n % 5 == 0 else None, day(n)) for n in range(1, 41)
    ]
    found = guess(script, "watched", rows)
    assert "'me' AS user, movie_id AS item" in found[0].interactions


def test_a_row_that_is_rewritten_is_a_thing_known_by_its_key() -> None:
    columns = "title TEXT NOT NULL, created_at TEXT, last_played_at TEXT"
    rows: list[Row] = [
        (n, f"{TITLES[n % 6]} {n}", day(1), day(n) if n % 3 else None) for n in range(1, 25)
    ]
    script = f"CREATE TABLE library_item (id INTEGER PRIMARY KEY, {columns});"
    found = guess(script, "library_item", rows)
    assert "id AS item, last_played_at AS time" in found[0].interactions
    script = f"CREATE TABLE watched_clips (id TEXT PRIMARY KEY, {columns});"
    found = guess(script, "watched_clips", [(f"c{row[0]}", *row[1:]) for row in rows])
    assert "id AS item, last_played_at AS time" in found[0].interactions


def test_films_and_shows_that_no_service_knows_are_one_history() -> None:
    """Both tables have a column for a service's numbers, and no number in it."""
    empty = ", imdb_id TEXT", ", NULL"
    script = (
        f"{_titled('movies', 9, *empty)} {_titled('tv_shows', 5, *empty)} CREATE TABLE reviews "
        "(id INTEGER PRIMARY KEY, movie_id INT REFERENCES movies (id), tv_show_id INT REFERENCES "
        "tv_shows (id), rating INT, watched_date TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 9 if n % 3 else None, None if n % 3 else 1 + n % 5, 1 + n % 5, day(n))
        for n in range(1, 40)
    ]
    found = guess(script, "reviews", rows)
    assert "COALESCE('movies:'" in found[0].interactions


def test_a_tape_s_last_time_is_no_other_history_than_that_of_its_songs() -> None:
    tapes = _titled("tapes", 5, ", last_played_at TEXT", f", '{day(40)}'")
    script = (
        f"{tapes} CREATE TABLE songs (id INTEGER PRIMARY KEY, tape_id INT REFERENCES tapes (id), "
        "title TEXT, last_played_at TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 5, f"{TITLES[n % 6]} {n}", day(n) if n % 4 else None) for n in range(1, 41)
    ]
    found = guess(script, "songs", rows)
    assert "FROM songs" in found[0].interactions
    assert not is_open(found), found[0].doubts


def test_of_two_histories_that_has_all_which_gives_the_other_its_titles() -> None:
    columns = (
        "id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, book_name TEXT, opened_at TEXT NOT NULL"
    )
    heard = ", ".join(f"({n}, 'b{n * 3:02}', '{TITLES[n % 6]}', '{day(n)}', 2)" for n in (1, 2, 3))
    script = (
        f"CREATE TABLE listening_history ({columns}, listen_count INT); INSERT INTO "
        f"listening_history VALUES {heard}; CREATE TABLE reading_history ({columns});"
    )
    rows: list[Row] = [
        (n, f"b{n * 7 % 18:02}", f"{TITLES[n % 6]} {n * 7 % 18}", day(n)) for n in range(1, 18)
    ]
    found = guess(script, "reading_history", rows)
    assert "book_id AS item" in found[0].interactions
    assert "FROM reading_history" in found[0].interactions


def test_an_id_and_what_a_row_calls_it_are_one_thing() -> None:
    liked = ", ".join(f"({n}, 'v{n:02}', '{TITLES[n]}', '{day(n)}')" for n in range(6))
    script = (
        "CREATE TABLE liked_songs (id INTEGER PRIMARY KEY, video_id TEXT, title TEXT, liked_at "
        f"TEXT); INSERT INTO liked_songs VALUES {liked}; CREATE TABLE listening_history (id INTEGER"
        " PRIMARY KEY, user_id TEXT, video_id TEXT, title TEXT, artist TEXT, listened_at TEXT);"
    )
    rows: list[Row] = [
        (
            n,
            "local",
            f"v{n * 5 % 12:02}",
            TITLES[n * 5 % 12 % 6] + "!" * (n * 5 % 12 // 6),
            "A B",
            day(n),
        )
        for n in range(1, 49)
    ]
    found = guess(script, "listening_history", rows)
    assert "video_id AS item, listened_at AS time" in found[0].interactions
    assert not is_open(found), found[0].doubts
