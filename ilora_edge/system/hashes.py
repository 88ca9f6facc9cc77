"""sha256 of files, and which files need no second hashing.

Hashing gigabytes at every start would cost more than a recommendation. A file's sha256 is
remembered in the person's cache folder under (device, inode, size, mtime, ctime): whatever writes
to a file changes one of them. The cache is a convenience: unreadable, damaged or read-only it is
as good as empty, and nothing in it is trusted by ``verify``.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from pathlib import Path
from typing import Any, TypeAlias

from ilora_edge.system.cache_file import read_cache, write_cache
from ilora_edge.system.person_folders import cache_folder

_VERSION = 1
_MAX_ENTRIES = 512
SETTLED_NS = 2_000_000_000
"""A file changed within this time of its hashing could change again under the same time stamp:
the coarsest file systems count in steps of two seconds."""
_SHA256 = re.compile(r"[0-9a-f]{64}")

FileKey: TypeAlias = tuple[int, int, int, int, int]


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cache_path() -> Path:
    """Return where hashes are remembered."""
    return cache_folder() / "verified.json"


class HashCache:
    """Remembers hashes between runs; use as a context manager, which writes what is new.

    Two processes at once may lose each other's entries, never write a broken file.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or cache_path()
        self._new: dict[FileKey, str] = {}
        self._known = _read(self._path)

    def __enter__(self) -> HashCache:
        return self

    def __exit__(self, *_: object) -> None:
        if self._new:
            # Read again: another process may have added its own.
            _write(self._path, {**_read(self._path), **self._new})
            self._new = {}

    def sha256(self, path: Path, fresh: bool = False) -> str:
        """Return a file's sha256, hashing it where it is unknown, changed or ``fresh`` is asked."""
        before = path.stat()
        key = _key(before)
        if not fresh and key in self._known:
            return self._known[key]
        digest = sha256_of(path)
        settled = max(before.st_mtime_ns, before.st_ctime_ns) < time.time_ns() - SETTLED_NS
        if settled and _key(path.stat()) == key:
            self._known[key] = self._new[key] = digest
        return digest


def _key(status: os.stat_result) -> FileKey:
    return (
        *(status.st_dev, status.st_ino, status.st_size),
        *(status.st_mtime_ns, status.st_ctime_ns),
    )


def _read(path: Path) -> dict[FileKey, str]:
    """Return the entries, oldest first; none where one of them is not sound."""
    try:
        entries: Any = read_cache(path, _VERSION, "files")
        return {_checked_key(key): _checked_sha256(digest) for *key, digest in entries}
    except (ValueError, TypeError):
        return {}


def _checked_key(values: list[object]) -> FileKey:
    if len(values) != 5 or any(type(v) is not int for v in values):
        raise ValueError("not a file's key")
    return tuple(values)  # type: ignore[return-value]


def _checked_sha256(value: object) -> str:
    if type(value) is not str or not _SHA256.fullmatch(value):
        raise ValueError("not a sha256")
    return value


def _write(path: Path, entries: dict[FileKey, str]) -> None:
    """Replace the file, the oldest entries dropped."""
    kept = list(entries.items())[-_MAX_ENTRIES:]
    write_cache(path, _VERSION, "files", [[*key, digest] for key, digest in kept])
