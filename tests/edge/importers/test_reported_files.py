"""Files as people gave them to other programs, which stumbled over them; rows made up."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.delimited import DelimitedSource, Format
from ilora_edge.importers.imdb import ImdbSource
from ilora_edge.importers.letterboxd import LetterboxdSource
from ilora_edge.importers.myanimelist import MyAnimeListSource
from ilora_edge.importers.records.lines import bare
from ilora_edge.importers.records.xml_repairs import XmlRepairs
from ilora_edge.importers.store import write_import
from ilora_edge.importers.tables.columns import Columns
from ilora_edge.importers.trakt import TraktSource


def ratings(
    folder: Path, content: str | bytes, format: Format = "csv", **named: str
) -> dict[str, float | None]:
    """Return each item's rating, in the order of the history."""
    source = DelimitedSource(write(folder / "x", content), format, Columns(**named))
    histories, _ = imported(source, folder / "x.db")
    return {event.item_id: event.rating for event in histories["me"]}


@pytest.mark.parametrize("first", ["\r\n", "\n", "\r"])
def test_lines_that_end_in_three_ways(tmp_path: Path, first: str) -> None:
    text = f"title,date,rating{first}Ash,2024-01-01,4\nClay,2024-01-02,5\rOak,2024-01-03,3\r\n"
    assert ratings(tmp_path, text.encode()) == {"Ash": 4.0, "Clay": 5.0, "Oak": 3.0}


def test_a_bare_cr_within_quotes_ends_no_record(tmp_path: Path) -> None:
    text = b'title,date,review\nAsh,2024-01-01,"one\rtwo"\nClay,2024-01-02,x\n'
    assert [*ratings(tmp_path, text)] == ["Ash", "Clay"]


def test_lines_are_counted_where_some_end_in_a_bare_cr(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="line 4: rating is 'bad'"):
        ratings(tmp_path, b"title,rating\nAsh,4\rClay,5\nOak,bad\n")


def test_the_end_that_dos_put_behind_the_last_line(tmp_path: Path) -> None:
    assert [*ratings(tmp_path, b"title,date\r\nAsh,2024-01-01\r\n\x1a")] == ["Ash"]


def test_marks_of_no_width_around_values(tmp_path: Path) -> None:
    text = (
        "title,date,rating\n\ufeffAsh\u200b,2024-01-01,4\n\u200e Clay \u200f,2024-01-02,\u200b5\n"
    )
    assert ratings(tmp_path, text) == {"Ash": 4.0, "Clay": 5.0}
    lines = json.dumps([{"title": "\u200eAsh\u200b ", "date": "2024-01-01"}])
    assert [*ratings(tmp_path, lines, "jsonl")] == ["Ash", "Clay"], "the same item"


def test_joiners_within_a_title_stay(tmp_path: Path) -> None:
    title = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert [*ratings(tmp_path, f"title,date\n{title},2024-01-01\n")] == [title]


def test_a_quote_that_does_not_end_is_found(tmp_path: Path) -> None:
    rows = "".join(f"Oak,2024-01-0{n},z\n" for n in range(1, 9))
    with pytest.raises(SourceError, match=r"line 11: not CSV: .* begins in line 3$"):
        ratings(tmp_path, f'title,date,review\nAsh,2024-01-01,a\nClay,2024-01-01,"b\n{rows}')


def test_remarks_in_a_column_called_as_ratings_are_elsewhere(tmp_path: Path) -> None:
    text = "title,date,note\nAsh,2024-01-01,seen with Ann\nClay,2024-01-02,\n"
    source = DelimitedSource(write(tmp_path / "x", text), "csv")
    histories, _ = imported(source, tmp_path / "x.db")
    assert [event.rating for event in histories["me"]] == [None, None]
    assert "x: 'note' has remarks and no rating, and is not read as one" in source.notes


def test_ratings_in_such_a_column_are_ratings(tmp_path: Path) -> None:
    assert ratings(tmp_path, "titre,date,note\nAsh,2024-01-01,4\n") == {"Ash": 4.0}
    mixed = "titre,date,note\nAsh,2024-01-01,4\nClay,2024-01-02,good\n"
    with pytest.raises(SourceError, match="note is 'good'"):
        ratings(tmp_path, mixed)
    with pytest.raises(SourceError, match="note is 'good'"):
        ratings(tmp_path, "titre,date,note\nAsh,2024-01-01,good\n", rating="note")


def test_a_year_of_two_digits_is_not_to_come(tmp_path: Path) -> None:
    for n, date in enumerate(("13/01/69", "13-Jan-69", "13 January 69")):
        text = f"title,date\nAsh,{date}\nClay,14/02/24\n"
        source = DelimitedSource(write(tmp_path / "x", text), "csv")
        histories, _ = imported(source, tmp_path / f"{n}.db")
        days = {e.item_id: str(datetime.fromtimestamp(e.timestamp, UTC)) for e in histories["me"]}
        assert days["Ash"][:10] == "1969-01-13"
        assert days["Clay"][:10] == "2024-02-14"


def test_days_to_come_still_say_that_the_year_is_in_front(tmp_path: Path) -> None:
    source = DelimitedSource(
        write(tmp_path / "x", "title,date\nAsh,24/11/30\nClay,24/12/31\n"), "csv"
    )
    histories, _ = imported(source, tmp_path / "x.db")
    days = [str(datetime.fromtimestamp(e.timestamp, UTC))[:10] for e in histories["me"]]
    assert days == ["2024-11-30", "2024-12-31"]


def test_no_number_in_json_is_no_rating(tmp_path: Path) -> None:
    text = '{"title": "Ash", "rating": NaN}\n{"title": "Clay", "rating": 5}\n'
    assert ratings(tmp_path, text, "jsonl") == {"Ash": None, "Clay": 5.0}


def test_nulls_in_an_array_are_no_rows(tmp_path: Path) -> None:
    text = '[{"title": "Ash"}, null, {"title": "Clay"}]'
    assert [*ratings(tmp_path, text, "jsonl")] == ["Ash", "Clay"]


def test_letterboxd_has_no_rating_of_0(tmp_path: Path) -> None:
    head = "Date,Name,Year,Letterboxd URI,Rating\n"
    path = write(tmp_path / "ratings.csv", f"{head}2022-01-02,Ash,2001,https://x.example/1,0\n")
    source = LetterboxdSource([path])
    histories, _ = imported(source, tmp_path / "x.db")
    assert [event.rating for event in histories["me"]] == [None]
    assert "a rating of 0 stands for unrated" in source.notes


def test_imdb_has_no_rating_of_0(tmp_path: Path) -> None:
    rows = "tt0000001,0,2024-01-01,Ash,Movie,1999\ntt0000002,1,2024-01-01,Clay,Movie,1999\n"
    path = write(tmp_path / "r.csv", f"Const,Your Rating,Date Rated,Title,Title Type,Year\n{rows}")
    histories, _ = imported(ImdbSource([path]), tmp_path / "x.db")
    assert [(event.item_id, event.rating) for event in histories["me"]] == [("tt0000002", 0.5)]


def test_trakt_has_no_rating_of_0(tmp_path: Path) -> None:
    film = {"title": "Ash", "year": 1999, "ids": {"trakt": 1}}
    rated = {"rated_at": "2024-01-01T00:00:00Z", "rating": 0, "type": "movie", "movie": film}
    path = write(tmp_path / "ratings.json", json.dumps([rated]))
    histories, _ = imported(TraktSource([path]), tmp_path / "x.db")
    assert [event.rating for event in histories["me"]] == [None]


@pytest.mark.parametrize(
    ("finished", "day"), [("2015", "2015-01-01"), ("2015-03", "2015-03-01"), ("0000", None)]
)
def test_myanimelists_dates_that_are_not_whole(
    tmp_path: Path, finished: str, day: str | None
) -> None:
    entry = (
        "<series_animedb_id>1</series_animedb_id><series_title>Ash</series_title>"
        f"<my_finish_date>{finished}</my_finish_date><my_status>Completed</my_status>"
    )
    text = f"<myanimelist><anime>{entry}</anime></myanimelist>"
    source = MyAnimeListSource([write(tmp_path / "animelist_1.xml", text)])
    histories, _ = imported(source, tmp_path / "x.db")
    (event,) = histories["me"]
    expected = 0 if day is None else datetime.fromisoformat(f"{day}T00:00Z").timestamp()
    assert event.timestamp == expected


def test_the_day_of_a_row_is_not_that_of_watching(tmp_path: Path) -> None:
    head = "media_id,source,title,score,status,start_date,end_date,progress,created_at\n"
    row = "1,tmdb,Ash,9,Completed,,2024-01-01 10:00:00+00:00,1,2026-05-05 09:00:00+00:00\n"
    source = DelimitedSource(write(tmp_path / "x", head + row), "csv")
    histories, _ = imported(source, tmp_path / "x.db")
    assert [event.timestamp for event in histories["me"]] == [1704103200]


def test_the_day_of_a_row_where_nothing_else_is_said(tmp_path: Path) -> None:
    text = "title,rating,created_at\nAsh,4,2024-01-01T10:00:00Z\n"
    source = DelimitedSource(write(tmp_path / "x", text), "csv")
    histories, _ = imported(source, tmp_path / "x.db")
    assert [event.timestamp for event in histories["me"]] == [1704103200]


def animes(folder: Path, titles: list[str]) -> list[str]:
    entries = "".join(
        f"<anime><series_animedb_id>{n}</series_animedb_id><series_title>{title}</series_title>"
        "<my_status>Completed</my_status><my_score>8</my_score></anime>\n"
        for n, title in enumerate(titles, start=1)
    )
    text = f"<?xml version='1.0'?>\n<myanimelist>{entries}</myanimelist>\n"
    source = MyAnimeListSource([write(folder / "animelist_1.xml", text)])
    _, items = imported(source, folder / "x.db")
    found = {item.item_id: item.title for item in items}
    return [found[f"anime:{n}"] for n in range(1, len(titles) + 1)]


def test_ampersands_that_begin_nothing(tmp_path: Path) -> None:
    written = ["Ash & Clay", "Ash &amp; Oak", "<![CDATA[Ash & Elm]]>", "R&D", "&", "A &#38; B"]
    found = ["Ash & Clay", "Ash & Oak", "Ash & Elm", "R&D", "&", "A & B"]
    assert animes(tmp_path, written) == found


@given(
    st.lists(
        st.sampled_from(
            ["<![CDATA[", "]]>", "]", "]]", "&", "&amp;", "&#38;", "&#x26;", "a", ";", "<b>"]
        )
    ),
    st.integers(1, 7),
)
def test_repairs_do_not_hang_on_where_pieces_end(parts: list[str], size: int) -> None:
    text = "".join(parts)
    whole = XmlRepairs().mended(text, is_last=True)
    repairs = XmlRepairs()
    pieces = [text[n : n + size] for n in range(0, len(text), size)]
    done = "".join(repairs.mended(piece, is_last=False) for piece in pieces)
    assert done + repairs.mended("", is_last=True) == whole


def ryot(lot: str, number: str, title: str | None, **more: object) -> dict[str, object]:
    known = {"lot": lot, "source": "tmdb", "identifier": number, "source_id": title}
    return {**known, "collections": [], "reviews": [], "seen_history": [], **more}


def test_works_with_a_list_of_when_they_were_seen(tmp_path: Path) -> None:
    seen = [{"ended_on": "2024-01-02", "show_season_number": 1}, {"started_on": "2024-01-01"}]
    media = [
        ryot("show", "7", "Ash", seen_history=seen),
        ryot("movie", "7", "Clay", seen_history=[{"ended_on": None}], reviews=[{"rating": "80"}]),
        ryot("movie", "8", "Oak", reviews=[{"rating": None}]),
        ryot("movie", "9", "Elm", reviews=[{"rating": "40"}, "?"]),
        ryot("movie", "10", None, seen_history=[{"ended_on": "2024-02-01T10:00:00Z"}]),
    ]
    text = json.dumps({"media": media, "people": [], "user_measurements": [{"timestamp": 1}]})
    source = DelimitedSource(write(tmp_path / "x", text), "jsonl")
    histories, items = imported(source, tmp_path / "x.db")
    found = {(e.item_id, e.timestamp, e.rating) for e in histories["me"]}
    assert found == {
        ("tmdb:show:7", 1704153600, None),
        ("tmdb:show:7", 1704067200, None),
        ("tmdb:movie:7", 0, 4.0),
        ("tmdb:movie:9", 0, 2.0),
        ("tmdb:movie:10", 1706781600, None),
    }
    titles = {item.item_id: item.title for item in items}
    assert titles["tmdb:movie:7"] == "Clay"
    assert titles["tmdb:movie:10"] == "tmdb:movie:10"
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        facts = dict(connection.execute("SELECT item_id, tmdb FROM item_facts"))
    assert facts["tmdb:movie:7"] == "7"
    assert "tmdb:show:7" not in facts, "TMDB counts shows from 1 too"
    assert source.wanted == {("me", "tmdb:movie:8")}


def test_works_that_were_given_up_or_rated_in_part(tmp_path: Path) -> None:
    day = {"ended_on": None, "started_on": "2024-01-01"}
    of_part = {"rating": "20", "show_season_number": 1, "show_episode_number": None}
    states = ("dropped", "in_progress", "on_a_hold", "completed")
    media = [
        ryot("show", name, name, seen_history=[day | {"state": name}], reviews=[of_part])
        for name in states
    ]
    text = json.dumps({"media": media})
    source = DelimitedSource(write(tmp_path / "x", text), "jsonl")
    histories, _ = imported(source, tmp_path / "x.db")
    found = {event.item_id: event.rating for event in histories["me"]}
    assert found == {f"tmdb:show:{name}": None for name in states[1:]}
    assert source.seen == {("me", "tmdb:show:dropped")}


def test_a_long_name_is_not_written_for_each_time(tmp_path: Path) -> None:
    work = ryot("movie", "7" * 60_000, "Ash", seen_history=[{"ended_on": "2024-01-02"}] * 9)
    with pytest.raises(SourceError):
        imported(
            DelimitedSource(write(tmp_path / "x", json.dumps({"media": [work]})), "jsonl"),
            tmp_path / "x.db",
        )


def test_marks_and_blanks_by_turns_take_no_time_of_note() -> None:
    assert bare("\u200b " * 500_000 + "Ash" + " \u200f\u3000" * 500_000) == "Ash"


def test_marks_of_no_width_are_no_id_and_no_part_of_one(tmp_path: Path) -> None:
    rows = [{"item_id": "\u200b", "rating": 4}, {"item_id": "7", "rating": "\u200b3"}]
    items = [{"item_id": "\u200e", "title": "Clay"}, {"item_id": "7\u200b", "title": "Ash"}]
    path, titles = (write(tmp_path / n, json.dumps(of)) for n, of in (("x", rows), ("y", items)))
    source = DelimitedSource(path, "jsonl", items_path=titles)
    histories, found = imported(source, tmp_path / "x.db")
    assert [(event.item_id, event.rating) for event in histories["me"]] == [("7", 3.0)]
    assert [(item.item_id, item.title) for item in found] == [("7", "Ash")]
    assert "x: lines without a 'item_id', left out: 1" in source.notes


def test_who_is_alone_is_called_as_in_the_database(tmp_path: Path) -> None:
    """What is imported again has no new person, however the id is written in the file."""
    for name, user in (("1.0", "1"), ("ann\u200b", "ann")):
        path = write(tmp_path / "x", f"user_id,title\n{name},Ash\n{name},Clay\n")
        for _ in range(2):
            source = DelimitedSource(path, "csv")
            notes = write_import(tmp_path / f"{user}.db", source).notes
            assert source.named_alone == user
            assert not [note for note in notes if "alone" in note]


@pytest.mark.parametrize("first", ["tt0100150", "https://films.example/1"])
def test_a_list_without_a_line_of_names(tmp_path: Path, first: str) -> None:
    with pytest.raises(SourceError, match=r"a column's name is expected: put a line of names"):
        ratings(tmp_path, f"{first}\ntt0120863\ntt0238380\n")
    named = ratings(tmp_path, "imdb_id\ntt0100150\ntt0120863\n")
    assert [*named] == ["tt0100150", "tt0120863"]


def test_brackets_without_end_are_not_kept() -> None:
    repairs = XmlRepairs()
    kept = sum(len(piece) for piece in (repairs.mended("]" * 1000, False) for _ in range(50)))
    assert kept > 49_900


def test_trakts_list_of_ids_as_it_takes_it_in(tmp_path: Path) -> None:
    seen = {"watched_at": "2024-10-25T20:00:00Z", "type": "movie"}
    rows: list[dict[str, object]] = [
        {"imdb_id": "tt0068646", **seen, "rating": 8, "rated_at": "2024-10-26T00:00:00Z"},
        {"tmdb_id": "67324", **seen, "type": "show"},
        {"tmdb_id": 949, **seen},
        {"tmdb_id": 949, "rating": 0, **seen, "watched_at": "2024-10-27T20:00:00Z"},
        {**seen, "tmdb_id": None},
    ]
    path = write(tmp_path / "history.json", json.dumps(rows))
    source = TraktSource([path])
    histories, _ = imported(source, tmp_path / "x.db")
    assert {(e.item_id, e.timestamp, e.rating) for e in histories["me"]} == {
        ("tt0068646", 1729886400, 4.0),
        ("tmdb:show:67324", 1729886400, None),
        ("tmdb:949", 1729886400, None),
        ("tmdb:949", 1730059200, None),
    }
    assert "left out, lines without a title or an id: 1" in source.notes


def test_a_clock_that_was_never_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 86400.0)
    source = DelimitedSource(write(tmp_path / "x", "title,date\nAsh,2024-01-01\n"), "csv")
    imported(source, tmp_path / "x.db")
    told = "dated after tomorrow by this machine's clock, which says 1970-01-02 (set it): 1"
    assert f"x: {told}" in source.notes
    head = "Date,Name,Year,Letterboxd URI,Rating\n"
    path = write(tmp_path / "ratings.csv", f"{head}2022-01-02,Ash,2001,https://x.example/1,4\n")
    rated = LetterboxdSource([path])
    imported(rated, tmp_path / "y.db")
    assert told in rated.notes
