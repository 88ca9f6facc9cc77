"""Layouts of programs' files, each for a kind: no header, lists in fields, what stands above."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.delimited import DelimitedSource, Format


def read(folder: Path, text: str, format: Format = "csv") -> list[tuple[str, float | None]]:
    """Return the items of a file, oldest first, with their ratings."""
    histories, _ = imported(DelimitedSource(write(folder / "x", text), format), folder / "o.db")
    return [(event.item_id, event.rating) for event in histories["me"]]


@pytest.mark.parametrize(
    "first",
    ["2025-11-24 16:00:00.1234567\tu\td1\tMovie\tHeat", "Heat\t24.11.2025 18:30\tMovie\tx\ty"],
)
def test_a_row_is_no_header(tmp_path: Path, first: str) -> None:
    # As a media server's plugin writes them: no line of names.
    text = f"{first}\n{first.replace('Heat', 'Ash')}\n"
    with pytest.raises(SourceError, match="stands where a column's name is expected"):
        read(tmp_path, text)


def test_what_stands_two_levels_above_an_episode_is_its_show(tmp_path: Path) -> None:
    text = (
        "date,title,parent_title,grandparent_title,media_type\n"
        "1764000000,Heat,,,movie\n"
        "1764010000,Secrets,Season 1,Dark,episode\n"
        "1764020000,Ghost,LP,Lanterns,track\n"
    )
    assert [item for item, _ in read(tmp_path, text)] == ["Heat", "Dark", "Lanterns - Ghost"]


def test_lists_of_names_are_read_as_one_text(tmp_path: Path) -> None:
    made = [
        {"title": "Kiln", "authors": ["A Roe", "B Ray"], "genres": [{"name": "Clay"}], "date": 1},
        {"title": "Ash", "authors": [{"name": "C Orr"}], "genres": ["Fire", None], "date": 2},
    ]
    path = write(tmp_path / "x.json", json.dumps(made))
    source = DelimitedSource(path, "jsonl")
    imported(source, tmp_path / "o.db")
    assert [(i.creator, i.genres) for i in source.items()] == [
        ("A Roe, B Ray", "Clay"),
        ("C Orr", "Fire"),
    ]


def test_a_film_in_an_object_of_its_own(tmp_path: Path) -> None:
    made = {"film": {"title": "Heat", "year": 1995, "directors": [{"name": "M"}]}, "rating": 5}
    assert read(tmp_path, json.dumps([made]), "jsonl") == [("Heat (1995)", 5.0)]


def test_shelves_and_marks_in_portuguese_and_without_accents(tmp_path: Path) -> None:
    text = "Título;Estante;Nota\nDuna;Lido;5\nEmma;Quero ler;0\n"
    assert read(tmp_path, text) == [("Duna", 5.0)]
    (tmp_path / "o.db").unlink()
    text = "Titre;Statut;Note\nDune;Lu;5\nEmma;A lire;0\nIda;Abandonne;0\n"
    assert read(tmp_path, text) == [("Dune", 5.0)]


def test_orders_have_a_product_a_day_and_a_state(tmp_path: Path) -> None:
    text = (
        "Order Date,Ship Date,ASIN,Order Status,Product Name\n"
        "2025-11-24T10:00:00Z,2025-11-25T10:00:00Z,B01,Closed,Kiln\n"
        "2025-11-20T10:00:00Z,2025-11-28T10:00:00Z,B02,Closed,Ash\n"
        "2025-11-23T10:00:00Z,,B03,Cancelled,Clay\n"
    )
    histories, items = imported(DelimitedSource(write(tmp_path / "x", text), "csv"), tmp_path / "o")
    assert [event.item_id for event in histories["me"]] == ["B02", "B01"]
    assert {item.title for item in items} == {"Kiln", "Ash"}


def test_what_was_loved_is_no_play(tmp_path: Path) -> None:
    rows = [
        {"timeMs": 1764000000000, "artist": "Lanterns", "track": "Ghost", "event": "scrobble"},
        {"timeMs": 1764000100000, "artist": "Lanterns", "track": "Words", "event": "love"},
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    assert [item for item, _ in read(tmp_path, text, "jsonl")] == ["Lanterns - Ghost"]
