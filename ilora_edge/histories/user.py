"""From a person's database, and what they told us themselves, to what the recommender is asked."""

from __future__ import annotations

from collections.abc import Collection

from ilora_edge.bundle.catalogue import Catalogue
from ilora_edge.errors import UnknownUserError
from ilora_edge.histories.database import HistoryDB, Interaction, is_kept
from ilora_edge.histories.log import LoggedEvent
from ilora_edge.histories.matching import SAMPLE_ITEMS, Matcher, history_item
from ilora_edge.recommendation import HistoryItem


def read_events(
    database: HistoryDB, user: str, logged: Collection[LoggedEvent] = ()
) -> list[Interaction]:
    """Return a user's interactions, oldest first, what was logged for them included.

    Raises UnknownUserError where there is nothing of the user at all.
    """
    try:
        events = database.read_history(user)
    except UnknownUserError:
        if not logged:
            raise
        events = []
    # At the same time what was logged comes last, as it does in batch scoring.
    events = [*events, *(Interaction(e.item_id, e.timestamp, None) for e in logged)]
    return sorted(events, key=lambda event: event.timestamp)


def matched_by_id(
    database: HistoryDB,
    events: list[Interaction],
    min_rating: float | None,
    catalogue: Catalogue,
) -> tuple[list[HistoryItem], list[str]] | None:
    """Return a user's history at or above a bundle's rating, and the ids of all they have seen.

    None where the database's ids are not the catalogue's, or it has none of the items interacted
    with: then all of the database's items count, which
    :class:`ilora_edge.histories.spool.Spool` reads.
    """
    sample = None
    if database.has_titles:
        first = database.described_items(SAMPLE_ITEMS)
        sample = [(item, title.decode(errors="replace")) for item, title, _ in first]
    matcher = Matcher(catalogue, sample)
    if not matcher.ids_agree:
        return None
    ids = list(dict.fromkeys(e.item_id for e in events))
    described = database.read_described(ids)
    about = [(i, *described.get(i, (b"", None))) for i in ids]
    titles = {i: title.decode(errors="replace") for i, title, _ in about}
    found = matcher.match((i, titles[i], year) for i, _, year in about)
    if not any(found):
        return None
    items = {i: history_item(i, titles[i], f) for i, f in zip(ids, found, strict=True)}
    kept = [items[e.item_id] for e in events if is_kept(e.rating, min_rating)]
    return kept, [items[e.item_id].item_id for e in events]
