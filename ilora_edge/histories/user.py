"""From a person's database, and what they told us themselves, to what the recommender is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias

from ilora_edge.catalogue.items import Catalogue
from ilora_edge.errors import UnknownUserError
from ilora_edge.histories.database import HistoryDB, Interaction, is_kept
from ilora_edge.histories.log import LoggedEvent, State
from ilora_edge.matching.item_facts import of_a_whole
from ilora_edge.matching.matcher import SAMPLE_ITEMS, UNMATCHED, Matcher, history_item
from ilora_edge.recommendation import HistoryItem
from ilora_edge.request import Request

MAX_HISTORY = 1 << 14
"""Events of a user that are handed on: as many as the longest encoder reads."""
Verdict: TypeAlias = Literal["history", "seen", "disliked"]

MOST_DISLIKED = 100
"""Titles of disliked items that the catalogue lacks, the latest: each is read by the backbone."""

LOW = 2.0 / 3.0
"""Of a bundle's lowest rating that counts: who rates an item no higher dislikes it."""


class UserItems(NamedTuple):
    """What a user's events say of items."""

    history: list[HistoryItem]
    """Oldest first."""
    seen: list[str]
    """Ids of everything there is an event of."""
    disliked: list[str]
    disliked_out_of_catalogue: list[HistoryItem]
    """Those of them that the catalogue does not have."""


def said_by(logged: Collection[LoggedEvent]) -> dict[str, State]:
    """Return what one user has said of items, by id."""
    return {event.item_id: event.state for event in logged if event.state is not None}


def verdict(event: Interaction, said: Mapping[str, State], min_rating: float | None) -> Verdict:
    """Return what an event means: what the person said of the item goes before any rating.

    A rating of 0 is not a dislike: in many applications it stands for no rating at all.
    """
    state = said.get(event.item_id)
    if state == "like" or (state is None and is_kept(event.rating, min_rating)):
        return "history"
    if state is not None:
        return "disliked" if state == "dislike" else "seen"
    assert min_rating is not None
    assert event.rating is not None
    return "disliked" if 0 < event.rating <= LOW * min_rating else "seen"


def read_events(
    database: HistoryDB, user: str, logged: Collection[LoggedEvent] = ()
) -> list[Interaction]:
    """Return a user's interactions, oldest first, what was logged for them included.

    Raises UnknownUserError where there is nothing of the user at all, and the application does not
    know them either.
    """
    try:
        events = database.read_history(user)
    except UnknownUserError:
        if not logged and not database.read_seen(user) and not database.knows(user):
            raise
        events = []
    return with_logged(events, [Interaction(e.item_id, e.timestamp, None) for e in logged])


def with_logged(stored: list[Interaction], logged: list[Interaction]) -> list[Interaction]:
    """Return a database's events, oldest first, with logged ones: of one second these come last."""
    return sorted([*stored, *logged], key=lambda event: event.timestamp) if logged else stored


def matched_by_id(
    database: HistoryDB,
    user: str,
    read: Callable[[], list[Interaction]],
    min_rating: float | None,
    catalogue: Catalogue,
    logged: Collection[LoggedEvent] = (),
) -> UserItems | None:
    """Return what a user's events say of items, under the catalogue's ids.

    ``read`` gives the events; it is not called where the ids are others.

    None where the database's ids are not the catalogue's, no item interacted with is in it
    by id, items may be gone, or one that is not in it is a part of a series or of some medium: then
    all of the database's items count, which :class:`ilora_edge.histories.spool.Spool` reads.
    """
    if database.has_available:
        return None
    sample = None
    if database.has_titles:
        first = database.described_items(SAMPLE_ITEMS)
        sample = [(item, title.decode(errors="replace")) for item, title, _ in first]
    matcher = Matcher(catalogue, sample)
    if not matcher.ids_agree:
        return None
    events, marked = read(), database.read_seen(user)
    ids = list(dict.fromkeys([*(e.item_id for e in events), *marked]))
    shown = {event.item_id: event.title.encode("utf-8", "replace") for event in logged}
    described = database.read_described(ids)
    about = [(i, *described.get(i, (shown.get(i, b""), None))) for i in ids]
    titles = {i: title.decode(errors="replace") for i, title, _ in about}
    found = matcher.match((i, titles[i], year) for i, _, year in about)
    # What was said of an item that the bundle alone has is under the bundle's id, whatever the
    # database's are.
    own = described if database.has_titles else set(ids)
    pairs = zip(ids, found, strict=True)
    if not any(match is not None and match[1] == "id" and i in own for i, match in pairs):
        # Titles that are alike may be so by chance, which all of the database's items tell.
        return None
    if any(match is None and of_a_whole(row[2]) for match, row in zip(found, about, strict=True)):
        return None
    items = {
        i: history_item(i, matcher.written(title, facts) if match is None else title, match, facts)
        for (i, _, facts), title, match in zip(about, titles.values(), found, strict=True)
    }
    found_of_user = user_items(events, items, said_by(logged), min_rating)
    return found_of_user._replace(seen=[*found_of_user.seen, *(items[i].item_id for i in marked)])


@lru_cache(1 << 14)
def item_of(item_id: str, about: tuple[Any, ...]) -> HistoryItem:
    """Return an item as the recommender takes it; ``about``: title, torn, found, how, facts."""
    title, _, found, how, facts = about
    return history_item(item_id, title, None if found is None else (found, how), facts)


def request_of(
    events: Collection[Interaction],
    about: Mapping[str, tuple[Any, ...]],
    said: Mapping[str, State],
    min_rating: float | None,
) -> Request:
    """Return what a user's events, oldest first, and what else they have seen make a request.

    ``about`` has all of these items, as :func:`item_of` takes them. One that the bundle does not
    know and whose title is torn is seen, and no more: nothing can be said of it.
    """
    items = {item: item_of(item, row) for item, row in about.items()}
    illegible = {item for item, (_, torn, found, *_) in about.items() if torn and found is None}
    legible = [e for e in events if e.item_id not in illegible] if illegible else events
    history, seen, disliked, others = user_items(legible, items, said, min_rating)
    # Of somebody who has played the same songs for years.
    seen += (item.item_id for item in items.values())
    return Request(
        history[-MAX_HISTORY:],
        list(dict.fromkeys(seen)),
        disliked,
        disliked_out_of_catalogue=others,
    )


def user_items(
    events: Collection[Interaction],
    items: Mapping[str, HistoryItem],
    said: Mapping[str, State],
    min_rating: float | None,
) -> UserItems:
    """Return what events, oldest first, say of items, these being known by the database's ids."""
    # Of hundreds of thousands of plays nearly all are of what is neither rated nor spoken of.
    verdicts: list[tuple[HistoryItem, Verdict]] = [
        (
            items[e.item_id],
            "history"
            if e.rating is None and e.item_id not in said
            else verdict(e, said, min_rating),
        )
        for e in events
    ]
    # The last word on an item counts: who dislikes now what they liked before does not like it.
    last = {item.item_id: v for item, v in verdicts}
    disliked = [i for i, v in last.items() if v == "disliked"]
    history = [i for i, v in verdicts if v == "history" and last[i.item_id] != "disliked"]
    by_id = {item.item_id: item for item, _ in verdicts}
    others = [by_id[i] for i in disliked if i.startswith(UNMATCHED)][-MOST_DISLIKED:]
    return UserItems(history, [i.item_id for i, _ in verdicts], disliked, others)
