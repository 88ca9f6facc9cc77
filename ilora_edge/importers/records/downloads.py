"""The files of a download: named one by one, in a folder, or in the archive as it came."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import IO

from ilora_edge.errors import SourceError
from ilora_edge.importers.records.archives import PackedFile, is_archive, is_named_archive, members
from ilora_edge.system.scratch import ScratchFolder
from ilora_edge.titles import printable

_MAX_BYTES = 4 * 2**30
_MAX_FILES = 20_000
_CHUNK = 2**20
_FEW = 4
# Attributes of the file whose name follows, in what a Mac packs or copies.
_OF_A_MAC = "._"


class _NoRoomError(Exception):
    """What was unpacked could not be written."""


class Downloads:
    """Finds the files that count; use as a context manager, which gives their paths.

    In a folder or an archive these are those whose names match a pattern (with the folders above,
    where the pattern has one), are in no folder of ``not_in``, and are not empty; a file that is
    named by itself counts whatever it is called.

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
        self._n_placed = 0
        self._room = _MAX_BYTES
        self._packed_within = ""
        self.without: list[Path] = []
        """Of several, those in which nothing counts; complete when the context is entered."""

    def __enter__(self) -> list[Path]:
        try:
            found = [(path, self._files(path)) for path in self._paths]
        except BaseException:
            self._clean()
            raise
        # Of what was sent in several parts some have nothing of it.
        self.without = [path for path, files in found if not files]
        if self._paths and len(self.without) == len(self._paths):
            self._clean()
            names = ", ".join(printable(str(path)) for path in self.without[:_FEW])
            raise SourceError(
                f"{names} has no file of {self._service}: expected {self._expected}"
                f"{self._packed_within}"
            )
        return [file for _, files in found for file in files]

    def __exit__(self, *_: object) -> None:
        self._clean()

    @property
    def _expected(self) -> str:
        more = ", ..." if len(self._patterns) > _FEW else ""
        return ", ".join(self._patterns[:_FEW]) + more

    def _files(self, path: Path) -> list[Path]:
        if path.is_dir():
            every = (
                p for p in path.rglob("*") if p.is_file() and self._counts(p.relative_to(path))
            )
            # An empty month, say: there is no file of its own for that.
            found = sorted(p for p in every if p.stat().st_size)
            packed = sorted(p for p in path.iterdir() if p.is_file() and is_archive(p))
            # The folder it was saved to.
            return found or [file for archive in packed for file in self._unpacked(archive)]
        return self._unpacked(path) if is_archive(path) else [path]

    def _counts(self, path: PurePath) -> bool:
        """Whether a file of a folder or an archive counts, by its name and those above it."""
        *folders, name = (part.lower() for part in path.parts)
        if not self._not_in.isdisjoint(folders) or name.startswith(_OF_A_MAC):
            return False
        whole = "/".join((*folders, name))
        return any(fnmatch(whole if "/" in p else name, p) for p in self._patterns)

    def _unpacked(self, path: Path) -> list[Path]:
        found: list[Path] = []
        for member in members(path):
            if not self._counts(member.name):
                base = member.name.name
                if is_named_archive(base) and not base.startswith(_OF_A_MAC):
                    name = printable(base)
                    self._packed_within = f"; there is an archive in it, {name}: unpack that"
                continue
            if len(found) == _MAX_FILES:
                raise SourceError(f"{printable(path.name)} has more than {_MAX_FILES:,} such files")
            try:
                target = self._place(member.name.name)
                with target.open("wb") as copy:
                    self._copy(member, copy, printable(path.name))
            except _NoRoomError as error:
                raise SourceError(
                    f"no room to unpack {printable(path.name)}: {error}; name a folder on another "
                    "disk with TMPDIR, or unpack it and name the files"
                ) from error
            found.append(target)
        return found

    def _copy(self, source: PackedFile, copy: IO[bytes], name: str) -> None:
        while chunk := source.read(_CHUNK):
            self._room -= len(chunk)
            if self._room < 0:
                raise SourceError(
                    f"{name} unpacks to more than {_MAX_BYTES // 2**30} GiB; unpack it and name "
                    "the files"
                )
            try:
                copy.write(chunk)
                copy.flush()
            except OSError as error:
                raise _NoRoomError(error.strerror or str(error)) from error

    def _place(self, base: str) -> Path:
        if self._folder is None:
            self._folder = ScratchFolder()
        self._n_placed += 1
        folder = self._folder.path / str(self._n_placed)
        folder.mkdir(parents=True)
        # Its own name is in messages, and tells some files apart.
        plain = "".join(c for c in base if c.isalnum() or c in " ._-()")[-100:].lstrip(".")
        return folder / (plain or "file")

    def _clean(self) -> None:
        if self._folder is not None:
            self._folder.remove()
            self._folder = None
