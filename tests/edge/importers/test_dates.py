"""Dates of any locale, the order of day and month found by the whole column."""

from __future__ import annotations

import pytest
from importing import DATE_PLACE, read_dates

from ilora_edge.errors import SourceError
from ilora_edge.importers.records.lines import Place
from ilora_edge.importers.tables.dates import DateColumn
from ilora_edge.times.date_words import month_named


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["4/21/25", "4/3/25"], ["2025-04-21 00:00", "2025-04-03 00:00"]),
        (["21/04/2025", "4/3/2025"], ["2025-04-21 00:00", "2025-03-04 00:00"]),
        (["01.02.2024", "5.4.24"], ["2024-02-01 00:00", "2024-04-05 00:00"]),
        (["2024/05/01", "2024-5-1"], ["2024-05-01 00:00", "2024-05-01 00:00"]),
        (["1/1/2024", "2/2/24"], ["2024-01-01 00:00", "2024-02-02 00:00"]),
        (["2024/05/01", ""], ["2024-05-01 00:00", "-"]),
        (["2025. 4. 21.", "NaN"], ["2025-04-21 00:00", "-"]),
        (["25. 4. 3."], ["2025-04-03 00:00"]),
        (["01.02.2024", "3/4/2024"], ["2024-02-01 00:00", "2024-04-03 00:00"]),
        (["2025. 4. 21. 오후 3:45:12 KST"], ["2025-04-21 06:45"]),
        (["2025年4月21日 15:45:12"], ["2025-04-21 15:45"]),
        (["٢١\u200f/٤\u200f/٢٠٢٥"], ["2025-04-21 00:00"]),
        (["21/4/2568"], ["2025-04-21 00:00"]),
        (
            ["2021/03", "2022/04/02", "2020"],
            ["2021-03-01 00:00", "2022-04-02 00:00", "2020-01-01 00:00"],
        ),
        (["21 kwi 2025, 15:45:12 CEST"], ["2025-04-21 13:45"]),
        (["21 апр. 2025 г., 15:45:12 MSK"], ["2025-04-21 12:45"]),
        (["21 Nis 2025 15:45:12 GMT+03:00"], ["2025-04-21 12:45"]),
        (["21. 4. 2025 15:45:12 SELČ"], ["2025-04-21 15:45"]),
        (["13350000000000000"], ["2024-01-17 21:20"]),
        (["45658", "45659.5"], ["2025-01-01 00:00", "2025-01-02 12:00"]),
        (["757382400"], ["2025-01-01 00:00"]),
        (["20251124", "20251123"], ["2025-11-24 00:00", "2025-11-23 00:00"]),
        (["20251124183000"], ["2025-11-24 18:30"]),
        (["1", "2"], ["1970-01-01 00:00", "1970-01-01 00:00"]),
        (["31-12-1999 23:59", "1-2-98"], ["1999-12-31 23:59", "1998-02-01 00:00"]),
        (["12/31/99 1:05 PM", "1/2/98 12:00 AM"], ["1999-12-31 13:05", "1998-01-02 00:00"]),
        (["06 Sep 2026, 14:23"], ["2026-09-06 14:23"]),
        (["Tue Jan 01 10:20:30 2013"], ["2013-01-01 10:20"]),
        (["Jan 5, 2021, 1:00:00\u202fPM EST"], ["2021-01-05 18:00"]),
        (["5 de enero de 2021 8:30:00 CET"], ["2021-01-05 07:30"]),
        (["12. März 2021, 08:30 MEZ"], ["2021-03-12 07:30"]),
        (["martes, 2 febr. 2021"], ["2021-02-02 00:00"]),
        (["21.04.2025, 10:20:30 GMT+02:00"], ["2025-04-21 08:20"]),
        (["1700000000", "1700000000,5", "1700000000000"], ["2023-11-14 22:13"] * 3),
        (["2023-11-14T22:13:20Z"], ["2023-11-14 22:13"]),
    ],
)
def test_what_the_column_tells(values: list[str], expected: list[str]) -> None:
    assert read_dates(values) == expected


def test_where_both_fit_it_is_asked() -> None:
    values = ["4/3/25", "5/6/25", "7/7/25"]
    with pytest.raises(SourceError, match=r"x\.csv line 2: Date is '4/3/25'.*--day-first or --mo"):
        read_dates(values)
    assert read_dates(values, "day")[0] == "2025-03-04 00:00"
    assert read_dates(values, "month")[0] == "2025-04-03 00:00"


def test_both_orders_in_one_column_are_an_error() -> None:
    with pytest.raises(SourceError, match="day first in '21/4/25' and the month first in '4/21"):
        read_dates(["4/21/25", "21/4/25"])


@pytest.mark.parametrize(
    "value", ["21/4/25", "yesterday", "32.1.2024", "4/31/2024", "99:99 1/2/24"]
)
def test_what_is_no_date_is_an_error(value: str) -> None:
    with pytest.raises(SourceError, match="line 2: Date is "):
        read_dates([value], "month")


def test_what_was_found_is_said() -> None:
    column = DateColumn("Date")
    column.learn("13/4/25", DATE_PLACE)
    assert column.settle() == "dates of 'Date' have the day first, as '13/4/25'"
    assert DateColumn("Date").settle() is None


def test_every_month_is_known_by_its_names() -> None:
    names = ("maja", "czerwca", "temmuz", "augusti")
    assert [month_named(name) for name in names] == [5, 6, 7, 8]
    # June and July begin so.
    assert month_named("jui") is None
    assert month_named("ma") is None


@pytest.mark.parametrize(
    "text",
    [
        "2 जन॰ 2024, 8:00:00 pm",
        "2 जनवरी 2024, 20:00:00",
        "٢ يناير ٢٠٢٤، ٨:٠٠:٠٠ م",
        "2 كانون الثاني 2024 20:00",
        "2 בינואר 2024, 20:00:00",
        "2 ม.ค. 2567 20:00:00",
        "2 มกราคม 2024 20:00",
        "2 thg 1, 2024, 20:00:00",
        "2 tháng 1 năm 2024 20:00",
        "2. tammikuuta 2024 klo 20:00",
        "2 de gener de 2024 20:00",
        "2 януари 2024 г., 20:00",
    ],
)
def test_months_of_many_languages(text: str) -> None:
    assert DateColumn("time").read(text, Place("x", 1)) == 1704225600


@pytest.mark.parametrize(
    "names",
    [
        "ledna února března dubna května června července srpna září října listopadu prosince",
        "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "jan feb mär apr mai jun jul aug sep okt nov dez",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "janv févr mars avr mai juin juil août sept oct nov déc",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "jan fev mar abr mai jun jul ago set out nov dez",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "sty lut mar kwi maj cze lip sie wrz paź lis gru",
        "янв февр мар апр май июн июл авг сент окт ноя дек",
        "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    ],
)
def test_short_names_of_months(names: str) -> None:
    assert [month_named(name) for name in names.split()] == list(range(1, 13))


@pytest.mark.parametrize("value", ["15:34", "20250231"])
def test_a_clock_alone_and_digits_of_no_day_are_errors(value: str) -> None:
    with pytest.raises(SourceError, match=f"x.csv line 2: Date is '{value}'"):
        read_dates([f"202501{n:02}" for n in range(1, 30)] + [value])


def test_numbers_that_may_not_be_what_they_seem_are_said() -> None:
    def said(*values: str) -> str | None:
        column = DateColumn("Date")
        for value in values:
            column.learn(value, DATE_PLACE)
        return column.settle()

    unix = [str(1735689600 + n) for n in range(9)]
    assert said("1", "2", "3") == "3 times are too small to be any, taken for an order"
    assert "1 time is of 1973 to 1996 as unix times" in (said(*unix, "757382400") or "")
    browsers = [*(value + "000000" for value in unix), "13350000000000000"]
    assert said(*browsers) == "1 time is read as microseconds since 1601"
    assert read_dates(browsers)[-1] == "2024-01-17 21:20"
    assert read_dates(["202511241830", "202511250915"]) == ["2025-11-24 18:30", "2025-11-25 09:15"]
    assert read_dates(["2025-328", "2025-001T09:30:00Z"]) == [
        "2025-11-24 00:00",
        "2025-01-01 09:30",
    ]
