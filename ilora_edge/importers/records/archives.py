"""What is in a zip or a tar that somebody was sent: names, sizes and bytes, nothing unpacked."""

from __future__ import annotations

import gzip
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from ilora_edge.errors import SourceError
from ilora_edge.importers.records.bounded import Budget, Forward, Unpacked
from ilora_edge.titles import printable

_TARS = (".tgz", ".tar.gz", ".tar")
# Which are zips too.
_DOCUMENTS = (".xlsx", ".xlsm", ".ods", ".odt", ".docx", ".numbers", ".epub")
# Google packs everything a person has together: photographs by the ten thousand.
_MAX_MEMBERS = 200_000
# What a zip says of its files before the first of them is read; 200,000 have some 30 MB.
_MAX_DIRECTORY = 64 * 2**20
_END_OF_ZIP = struct.Struct("<4s4H2LH")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


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
        if isinstance(error, RuntimeError) and "encrypted" in str(error):
            raise SourceError(
                f"{printable(path.name)} is encrypted: unpack it with its password, and "
                "name the folder"
            ) from error
        problem = printable(str(error))[:100]
        raise SourceError(f"{printable(path.name)} cannot be unpacked: {problem}") from error
    except OSError as error:
        problem = printable(error.strerror or str(error))[:100]
        raise SourceError(f"cannot read {printable(str(path))}: {problem}") from error


def is_archive(path: Path) -> bool:
    """Whether a file is a zip or a tar, by its name or what it begins with; a spreadsheet is none.

    Browsers name what is half downloaded, or downloaded without a name, in their own way.
    """
    is_document = path.name.lower().endswith(_DOCUMENTS)
    return is_named_archive(path.name) or (_is_zip(path) and not is_document)


def is_named_archive(name: str) -> bool:
    """Whether a file's name ends as a zip's or a tar's does."""
    return name.lower().endswith((".zip", *_TARS))


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
    *(zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, struct.error),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError, LookupError),
)


def _of_zip(path: Path) -> Iterator[PackedFile]:
    _check_directory(path)
    # Of the file as it lies there: members may overlap, and each say that it is all of it.
    budget = Budget(path.stat().st_size)
    with zipfile.ZipFile(path) as archive:
        for member in sorted(archive.infolist(), key=lambda m: m.filename):
            if not member.is_dir() and member.file_size:
                lazy = _Lazy(archive, member, budget)
                yield PackedFile(path, member.filename, lazy)
                lazy.close()


def _check_directory(path: Path) -> None:
    """Raise BadZipFile for a directory that is larger than one of so many files is.

    It is read as a whole, and makes an object of each name, before the first file can be asked
    for: a zip of nothing but names would fill the memory.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_OF_ZIP.size - 2**16))
        tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END_OF_ZIP.size:
        # Whoever opens it says what is wrong.
        return
    directory = _END_OF_ZIP.unpack_from(tail, at)[5]
    if directory == 2**32 - 1:
        # Of a zip with more than 4 GiB the size stands before that.
        large = tail.rfind(b"PK\6\6", 0, at)
        is_whole = large >= 0 and len(tail) - large >= 48
        directory = struct.unpack_from("<Q", tail, large + 40)[0] if is_whole else 0
    if directory > _MAX_DIRECTORY:
        raise zipfile.BadZipFile(
            f"a list of files of {directory / 2**20:,.0f} MiB; unpack it and name the files"
        )


class _Lazy:
    """Opens a member at its first byte: those that nobody reads may be packed in any way."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> None:
        self._archive, self._member, self._budget = archive, member, budget
        self._file: IO[bytes] | None = None

    def read(self, size: int) -> bytes:
        if self._file is None:
            if self._member.compress_type not in _METHODS:
                # Others unpack with as much memory as the archive asks for.
                raise NotImplementedError("packed in a way that is not read; unpack it")
            self._file = self._archive.open(self._member)
        data = self._file.read(size)
        self._budget.spend(len(data))
        return data

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _of_tar(path: Path) -> Iterator[PackedFile]:
    with path.open("rb") as raw:
        is_packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        plain = Unpacked(raw, path.stat().st_size) if is_packed else raw
        forward = Forward(cast(IO[bytes], plain), can_skip=not is_packed)
        # The first is looked at when the archive is opened.
        forward.begin_header()
        with tarfile.open(fileobj=cast(IO[bytes], forward), mode="r:", errorlevel=0) as archive:
            while True:
                forward.begin_header()
                member = archive.next()
                forward.end_header()
                if member is None:
                    return
                # It keeps what it has met, and what holds for all that follow.
                archive.members = []  # type: ignore[attr-defined]
                archive.pax_headers = {}
                if member.isreg() and not member.issparse() and member.size:
                    opened = archive.extractfile(member)
                    if opened is not None:
                        yield PackedFile(path, member.name, opened)
