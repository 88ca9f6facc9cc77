"""What a database says of every one of its users: what is gone, and what they may yet be shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, NamedTuple

from ilora_edge.histories.copies import Elsewhere, Mark, marks, once
from ilora_edge.recommendation import HistoryItem
from ilora_edge.request import Request


class Hidden(NamedTuple):
    """What an application does not show to one user: another's library, films for adults."""

    items: frozenset[str]
    """The recommender's ids of those that the catalogue does not have."""
    known: list[str]
    """The catalogue's ids of those of which every copy that is left is hidden."""


@dataclass(frozen=True, slots=True)
class WholeDatabase:
    """What is the same for every user of a database."""

    unavailable: list[str]
    """The catalogue's ids of what is gone."""
    everybody: list[str]
    """Ids of what was seen by no user in particular."""
    elsewhere: Elsewhere
    popular: list[tuple[HistoryItem, frozenset[Mark]]]
    """What the catalogue does not have, most interactions first, with what tells its copies."""
    n_out_of_catalogue: int
    knows_nothing: bool
    """Whether the catalogue has none of the items interacted with."""

    def complete(
        self,
        asked: Request,
        about: dict[str, tuple[Any, ...]],
        exclude_seen: bool,
        hidden: Hidden,
    ) -> Request:
        """Return a user's request with what the rest of the database says of it.

        ``about`` has the user's items: title, torn, found, how, year.
        """
        # Another version of what was seen has another id here, and what is the same elsewhere.
        copies = about.values() if self.popular or self.elsewhere else ()
        had = frozenset[Mark]().union(*(marks(row[0], row[4]) for row in copies))
        had = self.elsewhere.of_works(had)
        seen = list(dict.fromkeys([*asked.seen, *self.everybody, *self.elsewhere.found(had)]))
        away = {*(seen if exclude_seen else asked.disliked), *hidden.items}
        unseen = once(
            (item, own)
            for item, own in self.popular
            if item.item_id not in away and not (exclude_seen and own & had)
        )
        return replace(
            asked,
            seen=seen,
            unavailable=[*self.unavailable, *hidden.known],
            out_of_catalogue=[*islice(unseen, self.n_out_of_catalogue)],
            out_of_catalogue_only=self.knows_nothing,
        )
