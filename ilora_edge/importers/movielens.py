"""MovieLens folders as GroupLens publishes them: ml-100k, the .dat and the .csv releases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ilora_edge.histories.database import Item
from ilora_edge.importers.records.csv_records import read_csv
from ilora_edge.importers.records.lines import (
    Place,
    expected_files,
    integer,
    number,
    read_fields,
    text,
)
from ilora_edge.importers.store import Row
from ilora_edge.matching.item_facts import imdb_id, tmdb_id
from ilora_edge.titles import move_article

# The order of the flags in u.item.
_GENRES_100K = (
    *("unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime"),
    *("Documentary", "Drama", "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery"),
    *("Romance", "Sci-Fi", "Thriller", "War", "Western"),
)
_N_FIELDS_BEFORE_GENRES = 5
_NO_GENRES = "(no genres listed)"
_LATIN_1 = "iso-8859-1"

# user, movie, rating, time
_Rating: TypeAlias = tuple[Place, str, str, str, str]
# movie, title, genres
_Movie: TypeAlias = tuple[Place, str, str, str]


@dataclass(frozen=True, slots=True)
class _Release:
    """The two files of a release and how to read them."""

    ratings: str
    movies: str
    read_ratings: Callable[[Path], Iterator[_Rating]]
    read_movies: Callable[[Path], Iterator[_Movie]]


class MovieLensSource:
    """Reads a MovieLens folder, whichever release it holds; titles get their article in front.

    Raises SourceError where the folder holds no release, or at the first line that is wrong.
    """

    def __init__(self, directory: str | Path) -> None:
        self._directory = Path(directory)
        self._release = _recognise(self._directory)
        self.name = self._release.ratings
        self.notes: list[str] = []
        self._items: dict[str, Item] = {}

    def interactions(self) -> Iterator[Row]:
        """Yield the ratings in file order; each must be of a movie in the list of movies."""
        self._items = self._read_items()
        rows = self._release.read_ratings(self._directory / self._release.ratings)
        for place, user, movie, rating, time in rows:
            user_id = str(integer(user, "the user id", place))
            item_id = str(integer(movie, "the movie id", place))
            if item_id not in self._items:
                raise place.error(f"movie {item_id} is not in {self._release.movies}")
            stars = number(rating, "the rating", place)
            if not 0.5 <= stars <= 5:
                raise place.error(f"the rating is {rating}, not between 0.5 and 5")
            yield user_id, item_id, integer(time, "the timestamp", place), stars

    def items(self) -> Iterator[Item]:
        """Yield the movies in file order."""
        yield from self._items.values()

    def _read_items(self) -> dict[str, Item]:
        items: dict[str, Item] = {}
        links = self._linked()
        movies = self._release.read_movies(self._directory / self._release.movies)
        for place, movie, title, genres in movies:
            item_id = str(integer(movie, "the movie id", place))
            if item_id in items:
                raise place.error(f"movie {item_id} is there twice")
            if not title:
                raise place.error(f"movie {item_id} has no title")
            title = move_article(text(title, "the title", place))
            imdb, tmdb = links.get(item_id, (None, None))
            items[item_id] = Item(item_id, title, genres or None, imdb=imdb, tmdb=tmdb)
        return items

    def _linked(self) -> dict[str, tuple[str | None, str | None]]:
        """Return the ids of IMDb and TMDB by movie: ml-latest, ml-20m and later say them."""
        path = self._directory / "links.csv"
        if self._release.movies != "movies.csv" or not path.is_file():
            return {}
        return {
            row["movieId"]: (_imdb(row["imdbId"]), tmdb_id(row["tmdbId"]))
            for _, row in read_csv(path, ("movieId", "imdbId", "tmdbId"))
        }


def _recognise(directory: Path) -> _Release:
    for release in _RELEASES:
        files = (directory / release.ratings, directory / release.movies)
        if all(file.is_file() for file in files):
            return release
    raise expected_files(
        directory,
        "u.data and u.item (ml-100k), ratings.dat and movies.dat (ml-1m, ml-10m), "
        "or ratings.csv and movies.csv (ml-latest, ml-20m and later)",
    )


def _ratings_100k(path: Path) -> Iterator[_Rating]:
    for place, (user, movie, rating, time) in read_fields(path, "\t", 4):
        yield place, user, movie, rating, time


def _movies_100k(path: Path) -> Iterator[_Movie]:
    n_fields = _N_FIELDS_BEFORE_GENRES + len(_GENRES_100K)
    for place, fields in read_fields(path, "|", n_fields, _LATIN_1):
        flags = fields[_N_FIELDS_BEFORE_GENRES:]
        if not set(flags) <= {"0", "1"}:
            raise place.error("a genre flag is neither 0 nor 1")
        named = zip(_GENRES_100K, flags, strict=True)
        yield place, fields[0], fields[1], "|".join(genre for genre, flag in named if flag == "1")


def _ratings_dat(path: Path) -> Iterator[_Rating]:
    for place, (user, movie, rating, time) in read_fields(path, "::", 4):
        yield place, user, movie, rating, time


def _movies_dat(path: Path) -> Iterator[_Movie]:
    # ml-1m is in ISO-8859-1, ml-10m in UTF-8, which accented ISO-8859-1 never is by chance.
    encoding = "utf-8" if _is_utf8(path) else _LATIN_1
    for place, (movie, title, genres) in read_fields(path, "::", 3, encoding):
        yield place, movie, title, _listed(genres)


def _ratings_csv(path: Path) -> Iterator[_Rating]:
    columns = ("userId", "movieId", "rating", "timestamp")
    for place, row in read_csv(path, columns):
        user, movie, rating, time = (row[name] for name in columns)
        yield place, user, movie, rating, time


def _movies_csv(path: Path) -> Iterator[_Movie]:
    for place, row in read_csv(path, ("movieId", "title", "genres")):
        yield place, row["movieId"], row["title"], _listed(row["genres"])


def _imdb(number: str) -> str | None:
    """Return IMDb's id; of its seven digits or more some copies have cut the leading zeros."""
    return imdb_id(f"tt{number:0>7}") if number.strip("0") else None


def _listed(genres: str) -> str:
    return "" if genres == _NO_GENRES else genres


def _is_utf8(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError):
        # A file that cannot be read is reported by whoever reads its lines.
        return False
    return True


_RELEASES: tuple[_Release, ...] = (
    _Release("u.data", "u.item", _ratings_100k, _movies_100k),
    _Release("ratings.dat", "movies.dat", _ratings_dat, _movies_dat),
    _Release("ratings.csv", "movies.csv", _ratings_csv, _movies_csv),
)
