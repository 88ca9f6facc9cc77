"""A worker process: opens a bundle once, then ranks one user per line of its stdin.

It talks JSON lines: the config in, ``{"ready": true}`` or ``{"error": ...}`` out; then a task in
and a result out, in the same order, until its stdin ends.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TextIO

from ilora_edge.batch.tasks import UserResult, WorkerConfig
from ilora_edge.errors import IloraError
from ilora_edge.histories.user_task import UserTask
from ilora_edge.llama import EngineOptions
from ilora_edge.recommender import Recommender


def open_recommender(config: WorkerConfig) -> Recommender:
    """Open what a worker ranks with."""
    options = EngineOptions(
        n_threads=config.n_threads,
        extra_buffers=config.extra_buffers,
        self_check=config.self_check,
    )
    return Recommender(
        Path(config.bundle), config.k, options, config.backbone, encoder_only=config.encoder_only
    )


def score_user(recommender: Recommender, task: UserTask) -> UserResult:
    """Rank for one user; what goes wrong with this one is a result too."""
    try:
        result = recommender.recommend(task.request)
    except IloraError as error:
        return UserResult(task.user, [], failure=str(error))
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        # An untrusted history; the others' must not suffer.
        return UserResult(task.user, [], failure=f"{type(error).__name__}: {error}")
    return UserResult(task.user, result.recommendations, result.cold)


def main() -> None:
    """Work until stdin ends."""
    # Whatever native code prints belongs to stderr: stdout is the protocol.
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lines = sys.stdin
    config = WorkerConfig.from_json(json.loads(lines.readline()))
    try:
        recommender = open_recommender(config)
    except (IloraError, OSError) as error:
        _say(output, {"error": str(error)})
        return
    asked = config.request()
    with recommender:
        _say(output, {"ready": True, "remark": recommender.remark})
        for line in lines:
            task = UserTask.from_json(json.loads(line), asked)
            _say(output, score_user(recommender, task).to_json())


def _say(output: TextIO, message: object) -> None:
    output.write(json.dumps(message) + "\n")
    output.flush()


if __name__ == "__main__":
    main()
