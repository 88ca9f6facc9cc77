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


def id_sql(expression: str, as_text: str) -> str:
    """Return SQL for an id as text: 7.0 is 7, as tables copied by way of floats have it.

    ``as_text`` is what the database makes of everything else.
    """
    # Beyond 2^53 a float is no number that was counted to.
    return (
        f"CASE WHEN typeof({expression}) = 'real' AND abs({expression}) <= 9007199254740992 "
        f"AND {expression} = CAST({expression} AS INTEGER) "
        f"THEN CAST(CAST({expression} AS INTEGER) AS TEXT) ELSE {as_text} END"
    )


def is_utf8(text: str) -> bool:
    """Return whether a text can be written as UTF-8: lone surrogates cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
