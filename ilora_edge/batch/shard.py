"""A share of a large job: each of N calls ranks its own, knowing nothing of the others."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ilora_edge.errors import OptionError
from ilora_edge.system.real_path import real_path


@dataclass(frozen=True, slots=True)
class Shard:
    """One of ``count`` shares, counted from 1.

    A name's share depends on the name and ``count`` only: what is added later moves nobody else,
    so each share's output database stays incremental.

    Examples
    --------
    >>> sum(Shard.from_text(f"{n}/3").has("ann") for n in (1, 2, 3))
    1
    """

    index: int
    count: int

    @classmethod
    def from_text(cls, text: str) -> Shard:
        """Read ``2/8``: the second of eight.

        Raises
        ------
        OptionError
            It is not two whole numbers, or not one of so many.
        """
        found = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", text)
        if found is None:
            raise OptionError(f"--shard {text[:40]!r} is not of the form 2/8")
        index, count = int(found[1]), int(found[2])
        if not 1 <= index <= count:
            raise OptionError(f"--shard {text}: the first number counts from 1 to the second")
        return cls(index, count)

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"

    def has(self, name: str) -> bool:
        """Return whether a name is of this share."""
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.index - 1

    def files(self, paths: Sequence[Path]) -> list[Path]:
        """Return the files of this share, by their full paths."""
        return [path for path in paths if self.has(str(real_path(path)))]
