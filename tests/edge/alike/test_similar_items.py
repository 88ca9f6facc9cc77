"""Items like others: by what follows them where a bundle weighs likenesses, else by cosines."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bundle_edits import edit_manifest

from ilora_edge.alike.radio import radio
from ilora_edge.alike.similar import TITLE_SHARE, AlikeItems
from ilora_edge.alike.title_vectors import TitleSums
from ilora_edge.recommender import Recommender


def test_likenesses_count_as_in_a_list(own: Path) -> None:
    more = {"title_words": 4.0, "genres": 2.0}
    edit_manifest(own, lambda data: data["fusion_weight"].update(more))
    with AlikeItems(own) as alike, Recommender(own) as recommender:
        alone = {p: recommender.encode([p + 1]).item_scores for p in (2, 5)}
        for place, scores in alone.items():
            assert alike.next_scores([place]) == pytest.approx(scores, abs=1e-6)
        found = alike.similar([2, 5], n=4, without=[7])
        mean = (alone[2] + alone[5]) / 2
        mean[[2, 5, 7]] = -np.inf
        best = np.argsort(-mean, kind="stable")[:4]
        assert [alike.place(s.item.item_id) for s in found] == best.tolist()
        assert [s.similarity for s in found] == pytest.approx(mean[best].tolist(), abs=1e-5)
        encoder, titles = alike.cosines([2, 5])
        assert [s.encoder_cosine for s in found] == pytest.approx(encoder[best].tolist(), abs=1e-6)
        assert [s.title_cosine for s in found] == pytest.approx(titles[best].tolist(), abs=1e-5)
        first = radio(alike, [2], 1, diversity=0.0)
        assert first != [2]


def test_elsewhere_cosines_count(own: Path) -> None:
    with AlikeItems(own) as alike:
        (first, *_) = alike.similar([3], n=3)
        of_both = (1 - TITLE_SHARE) * first.encoder_cosine + TITLE_SHARE * first.title_cosine
        assert first.similarity == pytest.approx(of_both, abs=1e-6)


def test_titles_are_sums_of_their_tokens_less_the_mean_one() -> None:
    ids = [[1, 2], [2], [3, 3, 4], [1, 2, 3, 4, 5], [5]]
    table = np.random.default_rng(0).normal(size=(6, 8)).astype(np.float32)
    sums = TitleSums(ids, lambda tokens: table[tokens])
    flat = [token for title in ids for token in title]
    mean = table[flat].mean(axis=0)
    df = {token: sum(token in title for title in ids) for token in set(flat)}
    rows = []
    for title in ids:
        row = sum((table[t] - mean) * np.log(6 / (1 + df[t])) for t in title)
        rows.append(row / np.linalg.norm(row))
    expected = np.array(rows) @ (rows[0] + rows[4]) / 2
    assert sums.cosines([0, 4]) == pytest.approx(expected, abs=1e-5)
    assert sums.cosines([0, 4], among=[3, 1]) == pytest.approx(expected[[3, 1]], abs=1e-5)
    assert sums.cosines([0], among=[]).shape == (0,)
