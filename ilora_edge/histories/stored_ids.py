"""How a column may hold the id that a person names."""

from __future__ import annotations

from typing import TypeAlias
from uuid import UUID

from ilora_edge.system.patterns import pattern

Bound: TypeAlias = str | int | float | bytes
"""What is looked for in a column."""

_HEX = pattern(r"(?:[0-9A-F]{2})+")
_WHOLE = pattern(r"(-?[0-9]{1,16})\.0+")
_INTEGER = pattern("0|-?[1-9][0-9]{0,18}")
_FLOAT = pattern(r"-?[0-9]{1,16}\.[0-9]{1,16}(?:e[+-][0-9]{2,3})?")
_GUID = pattern(r"(?i)\{?[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}\}?")
_CONTROLS = pattern("[\x00-\x1f\x7f-\x9f]")


def stored_forms(text: str) -> list[Bound]:
    """Return what a column may hold for this id: the text, a number, bytes that are no text."""
    if not is_utf8(text):
        return []
    forms: list[Bound] = [text]
    # SQLite's integers have 64 bits; longer ids can only be text.
    if _INTEGER.fullmatch(text) and -(2**63) <= int(text) < 2**63:
        forms.append(int(text))
    elif _FLOAT.fullmatch(text):
        forms.append(float(text))
    if _HEX.fullmatch(text) and blob_id(data := bytes.fromhex(text)) == text:
        forms.append(data)
    return forms


def other_spelling(text: str) -> str | None:
    """Return ``7`` for ``7.0``, and ``7.0`` for ``7``; None for what is no whole number."""
    if found := _WHOLE.fullmatch(text):
        return str(int(found[1]))
    return f"{text}.0" if _WHOLE.fullmatch(f"{text}.0") else None


def guid_spellings(text: str) -> list[str]:
    """Return the ids that a GUID as people write it may be; none of another text.

    An address has it without the dashes that the database has, in small letters or capitals. Of 16
    bytes .NET stores the first three groups with their last byte in front.
    """
    if _GUID.fullmatch(text) is None:
        return []
    whole = UUID(text)
    texts = (str(whole), str(whole).upper(), whole.hex, whole.hex.upper())
    return [*texts, whole.bytes_le.hex().upper()]


def blob_id(data: bytes) -> str:
    """Return the id that bytes are: the text they hold, or else their digits to base 16.

    A GUID of 16 bytes is no text, and of two of them the parts that can be shown may be equal.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data.hex().upper()
    return data.hex().upper() if _CONTROLS.search(text) else text


def id_sql(expression: str, as_text: str) -> str:
    """Return SQL for an id as text: 7.0 is 7, as tables copied by way of floats have it.

    ``as_text`` is what the database makes of other floats, and ``blob_id`` is a function of the
    connection.
    """
    # The usual kinds first. Beyond 2^53 a float is no number that was counted to.
    return (
        f"CASE typeof({expression}) WHEN 'integer' THEN CAST({expression} AS TEXT) "
        f"WHEN 'text' THEN {expression} WHEN 'real' THEN "
        f"CASE WHEN abs({expression}) <= 9007199254740992 "
        f"AND {expression} = CAST({expression} AS INTEGER) "
        f"THEN CAST(CAST({expression} AS INTEGER) AS TEXT) ELSE {as_text} END "
        f"WHEN 'blob' THEN blob_id({expression}) END"
    )


def is_utf8(text: str) -> bool:
    """Return whether a text can be written as UTF-8: lone surrogates cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
