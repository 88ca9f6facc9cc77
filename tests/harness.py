"""What tests of the command line share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


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
