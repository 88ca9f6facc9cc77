"""Short names of time zones, and names in full, that say how far from UTC a clock is."""

from __future__ import annotations

from ilora_edge.system.patterns import pattern

# Hours from UTC of the abbreviations that exports print; those with two meanings are left out.
ZONES = {
    **{"utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2},
    **{"bst": 1, "eet": 2, "eest": 3, "msk": 3, "jst": 9, "kst": 9, "aest": 10, "aedt": 11},
    **{"nzst": 12, "nzdt": 13, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6},
    **{"pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "brt": -3, "art": -3},
}
# The same in full, of those that have a short name, and of those whose short name has two meanings.
ZONE_NAMES = {
    **{"coordinated universal": 0, "greenwich mean": 0, "british summer": 1},
    **{"western european standard": 0, "western european summer": 1},
    **{"central european standard": 1, "central european summer": 2, "central european": 1},
    **{"eastern european standard": 2, "eastern european summer": 3, "moscow standard": 3},
    **{"eastern standard": -5, "eastern daylight": -4, "central standard": -6},
    **{"central daylight": -5, "mountain standard": -7, "mountain daylight": -6},
    **{"pacific standard": -8, "pacific daylight": -7, "japan standard": 9, "korean standard": 9},
    **{"australian eastern standard": 10, "australian eastern daylight": 11},
}
ZONE_IN_FULL = pattern(rf"\b({'|'.join(ZONE_NAMES)}) time\b")


def hours_ahead(text: str) -> int | None:
    """Return how many hours a zone is ahead of UTC; None for one that is not known.

    ``text``: ``CEST``, ``Pacific Daylight Time``.
    """
    name = " ".join(text.lower().split())
    return ZONES.get(name, ZONE_NAMES.get(name.removesuffix(" time")))
