"""Kinds of tables met in other programs' reports: their columns, words, marks and calendars."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from importing import imported, read_dates, write

from ilora_edge.histories.rating_value import read_rating
from ilora_edge.importers.delimited import DelimitedSource


def read(folder: Path, content: object) -> list[str]:
    """Return title, day and rating of each interaction, oldest first; objects as JSON."""
    is_text = isinstance(content, str)
    text = str(content) if is_text else json.dumps(content)
    source = DelimitedSource(write(folder / "x", text), "csv" if is_text else "jsonl")
    histories, items = imported(source, folder / "x.db")
    titles = {item.item_id: item.title for item in items}
    return [
        f"{titles[e.item_id]}{_day(e.timestamp)}{'' if e.rating is None else f' {e.rating:g}'}"
        for events in histories.values()
        for e in events
    ]


def _day(time: int) -> str:
    return f" {datetime.fromtimestamp(time, UTC):%Y-%m-%d}" if time > 10**8 else ""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # Day of the row, and of what was done.
        (
            [{"title": "Ash", "created_at": "2024-04-01", "archived_at": "2024-05-13"}],
            ["Ash 2024-05-13"],
        ),
        (
            "Timestamp,Title,Date watched\n5/20/2024 20:30:15,Ash,5/13/2024\n",
            ["Ash 2024-05-13"],
        ),
        ("العنوان,الوقت\nAsh,١٣ مايو ٢٠٢٤\n", ["Ash 2024-05-13"]),
        ("Title,Checked,Favorite\nAsh,2024-05-13,no\nElm,no,no\n", ["Ash 2024-05-13"]),
        ("Game,Last Played\nAsh,2024-05-13\nElm,Never\nOak,Unknown\n", ["Oak", "Ash 2024-05-13"]),
        ("Title,Watched\nAsh,2024-05-13\nElm,No\nOak,x\n", ["Oak", "Ash 2024-05-13"]),
        ("Name,Watched?,Date Watched\nAsh,checked,5/21/2024\nElm,,\n", ["Ash 2024-05-21"]),
        ("Game,Playtime (hours),Last Played\nAsh,2.5,2024-05-13\nElm,0,\n", ["Ash 2024-05-13"]),
        # Several names of one thing, and an original title alone.
        ([{"target_title": "Ash", "target_title_ru": "Пепел", "score": 4}], ["Ash 4"]),
        ("原名,日期\nAsh,2024/05/13\n", ["Ash 2024-05-13"]),
        # Wishes in other languages.
        ("Název;Stav;Kdy\nAsh;Přečteno;13. 5. 2024\nElm;Chci si přečíst;\n", ["Ash 2024-05-13"]),
        ("Título;Estado\nAsh;Visto\nElm;Quiero verla\n", ["Ash"]),
        ("Cím;Állapot\nAsh;olvasott\nElm;várólistás\n", ["Ash"]),
        # What shells and notes draw.
        ("| Title | Date |\n|:---|---:|\n| Ash | 2024-05-13 |\n", ["Ash 2024-05-13"]),
        (" title |   date   \n-------+-------\n Ash  | 2024-05-13\n(1 row)\n", ["Ash 2024-05-13"]),
        ('Name,Dates\nAsh,"April 20, 2024 → May 13, 2024"\n', ["Ash 2024-05-13"]),
        # Cells that a spreadsheet could not work out.
        ("Title,Date,Rating\nAsh,2024-05-13,#DIV/0!\n#REF!,2024-05-14,3\n", ["Ash 2024-05-13"]),
        ("Title,Date\n" + "Ash,2024-05-13\n" * 1 + "Elm,2024-05-14\nTotal: 2,\n",
         ["Ash 2024-05-13", "Elm 2024-05-14"]),
        # How old one must be.
        ("Title,Rating,Date\nAsh,PG-13,2024-05-13\nElm,R,2024-05-14\n",
         ["Ash 2024-05-13", "Elm 2024-05-14"]),
        ("Title,Rating\nAsh,4*\n", ["Ash 4"]),
    ],
)  # fmt: skip
def test_a_table(tmp_path: Path, content: object, expected: list[str]) -> None:
    assert read(tmp_path, content) == expected


def test_a_rating_that_a_spreadsheet_made_a_day(tmp_path: Path) -> None:
    assert read_rating("7-Aug") is None
    assert read_rating("04. Mai") is None
    assert read_rating("4 - Marvellous") is not None


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["113/05/13", "113/12/24"], ["2024-05-13", "2024-12-24"]),
        (["24/05/13", "24/05/14"], ["2024-05-13", "2024-05-14"]),
        # One day of each of some years.
        (["24/05/13", "24/05/14", "25/12/15"], ["2013-05-24", "2014-05-24", "2015-12-25"]),
    ],
)
def test_years_of_other_calendars_and_in_front(texts: list[str], expected: list[str]) -> None:
    assert read_dates(texts) == [f"{day} 00:00" for day in expected]


@pytest.mark.parametrize("title", ["Abandoned", "Quiero vivir", "Series"])
def test_a_single_title_of_such_words_is_no_heading(tmp_path: Path, title: str) -> None:
    assert len(read(tmp_path, f"Title,Rating\nAsh,4\n{title},\nElm,3\nOak,5\n")) == 4
