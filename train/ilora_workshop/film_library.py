"""A rating set as the library of the people who rated it: what they watched after ten films.

MovieLens' later releases (``ml-latest-small``), as ``ilora-edge import movielens`` writes them,
have people of other years than the hundred thousand ratings of 1997, and films until today. A
person is of the validation part or of the test part by a checksum of their id.
"""

from __future__ import annotations

import csv
import random
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ilora_edge.evaluation.rows import read_database
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.encodings import decode
from ilora_edge.matching.item_facts import read_facts
from ilora_edge.matching.title_keys import title_key
from ilora_train.sequences import MIN_HISTORY
from ilora_workshop.film_people import (
    MIN_RATING,
    N_SHOWN,
    FilmRow,
    MatchedFilm,
    films_by_title,
)

LEAST_RATINGS = 10
"""Of a film that stands in the library."""
PARTS = ("val", "test")


@dataclass(frozen=True, slots=True)
class Library:
    """Films of a rating set, and where each stands."""

    films: list[MatchedFilm]
    places: Mapping[str, int]
    """By the set's own ids."""


def read_overviews(path: Path) -> dict[str, str]:
    """Return films' overviews by their TMDB numbers, of a CSV with ``id`` and ``overview``."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["overview"] for row in csv.DictReader(file)}


def read_library(
    database: Path,
    catalogue: Iterable[tuple[str, str, int]],
    overviews: Mapping[str, str] | None = None,
) -> Library:
    """Return the films that people rated often, the bundle's own by title and year.

    Parameters
    ----------
    catalogue
        The bundle's: titles with their years, item ids and encoder indices.
    overviews
        By TMDB number.
    """
    known = films_by_title(catalogue)
    films: list[MatchedFilm] = []
    places: dict[str, int] = {}
    with HistoryDB(database) as history:
        counts = history.item_counts()
        for item_id, raw, cell in history.described_items():
            if counts.get(item_id, 0) < LEAST_RATINGS:
                continue
            title, facts = decode(raw), read_facts(cell)
            own, index = known.get(title_key(title, cell), (f"other-{item_id}", None))
            overview = (overviews or {}).get(facts.tmdb or "", "")
            places[item_id] = len(films)
            films.append(MatchedFilm(own, title, index, facts.genres, overview))
    return Library(films, places)


def read_rows(database: Path, library: Library, part: str, n_rows: int) -> list[FilmRow]:
    """Return rows of the people of a part, ``n_rows`` a person at most, drawn by the person's id.

    Each has ten films of the library, and the next.
    """
    with HistoryDB(database) as history:
        people = {str(user) for user, *_ in history.interactions(None)}
    asked = [user for user in sorted(people) if part_of(user) == part]
    rows: dict[str, list[FilmRow]] = defaultdict(list)
    places = library.places
    for read in read_database(database, asked, MIN_RATING, MIN_HISTORY, False):
        films = [places[item.item_id] for item in read.history if item.item_id in places]
        if len(films) >= N_SHOWN and read.target in places:
            row = FilmRow(read.user, tuple(films[-N_SHOWN:]), places[read.target])
            rows[read.user].append(row)
    return [
        row
        for user, own in rows.items()
        for row in random.Random(user).sample(own, min(n_rows, len(own)))
    ]


def part_of(user: str) -> str:
    """Return which part a person is of."""
    return PARTS[zlib.crc32(user.encode()) % len(PARTS)]
