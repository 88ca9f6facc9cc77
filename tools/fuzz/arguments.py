"""Commands of the command line, with one of their options or arguments set to an odd value."""

from __future__ import annotations

import os
import random
import shutil
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from ilora_edge.errors import OptionError

Run = Callable[[], object]

_LISTS = ("--db", "app.db", "--bundle", "bundle", "-k", "2")
_PERSON = ("--db", "app.db", "--log", "log.db")
COMMANDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "recommend": (("demo-001",), _LISTS),
    "report": (("demo-001",), (*_LISTS, "--out", "pages")),
    "score": ((), (*_LISTS, "--users", "demo-001", "--workers", "1", "--out", "lists.db")),
    "schedule": ((), (*_LISTS[:4], "--out", "lists.db")),
    "init": ((), (*_LISTS[:4], "--dry-run")),
    "users": ((), ("--db", "app.db")),
    "history": (("demo-001",), ("--db", "app.db")),
    "forget": (("demo-001",), ("--log", "log.db")),
    **dict.fromkeys(("log", "like", "dislike", "seen", "undo"), (("demo-001", "f003"), _PERSON)),
    **dict.fromkeys(("explain", "why-not"), (("demo-001", "f003"), _LISTS[:4])),
    **dict.fromkeys(("similar", "radio"), (("f003",), ("--bundle", "bundle"))),
    "convert": (("folder", "new.gguf"), ("--no-tokenizer",)),
    "import csv": (("plays.csv", "new.db"), ()),
    "import jsonl": (("plays.jsonl", "new.db"), ()),
    "import letterboxd": (("plays.csv", "new.db"), ()),
    "import movielens": (("folder", "new.db"), ()),
    "bundle show": (("bundle",), ()),
    "bundle verify": (("bundle",), ()),
    "bundle pack": (("bundle", "new.ilora"), ()),
    "bundle unpack": (("packed.ilora", "new"), ()),
    "bundle strip": (("bundle", "new"), ()),
    "bundle diff": (("bundle", "packed.ilora"), ()),
    "bundle keygen": (("new.key",), ()),
    "backbone list": ((), ()),
}
"""Arguments and options that work, or that name what is not there."""

_NUMBERS = (
    "", " ", "-1", "0", "1", "1000", "1001", "99999999999999999999", "9" * 5000, "1e3", "0x10",
    "nan", "inf", "-inf", "1_0", "1.0", "0,5", "\n", "\udcff", "\x1b[31m", "5e-324", "1e400",
    "\uff11",
)  # fmt: skip
_TEXTS = (
    "", " ", "a\nb", "x" * 200_000, "\udcff", "\x1b]0;x\x07", "' OR 1=1 --", "../../x", ".", "*",
    "[", "\u202e", "-x", "--", "@missing", "@/dev/zero", "@pipe", "SELECT 1",
    "SELECT 1; DROP TABLE items",
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS user FROM n",
    "interactions", "sqlite_master", "demo-001", "f003", "1970-01-01", "nan", "base64", "utf-7",
    "tab", "a=b", "1/0", "-1/2", "[bold]x[/bold]", "TRUE", "1e999",
)  # fmt: skip
_PATHS = (
    "", " ", ".", "..", "/", "missing", "missing/x", "x" * 300, "x/" * 3000, "new\nline",
    "\x1b[31mx", "\udcff", "pipe", "/dev/null", "/dev/zero", "/dev/full", "/dev/urandom",
    "socket", "loop", "loop/x", "dangling", "empty", "plays.csv", "plays.csv/x", "folder",
    "huge", "zeros", "damaged.db", "-", "-1", ":memory:", "file:app.db?mode=ro", "~", "app.db",
    "bundle", "packed.ilora", "bundle/manifest.json", "bundle/backbone.gguf", "/proc/self/mem",
    "/sys/x", "http://x/y", "\u202ex",
)  # fmt: skip


def odd_folder(base: Path, work: Path, rng: random.Random) -> None:
    """Fill a folder with what the odd paths name."""
    shutil.copytree(base / "bundle", work / "bundle")
    for name in ("packed.ilora", "app.db"):
        shutil.copy(base / name, work / name)
    os.mkfifo(work / "pipe")
    (work / "loop").symlink_to("loop")
    (work / "dangling").symlink_to("nowhere")
    (work / "folder").mkdir()
    (work / "empty").touch()
    (work / "zeros").write_bytes(bytes(100_000))
    (work / "plays.csv").write_text("user,item,time\nann,a,2024-01-02\nann,b,2024-01-03\n")
    (work / "plays.jsonl").write_text('{"item": "a", "time": 1700000000}\n')
    with (work / "huge").open("wb") as file:
        file.truncate(1 << 35)
    damaged = bytearray((base / "app.db").read_bytes())
    for _ in range(200):
        damaged[rng.randrange(100, len(damaged))] = rng.randrange(256)
    (work / "damaged.db").write_bytes(damaged)


def odd_call(rng: random.Random) -> list[str]:
    """Return the words of a call with one odd value."""
    name = rng.choice(list(COMMANDS))
    command = _command_line()
    for word in name.split():
        command = command.commands[word]
    arguments, options = map(list, COMMANDS[name])
    param = rng.choice([p for p in command.params if p.name != "help"])
    value = rng.choice(_values(str(param.type.name)))
    if param.param_type_name == "argument":
        place = [p for p in command.params if p.param_type_name == "argument"].index(param)
        arguments[place : place + 1] = [value]
    elif param.is_flag:
        options.append(rng.choice([*param.opts, *param.secondary_opts]))
    else:
        for flag in {*param.opts} & {*options}:
            at = options.index(flag)
            del options[at : at + 2]
        first = ["m3u8"] if param.nargs == 2 else []
        options += [max(param.opts, key=len), *first, value]
    return [*name.split(), *options, *arguments]


@cache
def _command_line() -> Any:
    from typer.main import get_command

    from ilora_cli.app import COMMANDS as ALL
    from ilora_cli.app import make_app

    return get_command(make_app(ALL))


def _values(kind: str) -> tuple[str, ...]:
    if "path" in kind or kind == "tuple":
        return _PATHS
    return _NUMBERS if kind.startswith(("int", "float")) else _TEXTS


def arguments(base: Path, work: Path, rng: random.Random) -> Run:
    """Make a call; to run it raises OptionError where it is refused in one line."""
    odd_folder(base, work, rng)
    words = odd_call(rng)
    (work / "call.txt").write_text(repr(words))
    return lambda: _call(work, words)


def _call(work: Path, words: list[str]) -> None:
    from ilora_cli.app import main

    os.chdir(work)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = str(work / "home")
    with suppress(OSError), socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    # What is said goes to a file, where it can be looked at.
    said = os.open("said", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    kept = os.dup(2)
    os.dup2(said, 2)
    sys.argv = ["ilora-edge", *words]
    code: object = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
    text = Path("said").read_bytes().decode(errors="replace")
    lines = text.splitlines()
    is_one = [line.startswith("error: ") for line in lines].count(True) == 1
    assert code in (0, None, 1, 2), (words, code, text[-2000:])
    assert not set(text) & set("\x1b\x07\u202e\u2028"), (words, text)
    assert len(text) < 6000, (words, text[:1000])
    if code not in (0, None):
        assert is_one, (words, text[-2000:])
        assert lines[-1].startswith("error: "), (words, text[-2000:])
        raise OptionError(lines[-1])
