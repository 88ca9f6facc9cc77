"""Splits of LLaRA and iLoRA."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from importing import imported, write_files

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import HistoryDB, Interaction, Item
from ilora_edge.importers.llara import LlaraSource
from ilora_edge.importers.store import write_import


def json_lines(*rows: dict[str, object]) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def windows(user: int, sequence: list[int], ratings: list[int] | None = None) -> Iterator[str]:
    for i, item in enumerate(sequence):
        window = slice(max(0, i - 10), i)
        row: dict[str, object] = {"user": user, "seq": sequence[window], "next": item}
        if ratings is not None:
            row |= {"ratings": ratings[window], "next_rating": ratings[i]}
        yield json_lines(row)


ITEMS_CSV = "id,title\n" + "".join(f"{i},item {i}\n" for i in range(20))
RICH_ITEMS_CSV = (
    "id,title,clean_title,genres\n0,Aliens,The Aliens,Action|Horror\n1,,unknown,\n2,,,\n"
)


def test_llara_movielens_keeps_its_user_ids_and_ratings(tmp_path: Path) -> None:
    train = "".join([*windows(253, [0, 1, 2], [3, 4, 5]), *windows(7, [2], [3])])
    row: dict[str, object] = {"user": 9, "seq": [1], "ratings": [4], "next": 0, "next_rating": 3}
    files: dict[str, str | bytes] = {
        "items.csv": RICH_ITEMS_CSV,
        "train_reconstructed.jsonl.gz": gzip.compress(train.encode()),
        "test.jsonl": json_lines(row),
    }
    source = LlaraSource(write_files(tmp_path / "split", files))
    histories, items = imported(source, tmp_path / "split.db")
    assert histories == {
        "253": [Interaction("0", 1, 3.0), Interaction("1", 2, 4.0), Interaction("2", 3, 5.0)],
        "7": [Interaction("2", 1, 3.0)],
        "9": [Interaction("1", 1, 4.0), Interaction("0", 2, 3.0)],
    }
    assert items == [
        Item("0", "The Aliens", "Action|Horror"),
        Item("1", "unknown", None),
        Item("2", "unknown", None),
    ]
    assert source.notes == [
        "these splits have no times: each interaction's time is its position in the sequence"
    ]


def test_llara_ids_of_other_splits_do_not_collide(tmp_path: Path) -> None:
    long = [i % 20 for i in range(25)]
    files: dict[str, str | bytes] = {
        "items.csv": ITEMS_CSV,
        "train.jsonl": "".join([*windows(0, long), *windows(1, [5])]),
        "train_reconstructed.jsonl.gz": b"left out, so never read",
        "val.jsonl": json_lines({"seq": [3, 4], "next": 5}, {"seq": [], "next": 6}),
        "test.jsonl": json_lines({"seq": [7], "next": 8}),
    }
    source = LlaraSource(write_files(tmp_path / "split", files))
    histories, items = imported(source, tmp_path / "split.db")
    sequences = {user: [int(i.item_id) for i in history] for user, history in histories.items()}
    assert sequences == {
        "train-0": long,
        "train-1": [5],
        "val-1": [3, 4, 5],
        "val-2": [6],
        "test-1": [7, 8],
    }
    assert len(items) == 20
    assert "train_reconstructed.jsonl.gz was left out: train.jsonl is there too" in source.notes


@pytest.mark.parametrize(
    ("name", "rows", "message"),
    [
        (
            "train.jsonl",
            [{"user": 1, "seq": [], "next": 1}, {"user": 1, "seq": [2], "next": 3}],
            "the window of user 1 does not continue the rows before: expected [1], got [2]",
        ),
        (
            "train.jsonl",
            [{"user": 1, "seq": [4], "next": 1}],
            "the window of user 1 does not continue the rows before: expected [], got [4]",
        ),
        (
            "train.jsonl",
            [{"user": 1, "seq": [], "next": 1}, {"user": 1, "seq": [], "next": 3}],
            "train.jsonl line 2: the window of user 1",
        ),
        (
            "train.jsonl",
            [
                {"user": 1, "seq": [], "ratings": [], "next": 1, "next_rating": 5},
                {"user": 1, "seq": [1], "ratings": [4], "next": 3, "next_rating": 5},
            ],
            "expected [1 (rated 5)], got [1 (rated 4)]",
        ),
        (
            "train.jsonl",
            [{"user": u, "seq": [], "next": 1} for u in (1, 2, 1)],
            "train.jsonl line 3: user train-1 has another sequence in train.jsonl",
        ),
        (
            "train.jsonl",
            [{"seq": [], "next": 1}],
            "train.jsonl line 1: user is null, not a number from 0",
        ),
        (
            "test.jsonl",
            [{"user": 3, "seq": [], "next": 1}] * 2,
            "test.jsonl line 2: user 3 has another sequence in test.jsonl",
        ),
        ("test.jsonl", [{"seq": [1]}], "test.jsonl line 1: an item is null, not a number from 0"),
        ("test.jsonl", [{"next": 1}], "test.jsonl line 1: seq is null, not a list"),
        (
            "test.jsonl",
            [{"seq": [True], "next": 1}],
            "test.jsonl line 1: an item is true, not a number from 0",
        ),
        (
            "test.jsonl",
            [{"seq": [20], "next": 1}],
            "test.jsonl line 1: item 20 is not one of the 20 items",
        ),
        ("test.jsonl", [{"seq": [10**30], "next": 1}], "test.jsonl line 1: an item is 1000"),
        (
            "test.jsonl",
            [{"seq": [1] * 11, "next": 1}],
            "test.jsonl line 1: seq has 11 items, more than 10",
        ),
        (
            "test.jsonl",
            [{"seq": [1], "ratings": [], "next": 1}],
            "test.jsonl line 1: seq has 1 items, but ratings has 0",
        ),
        ("test.jsonl", [[1]], "test.jsonl line 1: expected a JSON object"),
    ],
)
def test_llara_names_the_bad_line(
    tmp_path: Path, name: str, rows: list[dict[str, object]], message: str
) -> None:
    folder = write_files(tmp_path / "s", {"items.csv": ITEMS_CSV, name: json_lines(*rows)})
    with pytest.raises(SourceError) as caught:
        write_import(tmp_path / "s.db", LlaraSource(folder))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("items", "train", "message"),
    [
        (ITEMS_CSV, b"plain text", "train_reconstructed.jsonl.gz is not a whole gzip file"),
        (ITEMS_CSV, gzip.compress(b"{}" * 99)[:-9], "train_reconstructed.jsonl.gz is not a whole"),
        (ITEMS_CSV, gzip.compress(b'{"seq":'), "train_reconstructed.jsonl.gz line 1: not JSON"),
        ("id,title\n1,a\n", gzip.compress(b"{}"), "items.csv line 2: id is '1', but the position"),
        ("id\n1\n", gzip.compress(b"{}"), "items.csv line 1: no column 'title' in the header"),
    ],
)
def test_llara_damaged_files(tmp_path: Path, items: str, train: bytes, message: str) -> None:
    files: dict[str, str | bytes] = {"items.csv": items, "train_reconstructed.jsonl.gz": train}
    with pytest.raises(SourceError) as caught:
        write_import(tmp_path / "s.db", LlaraSource(write_files(tmp_path / "s", files)))
    assert message in str(caught.value)


def test_llara_without_its_files(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "s", {"items.csv": ITEMS_CSV})
    with pytest.raises(SourceError, match=r"at least one of train\.jsonl, .*there is: items\.csv"):
        LlaraSource(folder)


@pytest.mark.parametrize(
    ("name", "n_users", "n_items", "n_interactions", "user"),
    [
        # Rows of train, and of each held-out user the window and the target.
        ("movielens", 754 + 94 + 95, 1682, 68_389 + 2_077, "253"),
        ("lastfm", 976 + 122 + 122, 4606, 50_800 + 2_125, "train-0"),
        ("steam", 2 * 1194, 3581, 22_513, "test-1"),
    ],
)
def test_the_real_llara_splits(
    tmp_path: Path,
    shared_data: Path,
    name: str,
    n_users: int,
    n_items: int,
    n_interactions: int,
    user: str,
) -> None:
    path = tmp_path / "split.db"
    report = write_import(path, LlaraSource(shared_data / "llara-splits" / name))
    assert report.n_items_new == report.n_items_seen == n_items
    assert report.n_interactions_new == report.n_interactions_seen == n_interactions
    with HistoryDB(path) as db:
        assert db.count_users() == n_users
        history = db.read_history(user)
        assert [i.timestamp for i in history] == list(range(1, len(history) + 1))
        assert all((i.rating is not None) == (name == "movielens") for i in history)
