"""Which epoch the numbers of a file's column of times count from, as those of a database's do."""

from __future__ import annotations

import time

from ilora_edge.times.clock import FIRST
from ilora_edge.times.epochs import (
    DAY,
    EPOCHS,
    Epoch,
    Numbers,
    best_epoch,
    late_epoch,
    size_of,
)
from ilora_edge.times.unix_time import NANO, times_are, unix_seconds

_DECIMAL = frozenset("0123456789.")


class NumberTimes:
    """Learns from all numbers of a column, then reads those that are no unix times."""

    def __init__(self) -> None:
        self._last = int(time.time()) + DAY
        self._sizes: dict[int, Numbers] = {}
        self._epochs: dict[int, Epoch] = {}
        self._late: dict[int, Epoch] = {}
        self._old = 0

    def learn(self, value: object) -> None:
        """Look at one value; what is not a positive number is passed over."""
        number = _number(value)
        size = None if number is None else size_of(number)
        if number is None or size is None:
            return
        numbers = self._sizes.setdefault(size, Numbers())
        numbers.n += 1
        seconds = unix_seconds(number)
        if seconds is not None and FIRST <= seconds <= self._last:
            numbers.unix += 1
            return
        numbers.after += seconds is not None and seconds > self._last
        for n, epoch in enumerate(EPOCHS):
            numbers.others[n] += epoch.has(number, self._last)

    def settle(self) -> list[str]:
        """Decide; return what to say about it."""
        said = []
        for size, numbers in self._sizes.items():
            of_size = numbers.n - numbers.unix - numbers.after
            if (epoch := best_epoch(size, numbers)) is not None:
                self._epochs[size] = epoch
                of_size = max(0, numbers.n - numbers.others[EPOCHS.index(epoch)] - numbers.unix)
            elif (epoch := late_epoch(size, numbers, self._last)) is not None:
                self._late[size] = epoch
            elif size == 0:
                said.append(f"{times_are(numbers.n)} too small to be any, taken for an order")
                continue
            if epoch is not None:
                said.append(
                    f"{times_are(numbers.others[EPOCHS.index(epoch)])} read as {epoch.name}"
                )
            if of_size and size in self._epochs:
                said.append(f"{times_are(of_size)} of no epoch that is known, read as unix times")
            elif of_size:
                said.append(
                    f"{times_are(of_size)} of 1973 to 1996 as unix times; from another epoch they "
                    "may be of recent years"
                )
        return said

    def read(self, value: object) -> int | None:
        """Return unix nanoseconds for a number that counts from another epoch, else None."""
        number = _number(value) if self._epochs or self._late else None
        size = None if number is None else size_of(number)
        if number is None or size is None:
            return None
        epoch = self._epochs.get(size)
        if epoch is None and (unix_seconds(number) or 0) > self._last:
            epoch = self._late.get(size)
        if epoch is None:
            return None
        found = epoch.nanoseconds(number)
        return found if DAY <= found // NANO <= self._last else None


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
