"""Regular expressions that are compiled when they are first used.

A short command imports more than a hundred and uses a dozen; compiling all is a tenth of its time.
"""

from __future__ import annotations

import re
from typing import Any, cast


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return what ``re.compile`` would, not yet compiled; a wrong one fails where it is used."""
    return cast("re.Pattern[str]", LazyPattern(text, flags))


class _Attribute:
    """What the compiled pattern has of this name."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, of: LazyPattern, owner: type) -> Any:
        found = getattr(re.compile(of.pattern, of.flags), self._name)
        # From now on it is found there, at no more cost than a method.
        of.__dict__[self._name] = found
        return found


class LazyPattern:
    """All that ``re.Pattern`` documents."""

    match, fullmatch, search = _Attribute(), _Attribute(), _Attribute()
    findall, finditer, split = _Attribute(), _Attribute(), _Attribute()
    sub, subn, groups, groupindex = _Attribute(), _Attribute(), _Attribute(), _Attribute()

    def __init__(self, text: str, flags: int) -> None:
        self.pattern, self.flags = text, flags
