"""What can be named: what the database and the bundle have is one item, whoever says its year."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.errors import OptionError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.log import LoggedEvent
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.naming import ItemFinder, catalogue_id, nameable_items
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask


def test_an_item_whose_year_only_one_side_says_is_one(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        db.executescript(
            "CREATE TABLE plays (user, item, time); CREATE TABLE works (item, title, year);"
            "INSERT INTO works VALUES (1, 'Low Water', 2001), (2, 'Tides', NULL),"
            "  (3, 'Dune', NULL), (4, 'Knots', 1950);"
        )
    titles = ["Low Water", "Tides (1999)", "Dune (1984)", "Dune (2021)", "Knots (1999)", "Other"]
    items = [CatalogueItem(n, f"c{n}", title, 0, (1,)) for n, title in enumerate(titles, 1)]
    write_catalogue(tmp_path / "catalogue.db", items)
    mapping = Mapping(interactions="plays", items="works")
    with (
        HistoryDB(tmp_path / "app.db", mapping) as database,
        closing(Catalogue(tmp_path / "catalogue.db")) as catalogue,
    ):
        found = nameable_items(database, catalogue)
    # Which Dune it is nobody says, and Knots of other years are others.
    assert [item.item_id for item in found] == ["1", "2", "3", "4", "c3", "c4", "c5", "c6"]
    assert ItemFinder(found).find("low water").item_id == "1"


@pytest.mark.parametrize("agree", [False, True])
def test_an_id_that_the_database_uses_for_something_else(tmp_path: Path, agree: bool) -> None:
    """Known by its title; where the ids are the same ones, it is the item's other title."""
    titles = ["Low Water", "Tides", "Dune", "Knots", "Sieben"]
    items = [CatalogueItem(n, str(n), title, 0, (1,)) for n, title in enumerate(titles, 1)]
    write_catalogue(tmp_path / "catalogue.db", items)
    own = [*titles[:4], "Seven"] if agree else ["Seven", "Alien", "Knots", "Ring", "Cube"]
    with closing(sqlite3.connect(tmp_path / "app.db")) as db, db:
        db.execute("CREATE TABLE works (item, title)")
        db.execute("CREATE TABLE plays (user, item, time)")
        db.executemany("INSERT INTO works VALUES (?, ?)", enumerate(own, 1))
        db.execute("INSERT INTO plays VALUES ('ann', 2, 1)")
    with (
        HistoryDB(tmp_path / "app.db", Mapping(interactions="plays", items="works")) as database,
        closing(Catalogue(tmp_path / "catalogue.db")) as catalogue,
    ):
        finder = ItemFinder(nameable_items(database, catalogue))
        if agree:
            with pytest.raises(OptionError, match="no item"):
                finder.find("sieben")
            return
        assert finder.find("1").title == "Seven"
        named = finder.find("low water")
        assert named.item_id == "bundle:1"
        assert catalogue_id(named, database, catalogue) == "1"
        assert finder.find("knots").item_id == "3", "the database's"
        liked = [LoggedEvent("ann", named.item_id, 5, "like", named.title)]
        with Spool(database, catalogue, liked) as spool:
            (task,) = spool.tasks(None, 0, ("ann",))
    assert isinstance(task, UserTask)
    assert [item.item_id for item in task.request.history] == ["\0" + "2", "1"]
