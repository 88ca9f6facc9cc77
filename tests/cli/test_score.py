"""``ilora-edge score``: every user of any database, resumable, with failures named."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from harness import Cli, one_line

LISTS = (
    "SELECT user_id, rank, item_id, title, score, encoder_score, in_database FROM recommendations"
)


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def execute(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


@pytest.fixture
def own_db(db: Path, tmp_path: Path) -> Path:
    path = tmp_path / "own.db"
    path.write_bytes(db.read_bytes())
    return path


def app_db(path: Path, titles: list[tuple[str, str]], plays: list[tuple[Any, Any, Any]]) -> Path:
    """Make a database of somebody else's schema."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE film (nr TEXT, name TEXT, year INTEGER)")
        connection.execute("CREATE TABLE seen (who, film, at)")
        connection.executemany("INSERT INTO film VALUES (?, ?, NULL)", titles)
        connection.executemany("INSERT INTO seen VALUES (?, ?, ?)", plays)
    return path


MAPPING = (
    *("--interactions", "SELECT who AS user, film AS item, at AS time FROM seen"),
    *("--items", "SELECT nr AS item, name AS title, year FROM film"),
)


def test_everyone_is_ranked_as_recommend_ranks(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.db"
    done = cli("score", "--db", db, "--bundle", bundle, "--out", out, "-k", 5)
    assert done.code == 0, done.err
    assert done.out == ""
    said = f"run 1: 4 users ranked, 0 unchanged, 0 failed; the lists are in {out}"
    assert said in done.err
    found = query(out, LISTS)
    assert [(r[0], r[1]) for r in found] == [
        (u, n) for u in ("ada", "bob", "cy", "dan") for n in range(1, 6)
    ]
    for user in ("ada", "bob", "cy", "dan"):
        alone = cli("recommend", user, "--db", db, "--bundle", bundle, "-k", 5, "--json")
        listed = json.loads(alone.out)["recommendations"]
        mine = [r for r in found if r[0] == user]
        assert [r[2] for r in mine] == [r["item_id"] for r in listed]
        assert [r[4] for r in mine] == pytest.approx([r["score"] for r in listed], abs=1e-3)
    ((remarks, finished),) = query(out, "SELECT remarks, finished_at FROM runs")
    assert json.loads(remarks)["matched_by_id"] == 10
    assert finished is not None


def test_the_second_time_only_who_has_changed(
    cli: Cli, bundle: Path, own_db: Path, tmp_path: Path
) -> None:
    command = ("score", "--db", own_db, "--bundle", bundle, "--out", tmp_path / "out.db")
    cli(*command)
    assert "0 users ranked, 4 unchanged" in cli(*command).err
    execute(own_db, "INSERT INTO interactions VALUES ('bob', 'm1', 9000, 5.0)")
    assert "1 user ranked, 3 unchanged" in cli(*command).err
    assert "4 users ranked, 0 unchanged" in cli(*command, "--force").err
    assert "4 users ranked, 0 unchanged" in cli(*command, "-k", 3).err


def test_streams(cli: Cli, bundle: Path, db: Path, tmp_path: Path) -> None:
    options = ("score", "--db", db, "--bundle", bundle, "-k", 2, "--users", "dan,ada")
    lines = cli(*options, "--nl")
    rows = [json.loads(line) for line in lines.out.splitlines()]
    assert [(r["user_id"], r["rank"]) for r in rows] == [
        ("ada", 1), ("ada", 2), ("dan", 1), ("dan", 2)
    ]  # fmt: skip
    table = list(csv.DictReader(io.StringIO(cli(*options, "--csv").out)))
    assert [r["item_id"] for r in table] == [r["item_id"] for r in rows]
    assert [float(r["score"]) for r in table] == pytest.approx([r["score"] for r in rows])
    both = cli(*options, "--nl", "--out", tmp_path / "out.db")
    assert [json.loads(line)["item_id"] for line in both.out.splitlines()] == [
        r["item_id"] for r in rows
    ]


def test_users_in_a_file_and_one_who_is_not_there(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path
) -> None:
    (tmp_path / "users.txt").write_text("bob\nzoe\n\n")
    out = tmp_path / "out.db"
    done = cli(
        *("score", "--db", db, "--bundle", bundle, "--out", out),
        *("--users", f"@{tmp_path / 'users.txt'}"),
    )
    assert done.code == 1
    assert done.err.endswith(f"error: 1 user failed; why is in the table failures of {out}\n")
    ((user, reason),) = query(out, "SELECT user_id, reason FROM failures")
    assert (user, "has no interaction of this user" in reason) == ("zoe", True)
    assert {r[0] for r in query(out, LISTS)} == {"bob"}


def test_bad_users_fail_alone(cli: Cli, bundle: Path, own_db: Path, tmp_path: Path) -> None:
    execute(
        own_db,
        """
        INSERT INTO items VALUES ('torn', CAST(x'416de9' AS TEXT), NULL);
        INSERT INTO interactions VALUES ('eve', 'torn', 1, NULL), ('eve', 'm1', 2, NULL);
        INSERT INTO interactions VALUES ('fay', 'm1', 'once upon a time', NULL);
        INSERT INTO interactions VALUES (CAST(x'67e9' AS TEXT), 'm1', 1, NULL);
        """,
    )
    out = tmp_path / "out.db"
    command = ("score", "--db", own_db, "--bundle", bundle, "--out", out)
    done = cli(*command)
    assert done.code == 1
    reasons = dict(query(out, "SELECT user_id, reason FROM failures"))
    assert set(reasons) == {"fay"}
    assert "has a value that is not a time: 'once upon a time'" in reasons["fay"]
    assert {r[0] for r in query(out, LISTS)} == {"ada", "bob", "cy", "dan", "eve", "g\ufffd"}
    # Of one title nothing can be said; that is no reason to have no list.
    assert done.err.count("1 of the titles interacted with is not UTF-8 (item 'torn')") == 1
    alone = ("eve", "--db", own_db, "--bundle", bundle, "--library")
    listed = cli("recommend", *alone, "--json")
    assert (listed.code, listed.err.count("is not UTF-8 (item 'torn')")) == (0, 1), listed.err
    assert "torn" not in listed.out
    execute(own_db, "DELETE FROM interactions WHERE user_id IN ('eve', 'fay')")
    assert cli(*command).code == 0


def test_a_resumed_run_must_be_the_same(cli: Cli, bundle: Path, db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.db"
    command = ("score", "--db", db, "--bundle", bundle, "--out", out)
    cli(*command)
    execute(out, "UPDATE runs SET finished_at = NULL; DELETE FROM users WHERE user_id = 'cy'")
    # What is refused writes no files of the run before.
    other = cli(*command, "-k", 7, "--to", "json", tmp_path / "lists")
    assert other.code == 1
    assert not (tmp_path / "lists").exists()
    assert one_line(other.err.splitlines(keepends=True)[-1])
    assert "run 1 was not finished and had k 10 instead of 7" in other.err
    resumed = cli(*command)
    assert "going on with run 1" in resumed.err
    assert "run 1: 1 user ranked, 0 unchanged" in resumed.err
    execute(out, "UPDATE runs SET finished_at = NULL")
    assert "run 2: 4 users ranked" in cli(*command, "-k", 7, "--restart").err


def test_somebody_elses_schema_by_title(
    cli: Cli, bundle: Path, tmp_path: Path, catalogue: list[tuple[str, str]]
) -> None:
    # Ids that look like the bundle's and mean other items; one film that it does not know.
    titles = [(f"m{29 - n}", title.upper()) for n, (_, title) in enumerate(catalogue[:20])]
    path = app_db(
        tmp_path / "app.db",
        [*titles, ("x1", "A Film of Our Own")],
        [("ann", f"m{29 - n}", f"2024-01-0{n + 1}") for n in range(5)]
        + [("ann", "x1", "2024-02-01"), (7, "m20", 1704103200), (None, "m20", 1)],
    )
    out = tmp_path / "out.db"
    command = ("--db", path, "--bundle", bundle, *MAPPING)
    done = cli("score", *command, "--out", out, "-k", 5)
    assert done.code == 0, done.err
    assert "the bundle knows 6 of the 7 items interacted with (6 by title)" in done.err
    found = query(out, LISTS)
    assert {r[0] for r in found} == {"ann", "7"}
    own = dict(titles)
    for _, _, item, title, _, _, in_database in found:
        if in_database:
            assert own[item] == title.upper()
        else:
            assert item in {i for i, _ in catalogue[20:]}
    seen = {f"m{29 - n}" for n in range(5)}
    assert not {r[2] for r in found if r[0] == "ann" and r[6]} & seen
    alone = cli("recommend", "ann", *command, "-k", 5, "--json")
    assert alone.code == 0, alone.err
    assert [r["item_id"] for r in json.loads(alone.out)["recommendations"]] == [
        r[2] for r in found if r[0] == "ann"
    ]


def test_where_nothing_matches_titles_alone_are_ranked(
    cli: Cli, bundle: Path, tmp_path: Path
) -> None:
    titles = [(str(n), f"Song number {n}") for n in range(30)]
    plays = [(f"u{n % 3}", str(n % 25), n) for n in range(40)]
    path = app_db(tmp_path / "app.db", titles, plays)
    out = tmp_path / "out.db"
    command = ("--db", path, "--bundle", bundle, *MAPPING, "-k", 5)
    done = cli("score", *command, "--out", out)
    assert done.code == 0, done.err
    assert (
        "items interacted with, so its own items are ranked by what people here have used; a"
        in done.err
    )
    found = query(out, LISTS)
    assert len(found) == 15
    assert {(encoder, own) for *_, encoder, own in found} == {(None, 1)}
    met = {(u, i) for u, i, _ in plays}
    assert not {(r[0], r[2]) for r in found} & met
    ((remarks,),) = query(out, "SELECT remarks FROM runs")
    assert json.loads(remarks)["databases_ranked_by_title_alone"] == 1
    alone = cli("recommend", "u1", *command, "--json")
    assert alone.code == 0, alone.err
    assert "ranked by what people here have used" in alone.err
    # These are the database's own items, whatever is popular in the bundle.
    assert "popular" not in alone.err
    assert [r["item_id"] for r in json.loads(alone.out)["recommendations"]] == [
        r[2] for r in found if r[0] == "u1"
    ]
    unplayed = cli("recommend", "u1", *command, "--to", "m3u8", tmp_path / "u1.m3u8")
    assert (unplayed.code, "titles alone: --to md, html or csv" in unplayed.err) == (1, True)
    refused = cli("score", *command, "--out", tmp_path / "no.db", "--require-match", 10)
    assert refused.code == 1
    assert one_line(refused.err.splitlines(keepends=True)[-1])
    assert "knows 0.0 % of the items" in refused.err
    assert not (tmp_path / "no.db").exists()
    refused = cli("recommend", "u1", *command, "--require-match", 10)
    assert refused.code == 1


def test_unmatched_items_may_be_candidates(
    cli: Cli, bundle: Path, own_db: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.db"
    cli("score", "--db", own_db, "--bundle", bundle, "--out", out, "-k", 40, "--unmatched", 1)
    found = query(out, f"{LISTS} WHERE encoder_score IS NULL")
    # cy and dan have seen it.
    assert {(r[0], r[2]) for r in found} == {("ada", "outside"), ("bob", "outside")}


def test_filters(cli: Cli, bundle: Path, db: Path, tmp_path: Path) -> None:
    command = ("score", "--db", db, "--bundle", bundle, "--users", "ada", "--nl", "-k", 20)

    def lists(*options: object) -> list[dict[str, Any]]:
        done = cli(*command, *options)
        assert done.code == 0, done.err
        return [json.loads(line) for line in done.out.splitlines()]

    plain = lists()
    seen = {f"m{n}" for n in (0, 1, 2, 3, 4, 5, 9)}
    assert not seen & {r["item_id"] for r in plain}
    assert seen & {r["item_id"] for r in lists("--include-seen")}
    only = lists("--where", "item IN ('m10', 'm12', 'm1', 'outside')")
    assert {r["item_id"] for r in only} == {"m10", "m12"}
    middle = plain[len(plain) // 2]["score"]
    assert [r["rank"] for r in lists("--min-score", middle)] == [
        r["rank"] for r in plain if r["score"] >= middle
    ]
    various = lists("--diversity", "0.9")
    assert various[0]["item_id"] == plain[0]["item_id"]
    assert [r["item_id"] for r in various] != [r["item_id"] for r in plain]
    alone = cli(
        *("recommend", "ada", "--db", db, "--bundle", bundle, "--json"),
        *("--where", "item IN ('m10', 'm12', 'm1')"),
    )
    assert [r["item_id"] for r in json.loads(alone.out)["recommendations"]] == [
        r["item_id"] for r in only
    ]


def test_many_databases_at_once(cli: Cli, bundle: Path, db: Path, tmp_path: Path) -> None:
    fleet = tmp_path / "fleet"
    fleet.mkdir()
    for n in range(3):
        (fleet / f"phone-{n}.db").write_bytes(db.read_bytes())
    execute(fleet / "phone-1.db", "DELETE FROM interactions WHERE user_id <> 'bob'")
    (fleet / "phone-9.db").write_text("not a database at all")
    out = tmp_path / "out.db"
    command = ("score", fleet / "*.db", "--bundle", bundle, "--out", out, "-k", 3)
    done = cli(*command)
    assert done.code == 1
    assert "9 users ranked, 0 unchanged, 0 failed, 1 database not read" in done.err
    found = query(out, "SELECT database, user_id, item_id FROM recommendations")
    by_file = {Path(d).name: {u for e, u, _ in found if e == d} for d, _, _ in found}
    assert by_file == {
        "phone-0.db": {"ada", "bob", "cy", "dan"},
        "phone-1.db": {"bob"},
        "phone-2.db": {"ada", "bob", "cy", "dan"},
    }
    ((database, user, reason),) = query(out, "SELECT database, user_id, reason FROM failures")
    assert (Path(database).name, user) == ("phone-9.db", "")
    assert "file is not a database" in reason
    (fleet / "phone-9.db").unlink()
    again = cli(*command)
    assert again.code == 0
    assert "0 users ranked, 9 unchanged" in again.err


def test_shards_of_users_are_together_everybody(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path
) -> None:
    whole, parts = tmp_path / "whole.db", []
    assert cli("score", "--db", db, "--bundle", bundle, "--out", whole, "-k", 3).code == 0
    for n in (1, 2):
        out = tmp_path / f"{n}.db"
        done = cli(
            *("score", "--db", db, "--bundle", bundle, "--out", out, "-k", 3),
            *("--shard", f"{n}/2"),
        )
        assert done.code == 0, done.err
        parts.append(query(out, LISTS))
    assert all(parts)
    assert sorted(parts[0] + parts[1]) == query(whole, LISTS)


def test_shards_of_a_fleet_are_of_whole_files(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path
) -> None:
    fleet = [tmp_path / f"phone-{n}.db" for n in range(4)]
    for path in fleet:
        path.write_bytes(db.read_bytes())
    found = []
    for n in (1, 2, 3):
        shown = cli(
            *("score", *fleet, "--bundle", bundle, "--nl", "--users", "bob", "-k", 1),
            *("--shard", f"{n}/3"),
        )
        assert shown.code == 0, shown.err
        assert f"shard {n}/3: {len(shown.out.splitlines())} of 4 databases" in shown.err
        found += [json.loads(line)["database"] for line in shown.out.splitlines()]
    assert sorted(found) == sorted(map(str, fleet))


def test_the_settings_file_says_it_all(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = app_db(tmp_path / "app.db", [("1", "One")], [("ann", "1", 1), ("bo", "1", 2)])
    made = cli("init", "--db", path, "--bundle", bundle, *MAPPING)
    assert made.code == 0, made.err
    assert "One" in made.err
    assert cli("users").out.count("\n") == 3
    assert "One" in cli("history", "ann").out
    done = cli("score")
    assert done.code == 1  # the only item has been seen by everyone
    assert (tmp_path / "recommendations.db").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "where are the lists to go"),
        (("--csv", "--nl"), "two forms of the same"),
        (("--nl", "--force"), "add --out"),
        (("--nl", "--engine", "spark"), "'spark' is not one of 'processes', 'ray'"),
        (("--nl", "--address", "auto"), "add --engine ray"),
        (("--nl", "--users", " , "), "--users names nobody"),
        (("--nl", "--users", "@/nowhere/users.txt"), "--users: cannot read"),
        (("--nl", "--where", "price >"), "incomplete input|syntax error"),
        (("--nl", "--where", "no_such_column = 1"), "no such column"),
        (("--nl", "--app", "navidrome"), "is not a database of Navidrome"),
        (("--out", "{db}"), "is the database that is read"),
        (("--nl", "nowhere-*.db"), "no file matches"),
        (("--nl", "--shard", "3/2"), "--shard 3/2: the first number"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    cli: Cli, bundle: Path, db: Path, options: tuple[str, ...], message: str
) -> None:
    import re

    filled = [o.format(db=db) for o in options]
    done = cli("score", "--db", db, "--bundle", bundle, *filled)
    assert done.code == (2 if "spark" in options else 1)
    assert one_line(done.err)
    assert re.search(message, done.err)
    assert done.out == ""


def test_killed_again_and_again(bundle: Path, tmp_path: Path) -> None:
    """With more users than tools/kills.py has."""
    path = tmp_path / "many.db"
    users = [(f"u{n:03}", f"m{(n * 7 + j) % 29}", j) for n in range(260) for j in range(5)]
    titles = [(f"m{n}", f"Film {n}") for n in range(30)]
    app_db(path, titles, users)
    command = [
        *(sys.executable, "-m", "ilora_cli", "score", "--db", str(path), "--bundle", str(bundle)),
        *MAPPING,
    ]
    subprocess.run([*command, "--out", str(tmp_path / "whole.db")], check=True)
    whole = query(tmp_path / "whole.db", LISTS)
    cut = tmp_path / "cut.db"
    partial = 0
    for n in range(6):
        process = subprocess.Popen([*command, "--out", str(cut)], stderr=subprocess.DEVNULL)
        before = _done(cut)
        end = time.monotonic() + 60
        while _done(cut) <= before and process.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        time.sleep(0.01 * n)
        process.kill()
        process.wait()
        assert set(query(cut, LISTS)) <= set(whole)
        if _done(cut) == 260:
            break
        partial += _done(cut) > 0
    assert partial >= 2
    subprocess.run([*command, "--out", str(cut)], check=True)
    assert query(cut, LISTS) == whole
    assert query(cut, "SELECT sum(scored), sum(failed) FROM runs") == [(260, 0)]


def _done(path: Path) -> int:
    try:
        return int(query(path, "SELECT count(*) FROM users")[0][0])
    except sqlite3.Error:
        return 0


@pytest.fixture
def catalogue(bundle: Path) -> list[tuple[str, str]]:
    return query(bundle / "catalogue.db", "SELECT item_id, title FROM items ORDER BY encoder_index")
