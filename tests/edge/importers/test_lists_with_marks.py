"""Tables that lie on their side, titles with marks of a list, totals, remarks and odd ratings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from importing import imported, read_dates, write

from ilora_edge.errors import SourceError
from ilora_edge.histories.rating_value import Rating, read_rating
from ilora_edge.importers.delimited import DelimitedSource


def read(folder: Path, text: str) -> tuple[list[str], str]:
    """Return item, day and rating of each interaction, oldest first; and what was said."""
    source = DelimitedSource(write(folder / "x.csv", text), "csv")
    histories, _ = imported(source, folder / "x.db")
    rows = [
        f"{e.item_id}{_day(e.timestamp)}{'' if e.rating is None else f' {e.rating:g}'}"
        for events in histories.values()
        for e in events
    ]
    return rows, "\n".join(source.notes)


def _day(time: int) -> str:
    return f" {datetime.fromtimestamp(time, UTC):%Y-%m-%d}" if time > 10**8 else ""


@pytest.mark.parametrize("corner", ["Title", "", "Film"])
def test_a_table_on_its_side(tmp_path: Path, corner: str) -> None:
    text = f"{corner},Ash,Elm\nYear,1999,2001\nRating,4,3\nDate watched,2024-05-13,2024-05-14\n"
    found, said = read(tmp_path, text)
    assert found == ["Ash (1999) 2024-05-13 4", "Elm (2001) 2024-05-14 3"]
    assert "on its side" in said


def test_a_table_on_its_side_with_its_titles_in_a_row(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "Film,1,2\nTitle,Ash,Elm\nRating,4,3\n")
    assert found == ["Ash 4", "Elm 3"]


def test_a_film_called_as_a_column_is(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "Title,Rating,Date\nDate,4,2024-05-13\nAsh,3,2024-05-14\n")
    assert found == ["Date 2024-05-13 4", "Ash 2024-05-14 3"]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["[x] Ash", "[ ] Elm", "[X] Oak"], ["Ash", "Oak"]),
        (["- [x] Ash", "- [ ] Elm"], ["Ash"]),
        (["✅ Ash", "⬜ Elm"], ["Ash"]),
        (["1. Ash", "2. Elm", "3. Oak"], ["Ash", "Elm", "Oak"]),
        (["3) Ash", "2) Elm", "1) Oak"], ["Ash", "Elm", "Oak"]),
        (["- Ash", "* Elm"], ["Ash", "Elm"]),
        # Titles that only begin so.
        (["7. Ash", "13. Elm"], ["7. Ash", "13. Elm"]),
        (["- Ash", "Elm"], ["- Ash", "Elm"]),
        (["1. Ash", "2. Elm", "Oak"], ["1. Ash", "2. Elm", "Oak"]),
        (["'Ash", "[REC]"], ["'Ash", "[REC]"]),
    ],
)
def test_marks_of_a_list(tmp_path: Path, titles: list[str], expected: list[str]) -> None:
    found, said = read(tmp_path, "Title,Note\n" + "".join(f"{t},a\n" for t in titles))
    assert found == expected
    assert ("of a list in front" in said) == (titles[0] != expected[0])


def test_numbers_begin_anew_below_headings(tmp_path: Path) -> None:
    text = "Title,Date\n2023,\n1. Ash,2023-05-13\n2. Elm,2023-05-14\n2024,\n1. Oak,2024-05-13\n"
    found, _ = read(tmp_path, text)
    assert found == ["Ash 2023-05-13", "Elm 2023-05-14", "Oak 2024-05-13"]


@pytest.mark.parametrize(
    "end",
    [
        "Total,,7\n",
        "Average,,3.5\n",
        "* as I saw them,,\n",
        "Exported by Somebody on 2024-05-20\n",
        "Total,,7\nNotes: of last year,,\n",
    ],
)
def test_what_stands_below_a_table(tmp_path: Path, end: str) -> None:
    rows = "Title,Where,Rating\nAsh,home,4\nElm,cinema,3\n"
    found, said = read(tmp_path, rows + end)
    assert found == ["Ash 4", "Elm 3"]
    assert "line 4 is no row" in said


def test_the_last_title_without_a_rating_is_one(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "Title,Where,Rating\nAsh,home,4\nElm,cinema,3\nOak,,\nTotal Elm,,2\n")
    assert found == ["Ash 4", "Elm 3", "Oak", "Total Elm 2"]


def test_a_header_again_in_capitals(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "Title,Date\nAsh,2024-05-13\nTITLE,DATE\nElm,2024-05-14\n")
    assert found == ["Ash 2024-05-13", "Elm 2024-05-14"]


def test_stars_in_words_are_no_days(tmp_path: Path) -> None:
    """Out is the beginning of October in Portuguese."""
    found, _ = read(tmp_path, "Title,Rating\nAsh,4 out of 5 stars\nElm,3 out of 5 stars\n")
    assert found == ["Ash 4", "Elm 3"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5-Apr", Rating(4, 5)),
        ("4-May", Rating(4, 5)),
        ("10-Jul", Rating(7, 10)),
        ("7.5/10 (rewatch)", Rating(7.5, 10)),
        ("6/10 - meh", Rating(6, 10)),
        ("'4", Rating(4)),
        ("~4", Rating(4)),
        ("4?", Rating(4)),
        # Of 7 or of 6 nobody rates.
        ("7-Jun", None),
        ("5/10 of 3 votes", None),
    ],
)
def test_a_rating_and_what_became_of_it(text: str, expected: Rating | None) -> None:
    assert read_rating(text) == expected


def test_what_a_spreadsheet_made_of_ratings_is_said(tmp_path: Path) -> None:
    found, said = read(tmp_path, "Title,Rating\nAsh,5-Apr\nElm,4.5\n")
    assert found == ["Ash 4", "Elm 4.5"]
    assert "'5-Apr' and the like, days that a spreadsheet has made of ratings" in said


def test_a_day_with_its_year_is_no_rating(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="line 3: Rating is '2024-05-04', but a day, as a spread"):
        read(tmp_path, "Title,Rating\nAsh,4\nElm,2024-05-04\n")


def test_grades(tmp_path: Path) -> None:
    found, said = read(tmp_path, "Title,Rating\nAsh,A-\nElm,B+\nOak,\nYew,F\n")
    assert found == ["Ash 4.33", "Elm 4", "Oak", "Yew 1"]
    assert "'Rating' has grades, of which A+ is 5 and F is 1" in said


@pytest.mark.parametrize("text", ["didn't finish", "couldn’t finish", "Never finished"])
def test_words_for_giving_up_where_ratings_are(tmp_path: Path, text: str) -> None:
    found, said = read(tmp_path, f"Title,Rating\nAsh,4\nElm,{text}\n")
    assert found == ["Ash 4"]
    assert "given up and unrated" in said


@pytest.mark.parametrize("name", ["% complete", "Progress (%)", "Complete %"])
def test_how_far_in_percent(tmp_path: Path, name: str) -> None:
    found, _ = read(tmp_path, f"Title,{name}\nAsh,100\nElm,0\nOak,45\n")
    assert found == ["Ash", "Oak"]


def test_several_columns_of_ratings_are_said(tmp_path: Path) -> None:
    found, said = read(tmp_path, "Title,First rating,Second rating\nAsh,4,5\nElm,3,\n")
    assert found == ["Ash", "Elm"]
    assert "'First rating', 'Second rating' may be ratings; none is read" in said


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Title      Date\nAsh        2024-05-13\n", "line 2: the header, .* nothing but blanks"),
        ("- title: Ash\n  date: 2024-05-13\n", "'- title: Ash' stands where a column's name"),
        ("<table><tr><th>Title</th></tr></table>\n", "line 1: a web page"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        read(tmp_path, text)


def test_a_grade_among_numbers_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="line 3: Rating is 'B'"):
        read(tmp_path, "Title,Rating\nAsh,4\nElm,B\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q3 2024", "2024-07-01"),
        ("2024-Q4", "2024-10-01"),
        ("2025Q1", "2025-01-01"),
        ("ca. 2019", "2019-01-01"),
        ("~2020", "2020-01-01"),
        ("2021?", "2021-01-01"),
        ("2024-05-00", "2024-05-01"),
        ("2024-05-??", "2024-05-01"),
        ("2024-xx-xx", "2024-01-01"),
        ("2024-00-00T00:00:00", "2024-01-01"),
        ("令和6年5月13日", "2024-05-13"),
        ("平成元年1月8日", "1989-01-08"),
    ],
)
def test_days_that_are_not_exact_and_of_eras(text: str, expected: str) -> None:
    assert read_dates([text]) == [f"{expected} 00:00"]
