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
            at = START + 3600 * self.tick()
            self.times.append({"id_book": number, "page": page, "duration": 40, "start_time": at,
                               "total_pages": 99})  # fmt: skip
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


class Audiobookshelf(Used):
    """Titles with a place, sessions, e-books; deleted, found again, heard offline."""

    schema = "audiobookshelf"
    users = ("u1", "u2")
    length = 3600.0

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.books: dict[str, str] = {}
        self.progress: dict[tuple[str, str], Row] = {}
        self.sessions: list[Row] = []
        for n in range(12):
            self._scan(f"Book {n}")

    def _scan(self, work: str) -> None:
        number = f"b{len(self.works) + 1}"
        self.works[number] = self.books[number] = work

    def _any(self) -> tuple[str, str]:
        return self.rng.choice(self.users), self.rng.choice(list(self.books))

    def _update(self, user: str, book: str, seconds: float, at: int) -> None:
        """Come to a place: from ten seconds before the end it is finished, before that not."""
        row = self.progress.setdefault((user, book), {"createdAt": _text(at), "finishedAt": None,
                                                      "isFinished": 0, "currentTime": 0.0,
                                                      "duration": self.length})  # fmt: skip
        is_end = self.length - seconds < 10
        if is_end and not row["isFinished"]:
            row |= {"isFinished": 1, "finishedAt": _text(at)}
        elif not is_end and row["isFinished"] and seconds != row["currentTime"]:
            row |= {"isFinished": 0, "finishedAt": None}
        row |= {"currentTime": seconds, "updatedAt": _text(at), "hideFromContinueListening": 0}

    def _listen(self, user: str, book: str, at: int) -> None:
        start = float(str(self.progress.get((user, book), {}).get("currentTime", 0.0)))
        end = min(self.length, start + self.rng.choice((2.0, 900.0, 3600.0)))
        self.sessions.append({
            "userId": user, "mediaItemId": book, "mediaItemType": "book",
            "displayTitle": self.books[book], "displayAuthor": "Ann Quill", "startTime": start,
            "currentTime": end, "timeListening": int(end - start), "createdAt": _text(at),
            "updatedAt": _text(at), "mediaMetadata": json.dumps({"title": self.books[book]}),
        })  # fmt: skip
        if _text(at) >= str(self.progress.get((user, book), {}).get("updatedAt", "")):
            self._update(user, book, end, at)

    def do_listen(self) -> None:
        self._listen(*self._any(), self.tick())

    def do_listen_offline(self) -> None:
        """What was heard an hour or more ago arrives: a place that is newer stays."""
        self._listen(*self._any(), max(0, self.tick() - self.rng.choice((1, 30))))

    def do_read(self) -> None:
        user, book = self._any()
        self._update(user, book, 0.0, self.tick())
        self.progress[user, book]["ebookProgress"] = self.rng.choice((0.2, 0.9))

    def do_mark(self) -> None:
        user, book = self._any()
        self._update(user, book, self.length, self.tick())

    def do_take_back(self) -> None:
        user, book = self._any()
        if (row := self.progress.get((user, book))) is not None and row["isFinished"]:
            row |= {"isFinished": 0, "finishedAt": None, "currentTime": 0.0,
                    "updatedAt": _text(self.tick())}  # fmt: skip

    def do_hide(self) -> None:
        user, book = self._any()
        if (row := self.progress.get((user, book))) is not None:
            row |= {"hideFromContinueListening": 1, "updatedAt": _text(self.tick())}

    def do_delete(self) -> None:
        """With its progress, but not its sessions; at times it is found again, as another."""
        if self.rng.random() < 0.3:
            _, book = self._any()
            work = self.books.pop(book)
            self.gone.add(book)
            self.progress = {key: row for key, row in self.progress.items() if key[1] != book}
            if self.rng.random() < 0.7 or len(self.books) < 4:
                self._scan(work)

    def settle(self) -> None:
        for (user, book), row in self.progress.items():
            if row["isFinished"] or row["currentTime"] or row.get("ebookProgress"):
                self.watched[user].add(self.works[book])
        for user in self.users:
            heard: dict[str, int] = defaultdict(int)
            for each in self.sessions:
                if each["userId"] == user and each["mediaItemId"] in self.gone:
                    heard[str(each["mediaItemId"])] += int(str(each["timeListening"]))
            self.watched[user] |= {self.works[b] for b, seconds in heard.items() if seconds >= 60}
            self.touched[user] |= self.watched[user]

    def write(self, db: sqlite3.Connection) -> None:
        create(db, self.schema)
        put(db, "authors", id="a", name="Ann Quill", createdAt="", updatedAt="")
        for user in self.users:
            put(db, "users", id=user, username=user, type="user", createdAt="", updatedAt="")
        for book, title in self.books.items():
            put(db, "books", id=book, title=title, createdAt="", updatedAt="")
            put(db, "bookAuthors", id=book, bookId=book, authorId="a", createdAt="")
            put(db, "libraryItems", id=f"l{book}", mediaId=book, mediaType="book", createdAt="",
                updatedAt="")  # fmt: skip
        for n, ((user, book), row) in enumerate(self.progress.items()):
            put(db, "mediaProgresses", id=f"p{n}", userId=user, mediaItemId=book,
                mediaItemType="book", **row)  # fmt: skip
        for n, row in enumerate(self.sessions):
            put(db, "playbackSessions", id=f"s{n}", **row)


class Komga(Used):
    """Books in series that are read, put into the trash, moved, restored by their sums."""

    schema = "komga 20260225161438"
    users = ("u1", "u2")

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.has_sums = rng.random() < 0.5
        self.books: dict[str, Row] = {}
        self.progress: dict[tuple[str, str], Row] = {}
        for n in range(12):
            self._scan(f"Waves {n}")

    def _scan(self, work: str) -> str:
        number = f"b{len(self.works) + 1}"
        self.works[number] = work
        self.books[number] = {"NAME": work, "DELETED_DATE": None,
                              "FILE_HASH": work if self.has_sums else ""}  # fmt: skip
        return number

    def _any(self, in_trash: bool = False) -> str | None:
        found = [
            b for b, row in self.books.items() if (row["DELETED_DATE"] is not None) == in_trash
        ]
        return self.rng.choice(found) if found else None

    def _save(self, page: int, completed: bool) -> None:
        if book := self._any():
            at = _text(self.tick(), "%Y-%m-%d %H:%M:%S")
            self.progress[self.rng.choice(self.users), book] = {
                "PAGE": page, "COMPLETED": int(completed), "READ_DATE": at,
            }  # fmt: skip

    def do_read(self) -> None:
        page = self.rng.choice((1, 12, 30))
        self._save(page, page == 30)

    def do_mark(self) -> None:
        self._save(30, True)

    def do_take_back(self) -> None:
        if (book := self._any()) is not None:
            self.progress.pop((self.rng.choice(self.users), book), None)

    def do_lose(self) -> None:
        if (book := self._any()) and self.rng.random() < 0.5:
            self.books[book]["DELETED_DATE"] = _text(self.tick(), "%Y-%m-%d %H:%M:%S")

    def do_find_elsewhere(self) -> None:
        """Found again: with sums what was read goes over, and the old one goes; else both are."""
        if (old := self._any(True)) is None or self._are_many(old):
            return
        new = self._scan(self.works[old])
        if self.has_sums:
            for user in self.users:
                if (row := self.progress.pop((user, old), None)) is not None:
                    self.progress[user, new] = row
            self._forget(old)

    def do_copy(self) -> None:
        book = self._any()
        if book is not None and self.rng.random() < 0.2 and not self._are_many(book):
            self._scan(self.works[book])

    def _are_many(self, book: str) -> bool:
        """Whether there are so many of a name that they are no copies, but a daily paper."""
        return sum(self.works[other] == self.works[book] for other in self.books) > 3

    def do_empty_trash(self) -> None:
        if self.rng.random() < 0.2:
            for book in [b for b, row in self.books.items() if row["DELETED_DATE"] is not None]:
                self._forget(book)

    def _forget(self, book: str) -> None:
        del self.books[book]
        self.gone.add(book)
        self.progress = {key: row for key, row in self.progress.items() if key[1] != book}

    def settle(self) -> None:
        for user, book in self.progress:
            self.watched[user].add(self.works[book])
            self.touched[user].add(self.works[book])
        self.gone |= {b for b, row in self.books.items() if row["DELETED_DATE"] is not None}

    def write(self, db: sqlite3.Connection) -> None:
        create(db, self.schema)
        put(db, "LIBRARY", ID="l", NAME="Ours")
        for user in self.users:
            put(db, "USER", ID=user, EMAIL=user, SHARED_ALL_LIBRARIES=1)
        for book, row in self.books.items():
            # Each is a series of its own, as one that has only one book is.
            put(db, "SERIES", ID=f"s{book}", NAME=row["NAME"], LIBRARY_ID="l")
            put(db, "SERIES_METADATA", SERIES_ID=f"s{book}", TITLE=row["NAME"])
            put(db, "BOOK", ID=book, SERIES_ID=f"s{book}", LIBRARY_ID="l", **row)
            put(db, "BOOK_METADATA", BOOK_ID=book, TITLE=row["NAME"])
        for (user, book), row in self.progress.items():
            put(db, "READ_PROGRESS", USER_ID=user, BOOK_ID=book, **row)
