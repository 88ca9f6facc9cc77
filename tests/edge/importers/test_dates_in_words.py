"""Dates with what people and programs write around them: weekdays, ordinals, clocks, zones."""

from __future__ import annotations

import pytest
from importing import read_dates

from ilora_edge.errors import SourceError
from ilora_edge.times.date_text import is_date


@pytest.mark.parametrize(
    "text",
    [
        "11/24/2025 @ 18:30:5",
        "24/11/2025 18h30",
        "24/11/2025 18h30m05",
        "24/11/2025 à 18:30",
        "24.11.2025, 18:30 Uhr",
        "24. November 2025 um 18:30",
        "24th of November 2025 at 6:30 pm",
        "Monday, November 24, 2025 6:30 PM",
        "Mo., 24.11.2025 18:30",
        "Mon 24/11/2025 18:30",
        "lundi 24 novembre 2025 18:30",
        "24/11/2025 6:30:05 p. m.",
        "11/24/2025 6:30PM",
        "11/24/2025 18:30 PM",
        "24 Nov 2025 - 18:30",
        "24 Nov 2025 | 18:30",
        "24/Nov/2025:18:30:05 +0000",
        "11/24/2025, 18:30:05 (UTC)",
        "11/24/2025, 19:30:05 GMT+0100 (Central European Standard Time)",
        "11/24/2025 19:30 Central European Standard Time",
        "11/24/2025 1:30 PM Eastern Standard Time",
        "11/24/2025 18:30:05.1234567",
        "2025年11月24日(月) 18:30",
        "2025/11/24(月) 18:30",
    ],
)
def test_a_moment_in_many_forms(text: str) -> None:
    assert read_dates([text]) == ["2025-11-24 18:30"]
    assert is_date(text) or len(text) > 48


@pytest.mark.parametrize(
    "text",
    [
        # As YouTube's page and Netflix's list have them in these languages.
        *("18:30:05, 24 thg 11, 2025 UTC", "24 Nov 2025, 18.30.05 UTC"),
        *("24.11.2025 klo 18.30.05 UTC", "24. nov. 2025 18.30.05 UTC", "24 nov 2025 alle 18.30"),
        *("24 نوفمبر 2025، 6:30:05 م غرينتش", "٢٤ نوفمبر ٢٠٢٥، ٩:٣٠:٠٥ م غرينتش+٣"),
        *("24.11.2025\u202fг., 20:30:05\u202fч. Гринуич+2", "24. stu 2025. 19:30:05 CET"),
        *(
            "2025年11月24日 18時30分",
            "2025年11月24日 下午6点30分05秒",
            "2025년 11월 24일 오후 6시 30분",
        ),
        *("24. studenoga 2025. 19:30:05 CET", "24 nov. 2025, 15:30:05 GMT\u22123"),
        *("24. новембар 2025. 18:30", "24 лістапада 2025 г., 18:30", "24 Nob 2025 18:30"),
    ],
)
def test_a_moment_in_more_languages(text: str) -> None:
    assert read_dates([text]) == ["2025-11-24 18:30"]


def test_a_month_of_croatia_is_another_in_poland() -> None:
    # The year has a full stop behind it in one of them alone.
    assert read_dates(["24. lis 2025."]) == ["2025-10-24 00:00"]
    assert read_dates(["24 lis 2025"]) == ["2025-11-24 00:00"]


def test_two_digits_of_a_year_in_front_of_days_that_lie_together() -> None:
    assert read_dates(["25-11-24", "25-11-03"]) == ["2025-11-24 00:00", "2025-11-03 00:00"]
    assert read_dates(["24-11-25", "03-11-25"]) == ["2025-11-24 00:00", "2025-11-03 00:00"]
    # So many years apart either way: as before.
    assert read_dates(["24-11-25", "03-11-05"]) == ["2025-11-24 00:00", "2005-11-03 00:00"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1st January 2024", "2nd Feb 2024"], ["2024-01-01 00:00", "2024-02-02 00:00"]),
        (["3rd March 2024", "November 24th, 2025"], ["2024-03-03 00:00", "2025-11-24 00:00"]),
        (["Nov 24th 2025 6pm", "11/24/2025 6 AM"], ["2025-11-24 18:00", "2025-11-24 06:00"]),
        (["11/24/2025 00:30 AM", "11/24/2025 12:30 AM"], ["2025-11-24 00:30"] * 2),
        (["Nov 2025", "March 2024"], ["2025-11-01 00:00", "2024-03-01 00:00"]),
        (["mar 25/11/2025", "vendredi 28/11/2025"], ["2025-11-25 00:00", "2025-11-28 00:00"]),
        # March, and no Tuesday.
        (["Mar 5, 2024", "sam 2 mars 2024"], ["2024-03-05 00:00", "2024-03-02 00:00"]),
        (["Thursday, 1 May 2025 at 00:15:00 Central European Summer Time"], ["2025-04-30 22:15"]),
        # Of the fourth of May and the fifth of April only one is a Saturday.
        (["Sat 4/5/2025", "Sun 4/6/2025"], ["2025-04-05 00:00", "2025-04-06 00:00"]),
        (["Sat 5/4/2025", "6/4/2025"], ["2025-04-05 00:00", "2025-04-06 00:00"]),
    ],
)
def test_what_stands_around_a_date(values: list[str], expected: list[str]) -> None:
    assert read_dates(values) == expected


def test_weekdays_that_prove_both_orders_are_an_error() -> None:
    with pytest.raises(SourceError, match="day first in 'Sat 5/4/2025' and the month first"):
        read_dates(["Sat 5/4/2025", "Sun 4/6/2025"])


@pytest.mark.parametrize("text", ["11/24/2025 13:30 AM", "11/24/2025 25:00 PM", "24 Nov at 18:30"])
def test_what_contradicts_itself_is_no_date(text: str) -> None:
    with pytest.raises(SourceError, match="Date is "):
        read_dates([text], "month")


def test_dates_that_a_spreadsheet_has_turned_around_are_refused() -> None:
    values = ["13/04/2025", "2025-03-04 00:00:00", "2025-05-04", "28/04/2025"]
    with pytest.raises(SourceError, match=r"'13/04/2025' here and '2025-03-04 00:00:00' elsewhere"):
        read_dates(values)
    assert read_dates(values, "day")[0] == "2025-04-13 00:00"


@pytest.mark.parametrize(
    "values",
    [
        # A day after the 12th, a time of day, a text that could have been turned around too.
        ["13/04/2025", "2025-03-14", "2025-05-04"],
        ["13/04/2025", "2025-03-04 18:30:00", "2025-05-04 11:00:00"],
        ["13/04/2025", "12/04/2025", "2025-03-04", "2025-05-04"],
        ["13.04.2025", "12.04.2025", "2025-03-04", "2025-05-04"],
        ["2025-03-04", "2025-05-04"],
    ],
)
def test_two_forms_in_one_column_are_read(values: list[str]) -> None:
    assert len(read_dates(values)) == len(values)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        *(("2024-05-13 8:30 вечера", "20:30"), ("2024-05-13 12:30 ночи", "00:30")),
        *(("2024-05-13 00:30 ночи", "00:30"), ("2024-05-13 0:30 nachts", "00:30")),
        *(("2024-05-13 8:30 утра", "08:30"), ("2024-05-13 8:30 de la noche", "20:30")),
        *(("2024-05-13 1:15 de la noche", "01:15"), ("2024-05-13 8:30 du soir", "20:30")),
        *(("2024-05-13 8:30 Uhr abends", "20:30"), ("2024-05-13 20:30 abends", "20:30")),
        *(("2024-05-13 8:30 da tarde", "20:30"), ("2024-05-13 8:30 PTG", "20:30")),
        *(("2024年5月13日 晚上12:30", "00:30"), ("2024年5月13日 晚上8:30", "20:30")),
        *(("2024년 5월 13일 밤 11:30", "23:30"), ("2024년 5월 13일 새벽 1:30", "01:30")),
    ],
)
def test_parts_of_a_day(text: str, clock: str) -> None:
    assert read_dates([text]) == [f"2024-05-13 {clock}"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        # Iran and Afghanistan; a leap year's last day and the first of the next.
        (["1403/02/24", "1399/12/30", "1400/01/01"], ["2024-05-13", "2021-03-20", "2021-03-21"]),
        # Months as spreadsheets write them, and a month in front.
        (["May-24", "Jun-24"], ["2024-05-01", "2024-06-01"]),
        (["5/2024", "06/2024"], ["2024-05-01", "2024-06-01"]),
    ],
)
def test_other_calendars_and_months_alone(texts: list[str], expected: list[str]) -> None:
    assert read_dates(texts) == [f"{day} 00:00" for day in expected]


@pytest.mark.parametrize("text", ["1450/01/01", "1403/13/01", "1403/07/31"])
def test_no_day_of_the_calendar_of_iran(text: str) -> None:
    try:
        found = read_dates([text])
    except SourceError:
        return
    assert not found[0].startswith("20")


@pytest.mark.parametrize(
    "text", ["2024-05-13 PM 8:30", "5/13/2024 8:30p", "13.05.24 20.30", "2024/5/13 pm 08:30:00"]
)
def test_where_halves_and_clocks_stand(text: str) -> None:
    assert read_dates([text]) == ["2024-05-13 20:30"]
