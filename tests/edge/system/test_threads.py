"""Threads: physical cores, hybrid CPUs and cgroup limits, from made-up /proc and /sys trees."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ilora_edge.system.threads import Processors, cgroup_quota, default_threads, find_processors

Tree = Callable[[Mapping[str, str]], Path]
CPU = "sys/devices/system/cpu/cpu{}/topology/core_cpus_list"
V2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
V1 = (
    "31 23 0:27 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755\n"
    "32 31 0:28 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
    "33 31 0:29 / /sys/fs/cgroup/cpuset rw shared:10 - cgroup cgroup rw,cpuset\n"
)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    def write(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return write


def cores(*siblings: str) -> dict[str, str]:
    """CPU i's list of hyper-threads on its core."""
    return {CPU.format(i): f"{line}\n" for i, line in enumerate(siblings)}


def cgroup(group: str, mounts: str, **files: str) -> dict[str, str]:
    """Files of the process' own group and its mounts; ``a__b`` is the file b in the group a."""
    return {"proc/self/cgroup": group, "proc/self/mountinfo": mounts, **files}


def test_hyper_threads_of_a_core_count_once(tree: Tree) -> None:
    root = tree(cores("0,4", "1,5", "2,6", "3,7", "0,4", "1,5", "2,6", "3,7"))
    assert find_processors(root, range(8)) == Processors(8, 4, 4, None)
    assert find_processors(root, range(8)).threads == 4


def test_affinity_narrows_the_cores(tree: Tree) -> None:
    root = tree(cores("0-1", "0-1", "2-3", "2-3"))
    assert find_processors(root, {0, 1}).threads == 1
    assert find_processors(root, {1, 2}).threads == 2
    assert find_processors(root, {3}).threads == 1


def test_the_name_of_older_kernels(tree: Tree) -> None:
    folder = "sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"
    root = tree({folder.format(0): "0-1\n", folder.format(1): "0-1\n"})
    assert find_processors(root, range(2)).cores == 1


def test_without_proc_and_sys_every_cpu_counts(tmp_path: Path) -> None:
    assert find_processors(tmp_path, range(6)) == Processors(6, 6, 6, None)


def test_intel_hybrid_counts_performance_cores(tree: Tree) -> None:
    """Two performance cores with two threads each, four efficiency cores with one."""
    root = tree(
        {
            **cores("0-1", "0-1", "2-3", "2-3", "4", "5", "6", "7"),
            "sys/devices/cpu_core/cpus": "0-3\n",
            "sys/devices/cpu_atom/cpus": "4-7\n",
        }
    )
    found = find_processors(root, range(8))
    assert (found.cores, found.fast_cores, found.threads) == (6, 2, 2)
    # Pinned to the efficiency cores: these are all there is.
    assert find_processors(root, {4, 5, 6}).threads == 3
    assert "2 of them fast" in str(found)


@pytest.mark.parametrize(
    ("capacities", "threads"),
    [
        ([1024, 1024, 1024, 1024], 4),
        ([250, 250, 250, 250, 870, 870, 870, 1024], 4),
        ([446, 446, 1024, 1024], 2),
        ([446, 446], 2),
    ],
)
def test_arm_little_cores_do_not_count(tree: Tree, capacities: list[int], threads: int) -> None:
    path = "sys/devices/system/cpu/cpu{}/cpu_capacity"
    root = tree({path.format(i): f"{c}\n" for i, c in enumerate(capacities)})
    assert find_processors(root, range(len(capacities))).threads == threads


@pytest.mark.parametrize("text", ["0-", "x", "3-1", "-", "0-3-5"])
def test_a_cpu_list_of_another_notation_is_ignored(tree: Tree, text: str) -> None:
    root = tree({"sys/devices/cpu_core/cpus": text})
    assert find_processors(root, range(4)).threads == 4


@pytest.mark.parametrize(
    ("quota", "threads"),
    [
        ("max 100000", 8),
        ("200000 100000", 2),
        ("250000 100000", 2),
        ("50000 100000", 1),
        ("10000 100000", 1),
        ("1600000 100000", 8),
        ("150000 50000", 3),
        ("nonsense", 8),
        ("1 0", 8),
        ("", 8),
    ],
)
def test_quota_of_cgroup_v2(tree: Tree, quota: str, threads: int) -> None:
    root = tree(cgroup("0::/app\n", V2, **{"sys/fs/cgroup/app/cpu.max": f"{quota}\n"}))
    assert find_processors(root, range(8)).threads == threads


def test_the_tightest_group_above_counts(tree: Tree) -> None:
    groups = {
        "sys/fs/cgroup/a/cpu.max": "600000 100000\n",
        "sys/fs/cgroup/a/b/cpu.max": "150000 100000\n",
        "sys/fs/cgroup/a/b/c/cpu.max": "max 100000\n",
        "sys/fs/cgroup/other/cpu.max": "100000 100000\n",
    }
    root = tree(cgroup("0::/a/b/c\n", V2, **groups))
    assert cgroup_quota(root) == 1.5
    root = tree(cgroup("0::/a\n", V2))
    assert cgroup_quota(root) == 6


def test_a_container_that_sees_its_own_group_as_the_root(tree: Tree) -> None:
    root = tree(cgroup("0::/\n", V2, **{"sys/fs/cgroup/cpu.max": "300000 100000\n"}))
    assert cgroup_quota(root) == 3


def test_a_container_whose_group_is_mounted_elsewhere(tree: Tree) -> None:
    """Without a namespace of its own it is told the host's path, and shown its part alone."""
    mount = "30 23 0:26 /docker/abc /sys/fs/cgroup ro,nosuid - cgroup2 cgroup2 rw\n"
    files = {
        "sys/fs/cgroup/cpu.max": "200000 100000\n",
        "sys/fs/cgroup/inner/cpu.max": "100000 100000\n",
    }
    assert cgroup_quota(tree(cgroup("0::/docker/abc\n", mount, **files))) == 2
    assert cgroup_quota(tree(cgroup("0::/docker/abc/inner\n", mount))) == 1
    # Not shown at all: the mount point is what holds.
    assert cgroup_quota(tree(cgroup("0::/docker/abcdef\n", mount))) == 2
    assert cgroup_quota(tree(cgroup("0::/../..\n", mount))) == 2


def test_a_path_above_the_root_does_not_leave_the_mount(tree: Tree) -> None:
    root = tree(cgroup("0::/../../x\n", V2, **{"sys/fs/x/cpu.max": "100000 100000\n"}))
    assert cgroup_quota(root) is None


def test_quota_of_cgroup_v1_and_of_the_groups_above(tree: Tree) -> None:
    group = "12:cpuset:/app\n4:cpu,cpuacct:/app/worker\n0::/elsewhere\n"
    cpu = "sys/fs/cgroup/cpu,cpuacct"
    unlimited = {f"{cpu}/app/worker/cpu.cfs_quota_us": "-1\n"}
    root = tree(cgroup(group, V1, **unlimited))
    assert cgroup_quota(root) is None
    root = tree(
        {
            f"{cpu}/app/worker/cpu.cfs_period_us": "100000\n",
            f"{cpu}/app/cpu.cfs_quota_us": "350000\n",
            f"{cpu}/app/cpu.cfs_period_us": "100000\n",
        }
    )
    assert cgroup_quota(root) == 3.5
    assert find_processors(root, range(8)).threads == 3


def test_both_versions_at_once(tree: Tree) -> None:
    group = "4:cpu,cpuacct:/a\n0::/b\n"
    hybrid = V1 + "34 31 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
    files = {
        "sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us": "400000",
        "sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us": "100000",
        "sys/fs/cgroup/unified/b/cpu.max": "max 100000",
    }
    assert cgroup_quota(tree(cgroup(group, hybrid, **files))) == 4


def test_a_quota_never_means_no_thread(tree: Tree) -> None:
    root = tree(cgroup("0::/\n", V2, **{"sys/fs/cgroup/cpu.max": "1000 100000\n"}))
    assert find_processors(root, range(4)).threads == 1


def test_the_default_follows_this_process_own_affinity() -> None:
    """Pinned to one CPU, this very code gives one thread."""
    cpu = min(os.sched_getaffinity(0))
    code = (
        f"import os; os.sched_setaffinity(0, {{{cpu}}}); "
        "from ilora_edge.system.threads import default_threads; print(default_threads())"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.stdout == "1\n", answer.stderr
    assert 1 <= default_threads() <= len(os.sched_getaffinity(0))
