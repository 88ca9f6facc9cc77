"""A stream that is read once, within bounds: of bytes, of what they unpack to, and of seconds."""

from __future__ import annotations

import gzip
import io
import tarfile
import time
from typing import IO, Any, cast

_CHUNK = 2**20
_WAY_BACK = 4096
# What a tar says of a file before its contents, all that is about one file.
_MAX_HEADER = 4 * 2**20
MAX_UNPACKED = 64 * 2**30
"""Bytes that an archive may come to; Google's parts of a Takeout are of 50 GB at most."""
MAX_SECONDS = 600.0
FREE_BYTES = 256 * 2**20
"""What anything may unpack to."""
MAX_RATIO = 100
"""How many bytes one packed byte may come to beyond that: of text 5 to 30, of zeros 1,000."""


class TooLargeError(ValueError):
    """Something unpacks to more than is read of it."""


class Budget:
    """How much of a packed file may still be unpacked; one for each that is opened.

    Parameters
    ----------
    packed
        Bytes of the file as it lies there.
    """

    def __init__(self, packed: int) -> None:
        self._left = min(MAX_UNPACKED, FREE_BYTES + MAX_RATIO * packed)
        self._ends = time.monotonic() + MAX_SECONDS

    def spend(self, size: int) -> None:
        """Count bytes that were unpacked; raises TooLargeError where these are too many."""
        self._left -= size
        if self._left < 0:
            raise TooLargeError("unpacks to far more than it is; unpack it and name the files")
        self.check_time()

    def check_time(self) -> None:
        """Raise TooLargeError after ten minutes."""
        if time.monotonic() > self._ends:
            raise TooLargeError("takes more than ten minutes; unpack it and name the files")


class Metered:
    """A packed file: what gzip reads of it may come to nothing, and take its time all the same."""

    def __init__(self, file: IO[bytes], budget: Budget) -> None:
        self._file, self._budget = file, budget

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        self._budget.check_time()
        return self._file.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, as gzip does at the beginning."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._file.tell()


class Unpacked(io.RawIOBase):
    """What gzip packed, within a budget."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        budget = Budget(size)
        self._packed, self._budget = file, budget
        self._file = gzip.GzipFile(fileobj=cast(IO[bytes], Metered(file, budget)), mode="rb")

    def readable(self) -> bool:
        """True: it is read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read the next bytes, and count them."""
        view = memoryview(buffer)
        data = self._file.read(len(view))
        self._budget.spend(len(data))
        view[: len(data)] = data
        return len(data)

    def seekable(self) -> bool:
        """True: whoever has looked at the beginning goes back to it."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, as those do who have looked at the beginning."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._file.tell()

    def close(self) -> None:
        """Close the packed file too."""
        self._packed.close()
        super().close()


class Forward:
    """A stream that is read once from its beginning; a small way back is remembered.

    Packed data would be unpacked anew for each step back. A single read is bounded: what a tar
    says of a file before its contents is read in one, however long it claims to be.

    Parameters
    ----------
    can_skip
        Whether the file itself can go forward without reading.
    """

    def __init__(self, file: IO[bytes], can_skip: bool) -> None:
        self._file, self._can_skip = file, can_skip
        self._tail = b""
        self._end = 0
        self._at = 0
        self._header_left: int | None = None

    def begin_header(self) -> None:
        """Bound what is read from here on, until the end of the header."""
        self._header_left = _MAX_HEADER

    def end_header(self) -> None:
        """Bound it no more."""
        self._header_left = None

    def tell(self) -> int:
        """Return the place."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go forward, or a small way back; not beyond the end."""
        if whence != io.SEEK_SET or offset < self._end - len(self._tail):
            raise tarfile.ReadError("its files are not one behind the other")
        if self._can_skip and offset - self._end > _CHUNK:
            size = self._file.seek(0, io.SEEK_END)
            self._end = self._file.seek(min(size, offset - _WAY_BACK))
            self._tail = b""
        while self._end < offset and self._more(min(_CHUNK, offset - self._end)):
            pass
        self._at = min(offset, self._end)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        if not 0 <= size <= 2 * _CHUNK:
            raise tarfile.ReadError("a header of more than 2 MiB")
        if self._header_left is not None:
            self._header_left -= size
            if self._header_left < 0:
                raise tarfile.ReadError("a header of more than 4 MiB")
        back = (
            self._tail[len(self._tail) - (self._end - self._at) :] if self._at < self._end else b""
        )
        data = back[:size]
        if len(data) < size:
            data += self._more(size - len(data))
        self._at += len(data)
        return data

    def _more(self, size: int) -> bytes:
        data = self._file.read(size)
        self._end += len(data)
        self._tail = (
            (self._tail + data)[-_WAY_BACK:] if len(data) < _WAY_BACK else data[-_WAY_BACK:]
        )
        return data
