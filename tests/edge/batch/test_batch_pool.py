"""Worker processes that die: every user is ranked or named, in order, and nothing hangs.

The stub in the worker's place is this file, run as a program: it speaks the same lines.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from ilora_edge.batch.pool import WorkerPool
from ilora_edge.batch.tasks import WorkerConfig
from ilora_edge.errors import EngineError
from ilora_edge.histories.user_task import UserTask
from ilora_edge.request import Request


def stub() -> None:
    config = json.loads(sys.stdin.readline())
    memory = Path(config["bundle"])
    if memory.name == "refuses":
        print(json.dumps({"error": "no such bundle"}), flush=True)
        return
    if memory.name == "dies":
        os.kill(os.getpid(), signal.SIGILL)
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        user = json.loads(line)[0]
        if user.startswith("once") and not (memory / user).exists():
            (memory / user).touch()
            os.kill(os.getpid(), signal.SIGSEGV)
        if user.startswith("always"):
            print("GGML_ASSERT: nonsense", file=sys.stderr, flush=True)
            os.kill(os.getpid(), signal.SIGABRT)
        result = {"user": user, "recommendations": [], "cold": False, "failure": None}
        print(json.dumps(result), flush=True)


def pool(bundle: Path, n_workers: int = 2) -> WorkerPool:
    return WorkerPool(WorkerConfig(str(bundle)), n_workers, [sys.executable, __file__])


def tasks(*users: str) -> list[UserTask]:
    return [UserTask(user, Request([])) for user in users]


@pytest.mark.parametrize("n_workers", [1, 3])
def test_results_come_in_the_order_of_the_tasks(tmp_path: Path, n_workers: int) -> None:
    users = [f"u{i}" for i in range(50)]
    with pool(tmp_path, n_workers) as workers:
        found = [(task.user, result.user) for task, result in workers.rank(tasks(*users))]
    assert found == [(user, user) for user in users]


def test_few_tasks_are_read_ahead(tmp_path: Path) -> None:
    read = 0

    def counted() -> object:
        nonlocal read
        for task in tasks(*(f"u{i}" for i in range(1000))):
            read += 1
            yield task

    with pool(tmp_path) as workers:
        for n, _ in enumerate(workers.rank(counted()), 1):  # type: ignore[arg-type]
            assert read <= n + 20


def test_a_death_costs_no_user(tmp_path: Path) -> None:
    users = ["a", "once-1", "b", "once-2", "c", "d", "e", "f"]
    with pool(tmp_path) as workers:
        results = [result for _, result in workers.rank(tasks(*users))]
    assert [r.user for r in results] == users
    assert all(r.failure is None for r in results)


def test_a_user_on_whom_workers_die_is_a_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    users = ["a", "always", "b", "c", "always-too", "d"]
    with pool(tmp_path) as workers:
        results = {result.user: result.failure for _, result in workers.rank(tasks(*users))}
    assert list(results) == users
    assert {user for user, failure in results.items() if failure} == {"always", "always-too"}
    assert results["always"] == (
        "the engine died on this user twice (SIGABRT: GGML_ASSERT: nonsense)"
    )


def test_workers_that_only_die_end_the_run(tmp_path: Path) -> None:
    (tmp_path / "dies").mkdir()
    with (
        pool(tmp_path / "dies") as workers,
        pytest.raises(EngineError, match=r"workers keep dying \(SIGILL\)"),
    ):
        list(workers.rank(tasks("a", "b")))


def test_a_bundle_that_cannot_be_opened_is_said_once(tmp_path: Path) -> None:
    with (
        pool(tmp_path / "refuses") as workers,
        pytest.raises(EngineError, match="no such bundle"),
    ):
        list(workers.rank(tasks("a")))


def test_closing_ends_the_processes(tmp_path: Path) -> None:
    workers = pool(tmp_path)
    ranked = workers.rank(tasks("a", "b"))
    next(ranked)
    processes = [w._process._process for w in workers.workers]
    workers.close()
    workers.close()
    assert all(p.poll() is not None for p in processes)


if __name__ == "__main__":
    stub()
