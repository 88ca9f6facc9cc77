"""Which item a person means."""

from __future__ import annotations

import re

import pytest

from ilora_edge.errors import AmbiguousItemError, OptionError
from ilora_edge.histories.naming import ItemFinder, NamedItem, listed

ITEMS = [
    NamedItem("1", "Matrix, The (1999)"),
    NamedItem("2", "The Matrix Reloaded", 2003),
    NamedItem("3", "John Wick (2014)"),
    NamedItem("4", "John Wick: Chapter 2 (2017)"),
    NamedItem("5", "Up (2009)"),
    NamedItem("6", "Upgrade (2018)"),
    NamedItem("7", "Solaris (1972)"),
    NamedItem("8", "Solaris (2002)"),
    NamedItem("9", "Amélie (2001)"),
    NamedItem("42", "Seven"),
    NamedItem("10", "42 (2013)"),
    NamedItem("11", "A.I. \x1b[31m(2001)"),
]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("1", "1"),
        ("matrix", "1"),
        ("THE MATRIX", "1"),
        ("reloaded", "2"),
        ("up", "5"),
        ("upgr", "6"),
        ("solaris (2002)", "8"),
        ("wick 2014", "3"),
        ("chapter 2", "4"),
        ("amelie", "9"),
        ("42", "42"),
        ("42 (2013)", "10"),
    ],
)
def test_ids_titles_and_parts(text: str, item: str) -> None:
    assert ItemFinder(ITEMS).find(text).item_id == item


@pytest.mark.parametrize(("text", "ids"), [("wick", ["3", "4"]), ("Solaris", ["7", "8"])])
def test_what_could_be_several_is_asked(text: str, ids: list[str]) -> None:
    with pytest.raises(AmbiguousItemError) as caught:
        ItemFinder(ITEMS).find(text)
    assert [i for i, _ in caught.value.found] == ids


@pytest.mark.parametrize("text", ["", "  ", "no such thing", "(((", "\ud800"])
def test_what_is_nothing_is_said(text: str) -> None:
    with pytest.raises(OptionError):
        ItemFinder(ITEMS).find(text)


def test_what_is_listed_is_fit_for_a_terminal() -> None:
    assert list(listed([("11", ITEMS[-1].title)])) == ["  11  A.I. [31m(2001)"]
    assert len(list(listed([("1", "x")] * 100))) == 21
    (long,) = listed([("1", "x" * 900)])
    assert long == f"  1  {'x' * 99}\u2026"


def test_the_only_one_that_the_database_has_goes_before_the_bundles() -> None:
    """Who names what is on the shelf need not know what else has that name, and is told."""
    items = [
        NamedItem("a1", "Heat", 1995, is_own=True),
        NamedItem("a2", "Heatwave", 2022, is_own=True),
        NamedItem("a3", "Solaris (1972)", is_own=True),
        NamedItem("a4", "Solaris (2002)", is_own=True),
        NamedItem("f1", "Heat (1986)"),
        NamedItem("f2", "Heat (1972)"),
        NamedItem("f3", "Solaris (1968)"),
        NamedItem("f4", "Red Heat (1988)"),
    ]
    finder, said = ItemFinder(items), list[str]()
    assert finder.find("heat", said.append).item_id == "a1"
    (text,) = said
    assert "Heat (1995), which is in your database" in text
    assert "knows 2 others" in text
    # The year, or more of the title, is another one's.
    said.clear()
    assert finder.find("heat (1986)", said.append).item_id == "f1"
    assert finder.find("red heat", said.append).item_id == "f4"
    assert not said
    # Of two on the shelf nobody knows which; they stand first.
    with pytest.raises(AmbiguousItemError) as caught:
        finder.find("solaris", said.append)
    assert [i for i, _ in caught.value.found] == ["a3", "a4", "f3"]
    assert not said


def test_what_is_a_slip_away_is_asked_about() -> None:
    finder = ItemFinder(ITEMS)
    for typed, meant in (("matrxi", "Matrix, The (1999)"), ("solarsi", "Solaris (1972)")):
        with pytest.raises(OptionError, match=f"did you mean {re.escape(meant)}"):
            finder.find(typed)
    with pytest.raises(OptionError) as caught:
        finder.find("zebra crossing")
    assert "did you mean" not in str(caught.value)
