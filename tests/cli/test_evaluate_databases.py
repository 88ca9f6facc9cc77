"""``evaluate`` reads what ``recommend`` reads: mappings, presets, items matched by title."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from harness import Cli, one_line
from tiny import TITLES


def make(path: Path, titles: list[str], rating: str = "5") -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE films (film TEXT PRIMARY KEY, name TEXT)")
        connection.execute("CREATE TABLE seen (who, film, stars, at)")
        connection.executemany(
            "INSERT INTO films VALUES (?, ?)", [(f"x{n}", t) for n, t in enumerate(titles)]
        )
        rows = [
            (who, f"x{(n + first) % len(titles)}", rating, 1700000000 + 3600 * n)
            for first, who in enumerate(("ada", "bob", "cy"))
            for n in range(8)
        ]
        connection.executemany("INSERT INTO seen VALUES (?, ?, ?, ?)", rows)
    return path


MAPPING = (
    *("--interactions", "SELECT who AS user, film AS item, stars AS rating, at AS time FROM seen"),
    *("--items", "SELECT film AS item, name AS title FROM films"),
)


def measured(cli: Cli, *args: object) -> dict[str, Any]:
    done = cli("evaluate", "--mode", "product", "--json", *args)
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    # How long it took is of the run and not of the rows.
    assert found.pop("llm_ms") > 0
    return found


def test_foreign_ids_are_matched_by_title(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    db = make(tmp_path / "app.db", list(TITLES))
    found = measured(cli, "--bundle", bundle, "--db", db, *MAPPING)
    assert found["n_rows"] == 3
    # The same database with the bundle's own ids.
    own = tmp_path / "own.db"
    make(own, list(TITLES))
    with closing(sqlite3.connect(own)) as connection, connection:
        connection.execute("UPDATE films SET film = 'm' || substr(film, 2)")
        connection.execute("UPDATE seen SET film = 'm' || substr(film, 2)")
    same = measured(cli, "--bundle", bundle, "--db", own, *MAPPING)
    assert same["models"] == found["models"]
    assert found["models"]["popularity"].keys() == same["models"]["popularity"].keys()


def test_settings_and_flags(
    cli: Cli, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    db = make(tmp_path / "app.db", list(TITLES))
    made = cli("init", "--db", db, "--bundle", bundle, *MAPPING)
    assert made.code == 0, made.err
    assert measured(cli) == measured(cli, "--bundle", bundle, "--db", db, *MAPPING)
    settings = tmp_path / "ilora-edge.toml"
    settings.write_text(f"library = true\n{settings.read_text()}")
    assert "these rows are not --library" in cli("evaluate", "--mode", "product").err


def test_targets_the_bundle_does_not_have_are_said(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    titles = [t if n % 2 else f"Another film {n}" for n, t in enumerate(TITLES)]
    db = make(tmp_path / "app.db", titles)
    done = cli(*("evaluate", "--mode", "product", "--targets", "all", "--bundle", bundle),
               *("--db", db), *MAPPING)  # fmt: skip
    assert done.code == 0, done.err
    assert "have a target that the bundle knows" in done.err


def test_never_a_table_of_zeros(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    db = make(tmp_path / "app.db", [f"Another film {n}" for n in range(30)])
    done = cli("evaluate", "--bundle", bundle, "--db", db, *MAPPING)
    assert (done.code, done.out) == (1, "")
    said, error = done.err.splitlines()
    assert said.endswith("the bundle knows 0 of the 10 items interacted with, 0 of 24 interactions")
    assert "knows none of the 3 items that came next" in error


def test_ids_of_nobody_without_titles_are_one_line(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    db = make(tmp_path / "app.db", list(TITLES))
    done = cli("evaluate", "--bundle", bundle, "--db", db, *MAPPING[:2])
    assert (done.code, done.out, one_line(done.err)) == (1, "", True)
    assert "knows none of the ids of the 3 items that came next" in done.err


@pytest.mark.parametrize("rating", ["5", "9"])
def test_what_recommend_says_of_a_database_evaluate_says(
    rating: str, cli: Cli, bundle: Path, tmp_path: Path
) -> None:
    titles = [t if n % 2 else f"Another film {n}" for n, t in enumerate(TITLES)]
    db = make(tmp_path / "app.db", titles, rating)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("INSERT INTO seen VALUES ('ada', 'x3', ?, 4100000000)", (rating,))
    asked = ("--bundle", bundle, "--db", db, *MAPPING)
    listed = cli("recommend", "ada", *asked)
    done = cli("evaluate", "--mode", "product", *asked)
    assert (listed.code, done.code) == (0, 0)
    said = [line for line in listed.err.splitlines() if line.startswith(str(db))]
    assert len(said) >= 2
    assert set(said) <= set(done.err.splitlines())


def test_titles_that_are_alike_by_chance_are_no_rows(
    cli: Cli, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of lists this short none is equal by chance.
    monkeypatch.setattr("ilora_edge.matching.chance.PER_PAIR", 0.01)
    db = make(tmp_path / "app.db", [TITLES[0][:-7], *(f"Another thing {n}" for n in range(40))])
    asked = ("--bundle", bundle, "--db", db, *MAPPING)
    assert "is about other things" in cli("recommend", "ada", *asked).err
    done = cli("evaluate", *asked)
    assert done.code == 1
    assert "is about other things" in done.err
    assert "knows none of" in done.err.splitlines()[-1]


def test_what_was_had_before_is_no_target_and_that_is_said(
    cli: Cli, bundle: Path, tmp_path: Path
) -> None:
    db = make(tmp_path / "app.db", list(TITLES))
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("INSERT INTO seen VALUES ('ada', 'x0', '5', 1800000000)")
    done = cli("evaluate", "--bundle", bundle, "--db", db, *MAPPING, "--json")
    assert f"{db}: 1 of 3 targets were had before, which no list offers: left out" in done.err
    assert json.loads(done.out)["n_rows"] == 2
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("DELETE FROM seen WHERE who <> 'ada'")
    done = cli("evaluate", "--bundle", bundle, "--db", db, *MAPPING)
    assert (done.code, done.out) == (1, "")
    assert "no user has a new item after 3 or more others" in done.err


def test_people_are_asked_for_by_name(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    db = make(tmp_path / "app.db", list(TITLES))
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.executescript(
            "CREATE TABLE users (id, name); INSERT INTO users VALUES ('ada', 'Ada Quill'), "
            "('bob', 'Bob Ink'), ('cy', 'Cy')"
        )
    chosen = tmp_path / "users.jsonl"
    chosen.write_text('{"user": "Ada Quill"}\n')
    found = measured(cli, "--bundle", bundle, "--db", db, *MAPPING, "--users-from", chosen)
    assert (found["n_users"], found["n_rows"]) == (1, 1)
    chosen.write_text('{"user": "nobody"}\n')
    done = cli("evaluate", "--bundle", bundle, "--db", db, *MAPPING, "--users-from", chosen)
    assert (done.code, one_line(done.err)) == (1, True)
    assert "no user 'nobody'" in done.err


def test_a_rating_that_is_none_is_an_error(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    db = make(tmp_path / "app.db", list(TITLES), "great")
    done = cli("evaluate", "--bundle", bundle, "--db", db, *MAPPING)
    assert (done.code, one_line(done.err)) == (1, True)
    assert "the rating of item 'x0' by user 'ada' is not a number: 'great'" in done.err


def test_items_of_no_interactions(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    db = make(tmp_path / "app.db", list(TITLES))
    done = cli("evaluate", "--bundle", bundle, "--db", db, "--items", "films")
    assert (done.code, one_line(done.err)) == (1, True)
    assert "--items without --interactions" in done.err


def test_users_without_a_target_and_targets_without_a_time_are_counted(
    cli: Cli, bundle: Path, tmp_path: Path
) -> None:
    db = make(tmp_path / "app.db", list(TITLES))
    alone = cli("evaluate", "--bundle", bundle, "--db", db, *MAPPING, "--json")
    assert "no row" not in alone.err
    assert "have no time" not in alone.err
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("INSERT INTO seen VALUES ('dan', 'x3', '5', 1700000000)")
        connection.execute("UPDATE seen SET at = NULL WHERE who = 'cy'")
    done = cli("evaluate", "--bundle", bundle, "--db", db, *MAPPING, "--json")
    assert done.code == 0
    assert f"{db}: 1 of 4 users have too few items before any target, and no row" in done.err
    assert f"{db}: 1 of 3 targets have no time" in done.err
    # What one who has one item did changes nobody's row.
    assert json.loads(done.out)["n_rows"] == json.loads(alone.out)["n_rows"] == 3
