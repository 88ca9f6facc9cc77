"""What the sets share: how a right answer is written down, and which row is about which thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from made_up_rows import Filler

Fill = Callable[[Filler], None]
"""Fills the tables of one schema."""
Right = Sequence[tuple[str, str | None]]
"""SELECTs of the interactions and of the titles, of any reading that is right."""
Cases = dict[str, tuple[Fill, Right]]
"""By the name of the application."""


def plays(table: str, item: str, time: str, user: str = "'me'", where: str = "1") -> str:
    """Return the SELECT of a table's events."""
    return f"SELECT {user} AS user, {item} AS item, {time} AS time FROM {table} WHERE {where}"


def titles(table: str, key: str = "id", title: str = "title") -> str:
    """Return the SELECT of a table's titles."""
    return f'SELECT DISTINCT "{key}" AS item, "{title}" AS title FROM "{table}"'


def thing(i: int) -> int:
    """Return which of twelve things the i-th row is about."""
    return (i * 5 + i // 12) % 12


def pair(i: int) -> int:
    """Return which of twelve things the i-th row is about, each once for each of five persons."""
    return (i // 5 + i % 5 * 3) % 12
