"""Things whose titles stand in other tables: of languages, of attributes, of kinds."""

from __future__ import annotations

import sqlite3

import pytest
from structures import EVENTS, N, fill, name, read, thing, things, time, user

from ilora_edge.schema_guess.propose import propose


def plays(db: sqlite3.Connection, item: str, refers: str = "") -> None:
    head = f"plays (id INTEGER PRIMARY KEY, user_id INT, {item} INT {refers}, played_at TEXT)"
    fill(db, head, EVENTS, lambda i: (i + 1, user(i), thing(i), time(i)))


def check(db: sqlite3.Connection, titles: dict[object, str]) -> None:
    """Check that plays are read, and what their items are called."""
    events, found = read(db)
    assert len(events) == EVENTS
    assert (1, thing(0), time(0)) in events
    assert found == titles


def test_titles_in_several_languages(db: sqlite3.Connection) -> None:
    fill(db, "books (id INTEGER PRIMARY KEY, isbn TEXT)", N, lambda i: (i + 1, f"978010000{i}"))
    head = "book_translations (id INTEGER PRIMARY KEY, book_id INT, locale TEXT, title TEXT)"
    fill(db, head, 24, lambda i: (i, i // 2 + 1, ("de", "en")[i % 2], f"{name(i // 2)} {i % 2}"))
    plays(db, "book_id", "REFERENCES books (id)")
    check(db, {i + 1: f"{name(i)} 1" for i in range(N)})


def test_titles_among_attributes(db: sqlite3.Connection) -> None:
    fill(db, "items (id INTEGER PRIMARY KEY, created TEXT)", N, lambda i: (i + 1, time(i)))
    head = "item_meta (item_id INT, meta_key TEXT, meta_value TEXT)"
    fill(
        db,
        head,
        24,
        lambda i: (i // 2 + 1, ("title", "genre")[i % 2], (name(i // 2), "Drama")[i % 2]),
    )
    plays(db, "item_id")
    check(db, {i + 1: name(i) for i in range(N)})


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("streams (id INTEGER PRIMARY KEY, film_id INT, language TEXT, title TEXT)", "Stereo"),
        ("film_tags (id INTEGER PRIMARY KEY, film_id INT, tag TEXT, value TEXT)", "Small Label"),
    ],
)
def test_what_all_have_alike_is_no_title(db: sqlite3.Connection, head: str, told: str) -> None:
    fill(db, "films (id INTEGER PRIMARY KEY, path TEXT)", N, lambda i: (i + 1, f"/f/{name(i)}.mkv"))
    kinds = ("en", "de") if "language" in head else ("label", "genre")
    fill(db, head, 24, lambda i: (i, i // 2 + 1, kinds[i % 2], told if i % 2 == 0 else "Other"))
    plays(db, "film_id", "REFERENCES films (id)")
    best = propose(db)[0]
    assert not best.items or "path" in best.items


def test_the_chapters_of_a_book_are_not_its_title(db: sqlite3.Connection) -> None:
    fill(db, "books (id INTEGER PRIMARY KEY, isbn TEXT)", N, lambda i: (i + 1, f"978010000{i}"))
    head = "chapters (id INTEGER PRIMARY KEY, book_id INT, language TEXT, title TEXT)"
    fill(db, head, 24, lambda i: (i, i // 2 + 1, "en", f"{name(i // 2)} {i % 2}"))
    plays(db, "book_id", "REFERENCES books (id)")
    assert "FROM chapters" not in (propose(db)[0].items or "")


def test_what_one_table_describes_keeps_what_it_says(db: sqlite3.Connection) -> None:
    fill(db, "urls (id INTEGER PRIMARY KEY, added TEXT)", N, lambda i: (i + 1, time(i)))
    head = "tracks (url_id INTEGER PRIMARY KEY REFERENCES urls, title TEXT, year INT)"
    fill(db, head, 11, lambda i: (i + 1, name(i), 1990 + i))
    head = "playlists (url_id INTEGER PRIMARY KEY REFERENCES urls, title TEXT)"
    fill(db, head, 1, lambda i: (12, name(11)))
    plays(db, "url_id", "REFERENCES urls (id)")
    described = db.execute(propose(db)[0].items or "")
    assert "year" in {column[0] for column in described.description}


def test_titles_of_kinds(db: sqlite3.Connection) -> None:
    fill(db, "media_items (id INTEGER PRIMARY KEY, added TEXT)", N, lambda i: (i + 1, time(i)))
    for k, kinds in enumerate(("movies", "shows")):
        head = f"{kinds} (media_item_id INTEGER PRIMARY KEY REFERENCES media_items, title TEXT)"
        rows = [(6 * k + i + 1, name(6 * k + i)) for i in range(6)]
        fill(db, head, 6, rows.__getitem__)
    plays(db, "media_item_id", "REFERENCES media_items (id)")
    check(db, {i + 1: name(i) for i in range(N)})


def test_titles_of_what_rows_refer_to(db: sqlite3.Connection) -> None:
    things(db, "movies", "books")
    keys = "movie_id INT REFERENCES movies, book_id INT REFERENCES books"
    head = f"items (id INTEGER PRIMARY KEY, {keys})"
    fill(db, head, N, lambda i: (i + 1, *((i + 1, None) if i % 2 else (None, i + 1))))
    plays(db, "item_id", "REFERENCES items (id)")
    check(db, {i + 1: name(i) if i % 2 else f"{name(i)} I" for i in range(N)})


def test_titles_of_what_many_rows_refer_to_take_no_product(db: sqlite3.Connection) -> None:
    n, steps = 1500, 0
    for kind in ("movies", "books"):
        head = f"{kind} (id INTEGER PRIMARY KEY, title TEXT)"
        fill(db, head, n, [(i + 1, f"{name(i % N)} {i} {kind}") for i in range(n)].__getitem__)
    keys = "movie_id INT REFERENCES movies, book_id INT REFERENCES books"
    head = f"items (id INTEGER PRIMARY KEY, {keys})"
    fill(db, head, n, lambda i: (i + 1, *((i + 1, None) if i % 2 else (None, i + 1))))
    plays(db, "item_id", "REFERENCES items (id)")
    query = propose(db)[0].items or ""

    def count() -> None:
        nonlocal steps
        steps += 1

    db.set_progress_handler(count, 1000)
    assert len(db.execute(query).fetchall()) == n
    assert steps < n


def test_episodes_by_the_shows_of_their_seasons(db: sqlite3.Connection) -> None:
    fill(db, "shows (id INTEGER PRIMARY KEY, name TEXT)", 3, lambda i: (i + 1, name(i)))
    head = "seasons (id INTEGER PRIMARY KEY, show_id INT REFERENCES shows (id), number INT)"
    fill(db, head, 6, lambda i: (i + 1, i % 3 + 1, i // 3 + 1))
    head = "episodes (id INTEGER PRIMARY KEY, season_id INT REFERENCES seasons (id), number INT)"
    fill(db, head, N, lambda i: (i + 1, i % 6 + 1, i // 6 + 1))
    plays(db, "episode_id", "REFERENCES episodes (id)")
    check(db, {i + 1: f"{name(i % 3)} - {i % 6 // 3 + 1}x{i // 6 + 1}" for i in range(N)})
