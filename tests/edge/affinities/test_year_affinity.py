"""What years add to the encoder's scores, and that they count once."""

from __future__ import annotations

import math
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from bundle_edits import edit_manifest, refit_manifest

from ilora_edge.affinities.title_affinity import TitleAffinity
from ilora_edge.affinities.year_affinity import YearAffinity, split_year, split_years
from ilora_edge.bundle.files import read_manifest
from ilora_edge.recommender import Recommender

YEARS = np.array([1979.0, 1979.0, 1981.0, 2001.0, math.nan])


def test_a_year_is_at_the_end_and_a_title_may_be_one() -> None:
    assert split_year("Alien (1979)") == ("Alien", 1979)
    assert split_year("2001 (1968) ") == ("2001", 1968)
    assert split_year("1917  (2019)") == ("1917", 2019)
    assert split_year("(1917)") == ("(1917)", 1917)
    for title in ("1984", "Up (2009 film)", "Up (20x9)", "", ") "):
        text, year = split_year(title)
        assert text == title
        assert math.isnan(year)


def test_nearness_falls_by_the_year_and_is_none_where_a_year_is_not_known() -> None:
    affinity = YearAffinity(YEARS)
    found = affinity.nearness([1], np.array([1978.0, math.nan]))
    expected = [1.0, 1.0, math.exp(-2), math.exp(-22), 0.0, math.exp(-1), 0.0]
    assert found.tolist() == pytest.approx(expected)
    assert affinity.nearness([6], np.array([1981.0]))[2] == pytest.approx(1.0)
    assert affinity.nearness([5]).tolist() == [0.0] * 5
    assert affinity.nearness([]).tolist() == [0.0] * 5


def test_earlier_items_count_less() -> None:
    alone = [YearAffinity(YEARS).nearness([item]) for item in (4, 1)]
    faded = YearAffinity(YEARS, 0.5).nearness([4, 1])
    assert faded == pytest.approx((0.5 * alone[0] + alone[1]) / 1.5)
    assert YearAffinity(YEARS).nearness([4, 1], decay=0.5) == pytest.approx(faded)


def test_years_weigh_by_themselves_and_not_as_words(own: Path) -> None:
    titles = ["Red Sea (1979)", "Blue (1979)", "Red Sky (2001)"]
    with Recommender(own) as plain:
        n = plain.catalogue.n_items
        before = {history: plain.encode(history).item_scores for history in ((1,), (1, 3))}
    titles += [f"Other {i} (19{i % 60 + 10})" for i in range(n - 3)]
    with sqlite3.connect(own / "catalogue.db") as connection:
        connection.executemany(
            "UPDATE items SET title = ? WHERE encoder_index = ?",
            [(title, i) for i, title in enumerate(titles, 1)],
        )
    connection.close()
    refit_manifest(own)
    more = {"title_words": 2.0, "years": 3.0, "years_decay": 0.5}
    edit_manifest(own, lambda data: data["fusion_weight"].update(more))
    assert read_manifest(own).fusion.to_json().items() >= more.items()
    texts, years = split_years(titles)
    words = TitleAffinity(texts)
    assert words.cosines([1])[1] == 0.0
    with Recommender(own) as device:
        for history, scores in before.items():
            near = YearAffinity(years, 0.5).nearness(history)
            logits = scores + 2.0 * words.cosines(history) + 3.0 * near
            expected = logits - np.log(np.exp(logits).sum())
            assert device.encode(history).item_scores == pytest.approx(expected, abs=1e-5)
