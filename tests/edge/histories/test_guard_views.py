"""Views that double with each level are refused before SQLite reads them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from ilora_edge.errors import DatabaseError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.nested_views import overgrown_views
from ilora_edge.histories.untouched import UntouchedDB

ROW = "SELECT 'ann' AS user_id, 'a' AS item_id, 1 AS timestamp"


def made(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE items (item_id, title)")
        connection.execute("INSERT INTO items VALUES ('a', 'Alien')")
        for statement in statements:
            connection.execute(statement)
    return path


def doubling(n: int, name: str = "v{}") -> list[str]:
    names = [name.format(i) for i in range(n)]
    pairs = pairwise(names)
    return [f'CREATE VIEW "{names[0]}" AS {ROW}'] + [
        f'CREATE VIEW "{new}" AS SELECT * FROM "{old}" UNION ALL SELECT * FROM "{old}"'
        for old, new in pairs
    ]


@pytest.mark.parametrize("name", ["v{}", "V{}", "a view {}", "é{}"])
def test_what_doubles_is_refused_at_once(tmp_path: Path, name: str) -> None:
    top = f'CREATE VIEW interactions AS SELECT * FROM "{name.format(39)}"'
    path = made(tmp_path / "x.db", *doubling(40, name), top)
    with pytest.raises(DatabaseError, match="far more work"), HistoryDB(path) as database:
        list(database.users(10))
    with closing(UntouchedDB(path, "")) as other:
        tables = other.readable_tables()
    assert "items" in tables
    assert "interactions" not in tables
    assert name.format(0).lower() in tables


def test_views_as_applications_have_them_are_read(tmp_path: Path) -> None:
    chain = [f"CREATE VIEW w{i} AS SELECT * FROM w{i - 1}" for i in range(1, 60)]
    path = made(
        tmp_path / "x.db",
        f"CREATE VIEW w0 AS {ROW}",
        *chain,
        *doubling(9),
        "CREATE VIEW interactions AS SELECT * FROM w59 UNION ALL SELECT * FROM v8",
        "CREATE VIEW one AS SELECT * FROM other",
        "CREATE VIEW other AS SELECT * FROM one",
    )
    with closing(sqlite3.connect(path)) as connection:
        assert overgrown_views(connection) <= {"one", "other"}
    with HistoryDB(path) as database:
        assert {event.item_id for event in database.read_history("ann")} == {"a"}
