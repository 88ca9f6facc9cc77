"""A cold start: first what others here have used, then what is popular."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ilora_edge.bundle.catalogue import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.engine.first_scores import FirstScores
from ilora_edge.engine.outside import Outside

POPULARITIES = [7, 0, 90, 3]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    items = [CatalogueItem(n, f"i{n}", f"T{n}", p, (1,)) for n, p in enumerate(POPULARITIES, 1)]
    write_catalogue(tmp_path / "catalogue.db", items)
    with closing(Catalogue(tmp_path / "catalogue.db")) as found:
        yield found


def _order(scores: np.ndarray[tuple[int], np.dtype[np.float32]]) -> list[int]:
    return [int(n) + 1 for n in np.argsort(-scores, kind="stable")]


def test_nobody_has_used_anything(catalogue: Catalogue) -> None:
    scores = FirstScores(catalogue)({})
    assert scores.dtype == np.float32
    counts = np.array(POPULARITIES) + 1.0
    np.testing.assert_allclose(scores, np.log(counts / counts.sum()), rtol=1e-6)


def test_one_person_s_use_goes_before_any_renown(catalogue: Catalogue) -> None:
    first = FirstScores(catalogue)
    assert _order(first({"i2": 1})) == [2, 3, 1, 4]
    assert _order(first({"i2": 1, "i4": 1, "i1": 2})) == [1, 4, 2, 3]
    # Of what is not the bundle's there is nothing to score here.
    np.testing.assert_array_equal(first({"elsewhere": 5}), first({}))
    np.testing.assert_allclose(np.exp(first({"i2": 9})).sum(), 1.0, rtol=1e-6)


def test_items_from_outside_come_last_in_the_array_and_not_in_the_list(
    catalogue: Catalogue,
) -> None:
    outside = Outside(np.zeros((2, 1), np.float32), {"x": 5, "y": 6}, ("X", "Y"), ("", ""))
    scores = FirstScores(catalogue)({"y": 2, "i4": 1}, outside)
    assert scores.shape == (6,)
    # Of one that nobody has used the popularity is taken for average: 26, with one more for each.
    assert _order(scores) == [6, 4, 3, 5, 1, 2]
    assert np.exp(scores[4] - scores[2]) == pytest.approx(26 / 91)
