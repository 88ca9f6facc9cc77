"""What spreadsheets and reports leave in a table, and files that say nothing of use."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.delimited import DelimitedSource
from ilora_edge.importers.tables.spreadsheets import is_shortened
from ilora_edge.importers.tracks import track

DAY = 1745193600


def read(tmp_path: Path, text: str, end: str = "csv") -> tuple[list[tuple[str, int]], list[str]]:
    path = write(tmp_path / f"x.{end}", text)
    source = DelimitedSource(path, "csv" if end == "csv" else "jsonl")
    histories, _ = imported(source, tmp_path / "x.db")
    return [(i.item_id, i.timestamp) for i in histories["me"]], source.notes


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("My films\nexported,2026-01-01\n\n", 4),
        ("Report of plays (2026)\n", 2),
        ("\n\nOf;somebody\n", 4),
    ],
)
def test_lines_above_the_header(tmp_path: Path, above: str, line: int) -> None:
    rows, notes = read(tmp_path, f"{above}Titel;Datum;Bewertung\nAlien;21.04.2025;4\n")
    assert rows == [("Alien", DAY)]
    assert f"x.csv: the header is line {line}; what is above was left out" in notes


def test_a_wrong_line_below_a_header_in_the_middle(tmp_path: Path) -> None:
    text = "My films\n\ntitle,date\nAlien,2025-04-21\nHeat,sometime\n"
    with pytest.raises(SourceError, match=r"x\.csv line 5: date is 'sometime'"):
        read(tmp_path, text)


def test_a_header_that_is_not_known_is_no_preamble(tmp_path: Path) -> None:
    """A row that happens to say 'name' is not taken for the header of a wider table."""
    text = "what,of which,when\nname,x,2025-04-21\nfilm,y,2025-04-22\n"
    with pytest.raises(SourceError, match="which column is the item"):
        read(tmp_path, text)


def test_a_line_of_totals(tmp_path: Path) -> None:
    rows = "".join(f"Film {n},2025-04-2{n},4\n" for n in range(1, 4))
    found, notes = read(tmp_path, f"Title,Date,Rating\n{rows}Total:,,12\n")
    assert [item for item, _ in found] == ["Film 1", "Film 2", "Film 3"]
    assert any("line 5 is no row, but has totals" in note for note in notes)


def test_a_film_named_total(tmp_path: Path) -> None:
    rows = "".join(f"Film {n},2025-04-2{n},4\n" for n in range(1, 4))
    found, _ = read(tmp_path, f"Title,Date,Rating\n{rows}Total,2025-04-24,3\n")
    assert found[-1] == ("Total", DAY + 3 * 86400)


@pytest.mark.parametrize("text", ["1.2E+05", "9.78014E+12", "1,7E+09", "1E5"])
def test_numbers_that_were_shortened(text: str) -> None:
    assert is_shortened(text)


@pytest.mark.parametrize("text", ["1.700000000E+09", "12E", "E+05", "tt1E05", "1700000000", ""])
def test_numbers_that_were_not(text: str) -> None:
    assert not is_shortened(text)


def test_ids_that_a_spreadsheet_shortened(tmp_path: Path) -> None:
    text = "item_id,title,timestamp\n12,A,1700000000\n9.78014E+12,B,1700000001\n"
    with pytest.raises(SourceError, match=r"line 3: item_id is '9.78014E\+12': a spreadsheet has"):
        read(tmp_path, text)
    # In a column of words it is one.
    rows, _ = read(tmp_path, text + "abc,C,1700000002\n")
    assert [item for item, _ in rows] == ["12", "9.78014E+12", "abc"]


def test_times_that_a_spreadsheet_shortened(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"line 2: timestamp is '1.7E\+09': a spreadsheet has"):
        read(tmp_path, "title,timestamp\nAlien,1.7E+09\nHeat,1.7E+09\n")


def test_empty_fields_behind_the_last_column(tmp_path: Path) -> None:
    assert len(read(tmp_path, "title,date\nAlien,2025-04-21,\nHeat,2025-04-22,,\n")[0]) == 2
    assert len(read(tmp_path, "title,date,,\nMoon,2025-04-21\n")[0]) == 3
    with pytest.raises(SourceError, match="expected 2 fields, got 3"):
        read(tmp_path, "title,date\nAlien,2025-04-21,x\n")


def test_blanks_and_normal_forms_of_ids(tmp_path: Path) -> None:
    text = '{"item_id": "ABC ", "ts": 1700000000}\n{"item_id": "ABC", "ts": 1700000001}\n'
    assert {item for item, _ in read(tmp_path, text, "json")[0]} == {"ABC"}
    forms = [unicodedata.normalize(form, "Amélie") for form in ("NFC", "NFD")]
    text = "".join(f"{name},2025-04-2{n}\n" for n, name in enumerate(forms, 1))
    (tmp_path / "x.db").unlink()
    assert {item for item, _ in read(tmp_path, f"title,date\n{text}")[0]} == {forms[0]}
    assert track(forms[1], "Ghost").item_id == track(forms[0], "Ghost").item_id


def test_a_file_of_nothing_ends_early(tmp_path: Path) -> None:
    path = write(tmp_path / "x.json", "[" + "{}," * 150_000 + '{"title": "A"}]')
    with pytest.raises(SourceError, match=r"which column is the item.*there is: nothing"):
        imported(DelimitedSource(path, "jsonl"), tmp_path / "x.db")


FIRST = "title,rating\nA,4\nB,3\nC,5\n"


@pytest.mark.parametrize(
    ("again", "rows"),
    [
        (FIRST, [("A", 1, 4), ("B", 2, 3), ("C", 3, 5)]),
        (FIRST + "D,1\n", [("A", 1, 4), ("B", 2, 3), ("C", 3, 5), ("D", 4, 1)]),
        ("title,rating\nB,3\nC,5\nD,1\n", [("A", 1, 4), ("B", 1, 3), ("C", 2, 5), ("D", 3, 1)]),
        (
            "title,rating\nD,1\nA,4\nB,2\nC,5\n",
            [("D", 1, 1), ("A", 2, 4), ("B", 3, 2), ("C", 4, 5)],
        ),
        ("title,rating\nA,4\nA,2\nB,3\n", [("A", 1, 4), ("A", 2, 2), ("B", 3, 3), ("C", 3, 5)]),
    ],
)
def test_a_file_without_times_again(
    tmp_path: Path, again: str, rows: list[tuple[str, int, float]]
) -> None:
    """Lines put in or taken out above move the places of those below, and make none of them new."""
    imported(DelimitedSource(write(tmp_path / "a.csv", FIRST), "csv"), tmp_path / "x.db")
    before = (tmp_path / "x.db").read_bytes()
    source = DelimitedSource(write(tmp_path / "b.csv", again), "csv")
    histories, _ = imported(source, tmp_path / "x.db")
    assert {(i.item_id, i.timestamp, i.rating) for i in histories["me"]} == set(rows)
    assert len(histories["me"]) == len(rows)
    if again == FIRST:
        assert (tmp_path / "x.db").read_bytes() == before


def test_places_tell_nothing_where_a_time_is_known(tmp_path: Path) -> None:
    first = "title,date\nA,2025-04-21\n"
    imported(DelimitedSource(write(tmp_path / "a.csv", first), "csv"), tmp_path / "x.db")
    source = DelimitedSource(write(tmp_path / "b.csv", "title\nA\nB\n"), "csv")
    histories, _ = imported(source, tmp_path / "x.db")
    assert [(i.item_id, i.timestamp) for i in histories["me"]] == [("B", 2), ("A", DAY)]
