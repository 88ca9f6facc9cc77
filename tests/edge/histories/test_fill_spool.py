"""What a spool reads of a database for one person, and for everybody."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.fill_spool import EVERY
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask
from ilora_edge.matching.match_report import MatchReport

# Seconds since 2001, which as unix times were of 1993: a column of those is read so.
ROWS = """
CREATE TABLE things (item, title, genres);
CREATE TABLE uses (user, item, time);
INSERT INTO things VALUES ('a', 'Ant', 'X'), ('b', 'Bee', 'Y'), ('c', NULL, 'X'), ('d', '', 'X');
INSERT INTO uses VALUES ('ann', 'b', NULL), ('ann', 'a', ''),
    ('bob', 'a', 757000000), ('bob', 'b', 756000000), ('bob', 'c', 755000000);
"""
MAPPING = Mapping(interactions="SELECT * FROM uses", items="SELECT * FROM things")


@contextmanager
def spooled(
    tmp_path: Path, users: Collection[str] | None, where: str | None = None
) -> Iterator[Spool]:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(ROWS)
    items = [CatalogueItem(n, i, i, 0, ()) for n, i in enumerate("abcd", 1)]
    write_catalogue(tmp_path / "catalogue.db", items)
    with (
        closing(Catalogue(tmp_path / "catalogue.db")) as catalogue,
        HistoryDB(path, MAPPING) as database,
        Spool(database, catalogue, where=where, users=users) as spool,
    ):
        yield spool


@pytest.mark.parametrize(
    ("users", "remarks", "oldest_first"),
    [
        (None, 1, {"ann": ["b", "a"], "bob": ["c", "b", "a"]}),
        (("ann", "bob"), 1, {"ann": ["b", "a"], "bob": ["c", "b", "a"]}),
        (("bob",), 1, {"bob": ["c", "b", "a"]}),
        (("ann",), 0, {"ann": ["b", "a"]}),
    ],
)
def test_others_times_are_looked_at_where_ones_own_need_it(
    tmp_path: Path,
    users: tuple[str, ...] | None,
    remarks: int,
    oldest_first: dict[str, list[str]],
) -> None:
    with spooled(tmp_path, users) as spool:
        tasks = list(spool.tasks(None, 0))
        assert len(spool.remarks) == remarks
    histories = {t.user: t.request.history for t in tasks if isinstance(t, UserTask)}
    assert {
        u: [i.item_id.removeprefix("\0") for i in h] for u, h in histories.items()
    } == oldest_first


@pytest.mark.parametrize(
    ("where", "allowed"),
    [(None, None), (EVERY, {*"abcd"}), ("genres = 'X'", {*"acd"}), ("title NOT NULL", {*"abd"})],
)
def test_which_items_may_be_recommended(
    tmp_path: Path, where: str | None, allowed: set[str] | None
) -> None:
    with spooled(tmp_path, ("bob",), where) as spool:
        assert spool.allowed == allowed
        # Those without a title are described all the same where somebody had them.
        assert spool.report.items == 4


def test_one_item_is_not_called_several() -> None:
    one = MatchReport(
        9, interacted=1, by_id=0, by_title=1, interactions=2, matched_interactions=2, known=3
    )
    assert str(one) == (
        "the bundle knows 1 of the 1 item interacted with (1 by title), 2 of 2 interactions"
    )
