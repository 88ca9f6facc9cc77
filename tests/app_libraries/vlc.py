"""Generated libraries of VLC for Android."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works

Work = tuple[str, int | None]


class _Media:
    """The rows of a database of either release."""

    def __init__(self, db: sqlite3.Connection, rng: random.Random) -> None:
        self.db, self.is_old, self.number = db, rng.random() < 0.4, 0
        create(db, "vlc 27" if self.is_old else "vlc 36")

    def add(self, title: str, track: dict[str, int] | None = None, **values: object) -> int:
        self.number += 1
        row = {"id_media": self.number, "type": 1, "subtype": 0, "title": title, "is_present": 1,
               "import_type": 0, "play_count": 0}  # fmt: skip
        if self.is_old:
            # A medium that was never played may have no count.
            row["play_count"] = None
            if "last_position" in values:
                values["progress"] = values.pop("last_position")
        put(self.db, "Media", **(row | values | ({} if self.is_old else track or {})))
        if self.is_old and track is not None:
            put(self.db, "AlbumTrack", media_id=self.number, **track)
        return self.number


def vlc(db: sqlite3.Connection, rng: random.Random) -> Truth:
    media, truth = _Media(db, rng), Truth()
    for artist, name in ((1, None), (2, None), (3, "The Lanterns"), (4, "Reef")):
        put(db, "Artist", id_artist=artist, name=name)
    for album, title in ((1, None), (2, "Tides"), (3, "Fog")):
        put(db, "Album", id_album=album, title=title)
    put(db, "Genre", id_genre=1, name="Folk")
    put(db, "Show", id_show=1, title="Dockside")
    titles = sorted({title for title, _ in random_works(rng, 30)})
    for n, title in enumerate(titles):
        chance = rng.random()
        if chance < 0.4:
            _video(media, rng, truth, title, 1980 + n)
        elif chance < 0.8:
            artist, album = rng.choice(((3, 2), (4, 3), (3, 1)))
            name = {3: "The Lanterns", 4: "Reef"}[artist]
            track = {"artist_id": artist, "album_id": album, "genre_id": 1}
            _add(media, rng, truth, (f"{name} - {title}", 1980 + n), title, track, type=2,
                 subtype=3, release_date=1980 + n)  # fmt: skip
        else:
            number = _add(media, rng, truth, (f"Dockside - {title}", None), f"s01e{n}", subtype=1)
            put(db, "ShowEpisode", media_id=number, show_id=1, season_number=1, episode_number=n,
                episode_title=title)  # fmt: skip
    return truth


def _video(media: _Media, rng: random.Random, truth: Truth, title: str, year: int) -> None:
    if rng.random() < 0.5:
        _add(media, rng, truth, (title, None), title)
        return
    seconds = (year - 1970) * 31557600 + 86400 * 30
    number = _add(media, rng, truth, (title, year), title, subtype=2, release_date=seconds)
    put(media.db, "Movie", media_id=number, imdb_id=f"tt{number:07}")


def _add(
    media: _Media, rng: random.Random, truth: Truth, work: Work, title: str,
    track: dict[str, int] | None = None, **values: object,
) -> int:  # fmt: skip
    chance, at = rng.random(), random_moment(rng)
    gone = rng.random()
    if gone < 0.15:
        # A card that was taken out; opened from another app; streamed.
        values |= rng.choice(({"is_present": 0}, {"import_type": 1}, {"import_type": 2}))
    (truth.gone if gone < 0.15 else truth.offered).add(work)
    if chance < 0.35:
        values |= rng.choice((
            {"play_count": 1, "last_played_date": at}, {"play_count": 3, "last_played_date": at},
            {"play_count": 1}, {"play_count": 1, "last_played_date": at, "last_position": 0.4},
        ))  # fmt: skip
        truth.watch("me", work)
    elif chance < 0.45:
        values |= {"last_played_date": at, "last_position": 0.4}
        truth.dislike("me", work)
    elif chance < 0.6:
        # Begun and left at once, or a favourite.
        values |= rng.choice(({"last_played_date": at, "last_position": -1.0}, {"is_favorite": 1}))
    return media.add(title, track, **values)
