"""The same worker function on a Ray cluster: actors that hold an open bundle.

Needs the ``[ray]`` extra, and the bundle under the same path on every node. Ray opens network
sockets and serialises in its own way; what is sent through it are JSON texts.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from ilora_edge.batch.tasks import UserResult, WorkerConfig
from ilora_edge.errors import EngineError, MissingExtraError
from ilora_edge.histories.user_task import UserTask
from ilora_edge.system.closing import Closing
from ilora_edge.titles import printable

# Users of one call: many enough that the round trip does not count.
BLOCK_USERS = 16
_CALLS_AHEAD = 2
_CONNECT_SECONDS = 10.0


class _Actor:
    """Runs on a node: opens the bundle at the first call, then ranks block after block."""

    def __init__(self, config: str) -> None:
        from ilora_edge.batch.worker import open_recommender

        opened = WorkerConfig.from_json(json.loads(config))
        self._asked = opened.request()
        self._recommender = open_recommender(opened)

    def rank(self, block: str) -> str:
        from ilora_edge.batch.worker import score_user

        tasks = [UserTask.from_json(values, self._asked) for values in json.loads(block)]
        results = [score_user(self._recommender, task) for task in tasks]
        return json.dumps([result.to_json() for result in results])


class RayRanks(Closing):
    """Ranks blocks of users on ``n_workers`` actors, in order; use as a context manager.

    Parameters
    ----------
    config
        What each actor opens.
    n_workers
        How many; None: one for each CPU of the cluster.
    address
        The cluster's; None: a local one for this run.
    actor
        What to run instead of our own.
    """

    def __init__(
        self,
        config: WorkerConfig,
        n_workers: int | None = None,
        address: str | None = None,
        actor: type = _Actor,
    ) -> None:
        try:
            import ray
        except ImportError as error:
            raise MissingExtraError("score --engine ray", "ray", "ray") from error
        self._ray: Any = ray
        self._owns = not ray.is_initialized()
        if self._owns:
            _check_address(address)
            try:
                ray.init(address=address, log_to_driver=False, logging_level="error")
            except (ConnectionError, RuntimeError, ValueError) as error:
                raise EngineError(f"no Ray cluster: {_reason(error)}") from error
        cpus = int(ray.cluster_resources().get("CPU", 1))
        n = n_workers or max(1, cpus // config.n_threads)
        self._remote = ray.remote(num_cpus=config.n_threads, max_restarts=0)(actor)
        self._config = json.dumps(config.to_json())
        self._actors = [self._start() for _ in range(n)]

    def close(self) -> None:
        """End the actors, and the cluster where it is this run's own."""
        for actor in self._actors:
            self._ray.kill(actor)
        self._actors = []
        if self._owns:
            self._ray.shutdown()
            self._owns = False

    def rank(self, tasks: Iterable[UserTask]) -> Iterator[tuple[UserTask, UserResult]]:
        """Yield every task with its result, in order; reads a few blocks ahead.

        Raises EngineError where an actor cannot open the bundle, or the cluster fails.
        """
        try:
            yield from self._rank(iter(tasks))
        except self._ray.exceptions.RayError as error:
            raise EngineError(f"the Ray cluster failed: {_reason(error)}") from error

    def _rank(self, source: Iterator[UserTask]) -> Iterator[tuple[UserTask, UserResult]]:
        errors = self._ray.exceptions
        calls: deque[tuple[list[UserTask], int, Any]] = deque()
        turn = 0
        while True:
            while len(calls) < _CALLS_AHEAD * len(self._actors):
                if not (block := list(islice(source, BLOCK_USERS))):
                    break
                place = turn % len(self._actors)
                calls.append((block, place, self._call(place, block)))
                turn += 1
            if not calls:
                return
            block, place, call = calls.popleft()
            try:
                results: Iterable[UserResult] = self._results(call)
            except (errors.RayActorError, errors.RayTaskError) as error:
                results = self._one_by_one(block, place, error)
            yield from zip(block, results, strict=True)

    def _one_by_one(
        self, block: list[UserTask], place: int, error: Exception
    ) -> Iterator[UserResult]:
        """Rank the users of a block on which an actor failed, each alone, to find which it was."""
        errors = self._ray.exceptions
        for task in block:
            how, failure = "died", error
            for _ in range(2):
                try:
                    # A dead actor answers at once that it is dead.
                    yield from self._results(self._call(place, [task]))
                    break
                except errors.RayActorError as again:
                    how, failure = "died", again
                    self._actors[place] = self._start()
                except errors.RayTaskError as again:
                    # An error of the system's, as of a disk that went away; the actor lives.
                    how, failure = "failed", again
            else:
                reason = f"the engine {how} on this user: {_reason(failure)}"
                yield UserResult(task.user, [], failure=reason)

    def _call(self, place: int, block: list[UserTask]) -> Any:
        return self._actors[place].rank.remote(f"[{','.join(task.to_line() for task in block)}]")

    def _results(self, call: Any) -> list[UserResult]:
        try:
            text: str = self._ray.get(call)
        except self._ray.exceptions.ActorDiedError as error:
            # Raised too where the constructor failed: then every actor's will.
            if "creation task" in str(error) or "__init__" in str(error):
                raise EngineError(f"an actor cannot open the bundle: {_reason(error)}") from error
            raise
        return [UserResult.from_json(data) for data in json.loads(text)]

    def _start(self) -> Any:
        return self._remote.remote(self._config)


def _check_address(address: str | None) -> None:
    """Raise EngineError where nobody listens: Ray itself would wait for minutes."""
    host, colon, port = (address or "").rpartition(":")
    if not colon or not port.isdecimal() or "/" in host:
        return
    import socket

    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise EngineError(f"no Ray cluster at {printable(address or '')}: {error}") from error


def _reason(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return printable(lines[-1])[:300] if lines else type(error).__name__
