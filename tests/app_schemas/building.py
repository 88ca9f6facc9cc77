"""What builds a small database, and what is read out of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeAlias

Build = Callable[[sqlite3.Connection], None]
Rows: TypeAlias = list[tuple[str, str, int]]
"""User, item and unix seconds, in order of user, time and item."""


def script(sql: str) -> Build:
    """Return what runs statements on a database."""

    def build(connection: sqlite3.Connection) -> None:
        # The applications' own, which whoever reads their files does not have.
        for collation in ("icu_root", "unicase", "IUNICODE"):
            connection.create_collation(collation, lambda a, b: (a > b) - (a < b))
        connection.executescript(sql)

    return build
