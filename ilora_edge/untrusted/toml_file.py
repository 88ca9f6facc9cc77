"""A TOML file that somebody else may have written: bounded, and refused in one line."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

MAX_BYTES = 1 << 20


def load_toml(path: Path) -> dict[str, Any]:
    """Return a file's values; raises OSError, or ValueError where it is not TOML in UTF-8.

    Without a bound a file full of zeros would be read for as long as there is memory.
    """
    import tomllib

    # A pipe would be waited for.
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "not a plain file", str(path))
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise ValueError(f"longer than {MAX_BYTES:,} bytes")
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
