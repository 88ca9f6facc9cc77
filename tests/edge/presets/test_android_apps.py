"""Players and readers for Android: names, years, clocks, what was cleared, seasons."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from app_offers import Rows, offered, written

from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.item_facts import Facts, read_facts

PLAYED = 1735689600
"""2025-01-01 00:00 UTC."""


def described(path: Path) -> dict[str, tuple[str, Facts]]:
    with HistoryDB(path) as history:
        return {item: (title.decode(), read_facts(cell) if isinstance(cell, str) else Facts())
                for item, title, cell in history.described_items()}  # fmt: skip


def events_of(path: Path) -> list[tuple[str, int]]:
    with HistoryDB(path) as history:
        return [(e.item_id, e.timestamp) for _, events in history.histories() for e in events]


def song(song_id: str, title: str, **more: object) -> tuple[str, dict[str, object]]:
    return "song", {"id": song_id, "title": title, "isLocal": 0} | more


@pytest.mark.parametrize(("zone", "hours"), [("UTC0", 0), ("XXX-5", 5), ("XXX8", -8)])
def test_innertune_writes_the_clock_of_the_phone(
    zone: str, hours: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: Rows = [song("a", "Ash"), song("b", "Clay")]
    rows.append(("event", {"songId": "a", "timestamp": 1000 * PLAYED}))
    rows.append(("playCount", {"song": "b", "year": 2025, "month": 1, "count": 1}))
    path = written("innertune metrolist-30", rows, tmp_path / "app.db")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        try:
            found = events_of(path)
        finally:
            patch.undo()
            time.tzset()
    # Midnight east of Greenwich is earlier.
    assert sorted(found) == [("a", PLAYED - 3600 * hours), ("b", PLAYED - 3600 * hours)]


def test_outertunes_songs_have_genres_albums_and_files(tmp_path: Path) -> None:
    rows: Rows = [
        ("album", {"id": "t", "title": "Tides", "year": 1999}),
        song("a", "Ash", albumId="t"),
        song("b", "Clay", albumId="t", albumName="Tides (live)", year=2004),
        song("c", "Loam", isLocal=1, localPath="/m/c.mp3"),
        song("d", "Marl", isLocal=1),
        *(("artist", {"id": n, "name": n}) for n in ("Reef", "Ann", "")),
        *(("song_artist_map", {"songId": "a", "artistId": n, "position": 9 - k})
          for k, n in enumerate(("Reef", "Ann", ""))),
        *(("genre", {"id": n, "title": n}) for n in ("Folk", "Jazz")),
        *(("song_genre_map", {"songId": "a", "genreId": n, "index": 0}) for n in ("Folk", "Jazz")),
    ]  # fmt: skip
    path = written("innertune outertune-23", rows, tmp_path / "app.db")
    found = described(path)
    assert {item: title for item, (title, _) in found.items()} == {
        "a": "Ann, Reef - Ash", "b": "Clay", "c": "Loam", "d": "Marl",
    }  # fmt: skip
    ash, clay = found["a"][1], found["b"][1]
    assert (ash.year, ash.album, ash.genres) == (1999, "Tides", "Folk, Jazz")
    assert (clay.year, clay.album) == (2004, "Tides (live)")
    with HistoryDB(path) as history:
        assert list(history.unavailable_items()) == ["d"]


def test_outertune_keeps_no_time_in_all(tmp_path: Path) -> None:
    rows: Rows = [song(key, key) for key in "abcd"]
    rows.append(("event", {"songId": "a", "timestamp": 1000 * PLAYED}))
    for key, count in (("b", 1), ("c", 0)):
        rows.append(("playCount", {"song": key, "year": 2025, "month": 2, "count": count}))
    path = written("innertune outertune-23", rows, tmp_path / "app.db")
    assert events_of(path) == [("a", PLAYED), ("b", 1738368000)]
    with HistoryDB(path) as history:
        assert sorted(history.seen()) == [("me", "a"), ("me", "b")]


def test_a_month_that_is_only_counted_is_added_to_what_the_history_has(tmp_path: Path) -> None:
    rows: Rows = [song("a", "Ash", totalPlayTime=9), song("b", "Clay", totalPlayTime=9)]
    rows.append(("event", {"songId": "a", "timestamp": 1000 * PLAYED}))
    for which, year, month, count in (
        ("a", 2025, 1, 4), ("a", 2024, 1, 1), ("a", 2024, 2, 0), ("a", 2025, 2, 1),
        ("b", 2025, 1, 0),
    ):  # fmt: skip
        row = {"song": which, "year": year, "month": month, "count": count}
        rows.append(("playCount", row))
    path = written("innertune metrolist-30", rows, tmp_path / "app.db")
    assert events_of(path) == [("b", 0), ("a", 1704067200), ("a", PLAYED), ("a", 1738368000)]


def test_rimusics_dislikes_marks_and_albums(tmp_path: Path) -> None:
    names = {"a": "Ash", "b": "modified:e:Clay", "c": "e:Loam", "d": "Marl", "e": "E: Shale"}
    rows: Rows = [
        ("Song", {"id": key, "title": title, "artistsText": "modified:Reef",
                  "likedAt": -1 if key == "d" else 9, "totalPlayTimeMs": 60_000 * (key == "d")})
        for key, title in names.items()
    ]  # fmt: skip
    rows += [("Event", {"songId": key, "timestamp": 1000 * PLAYED, "playTime": 9}) for key in "ad"]
    for album, year in (("Late", "2010"), ("modified:Early", "1999")):
        rows.append(("Album", {"id": album, "title": album, "year": year}))
        rows.append(("SongAlbumMap", {"songId": "a", "albumId": album}))
    assert offered("vimusic rimusic-27", rows, tmp_path) == {"me": ["b", "c", "e"]}
    found = described(tmp_path / "app.db")
    assert {key: title for key, (title, _) in found.items()} == {
        "a": "Reef - Ash", "b": "Reef - Clay", "c": "Reef - Loam", "d": "Reef - Marl",
        "e": "Reef - E: Shale",
    }  # fmt: skip
    assert (found["a"][1].year, found["a"][1].album) == (1999, "Early")
    assert events_of(tmp_path / "app.db") == [("a", PLAYED)]
    with HistoryDB(tmp_path / "app.db") as history:
        assert sorted(history.seen()) == [("me", "a"), ("me", "d")]


def test_vimusics_disliked_songs_are_no_history_before_there_were_plays(tmp_path: Path) -> None:
    rows: Rows = [
        ("Song", {"id": key, "title": key, "likedAt": liked, "totalPlayTimeMs": total})
        for key, liked, total in (("a", None, 31_000), ("b", -1, 31_000), ("c", 9, 30_000))
    ]  # fmt: skip
    path = written("vimusic 11", rows, tmp_path / "app.db")
    assert events_of(path) == [("a", 0)]
    with HistoryDB(path) as history:
        assert sorted(history.seen()) == [("me", "a"), ("me", "b"), ("me", "c")]


def test_kotatsus_manga_are_called_as_their_reader_calls_them(tmp_path: Path) -> None:
    rows: Rows = [
        *(("manga", {"manga_id": n, "title": title, "alt_title": other, "author": "Ann\nBo"})
          for n, title, other in (
              (1, "Kiln", "Forno\nFour"), (2, "Ash", "Cenere"), (3, "Clay", ""),
          )),
        ("preferences", {"manga_id": 2, "title_override": "Ashes"}),
        ("preferences", {"manga_id": 3, "title_override": ""}),
        *(("tags", {"tag_id": n, "title": title}) for n, title in ((1, "Drama"), (2, "Crafts"))),
        *(("manga_tags", {"manga_id": 1, "tag_id": n}) for n in (1, 2)),
        *(("local_index", {"manga_id": n, "path": "/x"}) for n in (1, 2, 3)),
        ("manga", {"manga_id": 4, "title": "Browsed"}),
    ]  # fmt: skip
    found = described(written("kotatsu 27", rows, tmp_path / "app.db"))
    assert {n: (title, facts.original_title) for n, (title, facts) in found.items()} == {
        "1": ("Kiln", "Forno"), "2": ("Ashes", "Ash"), "3": ("Clay", ""),
    }  # fmt: skip
    assert (found["1"][1].creator, found["1"][1].genres) == ("Ann, Bo", "Drama, Crafts")


def test_what_was_taken_out_of_kotatsus_history_says_nothing(tmp_path: Path) -> None:
    rows: Rows = [("manga", {"manga_id": n, "title": f"Manga {n}"}) for n in (1, 2, 3, 4)]
    rows += [("favourites", {"manga_id": n, "category_id": 1}) for n in (1, 4)]
    at = 1000 * PLAYED + 50_000_000
    rows += [
        ("history", {"manga_id": 1, "updated_at": at, "deleted_at": at}),
        ("history", {"manga_id": 2, "updated_at": at, "deleted_at": at}),
        ("history", {"manga_id": 3, "updated_at": at}),
        # The day of the last time, and one before it.
        *(("stats", {"manga_id": n, "started_at": at - before})
          for n in (1, 3) for before in (20_000_000, 100_000_000)),
    ]  # fmt: skip
    assert offered("kotatsu 27", rows, tmp_path) == {"me": ["1", "4"]}
    assert sorted(described(tmp_path / "app.db")) == ["1", "3", "4"]
    assert events_of(tmp_path / "app.db") == [("3", PLAYED - 50_000), ("3", PLAYED + 50_000)]


def test_of_a_tracker_only_what_was_read_or_thought_little_of_counts(tmp_path: Path) -> None:
    rows: Rows = [("manga", {"manga_id": n, "title": f"Manga {n}"}) for n in range(1, 7)]
    rows += [("favourites", {"manga_id": n, "category_id": 1}) for n in range(1, 7)]
    marks = ((1, 3, 0.0), (2, 0, 0.4), (3, 0, 0.5), (4, 0, 0.0), (5, 0, 0.2))
    for number, chapter, rating in marks:
        mark = {"scrobbler": 1, "id": number, "manga_id": number, "status": "x"}
        rows.append(("scrobblings", mark | {"chapter": chapter, "rating": rating}))
    rows.append(("history", {"manga_id": 6, "updated_at": 1000 * PLAYED}))
    assert offered("kotatsu 27", rows, tmp_path) == {"me": ["3", "4"]}


def test_a_season_counts_as_its_show(tmp_path: Path) -> None:
    rows: Rows = [
        ("animes", {"_id": n, "title": title, "parent_id": parent, "favorite": favorite,
                    "author": "Ann", "genre": "Drama", "description": "A kiln."})
        for n, title, parent, favorite in (
            (1, "Kiln", None, 0), (11, "Kiln 1", 1, 0), (12, "Kiln 2", 1, 1), (2, "Ash", None, 1),
            (3, "Clay", None, 0), (31, "Clay 1", 3, 0), (4, "Loam", 99, 1), (5, "Marl", None, 1),
            (6, "Flint", None, 0), (7, "Shale", None, 0), (8, "Chalk", None, 0),
        )
    ]  # fmt: skip
    rows += [("episodes", {"_id": 10 * n, "anime_id": n, "seen": int(n == 5)})
             for n in (11, 12, 2, 31, 4, 5, 6, 7, 8)]  # fmt: skip
    rows += [("animehistory", {"episode_id": 10 * n, "last_seen": 1000 * at})
             for n, at in ((2, PLAYED), (7, PLAYED + 9), (8, 0))]  # fmt: skip
    rows.append(("episodes", {"_id": 61, "anime_id": 6, "seen": 1}))
    rows.append(("anime_sync", {"anime_id": 4, "last_episode_seen": 0.0}))
    # The list has season 12 and so its show; nothing of Clay and Chalk was seen, which are on no
    # list, but all of 6 and 7.
    assert offered("aniyomi 135", rows, tmp_path) == {"me": ["1", "4"]}
    found = described(tmp_path / "app.db")
    assert sorted(found) == ["1", "2", "4", "5", "6", "7"]
    kiln, facts = found["1"]
    assert (kiln, facts.creator, facts.genres, facts.overview) == (
        "Kiln",
        "Ann",
        "Drama",
        "A kiln.",
    )
    assert events_of(tmp_path / "app.db") == [
        ("5", 0), ("6", 0), ("2", PLAYED), ("7", PLAYED + 9),
    ]  # fmt: skip


def test_podcast_addicts_own_reviews_are_ratings_of_all_episodes(tmp_path: Path) -> None:
    rows: Rows = []
    for n in (1, 2, 3):
        rows += [
            ("podcasts", {"_id": n, "name": f"Dock {n}", "subscribed_status": 1, "feed_url": str(n),
                          "type": "x"}),
            *(("episodes", {"_id": 10 * n + k, "name": f"Part {k}", "podcast_id": n, "guid": str(k),
                            "download_url": f"u{n}{k}", "seen_status": int(k == 1),
                            "playbackDate": (1735689600 + n) * 1000 if k == 1 else -1})
              for k in (1, 2)),
        ]  # fmt: skip
    # The third review is somebody else's.
    for podcast, rating, is_mine in ((1, 5, 1), (2, 2, 1), (3, 1, 0)):
        rows.append(("reviews", {"podcast_id": podcast, "rating": rating, "isMyReview": is_mine}))
    assert offered("podcastaddict 2025", rows, tmp_path) == {"me": ["12", "32"]}
    with HistoryDB(tmp_path / "app.db") as history:
        events = [(e.item_id, e.rating) for e in history.read_history("me")]
    assert events == [("11", 5.0), ("21", 2.0), ("31", None)]
