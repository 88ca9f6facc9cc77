"""Fixtures shared by the tests of what schemas mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from structures import PEOPLE


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)")
        made.executemany("INSERT INTO users VALUES (?, ?)", enumerate(PEOPLE, 1))
        yield made
