"""Each preset reads its application's whole database: all tables, and a view nobody else can open.

``whole_schemas.txt`` has the tables as the sources named there create them, of two releases where
both are at hand; the rows are those of the fixtures.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import EXPECTED, SCHEMAS

from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.untouched import UntouchedDB
from ilora_edge.presets import recognise

sys.path.insert(0, str(Path(__file__).parents[3] / "tools" / "schema_trial"))

from schema_facts import SchemaFacts, read_facts

WHOLE = read_facts(Path(__file__).with_name("whole_schemas.txt"))


def tables_of(db: sqlite3.Connection) -> dict[str, str]:
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT NULL")
    return {name: sql for name, sql in rows if not name.startswith("sqlite_")}


def copy_rows(source: sqlite3.Connection, db: sqlite3.Connection, table: str) -> None:
    """Put a fixture's rows where the whole schema has the table; what it must have besides is 0."""
    info = 'SELECT name, type, "notnull", pk FROM pragma_table_info(?)'
    here = {n.lower(): (kind, must and not pk) for n, kind, must, pk in db.execute(info, (table,))}
    there = [n for n, *_ in source.execute(info, (table,)) if n.lower() in here]
    missing = [n for n, (_, must) in here.items() if must and n not in map(str.lower, there)]
    values = [
        "''" if "CHAR" in here[n][0].upper() or here[n][0] == "TEXT" else "0" for n in missing
    ]
    keyed = any(pk for *_, pk in source.execute(info, (table,)))
    names = ", ".join(f'"{n}"' for n in there)
    rowid = "" if keyed else ", rowid"
    rows = source.execute(f'SELECT {names}{rowid} FROM "{table}"').fetchall()
    into = ", ".join([*(f'"{n}"' for n in there), *([] if keyed else ["rowid"]), *missing])
    marks = ", ".join([*("?" * (len(there) + (not keyed))), *values])
    db.executemany(f'INSERT INTO "{table}" ({into}) VALUES ({marks})', rows)


def build(facts: SchemaFacts, app: str, path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as source, closing(sqlite3.connect(path)) as db:
        SCHEMAS[app](source)
        for collation in ("icu_root", "unicase"):
            db.create_collation(collation, lambda a, b: (a > b) - (a < b))
        for statement in facts.ddl():
            db.execute(statement)
        whole = {name.lower() for name in tables_of(db)}
        for table, sql in tables_of(source).items():
            if table.lower() not in whole:
                # A person's own columns, or what the fixture's release has besides.
                db.execute(sql)
            copy_rows(source, db, table)
        db.execute("CREATE VIEW of_the_application AS SELECT its_own_function(1) AS x")
        db.commit()


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_database_is_read_as_its_fixture_is(name: str, tmp_path: Path) -> None:
    app = name.split()[0]
    path = tmp_path / "app.db"
    build(WHOLE[name], app, path)
    with closing(UntouchedDB(path, "")) as database:
        assert {preset.name for preset, _ in recognise(database.readable_tables())} == {app}
    for mapping in (None, Mapping(app=app)):
        with HistoryDB(path, mapping) as history:
            events = [(u, e.item_id, e.timestamp) for u, es in history.histories() for e in es]
            titled = {item for item, *_ in history.described_items()}
            seen = {item for _, item in history.seen()}
        assert sorted(events) == sorted(EXPECTED[app])
        assert {item for _, item, _ in events} <= titled | seen
