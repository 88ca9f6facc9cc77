"""Jellyfin before 10.11, of which all films have one key: the work grows with the rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from app_libraries.schemas import put
from app_schemas import SCHEMAS
from jellyfin_server import MOVIE

from ilora_edge.histories.database import HistoryDB

_SCALE = 1500
_STEPS = 1000


def test_films_that_all_share_a_key(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as db:
        SCHEMAS["jellyfin-10.10"](db)
        db.execute("ALTER TABLE TypedBaseItems ADD PresentationUniqueKey TEXT")
        for n in range(_SCALE):
            put(db, "TypedBaseItems", guid=n.to_bytes(16, "big"), type=MOVIE, Name=f"F{n}",
                IsFolder=0, UserDataKey=f"f{n}", PresentationUniqueKey="x")  # fmt: skip
            put(db, "UserDatas", key=f"f{n}", userId=7, played=1)
        db.execute("CREATE INDEX a ON TypedBaseItems (PresentationUniqueKey)")
        db.execute("CREATE INDEX b ON TypedBaseItems (UserDataKey, type)")
        db.commit()
    with HistoryDB(path) as history:
        seen = history.queries.seen
    assert seen is not None
    with closing(sqlite3.connect(path)) as db:
        left = _SCALE

        def tick() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        db.set_progress_handler(tick, _STEPS)
        assert len({item for user, item in db.execute(seen) if user == 7}) == _SCALE
