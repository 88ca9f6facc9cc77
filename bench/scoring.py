"""What ``ilora-edge score`` costs beside the bare engine's loop, and how its memory grows.

python bench/scoring.py --users 1500 --json
python bench/scoring.py --memory 1000 100000 --json
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from local_people import MAPPING, make_mini, make_people

from ilora_edge.batch.job import Job, OpenJob
from ilora_edge.batch.worker import open_recommender, score_user
from ilora_edge.demo import demo_bundle
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.user_task import BadUser

K = 10


def bare(people: Path, bundle: Path, part: int, parts: int) -> None:
    """Rank every ``parts``-th user in this process, one after the other; print the seconds."""
    mapping = Mapping(interactions=MAPPING[1], items=MAPPING[3])
    with OpenJob(Job([people], bundle, mapping=mapping, k=K)) as job:
        tasks = [t for t in job.tasks() if not isinstance(t, BadUser)][part::parts]
        config = job.config()
        with open_recommender(config) as recommender:
            score_user(recommender, tasks[0])
            print("ready", flush=True)
            sys.stdin.readline()
            start = time.perf_counter()
            for task in tasks:
                assert score_user(recommender, task).failure is None
            print(time.perf_counter() - start)


def time_bare(people: Path, bundle: Path, workers: int) -> float:
    """Return the seconds that so many bare loops take side by side, opening not counted."""
    command = [sys.executable, __file__, "--bare", str(people), str(bundle)]
    loops = [
        subprocess.Popen(
            [*command, str(n), str(workers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(workers)
    ]
    for loop in loops:
        assert loop.stdout is not None
        assert loop.stdout.readline() == "ready\n"
    for loop in loops:
        assert loop.stdin is not None
        loop.stdin.write("\n")
        loop.stdin.flush()
    return max(float(loop.communicate()[0]) for loop in loops)


def score_command(people: Path, bundle: Path, workers: int, out: Path) -> list[str]:
    """Return the command line that scores everyone."""
    return [
        *(sys.executable, "-m", "ilora_cli", "score", "--db", str(people)),
        *("--bundle", str(bundle), *MAPPING, "-k", str(K), "--workers", str(workers)),
        *("--out", str(out)),
    ]


def time_score(people: Path, bundle: Path, workers: int, out: Path) -> float:
    """Return the seconds that ``score`` takes, start and end of all processes included."""
    start = time.perf_counter()
    command = score_command(people, bundle, workers, out)
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    taken = time.perf_counter() - start
    out.unlink()
    return taken


def throughput(users: int, rounds: int, bundle: Path, folder: Path) -> dict[str, Any]:
    """Return users per second of both, in turns, and the ratio; start-up apart."""
    people, few = folder / "people.db", folder / "few.db"
    make_people(people, bundle, users)
    # What is left of this is start-up: two users for each worker.
    make_people(few, bundle, 4)
    report: dict[str, Any] = {"users": users}
    for workers in (1, 2):
        found: dict[str, list[float]] = {"bare": [], "score": [], "start": []}
        for turn in range(rounds):
            order = ("bare", "score") if turn % 2 else ("score", "bare")
            for what in order:
                if what == "bare":
                    found["bare"].append(time_bare(people, bundle, workers))
                else:
                    found["start"].append(time_score(few, bundle, workers, folder / "out.db"))
                    found["score"].append(time_score(people, bundle, workers, folder / "out.db"))
        pairs = list(zip(found["bare"], found["score"], found["start"], strict=True))
        report[f"{workers} workers"] = {
            "bare_users_per_s": users / statistics.median(found["bare"]),
            "score_users_per_s": users / statistics.median(found["score"]),
            "start_s": statistics.median(found["start"]),
            "score_over_bare": statistics.median(b / s for b, s, _ in pairs),
            "score_over_bare_after_start": statistics.median(b / (s - t) for b, s, t in pairs),
        }
    return report


def peak_mb(pid: int) -> float:
    """Return a process' largest memory so far, 0 where it has gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024 if "VmHWM:" in status else 0.0


def cpu_ms(pid: int) -> float:
    """Return the milliseconds of a core that a process has taken so far, 0 where it has gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(sizes: list[int], folder: Path) -> dict[str, Any]:
    """Return the peak of the process that reads and writes, and of a worker, by number of users."""
    case = make_mini(folder / "case")
    names = ("reader_mb", "worker_mb", "reader_ms_per_user", "bytes_per_list", "seconds")
    report: dict[str, Any] = {name: {} for name in names}
    for users in sizes:
        people = folder / f"people-{users}.db"
        make_people(people, case.bundle, users)
        start = time.perf_counter()
        command = score_command(people, case.bundle, 2, folder / f"out-{users}.db")
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            reader = worker = taken = 0.0
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            while process.poll() is None:
                reader = max(reader, peak_mb(process.pid))
                taken = max(taken, cpu_ms(process.pid))
                try:
                    pids = children.read_text().split()
                except OSError:
                    pids = []
                worker = max([worker, *(peak_mb(int(pid)) for pid in pids)])
                time.sleep(0.02)
        assert process.returncode == 0
        report["reader_mb"][users] = reader
        report["worker_mb"][users] = worker
        report["reader_ms_per_user"][users] = taken / users
        report["bytes_per_list"][users] = (folder / f"out-{users}.db").stat().st_size / users
        report["seconds"][users] = time.perf_counter() - start
    first, last = (report["reader_mb"][n] for n in (sizes[0], sizes[-1]))
    report["growth"] = last / first
    return report


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, nargs="+", metavar="USERS")
    parser.add_argument("--bare", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args(arguments)
    if options.bare:
        people, bundle, part, parts = options.bare
        bare(Path(people), Path(bundle), int(part), int(parts))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.memory:
            report = memory(options.memory, folder)
        else:
            report = throughput(options.users, options.rounds, demo_bundle(), folder)
    print(json.dumps(report, indent=2) if options.as_json else _table(report))
    return 0


def _table(report: dict[str, Any]) -> str:
    lines = []
    for name, value in report.items():
        values = value.items() if isinstance(value, dict) else [("", value)]
        lines += [f"{name:<12} {key!s:<30} {number:,.2f}" for key, number in values]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
