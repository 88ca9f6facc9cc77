"""Sequences a line a user, and MiniOneRec's windows joined."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from ilora_edge.errors import IloraError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.importers.minionerec import MiniOneRecSource, join_windows
from ilora_edge.importers.sequences import SequencesSource
from ilora_edge.importers.store import write_import


def histories(db: Path) -> dict[str, list[str]]:
    with HistoryDB(db) as database:
        return {user: [i.item_id for i in items] for user, items in database.histories()}


@pytest.mark.parametrize("name", ["sequences.txt", "sequences.txt.gz"])
def test_sequences_keep_their_order_and_get_titles(tmp_path: Path, name: str) -> None:
    lines = b"7 3 1 2\n\n  u 2\t9   3\n"
    path = tmp_path / name
    path.write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
    (tmp_path / "items.csv").write_text(
        "item_id,title,brand\n3,Three,x\n1,\n1,One,\n".replace("1,\n", "1,,\n")
    )
    report = write_import(tmp_path / "h.db", SequencesSource(path, tmp_path / "items.csv"))
    assert histories(tmp_path / "h.db") == {"7": ["3", "1", "2"], "u": ["2", "9", "3"]}
    with HistoryDB(tmp_path / "h.db") as database:
        titles = {item.item_id: item.title for item in database.items()}
    assert titles == {"3": "Three", "1": "1", "2": "2", "9": "9"}
    assert "items without a title, with their id for one: 2" in report.notes


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("1 2\n5\n", "line 2: a user without items"),
        ("1 2\n2 3\n1 4\n", "line 3: user 1 has a line already: 1"),
        ("\n\n", "holds no interactions"),
    ],
)
def test_what_is_wrong_with_sequences_is_said(tmp_path: Path, lines: str, message: str) -> None:
    (tmp_path / "s.txt").write_text(lines)
    with pytest.raises(IloraError, match=message):
        write_import(tmp_path / "h.db", SequencesSource(tmp_path / "s.txt"))
    assert not (tmp_path / "h.db").exists()


@pytest.mark.parametrize(
    ("windows", "joined"),
    [
        (["a", "ab", "abc"], "abc"),
        (["abc", "bcd", "cde"], "abcde"),
        (["abc", "bc"], "abc"),
        (["ab", "cd"], "abcd"),
        (["aa", "aab"], "aab"),
        ([], ""),
    ],
)
def test_windows_are_joined_where_they_overlap(windows: list[str], joined: str) -> None:
    assert join_windows([list(w) for w in windows]) == list(joined)


def write_windows(folder: Path, valid: list[object], test: list[object]) -> None:
    (folder / "items.csv").write_text("item_id,title\n1,One\n2,Two\n3,Three\n4,Four\n5,Five\n")
    for name, rows in (("valid.jsonl", valid), ("test.jsonl", test)):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows))


def row(user: str, seq: list[int], following: int) -> dict[str, object]:
    return {"user": user, "seq": seq, "next": following}


def test_no_target_of_the_test_is_learnt(tmp_path: Path) -> None:
    write_windows(
        tmp_path,
        [row("A", [1], 2), row("A", [1, 2], 3)],
        [row("A", [1, 2, 3], 4), row("A", [1, 2, 3, 4], 5), row("B", [4], 5)],
    )
    report = write_import(tmp_path / "h.db", MiniOneRecSource(tmp_path))
    assert histories(tmp_path / "h.db") == {"A": ["1", "2", "3"], "B": ["4"]}
    assert report.n_items_new == 5
    assert "left out, as the target of a test row of that user: 1" in report.notes


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"user": "A", "seq": [9], "next": 1}, "item '9' is not in items\\.csv"),
        ({"user": "A", "next": 1}, "no list 'seq'"),
        ({"seq": [1], "next": 2}, "no user"),
    ],
)
def test_what_is_wrong_with_windows_is_said(
    tmp_path: Path, bad: dict[str, object], message: str
) -> None:
    write_windows(tmp_path, [row("A", [1], 2)], [bad])
    with pytest.raises(IloraError, match=message):
        write_import(tmp_path / "h.db", MiniOneRecSource(tmp_path))
    (tmp_path / "valid.jsonl").unlink()
    with pytest.raises(IloraError, match=r"valid\.jsonl, test\.jsonl and items\.csv"):
        MiniOneRecSource(tmp_path)
