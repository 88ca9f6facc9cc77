"""What others call a bundle's items: ids of IMDb, TMDB, MusicBrainz, ISBN, and other titles.

They stand in the manifest, at the top, where a reader that does not know them reads on: an older
release matches the same bundle by title. So they are sealed and signed with it, and go wherever it
goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ilora_edge.untrusted.strict_json import integer_of, object_of, shown

TITLE = "title"
KINDS = ("imdb", "tmdb", "musicbrainz", "isbn", TITLE)
MAX_BYTES = 2 << 20
"""Of all of them as JSON: a manifest has at most 4 MiB, and is read by every command."""
_MAX_ID, _MAX_TITLE = 64, 300
_MAX_INDEX = (1 << 31) - 1
# What JSON's quotes, indentation and the index take beside an id.
_AROUND = 24


@dataclass(frozen=True, slots=True)
class ExternalIds:
    """Encoder indices by kind of id and id; an item may have several ids of a kind."""

    by_kind: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.by_kind.values())

    def find(self, ids: Mapping[str, str]) -> int | None:
        """Return the index of the item with one of these ids by kind; the first that is known."""
        found = (self.by_kind.get(kind, {}).get(value) for kind, value in ids.items())
        return next((index for index in found if index is not None), None)

    def of_items(self, kinds: Iterable[str]) -> dict[int, dict[str, set[str]]]:
        """Return the ids by encoder index and kind."""
        found: dict[int, dict[str, set[str]]] = {}
        for kind in kinds:
            for value, index in self.by_kind.get(kind, {}).items():
                found.setdefault(index, {}).setdefault(kind, set()).add(value)
        return found

    def other_titles(self) -> dict[int, list[str]]:
        """Return under which further titles libraries have items, by encoder index."""
        found: dict[int, list[str]] = {}
        for title, index in self.by_kind.get(TITLE, {}).items():
            found.setdefault(index, []).append(title)
        return found

    def counts(self) -> dict[str, int]:
        """Return how many ids there are of each kind."""
        return {kind: len(ids) for kind, ids in self.by_kind.items() if ids}

    def largest(self) -> int:
        """Return the largest encoder index named, 0 where there is none."""
        return max((i for ids in self.by_kind.values() for i in ids.values()), default=0)

    def to_json(self) -> dict[str, dict[str, int]]:
        """Return them as the manifest has them."""
        return {kind: dict(ids) for kind, ids in self.by_kind.items() if ids}


def external_ids(items: Iterable[Mapping[str, str]]) -> ExternalIds:
    """Return the ids of items, given in encoder order as id by kind.

    An id that two items have does not tell them apart, and is left out. So are all kinds from the
    first that would make a manifest too large (:func:`left_out_ids` says which).
    """
    every = list(items)
    kept: dict[str, dict[str, int]] = {}
    room = MAX_BYTES
    for kind in KINDS:
        ids = _unique((n, item[kind]) for n, item in enumerate(every, 1) if item.get(kind))
        room -= sum(len(value) + _AROUND for value in ids)
        if room < 0:
            break
        if ids:
            kept[kind] = ids
    return ExternalIds(kept)


def left_out_ids(items: Sequence[Mapping[str, str]], kept: ExternalIds) -> list[str]:
    """Return the kinds that :func:`external_ids` left out as a whole, a phrase of why for each."""
    missing = {kind for item in items for kind in item if item[kind]} - kept.counts().keys()
    found = []
    for kind in sorted(missing):
        if kind not in KINDS:
            why = "they are of no kind that a manifest has"
        elif _unique((n, item[kind]) for n, item in enumerate(items) if item.get(kind)):
            why = "a manifest has no room for them"
        else:
            why = "several items have the same"
        found.append(f"ids of {kind}: {why}")
    return found


def parse_external_ids(value: Any) -> ExternalIds:
    """Return ids read from a manifest; kinds that are not known are left out.

    Raises TypeError or ValueError where one is not an id of an item.
    """
    kinds = object_of(value, "external_ids")
    found = {}
    for kind in KINDS:
        ids = object_of(kinds.get(kind, {}), f"external_ids of {kind}")
        for text, index in ids.items():
            if not 0 < len(text) <= (_MAX_TITLE if kind == TITLE else _MAX_ID):
                raise ValueError(f"{shown(text)} is not {'a title' if kind == TITLE else 'an id'}")
            integer_of(index, 1, _MAX_INDEX)
        found[kind] = ids
    return ExternalIds({kind: ids for kind, ids in found.items() if ids})


def _unique(pairs: Iterable[tuple[int, str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    twice = set()
    for index, value in pairs:
        if found.setdefault(value, index) != index:
            twice.add(value)
    return {value: index for value, index in found.items() if value not in twice}
