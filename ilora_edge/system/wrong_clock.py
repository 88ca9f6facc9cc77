"""A machine's clock that was never set: on boards without a battery it begins in 1970."""

from __future__ import annotations

import time

_FIRST_SEEN = 1735689600
"""2025-01-01 in UTC; nobody can have had this program before."""


def wrong_clock() -> str | None:
    """Return the day that the machine's clock shows where that cannot be today, else None."""
    now = time.time()
    return time.strftime("%Y-%m-%d", time.gmtime(now)) if now < _FIRST_SEEN else None
