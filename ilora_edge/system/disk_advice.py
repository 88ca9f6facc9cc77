"""What to do where SQLite cannot write: a matter of the disk, of the file, or of who is writing."""

from __future__ import annotations

import sqlite3

# SQLite says "disk I/O error" where a quota or a limit on a file's size is met.
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_NO_RIGHT = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)

SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What is raised where SQLite fails; the second where what its words name is not UTF-8."""


def in_words(error: Exception) -> str:
    """Return what one of ``SQLITE_ERRORS`` says; the file's own names are in it."""
    return "a name in it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)


def disk_advice(error: Exception, another: str) -> str:
    """Return the next step, behind a semicolon, or nothing where SQLite's words must do.

    ``another`` says what to name instead: "another with --out".
    """
    code = _code(error)
    if code in _NO_ROOM:
        return f"; make room there, or name {another}"
    if code in _NO_RIGHT:
        return f"; name {another}, in a folder that you may write to"
    if code == sqlite3.SQLITE_BUSY:
        return "; another program is writing to it: try again when that has ended"
    if code == sqlite3.SQLITE_NOTADB:
        return f"; name {another}"
    if code == sqlite3.SQLITE_CORRUPT:
        return f"; it is damaged: put back a copy of it, or name {another}"
    return ""


def is_of_the_file(error: Exception) -> bool:
    """Whether a file is damaged or of something else, so that trying again would not help."""
    return _code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def _code(error: Exception) -> int:
    if isinstance(error, UnicodeDecodeError):
        return sqlite3.SQLITE_CORRUPT
    # Python has errors of its own, without a code.
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
