"""Which items of a large database need not be looked for by title: a bundle has none of their kind.

A media server may have a hundred thousand songs and episodes, and a bundle of films none of them;
to look for one title takes a third of a millisecond. So of each large kind (a medium, and whether
its items are parts of a series) a few are looked for first: those with most interactions, and as
many spread over the rest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from heapq import nsmallest
from typing import Any, TypeAlias

Row: TypeAlias = tuple[str, str, Any]
"""Of an item: id, title, facts."""

N_LOOKED_FOR = 1000
"""Items of each half of a sample."""
LARGE = 4 * N_LOOKED_FOR
"""A kind that has more items is looked into first."""
SHARE = 0.05
"""Of another medium a smaller share than this of that of the medium which a bundle knows best is
next to nothing; half of what :data:`ilora_edge.histories.media.SHARE` says, as a sample errs."""

_USED_AND_PLACED = "SELECT medium, is_part, item, interacted FROM items WHERE title <> ''"
_ROW = "SELECT item, title, year FROM items WHERE item = ?"
_Kind: TypeAlias = tuple[str | None, int]
"""The medium, empty where none is said, and whether items are parts; None: there are no facts."""


def leave_unlikely(connection: sqlite3.Connection, n_found: Callable[[Sequence[Row]], int]) -> None:
    """Put a spool's items that need not be looked for into its table ``unlikely``, by kind.

    Those of the samples, its table ``sampled``, are looked for with all others. ``n_found``
    returns how many of some a bundle knows.
    """
    items: dict[_Kind, list[tuple[str, int]]] = {}
    for medium, is_part, item, n_used in connection.execute(_USED_AND_PLACED):
        items.setdefault((medium, is_part), []).append((item, n_used))
    if all(len(of_kind) <= LARGE for of_kind in items.values()):
        return
    samples = {
        kind: [connection.execute(_ROW, (item,)).fetchone() for item in _sample(of_kind)]
        for kind, of_kind in items.items()
    }
    shares = {kind: n_found(rows) / len(rows) for kind, rows in samples.items()}
    of_media: dict[str | None, float] = {}
    for (medium, _), share in shares.items():
        # What is not tagged may be anything.
        if medium:
            of_media[medium] = max(share, of_media.get(medium, 0.0))
    best = max(of_media.values(), default=0.0)
    for kind, rows in samples.items():
        is_about = of_media.get(kind[0], best) >= SHARE * best
        if len(items[kind]) <= LARGE or (shares[kind] and is_about):
            continue
        connection.execute("INSERT INTO unlikely VALUES (?, ?)", kind)
        connection.executemany("INSERT INTO sampled VALUES (?)", ((i,) for i, _, _ in rows))


def _sample(items: Sequence[tuple[str, int]]) -> list[str]:
    """Return the ids of some of these, given in order, with how often each was used."""
    used = nsmallest(N_LOOKED_FOR, ((-n, item) for item, n in items if n))
    step = max(1, len(items) // N_LOOKED_FOR)
    spread = [item for item, _ in items[step - 1 :: step]][:N_LOOKED_FOR]
    return list(dict.fromkeys([*(item for _, item in used), *spread]))
