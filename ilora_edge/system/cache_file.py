"""Small JSON files in the person's cache folder: a convenience, never a need.

Missing, damaged, too large, of another version or read-only, such a file is as good as empty.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

from ilora_edge.system.scratch import open_part

_MAX_BYTES = 1 << 20


def cache_folder() -> Path:
    """Return our folder below ``XDG_CACHE_HOME``, or else ``~/.cache``; it need not exist."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG specification: a relative path is to be ignored.
    folder = Path(base) if os.path.isabs(base) else Path(os.path.expanduser("~/.cache"))
    return folder / "ilora-edge"


def read_cache(path: Path, version: int, key: str) -> list[object]:
    """Return the list under ``key`` of a file of this version; empty where there is none."""
    try:
        with open(path, "rb", opener=_open_regular) as file:
            raw = file.read(_MAX_BYTES + 1)
        data = json.loads(raw) if len(raw) <= _MAX_BYTES else {}
        entries = data[key] if data["version"] == version else []
        return entries if isinstance(entries, list) else []
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def write_cache(path: Path, version: int, key: str, entries: list[object]) -> None:
    """Replace the file; silent where it cannot be written."""
    text = json.dumps({"version": version, key: entries})
    part = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, part = open_part(path.parent, f".{path.stem}-")
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        os.replace(part, path)
    except OSError:
        if part is not None:
            part.unlink(missing_ok=True)


def _open_regular(path: str, flags: int) -> int:
    # A pipe in the file's place would be waited for.
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("not a file")
    return descriptor
