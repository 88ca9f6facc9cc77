"""Marks of a list in front of titles: ``[x] Ash``, ``- [ ] Ash``, ``1. Ash``, ``* Ash``.

All titles of a list have them, headings aside. A number is one where they count on by one, so that
no title that begins with a number loses it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from ilora_edge.importers.tables.columns import Columns, find_columns

_BULLET = re.compile(r"[-*+\u2022\u2023\u25e6\u00b7\u2013]\s+")
_BOX = re.compile(
    r"(?:[-*+\u2022]\s+)?(?:\[\s?([xX\u2713\u2714]?)\s?\]|([\u2610-\u2612\u2705\u2713\u2714\u274c\u2b1c])\ufe0f?)"
    r"\s+(?=\S)"
)
_NUMBER = re.compile(r"#?([0-9]{1,6})(?:[.):]|\s[-\u2013])\s+(?=\S)")
_OPEN = frozenset(" \u2610\u2b1c\u274c")
_FEWEST = 2
# Of lines that are no items.
_MOST_OTHERS = 200


class TitleMarks:
    """Learns from the rows of a table whether all titles have marks, and takes them away."""

    def __init__(self, wanted: Columns, has_items: bool) -> None:
        self._wanted, self._has_items = wanted, has_items
        self._column: str | None = None
        self._is_begun = False
        self._n = 0
        self._others: dict[re.Pattern[str], list[int]] = {_BOX: [], _NUMBER: [], _BULLET: []}
        self._numbers: list[int] = []
        self._found: re.Pattern[str] | None = None

    @property
    def are_there(self) -> bool:
        """Whether titles have marks, once it is settled."""
        return self._found is not None

    def learn(self, line: int, record: Mapping[str, Any]) -> None:
        """Look at one row, of any content."""
        if not self._is_begun:
            self._is_begun = True
            found = find_columns(list(record), self._wanted, self._has_items)
            if found is not None and self._wanted.item is None:
                self._column = found.item if found.item_is_title else found.title
        if self._column is None or not self._others:
            # Nearly all files are none of a list's after one row.
            return
        title = str(record.get(self._column) or "").strip()
        if not title:
            return
        self._n += 1
        for mark, others in list(self._others.items()):
            found_mark = mark.match(title)
            if found_mark is None:
                others.append(line)
                if len(others) > min(_MOST_OTHERS, self._n // 2 + 1):
                    del self._others[mark]
            elif mark is _NUMBER:
                self._numbers.append(int(found_mark[1]))

    def settle(self, headings: Collection[int]) -> str | None:
        """Decide; return what is to be said. ``headings``: lines that are no items."""
        for mark, others in self._others.items():
            n = self._n - len(others)
            if n < (1 if mark is _BOX else _FEWEST) or not set(others) <= set(headings):
                continue
            if mark is not _NUMBER or _count_on(self._numbers):
                self._found = mark
                what = {_BOX: "boxes", _NUMBER: "numbers"}.get(mark, "bullets")
                return f"titles have {what} of a list in front, which are not part of them"
        return None

    def of(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a row with its title alone; of a box with what it says."""
        if self._found is None or self._column is None:
            return record
        title = str(record.get(self._column) or "").strip()
        mark = self._found.match(title)
        if mark is None:
            return record
        row = {**record, self._column: title[mark.end() :]}
        if self._found is _BOX and "status" not in record:
            row["status"] = "planned" if (mark[1] or mark[2] or " ") in _OPEN else "done"
        return row


def _count_on(numbers: list[int]) -> bool:
    """Whether numbers count on by one, up or down, anew from 1 under each heading."""
    pairs = list(pairwise(numbers))
    goes_up = all(after in (before + 1, 1) and after != before for before, after in pairs)
    return goes_up or all(after == before - 1 for before, after in pairs)
