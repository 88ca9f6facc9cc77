"""The demo's catalogue and the histories simulated over it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from ilora_edge.errors import OptionError, SourceError
from ilora_train.simulate import (
    MAX_LENGTH,
    MIN_LENGTH,
    TASTES,
    Film,
    FilmWorld,
    SimulatedUser,
    read_films,
    simulate_users,
    taste_shares,
)

CATALOGUE = Path(__file__).parents[2] / "models" / "demo" / "films.csv"
GENRES = {
    *("Action", "Adventure", "Animation", "Comedy", "Crime", "Drama", "Family", "Fantasy"),
    *("Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western"),
}
HEADER = "item_id,title,year,genres,series\n"


@pytest.fixture(scope="module")
def films() -> list[Film]:
    return read_films(CATALOGUE)


@pytest.fixture(scope="module")
def users(films: list[Film]) -> list[SimulatedUser]:
    return simulate_users(films, 300, seed=7, prefix="demo")


def test_catalogue_is_large_and_unique(films: list[Film]) -> None:
    assert len(films) >= 360
    assert len({film.item_id for film in films}) == len(films)
    assert len({film.title for film in films}) == len(films)


def test_catalogue_titles_end_in_their_year(films: list[Film]) -> None:
    for film in films:
        assert re.fullmatch(rf"\S(.*\S)? \({film.year}\)", film.title), film
        assert 1925 <= film.year <= 2023


def test_catalogue_covers_genres_and_decades(films: list[Film]) -> None:
    genres = Counter(genre for film in films for genre in film.genres)
    assert set(genres) == GENRES
    assert min(genres.values()) >= 15
    assert all(1 <= len(set(film.genres)) == len(film.genres) <= 3 for film in films)
    decades = Counter(film.year // 10 * 10 for film in films)
    assert all(decades[decade] >= 10 for decade in range(1930, 2030, 10))


def test_catalogue_series_have_two_to_five_parts_in_distinct_years(films: list[Film]) -> None:
    series = Counter(film.series for film in films if film.series)
    assert len(series) >= 20
    assert all(2 <= n <= 5 for n in series.values())
    assert len({(f.series, f.year) for f in films if f.series}) == series.total()


def test_item_ids_say_nothing_about_years(films: list[Film]) -> None:
    by_id = [film.year for film in sorted(films, key=lambda film: film.item_id)]
    assert abs(np.corrcoef(np.arange(len(films)), by_id)[0, 1]) < 0.15


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("item_id,title\n", "line 1: the header"),
        (HEADER + "f1,A (1990),1990,Drama\n", "line 2: 5 values"),
        (HEADER + "f1,A (1990),1990,Drama,,x\n", "line 2: 5 values"),
        (HEADER + "f1,A (1990),90,Drama,\n", "line 2: an id"),
        (HEADER + "f1,A (1990),1990,Drama,\nf1,B (1990),1990,Drama,\n", "line 3: 'f1'"),
    ],
)
def test_damaged_catalogue_names_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "films.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_films(path)


def test_unreadable_catalogue(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_films(tmp_path / "none.csv")


def test_tastes_are_stated_and_use_known_genres() -> None:
    assert 12 <= len(TASTES) <= 16
    assert len({taste.name for taste in TASTES}) == len(TASTES)
    for taste in TASTES:
        assert taste.statement.endswith(".")
        assert set(taste.genre_weights) <= GENRES
        assert 0 <= taste.series_drive <= 1


def test_users_depend_on_seed_and_number_alone(
    films: list[Film], users: list[SimulatedUser]
) -> None:
    assert simulate_users(films, 20, seed=7, prefix="demo") == users[:20]
    other = simulate_users(films, 20, seed=8, prefix="demo")
    assert all(a.item_ids != b.item_ids for a, b in zip(other, users, strict=False))
    assert users[0].user == "demo-001"


def test_histories_are_of_stated_length_without_repeats(
    films: list[Film], users: list[SimulatedUser]
) -> None:
    known = {film.item_id for film in films}
    for user in users:
        assert MIN_LENGTH <= len(user.item_ids) <= MAX_LENGTH
        assert len(set(user.item_ids)) == len(user.item_ids)
        assert set(user.item_ids) <= known
        assert 1 <= len(set(user.tastes)) == len(user.tastes) <= 2


@pytest.mark.parametrize(
    ("taste", "genre"),
    [
        ("horror-nights", "Horror"),
        ("western-trails", "Western"),
        ("war-stories", "War"),
        ("song-and-dance", "Musical"),
    ],
)
def test_tastes_show(films: list[Film], users: list[SimulatedUser], taste: str, genre: str) -> None:
    genres = {film.item_id: film.genres for film in films}

    def share(chosen: list[SimulatedUser]) -> float:
        return float(np.mean([genre in genres[i] for user in chosen for i in user.item_ids]))

    fans = [user for user in users if user.tastes == (taste,)]
    assert fans
    assert share(fans) > 0.5
    assert share(fans) > 3 * share(users)


def test_users_drift_from_the_first_taste_to_the_second() -> None:
    assert taste_shares(["a"], 1.0, 3, 9) == {"a": 1.0}
    assert taste_shares(["a", "b"], 0.9, 0, 9)["a"] == pytest.approx(0.9)
    assert taste_shares(["a", "b"], 0.9, 8, 9)["a"] == pytest.approx(0.1)


def test_probabilities_add_up_and_favour_the_next_part(films: list[Film]) -> None:
    world = FilmWorld(films)
    place = {film.title: i for i, film in enumerate(films)}
    history = [place["The Matrix (1999)"], place["Alien (1979)"]]
    p = world.probabilities(history, {"space-and-robots": 1.0})
    assert p.sum() == pytest.approx(1.0)
    assert not p[history].any()
    assert world.next_part(history) == p.argmax() == place["Aliens (1986)"]
    assert world.next_part([place["Rocky (1976)"]]) is None


def test_the_next_film_is_predictable_but_not_certain(
    films: list[Film], users: list[SimulatedUser]
) -> None:
    world = FilmWorld(films)
    place = {film.item_id: i for i, film in enumerate(films)}
    counts = np.zeros(len(films))
    for user in users:
        counts[[place[i] for i in user.item_ids]] += 1
    oracle, popular = [], []
    for user in users:
        *seen, target = (place[i] for i in user.item_ids)
        shares = taste_shares(user.tastes, user.mixing, len(seen), len(seen) + 1)
        p = world.probabilities(seen, shares)
        unseen = np.where(p > 0, counts, -1)
        oracle.append(int((p > p[target]).sum()) < 10)
        popular.append(int((unseen > unseen[target]).sum()) < 10)
    assert 0.45 < np.mean(oracle) < 0.7
    assert np.mean(popular) < 0.2


def test_a_small_catalogue_is_watched_to_its_end(films: list[Film]) -> None:
    (user,) = simulate_users(films[:5], 1, seed=0)
    assert sorted(user.item_ids) == sorted(film.item_id for film in films[:5])


def test_impossible_requests(films: list[Film]) -> None:
    for arguments in ([], 1, 0), (films, -1, 0), (films, 1, -1):
        with pytest.raises(OptionError):
            simulate_users(*arguments)
