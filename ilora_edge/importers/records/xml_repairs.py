"""Ampersands that begin nothing, as programs write titles into XML: ``Panty & Stocking``."""

from __future__ import annotations

import re

# Of what is between an ampersand and its semicolon.
_LONGEST = 32
_BEGIN, _END = "<![CDATA[", "]]>"
# Texts that are taken as they stand, and ampersands that begin nothing.
_MARKS = re.compile(rf"<!\[CDATA\[|\]\]>|&(?!#?[A-Za-z0-9]{{1,{_LONGEST}}};)")


class XmlRepairs:
    """Mends a file piece by piece, wherever these end."""

    def __init__(self) -> None:
        self._rest = ""
        self._is_literal = False

    def mended(self, piece: str, is_last: bool) -> str:
        """Return what is mended so far, of this piece and of what was left of those before it."""
        text = self._rest + piece
        end = len(text) if is_last else _whole(text)
        text, self._rest = text[:end], text[end:]
        if "&" not in text and _BEGIN not in text:
            self._is_literal = self._is_literal and _END not in text
            return text
        return _MARKS.sub(self._mark, text)

    def _mark(self, found: re.Match[str]) -> str:
        mark = found[0]
        if mark == "&":
            return "&" if self._is_literal else "&amp;"
        if mark == _BEGIN or self._is_literal:
            self._is_literal = mark == _BEGIN
        return mark


def _whole(text: str) -> int:
    """Return how much of a text no mark goes on behind."""
    end = len(text)
    for at in range(max(0, end - _LONGEST - 2), end):
        if text[at] in "<&]":
            end = at
            break
    # Of the end of a literal text two stand in front of its last.
    for _ in range(2):
        end -= text[end - 1 : end] == "]"
    return end
