"""Histories that stand in other structures than a table of persons, things and times."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing

import pytest
from structures import EVENTS, PEOPLE, N, Row, fill, name, read, thing, things, time, user

from ilora_edge.schema_guess.propose import is_open, propose


def kind(i: int) -> int:
    return i // 5 % 2


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        ("entity TEXT, entity_id INT", ("film", "book")),
        ("media_type TEXT, media_id INT", ("film",)),
    ],
)
def test_one_column_for_several_tables(
    db: sqlite3.Connection, columns: str, names: Sequence[str]
) -> None:
    things(db, *(f"{n}s" for n in names))
    said = (*names, "tv")[:2]
    head = f"history (id INTEGER PRIMARY KEY, user_id INT, {columns}, ts TEXT)"
    fill(db, head, EVENTS, lambda i: (i + 1, user(i), said[kind(i)], thing(i), time(i)))
    events, titles = read(db)
    assert (1, f"{said[0]}:{thing(0)}", time(0)) in events
    assert (1, f"{said[1]}:{thing(5)}", time(5)) in events
    assert titles["film:1"] == name(0)
    assert set(titles) == {f"{n}:{k}" for n in names for k in range(1, N + 1)}


def test_kinds_in_numbers_are_asked_about(db: sqlite3.Connection) -> None:
    things(db, "films", "books")
    head = (
        "watches (id INTEGER PRIMARY KEY, user_id INT, media_type INT, media_id INT, seen_at TEXT)"
    )
    fill(db, head, EVENTS, lambda i: (i + 1, user(i), kind(i), thing(i), time(i)))
    found = propose(db)
    assert is_open(found)
    assert "watches.media_type may say which of books and films has the items" in found[0].doubts


@pytest.mark.parametrize("several", [("movies", "episodes"), ("songs", "podcasts", "videos")])
def test_a_column_for_each_of_several_tables(db: sqlite3.Connection, several: list[str]) -> None:
    things(db, *several)
    keys = ", ".join(f"{t[:-1]}_id INT REFERENCES {t} (id)" for t in several)
    head = f"watch_log (id INTEGER PRIMARY KEY, user_id INT, {keys}, watched_at TEXT)"

    def row(i: int) -> Row:
        which = i // 5 % len(several)
        ids = (thing(i) if which == k else None for k in range(len(several)))
        return i + 1, user(i), *ids, time(i)

    fill(db, head, EVENTS, row)
    events, titles = read(db)
    assert len(events) == EVENTS
    assert (1, f"{several[1]}:{thing(5)}", time(5)) in events
    assert titles[f"{several[1]}:2"] == f"{name(1)} I"


@pytest.mark.parametrize(("form", "gap"), [("{%s}", "NULL"), ("%s", "")])
def test_where_a_list_has_nothing_there_is_no_item(form: str, gap: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        things(db, "movies")
        head = "users (id INTEGER PRIMARY KEY, name TEXT, liked TEXT)"
        fill(db, head, 5, lambda i: (i + 1, PEOPLE[i], form % f"{i + 1},{i + 2},{i + 3}"))
        events = propose(db)[0].interactions
        db.execute("UPDATE users SET liked = ? WHERE id = 1", [form % f"4,{gap},5"])
        found = [str(row[1]) for row in db.execute(events) if row[0] == 1]
    assert found == ["4", "5"]


@pytest.mark.parametrize("pairs", ["_BookToUser", "BookReadByUser"])
def test_what_only_pairs_two_tables_is_no_person(db: sqlite3.Connection, pairs: str) -> None:
    things(db, "books")
    head = f"{pairs} (A INT REFERENCES books (id), B INT REFERENCES users (id))"
    fill(db, head, EVENTS, lambda i: (thing(i), user(i)))
    events, titles = read(db)
    assert len(events) == EVENTS
    assert (1, thing(0), 0) in events
    assert len(titles) == N


def test_numbers_of_lines_refer_to_nothing(db: sqlite3.Connection) -> None:
    fill(db, "PROD (PROD_ID INTEGER PRIMARY KEY, PROD_DESC TEXT)", N, lambda i: (i + 1, name(i)))
    head = "ORD_HDR (ORD_ID INTEGER PRIMARY KEY, USER_ID INT, ORD_DT TEXT)"
    fill(db, head, 20, lambda i: (i + 1, user(i), time(i)))
    head = "ORD_DTL (ORD_ID INT, LINE_NO INT, PROD_ID INT, QTY INT, PRIMARY KEY (ORD_ID, LINE_NO))"
    fill(db, head, EVENTS, lambda i: (1 + i // 3, 1 + i % 3, thing(i), 1))
    events, _ = read(db)
    assert len(events) == EVENTS
    assert (1, thing(2), time(0)) in events


def test_a_date_in_three_columns(db: sqlite3.Connection) -> None:
    things(db, "films")
    head = "seen (id INTEGER PRIMARY KEY, user_id INT, film_id INT, year INT, month INT, day INT)"
    fill(
        db,
        head,
        EVENTS,
        lambda i: (i + 1, user(i), thing(i), *map(int, time(i)[:10].split("-"))),
    )
    events, _ = read(db)
    assert (1, thing(30), time(30)[:10]) in events


def test_months_of_a_year_are_parts(db: sqlite3.Connection) -> None:
    things(db, "films")
    for month in ("01", "02"):
        head = f"views_2025_{month} (user_id INT, film_id INT, viewed_at TEXT)"
        days = [(user(i), thing(i), f"2025-{month}-{i + 1:02} 10:00:00") for i in range(28)]
        fill(db, head, 28, days.__getitem__)
    events, _ = read(db)
    assert len(events) == 56


def test_tables_called_after_classes(db: sqlite3.Connection) -> None:
    db.execute("DROP TABLE users")
    head = "EpisodeEntity (guid TEXT PRIMARY KEY, title TEXT)"
    fill(db, head, N, lambda i: (f"guid-{i + 1}", name(i)))
    head = "PlaybackStateEntity (episodeGuid TEXT PRIMARY KEY, positionMs INT, lastPlayedAt TEXT)"
    fill(db, head, 8, lambda i: (f"guid-{i + 1}", 900 * i, time(i)))
    events, titles = read(db)
    assert ("me", "guid-3", time(2)) in events
    assert titles["guid-3"] == name(2)


def test_tracks_with_a_table_of_pairs_are_no_persons(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE tracks (id INTEGER PRIMARY KEY, name TEXT)")
    db.executemany("INSERT INTO tracks VALUES (?, ?)", [(i + 1, name(i)) for i in range(N)])
    head = (
        "track_user (track_id INT REFERENCES tracks (id), user_id INT REFERENCES users (id), "
        "created_at TEXT)"
    )
    fill(db, head, 5, lambda i: (i + 1, i + 1, time(i)))
    head = "plays (user_id INT REFERENCES users (id), track_id INT REFERENCES tracks (id), at TEXT)"
    fill(db, head, EVENTS, lambda i: (user(i), thing(i), time(i)))
    events, _ = read(db)
    assert len(events) == EVENTS


def test_two_players_are_asked_about(db: sqlite3.Connection) -> None:
    things(db, "games")
    sides = "player_one_id INT REFERENCES users (id), player_two_id INT REFERENCES users (id)"
    keys = f"game_id INT REFERENCES games (id), {sides}"
    head = f"matches (id INTEGER PRIMARY KEY, {keys}, played_at TEXT)"
    fill(db, head, EVENTS, lambda i: (i + 1, thing(i), user(i), user(i + 2), time(i)))
    found = propose(db)
    assert "matches has two persons, player_one_id and player_two_id" in found[0].doubts


def test_dimensions_are_no_histories(db: sqlite3.Connection) -> None:
    columns = "product_id INT, name TEXT, valid_from TEXT, valid_to TEXT, is_current INT"
    head = f"dim_product (product_sk INTEGER PRIMARY KEY, {columns})"
    fill(db, head, 24, lambda i: (i + 1, i % N, name(i % N), time(i), None, i // N))
    fill(db, "dim_customer (customer_sk INTEGER PRIMARY KEY, name TEXT)", 5, lambda i: (i, f"C{i}"))
    head = "fact_orders (order_id INT, product_sk INT, customer_sk INT, ordered_at TEXT)"
    fill(db, head, EVENTS, lambda i: (i, thing(i), i % 5, time(i)))
    assert {p.table for p in propose(db)} == {"fact_orders"}


IDS = [[(n + k) % N + 1 for k in range(4)] for n in range(5)]


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("watched_movies", lambda ids: "{" + ",".join(map(str, ids)) + "}"),
        ("watched_movies", lambda ids: ", ".join(map(str, ids))),
        ("data", lambda ids: json.dumps({"theme": "dark", "watched": ids})),
        ("watched", lambda ids: json.dumps({str(i): time(i) for i in ids})),
    ],
)
def test_ids_in_a_column_of_text(column: str, told: Callable[[Sequence[int]], str]) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        things(db, "movies")
        head = f"users (id INTEGER PRIMARY KEY, name TEXT, {column} TEXT)"
        fill(db, head, 5, lambda i: (i + 1, PEOPLE[i], told(IDS[i])))
        found = propose(db)
        assert not is_open(found)
        # What is no list is no row, and ends nothing.
        for broken in ("", '{"watched": "abc"}', "[1, 2", '{"a', "4", "\\,1"):
            db.execute("INSERT INTO users VALUES (NULL, 'Flo', ?)", (broken,))
        events = db.execute(found[0].interactions).fetchall()
    assert {(who, str(item)) for who, item, _ in events if who < 6} == {
        (n, str(i)) for n, ids in enumerate(IDS, 1) for i in ids
    }
    assert found[0].about == "movies"


def test_states_in_a_map(db: sqlite3.Connection) -> None:
    things(db, "courses")
    db.execute("ALTER TABLE users ADD COLUMN progress TEXT")
    for n, ids in enumerate(IDS, 1):
        states = dict(zip(map(str, ids), ("done", "todo", "done", "todo"), strict=True))
        db.execute("UPDATE users SET progress = ? WHERE id = ?", (json.dumps(states), n))
    events, _ = read(db)
    assert {(who, int(str(item))) for who, item, _ in events} == {
        (n, i) for n, ids in enumerate(IDS, 1) for i in ids[::2]
    }


def test_what_is_not_the_latest_is_left_out(db: sqlite3.Connection) -> None:
    things(db, "books")
    head = (
        "readings (id INTEGER PRIMARY KEY, user_id INT, book_id INT, is_latest INT, read_on TEXT)"
    )
    fill(db, head, EVENTS, lambda i: (i + 1, user(i), thing(i), i % 2, time(i)))
    events, _ = read(db)
    assert len(events) == EVENTS // 2


def test_ids_that_nothing_explains_may_be_persons() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        things(db, "games")
        head = "owned (steamid TEXT, game_id INT, last_played TEXT)"
        fill(db, head, EVENTS, lambda i: (f"7656119{user(i)}", thing(i), time(i)))
        assert "owned.steamid may say who it was" in propose(db)[0].doubts


def test_kinds_that_another_table_names(db: sqlite3.Connection) -> None:
    things(db, "videos", "articles")
    head = "content_types (id INTEGER PRIMARY KEY, model TEXT)"
    fill(db, head, 2, lambda i: (i + 1, ("video", "article")[i]))
    head = "views (user_id INT, content_type_id INT, object_id INT, viewed_at TEXT)"
    fill(db, head, EVENTS, lambda i: (user(i), kind(i) + 1, thing(i), time(i)))
    events, titles = read(db)
    assert (1, f"2:{thing(5)}", time(5)) in events
    assert titles["2:1"] == f"{name(0)} I"


def test_one_of_two_ids_that_nothing_describes(db: sqlite3.Connection) -> None:
    head = (
        "HistoryItem (id INTEGER PRIMARY KEY, userId INT, movieId INT, serieId INT, createdAt TEXT)"
    )
    fill(
        db,
        head,
        EVENTS,
        lambda i: (i, user(i), *((thing(i), None) if kind(i) else (None, thing(i))), time(i)),
    )
    events, _ = read(db)
    assert {str(item).partition(":")[0] for _, item, _ in events} == {"movieId", "serieId"}


def test_when_something_expires_is_not_when_it_was(db: sqlite3.Connection) -> None:
    things(db, "tracks")
    head = "play_log (user_id INT, track_id INT, created_at TEXT, expired_at TEXT)"
    fill(db, head, EVENTS, lambda i: (user(i), thing(i), time(i), time(i + 9)))
    events, _ = read(db)
    assert (1, thing(0), time(0)) in events


def test_numbers_of_episodes_are_no_names(db: sqlite3.Connection) -> None:
    head = "series (id INTEGER PRIMARY KEY, user_id INT, movie TEXT, episode TEXT, watched INT)"
    fill(db, head, 40, lambda i: (i, user(i), name(i // 5 % 4), str(1 + i // 5), i % 2))
    _, titles = read(db)
    assert set(titles.values()) == {name(i) for i in range(4)}


@pytest.mark.parametrize(
    ("uses", "said"), [("purchases", "evaluations"), ("VisitedRestaurants", "Ratings")]
)
def test_what_was_used_is_taken_rather_than_what_was_said(
    db: sqlite3.Connection, uses: str, said: str
) -> None:
    things(db, "restaurants" if uses.startswith("V") else "products")
    key = "restaurant_id" if uses.startswith("V") else "product_id"
    head = f"{uses} (id INTEGER PRIMARY KEY, user_id INT, {key} INT, updated_at TEXT)"
    fill(db, head, EVENTS, lambda i: (i, user(i), thing(i), time(i)))
    head = f"{said} (id INTEGER PRIMARY KEY, user_id INT, {key} INT, rating INT, rated_at TEXT)"
    fill(db, head, 20, lambda i: (i, user(i), thing(i), 1 + i % 5, time(i)))
    events, _ = read(db)
    assert len(events) == EVENTS


def test_lists_of_their_owners_by_their_names(db: sqlite3.Connection) -> None:
    things(db, "movies")
    head = "libraries (id INTEGER PRIMARY KEY, owner_id INT REFERENCES users (id), name TEXT)"
    fill(db, head, 10, lambda i: (i + 1, user(i), ("Watched", "Plan to Watch")[i // 5]))
    keys = "library_id INT REFERENCES libraries (id), movie_id INT REFERENCES movies (id)"
    fill(
        db,
        f"user_movies ({keys}, added_at TEXT)",
        EVENTS,
        lambda i: (1 + i % 10, thing(i), time(i)),
    )
    events, _ = read(db)
    assert len(events) == EVENTS // 2


def test_lists_beside_the_person(db: sqlite3.Connection) -> None:
    things(db, "animes")
    head = "anime_libraries (id INTEGER PRIMARY KEY, name TEXT, user_id INT, created_at TEXT)"
    lists = ("Watched", "Currently Watching", "Plan to Watch")
    fill(db, head, 15, lambda i: (i + 1, lists[i // 5], user(i), time(i)))
    keys = "user_id INT, anime_id INT, anime_library_id INT"
    head = f"user_animes (id INTEGER PRIMARY KEY, {keys}, created_at TEXT)"
    fill(
        db,
        head,
        EVENTS,
        lambda i: (i + 1, user(i), thing(i), 1 + i % 5 + 5 * (i // 5 % 3), time(i)),
    )
    best = next(p for p in propose(db) if p.table == "user_animes")
    assert len(db.execute(best.interactions).fetchall()) == EVENTS // 3 * 2
