"""What readers and players call things, and how they were liked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from app_offers import Rows, offered, written
from app_schemas import SCHEMAS

from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.places import read_places
from ilora_edge.matching.item_facts import Facts, read_facts


def described(schema: str, rows: Rows, folder: Path) -> dict[str, tuple[str, Facts]]:
    with HistoryDB(written(schema, rows, folder / "app.db")) as history:
        return {i: (t.decode(), read_facts(facts)) for i, t, facts in history.described_items()}


def chapter(number: int, kind: int, name: str, volume: float, **values: object) -> Rows:
    row = {"Id": number, "VolumeId": number, "MinNumber": -100000, "Number": "-100000",
           "Range": "-100000", "TitleName": "", "Pages": 9,
           "ReleaseDate": "0001-01-01 00:00:00"}  # fmt: skip
    return [
        ("Library", {"Id": number, "Name": "L", "Type": kind, "IncludeInRecommended": 1}),
        ("Series", {"Id": number, "Name": name, "LibraryId": number, "LocalizedName": ""}),
        ("Volume", {"Id": number, "SeriesId": number, "Name": f"{volume:g}", "MinNumber": volume}),
        ("Chapter", row | values),
    ]


def test_kavita_calls_a_book_by_its_title_and_a_chapter_by_its_series(tmp_path: Path) -> None:
    rows = [
        *chapter(1, 2, "Low Water", -100000),
        *chapter(2, 2, "Tides", 3, TitleName="High Water", ISBN="9780441172719"),
        *chapter(3, 0, "Knots", 2),
        *chapter(4, 0, "Ropes", -100000, MinNumber=7.5, Range="7.5"),
        *chapter(5, 0, "Sails", 2016, MinNumber=1, Range="1", TitleName="Wind"),
        *chapter(6, 0, "Masts", 100000, MinNumber=100000, Range="Masts SP01", IsSpecial=1,
                 Title="Sketches"),
    ]  # fmt: skip
    found = described("kavita 2026", rows, tmp_path)
    assert {i: title for i, (title, _) in found.items()} == {
        "1": "Low Water", "2": "High Water", "3": "Knots - Volume 2", "4": "Ropes - Chapter 7.5",
        "5": "Sails - Wind", "6": "Masts - Sketches",
    }  # fmt: skip
    assert [found[str(n)][1].part for n in range(1, 7)] == [
        "", "3.0", "2.0", "7.5", "2016.0 1.0", "0",
    ]  # fmt: skip
    assert found["2"][1].isbn == "9780441172719"
    assert {facts.year for _, facts in found.values()} == {None}


def test_kavita_takes_a_chapters_own_rating_before_that_of_its_series(tmp_path: Path) -> None:
    rows = [*chapter(1, 0, "Knots", 1), *chapter(2, 0, "Ropes", 1)]
    rows.append(("AspNetUsers", {"Id": 1, "UserName": "ann", "AgeRestriction": -1}))
    for number in (1, 2):
        read = {"AppUserId": 1, "ChapterId": number, "PagesRead": 9}
        rows.append(("AppUserProgresses", read | {"LastModifiedUtc": "2025-01-01 00:00:00"}))
        rows.append(("AppUserRating", {"AppUserId": 1, "SeriesId": number, "Rating": 2.5}))
    own = {"AppUserId": 1, "SeriesId": 1, "ChapterId": 1, "Rating": 4.5}
    rows.append(("AppUserChapterRating", own))
    with HistoryDB(written("kavita 2026", rows, tmp_path / "app.db")) as history:
        ((_, events),) = history.histories()
    assert {e.item_id: e.rating for e in events} == {"1": 4.5, "2": 2.5}


def test_of_a_series_of_books_the_next_is_offered(tmp_path: Path) -> None:
    book = {"ContentType": "6", "MimeType": "epub", "___UserID": "u", "FavouritesIndex": -1,
            "Accessibility": 1, "IsDownloaded": "true", "InWishlist": "false"}  # fmt: skip
    rows: Rows = [
        ("content", book | {"ContentID": f"b{n}", "Title": f"Volume of {n}", "Series": "Tides",
                            "SeriesNumber": str(n), "ReadStatus": 2 if n == 2 else 0})
        for n in (1, 2, 3, 10)
    ]  # fmt: skip
    path = written("kobo 2023", rows, tmp_path / "facts.db")
    with HistoryDB(path) as history:
        facts = {i: read_facts(f) for i, _, f in history.described_items()}
    assert [(facts[f"b{n}"].series, facts[f"b{n}"].part) for n in (1, 10)] == [
        ("Tides", "1"), ("Tides", "10"),
    ]  # fmt: skip
    assert offered("kobo 2023", rows, tmp_path)["me"] == ["b1", "b10", "b3"]


def test_a_preview_says_nothing_of_the_book(tmp_path: Path) -> None:
    row = {"ContentType": "6", "MimeType": "epub", "___UserID": "u", "FavouritesIndex": -1,
           "IsDownloaded": "true", "InWishlist": "false", "Attribution": "Quill"}  # fmt: skip
    rows: Rows = [
        ("content", row | {"ContentID": "p", "Title": "Kiln", "Accessibility": 6, "ReadStatus": 2}),
        ("content", row | {"ContentID": "b", "Title": "Kiln", "Accessibility": 1, "ReadStatus": 0}),
        ("content", row | {"ContentID": "r", "Title": "Ash", "Accessibility": 1, "ReadStatus": 2}),
    ]
    assert offered("kobo 2023", rows, tmp_path) == {"me": ["b"]}


def test_vlc_names_songs_episodes_and_films(tmp_path: Path) -> None:
    rows: Rows = [
        ("Artist", {"id_artist": 3, "name": "Reef"}), ("Album", {"id_album": 1, "title": "Tides"}),
        ("Genre", {"id_genre": 1, "name": "Folk"}), ("Show", {"id_show": 1, "title": "Dockside"}),
        ("Media", {"id_media": 1, "type": 2, "subtype": 3, "title": "Ash", "artist_id": 3,
                   "album_id": 1, "genre_id": 1, "release_date": 1999}),
        ("Media", {"id_media": 2, "type": 1, "subtype": 1, "title": "dock.s01e02"}),
        ("ShowEpisode", {"media_id": 2, "show_id": 1, "season_number": 1, "episode_number": 2}),
        ("Media", {"id_media": 3, "type": 1, "subtype": 2, "title": "Kiln",
                   "release_date": 915148800}),
        ("Movie", {"media_id": 3, "imdb_id": "tt0000001"}),
        ("Media", {"id_media": 4, "type": 1, "title": "IMG 0001"}),
    ]  # fmt: skip
    found = described("vlc 36", rows, tmp_path)
    assert {i: title for i, (title, _) in found.items()} == {
        "1": "Reef - Ash", "2": "Dockside - dock.s01e02", "3": "Kiln", "4": "IMG 0001",
    }  # fmt: skip
    song, episode, film = (found[i][1] for i in "123")
    assert (song.year, song.album, song.genres) == (1999, "Tides", "Folk")
    assert (episode.part, episode.series) == ("S1E2", "1")
    assert (film.year, film.imdb) == (1999, "tt0000001")


def test_apple_books_has_years_parts_and_isbn(tmp_path: Path) -> None:
    book = {"ZPATH": "/b", "ZAUTHOR": "Ann Quill"}
    rows: Rows = [
        ("ZBKLIBRARYASSET", {"Z_PK": 1, "ZTITLE": "Kiln", "ZYEAR": "1999", "ZSERIESID": "s",
                             "ZSEQUENCENUMBER": 2.5, "ZEPUBID": "urn:isbn:9780441172719"} | book),
        ("ZBKLIBRARYASSET", {"Z_PK": 2, "ZTITLE": "Ash", "ZRELEASEDATE": -31622400.0} | book),
    ]  # fmt: skip
    found = described("applebooks 8.5", rows, tmp_path)
    kiln, ash = found["1"][1], found["2"][1]
    assert (kiln.year, kiln.part, kiln.series, kiln.isbn) == (1999, "2.5", "s", "9780441172719")
    assert (ash.year, ash.creator) == (2000, "Ann Quill")


def test_a_track_of_several_evenings_and_one_without_a_name(tmp_path: Path) -> None:
    rows: Rows = [
        *(("track_locations", {"id": n, "location": f"/{n}.flac", "filename": f"{n}.flac"})
          for n in (1, 2)),
        ("library", {"id": 1, "artist": "Reef", "title": "Ash", "location": 1, "timesplayed": 9}),
        ("library", {"id": 2, "artist": "", "title": "", "location": 2, "timesplayed": 0}),
        *(("Playlists", {"id": n, "name": str(n), "hidden": 2}) for n in (1, 2)),
        *(("PlaylistTracks", {"playlist_id": n, "track_id": 1,
                              "pl_datetime_added": f"2025-01-0{n} 20:00:00"}) for n in (1, 2)),
    ]  # fmt: skip
    assert described("mixxx 39", rows, tmp_path)["2"][0] == "2.flac"
    with HistoryDB(tmp_path / "app.db") as history:
        ((_, events),) = history.histories()
    assert [(e.item_id, e.timestamp) for e in events] == [("1", 1735761600), ("1", 1735848000)]


def test_kavitas_sessions_tell_of_the_days_before_the_last(tmp_path: Path) -> None:
    rows = [*chapter(1, 0, "Knots", 1), *chapter(2, 0, "Ropes", 1)]
    rows.append(("AspNetUsers", {"Id": 1, "UserName": "ann", "AgeRestriction": -1}))
    for number, pages in ((1, 9), (2, 0)):
        # The second was set back to unread.
        read = {"AppUserId": 1, "ChapterId": number, "PagesRead": pages}
        rows.append(("AppUserProgresses", read | {"LastModifiedUtc": "2025-01-03 10:00:00"}))
    rows.append(("AppUserReadingSession", {"Id": 1, "AppUserId": 1}))
    for at, number, pages in (
        ("2025-01-01 10:00:00", 1, 4), ("2025-01-01 11:00:00", 1, 1), ("2025-01-02 10:00:00", 1, 0),
        ("2025-01-03 09:00:00", 1, 4), ("2025-01-01 10:00:00", 2, 9),
    ):  # fmt: skip
        read = {"AppUserReadingSessionId": 1, "ChapterId": number, "PagesRead": pages}
        rows.append(("AppUserReadingSessionActivityData", read | {"StartTimeUtc": at}))
    with HistoryDB(written("kavita 2026", rows, tmp_path / "app.db")) as history:
        ((_, events),) = history.histories()
    assert [(e.item_id, e.timestamp) for e in events] == [("1", 1735729200), ("1", 1735898400)]


def test_vlc_before_2020_keeps_places_elsewhere_and_knows_streams_by_their_kind(
    tmp_path: Path,
) -> None:
    medium: dict[str, object] = {"type": 1, "subtype": 0, "is_present": 1}
    rows: Rows = [("Media", medium | {"id_media": n, "title": f"Film {n}"}) for n in (2, 3, 6)]
    rows += [
        ("Media", medium | {"id_media": 1, "title": "Kiln", "play_count": 1,
                            "last_played_date": 1571660066}),
        ("Metadata", {"id_media": 2, "entity_type": 1, "type": 50, "value": "0.4"}),
        ("Metadata", {"id_media": 3, "entity_type": 1, "type": 51, "value": "1.5"}),
        *(("Media", medium | {"id_media": n, "type": n - 1, "title": f"Film {n}"}) for n in (4, 5)),
    ]  # fmt: skip
    assert offered("vlc 22", rows, tmp_path) == {"me": ["3", "6"]}
    with HistoryDB(tmp_path / "app.db") as history:
        ((_, events),) = history.histories()
    assert [(e.item_id, e.timestamp) for e in events] == [("1", 1571660066)]


def test_vlc_before_2021_counted_what_was_seen_elsewhere_and_every_beginning(
    tmp_path: Path,
) -> None:
    medium: dict[str, object] = {"type": 1, "subtype": 0, "is_present": 1}
    # 1 was begun and left, 2 seen to the end, 3 too without a count, 4 seen and begun again.
    counts = {1: 1, 2: 1, 3: 0, 4: 2, 5: 1, 6: 0}
    rows: Rows = [
        ("Media", medium | {"id_media": n, "title": f"Film {n}", "play_count": count,
                            "last_played_date": 1571660000 + n}) for n, count in counts.items()
    ]  # fmt: skip
    for number, kind in ((1, 50), (2, 55), (3, 55), (4, 50), (4, 55)):
        mark = {"id_media": number, "entity_type": 1, "type": kind, "value": "2"}
        rows.append(("Metadata", mark))
    rows.append(("Metadata", {"id_media": 2, "entity_type": 1, "type": 50, "value": "0"}))
    for schema in ("vlc 22", "vlc 27"):
        folder = tmp_path / schema
        folder.mkdir()
        assert offered(schema, rows, folder) == {"me": ["6"]}
        with HistoryDB(folder / "app.db") as history:
            ((_, events),) = history.histories()
        assert [e.item_id for e in events] == ["2", "3", "4", "5"]
    # Later the count says it: what was taken out of the history since then is forgotten.
    assert offered("vlc 36", [r for r in rows if r[1].get("type") != 50], tmp_path) == {
        "me": ["3", "6"]
    }


def test_days_that_kavita_makes_up_for_a_marked_series_are_none(tmp_path: Path) -> None:
    rows = [*chapter(1, 0, "Knots", 1)]
    rows.append(("AspNetUsers", {"Id": 1, "UserName": "ann", "AgeRestriction": -1}))
    read = {"AppUserId": 1, "ChapterId": 1, "PagesRead": 9}
    rows.append(("AppUserProgresses", read | {"LastModifiedUtc": "2025-01-03 10:00:00"}))
    for number, day, made_up in ((1, "2025-01-01", 0), (2, "2025-01-02", 1)):
        session = {"Id": number, "AppUserId": 1, "IsGenerated": made_up}
        rows.append(("AppUserReadingSession", session))
        activity = {"AppUserReadingSessionId": number, "ChapterId": 1, "PagesRead": 9}
        rows.append(
            (
                "AppUserReadingSessionActivityData",
                activity | {"StartTimeUtc": f"{day} 10:00:00"},
            )
        )
    with HistoryDB(written("kavita 2026", rows, tmp_path / "app.db")) as history:
        ((_, events),) = history.histories()
    assert [e.timestamp for e in events] == [1735725600, 1735898400]


def test_clementines_songs_and_episodes_have_names_years_and_ratings(tmp_path: Path) -> None:
    names = (
        ("Reef", "", "Tides", "Ash"), ("Various Artists", "Ann", "Tides", "Clay"),
        ("", "", "Tides", "Loam"), ("", "", "", ""),
    )  # fmt: skip
    rows: Rows = [
        ("songs", {"rowid": n, "artist": artist, "albumartist": by, "album": album, "title": title,
                   "filename": f"/{n}", "year": (1999, 0, -1, -1)[n - 1], "genre": "Folk",
                   "playcount": 1, "lastplayed": 1735689600 + n, "unavailable": int(n == 3),
                   "rating": (0.8, -1, 0.0, 1.0)[n - 1]})
        for n, (artist, by, album, title) in enumerate(names, 1)
    ]  # fmt: skip
    rows.append(("podcasts", {"rowid": 7, "title": "Dock"}))
    rows.append(("podcast_episodes", {"podcast_id": 7, "title": "One", "listened": 0}))
    found = described("clementine 51", rows, tmp_path)
    assert {item: (title, facts.year) for item, (title, facts) in found.items()} == {
        "s1": ("Reef - Ash", 1999), "s2": ("Ann - Clay", None), "s3": ("Tides - Loam", None),
        "s4": ("4", None), "p1": ("Dock - One", None),
    }  # fmt: skip
    assert (found["s1"][1].album, found["s1"][1].genres) == ("Tides", "Folk")
    assert found["p1"][1].series == "p7"
    with HistoryDB(tmp_path / "app.db") as history:
        ((_, events),) = history.histories()
        assert list(history.unavailable_items()) == ["s3"]
    assert [(e.item_id, e.rating) for e in events] == [
        ("s1", 4.0), ("s2", None), ("s3", None), ("s4", 5.0),
    ]  # fmt: skip


def test_no_stars_are_no_rating(tmp_path: Path) -> None:
    rows: Rows = [
        ("songs", {"rowid": n, "title": f"Song {n}", "artist": "Reef", "url": f"/{n}", "year": 1999,
                   "playcount": 1, "lastplayed": 1735689600 + n, "rating": rating})
        for n, rating in ((1, 0.0), (2, 0.5), (3, -1.0))
    ]  # fmt: skip
    with HistoryDB(written("strawberry", rows, tmp_path / "app.db")) as history:
        ((_, events),) = history.histories()
    assert [e.rating for e in events] == [None, 2.5, None]


def test_elisas_tracks_have_names_years_and_ratings(tmp_path: Path) -> None:
    tags = (
        ("Reef", None, "Tides", 1999, 7), (None, "Ann", "Tides", None, 0),
        ("", "Various Artists", "Tides", None, -1), ("Reef", "", None, 2001, 10),
    )  # fmt: skip
    for schema in ("elisa 17", "elisa-9 9"):
        folder = tmp_path / schema
        folder.mkdir()
        rows: Rows = []
        for n, (artist, by, album, year, rating) in enumerate(tags, 1):
            played: dict[str, object] = {"PlayCounter": 1, "LastPlayDate": 1000 * (1735689600 + n)}
            row: dict[str, object] = {
                "ID": n, "Title": f"Song {n}", "ArtistName": artist, "AlbumArtistName": by,
                "AlbumTitle": album, "Year": year, "Rating": rating, "Genre": "Folk",
            }  # fmt: skip
            if schema == "elisa 17":
                rows += [("TracksData", {"FileName": f"/{n}"} | played)]
                rows += [("Tracks", {"FileName": f"/{n}"} | row)]
            else:
                rows += [("Tracks", row | played)]
        found = described(schema, rows, folder)
        assert {item: (title, facts.year) for item, (title, facts) in found.items()} == {
            "1": ("Reef - Song 1", 1999), "2": ("Ann - Song 2", None),
            "3": ("Tides - Song 3", None), "4": ("Reef - Song 4", 2001),
        }  # fmt: skip
        assert (found["1"][1].album, found["1"][1].genres) == ("Tides", "Folk")
        with HistoryDB(folder / "app.db") as history:
            ((_, events),) = history.histories()
        assert [e.rating for e in events] == [3.5, None, None, 5.0]


def test_what_was_begun_again_in_elisa_and_left_moves_no_first_play(tmp_path: Path) -> None:
    """The last date is written when a play begins, the first when one ends."""
    start, day = 1735689600, 86400
    # How often it was played to its end, then the first date and the last, in days.
    plays = ((1, 0, 9), (1, None, 1), (2, 2, 8), (2, 5, None), (0, None, 7), (1, 3, None))
    for schema in ("elisa 17", "elisa-9 9"):
        folder = tmp_path / schema
        folder.mkdir()
        rows: Rows = []
        for n, (count, *days) in enumerate(plays, 1):
            first, last = (None if d is None else 1000 * (start + day * d) for d in days)
            played: dict[str, object] = {"PlayCounter": count, "FirstPlayDate": first,
                                         "LastPlayDate": last}  # fmt: skip
            row: dict[str, object] = {"ID": n, "Title": f"Song {n}",
                                      "Rating": 0 if n == 4 else 8}  # fmt: skip
            if schema == "elisa 17":
                rows.append(("TracksData", {"FileName": f"/{n}"} | played))
                rows.append(("Tracks", {"FileName": f"/{n}"} | row))
            else:
                rows.append(("Tracks", row | played))
        with HistoryDB(written(schema, rows, folder / "app.db")) as history:
            ((_, events),) = history.histories()
        days_of = [(e.item_id, e.timestamp and (e.timestamp - start) / day) for e in events]
        assert sorted(days_of) == [
            ("1", 0), ("2", 1), ("3", 2), ("3", 8), ("4", 0), ("4", 5), ("6", 3),
        ]  # fmt: skip
        assert [e.rating for e in events if e.item_id == "4"] == [None, None]
        assert {e.rating for e in events if e.item_id != "4"} == {4.0}


def test_a_copy_on_a_kobo_without_its_series_is_the_book_that_was_read(tmp_path: Path) -> None:
    book: dict[str, object] = {
        "ContentType": "6", "MimeType": "epub", "___UserID": "u", "FavouritesIndex": -1,
        "Accessibility": 1, "IsDownloaded": "true", "InWishlist": "false",
    }  # fmt: skip
    books = (
        ("bought", "Tides", "Ann", "3", 2), ("own", "Tides", "Ann", None, 0),
        ("empty", "Tides", "Ann", "", 0), ("another's", "Tides", "Bo", None, 0),
        ("first", "Saga", "Cy", "1", 2), ("second", "Saga", "Cy", "2", 0),
        ("which", "Saga", "Cy", None, 0), ("lone", "Elm", "Ann", None, 0),
    )  # fmt: skip
    rows: Rows = [
        ("content", book | {"ContentID": item, "Title": title, "Attribution": author,
                            "Series": title if number else None, "SeriesNumber": number,
                            "ReadStatus": status, "DateLastRead": "2025-01-01T00:00:00Z"})
        for item, title, author, number, status in books
    ]  # fmt: skip
    found = offered("kobo 2023", rows, tmp_path)
    assert list(found.values()) == [["another's", "lone", "second", "which"]]
    (tmp_path / "described").mkdir()
    facts = described("kobo 2023", rows, tmp_path / "described")
    assert {item: fact.part for item, (_, fact) in facts.items() if fact.part} == {
        "bought": "3", "own": "3", "empty": "3", "first": "1", "second": "2",
    }  # fmt: skip


def test_a_copy_in_apple_books_without_its_series_is_the_book_that_was_read(tmp_path: Path) -> None:
    books = (
        ("Tides", "Ann", 3.0, None, 1), ("Tides", "Ann", None, None, 0),
        ("Tides", "Bo", None, None, 0),
        ("Saga", "Cy", 1.0, "1", 1), ("Saga", "Cy", 2.0, "2", 0), ("Saga", "Cy", None, "", 0),
        ("Elm", "Ann", None, "IV", 1), ("Elm", "Ann", None, None, 0),
    )  # fmt: skip
    rows: Rows = [
        ("ZBKLIBRARYASSET", {"Z_PK": n, "ZTITLE": title, "ZAUTHOR": author, "ZPATH": f"/{n}",
                             "ZSEQUENCENUMBER": number, "ZSEQUENCEDISPLAYNAME": name,
                             "ZISFINISHED": finished})
        for n, (title, author, number, name, finished) in enumerate(books, 1)
    ]  # fmt: skip
    assert offered("applebooks 8.5", rows, tmp_path) == {"me": ["3", "5", "6"]}
    (tmp_path / "described").mkdir()
    facts = described("applebooks 8.5", rows, tmp_path / "described")
    assert {item: fact.part for item, (_, fact) in facts.items() if fact.part} == {
        "1": "3", "2": "3", "4": "1", "5": "2", "7": "IV", "8": "IV",
    }  # fmt: skip


_COMICS: Rows = [
    ("folder", {"id": 1, "parentId": 1, "name": "root", "path": "/"}),
    ("comic_info", {"id": 1, "hash": "a", "title": "Low Water", "number": "1", "volume": "2015",
                    "series": "Tides", "isBis": 0, "writer": "Ann\nBob", "date": "1/5/2015"}),
    ("comic_info", {"id": 2, "hash": "b", "number": "1", "volume": "Tides", "isBis": 1}),
    ("comic_info", {"id": 3, "hash": "c", "volume": "2015", "date": "5/2015"}),
    ("comic_info", {"id": 4, "hash": "d", "date": "?"}),
    *(("comic", {"parentId": 1, "comicInfoId": n, "fileName": f"x.{n}.cbz", "path": f"/x.{n}.cbz"})
      for n in (1, 2, 3)),
]  # fmt: skip


def test_yacreader_calls_a_comic_by_its_series_or_its_file(tmp_path: Path) -> None:
    found = described("yacreader 9.16", _COMICS, tmp_path)
    assert {i: title for i, (title, _) in found.items()} == {
        "1": "Tides - Low Water", "2": "Tides - #1 bis", "3": "x.3", "4": "d",
    }  # fmt: skip
    facts = {i: facts for i, (_, facts) in found.items()}
    assert [facts[i].year for i in "1234"] == [2015, None, 2015, None]
    assert [facts[i].part for i in "1234"] == ["1", "1 bis", "", ""]
    # The runs of a series are told by their years.
    assert [facts[i].series for i in "124"] == ["Tides 2015", "Tides Tides", ""]
    with HistoryDB(tmp_path / "app.db") as history:
        assert list(history.unavailable_items()) == ["4"]
        assert read_places(history, ["1"])["1"].place == "x.1.cbz"


def test_yacreader_without_times_has_a_history_all_the_same(tmp_path: Path) -> None:
    rows: Rows = [*_COMICS, ("comic_info", {"id": 5, "hash": "e", "read": 1, "rating": 4})]
    path = written("yacreader 9.12", [
        (table, {k: v for k, v in row.items() if k != "series"}) for table, row in rows
    ], tmp_path / "app.db")  # fmt: skip
    with closing(sqlite3.connect(path)) as connection:
        # As before 9.5.
        connection.execute("ALTER TABLE comic_info DROP COLUMN lastTimeOpened")
    with HistoryDB(path) as history:
        found = [(e.item_id, e.timestamp, e.rating) for _, es in history.histories() for e in es]
    assert found == [("5", 0, 4.0)]


def test_what_pocket_casts_has_played_and_set_back_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        SCHEMAS["pocketcasts"](connection)
        connection.commit()
    with HistoryDB(path) as history:
        seen = {item for _, item in history.seen()}
    assert {"e4", "e7", "e8", "k2", "u3"} <= seen
    assert seen.isdisjoint({"e9", "w2", "u2"})
