"""Texts about films that nobody ever made."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest
from tiny import tiny_recipe

from ilora_edge.errors import RecipeError
from ilora_edge.prompt import PromptBuilder
from ilora_train.data import TrainingItem
from ilora_train.knowledge import Text, read_texts, text_rows
from ilora_train.rows import RowMaker

ITEMS = [
    TrainingItem("i1", "The Amber Ferry (1961)", 9),
    TrainingItem("i2", "Amber Ferry II, The (1964)", 8),
    TrainingItem("i3", "Nine Quiet Wolves (1987)", 7),
    TrainingItem("i4", "Nine Quiet Wolves (1999)", 6),
    TrainingItem("i5", "L'Heure Bleue (Blue Hour, The) (1972)", 5),
    TrainingItem("i6", "No Year At All", 4),
]


def film(title: str, year: object, **more: object) -> dict[str, object]:
    return {"title": title, "year": year, "cast": [], "genres": [], "extract": "", **more}


def write(folder: Path, name: str, films: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(gzip.compress(json.dumps(films).encode()))
    return folder


def test_texts_of_the_catalogue_come_first_and_say_what_is_known(tmp_path: Path) -> None:
    write(
        tmp_path,
        "movies-1960s.json.gz",
        [
            film("Zinc Parade", 1965, extract="A parade."),
            film(
                "The Amber Ferry",
                1961,
                genres=["Drama", "Noir"],
                cast=["Ada Quill", "Bo Reed", "Cy Sand", "Di Tarn", "Ed Umber"],
                extract="A ferry\nis late.",
            ),
        ],
    )
    write(tmp_path, "movies-1980s.json.gz", [film("Nine Quiet Wolves", 1987, cast=["Flo Vane"])])
    write(tmp_path, "notes-1980s.json.gz", [film("Not Read", 1987, extract="x")])
    assert read_texts(tmp_path, ITEMS) == [
        Text(
            "The Amber Ferry (1961)",
            "Drama, Noir. Ada Quill, Bo Reed, Cy Sand, Di Tarn. A ferry\nis late.",
            1,
        ),
        Text("Nine Quiet Wolves (1987)", "Flo Vane", 3),
        Text("Zinc Parade (1965)", "A parade.", 0),
    ]


@pytest.mark.parametrize(
    ("title", "year", "index"),
    [
        ("The Amber Ferry", 1961, 1),
        ("The Amber Ferry", 1960, 1),
        ("The Amber Ferry", 1962, 1),
        ("The Amber Ferry", 1963, 0),
        ("The Amber Ferry", 1959, 0),
        ("Amber Ferry", 1961, 1),
        ("Amber Ferry, The", 1961, 1),
        ("AMBER FERRY!", "1961", 1),
        ("The Amber Ferry II", 1964, 2),
        ("The Amber Ferry", 1964, 0),
        ("Nine Quiet Wolves", 1988, 3),
        ("Nine Quiet Wolves", 1998, 4),
        ("Nine Quiet Wolves", 1993, 0),
        ("L'heure bleue", 1972, 5),
        ("No Year At All", 1980, 0),
        ("Nine Quiet", 1987, 0),
    ],
)
def test_a_film_is_an_item_where_title_and_about_the_year_agree(
    tmp_path: Path, title: str, year: object, index: int
) -> None:
    write(tmp_path, "movies-all.json.gz", [film(title, year, extract="Words.")])
    assert [text.index for text in read_texts(tmp_path, ITEMS)] == [index]


def test_the_very_year_is_preferred(tmp_path: Path) -> None:
    items = [TrainingItem(str(y), f"Twin Gates ({y})", 1) for y in (1990, 1991, 1992)]
    write(tmp_path, "movies-all.json.gz", [film("Twin Gates", 1991, extract="Words.")])
    assert [text.index for text in read_texts(tmp_path, items)] == [2]


@pytest.mark.parametrize(
    "broken",
    [
        {"title": "No Year"},
        {"year": 1990},
        {"title": "Bad Year", "year": "soon", "extract": "x"},
        {"title": "No Year", "year": None, "extract": "x"},
        {"title": "Endless", "year": float("inf"), "extract": "x"},
        {"title": "Cast Of One", "year": 1990, "cast": 5},
        film("Nothing Is Known", 1990),
        film("Nothing Is Known", 1990, extract=None),
        "a film",
        None,
        7,
        [],
    ],
)
def test_a_film_that_says_nothing_is_passed_over(tmp_path: Path, broken: object) -> None:
    write(tmp_path, "movies-all.json.gz", [broken, film("Zinc Parade", 1965, extract="A.")])
    assert [text.title for text in read_texts(tmp_path, ITEMS)] == ["Zinc Parade (1965)"]


def test_half_a_character_is_no_reason_to_stop(tmp_path: Path) -> None:
    write(tmp_path, "movies-all.json.gz", [film("Zinc \ud800", 1965, extract="A \udc00 word")])
    (text,) = read_texts(tmp_path, ITEMS)
    assert text.words == "A ? word"
    text.words.encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        gzip.compress(b"[{]"),
        gzip.compress(b'{"title": "x"}'),
        gzip.compress(b"[]")[:-5],
        gzip.compress(b"[" * 100_000),
        gzip.compress(b'["\xff"]'),
        gzip.compress(b"[1, 2]")[:12] + b"\x00\x01\x02" * 9,
    ],
)
def test_a_file_that_is_none_is_named_in_one_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "movies-bad.json.gz").write_bytes(data)
    with pytest.raises(RecipeError, match=r"movies-bad\.json\.gz") as refused:
        read_texts(tmp_path, ITEMS)
    assert "\n" not in str(refused.value)


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(RecipeError, match=r"backbone\.texts: holds no movies"):
            read_texts(folder, ITEMS)


def test_an_epoch_has_the_catalogue_s_texts_before_others() -> None:
    recipe = tiny_recipe()
    builder = PromptBuilder(recipe.prompt, lambda text: [ord(c) for c in text], 1)
    maker = RowMaker(builder, ITEMS)
    texts = [Text(f"Known {n} (1990)", "abcdefghij", n) for n in (1, 2, 3)]
    texts += [Text(f"Other {n} (1990)", "klmnopqrst", 0) for n in range(9)]

    def words(n: int, seed: int = 0) -> list[str]:
        trees = text_rows(texts, maker, n, 8, random.Random(seed))
        assert len(trees) == 2 * min(n, 12)
        return ["".join(map(chr, tree.spine[-8:])) for tree in trees[::2]]

    assert words(2) == ["abcdefgh"] * 2
    assert words(5) == ["abcdefgh"] * 3 + ["klmnopqr"] * 2
    assert words(50) == ["abcdefgh"] * 3 + ["klmnopqr"] * 9
