"""Real people's rows for the film bundle."""

from __future__ import annotations

import json
from pathlib import Path

import sqlite_utils

from ilora_workshop.film_people import FilmRow, match_films, read_people


def write_splits(folder: Path) -> None:
    titles = [f"{n},Film {n},Film {n},Film {n} (19{80 + n})" for n in range(20)]
    (folder / "items.csv").write_text("\n".join(["id,title,clean_title,raw_title", *titles]))
    row = {"user": 7, "seq": list(range(10)), "next": 10}
    (folder / "val.jsonl").write_text(json.dumps(row) + "\n")


def write_database(path: Path) -> None:
    database = sqlite_utils.Database(path)
    items = database.table("items")
    items.insert_all({"item_id": str(n), "title": f"Film {n - 1}"} for n in range(1, 21))
    rows = [
        # The third of user 7's was not liked; nobody asks user 8.
        {"user_id": user, "item_id": str(n), "timestamp": n, "rating": 2.0 if n == 3 else 4.0}
        for user in ("7", "8")
        for n in range(1, 16)
    ]
    database.table("interactions").insert_all(rows)
    database.close()


def test_films_of_the_bundle_are_told_by_title_and_year(tmp_path: Path) -> None:
    write_splits(tmp_path)
    catalogue = [
        ("Film: 3! (1983)", "w12", 5),
        ("film 3 (1983)", "w2", 7),
        ("Film 4 (1999)", "w1", 6),
    ]
    films = match_films(tmp_path, catalogue)
    assert (films[3].item_id, films[3].encoder_index, films[3].renown) == ("w12", 5, -12.0)
    assert (films[4].item_id, films[4].encoder_index) == ("other-4", None)
    assert films[4].title == "Film 4 (1984)"
    assert films[4].renown < films[3].renown


def test_a_person_has_the_rows_of_the_split_and_others_of_their_history(tmp_path: Path) -> None:
    write_splits(tmp_path)
    write_database(tmp_path / "ml.db")
    own = FilmRow("7", tuple(range(10)), 10)
    assert read_people(tmp_path, "val") == [own]
    rows = read_people(tmp_path, "val", tmp_path / "ml.db", 3)
    assert rows[0] == own
    assert len(rows) == len(set(rows)) == 3
    kept = [n for n in range(15) if n != 2]
    for row in rows[1:]:
        end = kept.index(row.target)
        assert list(row.history) == kept[end - 10 : end]
    assert rows == read_people(tmp_path, "val", tmp_path / "ml.db", 3)
    # There are no more than four after ten films that were liked.
    assert len(read_people(tmp_path, "val", tmp_path / "ml.db", 50)) == 5
