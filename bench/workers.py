"""Several processes with one thread each, or one with several: users per second and memory.

python bench/workers.py --shape 15m --users 24 --json
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from ilora_edge.batch.pool import WorkerPool
from ilora_edge.batch.tasks import WorkerConfig
from ilora_edge.benchmark.shapes import SHAPES, TYPES, make_case
from ilora_edge.bundle.files import CATALOGUE, read_manifest
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.requests import read_request
from ilora_edge.histories.user_task import UserTask
from ilora_edge.system.threads import default_threads


def pss_mb(pid: int) -> float:
    """Return a process' share of memory in MB: pages that n processes map count one n-th each."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(text.partition("Pss:")[2].split()[0]) / 1024


def measure(shape: str, type_name: str, users: int, rounds: int, folder: Path) -> dict[str, Any]:
    """Return users per second and memory of each split of the cores, in turns."""
    case = make_case(shape, type_name, folder / "case")
    manifest = read_manifest(case.bundle)
    catalogue = closing(Catalogue(case.bundle / CATALOGUE))
    with HistoryDB(case.history) as database, catalogue as items:
        names = sorted(summary.user for summary in database.users())
        tasks = [
            UserTask(f"{n}-{name}", read_request(database, name, items, manifest))
            for n in range(-(-users // len(names)))
            for name in names
        ][:users]
    cores = default_threads()
    splits = sorted({(1, 1), (1, cores), (cores, 1)})
    pools = {
        (workers, threads): WorkerPool(WorkerConfig(str(case.bundle), n_threads=threads), workers)
        for workers, threads in splits
    }
    rates: dict[tuple[int, int], list[float]] = {split: [] for split in splits}
    memory = {}
    try:
        for turn in range(-1, rounds):
            for split in splits if turn % 2 else splits[::-1]:
                start = time.perf_counter()
                results = [r for _, r in pools[split].rank(tasks if turn >= 0 else tasks[:4])]
                if any(r.failure for r in results):
                    raise SystemExit(str(next(r.failure for r in results if r.failure)))
                if turn >= 0:
                    rates[split].append(len(tasks) / (time.perf_counter() - start))
        for split, pool in pools.items():
            memory[split] = sum(pss_mb(worker.pid) for worker in pool.workers)
    finally:
        for pool in pools.values():
            pool.close()
    return {
        "shape": shape,
        "type": type_name,
        "users": users,
        "splits": {
            f"{workers} x {threads}": {
                "users_per_s": statistics.median(rates[workers, threads]),
                "memory_mb": memory[workers, threads],
            }
            for workers, threads in splits
        },
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", choices=SHAPES, default="demo")
    parser.add_argument("--type", choices=TYPES, default="f16", dest="type_name")
    parser.add_argument("--users", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        report = measure(
            options.shape, options.type_name, options.users, options.rounds, Path(folder)
        )
    if options.as_json:
        print(json.dumps(report, indent=2))
    else:
        for split, found in report["splits"].items():
            rate, memory = found["users_per_s"], found["memory_mb"]
            print(f"{split:<8} {rate:8.2f} users/s   {memory:8.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
