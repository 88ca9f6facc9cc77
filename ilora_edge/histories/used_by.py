"""How many of a database's people have used an item: what somebody is told who has done nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from ilora_edge.matching.matcher import UNMATCHED

if TYPE_CHECKING:
    from ilora_edge.histories.database import HistoryDB

MOST_USED = 2000
"""Items that are counted: as many as the longest list has candidates."""

_HERE = "SELECT user, item FROM interactions WHERE logged = 0"
# Of two copies of a work somebody may have used both. Most works have one, of which people are
# counted in a fifth of the time.
_COUNTED = f"""
WITH used AS ({{used}}),
works AS (
  SELECT coalesce(found, ? || item) AS id, item FROM items
  WHERE item NOT IN (SELECT item FROM gone) AND item NOT IN (SELECT item FROM away)
),
copies AS (SELECT id, item FROM works
  WHERE id IN (SELECT id FROM works GROUP BY id HAVING count(*) > 1)),
counts AS (SELECT item, count(DISTINCT user) AS n FROM used GROUP BY item)
SELECT id, n FROM counts JOIN works USING (item) WHERE item NOT IN (SELECT item FROM copies)
UNION ALL
SELECT id, count(DISTINCT user) FROM used JOIN copies USING (item) GROUP BY id
ORDER BY 2 DESC, 1 LIMIT {MOST_USED}
"""


def keep_used_by(
    connection: sqlite3.Connection, history: HistoryDB, users: Collection[str] | None
) -> None:
    """Fill a spool's table where it lacks the others' rows and somebody asked for has none."""
    if users is None:
        return
    rows = connection.execute("SELECT DISTINCT user FROM interactions")
    if set(users).difference(user for (user,) in rows):
        pairs = history.people_and_items()
        connection.executemany("INSERT INTO used_by VALUES (?, ?)", pairs)


def keep_used(
    connection: sqlite3.Connection, history: HistoryDB, users: Collection[str] | None
) -> None:
    """Fill a spool's table of who has used what, where it lacks the others' rows."""
    if users is not None:
        rows = history.read_together(lambda: list(history.people_and_items()))
        connection.executemany("INSERT INTO used VALUES (?, ?)", rows)


class UsedBy:
    """Counts, when it is asked for the first time, what a spool's people have used."""

    def __init__(self, connection: sqlite3.Connection, has_all: bool) -> None:
        self._connection, self._has_all = connection, has_all
        self._found: Mapping[str, int] | None = None

    def __call__(self) -> Mapping[str, int]:
        """Return how many have used an item, by the recommender's id, most first."""
        if self._found is None:
            query = _COUNTED.format(used=_HERE if self._has_all else "SELECT * FROM used_by")
            self._found = dict(self._connection.execute(query, (UNMATCHED,)))
        return self._found
