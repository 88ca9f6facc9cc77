"""How many users a second `score` reads and writes, whatever ranks them; one call, and two shards.

What ranks is a process that answers at once with ten made-up places, so that all the time is the
reader's: database to tasks, tasks to the pool, results to the output database.

python bench/reading.py --users 4000 --json
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from local_people import MAPPING, make_people

from ilora_edge.batch.job import Job, OpenJob
from ilora_edge.batch.output import OutputDB
from ilora_edge.batch.pool import WorkerPool
from ilora_edge.batch.score import score_opened
from ilora_edge.batch.shard import Shard
from ilora_edge.demo import demo_bundle
from ilora_edge.histories.mapping import Mapping

_ANSWER = """
import json, sys
sys.stdin.readline()
print('{"ready": true, "remark": null}', flush=True)
places = [[n, str(n), "A title of some length", 0.1, 0.2, 0.3] for n in range(1, 11)]
for line in sys.stdin:
    answer = {"user": json.loads(line)[0], "recommendations": places}
    print(json.dumps({**answer, "cold": False, "failure": None}), flush=True)
"""


def read(databases: list[Path], shard: str | None, out: Path) -> dict[str, float]:
    """Score into ``out``; return users, seconds, and seconds of a core that the reader took."""
    chosen = None if shard is None else Shard.from_text(shard)
    files = databases
    if chosen is not None and len(databases) > 1:
        files, chosen = chosen.files(databases), None
    mapping = Mapping(interactions=MAPPING[1], items=MAPPING[3])
    job = Job(files, demo_bundle(), mapping=mapping, shard=chosen)
    start, cpu = time.perf_counter(), time.process_time()
    with (
        OpenJob(job) as opened,
        OutputDB(out) as output,
        WorkerPool(opened.config(), 1, [sys.executable, "-c", _ANSWER]) as pool,
    ):
        summary = score_opened(opened, output, pool)
    return {
        "users": summary.scored,
        "seconds": time.perf_counter() - start,
        "cpu_s": time.process_time() - cpu,
    }


def side_by_side(databases: list[Path], shards: list[str | None], folder: Path) -> dict[str, float]:
    """Read every share in a process of its own, all at once; return what they did together."""
    calls = []
    for n, shard in enumerate(shards):
        out = folder / f"out-{n}.db"
        out.unlink(missing_ok=True)
        command = [sys.executable, __file__, "--read", shard or "all", str(out)]
        calls.append(subprocess.Popen([*command, *map(str, databases)], stdout=subprocess.PIPE))
    found = [json.loads(call.communicate()[0]) for call in calls]
    return {
        "users": sum(f["users"] for f in found),
        "seconds": max(f["seconds"] for f in found),
        "cpu_ms_per_user": 1000 * sum(f["cpu_s"] for f in found) / sum(f["users"] for f in found),
        "slowest_cpu_s": max(f["cpu_s"] for f in found),
        # Each call's own rate: files are never shared out quite evenly.
        "users_per_cpu_s": sum(f["users"] / f["cpu_s"] for f in found),
    }


def measure(users: int, rounds: int, folder: Path) -> dict[str, dict[str, float]]:
    """Return users a second of one reader and of two shards, in turns: one file, and sixteen."""
    one = folder / "people.db"
    make_people(one, demo_bundle(), users)
    fleet = [folder / f"people-{n}.db" for n in range(16)]
    for path in fleet:
        make_people(path, demo_bundle(), users // len(fleet))
    report = {}
    for name, databases in (("one file", [one]), ("sixteen files", fleet)):
        found: dict[int, list[dict[str, float]]] = {1: [], 2: []}
        for turn in range(rounds):
            for n in (1, 2) if turn % 2 else (2, 1):
                shards: list[str | None] = [None] if n == 1 else ["1/2", "2/2"]
                found[n].append(side_by_side(databases, shards, folder))
        rate = {n: statistics.median(f["users"] / f["seconds"] for f in found[n]) for n in found}
        longest = {n: statistics.median(f["slowest_cpu_s"] for f in found[n]) for n in found}
        by_cpu = {n: statistics.median(f["users_per_cpu_s"] for f in found[n]) for n in found}
        report[name] = {
            "users": found[1][0]["users"],
            "cpu_ms_per_user": statistics.median(f["cpu_ms_per_user"] for f in found[1]),
            "one_users_per_s": rate[1],
            "two_shards_users_per_s": rate[2],
            "two_over_one": rate[2] / rate[1],
            # What two cores that share nothing would give: by the seconds of the slower share.
            "two_over_one_by_cpu": longest[1] / longest[2],
            "rates_two_over_one_by_cpu": by_cpu[2] / by_cpu[1],
        }
    return report


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--read", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args(arguments)
    if options.read:
        shard, out, *databases = options.read
        only = None if shard == "all" else shard
        print(json.dumps(read([Path(d) for d in databases], only, Path(out))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        report = measure(options.users, options.rounds, Path(folder))
    if options.as_json:
        print(json.dumps(report, indent=2))
    else:
        for name, values in report.items():
            for key, value in values.items():
                print(f"{name:<14} {key:<24} {value:,.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
