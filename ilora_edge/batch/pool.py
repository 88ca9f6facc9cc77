"""Worker processes that may die: each user is ranked, or named with the reason why not.

Results come in the order of the tasks. A worker that dies is replaced, and its users are given
out again; a user on whom two workers have died is a failure, and the rest goes on.
"""

from __future__ import annotations

import queue
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from ilora_edge.batch.tasks import UserResult, WorkerConfig
from ilora_edge.errors import EngineError
from ilora_edge.histories.user_task import UserTask
from ilora_edge.system.child_process import LineProcess
from ilora_edge.system.closing import Closing

# Waiting for each worker: enough that none is idle while the reader commits a chunk.
_TASKS_AHEAD = 4
_MAX_DEATHS_PER_USER = 2
# So many one after the other, without any result between: it is not the users.
_MAX_DEATHS_IN_A_ROW = 10


class WorkerPool(Closing):
    """Processes that rank; use as a context manager, which ends them.

    Parameters
    ----------
    config
        What each opens.
    n_workers
        How many, at least 1.
    command
        What to run instead of our worker.
    """

    def __init__(
        self, config: WorkerConfig, n_workers: int, command: list[str] | None = None
    ) -> None:
        self._config = config
        self._command = command or [sys.executable, "-m", "ilora_edge.batch.worker"]
        # A signal that ends a wait in a Queue, which is Python, may leave its lock taken; a reader,
        # and then close, would wait for that for ever. This one is of one piece.
        self._events: _Events = queue.SimpleQueue()
        self._deaths_in_a_row = 0
        self.remark: str | None = None
        """What a worker had to say of this machine, once it was ready."""
        self.workers: list[_Worker] = []
        try:
            for _ in range(n_workers):
                self.workers.append(self._start())
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the processes, whatever they are doing; safe to call twice."""
        for worker in self.workers:
            worker.end()
        self.workers = []

    def rank(self, tasks: Iterable[UserTask]) -> Iterator[tuple[UserTask, UserResult]]:
        """Yield every task with its result, in order; reads a few tasks ahead.

        Raises EngineError where the bundle cannot be opened or workers do nothing but die.
        """
        source = iter(tasks)
        order: deque[UserTask] = deque()
        again: deque[UserTask] = deque()
        done: dict[int, UserResult] = {}
        deaths: dict[int, int] = {}
        exhausted = False
        window = _TASKS_AHEAD * len(self.workers)
        while True:
            while not exhausted and len(order) < 2 * window and self._has_room():
                task = next(source, None)
                if task is None:
                    exhausted = True
                else:
                    order.append(task)
                    self._give(task)
            while again and self._has_room():
                self._give(again.popleft())
            while order and id(order[0]) in done:
                task = order.popleft()
                deaths.pop(id(task), None)
                yield task, done.pop(id(task))
            if exhausted and not order:
                return
            if not self._is_waiting_for_any():
                continue
            worker, message = self._events.get()
            if worker not in self.workers:
                continue
            if message is not None:
                self._take(worker, message, done)
                continue
            self._bury(worker, again, deaths, done)

    def _has_room(self) -> bool:
        return any(len(w.tasks) < _TASKS_AHEAD for w in self.workers)

    def _is_waiting_for_any(self) -> bool:
        return any(w.tasks for w in self.workers)

    def _give(self, task: UserTask) -> None:
        min(self.workers, key=lambda w: len(w.tasks)).give(task)

    def _take(self, worker: _Worker, message: dict[str, Any], done: dict[int, UserResult]) -> None:
        if "error" in message:
            raise EngineError(str(message["error"]))
        if "ready" in message:
            worker.is_ready = True
            self.remark = message.get("remark") or self.remark
            return
        self._deaths_in_a_row = 0
        done[id(worker.tasks.popleft())] = UserResult.from_json(message)

    def _bury(
        self,
        worker: _Worker,
        again: deque[UserTask],
        deaths: dict[int, int],
        done: dict[int, UserResult],
    ) -> None:
        """Replace a dead worker and see to its users: the first is the one it died on."""
        reason = worker.cause_of_death()
        self._deaths_in_a_row += 1
        if self._deaths_in_a_row >= _MAX_DEATHS_IN_A_ROW:
            raise EngineError(f"the workers keep dying ({reason}); see: ilora-edge doctor")
        # Dead before it was ready: no user's fault.
        if worker.tasks and worker.is_ready:
            suspect = worker.tasks[0]
            deaths[id(suspect)] = deaths.get(id(suspect), 0) + 1
            if deaths[id(suspect)] >= _MAX_DEATHS_PER_USER:
                worker.tasks.popleft()
                done[id(suspect)] = UserResult(
                    suspect.user, [], failure=f"the engine died on this user twice ({reason})"
                )
        again.extendleft(reversed(worker.tasks))
        self.workers[self.workers.index(worker)] = self._start()

    def _start(self) -> _Worker:
        return _Worker(self._command, self._config, self._events)


class _Worker:
    """One process and the tasks it has been given, oldest first."""

    def __init__(
        self,
        command: list[str],
        config: WorkerConfig,
        events: _Events,
    ) -> None:
        self.tasks: deque[UserTask] = deque()
        self.is_ready = False
        self._events = events
        self._process = LineProcess(command)
        self.pid = self._process.pid
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._process.send(config.to_json())

    def give(self, task: UserTask) -> None:
        self.tasks.append(task)
        self._process.send_line(task.to_line())

    def end(self) -> None:
        # It holds nothing that could be left half-written.
        self._process.kill()
        self._reader.join()
        self._process.end()

    def cause_of_death(self) -> str:
        cause = self._process.cause_of_death()
        self.end()
        return cause

    def _read(self) -> None:
        while (message := self._process.receive()) is not None:
            self._events.put((self, message))
        self._events.put((self, None))


_Events: TypeAlias = "queue.SimpleQueue[tuple[_Worker, dict[str, Any] | None]]"
