"""Applications that were used: what was read or heard is not offered, and nothing else is lost."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from used_apps import Audiobookshelf, Komga, KOReader, Strawberry, Used

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask


@pytest.mark.parametrize("kind", [Audiobookshelf, Komga, KOReader, Strawberry])
def test_an_application_that_was_used(kind: type[Used], tmp_path: Path) -> None:
    write_catalogue(tmp_path / "catalogue.db", [CatalogueItem(1, "c1", "Other", 0, (1,))])
    for seed in range(30):
        app = kind(random.Random(seed))
        app.use()
        path = tmp_path / f"{seed}.db"
        with closing(sqlite3.connect(path)) as db:
            app.write(db)
            db.commit()
        catalogue = Catalogue(tmp_path / "catalogue.db")
        with HistoryDB(path) as history, closing(catalogue), Spool(history, catalogue) as spool:
            tasks = {task.user: task for task in spool.tasks(None, 1000)}
        for user in app.users:
            task, told = tasks[user], (seed, user)
            assert isinstance(task, UserTask)
            mine = {app.works[i.item_id.removeprefix("\0")] for i in task.request.history}
            others = task.request.out_of_catalogue
            offered = {app.works[i.item_id.removeprefix("\0")] for i in others}
            assert app.watched[user] <= mine <= app.touched[user], told
            assert not offered & app.touched[user], told
            assert offered <= app.here(), told
            assert app.here() - app.touched[user] <= offered, told
