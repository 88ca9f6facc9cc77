"""How many threads to use: physical cores this process may run on, within its cgroup's quota.

Threads above the free cores make llama.cpp many times slower: they wait for each other in a loop
after every product, so the slowest of them sets the pace.
"""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path("/")


@dataclass(frozen=True, slots=True)
class Processors:
    """The processors that this process may use."""

    cpus: int
    """Logical ones, in its affinity (which a cpuset or ``taskset`` narrows)."""
    cores: int
    """Physical ones among these: hyper-threads of one core count once."""
    fast_cores: int
    """Of these, the fast ones of a hybrid CPU; all of them elsewhere."""
    quota: float | None
    """CPUs' worth of time that the tightest cgroup allows; None: no limit."""

    @property
    def threads(self) -> int:
        """How many threads to use, at least 1."""
        limit = self.fast_cores if self.quota is None else min(self.fast_cores, int(self.quota))
        return max(1, limit)

    def __str__(self) -> str:
        parts = [f"{self.cores} physical of {self.cpus} logical CPUs"]
        if self.fast_cores < self.cores:
            parts.append(f"{self.fast_cores} of them fast")
        if self.quota is not None:
            parts.append(f"a cgroup quota of {self.quota:g}")
        return ", ".join(parts)


def default_threads() -> int:
    """Return how many threads llama.cpp gets where nobody has said."""
    return find_processors().threads


def find_processors(root: Path = ROOT, affinity: Collection[int] | None = None) -> Processors:
    """Find what this process may use.

    Parameters
    ----------
    root
        Where ``proc`` and ``sys`` are. Systems without them count every logical CPU.
    affinity
        Logical CPUs; None: this process' own.
    """
    if affinity is None:
        affinity = _affinity()
    cores: dict[str, set[int]] = {}
    for cpu in affinity:
        cores.setdefault(_core(root, cpu), set()).add(cpu)
    fast = _fast_cpus(root, affinity)
    fast_cores = sum(1 for cpus in cores.values() if cpus & fast)
    return Processors(len(affinity), len(cores), fast_cores, cgroup_quota(root))


def cgroup_quota(root: Path = ROOT) -> float | None:
    """Return the CPUs' worth of time that this process' cgroups allow, or None without a limit.

    The limit of every group above the process' own holds too: a container's is often set there.
    """
    quotas = [
        quota
        for version, mount, group in _cpu_groups(root)
        for folder in _upwards(mount, group)
        if (quota := _quota_v1(folder) if version == 1 else _quota_v2(folder)) is not None
    ]
    return min(quotas, default=None)


def _affinity() -> Collection[int]:
    if hasattr(os, "sched_getaffinity"):
        return os.sched_getaffinity(0)
    return range(os.cpu_count() or 1)


def _core(root: Path, cpu: int) -> str:
    topology = root / f"sys/devices/system/cpu/cpu{cpu}/topology"
    # The second is the first's name before Linux 5.2.
    return (
        _read(topology / "core_cpus_list") or _read(topology / "thread_siblings_list") or str(cpu)
    )


def _fast_cpus(root: Path, cpus: Collection[int]) -> set[int]:
    """Return the fast ones of a hybrid CPU's; all of them where no two kinds are there.

    The slow ones would keep the fast ones waiting: llama.cpp's threads meet after every product.
    """
    # Intel: a folder per kind.
    fast = _cpu_list(_read(root / "sys/devices/cpu_core/cpus")).intersection(cpus)
    if fast:
        return fast
    # ARM: the kernel's estimate, of 1024.
    capacities = {
        cpu: int(text)
        for cpu in cpus
        if (text := _read(root / f"sys/devices/system/cpu/cpu{cpu}/cpu_capacity")).isdecimal()
    }
    if len(capacities) < len(cpus):
        return set(cpus)
    return {cpu for cpu in cpus if 2 * capacities[cpu] > max(capacities.values())}


def _cpu_list(text: str) -> set[int]:
    """Return the CPUs of the kernel's notation, as ``0-3,8``; nothing if it is another."""
    cpus: set[int] = set()
    for part in filter(None, text.split(",")):
        first, dash, last = part.partition("-")
        try:
            cpus.update(range(int(first), int(last if dash else first) + 1))
        except ValueError:
            return set()
    return cpus


def _cpu_groups(root: Path) -> Iterator[tuple[int, Path, str]]:
    """Yield the version, mount point and path below it of the cgroups that can limit CPU time."""
    own: dict[int, str] = {}
    for line in _read(root / "proc/self/cgroup").splitlines():
        _, _, rest = line.partition(":")
        controllers, _, group = rest.partition(":")
        if not controllers:
            own[2] = group
        elif "cpu" in controllers.split(","):
            own[1] = group
    for line in _read(root / "proc/self/mountinfo").splitlines():
        head, _, tail = line.partition(" - ")
        mount, filesystem = head.split(), tail.split()
        if len(mount) < 5 or len(filesystem) < 3:
            continue
        is_v1 = filesystem[0] == "cgroup" and "cpu" in filesystem[2].split(",")
        version = 1 if is_v1 else 2 if filesystem[0] == "cgroup2" else 0
        if version in own:
            point = root / mount[4].replace(r"\040", " ").lstrip("/")
            yield version, point, _below(mount[3], own[version])


def _below(mounted: str, group: str) -> str:
    """Return a group's path below a mount point that shows the hierarchy from ``mounted`` on.

    A container may see a group that lies outside of what is mounted for it: its own is then the
    mount point itself.
    """
    mounted = mounted.rstrip("/")
    if group == mounted or group.startswith(f"{mounted}/"):
        group = group[len(mounted) :]
        return "" if "/.." in group else group
    return ""


def _upwards(mount: Path, group: str) -> Iterator[Path]:
    parts = [part for part in group.split("/") if part]
    for n in range(len(parts), -1, -1):
        yield mount.joinpath(*parts[:n])


def _quota_v2(folder: Path) -> float | None:
    words = _read(folder / "cpu.max").split()
    return _ratio(*words) if len(words) == 2 else None


def _quota_v1(folder: Path) -> float | None:
    return _ratio(_read(folder / "cpu.cfs_quota_us"), _read(folder / "cpu.cfs_period_us"))


def _ratio(quota: str, period: str) -> float | None:
    """Return quota by period, or None: both versions have a word for "no limit"."""
    try:
        ratio = int(quota) / int(period)
    except (ValueError, ZeroDivisionError):
        return None
    return ratio if ratio > 0 and math.isfinite(ratio) else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
