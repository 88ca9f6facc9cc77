"""Where a path leads, whatever its links do."""

from __future__ import annotations

import os
from pathlib import Path


def real_path(path: Path) -> Path:
    """Return a path from the root with its links followed; never raises an error of links.

    ``Path.resolve`` has an error of its own for links that lead in a circle. Whoever opens such a
    path is told so by the system.
    """
    return Path(os.path.realpath(path))
