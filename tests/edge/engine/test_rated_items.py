"""What the public rates well stands higher in a library, most of all after a film or two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bundle_edits import edit_manifest

from ilora_edge.bundle.files import read_manifest
from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.engine.outside import Outside
from ilora_edge.engine.rated_items import RatedItems
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request

SCORES = np.log(np.array([0.1, 0.2, 0.3, 0.2, 0.2], np.float32))
OUTSIDE = Outside(np.zeros((1, 1), np.float32), {"x": 5}, ("X",), ("",))
RATED = Request(well_rated={"i1": 2.0, "x": 1.0, "elsewhere": 9.0}, compared=True)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    items = [CatalogueItem(n, f"i{n}", f"T{n}", 0, (1,)) for n in range(1, 5)]
    write_catalogue(tmp_path / "catalogue.db", items)
    with closing(Catalogue(tmp_path / "catalogue.db")) as found:
        yield found


@pytest.mark.parametrize(("n", "weight"), [(1, 3.0), (2, 2.0), (4, 1.5), (100, 1.02)])
def test_a_point_counts_less_the_more_was_watched(
    catalogue: Catalogue, n: int, weight: float
) -> None:
    found = RatedItems(catalogue, 0.5).lift(SCORES, [2] * n, RATED, OUTSIDE)
    assert found.dtype == np.float32
    assert np.exp(found).sum() == pytest.approx(1.0)
    # Beside the second item, of which no rating is known.
    lifted = found - found[1] - (SCORES - SCORES[1])
    np.testing.assert_allclose(lifted, [weight, 0, 0, 0, weight / 2], atol=1e-5)


def test_nothing_is_lifted_where_nothing_is_known_of_a_library(catalogue: Catalogue) -> None:
    lifts = RatedItems(catalogue, 0.5).lift
    # Without a library what somebody has would stand above what nobody here has.
    for asked in (replace(RATED, compared=False), replace(RATED, well_rated={}), Request()):
        assert lifts(SCORES, [2], asked, OUTSIDE) is SCORES
    assert RatedItems(catalogue, 0.0).lift(SCORES, [2], RATED, OUTSIDE) is SCORES


def test_items_that_the_request_reads_no_titles_of_have_no_score(catalogue: Catalogue) -> None:
    found = RatedItems(catalogue, 0.5).lift(SCORES[:4], [2], RATED, None)
    assert int(found.argmax()) == 0


def test_a_library_s_list_by_a_bundle_that_weighs_ratings(own: Path) -> None:
    asked = Request([HistoryItem("m1")], k=5)
    with Recommender(own) as recommender:
        before = [r.item_id for r in recommender.recommend(asked).recommendations]
        ids = [item.item_id for item in recommender.catalogue.items()]
    best = next(item_id for item_id in ids if item_id not in ("m1", *before))
    asked = replace(asked, well_rated={best: 90.0}, compared=True)
    with Recommender(own) as recommender:
        unweighed = [r.item_id for r in recommender.recommend(asked).recommendations]
    edit_manifest(own, lambda data: data["fusion_weight"].update(ratings=1.0))
    assert read_manifest(own).fusion.to_json()["ratings"] == 1.0
    with Recommender(own) as recommender:
        after = [r.item_id for r in recommender.recommend(asked).recommendations]
        of_all = recommender.recommend(replace(asked, compared=False)).recommendations
    assert after[0] == best
    assert [r.item_id for r in of_all] == unweighed == before
