"""Histories simulated from stated tastes: the demo's users, none of whom is a person.

The model, step by step. A user has one taste or two. At film ``t`` of ``T`` the first taste has
the share

    w(t) = m + (1 - 2m) * t / (T - 1)

where ``m`` is the user's mixing weight, so a user who starts at 0.9 for one taste ends at 0.9 for
the other; with a single taste ``w(t) = 1``. The score of a film ``j`` not watched yet is

    score(j) = FIT  * sum over tastes k of  w_k(t) * fit_k(j)
             + LIKE * sum over the last three films h, the latest first, of  decay * like(h, j)
             - FAME * ln(rank(j) + HEAD)
             - SKIP * [an earlier part of j's series is not watched yet]

    fit_k(j)   = sum of k's weights of j's genres / sqrt(number of j's genres)
                 - ERA * min(decades between j's year and k's era, 3)
    like(h, j) = |genres of both| / |genres of either| + exp(-|years between| / YEARS) / 2
                 + CAST * |actors of both|

and the film is drawn from

    p(j) = WHIM * uniform(j) + (1 - WHIM) * (d * [j is the next part] + (1 - d) * softmax(score)(j))

``d`` is the tastes' series drive, mixed by ``w(t)``, where one of the last three films has a next
part not watched yet (the latest such film counts), else 0. ``rank(j)`` is a film's place when all
are ordered by how well they are known or, where nobody says, by a SHA-256 of their titles: a
Zipf-like prior that depends on no seed, so users simulated apart agree on which films are
popular. A history has 12 to 45 films.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import OptionError, SourceError, reason

COLUMNS = ("item_id", "title", "year", "genres", "series")
MIN_LENGTH, MAX_LENGTH = 12, 45

FIT = 2.0
LIKE = 2.6
RECENCY = (1.0, 0.5, 0.25)
"""The decay of a recent film's pull, the latest first."""
YEARS = 6.0
CAST = 0.5
ERA = 1.0
FAME = 1.2
HEAD = 3.0
SKIP = 2.0
WHIM = 0.04
TWO_TASTES = 0.6
"""The share of users with two tastes."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Film:
    """A row of the catalogue."""

    item_id: str
    title: str
    year: int
    genres: tuple[str, ...]
    series: str
    """Films of one series share it and are parts in the order of their years; may be empty."""
    rank: int | None = None
    """Its place among all, the best known being 1; None: see above."""
    cast: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taste:
    """What some users like, in words and in numbers."""

    name: str
    statement: str
    genre_weights: Mapping[str, float]
    era: tuple[int, int] | None = None
    """The first and last year that are liked; None: any."""
    series_drive: float = 0.3
    """How likely the next film is the series' next part, where there is one."""


@dataclass(frozen=True, slots=True)
class SimulatedUser:
    """A user who was never a person."""

    user: str
    tastes: tuple[str, ...]
    mixing: float
    """The first taste's share at the first film; 1 where there is one taste."""
    item_ids: tuple[str, ...]
    """Oldest first, without repeats."""


TASTES: tuple[Taste, ...] = (
    Taste(
        "space-and-robots",
        "Likes spaceships, robots and futures, from the fifties to now, and finishes a saga.",
        {"Sci-Fi": 2.4, "Action": 0.4, "Adventure": 0.5, "Family": -0.5, "Horror": -0.6},
        (1950, 2023),
        0.6,
    ),
    Taste(
        "golden-age-hollywood",
        "Likes the studio years: stars, wit and melodrama from the thirties to the fifties.",
        {"Drama": 0.5, "Romance": 0.7, "Comedy": 0.5, "Mystery": 0.4, "Animation": -1.2},
        (1930, 1959),
        0.4,
    ),
    Taste(
        "family-animation",
        "Watches with children: animated films and family adventures of every decade.",
        {"Animation": 1.6, "Family": 1.4, "Comedy": 0.2, "Horror": -3.0, "War": -1.5},
        None,
        0.6,
    ),
    Taste(
        "slow-dramas",
        "Likes quiet dramas about people and has no patience for chases or monsters.",
        {"Drama": 2.4, "Action": -1.5, "Adventure": -1.0, "Horror": -1.5, "Crime": -0.8},
        None,
        0.2,
    ),
    Taste(
        "horror-nights",
        "Wants to be frightened: monsters, ghosts and killers, old or new.",
        {"Horror": 2.8, "Mystery": 0.2, "Comedy": -0.3, "Family": -2.0, "Romance": -0.8},
        None,
        0.5,
    ),
    Taste(
        "crime-and-noir",
        "Likes gangsters, detectives and heists, in black and white or in colour.",
        {"Crime": 2.3, "Mystery": 0.7, "Thriller": 0.5, "Sci-Fi": -1.0, "Family": -1.5},
        None,
        0.4,
    ),
    Taste(
        "western-trails",
        "Likes Westerns above all, and otherwise adventures on open land.",
        {"Western": 3.0, "Adventure": 0.8, "Sci-Fi": -0.8, "Musical": -1.0},
        None,
        0.6,
    ),
    Taste(
        "song-and-dance",
        "Likes anything in which people burst into song.",
        {"Musical": 2.8, "Romance": 0.6, "Horror": -1.5, "Thriller": -1.0},
        None,
        0.2,
    ),
    Taste(
        "war-stories",
        "Likes films about war and the people in it.",
        {"War": 2.8, "Drama": 0.4, "Action": 0.4, "Horror": -1.0, "Family": -1.0},
        None,
        0.3,
    ),
    Taste(
        "romantic-comedies",
        "Likes couples who bicker before they kiss, from the eighties on.",
        {"Romance": 1.6, "Comedy": 1.4, "War": -1.5, "Thriller": -1.0},
        (1984, 2023),
        0.4,
    ),
    Taste(
        "myths-and-magic",
        "Likes wizards, fairy tales and other worlds, and reads the whole series.",
        {"Fantasy": 2.4, "Adventure": 0.8, "Crime": -1.0, "War": -0.8},
        None,
        0.7,
    ),
    Taste(
        "eighties-video-shop",
        "Grew up in the video shop: adventures, action and laughs from 1977 to 1994.",
        {"Action": 0.8, "Adventure": 0.9, "Comedy": 0.7, "Sci-Fi": 0.6, "Drama": -0.6},
        (1977, 1994),
        0.6,
    ),
    Taste(
        "modern-thrillers",
        "Likes twists and tension in films from 1990 on.",
        {"Thriller": 2.0, "Mystery": 1.3, "Family": -1.5, "Romance": -0.6},
        (1990, 2023),
        0.4,
    ),
    Taste(
        "pure-comedy",
        "Wants to laugh, and nothing else.",
        {"Comedy": 2.4, "Drama": -1.2, "Romance": -0.4, "Thriller": -1.0, "Animation": -0.6},
        None,
        0.3,
    ),
    Taste(
        "action-marathons",
        "Watches action series from the first part to the last.",
        {"Action": 2.4, "Thriller": 0.5, "Musical": -1.5, "Romance": -0.8},
        (1962, 2023),
        0.8,
    ),
)

TASTE = {taste.name: taste for taste in TASTES}


def read_films(path: Path) -> list[Film]:
    """Read the catalogue; raise SourceError with the line where a row is not a film."""
    films: list[Film] = []
    seen: set[str] = set()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise SourceError(f"{path} line 1: the header must be {','.join(COLUMNS)}")
            for row in reader:
                film = _film(row, f"{path} line {reader.line_num}")
                for key in (film.item_id, film.title):
                    if key in seen:
                        raise SourceError(f"{path} line {reader.line_num}: {key!r} is there twice")
                    seen.add(key)
                films.append(film)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path}: cannot be read ({reason(error)})") from error
    return films


def _film(row: Mapping[str | None, str | list[str] | None], where: str) -> Film:
    values = [row[column] for column in COLUMNS]
    if None in row or not all(isinstance(value, str) for value in values):
        raise SourceError(f"{where}: {len(COLUMNS)} values are needed")
    item_id, title, year, genres, series = (str(value).strip() for value in values)
    if not item_id or not title or not genres or not re.fullmatch("[0-9]{4}", year):
        raise SourceError(f"{where}: an id, a title, a year of four digits and genres are needed")
    return Film(item_id, title, int(year), tuple(genres.split("|")), series)


def _renown_order(film: Film) -> tuple[float, bytes]:
    rank = float("inf") if film.rank is None else film.rank
    return rank, hashlib.sha256(film.title.encode()).digest()


def _shared_cast(films: Sequence[Film]) -> Floats:
    """Return how many actors two films share: (n, n)."""
    shared: Floats = np.zeros((len(films), len(films)))
    by_actor: dict[str, list[int]] = {}
    for i, film in enumerate(films):
        for name in film.cast:
            by_actor.setdefault(name, []).append(i)
    for places in by_actor.values():
        shared[np.ix_(places, places)] += 1.0
    return shared


def _likeness(member: Floats, years: Floats, shared: Floats) -> Floats:
    """Return ``LIKE * like(h, j)``, (n, n), in place where it can: n is thousands."""
    like: Floats = member @ member.T
    sizes = member.sum(axis=1)
    like /= sizes[:, None] + sizes[None, :] - like
    near: Floats = np.abs(years[:, None] - years[None, :])
    near /= -YEARS
    np.exp(near, out=near)
    near /= 2
    like += near
    shared *= CAST
    like += shared
    like *= LIKE
    return like


class FilmWorld:
    """The films' side of the model: every term that depends on no user, computed once.

    Films are known by their place in ``films``.
    """

    def __init__(self, films: Sequence[Film]) -> None:
        self.films = tuple(films)
        n = len(self.films)
        genres = sorted({genre for film in self.films for genre in film.genres})
        member = np.array([[g in f.genres for g in genres] for f in self.films], dtype=np.float64)
        member = member.reshape(n, len(genres))
        years = np.array([film.year for film in self.films], dtype=np.float64)

        self._fits = {taste.name: self._fit(taste, genres, member, years) for taste in TASTES}
        self._like = _likeness(member, years, _shared_cast(self.films))

        order = sorted(range(n), key=lambda i: _renown_order(self.films[i]))
        fame: Floats = np.empty(n)
        fame[order] = -FAME * np.log(np.arange(1, n + 1) + HEAD)

        series: dict[str, list[int]] = {}
        for i in sorted(range(n), key=lambda i: (self.films[i].year, self.films[i].title)):
            if self.films[i].series:
                series.setdefault(self.films[i].series, []).append(i)
        self._parts = {film: tuple(parts) for parts in series.values() for film in parts}
        self._base = fame
        """The score of each film before any is watched, but for the tastes."""
        for parts in series.values():
            self._base[parts[1:]] -= SKIP

    @staticmethod
    def _fit(taste: Taste, genres: list[str], member: Floats, years: Floats) -> Floats:
        weights = np.array([taste.genre_weights.get(genre, 0.0) for genre in genres])
        fit: Floats = member @ weights / np.sqrt(member.sum(axis=1))
        if taste.era is not None:
            first, last = taste.era
            years_off = np.maximum(np.maximum(first - years, years - last), 0.0)
            fit = fit - ERA * np.minimum(years_off / 10, 3.0)
        return FIT * fit

    def next_part(self, history: Sequence[int]) -> int | None:
        """Return the part that continues the latest unfinished series of the last three films."""
        for film in reversed(history[-len(RECENCY) :]):
            parts = self._parts.get(film, ())
            for part in parts[parts.index(film) + 1 :] if parts else ():
                if part not in history:
                    return part
        return None

    def probabilities(
        self, history: Sequence[int], shares: Mapping[str, float], strength: float = 1.0
    ) -> Floats:
        """Return the probability of each film to be watched next, 0 for those in ``history``.

        ``shares`` are the tastes' shares at this film (see :func:`taste_shares`), ``strength``
        what fit and likeness are multiplied by. Some film must be left to watch.
        """
        seen = list(history)
        score = self._base.copy()
        for parts in {self._parts[film] for film in seen if film in self._parts}:
            first = next((part for part in parts if part not in seen), parts[0])
            if first != parts[0]:
                score[first] += SKIP
        for name, share in shares.items():
            score += strength * share * self._fits[name]
        for decay, film in zip(RECENCY, reversed(seen), strict=False):
            score += strength * decay * self._like[film]
        score[seen] = -np.inf
        p: Floats = np.exp(score - score.max())
        p /= p.sum()
        part = self.next_part(seen)
        if part is not None:
            drive = sum(share * TASTE[name].series_drive for name, share in shares.items())
            p *= 1 - drive
            p[part] += drive
        p *= 1 - WHIM
        p += WHIM / (len(p) - len(seen))
        p[seen] = 0.0
        return p


def taste_shares(tastes: Sequence[str], mixing: float, place: int, length: int) -> dict[str, float]:
    """Return each taste's share w(t) at the film at ``place`` (from 0) of ``length`` films."""
    if len(tastes) == 1:
        return {tastes[0]: 1.0}
    first = mixing + (1 - 2 * mixing) * place / max(length - 1, 1)
    return {tastes[0]: first, tastes[1]: 1 - first}


def simulate_users(
    films: Sequence[Film],
    n_users: int,
    seed: int,
    prefix: str = "user",
    weakest: float = 1.0,
) -> list[SimulatedUser]:
    """Simulate users; the n-th one depends on the films, ``seed``, ``weakest`` and n alone.

    A user's strength, which multiplies ``FIT`` and ``LIKE``, is uniform from ``weakest`` to 1:
    below 1 there are people, too, who watch what everybody watches.
    """
    if not films or n_users < 0 or seed < 0:
        raise OptionError("simulated users need films, and a number and a seed of at least 0")
    world = FilmWorld(films)
    return [_simulate(world, f"{prefix}-{i:03d}", seed, i, weakest) for i in range(1, n_users + 1)]


def _simulate(world: FilmWorld, user: str, seed: int, number: int, weakest: float) -> SimulatedUser:
    rng = np.random.default_rng([seed, number])
    n_tastes = 2 if rng.random() < TWO_TASTES else 1
    tastes = tuple(TASTES[k].name for k in rng.choice(len(TASTES), n_tastes, replace=False))
    mixing = float(rng.uniform(0.7, 1.0)) if n_tastes == 2 else 1.0
    length = min(int(rng.integers(MIN_LENGTH, MAX_LENGTH + 1)), len(world.films))
    strength = float(rng.uniform(weakest, 1.0)) if weakest < 1.0 else 1.0
    history: list[int] = []
    for place in range(length):
        p = world.probabilities(history, taste_shares(tastes, mixing, place, length), strength)
        cumulated = np.cumsum(p)
        drawn = np.searchsorted(cumulated, rng.random() * cumulated[-1], side="right")
        history.append(int(drawn))
    return SimulatedUser(user, tastes, mixing, tuple(world.films[i].item_id for i in history))
