"""Writes lists to files: whole or not at all, and not again where nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ilora_edge.errors import OptionError
from ilora_edge.lists.playlists import write_m3u8, write_opml, write_xspf
from ilora_edge.lists.ranked_list import GENERATOR, RankedList
from ilora_edge.lists.tables import (
    CSV_COLUMNS,
    write_csv,
    write_html,
    write_json,
    write_markdown,
)
from ilora_edge.system.new_file import new_file

FORMATS: dict[str, Callable[[RankedList], str]] = {
    "m3u8": write_m3u8,
    "xspf": write_xspf,
    "opml": write_opml,
    "csv": write_csv,
    "json": write_json,
    "md": write_markdown,
    "html": write_html,
}
PLAYED = ("m3u8", "xspf")
"""Formats that are of no use without places."""
_MARK_BYTES = 4096
"""In how much of a file its mark must be."""


def list_path(out: Path, format_name: str, stem: str) -> Path:
    """Return the file of a list: ``out``, or one of this name in that folder."""
    if out.is_dir() or out.suffix == "":
        return out / f"{stem}.{format_name}"
    return out


def write_list(path: Path, format_name: str, ranked: RankedList) -> bool:
    """Write a list; returns whether the file changed.

    Raises OptionError where the file is there and no list that was written here.
    """
    data = FORMATS[format_name](ranked).encode("utf-8", "replace")
    return write_unless_same(path, data)


def write_unless_same(path: Path, data: bytes) -> bool:
    """Write a file of ours in one step, not at all where it has these bytes already.

    Raises OptionError where the file is there and is not ours.
    """
    if path.exists() or path.is_symlink():
        # No more than is compared: what is in the way may be anything, of any size.
        old = _head(path, max(len(data) + 1, _MARK_BYTES)) if path.is_file() else b""
        if old == data:
            return False
        if old and not _is_ours(old):
            raise OptionError(
                f"{path}: exists and was not written by {GENERATOR}, so it is not replaced; "
                "name another file"
            )
    with new_file(path, force=True) as file:
        file.write(data)
    return True


def files_of(folder: Path, stems: Iterable[str]) -> list[Path]:
    """Return what was written of a person in a folder, whose files may be called so."""
    files = [f"{stem}.{end}" for stem in stems for end in FORMATS]
    return [folder / file for file in files if is_own_file(folder / file)]


def is_own_file(path: Path) -> bool:
    """Return whether a file is there that was written here."""
    return path.is_file() and not path.is_symlink() and _is_ours(_head(path, _MARK_BYTES))


def _head(path: Path, n_bytes: int) -> bytes:
    with path.open("rb") as file:
        return file.read(n_bytes)


def _is_ours(data: bytes) -> bool:
    head = data[:_MARK_BYTES]
    return GENERATOR.encode() in head or head.startswith(",".join(CSV_COLUMNS).encode())
