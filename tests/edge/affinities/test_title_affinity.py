"""What titles as texts add to the encoder's scores, through a bundle that says so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bundle_edits import edit_manifest

from ilora_edge.affinities.title_affinity import N_LAST, TitleAffinity
from ilora_edge.bundle.files import read_manifest
from ilora_edge.recommender import Recommender

TITLES = ["Alien (1979)", "Aliens (1986)", "Brazil (1985)", "Heat (1995)"]


def test_nearest_are_the_titles_themselves_and_those_that_share_their_words() -> None:
    outside = ("Alien Resurrection (1997)", "Sabrina (1954)")
    cosines = TitleAffinity(TITLES).cosines([1, 5], outside)
    assert set(np.argsort(-cosines)[:3]) == {0, 1, 4}
    assert cosines[5] < cosines[1]


def test_only_the_end_of_a_history_counts() -> None:
    affinity = TitleAffinity(TITLES)
    assert np.array_equal(affinity.cosines([4] * N_LAST), affinity.cosines([1, *[4] * N_LAST]))
    assert not np.array_equal(affinity.cosines([4]), affinity.cosines([1, 4]))


def test_earlier_titles_count_less() -> None:
    alone = [TitleAffinity(TITLES).cosines([item]) for item in (4, 3, 1)]
    faded = TitleAffinity(TITLES, decay=0.5).cosines([4, 3, 1])
    assert faded == pytest.approx((0.25 * alone[0] + 0.5 * alone[1] + alone[2]) / 1.75)
    last = TitleAffinity(TITLES, decay=0.0).cosines([4, 3, 1])
    assert last == pytest.approx(alone[2])
    assert TitleAffinity(TITLES, decay=0.5).cosines([]).tolist() == [0.0] * 4


def test_a_bundle_s_scores_are_raised_for_one_history_and_for_many(own: Path) -> None:
    with Recommender(own) as plain:
        before = plain.encode([1, 2, 4]).item_scores
    more = {"title_words": 7.0, "title_words_decay": 0.5}
    edit_manifest(own, lambda data: data["fusion_weight"].update(more))
    assert read_manifest(own).fusion.to_json().items() >= more.items()
    with Recommender(own) as device:
        titles = [title for _, title in device.catalogue.titles()]
        logits = before + 7.0 * TitleAffinity(titles, 0.5).cosines([1, 2, 4])
        expected = logits - np.log(np.exp(logits).sum())
        assert np.abs(expected - before).max() > 0.1
        assert device.encode([1, 2, 4]).item_scores == pytest.approx(expected, abs=1e-5)
        many = [*device.encode_batch([[1, 2, 4], []])]
        assert many[0].item_scores == pytest.approx(expected, abs=1e-5)
        # Nobody has a history of no titles.
        assert np.array_equal(many[1].item_scores, device.encode([]).item_scores)
