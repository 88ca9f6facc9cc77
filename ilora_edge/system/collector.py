"""Python's search for circles, which reading a large library does without."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Search for no circles inside; what is in none is freed as ever.

    Of a hundred thousand rows that are kept each would be looked at anew, and again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
