"""Progress of the stages of a run, on stderr: a bar on a terminal, elsewhere a line a minute."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from ilora_edge.titles import printable

SECONDS_BETWEEN_LINES = 60.0


class Stage:
    """One stage that goes from ``done`` to ``total`` steps.

    Parameters
    ----------
    show
        Called after every step with what there is to say.
    clock
        Seconds that only grow.
    """

    def __init__(
        self,
        name: str,
        total: int,
        done: int,
        show: Callable[[Stage], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name, self.total, self.done, self.text = name, total, done, ""
        self._first, self._show, self._clock = done, show, clock
        self._start = clock()
        self._tokens = 0

    def advance(self, text: str = "", n: int = 1, tokens: int = 0) -> None:
        """Say that ``n`` steps are done, which read ``tokens`` tokens."""
        self.done += n
        self.text = text
        self._tokens += tokens
        self._show(self)

    def line(self) -> str:
        """Return all there is to say: ``experts 120/500, loss 1.21, 240 tokens/s, 9 min left``."""
        spent = max(self._clock() - self._start, 1e-9)
        parts = [f"{self.name} {self.done:,}/{self.total:,}"]
        if self.text:
            parts.append(self.text)
        if self._tokens:
            parts.append(f"{self._tokens / spent:,.0f} tokens/s")
        steps = self.done - self._first
        if steps > 0 and self.done < self.total:
            parts.append(f"{_duration(spent / steps * (self.total - self.done))} left")
        return ", ".join(parts)


class Progress:
    """Shows the stages of a run; ``quiet`` shows nothing."""

    def __init__(self, quiet: bool = False) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._quiet = quiet

    def say(self, text: str) -> None:
        """Print one line: what takes its seconds before there is a stage."""
        if not self._quiet:
            self._console.print(printable(text), markup=False, soft_wrap=True)

    @contextlib.contextmanager
    def stage(self, name: str, total: int, done: int = 0) -> Iterator[Stage]:
        if self._quiet:
            yield Stage(name, total, done, lambda stage: None)
        elif self._console.is_terminal:
            with self._bar() as bar:
                task = bar.add_task(name, total=total, completed=done)
                yield Stage(
                    name,
                    total,
                    done,
                    lambda s: bar.update(task, completed=s.done, description=_label(s)),
                )
        else:
            yield Stage(name, total, done, _Lines(self._console))

    def _bar(self) -> Bar:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        return Bar(*columns, TimeRemainingColumn(), console=self._console)


class _Lines:
    """Prints a stage's line when a minute has passed since the last."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = time.monotonic()

    def __call__(self, stage: Stage) -> None:
        now = time.monotonic()
        if now - self._last >= SECONDS_BETWEEN_LINES:
            self._last = now
            self._console.print(stage.line(), markup=False, soft_wrap=True)


def _label(stage: Stage) -> str:
    return f"{stage.name}  {stage.text}" if stage.text else stage.name


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"
