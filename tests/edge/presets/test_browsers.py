"""Of generated histories of browsers what was looked at is read, in order, and nothing else."""

from __future__ import annotations

import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from app_browsers import BROWSERS
from app_schemas import SCHEMAS

from ilora_edge.histories.database import HistoryDB

sys.path.insert(0, str(Path(__file__).parents[3] / "tools" / "schema_trial"))

from schema_facts import read_facts

WHOLE = read_facts(Path(__file__).with_name("whole_schemas.txt"))
N_HISTORIES = 6
# An item's id, and its address.
ROWS = {
    "chromium": "id, url FROM urls",
    "epiphany": "id, url FROM urls",
    "firefox": "id, url FROM moz_places",
    "qutebrowser": "url, url FROM History",
    "safari": "id, url FROM history_items",
}


@pytest.mark.parametrize("name", BROWSERS)
def test_what_was_looked_at(name: str, tmp_path: Path) -> None:
    for seed in range(N_HISTORIES):
        path = tmp_path / f"{seed}.db"
        with closing(sqlite3.connect(path)) as connection:
            for statement in WHOLE[name].ddl():
                connection.execute(statement)
            truth = BROWSERS[name](connection, random.Random(f"{name} {seed}"))
            connection.commit()
        before = path.read_bytes()
        with HistoryDB(path) as history:
            assert history.queries.source.startswith(name.split()[0])
            pages = {item.item_id: item for item in history.items()}
            (user, events), *others = history.histories()
            seen = {item for _, item in history.seen()}
        assert (user, others) == ("me", [])
        rows = ROWS[name.split()[0]]
        with closing(sqlite3.connect(path)) as connection:
            urls = {str(n): u for n, u in connection.execute(f"SELECT {rows}")}
        assert [(urls[str(e.item_id)], e.timestamp) for e in events] == truth.visits
        assert {urls[str(item)] for item in seen} >= truth.away
        titles = {urls[str(i)]: page.title for i, page in pages.items() if i not in seen}
        assert titles == truth.offered
        assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["epiphany", "qutebrowser"])
def test_a_page_has_its_last_title_or_its_address(name: str, tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        SCHEMAS[name](connection)
        if name == "epiphany":
            connection.execute("UPDATE urls SET title = '' WHERE id = 2")
        else:
            row = "('https://tides.example/', 'Ebb', 1737000000, 0)"
            connection.execute(f"INSERT INTO History VALUES {row}")
        connection.commit()
    with HistoryDB(path) as history:
        titles = {i: title.decode() for i, title, _ in history.described_items()}
    if name == "epiphany":
        assert (titles["1"], titles["2"]) == ("Tides", "https://tides.example/low")
    else:
        assert titles["https://tides.example/"] == "Ebb"
        assert titles["https://tides.example/low"] == "Low water"
        assert titles["https://knots.example/"] == "https://knots.example/"
