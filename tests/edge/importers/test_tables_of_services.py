"""Tables of services that have no command of their own, as they are downloaded."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.delimited import DelimitedSource, Format
from ilora_edge.importers.spotify import SpotifySource
from ilora_edge.importers.tables.columns import Columns
from ilora_edge.importers.tables.states import state_of

Found = list[tuple[str, str, float | None]]
"""Item, its title and rating."""


def read(folder: Path, text: str, format: Format = "csv") -> tuple[Found, set[str]]:
    """Return what is imported of a file, in order, and what is never offered."""
    source = DelimitedSource(write(folder / "x", text), format)
    histories, items = imported(source, folder / "o.db")
    titles = {item.item_id: item.title for item in items}
    (events,) = histories.values()
    found = [(e.item_id, titles[e.item_id], e.rating) for e in events]
    return found, {item for _, item in source.seen}


def test_audible_says_how_far_and_what_everybody_thinks(tmp_path: Path) -> None:
    header = "asin,title,is_finished,percent_complete,rating,num_ratings,purchase_date\n"
    rows = (
        "B1,Kiln,True,100.0,4.5,990,2025-01-02\nB2,Ash,False,35.0,4.1,9,2025-01-03\n"
        "B3,Clay,False,0.0,4.2,9,2025-01-04\n"
    )
    found, _ = read(tmp_path, header + rows)
    # A day of purchase puts books in order, and says of none that it was begun.
    assert found == [("B1", "Kiln", None), ("B2", "Ash", None)]


def test_a_rating_that_is_taken_for_everybodys_is_told(tmp_path: Path) -> None:
    text = "title,watched,rating,num_ratings\nKiln,2025-11-24,4.1,100\n"
    source = DelimitedSource(write(tmp_path / "films.csv", text), "csv")
    imported(source, tmp_path / "o.db")
    (said,) = (note for note in source.notes if "everybody" in note)
    assert "'rating'" in said
    assert "--rating-column" in said


def test_a_rating_of_ones_own_stands_beside_that_of_all(tmp_path: Path) -> None:
    text = "Title,My Rating,Rating,Votes,Date\nKiln,4,3.1,99,2025-11-24\n"
    assert read(tmp_path, text)[0] == [("Kiln", "Kiln", 4.0)]


def test_librarything_puts_wishes_in_collections(tmp_path: Path) -> None:
    text = (
        "Book Id\tTitle\tRating\tCollections\tDate Read\n1\tKiln\t4.5\tYour library, Read\t"
        "2025-11-24\n2\tAsh\t\tTo read\t\n3\tClay\t\tYour library, Wishlist\t\n"
    )
    assert read(tmp_path, text)[0] == [("1", "Kiln", 4.5)]
    assert state_of("Wishlist, Currently reading") == "begun"
    assert state_of("Sea, Land") is None


def test_ids_of_a_trade_that_some_lack_give_way_to_titles(tmp_path: Path) -> None:
    header = "title,asin,isbn_13,start_date,finish_date,stopped_date,rating,shelf\n"
    rows = (
        "Kiln,,978,2025-11-01,2025-11-24,,4,read\nAsh,,,,,,,to-read\n"
        "Clay,,,2025-01-01,,2025-01-05,,stopped-reading\n"
    )
    found, seen = read(tmp_path, header + rows)
    assert found == [("Kiln", "Kiln", 4.0)]
    assert seen == {"Clay"}


def test_an_id_of_a_file_that_has_them_is_kept(tmp_path: Path) -> None:
    text = "item_id,title\n7,Kiln\n,Ash\n"
    assert read(tmp_path, text)[0] == [("7", "Kiln", None)]


def test_what_somebody_is_not_interested_in_is_never_offered(tmp_path: Path) -> None:
    text = "Title,Watchlist,WatchedDate\nKiln,completed,2025-11-24\nAsh,notinteresting,\n"
    assert read(tmp_path, text) == ([("Kiln", "Kiln", None)], {"Ash"})


def test_anilist_has_shelves_languages_and_parts_of_days(tmp_path: Path) -> None:
    def entry(number: int, status: str, title: dict[str, str | None], **day: int | None) -> object:
        media = {"id": number, "type": "ANIME", "title": title}
        return {"mediaId": number, "status": status, "updatedAt": 1764009005, "media": media,
                "completedAt": {"year": None, "month": None, "day": None} | day}  # fmt: skip

    done = entry(
        1, "COMPLETED", {"romaji": "Kirun", "english": "Kiln"}, year=2025, month=11, day=24
    )
    more = entry(3, "COMPLETED", {"romaji": "Hai", "english": None}, year=2024)
    wish = entry(2, "PLANNING", {"romaji": "Doro", "english": "Clay"})
    shelves = [{"name": "A", "entries": [done, more]}, {"name": "B", "entries": [wish]}]
    text = json.dumps({"data": {"MediaListCollection": {"lists": shelves}}})
    assert read(tmp_path, text, "jsonl")[0] == [("Hai", "Hai", None), ("Kiln", "Kiln", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A show, its season and the number of an episode.
        (
            "Show Name,Season Name,Episode Number,Rating,Watched Date\n"
            "Kiln,Season 1,2,8,2025-11-24\n",
            [("Kiln", "Kiln", 8.0)],
        ),
        (
            "beer_name,brewery_name,venue_name,rating_score,created_at,checkin_id,bid,"
            "global_rating_score\nKiln,Works,Pub,4.25,2025-11-24 18:30:05,9001,701,3.7\n",
            [("701", "Kiln", 4.25)],
        ),
        (
            "objectname,objectid,rating,numplays,wishlist\nKiln,1,8,3,0\nAsh,2,0,0,1\nClay,3,6,0,0\n",
            [("1", "Kiln", 8.0), ("3", "Clay", 6.0)],
        ),
        (
            "game,id,hours,last_played\nKiln,1,2.0,\"Nov 24, 2025\"\nAsh,2,0,\n",
            [("Kiln", "Kiln", None)],
        ),
        # Passed over, and not played.
        (
            "Track Identifier,Date Played,Play Count,Skip Count,Track Description\n"
            "1,20251124,1,0,Reef - Ash\n2,20251125,0,1,Reef - Clay\n",
            [("Reef - Ash", "Reef - Ash", None)],
        ),
        # A key is no rating.
        ("title,ratingKey,viewedAt\nKiln,7,1764009005\n", [("Kiln", "Kiln", None)]),
        (
            "Work ID,Title,Bookshelf,My Ratings,Ratings Average,Ratings Count\n"
            "W1,Kiln,Already Read,5,4.1,9\nW2,Ash,Want To Read,,4.1,9\n",
            [("Kiln", "Kiln", 5.0)],
        ),
        (
            "Title,Status,Completion,Completion Date\nKiln,Completed,2025-11-24,2025-11-24\n"
            "Ash,Not Begun,,\n",
            [("Kiln", "Kiln", None)],
        ),
        (
            "title\tgameMins\tlastPlayed\nKiln\t120\t2025-11-24\nAsh\t0\t\n",
            [("Kiln", "Kiln", None)],
        ),
        ("Title,Last Read,Progress\nKiln,2025-11-24,60\nAsh,,0\n", [("Kiln", "Kiln", None)]),
        ("Artist,Album,Date\nReef,Tides,2025-11-24\n", [("Reef - Tides", "Reef - Tides", None)]),
        # Of a track the album is no title.
        ("Artist,Album,Song Title,Date\nReef,Tides,Ash,2025-11-24\n",
         [("Reef - Ash", "Reef - Ash", None)]),
        # A blank behind each comma, and quotes behind that.
        (
            'Score, Film Name, Date Rated, Review\n87, "Kiln (2019)", "Nov 24, 2025", "a, b"\n',
            [("Kiln (2019)", "Kiln (2019)", 87.0)],
        ),
    ],
)  # fmt: skip
def test_a_table(text: str, expected: Found, tmp_path: Path) -> None:
    assert read(tmp_path, text)[0] == expected


def test_quotes_of_a_title_behind_a_blank_are_its_own(tmp_path: Path) -> None:
    found, _ = read(tmp_path, 'Title,Date\n "Heroes" live,2025-11-24\n')
    assert found[0][0] == '"Heroes" live'


def test_of_two_columns_of_one_day_that_which_says_so_is_read(tmp_path: Path) -> None:
    text = "Title,Completion,Completion Date\nKiln,2025-11-24,2025-11-24\n"
    histories, _ = imported(DelimitedSource(write(tmp_path / "x", text), "csv"), tmp_path / "o.db")
    assert [e.timestamp for e in histories["me"]] == [1763942400]


def test_a_track_that_was_never_played(tmp_path: Path) -> None:
    track = {"Title": "Ash", "Artist": "Reef", "Track Play Count": 3,
             "Last Played Date": "2025-11-24T18:30:05Z"}  # fmt: skip
    never = {"Title": "Clay", "Artist": "Reef", "Track Play Count": 0}
    assert read(tmp_path, json.dumps([track, never]), "jsonl")[0] == [
        ("Reef - Ash", "Reef - Ash", None)
    ]


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_xml_is_named(format: Format, tmp_path: Path) -> None:
    text = '<?xml version="1.0"?>\n<opml><body/></opml>\n'
    with pytest.raises(SourceError, match="line 1: XML, no table and no JSON; in OPML of"):
        read(tmp_path, text, format)


def test_both_histories_of_spotify_have_a_play_once(tmp_path: Path) -> None:
    of_year = [{"endTime": f"2025-11-24 18:{minute}", "artistName": "Reef", "trackName": "Ash",
                "msPlayed": 200_000} for minute in (30, 40)]  # fmt: skip
    of_all = [{"ts": f"2025-11-24T18:{at}Z", "ms_played": 200_000,
               "master_metadata_track_name": "Ash", "master_metadata_album_artist_name": "Reef"}
              for at in ("20:00", "30:05")]  # fmt: skip
    paths = [
        write(tmp_path / "StreamingHistory_music_0.json", json.dumps(of_year)),
        write(tmp_path / "Streaming_History_Audio_1.json", json.dumps(of_all)),
    ]
    histories, _ = imported(SpotifySource(paths), tmp_path / "o.db")
    assert [e.timestamp % 86400 // 60 - 18 * 60 for e in histories["me"]] == [20, 30, 40]


_OF_RYM = (
    "RYM Album, First Name,Last Name,First Name localized, Last Name localized,Title,Release_Date,"
    "Rating,Ownership,Purchase Date,Media Type,Review\n"
)


def test_of_a_wish_list_of_albums_those_with_a_rating_were_heard(tmp_path: Path) -> None:
    rows = [
        ("1", "", "Reef", "Tides", "8", "n"), ("2", "Ann", "Quill", "Fog", "0", "w"),
        ("3", "", "Reef", "Ash", "7", "w"), ("4", "Ann", "Quill", "Tides", "0", "o"),
    ]  # fmt: skip
    lines = (f'"{n}","{first}","{last}","","","{title}","1999","{rating}","{own}","","",""\n'
             for n, first, last, title, rating, own in rows)  # fmt: skip
    source = DelimitedSource(write(tmp_path / "x", _OF_RYM + "".join(lines)), "csv")
    histories, _ = imported(source, tmp_path / "o.db")
    assert [(e.item_id, e.rating) for e in histories["me"]] == [("1", 8.0), ("3", 7.0), ("4", None)]
    with closing(sqlite3.connect(tmp_path / "o.db")) as db:
        known = db.execute(
            "SELECT item_id, title, creator FROM items JOIN item_facts USING (item_id)"
        )
        assert sorted(known) == [
            ("1", "Tides", "Reef"), ("2", "Fog", "Ann Quill"), ("3", "Ash", "Reef"),
            ("4", "Tides", "Ann Quill"),
        ]  # fmt: skip


def test_other_words_for_owning_say_nothing(tmp_path: Path) -> None:
    text = "Title,Ownership,First Name,Last Name\nKiln,borrowed,Bo,Reader\nAsh,w,Bo,Reader\n"
    assert read(tmp_path, text)[0] == [("Kiln", "Kiln", None), ("Ash", "Ash", None)]


def test_anilists_own_download_has_no_titles_and_it_is_said_what_to_give(tmp_path: Path) -> None:
    entry = {"id": 1, "series_type": 0, "series_id": 101, "status": 2, "score": 80}
    text = json.dumps({"user": {"id": 1}, "stats": {}, "lists": [entry, entry]})
    with pytest.raises(SourceError, match=r"AniList's own download.*import myanimelist$"):
        read(tmp_path, text, "jsonl")


def test_netflixs_ratings_are_another_commands(tmp_path: Path) -> None:
    """Which kind a rating is stands in a column whose name has the word; a thumb is no star."""
    text = (
        "Profile Name,Title Name,Rating Type,Star Value,Thumbs Value,Event Utc Ts\n"
        "Ann,Kiln,thumb,,1,2025-06-17 19:13:22\nAnn,Ash,star,5,,2025-06-18 19:13:22\n"
    )
    with pytest.raises(SourceError, match=r"Netflix's ratings.*import netflix$"):
        read(tmp_path, text)
    # Whoever says which column the rating is knows better.
    chosen = DelimitedSource(tmp_path / "x", "csv", Columns(rating="Star Value"))
    assert [(item, rating) for _, item, _, rating in chosen.interactions()] == [
        ("Kiln", None), ("Ash", 5.0)
    ]  # fmt: skip


def test_a_count_of_hundreds_of_digits_is_a_count(tmp_path: Path) -> None:
    rows = [{"title": "Kiln", "plays": 10**400}, {"title": "Ash", "plays": 0}]
    text = "\n".join(map(json.dumps, rows))
    assert read(tmp_path, text, "jsonl")[0] == [("Kiln", "Kiln", None)]


def test_a_list_of_ids_alone_is_of_those_items(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "imdb_id,rating\ntt0100150,8\ntt0120863,\n")
    assert found == [("tt0100150", "tt0100150", 8.0), ("tt0120863", "tt0120863", None)]


def test_trackers_own_files_name_what_a_thing_is_within(tmp_path: Path) -> None:
    def entry(status: str, title: str, **more: object) -> dict[str, object]:
        content = {"title": title, "type": "movie", "status": "Released", "tmdbId": 11}
        return {"id": 1, "status": status, "rating": 0, "createdAt": "2024-01-02T00:00:00Z",
                "content": content, "game": None, "activity": [{"data": "x"}]} | more  # fmt: skip

    of_watcharr = [entry("FINISHED", "Kiln", rating=8), entry("PLANNED", "Ash"),
                   entry("DROPPED", "Clay"), entry("HOLD", "Soot")]  # fmt: skip
    found, seen = read(tmp_path, json.dumps(of_watcharr), "jsonl")
    assert (found, seen) == ([("Kiln", "Kiln", 4.0), ("Soot", "Soot", None)], {"Clay"})
    of_another = [{"date": 1700000000000, "mediaItem": {"title": "Kiln", "mediaType": "movie"}}]
    other = tmp_path / "other"
    other.mkdir()
    assert read(other, json.dumps(of_another), "jsonl")[0] == [("Kiln", "Kiln", None)]
