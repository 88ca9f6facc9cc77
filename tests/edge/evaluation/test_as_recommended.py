"""A row of an evaluation is what ``recommend`` would have read and ranked at that moment."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tiny import TITLES

from ilora_edge.errors import OptionError
from ilora_edge.evaluation import rows as evaluation_rows
from ilora_edge.evaluation.rows import ReadAs, read_database
from ilora_edge.evaluation.scoring import K, row_scorer
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.requests import read_request
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request
from ilora_edge.system.stage_timer import StageTimer

MAPPING = Mapping(
    interactions="SELECT who AS user, item, stars AS rating, at AS time FROM play",
    items="SELECT id AS item, title, year, medium, series, part FROM item",
)
# Films and episodes, and after each of them a song.
WATCHED = ("f5", "e1", "f8", "f13", "e2", "x0", "e3", "f14", "f16", "e4", "f20", "f21")
LOW = {"f8"}


def library(path: Path, id_of: Callable[[str], str]) -> Path:
    """Write the bundle's thirty films and one of its own, four episodes and sixty songs."""
    items: list[tuple[object, ...]] = [
        (f"f{n}", title, None, "video", None, None) for n, title in enumerate(TITLES)
    ]
    items += [("x0", "Nowhere Else", 1999, "video", None, None)]
    items += [
        (f"e{n}", f"Part {n} of it", 2001, "video", "The Show", f"S1E{n}") for n in range(1, 5)
    ]
    items += [(f"s{n}", f"Song number {n}", None, "music", None, None) for n in range(60)]
    plays: list[tuple[str, str, int | None, int]] = []
    for n, film in enumerate(WATCHED):
        plays.append(("ann", id_of(film), 1 if film in LOW else 5, 1000 + n))
        plays.append(("ann", f"s{n}", None, 1000 + n))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            "CREATE TABLE item (id, title, year, medium, series, part);"
            "CREATE TABLE play (who, item, stars, at)"
        )
        every = [(id_of(str(row[0])), *row[1:]) for row in items]
        connection.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?)", every)
        connection.executemany("INSERT INTO play VALUES (?, ?, ?, ?)", plays)
    return path


def recommended(db: Path, recommender: Recommender) -> Request:
    with HistoryDB(db, MAPPING) as database:
        return read_request(database, "ann", recommender.catalogue, recommender.manifest)


def before(db: Path, own_id: str) -> Path:
    """Copy a database as it was before a row's target."""
    path = Path(shutil.copy(db, db.with_name(f"before-{own_id}.db")))
    with closing(sqlite3.connect(path)) as connection, connection:
        time = "SELECT min(rowid) FROM play WHERE item = ?"
        connection.execute(f"DELETE FROM play WHERE rowid >= ({time})", (own_id,))
    return path


@pytest.mark.parametrize("prefix", ["f", "m"], ids=["other ids", "the bundle's ids"])
def test_history_and_candidates_are_those_of_that_moment(
    tiny: Path, tmp_path: Path, prefix: str
) -> None:
    db = library(tmp_path / "app.db", lambda i: i.replace("f", prefix))
    said: list[str] = []
    with Recommender(tiny) as recommender:
        read_as = ReadAs(
            mapping=MAPPING,
            catalogue=recommender.catalogue,
            manifest=recommender.manifest,
            note=said.append,
        )
        rows = read_database(
            db, ["ann"], recommender.manifest.min_rating, 3, False, read_as=read_as
        )
        rows = [row for row in rows if row.target.startswith("m")]
        assert [row.target for row in rows] == ["m13", "m14", "m16", "m20", "m21"][5 - len(rows) :]
        scorer = row_scorer(recommender, rows, None, 0)
        for row in rows:
            then = before(db, row.target.replace("m", prefix))
            asked = recommended(then, recommender)
            assert row.history == tuple(asked.history)
            assert {*row.seen} == {*asked.seen}
            assert row.request.disliked == asked.disliked
            shortlist = recommender.shortlist(replace(asked, k=K), StageTimer())
            found = scorer.best(row, scorer.preference(row))
            assert [c.item_id for c in found] == [c.item_id for c in shortlist.candidates]
    # The latest of the four episodes alone, and no song.
    titles = [item.title for item in rows[-1].history]
    assert [t for t in titles if t.startswith("Part")] == ["Part 4 of it (2001)"]
    assert "Nowhere Else (1999)" in titles
    assert not any(title.startswith("Song") for title in titles)
    assert rows[-1].request.disliked == ["m8"]
    assert any("music is left out" in text for text in said)


def test_rows_of_one_history_share_what_they_show(tiny: Path, tmp_path: Path) -> None:
    db = library(tmp_path / "a.db", lambda own: own)
    with Recommender(tiny) as recommender:
        read_as = ReadAs(
            mapping=MAPPING, catalogue=recommender.catalogue, manifest=recommender.manifest
        )
        rows = read_database(db, None, None, 1, False, read_as=read_as)
    # One of the library's own, whose title is written as the bundle would.
    unknown = [[i for i in row.history if i.title == "Nowhere Else (1999)"] for row in rows[-2:]]
    assert unknown[0][0] is unknown[1][0]


def test_rows_that_find_no_room_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = library(tmp_path / "a.db", lambda own: own)
    monkeypatch.setattr(evaluation_rows, "_ALWAYS_ROOM", 0)
    monkeypatch.setattr(evaluation_rows, "available_memory", lambda: 10_000)
    with pytest.raises(OptionError, match=r"earlier items together.*--targets last"):
        read_database(db, None, None, 1, False, read_as=ReadAs(mapping=MAPPING))
    assert len(read_database(db, None, None, 1, True, read_as=ReadAs(mapping=MAPPING))) == 1
