"""Temporary folders and files of our own, which the next start removes where a kill left them.

Each is locked for as long as its process lives: what nobody has locked has been abandoned.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

PREFIX = "ilora-edge-scratch-"


class ScratchFolder:
    """A folder in the temporary folder, or beside what it is to become; use as a context manager.

    Parameters
    ----------
    folder
        Where; None: the temporary folder.
    prefix, suffix
        Of its name; what was abandoned under such a name there is removed.
    """

    def __init__(self, folder: Path | None = None, prefix: str = PREFIX, suffix: str = "") -> None:
        if folder is None:
            remove_leftovers_once()
        else:
            remove_leftovers(folder, prefix, suffix)
        place = folder or temporary_folder()
        while True:
            self.path = Path(tempfile.mkdtemp(suffix, prefix, place))
            self._is_ours = True
            try:
                self._descriptor = os.open(self.path, os.O_RDONLY)
            except FileNotFoundError:
                continue
            except PermissionError:
                # A system that opens no folders locks none.
                self._descriptor = -1
                return
            if _keep(self._descriptor, self.path):
                return

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.remove()

    def remove(self) -> None:
        """Remove the folder; what is open in it stays so. A second call does nothing."""
        if self._is_ours:
            shutil.rmtree(self.path, ignore_errors=True)
        self.release()

    def release(self) -> None:
        """Leave the folder, which has another name by now, to itself."""
        self._is_ours = False
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def temporary_folder() -> Path:
    """Return the folder of temporary files, as Python's ``tempfile`` chooses it.

    That tries a folder by writing a file to it, which a kill just then would leave there.
    """
    if tempfile.tempdir is None:
        named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
        for folder in (*named, "/tmp"):
            if folder and os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK):
                return Path(os.path.abspath(folder))
    return Path(tempfile.gettempdir())


def open_part(folder: Path, prefix: str, suffix: str = "") -> tuple[int, Path]:
    """Open a new file, locked while its descriptor is open; returns that and the path."""
    remove_leftovers(folder, prefix, suffix)
    while True:
        descriptor, name = tempfile.mkstemp(suffix, prefix, folder)
        if _keep(descriptor, Path(name)):
            return descriptor, Path(name)


def remove_leftovers(folder: Path | None = None, prefix: str = PREFIX, suffix: str = "") -> int:
    """Remove what processes that were killed have left in a folder; returns how many there were.

    Only folders and files of this user's that no living process has locked.

    Parameters
    ----------
    folder
        None: the temporary folder.
    """
    n = 0
    with suppress(OSError), os.scandir(folder or temporary_folder()) as entries:
        for entry in entries:
            if entry.name.startswith(prefix) and entry.name.endswith(suffix):
                n += _remove_abandoned(Path(entry.path))
    return n


@cache
def remove_leftovers_once() -> int:
    """The same in the temporary folder, once in a process."""
    return remove_leftovers()


@contextmanager
def lock_folder(path: Path, wait: bool = True) -> Iterator[None]:
    """Keep others who lock it from a folder; OSError if there is none, or if they do already."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        if not _lock(descriptor, wait) and not wait:
            raise BlockingIOError(errno.EWOULDBLOCK, "in use by another process", str(path))
        yield
    finally:
        os.close(descriptor)


def _remove_abandoned(path: Path) -> bool:
    try:
        state = path.lstat()
        mine = hasattr(os, "getuid") and state.st_uid == os.getuid()
        if not mine or not (stat.S_ISDIR(state.st_mode) or stat.S_ISREG(state.st_mode)):
            return False
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False
    try:
        if not _lock(descriptor):
            return False
        if stat.S_ISDIR(state.st_mode):
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        return True
    finally:
        os.close(descriptor)


def _keep(descriptor: int, path: Path) -> bool:
    """Lock what was just made; False, and closed, where somebody took it for abandoned before."""
    _lock(descriptor, wait=True)
    with suppress(OSError):
        there, ours = path.lstat(), os.fstat(descriptor)
        if (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino):
            return True
    os.close(descriptor)
    return False


def _lock(descriptor: int, wait: bool = False) -> bool:
    """Lock for as long as the descriptor is open; returns whether that worked."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (ImportError, OSError):
        return False
    return True
