"""Which epoch the numbers of a file's column of times count from, as those of a database's do."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from ilora_edge.histories.clock import EPOCHS, FIRST, Epoch, best_epoch, size_of
from ilora_edge.histories.unix_time import NANO, times_are, unix_seconds

_DAY = 86400
_DECIMAL = frozenset("0123456789.")


@dataclass(slots=True)
class _Numbers:
    """Of the numbers of one size: how many there are, and are plausible from which epoch."""

    n: int = 0
    unix: int = 0
    others: list[int] = field(default_factory=lambda: [0] * len(EPOCHS))


class NumberTimes:
    """Learns from all numbers of a column, then reads those that are no unix times."""

    def __init__(self) -> None:
        self._last = int(time.time()) + _DAY
        self._windows = [epoch.window(self._last) for epoch in EPOCHS]
        self._sizes: dict[int, _Numbers] = {}
        self._epochs: dict[int, Epoch] = {}

    def learn(self, value: object) -> None:
        """Look at one value; what is not a positive number is passed over."""
        number = _number(value)
        size = None if number is None else size_of(number)
        if number is None or size is None:
            return
        numbers = self._sizes.setdefault(size, _Numbers())
        numbers.n += 1
        if self._is_plausible(unix_seconds(number)):
            numbers.unix += 1
            return
        for n, (low, high) in enumerate(self._windows):
            numbers.others[n] += low <= number <= high

    def settle(self) -> list[str]:
        """Decide; return what to say about it."""
        found = {s: best_epoch(s, n.n, n.unix, n.others) for s, n in self._sizes.items()}
        self._epochs = {size: epoch for size, epoch in found.items() if epoch is not None}
        return [f"{times_are(self._sizes[s].n)} read as {e.name}" for s, e in self._epochs.items()]

    def read(self, value: object) -> int | None:
        """Return unix seconds for a number that counts from another epoch, else None."""
        number = _number(value) if self._epochs else None
        size = None if number is None else size_of(number)
        epoch = None if size is None else self._epochs.get(size)
        if number is None or epoch is None:
            return None
        seconds = epoch.nanoseconds(number) // NANO
        return seconds if _DAY <= seconds <= self._last else None

    def _is_plausible(self, seconds: int | None) -> bool:
        return seconds is not None and FIRST <= seconds <= self._last


def _number(value: object) -> int | float | None:
    if isinstance(value, str):
        value = value.strip()
        if not value or not _DECIMAL.issuperset(value):
            return None
        try:
            value = int(value) if value.isdecimal() else float(value)
        except ValueError:
            return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 2**63:
        return value
    return None
