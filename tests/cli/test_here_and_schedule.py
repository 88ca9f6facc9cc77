"""ilora-edge alone, schedule, lists of everybody, and the tools of an assistant."""

from __future__ import annotations

import asyncio
import json
import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from harness import Cli, one_line

from ilora_cli.mcp import Tools, _answering
from ilora_edge import HistoryDB, Recommender
from ilora_edge.batch.output import OutputDB
from ilora_edge.histories.log import OwnLog
from ilora_edge.histories.mapping import Mapping


def test_alone_it_says_what_is_here(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = cli()
    assert (done.code, done.err) == (0, "")
    assert "nothing of ours in this folder" in done.out
    (tmp_path / "app.db").write_bytes(db.read_bytes())
    (tmp_path / "text.db").write_text("no database")
    done = cli()
    assert "database  app.db" in done.out
    assert "text.db" not in done.out
    assert "ilora-edge users --db app.db" in done.out
    (tmp_path / "ml").symlink_to(bundle)
    assert "ilora-edge init --db app.db --bundle ml" in cli().out
    (tmp_path / "ilora-edge.toml").write_text('db = "gone.db"\nbundle = "ml"\n')
    done = cli()
    assert "db gone.db, which is not there" in done.out
    assert "bundle ml\n" in done.out
    (tmp_path / "ilora-edge.toml").write_text("nonsense = 1\n")
    assert cli().code == 0
    assert max(len(line) for line in done.out.splitlines()) <= 80


def test_settings_without_a_bundle_lead_to_one(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is suggested can be typed: init alone would refuse, recommend alone has nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.db").write_bytes(db.read_bytes())
    assert cli("init", "--db", "app.db").code == 0
    (tmp_path / "ml").symlink_to(bundle)
    lines = [line.strip() for line in cli().out.splitlines()]
    assert "ilora-edge recommend --bundle ml" in " ".join(lines)
    (again,) = [line for line in lines if line.startswith("ilora-edge init --db")]
    command, _, _ = again.partition("  ")
    done = cli(*shlex.split(command)[1:])
    assert done.code == 0, done.err
    assert 'bundle = "ml"' in (tmp_path / "ilora-edge.toml").read_text()
    assert "the demo" not in " ".join(lines)


def test_a_database_is_known_by_what_is_in_it(
    cli: Cli, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # As gPodder calls its own; others stand behind what says by its name what it is.
    (tmp_path / "Database").write_bytes(db.read_bytes())
    assert "ilora-edge init --db Database " in cli().out
    (tmp_path / "films.db").write_bytes(db.read_bytes())
    shown = [line.split() for line in cli().out.splitlines()]
    assert [line[1] for line in shown if line[:1] == ["database"]] == ["films.db", "Database"]


def test_what_we_wrote_ourselves_is_no_history(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lists were called a database, and init guessed a history from them and from the log."""
    monkeypatch.chdir(tmp_path)
    OutputDB(tmp_path / "recommendations.db").close()
    OwnLog(tmp_path / "log.db").close()
    alone = cli().out
    assert "recommendations.db" not in alone
    assert "log.db" not in alone
    for name, kind in (("recommendations.db", "the lists that"), ("log.db", "the log of")):
        for command in (("init",), ("users",)):
            done = cli(*command, "--db", name)
            assert done.code == 1
            assert one_line(done.err)
            assert f"{name} is {kind}" in done.err
            assert "name an application's database" in done.err
    assert "lies in it" not in cli("users", "--db", ".").err
    assert not (tmp_path / "ilora-edge.toml").exists()


def test_a_schedule_is_shown_before_it_is_written(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    base = ("schedule", "--db", db, "--bundle", bundle, "--to", "csv", tmp_path / 'a "b" 100%')
    shown = cli(*base)
    assert shown.code == 0, shown.err
    assert 'a \\"b\\" 100%%"' in shown.out
    assert not (tmp_path / "config").exists()
    assert cli(*base, "--write").out == shown.out
    folder = tmp_path / "config" / "systemd" / "user"
    assert {p.name for p in folder.iterdir()} == {
        "ilora-edge-lists.service",
        "ilora-edge-lists.timer",
    }
    line = cli(*base, "--cron", "--every", "week").out
    assert line.startswith("17 4 * * 1 ")
    assert "100\\%" in line
    assert cli(*base, "--every", "minute").code == 2
    settings = tmp_path / "ilora-edge.toml"
    settings.write_text('interactions = "interactions"\ndate_order = "day"\n')
    words = shlex.split(cli(*base, "--cron", "--config", settings).out)
    assert "--day-first" in words
    again = cli(*words[words.index("score") : words.index("--to")], "--nl")
    assert again.code == 0, again.err
    assert cli("schedule", "--db", db, "--bundle", bundle).code == 1
    odd = cli(*base[:5], "--to", "csv", tmp_path / "a\nb")
    assert odd.code == 1
    assert one_line(odd.err)


def test_what_a_timer_could_not_read_is_said_when_it_is_made(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path
) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    good = {"--db": db, "--bundle": bundle, "--out": tmp_path / "lists.db"}
    for flag, value in (("--db", "gone"), ("--db", loop), ("--bundle", loop), ("--seen", "gone")):
        words = [word for pair in {**good, flag: value}.items() for word in pair]
        done = cli("schedule", *words)
        assert (done.code, one_line(done.err), done.out) == (1, True, ""), done
    done = cli("schedule", "--db", db, "--bundle", bundle, "--to", "csv", tmp_path / "one.csv")
    assert (done.code, "name a folder" in done.err) == (1, True), done
    # What the runs will write need not be there.
    done = cli("schedule", "--db", db, "--bundle", bundle, "--out", loop)
    assert done.code == 0, done


def test_lists_of_everybody_as_files(cli: Cli, bundle: Path, db: Path, tmp_path: Path) -> None:
    base = ("score", "--db", db, "--bundle", bundle, "--workers", 1, "--to", "json", tmp_path)
    done = cli(*base)
    assert done.code == 0, done.err
    assert done.out == ""
    assert {p.stem for p in tmp_path.iterdir()} == {"ada", "bob", "cy", "dan"}
    bob = json.loads((tmp_path / "bob.json").read_text())["recommendations"]
    listed = json.loads(cli("recommend", "bob", "--db", db, "--bundle", bundle, "--json").out)
    assert [r["item_id"] for r in bob] == [r["item_id"] for r in listed["recommendations"]]
    again = cli(*base, "--quiet")
    assert (again.code, again.out, again.err) == (0, "", ""), "nothing changed, nothing is said"
    assert cli(*base[:-1], tmp_path / "one.json").code == 1
    assert cli(*base, "--nl").code == 1
    lists = tmp_path / "lists"
    lists.mkdir()
    both = cli(*base[:-1], lists, "--out", tmp_path / "out.db")
    assert both.code == 0, both.err
    assert (lists / "bob.json").read_bytes() == (tmp_path / "bob.json").read_bytes()


def test_an_assistant_asks_on_stdin_and_stdout(bundle: Path, db: Path, tmp_path: Path) -> None:
    pytest.importorskip("mcp")
    log = tmp_path / "log.db"
    command = [sys.executable, "-m", "ilora_cli", "mcp", "--db", str(db), "--bundle", str(bundle)]
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }

    def ask(allow: bool, *calls: tuple[str, dict[str, object]]) -> list[dict]:  # type: ignore[type-arg]
        flags = ["--allow-feedback"] if allow else []
        process = subprocess.Popen(
            [*command, "--log", str(log), *flags],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        answers = []
        with process:
            first: list[tuple[str, object]] = [("initialize", hello), ("tools/list", {})]
            asked = [("tools/call", {"name": n, "arguments": a}) for n, a in calls]
            for number, (method, params) in enumerate([*first, *asked], 1):
                line = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
                process.stdin.write(json.dumps(line) + "\n")
                process.stdin.flush()
                answers.append(json.loads(process.stdout.readline())["result"])
                if method == "initialize":
                    note = {"jsonrpc": "2.0", "method": "notifications/initialized"}
                    process.stdin.write(json.dumps(note) + "\n")
            process.stdin.close()
        return answers[1:]

    listed, plain, refused, unknown = ask(
        False,
        ("recommend", {"user": "bob", "k": 3}),
        ("dislike", {"user": "bob", "item": "m1"}),
        ("history", {"user": "nobody"}),
    )
    assert {t["name"] for t in listed["tools"]} == {
        "users", "history", "recommend", "explain", "why_not", "similar",
    }  # fmt: skip
    best = plain["structuredContent"]["recommendations"]
    assert len(best) == 3
    assert refused["isError"]
    assert not log.exists()
    assert "no user" in unknown["structuredContent"]["error"]
    _, said, after = ask(
        True,
        ("dislike", {"user": "bob", "item": best[0]["item_id"]}),
        ("recommend", {"user": "bob", "k": 3}),
    )
    assert said["structuredContent"]["said"] == "dislike"
    ids = [r["item_id"] for r in after["structuredContent"]["recommendations"]]
    assert best[0]["item_id"] not in ids


def test_an_assistants_server_keeps_no_hold_of_the_database(
    bundle: Path, db: Path, tmp_path: Path
) -> None:
    """An application whose file is open elsewhere when it ends leaves its journal behind."""
    path = tmp_path / "app.db"
    path.write_bytes(db.read_bytes())
    app = sqlite3.connect(path, isolation_level=None)
    app.execute("PRAGMA journal_mode = WAL")
    with Recommender(bundle) as recommender:
        with HistoryDB(path) as database:
            tools = Tools(recommender, database, tmp_path / "log.db")
        ask = _answering(tools.users, lambda: tools.reading(path, Mapping()))
        app.execute("DELETE FROM interactions WHERE user_id <> 'bob'")
        assert [user["user"] for user in asyncio.run(ask())["users"]] == ["bob"]
        app.close()
        assert [file.name for file in tmp_path.iterdir()] == ["app.db"]
        path.unlink()
        assert "no database at" in asyncio.run(ask())["error"]
