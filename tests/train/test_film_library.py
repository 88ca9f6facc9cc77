"""A rating set as its people's library: which films stand in it, and what comes next."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.importers.store import write_import
from ilora_workshop.film_library import (
    LEAST_RATINGS,
    part_of,
    read_library,
    read_overviews,
    read_rows,
)

N_FILMS, N_PEOPLE = 14, 12


class Ratings:
    """Everybody watches all films, one after the other, but for the last, which few have."""

    name = "ratings"
    notes: list[str] = []  # noqa: RUF012

    def interactions(self) -> list[tuple[str, str, int, float]]:
        return [
            (f"p{user}", f"f{film}", 100 * user + film, 4.0)
            for user in range(N_PEOPLE)
            for film in range(N_FILMS)
            if film < N_FILMS - 1 or user < LEAST_RATINGS - 1
        ]

    def items(self) -> list[object]:
        from ilora_edge.histories.database import Item

        return [Item(f"f{n}", f"Film {n} (19{n + 60})", "Drama") for n in range(N_FILMS)]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ratings") / "ratings.db"
    write_import(path, Ratings())  # type: ignore[arg-type]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO item_facts (item_id, tmdb) VALUES ('f1', '77')")
    return path


def test_films_that_few_rated_are_left_out_and_known_ones_are_the_bundle_s(
    database: Path, tmp_path: Path
) -> None:
    (tmp_path / "told.csv").write_text('id,overview\n77,"Told of, once"\n78,Other\n')
    overviews = read_overviews(tmp_path / "told.csv")
    library = read_library(database, [("Film 3 (1963)", "w9", 9)], overviews)
    assert set(library.places) == {f"f{n}" for n in range(N_FILMS - 1)}
    found = {item_id: library.films[place] for item_id, place in library.places.items()}
    assert (found["f3"].item_id, found["f3"].encoder_index) == ("w9", 9)
    assert (found["f1"].item_id, found["f1"].encoder_index) == ("other-f1", None)
    assert (found["f1"].overview, found["f2"].overview) == ("Told of, once", "")
    assert found["f2"].genres == "Drama"


def test_rows_are_ten_films_and_the_next_of_one_part_s_people(database: Path) -> None:
    library = read_library(database, [])
    parts = {part: read_rows(database, library, part, 2) for part in ("val", "test")}
    for part, rows in parts.items():
        assert rows
        assert {part_of(row.user) for row in rows} == {part}
        for row in rows:
            assert len(row.history) == 10
            watched = [library.films[place].item_id for place in (*row.history, row.target)]
            numbers = [int(item_id.removeprefix("other-f")) for item_id in watched]
            assert numbers == [*range(numbers[0], numbers[0] + 11)]
    everybody = {row.user for rows in parts.values() for row in rows}
    assert everybody == {f"p{n}" for n in range(N_PEOPLE)}
    assert read_rows(database, library, "val", 2) == parts["val"]
