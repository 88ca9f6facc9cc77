"""One user as a reader hands them on: what goes into a list, as plain JSON."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ilora_edge.recommendation import HistoryItem
from ilora_edge.request import Request


class ItemNames(Protocol):
    """Knows the database's own ids and titles of recommended items."""

    def own_id(self, item_id: str) -> str | None:
        """Return what the database calls an item of the recommender, None where it has it not."""
        ...

    def own_title(self, own_id: str) -> str:
        """Return the title of an item of the database, its year behind it; empty: it has none."""
        ...


def name_item(names: ItemNames | None, item_id: str) -> tuple[str, bool]:
    """Return the id to show for an item, and whether it is the database's own."""
    own = None if names is None else names.own_id(item_id)
    return (item_id, False) if own is None else (own, True)


def name_found(names: ItemNames | None, item_id: str, title: str) -> tuple[str, str, bool]:
    """Return id and title to show for an item of a list, and whether they are the database's.

    People know what they have by the titles that it has there: translated, of another year.
    """
    own_id, is_own = name_item(names, item_id)
    own_title = names.own_title(own_id) if names is not None and is_own else ""
    return own_id, own_title or title, is_own


@dataclass(frozen=True, slots=True)
class UserTask:
    """One user to rank for."""

    user: str
    request: Request
    """History, what was seen and out-of-catalogue candidates; the rest is the run's, the same for
    all users, and does not travel."""
    database: str = ""
    """Which of several databases the user is of."""
    names: ItemNames | None = field(default=None, compare=False, repr=False)
    """What the database calls the items; it stays in the reader's process."""
    allowed: tuple[str, ...] | None = None
    """The catalogue's ids of what may be recommended, where that is of one database of several;
    None: as the run's filters say."""

    _line: list[str] = field(default_factory=list, compare=False, repr=False)

    def to_line(self) -> str:
        """Return the task as one line of JSON; it is made once."""
        if not self._line:
            asked = self.request
            history, others, disliked = (
                [_values(item) for item in items]
                for items in (
                    asked.history,
                    asked.out_of_catalogue,
                    asked.disliked_out_of_catalogue,
                )
            )
            only = asked.out_of_catalogue_only
            never = [list(ids) for ids in (asked.seen, asked.disliked, asked.unavailable)]
            values = [self.user, history, *never, others, only, dict(asked.used_by), self.database]
            # Few have any: the digests of all others are those of before there were such.
            allowed = [] if self.allowed is None else [list(self.allowed)]
            last = [disliked, dict(asked.well_rated), allowed]
            while last and not last[-1]:
                last.pop()
            values += last
            self._line.append(json.dumps(values))
        return self._line[0]

    def digest(self, base: str) -> str:
        """Return the sha256 of all that decides this user's list: nothing new, nothing to do."""
        return hashlib.sha256(f"{base}\n{self.to_line()}".encode()).hexdigest()

    @classmethod
    def from_json(cls, values: list[Any], asked: Request | None = None) -> UserTask:
        """Return the task that a line holds; ``asked`` is what the run asks for each user."""
        user, items, seen, disliked, unavailable, titled, only, used_by, database, *last = values
        history, others, disliked_others = (
            [HistoryItem(*i) for i in x] for x in (items, titled, *(last[:1] or [()]))
        )
        asked = asked or Request()
        allowed = tuple(last[2][0]) if len(last) > 2 else None
        if allowed is not None:
            asked = replace(asked, filters=replace(asked.filters, allowed=allowed))
        request = replace(
            asked,
            history=history,
            seen=seen,
            disliked=disliked,
            unavailable=unavailable,
            out_of_catalogue=others,
            out_of_catalogue_only=only,
            used_by=used_by,
            well_rated=last[1] if len(last) > 1 else {},
            disliked_out_of_catalogue=disliked_others,
        )
        return cls(user, request, database, allowed=allowed)


def _values(item: HistoryItem) -> list[str | float]:
    """Return an item's fields without those at the end that say nothing."""
    values: list[str | float] = [item.item_id, item.title, item.genres, item.overview_cosine]
    values.append(item.is_later)
    if item.own_score is not None:
        return [*values, item.own_score]
    while len(values) > 2 and not values[-1]:
        values.pop()
    return values


@dataclass(frozen=True, slots=True)
class BadUser:
    """A user whose rows cannot be read, or a database as a whole (user ``""``), and why."""

    user: str
    reason: str
    database: str = ""
