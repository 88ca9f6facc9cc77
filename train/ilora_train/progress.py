"""Progress of the stages of a training run, on stderr; nothing where that is no terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar


class Stage:
    """One stage's bar."""

    def __init__(self, bar: Bar | None, task: int, name: str) -> None:
        self._bar, self._task, self._name = bar, task, name

    def advance(self, text: str = "", n: int = 1) -> None:
        if self._bar is not None:
            label = f"{self._name}  {text}" if text else self._name
            self._bar.update(self._task, advance=n, description=label)  # type: ignore[arg-type]


class Progress:
    """Shows one bar per stage; ``quiet`` shows none."""

    def __init__(self, quiet: bool = False) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._quiet = quiet or not self._console.is_terminal

    @contextlib.contextmanager
    def stage(self, name: str, total: int, done: int = 0) -> Iterator[Stage]:
        if self._quiet:
            yield Stage(None, 0, name)
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Bar(*columns, TimeRemainingColumn(), console=self._console) as bar:
            yield Stage(bar, bar.add_task(name, total=total, completed=done), name)
