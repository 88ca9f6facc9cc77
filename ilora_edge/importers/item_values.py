"""What a source says of an item besides its title: genres, and ids that others know it by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ilora_edge.importers.records.lines import Place, text
from ilora_edge.matching.item_facts import imdb_id, isbn_13, musicbrainz_id, tmdb_id

_READERS = {"imdb": imdb_id, "tmdb": tmdb_id, "musicbrainz": musicbrainz_id, "isbn": isbn_13}
ITEM_KINDS = tuple(_READERS)
"""Ids that are the same wherever they stand; columns of our own table of items."""


def genres(value: object, place: Place) -> str | None:
    """Return genres joined by ``|``, of a list or a text."""
    if isinstance(value, list):
        value = "|".join(text(name, "genres", place) for name in names_in(value))
    return None if value is None or value == "" else text(value, "genres", place)


def names_in(values: list[Any]) -> list[Any]:
    """Return the values of a list that are there, of objects their names."""
    named = (v.get("name", v.get("title", v)) if isinstance(v, dict) else v for v in values)
    return [name for name in named if name is not None and name != ""]


def item_ids(values: Mapping[str, object]) -> dict[str, Any]:
    """Return ids by kind in one spelling, None for each that is missing or malformed."""
    return {kind: read(values.get(kind)) for kind, read in _READERS.items()}
