"""An option that could do nothing is refused, not taken and forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import Cli, one_line


@pytest.mark.parametrize(
    "command",
    [
        ("recommend", "bob", "--relative"),
        ("score", "--csv", "--base", "."),
        ("radio", "m1", "--relative"),
        ("schedule", "--relative"),
        ("recommend", "bob", "--plain", "--explain"),
        ("recommend", "bob", "ada", "--plain"),
        ("recommend", "bob", "ada", "-v"),
        ("recommend", "bob", "ada", "--llm-only", "--fusion-weight", "2"),
        ("recommend", "bob", "ada", "--min-score", "-9"),
        ("recommend", "bob", "ada", "--to", "csv", "out.csv"),
        ("evaluate", "--item-offset", "1"),
        ("init", "--take", "2", "--dry-run"),
    ],
    ids=" ".join,
)
def test_it_is_refused(command: tuple[str, ...], cli: Cli, db: Path, bundle: Path) -> None:
    done = cli(*command, "--db", db, "--bundle", bundle)
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err), done.err


@pytest.mark.parametrize(
    "rows", [("--app", "kodi"), ("--interactions", "plays")], ids=lambda rows: rows[0]
)
@pytest.mark.parametrize("command", ["similar", "radio"])
def test_what_rows_mean_is_refused_without_a_database(
    command: str, rows: tuple[str, str], cli: Cli, bundle: Path
) -> None:
    done = cli(command, "m1", "--bundle", bundle, *rows)
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err)
    assert "--db" in done.err


def test_what_is_the_same_of_several_people_is_said_once(
    cli: Cli, db: Path, bundle: Path, tmp_path: Path
) -> None:
    items = tmp_path / "items.sql"
    items.write_text("SELECT item_id AS item, 'Another ' || title AS title FROM items")
    rows = ("--interactions", "SELECT user_id AS user, item_id AS item, timestamp AS time "
            "FROM interactions", "--items", items.read_text())  # fmt: skip
    done = cli("recommend", "bob", "ada", "--db", db, "--bundle", bundle, *rows)
    lines = done.err.splitlines()
    assert len(set(lines)) == len(lines)
    assert any("items interacted with" in line for line in lines)
