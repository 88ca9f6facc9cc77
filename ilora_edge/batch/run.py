"""One scoring run: tasks in, chunks of results committed, and the sum at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from ilora_edge.batch.output import OutputDB, Run, UserRows
from ilora_edge.batch.tasks import UserResult
from ilora_edge.errors import IloraError
from ilora_edge.histories.user_task import BadUser, UserTask

CHUNK_USERS = 64
CHUNK_SECONDS = 2.0


class Ranks(Protocol):
    """What ranks tasks, in order: a pool of processes here, or a cluster."""

    def rank(self, tasks: Iterable[UserTask]) -> Iterator[tuple[UserTask, UserResult]]:
        """Yield every task with its result, in order."""


@dataclass(slots=True)
class RunSummary:
    """What this call did; ``failed`` and ``unread`` count the whole run, resumed ones included."""

    scored: int = 0
    unchanged: int = 0
    failed: int = 0
    """Users."""
    unread: int = 0
    """Databases of which no user could be read."""
    resumed: bool = False
    run_id: int = field(default=0, compare=False)


def score_all(
    tasks: Iterable[UserTask | BadUser],
    output: OutputDB,
    run: Run,
    base: str,
    ranks: Ranks,
    advance: Callable[[int], None] = lambda n: None,
    remarks: Callable[[], dict[str, Any]] | None = None,
) -> RunSummary:
    """Rank every user who is new or has changed, and commit the lists in chunks.

    A chunk has at most 64 users or 2 seconds of work: what a SIGKILL can lose.

    Parameters
    ----------
    base
        A digest of all that decides about the lists but the histories.
    remarks
        Called when all is done, for the run's row.
    """
    summary = RunSummary(resumed=run.resumed, run_id=run.run_id)
    writer = _Chunks(output, run)

    def changed() -> Iterator[UserTask]:
        for task in tasks:
            if isinstance(task, BadUser):
                failure = UserResult(task.user, [], failure=task.reason)
                writer.add(UserRows(task.database, failure))
                advance(1)
            elif (by := _done_by(output, run, task, base)) is not None:
                # On resuming, what this run did before counts as scored, not as unchanged.
                summary.unchanged += by != run.run_id
                advance(1)
            elif run.resumed and output.has_failed(run, task.database, task.user):
                # Once per run, as it would have been without the interruption.
                advance(1)
            else:
                yield task

    try:
        for task, result in ranks.rank(changed()):
            writer.add(UserRows(task.database, result, task.digest(base), task.names))
            summary.scored += result.failure is None
            advance(1)
    except (KeyboardInterrupt, IloraError):
        # Ctrl-C, or workers that keep dying: what they have done is done.
        with suppress(IloraError):
            writer.commit()
        raise
    writer.commit()
    output.finish(run, summary.unchanged, remarks() if remarks is not None else {})
    summary.failed, summary.unread = output.count_failures(run)
    return summary


def _done_by(output: OutputDB, run: Run, task: UserTask, base: str) -> int | None:
    return output.done_by(run, task.database, task.user, task.digest(base), task.names)


class _Chunks:
    def __init__(self, output: OutputDB, run: Run) -> None:
        self._output, self._run = output, run
        self._results: list[UserRows] = []
        self._since = time.monotonic()

    def add(self, rows: UserRows) -> None:
        if not self._results:
            self._since = time.monotonic()
        self._results.append(rows)
        if len(self._results) >= CHUNK_USERS or time.monotonic() - self._since >= CHUNK_SECONDS:
            self.commit()

    def commit(self) -> None:
        if self._results:
            self._output.write(self._run, self._results)
        self._results = []
