"""What is in a zip or a tar that somebody was sent: names, sizes and bytes, nothing unpacked."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from ilora_edge.errors import SourceError
from ilora_edge.titles import printable

_TARS = (".tgz", ".tar.gz", ".tar")
# Which are zips too.
_DOCUMENTS = (".xlsx", ".xlsm", ".ods", ".odt", ".docx", ".numbers", ".epub")
# Google packs everything a person has together: photographs by the ten thousand.
_MAX_MEMBERS = 200_000
_CHUNK = 2**20
_WAY_BACK = 4096
_MAX_UNPACKED = 256 * 2**30


class Opened(Protocol):
    """What is read from its beginning."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most so many."""
        ...


class PackedFile:
    """A file in an archive, which is read before the next member is asked for.

    Attributes
    ----------
    name
        Its path, as the archive has it: untrusted.
    """

    def __init__(self, path: Path, name: str, opened: Opened) -> None:
        # Of an archive in which folders end in a backslash too.
        self.name = PurePosixPath(name.replace("\\", "/"))
        self._path = path
        self._opened = opened

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most so many; raises SourceError for damaged ones."""
        with _told(self._path):
            return self._opened.read(size)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say of which archive it is what goes wrong."""
    try:
        yield
    except _DAMAGED as error:
        problem = printable(str(error))[:100]
        raise SourceError(f"{printable(path.name)} cannot be unpacked: {problem}") from error
    except OSError as error:
        problem = printable(error.strerror or str(error))[:100]
        raise SourceError(f"cannot read {printable(str(path))}: {problem}") from error


def is_archive(path: Path) -> bool:
    """Whether a file is a zip or a tar, by its name or what it begins with; a spreadsheet is none.

    Browsers name what is half downloaded, or downloaded without a name, in their own way.
    """
    name = path.name.lower()
    return name.endswith((".zip", *_TARS)) or (_is_zip(path) and not name.endswith(_DOCUMENTS))


def _is_zip(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(4) == b"PK\3\4"
    except OSError:
        # Whoever reads it says so.
        return False


def members(path: Path) -> Iterator[PackedFile]:
    """Yield the files of an archive; links, folders and devices are none.

    Raises SourceError for a damaged archive, and for one with more than 200,000 files.
    """
    found = _of_tar(path) if path.name.lower().endswith(_TARS) else _of_zip(path)
    for number in range(_MAX_MEMBERS + 1):
        with _told(path):
            member = next(found, None)
        if member is None:
            return
        if number == _MAX_MEMBERS:
            break
        yield member
    raise SourceError(
        f"{printable(path.name)} has more than {_MAX_MEMBERS:,} files; unpack it and name the files"
    )


_DAMAGED = (
    *(zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError),
)


def _of_zip(path: Path) -> Iterator[PackedFile]:
    with zipfile.ZipFile(path) as archive:
        for member in sorted(archive.infolist(), key=lambda m: m.filename):
            if not member.is_dir() and member.file_size:
                lazy = _Lazy(archive, member)
                yield PackedFile(path, member.filename, lazy)
                lazy.close()


class _Lazy:
    """Opens a member at its first byte: those that nobody reads may be packed in any way."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        self._archive, self._member = archive, member
        self._file: IO[bytes] | None = None

    def read(self, size: int) -> bytes:
        if self._file is None:
            self._file = self._archive.open(self._member)
        return self._file.read(size)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _of_tar(path: Path) -> Iterator[PackedFile]:
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path, "rb") if is_packed else path.open("rb") as plain:
        forward = cast(IO[bytes], _Forward(cast(IO[bytes], plain)))
        with tarfile.open(fileobj=forward, mode="r:", errorlevel=0) as archive:
            while (member := archive.next()) is not None:
                if member.isreg() and not member.issparse() and member.size:
                    opened = archive.extractfile(member)
                    if opened is not None:
                        yield PackedFile(path, member.name, opened)


class _Forward:
    """A stream that is read once from its beginning; a small way back is remembered.

    Packed data would be unpacked anew for each step back. A single read is bounded: what a tar
    says of a file before its contents is read in one, however long it claims to be.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._tail = b""
        self._end = 0
        self._at = 0

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET or offset < self._end - len(self._tail):
            raise tarfile.ReadError("its files are not one behind the other")
        while self._end < offset and self._more(min(_CHUNK, offset - self._end)):
            pass
        self._at = min(offset, self._end)
        return self._at

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= 2 * _CHUNK:
            raise tarfile.ReadError("a header of more than 2 MiB")
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
        if self._end > _MAX_UNPACKED:
            raise tarfile.ReadError("more than 256 GiB; unpack it and name the files")
        return data
