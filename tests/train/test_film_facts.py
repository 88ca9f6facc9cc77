"""A catalogue of films out of facts: the better known first, its series and cast as stated."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from ilora_edge.errors import SourceError
from ilora_train.simulate import simulate_users
from ilora_workshop.film_facts import read_films


def entry(title: str, year: int, extract: str, **other: Any) -> dict[str, Any]:
    return {
        "title": title,
        "year": year,
        "cast": ["A. Actor", f"Only In {title}"],
        "genres": ["Science Fiction"],
        "extract": extract,
        **other,
    }


def write(folder: Path, entries: list[dict[str, Any]]) -> None:
    with gzip.open(folder / "movies-1980s.json.gz", "wt", encoding="utf-8") as file:
        json.dump(entries, file)


def test_the_better_known_film_comes_first_and_texts_stay_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        [
            entry("Dim Star", 1981, "A film."),
            entry("Far Star", 1982, "It won an Academy Award and is a classic. " * 5),
            entry("Far Star II", 1984, "The sequel to Far Star."),
            entry("Old Star", 1929, "Before the first year."),
            entry("Mute Star", 1985, "Not heard.", genres=["Silent"]),
            entry("Nobody's Star", 1986, "Without actors.", cast=[]),
        ],
    )
    films = read_films(tmp_path, 10)
    titles = [film.title for film in films]
    assert titles[0] == "Far Star (1982)"
    assert set(titles) == {"Far Star (1982)", "Far Star II (1984)", "Dim Star (1981)"}
    assert [film.rank for film in films] == [1, 2, 3]
    assert films[0].genres == ("Sci-Fi",)
    series = {film.title: film.series for film in films}
    assert series["Far Star (1982)"] == series["Far Star II (1984)"] != ""
    assert "Academy" not in repr(films)
    assert len(read_films(tmp_path, 2)) == 2
    users = simulate_users(films, 30, 0)
    first = [user.item_ids[0] for user in users]
    assert first.count("w1") > first.count("w3")


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no"):
        read_films(tmp_path, 10)
    (tmp_path / "movies-1980s.json.gz").write_bytes(b"\x1f\x8b damaged")
    with pytest.raises(SourceError, match="movies-1980s"):
        read_films(tmp_path, 10)


def test_a_title_has_no_markup(tmp_path: Path) -> None:
    style = ".mw-parser-output .frac{top:0}.mw-parser-output .frac .num,.mw-parser-output b{top:1}"
    write(tmp_path, [entry(f"Old Gun {style}33+1\u20443: The Last", 1994, "A film of a gun.")])
    assert [film.title for film in read_films(tmp_path, 3)] == ["Old Gun 33 1/3: The Last (1994)"]
