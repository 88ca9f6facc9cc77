"""A copy of somebody's file for as long as it takes to open it, and no trace of it afterwards.

It is written without a name where the system can do that, gets one for the moment in which it is
opened, and loses it again: from then on it lives as long as its descriptor, however the process
ends. What dies within that moment leaves a folder that the next start, or ``forget``, removes.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

PREFIX = "ilora-edge-copy-"
_CHUNK = 1 << 20


class PrivateFolder:
    """A temporary folder of our own, locked while it is in use."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._descriptor = os.open(self.path, os.O_RDONLY)
        _lock(self._descriptor)

    def add(self, source: Path, name: str) -> None:
        """Copy a file to a name in here."""
        target = self.path / name
        target.unlink(missing_ok=True)
        with source.open("rb") as file:
            descriptor = _nameless(self.path)
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

    def remove(self) -> None:
        """Remove the folder; what is open in it stays so. A second call does nothing."""
        if self._descriptor >= 0:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._descriptor)
            self._descriptor = -1


def remove_leftovers(folder: Path | None = None) -> int:
    """Remove what processes that were killed have left in the temporary folder; returns how many.

    Only folders of this user's that no living process has locked.
    """
    n = 0
    with suppress(OSError), os.scandir(folder or tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and _is_abandoned(Path(entry.path)):
                shutil.rmtree(entry.path, ignore_errors=True)
                n += 1
    return n


@cache
def remove_leftovers_once() -> int:
    """The same, once in a process."""
    return remove_leftovers()


def _is_abandoned(path: Path) -> bool:
    try:
        state = path.lstat()
        if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.getuid():
            return False
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return _lock(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Lock a folder for as long as its descriptor is open; returns whether that worked."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True


def _nameless(folder: Path) -> int | None:
    """Open a new file without a name, None where the system has no such thing."""
    if not hasattr(os, "O_TMPFILE"):
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    except OSError:
        return None
