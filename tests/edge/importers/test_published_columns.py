"""Columns, names and marks that services and their tools write, beside the usual ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from importing import imported, write, write_files

from ilora_edge.errors import SourceError
from ilora_edge.importers.goodreads import GoodreadsSource
from ilora_edge.importers.imdb import ImdbSource
from ilora_edge.importers.lastfm_scrobbles import LastFmScrobblesSource
from ilora_edge.importers.listenbrainz import ListenBrainzSource
from ilora_edge.importers.myanimelist import MyAnimeListSource
from ilora_edge.importers.spotify import SpotifySource
from ilora_edge.importers.storygraph import StorygraphSource
from ilora_edge.importers.trakt import TraktSource

MSID = "0aa41f8d-5ecb-4f4b-8a5b-8bd9e6c5ca14"


@pytest.mark.parametrize("kind", ["TV Episode", "Episodio TV", "Épisode", "Fernsehepisode"])
def test_an_episode_at_imdb_in_the_account_s_language(tmp_path: Path, kind: str) -> None:
    rows = f"Const,Your Rating,Date Rated,Title,Title Type\ntt0000001,8,2026-01-01,Pilot,{kind}\n"
    rows += "tt0000002,8,2026-01-01,Alien,Film\n"
    source = ImdbSource([write(tmp_path / "ratings.csv", rows)])
    _, items = imported(source, tmp_path / "x.db")
    assert [item.item_id for item in items] == ["tt0000002"]
    assert source.notes == ["left out, single episodes: 1"]


def test_shelves_of_goodreads_and_no_average_rating(tmp_path: Path) -> None:
    rows = "Book Id,Title,Author,My Rating,Date Read,Exclusive Shelf,Read Count\n"
    rows += "1,A,B,5,2026/01/01,read,1\n2,C,D,0,,unfinished,0\n3,E,F,0,,currently reading,0\n"
    source = GoodreadsSource([write(tmp_path / "goodreads_library_export.csv", rows)])
    histories, _ = imported(source, tmp_path / "x.db")
    assert [(i.item_id, i.rating) for i in histories["me"]] == [("2", 1.0), ("1", 5.0)]
    assert source.seen == {("me", "3")}


def test_the_storygraph_of_2021(tmp_path: Path) -> None:
    rows = "Title,Author,Contributors,ISBN,Format,Read Status,Last Date Read,Star Rating\n"
    rows += '"Knots, Vol. 3","A Knot, B Rope",,9780140449136,,read,2020/01/08,5.0\n'
    source = StorygraphSource([write(tmp_path / "export.csv", rows)])
    imported(source, tmp_path / "x.db")
    (item,) = source.items()
    assert (item.item_id, item.title) == ("9780140449136", "Knots, Vol. 3")
    assert item.creator == "A Knot, B Rope"


def test_manga_as_other_programs_write_it(tmp_path: Path) -> None:
    text = (
        "<myanimelist><manga><series_mangadb_id>7</series_mangadb_id><series_title>Knots"
        "</series_title><my_status>Completed</my_status></manga></myanimelist>"
    )
    source = MyAnimeListSource([write(tmp_path / "mangalist.xml", text)])
    _, (item,) = imported(source, tmp_path / "x.db")
    assert (item.item_id, item.title) == ("manga:7", "Knots")


@pytest.mark.parametrize("name", ["endsong.json", "endvideo.json", "endsong_12.json"])
def test_the_first_files_of_spotify_s_extended_history(tmp_path: Path, name: str) -> None:
    play = {
        **{"ts": "2021-11-15T13:41:44Z", "ms_played": 82932},
        **{"master_metadata_track_name": "Ghost", "master_metadata_album_artist_name": "Lanterns"},
    }
    folder = write_files(tmp_path / "MyData", {name: json.dumps([play])})
    _, (item,) = imported(SpotifySource([folder]), tmp_path / "x.db")
    assert item.title == "Lanterns - Ghost"


def test_feedback_on_what_musicbrainz_does_not_know(tmp_path: Path) -> None:
    listen = {
        "listened_at": 1700000000.000000,
        "track_metadata": {
            **{"artist_name": "Lanterns", "track_name": "Ghost", "recording_msid": MSID},
            "mbid_mapping": None,
        },
    }
    loved = {"recording_msid": MSID, "recording_mbid": None, "score": 1, "created": 1700000001}
    pinned = {"recording_msid": MSID, "recording_mbid": None, "blurb_content": "!", "created": 1}
    (tmp_path / "listens" / "2023").mkdir(parents=True)
    write(tmp_path / "listens" / "2023" / "11.jsonl", json.dumps(listen) + "\n")
    write(tmp_path / "feedback.jsonl", json.dumps(loved) + "\n")
    write(tmp_path / "pinned_recording.jsonl", json.dumps(pinned) + "\n")
    histories, _ = imported(ListenBrainzSource([tmp_path]), tmp_path / "x.db")
    assert [i.rating for i in histories["me"]] == [5.0]


def test_what_was_begun_at_trakt(tmp_path: Path) -> None:
    film, other = ({"title": t, "year": 2000, "ids": {"trakt": n}} for n, t in enumerate("AB", 1))
    files = {
        "watched-history-2.json": [
            {"watched_at": "2026-01-02T10:00:00.000Z", "type": "movie", "movie": film}
        ],
        "watched-playback.json": [
            {"progress": 50.0, "paused_at": "2026-01-03T10:00:00.000Z", "type": "movie", "movie": m}
            for m in (film, other)
        ],
        "hidden-progress-watched.json": [{"hidden_at": "x", "type": "show", "show": film}],
    }
    texts: dict[str, str | bytes] = {name: json.dumps(rows) for name, rows in files.items()}
    source = TraktSource([write_files(tmp_path / "trakt", texts)])
    histories, _ = imported(source, tmp_path / "x.db")
    assert [i.item_id for i in histories["me"]] == ["trakt:1"]
    assert source.seen == {("me", "trakt:2")}


def test_the_tables_of_traktrater(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "watched_movies.csv": (
            "TraktId,ImdbId,TmdbId,Slug,Title,Year,WatchedAt,Plays\n"
            "1,tt0000001,862,toys-1995,Toys,1995,2026-01-02T10:00:00.000Z,2\n"
        ),
        "watched_episodes.csv": (
            "ShowTraktId,ShowTvdbId,ShowImdbId,ShowTmdbId,ShowSlug,ShowTitle,ShowYear,Episode,"
            "Season,Plays,WatchedAt\n9,5,tt0000009,862,s,A Show,2011,1,1,1,2026-01-01T10:00:00Z\n"
        ),
        "rated_movies.csv": (
            "Title,Year,ImdbId,TmdbId,TraktId,Slug,RatedAt,Rating\n"
            "Toys,1995,tt0000001,862,1,toys-1995,2026-02-01T10:00:00Z,9\n"
        ),
        "rated_seasons.csv": (
            "Title,Year,ImdbId,TmdbId,TvdbId,TraktId,Slug,Season,RatedAt,Rating\n"
            "A Show,2011,tt0000009,862,5,9,s,1,2026-02-01T10:00:00Z,3\n"
        ),
    }
    source = TraktSource([write_files(tmp_path / "csv", files)])
    histories, _ = imported(source, tmp_path / "x.db")
    assert [(i.item_id, i.rating) for i in histories["me"]] == [
        ("tt0000009", None),
        ("tt0000001", 4.5),
    ]
    # The number of a show at TMDB would be a film's.
    assert [item.tmdb for item in source.items()] == [None, "862"]


def test_a_player_s_log(tmp_path: Path) -> None:
    log = (
        "#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/Player\n"
        'Lanterns\tLights\tGhost "Live"\t1\t240\tL\t1700000000\t\n'
        f"Lanterns\tLights\tKnot\t2\t200\tL\t1700000300\t{MSID}\n"
        "Lanterns\tLights\tNo\t3\t200\tS\t1700000600\t\n"
    )
    folder = write_files(tmp_path / "player", {".scrobbler.log": log})
    source = LastFmScrobblesSource([folder])
    imported(source, tmp_path / "x.db")
    assert [(i.title, i.musicbrainz) for i in source.items()] == [
        ('Lanterns - Ghost "Live"', None),
        ("Lanterns - Knot", MSID),
    ]
    assert source.notes == ["left out, tracks that were skipped: 1"]


def test_a_torn_log(tmp_path: Path) -> None:
    path = write(tmp_path / "x.log", "#AUDIOSCROBBLER/1.1\nLanterns\tLights\n")
    with pytest.raises(SourceError, match="line 2: expected 7 fields, got 2"):
        imported(LastFmScrobblesSource([path]), tmp_path / "x.db")


def test_maloja_s_export(tmp_path: Path) -> None:
    track = {"artists": ["Lanterns", "B Rope"], "title": "Ghost", "length": 200}
    text = {
        "maloja": {"export_time": 1700000000},
        "scrobbles": [
            {"time": 1700000000, "track": track, "duration": None, "origin": "import"},
            {"time": 1700000300, "artists": ["Lanterns"], "title": "Knot"},
        ],
    }
    path = write(tmp_path / "maloja_export.json", json.dumps(text))
    histories, items = imported(LastFmScrobblesSource([path]), tmp_path / "x.db")
    assert [i.title for i in items] == ["Lanterns, B Rope - Ghost", "Lanterns - Knot"]
    assert [i.timestamp for i in histories["me"]] == [1700000000, 1700000300]


def test_scrobbles_with_more_behind_the_time(tmp_path: Path) -> None:
    rows = "Lanterns,Lights,Ghost,31.01.2018 04:58:59 +00:00,,\n"
    path = write(tmp_path / "scrobbles.csv", rows)
    histories, (item,) = imported(LastFmScrobblesSource([path]), tmp_path / "x.db")
    assert (item.title, histories["me"][0].timestamp) == ("Lanterns - Ghost", 1517374739)
