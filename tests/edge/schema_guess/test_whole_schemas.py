"""What ``init`` makes of whole schemas of real applications, once right, stays so."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "tools" / "schema_trial"))

from try_init import SETS, try_all

RIGHT = {
    "first": 22,
    "second": 8,
    "third": 4,
    "fourth": 19,
    "fifth": 8,
    "sixth": 14,
    "seventh": 19,
    "eighth": 17,
    "ninth": 21,
    "tenth": 21,
    "eleventh": 16,
    "twelfth": 11,
    "thirteenth": 8,
    "fourteenth": 11,
    "fifteenth": 9,
    "sixteenth": 15,
    "seventeenth": 17,
    "eighteenth": 16,
    "nineteenth": 18,
    "twentieth": 12,
    "twentyfirst": 16,
    "twentysecond": 9,
    "twentythird": 17,
    "twentyfourth": 16,
    "twentyfifth": 5,
    "twentysixth": 19,
    "twentyseventh": 8,
    "twentyeighth": 18,
    "twentyninth": 7,
    "thirtieth": 15,
    "thirtyfirst": 8,
    "thirtysecond": 16,
    "thirtythird": 17,
    "thirtyfourth": 8,
    "thirtyfifth": 11,
    "thirtysixth": 16,
    "thirtyseventh": 16,
}


@pytest.mark.parametrize("which", SETS)
def test_none_is_wrong_and_as_many_are_right_as_were(which: str) -> None:
    verdicts = try_all(which, [])
    wrong = [v.name for v in verdicts if v.says == "wrong"]
    assert wrong == []
    assert Counter(v.says for v in verdicts)["right"] >= RIGHT[which]
