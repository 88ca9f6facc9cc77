"""The files of a download: named one by one, in a folder, or in the archive as it came."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePath, PurePosixPath

from ilora_edge.errors import SourceError
from ilora_edge.system.scratch import ScratchFolder
from ilora_edge.titles import printable

_MAX_BYTES = 4 * 2**30
_MAX_FILES = 20_000
_CHUNK = 2**20


class Downloads:
    """Finds the files that count; use as a context manager, which gives their paths.

    In a folder or an archive these are those whose names match a pattern, are in no folder of
    ``not_in``, and are not empty; a file that is named by itself counts whatever it is called.

    Members of an archive are copied to a temporary folder, which goes at the end: the names in it
    are numbers, whatever the archive calls them.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        patterns: Sequence[str],
        service: str,
        not_in: Collection[str] = (),
    ) -> None:
        self._paths = paths
        self._patterns = patterns
        self._service = service
        self._not_in = frozenset(not_in)
        self._folder: ScratchFolder | None = None

    def __enter__(self) -> list[Path]:
        try:
            return [file for path in self._paths for file in self._files(path)]
        except BaseException:
            self._clean()
            raise

    def __exit__(self, *_: object) -> None:
        self._clean()

    def _files(self, path: Path) -> list[Path]:
        if path.is_dir():
            every = (
                p for p in path.rglob("*") if p.is_file() and self._counts(p.relative_to(path))
            )
            # An empty month, say: there is no file of its own for that.
            found = sorted(p for p in every if p.stat().st_size)
        elif path.suffix.lower() == ".zip":
            found = self._unpacked(path)
        else:
            return [path]
        if not found:
            expected = ", ".join(self._patterns)
            raise SourceError(
                f"{printable(str(path))} has no file of {self._service}: expected {expected}"
            )
        return found

    def _counts(self, path: PurePath) -> bool:
        """Whether a file of a folder or an archive counts, by its name and those above it."""
        *folders, name = (part.lower() for part in path.parts)
        if not self._not_in.isdisjoint(folders):
            return False
        return any(fnmatch(name, pattern) for pattern in self._patterns)

    def _unpacked(self, path: Path) -> list[Path]:
        name = printable(path.name)
        found: list[Path] = []
        room = _MAX_BYTES
        try:
            with zipfile.ZipFile(path) as archive:
                members = [m for m in archive.infolist()[:_MAX_FILES] if not m.is_dir()]
                for number, member in enumerate(sorted(members, key=lambda m: m.filename)):
                    inside = PurePosixPath(member.filename)
                    if not member.file_size or not inside.name or not self._counts(inside):
                        continue
                    target = self._place(number, inside.name)
                    with archive.open(member) as source, target.open("wb") as copy:
                        while chunk := source.read(_CHUNK):
                            room -= len(chunk)
                            if room < 0:
                                raise SourceError(
                                    f"{name} unpacks to more than {_MAX_BYTES // 2**30} GiB; "
                                    "unpack it and name the files"
                                )
                            copy.write(chunk)
                    found.append(target)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as e:
            raise SourceError(f"{name} cannot be unpacked: {printable(str(e))[:100]}") from e
        except OSError as error:
            raise SourceError(f"cannot read {printable(str(path))}: {error.strerror}") from error
        return found

    def _place(self, number: int, base: str) -> Path:
        if self._folder is None:
            self._folder = ScratchFolder()
        folder = self._folder.path / str(number)
        folder.mkdir(parents=True)
        # Its own name is in messages, and tells some files apart.
        plain = "".join(c for c in base if c.isalnum() or c in " ._-()")[-100:].lstrip(".")
        return folder / (plain or "file")

    def _clean(self) -> None:
        if self._folder is not None:
            self._folder.remove()
            self._folder = None
