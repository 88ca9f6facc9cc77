"""What a library's texts have in common, in whatever language and writing they are."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ilora_edge.affinities.overview_affinity import OverviewAffinity

HEIST = "A thief plans one last heist in Monte Carlo."
VAULT = "A retired thief and the heist of a casino's vault."
SPACE = "A botanist is stranded on Mars."
FARM = "A farmer keeps bees and grows old."


def test_texts_of_the_same_words_are_alike_and_others_are_not() -> None:
    affinity = OverviewAffinity([VAULT, SPACE, ""], [HEIST, FARM, FARM.replace("old", "rich")])
    cosines = affinity.cosines([HEIST], [1.0])
    assert cosines[0] > 0.3
    assert cosines[1:].tolist() == [0.0, 0.0]
    assert affinity.cosines(["", "Nobody wrote so"], [0.5, 0.5]).tolist() == [0.0] * 3
    assert affinity.cosines([], []).tolist() == [0.0] * 3


def test_values_are_those_of_the_formula() -> None:
    affinity = OverviewAffinity(["alpha alpha beta", "alpha gamma"], ["beta gamma", "delta"])
    (first, second) = affinity.cosines(["alpha beta"], [1.0])
    idf = math.log(4 / 2)
    asked = np.array([1.0, 1.0, 0.0]) * idf
    texts = [np.array([1 + math.log(2), 1.0, 0.0]) * idf, np.array([1.0, 0.0, 1.0]) * idf]
    expected = [text @ asked / np.linalg.norm(text) / np.linalg.norm(asked) for text in texts]
    assert [first, second] == pytest.approx(expected)


def test_shares_are_added_up() -> None:
    affinity = OverviewAffinity([VAULT, SPACE], [HEIST, SPACE])
    both = affinity.cosines([HEIST, SPACE], [0.25, 0.75])
    alone = [affinity.cosines([text], [1.0]) for text in (HEIST, SPACE)]
    assert both == pytest.approx(0.25 * alone[0] + 0.75 * alone[1])


def test_what_most_texts_say_says_nothing() -> None:
    texts = [f"Everybody meets number {name}" for name in ("one", "two", "three", "four")] * 10
    assert not OverviewAffinity(texts).cosines(["Everybody meets"], [1.0]).any()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ein Dieb plant den letzten Überfall", "Ein alter Dieb und der Überfall"),
        ("Вор планирует последнее ограбление", "Старый вор и последнее дело"),
        ("怪盗が最後の宝石を盗む物語", "名探偵と怪盗の対決"),
        ("도둑이 마지막 보석을 훔친다", "늙은 도둑과 보석을 둘러싼 이야기"),
        ("<p>A <b>thief</b> &amp; a heist</p>", "The thief's heist"),
    ],
    ids=["German", "Russian", "Japanese", "Korean", "marked up"],
)
def test_any_writing_has_words(one: str, other: str) -> None:
    affinity = OverviewAffinity([other, SPACE], [one, FARM])
    cosines = affinity.cosines([one], [1.0])
    assert cosines[0] > 0.05
    assert cosines[1] == 0.0


def test_marks_are_no_words() -> None:
    texts = ["<script>alert</script> fish", "<script>alert</script> fowl"]
    affinity = OverviewAffinity(["<i>fish</i>", "<i>fowl</i>"], texts)
    assert affinity.cosines(["<i>fish</i>"], [1.0])[1] == 0.0
