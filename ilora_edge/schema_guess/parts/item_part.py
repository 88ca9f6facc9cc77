"""A choice for one column of a reading: the item's, the person's or the time's."""

from __future__ import annotations

from dataclasses import dataclass

from ilora_edge.histories.schema import Table
from ilora_edge.schema_guess.tables.sql_parts import Field, Join


@dataclass(frozen=True, slots=True)
class Part:
    """A choice for one column: its SQL, how good it is, why, and what to join for it."""

    sql: Field | str
    strength: float
    reasons: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    table: Table | None = None
    items: str | None = None
    item_reasons: tuple[str, ...] = ()
    where: str = ""
    """SQL of the rows that are about such items."""
    kind: str = ""
    """The column that says to which of several tables the item's column refers."""
    titled: Table | None = None
    """The table of their titles, where that is another one."""
    is_left: bool = False
    """Whether nothing but its being left when all else is explained says that it is the item."""
