"""Known films of the rest of the world, beside the American ones of Wikipedia's collection.

``world_films.tsv`` was written down for this project: titles, years, countries, genres, directors
and cast are facts, a few words say what a film is about, and of how well it is known there are
three classes. It has no film that the collection has.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ilora_edge.errors import SourceError
from ilora_edge.matching.title_keys import TitleKey, title_key

PATH = Path(__file__).with_name("world_films.tsv")
OTHER_TITLES = Path(__file__).with_name("other_titles.tsv")
"""Titles of films of either list in other English-speaking countries and in Latin letters."""
COLUMNS = (
    *("year", "title", "other_titles", "country", "genres", "directors", "cast", "words"),
    "renown",
)
PLACES = {"1": (500, 3000), "2": (4000, 10_000), "3": (9000, 14_000)}
"""Between which of the collection's films, in their order of renown, those of a class stand: where
as many of MovieLens' validation people have watched a film as of the class (train/LOG.md)."""


@cache
def world_entries(path: Path = PATH) -> tuple[dict[str, Any], ...]:
    """Return the films as the collection's entries are, with ``other_titles`` and ``place``.

    ``other_titles``: the original one, and others under which libraries have it. ``place``: among
    the collection's films in their order of renown; within a class those come first whose people
    are in most of these films. Raises SourceError with the line of a film that lacks something.
    """
    entries = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise SourceError(f"{path} line 1: the header must be {' '.join(COLUMNS)}, by tabs")
        for row in reader:
            if None in row or None in row.values() or row["renown"] not in PLACES:
                where = f"{path} line {reader.line_num}"
                raise SourceError(f"{where}: {len(COLUMNS)} values are needed, the last 1, 2 or 3")
            entries.append(_entry(row))
    _place(entries)
    return tuple(entries)


def other_titles(titles: Sequence[str]) -> dict[str, int]:
    """Return what else films are called, each with its year, by encoder index.

    ``titles``: the catalogue's, ``Alien (1979)``, in encoder order. What two films of a year are
    called, and what the catalogue calls one itself, tells none apart and is left out.
    """
    index = {title: n for n, title in enumerate(titles, 1)}
    own = {title_key(title) for title in titles}
    found: dict[TitleKey, tuple[str, int]] = {}
    twice: set[TitleKey] = set()
    for title, year, others in _other_titles():
        n = index.get(f"{title} ({year})")
        if n is None:
            continue
        for other in others:
            text = f"{other} ({year})"
            key = title_key(text)
            if key in own:
                continue
            if found.setdefault(key, (text, n))[1] != n:
                twice.add(key)
    return {text: n for key, (text, n) in found.items() if key not in twice}


def _other_titles() -> Iterator[tuple[str, int, Sequence[str]]]:
    """Yield titles and years of films, and what else they are called."""
    for entry in world_entries():
        yield entry["title"], entry["year"], entry["other_titles"]
    with OTHER_TITLES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["title"], int(row["year"]), _parts(row["other_titles"])


def _entry(row: dict[str, str]) -> dict[str, Any]:
    directors, cast = _parts(row["directors"]), _parts(row["cast"])
    genres = _parts(row["genres"])
    told = (
        f"A film of {row['country']}: {', '.join(genres)}. Directed by {', '.join(directors)}. "
        f"Starring {', '.join(cast)}. About {row['words']}."
    )
    return {
        "title": row["title"],
        "year": int(row["year"]),
        "genres": genres,
        "cast": [*cast, *directors],
        "extract": told,
        "other_titles": tuple(_parts(row["other_titles"])),
        "renown": row["renown"],
    }


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _place(entries: list[dict[str, Any]]) -> None:
    """Give the films of each class places, evenly over those of the class."""
    films_with = Counter(name for entry in entries for name in set(entry["cast"]))

    def order(entry: dict[str, Any]) -> tuple[float, str, int]:
        known = sum(np.log1p(films_with[name]) for name in entry["cast"])
        return -float(known), entry["title"], entry["year"]

    for renown, (first, last) in PLACES.items():
        of_class = sorted((e for e in entries if e["renown"] == renown), key=order)
        for n, entry in enumerate(of_class):
            entry["place"] = first + (last - first) * n / len(of_class)
