"""What stands in exports and was neither watched, read nor heard, or stands there twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from importing import imported, write, write_files

from ilora_edge.errors import SourceError
from ilora_edge.importers.goodreads import GoodreadsSource
from ilora_edge.importers.lastfm_scrobbles import LastFmScrobblesSource
from ilora_edge.importers.letterboxd import LetterboxdSource
from ilora_edge.importers.myanimelist import MyAnimeListSource
from ilora_edge.importers.netflix import NetflixSource
from ilora_edge.importers.personal import PersonalExport
from ilora_edge.importers.spotify import SpotifySource
from ilora_edge.importers.storygraph import StorygraphSource
from ilora_edge.importers.youtube import YoutubeSource

Found = list[tuple[str, float | None]]


def found(source: PersonalExport, folder: Path) -> Found:
    """Return items and ratings of all events, oldest first."""
    histories, _ = imported(source, folder / "o.db")
    return [(event.item_id, event.rating) for every in histories.values() for event in every]


ACTIVITY = (
    "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,"
    "Bookmark,Latest Bookmark,Country\n"
)


def activity(folder: Path, *rows: tuple[str, str, str, str]) -> NetflixSource:
    lines = [
        f"Ann,2026-05-{n + 10} 20:00:00,{length},{marks},{title},{extra},TV,{length},{length},US\n"
        for n, (length, marks, title, extra) in enumerate(rows)
    ]
    return NetflixSource([write(folder / "ViewingActivity.csv", ACTIVITY + "".join(lines))])


def test_what_netflix_began_by_itself_was_watched_after_two_minutes(tmp_path: Path) -> None:
    source = activity(
        tmp_path,
        ("00:02:00", "Autoplayed: user action: None; ", "Passing", ""),
        ("00:02:01", "Autoplayed: user action: None; ", "Longer", ""),
        ("00:01:30", "Autoplayed: user action: User_Interaction; ", "Chosen", ""),
        ("00:01:30", "Autoplayed: user action: Unspecified; ", "Looked At", ""),
    )
    assert found(source, tmp_path) == [("Longer", None), ("Chosen", None), ("Looked At", None)]
    assert "left out, what began by itself, and was not watched for two minutes: 1" in source.notes


def test_views_that_were_hidden_at_netflix(tmp_path: Path) -> None:
    source = activity(
        tmp_path,
        ("01:30:00", "Has branched playback; View was hidden; ", "Secret", ""),
        ("01:30:00", "Has branched playback; ", "Open", ""),
    )
    assert found(source, tmp_path) == [("Open", None)]
    assert "left out, views hidden from the account's history: 1" in source.notes


def test_a_film_in_two_sittings_was_watched_once(tmp_path: Path) -> None:
    sittings = [  # Newest first: the day, how long, at which place it ended.
        *(("20", "00:30:00", "00:30:00", "Again"), ("19", "01:40:00", "01:40:00", "Again")),
        *(("18", "00:40:00", "01:20:00", "A Film"), ("17", "00:40:00", "00:40:00", "A Film")),
        *(("16", "00:10:00", "01:30:00", "The End"), ("15", "00:20:00", "01:20:00", "The End")),
        ("14", "00:45:00", "00:44:00", "Rewound"),
    ]
    rows = "".join(
        f"Ann,2026-05-{day} 20:00:00,{length},,{title},,TV,{end},{end},US\n"
        for day, length, end, title in sittings
    )
    source = NetflixSource([write(tmp_path / "ViewingActivity.csv", ACTIVITY + rows)])
    histories, _ = imported(source, tmp_path / "o.db")
    days = [(e.item_id, e.timestamp // 86400) for e in histories["Ann"]]
    assert [item for item, _ in days] == ["Rewound", "The End", "A Film", "Again", "Again"]
    assert [day - days[0][1] for _, day in days] == [0, 1, 3, 5, 6]
    assert "left out, plays that went on where one before had stopped: 2" in source.notes


def test_a_supplement_that_does_not_apply(tmp_path: Path) -> None:
    source = activity(tmp_path, ("01:30:00", "", "A Film", "N/A"), ("01:30:00", "", "B", "HOOK"))
    assert found(source, tmp_path) == [("A Film", None)]


@pytest.mark.parametrize(
    "title",
    [
        *("Trailer: A Film", "Clip: A Film", "A Show: Season 4 (Trailer)"),
        *("A Film_hook_primary_16x9", "A Show: Season 2 (Official Teaser)", "X_CLIP_01"),
    ],
)
def test_supplements_that_no_column_marks(title: str, tmp_path: Path) -> None:
    text = f"Title,Date\n{title},2026-05-01\nThe Trailer,2026-05-02\nEye Clip,2026-05-03\n"
    source = NetflixSource([write(tmp_path / "NetflixViewingHistory.csv", text)])
    assert found(source, tmp_path) == [("The Trailer", None), ("Eye Clip", None)]


def test_a_thumb_that_was_taken_back(tmp_path: Path) -> None:
    head = "Profile Name,Title Name,Rating Type,Star Value,Thumbs Value,Event Utc Ts\n"
    rows = (
        "Ann,Regretted,thumb,,0,2026-05-13 21:00:00\nAnn,Regretted,thumb,,2,2026-05-12 21:00:00\n"
        "Ann,Again,thumb,,0,2026-05-14 21:00:00\nAnn,Again,thumb,,1,2026-05-15 21:00:00\n"
        "Ann,Starred,Stars,4,0,2026-05-16 21:00:00\n"
    )
    source = NetflixSource([write(tmp_path / "Ratings.csv", head + rows)])
    assert found(source, tmp_path) == [("Again", 1.0), ("Starred", 4.0)]


def test_a_review_of_no_day_is_no_second_watch(tmp_path: Path) -> None:
    head = "Date,Name,Year,Letterboxd URI,Rating,Rewatch"
    files: dict[str, str | bytes] = {
        "diary.csv": f"{head},Tags,Watched Date\n2026-03-05,Twins,1988,u,4,,,2026-03-01\n",
        "ratings.csv": "Date,Name,Year,Letterboxd URI,Rating\n2026-04-08,Cats,1999,u,2\n",
        "reviews.csv": (
            f"{head},Review,Tags,Watched Date\n2026-04-05,Twins,1988,u,3.5,,Fine,,\n"
            "2026-04-06,Cats,1999,u,3,,Fine,,\n2026-04-07,Dogs,2001,u,1,,Poor,,\n"
        ),
        "watched.csv": "Date,Name,Year,Letterboxd URI\n2024-04-06,Cats,1999,u\n",
    }
    source = LetterboxdSource([write_files(tmp_path / "x", files)])
    expected = [("Cats (1999)", 2.0), ("Twins (1988)", 4.0), ("Dogs (2001)", 1.0)]
    assert found(source, tmp_path) == expected
    assert source.states == {("me", "Cats (1999)"), ("me", "Dogs (2001)")}


def video(number: int, title: str, *details: str) -> dict[str, object]:
    return {
        "header": "YouTube",
        "title": title,
        "titleUrl": f"https://www.youtube.com/watch?v=video00000{number}",
        "time": f"2026-01-0{number}T10:00:00Z",
        "details": [{"name": name} for name in details],
    }


def titles(folder: Path, *videos: dict[str, object]) -> tuple[list[str], list[str]]:
    source = YoutubeSource([write(folder / "watch-history.json", json.dumps(videos))])
    _, items = imported(source, folder / "o.db")
    return [item.title for item in items], source.notes


def test_a_watch_history_has_what_was_liked_too(tmp_path: Path) -> None:
    watched = [video(1, "Watched Liked by all"), video(2, "Watched Cats"), video(3, "Watched Dogs")]
    got, notes = titles(tmp_path, *watched, video(4, "Liked Hens"), video(5, "Shared Eels"))
    assert sorted(got) == ["Cats", "Dogs", "Liked by all"]
    assert notes == ["left out, what was not watched, but liked or the like: 2"]


def test_so_has_the_page(tmp_path: Path) -> None:
    cells = [
        f'<div class="content-cell mdl-cell">{did}\u00a0<a href="https://www.youtube.com/watch?v='
        f'video00000{n}">Cats {n}</a><br>Jan {n}, 2026, 10:00:00 AM UTC</div>'
        for n, did in enumerate(["Watched", "Liked", "Watched"], start=1)
    ]
    source = YoutubeSource([write(tmp_path / "watch-history.html", "".join(cells))])
    assert found(source, tmp_path) == [("video000001", None), ("video000003", None)]


def test_the_language_of_an_account_changes(tmp_path: Path) -> None:
    english = [video(n, f"Watched Cats {n}") for n in range(1, 4)]
    german = [video(n, f"Dogs {n} angesehen") for n in range(4, 8)]
    got, _ = titles(tmp_path, *english, *german[:3])
    assert sorted(got) == ["Cats 1", "Cats 2", "Cats 3", "Dogs 4", "Dogs 5", "Dogs 6"]


def test_downloads_are_no_advertisements(tmp_path: Path) -> None:
    ad, own = video(1, "Watched A", "From Google Ads"), video(2, "Watched B", "From downloads")
    assert titles(tmp_path, ad, own)[0] == ["B"]


def of_year(end: str, artist: str, track: str) -> dict[str, object]:
    return {"endTime": end, "artistName": artist, "trackName": track, "msPlayed": 60_000}


def test_podcasts_among_the_songs_of_the_last_year(tmp_path: Path) -> None:
    play = {"ms_played": 60_000, "master_metadata_track_name": None}
    extended = [
        {**play, "ts": "2021-01-01T11:01:05Z", "episode_name": "One", "episode_show_name": "Pod"}
    ]
    year = [
        of_year("2021-01-01 11:01", "Pod", "One"),
        of_year("2021-01-02 11:01", "Unknown Artist", "Unknown Track"),
        of_year("2021-01-03 11:01", "Pod", "A Song"),
    ]
    files: dict[str, str | bytes] = {
        "Streaming_History_Audio_2021_0.json": json.dumps(extended),
        "StreamingHistory0.json": json.dumps(year),
    }
    source = SpotifySource([write_files(tmp_path / "x", files)])
    assert found(source, tmp_path) == [("Pod", None), ("Pod - A Song", None)]
    assert source.notes == ["left out, plays without a name: 1"]


@pytest.mark.parametrize("minute", ["10:01", "10:02"])
def test_minutes_that_were_cut_or_rounded(minute: str, tmp_path: Path) -> None:
    extended = {
        "ts": "2021-01-01T10:01:45Z",
        "ms_played": 60_000,
        "master_metadata_track_name": "T",
        "master_metadata_album_artist_name": "A",
    }
    files: dict[str, str | bytes] = {
        "Streaming_History_Audio_2021_0.json": json.dumps([extended]),
        "StreamingHistory0.json": json.dumps([of_year(f"2021-01-01 {minute}", "A", "T")]),
    }
    source = SpotifySource([write_files(tmp_path / "x", files)])
    assert found(source, tmp_path) == [("A - T", None)]


@pytest.mark.parametrize("unit", [1000, 1])
def test_what_was_played_without_a_network_was_sent_later(unit: int, tmp_path: Path) -> None:
    """Sent at 16:21:33, two of them together; they began where the one before ended."""

    def play(ts: str, track: str, began: int | None, offline: bool = True) -> dict[str, object]:
        return {
            "ts": f"2021-07-10T{ts}Z",
            "ms_played": 300_000,
            "master_metadata_track_name": track,
            "master_metadata_album_artist_name": "A",
            "offline": offline,
            "offline_timestamp": began,
        }

    start = 1625932800  # 16:00:00
    plays = [
        play("16:21:33", "Second", (start + 300) * unit),
        play("16:21:33", "First", start * unit),
        play("16:12:00", "Online", start * unit, offline=False),
        play("16:14:00", "Unsaid", None),
        play("16:16:00", "Long Ago", 86400 * unit),
        play("16:18:00", "Ahead", (start + 86400) * unit),
    ]
    path = write(tmp_path / "Streaming_History_Audio_2021_0.json", json.dumps(plays))
    histories, _ = imported(SpotifySource([path]), tmp_path / "o.db")
    assert [(e.item_id, e.timestamp - start) for e in histories["me"]] == [
        ("A - First", 300),
        ("A - Second", 600),
        ("A - Online", 720),
        ("A - Unsaid", 840),
        ("A - Long Ago", 960),
        ("A - Ahead", 1080),
    ]


def test_a_play_without_a_network_in_both_histories(tmp_path: Path) -> None:
    extended = {
        "ts": "2021-07-10T16:21:33Z",
        "ms_played": 300_000,
        "master_metadata_track_name": "T",
        "master_metadata_album_artist_name": "A",
        "offline": True,
        "offline_timestamp": 1625932800,
    }
    files: dict[str, str | bytes] = {
        "Streaming_History_Audio_2021_0.json": json.dumps([extended]),
        "StreamingHistory0.json": json.dumps([of_year("2021-07-10 16:21", "A", "T")]),
    }
    source = SpotifySource([write_files(tmp_path / "x", files)])
    assert found(source, tmp_path) == [("A - T", None)]


def test_a_play_that_spotify_wrote_twice(tmp_path: Path) -> None:
    """A play cannot end while another of the same length and track runs; one in a loop can."""
    of = {"master_metadata_track_name": "T", "master_metadata_album_artist_name": "A"}
    plays = [
        {**of, "ts": f"2021-09-26T10:{minute}:00Z", "ms_played": played}
        for minute, played in [
            *(("40", 300_000), ("39", 300_000), ("45", 300_000), ("50", 300_000)),
            *(("52", 300_000), ("51", 60_000)),
        ]
    ]
    path = write(tmp_path / "Streaming_History_Audio_2021_0.json", json.dumps(plays))
    histories, _ = imported(SpotifySource([path]), tmp_path / "o.db")
    assert [event.timestamp // 60 % 60 for event in histories["me"]] == [40, 45, 50, 51]


@pytest.mark.parametrize("number", ["1" + 400 * "0", "-5", "1e400", "true"])
def test_numbers_that_are_no_times(number: str, tmp_path: Path) -> None:
    text = (
        '[{"ts": "2021-07-10T16:00:00Z", "ms_played": 40000, "offline": true,'
        f'"master_metadata_track_name": "T", "offline_timestamp": {number}}},'
        f'{{"ts": "2021-07-10T17:00:00Z", "ms_played": {number}, "offline": true,'
        '"master_metadata_track_name": "U", "offline_timestamp": 1625932800}]'
    )
    path = write(tmp_path / "Streaming_History_Audio_2021_0.json", text)
    histories, _ = imported(SpotifySource([path]), tmp_path / "o.db")
    times = {event.item_id: event.timestamp for event in histories["me"]}
    assert times == ({"T": 1625932800, "U": 1625936400} if "00" in number else {"T": 1625932800})


LOVED = 'uts,utc_time,artist,artist_mbid,track,track_mbid\n"1611142999","","B","","Loved",""\n'
LOVED_XML = (
    "<lfm><lovedtracks><track><artist><name>B</name></artist><name>Loved</name>"
    '<date uts="1611142999">x</date></track></lovedtracks></lfm>'
)


@pytest.mark.parametrize(
    ("name", "text"), [("lovedtracks-me.csv", LOVED), ("page1.xml", LOVED_XML)]
)
def test_the_day_of_loving_is_no_play(name: str, text: str, tmp_path: Path) -> None:
    played = "uts,artist,track\n1611142014,A,Beloved\n"
    files: dict[str, str | bytes] = {"beloved-tracks.csv": played, name: text}
    folder = write_files(tmp_path / "x", files)
    assert found(LastFmScrobblesSource([folder]), tmp_path) == [("A - Beloved", None)]
    with pytest.raises(SourceError, match="lists what was loved or banned, which is no play"):
        imported(LastFmScrobblesSource([folder / name]), tmp_path / "p.db")


def test_shelves_beside_read_say_what_was_given_up(tmp_path: Path) -> None:
    text = (
        "Book Id,Title,Author,My Rating,Date Read,Bookshelves,Exclusive Shelf\n"
        '1,Kiln,A,0,2021/01/01,"clay, dnf",read\n2,Ash,A,4,2021/01/02,dnf,read\n'
        "3,Again,A,5,2021/01/03,to-read,to-read\n4,Hoped,A,5,,to-read,to-read\n"
        "5,Clay,A,0,2021/01/05,clay,read\n"
    )
    source = GoodreadsSource([write(tmp_path / "goodreads_library_export.csv", text)])
    assert found(source, tmp_path) == [("1", 1.0), ("2", 4.0), ("3", 5.0), ("5", None)]


def test_the_latest_of_the_spans_of_reading(tmp_path: Path) -> None:
    text = (
        "Title,Authors,ISBN/UID,Read Status,Last Date Read,Dates Read\n"
        'Twice,A,1,read,,"2021/05/02-2021/05/09, 2020/01/02-2020/01/09"\n'
        "Once,A,2,read,2020/06/01,2020/05/02-2020/06/01\n"
    )
    source = StorygraphSource([write(tmp_path / "storygraph_export.csv", text)])
    assert found(source, tmp_path) == [("2", None), ("1", None)]


def test_an_anime_of_which_nothing_was_watched_yet(tmp_path: Path) -> None:
    def entry(number: int, episodes: int, score: int, day: str = "0000-00-00") -> str:
        return (
            f"<anime><series_animedb_id>{number}</series_animedb_id><series_title>A{number}"
            f"</series_title><my_watched_episodes>{episodes}</my_watched_episodes><my_start_date>"
            f"{day}</my_start_date><my_score>{score}</my_score><my_status>Watching</my_status>"
            "</anime>"
        )

    entries = [entry(1, 0, 0), entry(2, 3, 0), entry(3, 0, 8), entry(4, 0, 0, "2021-01-02")]
    text = f"<myanimelist>{''.join(entries)}</myanimelist>"
    source = MyAnimeListSource([write(tmp_path / "animelist_1.xml", text)])
    assert sorted(found(source, tmp_path)) == [
        ("anime:2", None),
        ("anime:3", 4.0),
        ("anime:4", None),
    ]
    assert source.seen == {("me", "anime:1")}
