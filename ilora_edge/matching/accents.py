"""Which marks of a text are accents.

On Latin and Greek letters all, and on Cyrillic ones most; everywhere else a mark is a letter's own
sound (vowel signs, voicing, tones) and stays.
"""

from __future__ import annotations

import unicodedata

# Letters of their own: short i, the Ukrainian yi, the Belarusian short u; a yo is often written ye.
_SOUNDS = {"и": "\u0306", "і": "\u0308", "у": "\u0306"}
# An alif is written with or without its hamza and its stretch, wherever it has them.
_ALIF, _ON_ALIF = "\u0627", "\u0653\u0654\u0655"


def without_accents(apart: str) -> str:
    """Return a decomposed text without its accents, its other marks put together again."""
    kept: list[str] = []
    script = ""
    for c in apart:
        if not unicodedata.combining(c) and unicodedata.category(c) not in ("Mn", "Mc"):
            script = _script(c)
        elif not kept or not _is_sound(c, kept[-1], script):
            continue
        kept.append(c)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_sound(mark: str, base: str, script: str) -> bool:
    """Return whether a mark makes another letter of one of a script."""
    if script == "cyrillic":
        return mark in _SOUNDS.get(base, "")
    return script == "other" and not (base == _ALIF and mark in _ON_ALIF)


def _script(c: str) -> str:
    code = ord(c)
    if code < 0x0250 or 0x1E00 <= code < 0x2000 or 0x0370 <= code < 0x0400:
        return "latin"
    return "cyrillic" if 0x0400 <= code < 0x0530 else "other"
