"""A first list goes by what the public rates well, where the database says so."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.bundle.manifest import FusionWeights
from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.public_ratings import above_mean
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask

N_KNOWN, N_FILMS = 25, 40
MAPPING = Mapping(
    interactions="SELECT user, item FROM events",
    items="SELECT item, title, year, community_rating, available FROM films",
    seen="SELECT user, item FROM marks",
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    items = [CatalogueItem(n, f"k{n}", f"Film number {n}", 0, (1,)) for n in range(1, N_KNOWN + 1)]
    write_catalogue(tmp_path / "catalogue.db", items)
    with closing(Catalogue(tmp_path / "catalogue.db")) as found:
        yield found


def _task(
    tmp_path: Path,
    catalogue: Catalogue,
    ratings: Sequence[object],
    user: str = "new",
    weights: FusionWeights | None = None,
) -> UserTask:
    """Return a task of a library of film number 1 and so on, with these ratings; 40 is gone."""
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE events (user, item)")
        connection.execute("CREATE TABLE marks (user, item)")
        connection.execute("CREATE TABLE films (item, title, year, community_rating, available)")
        connection.execute("INSERT INTO events VALUES ('ann', 'f1')")
        connection.execute("INSERT INTO marks VALUES ('new', 'f1')")
        connection.executemany(
            "INSERT INTO films VALUES ('f' || ?1, 'Film number ' || ?1, 1999, ?2, ?1 <> 40)",
            [*enumerate(ratings, 1)],
        )
    with HistoryDB(path, MAPPING) as history, Spool(history, catalogue, users=(user,)) as spool:
        (task,) = spool.tasks(None, 5, (user,), weights=weights)
    assert isinstance(task, UserTask)
    return task


def test_the_best_are_named_by_how_far_they_are_above_the_mean(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    # The mean of what is there is 5: of 1 to 39 every odd one has 4, every even one 6.
    ratings: list[object] = [6.0 if n % 2 == 0 else 4.0 for n in range(1, N_FILMS + 1)]
    ratings[1], ratings[3], ratings[29], ratings[39] = 9.0, None, 8.0, 10.0
    task = _task(tmp_path, catalogue, ratings)
    there = [float(r) for r in ratings[:39] if r is not None]  # type: ignore[arg-type]
    mean = sum(there) / len(there)
    rated = dict(task.request.well_rated)
    assert [*rated][:2] == ["k2", "\0f30"]
    assert rated["k2"] == pytest.approx(9.0 - mean, abs=1e-3)
    assert min(rated.values()) > 0
    # What has no rating is not named, nor what is gone.
    assert not {"k4", "\0f40", "k1"} & rated.keys()
    # Of what the catalogue does not have the best rated are candidates.
    assert task.request.out_of_catalogue[0].item_id == "\0f30"
    # A worker of `score` is told so too, and another rating is another list.
    handed_on = UserTask.from_json(json.loads(task.to_line()))
    assert handed_on.request.well_rated == task.request.well_rated


def test_who_has_a_history_is_told_by_it(tmp_path: Path, catalogue: Catalogue) -> None:
    ratings = [n / 4 for n in range(1, N_FILMS + 1)]
    task = _task(tmp_path, catalogue, ratings, "ann", FusionWeights(1.0, 1.0))
    assert not task.request.well_rated


def test_who_has_a_history_is_told_of_ratings_by_a_bundle_that_weighs_them(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    ratings = [n / 4 for n in range(1, N_FILMS + 1)]
    task = _task(tmp_path, catalogue, ratings, "ann", FusionWeights(1.0, 1.0, ratings=1.0))
    assert next(iter(task.request.well_rated)) == "\0f39"
    # Which of those that the bundle lacks are candidates, the history says.
    assert task.request.out_of_catalogue[0].item_id != "\0f39"


@pytest.mark.parametrize(
    "ratings",
    [
        [0.0] * N_FILMS,
        [None] * N_FILMS,
        ["much", b"\xff", float("inf"), "", True, -3] * 7,
        [9.0, 8.0, *[None] * 38],
    ],
)
def test_what_says_nothing(tmp_path: Path, catalogue: Catalogue, ratings: Sequence[object]) -> None:
    task = _task(tmp_path, catalogue, ratings[:N_FILMS])
    assert not task.request.well_rated


@pytest.mark.parametrize("scale", [5, 10, 100])
def test_stars_points_and_percent(scale: int) -> None:
    shares = {f"i{n}": n / 24 for n in range(1, 25)}
    found = above_mean({item: share * scale for item, share in shares.items()})
    assert found == pytest.approx({f"i{n}": 10 * (n - 12.5) / 24 for n in range(13, 25)}, abs=1e-3)
    assert next(iter(found)) == "i24"
