"""Of generated libraries with known truth no watched item is offered, and none is lost."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_libraries import LIBRARIES
from app_situations import SITUATIONS
from library_check import check_library

N_LIBRARIES = 50
_FEWER = (
    "aniyomi clementine elisa goggalaxy gonic innertune kotatsu mediatracker pocketcasts podfetch "
    "stash vimusic watcharr yacreader"
)
FEWER = dict.fromkeys(_FEWER.split(), 10)
"""Of applications whose SELECTs are plain: fifty of each were built once."""


@pytest.mark.parametrize("app", LIBRARIES)
def test_watched_is_never_offered_and_never_lost(app: str, tmp_path: Path) -> None:
    for seed in range(FEWER.get(app, N_LIBRARIES)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        rng = random.Random(f"{app} {seed}")
        with closing(sqlite3.connect(folder / "app.db")) as connection:
            truth = LIBRARIES[app](connection, rng)
            if app in SITUATIONS:
                SITUATIONS[app](connection, rng, truth)
            connection.commit()
        before = (folder / "app.db").read_bytes()
        check_library(app, folder, truth, rng)
        assert (folder / "app.db").read_bytes() == before
        assert sorted(f.name for f in folder.iterdir()) == ["app.db", "catalogue.db"]
