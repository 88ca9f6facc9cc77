"""What benchmarks over one model's shape are asked, and how they begin to answer."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ilora_edge.benchmark.shapes import SHAPES
from ilora_edge.system.threads import default_threads

Measure = Callable[[str, int, int, Path], dict[str, Any]]
"""Shape, users, threads and a folder to a report."""


def measure_shape(
    description: str | None, users: int, measure: Measure, arguments: list[str] | None
) -> dict[str, Any] | None:
    """Return the report that the arguments ask for, None where it was printed as JSON.

    ``users`` is how many are timed where the arguments do not say.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--shape", choices=[n for n, s in SHAPES.items() if s], default="15m")
    parser.add_argument("--users", type=int, default=users)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        report = measure(options.shape, options.users, options.threads, Path(folder))
    if options.as_json:
        print(json.dumps(report, indent=2))
        return None
    return report
