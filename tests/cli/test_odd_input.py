"""Bytes, numbers and names that no part of a command may stumble over."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from harness import Cli, one_line

from ilora_edge.errors import CheckpointError
from ilora_edge.histories.log import LoggedEvent, OwnLog, read_log
from ilora_train.run_checks import check_folder


def refused(outcome: object, text: str) -> None:
    assert outcome.code in (1, 2), outcome  # type: ignore[attr-defined]
    assert one_line(outcome.err), outcome  # type: ignore[attr-defined]
    assert text in outcome.err, outcome  # type: ignore[attr-defined]


@pytest.mark.parametrize("option", ["--interactions", "--items"])
def test_a_query_that_is_not_utf8(cli: Cli, db: Path, option: str) -> None:
    own = "SELECT user_id AS user, item_id AS item FROM interactions"
    values = {"--interactions": own, option: "SELECT item_id AS item, '\udcff' AS user FROM items"}
    given = [word for pair in values.items() for word in pair]
    refused(cli("users", "--db", db, *given), "UTF-8")


def test_odd_values(cli: Cli, db: Path, bundle: Path, tmp_path: Path) -> None:
    place = ("--db", db, "--bundle", bundle)
    refused(cli("recommend", "ada", *place, "--where", "'\udcff'"), "UTF-8")
    refused(cli("recommend", "ada", *place, "--fusion-weight", "1e308"), "fusion weight")
    out = tmp_path / "out.db"
    for value in ("1e308", "inf"):
        refused(cli("score", *place, "--out", out, "--fusion-weight", value), "fusion weight")
    assert not out.exists()
    done = cli("score", *place, "--out", ":memory:")
    assert (done.code, "not a lasting file" in done.err) == (1, True)
    settings = tmp_path / "settings.toml"
    settings.write_text('db = "a\\u0000b.db"\n')
    refused(cli("users", "--config", settings), "zero character")


def test_files_of_our_own_with_names_that_are_not_utf8(
    cli: Cli, db: Path, bundle: Path, tmp_path: Path
) -> None:
    with OwnLog(tmp_path / "log.db"):
        pass
    with closing(sqlite3.connect(tmp_path / "log.db")) as connection, connection:
        connection.execute("CREATE TABLE zzqqzz (a)")
    whole = (tmp_path / "log.db").read_bytes()
    # SQLite says of which table there is nothing to make, in the bytes of its name.
    broken = whole.replace(b"TABLE zzqqzz", b"TABLX zzqqzz")
    broken = broken.replace(b"zzqqzz", b"\xff\xfezz\xff\xfe")
    (tmp_path / "log.db").write_bytes(broken)
    words = ("--db", db, "--log", tmp_path / "log.db")
    refused(cli("undo", "ada", "m1", *words), "it is damaged")
    refused(cli("recommend", "ada", *words, "--bundle", bundle), "it is damaged")
    (tmp_path / "plays.csv").write_text("user,item,time\nann,a,2024-01-02\n")
    refused(cli("import", "csv", tmp_path / "plays.csv", tmp_path / "log.db"), "it is damaged")


def test_why_a_file_cannot_be_read_is_said_in_words(cli: Cli, db: Path, tmp_path: Path) -> None:
    words = ("--db", db, "--out", tmp_path / "run")
    missing = tmp_path / "missing.toml"
    done = cli("train", missing, *words)
    assert done.err == f"error: {missing}: cannot be read (No such file or directory)\n"
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    refused(cli("train", tmp_path / "bytes.toml", *words), "cannot be read (not UTF-8 text)")


def test_a_run_needs_a_folder_that_its_weights_can_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="its name is not UTF-8; choose another folder"):
        check_folder(tmp_path / "\udcff", resume=True)


@pytest.mark.parametrize(
    "args",
    [
        ("users", "--db", ""),
        ("report", "ada", "--out", ""),
        ("forget", "ada", "--files", ""),
        ("score", "--to", "m3u8", ""),
        ("import", "imdb", "", "new.db"),
        ("bundle", "show", ""),
    ],
)
def test_an_empty_path_is_not_this_folder(cli: Cli, args: tuple[str, ...]) -> None:
    done = cli(*args)
    assert (done.code, one_line(done.err), "must not be empty" in done.err) == (2, True, True), done


def test_what_is_no_file_of_ours_is_not_tried_again(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("text\n" * 500)
    with OwnLog(tmp_path / "log.db") as log:
        log.add(tmp_path / "a.db", LoggedEvent("ada", "i", 1))
    data = bytearray((tmp_path / "log.db").read_bytes())
    data[100] = 3  # the kind of the schema's page
    (tmp_path / "log.db").write_bytes(data)
    for name, advice in (("text", "name another"), ("log.db", "damaged: put back a copy")):
        for flag in ("--log", "--out"):
            done = cli("forget", "ada", flag, tmp_path / name)
            refused(done, advice)
            assert "goes on" not in done.err


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"db = " + b"[" * 5_000, "nested too deeply"),
        (b"db = " + b"9" * 5_000, "not TOML"),
        (b"# " + b"a" * (1 << 20), "longer than"),
        (b"db = '\xff'", "not TOML"),
    ],
    ids=["nested", "digits", "long", "latin1"],
)
def test_settings_that_could_not_be_read(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw: bytes, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ilora-edge.toml").write_bytes(raw)
    refused(cli("users"), text)
    # Alone, the command looks around, and says it among the rest.
    around = cli()
    assert (around.code, text in around.out) == (0, True), around


def test_settings_saved_with_a_mark_of_their_encoding(cli: Cli, db: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_bytes(b"\xef\xbb\xbf" + f"db = {str(db)!r}\r\n".encode())
    assert cli("users", "--config", settings, "--json").code == 0


def test_a_message_leaves_room_for_others(cli: Cli, db: Path) -> None:
    done = cli("history", "x" * 100_000, "--db", db)
    refused(done, "... ")
    assert len(done.err) < 3_000
    assert "ilora-edge users" in done.err, "what comes next stays readable"


def test_so_does_a_remark(cli: Cli, db: Path, tmp_path: Path) -> None:
    kept = tmp_path / "log.db"
    done = cli("log", "x" * 100_000, "m3", "--db", db, "--log", kept)
    assert done.code == 0
    assert done.err.startswith("logged for xxx")
    assert done.err.endswith(f"kept in {kept}\n")
    assert len(done.err) < 3_000


def test_ctrl_c_in_what_sqlite_calls_back(
    cli: Cli, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def may(*_: object) -> int:
        # SQLite takes what is raised in here for a refusal.
        os.kill(os.getpid(), signal.SIGINT)
        return sqlite3.SQLITE_OK

    monkeypatch.setattr("ilora_edge.histories.guard._may", may)
    done = cli("users", "--db", db)
    assert (done.code, done.out) == (130, "")
    assert done.err == "error: interrupted; nothing was left half-written\n"


def test_ctrl_c_that_native_code_makes_an_error_of(
    cli: Cli, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a compiled module does that is being imported just then."""

    def load(*_: object) -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
        except KeyboardInterrupt:
            raise ImportError("initialization failed") from None

    monkeypatch.setattr("ilora_edge.histories.database.HistoryDB.__init__", load)
    done = cli("users", "--db", db)
    assert (done.code, done.err) == (130, "error: interrupted; nothing was left half-written\n")


def test_files_whose_names_are_not_utf8(
    cli: Cli, db: Path, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(db, "d\udcff.db")
    shutil.copytree(bundle, "b\udcff")
    place = ("--db", "d\udcff.db", "--bundle", "b\udcff")
    listed = cli("recommend", "ada", *place, "--json")
    assert json.loads(listed.out)["user"] == "ada", listed
    # What could not be read back is not written.
    done = cli("init", *place)
    assert (done.code, "not UTF-8" in done.err.splitlines()[-1]) == (1, True), done
    assert not Path("ilora-edge.toml").exists()


def test_json_holds_nothing_that_a_terminal_obeys(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    user = "a\x7f\x9b31m\u202eb\u2028\x85é"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE items (item_id, title)")
        connection.execute("CREATE TABLE interactions (user_id, item_id, timestamp)")
        connection.execute("INSERT INTO interactions VALUES (?, 'i', 1)", (user,))
    done = cli("users", "--db", path, "--json")
    assert json.loads(done.out)[0]["user"] == user
    assert not set(done.out) & set("\x7f\x9b\u202e\u2028\x85")
    assert "é" in done.out


def test_one_bad_time_hides_nobody(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE items (item_id, title)")
        connection.execute("CREATE TABLE interactions (user_id, item_id, timestamp)")
        rows = [("ann", "i", "soon"), ("bob", "i", 1000), ("bob", "j", 2000)]
        connection.executemany("INSERT INTO interactions VALUES (?, ?, ?)", rows)
    found = json.loads(cli("users", "--db", path, "--json").out)
    assert {row["user"] for row in found} == {"ann", "bob"}


def test_forgetting_the_user_without_a_name(cli: Cli, tmp_path: Path) -> None:
    with OwnLog(tmp_path / "log.db") as log:
        log.add(tmp_path / "a.db", LoggedEvent("", "i", 1))
        log.add(tmp_path / "a.db", LoggedEvent("\udcff", "i", 1))
    with OwnLog(tmp_path / "log.db") as log:
        assert "?" not in {event.user for event in log.events(tmp_path / "a.db")}
    assert "1 " in cli("forget", "", "--log", tmp_path / "log.db").err
    with OwnLog(tmp_path / "log.db") as log:
        assert len(list(log.events(tmp_path / "a.db"))) == 1


def test_many_begin_a_log_at_once(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from ilora_edge.histories.log import LoggedEvent, OwnLog\n"
        "sys.stdin.readline()\n"
        "with OwnLog(Path(sys.argv[1])) as log:\n"
        "    log.add(Path('a.db'), LoggedEvent('u', sys.argv[2], 1))\n"
    )
    path = tmp_path / "log.db"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), str(n)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
        )
        for n in range(12)
    ]
    time.sleep(2)
    with ThreadPoolExecutor(12) as pool:
        said = list(pool.map(lambda child: child.communicate(b"\n")[1], children))
    assert said == [b""] * 12
    assert len(read_log(path, tmp_path / "a.db")) == 12


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_command_by_its_own_code(
    db: Path, bundle: Path, tmp_path: Path, number: signal.Signals
) -> None:
    out = tmp_path / "out.db"
    command = [sys.executable, "-m", "ilora_cli", "score", "--db", str(db), "--bundle"]
    command += [str(bundle), "--nl", "--out", str(out)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not out.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(number)
    _, said = child.communicate()
    # It may have been done before.
    assert child.returncode in (-number, 0), said
    assert "Traceback" not in said


@pytest.mark.skipif(os.getuid() != 0, reason="mounting needs root")
def test_a_log_on_a_read_only_file_system(db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with OwnLog(folder / "log.db") as log:
        log.add(db, LoggedEvent("ada", "m20", 1))
    code = (
        "import sys\nfrom pathlib import Path\nfrom ilora_edge.histories.log import read_log\n"
        "print(len(read_log(Path(sys.argv[1]), Path(sys.argv[2]))))"
    )
    script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "${@:2}"'
    command = [sys.executable, "-c", code, str(folder / "log.db"), str(db)]
    around = ["unshare", "--mount", "bash", "-c", script, "bash", str(folder)]
    done = subprocess.run([*around, *command], capture_output=True, text=True, check=False)
    if "mount:" in done.stderr or "unshare:" in done.stderr:
        pytest.skip("this system does not allow mounting")
    assert done.stdout == "1\n", done.stderr
