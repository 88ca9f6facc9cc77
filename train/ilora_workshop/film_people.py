"""Real people and what they watched: the rows that the first-evening bundle is judged by.

LLaRA's MovieLens split (``items.csv``, ``val.jsonl``, ``test.jsonl``) has one row a person: ten
films and the next. With the database that ``ilora-edge import movielens`` makes there are further
rows of the same people, each of ten films and the next too.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ilora_edge.evaluation.rows import read_database
from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.title_keys import TitleKey, title_key
from ilora_train.sequences import MIN_HISTORY

N_SHOWN = 10
"""Films of a person that a row shows."""
MIN_RATING = 3
"""As LLaRA has it: what is rated lower is not in the histories."""
ITEM_OFFSET = 1
"""Added to an id of the split to get the data set's own."""
_YEAR = re.compile(r"\((\d{4})\)\s*$")


@dataclass(frozen=True, slots=True)
class MatchedFilm:
    """A film of the data set, and the bundle's own where there is one."""

    item_id: str
    title: str
    encoder_index: int | None
    genres: str = ""
    """As the data set has them."""
    overview: str = ""

    @property
    def renown(self) -> float:
        """How well known it is by Wikipedia's signals: the bundle numbers its films by them."""
        return -np.inf if self.encoder_index is None else -float(self.item_id.removeprefix("w"))


@dataclass(frozen=True, slots=True)
class FilmRow:
    """After these films (places in the data set), which came next?"""

    user: str
    history: tuple[int, ...]
    target: int


def films_by_title(
    catalogue: Iterable[tuple[str, str, int]],
) -> dict[TitleKey, tuple[str, int | None]]:
    """Return item id and encoder index of a bundle's films by title and year, the first of each."""
    known: dict[TitleKey, tuple[str, int | None]] = {}
    for title, item_id, index in catalogue:
        known.setdefault(title_key(title), (item_id, index))
    return known


def match_films(
    splits: Path, catalogue: Iterable[tuple[str, str, int]], database: Path | None = None
) -> list[MatchedFilm]:
    """Return the data set's films, in its order.

    Parameters
    ----------
    catalogue
        The bundle's: titles with their years, item ids and encoder indices. A film is the bundle's
        where both have the same words and the same year.
    database
        MovieLens as imported: where the films' genres are read.
    """
    genres = {}
    if database is not None:
        with HistoryDB(database) as history:
            genres = {item.item_id: item.genres or "" for item in history.items()}
    known = films_by_title(catalogue)
    films = []
    with (splits / "items.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            year = _YEAR.search(row["raw_title"])
            title = row["clean_title"] + (f" ({year[1]})" if year else "")
            item_id, index = known.get(title_key(title), (f"other-{row['id']}", None))
            of_film = genres.get(str(int(row["id"]) + ITEM_OFFSET), "")
            films.append(MatchedFilm(item_id, title, index, of_film))
    return films


def read_people(
    splits: Path, part: str, database: Path | None = None, n_rows: int = 1
) -> list[FilmRow]:
    """Return the rows of a part, ``val`` or ``test``: the split's own, and further ones.

    Parameters
    ----------
    database
        MovieLens as imported: where the further rows of these people are read.
    n_rows
        A person's, at most, the split's own among them; which is drawn by the person's id.
    """
    lines = (splits / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    own = [json.loads(line) for line in lines]
    rows = [FilmRow(str(r["user"]), tuple(r["seq"]), int(r["next"])) for r in own]
    if database is None or n_rows < 2:
        return rows
    further: dict[str, list[FilmRow]] = {row.user: [] for row in rows}
    for read in read_database(database, sorted(further), MIN_RATING, MIN_HISTORY, False):
        films = tuple(int(item.item_id) - ITEM_OFFSET for item in read.history[-N_SHOWN:])
        if len(films) == N_SHOWN:
            found = FilmRow(read.user, films, int(read.target) - ITEM_OFFSET)
            further[read.user].append(found)
    for row in rows:
        others = [r for r in further[row.user] if r != row]
        drawn = random.Random(row.user).sample(others, min(n_rows - 1, len(others)))
        further[row.user] = [row, *drawn]
    return [row for of_user in further.values() for row in of_user]
