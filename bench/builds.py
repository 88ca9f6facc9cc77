"""Builds of llama.cpp beside each other: ours and the floor on each, in turns, by type of weights.

    python bench/builds.py --shape 15m --type q8_0 --users 8 --json \\
        --build native=OTHER_ENVIRONMENT/lib/python3.11/site-packages/llama_cpp/lib

The build that is installed is the first one; others are folders with llama.cpp's libraries.
``--other-type f16`` gives the others weights of another type: what a build and its best type gain.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from ilora_edge.benchmark.plan import K, UserPlan
from ilora_edge.benchmark.runner import VariantSpec, run_bench
from ilora_edge.benchmark.shapes import SHAPES, TYPES, Case, make_case
from ilora_edge.benchmark.variants import Ours
from ilora_edge.llama import EngineOptions
from ilora_edge.recommender import Recommender
from ilora_edge.system.threads import default_threads

HERE = Path(__file__).parent
INSTALLED = "installed"
LIBRARY = "LLAMA_CPP_LIB_PATH"
"""llama-cpp-python's environment variable: the folder of the libraries that it loads."""


class PlainOurs(Ours):
    """Ours without llama.cpp's extra buffers: weights are used as they lie in the file."""

    def __init__(self, case: Case, plans: list[UserPlan], n_threads: int) -> None:
        super().__init__(case, plans, n_threads)
        self._recommender.close()
        options = EngineOptions(n_threads=n_threads, extra_buffers=False)
        self._recommender = Recommender(case.bundle, K, options)


def specs(builds: dict[str, Path], other: Case | None = None) -> list[VariantSpec]:
    """Return ours, ours without extra buffers and the floor, on the installed build and on others.

    The installed build's bear the bench's own names, so that answers are compared with its.
    """
    found = []
    kinds = {"ours": "ours", "ours_plain": "builds:PlainOurs", "floor": "floor"}
    for build, folder in {INSTALLED: None, **builds}.items():
        environment = {} if folder is None else {LIBRARY: str(folder)}
        for kind, factory in kinds.items():
            name = kind if folder is None else f"{build}:{kind}"
            case = None if folder is None else other
            found.append(VariantSpec(name, factory, HERE, environment, case))
    return found


def measure(
    case: Case, builds: dict[str, Path], users: int, threads: int, other: Case | None = None
) -> dict[str, Any]:
    """Return the bench's report with these ratios: by how much each build is faster."""
    ratios = {"ours_over_floor": ("ours", "floor"), "plain_over_ours": ("ours_plain", "ours")}
    for build in builds:
        ratios[f"{build}:ours_over_floor"] = (f"{build}:ours", f"{build}:floor")
        ratios[f"{build}:plain_over_ours"] = (f"{build}:ours_plain", f"{build}:ours")
        ratios[f"{INSTALLED}_over_{build}:floor"] = ("floor", f"{build}:floor")
        ratios[f"{INSTALLED}_over_{build}:ours"] = ("ours", f"{build}:ours")
    return run_bench(case, specs(builds, other), users, threads, ratios=ratios)


def _build(text: str) -> tuple[str, Path]:
    name, _, folder = text.partition("=")
    path = Path(folder).resolve()
    if not name or not list(path.glob("*llama.*")):
        raise argparse.ArgumentTypeError(f"{text}: not NAME=FOLDER with llama.cpp's libraries")
    return name, path


def main(arguments: list[str] | None = None) -> int:
    """Run; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", choices=SHAPES, default="15m")
    parser.add_argument("--type", choices=TYPES, default="f16", dest="type_name")
    parser.add_argument("--users", type=int, default=5)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--build", type=_build, action="append", default=[], dest="builds")
    parser.add_argument("--other-type", choices=TYPES, help="of the other builds' weights")
    parser.add_argument("--keep", type=Path, help="a folder for the random bundles")
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        types = [options.type_name, *filter(None, [options.other_type])]
        case, *other = (make_case(options.shape, t, folder / t) for t in types)
        report = measure(case, dict(options.builds), options.users, options.threads, *other)
    if options.as_json:
        print(json.dumps(report, indent=2))
    else:
        for name, found in report["variants"].items():
            print(f"{name:<24} {found['ms_per_user']:9.1f} ms {found['peak_mb']:8.0f} MB")
        for name, value in report["ratios"].items():
            print(f"{name.replace('_', ' '):<36} {value:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
