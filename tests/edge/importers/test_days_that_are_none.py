"""Dates that say that there is none, of several days in one cell, and halves of the day by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import imported, read_dates, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.delimited import DelimitedSource


def read(folder: Path, text: str) -> list[tuple[str, int]]:
    histories, items = imported(DelimitedSource(write(folder / "x", text), "csv"), folder / "x.db")
    titles = {item.item_id: item.title for item in items}
    return [(titles[e.item_id], e.timestamp) for events in histories.values() for e in events]


@pytest.mark.parametrize(
    "text",
    [
        *("Never", "Unknown", "--", "undefined", "Invalid date", "<NA>", "#N/A", "infinity"),
        *("0000-00-00 00:00:00", "0001-01-01T00:00:00Z", "1/1/0001 12:00:00 AM", "01.01.0001"),
        *("01/01/0001 00:00:00", "nunca", "未知", "nie"),
    ],
)
def test_there_is_none(text: str) -> None:
    assert read_dates([text, "24/11/2025"]) == ["-", "2025-11-24 00:00"]


@pytest.mark.parametrize("text", ["sometime", "today", "3 days ago"])
def test_what_only_looks_so(text: str) -> None:
    with pytest.raises(SourceError, match=text):
        read_dates([text, "24/11/2025"])


def test_a_title_of_such_a_word_is_one(tmp_path: Path) -> None:
    rows = "Unknown,2025-11-24\nNever,unknown\n"
    assert read(tmp_path, f"title,watched\n{rows}") == [("Never", 0), ("Unknown", 1763942400)]


@pytest.mark.parametrize(
    "text",
    [
        *("2023/01/05-2025/11/24", "2023-01-05 - 2025-11-24", "2023-01-05 to 2025-11-24"),
        *("2025-11-24, 2023-02-01", "2023-01-05;2025-11-24;", "5.1.2023 bis 24.11.2025"),
        *("2023-01-01T00:00:00.000|2025-11-24T00:00:00.000|", "01/05/2023 – 24/11/2025"),
    ],
)
def test_of_several_days_the_last_counts(text: str) -> None:
    assert read_dates([text]) == ["2025-11-24 00:00"]


def test_days_of_one_cell_tell_their_order() -> None:
    assert read_dates(["04/05/2025 - 24/05/2025", "05/06/2025"]) == [
        "2025-05-24 00:00",
        "2025-06-05 00:00",
    ]


def test_a_day_beside_other_words_is_no_list() -> None:
    with pytest.raises(SourceError, match="Date is '2023-01-05 to the end"):
        read_dates(["2023-01-05 to the end of it"])


@pytest.mark.parametrize(
    "text",
    [
        *("24 Νοεμβρίου 2025 6:30 μ.μ.", "18:30 24/11/2025", "6:30 CH 24/11/2025"),
        *("2025年11月24日 星期一 下午06时30分05秒", "2025年11月24日月曜日 18:30:05"),
        *("2025/11/24 晚上6:30", "24.11.2025 6:30 ÖS", "24/11/2025 18:30:5", "2025/11/24 18:30:5"),
        *("segunda-feira, 24 de novembro de 2025 18h30min05s", "24. November 2025 um 18.30 Uhr"),
        *(
            "2025:11:24 18:30:05",
            "2025-11-24 Monday 18:30",
            "2025–11–24 18:30",
            "'2025-11-24 18:30",
        ),
        *('"2025-11-24 18:30"', "2025年11月24日 星期二 下午06时30分"),
    ],
)
def test_moments_as_programs_of_other_languages_write_them(text: str) -> None:
    assert read_dates([text]) == ["2025-11-24 18:30"]


def test_a_saturday_in_capitals_is_no_half_of_a_day() -> None:
    assert read_dates(["22.11.2025 SA", "23.11.2025 SO"]) == [
        "2025-11-22 00:00",
        "2025-11-23 00:00",
    ]


def test_the_hour_before_noon_is_the_mornings() -> None:
    texts = ["2025年11月24日 中午11:50", "2025年11月24日 中午12:05"]
    assert read_dates(texts) == ["2025-11-24 11:50", "2025-11-24 12:05"]


def test_a_clock_without_its_noughts() -> None:
    assert read_dates(["2025/11/24 3:4:5", "2025/11/24 3:4"]) == ["2025-11-24 03:04"] * 2


def test_a_column_that_was_too_narrow_is_named() -> None:
    with pytest.raises(SourceError, match="'########', which a spreadsheet writes where a column"):
        read_dates(["########"])


@pytest.mark.parametrize("none", ["0h 0m", "00:00:00", "0.0 hours", "PT0S", "0/12", "0 of 12"])
@pytest.mark.parametrize("some", ["3h 20m", "03:20:00", "12.5 hours", "PT5M", "1/12"])
def test_how_long_in_words(tmp_path: Path, none: str, some: str) -> None:
    rows = f"Ash,{none},Never\nClay,{some},2025-11-24\n"
    assert read(tmp_path, f"Name,Playtime,Last Played\n{rows}") == [("Clay", 1763942400)]
