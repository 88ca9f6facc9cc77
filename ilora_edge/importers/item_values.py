"""What a source says of an item besides its title: year, genres, ids that others know it by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ilora_edge.importers.lines import Place, text

ITEM_KINDS = ("imdb", "tmdb", "musicbrainz", "isbn")
"""Ids that are the same wherever they stand; columns of our own table of items."""

_IMDB = re.compile(r"(?:^|/)(tt[0-9]{6,10})(?:/|$|\?)")
_NUMBER = re.compile(r"([0-9]{1,12})(?:\.0+)?")
_MBID = re.compile(r"(?:^|/)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/|$)")
_YEAR = re.compile(r"(1[0-9]{3}|2[0-9]{3})(?:$|[^0-9]|\.0+$)")
_YEAR_LAST = re.compile(r"(?:^|[^0-9])(1[0-9]{3}|2[0-9]{3})$")


def released(value: object) -> int | None:
    """Return the year of a number, or of a text that is a year or a date; None for no year."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if value == value and 1000 <= value < 3000 else None
    if not isinstance(value, str):
        return None
    value = value.strip()
    found = _YEAR.match(value) or _YEAR_LAST.search(value)
    return None if found is None else int(found[1])


def genres(value: object, place: Place) -> str | None:
    """Return genres joined by ``|``, of a list or a text."""
    if isinstance(value, list):
        value = "|".join(text(genre, "genres", place) for genre in value)
    return None if value is None or value == "" else text(value, "genres", place)


def item_ids(values: Mapping[str, object]) -> dict[str, Any]:
    """Return ids by kind in one spelling, None for each that is missing or is none."""
    return {kind: _READERS[kind](values.get(kind)) for kind in ITEM_KINDS}


def imdb_id(value: object) -> str | None:
    """Return ``tt0111161`` for that, or for an address with it."""
    found = _IMDB.search(value.strip().lower()) if isinstance(value, str) else None
    return None if found is None else found[1]


def tmdb_id(value: object) -> str | None:
    """Return a number as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    found = _NUMBER.fullmatch(value.strip()) if isinstance(value, str) else None
    return None if found is None or found[1].strip("0") == "" else found[1]


def musicbrainz_id(value: object) -> str | None:
    """Return a UUID in lower case."""
    found = _MBID.search(value.strip().lower()) if isinstance(value, str) else None
    return None if found is None else found[1]


def isbn(value: object) -> str | None:
    """Return an ISBN with 13 digits, for one of 10 too; None where its check digit is wrong."""
    if not isinstance(value, str):
        return None
    # Goodreads writes ="0140449132", so that a spreadsheet leaves it a text.
    digits = re.sub(r'[\s="\u2010-\u2015-]', "", value).upper()
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return digits if _check_13(digits[:12]) == digits[12] else None
    if not re.fullmatch(r"[0-9]{9}[0-9X]", digits) or digits[:9] == "0" * 9:
        return None
    total = sum((10 - n) * (10 if c == "X" else int(c)) for n, c in enumerate(digits))
    return f"978{digits[:9]}{_check_13('978' + digits[:9])}" if total % 11 == 0 else None


def _check_13(twelve: str) -> str:
    total = sum(int(c) * (3 if n % 2 else 1) for n, c in enumerate(twelve))
    return str(-total % 10)


_READERS = {
    "imdb": imdb_id,
    "tmdb": tmdb_id,
    "musicbrainz": musicbrainz_id,
    "isbn": isbn,
}
