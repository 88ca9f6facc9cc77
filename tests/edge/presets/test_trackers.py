"""Watcharr and MediaTracker: what was given up, numbers that films and series share, places."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from app_offers import Rows, offered, written
from app_schemas import SCHEMAS

from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.item_facts import read_facts


def history_of(path: Path) -> dict[str, list[str]]:
    with HistoryDB(path) as history:
        return {user: [e.item_id for e in events] for user, events in history.histories()}


def content(number: int, title: str, kind: str, tmdb: int) -> tuple[str, dict[str, object]]:
    return "contents", {"id": number, "tmdb_id": tmdb, "title": title, "type": kind, "imdb_id": "",
                        "release_date": "2005-01-02"}  # fmt: skip


def test_what_was_finished_once_and_then_dropped_is_seen_and_no_history(tmp_path: Path) -> None:
    rows: Rows = [("users", {"id": 1, "username": "ann"})]
    for number, status in ((1, "DROPPED"), (2, "FINISHED")):
        rows += [
            content(number, f"Film {number}", "movie", number),
            ("watcheds", {"id": number, "user_id": 1, "content_id": number, "status": status,
                          "rating": 0}),
            ("activities", {"user_id": 1, "watched_id": number, "type": "STATUS_CHANGED",
                            "data": "FINISHED", "created_at": "2025-01-02 00:00:00+00:00"}),
        ]  # fmt: skip
    rows.append(content(3, "Film 3", "movie", 3))
    assert offered("watcharr 2026", rows, tmp_path) == {"1": ["c3"]}
    assert history_of(tmp_path / "app.db") == {"1": ["c2"]}


def test_a_film_and_a_series_may_have_one_number(tmp_path: Path) -> None:
    rows: Rows = [
        ("users", {"id": 1, "username": "ann"}),
        content(1, "Kiln", "movie", 7), content(2, "Ash", "tv", 7), content(3, "Clay", "movie", 8),
        ("watcheds", {"id": 1, "user_id": 1, "content_id": 1, "status": "FINISHED", "rating": 0}),
    ]  # fmt: skip
    assert offered("watcharr 1.20.0", rows, tmp_path) == {"1": ["c2", "c3"]}


def test_mediatrackers_film_and_series_may_have_one_number(tmp_path: Path) -> None:
    rows: Rows = [
        ("user", {"id": 1, "name": "ann"}), ("seen", {"userId": 1, "mediaItemId": 1, "date": 9}),
        *(("mediaItem", {"id": n, "tmdbId": 7, "title": title, "mediaType": kind,
                         "releaseDate": "2005", "source": "tmdb"})
          for n, title, kind in ((1, "Kiln", "movie"), (2, "Ash", "tv"))),
    ]  # fmt: skip
    assert offered("mediatracker 2023", rows, tmp_path) == {"1": ["2"]}


def test_mediatracker_of_2022_kept_places_among_what_was_seen(tmp_path: Path) -> None:
    rows: Rows = [("user", {"id": 1, "name": "ann"})]
    rows += [("mediaItem", {"id": n, "title": f"Film {n}", "mediaType": "movie", "source": "tmdb"})
             for n in (1, 2, 3)]  # fmt: skip
    rows += [("seen", {"userId": 1, "mediaItemId": n, "date": 1_700_000_000_000}) for n in (1, 2)]
    path = written("mediatracker 2022-01", rows, tmp_path / "app.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("ALTER TABLE seen ADD COLUMN type TEXT")
        db.execute("ALTER TABLE seen ADD COLUMN progress REAL")
        db.execute("UPDATE seen SET type = 'seen'")
        db.execute("UPDATE seen SET type = 'progress', progress = 0.4 WHERE mediaItemId = 2")
        db.commit()
    assert history_of(path) == {"1": ["1"]}
    with HistoryDB(path) as history:
        assert set(history.seen()) == {("1", "1"), ("1", "2")}


def series(happened: list[tuple[str, str, str | None]]) -> Rows:
    """A series on somebody's list, planned, with activities of 2025-01-02, and two other films."""
    rows: Rows = [
        ("users", {"id": 1, "username": "ann"}), content(1, "Kiln", "tv", 1),
        content(2, "Ash", "movie", 2),
        ("watcheds", {"id": 1, "user_id": 1, "content_id": 1, "status": "PLANNED", "rating": 0}),
    ]  # fmt: skip
    for kind, data, own in happened:
        row = {"user_id": 1, "watched_id": 1, "type": kind, "data": data, "custom_date": own,
               "created_at": "2025-01-02 00:00:00+00:00"}  # fmt: skip
        rows.append(("activities", row))
    return rows


def test_an_episode_that_was_taken_back_was_not_watched(tmp_path: Path) -> None:
    finished = '{"season": 1, "episode": %d, "status": "FINISHED"}'
    whole = '{"season": 1, "status": "FINISHED"}'
    for number, (happened, is_seen) in enumerate((
        ([("EPISODE_ADDED", finished % 1), ("EPISODE_REMOVED", finished % 1)], False),
        ([("EPISODE_ADDED", finished % 1), ("EPISODE_REMOVED", finished % 2)], True),
        ([("EPISODE_REMOVED", finished % 1), ("EPISODE_ADDED", finished % 1)], True),
        ([("SEASON_ADDED", whole), ("SEASON_REMOVED", whole)], False),
        ([("EPISODE_ADDED", finished % 1), ("SEASON_REMOVED", whole)], True),
        ([("EPISODE_ADDED", finished % 1), ("EPISODE_REMOVED", "")], True),
    )):  # fmt: skip
        rows = series([(kind, data, None) for kind, data in happened])
        path = written("watcharr 2026", rows, tmp_path / f"{number}.db")
        assert history_of(path) == ({"1": ["c1"]} if is_seen else {}), happened
        with HistoryDB(path) as history:
            assert list(history.seen()) == ([("1", "c1")] if is_seen else []), happened


def test_an_episode_that_a_media_server_told_of_without_a_day_has_none(tmp_path: Path) -> None:
    finished = '{"season": 1, "episode": %d, "status": "FINISHED"}'
    rows = series([
        ("EPISODE_ADDED_JF", finished % 1, None), ("SEASON_ADDED_PLEX", finished % 1, None),
        ("EPISODE_ADDED_JF", finished % 2, "2020-01-01 00:00:00+00:00"),
        ("EPISODE_ADDED", finished % 3, None),
    ])  # fmt: skip
    with HistoryDB(written("watcharr 2026", rows, tmp_path / "app.db")) as history:
        ((_, events),) = history.histories()
    assert [e.timestamp for e in events] == [0, 1577836800, 1735776000]


def test_what_podfetch_noted_under_numbers_is_of_the_episodes_of_now(tmp_path: Path) -> None:
    rows: Rows = [
        ("users", {"id": "u1", "username": "ann", "role": "user"}),
        ("podcasts", {"id": "p1", "name": "Dock", "directory_id": "d", "rssfeed": "f"}),
        *(("podcast_episodes", {"id": f"e{n}", "legacy_id": n, "podcast_id": "p1", "guid": f"g{n}",
                                "episode_id": f"e{n}", "name": f"Part {n}", "url": f"u{n}",
                                "date_of_recording": ""}) for n in (1, 2, 3)),
        *(("audiobookshelf_media_progress", {
            "id": f"m{which}", "user_id": "u1", "library_item_id": "li_pod_1", "is_finished": 1,
            "episode_id": which, "media_type": "podcast", "last_update": "2026-05-20 00:00:00",
        }) for which in ("ep_1", "ep_e2")),
    ]  # fmt: skip
    assert offered("podfetch 2026", rows, tmp_path) == {"u1": ["e3"]}
    assert history_of(tmp_path / "app.db") == {"u1": ["e1", "e2"]}


def test_movarys_films_of_a_day_have_an_order_and_what_was_rated_was_watched(
    tmp_path: Path,
) -> None:
    rows: Rows = [("user", {"id": 1, "name": "ann"}), ("genre", {"id": 1, "name": "Drama"})]
    for n in range(1, 8):
        rows += [
            ("movie", {"id": n, "title": f"Film {n}", "tmdb_id": n, "imdb_id": f"tt{n:07}",
                       "release_date": "2005-01-02", "overview": "Sea.",
                       "tmdb_vote_average": 7.5, "imdb_rating_average": 6.5 if n < 2 else None}),
            ("movie_genre", {"movie_id": n, "genre_id": 1}),
        ]  # fmt: skip
    for n, day, plays, position in ((1, "2025-01-02", 2, 3), (2, "2025-01-02", 1, 1),
                                    (3, "2025-01-02", None, 2), (5, "2025-01-01", 0, 1),
                                    (6, "2025-01-01", 0, 1)):  # fmt: skip
        rows.append(("movie_user_watch_dates", {"movie_id": n, "user_id": 1, "watched_at": day,
                                                "plays": plays, "position": position}))  # fmt: skip
    rows += [("movie_user_rating", {"movie_id": n, "user_id": 1, "rating": 8}) for n in (1, 4, 6)]
    rows += [("watchlist", {"movie_id": 7, "user_id": 1}), ("user", {"id": 2, "name": "bob"}),
             ("movie_user_rating", {"movie_id": 2, "user_id": 2, "rating": 3})]  # fmt: skip
    assert offered("movary 2025", rows, tmp_path)["1"] == ["5", "7"]
    with HistoryDB(tmp_path / "app.db") as history:
        events = [(e.item_id, e.timestamp, e.rating) for e in history.read_history("1")]
        found = {item: (title.decode(), read_facts(cell)) for item, title, cell
                 in history.described_items() if isinstance(cell, str)}  # fmt: skip
    at = 1735776000
    assert sorted(events[:2]) == [("4", 0, 4.0), ("6", 0, 4.0)]
    assert events[2:] == [("2", at, None), ("3", at, None), ("1", at, 4.0)]
    title, facts = found["1"]
    assert (title, facts.year, facts.genres, facts.overview) == ("Film 1", 2005, "Drama", "Sea.")
    assert (facts.tmdb, facts.imdb) == ("1", "tt0000001")


def test_yamtracks_rows_without_a_day_have_when_they_changed_or_were_made(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    films = [
        # Of another film's second, made by hand, and with progress since.
        (10, "2025-03-01 10:00:00.100000", "2025-03-01 10:00:00.100000"),
        (11, "2025-03-01 10:00:00.900000", "2025-03-05 00:00:00"),
        (12, "2025-03-03 10:00:00.100000", "2025-03-03 10:00:00.200000"),
        (13, "2025-03-01 10:00:00.900000", "2025-02-05 00:00:00"),
        (14, "2025-03-04 10:00:00", "2025-03-03 23:00:00"),
    ]
    with closing(sqlite3.connect(path)) as db:
        SCHEMAS["yamtrack"](db)
        for item, made, changed in films:
            db.execute("INSERT INTO app_item (id, media_id, source, media_type, title)"
                       " VALUES (?1, ?1, 'tmdb', 'movie', 'Film ' || ?1)", (item,))  # fmt: skip
            db.execute("INSERT INTO app_movie (status, item_id, user_id, created_at, progressed_at)"
                       " VALUES ('Completed', ?, 3, ?, ?)", (item, made, changed))  # fmt: skip
        db.execute("INSERT INTO app_tv (id, status, item_id, user_id) VALUES (9, 'Paused', 15, 3)")
        db.execute("INSERT INTO app_season (id, item_id, related_tv_id) VALUES (9, 7, 9)")
        db.execute("INSERT INTO app_episode (end_date, related_season_id) VALUES (NULL, 9)")
        db.commit()
    with HistoryDB(path) as history:
        events = [(e.item_id, e.timestamp) for e in history.read_history("3")]
    assert sorted(events[:2]) == [("10", 0), ("15", 0)]
    assert events[2:] == [
        ("13", 1738713600), ("12", 1740996000), ("14", 1741082400), ("11", 1741132800),
    ]  # fmt: skip
