"""Real data sets in other people's schemas, mapped without a line of code."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from harness import Cli

from ilora_edge.demo import demo_bundle


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def load(path: Path, table: str, header: str, rows: list[list[str]]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE TABLE {table} ({header})")
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def remarks(path: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(path)) as connection:
        (text,) = connection.execute("SELECT remarks FROM runs").fetchone()
    found: dict[str, Any] = json.loads(text)
    return found


def test_movielens_as_imported_is_matched_by_title(cli: Cli, shared_data: Path) -> None:
    assert cli("import", "movielens", shared_data / "ml-100k", "ml.db").code == 0
    done = cli(
        *("score", "--db", "ml.db", "--bundle", demo_bundle(), "--out", "out.db", "--users", "1,2")
    )
    assert done.code == 0, done.err
    found = remarks(Path("out.db"))
    assert found["interacted"] == 1682
    assert found["matched_by_id"] == 0
    assert found["matched_by_title"] > 100
    assert "the bundle knows" in done.err


def test_movielens_in_a_schema_of_its_own(cli: Cli, shared_data: Path) -> None:
    folder = shared_data / "ml-100k"
    ratings = [line.split("\t") for line in (folder / "u.data").read_text().splitlines()]
    films = [line.split("|")[:2] for line in (folder / "u.item").read_text("latin-1").splitlines()]
    path = Path("raw.db")
    load(
        path, "ratings", "userId INTEGER, movieId INTEGER, rating REAL, timestamp INTEGER", ratings
    )
    load(path, "movies", "movieId INTEGER PRIMARY KEY, title TEXT", films)
    made = cli("init", "--db", path, "--bundle", demo_bundle())
    assert made.code == 0, made.err
    guessed = json.loads(cli("history", "42", "--json", "-n", "0").out)
    said = json.loads(
        cli(
            *("history", "42", "--json", "-n", "0", "--db", path),
            *("--interactions", "ratings", "--user-column", "userId", "--item-column", "movieId"),
            *("--items", "movies"),
        ).out
    )
    assert guessed == said
    assert len(said) == 183
    assert all(event["title"] and event["rating"] for event in said)


def test_hetrec_has_weights_and_no_times(cli: Cli, shared_data: Path) -> None:
    folder = shared_data / "hetrec2011-lastfm-2k"
    plays = [
        line.split("\t") for line in (folder / "user_artists.dat").read_text().splitlines()[1:]
    ]
    artists = [
        line.split("\t")[:2]
        for line in (folder / "artists.dat").read_text("utf-8").splitlines()[1:]
    ]
    path = Path("lastfm.db")
    load(path, "user_artists", "userID INTEGER, artistID INTEGER, weight INTEGER", plays)
    load(path, "artists", "id INTEGER PRIMARY KEY, name TEXT", artists)
    made = cli("init", "--db", path, "--bundle", demo_bundle(), "--out", "lists.db")
    assert made.code == 0, made.err
    assert "user_artists" in Path("ilora-edge.toml").read_text()
    done = cli("score", "--users", "2,3,4", "-k", "5")
    assert done.code == 0, done.err
    assert "3 users ranked" in done.err
    assert remarks(Path("lists.db"))["interactions"] == len(plays)
