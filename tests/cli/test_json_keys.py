"""``--json`` and ``score --csv`` print the keys that docs/recommend.md names, and no others."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from harness import Cli

PAGE = Path(__file__).parents[2] / "docs" / "recommend.md"


def documented(command: str) -> list[str]:
    """Return the names that the page's row of a command has, inner ones too."""
    (row,) = re.findall(rf"^\| `{re.escape(command)}` \| (.*) \|$", PAGE.read_text(), re.M)
    return re.findall(r"`([a-z_0-9]+)`", row)


def keys_of(value: Any, no_further: frozenset[str]) -> list[str]:
    """Return all keys of a value, in the order they are met."""
    if isinstance(value, list):
        return keys_of(value[0], no_further) if value else []
    if not isinstance(value, dict):
        return []
    found = []
    for key, inner in value.items():
        found.append(key)
        if key not in no_further:
            found += keys_of(inner, no_further)
    return found


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("recommend ann bob", ("recommend", "ada", "bob")),
        ("users", ("users",)),
        ("history", ("history", "ada")),
        ("explain", ("explain", "ada", "m7")),
        ("why-not", ("why-not", "ada", "m7")),
        ("similar", ("similar", "m3")),
        ("radio", ("radio", "m3")),
        ("bundle verify", ("bundle", "verify")),
        ("bundle diff", ("bundle", "diff")),
        ("backbone list", ("backbone", "list")),
    ],
)
def test_the_keys_are_those_of_the_page(
    cli: Cli, db: Path, bundle: Path, command: str, arguments: tuple[str, ...]
) -> None:
    words: list[object] = list(arguments)
    if arguments[0] == "bundle":
        words += [bundle, bundle][: 1 + (arguments[1] == "diff")]
    elif arguments[0] != "backbone":
        words += ["--db", db]
        words += [] if arguments[0] in ("users", "history") else ["--bundle", bundle]
    done = cli(*words, "--json")
    assert done.code == 0, done.err
    by_name = frozenset({"shares", "scores", "taste", "experts"})
    assert keys_of(json.loads(done.out), by_name) == documented(command)


def test_csv_and_lines_have_the_columns_of_the_page(
    cli: Cli, db: Path, bundle: Path, tmp_path: Path
) -> None:
    text = PAGE.read_text()
    (row,) = re.findall(r"^`score --csv` and `--nl` have the columns ([^.]*)\.", text, re.M)
    columns = re.findall(r"`([a-z_]+)`", row)
    base = ("score", "--db", db, "--bundle", bundle, "-k", 3)
    rows = list(csv.reader(io.StringIO(cli(*base, "--csv").out)))
    lines = [json.loads(line) for line in cli(*base, "--nl").out.splitlines()]
    assert rows[0] == columns
    assert all(list(line) == columns for line in lines)
    kept = cli(*base, "--csv", "--out", tmp_path / "lists.db").out.splitlines()
    assert kept[0].split(",") == ["run_id", *columns]
    assert [r[rows[0].index("item_id")] for r in rows[1:]] == [line["item_id"] for line in lines]
