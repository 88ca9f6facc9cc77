"""A new file: complete under a temporary name first, then renamed into place.

Whatever kills the process leaves the target as it was, and at worst a hidden leftover that nothing
reads and the next attempt removes.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ilora_edge.errors import OptionError
from ilora_edge.system.scratch import open_part

_NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


@contextmanager
def new_file(out: Path, force: bool, mode: int | None = None) -> Iterator[BinaryIO]:
    """Yield a temporary file beside ``out``, open for writing, that becomes ``out`` at the end.

    ``mode``: as :func:`replaced_file` has it.

    Raises
    ------
    OptionError
        ``out`` exists and ``force`` is not set, or it is not a file.
    """
    if os.path.lexists(out):
        if not force:
            raise OptionError(f"{out}: exists already; replace it by adding --force")
        if out.is_symlink() or not out.is_file():
            raise OptionError(f"{out}: is not a plain file, so it is not replaced; choose another")
    out.parent.mkdir(parents=True, exist_ok=True)
    with replaced_file(out, mode) as file:
        yield file


@contextmanager
def replaced_file(out: Path, mode: int | None = None, lasting: bool = True) -> Iterator[BinaryIO]:
    """Yield a temporary file that takes the place of ``out``, whatever that is, at the end.

    Parameters
    ----------
    mode
        Its permissions; None: those of the file whose place it takes, or what the umask leaves.
    lasting
        Have the disk hold it before it is there: a cache, which may be lost, need not wait.
    """
    with named(out):
        descriptor, part = open_part(out.parent, f".{out.name}-", ".part")
    try:
        with named(out), os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fchmod(file.fileno(), _mode_of(out) if mode is None else mode)
            if lasting:
                os.fsync(file.fileno())
            # Before it is closed, and with that unlocked.
            part.replace(out)
        if lasting:
            sync_folder(out.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def usual_mode(mode: int) -> int:
    """Return what the umask leaves of permissions."""
    # It can only be read by setting it; what another thread makes meanwhile is private.
    umask = os.umask(0o077)
    os.umask(umask)
    return mode & ~umask


def _mode_of(out: Path) -> int:
    """Return the permissions of a file, or of one that is new there."""
    with suppress(OSError):
        state = out.lstat()
        if stat.S_ISREG(state.st_mode):
            return state.st_mode & 0o777
    return usual_mode(0o666)


@contextmanager
def named(out: Path) -> Iterator[None]:
    """Have an error name the file or folder that was to be, not a temporary name or none.

    Nor the file that was copied, which is whole: there is no room for the copy.
    """
    try:
        yield
    except OSError as error:
        of_part = ".part" in str(error.filename or "")
        is_unsaid = error.filename is None or error.filename2 is not None
        if of_part or (is_unsaid and error.errno in _NO_ROOM):
            error.filename, error.filename2 = str(out), None
        raise


def put_in_place(part: Path, out: Path) -> None:
    """Give a finished file or folder its name, once the disk holds all of it.

    After a power cut ``out`` is then what it was before, or whole. A file that is there is
    replaced, a folder only where it is empty; OSError otherwise.
    """
    sync_tree(part)
    part.replace(out)
    sync_folder(out.parent)


def sync_tree(path: Path) -> None:
    """Have the system write a file, or all that is in a folder, to disk."""
    if path.is_symlink():
        # It is an entry of its folder, and what it leads to is somebody else's.
        return
    if path.is_dir():
        for entry in path.iterdir():
            sync_tree(entry)
        sync_folder(path)
    else:
        sync_file(path)


def sync_file(path: Path) -> None:
    """Have the system write a file's bytes to disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Have the system write a folder's entries to disk, where it can."""
    # Some file systems know no syncing of folders.
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
