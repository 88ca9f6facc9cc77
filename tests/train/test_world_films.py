"""The list of films of the rest of the world: its lines, their places, and their other titles."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from ilora_edge.errors import SourceError
from ilora_edge.matching.title_keys import title_key
from ilora_workshop import world_films
from ilora_workshop.film_facts import KEPT, read_entries, read_films
from ilora_workshop.film_texts import read_paragraphs
from ilora_workshop.world_films import COLUMNS, PLACES, other_titles, world_entries

FACTS = Path(__file__).parents[3] / "shared" / "data" / "wikipedia-movies"
HEADER = "\t".join(COLUMNS)
LINES = (
    "1954\tFar Rice\tTooi kome|Rice\tJapan\tDrama\tA. Director\tB. Actor\tfarmers\t1",
    "1955\tNear Rice\t\tJapan\tDrama\tC. Director\tD. Actor\tfarmers\t1",
    "1956\tHigh Rice\t\tJapan\tDrama\tA. Director\tE. Actor\tfarmers\t1",
)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


def test_a_film_is_as_the_collections_are(tmp_path: Path) -> None:
    entry = world_entries(write(tmp_path / "films.tsv", *LINES))[0]
    assert (entry["title"], entry["year"], entry["genres"]) == ("Far Rice", 1954, ["Drama"])
    assert entry["other_titles"] == ("Tooi kome", "Rice")
    assert entry["cast"] == ["B. Actor", "A. Director"]
    assert "farmers" in entry["extract"]


def test_first_of_a_class_are_those_whose_people_made_most(tmp_path: Path) -> None:
    entries = world_entries(write(tmp_path / "films.tsv", *LINES))
    first, last = PLACES["1"]
    places = {entry["title"]: entry["place"] for entry in entries}
    assert places["Near Rice"] == max(places.values()) < last
    assert places["Far Rice"] == first


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((LINES[0], LINES[1].replace("\t1", "\t4")), "line 3"),
        ((LINES[0].removesuffix("\t1"),), "line 2"),
        ((LINES[0] + "\tmore",), "line 2"),
    ],
)
def test_a_line_that_lacks_something_is_named(
    tmp_path: Path, lines: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        world_entries(write(tmp_path / "films.tsv", *lines))


def test_the_header_is_checked(tmp_path: Path) -> None:
    (tmp_path / "films.tsv").write_text(f"{LINES[0]}\n", encoding="utf-8")
    with pytest.raises(SourceError, match="line 1"):
        world_entries(tmp_path / "films.tsv")


def test_they_stand_between_the_collections_films_and_have_paragraphs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = world_entries(write(tmp_path / "films.tsv", *LINES))
    told = {"genres": ["Western"], "cast": ["Someone"], "extract": "A film."}
    films = [told | {"title": f"Dust {n}", "year": 1990} for n in range(8)]
    films.append(told | {"title": "Far Rice", "year": 1954})
    (tmp_path / "movies-1990s.json.gz").write_bytes(gzip.compress(json.dumps(films).encode()))
    for n, entry in enumerate(others):
        entry["place"] = 2.5 + n / 10
    titles = [film.title for film in read_films(tmp_path, 9, others)]
    # What the collection has stands once, where it has it.
    assert Counter(titles)["Far Rice (1954)"] == 1
    assert set(titles[3:5]) == {"Near Rice (1955)", "High Rice (1956)"}
    monkeypatch.setattr("ilora_workshop.film_facts.world_entries", lambda: others)
    found = read_paragraphs(tmp_path, ["Near Rice (1955)", "Dust 3 (1990)"])
    assert "farmers" in found[0]
    assert found[1] == "A film."


def test_what_tells_no_film_apart_is_no_other_title(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (
        "1954\tOne\tUno|Shared|Three|Uno!\tItaly\tDrama\tA\tB\tx\t1",
        "1954\tTwo\tShared\tItaly\tDrama\tA\tB\tx\t1",
        "1955\tFour\tUno\tItaly\tDrama\tA\tB\tx\t1",
        "1956\tNot kept\tCinque\tItaly\tDrama\tA\tB\tx\t1",
    )
    entries = world_entries(write(tmp_path / "films.tsv", *lines))
    monkeypatch.setattr(world_films, "world_entries", lambda: entries)
    listed = tmp_path / "others.tsv"
    listed.write_text("year\ttitle\tother_titles\n1954\tTwo\tDue|Uno\n1999\tNone\tNo\n")
    monkeypatch.setattr(world_films, "OTHER_TITLES", listed)
    titles = ["Three (1954)", "Two (1954)", "One (1954)", "Four (1955)"]
    # Uno of 1954 is two films'.
    assert other_titles(titles) == {"Due (1954)": 2, "Uno (1955)": 4}


def test_what_has_other_titles_is_a_film_of_a_list() -> None:
    if not FACTS.is_dir():
        pytest.skip("the collection's folder is absent")
    known = {(entry["title"], entry["year"]) for entry in (*read_entries(FACTS), *world_entries())}
    with world_films.OTHER_TITLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 100
    assert [row for row in rows if (row["title"], int(row["year"])) not in known] == []
    assert all(row["other_titles"] for row in rows)


def test_the_list_is_whole() -> None:
    entries = world_entries()
    assert len(entries) > 1800
    titles = [title_key(f"{entry['title']} ({entry['year']})") for entry in entries]
    assert len(set(titles)) == len(titles)
    for entry in entries:
        assert 1930 <= entry["year"] <= 2026, entry
        assert entry["genres"], entry
        assert set(entry["genres"]) <= set(KEPT), entry
        texts = [entry["title"], *entry["other_titles"], *entry["genres"], *entry["cast"]]
        assert all(text == text.strip() != "" for text in texts), entry


def test_the_list_has_no_film_that_the_collection_has() -> None:
    if not FACTS.is_dir():
        pytest.skip("the collection's folder is absent")
    years: dict[str, set[int]] = {}
    for entry in read_entries(FACTS):
        years.setdefault(title_key(entry["title"]).words, set()).add(entry["year"])
    twice = [
        (entry["title"], entry["year"])
        for entry in world_entries()
        if years.get(title_key(entry["title"]).words, set())
        & {entry["year"] - 1, entry["year"], entry["year"] + 1}
    ]
    assert not twice
