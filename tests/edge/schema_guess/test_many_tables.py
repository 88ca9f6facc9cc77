"""What a schema of many tables costs."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from ilora_edge.schema_guess.propose import propose


def queries_for(n_tables: int) -> int:
    """Return how many queries the guess takes for tables of one shape."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for n in range(n_tables):
            connection.execute(
                f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY, name TEXT, user_id INT, "
                "item_id INT, created_at TEXT)"
            )
            connection.execute(f"INSERT INTO t{n} VALUES (1, 'a', 1, 1, '2024-01-01')")
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        propose(connection)
        return len(asked)


def test_tables_of_one_shape_are_not_compared_each_with_each() -> None:
    few, many = queries_for(20), queries_for(80)
    assert many < 6 * few
