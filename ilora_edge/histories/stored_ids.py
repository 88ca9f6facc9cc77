"""How a column may hold the id that a person names."""

from __future__ import annotations


def stored_forms(text: str) -> list[str | int]:
    """Return what a column may hold for this id: the text, and the integer that prints so."""
    if not is_utf8(text):
        return []
    digits = text.removeprefix("-")
    # SQLite's integers have 64 bits; longer ids can only be text.
    if digits.isascii() and digits.isdecimal() and len(digits) < 19 and str(int(text)) == text:
        return [text, int(text)]
    return [text]


def is_utf8(text: str) -> bool:
    """Return whether a text can be written as UTF-8: lone surrogates cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
