"""What is one thing under several ids, and what are several of one name.

An episode is told by its season, "Track 01" by its album; a song or a book stays itself in another
year, and a show whose episodes are all called "News" has more than one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from app_offers import Rows, offered

START = 1735689600
SEASONS = [(season, episode) for season in (1, 2) for episode in (1, 2)]
ALBUMS = ((1, "Quays"), (2, "Tides"))


def _jellyfin() -> Rows:
    kind = "MediaBrowser.Controller.Entities.TV.Episode"
    episodes: Rows = [
        ("BaseItems", {"Id": f"{s}{e}", "Type": kind, "Name": f"Episode {e}", "IsFolder": 0,
                       "SeriesName": "Night Ferry", "ParentIndexNumber": s, "IndexNumber": e,
                       "ProductionYear": 2000})
        for s, e in SEASONS
    ]  # fmt: skip
    watched = {"UserId": "me", "ItemId": "11", "CustomDataKey": "k", "Played": 1, "PlayCount": 1}
    return [*episodes, ("UserData", watched)]


def _kodi() -> Rows:
    rows: Rows = [("tvshow", {"idShow": 1, "c00": "Night Ferry"})]
    for s, e in SEASONS:
        n = 10 * s + e
        rows.append(("files", {"idFile": n, "playCount": 1 if n == 11 else None}))
        rows.append(("episode", {"idEpisode": n, "idFile": n, "c00": f"Episode {e}", "c12": s,
                                 "c13": e, "idShow": 1}))  # fmt: skip
    return rows


def _plex(kind: int, artist: str, parts: Mapping[int, str], title: str) -> Rows:
    """Two seasons or albums, of which the first part of the first was seen or heard."""
    rows: Rows = [("metadata_items", {"id": 1, "guid": "s", "title": artist, "metadata_type": 2})]
    for n, name in parts.items():
        rows.append(("metadata_items", {"id": 1 + n, "guid": f"s{n}", "title": name, "parent_id": 1,
                                        "metadata_type": kind - 1, "index": n}))  # fmt: skip
        for k in (1, 2):
            rows.append(("metadata_items", {"id": 10 * n + k, "guid": f"{n}{k}", "index": k,
                                            "title": f"{title} {k}", "metadata_type": kind,
                                            "parent_id": 1 + n}))  # fmt: skip
    view = {"account_id": "me", "guid": "11", "metadata_type": kind, "title": f"{title} 1",
            "grandparent_title": artist, "parent_title": parts[1], "viewed_at": START}  # fmt: skip
    return [*rows, ("metadata_item_views", view)]


def _tautulli() -> Rows:
    rows: Rows = []
    for user, (s, e) in enumerate(SEASONS, 1):
        n = 10 * s + e
        rows.append(("session_history", {"id": n, "reference_id": n, "started": START, "user_id":
                                         "me" if n == 11 else user, "rating_key": n,
                                         "media_type": "episode"}))  # fmt: skip
        rows.append(("session_history_metadata", {
            "id": n, "rating_key": n, "full_title": f"Night Ferry - Episode {e}", "guid": str(n),
            "media_type": "episode", "parent_media_index": s, "media_index": e, "year": 2000,
        }))  # fmt: skip
    return rows


def _emby() -> Rows:
    rows: Rows = [
        ("MediaItems", {"Id": 10 * s + e, "type": 8, "Name": f"Episode {e}", "UserDataKeyId": n,
                        "SeriesName": "Night Ferry", "ParentIndexNumber": s, "IndexNumber": e})
        for n, (s, e) in enumerate(SEASONS, 1)
    ]  # fmt: skip
    return [*rows, ("UserDatas", {"UserDataKeyId": 1, "userId": 1, "played": 1, "playCount": 1})]


EPISODES: dict[str, Rows] = {
    "jellyfin": _jellyfin(),
    "kodi": _kodi(),
    "plex before icu": _plex(4, "Night Ferry", {1: "Season 1", 2: "Season 2"}, "Episode"),
    "tautulli": _tautulli(),
    "emby 4.10.1.0": _emby(),
}


@pytest.mark.parametrize("schema", EPISODES)
def test_an_episode_is_told_by_its_season(schema: str, tmp_path: Path) -> None:
    (user, *_) = found = offered(schema, EPISODES[schema], tmp_path)
    user = "me" if "me" in found else user
    assert [item.removeprefix("e") for item in found[user]] == ["12", "21", "22"]


# Nobody in particular is a song's artist, and both albums have a Track 01.
NOBODYS: dict[str, Rows] = {
    "navidrome 20260819204637": [
        ("user", {"id": "me", "user_name": "me"}),
        ("library", {"id": 1, "name": "Music", "path": "/"}),
        *(
            ("media_file", {"id": n, "title": "Track 01", "album": album, "library_id": 1,
                            "album_artist": "Various Artists"})
            for n, album in ALBUMS
        ),
        ("scrobbles", {"user_id": "me", "media_file_id": "1", "submission_time": START}),
    ],
    "strawberry": [
        ("songs", {"title": "Track 01", "albumartist": "Various Artists", "album": album,
                   "url": album, "playcount": 2 - n, "lastplayed": -1, "rating": -1})
        for n, album in ALBUMS
    ],
    "koel 2026": [
        ("artists", {"id": "a", "name": "Various Artists"}),
        *(("albums", {"id": n, "name": album}) for n, album in ALBUMS),
        *(
            ("songs", {"id": n, "title": "Track 01", "artist_id": "a", "album_id": n})
            for n, _ in ALBUMS
        ),
        ("interactions", {"user_id": 1, "song_id": 1, "play_count": 1}),
    ],
    "kodi-music 2025": [
        ("path", {"idPath": 1, "strPath": "/"}),
        *(
            ("album", {"idAlbum": n, "strAlbum": album, "strArtistDisp": "Various Artists"})
            for n, album in ALBUMS
        ),
        *(
            ("song", {"idSong": n, "idAlbum": n, "idPath": 1, "strTitle": "Track 01",
                      "iTimesPlayed": 2 - n})
            for n, _ in ALBUMS
        ),
    ],
}  # fmt: skip


@pytest.mark.parametrize("schema", NOBODYS)
def test_various_artists_is_nobody(schema: str, tmp_path: Path) -> None:
    assert [*offered(schema, NOBODYS[schema], tmp_path).values()] == [["2"]]


def test_a_chapter_that_is_kept_as_a_song_is_of_its_book(tmp_path: Path) -> None:
    rows = _plex(10, "Ann Quill", {1: "Quays", 2: "Tides"}, "Chapter")
    assert offered("plex before icu", rows, tmp_path) == {"me": ["12", "21", "22"]}


def test_a_song_on_another_album_is_the_same_in_any_year(tmp_path: Path) -> None:
    rows: Rows = [
        ("user", {"id": "me", "user_name": "me"}),
        ("library", {"id": 1, "name": "Music", "path": "/"}),
        *(
            ("media_file", {"id": n, "title": title, "artist": "Lanterns", "album": album,
                            "library_id": 1, "year": year})
            for n, title, album, year in (
                (1, "Harbour", "Harbour", 1999), (2, "Harbour", "Hits", 2005), (3, "Pier", "", 0),
            )
        ),
        ("scrobbles", {"user_id": "me", "media_file_id": "1", "submission_time": START}),
    ]  # fmt: skip
    assert offered("navidrome 20260819204637", rows, tmp_path) == {"me": ["3"]}


def test_an_edition_of_another_year_is_the_same_book(tmp_path: Path) -> None:
    rows: Rows = [
        *(("authors", {"id": n, "name": name}) for n, name in ((1, "Ann Quill"), (2, "Bo Ink"))),
        *(
            ("books", {"id": f"b{n}", "title": "Tides", "publishedYear": year})
            for n, year in ((1, "1999"), (2, "2015"), (3, "1999"))
        ),
        *(
            ("bookAuthors", {"id": f"x{n}", "bookId": f"b{n}", "authorId": author})
            for n, author in ((1, 1), (2, 1), (3, 2))
        ),
        ("mediaProgresses", {"id": "p", "userId": "me", "mediaItemId": "b1", "isFinished": 1,
                             "mediaItemType": "book"}),
    ]  # fmt: skip
    assert offered("audiobookshelf", rows, tmp_path) == {"me": ["b3"]}


def test_episodes_of_one_name_are_many_and_one_published_again_is_one(tmp_path: Path) -> None:
    rows: Rows = [("Feeds", {"id": 1, "title": "Waves"})]
    for n in range(1, 9):
        title = "The storm" if n < 3 else "News"
        rows.append(("FeedItems", {"id": n, "title": title, "feed": 1, "read": n in (1, 3)}))
        rows.append(("FeedMedia", {"id": n, "feeditem": n}))
    assert offered("antennapod", rows, tmp_path) == {"me": ["4", "5", "6", "7", "8"]}


def test_videos_of_one_name_are_many(tmp_path: Path) -> None:
    rows: Rows = [
        ("streams", {"uid": n, "url": f"v{n}", "title": title, "uploader": "Ann"})
        for n, title in enumerate(["Knots", "Knots", *["News"] * 6], 1)
    ]
    rows += [("stream_history", {"stream_id": n, "access_date": START, "repeat_count": 1})
             for n in (1, 3)]  # fmt: skip
    assert offered("newpipe 9", rows, tmp_path) == {"me": ["4", "5", "6", "7", "8"]}
