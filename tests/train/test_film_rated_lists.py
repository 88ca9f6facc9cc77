"""Lists after a film or two, with the public's ratings and without, counted by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from ilora_edge.request import Request
from ilora_workshop.film_evaluation import FilmScorer
from ilora_workshop.film_library import part_of
from ilora_workshop.film_people import FilmRow
from ilora_workshop.film_rated_lists import measure, read_liked, rows_of


def test_films_in_a_row_by_whether_the_bundle_knows_one() -> None:
    known = [True, True, False, False, False]
    histories = {"ann": [0, 2, 3, 4, 1], "ben": [2]}
    rows = [*rows_of(histories, known, 2, 5)]
    of_ann = {(row.history, row.target) for row in rows}
    assert of_ann == {((0, 2), 3), ((2, 3), 4), ((3, 4), 1)}
    assert len(rows) == 3
    # No more than asked for of either kind.
    assert len([*rows_of(histories, known, 2, 1)]) == 2


def test_what_somebody_rated_low_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "ml.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE interactions (user_id, item_id, timestamp, rating)")
        connection.execute("CREATE TABLE items (item_id, title)")
        connection.executemany("INSERT INTO items VALUES (?, ?)", [(i, f"T{i}") for i in "abcd"])
        connection.executemany(
            "INSERT INTO interactions VALUES ('7', ?, ?, ?)",
            [("b", 2, 5.0), ("a", 1, 3.0), ("c", 3, 2.0), ("d", 4, 4.0)],
        )
    part = part_of("7")
    assert read_liked(path, {"a": 0, "b": 1, "c": 2}, part) == {"7": [0, 1]}
    assert not read_liked(path, {"a": 0}, "val" if part == "test" else "test")


class _Scorer:
    """Says film 1 after a history, film 2 where ratings are told, film 3 without a history."""

    def encode(
        self, history: Sequence[int], request: Request | None = None
    ) -> tuple[None, np.ndarray[tuple[int], np.dtype[np.float64]]]:
        scores = np.zeros(30)
        scores[3 if not history else 1 if request is None else 2] = 1.0
        return None, scores


def test_gains_by_list() -> None:
    rows = [FilmRow("ann", (5,), 2), FilmRow("ben", (5,), 2), FilmRow("cis", (6,), 1)]
    found = measure(cast(FilmScorer, _Scorer()), Request(well_rated={"x": 1.0}), rows)
    assert found["rows"] == 3
    assert found["first list"][0] == 0.0
    assert found["without ratings"][0] == pytest.approx(1 / 3, abs=1e-3)
    assert found["with ratings"][0] == pytest.approx(2 / 3, abs=1e-3)
    assert found["ratings"][0] == pytest.approx(1 / 3, abs=1e-3)
