"""Made-up rows for tables of which only names and types are known."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

_FIRST = 1_760_000_000
_STEP = 31_357

WORDS = (
    *("Amber Lantern", "Broken Compass", "Cedar Hollow", "Distant Thunder", "Empty Theatre"),
    *("Falling Ash", "Glass Harbour", "Hidden Meadow", "Iron Orchard", "Jade Staircase"),
    *("Kites at Dusk", "Lost Cartographer", "Midnight Ferry", "Northern Wire", "Open Window"),
    *("Paper Lighthouse", "Quiet Engine", "River of Salt", "Seven Bridges", "Tangled Garden"),
    *("Under the Pier", "Velvet Season", "Winter Parade", "Yellow Room"),
)
PEOPLE = ("Ana", "Bo", "Cy", "Dag", "Eli", "Flo", "Gus", "Hal")
ARTISTS = ("The Lanterns", "Mira Voss", "Owl Parade", "Kites")

Value = int | float | str | bytes | None
Maker = Callable[[int], Value]
Cells = Value | Sequence[Value] | Maker


class Filler:
    """Puts rows into tables; what is not said and must be there is 0 or empty."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.rng = random.Random(7)

    def add(self, table: str, n: int, **columns: Cells) -> None:
        """Insert ``n`` rows; a column is a constant, a list gone round, or made from 0 to n-1."""
        info = self.db.execute(
            'SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (table,)
        ).fetchall()
        unknown = set(columns) - {name for name, *_ in info}
        if not info or unknown:
            raise ValueError(f"{table}: no column {unknown}")
        given: dict[str, Cells] = dict(columns)
        for name, kind, needed, key in info:
            if name not in given and needed and not key:
                text = any(
                    word in kind.upper() for word in ("CHAR", "TEXT", "DATE", "TIME", "JSON")
                )
                given[name] = "" if text else 0
        names = ", ".join(f'"{name}"' for name in given)
        marks = ", ".join("?" * len(given))
        rows = [[_value(value, i) for value in given.values()] for i in range(n)]
        self.db.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)

    def pick(self, low: int, high: int) -> Maker:
        """Return whole numbers at random, the same in every run."""
        return lambda _: self.rng.randint(low, high)


def _value(value: Cells, i: int) -> Value:
    if callable(value):
        return value(i)
    if isinstance(value, list | tuple):
        found: Value = value[i % len(value)]
        return found
    return value  # type: ignore[return-value]


def one(i: int) -> int:
    """Return the id of the i-th row, from 1."""
    return i + 1


def headline(i: int) -> str:
    """Return a title that no other row has."""
    return f"{WORDS[i % len(WORDS)]} {i // len(WORDS)}"


def url(i: int) -> str:
    """Return the address of a page of one of five sites."""
    return f"https://site{i % 5}.example/{i}"


def seconds(i: int) -> int:
    """Return the moment of the i-th event."""
    return _FIRST + i * _STEP


def millis(i: int) -> int:
    """Return it in milliseconds."""
    return seconds(i) * 1000 + i


def iso(i: int) -> str:
    """Return it as SQLite writes moments."""
    return datetime.fromtimestamp(seconds(i), UTC).strftime("%Y-%m-%d %H:%M:%S")


def day(i: int) -> str:
    """Return its day."""
    return iso(i)[:10]


def past(i: int) -> str:
    """Return a day of years before: a release, a birthday."""
    return f"{1990 + i % 30}-0{1 + i % 9}-1{i % 9}"


def uid(kind: int) -> Maker:
    """Return ids as programs make them."""
    return lambda i: f"{kind:08x}-0000-4000-8000-{i:012x}"


def mail(i: int) -> str:
    """Return an address of the i-th row's person."""
    return f"{PEOPLE[i % 8].lower()}{i}@mail.example"


def some(maker: Cells, every: int) -> Cells:
    """Return values of which each so-manieth is missing."""
    assert callable(maker)
    return lambda i: None if i % every == 0 else maker(i)
