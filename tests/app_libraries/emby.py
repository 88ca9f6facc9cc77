"""Generated libraries of Emby."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works

_FILM, _EPISODE, _SERIES, _SONG, _ALBUM = 5, 8, 6, 11, 12


def emby(db: sqlite3.Connection, rng: random.Random) -> Truth:
    create(db, "emby 4.10.1.0")
    truth, library = Truth(), _Library(db)
    for n, (title, year) in enumerate(random_works(rng, 24), 1):
        # Versions share a key; a copy in another library may have one of its own.
        has_ids, is_gone = rng.random() < 0.6, rng.random() < 0.08
        keys = []
        for copy in range(rng.choice((1, 1, 1, 2, 3))):
            shares = not copy or rng.random() < 0.6
            key = (
                library.key(f"tt{title}{year}") if shares else library.key(f"g{title}{copy}{year}")
            )
            ids = f"Tmdb={n}|Imdb=tt{n:07}" if has_ids else None
            library.item(_FILM, title, key, ProductionYear=year, ProviderIds=ids,
                         Path=None if is_gone else f"/f/{title} {year} {copy}.mkv",
                         PresentationUniqueKey=f"p{title}{year}")  # fmt: skip
            keys.append(key)
        library.item(_FILM, f"{title} trailer", library.key(f"t{title}{year}"), ExtraType=2)
        (truth.gone if is_gone else truth.offered).add((title, year))
        for user in (1, 2):
            library.happen(rng, truth, user, rng.choice(keys), (title, year))
    _shows(library, rng, truth)
    _songs(library, rng, truth)
    # Deleted: the state stays under its key, and nothing has it.
    library.state(library.key("tt-gone"), 1, played=1, playCount=1)
    return truth


class _Library:
    """Gives items their ids, and keys their numbers."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db, self._keys, self._n = db, dict[str, int](), 100

    def key(self, text: str) -> int:
        if text not in self._keys:
            self._keys[text] = 500 + len(self._keys)
            put(self._db, "UserDataKeys2", Id=self._keys[text], UserDataKey=text)
        return self._keys[text]

    def item(self, kind: int, name: str, key: int, **values: object) -> int:
        self._n += 1
        row = {"Id": self._n, "type": kind, "Name": name, "UserDataKeyId": key,
               "Path": f"/m/{self._n}"}  # fmt: skip
        put(self._db, "MediaItems", **(row | values))
        return self._n

    def state(self, key: int, user: int, **values: object) -> None:
        row: dict[str, object] = {"UserDataKeyId": key, "userId": user, "played": 0, "playCount": 0}
        put(self._db, "UserDatas", **(row | values))

    def happen(
        self, rng: random.Random, truth: Truth, user: int, key: int, work: tuple[str, int | None]
    ) -> None:
        chance, at = rng.random(), random_moment(rng)
        if chance < 0.3:
            # Played, marked without a time, being watched again; watched again and left.
            way = rng.choice(({"played": 1, "playCount": 2, "LastPlayedDateInt": at}, {"played": 1},
                {"playCount": 2, "playbackPositionTicks": 9 * 10**9, "LastPlayedDateInt": at},
                {"played": 1, "playCount": 1,
                "playbackPositionTicks": 9 * 10**9, "LastPlayedDateInt": at, "HideFromResume": 1},
            ))  # fmt: skip
            self.state(key, user, **way)
            truth.watch(str(user), work)
        elif chance < 0.4:
            # Begun, which counts, begun and left at once, disliked.
            begun = {"playCount": 1, "LastPlayedDateInt": at}
            way = rng.choice(({**begun, "playbackPositionTicks": 9 * 10**9}, begun, {"rating": 2}))
            self.state(key, user, **way)
            truth.dislike(str(user), work)
        elif chance < 0.5:
            # Marked as not played, which leaves the count.
            self.state(
                key, user, **rng.choice(({"isFavorite": 1}, {"rating": 9}, {"playCount": 3}))
            )


def _shows(library: _Library, rng: random.Random, truth: Truth) -> None:
    """Add a show with specials, an episode that is not there, and one name twice."""
    show = library.item(_SERIES, "Night Ferry", library.key("77"), ProductionYear=2015)
    library.state(library.key("77"), 1, played=1, isFavorite=1)
    for season, number, name, there in (
        (1, 1, "Cast Off", True), (1, 2, "Moor", True), (1, 3, "Aground", False),
        (0, 1, "Outtakes", True), (2, 1, "Salvage", True),
    ):  # fmt: skip
        key = library.key(f"77{season:03}{number:03}")
        library.item(_EPISODE, name, key, SeriesName="Night Ferry", SeriesId=show,
                     ProductionYear=2015, ParentIndexNumber=season, IndexNumber=number,
                     Path=f"/s/{season}x{number}" if there else None)  # fmt: skip
        work = (f"Night Ferry - {name}", 2015)
        (truth.offered if there else truth.gone).add(work)
        for user in (1, 2):
            library.happen(rng, truth, user, key, work)


def _songs(library: _Library, rng: random.Random, truth: Truth) -> None:
    """Add albums, on each of which a song is called alike."""
    for n, album in enumerate(("Tides", "Harbours")):
        of_album = library.item(_ALBUM, album, library.key(f"al{n}"))
        for k in (1, 2):
            key, work = library.key(f"so{n}{k}"), (f"{album} - Track {k:02}", 1999)
            library.item(_SONG, f"Track {k:02}", key, AlbumId=of_album, ProductionYear=1999)
            truth.offered.add(work)
            for user in (1, 2):
                library.happen(rng, truth, user, key, work)
