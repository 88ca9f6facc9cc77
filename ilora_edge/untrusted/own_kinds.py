"""Which SQLite files ilora-edge has written itself; by them nobody has watched or read anything."""

from __future__ import annotations

from pathlib import Path

# In the header, "ilor" and "iloL": they tell our files from all others, and from each other.
LISTS_ID = 0x696C6F72
LOG_ID = 0x696C6F4C
_KINDS = {
    LISTS_ID: "the lists that 'ilora-edge score' wrote",
    LOG_ID: "the log of ilora-edge, of what people have said",
}
_BEGINS = b"SQLite format 3\0"
_AT, _END = 68, 72


def own_kind(path: Path) -> str | None:
    """Return what a file of our own is, None for any other file or none at all."""
    try:
        with path.open("rb") as file:
            head = file.read(_END)
    except OSError:
        return None
    is_sqlite = head.startswith(_BEGINS)
    return _KINDS.get(int.from_bytes(head[_AT:_END], "big")) if is_sqlite else None
