"""A catalogue of known films out of Wikipedia's facts: title, year, genres and cast.

The source is the public collection prust/wikipedia-movie-data (MIT; facts of the English
Wikipedia, CC BY-SA): one gzipped JSON list per decade. Of its lead paragraphs nothing is kept:
they say how well a film is known, by their length and by the other films' paragraphs that name it.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import SourceError, reason
from ilora_train.simulate import Film
from ilora_workshop.world_films import world_entries

FIRST_YEAR = 1930
N_CAST = 5
GENRES = {
    "Science Fiction": "Sci-Fi",
    "Animated": "Animation",
    "Noir": "Crime",
    "Slasher": "Horror",
    "Supernatural": "Horror",
    "Spy": "Thriller",
    "Suspense": "Thriller",
    "Superhero": "Action",
    "Martial Arts": "Action",
    "Disaster": "Action",
    "Historical": "Drama",
    "Biography": "Drama",
    "Legal": "Drama",
    "Political": "Drama",
    "Satire": "Comedy",
    "Teen": "Comedy",
}
"""Wikipedia's genres that have another name, or none, in the stated tastes."""
KEPT = (
    *("Action", "Adventure", "Animation", "Comedy", "Crime", "Documentary", "Drama", "Family"),
    *("Fantasy", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War"),
    "Western",
)
LEFT_OUT = {"Silent", "Short", "Performance", "Erotic"}
SIGNALS = ("length", "named", "cast")
"""Of how well a film is known: the logarithms of its paragraph's letters, of the other films'
paragraphs that name it and, added up over its cast, of the films that an actor is in."""
WEIGHTS = (1.4, 0.65, 0.2)
"""What the signals weigh (:mod:`ilora_workshop.film_renown`)."""
RECENT, IS_RECENT = 1970, 1.0
"""Home libraries hold more of the last decades: what a film from this year on has besides."""
_MOST_NAMED = 8
# Wikipedia's template of fractions: its style sheet, and what its markup says of "33 1/3".
_STYLE = re.compile(r"\s*(?:\.mw-parser-output[^{}]*\{[^{}]*\}\s*)+")
_FRACTION = re.compile(r"(\d)\+(\d+)\N{FRACTION SLASH}(\d+)")
_PART = re.compile(
    r"^(.*?)(?:[: ]+(?:Part )?(?:[2-9]|II|III|IV|V|VI|VII|VIII)\b.*|: .*)?$", re.DOTALL
)


def read_films(folder: Path, n_films: int, others: Sequence[dict[str, Any]] = ()) -> list[Film]:
    """Return the best known films, the best known first; raise SourceError where none are.

    ``n_films`` of the collection's, and ``others``, each at its ``place`` between them.
    """
    entries = read_entries(folder)
    recent = np.array([entry["year"] >= RECENT for entry in entries])
    renown = signals_of(entries) @ np.array(WEIGHTS) + IS_RECENT * recent
    by_title = sorted(range(len(entries)), key=lambda i: (entries[i]["title"], entries[i]["year"]))
    known: dict[str, dict[str, Any]] = {}
    for i in sorted(by_title, key=lambda i: -renown[i]):
        # The first of two films of one title and year is the better known one.
        known.setdefault(_full_title(entries[i]), entries[i])
        if len(known) == n_films:
            break
    placed = [(float(place), entry) for place, entry in enumerate(known.values())]
    placed += [(e["place"], e) for e in others if _full_title(e) not in known]
    placed.sort(key=lambda of_film: of_film[0])
    return _with_series([_film(entry, rank) for rank, (_, entry) in enumerate(placed, 1)])


def all_entries(folder: Path) -> list[dict[str, Any]]:
    """Return the collection's entries and, behind them, those of the rest of the world."""
    return [*read_entries(folder), *world_entries()]


def read_entries(folder: Path) -> list[dict[str, Any]]:
    """Return the collection's entries that are wanted; raise SourceError where none are."""
    entries = [entry for entry in _entries(folder) if _is_wanted(entry)]
    if not entries:
        raise SourceError(f"{folder}: holds no movies-*.json.gz with films")
    return entries


def signals_of(entries: Sequence[dict[str, Any]]) -> npt.NDArray[np.float64]:
    """Return the films' ``SIGNALS``, (n, 3)."""
    appearances = Counter(name for entry in entries for name in set(entry["cast"]))
    named = _times_named(entries)
    signals = [
        (
            np.log(len(entry["extract"])),
            np.log1p(min(named[entry["title"]], _MOST_NAMED)),
            sum(np.log1p(appearances[name]) for name in entry["cast"][:N_CAST]),
        )
        for entry in entries
    ]
    return np.array(signals, dtype=np.float64)


def _entries(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("movies-*.json.gz")):
        try:
            with gzip.open(path, "rt", encoding="utf-8") as file:
                for entry in json.load(file):
                    yield {**entry, "title": _plain(entry["title"])}
        except (OSError, EOFError, ValueError) as error:
            raise SourceError(
                f"{path}: cannot be read ({reason(error)}); fetch it again"
            ) from error


def _plain(title: str) -> str:
    return _FRACTION.sub(r"\1 \2/\3", _STYLE.sub(" ", title)).strip()


def _is_wanted(entry: dict[str, Any]) -> bool:
    genres = set(entry["genres"])
    return bool(
        entry["year"] >= FIRST_YEAR
        and not genres & LEFT_OUT
        and genres & {*GENRES, *KEPT}
        and entry.get("extract")
        and entry["cast"]
    )


def _times_named(entries: Sequence[dict[str, Any]]) -> Counter[str]:
    """Count in how many other films' paragraphs a title of two words or more stands."""
    titles = {e["title"] for e in entries if " " in e["title"]}
    longest = 8
    named: Counter[str] = Counter()
    for entry in entries:
        words = re.findall(r"[\w'&:.-]+", entry["extract"])
        spans = {
            " ".join(words[i : i + n]).rstrip(".:")
            for i in range(len(words))
            for n in range(2, longest)
        }
        named.update(spans & titles - {entry["title"]})
    return named


def _full_title(entry: dict[str, Any]) -> str:
    return f"{entry['title']} ({entry['year']})"


def _film(entry: dict[str, Any], rank: int) -> Film:
    title = _full_title(entry)
    genres = [GENRES.get(genre, genre) for genre in entry["genres"]]
    kept = tuple(dict.fromkeys(genre for genre in genres if genre in KEPT))
    return Film(f"w{rank}", title, entry["year"], kept, "", rank, tuple(entry["cast"][:N_CAST]))


def _with_series(films: Sequence[Film]) -> list[Film]:
    """Name the series of films whose titles begin alike and that share an actor."""
    by_stem: dict[str, list[Film]] = {}
    for film in films:
        match = _PART.match(film.title.rsplit(" (", 1)[0])
        by_stem.setdefault(match[1] if match else film.title, []).append(film)
    series = {}
    for stem, parts in by_stem.items():
        for film in parts:
            others = [p for p in parts if p is not film and set(p.cast) & set(film.cast)]
            if others:
                series[film.item_id] = stem
    return [replace(film, series=series.get(film.item_id, "")) for film in films]
