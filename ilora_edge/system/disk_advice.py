"""What to do where SQLite cannot write: a matter of the disk, of the file, or of who is writing."""

from __future__ import annotations

import sqlite3

# SQLite says "disk I/O error" where a quota or a limit on a file's size is met.
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_NO_RIGHT = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def disk_advice(error: sqlite3.Error, another: str) -> str:
    """Return the next step, behind a semicolon, or nothing where SQLite's words must do.

    ``another`` says what to name instead: "another with --out".
    """
    # Python has errors of its own, without a code.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
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


def is_of_the_file(error: sqlite3.Error) -> bool:
    """Whether a file is damaged or of something else, so that trying again would not help."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
