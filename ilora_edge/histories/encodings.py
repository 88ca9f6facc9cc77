"""Text in the encoding of an SQLite file, and text that is in none."""

from __future__ import annotations

import sqlite3


def decode(data: bytes) -> str:
    """Return text as SQLite holds it; what is not UTF-8 becomes replacement characters."""
    return data.decode("utf-8", errors="replace")


def other_encoding(connection: sqlite3.Connection) -> str | None:
    """Return the encoding in which a file keeps its texts, None for UTF-8.

    Where it is another, the functions ``text_of_blob`` and ``utf8_bytes`` are added.
    """
    (name,) = connection.execute("PRAGMA encoding").fetchone()
    if name == "UTF-8":
        return None
    encoding = str(name)

    def utf8_bytes(data: bytes) -> bytes:
        return data.decode(encoding, errors="replace").encode()

    connection.create_function("text_of_blob", 1, decode, deterministic=True)
    connection.create_function("utf8_bytes", 1, utf8_bytes, deterministic=True)
    return encoding
