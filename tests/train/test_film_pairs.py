"""Two bundles' lists for the same people, compared row by row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ilora_workshop.film_pairs import Lists, compare

ONE = Lists(["a", "a", "b"], [4, 7, 9], [True, True, False], [0.5, 1.0, 0.0], [1.0, 1.0, 0.0])
OTHER = replace(ONE, knows=[True, False, False], ndcg=[1.0, 0.0, 0.0], recall=[1.0, 0.0, 0.0])


def test_rows_are_told_apart_by_who_knows_the_film() -> None:
    found = compare(ONE, OTHER)
    whole, new, others = (
        found[name] for name in ("all rows", "films that the first alone knows", "other films")
    )
    assert (whole["rows"], new["rows"], others["rows"]) == (3, 1, 2)
    assert new["NDCG@10"]["first"][0] == 1.0
    assert new["NDCG@10"]["difference"][0] == 1.0
    assert new["recall@20"]["second"][0] == 0.0
    assert others["NDCG@10"]["difference"][0] == -0.25
    assert whole["NDCG@10"]["difference"][0] == pytest.approx(0.1667, abs=1e-4)


def test_no_part_needs_rows() -> None:
    assert compare(ONE, ONE)["films that the first alone knows"] == {"rows": 0}


def test_other_rows_are_not_compared() -> None:
    with pytest.raises(ValueError, match="other rows"):
        compare(ONE, replace(OTHER, targets=[4, 7, 8]))
