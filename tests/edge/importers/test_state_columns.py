"""Lists that say what became of a thing, ratings of 0, and headers with a name twice."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.importers.delimited import DelimitedSource
from ilora_edge.importers.tables.columns import FoundColumns
from ilora_edge.importers.tables.row_marks import RowMarks
from ilora_edge.importers.tables.states import state_of


def history_of(
    tmp_path: Path, content: str, format: str = "csv"
) -> tuple[list[tuple[str, float | None]], list[str]]:
    path = write(tmp_path / "x", content)
    source = DelimitedSource(path, "csv" if format == "csv" else "jsonl")
    histories, _ = imported(source, tmp_path / "x.db")
    with HistoryDB(tmp_path / "x.db") as db:
        seen = db.read_seen("me")
    return [(e.item_id, e.rating) for e in histories["me"]], [*seen, "|", *source.notes]


ANIME = """title,status,score,date
Alpha,Completed,8,2024-01-01
Beta,Plan to Watch,0,
Gamma,Dropped,0,2024-01-02
Delta,Dropped,2,2024-01-03
Epsilon,Watching,0,2024-01-04
Zeta,On-Hold,7,2024-01-05
"""


def test_a_list_with_states(tmp_path: Path) -> None:
    history, said = history_of(tmp_path, ANIME)
    assert history == [("Alpha", 8), ("Delta", 2), ("Epsilon", None), ("Zeta", 7)]
    assert said[:2] == ["Gamma", "|"]
    assert said[-3:] == [
        "x: given up and unrated, so no history and never offered: 1",
        "x: rated 0, which stands for unrated: 2",
        "x: still to be read or watched, so no history (--wanted ranks them): 1",
    ]


def test_times_of_what_was_given_up_are_not_counted_among_interactions(tmp_path: Path) -> None:
    content = ANIME.replace("2024-01-02", "1950-01-02") + "Eta,Dropped,0,2990-01-01\n"
    history, said = history_of(tmp_path, content)
    assert [item for item, _ in history] == ["Alpha", "Delta", "Epsilon", "Zeta"]
    assert {"Gamma", "Eta"} <= set(said)
    assert not [note for note in said if "dated" in note]


def test_the_same_as_json(tmp_path: Path) -> None:
    rows = [
        {"title": "Alpha", "status": "COMPLETED", "score": 8, "date": "2024-01-01"},
        {"title": "Beta", "status": "PLANNING", "score": 0, "date": None},
        {"title": "Gamma", "status": "DROPPED", "score": 0, "date": "2024-01-02"},
        {"title": "Epsilon", "status": "CURRENT", "score": 0, "date": "2024-01-04"},
    ]
    history, said = history_of(tmp_path, json.dumps(rows), "jsonl")
    assert history == [("Alpha", 8), ("Epsilon", None)]
    assert said[0] == "Gamma"


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("to-read", "planned"),
        ("Plan to Watch", "planned"),
        ("PlanToRead", "planned"),
        ("I want to read", "planned"),
        ("Will ich lesen", "planned"),
        ("想看", "planned"),
        ("currently-reading", "begun"),
        ("On-Hold", "begun"),
        ("DNF", "given up"),
        ("did_not_finish", "given up"),
        ("Abandonné", "given up"),
        ("read", "done"),
        ("視聴済み", "done"),
        ("Released", None),
        ("active", None),
        (3, None),
    ],
)
def test_words_of_states(word: object, state: str | None) -> None:
    assert state_of(word) == state


def test_yes_and_no(tmp_path: Path) -> None:
    history, said = history_of(tmp_path, "title,watched\nA,yes\nB,no\nC,\nD,Yes\n")
    assert [item for item, _ in history] == ["A", "D"]
    assert said[-1] == "x: still to be read or watched, so no history (--wanted ranks them): 2"


@pytest.mark.parametrize(
    "content",
    [
        "title,status\nA,Released\nB,Rumored\n",
        "title,read\nA,2024-01-01\nB,2024-01-02\n",
        "title,watched\nA,\nB,\n",
        "title,played\nA,long ago\nB,0\n",
    ],
)
def test_other_columns_of_such_names_say_nothing(tmp_path: Path, content: str) -> None:
    assert [item for item, _ in history_of(tmp_path, content)[0]] == ["A", "B"]


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        ("score", ["0", "7", "10"], [None, 7, 10]),
        ("rating", ["0.0", "3.5", "5"], [None, 3.5, 5]),
        ("score", ["0", "60", "85"], [None, 60, 85]),
        # Nobody has said what 0 means here: it is a value like others.
        ("score", ["0", "4", "85"], [0, 4, 85]),
        ("score", ["0", "1", "1"], [0, 1, 1]),
        ("score", ["0", "-3", "4"], [0, -3, 4]),
        ("rating", ["0/10", "7/10", "10/10"], [0, 3.5, 5]),
        ("Score (0-10)", ["0", "7", "10"], [0, 3.5, 5]),
    ],
)
def test_a_rating_of_0(
    tmp_path: Path, header: str, values: list[str], expected: list[float | None]
) -> None:
    lines = "".join(f"T{n},{value}\n" for n, value in enumerate(values))
    history, _ = history_of(tmp_path, f"title,{header}\n{lines}")
    assert [rating for _, rating in history] == expected


def test_two_columns_of_one_name(tmp_path: Path) -> None:
    """Equal values, or only one: that is read. What nobody asks for may differ."""
    content = "title,rating,notes,title,rating,notes\nA,4,x,A,,y\nB,,x,B,3,\n"
    assert history_of(tmp_path, content)[0] == [("A", 4), ("B", 3)]
    with pytest.raises(SourceError, match="line 3: columns 2 and 5 are both named 'rating', and a"):
        history_of(tmp_path, content.replace("B,,x,B,3,", "B,2,x,B,3,"))


def test_files_put_one_behind_the_other(tmp_path: Path) -> None:
    history, _ = history_of(tmp_path, "title,rating\nA,4\n\ufefftitle,rating\nB,3\n")
    assert history == [("A", 4), ("B", 3)]


@pytest.mark.parametrize("date", ["2025-01-01 24:00", "2025-01-01T24:00:00Z", "1/1/2025 24:00"])
def test_the_end_of_a_day(tmp_path: Path, date: str) -> None:
    source = DelimitedSource(write(tmp_path / "x", f"title,date\nA,{date}\n"), "csv", order="day")
    histories, _ = imported(source, tmp_path / "x.db")
    assert [e.timestamp for e in histories["me"]] == [1735776000]


def test_the_numbers_of_a_status_of_myanimelist(tmp_path: Path) -> None:
    rows = "series_title,my_status\nA,2\nB,6\nC,4\nD,1\n"
    source = DelimitedSource(write(tmp_path / "x.csv", rows), "csv")
    histories, _ = imported(source, tmp_path / "x.db")
    assert [event.item_id for event in histories["me"]] == ["A", "D"]
    assert source.seen == {("me", "C")}


def test_other_numbers_are_no_states(tmp_path: Path) -> None:
    rows = "title,status\nA,2\nB,6\nC,4\n"
    histories, _ = imported(
        DelimitedSource(write(tmp_path / "x.csv", rows), "csv"), tmp_path / "x.db"
    )
    assert [event.item_id for event in histories["me"]] == ["A", "B", "C"]


@pytest.mark.parametrize("count", ["1 200", "1,200", "1.200", "12"])
def test_a_count_in_thousands_says_that_others_of_0_were_not_played(
    count: str, tmp_path: Path
) -> None:
    content = f'title;plays\nAlpha;"{count}"\nBeta;0\n'
    assert history_of(tmp_path, content)[0] == [("Alpha", None)]


def test_rows_with_names_of_their_own_take_no_room_each() -> None:
    marks, names = RowMarks(), FoundColumns("title")
    tracemalloc.start()
    try:
        for n in range(20_000):
            marks.learn({f"{n} {m}": "watched" for m in range(5)}, names)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20e6
