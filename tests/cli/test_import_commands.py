"""``ilora-edge import``, ``users`` and ``history``: what they print, where, and how they fail."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import typer
from harness import Cli, one_line

from ilora_cli.console import Steps, note, print_json, progress
from ilora_cli.import_exports import EXPORTS, LIBRARIES
from ilora_cli.import_run import run_import
from ilora_edge.importers.delimited import DelimitedSource
from ilora_edge.times.unix_time import shown_time

RED = "\x1b[31m"
PLAYS = (
    "user_id,item_id,timestamp,rating,title\n"
    "ann,a,1700000000,4.5,Alien\n"
    "ann,b,1700000060,,[bold]Brazil[/bold]\n"
    f"bob,c,1700000120,3,{RED}\u202eClue\n"
)


@pytest.fixture
def plays(tmp_path: Path) -> Path:
    path = tmp_path / "plays.csv"
    path.write_text(PLAYS, encoding="utf-8")
    return path


@pytest.fixture
def db(cli: Cli, plays: Path, tmp_path: Path) -> Path:
    path = tmp_path / "plays.db"
    assert cli("import", "csv", plays, path).code == 0
    return path


def test_import_reports_counts_on_stdout_and_notes_on_stderr(
    cli: Cli, plays: Path, tmp_path: Path
) -> None:
    db = tmp_path / "new.db"
    first = cli("import", "csv", plays, db)
    assert first.code == 0
    assert first.out == f"{db}: 3 of 3 items and 3 of 3 interactions are new\n"
    assert first.err == ""
    again = cli("import", "csv", plays, db, "--json")
    assert json.loads(again.out) == {
        "db": str(db),
        "n_items_new": 0,
        "n_interactions_new": 0,
        "n_items_seen": 3,
        "n_interactions_seen": 3,
        "notes": [],
        "n_titles_filled": 0,
        "n_titles_differ": 0,
        "n_ratings_changed": 0,
        "n_replaced": 0,
    }


def test_import_csv_options(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("who\twhat\tstars\nu\ti\t5\n")
    (tmp_path / "items.tsv").write_text("what\tname\ni\tIce\n")
    db = tmp_path / "x.db"
    outcome = cli(
        *("import", "csv", tmp_path / "x.tsv", db, "--delimiter", "tab"),
        *("--user-column", "who", "--item-column", "what", "--rating-column", "stars"),
        *("--items", tmp_path / "items.tsv", "--title-column", "name"),
    )
    assert outcome.code == 0
    assert outcome.err == (
        "note: x.tsv has no 'timestamp': each interaction's time is its position in the file\n"
    )
    shown = cli("history", "u", "--db", db, "--json")
    assert json.loads(shown.out) == [
        {"item_id": "i", "title": "Ice", "timestamp": 1, "rating": 5.0, "said": None}
    ]


def test_import_jsonl(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"user": 1, "item_id": 2, "at": "2023-11-14"}\n')
    db = tmp_path / "x.db"
    arguments = ("import", "jsonl", tmp_path / "x.jsonl", db)
    outcome = cli(*arguments, "--user-column", "user", "--time-column", "at")
    assert outcome.out == f"{db}: 1 of 1 items and 1 of 1 interactions are new\n"
    assert outcome.err == "note: items without a title, with their id for one: 1\n"


def test_import_folders(cli: Cli, tmp_path: Path) -> None:
    files = {
        "movielens": {
            "ratings.csv": "userId,movieId,rating,timestamp\n1,2,4,5\n",
            "movies.csv": "movieId,title,genres\n2,Heat (1995),Crime\n",
        },
        "lastfm": {"artists.dat": "2\tAir\tu\tp\n", "user_artists.dat": "1\t2\t9\n"},
        "llara": {"items.csv": "id,title\n0,Air\n", "test.jsonl": '{"seq": [], "next": 0}\n'},
    }
    for source, contents in files.items():
        folder = tmp_path / source
        folder.mkdir()
        for name, content in contents.items():
            (folder / name).write_text(content)
        outcome = cli("import", source, folder, tmp_path / f"{source}.db")
        assert outcome.code == 0
        assert "1 of 1 items and 1 of 1 interactions are new" in outcome.out


@pytest.mark.parametrize(
    "source", ["movielens", "lastfm", "llara", "csv", "jsonl", *EXPORTS, *LIBRARIES]
)
def test_import_errors_are_one_line_and_leave_nothing(
    cli: Cli, tmp_path: Path, source: str
) -> None:
    outcome = cli("import", source, tmp_path / "none", tmp_path / "x.db")
    assert outcome.code == 1
    assert outcome.out == ""
    assert one_line(outcome.err)
    assert list(tmp_path.iterdir()) == []


def test_an_export_of_several_files(cli: Cli, tmp_path: Path) -> None:
    header = "Date,Name,Year,Letterboxd URI"
    (tmp_path / "watched.csv").write_text(f"{header}\n2026-01-01,Heat,1995,x\n")
    (tmp_path / "ratings.csv").write_text(f"{header},Rating\n2026-01-02,Heat,1995,x,4\n")
    files = (tmp_path / "watched.csv", tmp_path / "ratings.csv", tmp_path / "x.db")
    outcome = cli("import", "letterboxd", *files)
    assert outcome.code == 0
    # What to type next, whole.
    step = outcome.err.removeprefix("next: ").rstrip().rpartition("; then ")[2]
    assert step.startswith(f"ilora-edge recommend --db {files[-1]} --bundle ")
    assert cli("import", "letterboxd", *files, "--json").err == ""
    shown = cli("history", "me", "--db", tmp_path / "x.db", "--json")
    assert json.loads(shown.out) == [
        {
            **{"item_id": "Heat (1995)", "title": "Heat (1995)", "timestamp": 1767225600},
            **{"rating": 4.0, "said": None},
        }
    ]
    (tmp_path / "ratings.csv").write_text(f"{header},Rating\n2026-01-02,Heat,1995,x,2\n")
    again = cli("import", "letterboxd", *files)
    assert again.out.endswith("0 of 1 interactions are new; 1 ratings changed\n")


def test_two_people_s_exports_in_one_file(cli: Cli, tmp_path: Path) -> None:
    db = tmp_path / "home.db"
    for user, film in (("ann", "Alien"), ("bob", "Clue")):
        path = tmp_path / f"{user}.csv"
        path.write_text(f"Date,Name,Year,Letterboxd URI\n2024-01-02,{film},1979,u\n")
        done = cli("import", "letterboxd", path, db, "--user", user)
        assert done.code == 0
        assert done.err.rstrip().endswith(f" {user}")
    (tmp_path / "cy.csv").write_text("Title,Date\nBrazil,2024-01-02\n")
    outcome = cli("import", "csv", tmp_path / "cy.csv", db, "--user", "cy")
    assert "all of it is one person's, 'cy'" in outcome.err
    rows = sqlite3.connect(db).execute("SELECT user_id, item_id FROM interactions").fetchall()
    assert sorted(rows) == [("ann", "Alien (1979)"), ("bob", "Clue (1979)"), ("cy", "Brazil")]


def test_one_person_called_otherwise_in_two_files(cli: Cli, tmp_path: Path) -> None:
    """An account's address is no second person: who imports is told, and can say so."""
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("Title,Date\nBrazil,2024-01-02\n")
    rows = "email,Title,Date\nme@example.org,Alien,2024-01-03\n,Clue,2024-01-04\n"
    second.write_text(rows)
    db = tmp_path / "own.db"
    assert cli("import", "csv", first, db).code == 0
    told = cli("import", "csv", second, db)
    assert told.code == 0, told.err
    assert "was me's alone, and has me@example.org now too" in told.err
    assert "give --user me" in told.err
    # Once there are two it is no news, and of a file of their own there is nothing to say.
    for path in (db, tmp_path / "of-one.db"):
        assert "alone" not in cli("import", "csv", second, path).err
    own = tmp_path / "again.db"
    assert cli("import", "csv", first, own).code == 0
    joined = cli("import", "csv", second, own, "--user", "me")
    assert (joined.code, "alone" in joined.err) == (0, False)
    query = "SELECT user_id, item_id FROM interactions ORDER BY 2"
    with closing(sqlite3.connect(own)) as connection:
        found = connection.execute(query).fetchall()
    assert found == [("me", "Alien"), ("me", "Brazil"), ("me", "Clue")]
    # A column that was asked for is whose it says.
    asked = cli("import", "csv", second, own, "--user", "me", "--user-column", "email")
    assert asked.code == 1
    assert "second.csv has a column of users, 'email': no --user" in asked.err


def test_whose_a_file_is_that_says_so_itself(cli: Cli, plays: Path, tmp_path: Path) -> None:
    outcome = cli("import", "csv", plays, tmp_path / "x.db", "--user", "ann")
    assert outcome.code == 1
    assert one_line(outcome.err)
    assert "plays.csv has a column of users, 'user_id': no --user" in outcome.err
    # Nor of anybody who is called like who is alone without it.
    assert cli("import", "csv", plays, tmp_path / "x.db", "--user", "me").code == 1
    outcome = cli("import", "csv", plays, tmp_path / "x.db", "--user", " ")
    assert "--user is empty" in outcome.err


def test_dates_that_both_orders_fit_are_asked_for(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("title,date\nHeat,4/5/2025\n")
    arguments = ("import", "csv", tmp_path / "x.csv", tmp_path / "x.db")
    refused = cli(*arguments)
    assert refused.code == 1
    assert one_line(refused.err)
    assert "--day-first or --month-first" in refused.err
    assert cli(*arguments, "--day-first").code == 0
    shown = cli("history", "me", "--db", tmp_path / "x.db", "--json")
    assert json.loads(shown.out)[0]["timestamp"] == 1746316800


def test_a_bad_line_is_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("user_id,item_id\nu,a\nu\n")
    outcome = cli("import", "csv", tmp_path / "x.csv", tmp_path / "x.db")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "error: x.csv line 3: expected 2 fields, got 1\n"


def test_users(cli: Cli, db: Path) -> None:
    outcome = cli("users", "--db", db)
    assert [line.split() for line in outcome.out.splitlines()] == [
        ["user", "interactions", "first", "(UTC)", "last", "(UTC)"],
        ["ann", "2", "2023-11-14", "22:13", "2023-11-14", "22:14"],
        ["bob", "1", "2023-11-14", "22:15", "2023-11-14", "22:15"],
    ]
    assert outcome.err == ""


def test_users_limit_and_json(cli: Cli, db: Path) -> None:
    outcome = cli("users", "--db", db, "--limit", 1, "--json")
    ann = {
        "user": "ann",
        "n_interactions": 2,
        "first_timestamp": 1700000000,
        "last_timestamp": 1700000060,
    }
    assert json.loads(outcome.out) == [ann]
    assert outcome.err == "1 of 2 users; --limit 0 shows all\n"
    assert len(json.loads(cli("users", "--db", db, "--limit", 0, "--json").out)) == 2
    assert cli("users", "--db", db, "--limit", -1).code == 2


def test_history(cli: Cli, db: Path) -> None:
    outcome = cli("history", "ann", "--db", db)
    assert [line.rstrip() for line in outcome.out.splitlines()] == [
        "time (UTC)        title                rating  id",
        "2023-11-14 22:13  Alien                   4.5  a",
        "2023-11-14 22:14  [bold]Brazil[/bold]       -  b",
    ]
    assert outcome.err == ""


def test_history_shows_the_latest(cli: Cli, db: Path) -> None:
    outcome = cli("history", "ann", "--db", db, "-n", 1, "--json")
    assert [row["item_id"] for row in json.loads(outcome.out)] == ["b"]
    assert outcome.err == "the latest 1 of 2 interactions; -n 0 shows all\n"
    everything = cli("history", "ann", "--db", db, "-n", 0, "--json")
    assert [row["item_id"] for row in json.loads(everything.out)] == ["a", "b"]


def test_a_terminal_sees_no_control_characters_of_a_title(cli: Cli, db: Path) -> None:
    shown = cli("history", "bob", "--db", db)
    assert "[31mClue" in shown.out
    assert not set(shown.out) & {"\x1b", "\u202e"}
    (row,) = json.loads(cli("history", "bob", "--db", db, "--json").out)
    assert row["title"] == f"{RED}\u202eClue"


def test_a_long_title_is_not_cut_in_a_pipe(cli: Cli, tmp_path: Path) -> None:
    title = "long " * 100 + "end"
    (tmp_path / "x.csv").write_text(f"user_id,item_id,title\nu,a,{title}\n")
    cli("import", "csv", tmp_path / "x.csv", tmp_path / "x.db")
    assert title in cli("history", "u", "--db", tmp_path / "x.db").out


def test_unknown_user(cli: Cli, db: Path) -> None:
    outcome = cli("history", "eve", "--db", db)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        f"error: no user 'eve' in {db}; list them with: ilora-edge users --db {db}\n"
    )


@pytest.mark.parametrize("command", [("users",), ("history", "u")])
def test_databases_that_cannot_be_read(cli: Cli, tmp_path: Path, command: tuple[str, ...]) -> None:
    sqlite3.connect(tmp_path / "empty.db").close()
    for name in ("none.db", "empty.db", ""):
        outcome = cli(*command, "--db", tmp_path / name)
        assert (outcome.code, outcome.out) == (1, "")
        assert one_line(outcome.err)
        assert outcome.err.endswith("ilora-edge import --help\n")


@pytest.mark.parametrize("command", [("users",), ("history", "ann")])
def test_without_a_database_the_demo_is_read_and_named(
    cli: Cli, db: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr("ilora_edge.demo.demo_history", lambda: db)
    outcome = cli(*command)
    assert outcome.code == 0
    assert outcome.err == f"no --db given: reading the demo database {db}\n"


def test_every_import_has_help(cli: Cli) -> None:
    listing = cli("import", "--help")
    for source in ("movielens", "lastfm", "llara", "csv", "jsonl", *EXPORTS, *LIBRARIES):
        assert source in listing.out
        outcome = cli("import", source, "--help")
        assert outcome.code == 0
        assert "DB" in outcome.out


def test_commands_load_only_what_they_need() -> None:
    code = (
        "import sys, ilora_cli.console, ilora_cli.history, ilora_cli.import_, ilora_cli.users;"
        "print(sorted({'numpy', 'sqlite3', 'sqlite_utils', 'rich.console'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


# The helpers themselves


def test_print_json_writes_utf8_and_escapes_lone_surrogates(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    print_json({"title": "Amélie \ud800"})
    out, err = capfdbinary.readouterr()
    assert out == '{\n  "title": "Amélie \\ud800"\n}\n'.encode()
    assert json.loads(out) == {"title": "Amélie \ud800"}
    assert err == b""
    with pytest.raises(ValueError, match="JSON compliant"):
        print_json(float("nan"))


def test_note_is_one_plain_line_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    note("[red]not markup[/red] :smile:\n\x1b[31m" + "x" * 300)
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "[red]not markup[/red] :smile: [31m" + "x" * 300 + "\n"


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "NO_COLOR"])
def test_progress_is_silent_without_a_terminal(
    variable: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "1")
    with progress("working", total=2) as advance:
        advance(1)
        advance(1)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("total", [None, 2])
def test_progress_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, total: int | None
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with progress("[red]working", total=total) as advance:
        advance(2)
    out, err = capsys.readouterr()
    assert out == ""
    assert "[red]working" in err


def test_progress_of_a_file_that_is_read_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first reading has no end that is known, the second one has."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("ilora_edge.importers.delimited._TICK", 2)
    told: list[int | str] = []
    monkeypatch.setattr(Steps, "__call__", lambda self, steps: told.append(steps))
    monkeypatch.setattr(Steps, "begin", lambda self, total: told.append(f"of {total}"))
    rows = "".join(f"Film {n},2025-04-2{n}\n" for n in range(1, 6))
    path = tmp_path / "films.csv"
    path.write_text(f"title,date\n{rows}")
    run_import(DelimitedSource(path, "csv"), tmp_path / "x.db", as_json=False)
    assert told == [2, 2, "of 5", 5]
    assert "5 of 5 interactions are new" in capsys.readouterr().out


def test_steps_begin_anew(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with progress("working") as advance:
        advance(3)
        advance.begin(1200)
        advance(1)
    assert "1/1,200" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("timestamp", "shown"),
    [
        (0, "-"),
        (12, "#12"),
        (1700000000, "2023-11-14 22:13"),
        (-86400, "1969-12-31 00:00"),
        (2**62, f"#{2**62}"),
        (-(2**62), f"#{-(2**62)}"),
    ],
)
def test_shown_time(timestamp: int, shown: str) -> None:
    assert shown_time(timestamp) == shown


def test_import_app_is_a_group_of_its_own() -> None:
    from ilora_cli.import_ import import_app

    assert isinstance(import_app, typer.Typer)
    names = {command.name for command in import_app.registered_commands}
    assert names >= {"movielens", "lastfm", "llara", "csv", "jsonl", *EXPORTS, *LIBRARIES}


def test_what_most_people_have_is_listed_first(cli: Cli) -> None:
    shown = cli("import", "--help").out
    heads = [line for line in shown.splitlines() if line[:1].strip() and line.endswith(":")]
    services, libraries, files, sets = heads[1:]
    assert (services, libraries) == ("Exports of services:", "Libraries of players:")
    assert (files, sets) == ("Files of any kind:", "Data sets:")
    assert (
        shown.index("  letterboxd")
        < shown.index("  itunes")
        < shown.index("  csv")
        < shown.index("  movielens")
    )
