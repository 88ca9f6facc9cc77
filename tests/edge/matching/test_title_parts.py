"""Titles whose parts stand in another order, or with other marks between."""

from __future__ import annotations

from pathlib import Path

import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.matching.matcher import Matcher
from ilora_edge.matching.title_index import TitleIndex, bare_names
from ilora_edge.matching.title_keys import series_of, title_key
from ilora_edge.matching.title_numbers import counted
from ilora_edge.matching.title_parts import keys_of_parts, may_have_parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iris Roe - Clay", "Clay by Iris Roe"),
        ("Iris Roe - Clay", "Roe, Iris - Clay"),
        ("Ursula K. Le Roe - Clay", "Le Roe, Ursula K. - Clay"),
        ("Iris Roe - Clay", "Clay - Iris Roe"),
        ("Iris Roe - Clay", "Clay (Roman) von Iris Roe"),
        ("A & B - Song", "A feat. B - Song"),
        ("A - Song (feat. B)", "B x A - Song"),
        ("The A, B & C - Song", "A, B and C - Song"),
        ("Show - S01E03 - Ash", "Show: S1E3: Ash"),
        ("Show - S01E03 - Ash", "Show 1x03 Ash"),
        ("Clay (Kiln Saga #2)", "Clay: Kiln Saga, Book 2"),
        ("Kiln Clay (Kiln, #2)", "Kiln Clay: Kiln Book 2"),
    ],
)
def test_the_same_parts(one: str, other: str) -> None:
    assert may_have_parts(one)
    assert may_have_parts(other)
    assert keys_of_parts(one) & keys_of_parts(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iris Roe - Clay", "Clay by Otto Roe"),
        ("A & B - Song", "A & C - Song"),
        ("A & B - Song", "A - Song"),
        ("Show - S01E03 - Ash", "Show - S01E05 - Ash"),
        ("Clay (Kiln Saga #2)", "Clay: Kiln Saga, Book 3"),
        ("Stand by Me", "Stand"),
    ],
)
def test_other_parts(one: str, other: str) -> None:
    assert not keys_of_parts(one) & keys_of_parts(other)


def test_most_titles_have_no_parts() -> None:
    titles = ["Alien", "Blade Runner: The Final Cut", "Se7en", "Byzantium", "Fast & Furious (2009)"]
    assert [may_have_parts(title) for title in titles] == [False] * 4 + [False]
    assert series_of("Dune: The Graphic Novel, Book 1") is None
    assert bare_names("Blade Runner") == set()


def test_parts_are_worked_out_when_they_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = ["Iris Roe - Clay", "A & B - Song (2001)", "Clay", "Dr. Roe (1962)", "The 3rd Kiln"]
    items = [CatalogueItem(n, str(n), title, 0, (1,)) for n, title in enumerate(titles, 1)]
    write_catalogue(tmp_path / "catalogue.db", items)
    made: list[TitleIndex] = []
    whole = TitleIndex.parts

    def noted(self: TitleIndex) -> dict[str, list[int]]:
        made.append(self)
        return whole(self)

    monkeypatch.setattr(TitleIndex, "parts", noted)
    matcher = Matcher(Catalogue(tmp_path / "catalogue.db"), [("x", "No such title")])

    def found(title: str, facts: object = None) -> str | None:
        (match,) = matcher.match([("d1", title, facts)])
        return None if match is None else match[0]

    assert found("Clay") == "3"
    assert found("No such") is None
    assert made == []
    assert found("Clay by Iris Roe") == "1"
    assert found("A ft. B - Song", 2001) == "2"
    assert found("A ft. B - Song", 1990) is None
    assert found("Clay (Iris Roe)", '{"creator": "Iris Roe"}') == "1"
    assert found("Doctor Roe", 1962) == "4"
    assert found("The Third Kiln") == "5"
    assert len(made) == 1


def test_shortened_words_and_ordinals() -> None:
    assert counted("dr no and st ember vs 3rd heron") == counted(
        "doctor no and saint ember versus third heron"
    )
    assert counted("room no 9") == counted("room number nine") == "room number 9"
    assert counted("dr no") == "doctor no"


def test_the_year_before_an_edition() -> None:
    assert title_key("Heron House (1958) [Restored]") == title_key("Heron House (1958)")
    assert title_key("Heron House (1958) [Tamil]").year is None
