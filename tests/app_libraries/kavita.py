"""Generated libraries of Kavita."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works, utc_text

Work = tuple[str, int | None]
_NEVER = "0001-01-01 00:00:00"


class _Server:
    """The rows of a database of either release."""

    def __init__(self, db: sqlite3.Connection, rng: random.Random) -> None:
        self.db, self.is_old, self.chapters = db, rng.random() < 0.4, 0
        create(db, "kavita 0.7.9" if self.is_old else "kavita 2026")
        for library, kind in ((1, 0), (2, 2)):
            put(db, "Library", Id=library, Name=f"l{library}", Type=kind, IncludeInRecommended=1)
        for user in (1, 2):
            put(db, "AspNetUsers", Id=user, UserName=f"u{user}", AgeRestriction=-1)
            for library in (1, 2):
                put(db, "AppUserLibrary", AppUsersId=user, LibrariesId=library)

    def series(self, number: int, name: str, library: int, year: int = 0) -> None:
        put(self.db, "Series", Id=number, Name=name, LibraryId=library)
        put(self.db, "SeriesMetadata", SeriesId=number, AgeRating=0, ReleaseYear=year)

    def _number(self, number: int | None, table: str) -> dict[str, object]:
        """A number, or what stands where there is none."""
        none = 0 if self.is_old else -100000
        value = none if number is None else number
        columns: dict[str, object] = {"Number": str(value) if table == "Chapter" else value}
        return columns if self.is_old else columns | {"MinNumber": value}

    def volume(self, number: int, series: int, of: int | None) -> None:
        name = self._number(of, "Volume")["Number"]
        put(self.db, "Volume", Id=number, SeriesId=series, Name=str(name),
            **self._number(of, "Volume"))  # fmt: skip

    def chapter(self, volume: int, of: int | None, **values: object) -> int:
        self.chapters += 1
        number = self._number(of, "Chapter")
        row = {"Id": self.chapters, "VolumeId": volume, "Range": number["Number"], "TitleName": "",
               "Pages": 20, "ReleaseDate": _NEVER, "IsSpecial": 0}  # fmt: skip
        put(self.db, "Chapter", **(row | number | values))
        return self.chapters


def kavita(db: sqlite3.Connection, rng: random.Random) -> Truth:
    server, truth = _Server(db, rng), Truth()
    works = random_works(rng, 24)
    for n, (title, year) in enumerate(works, 1):
        server.series(n, title, 2, year if rng.random() < 0.5 else 0)
        server.volume(n, n, None)
        is_gone = rng.random() < 0.1
        in_chapter = {"ReleaseDate": f"{year}-02-03 00:00:00", "Pages": 0 if is_gone else 300}
        chapter = server.chapter(n, None, **in_chapter)
        (truth.gone if is_gone else truth.offered).add((title, year))
        for user in (1, 2):
            _read(server, rng, truth, user, (title, year), chapter, n)
    _comics(server, rng, truth)
    return truth


def _comics(server: _Server, rng: random.Random, truth: Truth) -> None:
    """Add a series of two volumes and loose chapters; its special is called by its name."""
    server.series(200, "Tidal", 1)
    made: list[tuple[Work, int]] = []
    for volume in (1, 2):
        server.volume(200 + volume, 200, volume)
        made.append(((f"Tidal - Volume {volume}", None), server.chapter(200 + volume, None)))
    server.volume(203, 200, None)
    made += [((f"Tidal - Chapter {k}", None), server.chapter(203, k)) for k in (11, 12)]
    special = server.chapter(203, None, IsSpecial=1, Title="Sketches", Range="Tidal SP01")
    made.append((("Tidal - Sketches", None), special))
    for work, chapter in made:
        truth.offered.add(work)
        if rng.random() < 0.3:
            _progress(server, rng, 1, chapter)
            truth.watch("1", work)


def _read(
    server: _Server, rng: random.Random, truth: Truth, user: int, work: Work, chapter: int,
    series: int,
) -> None:  # fmt: skip
    chance = rng.random()
    if chance < 0.3:
        for _ in range(rng.choice((1, 1, 2))):
            _progress(server, rng, user, chapter)
        truth.watch(str(user), work)
    elif chance < 0.4:
        _progress(server, rng, user, chapter, PagesRead=0)
    elif chance < 0.5:
        rating = rng.choice((0.0, 1.0, 2.0, 4.0))
        put(server.db, "AppUserRating", AppUserId=user, SeriesId=series, Rating=rating,
            HasBeenRated=int(rating > 0))  # fmt: skip
        if 0 < rating <= 2:
            truth.dislike(str(user), work)


def _progress(
    server: _Server, rng: random.Random, user: int, chapter: int, **values: object
) -> None:
    at = utc_text(random_moment(rng))
    row = {"AppUserId": user, "ChapterId": chapter, "PagesRead": rng.randrange(1, 20),
           "LastModified": at,
           "LastModifiedUtc": rng.choice((at, at + ".1234567", _NEVER))}  # fmt: skip
    put(server.db, "AppUserProgresses", **(row | values))
