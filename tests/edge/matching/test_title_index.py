"""A catalogue's items by name: made once, other names a year at a time."""

from __future__ import annotations

import gc
import re
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.matching.matcher import Matcher
from ilora_edge.matching.subtitles import main_titles, subtitles
from ilora_edge.matching.title_index import Entry, TitleIndex, bare_names, title_index
from ilora_edge.matching.title_keys import SIMPLE, other_words, title_key, words_of

TITLES = ["Alien (1979)", "Rocky II (1979)", "Rocky III (1982)", "Stalker: The Zone (1979)", "Heat"]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    items = [CatalogueItem(n, str(n), title, 0, (1,)) for n, title in enumerate(TITLES, 1)]
    write_catalogue(tmp_path / "catalogue.db", items)
    return Catalogue(tmp_path / "catalogue.db")


def test_names(catalogue: Catalogue) -> None:
    index = TitleIndex(catalogue)
    assert index.called("alien") == [Entry(1979, "1")]
    assert index.called("heat") == [Entry(None, "5")]
    assert index.called("rocky 2") == []
    assert index.called_otherwise("rocky 2", 1979) == [Entry(1979, "2")]
    assert index.called_otherwise("rocky 3", 1982) == [Entry(1982, "3")]
    assert index.called_otherwise("rocky 3", 1979) == []
    assert index.called_otherwise("stalker", 1979) == [Entry(1979, "4")]
    assert index.called_otherwise("alien", 1979) == []
    assert index.called_otherwise("heat", 1990) == []


def test_titles_are_read_once_for_all_readers(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    whole = Catalogue._read

    def noted(self: Catalogue, query: str, values: Sequence[str | int]) -> Iterator[Any]:
        if "title" in query and "WHERE" not in query:
            read.append(query)
        return whole(self, query, values)

    monkeypatch.setattr(Catalogue, "_read", noted)
    for _ in range(3):
        matcher = Matcher(catalogue, [("x", "No such title")])
        assert matcher.match([("d1", "Rocky 2", 1979)]) == [("2", "title")]
    assert len(read) == 1


def test_other_names_are_worked_out_for_the_years_asked_for(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noted(title: str) -> Iterator[str]:
        asked.append(title)
        return other_words(title)

    monkeypatch.setattr("ilora_edge.matching.title_index.other_words", noted)
    matcher = Matcher(catalogue, [("x", "No such title")])
    matcher.match([("d1", "Alien", 1979), ("d2", "Rocky 3", 1982), ("d3", "Stalker", 2002)])
    assert asked == ["Rocky III (1982)"]


def test_an_index_goes_with_its_catalogue(catalogue: Catalogue, tmp_path: Path) -> None:
    other = Catalogue(tmp_path / "catalogue.db")
    kept = weakref.ref(title_index(other))
    assert title_index(other) is kept()
    assert title_index(catalogue) is not kept()
    other.close()
    del other
    gc.collect()
    assert kept() is None


PIECES = (
    *(
        "Heat",
        "the",
        "II",
        "3",
        "Part",
        "One",
        "or",
        "ft",
        "feat",
        "Redux",
        "redux",
        "K\u212a",
        "é",
    ),
    *(" ", "  ", " ", " ", "\n", ": ", " - ", ", The", "'s", "&", ".", "A.", "-", "_", "se7en"),
    *(" (1995)", "[1995]", " (Live)", " (Heat, #1)", "#2", "S01E02", "Book 2", "\0"),
)
titles = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)


@given(titles)
def test_the_short_way_for_simple_titles_leads_where_the_long_one_does(title: str) -> None:
    def read() -> tuple[object, str, list[list[str]]]:
        several = (other_words(title), main_titles(title), subtitles(title))
        return title_key(title), words_of(title), [[*dict.fromkeys(words)] for words in several]

    short = read()
    with mock.patch("ilora_edge.matching.title_keys.SIMPLE", re.compile("(?!)")):
        assert read() == short


@given(st.lists(titles, min_size=1, max_size=5))
def test_all_titles_are_read_as_each_is_by_itself(several: list[str]) -> None:
    assert SIMPLE.groups == 2
    items = [CatalogueItem(n, str(n), title, 0, (1,)) for n, title in enumerate(several, 1)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.db"
        write_catalogue(path, items)
        with closing(Catalogue(path)) as catalogue:
            index = TitleIndex(catalogue)
    for item in items:
        words, year = title_key(item.title)
        assert Entry(year, item.item_id) in index.called(words)
        for bare in bare_names(item.title) - {words}:
            assert Entry(year, item.item_id) in index.called_barely(bare)
    assert sum(len(index.called(w)) for w in {title_key(t).words for t in several}) == len(several)
