"""Times as the commands show them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Sources without a clock have positions for times; no real one is this close to 1970.
_LAST_POSITION = 10**8


def shown_time(timestamp: int) -> str:
    """Return unix seconds as a date and time in UTC, a position as ``#12``, none (0) as ``-``."""
    if timestamp == 0:
        return "-"
    if 0 < timestamp < _LAST_POSITION:
        return f"#{timestamp}"
    try:
        return (_EPOCH + timedelta(seconds=timestamp)).strftime("%Y-%m-%d %H:%M")
    except OverflowError:
        return f"#{timestamp}"
