"""Media servers and players: what is begun, watched anew, taken back, kept under several keys."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from app_libraries.schemas import put
from app_offers import Rows, offered, written
from app_schemas import SCHEMAS

from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.item_facts import read_facts

_KIND = "MediaBrowser.Controller.Entities."
_FIRST = "AAAAAAAA-0001-4EF0-8000-0000000000A1"
_SECOND = "AAAAAAAA-0002-4EF0-8000-0000000000A2"


def history_of(path: Path, user: str) -> list[tuple[str, int]]:
    with HistoryDB(path) as history:
        return [(event.item_id, event.timestamp) for event in history.read_history(user)]


def film(item: str, title: str, kind: str = "Movies.Movie", **more: object) -> Rows:
    row = {"Id": item, "Type": _KIND + kind, "Name": title, "ProductionYear": 1999}
    return [("BaseItems", row | more)]


def state(item: str, key: str = "k", **more: object) -> Rows:
    row = {"ItemId": item, "UserId": "A", "CustomDataKey": key, "Played": 0, "PlayCount": 0}
    return [("UserData", row | more)]


def test_jellyfin_counts_beginnings(tmp_path: Path) -> None:
    """Until 12 to begin a film anew takes back that it was watched; Trakt takes back that alone."""
    rows: Rows = [
        ("Users", {"Id": "A", "Username": "ann"}),
        *film("half", "Half"), *state("half", PlayCount=1, PlaybackPositionTicks=9_000_000_000),
        *film("left", "Left at Once"), *state("left", PlayCount=1),
        *film("again", "Again"), *state("again", PlayCount=2, PlaybackPositionTicks=9_000_000_000),
        *film("twice", "Left Twice or Taken Back"), *state("twice", PlayCount=2),
        *film("marked", "Marked"), *state("marked", Played=1),
        *film("new", "New"),
    ]  # fmt: skip
    assert offered("jellyfin", rows, tmp_path) == {"A": ["new"]}
    assert sorted(history_of(tmp_path / "app.db", "A")) == [("again", 0), ("marked", 0)]


def test_what_was_begun_is_none_when_it_comes_back(tmp_path: Path) -> None:
    """Of a film, an episode and a song: the state stays with a placeholder until then."""
    nowhere = "00000000-0000-0000-0000-000000000001"
    rows: Rows = [
        ("Users", {"Id": "A", "Username": "ann"}),
        ("BaseItems", {"Id": nowhere, "Type": "PLACEHOLDER", "Name": "A placeholder"}),
        *film("show", "Ferry", "TV.Series", IsFolder=1),
        ("BaseItemProviders", {"ItemId": "show", "ProviderId": "Tvdb", "ProviderValue": "77"}),
    ]  # fmt: skip
    # What the placeholder has, and what the thing itself has since.
    ways = {
        "begun": ((0, 1), None), "twice": ((0, 2), None), "marked": ((1, 0), None),
        "later": ((1, 0), (0, 1)), "anew": ((1, 0), (0, 2)), "again": ((1, 0), (1, 0)),
        "left": ((0, 2), None), "left since": ((1, 0), (0, 2)), "half": ((0, 1), None),
        "half since": ((1, 0), (0, 1)),
    }  # fmt: skip
    for n, (way, (before, since)) in enumerate(ways.items(), 1):
        rows += [
            *film(f"f-{way}", f"Film {way}"),
            ("BaseItemProviders", {"ItemId": f"f-{way}", "ProviderId": "Imdb",
                                   "ProviderValue": f"tt{n}"}),
            *film(f"e-{way}", f"Episode {way}", "TV.Episode", SeriesId="show",
                  ParentIndexNumber=1, IndexNumber=n),
            *film(f"s-{way}", f"Song {way}", "Audio.Audio", AlbumArtists="Lanterns"),
        ]  # fmt: skip
        for kind, key in (("f", f"tt{n}"), ("e", f"77001{n:03}"), ("s", f"Lanterns-Song {way}")):
            played, count = before
            place = 9_000_000_000 if way in ("twice", "half") else 0
            rows += state(nowhere, key, Played=played, PlayCount=count,
                          PlaybackPositionTicks=place)  # fmt: skip
            if since is not None:
                played, count = since
                moment = "2025-01-01 00:00:00"
                place = 9_000_000_000 if way in ("anew", "half since") else 0
                rows += state(f"{kind}-{way}", "own", Played=played, PlayCount=count,
                              LastPlayedDate=moment, PlaybackPositionTicks=place)  # fmt: skip
    # The key of a song that nobody has taken away is nobody else's.
    rows += [*film("s-other", "Other", "Audio.Audio", AlbumArtists="Lanterns"),
             *state("show", "Lanterns-Other", Played=1)]  # fmt: skip
    offered("jellyfin", rows, tmp_path)
    start = 1735689600
    assert sorted(history_of(tmp_path / "app.db", "A")) == sorted(
        (f"{kind}-{way}", start if way in ("again", "anew") else 0)
        for kind in "fes"
        for way in ways
        if way not in ("begun", "left", "half")
    )


def test_jellyfin_counted_beginnings_before_10_11_too(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        SCHEMAS["jellyfin-10.10"](db)
        for n, (kind, played, count, place) in enumerate(
            (("Movies.Movie", 0, 1, 9), ("Movies.Movie", 0, 2, 9), ("Movies.Movie", 1, 0, 0),
             ("Trailer", 1, 1, 0), ("Photo", 0, 2, 9), ("Movies.Movie", 0, 2, 0)), 1
        ):  # fmt: skip
            put(db, "TypedBaseItems", guid=f"g{n}", type=_KIND + kind, Name=f"Film {n}",
                IsFolder=0, UserDataKey=f"k{n}")  # fmt: skip
            put(db, "UserDatas", key=f"k{n}", userId=9, played=played, playCount=count,
                playbackPositionTicks=place)  # fmt: skip
        put(db, "TypedBaseItems", guid="c", type="MediaBrowser.Controller.LiveTv.LiveTvChannel",
            Name="One", IsFolder=0, UserDataKey="c")  # fmt: skip
        put(db, "UserDatas", key="c", userId=9, played=0, playCount=9, playbackPositionTicks=9)
        db.commit()
    assert sorted(history_of(tmp_path / "app.db", "9")) == [("k2", 0), ("k3", 0)]
    with HistoryDB(tmp_path / "app.db") as history:
        assert {i for user, i in history.seen() if user == "9"} >= {"k1", "k2", "k3"}


def test_jellyfins_state_under_a_key_of_before_is_not_that_of_now(tmp_path: Path) -> None:
    """A film that was taken for another has rows under both numbers; its own id says what is so."""
    rows: Rows = [
        ("Users", {"Id": "A", "Username": "ann"}),
        *film(_FIRST, "Taken Back"), *film(_SECOND, "Watched"), *film("moved", "Moved"),
        *state(_FIRST, "501", Played=1), *state(_FIRST, "619"), *state(_FIRST, _FIRST.lower()),
        *state(_SECOND, "502"), *state(_SECOND, _SECOND.lower(), Played=1),
        *state("moved", "503", Played=1), *state("moved", "somebody's"),
        ("UserData", {"ItemId": "moved", "UserId": "B", "CustomDataKey": "moved"}),
    ]  # fmt: skip
    offered("jellyfin", rows, tmp_path)
    assert sorted(history_of(tmp_path / "app.db", "A")) == [(_SECOND, 0), ("moved", 0)]


def test_versions_that_a_person_named_are_one_film(tmp_path: Path) -> None:
    """Jellyfin 12 marks all of them as played; 10.11 writes the first one's id without dashes."""
    for n, name in enumerate((_FIRST, _FIRST.replace("-", "").lower())):
        folder = tmp_path / str(n)
        folder.mkdir()
        rows: Rows = [
            ("Users", {"Id": "A", "Username": "ann"}), ("Users", {"Id": "B", "Username": "bob"}),
            *film(_FIRST, "Tide"), *film(_SECOND, "Tide, Uncut", PrimaryVersionId=name),
            *state(_FIRST, Played=1),
            *state(_SECOND, Played=1, PlayCount=1, LastPlayedDate="2025-01-01 00:00:00"),
            *film("other", "Ebb"), *state("other", UserId="B", Played=1),
        ]  # fmt: skip
        assert offered("jellyfin", rows, folder) == {"A": ["other"], "B": [_FIRST]}
        assert history_of(folder / "app.db", "A") == [(_FIRST, 1735689600)]


def test_a_channel_that_was_watched_is_no_film(tmp_path: Path) -> None:
    rows: Rows = [
        ("Users", {"Id": "A", "Username": "ann"}), *film("film", "Tide"), *state("film", Played=1),
        ("BaseItems", {"Id": "c", "Type": "MediaBrowser.Controller.LiveTv.LiveTvChannel",
                       "Name": "One"}), *state("c", PlayCount=9, PlaybackPositionTicks=9),
        *film("photo", "Beach", "Photo"), *state("photo", PlayCount=2, PlaybackPositionTicks=9),
    ]  # fmt: skip
    offered("jellyfin", rows, tmp_path)
    assert history_of(tmp_path / "app.db", "A") == [("film", 0)]


def test_emby_counts_beginnings_and_forgets_no_count(tmp_path: Path) -> None:
    """What was begun, left, watched anew, marked as not played, by the numbers that it leaves."""
    at, place = {"LastPlayedDateInt": 1735689600}, {"playbackPositionTicks": 9_000_000_000}
    ways: dict[str, dict[str, int]] = {
        "played": {"played": 1}, "anew": {"playCount": 2} | at | place,
        "half": {"playCount": 1} | at | place, "left": {"playCount": 1} | at,
        "left twice": {"playCount": 2} | at, "taken back": {"playCount": 2},
        "taken back, with a zero": {"playCount": 2, "LastPlayedDateInt": 0},
    }  # fmt: skip
    rows: Rows = []
    for n, (way, values) in enumerate(ways.items(), 1):
        for copy in (0, 100):
            # A copy in another library has another key, and is one presentation.
            rows.append(("MediaItems", {"Id": n + copy, "type": 5, "Name": f"{way} {copy}",
                                        "UserDataKeyId": n + copy, "Path": way,
                                        "PresentationUniqueKey": way}))  # fmt: skip
        rows.append(("UserDatas", {"UserDataKeyId": n, "userId": 1, "played": 0} | values))
    found = offered("emby 4.10.1.0", rows, tmp_path)
    assert found == {"1": ["106", "107", "6", "7"]}
    assert sorted(history_of(tmp_path / "app.db", "1")) == [("1", 0), ("2", 1735689600)]


def test_koels_episode_that_was_left_in_the_middle(tmp_path: Path) -> None:
    state = '{"current_episode": "e1", "progresses": {"e1": 900, "e2": 0, "e4": 60}}'
    rows: Rows = [
        ("users", {"id": 1, "name": "ann"}), ("podcasts", {"id": "p", "title": "Waves"}),
        *(("podcast_user", {"user_id": 1, "podcast_id": n, "state": said})
          for n, said in (("p", state), ("q", '{"progresses": []}'), ("r", "no JSON"))),
        ("podcast_user", {"podcast_id": "p", "state": '{"progresses": {"e3": 9}}'}),
        *(("songs", {"id": f"e{n}", "title": f"Episode {n}", "podcast_id": "p"})
          for n in (1, 2, 3, 4)),
        ("interactions", {"user_id": 1, "song_id": "e4", "play_count": 1}),
    ]  # fmt: skip
    assert offered("koel 2026", rows, tmp_path) == {"1": ["e2", "e3"]}
    assert history_of(tmp_path / "app.db", "1") == [("e4", 0)]


def test_koels_genres_have_a_table_of_their_own(tmp_path: Path) -> None:
    rows: Rows = [
        ("songs", {"id": "s", "title": "Pier"}), ("genre_song", {"song_id": "s", "genre_id": 1}),
        ("genres", {"id": 1, "name": "Folk"}), ("genre_song", {"song_id": "s", "genre_id": 2}),
        ("genres", {"id": 2, "name": "Sea"}), ("genre_song", {"song_id": "t", "genre_id": 3}),
        ("genres", {"id": 3, "name": "Rock"}),
    ]  # fmt: skip
    with HistoryDB(written("koel 2026", rows, tmp_path / "app.db")) as history:
        ((_, _, facts),) = history.described_items()
    assert isinstance(facts, str)
    assert read_facts(facts).genres == "Folk, Sea"


def _heard(item: str, title: str | None, day: int, seconds: int, **more: object) -> Rows:
    at = f"2025-01-0{day} 00:00:00.000 +00:00"
    row = {"id": f"{item}{day}", "userId": "u", "mediaItemId": item, "displayTitle": title,
           "mediaItemType": "book", "timeListening": seconds, "updatedAt": at}  # fmt: skip
    return [("playbackSessions", row | more)]


def test_audiobookshelf_deletes_the_progress_of_what_is_deleted(tmp_path: Path) -> None:
    """The sessions stay: of an episode that was heard and then deleted they are all there is."""
    progress = {"userId": "u", "mediaItemType": "book", "isFinished": 0, "currentTime": 0}
    rows: Rows = [
        ("users", {"id": "u", "username": "ann", "type": "user"}),
        ("books", {"id": "here", "title": "Here"}), ("books", {"id": "again", "title": "Heard"}),
        ("podcasts", {"id": "p", "title": "Waves"}),
        ("podcastEpisodes", {"id": "episode", "title": "Storm", "podcastId": "p"}),
        *(("libraryItems", {"id": f"l{n}", "mediaId": n, "mediaType": kind, "libraryId": "1"})
          for n, kind in (("here", "book"), ("again", "book"), ("p", "podcast"))),
        *_heard("heard", "Heard", 1, 40), *_heard("heard", "Heard", 2, 20),
        *_heard("glimpse", "Glimpse", 3, 59), *_heard("nameless", None, 3, 900),
        *_heard("here", "Here", 3, 900), *_heard("episode", "Storm", 3, 900),
        *_heard("back", "Back", 4, 900), *_heard("nobody", "Nobody", 4, 900, userId=None),
        *_heard("both", "Both", 4, 900),
        ("mediaProgresses", {"id": "1", "mediaItemId": "back", **progress}),
        ("mediaProgresses", {"id": "2", "mediaItemId": "both", **progress, "currentTime": 9,
                             "updatedAt": "2025-01-05 00:00:00.000 +00:00"}),
        ("mediaProgresses", {"id": "3", **progress, "userId": None, "mediaItemId": "heard"}),
        ("mediaProgresses", {"id": "4", **progress, "mediaItemId": None}),
    ]  # fmt: skip
    assert offered("audiobookshelf", rows, tmp_path) == {"u": ["episode", "here"]}
    day = 86400
    assert history_of(tmp_path / "app.db", "u") == [
        ("heard", 1735689600 + day), ("both", 1735689600 + 4 * day)
    ]  # fmt: skip


def test_a_title_that_is_put_away_was_heard_when_it_was_heard(tmp_path: Path) -> None:
    progress = {
        "userId": "u",
        "mediaItemType": "book",
        "isFinished": 0,
        "currentTime": 9,
        "hideFromContinueListening": 1,
        "updatedAt": "2025-01-09 00:00:00.000 +00:00",
    }
    ways: dict[str, dict[str, object]] = {
        "away": {}, "read": {}, "shown": {"hideFromContinueListening": 0},
        "done": {"finishedAt": "2025-01-08 00:00:00.000 +00:00", "isFinished": 1},
    }  # fmt: skip
    rows: Rows = [("users", {"id": "u", "username": "ann", "type": "user"})]
    for way, values in ways.items():
        ours = {"id": way, "mediaItemId": way} | progress | values
        rows += [("books", {"id": way, "title": way}), ("mediaProgresses", ours)]
        if way != "read":
            rows += [*_heard(way, way, 1, 9), *_heard(way, way, 2, 9),
                     *_heard(way, way, 3, 9, userId="v")]  # fmt: skip
    # Downloads have left second rows: the last moment counts.
    for kind, days in (("finishedAt", (3, 5)), ("updatedAt", (6, 4))):
        rows.append(("books", {"id": kind, "title": kind}))
        rows += [("mediaProgresses", {**progress, "id": f"{kind}{day}", "mediaItemId": kind,
                                      "hideFromContinueListening": 0,
                                      kind: f"2025-01-0{day} 00:00:00.000 +00:00"})
                 for day in days]  # fmt: skip
    with HistoryDB(written("audiobookshelf", rows, tmp_path / "app.db")) as history:
        found = {e.item_id: (e.timestamp - 1735689600) // 86400 for e in history.read_history("u")}
    assert found == {
        "away": 1, "read": 8, "shown": 8, "done": 7, "finishedAt": 4, "updatedAt": 5
    }  # fmt: skip


def test_tautulli_logs_what_was_left_too(tmp_path: Path) -> None:
    """A film of two hours, by the place where it was left and the time that was spent."""
    length = 7_200_000
    # Place in milliseconds; seconds of the clock, of which paused; other columns.
    plays: dict[str, list[tuple[int | str | None, int, int | None, dict[str, object]]]] = {
        "ended": [(length - 9, 7300, 50, {})], "half": [(length // 2, 60, 0, {})],
        "placeless": [(None, 3660, 60, {})], "left": [(length // 2 - 1, 3659, 60, {})],
        "left, placeless": [("", 1200, 0, {})],
        "resumed": [(900_000, 900, 0, {}), (6_900_000, 60, 0, {})],
        "in parts": [(1, 1900, 0, {}), (2, 1800, 100, {}), (2, 60, None, {})],
        "no length": [(9, 9, 0, {"duration": ""})], "unknown": [(9, 9, 0, {"duration": None})],
        # A session that never stopped has zero there.
        "broken off": [(1, -1735689600, 0, {}), (None, 3700, 0, {})],
        "left, broken off": [(1, -1735689600, 0, {})],
        "song": [(9, 30, 0, {"media_type": "track"})], "channel": [(0, 60, 0, {"live": 1})],
    }  # fmt: skip
    rows: Rows = [("users", {"user_id": 1, "username": "ann"})]
    number = 0
    for way, sessions in plays.items():
        first = number + 1
        for place, clock, paused, more in sessions:
            number += 1
            values = {"id": number, "rating_key": first, "media_type": "movie", "title": way,
                      "full_title": way, "guid": way, "duration": length} | more  # fmt: skip
            rows += [
                ("session_history_metadata", values),
                ("session_history", {
                    "id": number, "reference_id": first, "user_id": 1, "rating_key": first,
                    "media_type": values["media_type"], "started": 1735689600, "view_offset": place,
                    "stopped": 1735689600 + clock,
                    "paused_counter": paused,
                }),
            ]  # fmt: skip
    assert offered("tautulli", rows, tmp_path) == {"1": []}
    assert {item for item, _ in history_of(tmp_path / "app.db", "1")} == {
        way for way in plays if not way.startswith("left")
    }  # fmt: skip


@pytest.mark.parametrize("zone", ["UTC0", "XXX-5:30", "XXX8"])
def test_kodis_songs_of_before_have_no_local_time(
    zone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: Rows = [("album", {"idAlbum": 1, "strAlbum": "Quays"}),
                  ("path", {"idPath": 1, "strPath": "/m/"}),
                  ("song", {"idSong": 1, "idAlbum": 1, "idPath": 1, "strTitle": "Pier",
                            "iTimesPlayed": 1, "lastplayed": "2025-01-01 00:00:00"})]  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        try:
            for n, schema in enumerate(("kodi-music 2012", "kodi-music 2014", "kodi-music 60")):
                path = written(schema, rows, tmp_path / f"{n}.db")
                assert history_of(path, "me") == [("1", 1735689600)]
        finally:
            patch.undo()
            time.tzset()


def test_yamtracks_series_that_was_given_up_is_no_history(tmp_path: Path) -> None:
    rows: Rows = [("users_user", {"id": 1, "username": "ann"})]
    for n, status in enumerate(("Dropped", "In progress", "Paused", "Planning"), 1):
        rows += [
            ("app_item", {"id": n, "media_id": n, "source": "tmdb", "media_type": "tv",
                          "title": f"Series {n}"}),
            ("app_tv", {"id": n, "item_id": n, "user_id": 1, "status": status}),
        ]  # fmt: skip
        if status != "Planning":
            rows += [
                ("app_season", {"id": n, "related_tv_id": n, "user_id": 1, "status": status}),
                ("app_episode", {"related_season_id": n, "watch_date": "2025-01-01"}),
            ]
    assert offered("yamtrack", rows, tmp_path) == {"1": ["4"]}
    assert sorted(history_of(tmp_path / "app.db", "1")) == [("2", 1735689600), ("3", 1735689600)]


def test_lollypops_stars_are_no_plays_and_what_is_skipped_is_not_offered(tmp_path: Path) -> None:
    def track(n: int, **more: object) -> tuple[str, dict[str, object]]:
        row = {"id": n, "name": f"Song {n}", "album_id": 1, "year": 1999, "storage_type": 2,
               "uri": f"file:///{n}"}  # fmt: skip
        return "tracks", row | more

    rows: Rows = [
        ("albums", {"id": 1, "name": "Tides", "loved": 3}),
        ("albums", {"id": 2, "name": "Ebbs", "loved": 4}),
        ("albums", {"id": 3, "name": "Weirs", "rate": 2}),
        ("albums", {"id": 4, "name": "Locks", "rate": 5}),
        ("artists", {"id": 1, "name": "Reef"}), ("artists", {"id": 2, "name": "Ann"}),
        ("artists", {"id": 3, "name": ""}), ("genres", {"id": 1, "name": "Folk"}),
        track(1, ltime=1735689600, rate=4, mb_track_id=_SECOND.lower()),
        track(2, ltime=1735776000, rate=-1),
        track(3, popularity=9), track(4, rate=2), track(5, rate=3), track(6, loved=4),
        track(7, loved=2), track(8, album_id=2), track(9, storage_type=256),
        track(10, storage_type=8), track(11, storage_type=64), track(12, ltime=1735862400, rate=0),
        track(13, album_id=99), track(14, album_id=3), track(15, album_id=3, rate=4),
        track(16, album_id=3, ltime=1735948800), track(17, album_id=4),
        track(18, album_id=4, ltime=1736035200, rate=3), track(19, album_id=3, rate=-1),
        track(20, album_id=99, ltime=1736121600),
        *(("track_artists", {"track_id": 1, "artist_id": n}) for n in (2, 1, 3)),
        ("track_artists", {"track_id": 3, "artist_id": 3}),
        ("track_genres", {"track_id": 1, "genre_id": 1}),
    ]  # fmt: skip
    assert offered("lollypop 1.4", rows, tmp_path) == {
        "me": ["10", "13", "15", "17", "3", "5", "7"]
    }
    with HistoryDB(tmp_path / "app.db") as history:
        events = [(e.item_id, e.timestamp, e.rating) for e in history.read_history("me")]
        found = {item: (title.decode(), read_facts(cell)) for item, title, cell
                 in history.described_items() if isinstance(cell, str)}  # fmt: skip
    assert events == [
        ("1", 1735689600, 4.0), ("2", 1735776000, None), ("12", 1735862400, None),
        ("16", 1735948800, 2.0), ("18", 1736035200, 3.0), ("20", 1736121600, None),
    ]  # fmt: skip
    title, facts = found["1"]
    assert (title, facts.album, facts.year, facts.genres) == (
        "Ann, Reef - Song 1",
        "Tides",
        1999,
        "Folk",
    )
    assert (facts.musicbrainz, found["3"][0]) == (_SECOND.lower(), "Tides - Song 3")


def test_stash_counts_a_view_after_a_second(tmp_path: Path) -> None:
    """Left within half a minute is looked at; a short one that ended, and one by hand, are not."""
    ways: dict[str, dict[str, object]] = {
        "glimpse": {"resume_time": 9.5, "play_duration": 9.0},
        "left": {"resume_time": 300.0, "play_duration": 30.0},
        "ended": {"resume_time": 0, "play_duration": 9.0},
        "by hand": {"resume_time": 9.5, "play_duration": 0},
        "never": {"resume_time": 0, "play_duration": 0},
    }
    for schema in ("stash 48", "stash 75"):
        folder = tmp_path / schema
        folder.mkdir()
        rows: Rows = [("folders", {"id": 1, "path": "/v"})]
        for n, (way, values) in enumerate(ways.items(), 1):
            row = {"id": n, "title": way, "created_at": "2020-01-01T00:00:00Z", **values}
            if schema == "stash 48":
                row["play_count"] = int(way != "never")
            elif way != "never":
                at = "2025-01-01T00:00:00Z"
                rows.append(("scenes_view_dates", {"scene_id": n, "view_date": at}))
            rows += [("scenes", row), ("files", {"id": n, "basename": way, "parent_folder_id": 1}),
                     ("scenes_files", {"scene_id": n, "file_id": n, "primary": 1})]  # fmt: skip
        assert offered(schema, rows, folder) == {"me": ["5"]}
        assert {item for item, _ in history_of(folder / "app.db", "me")} == {"2", "3", "4"}
