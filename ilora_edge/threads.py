"""How many threads to use: physical cores this process may run on, never more."""

from __future__ import annotations

import os
from pathlib import Path


def default_threads() -> int:
    """Return the physical cores in this process' affinity, within its cgroup's CPU quota.

    Threads above the free cores make llama.cpp many times slower, hyper-threads included.
    """
    if hasattr(os, "sched_getaffinity"):
        cpus = os.sched_getaffinity(0)
    else:
        cpus = set(range(os.cpu_count() or 1))
    cores = {_siblings(cpu) for cpu in cpus}
    quota = _cgroup_cpus()
    limit = len(cores) if quota is None else min(len(cores), max(1, int(quota)))
    return max(1, limit)


def _siblings(cpu: int) -> str:
    path = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
    try:
        return path.read_text().strip()
    except OSError:
        return str(cpu)


def _cgroup_cpus() -> float | None:
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        return None if quota == "max" else int(quota) / int(period)
    except (OSError, ValueError):
        return None
