"""Files of a bundle, mapped into memory: only what is looked at is read."""

from __future__ import annotations

import mmap
from pathlib import Path

from ilora_edge.errors import BundleError


def map_file(path: Path) -> mmap.mmap:
    """Map a file for reading; raise BundleError where it is missing, empty or no plain file."""
    try:
        # A pipe would block, a device never end.
        if not path.is_file():
            raise BundleError(f"{path}: no such file; the bundle is incomplete")
        if path.stat().st_size == 0:
            raise BundleError(f"{path}: is empty; copy or export the bundle again")
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise BundleError(f"{path}: cannot be read ({error.strerror})") from error
