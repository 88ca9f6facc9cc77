"""A work that one row names with its author or its album, and another without."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from app_offers import Rows, offered

from ilora_edge.matching.copies import Elsewhere, Mark, marks

HEARD = 1_700_000_000


def manga(number: int, title: str, author: str | None = None) -> Rows:
    return [
        ("manga", {"manga_id": number, "title": title, "author": author}),
        ("favourites", {"manga_id": number, "category_id": 1}),
    ]


def youtube_song(song_id: str, title: str, **more: object) -> Rows:
    return [
        ("song", {"id": song_id, "title": title, "isLocal": 0} | more),
        ("song_artist_map", {"songId": song_id, "artistId": "a", "position": 0}),
    ]


def track(number: int, title: str, **more: object) -> Rows:
    return [
        ("track_locations", {"id": number, "location": f"/{number}"}),
        ("library", {"id": number, "artist": "Reef", "title": title, "location": number} | more),
    ]


def book(number: int, title: str, author: str) -> Rows:
    row = {"id": number, "title": title, "path": "p", "series_index": 1.0, "author_sort": author,
           "last_modified": "2020-01-01"}  # fmt: skip
    return [("books", row), ("data", {"book": number, "format": "EPUB", "name": "x"})]


def medium(number: int, title: str, album: int | None, **more: object) -> Rows:
    row = {"id_media": number, "title": title, "type": 2, "subtype": 3, "is_present": 1,
           "artist_id": 3, "album_id": album, "import_type": 0, "play_count": 0}  # fmt: skip
    return [("Media", row | more)]


def phone_song(song_id: str) -> Rows:
    return [("Song", {"id": song_id, "title": "Ash", "artistsText": "Reef"})]


def strawberry(number: int, title: str, album: str | None, plays: int = 0) -> Rows:
    row = {"rowid": number, "title": title, "artist": "Reef", "album": album, "year": -1,
           "url": f"file:///{number}", "playcount": plays, "lastplayed": -1}  # fmt: skip
    return [("songs", row)]


HALF: dict[str, tuple[str, Rows, dict[str, list[str]]]] = {
    "kotatsu": ("kotatsu 27", [
        *manga(1, "Kiln", "Ann"), *manga(2, "Kiln"), *manga(3, "Ash"),
        ("history", {"manga_id": 1, "updated_at": 1000 * HEARD}),
    ], {"me": ["3"]}),
    "kotatsu, the other was read": ("kotatsu 27", [
        *manga(1, "Kiln", "Ann"), *manga(2, "Kiln"), *manga(3, "Ash"),
        ("history", {"manga_id": 2, "updated_at": 1000 * HEARD}),
    ], {"me": ["3"]}),
    "kotatsu, two authors": ("kotatsu 27", [
        *manga(1, "Kiln", "Ann"), *manga(2, "Kiln"), *manga(3, "Kiln", "Bo"),
        ("history", {"manga_id": 1, "updated_at": 1000 * HEARD}),
    ], {"me": ["2", "3"]}),
    "calibre": ("calibre 21", [
        *book(1, "Kiln", "Quill, Ann"), *book(2, "Kiln", "Unknown"), *book(3, "Ash", "Unknown"),
        ("last_read_positions", {"id": 1, "book": 1, "format": "EPUB", "user": "ann", "device": "d",
                                 "cfi": "", "epoch": float(HEARD), "pos_frac": 1.0}),
    ], {"ann": ["3"]}),
    "innertune": ("innertune metrolist-30", [
        ("artist", {"id": "a", "name": "Reef"}), *youtube_song("x", "Ash", albumName="Tides"),
        *youtube_song("y", "Ash"), *youtube_song("z", "Clay"),
        ("event", {"songId": "x", "timestamp": 1000 * HEARD}),
    ], {"me": ["z"]}),
    "vimusic": ("vimusic rimusic-27", [
        *phone_song("x"), *phone_song("local:1"),
        ("Song", {"id": "z", "title": "Clay", "artistsText": "Reef"}),
        ("Album", {"id": "b", "title": "Tides"}), ("SongAlbumMap", {"songId": "x", "albumId": "b"}),
        ("Event", {"songId": "local:1", "timestamp": 1000 * HEARD}),
    ], {"me": ["z"]}),
    "mixxx": ("mixxx 39", [
        *track(1, "Ash", album="Tides", timesplayed=3), *track(2, "Ash"), *track(3, "Clay"),
    ], {"me": ["3"]}),
    "strawberry": ("strawberry", [
        *strawberry(1, "Ash", "Tides", 3), *strawberry(2, "Ash", None),
        *strawberry(3, "Clay", "Tides"),
    ], {"me": ["3"]}),
    "gonic": ("gonic 2026", [
        ("users", {"id": 1, "name": "ann"}),
        *(("albums", {"id": n, "right_path": "a", "tag_title": title, "tag_album_artist": "Reef"})
          for n, title in ((1, "Tides"), (2, None))),
        *(("tracks", {"id": n, "album_id": album, "tag_title": title, "tag_track_artist": "Reef"})
          for n, album, title in ((1, 1, "Ash"), (2, 2, "Ash"), (3, 1, "Clay"))),
        ("track_plays", {"user_id": 1, "track_id": 1, "count": 1}),
    ], {"1": ["3"]}),
    "vlc": ("vlc 36", [
        ("Artist", {"id_artist": 3, "name": "Reef"}), ("Album", {"id_album": 1, "title": "Tides"}),
        *medium(1, "Ash", 1, play_count=1), *medium(2, "Ash", None), *medium(3, "Clay", 1),
    ], {"me": ["3"]}),
    "newpipe, two channels": ("newpipe 9", [
        *(("streams", {"uid": n, "title": "Update", "uploader": who, "url": f"u{n}"})
          for n, who in ((1, "Ann"), (2, "Bo"), (3, "Ann"))),
        ("stream_history", {"stream_id": 1, "access_date": 1000 * HEARD, "repeat_count": 1}),
    ], {"me": ["2"]}),
}  # fmt: skip


@pytest.mark.parametrize("name", HALF)
def test_the_same_without_its_author_or_album_is_the_same(name: str, tmp_path: Path) -> None:
    schema, rows, offers = HALF[name]
    assert offered(schema, rows, tmp_path) == offers


def test_a_title_by_itself_is_that_of_its_only_author_or_year() -> None:
    def work(title: str, **facts: object) -> frozenset[Mark]:
        return marks(title, json.dumps(facts))

    alone, ann, bo = work("Kiln"), work("Kiln", creator="Ann"), work("Kiln", creator="Bo")
    film, song = work("Kiln", year=1999), work("Kiln by Reef", album="Tides")
    for others, same in (
        ([ann], ann), ([ann, ann], ann), ([ann, bo], alone), ([ann, film], alone), ([film], film),
        ([song], alone), ([], alone),
    ):  # fmt: skip
        elsewhere = Elsewhere([], [alone, *others])
        assert elsewhere.of_works(alone) == same, others
        assert all(elsewhere.of_works(other) == other for other in others)
    # Of what the catalogue knows too.
    assert Elsewhere([], [alone, work("Ash", creator="Bo")], [ann]).of_works(alone) == ann


def test_what_is_gone_tells_whose_a_title_by_itself_is(tmp_path: Path) -> None:
    """A book that was deleted and added again: a session has its author, the new row none."""
    at = "2025-01-01 00:00:00.000 +00:00"
    said: dict[str, object] = {"mediaItemId": "a", "mediaItemType": "book", "userId": "u"}
    rows: Rows = [
        ("users", {"id": "u", "username": "ann"}),
        *(("books", {"id": key, "title": title}) for key, title in (("b", "Kiln"), ("c", "Ash"))),
        *(("libraryItems", {"id": "i" + key, "mediaId": key, "mediaType": "book", "isMissing": 0})
          for key in "bc"),
        ("mediaProgresses", said | {"isFinished": 1, "updatedAt": at}),
        ("playbackSessions", said | {"displayTitle": "Kiln", "displayAuthor": "Ann Quill",
                                     "createdAt": at, "updatedAt": at}),
    ]  # fmt: skip
    assert offered("audiobookshelf", rows, tmp_path) == {"u": ["c"]}
