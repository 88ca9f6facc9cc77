"""Which items a table still has a row of, although they are gone: deleted, or missing from disk."""

from __future__ import annotations

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.name_words import split_words, word_set

_GONE = word_set("deleted removed trashed discarded missing unavailable")
_THERE = word_set("available")
_PASSIVE = word_set("is was has been")
_WHEN = ("at", "on", "date", "time")


def still_there(tables: Tables, table: Table) -> tuple[str, str] | None:
    """Return SQL that is 0 for the items that are gone, and why; None where nothing says so.

    What is so of all says nothing; what is so of none yet, or of none that was looked at, may come.
    """
    found = [said for column in table.columns if (said := _said(tables, table, column)) is not None]
    if not found:
        return None
    # One may be missing without being deleted.
    parts, reasons = zip(*found, strict=True)
    return " AND ".join(parts), "; ".join(reasons)


def _said(tables: Tables, table: Table, column: Column) -> tuple[str, str] | None:
    words = [word for word in split_words(column.name) if word not in _PASSIVE]
    values = set(tables.of(table, column))
    if not values:
        return None
    is_mark = values <= {None, 0, 1}
    sql = Field(table.name, column.name).sql(qualified=True)
    name = f"{table.name}.{column.name}"
    if len(words) == 1 and words[0] in _GONE and is_mark and values != {1}:
        return f"{sql} IS NOT 1", f"{name} marks items that are gone"
    if len(words) == 1 and words[0] in _THERE and is_mark and values - {None, 0}:
        return f"COALESCE({sql}, 1) <> 0", f"{name} says which items are there"
    is_when = len(words) == 2 and words[0] in _GONE and words[1] in _WHEN
    if is_when and not all(values):
        # Never is NULL in some files, and 0 or nothing in others.
        return f"COALESCE({sql}, 0) IN (0, '')", f"{name} is when an item went"
    return None
