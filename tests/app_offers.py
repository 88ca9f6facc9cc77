"""What each user of an application's database is offered, in the application's whole schema."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from app_libraries.schemas import put

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask

sys.path.insert(0, str(Path(__file__).parents[1] / "tools" / "schema_trial"))

from schema_facts import read_facts

WHOLE = read_facts(Path(__file__).parent / "edge" / "presets" / "whole_schemas.txt")
Rows = list[tuple[str, Mapping[str, object]]]


def written(schema: str, rows: Rows, path: Path) -> Path:
    """Write a database of a whole schema's tables with rows; what they must have besides is 0."""
    with closing(sqlite3.connect(path)) as db:
        db.create_collation("icu_root", lambda a, b: (a > b) - (a < b))
        for statement in WHOLE[schema].ddl():
            db.execute(statement)
        for table, row in rows:
            put(db, table, **row)
        db.commit()
    return path


def offered(
    schema: str, rows: Rows, folder: Path, known: Sequence[str] = ()
) -> dict[str, list[str]]:
    """Return what each user is offered by a bundle, in order.

    These are the database's ids; where the bundle knows any item, the titles of what it knows.
    """
    path = written(schema, rows, folder / "app.db")
    items = [CatalogueItem(n, f"c{n}", title, 0, (1,)) for n, title in enumerate(known, 1)]
    write_catalogue(folder / "catalogue.db", items or [CatalogueItem(1, "c1", "Other", 0, (1,))])
    catalogue = Catalogue(folder / "catalogue.db")
    found = {}
    with HistoryDB(path) as history, closing(catalogue), Spool(history, catalogue) as spool:
        for task in spool.tasks(None, 100):
            assert isinstance(task, UserTask)
            request = task.request
            if known:
                away = {*request.seen, *request.unavailable}
                found[task.user] = sorted(i.title for i in items if i.item_id not in away)
            else:
                ids = (item.item_id.removeprefix("\0") for item in request.out_of_catalogue)
                found[task.user] = sorted(ids)
    return found
