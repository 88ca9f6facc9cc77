"""Prints the packages that an extra of ours asks for, llama-cpp-python left out, a line each.

    tools/requirements.py dev

With them everything can be installed, linted and type-checked while llama.cpp is still compiled.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
COMPILED = "llama-cpp-python"


def requirements(project: dict[str, Any], extra: str) -> Iterator[str]:
    """Yield the requirements of the project and of an extra, those of our extras in it resolved."""
    yield from (line for line in project["dependencies"] if not line.startswith(COMPILED))
    extras = [extra]
    for name in extras:
        for line in project["optional-dependencies"][name]:
            ours = re.fullmatch(rf"{project['name']}\[(.+)\]", line)
            if ours:
                extras += [part for part in ours[1].split(",") if part not in extras]
            else:
                yield line


if __name__ == "__main__":
    with PYPROJECT.open("rb") as _file:
        _project = tomllib.load(_file)["project"]
    print(*dict.fromkeys(requirements(_project, sys.argv[1])), sep="\n")
