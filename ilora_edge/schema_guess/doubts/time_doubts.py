"""Whether a row has another time that may be the one at which something was used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.parts.item_part import Part
from ilora_edge.schema_guess.tables.column_roles import Cell
from ilora_edge.schema_guess.tables.row_facts import is_things_own
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import is_use
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import GOT, USED
from ilora_edge.schema_guess.words.name_words import share_a_stem, split_words, word_set

# Of two times the second has to be this much less likely.
_APART = 0.85
_END = word_set(
    "end ended ends finish finished stop stopped completed completion returned return arrival "
    "harvested"
)
BEGIN = word_set("start started begin began begun first planted sown")
_OF_ROWS = (("timestamp",), ("ts",))
_MADE, _CHANGED = word_set("created added inserted"), word_set("updated modified changed")
_DEEDS = word_set(
    "voted hidden saved liked disliked rated reviewed starred favorited favourited loved shared "
    "bookmarked commented followed subscribed blocked notified downloaded"
)


def other_times(tables: Tables, table: Table, time: Part) -> Iterator[str]:
    """Yield another time of the row that is as likely, and puts the rows in another order."""
    if not isinstance(time.sql, Field) or time.sql.table != table.name:
        return
    mine = table.find(time.sql.column)
    if mine is None:
        return
    is_of_use, own = is_use(tables.words(table)), {*split_words(mine.name)}
    least = _APART * tables.time_strength(table, mine)
    for column in table.columns:
        values = tables.of(table, column)
        if column is mine or _only_begins(column, mine) or _is_aside(column, mine):
            continue
        if is_of_use and _MADE & {*split_words(column.name)} and _CHANGED & own:
            # Of a first and a last time the last is kept up to date.
            continue
        if tables.time_strength(table, column) < least:
            continue
        is_own = share_a_stem(split_words(mine.name), tables.words(table))
        if is_own and (split_words(column.name) in _OF_ROWS or "last" in split_words(column.name)):
            # When an issue's row was changed last is not its issue date.
            continue
        if _contradict(tables.of(table, mine), values):
            yield f"{table.name} has two times, {mine.name} and {column.name}"


def times_of_things(
    tables: Tables, table: Table, about: Column | None, moment: Column | None
) -> Iterator[str]:
    """Yield that rows of a thing used again are alike, the time too: it may be the thing's own."""
    if about is not None and moment is not None and is_things_own(tables, table, about, moment):
        yield f"{table.name}.{moment.name} is the same in all rows of a thing, and may be its own"


def _only_begins(column: Column, mine: Column) -> bool:
    """Return whether a use is known by its end, and a column says when it began."""
    words, own = set(split_words(column.name)), set(split_words(mine.name))
    if words - {"first"} == own - {"last"} and "first" in words and "last" in own:
        return True
    if "out" in own and "in" in words:
        # Lent out, and in again.
        return True
    if BEGIN & words and USED & own:
        return True
    if _END & words and not (_END | USED) & own:
        # What has an end of its own is placed by when it was taken up.
        return True
    return bool(BEGIN & own and _END & words)


def _is_aside(column: Column, mine: Column) -> bool:
    """Return whether a row says when it was used, and another column when it was judged."""
    words = set(split_words(column.name))
    is_use = not (USED | BEGIN | _END).isdisjoint(split_words(mine.name))
    return is_use and bool((_DEEDS | GOT) & words) and not USED & words


def _contradict(times: Sequence[Cell], others: Sequence[Cell]) -> bool:
    """Return whether two rows stand one way by a column, and the other way by another.

    The day of a time, which many rows share, contradicts none.
    """
    rows = sorted(zip(map(_key, times), map(_key, others), strict=True))
    return any(a[0] < b[0] and a[1] > b[1] for a, b in pairwise(rows))


def _key(value: Cell) -> tuple[str, str]:
    return str(type(value)), str(value)
