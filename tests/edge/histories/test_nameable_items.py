"""What can be named: what the database and the bundle have is one item, whoever says its year."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ilora_edge.bundle.catalogue import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.naming import ItemFinder, nameable_items


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
