"""A cold start: first what others here have used, then what is popular."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from bundle_edits import edit_manifest

from ilora_edge.bundle.files import read_manifest
from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.engine.first_scores import FirstScores
from ilora_edge.engine.outside import Outside
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request

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
    scores = FirstScores(catalogue)(Request())
    assert scores.dtype == np.float32
    counts = np.array(POPULARITIES) + 1.0
    np.testing.assert_allclose(scores, np.log(counts / counts.sum()), rtol=1e-6)


def test_one_person_s_use_goes_before_any_renown(catalogue: Catalogue) -> None:
    first = FirstScores(catalogue)
    assert _order(first(Request(used_by={"i2": 1}))) == [2, 3, 1, 4]
    assert _order(first(Request(used_by={"i2": 1, "i4": 1, "i1": 2}))) == [1, 4, 2, 3]
    # Of what is not the bundle's there is nothing to score here.
    np.testing.assert_array_equal(first(Request(used_by={"elsewhere": 5})), first(Request()))
    np.testing.assert_allclose(np.exp(first(Request(used_by={"i2": 9}))).sum(), 1.0, rtol=1e-6)


def test_items_from_outside_come_last_in_the_array_and_not_in_the_list(
    catalogue: Catalogue,
) -> None:
    outside = Outside(np.zeros((2, 1), np.float32), {"x": 5, "y": 6}, ("X", "Y"), ("", ""))
    scores = FirstScores(catalogue)(Request(used_by={"y": 2, "i4": 1}), outside)
    assert scores.shape == (6,)
    # Of one that nobody has used the popularity is taken for average: 26, with one more for each.
    assert _order(scores) == [6, 4, 3, 5, 1, 2]
    assert np.exp(scores[4] - scores[2]) == pytest.approx(26 / 91)


def test_what_is_rated_well_goes_before_popularity(catalogue: Catalogue) -> None:
    first = FirstScores(catalogue, 0.07)
    rated = first(Request(well_rated={"i4": 1.5, "i2": 0.5}))
    assert _order(rated) == [4, 3, 2, 1]
    # One point more is a factor of e ** 0.57, beside what is left of popularity.
    assert rated[3] - rated[1] == pytest.approx(0.57 + 0.07 * np.log(4), abs=1e-6)


def test_what_others_use_counts_beside_ratings(catalogue: Catalogue) -> None:
    first = FirstScores(catalogue, 0.07)
    asked = Request(well_rated={"i4": 1.5}, used_by={"i1": 1, "i2": 9})
    assert _order(first(asked)) == [2, 4, 1, 3]
    # Of a bundle that people's histories made the popularity stays what it is.
    assert _order(FirstScores(catalogue)(asked)) == [2, 3, 1, 4]


def test_an_unknown_item_that_is_rated_well(catalogue: Catalogue) -> None:
    outside = Outside(np.zeros((1, 1), np.float32), {"x": 5}, ("X",), ("",))
    scores = FirstScores(catalogue, 0.07)(Request(well_rated={"x": 2.0}), outside)
    assert _order(scores)[0] == 5


def test_the_bundle_says_what_popularity_counts(own: Path) -> None:
    edit_manifest(own, lambda data: data["fusion_weight"].update(popularity=0.07))
    assert read_manifest(own).fusion.to_json()["popularity"] == 0.07
    asked = Request(well_rated={"i4": 0.1})
    with Recommender(own) as recommender:
        found = recommender.encode((), None, asked).item_scores
        expected = FirstScores(recommender.catalogue, 0.07)(asked)
    np.testing.assert_array_equal(found, expected)
