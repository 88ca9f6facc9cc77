"""A copy of somebody's file for as long as it takes to open it, and no trace of it afterwards.

It is written without a name where the system can do that, gets one for the moment in which it is
opened, and loses it again: from then on it lives as long as its descriptor, however the process
ends. What dies within that moment leaves a scratch folder that the next start, or ``forget``,
removes.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

_CHUNK = 1 << 20


def copy_into(folder: Path, source: Path, name: str) -> None:
    """Copy a file to a name in a folder, where it appears when it is whole."""
    target = folder / name
    target.unlink(missing_ok=True)
    with source.open("rb") as file:
        descriptor = _nameless(folder)
        if descriptor is None:
            with target.open("xb") as copy:
                shutil.copyfileobj(file, copy, _CHUNK)
            return
        with os.fdopen(descriptor, "wb") as copy:
            shutil.copyfileobj(file, copy, _CHUNK)
            copy.flush()
            with suppress(OSError):
                os.link(f"/proc/self/fd/{descriptor}", target, follow_symlinks=True)
                return
    shutil.copyfile(source, target)


def _nameless(folder: Path) -> int | None:
    """Open a new file without a name, None where the system has no such thing."""
    if not hasattr(os, "O_TMPFILE"):
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    except OSError:
        return None
