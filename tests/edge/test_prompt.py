"""Prompts slot by slot, with a tokenizer that anyone can read: one id per character."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilora_edge.bundle.files import read_manifest
from ilora_edge.demo import demo_bundle
from ilora_edge.errors import BundleError
from ilora_edge.prompt import (
    ANSWERS,
    STYLES,
    TITLES_IN_COMPACT,
    PromptBuilder,
    PromptFormat,
    PromptItem,
)

BOS = 1
FIRST_LABEL = 1000


def letters(text: str) -> list[int]:
    return [ord(c) for c in text]


def builder(
    style: str, answers: str = "titles", labels: bool = True, **more: object
) -> PromptBuilder:
    fields: dict[str, object] = {"history_header": "W", "candidates_header": "C", **more}
    layout = PromptFormat(style=style, answers=answers, **fields)  # type: ignore[arg-type]
    return PromptBuilder(layout, letters, BOS, FIRST_LABEL if labels else None)


AB = PromptItem(letters("ab"), 5, soft=True)
COLD = PromptItem(letters("d"), 7, soft=False)
UNKNOWN = PromptItem(letters("c"))


@pytest.mark.parametrize(
    ("style", "slots"),
    [
        ("text", [1, 87, 97, 98, 10, 99, 10, 100, 10]),
        ("hybrid", [1, 87, 97, 98, 10, -5, 99, 10, 100, 10]),
        ("compact", [1, 87, -5, 99, 10, 100, 10]),
    ],
)
def test_each_style_writes_items_its_way_and_strangers_as_titles(
    style: str, slots: list[int]
) -> None:
    assert builder(style).prompt([AB, UNKNOWN, COLD]) == slots


@pytest.mark.parametrize(
    ("style", "slots"),
    [
        ("text", [1, 87, 99, 10, 67, 97, 98, 10, 100, 10, 65]),
        ("hybrid", [1, 87, 99, 10, 67, 97, 98, 10, -5, 100, 10, 65]),
        ("compact", [1, 87, 99, 10, 67, -5, 100, 10, 65]),
    ],
)
def test_candidates_are_listed_in_the_style_too(style: str, slots: list[int]) -> None:
    lists = builder(style, candidates_in_prompt=True, answer_header="A")
    assert lists.prompt([UNKNOWN], [AB, COLD]) == slots


def test_letters_and_marks_are_one_text_however_they_are_encoded() -> None:
    decomposed, composed = "Ame\u0301lie", "Am\u00e9lie"
    assert builder("text").title_ids(decomposed) == letters(composed)
    assert builder("text").text_ids(decomposed) == letters(composed)


def test_only_the_window_is_listed_and_only_it_counts() -> None:
    small = builder("text", history_window=2)
    assert small.prompt([AB, UNKNOWN, COLD]) == [1, 87, 99, 10, 100, 10]
    assert small.prompt([]) == [1, 87]


def test_a_compact_prompt_cuts_its_oldest_where_titles_are_too_many() -> None:
    compact = builder("compact", history_window=50)
    # Room: ten titles of thirty ids and an end, and forty soft tokens: 350 slots; 11 * 31 = 341.
    strangers = [PromptItem([200 + n] * 30) for n in range(12)]
    kept = [slot for n in range(1, 12) for slot in [*[200 + n] * 30, 10]]
    assert compact.prompt(strangers) == [1, 87, *kept]
    # Soft tokens are slots like others: nine newer ones fit beside the eleven titles.
    soft = [PromptItem(letters("ab"), n, True) for n in range(1, 10)]
    assert compact.prompt([*strangers, *soft]) == [1, 87, *kept, *range(-1, -10, -1)]
    soft.append(PromptItem(letters("ab"), 10, True))
    assert compact.prompt([*strangers, *soft]) == [1, 87, *kept[31:], *range(-1, -11, -1)]
    assert TITLES_IN_COMPACT == 10


def test_what_is_older_than_the_window_changes_nothing() -> None:
    compact = builder("compact", history_window=12)
    strangers = [PromptItem([200 + n] * 30) for n in range(12)]
    # The device reads the window alone; the workshop hands over the whole history.
    longer = [PromptItem([300] * 90), *strangers]
    assert compact.prompt(longer) == compact.prompt(strangers)
    assert len(compact.prompt(strangers)) == 2 + 10 * 31


items = st.builds(
    PromptItem,
    st.lists(st.integers(11, 99), min_size=1, max_size=12),
    st.integers(1, 40),
    st.booleans(),
)


@given(
    history=st.lists(items, max_size=40),
    candidates=st.lists(items, max_size=6),
    style=st.sampled_from(STYLES),
    window=st.integers(1, 30),
    listed=st.booleans(),
)
def test_no_prompt_is_longer_than_the_room_made_for_it(
    history: list[PromptItem],
    candidates: list[PromptItem],
    style: str,
    window: int,
    listed: bool,
) -> None:
    maker = builder(style, history_window=window, candidates_in_prompt=listed)
    prompt = maker.prompt(history, candidates)
    longest = max((len(i.title_ids) for i in [*history, *candidates]), default=0)
    assert len(prompt) <= maker.max_prompt_tokens(longest, len(candidates))
    assert prompt == maker.prompt(history[-window:], candidates)


@given(
    history=st.lists(items, max_size=12),
    style=st.sampled_from(STYLES),
    room=st.integers(0, 80),
)
def test_prompt_and_answer_fit_the_context_and_only_the_oldest_is_cut(
    history: list[PromptItem], style: str, room: int
) -> None:
    whole = builder(style, max_title_tokens=12)
    context = len(whole.prompt([])) + room + whole.max_answer_tokens(12)
    cut = PromptBuilder(whole.format, letters, BOS, FIRST_LABEL, context)
    assert cut.max_tokens is not None
    prompt = cut.prompt(history)
    window = history[-whole.format.history_window :]
    shorter = [whole.prompt(window[n:]) for n in range(len(window) + 1)]
    assert prompt == next(p for p in shorter if len(p) <= cut.max_tokens)
    assert len(prompt) + cut.max_answer_tokens(12) <= context
    assert len(prompt) <= cut.max_prompt_tokens(12, 0) <= whole.max_prompt_tokens(12, 0)


@pytest.mark.parametrize("style", STYLES)
def test_answers_are_titles_unless_every_candidate_has_a_label(style: str) -> None:
    titles = [[97, 98, 10], [100, 10], [99, 10]]
    everyone: Sequence[PromptItem] = [AB, COLD, UNKNOWN]
    with_labels = builder(style, "labels")
    assert with_labels.answers([AB, COLD]) == [[1004], [1006]]
    assert with_labels.answers(everyone) == titles, "one has none, so nobody's is used"
    assert with_labels.answers([]) == []
    assert builder(style, "titles").answers([AB, COLD]) == titles[:2]
    assert builder(style, "labels", labels=False).answers([AB, COLD]) == titles[:2]
    with pytest.raises(ValueError, match="no labels"):
        builder(style, labels=False).label(1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("style", "verse"),
        ("style", ""),
        ("style", 1),
        ("answers", "smells"),
        ("answers", None),
        ("history_window", 0),
        ("history_window", True),
        ("max_title_tokens", 1001),
        ("soft", True),
    ],
)
def test_a_manifest_s_prompt_must_be_known(field: str, value: object) -> None:
    known = PromptFormat(style="compact", answers="labels").to_json()
    assert PromptFormat.from_json(known) == PromptFormat(style="compact", answers="labels")
    with pytest.raises(BundleError) as refused:
        PromptFormat.from_json({**known, field: value})
    assert "\n" not in str(refused.value)
    assert "manifest.json" in str(refused.value)


def test_fields_that_older_manifests_lack_have_their_old_meaning() -> None:
    old = {"history_window": 3, "history_header": "Seen:\n"}
    read = PromptFormat.from_json(old)
    assert (read.style, read.answers, read.history_window) == ("text", "titles", 3)
    assert set(STYLES) == {"text", "hybrid", "compact"}
    assert set(ANSWERS) == {"titles", "labels"}


def test_the_demo_s_manifest_opens_whatever_version_wrote_it(tmp_path: Path) -> None:
    data = json.loads((demo_bundle() / "manifest.json").read_text())
    for newer in ("first_label_id", "file", "size", "layout_sha256"):
        data["backbone"].pop(newer, None)
    (tmp_path / "manifest.json").write_text(json.dumps(data))
    expected = read_manifest(demo_bundle())
    backbone = replace(expected.backbone, first_label_id=None, layout_sha256=None)
    assert read_manifest(tmp_path) == replace(expected, backbone=backbone)


def test_a_long_title_is_cut_and_none_is_empty() -> None:
    made = builder("text", max_title_tokens=5)
    assert made.title_ids("abcdefgh") == letters("abcde")
    assert made.title_ids("abc") == letters("abc")
    assert builder("text").title_ids(" \x1b ") == letters("unknown")
    assert builder("text", plain_years=True).title_ids("1917 (2019)") == letters("1917 2019")


@pytest.mark.parametrize(
    ("title", "plain", "answer"),
    [
        ("Alien (1979)", True, "Alien "),
        ("Alien (1979)", False, "Alien "),
        ("Blade Runner 2049 (2017)", True, "Blade Runner 2049 "),
        ("1917 (2019)", True, "1917 "),
        # No year, or none that films are of: the end of the line.
        ("Alien", True, "Alien\n"),
        ("1917", True, "1917\n"),
        ("Room 2120", True, "Room 2120\n"),
        ("Alien 1979", False, "Alien 1979\n"),
        ("Alien (1979) (1080p)", False, "Alien (1979) (1080p)\n"),
    ],
)
def test_an_answer_stops_where_its_year_begins(title: str, plain: bool, answer: str) -> None:
    made = builder("text", years_in_answers=False, plain_years=plain)
    whole = builder("text", plain_years=plain)
    item = PromptItem(made.title_ids(title))
    assert made.answers([item]) == [letters(answer)]
    # What is listed has its year whatever is asked of an answer.
    assert made.item(item) == whole.item(item) == whole.answer(item.title_ids)
    assert made.answer(item.title_ids) == whole.answer(item.title_ids)[: len(answer)] or (
        answer.endswith("\n")
    )


def test_a_year_that_is_one_token_is_kept_and_ends_the_answer() -> None:
    def words(text: str) -> list[int]:
        return [
            hash(word) % 1000 + 1 if word.strip() else 0 for word in re.findall(r" ?\S+|\n", text)
        ]

    layout = PromptFormat(years_in_answers=False, plain_years=True)
    made = PromptBuilder(layout, words, BOS)
    ids = made.title_ids("The Thing (1982)")
    assert len(ids) == 3
    assert made.answer(ids) == ids


def test_labels_have_no_years() -> None:
    made = builder("text", "labels", years_in_answers=False)
    assert made.answers([AB, COLD]) == [[1004], [1006]]
