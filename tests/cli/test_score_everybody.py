"""``ilora-edge score``: who has done nothing yet has a list as well, as they have a page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_offers import Rows, written
from harness import Cli
from tiny import TITLES

_FILM = "MediaBrowser.Controller.Entities.Movies.Movie"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Ann has watched four films; Jo and Kay, whom the server knows as well, none."""
    rows: Rows = [("Users", {"Id": u[0], "Username": u}) for u in ("ann", "jo", "kay")]
    for n, title in enumerate(TITLES[:9]):
        rows.append(("BaseItems", {"Id": f"F{n}", "Name": title, "Type": _FILM, "IsFolder": 0}))
    for n in range(4):
        at = f"2025-01-0{n + 1} 20:00:00"
        seen = {"ItemId": f"F{n}", "UserId": "a", "CustomDataKey": f"F{n}", "Played": 1}
        rows.append(("UserData", {**seen, "PlayCount": 1, "LastPlayedDate": at}))
    return written("jellyfin", rows, tmp_path / "app.db")


def test_nobody_of_the_application_is_left_out(
    cli: Cli, bundle: Path, library: Path, tmp_path: Path
) -> None:
    out, lists = tmp_path / "out.db", tmp_path / "lists"
    flags = ("--db", library, "--bundle", bundle, "--library", "-k", 3)
    first = cli("score", *flags, "--out", out)
    assert first.code == 0, first.err
    assert "3 users ranked, 0 unchanged, 0 failed" in first.err
    with closing(sqlite3.connect(out)) as connection:
        (n_users, n_rows) = connection.execute(
            "SELECT count(DISTINCT user_id), count(*) FROM recommendations"
        ).fetchone()
        own = connection.execute(
            "SELECT item_id FROM recommendations WHERE user_id = 'j' ORDER BY rank"
        ).fetchall()
    assert (n_users, n_rows) == (3, 9)
    # The list of the one command is that of the other.
    alone = cli("recommend", "jo", *flags, "--plain")
    assert [line.split("\t")[1] for line in alone.out.splitlines()] == [i for (i,) in own]
    again = cli("score", *flags, "--out", out)
    assert "0 users ranked, 3 unchanged, 0 failed" in again.err
    # A share, and those that are named, are as they were.
    named = cli("score", *flags, "--users", "jo,ann", "--csv")
    assert {line.split(",")[1] for line in named.out.splitlines()[1:]} == {"a", "j"}
    shares = [cli("score", *flags, "--shard", f"{n}/2", "--csv").out.splitlines() for n in (1, 2)]
    of_each = [{line.split(",")[1] for line in share[1:]} for share in shares]
    assert of_each[0] | of_each[1] == {"a", "j", "k"}
    assert not of_each[0] & of_each[1]
    files = cli("score", *flags, "--to", "md", lists)
    assert files.code == 0, files.err
    assert sorted(p.name for p in lists.iterdir()) == ["ann.md", "jo.md", "kay.md"]


def test_a_database_that_cannot_be_read_is_no_user(
    cli: Cli, bundle: Path, library: Path, tmp_path: Path
) -> None:
    """Who reads a mail of cron is told what it was, and of how many there is more in the table."""
    broken = []
    for n in range(5):
        broken.append(tmp_path / f"broken-{n}.db")
        broken[-1].write_bytes(b"no database")
    flags = ("--bundle", bundle, "-k", 3)
    out = tmp_path / "out.db"
    done = cli("score", library, *broken, *flags, "--out", out, "--quiet")
    lines = done.err.splitlines()
    assert (done.code, len(lines)) == (1, 4)
    for line, path in zip(lines[:3], broken[:3], strict=True):
        assert f"cannot read {path}: file is not a database" in line
    assert lines[-1] == f"error: 5 databases failed; why is in the table failures of {out}"
    said = cli("score", library, broken[0], *flags, "--out", out, "--restart").err.splitlines()
    assert said[0].startswith("1 database read; ")
    assert "nothing" not in said[0]
    assert "0 failed, 1 database not read; the lists are in" in said[1]
    csv = cli("score", library, broken[0], *flags, "--csv")
    assert csv.code == 1
    assert csv.err.endswith("error: 1 database failed\n")


def test_a_list_that_no_player_can_play_keeps_nobody_else_from_theirs(
    cli: Cli, bundle: Path, library: Path, tmp_path: Path
) -> None:
    """There are files of what ann alone is offered, and of no film of a first list."""
    lists = tmp_path / "lists"
    command = ("score", "--db", library, "--bundle", bundle, "--library", "-k", 3)
    rows = [line.split(",") for line in cli(*command, "--csv").out.splitlines()[1:]]
    first = {row[3] for row in rows if row[1] != "a"}
    hers = {row[3] for row in rows} - first
    assert hers
    with closing(sqlite3.connect(library)) as own, own:
        own.executemany("UPDATE BaseItems SET Path = '/f.mkv' WHERE Id = ?", [(i,) for i in hers])
    done = cli(*command, "--to", "m3u8", lists)
    assert done.code == 0, done.err
    assert [p.name for p in lists.iterdir()] == ["ann.m3u8"]
    assert "1 of 1 lists changed" in done.err
    assert "no file for 'jo', 'kay': no item of that list has a path or address" in done.err
    with closing(sqlite3.connect(library)) as own, own:
        own.execute("UPDATE BaseItems SET Path = NULL")
    nothing = cli(*command, "--to", "m3u8", tmp_path / "none")
    assert (nothing.code, "no item of the list of 'ann' has a path" in nothing.err) == (1, True)
    assert not (tmp_path / "none").exists()
