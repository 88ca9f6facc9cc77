"""What tests of the command line share."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Outcome:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


Cli = Callable[..., Outcome]


def one_line(text: str) -> bool:
    """Whether this is what a refusal looks like: one line that begins with ``error:``."""
    return text.startswith("error: ") and text.count("\n") == 1 and text.endswith("\n")


def at_home(home: Path) -> dict[str, str]:
    """Return an environment with an empty home folder, and nothing that says this is a test.

    Telemetry is silent where it sees a build server.
    """
    home.mkdir()
    hidden = ("CI", "GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "BUILD_ID")
    ours = ("XDG_", "ORT_", "HF_", "TRANSFORMERS_", "RAY_", "DO_NOT_TRACK")
    kept = {k: v for k, v in os.environ.items() if k not in hidden and not k.startswith(ours)}
    return {**kept, "HOME": str(home)}


def strange_files(home: Path) -> list[str]:
    """Return what lies in a home folder and is not in a folder of our own."""
    ours = (".cache/ilora-edge", ".local/share/ilora-edge")
    found = (str(path.relative_to(home)) for path in home.rglob("*") if not path.is_dir())
    return sorted(path for path in found if not path.startswith(ours))
