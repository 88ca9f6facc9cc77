"""All that the lists depend on but histories and items: ranking, bundle, mapping, options."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ilora_edge.titles import printable

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Named parts, each a JSON value."""

    parts: dict[str, Any]

    def to_text(self) -> str:
        """Return the parts as JSON, as a run's row keeps them."""
        return json.dumps(self.parts, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Fingerprint:
        """Read what :meth:`to_text` wrote; ValueError or TypeError where it did not write this."""
        parts = json.loads(text)
        if not isinstance(parts, dict):
            raise TypeError("no object")
        return cls(parts)

    def digest(self, without: Collection[str] = ()) -> str:
        """Return a sha256 of all parts but some."""
        parts = {name: value for name, value in self.parts.items() if name not in without}
        return hashlib.sha256(Fingerprint(parts).to_text().encode()).hexdigest()


def salted(users: Collection[str], like: str = "") -> str:
    """Return a salt and a digest of a set of ids, as text.

    Parameters
    ----------
    like
        What an earlier call returned, whose salt is to be used; a new one where it is empty.
    """
    salt = like.partition(":")[0] or os.urandom(16).hex()
    text = json.dumps([salt, *sorted(set(users))])
    return f"{salt}:{hashlib.sha256(text.encode()).hexdigest()}"


def differences(before: Fingerprint, now: Fingerprint) -> list[str]:
    """Return what differs, a phrase for each part: ``k 10 instead of 20``."""
    names = sorted(before.parts.keys() | now.parts.keys())
    return [
        f"{name} {_shown(before.parts.get(name))} instead of {_shown(now.parts.get(name))}"
        for name in names
        if before.parts.get(name) != now.parts.get(name)
    ]


def _shown(value: object) -> str:
    text = printable(json.dumps(value) if not isinstance(value, str) else value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
