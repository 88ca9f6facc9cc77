"""What this process holds and has written, and what memory is left for it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path("/")
# Of a memory group, by version: its limit, what it uses, and what of that are pages of files.
_NAMES = {
    1: ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    2: ("memory.max", "memory.current", "inactive_file"),
}
_BLOCK = 512
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def memory_bytes() -> int:
    """Return the bytes that are resident now; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:
            return int(file.read(200).split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def written_bytes() -> int:
    """Return the bytes written to files and pipes so far; 0 where the system does not say."""
    try:
        with open("/proc/self/io", "rb", buffering=0) as file:
            return int(file.read(400).split(b"wchar:")[1].split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def temporary_bytes() -> int:
    """Return what open files without a name take on the disk; 0 where the system does not say."""
    taken = 0
    try:
        descriptors = os.listdir("/proc/self/fd")
    except OSError:
        return 0
    for descriptor in descriptors:
        # Some are closed meanwhile: that of the listing itself always is.
        with suppress(OSError):
            state = os.fstat(int(descriptor))
            if stat.S_ISREG(state.st_mode) and state.st_nlink == 0:
                taken += state.st_blocks * _BLOCK
    return taken


def available_memory(root: Path = ROOT) -> int | None:
    """Return the bytes that this process can still take: of the machine, of its cgroups, and of
    the addresses that its limits leave it (``ulimit -v``).

    None where the system says nothing of these.
    """
    found = [*_machine(root), *_cgroups(root), *_addresses(root)]
    return max(0, min(found)) if found else None


def _machine(root: Path) -> Iterator[int]:
    for line in _read(root / "proc/meminfo").splitlines():
        if line.startswith("MemAvailable:"):
            yield int(line.split()[1]) * 1024


def _cgroups(root: Path) -> Iterator[int]:
    """Yield what is left below the limit of every group above this process, versions 1 and 2."""
    for line in _read(root / "proc/self/cgroup").splitlines():
        _, _, rest = line.partition(":")
        controllers, _, group = rest.partition(":")
        if controllers and "memory" not in controllers.split(","):
            continue
        mount = root / ("sys/fs/cgroup/memory" if controllers else "sys/fs/cgroup")
        limit, usage, cached = _NAMES[1 if controllers else 2]
        parts = [part for part in group.split("/") if part and part != ".."]
        for n in range(len(parts), -1, -1):
            folder = mount.joinpath(*parts[:n])
            most, used = _number(folder / limit), _number(folder / usage)
            if most is not None and used is not None:
                yield most - used + _stat(folder / "memory.stat", cached)


def _addresses(root: Path) -> Iterator[int]:
    for line in _read(root / "proc/self/limits").splitlines():
        if line.startswith("Max address space"):
            most, taken = line.split()[3], _read(root / "proc/self/statm").split()
            if most.isdecimal() and taken:
                yield int(most) - int(taken[0]) * _PAGE


def _number(path: Path) -> int | None:
    text = _read(path).strip()
    return int(text) if text.isdecimal() else None


def _stat(path: Path, name: str) -> int:
    """Return what of a group's memory are file pages that the kernel gives up when it must."""
    for line in _read(path).splitlines():
        key, _, value = line.partition(" ")
        if key == name and value.isdecimal():
            return int(value)
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
