"""One scoring run: tasks in, chunks of results committed, and the sum at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from ilora_edge.batch.fingerprint import Fingerprint
from ilora_edge.batch.output import OutputDB, Run
from ilora_edge.batch.tasks import BadUser, UserResult, UserTask

CHUNK_USERS = 64
CHUNK_SECONDS = 2.0


class Ranks(Protocol):
    """What ranks tasks, in order: a pool of processes here, or a cluster."""

    def rank(self, tasks: Iterable[UserTask]) -> Iterator[tuple[UserTask, UserResult]]: ...


@dataclass(slots=True)
class Summary:
    """What this call did; ``failed`` counts the whole run, resumed ones included."""

    scored: int = 0
    unchanged: int = 0
    failed: int = 0
    resumed: bool = False


def score_all(
    tasks: Iterable[UserTask | BadUser],
    output: OutputDB,
    run: Run,
    fingerprint: Fingerprint,
    ranks: Ranks,
    advance: Callable[[int], None] = lambda n: None,
) -> Summary:
    """Rank every user who is new or has changed, and commit the lists in chunks.

    A chunk has at most 64 users or 2 seconds of work: what a SIGKILL can lose.
    """
    summary = Summary(resumed=run.resumed)
    writer = _Chunks(output, run)
    parts = fingerprint.sha256

    def changed() -> Iterator[UserTask]:
        for task in tasks:
            if isinstance(task, BadUser):
                writer.add(UserResult(task.user, [], failure=task.reason), "")
                advance(1)
            elif (by := output.done_by(run, task.user, task.digest(parts))) is not None:
                # On resuming, what this run did before counts as scored, not as unchanged.
                summary.unchanged += by != run.run_id
                advance(1)
            elif run.resumed and output.has_failed(run, task.user):
                # Once per run, as it would have been without the interruption.
                advance(1)
            else:
                yield task

    for task, result in ranks.rank(changed()):
        writer.add(result, task.digest(parts))
        summary.scored += result.failure is None
        advance(1)
    writer.commit()
    output.finish(run, summary.unchanged)
    summary.failed = output.count_failures(run)
    return summary


class _Chunks:
    def __init__(self, output: OutputDB, run: Run) -> None:
        self._output, self._run = output, run
        self._results: list[tuple[UserResult, str]] = []
        self._since = time.monotonic()

    def add(self, result: UserResult, digest: str) -> None:
        if not self._results:
            self._since = time.monotonic()
        self._results.append((result, digest))
        if len(self._results) >= CHUNK_USERS or time.monotonic() - self._since >= CHUNK_SECONDS:
            self.commit()

    def commit(self) -> None:
        if self._results:
            self._output.write(self._run, self._results)
        self._results = []
