"""Columns that are years, and other days beside the one that is read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ilora_edge.importers.delimited import DelimitedSource


def read(folder: Path, *lines: str) -> tuple[list[tuple[str, str, float | None]], str]:
    """Return items, days and ratings of the interactions, and the notes."""
    (folder / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    source = DelimitedSource(folder / "a.csv", "csv")
    rows = list(source.interactions())
    days = (f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d}" for _, _, time, _ in rows)
    found = [(item, day, r) for (_, item, _, r), day in zip(rows, days, strict=True)]
    return sorted(found, key=lambda row: row[:2]), "\n".join(source.notes)


@pytest.mark.parametrize("mark", ["x", "yes", "1", "3", "\u2713", "true"])
@pytest.mark.parametrize("header", ["Title,2022,2023", "Film,Watched 2022,Watched 2023"])
def test_a_mark_or_a_count_is_a_use_in_that_year(mark: str, header: str, tmp_path: Path) -> None:
    found, notes = read(tmp_path, header, f"A,{mark},", f"B,{mark},{mark}", "C,,")
    first, second = "2022-01-01", "2023-01-01"
    assert found == [("A", first, None), ("B", first, None), ("B", second, None)]
    assert "a column for each year" in notes


def test_no_and_zero_are_no_uses(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "Title,2022,2023", "A,0,2", "B,no,yes", "C,-,x")
    assert [day for _, day, _ in found] == ["2023-01-01"] * 3


def test_days_and_ratings_of_a_year_are_the_uses_own(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "Title,2022,2023", "A,2022-05-06,", "B,x,2023-04-01")
    assert found == [
        ("A", "2022-05-06", None),
        ("B", "2022-01-01", None),
        ("B", "2023-04-01", None),
    ]
    found, notes = read(tmp_path, "Title,2022,2023,Rating", "A,4.5,8/10,2", "B,,3,", "C,,,5")
    assert found == [
        ("A", "2022-01-01", 4.5),
        ("A", "2023-01-01", 4.0),
        ("B", "2023-01-01", 3.0),
        ("C", "1970-01-01", 5.0),
    ]
    assert "with the rating of it" in notes


def test_years_of_something_else_are_named_and_not_read(tmp_path: Path) -> None:
    found, notes = read(tmp_path, "Title,2022,2023", "A,with Ann,x", "B,,")
    assert len(found) == 2
    assert "'2022': years, of which the values are no marks" in notes


@pytest.mark.parametrize(
    "header", ["Title,Oscars 2022,Oscars 2023", "Title,Date,2022", "Title,Year,2022 Budget"]
)
def test_other_columns_with_years_are_none_of_uses(header: str, tmp_path: Path) -> None:
    _, notes = read(tmp_path, header, "A,2024-01-02,x", "B,2024-01-03,")
    assert "a column for each year" not in notes


@pytest.mark.parametrize(
    "header",
    [
        "Title,Watched,Watched 2",
        "Title,Finish Date 1,Finish Date 2",
        "Title,Watched Date,Rewatched Date",
        "Title,Date read,Date re-read",
        "Title,Date,Date 2",
    ],
)
def test_a_first_day_without_a_number_counts_beside_the_others(header: str, tmp_path: Path) -> None:
    found, _ = read(tmp_path, header, "A,2024-01-02,2024-05-01", "B,2024-01-03,")
    assert [row[:2] for row in found] == [
        ("A", "2024-01-02"),
        ("A", "2024-05-01"),
        ("B", "2024-01-03"),
    ]


def test_reviews_beside_numbered_days_are_no_days(tmp_path: Path) -> None:
    header = "Title,Watch 1,Watch 2,Review 1,Review 2"
    found, _ = read(tmp_path, header, "A,2024-01-02,2024-05-01,good,2024-06-01")
    assert [day for _, day, _ in found] == ["2024-01-02", "2024-05-01"]


@pytest.mark.parametrize("mark", ["\u274c", "\u2610", "FALSE", "n"])
def test_a_mark_that_says_no_is_no_use(mark: str, tmp_path: Path) -> None:
    found, _ = read(tmp_path, "Title,2022,2023", f"A,{mark},x", "B,x,")
    assert found == [("A", "2023-01-01", None), ("B", "2022-01-01", None)]


def test_days_of_doing_come_before_a_day_of_anything(tmp_path: Path) -> None:
    header = "Title,Date,Finish Date 1,Finish Date 2"
    found, _ = read(tmp_path, header, "A,2020-01-01,2024-01-02,2024-05-01")
    assert [day for _, day, _ in found] == ["2024-01-02", "2024-05-01"]


def test_days_that_are_not_read_are_named(tmp_path: Path) -> None:
    header = "Title,Date,Finished,Rewatches,Started,Released"
    row = "A,2024-01-02,2024-01-03,2024-05-01,2024-01-01,1979-05-25"
    _, notes = read(tmp_path, header, row)
    said = next(line for line in notes.splitlines() if "not read" in line)
    assert "'Finished'" in said or "'Date'" in said
    assert "Started" not in said
    assert "Released" not in said


def test_they_are_named_too_where_the_times_are_found_by_what_is_in_them(tmp_path: Path) -> None:
    header = "Title,Watched,Rewatch dates"
    _, notes = read(tmp_path, header, 'A,2024-01-02,"2024-02-05, 2024-03-05"', "B,2024-01-03,")
    assert "the dates of 'Rewatch dates' are not read" in notes
