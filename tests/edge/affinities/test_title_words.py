"""Titles as texts: the vectors by hand, and the index against sums written out."""

from __future__ import annotations

import re
from collections import Counter
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilora_edge.affinities.title_words import TitleWords

titles = st.lists(st.text("ab é한\U0001d11e-'1 ", max_size=12), min_size=1, max_size=8)


def counted(title: str) -> Counter[str]:
    words = re.findall(r"\w+", title.casefold())
    padded = f" {' '.join(words)} " if words else ""
    trigrams = (f"trigram {padded[i : i + 3]}" for i in range(len(padded) - 2))
    return Counter([*(f"word {w}" for w in words), *trigrams])


def vectors_of(catalogue: list[str], asked: list[str]) -> list[dict[str, float]]:
    counts = [counted(title) for title in catalogue]
    df = Counter(feature for count in counts for feature in count)
    found = []
    for title in asked:
        raw = {
            f: n * (log((1 + len(catalogue)) / (1 + df[f])) + 1)
            for f, n in counted(title).items()
            if f in df
        }
        length = sum(w * w for w in raw.values()) ** 0.5
        found.append({f: w / length for f, w in raw.items()})
    return found


@given(titles, titles)
def test_products_are_those_of_the_vectors_written_out(ours: list[str], theirs: list[str]) -> None:
    words = TitleWords(ours)
    read = words.read(theirs)
    total = words.total(read, np.ones(read.n_titles))
    known, asked = vectors_of(ours, ours), vectors_of(ours, theirs)
    summed: Counter[str] = Counter()
    for vector in asked:
        summed.update(vector)
    expected = [sum(w * summed[f] for f, w in vector.items()) for vector in known]
    assert words.cosines(total) == pytest.approx(expected)
    expected = [sum(w * summed[f] for f, w in vector.items()) for vector in asked]
    assert words.products(read, total) == pytest.approx(expected)


def test_what_no_title_of_the_catalogue_has_counts_for_nothing() -> None:
    words = TitleWords(["Ab", "Cd"])
    one, two = np.ones(1), np.ones(2)
    nothing = words.total(words.read([]), np.ones(0))
    assert words.total(words.read(["Xyz", ""]), two).tolist() == [0.0] * len(nothing)
    assert np.array_equal(
        words.total(words.read(["ab"]), one), words.total(words.read(["AB!"]), one)
    )
    assert TitleWords(["", "-"]).cosines(np.zeros(0)).tolist() == [0.0, 0.0]


def test_numbers_too_large_for_64_bits_are_sorted_in_another_way_to_the_same_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = ["Heat (1995)", "The Heat (2013)", "한 Heat", "heat heat", "-", "\U0001d11e 1"]
    weights = np.arange(1.0, len(ours) + 1)
    words = TitleWords(ours)
    expected = words.cosines(words.total(words.read(ours), weights))
    monkeypatch.setattr("ilora_edge.affinities.title_words._ROOM", 0)
    words = TitleWords(ours)
    assert words.cosines(words.total(words.read(ours), weights)).tolist() == expected.tolist()
