"""Rows token by token, with one id per character: what is learnt, and after what."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilora_edge.prompt import ANSWERS, STYLES, PromptBuilder, PromptFormat
from ilora_train.data import TrainingItem
from ilora_train.rows import (
    Question,
    RowMaker,
    cut_sequences,
    draw_items,
    text_trees,
)
from ilora_train.trees import Tree

TITLES = ("a", "bb", "c", "dd", "e", "fff")
"""Item 6 is cold."""


def make(style: str, answers: str = "titles", **more: object) -> RowMaker:
    layout = PromptFormat(style=style, answers=answers, history_header="W", **more)  # type: ignore[arg-type]
    first_label = 1000 if answers == "labels" else None
    builder = PromptBuilder(layout, lambda text: [ord(c) for c in text], 1, first_label)
    return RowMaker(builder, [TrainingItem(t, t, 6 - n) for n, t in enumerate(TITLES, 1)])


A, BB, C = [97, 10], [98, 98, 10], [99, 10]


@pytest.mark.parametrize(
    ("style", "answers", "tree"),
    [
        ("text", "titles", Tree([1, 87, *A, *BB, *C], [], [2, 3, 4, 5, 6, 7, 8])),
        ("text", "labels", Tree([1, 87, *A, *BB], [(2, [1000]), (4, [1001]), (7, [1002])])),
        ("hybrid", "titles", Tree([1, 87, *A, -1, *BB, -2, *C, -3], [], [2, 3, 5, 6, 7, 9, 10])),
        (
            "hybrid",
            "labels",
            Tree([1, 87, *A, -1, *BB, -2], [(2, [1000]), (5, [1001]), (9, [1002])]),
        ),
        ("compact", "titles", Tree([1, 87, -1, -2], [(2, A), (3, BB), (4, C)])),
        ("compact", "labels", Tree([1, 87, -1, -2], [(2, [1000]), (3, [1001]), (4, [1002])])),
    ],
)
def test_a_sequence_in_each_style(style: str, answers: str, tree: Tree) -> None:
    assert make(style, answers).sequence([1, 2, 3], [True] * 3) == tree


def test_an_answer_without_its_year_is_learnt_up_to_it() -> None:
    layout = PromptFormat(history_header="W", plain_years=True, years_in_answers=False)
    builder = PromptBuilder(layout, lambda text: [ord(c) for c in text], 1)
    rows = RowMaker(builder, [TrainingItem(n, f"{n} (1999)", 1) for n in "ab"])
    a, b = ([ord(c) for c in f"{n} 1999\n"] for n in "ab")
    assert rows.sequence([1, 2], [True] * 2) == Tree([1, 87, *a, *b], [], [2, 3, 9, 10])
    asked = rows.question(Question([1], [2, 1], []))
    assert asked.spine == [1, 87, *a, *b, *a[:2]]
    assert asked.spine_answers == [9, 10, 16, 17]


@pytest.mark.parametrize(
    ("soft", "tree"),
    [
        ([True, False, True], Tree([1, 87, -1, *BB], [(2, A), (6, C)], [3, 4, 5])),
        ([True, True, False], Tree([1, 87, -1, -2, *C], [(2, A), (3, BB)], [4, 5])),
        ([False] * 3, Tree([1, 87, *A, *BB, *C], [], [2, 3, 4, 5, 6, 7, 8])),
    ],
)
def test_items_without_soft_tokens_are_titles_in_compact_rows(soft: list[bool], tree: Tree) -> None:
    assert make("compact").sequence([1, 2, 3], soft) == tree


@given(
    style=st.sampled_from(STYLES),
    answers=st.sampled_from(ANSWERS),
    rows=st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=9),
)
def test_every_item_is_learnt_once_after_exactly_the_items_before(
    style: str, answers: str, rows: list[tuple[int, bool]]
) -> None:
    sequence, soft = [item for item, _ in rows], [may for _, may in rows]
    tree = make(style, answers).sequence(sequence, soft)
    learnt = [(tuple(tree.spine[:place]), tree.spine[place]) for place in tree.spine_answers]
    for seen, ids in tree.branches:
        learnt += [((*tree.spine[:seen], *ids[:n]), token) for n, token in enumerate(ids)]
    expected = []
    before = [1, 87]
    for item, may in rows:
        title = [*map(ord, TITLES[item - 1]), 10]
        answer = [999 + item] if answers == "labels" else title
        expected += [((*before, *answer[:n]), token) for n, token in enumerate(answer)]
        token = [-item] if style != "text" and may and item != 6 else []
        before += token if style == "compact" and token else [*title, *token]
    assert Counter(learnt) == Counter(expected)


def test_a_question_s_answers_are_the_targets_in_order_then_the_ranked() -> None:
    tree = make("compact", "labels").question(Question([1, 2], [3, 4], []), rank=[5, 6])
    assert tree == Tree(
        [1, 87, -1, -2, -3], [(4, [1002]), (5, [1003]), (4, [1004]), (4, [1005])], [], [1, 2]
    )
    # As text alone the targets continue the list of titles: learnt where they stand, once.
    tree = make("compact", "titles").question(Question([1, 2], [3, 4], []), soft=False)
    spine = [1, 87, *A, *BB, *C, 100, 100, 10]
    assert tree == Tree(spine, [], [7, 8, 9, 10, 11], [1, 2])
    # Ranked ones leave the history's end, so there the first target does so too.
    tree = make("compact", "titles").question(Question([1, 2], [3], []), soft=False, rank=[4])
    assert tree == Tree([1, 87, *A, *BB], [(7, C), (7, [100, 100, 10])], [], [1, 2])


def test_a_question_lists_candidates_where_the_format_does() -> None:
    maker = make("hybrid", candidates_in_prompt=True, candidates_header="C", answer_header="!")
    tree = maker.question(Question([1], [3], [3, 6]), rank=[2])
    spine = [1, 87, *A, -1, 67, *C, -3, 102, 102, 102, 10, 33]
    assert tree == Tree(spine, [(len(spine), C), (len(spine), BB)], [], [1])


def test_texts_lead_from_the_title_to_the_words_and_back() -> None:
    builder = make("compact", "labels").builder
    forth, back = text_trees(builder, "Q", "xyz!", 4, limit=3)
    assert forth == Tree([1, 87, 81, 10, 120, 121, 122], [], [4, 5, 6])
    assert back == Tree([1, 87, 120, 121, 122, 10], [(6, [81, 10]), (6, [1003])], [2, 3, 4, 5])
    _, outside = text_trees(builder, "Q", "xyz!", 0, limit=3)
    assert outside.branches == [(6, [81, 10])]
    _, unlabelled = text_trees(make("text").builder, "Q", "xyz!", 4, limit=3)
    assert unlabelled.branches == [(6, [81, 10])]


sequences = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=40), min_size=1, max_size=4)


@given(sequences=sequences, room=st.integers(1, 15), seed=st.integers(0, 999))
def test_pieces_cover_every_item_once_in_order_and_fit(
    sequences: list[list[int]], room: int, seed: int
) -> None:
    sizes = [1, 2, 3, 4, 5, 1, 2, 3, 20]
    pieces = cut_sequences(sequences, sizes, room, random.Random(seed))
    assert [i for piece in pieces for i in piece] == [i for s in sequences for i in s]
    for piece in pieces:
        assert len(piece) == 1 or sum(sizes[i - 1] for i in piece) <= room
    # No piece mixes two people's items.
    for sequence in sequences:
        taken = 0
        while taken < len(sequence):
            taken += len(pieces.pop(0))
        assert taken == len(sequence)


def test_the_first_cut_is_at_random() -> None:
    sequence = list(range(1, 10))
    firsts = {
        len(cut_sequences([sequence], [1] * 9, 9, random.Random(seed))[0]) for seed in range(200)
    }
    assert firsts == set(range(1, 10))


@given(
    history=st.lists(st.integers(1, 30), max_size=40),
    target=st.integers(1, 30),
    n=st.integers(0, 25),
    seed=st.integers(0, 99),
)
def test_drawn_items_are_new_and_distinct(
    history: list[int], target: int, n: int, seed: int
) -> None:
    drawn = draw_items(target, history, 30, n, random.Random(seed))
    assert len(drawn) == len(set(drawn)) == min(n, 30 - len({target, *history}))
    assert not {target, *history} & set(drawn)
    assert all(1 <= item <= 30 for item in drawn)
