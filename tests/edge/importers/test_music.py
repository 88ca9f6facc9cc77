"""Spotify, Last.fm and ListenBrainz: a track is artist and title in all of them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import Interaction
from ilora_edge.importers.lastfm_scrobbles import LastFmScrobblesSource
from ilora_edge.importers.listenbrainz import ListenBrainzSource
from ilora_edge.importers.spotify import SpotifySource

MBID = "0aa41f8d-5ecb-4f4b-8a5b-8bd9e6c5ca14"


def play(ts: str, **values: object) -> dict[str, object]:
    empty: dict[str, object] = {
        "ms_played": 90_000,
        "master_metadata_track_name": None,
        "master_metadata_album_artist_name": None,
        "episode_name": None,
        "episode_show_name": None,
        "audiobook_title": None,
        "incognito_mode": False,
    }
    return {"ts": ts, **empty, **values}


def test_spotify_extended(tmp_path: Path) -> None:
    names = ("master_metadata_track_name", "master_metadata_album_artist_name")
    ghost = dict(zip(names, ("Ghost", "The Lanterns"), strict=True))
    plays = [
        play("2025-11-15T13:41:44Z", **ghost),
        play("2025-11-15T13:41:44Z", **ghost),
        play("2025-11-14T10:00:00Z", episode_name="One", episode_show_name="A Show"),
        play("2025-11-16T10:00:00Z", audiobook_title="A Book"),
        play("2025-11-17T10:00:00Z", **ghost, ms_played=900),
        play("2025-11-17T11:00:00Z", **ghost, incognito_mode=True),
        play("2025-11-17T12:00:00Z"),
    ]
    source = SpotifySource([write(tmp_path / "endsong_0.json", json.dumps(plays))])
    histories, items = imported(source, tmp_path / "x.db")
    assert histories["me"] == [
        Interaction("A Show", 1763114400, None),
        Interaction("The Lanterns - Ghost", 1763214104, None),
        Interaction("A Book", 1763287200, None),
    ]
    assert [i.title for i in items] == ["A Show", "The Lanterns - Ghost", "A Book"]
    assert source.notes == [
        "left out, plays of a private session: 1",
        "left out, plays of less than 30 seconds: 1",
        "left out, plays without a name: 1",
    ]


def test_spotify_last_year(tmp_path: Path) -> None:
    plays = [
        {"endTime": "2025-11-15 13:41", "artistName": "X", "trackName": "Y", "msPlayed": 40000},
        {"endTime": "2025-11-15 13:50", "podcastName": "P", "episodeName": "E", "msPlayed": 40000},
    ]
    path = write(tmp_path / "StreamingHistory_music_0.json", json.dumps(plays, indent=2))
    histories, _ = imported(SpotifySource([tmp_path]), tmp_path / "x.db")
    assert [i.item_id for i in histories["me"]] == ["X - Y", "P"]
    heard: dict[str, object] = {
        "endTime": "2025-11-16 08:00",
        "audiobookName": "B",
        "chapterName": "1",
    }
    heard |= {"authorName": "A. N. Author", "msPlayed": 40000}
    write(tmp_path / "StreamingHistory_audiobook_0.json", json.dumps([heard]))
    histories, items = imported(SpotifySource([tmp_path]), tmp_path / "b.db")
    assert [i.item_id for i in histories["me"]] == ["X - Y", "P", "B"]
    assert items[-1].title == "B"
    write(path, '[{"a": 1}]')
    with pytest.raises(SourceError, match="not an export of Spotify that is known: it has 'a'"):
        imported(SpotifySource([path]), tmp_path / "y.db")


@pytest.mark.parametrize(
    "text",
    [
        "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n"
        f'"1700000060","14 Nov 2023, 22:14","X","","Z","","B","{MBID}"\n'
        '"1700000000","14 Nov 2023, 22:13","X","","Z","","A",""\n',
        "Artist;Album;AlbumId;Track;Date#ann\nX;Z;;A;1700000000000\nX;Z;;B;1700000060000\n",
        'X,Z,B,"14 Nov 2023 22:14"\nX,Z,A,"14 Nov 2023 22:13"\n',
        "2023-11-14,22:14:20,X,B\n2023-11-14,22:13:20,X,A\n",
        "timestamp\ttrack\tartist\talbum\n1700000000\tA\tX\tZ\n1700000060\tB\tX\tZ\n\tNow\tX\tZ\n",
    ],
)
def test_lastfm_forms(tmp_path: Path, text: str) -> None:
    source = LastFmScrobblesSource([write(tmp_path / "scrobbles.csv", text)])
    histories, _ = imported(source, tmp_path / "x.db")
    assert [(i.item_id, i.timestamp // 60) for i in histories["me"]] == [
        ("X - A", 28333333),
        ("X - B", 28333334),
    ]


def scrobble(at: int | None, name: str, **values: object) -> dict[str, object]:
    date = {} if at is None else {"date": {"uts": str(at), "#text": "14 Nov 2023, 22:13"}}
    return {"artist": {"mbid": "", "#text": "X"}, "name": name, "mbid": "", **date, **values}


NOW = scrobble(None, "Now", **{"@attr": {"nowplaying": "true"}})
TRACKS = [
    NOW,
    scrobble(1700000060, "B", artist={"name": "X"}, mbid=MBID),
    scrobble(1700000000, "A"),
]
PAGES = [{"recenttracks": {"@attr": {"page": "1"}, "track": t}} for t in (TRACKS[:2], TRACKS[2])]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PAGES, indent=1),
        "\n".join(map(json.dumps, PAGES)),
        "\n".join(json.dumps(page, indent=2) for page in PAGES),
        json.dumps([TRACKS[:1], TRACKS[1:]]),
        json.dumps(TRACKS),
        json.dumps({"username": "a", "scrobbles": [
            {"track": "B", "artist": "X", "album": "", "albumId": "", "date": 1700000060000},
            {"track": "A", "artist": "X", "album": "Z", "albumId": "", "date": 1700000000000},
        ]}, indent=2),
        json.dumps({"tracks": [
            {"name": "A", "artist": "X", "album": "Z", "timestamp": 1700000000, "time": "22:13"},
            {"name": "B", "artist": "X", "album": "Z", "timestamp": 1700000060, "time": "22:14"},
        ]}),
    ],
)  # fmt: skip
def test_lastfm_json(tmp_path: Path, text: str) -> None:
    source = LastFmScrobblesSource([write(tmp_path / "scrobbles.json", text)])
    histories, _ = imported(source, tmp_path / "x.db")
    assert histories["me"] == [
        Interaction("X - A", 1700000000, None),
        Interaction("X - B", 1700000060, None),
    ]
    assert source.notes == ["left out, tracks now playing, without a time: 1"] * ("Now" in text)
    other = write(tmp_path / "other.json", '{"error": 6, "message": "User not found"}')
    with pytest.raises(SourceError, match="has 'error', 'message'"):
        imported(LastFmScrobblesSource([other]), tmp_path / "y.db")


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "artist,track\nX,Y\n", "X,Y,Z,not a date\n"])
def test_lastfm_of_another_form(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "x.csv", text)
    with pytest.raises(SourceError, match=r"not an export of Last\.fm that is known"):
        imported(LastFmScrobblesSource([path]), tmp_path / "x.db")


def listen(at: int, name: str, **about: object) -> dict[str, object]:
    return {
        "listened_at": at,
        "track_metadata": {"artist_name": "X", "track_name": name, **about},
    }


@pytest.mark.parametrize("form", ["lines", "array", "answer"])
def test_listenbrainz(tmp_path: Path, form: str) -> None:
    listens = [
        listen(1700000060, "B", mbid_mapping={"recording_mbid": MBID}),
        listen(1700000000, "A", additional_info={"recording_mbid": None}, mbid_mapping=None),
        listen(1700000120, ""),
    ]
    array, answer = json.dumps(listens), json.dumps({"payload": {"listens": listens}}, indent=1)
    lines = "\n".join(map(json.dumps, listens))
    lines = {"array": array, "answer": answer}.get(form, lines)
    path = write(tmp_path / "11.jsonl", lines)
    feedback = write(tmp_path / "feedback.jsonl", f'{{"recording_mbid": "{MBID}", "score": -1}}')
    source = ListenBrainzSource([feedback, path])
    histories, _ = imported(source, tmp_path / "x.db")
    assert histories["me"] == [
        Interaction("X - A", 1700000000, None),
        Interaction("X - B", 1700000060, 1.0),
    ]
    rows = sqlite3.connect(tmp_path / "x.db").execute("SELECT item_id, musicbrainz FROM item_facts")
    assert rows.fetchall() == [("X - A", None), ("X - B", MBID)]
    assert source.notes == ["left out, listens without a track's name: 1"]


@pytest.mark.parametrize("is_answer", [True, False])
def test_listenbrainz_playing_now(tmp_path: Path, is_answer: bool) -> None:
    now = {"track_metadata": {"artist_name": "X", "track_name": "B"}}
    text = (
        json.dumps({"payload": {"playing_now": True, "listens": [now]}})
        if is_answer
        else json.dumps({**now, "playing_now": True})
    )
    path = write(tmp_path / "1.jsonl", json.dumps(listen(1700000000, "A")) + "\n" + text)
    source = ListenBrainzSource([path])
    histories, _ = imported(source, tmp_path / "x.db")
    assert [event.item_id for event in histories["me"]] == ["X - A"]
    assert source.notes == ["left out, what is playing now: 1"]


def test_listenbrainz_feedback_that_names_its_track(tmp_path: Path) -> None:
    path = write(tmp_path / "1.jsonl", json.dumps(listen(1700000000, "A")))
    hated = {"score": -1, "recording_mbid": None, "created": 1700000009,
             "track_metadata": {"artist_name": "X", "track_name": "A"}}  # fmt: skip
    feedback = write(tmp_path / "feedback.jsonl", json.dumps(hated))
    histories, _ = imported(ListenBrainzSource([feedback, path]), tmp_path / "x.db")
    assert histories["me"] == [Interaction("X - A", 1700000000, 1.0)]
