"""Applications that are used: what their sources do to the rows, and what their people know.

Audiobookshelf 1b46d68027f3 (MediaProgress, PlaybackSessionManager, ApiRouter), Komga cba53ed3750f
(BookLifecycle, LibraryContentLifecycle), KOReader fc88887662c2 (statistics.koplugin) and Strawberry
56c61a668fa1 (CollectionBackend, CollectionWatcher). Works are told by their names here, and by what
their rows say there.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime

from app_libraries.schemas import create, put

START = 1735689600
Row = dict[str, object]


def _text(moment: int, form: str = "%Y-%m-%d %H:%M:%S.000 +00:00") -> str:
    return datetime.fromtimestamp(START + 3600 * moment, UTC).strftime(form)


class Used:
    """An application in use by some people; of each what is history, and what is not new."""

    schema = ""
    users: tuple[str, ...] = ("me",)

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.now = rng, 0
        self.works: dict[str, str] = {}
        """Of each item the work."""
        self.gone: set[str] = set()
        """Items that cannot be had."""
        self.watched: dict[str, set[str]] = defaultdict(set)
        self.touched: dict[str, set[str]] = defaultdict(set)

    def tick(self) -> int:
        self.now += 1
        return self.now

    def use(self) -> None:
        """Do what people do, step by step."""
        ways: list[Callable[[], None]] = [
            getattr(self, name) for name in dir(type(self)) if name.startswith("do_")
        ]
        for _ in range(120):
            self.rng.choice(ways)()
        self.settle()

    def settle(self) -> None:
        """Say what is known in the end, where that is not known at once."""

    def here(self) -> set[str]:
        return {work for item, work in self.works.items() if item not in self.gone}

    def write(self, db: sqlite3.Connection) -> None:
        raise NotImplementedError


class KOReader(Used):
    """Books by name, author and sum; statistics that are reset, deleted and synchronised."""

    schema = "koreader"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        # Work, name, author and sum of a file; a row is what was found when it was opened.
        self.files = [[f"Book {n}", f"Book {n}", f"Quill {n}", f"{n:032}"] for n in range(12)]
        self.rows: dict[tuple[str, str, str], int] = {}
        self.pages: dict[int, int] = defaultdict(int)
        self.sums: dict[int, int] = defaultdict(int)
        self.times: list[Row] = []

    def _open(self, file: list[str]) -> int:
        work, title, author, md5 = file
        if (found := self.rows.get((f"{title}\0", author, md5))) is not None:
            return found
        if (title, author, md5) not in self.rows:
            number = len(self.works) + 1
            # As MuPDF once gave it.
            title += "\0" if file in self.files[::2] and self.rng.random() < 0.1 else ""
            self.rows[title, author, md5] = number
            self.works[str(number)] = work
            return number
        return self.rows[title, author, md5]

    def do_look_in(self) -> None:
        self._open(self.rng.choice(self.files))

    def do_read(self) -> None:
        number = self._open(self.rng.choice(self.files))
        for page in range(1, self.rng.choice((2, 5))):
            self.times.append({"id_book": number, "page": page, "duration": 40,
                               "start_time": START + 3600 * self.tick(), "total_pages": 99})  # fmt: skip
        self.pages[number] += 1
        self.sums[number] += 40

    def do_name_anew(self) -> None:
        """The name was edited where no statistics were kept."""
        file = self.rng.choice(self.files[::2])
        file[1] = f"{file[0]} (edited {self.tick()})"

    def do_convert(self) -> None:
        # Of a file that has another name and another sum nothing tells that it is the same.
        self.rng.choice(self.files[1::2])[3] = f"{self.tick():032x}c"

    def do_reset_period(self) -> None:
        if self.pages and self.rng.random() < 0.3:
            number = self.rng.choice(list(self.pages))
            self.times = [row for row in self.times if row["id_book"] != number]
            del self.pages[number]

    def do_delete(self) -> None:
        if self.rows and self.rng.random() < 0.3:
            key = self.rng.choice(list(self.rows))
            number = self.rows.pop(key)
            self.times = [row for row in self.times if row["id_book"] != number]
            self.pages.pop(number, None)
            self.sums.pop(number, None)
            self.gone.add(str(number))

    def settle(self) -> None:
        for number in self.rows.values():
            work = self.works[str(number)]
            if self.pages.get(number):
                self.watched["me"].add(work)
            if self.pages.get(number) or self.sums.get(number):
                self.touched["me"].add(work)

    def write(self, db: sqlite3.Connection) -> None:
        create(db, self.schema)
        for (title, author, md5), number in self.rows.items():
            put(db, "book", id=number, title=title, authors=author, md5=md5,
                total_read_time=self.sums.get(number, 0))  # fmt: skip
        for row in self.times:
            put(db, "page_stat_data", **row)


class Strawberry(Used):
    """Songs of a collection that is scanned; a file that moved is found again, or is another."""

    schema = "strawberry"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.songs: list[Row] = []
        for n in range(12):
            self._add(f"Ann {n % 3} - Song {n}", f"file:///{n}.flac")

    def _add(self, work: str, url: str) -> Row:
        artist, _, title = work.partition(" - ")
        row: Row = {"rowid": len(self.works) + 1, "artist": artist, "title": title, "url": url,
                    "album": "Tides", "playcount": 0, "lastplayed": -1, "rating": -1,
                    "unavailable": 0}  # fmt: skip
        self.works[str(row["rowid"])] = work
        self.songs.append(row)
        return row

    def _any(self, unavailable: int = 0) -> Row | None:
        found = [row for row in self.songs if row["unavailable"] == unavailable]
        return self.rng.choice(found) if found else None

    def do_play(self) -> None:
        if row := self._any():
            row["playcount"] = int(str(row["playcount"])) + 1
            row["lastplayed"] = START + 3600 * self.tick()

    def do_import_last_played(self) -> None:
        if row := self._any():
            row["lastplayed"] = max(int(str(row["lastplayed"])), START + 60 * self.tick())

    def do_rate(self) -> None:
        if row := self._any():
            row["rating"] = self.rng.choice((0.2, 0.4000000059604645, 1.0))

    def do_reset(self) -> None:
        if (row := self._any()) and self.rng.random() < 0.3:
            row |= {"playcount": 0, "lastplayed": -1}

    def do_lose(self) -> None:
        if row := self._any():
            row["unavailable"] = 1

    def do_find(self) -> None:
        """It comes back where it was, or elsewhere: with its tracks' prints or as another."""
        if (row := self._any(1)) is None:
            return
        if self.rng.random() < 0.5:
            row |= {"unavailable": 0, "url": f"file:///moved/{self.tick()}.flac"}
        else:
            self._add(self.works[str(row["rowid"])], f"file:///new/{self.tick()}.flac")

    def do_expire(self) -> None:
        if (row := self._any(1)) and self.rng.random() < 0.3:
            self.songs.remove(row)
            self.gone.add(str(row["rowid"]))

    def settle(self) -> None:
        for row in self.songs:
            work, rating = self.works[str(row["rowid"])], float(str(row["rating"]))
            if int(str(row["playcount"])) or int(str(row["lastplayed"])) > 0:
                self.watched["me"].add(work)
                self.touched["me"].add(work)
            if 0 < rating < 0.5:
                self.touched["me"].add(work)
        self.gone |= {str(row["rowid"]) for row in self.songs if row["unavailable"]}

    def write(self, db: sqlite3.Connection) -> None:
        create(db, self.schema)
        for row in self.songs:
            put(db, "songs", **row)
