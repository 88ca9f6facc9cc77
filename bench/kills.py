"""A scoring run is killed at random moments, and what comes of it compared with an untouched one.

python bench/kills.py --users 5000 --kills 200 --json
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from local_people import MAPPING, make_mini, make_people

# All but the number of the run: one that was finished before the kill came is another.
_COLUMNS = {
    "recommendations": "database, user_id, rank, item_id, title, score, llm_score, encoder_score, "
    "in_database",
    "users": "database, user_id, digest, cold",
    "failures": "database, user_id, reason",
}
_BAD_SHARE = 0.01


def read(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows that are of users."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2, 3").fetchall()
            for table, columns in _COLUMNS.items()
        }


def count(path: Path) -> int:
    """Return how many users are done, failures included; 0 where there is nothing yet."""
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(path)) as connection:
            query = "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM failures)"
            return int(connection.execute(query).fetchone()[0])
    except sqlite3.Error:
        return 0


def run(command: list[str], kill_after: float | None = None) -> None:
    """Run a scoring command to its end, or kill it."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        _, errors = process.communicate(timeout=kill_after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return
    if process.returncode not in (0, 1) or "Traceback" in errors:
        raise SystemExit(f"a run ended with {process.returncode}: {errors}")


def measure(users: int, kills: int, per_run: int, workers: int, folder: Path) -> dict[str, Any]:
    """Kill until ``kills`` have landed on unfinished runs; each run is then finished, compared."""
    case = make_mini(folder / "case")
    people = folder / "people.db"
    make_people(people, case.bundle, users, _BAD_SHARE)
    command = [
        *(sys.executable, "-m", "ilora_cli", "score", "--db", str(people)),
        *("--bundle", str(case.bundle), *MAPPING, "-k", "5", "--workers", str(workers), "--out"),
    ]
    start = time.perf_counter()
    run([*command, str(folder / "whole.db")])
    whole_s = time.perf_counter() - start
    whole = read(folder / "whole.db")
    everyone = len(whole["users"]) + len(whole["failures"])
    assert everyone == users, (everyone, users)
    rows = {table: set(found) for table, found in whole.items()}
    chance = random.Random(1)
    landed = too_early = too_late = runs = 0

    while landed < kills:
        out = folder / f"cut-{runs}.db"
        runs += 1
        before = 0
        for _ in range(min(per_run, kills - landed)):
            # Evenly over what such a run has left, its start included.
            left = whole_s * (1 - before / users)
            run([*command, str(out)], chance.uniform(0.3, max(0.6, 1.2 * left / per_run * 2)))
            done = count(out)
            if done >= users:
                too_late += 1
                break
            if done == 0:
                too_early += 1
                continue
            found = read(out)
            for table in rows:
                wrong = set(found[table]) - rows[table]
                assert not wrong, (table, sorted(wrong)[:3])
            landed += 1

            before = done
        run([*command, str(out)])
        assert read(out) == whole, f"run {runs} ended with other rows"
        out.unlink()
        print(f"{landed} of {kills} kills, {runs} runs", file=sys.stderr)
    return {
        "users": users,
        "failures": len(whole["failures"]),
        "workers": workers,
        "kills": landed,
        "kills_before_the_first_chunk": too_early,
        "kills_after_the_end": too_late,
        "runs_finished_and_equal": runs,
        "whole_run_s": whole_s,
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--kills-per-run", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        report = measure(
            options.users, options.kills, options.kills_per_run, options.workers, Path(folder)
        )
    if options.as_json:
        print(json.dumps(report, indent=2))
    else:
        for name, value in report.items():
            print(f"{name:<30} {value:,.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
