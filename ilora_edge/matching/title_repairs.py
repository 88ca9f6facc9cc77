"""What programs did to a title's letters on the way, undone before titles are compared or shown.

A page's ``&amp;`` is an ``&``, and ``AmÃ©lie`` is *Amélie*, written as UTF-8 and read as
Windows-1252.
"""

from __future__ import annotations

import html

from ilora_edge.system.patterns import pattern

_ENTITY = pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# The first byte of a letter in UTF-8 and one that can follow it, as Windows-1252 shows them.
_MISREAD = pattern(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
# Files are written by one program after another.
_MOST_TIMES = 2


def repaired(text: str) -> str:
    """Return a text with the letters that it was written with.

    A text of which any part is not UTF-8 that was read as Windows-1252 keeps its letters.
    """
    if "&" in text and ";" in text:
        for _ in range(_MOST_TIMES):
            text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    for _ in range(_MOST_TIMES):
        if text.isascii() or _MISREAD.search(text) is None:
            break
        try:
            text = b"".join(map(_byte, text)).decode()
        except UnicodeError:
            break
    return text


def repaired_bytes(title: bytes) -> bytes:
    """Return the UTF-8 of a title as it is shown: :func:`repaired`, where it is UTF-8 at all."""
    # Neither an entity nor the first of two misread letters can be without these.
    if b"&" not in title and b"\xc3" not in title:
        return title
    try:
        return repaired(title.decode()).encode()
    except UnicodeError:
        return title


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        # Five bytes have no character in it; programs show them as those of ISO 8859-1.
        return character.encode("latin-1")
