"""Who waits at a terminal is told that it goes on, once, and nobody else is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from harness import Cli

from ilora_cli.waiting import WORD

_QUIET = "import ilora_cli.waiting as w, time; w._SECONDS = .3; w.say_if_quiet();"
_DB = Path(__file__).parents[2] / "models/demo/history.db"
_COMMAND = (
    "import ilora_cli.waiting as w, sys; w._SECONDS = 0; from ilora_cli.app import main;"
    f"sys.argv = ['ilora-edge', 'users', '--db', {str(_DB)!r}]; main()"
)


def said(code: str, stdout: int = subprocess.DEVNULL, term: str = "xterm") -> str:
    """Return what a program says on a terminal."""
    ours, theirs = pty.openpty()
    command, variables = [sys.executable, "-c", code], {**os.environ, "TERM": term}
    with subprocess.Popen(command, stdout=stdout, stderr=theirs, env=variables) as process:
        os.close(theirs)
        data = b""
        # At its end Linux makes an error of a terminal that is closed.
        with suppress(OSError):
            while block := os.read(ours, 65536):
                data += block
        if process.stdout is not None:
            process.stdout.read()
    os.close(ours)
    assert process.returncode == 0, data.decode()
    return data.decode()


def test_it_is_said_once() -> None:
    assert said(f"{_QUIET} time.sleep(1.5)") == f"{WORD}\r\n"
    assert WORD in said(_COMMAND)


@pytest.mark.parametrize(
    "code",
    [
        # Done before; a remark in between; a bar, the result, a question.
        f"{_QUIET} time.sleep(.05)",
        f"{_QUIET} [(time.sleep(.1), w.heard()) for _ in range(8)]",
        f"{_QUIET} from ilora_cli.console import note; time.sleep(.05);"
        "[(time.sleep(.1), note('read')) for _ in range(8)]",
        f"{_QUIET} w.hush(); time.sleep(.8)",
        f"{_QUIET} w.while_asking().__enter__(); time.sleep(.8)",
        f"{_QUIET} from ilora_cli.console import progress; progress('x', 2).__enter__();"
        "time.sleep(.8)",
    ],
)
def test_who_has_heard_something_needs_no_word(code: str) -> None:
    assert WORD not in said(code)


def test_after_a_question_it_begins_anew() -> None:
    ask = "q = w.while_asking(); q.__enter__(); time.sleep(.8); q.__exit__(None, None, None)"
    assert said(f"{_QUIET} {ask}; time.sleep(1)").count(WORD) == 1


def test_nobody_is_there_in_a_pipe_or_behind_a_pager() -> None:
    slow = f"{_QUIET} time.sleep(.8)"
    assert WORD not in said(slow, stdout=subprocess.PIPE)
    done = subprocess.run([sys.executable, "-c", slow], capture_output=True, check=True)
    assert done.stderr == b""


def test_a_dumb_terminal_has_the_word_and_no_bar() -> None:
    bar = "from ilora_cli.console import progress\nwith progress('x', 2): time.sleep(.8)"
    assert said(f"{_QUIET}\n{bar}", term="dumb") == f"{WORD}\r\n"
    assert "x" in said(f"{_QUIET}\n{bar}")


def test_commands_that_tell_how_far_they_are_need_no_word() -> None:
    asked = _COMMAND.replace("'users'", "{!r}").split(", '--db'")[0] + ", '--help']; main()"
    for command in ("mcp", "train", "export"):
        assert WORD not in said(asked.format(command)), command
    assert WORD in said(asked.format("users"))


def test_who_asks_for_silence_has_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[None] = []
    monkeypatch.setattr("ilora_cli.app.say_if_quiet", lambda: started.append(None))
    score = ("score", "nothing.db", "--bundle", "nowhere", "--csv")
    assert cli(*score, "--quiet").code == 1
    assert not started
    assert cli(*score).code == 1
    assert started
