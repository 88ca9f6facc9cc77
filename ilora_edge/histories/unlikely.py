"""Which items of a large database need not be looked for by title: a bundle has none of their kind.

A media server may have a hundred thousand songs and episodes, and a bundle of films none of them;
to look for one title takes a third of a millisecond. So of each large kind (a medium, and whether
its items are parts of a series) a few are looked for first: those with most interactions, and as
many spread over the rest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from ilora_edge.histories.item_facts import IS_PART

Row: TypeAlias = tuple[str, str, Any]
"""Of an item: id, title, facts."""

N_LOOKED_FOR = 1000
"""Items of each half of a sample."""
LARGE = 4 * N_LOOKED_FOR
"""A kind that has more items is looked into first."""
SHARE = 0.05
"""Of another medium a smaller share than this of that of the medium which a bundle knows best is
next to nothing; half of what :data:`ilora_edge.histories.media.SHARE` says, as a sample errs."""

_KIND = """
CASE WHEN year LIKE '{%' AND json_valid(year) THEN coalesce(json_extract(year, '$.medium'), '') END
"""
_KINDS = f"SELECT {_KIND}, {IS_PART}, count(*) FROM items WHERE title <> '' GROUP BY 1, 2"
_OF_KIND = f"FROM items WHERE title <> '' AND {_KIND} IS ? AND ({IS_PART}) IS ?"
_USED = f"""
SELECT item, title, year FROM counts CROSS JOIN (SELECT * {_OF_KIND}) USING (item)
ORDER BY n DESC, item LIMIT {N_LOOKED_FOR}
"""
_SPREAD = f"""
SELECT item, title, year FROM (
    SELECT item, title, year, row_number() OVER (ORDER BY item) AS place {_OF_KIND}
) WHERE place % ? = 0 LIMIT {N_LOOKED_FOR}
"""


class _Kind(NamedTuple):
    medium: str | None
    is_part: int
    n_items: int


def leave_unlikely(
    connection: sqlite3.Connection, match: Callable[[Sequence[Row]], Sequence[object | None]]
) -> None:
    """Put a spool's items that need not be looked for into its table ``unlikely``.

    Those of the samples are looked for with all others. ``match`` returns None for what a bundle
    does not know.
    """
    kinds = [_Kind(*row) for row in connection.execute(_KINDS)]
    if all(kind.n_items <= LARGE for kind in kinds):
        return
    samples = {kind: _sample(connection, kind) for kind in kinds}
    shares = {
        kind: sum(found is not None for found in match(rows)) / len(rows)
        for kind, rows in samples.items()
    }
    of_media: dict[str | None, float] = {}
    for kind, share in shares.items():
        # What is not tagged may be anything.
        if kind.medium:
            of_media[kind.medium] = max(share, of_media.get(kind.medium, 0.0))
    best = max(of_media.values(), default=0.0)
    for kind, rows in samples.items():
        is_about = of_media.get(kind.medium, best) >= SHARE * best
        if kind.n_items <= LARGE or (shares[kind] and is_about):
            continue
        connection.execute(
            f"INSERT INTO unlikely SELECT item {_OF_KIND}", (kind.medium, kind.is_part)
        )
        connection.executemany("DELETE FROM unlikely WHERE item = ?", ((i,) for i, _, _ in rows))


def _sample(connection: sqlite3.Connection, kind: _Kind) -> list[Row]:
    of_kind = (kind.medium, kind.is_part)
    used = connection.execute(_USED, of_kind).fetchall()
    step = max(1, kind.n_items // N_LOOKED_FOR)
    spread = connection.execute(_SPREAD, (*of_kind, step)).fetchall()
    return list({row[0]: row for row in (*used, *spread)}.values())
