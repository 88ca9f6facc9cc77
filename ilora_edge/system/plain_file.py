"""Reading a file whole that a person named: no pipe is waited for, no device read without end."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

MOST_BYTES = 64 * 2**20
_LONGEST_LINE = 16 * 2**20


def read_plain(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return a plain file's bytes; raises OSError, for a pipe, a device and too many bytes too."""
    with open(path, "rb", opener=open_plain) as file:
        size = min(os.fstat(file.fileno()).st_size, most)
        # As much memory is taken as is asked for, whatever there is to read.
        raw = file.read(size + 1)
        if size < len(raw) <= most:
            # It has grown meanwhile.
            raw += file.read(most + 1 - len(raw))
    if len(raw) > most:
        raise OSError(errno.EFBIG, f"longer than {most:,} bytes", str(path))
    return raw


def plain_lines(path: Path) -> Iterator[str]:
    """Yield a plain file's lines of UTF-8, decompressed where it ends in ``.gz``, ends included.

    Only a line feed ends one. Raises what ``gzip`` and decoding raise, and OSError for a line of
    more than 16 MiB.
    """
    # Most of what is read here is not compressed.
    import gzip

    with open(path, "rb", opener=open_plain) as file:
        plain = gzip.GzipFile(fileobj=file) if path.suffix == ".gz" else file
        while raw := plain.readline(_LONGEST_LINE + 1):
            if len(raw) > _LONGEST_LINE:
                raise OSError(errno.EFBIG, f"a line longer than {_LONGEST_LINE:,} bytes", str(path))
            yield raw.decode()


def size_or_none(path: Path) -> int | None:
    """Return how many bytes a file has, None where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def check_plain_or_missing(path: Path) -> None:
    """Raise OSError where a path is there and is no plain file."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, f"{path.name} is not a plain file", str(path))


def open_plain(path: str, flags: int) -> int:
    """Open a plain file, as the ``opener`` of ``open``; raises OSError for anything else."""
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a plain file; save it to one", path)
    return descriptor
