"""One variant in a process of its own: opened once, then asked user by user over its stdin."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

from ilora_edge.benchmark.plan import load_plan
from ilora_edge.benchmark.shapes import Case
from ilora_edge.benchmark.variants import find_variant
from ilora_edge.errors import IloraError
from ilora_edge.system.peak_memory import peak_memory

CLOCK = "ILORA_BENCH_CLOCK"
"""Environment: ``cpu`` counts the process's own CPU time, for one thread on a busy machine."""


def main() -> None:
    """Serve until stdin ends."""
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What native libraries print is not the protocol.
    os.dup2(2, 1)

    def say(message: object) -> None:
        output.write(json.dumps(message) + "\n")
        output.flush()

    clock = time.process_time if os.environ.get(CLOCK) == "cpu" else time.perf_counter
    config = json.loads(sys.stdin.readline())
    case = Case(
        config["shape"], config["type_name"], Path(config["bundle"]), Path(config["history"])
    )
    plans = load_plan(Path(config["plan"]))
    folder = config["folder"]
    try:
        factory = find_variant(config["variant"], None if folder is None else Path(folder))
        variant = factory(case, plans, config["n_threads"])
    except (IloraError, ImportError, OSError, ValueError) as error:
        say({"error": f"{type(error).__name__}: {error}"})
        return
    say({"ready": True})
    for line in sys.stdin:
        plan = plans[json.loads(line)]
        start, read = clock(), _pages_read()
        answer = variant.run(plan)
        ms, read = (clock() - start) * 1000.0, _pages_read() - read
        scores = None if answer.scores is None else [None if s != s else s for s in answer.scores]
        say(
            {
                "ms": ms,
                "scores": scores,
                "stages": answer.stages,
                "pages_read": read,
                "peak_mb": peak_memory() / (1 << 20),
            }
        )


def _pages_read() -> int:
    """Return how many page faults had to wait for a disk (major ones)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_majflt


if __name__ == "__main__":
    main()
