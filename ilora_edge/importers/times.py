"""Points in time as other programs write them, as whole unix seconds."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta

from ilora_edge.importers.lines import Place, shown

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
# Seconds reach 1e11 in the year 5138; milliseconds, microseconds and nanoseconds reach the
# bound of the unit before them in 1973.
_UNITS = ((10**11, 1), (10**14, 10**3), (10**17, 10**6), (2**63, 10**9))


def seconds(value: object, name: str, place: Place) -> int:
    """Return unix seconds for a number or an ISO 8601 text; one without a zone is in UTC.

    Numbers are seconds, milliseconds, microseconds or nanoseconds, told by their size.
    """
    result: int | None = None
    if isinstance(value, str):
        value = value.strip()
        if _WHOLE.fullmatch(value):
            result = _from_number(int(value))
        elif _NUMBER.fullmatch(value):
            result = _from_number(float(value))
        else:
            result = _from_iso(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        result = _from_number(value)
    if result is None:
        raise place.error(
            f"{name} is {shown(value)}, neither a unix time of 64 bits nor an ISO 8601 date"
        )
    return result


def _from_number(value: int | float) -> int | None:
    size = abs(value)
    for bound, per_second in _UNITS:
        if size < bound:
            return value // per_second if isinstance(value, int) else math.floor(value / per_second)
    return None


def _from_iso(value: str) -> int | None:
    try:
        time = datetime.fromisoformat(value.removesuffix(" UTC"))
        if time.tzinfo is None:
            time = time.replace(tzinfo=UTC)
        return (time - _EPOCH) // timedelta(seconds=1)
    except (ValueError, OverflowError):
        return None
