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


def test_a_line_for_each_field_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="'Title: Ash' stands where a column's name is expected"):
        read(tmp_path, "Title: Ash\nDate: 2024-05-01\n\nTitle: Elm\nDate: 2024-05-02\n")


@pytest.mark.parametrize("day", ["May 2024", "2024-05-01"])
def test_a_header_may_have_days(tmp_path: Path, day: str) -> None:
    assert read(tmp_path, f"Title,My Rating,{day}\nHeat,4,x\nAsh,2,\n") == [("Heat", 4), ("Ash", 2)]


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


@pytest.mark.parametrize(
    "header",
    [
        *("Titel;Jaar;Beoordeling;Gezien op", "Titel;År;Betyg;Sedd", "Tittel;År;Karakter;Dato"),
        *("Titel;År;Bedømmelse;Dato", "Nimi;Vuosi;Arvosana;Katsottu", "Naslov;Godina;Ocjena;Datum"),
        *("Název;Rok;Hodnocení;Datum", "Cím;Év;Értékelés;Dátum", "Başlık;Yıl;Puan;Tarih"),
        *("Назва;Рік;Оцінка;Дата", "Τίτλος;Έτος;Βαθμολογία;Ημερομηνία", "שם;שנה;דירוג;תאריך"),
        *("العنوان;السنة;التقييم;التاريخ", "Tên phim;Năm;Đánh giá;Ngày xem"),
        *("Judul;Tahun;Nilai;Tanggal", "Titolo;Anno;Voto;Data visione"),
    ],
)
def test_columns_are_called_so_in_many_languages(tmp_path: Path, header: str) -> None:
    text = f"{header}\nKiln;1995;4;24.11.2025\nAsh;1979;2;25.11.2025\n"
    assert read(tmp_path, text) == [("Kiln (1995)", 4.0), ("Ash (1979)", 2.0)]


@pytest.mark.parametrize("name", ["状态", "Regalfach", "X"])
def test_a_column_of_states_is_known_by_its_values(tmp_path: Path, name: str) -> None:
    text = f"title,{name},date\nKiln,看过,2025-11-24\nAsh,想看,2025-11-25\nClay,看过,2025-11-26\n"
    assert [item for item, _ in read(tmp_path, text)] == ["Kiln", "Clay"]


def test_values_that_are_states_by_chance_are_none(tmp_path: Path) -> None:
    # No wish is among them: what was read and heard all counts.
    text = "title,how,date\nKiln,read,2025-11-24\nAsh,heard,2025-11-25\n"
    assert [item for item, _ in read(tmp_path, text)] == ["Kiln", "Ash"]


@pytest.mark.parametrize("name", ["Member", "Account", "email", "Benutzer", "用户"])
def test_several_people_are_not_one(tmp_path: Path, name: str) -> None:
    text = f"{name},title,date\nann,Kiln,2025-11-24\nbob,Ash,2025-11-25\n"
    histories, _ = imported(DelimitedSource(write(tmp_path / "x", text), "csv"), tmp_path / "o")
    assert {user: [e.item_id for e in h] for user, h in histories.items()} == {
        "ann": ["Kiln"],
        "bob": ["Ash"],
    }


def test_a_progress_of_no_percent_is_none(tmp_path: Path) -> None:
    text = "title,progress,date\nKiln,100%,2025-11-24\nAsh,0 %,\nClay,45%,\n"
    assert [item for item, _ in read(tmp_path, text)] == ["Clay", "Kiln"]
