"""Files that stand in for others, where a person thinks to have the thing itself."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

from ilora_edge.titles import printable
from ilora_edge.untrusted.own_kinds import own_kind

LFS = b"version https://git-lfs.github.com/"
"""How a Git LFS pointer begins."""
LFS_POINTER = "a Git LFS pointer, not the file itself; fetch that: git lfs pull"
"""What it is, and what to do about it."""
_HEAD = 4096
_UNPACK = "unpack it, and name the database in it"
_LOAD = "make a database of it first"
_OF_IT = "name the file beside it, without -wal or -journal"
_IMPORT = "make one of it: ilora-edge import --help"
# What a file begins with, what it is then, and what to do about it.
_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a zip archive", _UNPACK),
    (b"\x1f\x8b", "packed with gzip", _UNPACK),
    (b"BZh", "packed with bzip2", _UNPACK),
    (b"\xfd7zXZ\x00", "packed with xz", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"ANDROID BACKUP\n", "a backup of Android", _UNPACK),
    (b"PGDMP", "a dump of PostgreSQL", _LOAD),
    (b"-- PostgreSQL database dump", "a dump of PostgreSQL", _LOAD),
    (b"-- MySQL dump", "a dump of MySQL", _LOAD),
    (b"-- MariaDB dump", "a dump of MariaDB", _LOAD),
    (b"PRAGMA foreign_keys", "a dump of SQLite", "read it into a new one: sqlite3 NEW.db < DUMP"),
    (b"BEGIN TRANSACTION", "a dump of SQLite", "read it into a new one: sqlite3 NEW.db < DUMP"),
    (b"** This file contains an SQLite 2", "a database of SQLite 2", "convert it to SQLite 3"),
    (b"H2 -- ", "a database of H2", "convert it to SQLite"),
    (b"H:2,", "a database of H2", "convert it to SQLite"),
    (b"\x00\x01\x00\x00Standard", "a database of Access", "convert it to SQLite"),
    (b"\x37\x7f\x06\x82", "the journal of a database", _OF_IT),
    (b"\x37\x7f\x06\x83", "the journal of a database", _OF_IT),
    (b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", "the journal of a database", _OF_IT),
    (b"bplist00", "a property list", "an app keeps its database elsewhere"),
    (b"<!DOCTYPE html", "a web page", "download the file itself"),
    (b"<html", "a web page", "download the file itself"),
    (b"{", "JSON", _IMPORT),
    (b"[{", "JSON", _IMPORT),
)
# Those whose mark stands further on: where it is looked for, the mark, and what it is.
_FURTHER_ON: tuple[tuple[int, int, bytes, str, str], ...] = (
    (257, 262, b"ustar", "a tar archive", _UNPACK),
    (8, 12, b"DUCK", "a database of DuckDB", "convert it to SQLite"),
    (16, 20, b"T-DB", "a database of Realm", "convert it to SQLite"),
    # Playnite has its library in such ones.
    (20, 64, b"** This is a LiteDB file **", "a database of LiteDB", "export its rows, and import"),
)
_SQLITE = b"SQLite format 3\0"
_MOST_LOOKED_AT = 1000
_MOST_NAMED = 3
# Of a name that is not there: how many others of its folder are compared, and how like one is.
_COMPARED, _LIKE = 10_000, 0.8


def in_folder(folder: Path) -> str:
    """Return which databases of a folder to name instead, the one last written first.

    Empty where there is none, or it is no folder that can be read.
    """
    found: list[tuple[float, str]] = []
    try:
        with os.scandir(folder) as entries:
            found.extend(
                (-entry.stat().st_mtime, entry.name)
                for entry in islice(entries, _MOST_LOOKED_AT)
                if entry.is_file() and may_be_read(Path(entry.path))
            )
    except OSError:
        return ""
    names = [printable(name) for _, name in sorted(found)]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"name one that lies in it: {', '.join(names[:_MOST_NAMED])}{more}" if names else ""


def is_sqlite(path: Path) -> bool:
    """Return whether a file begins as SQLite's do; whoever opens it says what else is wrong."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def may_be_read(path: Path) -> bool:
    """Return whether a file is SQLite's and not one of ours, in which nobody's history is."""
    return is_sqlite(path) and own_kind(path) is None


def own_file(path: Path) -> str | None:
    """Return what to say where a file of ours is named as a history, None for any other file."""
    kind = own_kind(path)
    return None if kind is None else f"is {kind}, no history; name an application's database"


def no_database(path: Path, name: str, hint: str) -> str:
    """Return what to say of a file that SQLite cannot read, called ``name``, and what to do."""
    if (said := lfs_pointer(path) or other_kind(path)) is not None:
        return f"{name} {said}"
    if looks_encrypted(path):
        return (
            f"cannot read {name}: file is not a database, or it is encrypted (SQLCipher); "
            "decrypt it into another file with the program that made it, or with sqlcipher"
        )
    return f"cannot read {name}: file is not a database; {hint}"


def lfs_pointer(path: Path) -> str | None:
    """Return what to say of a Git LFS pointer, None for any other file or none at all."""
    try:
        with path.open("rb") as file:
            is_pointer = file.read(len(LFS)) == LFS
    except OSError:
        return None
    return f"is {LFS_POINTER}" if is_pointer else None


def other_kind(path: Path) -> str | None:
    """Return what to say of an archive, a dump or another program's database; None for the rest."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None
    start = head.lstrip()
    for magic, kind, what_next in _KINDS:
        if head.startswith(magic) or start.startswith(magic):
            return f"is {kind}, no SQLite database; {what_next}"
    for first, last, magic, kind, what_next in _FURTHER_ON:
        if magic in head[first:last]:
            return f"is {kind}, no SQLite database; {what_next}"
    return None


def no_file(path: Path, hint: str) -> str | None:
    """Return what to say where a path leads to no plain file, and what to do; None: it does.

    Raises OSError where that cannot be found out.
    """
    if path.is_file():
        return None
    name = printable(str(path))
    if path.is_symlink() and not path.exists():
        return f"{name} is a link to {printable(os.readlink(path))}, which is not there; {hint}"
    if not path.exists():
        return f"no database at {name}; {_near_name(path)}{hint}"
    kind = "a folder" if path.is_dir() else "not a plain file"
    return f"{name} is {kind}, not an SQLite database; {in_folder(path) or hint}"


def _near_name(path: Path) -> str:
    """Return the question whether a file of nearly this name is meant; an empty text for none."""
    from difflib import get_close_matches

    try:
        names = [p.name for p in islice(path.parent.iterdir(), _COMPARED)]
        near = get_close_matches(path.name, names, 1, _LIKE)
        meant = path.with_name(near[0]) if near else None
        found = meant is not None and meant.is_file()
    except OSError:
        return ""
    return f"did you mean {printable(str(meant))}? " if found else ""


def looks_encrypted(path: Path) -> bool:
    """Whether a file may be an encrypted database: whole pages of bytes without any pattern.

    SQLCipher leaves no header; of 4 KiB of noise 256 values all occur about equally often, and of
    text, archives' headers and pictures they do not.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    if size == 0 or size % 512 or len(head) < 512:
        return False
    counts = [head.count(value) for value in range(256)]
    expected = len(head) / 256
    spread = sum((count - expected) ** 2 for count in counts) / expected
    # Chi squared with 255 degrees of freedom: noise exceeds 400 once in millions.
    return spread < 400
