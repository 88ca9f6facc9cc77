"""A ranker that needs no model, and runs of the batch with it into an output database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from ilora_edge.batch.fingerprint import Fingerprint
from ilora_edge.batch.output import OutputDB
from ilora_edge.batch.run import RunSummary, score_all
from ilora_edge.batch.tasks import UserResult
from ilora_edge.histories.user_task import BadUser, UserTask
from ilora_edge.recommendation import HistoryItem, Recommendation
from ilora_edge.request import Request

PRINT = Fingerprint({"bundle": "abc", "k": 10})
TABLES = ("recommendations", "users", "failures", "runs")


class KilledError(Exception):
    """Stands for SIGKILL: nothing below catches it."""


class Ranker:
    """Ranks by the last item of the history; dies before the ``n``-th user."""

    def __init__(self, dies_at: int | None = None) -> None:
        self.ranked: list[str] = []
        self._dies_at = dies_at

    def rank(self, tasks: Iterable[UserTask]) -> Iterator[tuple[UserTask, UserResult]]:
        for task in tasks:
            if len(self.ranked) == self._dies_at:
                raise KilledError
            self.ranked.append(task.user)
            if task.user == "bad":
                yield task, UserResult(task.user, [], failure="no title is UTF-8")
                continue
            item = task.request.history[-1].item_id
            places = [Recommendation(r, f"{item}{r}", "title", -r, -r, -r) for r in (1, 2)]
            yield task, UserResult(task.user, places)


def tasks(n: int = 200, changed: str = "") -> list[UserTask | BadUser]:
    found: list[UserTask | BadUser] = [
        UserTask(f"u{i:03}", Request([HistoryItem(f"i{i}{changed if i % 10 == 0 else ''}")]))
        for i in range(n)
    ]
    return [*found, UserTask("bad", Request([])), BadUser("worse", "its time is not a time")]


def score(
    path: Path,
    ranker: Ranker | None = None,
    users: list[UserTask | BadUser] | None = None,
    fingerprint: Fingerprint = PRINT,
    forced: bool = False,
) -> RunSummary:
    with OutputDB(path) as output:
        run = output.begin(fingerprint, forced)
        who = tasks() if users is None else users
        return score_all(who, output, run, fingerprint.digest(), ranker or Ranker())


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row but for times of day."""
    with sqlite3.connect(path) as connection:
        found = {t: connection.execute(f"SELECT * FROM {t}").fetchall() for t in TABLES}
    connection.close()
    found["runs"] = [(r[0], r[2] is not None, *r[3:]) for r in found["runs"]]
    return found
