"""What one person's list costs where a million events are a whole town's: CPU seconds of processes.

Another checkout's package is measured in turns with this one, so that both see the same machine:

python bench/one_person.py --events 1000000 --users 2000 --items 50000 --other ../before --json
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from ilora_edge.demo import demo_bundle

HERE = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-c", "from ilora_cli.app import run; run()"]
ADJECTIVES = (
    *("Amber", "Brittle", "Crooked", "Dusty", "Eager", "Feral"),
    *("Gilded", "Hollow", "Idle", "Jagged", "Kindly", "Lonely"),
)
NOUNS = (
    *("Orchard", "Palace", "Quarry", "Ribbon", "Saddle", "Thimble"),
    *("Umbrella", "Violin", "Window", "Yard", "Anchor", "Bell"),
)
START = 1_600_000_000


def make_town(path: Path, n_events: int, n_users: int, n_items: int) -> None:
    """Write a database of plays: few items are played often, most seldom."""
    rng = random.Random(0)
    titles = (
        f"{rng.choice(ADJECTIVES)} {rng.choice(NOUNS)} of the {rng.choice(ADJECTIVES)} "
        f"{rng.choice(NOUNS)} ({1950 + n % 75})"
        for n in range(n_items)
    )
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE items (item_id INTEGER PRIMARY KEY, title TEXT)")
        db.execute(
            "CREATE TABLE interactions (user_id INTEGER, item_id INTEGER, timestamp INTEGER)"
        )
        db.executemany("INSERT INTO items VALUES (?, ?)", enumerate(titles, 1))
        events = (
            (1 + rng.randrange(n_users), 1 + int(n_items * rng.random() ** 3), START + 60 * n)
            for n in range(n_events)
        )
        db.executemany("INSERT INTO interactions VALUES (?, ?, ?)", events)
        db.commit()


def cpu_seconds(words: list[str], package: Path) -> tuple[float, str]:
    """Run a command with the package of a checkout; return its CPU seconds and what it printed."""
    paths = os.pathsep.join(map(str, (package, package / "cli")))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Elsewhere than in a checkout, whose own package would be found first.
    done = subprocess.run(
        [*COMMAND, *words], cwd=tempfile.gettempdir(), capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, done.stdout


def measure(
    packages: dict[str, Path], commands: dict[str, list[str]], rounds: int
) -> dict[str, dict[str, list[float]]]:
    """Return CPU seconds by command and package; every package must print the same."""
    spent: dict[str, dict[str, list[float]]] = {c: {p: [] for p in packages} for c in commands}
    for _ in range(rounds):
        for command, words in commands.items():
            printed = set()
            for name, package in packages.items():
                seconds, text = cpu_seconds(words, package)
                spent[command][name].append(seconds)
                printed.add(text)
            if len(printed) > 1:
                raise SystemExit(f"{command}: the checkouts print different things")
    return spent


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--users", type=int, default=2000)
    parser.add_argument("--items", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--other", type=Path, help="another checkout, to compare with")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    packages = {"this": HERE}
    if args.other is not None:
        packages["other"] = args.other.resolve()
    with tempfile.TemporaryDirectory() as folder:
        town = Path(folder) / "town.db"
        make_town(town, args.events, args.users, args.items)
        db = ["--db", str(town)]
        bundle = ["--bundle", str(demo_bundle())]
        commands = {
            "users": ["users", *db],
            "recommend": ["recommend", "1", *db, *bundle, "--where", "TRUE", "--plain"],
        }
        spent = measure(packages, commands, args.rounds)
    report: dict[str, dict[str, float]] = {}
    for command, by in spent.items():
        found = {f"{name}_cpu_s": statistics.median(of) for name, of in by.items()}
        if "other" in by:
            pairs = zip(by["this"], by["other"], strict=True)
            found["ratio"] = statistics.median(theirs / ours for ours, theirs in pairs)
        report[command] = found
    if args.json:
        print(json.dumps(report))
    else:
        for command, numbers in report.items():
            print(command, *(f"{name} {value:.2f}" for name, value in numbers.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
