"""Times with the name of their zone behind them: ``2025-11-24 18:30 Europe/Berlin``.

The names are those of the tz database, as RFC 9557 and Java write them (``[Europe/Berlin]``); what
each is ahead of UTC by is known to the machine.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from ilora_edge.system.patterns import pattern
from ilora_edge.times.unix_time import NANO

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_AREAS = (
    "Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe"
    "|Indian|Mexico|Pacific|US"
)
# Names of no area, but short ones such as CET, which are read elsewhere.
_ALONE = (
    *("CST6CDT", "Cuba", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "Greenwich", "Hongkong"),
    *("Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "MST7MDT", "NZ"),
    *("NZ-CHAT", "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore"),
    *("Turkey", "UCT", "Universal", "W-SU", "Zulu"),
)
_NAME = rf"(?:{_AREAS})/[A-Za-z0-9_+/-]{{2,32}}|{'|'.join(_ALONE)}|UTC|GMT|Z"
# A calendar may follow: [u-ca=gregory].
_BEHIND = pattern(
    rf"(?:(?<=[0-9Zz])\[({_NAME})\]|\s(?:({_NAME})|[\[(]({_NAME})[\])]))"
    r"(?:\[!?u-ca=[a-z0-9-]{1,20}\])?\Z"
)
# An offset, or a zone's short name: what they say is certain also in the hour that comes twice.
_HAS_OFFSET = pattern(r":[0-9]{2}(?:[.,][0-9]+)?(?:\s?[Zz]|\s?[+-][0-9]{2}(?::?[0-9]{2})?)\Z")
_HAS_SHORT_NAME = pattern(r"\s(?![AaPp][Mm]\Z)[A-Z]{2,5}\Z")
_HAS_NAME = pattern(r"(?i)\b(?:utc|gmt)\b|\b(?:standard|daylight|summer) time\b")
_IS_NAME = pattern(rf"(?:{_NAME})\Z")


class NoZoneError(ValueError):
    """A zone of which this machine does not know the time; its text is one line."""


def split_zone(value: str) -> tuple[str, str | None]:
    """Return a text without the zone's name behind it, and the name.

    The name is None where there is none, and where the text says its distance from UTC too.
    """
    # Most texts have no name, and a file has millions.
    if not value or not (value[-1].isalpha() or value[-1] in "])0123456789"):
        return value, None
    is_named = "/" in value or "[" in value or value.rpartition(" ")[2].strip("()") in _ALONE
    found = _BEHIND.search(value) if is_named else None
    if found is None:
        return value, None
    text = value[: found.start()].rstrip()
    if _HAS_OFFSET.search(text) or _HAS_SHORT_NAME.search(text):
        return text, None
    return text, found[1] or found[2] or found[3]


def is_zone_name(text: str) -> bool:
    """Whether a text is a zone's name as the tz database has them."""
    return _IS_NAME.match(text) is not None


def says_zone(value: str) -> bool:
    """Whether a time says itself of which zone it is, or how far it is from UTC."""
    text, name = split_zone(value)
    said = (_HAS_OFFSET, _HAS_SHORT_NAME, _HAS_NAME)
    return name is not None or any(form.search(text) for form in said)


def in_zone(nanoseconds: int, name: str) -> int:
    """Return unix nanoseconds of a moment on the clocks of a zone, given as if they were UTC's.

    Of an hour that comes twice it is the first. Raises NoZoneError.
    """
    seconds, rest = divmod(nanoseconds, NANO)
    local = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=_zone(name))
    return int(local.timestamp()) * NANO + rest


@lru_cache(1024)
def _zone(name: str) -> ZoneInfo:
    # Imported here: few columns have such names.
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo("UTC" if name == "Z" else name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NoZoneError(
            f"this machine does not know the zone {name}; install its zone data (tzdata), or write "
            "the times in UTC"
        ) from None
