"""Ratings in all the forms in which they are stored."""

from __future__ import annotations

import pytest

from ilora_edge.histories.rating_value import Rating, is_unrated, read_rating


@pytest.mark.parametrize(
    ("value", "rating"),
    [
        (4, Rating(4.0)),
        (4.5, Rating(4.5)),
        (-1, Rating(-1.0)),
        ("4.5", Rating(4.5)),
        (" 0,5 ", Rating(0.5)),
        (",5", Rating(0.5)),
        ("½", Rating(0.5)),
        ("3½", Rating(3.5)),
        ("3 ½", Rating(3.5)),
        ("¼", Rating(0.25)),
        ("4 1/2", Rating(4.5)),
        ("3 3/4", Rating(3.75)),
        ("٤٫٥", Rating(4.5)),
        ("४", Rating(4.0)),
        ("８／１０", Rating(8.0, 10.0)),
        ("４．５", Rating(4.5)),
        ("4つ星", Rating(4.0, 5.0)),
        ("星4つ", Rating(4.0, 5.0)),
        ("4星", Rating(4.0, 5.0)),
        ("(4/5)", Rating(4.0, 5.0)),
        ("4.5 (of 5)", Rating(4.5, 5.0)),
        ("()", None),
        ("4 (good)", Rating(4.0)),
        ("4 (good) 5", None),
        ("(10) Masterpiece", Rating(10.0)),
        ("9 - Great", Rating(9.0)),
        ("5: loved it", Rating(5.0)),
        ("Rated 4 out of 5", Rating(4.0, 5.0)),
        ("Rating: 4/5", Rating(4.0, 5.0)),
        ("4/5 ★", Rating(4.0, 5.0)),
        ("●●●●○", Rating(4.0, 5.0)),
        ("★★★★⯨", Rating(4.5, 5.0)),
        ("3 - 4", None),
        ("4 (2 reviews)", None),
        ("४/५", Rating(4.0, 5.0)),
        ("4 5/2", None),
        ("1/10", Rating(1.0, 10.0)),
        ("8,5 / 10", Rating(8.5, 10.0)),
        ("7 out of 10", Rating(7.0, 10.0)),
        ("3½/5", Rating(3.5, 5.0)),
        ("80 %", Rating(80.0, 100.0)),
        ("4 stars", Rating(4.0, 5.0)),
        ("1 Star", Rating(1.0, 5.0)),
        ("4,5 Sterne", Rating(4.5, 5.0)),
        ("★★★½", Rating(3.5, 5.0)),
        ("★★★1/2", Rating(3.5, 5.0)),
        ("★ ★ ☆ ☆ ☆", Rating(2.0, 5.0)),
        ("★★★★★★★☆☆☆", Rating(7.0, 10.0)),
        ("****", Rating(4.0, 5.0)),
        ("⭐️⭐️", Rating(2.0, 5.0)),
        ("☆☆☆☆☆", Rating(0.0, 5.0)),
        ("👍", Rating(1.0, 1.0)),
        ("Thumbs Down", Rating(0.0, 1.0)),
        (True, Rating(1.0, 1.0)),
        ("3 / 5 stars", Rating(3.0, 5.0)),
        ("4.5 out of 5 stars", Rating(4.5, 5.0)),
        ("4 von 5 Sternen", Rating(4.0, 5.0)),
        ("4 1/2 stars", Rating(4.5, 5.0)),
        ("4-stars", Rating(4.0, 5.0)),
        ("3\u20445", Rating(3.0, 5.0)),
        ("80 percent", Rating(80.0, 100.0)),
        ("👍🏽", Rating(1.0, 1.0)),
        ("❤️", Rating(1.0, 1.0)),
        ("thumbs_up", Rating(1.0, 1.0)),
        ("downvote", Rating(0.0, 1.0)),
        ("1 из 10", Rating(1.0, 10.0)),
        ("8 su 10", Rating(8.0, 10.0)),
        ("★4", Rating(4.0, 5.0)),
        ("⭐ 4,5", Rating(4.5, 5.0)),
        ("87 points", Rating(87.0)),
        ("7,5 Punkte", Rating(7.5)),
        ("points", None),
        ("9 stars", None),
        ("11/10", None),
        ("1/0", None),
        ("120%", None),
        ("★★★★★★", None),
        ("good", None),
        ("", None),
        ("nan", None),
        ("1.000.000", None),
        (float("inf"), None),
        (None, None),
        (b"4", None),
        ([4], None),
    ],
)
def test_forms(value: object, rating: Rating | None) -> None:
    assert read_rating(value) == rating


@pytest.mark.parametrize(
    "value", ["", " ", "N/A", "Not rated", "unrated", "no  rating", "–", "None", "未評価"]
)
def test_what_says_that_there_is_no_rating(value: str) -> None:
    assert is_unrated(value)
    assert read_rating(value) is None


@pytest.mark.parametrize(
    "value", ["1,234 (votes)", "12: age", "45 (min)", "3 - times", "18 (years)"]
)
def test_what_is_counted_is_no_rating(value: str) -> None:
    assert read_rating(value) is None


@pytest.mark.parametrize("value", ["0", "skip", "?", "good", None, 0, float("nan"), b"-"])
def test_other_values_do_not_say_so(value: object) -> None:
    assert not is_unrated(value)


def test_a_scale_of_its_own_is_brought_to_another() -> None:
    assert Rating(1.0, 10.0).on(5.0) == 0.5
    assert Rating(4.0).on(5.0) == 4.0
