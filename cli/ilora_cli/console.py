"""What the commands share: results on stdout, remarks and progress on stderr.

Strings are never read as rich markup here, and rich is imported for progress bars alone.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

_LONGEST_MESSAGE = 2_000
_LINES = "\x85\u2028\u2029"


def stderr_console() -> Console:
    """Return a console for progress, which is not the result."""
    from rich.console import Console

    # FORCE_COLOR would make a terminal of a file.
    is_terminal = sys.stderr.isatty()
    return Console(
        file=sys.stderr, markup=False, highlight=False, emoji=False, force_terminal=is_terminal
    )


def print_json(value: object) -> None:
    """Print a value as JSON in UTF-8, whatever the locale, with one newline at the end.

    Lone surrogates are escaped, and so is what a terminal would obey or hide: controls, marks of
    direction, invisible characters. Numbers that JSON lacks (NaN, infinities) raise ValueError.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if not text.isascii() or "\x7f" in text:
        from ilora_edge.titles import is_shown

        text = "".join(c if is_shown(c) and c not in _LINES else _escaped(c) for c in text)
    # In JSON text, backslashreplace's \udc80 is the escape of just that surrogate.
    data = text.encode("utf-8", errors="backslashreplace")
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.write(data.decode())
    sys.stdout.flush()


def _escaped(character: str) -> str:
    return "\\u007f" if character == "\x7f" else json.dumps(character)[1:-1]


def amount(n: int, one: str, several: str | None = None) -> str:
    """Return a number with its noun: 1 user, 2,000 users."""
    return f"{n:,} {one if n == 1 else several or one + 's'}"


def note(text: str) -> None:
    """Print a remark on one line of stderr."""
    say(one_line(text))


def note_below(text: str) -> None:
    """Print what belongs to the remark before it."""
    say(f"  {one_line(text)}")


def note_wrong_clock() -> None:
    """Say where the machine's clock was never set that what was just kept has its day."""
    from ilora_edge.system.wrong_clock import wrong_clock

    if (day := wrong_clock()) is not None:
        note(f"this machine's clock says {day}, and so this is kept as of long ago: set it")


def say(text: str) -> None:
    """Print a line on stderr. Where that takes none, the command goes on, and is not heard."""
    from ilora_cli.waiting import heard

    heard()
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        # A full disk, a reader that has gone.
        drop(sys.stderr)


def drop(stream: TextIO) -> None:
    """Let what is still in a stream's buffer go nowhere, so that Python does not fail on it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def one_line(text: str) -> str:
    """Return a message as a terminal may see it: on one line, without its middle where it is long.

    Messages quote file names, ids and titles, which come from strangers.
    """
    from ilora_edge.titles import printable

    text = printable(text)
    if len(text) <= _LONGEST_MESSAGE:
        return text
    half = _LONGEST_MESSAGE // 2
    return f"{text[:half]} ... {text[-half:]}"


class Steps:
    """Advances a progress bar; where there is none, nothing."""

    def __init__(self, bar: Progress | None = None, task: TaskID | None = None) -> None:
        self._bar, self._task = bar, task

    def __call__(self, steps: int) -> None:
        """Go on by so many steps."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, steps)
            speed = self._bar.tasks[0].speed
            self._bar.update(self._task, rate="" if speed is None else f"{speed:,.1f}/s")

    def begin(self, total: int) -> None:
        """Begin anew, of so many steps as are known now."""
        if self._bar is not None and self._task is not None:
            self._bar.reset(self._task, total=total, of=f"/{total:,}")


@contextmanager
def progress(description: str, total: int | None = None, rate: bool = False) -> Iterator[Steps]:
    """Show a progress bar on stderr and yield what advances it.

    Without a total it shows a count; with ``rate`` steps per second and the time left as well.
    Silent where stderr is not a terminal, or one that cannot take back what it shows.
    """
    from ilora_cli.waiting import hush

    console = stderr_console()
    if not console.is_terminal or console.is_dumb_terminal:
        yield Steps()
        return
    hush()
    from rich.progress import (
        BarColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns: list[ProgressColumn] = [
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:,.0f}{task.fields[of]}", markup=False),
        TimeElapsedColumn(),
    ]
    if rate:
        columns += [
            TextColumn("{task.fields[rate]}", markup=False),
            TextColumn("left", markup=False),
            TimeRemainingColumn(),
        ]
    with Progress(*columns, console=console, transient=True) as bar:
        of = "" if total is None else f"/{total:,}"
        yield Steps(bar, bar.add_task(description, total=total, rate="", of=of))


def history_path(db: Path | None) -> Path:
    """Return the database to read: the one named, or else the demo's, which a note says."""
    if db is not None:
        return db
    from ilora_edge.demo import demo_history

    path = demo_history()
    note(f"no --db given: reading the demo database {path}")
    return path
