"""What a database says of every one of its users: what is gone, and what they may yet be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ilora_edge.histories.next_parts import NextParts
from ilora_edge.matching.copies import Elsewhere, Mark, marks, once
from ilora_edge.matching.item_facts import read_facts
from ilora_edge.matching.matcher import UNMATCHED
from ilora_edge.matching.title_keys import with_year
from ilora_edge.recommendation import HistoryItem
from ilora_edge.request import Request

if TYPE_CHECKING:
    from ilora_edge.histories.library_order import Described, LibraryOrder
    from ilora_edge.histories.own_order import OwnOrder
    from ilora_edge.histories.public_ratings import PublicRatings


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
    parts: NextParts
    """Of what the catalogue does not have."""
    used_by: Callable[[], Mapping[str, int]]
    """How many have used an item, by the recommender's id."""
    well_rated: PublicRatings
    """By how much the public rates an item above the mean, of ten, by the recommender's id."""
    written: Callable[[HistoryItem], HistoryItem]
    """Gives what the catalogue does not have the title that it would write."""
    order: LibraryOrder | None = None
    """Of what the catalogue does not have, by what it has in common with a history; None: what has
    most interactions goes first."""
    own: OwnOrder | None = None
    """How its items are put in order where the catalogue has none of them."""

    def complete(
        self,
        asked: Request,
        about: dict[str, tuple[Any, ...]],
        exclude_seen: bool,
        hidden: Hidden,
        is_new: bool = False,
        user: str = "",
    ) -> Request:
        """Return a user's request with what the rest of the database says of it.

        ``about`` has the user's items: title, torn, found, how, year. ``is_new``: whether the
        database has no event of them: a first list goes by what others have used. ``user``: who
        it is, of all whose rows tell what is used here; empty: a stranger.
        """
        # Another version of what was seen has another id here, and what is the same elsewhere.
        by_id = {UNMATCHED + i if row[2] is None else row[2]: row for i, row in about.items()}
        had = self._marks(about.values())
        seen = list(dict.fromkeys([*asked.seen, *self.everybody, *self.elsewhere.found(had)]))
        shunned = self._marks(by_id[item] for item in asked.disliked)
        liked = {item.item_id for item in asked.history}
        others = (i for i in self.elsewhere.found(shunned) if i not in liked)
        disliked = list(dict.fromkeys([*asked.disliked, *others]))
        away = {*(seen if exclude_seen else disliked), *hidden.items}
        never = had if exclude_seen else shunned
        unseen = once(
            (item, own)
            for item, own in self.popular
            if item.item_id not in away and never.isdisjoint(own)
        )
        history = [self.written(item) for item in self.parts.latest(asked.history)]
        is_first = is_new and not history
        rated = self.well_rated() if is_first or self.well_rated.of_everybody else {}
        others_unseen = list(unseen)
        if is_first and rated:
            # No history says which of these are likest.
            others_unseen.sort(key=lambda item: -rated.get(item.item_id, 0.0))
        if self.own is not None and history:
            others_unseen = self.own.sort(
                others_unseen, asked.history, asked.disliked, user, self.n_out_of_catalogue
            )
        return replace(
            asked,
            history=history,
            seen=seen,
            disliked=disliked,
            disliked_out_of_catalogue=[self.written(i) for i in asked.disliked_out_of_catalogue],
            unavailable=[*self.unavailable, *hidden.known],
            out_of_catalogue=self._likest(others_unseen, history, asked.disliked, by_id),
            out_of_catalogue_only=self.knows_nothing,
            used_by=self.used_by() if is_first else {},
            well_rated=rated,
        )

    def _marks(self, rows: Iterable[tuple[Any, ...]]) -> frozenset[Mark]:
        """Return what the copies of these items share, where there may be any."""
        if not (self.popular or self.elsewhere):
            return frozenset()
        of_works = self.elsewhere.of_works
        return frozenset[Mark]().union(*(of_works(marks(title, f)) for title, *_, f in rows))

    def _likest(
        self,
        unseen: list[HistoryItem],
        history: Sequence[HistoryItem],
        disliked: Sequence[str],
        about: dict[str, tuple[Any, ...]],
    ) -> list[HistoryItem]:
        """Return those of what the catalogue does not have that go to the language model."""
        if self.order is not None:
            shunned = [HistoryItem(item, "") for item in disliked[-self.order.n_said :]]
            last = history[-(self.order.n_said if shunned else self.order.n_last) :]
            told = ([_described(item, about) for item in items] for items in (last, shunned))
            unseen = self.order.sort(unseen, *told)
        chosen = self.parts.in_turn(unseen, about, self.n_out_of_catalogue)
        return [self.written(item) for item in chosen]


def _described(item: HistoryItem, about: dict[str, tuple[Any, ...]]) -> Described:
    """Return what a database says of an item of a history, its year behind its title."""
    from ilora_edge.histories.library_order import Described

    title, *_, cell = about.get(item.item_id, (item.title, None))
    facts = read_facts(cell)
    return Described(with_year(title, cell), facts.genres, facts.overview)
