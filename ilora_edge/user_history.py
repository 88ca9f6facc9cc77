"""From a person's database to what the recommender is asked with."""

from __future__ import annotations

from ilora_edge.history import HistoryDB, is_kept
from ilora_edge.recommender import HistoryItem


def read_user(
    database: HistoryDB, user: str, min_rating: float | None
) -> tuple[list[HistoryItem], list[str]]:
    """Return a user's history at or above a bundle's rating, and everything they have seen.

    Raises UnknownUserError where there is no such user.
    """
    events = database.read_history(user)
    kept = [e for e in events if is_kept(e.rating, min_rating)]
    titles = database.read_titles({e.item_id for e in kept})
    items = [HistoryItem(e.item_id, titles.get(e.item_id, "")) for e in kept]
    return items, [e.item_id for e in events]
