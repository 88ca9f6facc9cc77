"""Items of which there is a row and nothing else: deleted, or missing from disk."""

from __future__ import annotations

from contextlib import closing

import pytest
from proposing import best

SCRIPT = """
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users VALUES (1, 'Ana'), (2, 'Bo');
CREATE TABLE films (id INTEGER PRIMARY KEY, title TEXT, {column});
INSERT INTO films VALUES (1, 'Low Water', {a}), (2, 'High Water', {b}), (3, 'Still Water', {c}),
  (4, 'Ice', {d});
CREATE TABLE views (user_id INTEGER REFERENCES users, film_id INTEGER REFERENCES films,
  viewed_at TEXT);
INSERT INTO views VALUES (1, 1, '2024-01-02 10:00:00'), (1, 2, '2024-01-03 10:00:00'),
  (2, 1, '2024-01-04 10:00:00'), (2, 3, '2024-01-05 10:00:00');
"""


def available(column: str, values: tuple[str, ...]) -> list[int] | None:
    """Return which items are there, by the proposal; None where it says nothing of it."""
    script = SCRIPT.format(column=column, **dict(zip("abcd", values, strict=True)))
    proposal, connection = best(script)
    with closing(connection):
        cursor = connection.execute(proposal.items or "")
        names = [name for name, *_ in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor]
    if "available" not in names:
        return None
    return [row["item"] for row in found if row["available"]]


@pytest.mark.parametrize(
    ("column", "values", "there"),
    [
        ("deleted INT", ("0", "1", "0", "NULL"), [1, 3, 4]),
        ("is_deleted INT", ("1", "0", "0", "1"), [2, 3]),
        ("missing INT", ("0", "0", "1", "0"), [1, 2, 4]),
        ("available INT", ("1", "0", "1", "NULL"), [1, 3, 4]),
        ("deleted_at TEXT", ("NULL", "'2024-02-03 04:05:06'", "NULL", "NULL"), [1, 3, 4]),
        ("deleted_at INT", ("0", "1700000000", "0", "0"), [1, 3, 4]),
        ("deleted_at TEXT", ("''", "'2024-02-03 04:05:06'", "''", "NULL"), [1, 3, 4]),
        # None is gone yet, or none that was looked at.
        ("deleted INT", ("0", "0", "0", "0"), [1, 2, 3, 4]),
        ("deleted_at TEXT", ("NULL", "NULL", "NULL", "NULL"), [1, 2, 3, 4]),
        ("missing INT DEFAULT 0, deleted INT", ("0, 1", "0, 0", "1, 0", "0, 0"), [2, 4]),
        (
            "available INT, missing INT, deleted_at TEXT",
            ("1, 0, NULL", "0, 0, NULL", "1, 0, '2024-02-03'", "1, 0, NULL"),
            [1, 4],
        ),
        # What is so of all, or counts, says nothing.
        ("deleted INT", ("1", "1", "1", "1"), None),
        ("available INT", ("0", "0", "0", "0"), None),
        ("deleted_at TEXT", ("'2024-02-03'", "'2024-02-04'", "'2024-02-05'", "'2024-02-05'"), None),
        ("missing INT", ("0", "3", "1", "2"), None),
        ("deleted_scenes INT", ("0", "1", "0", "1"), None),
    ],
)
def test_what_is_gone_is_not_there(
    column: str, values: tuple[str, ...], there: list[int] | None
) -> None:
    assert available(column, values) == there


@pytest.mark.parametrize(
    ("column", "now"), [("deleted INT DEFAULT 0", "1"), ("removed_at TEXT", "'2024-02-03'")]
)
def test_what_goes_after_all_that_was_looked_at_is_gone(column: str, now: str) -> None:
    many = (
        "WITH RECURSIVE n (i) AS (SELECT 5 UNION ALL SELECT i + 1 FROM n WHERE i < 400) "
        "INSERT INTO films (id, title) SELECT i, 'Film ' || i FROM n;"
        f"UPDATE films SET {column.split()[0]} = {now} WHERE id = 400;"
    )
    script = SCRIPT.format(column=column, a="NULL", b="NULL", c="NULL", d="NULL") + many
    proposal, connection = best(script)
    with closing(connection):
        rows = connection.execute(f"SELECT item FROM ({proposal.items}) WHERE NOT available")
        assert rows.fetchall() == [(400,)]
