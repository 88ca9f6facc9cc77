"""Small JSON files in the person's cache folder: a convenience, never a need.

Missing, damaged, too large, of another version or read-only, such a file is as good as empty.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from ilora_edge.system.new_file import replaced_file
from ilora_edge.system.plain_file import open_plain

_MAX_BYTES = 1 << 20


def read_cache(path: Path, version: int, key: str) -> list[object]:
    """Return the list under ``key`` of a file of this version; empty where there is none."""
    try:
        with open(path, "rb", opener=open_plain) as file:
            raw = file.read(_MAX_BYTES + 1)
        data = json.loads(raw) if len(raw) <= _MAX_BYTES else {}
        entries = data[key] if data["version"] == version else []
        return entries if isinstance(entries, list) else []
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def write_cache(path: Path, version: int, key: str, entries: list[object]) -> None:
    """Replace the file; silent where it cannot be written."""
    text = json.dumps({"version": version, key: entries})
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replaced_file(path, 0o600, lasting=False) as file:
            file.write(text.encode())
