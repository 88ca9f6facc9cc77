"""One person's list as a file has it: titles, and where each item is."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

GENERATOR = "ilora-edge"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(?=//)")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One place of a list."""

    rank: int
    item_id: str
    title: str
    score: float
    place: str | None = None
    """A path or an address; None: the database does not say."""
    feed: str | None = None
    """The address of the podcast's feed."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class RankedList:
    """A list with its name and the person it is for."""

    user: str
    rows: tuple[ListRow, ...]
    called: str = ""
    """What people call the person; empty: by the id."""

    @property
    def name(self) -> str:
        """What a player shows."""
        called = self.called or self.user
        return f"Recommended for {called}" if called else "Recommended"


def is_address(place: str) -> bool:
    """Return whether a place is an address with a scheme, as ``https://``, and no path."""
    return _SCHEME.match(place) is not None


def is_on_the_web(place: str) -> bool:
    """Return whether a place is an address that a page may lead to: ``https://`` or ``http://``."""
    return place.startswith(("https://", "http://"))


def located(place: str, base: Path | None, relative_to: Path | None) -> str:
    """Return a place as a list of paths has it.

    Parameters
    ----------
    base
        The folder that relative paths count from; None: they stay as they are.
    relative_to
        The folder to which paths are made relative; None: they are not.
    """
    if is_address(place):
        return place
    if base is not None:
        place = os.path.join(base, place)
    if relative_to is not None:
        place = os.path.relpath(place, relative_to)
    return place


def as_uri(place: str) -> str:
    """Return a place as a URI; a relative path becomes a relative reference."""
    if is_address(place):
        # What is not allowed in one is escaped, what is escaped stays.
        return quote(place, safe=":/?#[]@!$&'()*+,;=%-._~")
    if os.path.isabs(place):
        return "file://" + quote(place)
    return quote(place if ":" not in place.split("/")[0] else f"./{place}")


def on_one_line(place: str) -> str | None:
    """Return a place as one line of a playlist, as players read it; None where there is no way.

    Players decode addresses (an absolute path becomes ``file://``), but take relative paths as
    they are: a line break in one cannot be written.
    """
    if is_address(place):
        return as_uri(place) if _UNSAFE.search(place) else place
    is_odd = _UNSAFE.search(place) is not None or place != place.strip()
    if os.path.isabs(place):
        # VLC ends a path at "#".
        return as_uri(place) if is_odd or "#" in place else place
    # What begins so would be a comment.
    return None if is_odd else f"./{place}" if place.startswith("#") else place
