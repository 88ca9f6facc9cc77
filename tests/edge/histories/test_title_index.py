"""A catalogue's items by name: made once, other names a year at a time."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from ilora_edge.bundle.catalogue import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.matching import Matcher
from ilora_edge.histories.title_index import Entry, TitleIndex, title_index
from ilora_edge.histories.title_keys import other_words

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
    read: list[Catalogue] = []
    whole = Catalogue.titles

    def noted(self: Catalogue) -> Iterator[tuple[str, str]]:
        read.append(self)
        return whole(self)

    monkeypatch.setattr(Catalogue, "titles", noted)
    for _ in range(3):
        matcher = Matcher(catalogue, [("x", "No such title")])
        assert matcher.match([("d1", "Rocky 2", 1979)]) == [("2", "title")]
    assert read == [catalogue]


def test_other_names_are_worked_out_for_the_years_asked_for(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noted(title: str) -> Iterator[str]:
        asked.append(title)
        return other_words(title)

    monkeypatch.setattr("ilora_edge.histories.title_index.other_words", noted)
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
