"""Songs without an artist: each is told by its album, for many are called Track 01."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.copies import marks
from ilora_edge.matching.item_facts import read_facts as facts_of

sys.path.insert(0, str(Path(__file__).parents[3] / "tools" / "schema_trial"))

from schema_facts import read_facts

WHOLE = read_facts(Path(__file__).with_name("whole_schemas.txt"))
Rows = list[tuple[str, Mapping[str, object]]]


def kodi(artist: str) -> Rows:
    """Return the rows of a player of which ``artist`` is the song's column of its artists."""
    names = ("", "", "The Lanterns")
    return [
        ("album", {"idAlbum": 1, "strAlbum": "Quays"}),
        ("album", {"idAlbum": 2, "strAlbum": "Tides"}),
        ("artist", {"idArtist": 0, "strArtist": ""}),
        ("artist", {"idArtist": 1, "strArtist": "The Lanterns"}),
        ("path", {"idPath": 1, "strPath": "/music/"}),
        *(
            ("song", {"idSong": song, "idAlbum": album, "idPath": 1, "strTitle": title,
                      artist: int(name != "") if artist == "idArtist" else name,
                      "iTimesPlayed": plays})
            for song, album, title, name, plays in zip(
                (1, 2, 3), (1, 2, 2), ("Track 01", "Track 01", "Pier"), names, (1, None, 2),
                strict=True,
            )
        ),
    ]  # fmt: skip


def songs(table: str, artist: str, unknown: str, **columns: tuple[object, ...]) -> Rows:
    """Return three songs of two albums, of which the last has an artist."""
    every: Rows = []
    for k, (title, album) in enumerate(
        (("Track 01", "Quays"), ("Track 01", "Tides"), ("Pier", "Tides"))
    ):
        row = {"title": title, "album": album, artist: unknown if k < 2 else "The Lanterns"}
        every.append((table, row | {name: values[k] for name, values in columns.items()}))
    return every


NAVIDROME: Rows = [
    ("user", {"id": "me", "user_name": "ann"}),
    ("library", {"id": 1, "name": "Music"}),
    *songs("media_file", "artist", "[Unknown Artist]", id=("1", "2", "3"), library_id=(1, 1, 1),
           album_artist=("[Unknown Artist]", "", "The Lanterns")),
    *(
        ("annotation", {"user_id": "me", "item_id": item, "item_type": "media_file",
                        "play_count": 1})
        for item in ("1", "3")
    ),
]  # fmt: skip
KOEL: Rows = [
    ("users", {"id": 1, "name": "ann", "email": "ann"}),
    *(("artists", {"id": k, "name": n}) for k, n in ((1, "Unknown Artist"), (2, "The Lanterns"))),
    *(("albums", {"id": k, "artist_id": 1, "name": n}) for k, n in ((1, "Quays"), (2, "Tides"))),
    *(
        ("songs", {"id": song, "album_id": album, "artist_id": artist, "title": title})
        for song, album, artist, title in (
            ("1", 1, 1, "Track 01"), ("2", 2, 1, "Track 01"), ("3", 2, 2, "Pier"),
        )
    ),
    *(("interactions", {"user_id": 1, "song_id": s, "play_count": 1}) for s in ("1", "3")),
]  # fmt: skip
VLC: Rows = [
    *(("Artist", {"id_artist": k, "name": n})
      for k, n in ((1, None), (2, None), (3, "The Lanterns"))),
    *(("Album", {"id_album": k, "title": n}) for k, n in ((1, "Quays"), (2, "Tides"))),
    *(
        ("Media", {"id_media": song, "type": 2, "subtype": 3, "title": title, "artist_id": artist,
                   "album_id": album, "play_count": plays, "import_type": 0, "is_present": 1})
        for song, album, artist, title, plays in (
            (1, 1, 1, "Track 01", 1), (2, 2, 2, "Track 01", 0), (3, 2, 3, "Pier", 2),
        )
    ),
]  # fmt: skip
MIXXX: Rows = [
    *(("track_locations", {"id": n, "location": f"/{n}", "filename": f"{n}"}) for n in (1, 2, 3)),
    *songs("library", "artist", "", id=(1, 2, 3), location=(1, 2, 3), timesplayed=(1, 0, 2)),
]
CASES: dict[str, Rows] = {
    "kodi-music 2012": kodi("idArtist"),
    "kodi-music 2014": kodi("strArtists"),
    "kodi-music 2025": kodi("strArtistDisp"),
    "navidrome 20260819204637": NAVIDROME,
    "navidrome-counts 20250701010108": NAVIDROME,
    "strawberry": songs("songs", "artist", "", playcount=(1, 0, 2), lastplayed=(-1, -1, -1)),
    "koel 2026": KOEL,
    "vlc 36": VLC,
    "mixxx 39": MIXXX,
}


def written(name: str, rows: Rows, path: Path) -> Path:
    """Write a whole schema with rows; what a row must have besides is empty."""
    with closing(sqlite3.connect(path)) as db:
        for statement in WHOLE[name].ddl():
            db.execute(statement)
        for table, row in rows:
            info = db.execute("SELECT * FROM pragma_table_info(?)", (table,)).fetchall()
            names = {column[1]: "" for column in info if column[3] and not column[5]}
            # A song's album is a column of its own in some, and a row elsewhere in others.
            whole = names | {n: v for n, v in row.items() if n in {column[1] for column in info}}
            columns = ", ".join(f'"{n}"' for n in whole)
            marks_ = ", ".join("?" * len(whole))
            db.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks_})', [*whole.values()])
        db.commit()
    return path


@pytest.mark.parametrize("name", CASES)
def test_a_song_without_an_artist_is_told_by_its_album(name: str, tmp_path: Path) -> None:
    with HistoryDB(written(name, CASES[name], tmp_path / "app.db")) as history:
        items = {i: (title.decode(), facts) for i, title, facts in history.described_items()}
        seen = {item for _, item in history.seen()}
        assert not set(history.unavailable_items())
    assert {i: title for i, (title, _) in items.items()} == {
        "1": "Quays - Track 01",
        "2": "Tides - Track 01",
        "3": "The Lanterns - Pier",
    }
    assert seen == {"1", "3"}
    assert marks(*items["1"]).isdisjoint(marks(*items["2"]))


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("kodi")])
def test_a_song_that_the_player_does_not_show_is_no_candidate(name: str, tmp_path: Path) -> None:
    path = written(name, CASES[name], tmp_path / "app.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM album WHERE idAlbum = 1")
        db.execute("UPDATE song SET idPath = 7 WHERE idSong = 2")
        db.commit()
    with HistoryDB(path) as history:
        assert set(history.unavailable_items()) == {"1", "2"}
        assert [e.item_id for _, every in history.histories() for e in every] == ["1", "3"]


@pytest.mark.parametrize("release", ["2018", "1.4"])
@pytest.mark.parametrize("word", ["Unknown", "Unbekannt", "Неизвестный", "알 수 없음", "未知"])
def test_what_lollypop_calls_unknown_is_nobody(word: str, release: str, tmp_path: Path) -> None:
    """It writes its word, in the person's language, for each tag that a file has not."""
    rows: Rows = [
        ("albums", {"id": 1, "name": "Quays"}), ("albums", {"id": 2, "name": "Tides"}),
        ("albums", {"id": 3, "name": word}),
        ("artists", {"id": 1, "name": word}), ("artists", {"id": 2, "name": "The Lanterns"}),
        ("genres", {"id": 1, "name": word}), ("genres", {"id": 2, "name": "Folk"}),
    ]  # fmt: skip
    tags = ((1, 1, 1, "Track 01"), (2, 1, 2, "Track 01"), (2, 2, 2, "Pier"), (3, 2, 1, "Quay"),
            (3, 1, 1, "Loam"))  # fmt: skip
    for n, (album, artist, genre, title) in enumerate(tags, 1):
        rows += [
            ("tracks", {"id": n, "name": title, "album_id": album, "storage_type": 2}),
            ("track_artists", {"track_id": n, "artist_id": artist}),
            ("track_genres", {"track_id": n, "genre_id": genre}),
        ]
    with HistoryDB(written(f"lollypop {release}", rows, tmp_path / "app.db")) as history:
        items = {i: (title.decode(), facts_of(f)) for i, title, f in history.described_items()}
    assert {i: (title, f.album, f.genres) for i, (title, f) in items.items()} == {
        "1": ("Quays - Track 01", "Quays", ""), "2": ("Tides - Track 01", "Tides", "Folk"),
        "3": ("The Lanterns - Pier", "Tides", "Folk"), "4": ("The Lanterns - Quay", "", ""),
        "5": ("Loam", "", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "address"), [("clementine 51", "filename"), ("strawberry", "url")]
)
def test_a_song_without_a_title_is_called_as_its_file(
    name: str, address: str, tmp_path: Path
) -> None:
    """The players have its address, as bytes, and show the file's name."""
    rows: Rows = [
        ("songs", {"title": title, "album": "", "artist": artist, address: place})
        for title, artist, place in (
            ("", "Reef", b"file:///music/Reef/Low%20Water/01%20Pier.flac"),
            ("", "", b"file:///music/loose%20tape.mp3"),
            ("Salt", "Reef", b"file:///music/Reef/Salt.flac"),
        )
    ]
    with HistoryDB(written(name, rows, tmp_path / "app.db")) as history:
        titles = [title.decode() for _, title, _ in history.described_items()]
    assert titles == ["Reef - 01 Pier.flac", "loose tape.mp3", "Reef - Salt"]
