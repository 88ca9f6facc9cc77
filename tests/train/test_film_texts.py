"""The table of films by their paragraphs: nearest are those that are told of alike."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import torch

from ilora_train.neighbours import FLOOR
from ilora_workshop.film_texts import CLOSE, read_paragraphs, text_neighbours

TITLES = ["Red Reef (1990)", "Low Tide (1991)", "Gold Rush (1992)", "Dust (1993)", "Mute (1994)"]
PARAGRAPHS = [
    "Divers near the reef hunt treasure under water.",
    "Divers die under water, hunted by something.",
    "A town rush begins: dust and gold in the desert.",
    "Dust covers a town in the desert. Red reef, treasure!",
    "",
]


def test_nearest_are_those_that_share_rare_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ilora_workshop.film_texts.LEAST_FILMS", 2)
    monkeypatch.setattr("ilora_workshop.film_texts.LARGEST_SHARE", 0.5)
    table = text_neighbours(TITLES, PARAGRAPHS, 2)
    items, values = table.get_buffer("items"), table.get_buffer("values") * CLOSE / FLOOR
    # Not "reef", a title's own word there, nor "the", which most have.
    assert items[1:5].tolist() == [[2, 4], [1, 0], [4, 0], [3, 1]]
    assert values[2, 0] == values[1, 0]
    assert 0.5 < values[1, 0] < 1
    assert values[1, 1] < values[4, 0]
    assert items[5].tolist() == [0, 0]
    evidence = table.evidence(torch.tensor([[1]]), torch.tensor(1.0))[0]
    assert evidence.argmax() == 1
    assert evidence[4] == 0


def test_of_fewer_films_than_are_kept_each_has_all() -> None:
    table = text_neighbours(TITLES, PARAGRAPHS)
    assert table.get_buffer("items").shape == (6, 5)
    assert text_neighbours([], []).get_buffer("items").shape == (1, 0)


def test_paragraphs_are_found_by_title_and_year(tmp_path: Path) -> None:
    entry = {"title": "Dust", "genres": ["Western"], "cast": ["Someone"]}
    films = [entry | {"year": year, "extract": f"Of {year}."} for year in (1990, 1993)]
    (tmp_path / "movies-1990s.json.gz").write_bytes(gzip.compress(json.dumps(films).encode()))
    assert read_paragraphs(tmp_path, ["Dust (1993)", "Dust (1990)"]) == ["Of 1993.", "Of 1990."]
    with pytest.raises(KeyError, match="1994"):
        read_paragraphs(tmp_path, ["Dust (1994)"])
