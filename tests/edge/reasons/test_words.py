"""Reasons in words: which past items are named, and how sure the gate is."""

from __future__ import annotations

import pytest

from ilora_edge.bundle.expert_description import ExpertDescription
from ilora_edge.reasons.leave_one_out import Contribution
from ilora_edge.reasons.words import because, gate_in_words, in_six_words
from ilora_edge.recommendation import HistoryItem


def fall(title: str, score: float) -> Contribution:
    return Contribution(HistoryItem(title, title), score, None, 1.0)


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (0.9, "because of Alien and The Fly"),
        (0.1, "because of Alien"),
        (-0.5, "because of Alien"),
    ],
)
def test_a_second_item_is_named_where_it_counts_for_a_third_of_the_first(
    second: float, said: str
) -> None:
    falls = [fall("Alien (1979)", 1.0), fall("The Fly (1986)", second), fall("Jaws", 0.9)]
    assert because(falls) == said


def test_nothing_is_named_where_no_score_falls() -> None:
    assert because([]) == because([fall("Alien", -0.1)]) == in_six_words([]) == ""


def test_a_title_by_itself_has_more_room_in_a_column() -> None:
    long = "The Blair Witch Project (1999)"
    assert in_six_words([fall(long, 1.0)]) == "The Blair Witch Project"
    both = in_six_words([fall(long, 1.0), fall("King Kong (1933)", 0.9)])
    assert both == "The Blair Witch\u2026, King Kong"


def test_two_of_one_name_are_told_apart_by_their_years() -> None:
    falls = [fall("Dune (2021)", 1.0), fall("Dune (1984)", 0.9)]
    assert in_six_words(falls) == "Dune (2021), Dune (1984)"


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([0.6, 0.2, 0.1, 0.1], "mostly expert 1 (60 %)"),
        ([0.2, 0.45, 0.2, 0.15], "above all expert 2 (45 %)"),
        ([0.3, 0.3, 0.2, 0.2], "all experts about alike"),
    ],
)
def test_the_gate_in_words(weights: list[float], said: str) -> None:
    assert gate_in_words(weights, []) == said


def test_what_an_expert_is_for_is_said_of_the_people_it_serves() -> None:
    experts = [ExpertDescription(0.5, (name,), (), ()) for name in ("Horror", "Romance")]
    assert gate_in_words([0.1, 0.9], experts) == (
        "mostly expert 2 (90 %), which serves people with more Romance"
    )
