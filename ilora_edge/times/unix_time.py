"""Points in time as programs store them, as whole unix seconds or nanoseconds."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from ilora_edge.system.patterns import pattern
from ilora_edge.system.wrong_clock import wrong_clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = pattern(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")
_WHOLE = pattern(r"[+-]?[0-9]{1,19}")
NANO = 10**9
# Seconds reach 1e11 in the year 5138; milliseconds, microseconds and nanoseconds reach the
# bound of the unit before them in 1973.
_UNITS = ((10**11, 1), (10**14, 10**3), (10**17, 10**6), (2**63, NANO))
# Offsets as SQLite and Sequelize write them, which Python wants without the space before, and
# fractions of a second of any length, of which Python wants six digits at most.
_SPACE_BEFORE_OFFSET = pattern(r" (?=[+-][0-9]{2}:?[0-9]{2}$)")
# How Go prints a time: 2025-11-24 10:00:00.5 +0100 CET m=+0.1; and RFC 9557, as Java does:
# 2025-11-24T10:00:00+01:00[Europe/Berlin].
_PLAIN = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}Z?", re.ASCII)
_ZONE_NAME = pattern(
    r"(?<= [+-][0-9]{4}) [A-Z+-][A-Z0-9]{1,5}(?: m=[+-][0-9.]+)?$"
    r"|(?<=Z)\[[A-Za-z0-9/_+-]{1,40}\]$"
    r"|(?<=[+-][0-9]{2}:[0-9]{2})\[[A-Za-z0-9/_+-]{1,40}\]$"
)
_FRACTION = pattern(r"(?<=:[0-9]{2})[.,]([0-9]+)")
_MAIL = pattern(r"[A-Z][a-z]{2}, [0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{5,8} [A-Z0-9+-]{1,6}")
_DOTTED = pattern(r"^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?= |$)")
_DAY_OF_YEAR = pattern(r"^([0-9]{4})-([0-3][0-9]{2})(?=T|$)")
_HOUR_AND_DOT = pattern(r"[0-9.-]{8,10}[T ][0-9]{2}[.,]")
# Days since noon in Greenwich on November 24, 4714 B.C.: of the years 1900 to 2100.
_JULIAN_DAYS = (2415020.5, 2488069.5)
_JULIAN_EPOCH = 2440587.5
_DAY = 86400
# 2025-11-24 has ten characters.
_SHORTEST_DATE = 10
# Sources without a clock have positions for times; no real one is this close to 1970.
LAST_POSITION = 10**8


def unix_seconds(value: object, julian: bool = False) -> int | None:
    """Return unix seconds for a number or a text, None for what is not a time.

    Numbers are seconds, milliseconds, microseconds or nanoseconds, told by their size. Texts are
    numbers, ISO 8601 dates, or SQLite's forms of them; one without a zone is in UTC. With
    ``julian``, a real number of the years 1900 to 2100 is a Julian day, as SQLite stores times
    in REAL columns.
    """
    found = unix_nanoseconds(value, julian)
    return None if found is None else found // NANO


def unix_nanoseconds(value: object, julian: bool = False) -> int | None:
    """Return what :func:`unix_seconds` does, with the fraction of a second."""
    if isinstance(value, str):
        value = value.strip()
        if _WHOLE.fullmatch(value):
            return _from_number(int(value))
        if not _NUMBER.fullmatch(value):
            return _from_iso(value)
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if julian and isinstance(value, float) and _JULIAN_DAYS[0] <= value < _JULIAN_DAYS[1]:
        # To the millisecond, as SQLite does: a double of this size has no more.
        return round((value - _JULIAN_EPOCH) * _DAY * 1000) * 10**6
    return _from_number(value)


@lru_cache(maxsize=256)
def plain_nanoseconds(value: str) -> int | None:
    """Return unix nanoseconds of ``2025-11-24T10:00:00Z`` after the year 1000, None for others.

    Most times are written so, and a file has millions, each of which is asked for several times.
    """
    if _PLAIN.fullmatch(value) is None or value[0] == "0":
        return None
    try:
        return int(datetime.fromisoformat(f"{value[:19]}+00:00").timestamp()) * NANO
    except ValueError:
        return None


def _from_number(value: int | float) -> int | None:
    size = abs(value)
    for bound, per_second in _UNITS:
        if size < bound:
            if isinstance(value, int):
                return value * (NANO // per_second)
            # A double of seconds has no more than microseconds.
            return math.floor(value * 10**6 / per_second) * 1000
    return None


def _from_iso(value: str) -> int | None:
    if (plain := plain_nanoseconds(value)) is not None:
        return plain
    if value[10:11] == "_" or _HOUR_AND_DOT.match(value):
        # Python takes any mark before the clock; behind this one 18-05 is no hour with an offset.
        # Of 18.30 it would take the hour alone.
        return None
    text = _ZONE_NAME.sub("", value.removesuffix(" UTC"))
    fraction = _FRACTION.search(text)
    nanoseconds = int(fraction[1][:9].ljust(9, "0")) if fraction else 0
    if _MAIL.fullmatch(text):
        return _of_mail(text)
    text = _SPACE_BEFORE_OFFSET.sub("", _FRACTION.sub("", text))
    if len(text) < _SHORTEST_DATE or text[8:9] == "T":
        text = _DAY_OF_YEAR.sub(_of_year, text)
    # Nobody writes dots with the month in front.
    text = _DOTTED.sub(lambda d: f"{d[3]}-{d[2]:0>2}-{d[1]:0>2}", text)
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo is None:
            time = time.replace(tzinfo=UTC)
        return (time - _EPOCH) // timedelta(seconds=1) * NANO + nanoseconds
    except (ValueError, OverflowError):
        return None


def _of_year(found: re.Match[str]) -> str:
    """Return ISO 8601's ``2025-328`` with month and day."""
    day = datetime(int(found[1]), 1, 1) + timedelta(days=int(found[2]) - 1)
    return day.strftime("%Y-%m-%d") if day.year == int(found[1]) else found[0]


def _of_mail(text: str) -> int | None:
    """Read a date as mail and feeds have it: ``Mon, 24 Nov 2025 10:00:00 GMT``."""
    # Imported here: few programs store such dates.
    from email.utils import parsedate_to_datetime

    try:
        time = parsedate_to_datetime(text)
    except ValueError:
        return None
    # An unknown zone, which is said as -0000, is UTC as none is.
    return (time.replace(tzinfo=time.tzinfo or UTC) - _EPOCH) // timedelta(seconds=1) * NANO


def times_are(n: int) -> str:
    """Return the beginning of a remark on so many times."""
    return "1 time is" if n == 1 else f"{n:,} times are"


def shown_time(timestamp: int) -> str:
    """Return unix seconds as a date and time in UTC, a position as ``#12``, none (0) as ``-``."""
    if timestamp == 0:
        return "-"
    if 0 < timestamp < LAST_POSITION:
        return f"#{timestamp}"
    try:
        return (_EPOCH + timedelta(seconds=timestamp)).strftime("%Y-%m-%d %H:%M")
    except OverflowError:
        return f"#{timestamp}"


def said_of_late(n: int, last: int) -> str:
    """Return the remark on so many times after the last moment that can have been."""
    if (day := wrong_clock()) is not None:
        return (
            f"{times_are(n)} after tomorrow by this machine's clock, which says {day}: set it; "
            "they are the last in order"
        )
    return f"{times_are(n)} after tomorrow, {shown_time(last)}, the last in order"
