"""What `ilora-edge import` costs, of a core and in memory, beside the least that reads and writes.

A table of many people, and years of one person's plays as services write them, made up here. The
floor takes the same file apart with Python's own reader, once, and writes the same rows to the same
table and indexes: no columns found, no dates read, nothing mended.

python bench/import_cost.py --rows 100000 --plays 500000 --json
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_START = 1_400_000_000
_TABLE = """
CREATE TABLE interactions (user_id TEXT, item_id TEXT, timestamp INTEGER, rating REAL);
CREATE UNIQUE INDEX once ON interactions (user_id, item_id, timestamp);
CREATE INDEX history ON interactions (user_id, timestamp);
"""


def plays(n: int) -> Iterator[tuple[int, int, int, datetime]]:
    """Yield so many plays: number, item, seconds, moment; half of them are of few items."""
    draw, moment = random.Random(5), _START
    for number in range(n):
        moment += draw.randrange(180, 900)
        item = int(20_000 * draw.random() ** 3)
        yield number, item, draw.randrange(30, 400), datetime.fromtimestamp(moment, UTC)


def table(path: Path, n: int) -> None:
    """Write a table of a thousand people's ratings."""
    draw = random.Random(3)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["userId", "title", "year", "rating", "watchedAt"])
        for number, item, _, at in plays(n):
            who, year = draw.randrange(1000), 1950 + item % 70
            rows.writerow([who, f"Film number {item}", year, number % 10 / 2 + 0.5, _iso(at)])


def spotify(path: Path, n: int) -> None:
    """Write Spotify's extended history, an array of objects."""
    with path.open("w") as file:
        for number, item, seconds, at in plays(n):
            play = {
                "ts": _iso(at),
                "platform": "android",
                "ms_played": seconds * 1000 + number % 997,
                "conn_country": "DE",
                "master_metadata_track_name": f"Track number {item}",
                "master_metadata_album_artist_name": f"Artist {item % 2000}",
                "master_metadata_album_album_name": f"Album {item % 5000}",
                "spotify_track_uri": f"spotify:track:{item:022}",
                "episode_name": None,
                "episode_show_name": None,
                "reason_start": "trackdone",
                "reason_end": "trackdone",
                "shuffle": False,
                "skipped": False,
                "offline": False,
                "offline_timestamp": int(at.timestamp()) - seconds,
                "incognito_mode": False,
            }
            file.write(f"{',' if number else '['}\n{json.dumps(play)}")
        file.write("]\n")


def scrobbles(path: Path, n: int) -> None:
    """Write scrobbles as the usual exporters do."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["uts", "utc_time", "artist", "album", "track"])
        for _, item, _, at in plays(n):
            names = [f"Artist {item % 2000}", f"Album {item % 5000}", f"Track number {item}"]
            rows.writerow([int(at.timestamp()), f"{at:%d %b %Y, %H:%M}", *names])


def listens(path: Path, n: int) -> None:
    """Write ListenBrainz' listens, an object a line."""
    with path.open("w") as file:
        for _, item, _, at in plays(n):
            about = {"artist_name": f"Artist {item % 2000}", "track_name": f"Track number {item}"}
            listen = {"listened_at": int(at.timestamp()), "track_metadata": about}
            file.write(f"{json.dumps(listen)}\n")


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}Z"


KINDS: dict[str, tuple[str, Callable[[Path, int], None]]] = {
    "csv": ("table.csv", table),
    "spotify": ("Streaming_History_Audio_2014-2024_0.json", spotify),
    "lastfm-scrobbles": ("scrobbles.csv", scrobbles),
    "listenbrainz": ("1.jsonl", listens),
}
"""Of each command: what its file is called, and what writes it."""


def floor(path: Path, kind: str, out: Path) -> None:
    """Read a file with Python's own reader, and write rows as they are."""
    with sqlite3.connect(out, isolation_level=None) as database:
        database.executescript(_TABLE)
        database.execute("PRAGMA journal_mode = MEMORY")
        database.execute("BEGIN")
        rows = ((u, i, n, r) for n, (u, i, r) in enumerate(_plain(path, kind)))
        database.executemany("INSERT INTO interactions VALUES (?, ?, ?, ?)", rows)
        database.execute("COMMIT")
    database.close()


def _plain(path: Path, kind: str) -> Iterator[tuple[str, str, Any]]:
    with path.open(newline="") as file:
        if kind == "csv":
            yield from ((r["userId"], r["title"], r["rating"]) for r in csv.DictReader(file))
        elif kind == "lastfm-scrobbles":
            yield from (("me", f"{r['artist']} - {r['track']}", None) for r in csv.DictReader(file))
        else:
            for line in file:
                found = json.loads(line.strip("[],\n") or "{}")
                about = found.get("track_metadata", found)
                names = ("master_metadata_album_artist_name", "master_metadata_track_name")
                names = ("artist_name", "track_name") if about is not found else names
                if about:
                    yield "me", f"{about[names[0]]} - {about[names[1]]}", None


def cost(command: list[str]) -> tuple[float, float]:
    """Return the seconds of a core that a command takes, and its peak memory in MiB."""
    watch = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, "
        "stdout=2, stderr=subprocess.DEVNULL); u = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(u.ru_utime + u.ru_stime, u.ru_maxrss / 1024)"
    )
    found = subprocess.run(
        [sys.executable, "-c", watch, *command], stdout=subprocess.PIPE, check=True, text=True
    )
    seconds, memory = found.stdout.split()[-2:]
    return float(seconds), float(memory)


def measure(kind: str, n: int, rounds: int, folder: Path) -> dict[str, float]:
    """Return what one kind of file costs, in turns with its floor; medians."""
    name, make = KINDS[kind]
    path, out = folder / name, folder / "out.db"
    make(path, n)
    commands = {
        "ours": [sys.executable, "-m", "ilora_cli", "import", kind, str(path), str(out)],
        "floor": [sys.executable, __file__, "--floor", kind, str(path), str(out)],
    }
    found: dict[str, list[tuple[float, float]]] = {who: [] for who in commands}
    for turn in range(rounds):
        for who in list(commands)[:: 1 if turn % 2 else -1]:
            out.unlink(missing_ok=True)
            found[who].append(cost(commands[who]))
    pairs = zip(found["ours"], found["floor"], strict=True)
    return {
        "rows": n,
        "cpu_s": statistics.median(seconds for seconds, _ in found["ours"]),
        "cpu_over_floor": statistics.median(ours[0] / least[0] for ours, least in pairs),
        "mib": statistics.median(memory for _, memory in found["ours"]),
        "floor_mib": statistics.median(memory for _, memory in found["floor"]),
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="of the table")
    parser.add_argument("--plays", type=int, default=500_000, help="of one person")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=KINDS)
    parser.add_argument("--floor", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args(arguments)
    if options.floor:
        kind, path, out = options.floor
        floor(Path(path), kind, Path(out))
        return 0
    report = {}
    for kind in [options.only] if options.only else KINDS:
        with tempfile.TemporaryDirectory() as folder:
            n = options.rows if kind == "csv" else options.plays
            report[kind] = measure(kind, n, options.rounds, Path(folder))
    if options.as_json:
        print(json.dumps(report, indent=2))
    else:
        for kind, values in report.items():
            for key, value in values.items():
                print(f"{kind:<18} {key:<16} {value:,.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
