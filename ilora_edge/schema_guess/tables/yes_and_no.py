"""Marks that are written as words: yes and no, true and false."""

from __future__ import annotations

from collections.abc import Sequence

from ilora_edge.schema_guess.tables.column_roles import Cell
from ilora_edge.schema_guess.words.word_sets import word_set

# SQLite knows the capitals of these letters alone.
_YES = word_set("yes y true t 1 ja oui si sim tak evet")
_NO = word_set("no n false f 0 nein nee non nao nie")


def answers(values: Sequence[Cell]) -> Sequence[Cell]:
    """Return values, those of a column of nothing but yes and no as 1 and 0, in many languages."""
    found = {v.strip().casefold() for v in values if isinstance(v, str) and v}
    if not found or not (_YES | _NO).issuperset(found):
        return values
    given = [v.strip().casefold() if isinstance(v, str) else v for v in values]
    return [1 if v in _YES else 0 if v in _NO else v or None for v in given]
