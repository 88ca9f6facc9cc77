"""``--wanted``: a list of nothing but what somebody still wants to read or watch."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import pytest
from harness import Cli, one_line
from tiny import tiny_items

from ilora_cli.mcp import Tools
from ilora_edge.histories.database import HistoryDB, Item
from ilora_edge.importers.store import Row, write_import
from ilora_edge.recommender import Recommender

KNOWN = [item.item_id for item in tiny_items()]
OTHERS = {"x1": "Kiln Weather (1987)", "x2": "Clay Almanac (2007)", "x3": "Ash Ledger (1998)"}


class Wishing:
    """Ann wants two known items and two others, bob one of each, and cy nothing."""

    name = "literal"
    notes: list[str] = []  # noqa: RUF012
    wanted: ClassVar = {("ann", "m9"), ("ann", "m12"), ("ann", "x1"), ("ann", "x2"), ("bob", "m12"),
              ("bob", "x3"), ("dee", "m3"), ("dee", "x1")}  # fmt: skip

    def interactions(self) -> list[Row]:
        rows: list[Row] = [("ann", f"m{n}", 1000 + n, 5.0) for n in range(4)]
        rows += [("bob", f"m{n}", 2000 + n, 4.0) for n in (3, 8)]
        return [*rows, ("cy", "m2", 6, None)]

    def items(self) -> list[Item]:
        others = [Item(item_id, title, None) for item_id, title in OTHERS.items()]
        return [*(Item(i.item_id, i.title, None) for i in tiny_items()), *others]


class Alone(Wishing):
    """Ann alone, whose items no bundle knows."""

    wanted: ClassVar = {("ann", "x1"), ("ann", "x2")}

    def interactions(self) -> list[Row]:
        return [("ann", "x3", 1000, 5.0)]

    def items(self) -> list[Item]:
        return [Item(f"{i}", title, None) for i, title in OTHERS.items()]


@pytest.fixture
def wishing(tmp_path: Path) -> Path:
    write_import(tmp_path / "wishing.db", Wishing())
    return tmp_path / "wishing.db"


def ids(out: str) -> set[str]:
    return {place["item_id"] for place in json.loads(out)["recommendations"]}


def test_the_list_is_what_is_wanted_and_no_more(cli: Cli, wishing: Path, bundle: Path) -> None:
    base = ("--db", wishing, "--bundle", bundle, "--json")
    done = cli("recommend", "ann", *base, "--wanted")
    assert done.code == 0, done.err
    assert ids(done.out) == {"m9", "m12", "x1", "x2"}
    assert "only 4 items are still wanted" in done.err
    scores = [r["score"] for r in json.loads(done.out)["recommendations"]]
    assert scores == sorted(scores, reverse=True)
    # Whatever else is asked: the settings' library, a filter, no language model.
    assert ids(cli("recommend", "ann", *base, "--wanted", "--library").out) == ids(done.out)
    alone = cli("recommend", "ann", *base, "--wanted", "--encoder-only")
    assert ids(alone.out) == ids(done.out)
    some = cli("recommend", "ann", *base, "--wanted", "--where", "title LIKE '%(2007)'")
    assert ids(some.out) == {"x2"}, some
    assert ids(cli("recommend", "ann", *base, "-k", 1, "--wanted").out) < ids(done.out)


def test_a_list_without_it_is_as_it_was(cli: Cli, wishing: Path, bundle: Path) -> None:
    words = ("recommend", "ann", "--db", wishing, "--bundle", bundle, "--json")
    before = json.loads(cli(*words).out)["recommendations"]
    with closing(sqlite3.connect(wishing)) as connection, connection:
        connection.execute("DROP TABLE wanted")
    assert json.loads(cli(*words).out)["recommendations"] == before


def test_who_has_done_nothing_yet_may_want_something(cli: Cli, wishing: Path, bundle: Path) -> None:
    done = cli("recommend", "dee", "--db", wishing, "--bundle", bundle, "--json", "--wanted")
    assert done.code == 0, done.err
    assert ids(done.out) == {"m3", "x1"}
    assert "dee" in cli("users", "--db", wishing).err


def test_a_bundle_that_knows_none_of_it(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    write_import(tmp_path / "own.db", Alone())
    done = cli(
        *("recommend", "ann", "--db", tmp_path / "own.db", "--bundle", bundle), "--wanted", "--json"
    )
    assert done.code == 0, done.err
    assert ids(done.out) == {"x1", "x2"}


def test_of_everybody_each_has_what_they_want(cli: Cli, wishing: Path, bundle: Path) -> None:
    base = ("score", "--db", wishing, "--bundle", bundle, "--workers", 1, "--wanted")
    done = cli(*base, "--csv")
    assert done.code == 0, done.err
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(io.StringIO(done.out)):
        found.setdefault(row["user_id"], set()).add(row["item_id"])
    assert found == {"ann": {"m9", "m12", "x1", "x2"}, "bob": {"m12", "x3"}, "dee": {"m3", "x1"}}
    named = cli(*base, "--csv", "--users", "bob,cy")
    assert named.code == 1
    assert {row["user_id"] for row in csv.DictReader(io.StringIO(named.out))} == {"bob"}
    assert "user 'cy' failed" in named.err


def test_who_wants_nothing_fails_in_one_share_alone(cli: Cli, wishing: Path, bundle: Path) -> None:
    """Every share of the users failed with somebody who is in one of them."""
    base = ("score", "--db", wishing, "--bundle", bundle, "--workers", 1, "--wanted", "--csv")
    shares = [cli(*base, "--users", "bob,cy", "--shard", f"{n}/2") for n in (1, 2)]
    assert sum("user 'cy' failed" in share.err for share in shares) == 1


def test_a_wish_makes_a_list_out_of_date(
    cli: Cli, wishing: Path, bundle: Path, tmp_path: Path
) -> None:
    base = ("score", "--db", wishing, "--bundle", bundle, "--workers", 1, "--wanted")
    out = ("--out", tmp_path / "lists.db")
    assert "3 users ranked" in cli(*base, *out).err
    assert "0 users ranked, 3 unchanged" in cli(*base, *out).err
    with closing(sqlite3.connect(wishing)) as connection, connection:
        connection.execute("INSERT INTO wanted VALUES ('bob', 'm9')")
    assert "users ranked, 3 unchanged" not in cli(*base, *out).err
    with closing(sqlite3.connect(tmp_path / "lists.db")) as connection:
        rows = connection.execute("SELECT item_id FROM recommendations WHERE user_id = 'bob'")
        assert {item for (item,) in rows} == {"m12", "x3", "m9"}


def test_everything_that_lists_takes_it(
    cli: Cli, wishing: Path, bundle: Path, tmp_path: Path
) -> None:
    base = ("--db", wishing, "--bundle", bundle)
    why = cli("why-not", "ann", "m15", *base, "--wanted")
    assert (why.code, "on no list" in why.out) == (0, True), why
    both = json.loads(cli("recommend", "ann", "bob", *base, "--wanted", "--json").out)
    assert {r["item_id"] for r in both["recommendations"]} <= {"m9", "m12", "x1", "x2", "x3"}
    page = cli("report", "ann", *base, "--wanted", "--out", tmp_path / "ann.html")
    assert page.code == 0, page.err
    assert "Clay Almanac" in (tmp_path / "ann.html").read_text()


@pytest.mark.parametrize(
    "words",
    [
        ("recommend", "cy", "--wanted"),
        ("recommend", "--history", "m1", "--wanted"),
        ("report", "cy", "--wanted", "--out", "cy.html"),
    ],
    ids=" ".join,
)
def test_who_wants_nothing_is_told(
    cli: Cli, wishing: Path, bundle: Path, words: tuple[Any, ...]
) -> None:
    done = cli(*words, "--db", wishing, "--bundle", bundle)
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err), done.err
    assert "--wanted" in done.err


def test_where_nobody_wants_anything_it_is_told(cli: Cli, db: Path, bundle: Path) -> None:
    for words in (("recommend", "ada"), ("score", "--csv", "--workers", 1)):
        done = cli(*words, "--db", db, "--bundle", bundle, "--wanted")
        assert (done.code, done.out, one_line(done.err)) == (1, "", True), done
        assert "still wants to read or watch" in done.err


def test_all_that_was_wanted_has_been_seen(
    cli: Cli, wishing: Path, bundle: Path, tmp_path: Path
) -> None:
    log = ("--log", tmp_path / "log.db")
    for item in ("m12", "x3"):
        assert cli("seen", "bob", item, "--db", wishing, "--bundle", bundle, *log).code == 0
    done = cli("recommend", "bob", "--db", wishing, "--bundle", bundle, "--wanted", *log)
    assert (done.code, done.out) == (1, "")
    assert "all that is wanted has been seen" in done.err


def test_an_assistant_may_ask_for_it(wishing: Path, bundle: Path, tmp_path: Path) -> None:
    with Recommender(bundle) as recommender, HistoryDB(wishing) as database:
        found = Tools(recommender, database, tmp_path / "log.db").recommend("ann", wanted=True)
    places = found["recommendations"]
    assert {place["item_id"] for place in places} == {"m9", "m12", "x1", "x2"}


def test_a_schema_of_one_s_own_says_it_in_the_settings(
    cli: Cli, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(sqlite3.connect("app.db")) as connection, connection:
        connection.execute("CREATE TABLE film (nr TEXT, name TEXT)")
        connection.execute("CREATE TABLE plays (film, at)")
        connection.execute("CREATE TABLE wishes (item)")
        films = [(item.item_id, item.title) for item in tiny_items()]
        connection.executemany("INSERT INTO film VALUES (?, ?)", films)
        connection.execute("INSERT INTO plays VALUES ('m1', 1700000000)")
        connection.execute("INSERT INTO wishes VALUES ('m3'), ('m8')")
    rows = (
        f"db = 'app.db'\nbundle = '{bundle}'\nitems = 'SELECT nr AS item, name AS title FROM film'"
        "\ninteractions = 'SELECT film AS item, at AS time FROM plays'\n"
    )
    settings = Path("ilora-edge.toml")
    for wanted in ("wishes", "SELECT item FROM wishes", "SELECT 'me' AS user, item FROM wishes"):
        settings.write_text(f'{rows}wanted = "{wanted}"\n')
        done = cli("recommend", "--wanted", "--json")
        assert done.code == 0, done.err
        assert ids(done.out) == {"m3", "m8"}
    for wanted in ("gone", "SELECT 1 AS film"):
        settings.write_text(f'{rows}wanted = "{wanted}"\n')
        done = cli("recommend", "--wanted")
        assert (done.code, one_line(done.err), "wanted" in done.err) == (1, True, True), done.err
