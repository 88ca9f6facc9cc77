"""A database whose ids are not the bundle's: whatever is printed of it has its own."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from harness import Cli, one_line

from ilora_cli.mcp import Tools
from ilora_edge.histories.database import HistoryDB
from ilora_edge.recommender import Recommender

Place = tuple[object, ...]


@pytest.fixture
def place(db: Path, bundle: Path, tmp_path: Path) -> Place:
    path = tmp_path / "own.db"
    path.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(path)) as own, own:
        own.execute("PRAGMA foreign_keys = OFF")
        for table in ("items", "interactions"):
            own.execute(f"UPDATE {table} SET item_id = 'film-' || item_id")
        own.execute("CREATE TABLE users (user_id TEXT, display_name TEXT)")
        rows = [("ada", "Ada"), ("bob", "Bob High"), ("cy", "Cy"), ("dan", "Dan")]
        own.executemany("INSERT INTO users VALUES (?, ?)", rows)
    return ("--db", path, "--bundle", bundle, "--log", tmp_path / "log.db")


def are_own(rows: list[dict[str, Any]]) -> bool:
    return bool(rows) and all(row["item_id"].startswith("film-") for row in rows)


def test_lists_and_their_reasons(cli: Cli, place: Place) -> None:
    found = json.loads(cli("recommend", "Bob High", *place, "--explain", "--json").out)
    assert found["user"] == "bob"
    assert are_own(found["recommendations"])
    assert are_own([reason for item in found["recommendations"] for reason in item["reasons"]])


def test_one_item_explained(cli: Cli, place: Place) -> None:
    found = json.loads(cli("explain", "Bob High", "film-m1", *place, "--json").out)
    assert (found["user"], found["item_id"]) == ("bob", "film-m1")
    assert are_own(found["past"])
    found = json.loads(cli("why-not", "Bob High", "film-m3", *place, "--json").out)
    assert (found["user"], found["item_id"]) == ("bob", "film-m3")


def test_what_an_assistant_is_told(place: Place, bundle: Path, tmp_path: Path) -> None:
    with HistoryDB(Path(str(place[1]))) as database, Recommender(bundle) as recommender:
        tools = Tools(recommender, database, tmp_path / "log.db")
        found = tools.recommend("bob", 3)
        assert are_own(found["recommendations"])
        assert are_own([reason for r in found["recommendations"] for reason in r["reasons"]])
        assert are_own(tools.explain("bob", "film-m1")["because_of"])


def test_a_like_of_what_the_bundle_alone_has_changes_no_ids(cli: Cli, place: Place) -> None:
    """An import without ids has titles in their place, so that nothing tells whose ids they are."""
    with closing(sqlite3.connect(str(place[1]))) as own, own:
        own.execute("PRAGMA foreign_keys = OFF")
        title = "(SELECT title FROM items i WHERE i.item_id = interactions.item_id)"
        own.execute(f"UPDATE interactions SET item_id = {title}")
        used = "SELECT item_id FROM interactions"
        (gone, *_), *_ = own.execute(
            f"SELECT item_id, title FROM items WHERE title NOT IN ({used}) ORDER BY 1"
        ).fetchall()
        own.execute("DELETE FROM items WHERE item_id = ?", (gone,))
        own.execute("UPDATE items SET item_id = title")
        titles = {row[0] for row in own.execute("SELECT title FROM items")}

    def listed() -> list[str]:
        found = json.loads(cli("recommend", "bob", *place, "-k", 20, "--json").out)
        return [row["item_id"] for row in found["recommendations"]]

    assert len(titles.intersection(listed())) > 9
    liked = cli("like", "bob", gone.removeprefix("film-"), *place)
    assert liked.code == 0, liked.err
    assert len(titles.intersection(listed())) > 9


@pytest.mark.parametrize("command", [("similar", "-k"), ("radio", "-n")])
def test_what_is_like_it_and_there(
    cli: Cli,
    place: Place,
    command: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    name, length = command
    kept = {f"film-m{n}" for n in (1, 3, 5, 7, 9)}
    with closing(sqlite3.connect(str(place[1]))) as own, own:
        own.execute("PRAGMA foreign_keys = OFF")
        marks = ", ".join("?" * len(kept))
        own.execute(f"DELETE FROM items WHERE item_id NOT IN ({marks})", sorted(kept))

    def listed(*more: str) -> set[str]:
        done = cli(name, "film-m1", *place[:4], length, 30, "--json", *more)
        assert done.code == 0, done.err
        return {row["item_id"] for row in json.loads(done.out)[name]}

    assert listed() > kept - {"film-m1"}
    assert listed("--library") == kept - {"film-m1"}
    settings = Path("ilora-edge.toml")
    settings.write_text("library = true\n")
    assert listed() == kept - {"film-m1"}
    assert len(listed("--no-library")) > len(kept)
    settings.unlink()
    with closing(sqlite3.connect(str(place[1]))) as own, own:
        own.execute("DELETE FROM items WHERE item_id <> 'film-m1'")
    done = cli(name, "film-m1", *place[:4], "--library")
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err)
    assert "--no-library" in done.err
    done = cli(name, "m1", *place[2:4], "--library")
    assert done.code == 1
    assert "which database?" in done.err


def test_the_first_of_several_copies(cli: Cli, place: Place) -> None:
    with closing(sqlite3.connect(str(place[1]))) as own, own:
        own.execute("INSERT INTO items (item_id, title) SELECT 'a' || item_id, title FROM items")
    listed = json.loads(cli("similar", "film-m1", *place[:4], "--json").out)["similar"]
    assert listed
    assert all(row["item_id"].startswith("afilm-") for row in listed)


def test_an_item_that_only_the_database_has_is_like_none(cli: Cli, place: Place) -> None:
    done = cli("similar", "film-outside", *place[:4])
    assert (done.code, one_line(done.err)) == (1, True)
    assert "the bundle does not know" in done.err
    assert "but 30 of the 31 items of the database: name one of these; recommend" in done.err
    with closing(sqlite3.connect(str(place[1]))) as own, own:
        own.execute("DELETE FROM items WHERE item_id <> 'film-outside'")
    done = cli("similar", "film-outside", *place[:4])
    assert done.err.endswith(
        ", nor anything else of the database; recommend ranks it all the same\n"
    )


def test_one_id_for_two_films_is_the_database_s(cli: Cli, place: Place) -> None:
    """Both sides count from 1: what is asked about is the film that the person has."""
    with closing(sqlite3.connect(str(place[1]))) as own, own:
        own.execute("PRAGMA foreign_keys = OFF")
        for table in ("items", "interactions"):
            own.execute(
                f"UPDATE {table} SET item_id = 'm' || (substr(item_id, 7) + 1) "
                "WHERE item_id LIKE 'film-m%'"
            )
        (title,) = own.execute("SELECT title FROM items WHERE item_id = 'm5'").fetchone()
    found = json.loads(cli("explain", "bob", "m5", *place, "--json").out)
    assert (found["item_id"], found["title"]) == ("m5", title)
    found = json.loads(cli("similar", "m5", *place[:4], "--json").out)
    assert found["like"] == [title]


def test_what_is_said_names_the_person_as_they_were_named(cli: Cli, place: Place) -> None:
    said = cli("like", "Bob High", "film-m1", *place).err
    assert said.startswith("liked by Bob High: ")
    logged = cli("log", "Bob High", "film-m2", *place[:2], *place[4:]).err
    assert logged.startswith("logged for Bob High: ")
