"""Two names that change places in one step, where the system has such a step."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def exchange(one: Path, other: Path) -> bool:
    """Swap what two names of one file system stand for; False, and nothing done, if it cannot.

    Linux's ``renameat2`` with ``RENAME_EXCHANGE``: no process ever sees one of the names missing.
    """
    if sys.platform != "linux":
        return False
    import ctypes

    # Not in every C library, nor in every file system.
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    names = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
    return bool(rename(*names, ctypes.c_uint(_RENAME_EXCHANGE)) == 0)
