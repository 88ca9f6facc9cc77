"""Files of several episodes, books of a series, and other editions of what was read or watched."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_libraries import START
from app_offers import Rows, offered

from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.item_facts import read_facts


def test_a_file_of_two_episodes_is_both_in_emby(tmp_path: Path) -> None:
    rows: Rows = [("MediaItems", {"Id": 10, "type": 6, "Name": "Show"})]
    for n, (first, last) in enumerate([(1, 2), (2, None), (3, None)], 1):
        rows += [
            ("UserDataKeys2", {"Id": n, "UserDataKey": str(n)}),
            ("MediaItems", {"Id": n, "type": 8, "Name": f"E{n}", "Path": f"/{n}", "SeriesId": 10,
                            "SeriesName": "Show", "SeriesPresentationUniqueKey": "s",
                            "ParentIndexNumber": 1, "IndexNumber": first, "IndexNumberEnd": last,
                            "UserDataKeyId": n, "PresentationUniqueKey": str(n)}),
        ]  # fmt: skip
    rows.append(("UserDatas", {"UserDataKeyId": 1, "userId": 1, "played": 1,
                               "LastPlayedDateInt": START}))  # fmt: skip
    assert offered("emby 4.10.1.0", rows, tmp_path) == {"1": ["3"]}


def _shelf(numbers: list[list[str | None]], titles: list[str]) -> Rows:
    rows: Rows = [("users", {"id": "u", "username": "ann"}), ("authors", {"id": "q", "name": "Q"})]
    for n, (of_series, title) in enumerate(zip(numbers, titles, strict=True)):
        rows += [
            ("libraryItems", {"id": f"l{n}", "mediaId": f"b{n}", "mediaType": "book"}),
            ("books", {"id": f"b{n}", "title": title}),
            ("bookAuthors", {"id": f"a{n}", "bookId": f"b{n}", "authorId": "q"}),
            *(("bookSeries", {"id": f"{n} {s}", "bookId": f"b{n}", "seriesId": f"s{s}",
                              "sequence": number}) for s, number in enumerate(of_series)),
        ]  # fmt: skip
    return rows


def test_a_book_of_audiobookshelf_has_its_place_in_its_series(tmp_path: Path) -> None:
    """Not a box of three, nor what is in two series, each with another number."""
    numbers: list[list[str | None]] = [
        ["1"],
        ["2.5 "],
        ["1-3"],
        ["4", "9"],
        [None],
        [],
        ["Prequel"],
    ]
    rows = _shelf(numbers, [f"Book {n}" for n in range(len(numbers))])
    progress = {"id": "p", "userId": "u", "mediaItemId": "b0", "isFinished": 1}
    offers = offered("audiobookshelf", [*rows, ("mediaProgresses", progress)], tmp_path)
    assert offers == {"u": ["b1", "b2", "b3", "b4", "b5", "b6"]}
    with HistoryDB(tmp_path / "app.db") as history:
        facts = [read_facts(facts) for _, _, facts in history.described_items()]
    places = [(found.series, found.part) for found in facts]
    assert places == [("s0", "1"), ("s0", "2.5"), *[("", "")] * 5]


def test_a_copy_of_audiobookshelf_without_its_series_is_the_book_that_was_read(
    tmp_path: Path,
) -> None:
    rows = _shelf([["1"], [], ["01"], []], ["Ebb", "Ebb", "Ebb", "Ebb (Unabridged)"])
    progress = {"id": "p", "userId": "u", "mediaItemId": "b1", "isFinished": 1}
    rows.append(("mediaProgresses", progress))
    assert offered("audiobookshelf", rows, tmp_path) == {"u": ["b3"]}


def test_another_edition_of_a_book_without_a_series_is_the_book(tmp_path: Path) -> None:
    rows = _shelf([[], [], []], ["Ebb", "Ebb (Unabridged)", "Ebb and Flow"])
    progress = {"id": "p", "userId": "u", "mediaItemId": "b1", "isFinished": 1}
    rows.append(("mediaProgresses", progress))
    assert offered("audiobookshelf", rows, tmp_path) == {"u": ["b2"]}


def _twice(table: str, number: str, **row: object) -> Rows:
    return [(table, {**row, number: n, "disc": n}) for n in (1, 2)]


# Of each player the first track of two discs of one album, of which the first was played.
_DISCS: dict[str, Rows] = {
    "navidrome 20260819204637": [
        ("user", {"id": "u", "user_name": "u", "name": "u"}),
        *(("media_file", {"id": str(n), "title": "Track 01", "album": "Al", "artist": "B",
                          "disc_number": n}) for n in (1, 2)),
        ("scrobbles", {"media_file_id": "1", "user_id": "u", "submission_time": START}),
    ],
    "jellyfin": [
        *(("BaseItems", {"Id": str(n), "Type": "MediaBrowser.Controller.Entities.Audio.Audio",
                         "Name": "Track 01", "Album": "Al", "Artists": "B",
                         "ParentIndexNumber": n}) for n in (1, 2)),
        ("UserData", {"ItemId": "1", "UserId": "u", "CustomDataKey": "1", "Played": 1}),
    ],
    "kodi-music 2025": [
        ("path", {"idPath": 1, "strPath": "/m/"}), ("album", {"idAlbum": 1, "strAlbum": "Al"}),
        *(("song", {"idSong": n, "idAlbum": 1, "idPath": 1, "strTitle": "Track 01",
                    "strArtistDisp": "B", "iTrack": (n << 16) + 1, "iTimesPlayed": 2 - n})
          for n in (1, 2)),
    ],
    "koel 2026": [
        ("users", {"id": 1, "name": "u"}), ("albums", {"id": "al", "name": "Al"}),
        *_twice("songs", "id", title="Track 01", album_id="al"),
        ("interactions", {"id": 1, "user_id": 1, "song_id": "1", "play_count": 2}),
    ],
    "supysonic 2026": [
        ("user", {"id": "u", "name": "u", "last_play_id": "1"}),
        ("album", {"id": "al", "name": "Al"}),
        *_twice("track", "id", title="Track 01", album_id="al"),
    ],
    "strawberry": [
        ("songs", {"title": "Track 01", "artist": "B", "album": "Al", "url": f"file:///{n}",
                   "playcount": 2 - n, "lastplayed": (START, -1)[n - 1], "disc": n})
        for n in (1, 2)
    ],
    "lms 100": [
        ("user", {"id": 1, "login_name": "u"}), ("release", {"id": 1, "name": "Al"}),
        *(("medium", {"id": n, "position": n, "release_id": 1}) for n in (1, 2)),
        *(("track", {"id": n, "name": "Track 01", "release_id": 1, "medium_id": n})
          for n in (1, 2)),
        ("listen", {"id": 1, "user_id": 1, "track_id": 1, "date_time": "2025-01-01 00:00:00"}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("schema", _DISCS)
def test_a_first_track_of_the_second_disc_is_another(schema: str, tmp_path: Path) -> None:
    ((_, items),) = offered(schema, _DISCS[schema], tmp_path).items()
    assert items == ["2"]
