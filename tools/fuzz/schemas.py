"""Hostile schemas, and SELECTs for mappings, put together from parts."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

_ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n{}) SELECT {} FROM n"
_TEXTS = (
    "x", "printf('%0300000d', x)", "hex(zeroblob(900000))", "zeroblob(3000000)", "'u' || x % 7",
    "CAST(x'ff80' AS TEXT)", "char(0, 27, 8238) || x", "x / 0", "9e999", "json_array(x, x)",
    "replace(hex(zeroblob(60000)), '0', 'ab')", "-9223372036854775808", "''", "NULL", "abs(x)",
)  # fmt: skip
_LIMITS = ("", " LIMIT 10", " LIMIT 100000", " LIMIT 2000000000")
_NAMES = ('"a""b"', '"select"', '"\u202e"', '"x\ty"', "[a b]", '"' + "n" * 3000 + '"', "users", "t")


def hostile(path: Path, rng: random.Random) -> None:
    """Write a database of a few objects of a hostile schema."""
    path.unlink(missing_ok=True)
    text = [rng.choice(_TEXTS) for _ in range(5)]
    rows = _ENDLESS.format(
        rng.choice(_LIMITS), f"{text[0]} AS user_id, {text[1]} AS item_id, {text[2]} AS timestamp"
    )
    item = _ENDLESS.format(rng.choice(_LIMITS), f"{text[3]} AS item_id, {text[4]} AS title")
    name = rng.choice(_NAMES)
    odd = (
        f"CREATE TABLE {name} ({name} TEXT, user_id, item_id, timestamp REAL)",
        f"CREATE VIEW {name} AS SELECT * FROM {name}",
        "CREATE TABLE g (a, b GENERATED ALWAYS AS (a || hex(zeroblob(100000))))",
        "CREATE VIRTUAL TABLE f USING fts5(title, body)",
        "CREATE VIRTUAL TABLE r USING rtree(id, a, b)",
        "CREATE TABLE k (a REFERENCES k(a), b REFERENCES missing(c), UNIQUE (a, b)) STRICT",
        "CREATE TABLE w (user_id, item_id, PRIMARY KEY (user_id, item_id)) WITHOUT ROWID",
        "CREATE INDEX i ON interactions (abs(item_id))",
        "PRAGMA encoding = 'UTF-16le'",
        f"CREATE TABLE many ({', '.join(f'c{n}' for n in range(rng.choice((2, 1500))))})",
    )
    interactions = rng.choice((f"CREATE VIEW interactions AS {rows}", *[_table(rng)] * 1))
    with closing(sqlite3.connect(path)) as connection:
        for statement in (*rng.sample(odd, 3), interactions, f"CREATE VIEW items AS {item}"):
            with suppress(sqlite3.Error):
                connection.execute(statement)
        with suppress(sqlite3.Error):
            values = (rng.choice(("u", "", b"\xff\x80", 1, None, 2.5)) for _ in range(3))
            connection.execute("INSERT INTO interactions VALUES (?, ?, ?)", tuple(values))
        connection.commit()
        if rng.random() < 0.3:
            with suppress(sqlite3.Error):
                connection.execute("PRAGMA writable_schema = ON")
                sql = rng.choice(("CREATE TABLE ((((", "CREATE TABLE x (a)" * 50, "", "nonsense"))
                connection.execute(
                    "UPDATE sqlite_master SET sql = ? WHERE rowid = abs(random()) % 5", (sql,)
                )
                connection.commit()


def _table(rng: random.Random) -> str:
    kinds = [rng.choice(("TEXT", "INTEGER", "BLOB", "", "DATETIME")) for _ in range(3)]
    return (
        f"CREATE TABLE interactions (user_id {kinds[0]}, item_id {kinds[1]}, timestamp {kinds[2]})"
    )


def select(rng: random.Random) -> str:
    """Return what somebody may give as a mapping's SELECT."""
    text = [rng.choice(_TEXTS) for _ in range(3)]
    rows = _ENDLESS.format(
        rng.choice(_LIMITS), f"{text[0]} AS user, {text[1]} AS item, {text[2]} AS time"
    )
    odd = (
        "DELETE FROM interactions", "SELECT load_extension('x') AS item", "PRAGMA user_version = 3",
        "ATTACH 'x' AS y", "SELECT 1; DROP TABLE items", "SELECT * FROM interactions --", "", "(",
        "SELECT user_id AS user, item_id AS item FROM interactions, items, items b, items c",
        "SELECT writefile('x', 'y') AS item", "VALUES (1, 2, 3)", "interactions", '"' * 3, "\0",
        "SELECT user_id AS user, item_id AS item, timestamp AS time FROM interactions ORDER BY "
        "hex(randomblob(100000))", "SELECT item_id AS item, item_id AS item FROM interactions",
        "WITH RECURSIVE a AS (SELECT * FROM a) SELECT * FROM a", "SELECT '\udcff' AS item",
    )  # fmt: skip
    nested = "SELECT user, item, time FROM (" * 60 + rows + ")" * 60
    return rng.choice((rows, rows, rows, nested, *odd))
