"""Processes that train, forked from one that has imported torch: most of their time went into that.

Each is a process of its own all the same, which may be killed and talks to others over a socket.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


class ForkedTraining:
    """Starts ``ilora-edge train``; see :func:`forked_training`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(
        self, said: Path, environments: Sequence[Mapping[str, str]], *words: object
    ) -> list[int]:
        """Start one process for each of these additions to the environment; return their ids.

        What they print is in ``said``, all of it.
        """
        request = {
            "said": str(said),
            "environments": [{**environment} for environment in environments],
            "words": ["train", *map(str, words)],
        }
        assert self._process.stdin is not None
        print(json.dumps(request), file=self._process.stdin, flush=True)
        return self._answer()

    def wait(self) -> list[int]:
        """Return how they ended, once all have; negative: the signal that one died by."""
        return self._answer()

    def _answer(self) -> list[int]:
        assert self._process.stdout is not None
        found: list[int] = json.loads(self._process.stdout.readline())
        return found


@contextmanager
def forked_training() -> Iterator[ForkedTraining]:
    """Start the process that others are forked from."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-W", "ignore", str(Path(__file__).resolve())]
    environment = {k: v for k, v in os.environ.items() if k not in ("RANK", "WORLD_SIZE")}
    environment |= {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) as process:
        yield ForkedTraining(process)
        assert process.stdin is not None
        process.stdin.close()


def _serve() -> None:
    import accelerate  # noqa: F401

    import ilora_train.run  # noqa: F401
    from ilora_cli.app import main

    for line in sys.stdin:
        request = json.loads(line)
        children = []
        for environment in request["environments"]:
            child = os.fork()
            if child == 0:
                said = os.open(request["said"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                os.dup2(said, 1)
                os.dup2(said, 2)
                os.environ.update(environment)
                sys.argv = ["ilora-edge", *request["words"]]
                main()
            children.append(child)
        print(json.dumps(children), flush=True)
        ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        print(json.dumps(ends), flush=True)


if __name__ == "__main__":
    _serve()
