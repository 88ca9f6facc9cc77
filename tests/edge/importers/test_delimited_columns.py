"""Tables of columns that nobody named for us: which is the time, which the title, in which form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import Interaction
from ilora_edge.importers.delimited import DelimitedSource


@pytest.mark.parametrize("name", ["Watched on", "played_on", "Date finished", "last-read"])
def test_times_by_their_usual_names(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "x.csv", f"title,{name}\nHeat,2026-01-03\n")
    histories, _ = imported(DelimitedSource(path, "csv"), tmp_path / "x.db")
    assert histories == {"me": [Interaction("Heat", 1767398400, None)]}


def test_a_spreadsheet_says_its_delimiter(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "sep=;\ntitle;date\nA, B;2025-01-02\n")
    histories, _ = imported(DelimitedSource(path, "csv"), tmp_path / "x.db")
    assert histories == {"me": [Interaction("A, B", 1735776000, None)]}


def test_times_that_nothing_has_are_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "title,date\nA,2995-01-01\nB,1960-01-01\nC,2025-01-02\n")
    source = DelimitedSource(path, "csv")
    imported(source, tmp_path / "x.db")
    assert source.notes[-2:] == [
        "x.csv: dated after tomorrow, and so the last: 1",
        "x.csv: dated before 1970, and so the first: 1",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ({"exported": "2025", "data": [{"item": "a"}, {"item": "b"}]}, ["a", "b"]),
        ({"item": "a", "artists": [{"name": "X"}]}, ["a"]),
    ],
)
def test_a_list_in_an_only_object(tmp_path: Path, text: object, expected: list[str]) -> None:
    path = write(tmp_path / "x.jsonl", json.dumps(text, indent=2))
    histories, _ = imported(DelimitedSource(path, "jsonl"), tmp_path / "x.db")
    assert [event.item_id for event in histories["me"]] == expected


def test_an_object_of_many_brackets_is_read_in_one_go(tmp_path: Path) -> None:
    inner = ",\n".join("{}" for _ in range(20_000))
    path = write(tmp_path / "x.json", f'[\n{{"item": "a", "more": [\n{inner}\n]}},\n{{"item": "b"')
    with pytest.raises(SourceError, match=r"x\.json line 20004: not JSON"):
        imported(DelimitedSource(path, "jsonl"), tmp_path / "x.db")


@pytest.mark.parametrize(
    ("text", "expected", "said"),
    [
        ("Name;Watched\nA;01/02/2024\nB;13/02/2024\n", 1706745600, "times are those of 'Watched'"),
        ("title,visitTime\nA,1706745600\n", 1706745600, "times are those of 'visitTime'"),
        ("titre;Date de visionnage\nA;01/02/2024\nB;13/02/2024\n", 1706745600, "visionnage'"),
        ("title,added,finished\nA,2020-01-01,2024-02-01\n", 1706745600, "those of 'finished'"),
        ("title,Playback Start Datetime (UTC)\nA,2024-02-01T00:00:00Z\n", 1706745600, "Datetime"),
        ("title,my_start_date,my_finish_date\nA,2024-01-01,2024-02-01\n", 1706745600, "finish_"),
        ("title,one,two\nA,2020-01-01,2024-02-01\n", 1, "dates are in 'one', 'two'; name the"),
        ("title,length,release date\nA,12:30,2020-01-01\n", 1, "its position in the file"),
        ("title,Watched\nA,2024-02-01\nB,yes\n", 0, "times are those of 'Watched'"),
        ("title,Watched\nA,2024-02-01\nB,somewhere\n", 1, "its position in the file"),
    ],
)
def test_times_are_found_by_what_they_are(
    tmp_path: Path, text: str, expected: int, said: str
) -> None:
    source = DelimitedSource(write(tmp_path / "x.csv", text), "csv", delimiter=None)
    histories, _ = imported(source, tmp_path / "x.db")
    assert histories["me"][0].timestamp == expected
    assert said in "\n".join(source.notes)


@pytest.mark.parametrize(
    ("head", "title", "rating"),
    [
        ("Film title,Score (1-10)", "A", 2.0),
        ("Movie Name,Rating10", "A", 2.0),
        ("book_title,User Name,My rating (out of 100)", "A", 0.2),
        ("Name,Stars", "A", 4.0),
        ("Name,IMDb Rating,Own score /10", "A", 2.0),
    ],
)
def test_longer_names_of_columns(tmp_path: Path, head: str, title: str, rating: float) -> None:
    fields = ["A", *(["9"] if head.count(",") == 2 else []), "4"]
    path = write(tmp_path / "x.csv", f"{head}\n{','.join(fields)}\n")
    histories, items = imported(DelimitedSource(path, "csv"), tmp_path / "x.db")
    (events,) = histories.values()
    assert [event.rating for event in events] == [pytest.approx(rating)]
    assert [item.title for item in items] == [title]


@pytest.mark.parametrize(
    "times",
    [
        ("1700000000900", "1700000000100", "1700000000500", "1699999999999"),
        *(
            tuple(f"2024-01-02{between}10:00:{second}{end}" for second in seconds)
            for between, end in (("T", "Z"), (" ", ""))
            for seconds in [("01.9", "01.1", "01.5", "00.99")]
        ),
        ("1700000000.9", "1700000000.1", "1700000000.5", "1699999999.9"),
        ("13350000000900000", "13350000000100000", "13350000000500000", "13349999999999999"),
    ],
)
def test_fractions_of_a_second_order_what_one_second_holds(
    tmp_path: Path, times: tuple[str, ...]
) -> None:
    rows = [f"{title},{time}\n" for title, time in zip("CABZ", times, strict=True)]
    for lines in (rows, rows[::-1]):
        path = write(tmp_path / "x.csv", "title,time\n" + "".join(lines))
        histories, _ = imported(DelimitedSource(path, "csv"), tmp_path / "x.db")
        assert [event.item_id for event in histories["me"]] == [*"ZABC"]
        (tmp_path / "x.db").unlink()
