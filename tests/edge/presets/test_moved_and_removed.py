"""What moved, was renamed, removed or only looked at, in whole schemas: what is offered then."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from app_offers import Rows, offered

from ilora_edge.histories.database import HistoryDB

_AT = 1764009005
_KIND = "MediaBrowser.Controller.Entities."
_NOBODY = "00000000-0000-0000-0000-000000000001"


def song(item: str, name: str, number: int | None) -> tuple[str, Mapping[str, object]]:
    return "BaseItems", {
        "Id": item, "Type": "MediaBrowser.Controller.Entities.Audio.Audio", "Name": name,
        "AlbumArtists": "Lanterns|Others", "Artists": "Lanterns", "Album": "Tides",
        "IndexNumber": number, "ParentIndexNumber": 1,
    }  # fmt: skip


def film(number: int, guid: str, title: str, year: int = 1999) -> tuple[str, Mapping[str, object]]:
    row = {"id": number, "guid": guid, "title": title, "metadata_type": 1, "year": year}
    return "metadata_items", row


def view(guid: str, title: str) -> tuple[str, Mapping[str, object]]:
    row = {"account_id": 1, "guid": guid, "title": title, "metadata_type": 1, "viewed_at": _AT}
    return "metadata_item_views", row


def show(number: int, guid: str, title: str, year: int | None = None) -> Rows:
    """A show and its first season, of the next number."""
    row = {"id": number, "guid": guid, "title": title, "metadata_type": 2, "year": year}
    return [
        ("metadata_items", row),
        ("metadata_items", {"id": number + 1, "guid": f"{guid}/1", "title": "Season 1",
         "metadata_type": 3, "parent_id": number, "index": 1}),
    ]  # fmt: skip


def episode(number: int, season: int, guid: str, title: str, index: int) -> Rows:
    row = {"id": number, "guid": guid, "title": title, "metadata_type": 4, "parent_id": season}
    return [("metadata_items", {**row, "index": index})]


def view_of_episode(guid: str, title: str) -> tuple[str, Mapping[str, object]]:
    row = {"account_id": 1, "guid": guid, "title": title, "metadata_type": 4, "viewed_at": _AT}
    return "metadata_item_views", row


def play(number: int, user: int, guid: str, title: str, section: int) -> Rows:
    return [
        ("session_history", {"id": number, "reference_id": number, "started": _AT + number,
         "user_id": user, "media_type": "movie", "section_id": section}),
        ("session_history_metadata", {"id": number, "guid": guid, "full_title": title,
         "year": 1999, "media_type": "movie"}),
    ]  # fmt: skip


def seen_episode(number: int, user: int, guid: str, title: str, index: int) -> Rows:
    return [
        ("session_history", {"id": number, "reference_id": number, "started": _AT + number,
         "user_id": user, "media_type": "episode"}),
        ("session_history_metadata", {"id": number, "guid": guid, "full_title": title,
         "grandparent_title": "Kiln", "parent_media_index": 1, "media_index": index,
         "media_type": "episode", "year": 1999}),
    ]  # fmt: skip


def section(server: str, number: int, **values: int) -> tuple[str, Mapping[str, object]]:
    row = {"server_id": server, "section_id": number, "section_name": "Films"}
    return "library_sections", {**row, "deleted_section": 0, "is_active": 1, **values}


def track(item: str, title: str) -> tuple[str, Mapping[str, object]]:
    return "media_file", {"id": item, "title": title, "artist": "Lanterns", "path": item}


FEEDS: Rows = [
    ("Feeds", {"id": 1, "title": "Mine", "state": 0}),
    ("Feeds", {"id": 2, "title": "Looked at", "state": 1}),
    ("Feeds", {"id": 3, "title": "Put away", "state": 2}),
    *[("FeedItems", {"id": n, "title": f"E{n}", "feed": feed, "read": read})
      for n, feed, read in ((1, 1, 1), (2, 1, 0), (3, 2, 0), (4, 3, 0), (5, 2, 1))],
]  # fmt: skip

# Schema, rows, user, what the user's history has, and what is offered.
CASES: dict[str, tuple[str, Rows, str, set[str], set[str]]] = {
    "Jellyfin: a song that came back under another id": (
        "jellyfin",
        [("BaseItems", {"Id": _NOBODY, "Type": "PLACEHOLDER", "Name": "none"}),
         song("A1", "Harbour", 3), song("A2", "Pier", 4),
         ("UserData", {"ItemId": _NOBODY, "UserId": "U1", "PlayCount": 1, "Played": 1,
          "CustomDataKey": "Lanterns-Tides-0001-0003Harbour"})],
        "U1", {"A1"}, {"A2"},
    ),
    "Jellyfin: a song without numbers, likewise": (
        "jellyfin",
        [("BaseItems", {"Id": _NOBODY, "Type": "PLACEHOLDER", "Name": "none"}),
         song("A1", "Harbour", None), song("A2", "Pier", None),
         ("UserData", {"ItemId": _NOBODY, "UserId": "U1", "PlayCount": 1, "Played": 1,
          "CustomDataKey": "Lanterns-Tides-0001-Harbour"})],
        "U1", {"A1"}, {"A2"},
    ),
    "Plex: an edition that has another name since": (
        "plex 2026",
        [film(1, "plex://movie/a", "Kiln"), film(2, "plex://movie/a/edition/Long", "Kiln"),
         film(3, "plex://movie/b", "Ash"), view("plex://movie/a/edition/Longer", "Kiln")],
        "1", {"plex://movie/a/edition/Longer"}, {"plex://movie/b"},
    ),
    "Plex: an edition, and another film of that name": (
        "plex 2026",
        [film(1, "plex://movie/a", "Kiln"), film(2, "plex://movie/z", "Kiln", 2020),
         view("plex://movie/a/edition/Long", "Kiln")],
        "1", {"plex://movie/a/edition/Long"}, {"plex://movie/z"},
    ),
    "Plex: matched since it was played, and since it was marked": (
        "plex 2026",
        [film(7, "plex://movie/a", "Kiln"), film(8, "plex://movie/b", "Ash"),
         film(9, "local://9", "Clay"), film(10, "plex://movie/d", "Loam"),
         view("local://7", "kiln.1080p"), view("local://11", "Loam, or not"),
         ("metadata_item_settings", {"account_id": 1, "guid": "local://8", "view_count": 1})],
        "1", {"local://7", "plex://movie/b", "local://11"}, {"local://9", "plex://movie/d"},
    ),
    "Plex: a show of one name and year in two libraries, which an agent knows in one": (
        "plex 2026",
        [*show(1, "plex://show/a", "Kiln", 1999), *show(3, "local://3", "Kiln", 1999),
         *show(5, "plex://show/b", "Kiln", 2020), *show(7, "plex://show/c", "Kiln"),
         *episode(11, 2, "plex://e", "The One", 1), *episode(12, 4, "local://12", "Episode 1", 1),
         *episode(13, 4, "local://13", "Episode 2", 2), *episode(14, 6, "plex://f", "First", 1),
         *episode(15, 8, "plex://g", "Anew", 1),
         view_of_episode("plex://e", "The One")],
        "1", {"plex://e"}, {"local://13", "plex://f", "plex://g"},
    ),
    "Tautulli: a library that was deleted, and one that Plex has no more": (
        "tautulli",
        [section("s", 1, deleted_section=1), section("s", 2, is_active=0), section("s", 3),
         *play(1, 2, "plex://a", "Kiln", 1), *play(2, 2, "plex://b", "Ash", 2),
         *play(3, 2, "plex://c", "Clay", 3), *play(4, 1, "plex://d", "Loam", 3)],
        "1", {"plex://d"}, {"plex://c"},
    ),
    "Tautulli: moved to a library that is there": (
        "tautulli",
        [section("s", 1, deleted_section=1), section("s", 2),
         *play(1, 2, "plex://a", "Kiln", 1), *play(2, 3, "plex://a", "Kiln", 2),
         *play(3, 1, "plex://d", "Loam", 2)],
        "1", {"plex://d"}, {"plex://a"},
    ),
    "Tautulli: the number of a library of another server": (
        "tautulli",
        [section("old", 1, deleted_section=1), section("s", 1),
         *play(1, 2, "plex://a", "Kiln", 1), *play(2, 1, "plex://d", "Loam", 1)],
        "1", {"plex://d"}, {"plex://a"},
    ),
    "Navidrome: left in the middle": (
        "navidrome 20260819204637",
        [track("m1", "Kiln"), track("m2", "Ash"), track("m3", "Clay"),
         ("annotation", {"user_id": "u1", "item_id": "m3", "item_type": "media_file",
          "play_count": 1}),
         ("bookmark", {"user_id": "u1", "item_id": "m1", "item_type": "media_file",
          "position": 99_000})],
        "u1", {"m3"}, {"m2"},
    ),
    "Plex: an episode that has another guid and another name since": (
        "plex 2026",
        [*show(1, "plex://show/a", "Kiln"),
         *episode(11, 2, "plex://episode/c", "The One", 1), *episode(12, 2, "plex://d", "Two", 2),
         ("metadata_item_views", {"account_id": 1, "guid": "com.plexapp.agents.thetvdb://7/1/1",
          "title": "Episode 1", "grandparent_title": "Kiln", "parent_index": 1, "index": 1,
          "metadata_type": 4, "viewed_at": _AT})],
        "1", {"com.plexapp.agents.thetvdb://7/1/1"}, {"plex://d"},
    ),
    "Plex: likewise, and two shows are called so": (
        "plex 2026",
        [*show(1, "plex://show/a", "Kiln"), *show(3, "plex://show/z", "Kiln"),
         *episode(11, 2, "plex://episode/c", "The One", 1), *episode(12, 4, "plex://d", "Two", 1),
         ("metadata_item_views", {"account_id": 1, "guid": "com.plexapp.agents.thetvdb://7/1/1",
          "title": "Episode 1", "grandparent_title": "Kiln", "parent_index": 1, "index": 1,
          "metadata_type": 4, "viewed_at": _AT})],
        "1", {"com.plexapp.agents.thetvdb://7/1/1"}, {"plex://episode/c", "plex://d"},
    ),
    "Tautulli: an episode of an agent of before": (
        "tautulli",
        [*seen_episode(1, 1, "com.plexapp.agents.thetvdb://7/1/1", "Kiln - Episode 1", 1),
         *seen_episode(2, 2, "plex://episode/c", "Kiln - The One", 1),
         *seen_episode(3, 2, "plex://episode/d", "Kiln - Two", 2)],
        "1", {"com.plexapp.agents.thetvdb://7/1/1"}, {"plex://episode/d"},
    ),
    "Tautulli: likewise, and two shows are called so": (
        "tautulli",
        [*seen_episode(1, 1, "com.plexapp.agents.thetvdb://7/1/1", "Kiln - Episode 1", 1),
         *seen_episode(2, 2, "plex://episode/c", "Kiln - The One", 1),
         *seen_episode(3, 2, "plex://episode/z", "Kiln - Zero", 1)],
        "1", {"com.plexapp.agents.thetvdb://7/1/1"}, {"plex://episode/c", "plex://episode/z"},
    ),
    "Jellyfin: an episode under a translated name": (
        "jellyfin",
        [*[("BaseItems", {"Id": item, "Type": _KIND + kind, "Name": name, "SeriesName": of,
            "PresentationUniqueKey": item, "IndexNumber": 1, "ParentIndexNumber": 1})
           for item, kind, name, of in (
               ("E1", "TV.Episode", "One", "Kiln"), ("E2", "TV.Episode", "Eins", "Ofen"),
               ("M1", "Movies.Movie", "Ash", None))],
         *[("BaseItemProviders", {"ItemId": item, "ProviderId": "Tvdb", "ProviderValue": "77"})
           for item in ("E1", "E2", "M1")],
         ("UserData", {"ItemId": "E1", "UserId": "U1", "CustomDataKey": "k", "Played": 1})],
        "U1", {"E1"}, {"M1"},
    ),
    "Kodi: an episode under a translated name": (
        "kodi",
        [("tvshow", {"idShow": 1, "c00": "Kiln"}), ("tvshow", {"idShow": 2, "c00": "Ofen"}),
         ("files", {"idFile": 1, "playCount": 1}), ("files", {"idFile": 2}),
         ("files", {"idFile": 3}), ("movie", {"idMovie": 1, "idFile": 3, "c00": "Ash"}),
         *[("episode", {"idEpisode": n, "idFile": n, "idShow": n, "c00": name, "c12": "1",
            "c13": "1"}) for n, name in ((1, "One"), (2, "Eins"))],
         *[("uniqueid", {"media_id": n, "media_type": kind, "value": "77", "type": "tvdb"})
           for n, kind in ((1, "episode"), (2, "episode"), (1, "movie"))]],
        "me", {"e1"}, {"m1"},
    ),
    "Kodi: an episode that has two files, and one of a show that is there twice": (
        "kodi",
        [*[("tvshow", {"idShow": n, "c00": name}) for n, name in ((1, "Kiln"), (2, "Ofen"),
                                                                  (3, "Ash"))],
         *[("uniqueid", {"media_id": n, "media_type": "tvshow", "type": "tvdb", "value": "77"})
           for n in (1, 2)],
         *[("files", {"idFile": n, "playCount": 1 if n == 1 else None}) for n in range(1, 8)],
         *[("episode", {"idEpisode": n, "idFile": n, "idShow": show, "c00": name, "c12": season,
            "c13": number}) for n, show, name, season, number in (
               (1, 1, "One", "1", "1"), (2, 1, "Episode 1", "1", "1"), (3, 1, "Two", "2", "1"),
               (4, 2, "Eins", "1", "1"), (5, 2, "Zwei", "2", "1"), (6, 3, "First", "1", "1"),
               (7, 3, "Nameless", "1", "0"))]],
        "me", {"e1"}, {"e3", "e5", "e6", "e7"},
    ),
    "Jellyfin: an episode that has two files, and one of a show that is there twice": (
        "jellyfin",
        [("Users", {"Id": "U1", "Username": "ann"}),
         *[("BaseItems", {"Id": show, "Type": _KIND + "TV.Series", "Name": name, "IsFolder": 1})
           for show, name in (("S1", "Kiln"), ("S2", "Ofen"), ("S3", "Ash"))],
         *[("BaseItemProviders", {"ItemId": show, "ProviderId": "Tmdb", "ProviderValue": "77"})
           for show in ("S1", "S2")],
         *[("BaseItems", {"Id": item, "Type": _KIND + "TV.Episode", "Name": name, "SeriesId": show,
            "SeriesName": show, "ParentIndexNumber": season, "IndexNumber": number})
           for item, show, name, season, number in (
               ("E1", "S1", "One", 1, 1), ("E2", "S1", "Episode 1", 1, 1),
               ("E3", "S1", "Two", 2, 1), ("E4", "S2", "Eins", 1, 1),
               ("E5", "S2", "Zwei", 2, 1), ("E6", "S3", "First", 1, 1),
               ("E7", "S1", "Nameless", None, 1))],
         ("UserData", {"ItemId": "E1", "UserId": "U1", "CustomDataKey": "k", "Played": 1})],
        "U1", {"E1"}, {"E3", "E5", "E6", "E7"},
    ),
    "Jellyfin: what a scraper writes that found no number": (
        "jellyfin",
        [("Users", {"Id": "U1", "Username": "ann"}),
         *[("BaseItems", {"Id": show, "Type": _KIND + "TV.Series", "Name": show, "IsFolder": 1})
           for show in ("S1", "S2")],
         *[("BaseItems", {"Id": f"E{n}", "Type": _KIND + "TV.Episode", "Name": f"E{n}",
            "SeriesId": f"S{n}", "SeriesName": f"S{n}", "ParentIndexNumber": 1, "IndexNumber": 1})
           for n in (1, 2)],
         *[("BaseItems", {"Id": f"M{n}", "Type": _KIND + "Movies.Movie", "Name": f"M{n}"})
           for n in (1, 2, 3)],
         *[("BaseItemProviders", {"ItemId": item, "ProviderId": "Imdb", "ProviderValue": value})
           for item, value in (("S1", "None"), ("S2", "None"), ("M1", "None"), ("M2", "None"))],
         *[("BaseItemProviders", {"ItemId": item, "ProviderId": "Tmdb", "ProviderValue": "0"})
           for item in ("M1", "M3")],
         *[("UserData", {"ItemId": item, "UserId": "U1", "CustomDataKey": "k", "Played": 1})
           for item in ("E1", "M1")]],
        "U1", {"E1", "M1"}, {"E2", "M2", "M3"},
    ),
    "Emby: an episode that has two files, of a show in two libraries": (
        "emby 4.10.1.0",
        [*[("MediaItems", {"Id": n, "type": 8, "Name": name, "UserDataKeyId": n, "Path": f"/{n}",
            "SeriesName": "Kiln", "SeriesPresentationUniqueKey": key, "ParentIndexNumber": 1,
            "IndexNumber": number, "PresentationUniqueKey": f"p{n}"})
           for n, name, key, number in ((1, "One", "a", 1), (2, "Episode 1", "a", 1),
                                        (3, "Two", "a", 2), (4, "First", "b", 1))],
         ("UserDatas", {"UserDataKeyId": 1, "userId": 1, "played": 1})],
        "1", {"1"}, {"3", "4"},
    ),
    "Kodi: one of two episodes in a file, and one of two films, was left in the middle": (
        "kodi",
        [("tvshow", {"idShow": 1, "c00": "Kiln"}), *[("files", {"idFile": n}) for n in (1, 2, 3)],
         *[("episode", {"idEpisode": n, "idFile": 1, "idShow": 1, "c00": f"E{n}", "c12": "1",
            "c13": str(n)}) for n in (1, 2)],
         *[("movie", {"idMovie": n, "idFile": 2, "c00": f"F{n}"}) for n in (1, 2)],
         *[("videoversion", {"idVersion": 10 + n, "idFile": 1, "idMedia": n,
            "media_type": "episode"}) for n in (1, 2)],
         *[("videoversion", {"idVersion": 20 + n, "idFile": 2, "idMedia": n, "itemType": 1,
            "media_type": "movie"}) for n in (1, 2)],
         *[("bookmark", {"idFile": file, "type": 1, "idVersion": version})
           for file, version in ((1, 12), (2, 21))],
         ("files", {"idFile": 4, "playCount": 1}), ("movie", {"idMovie": 4, "idFile": 4,
          "c00": "Ash"})],
        "me", {"m4"}, {"e1", "m2"},
    ),
    "Kodi: films of one set, whose number tinyMediaManager writes among their ids": (
        "kodi",
        [*[("files", {"idFile": n, "playCount": 1 if n == 1 else None}) for n in (1, 2, 3)],
         *[("movie", {"idMovie": n, "idFile": n, "c00": name}) for n, name in
           ((1, "Kiln"), (2, "Kiln II"), (3, "Der Ofen"))],
         *[("uniqueid", {"media_id": n, "media_type": "movie", "type": kind, "value": value})
           for n, kind, value in ((1, "tmdbSet", "77"), (2, "tmdbSet", "77"), (1, "tmdb", "501"),
                                  (2, "tmdb", "502"), (3, "tmdb", "501"))]],
        "me", {"m1"}, {"m2"},
    ),
    "Kodi: a number of any service's, and what a scraper writes that found none": (
        "kodi",
        [*[("files", {"idFile": n, "playCount": 1 if n in (1, 4) else None}) for n in range(1, 6)],
         *[("movie", {"idMovie": n, "idFile": n, "c00": name}) for n, name in
           ((1, "Kiln"), (2, "Ash"), (3, "Der Ofen"))],
         ("tvshow", {"idShow": 1, "c00": "Loam"}),
         *[("episode", {"idEpisode": n, "idFile": n, "idShow": 1, "c00": f"E{n}", "c12": "1",
            "c13": str(n)}) for n in (4, 5)],
         *[("uniqueid", {"media_id": n, "media_type": "movie", "type": kind, "value": value})
           for n, kind, value in ((1, "imdb", "None"), (2, "imdb", "None"), (1, "tmdb", "0"),
                                  (2, "tmdb", "0"), (1, "kinopoisk", "77"),
                                  (3, "kinopoisk", "77"))],
         *[("uniqueid", {"media_id": n, "media_type": "episode", "type": "tvdb", "value": "None"})
           for n in (4, 5)]],
        "me", {"m1", "e4"}, {"m2", "e5"},
    ),
    "AntennaPod: feeds that were only looked at, or put away": (
        "antennapod", FEEDS, "me", {"1", "5"}, {"2"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_offered_then(name: str, tmp_path: Path) -> None:
    schema, rows, user, watched, free = CASES[name]
    if schema == "antennapod":
        media: Rows = [("FeedMedia", {"id": n, "feeditem": n}) for n in range(1, 6)]
        rows = [*rows, *media]
    found = offered(schema, rows, tmp_path)
    with HistoryDB(tmp_path / "app.db") as history:
        assert {e.item_id for e in history.read_history(user)} == watched
    assert set(found[user]) == free


def test_board_games_of_yamtrack(tmp_path: Path) -> None:
    items: Rows = [
        ("app_item", {"id": n, "media_id": n, "source": "bgg", "media_type": "boardgame",
         "title": title}) for n, title in enumerate(("Kiln", "Ash", "Clay"), 1)
    ]  # fmt: skip
    offered("yamtrack", items, tmp_path)
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        db.execute("CREATE TABLE app_boardgame AS SELECT * FROM app_game WHERE 0")
        for item, status in ((1, "Completed"), (2, "Planning"), (3, "Dropped")):
            db.execute(
                "INSERT INTO app_boardgame (item_id, user_id, status) VALUES (?, 7, ?)",
                (item, status),
            )
        db.commit()
    with HistoryDB(tmp_path / "app.db") as history:
        assert [event.item_id for event in history.read_history("7")] == ["1"]
        assert sorted(history.read_seen("7")) == ["1", "3"]
