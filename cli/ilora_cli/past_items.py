"""What stands on the command line in place of a history, or behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from ilora_cli.options.recommend import HistoryOptions
    from ilora_edge.catalogue.items import Catalogue
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.naming import NamedItem
    from ilora_edge.recommendation import HistoryItem


def past_items(
    past: HistoryOptions, database: HistoryDB | None, catalogue: Catalogue
) -> list[NamedItem]:
    """Return what somebody who is not in the database is said to have interacted with."""
    from ilora_edge.histories.naming import NamedItem

    items = []
    if past.history is not None:
        ids = [i.strip() for i in past.history.split(",") if i.strip()]
        if not ids:
            raise OptionError("--history is empty; give item ids, or --cold for no history")
        known = catalogue.by_id(ids)
        if unknown := [i for i in ids if i not in known]:
            raise OptionError(
                f"--history: item {unknown[0]!r} is not in the catalogue of the bundle; "
                "give its id there, or its title with --like"
            )
        items = [NamedItem(i, known[i].title) for i in ids]
    return [*items, *_named(database, catalogue, past.like or [])]


def _named(
    database: HistoryDB | None, catalogue: Catalogue, texts: Sequence[str]
) -> list[NamedItem]:
    """Return the items of the database, or else of the bundle, that these texts name."""
    from ilora_cli.feedback import find_one
    from ilora_edge.histories.naming import ItemFinder, nameable_items

    if not texts:
        return []
    finder = ItemFinder(nameable_items(database, catalogue))
    return [find_one(finder, text) for text in texts]


def liked(database: HistoryDB, catalogue: Catalogue, texts: Sequence[str]) -> list[HistoryItem]:
    """Return what these texts name, as a recommender takes it behind a person's history."""
    from ilora_edge.histories.naming import catalogue_id, shown_title
    from ilora_edge.recommendation import HistoryItem

    return [
        HistoryItem(catalogue_id(item, database, catalogue), shown_title(item))
        for item in _named(database, catalogue, texts)
    ]
