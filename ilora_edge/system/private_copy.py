"""A copy of somebody's file for as long as it takes to open it, and no trace of it afterwards.

It is written without a name where the system can do that, gets one for the moment in which it is
opened, and loses it again: from then on it lives as long as its descriptor, however the process
ends. What dies within that moment leaves a scratch folder that the next start, or ``forget``,
removes.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_CHUNK = 1 << 20


def copy_into(folder: Path, source: Path, name: str) -> None:
    """Copy a file to a name in a folder, where it appears when it is whole.

    Raises OSError where it cannot be read or is not a plain file: a pipe would be waited for, and a
    device has no end.
    """
    target = folder / name
    target.unlink(missing_ok=True)
    reading = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        if not stat.S_ISREG(os.fstat(reading).st_mode):
            raise OSError(errno.EINVAL, "a file beside it is not a plain file", str(source))
        descriptor = _nameless(folder)
        if descriptor is not None:
            with os.fdopen(descriptor, "wb", buffering=0):
                _copy(reading, descriptor)
                with suppress(OSError):
                    os.link(f"/proc/self/fd/{descriptor}", target, follow_symlinks=True)
                    return
        with target.open("xb", buffering=0) as copy:
            _copy(reading, copy.fileno())
    finally:
        os.close(reading)


def _copy(source: int, target: int) -> None:
    """Copy all bytes from one descriptor to another, and leave holes as holes."""
    size = os.fstat(source).st_size
    for start, end in _data(source, size):
        os.lseek(source, start, os.SEEK_SET)
        os.lseek(target, start, os.SEEK_SET)
        while start < end and (chunk := os.read(source, min(_CHUNK, end - start))):
            start += len(chunk)
            while chunk:
                chunk = chunk[os.write(target, chunk) :]
    os.ftruncate(target, size)


def _data(descriptor: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield the beginnings and ends of what of a file lies on the disk."""
    end = 0
    while end < size:
        try:
            start = os.lseek(descriptor, end, os.SEEK_DATA)
            end = os.lseek(descriptor, start, os.SEEK_HOLE)
        except (AttributeError, OSError) as error:
            if getattr(error, "errno", None) != errno.ENXIO:
                # Nobody knows: all of it.
                yield end, size
            return
        yield start, end


def _nameless(folder: Path) -> int | None:
    """Open a new file without a name, None where the system has no such thing."""
    if not hasattr(os, "O_TMPFILE"):
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    except OSError:
        return None
