"""What of a media server a bundle is about: its films, or its music.

A history of films and songs together says little of either: to a bundle of films the songs played
last are ten strange titles. So of a database whose items are of several media (video, music, books,
podcasts) those are left out of which a bundle knows next to nothing, while it knows another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from ilora_edge.histories.spool_sql import IS_LOOKED_FOR
from ilora_edge.titles import printable

SHARE = 0.1
"""A medium is left out of which the bundle knows a smaller share than this of the share that it
knows of the medium that it knows most items of."""
ENOUGH = 20
"""Items of a medium that the bundle would know at the share of the other: of a few songs it may
know none by chance."""
_LONGEST = 40


class OtherMedium(NamedTuple):
    """A medium that a bundle is not about."""

    medium: str
    items: int
    looked_for: int
    """Of them, how many were looked for; of many a sample."""
    known: int
    """Of these, how many have the title of something in the catalogue."""

    @property
    def share(self) -> float:
        """How much of it a bundle knows."""
        return self.known / max(1, self.looked_for)

    def __str__(self) -> str:
        of = f"{self.items:,} items"
        if self.looked_for < self.items:
            of = f"{of}, {self.looked_for:,} of which were looked for,"
        name = printable(self.medium)[:_LONGEST]
        return f"{name} is left out: of its {of} the bundle knows {self.known:,}"


def leave_out(connection: sqlite3.Connection) -> list[OtherMedium]:
    """Put a spool's items of media that the bundle is not about into its table ``away``.

    Those of them that have the title of something in the catalogue are not that.
    """
    # A cell may be any text: of a database that has a year and no other fact.
    is_tagged = 'year LIKE \'{%"medium":"%\''
    rows = connection.execute(
        f"SELECT medium, count(*), sum({IS_LOOKED_FOR}), count(found) FROM items "
        f"WHERE medium NOT NULL AND {is_tagged} GROUP BY 1"
    )
    found = [OtherMedium(*row) for row in rows if isinstance(row[0], str)]
    best = max(found, key=lambda medium: medium.known, default=None)
    if best is None or best.known == 0:
        return []
    left_out = [
        medium
        for medium in found
        if medium is not best
        and medium.looked_for * best.share >= ENOUGH
        and medium.share < SHARE * best.share
    ]
    for medium in left_out:
        connection.execute(
            f"INSERT INTO away SELECT item FROM items WHERE medium = ? AND {is_tagged}",
            (medium.medium,),
        )
    if left_out:
        connection.execute(
            "UPDATE items SET found = NULL, how = NULL "
            "WHERE found NOT NULL AND item IN (SELECT item FROM away)"
        )
    return left_out


def away_for(items: Collection[str], away: frozenset[str]) -> frozenset[str]:
    """Return what is left out for who has interacted with these items: of ``away`` all, or nothing.

    Who has nothing else is told of what they have, and who has nothing yet of what the bundle is
    about.
    """
    return frozenset() if items and away.issuperset(items) else away
