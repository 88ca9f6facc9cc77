"""What columns and cells mean in lists that people and programs write, kind by kind."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.importers.delimited import DelimitedSource


def read(folder: Path, content: object) -> list[str]:
    """Return person, title, day and rating of each interaction, and what is only seen."""
    is_text = isinstance(content, str)
    text = str(content) if is_text else json.dumps(content)
    source = DelimitedSource(write(folder / "x", text), "csv" if is_text else "jsonl")
    histories, items = imported(source, folder / "x.db")
    titles = {item.item_id: item.title for item in items}
    found = [
        ("" if user == "me" else f"{user}: ")
        + f"{titles[e.item_id]}{_day(e.timestamp)}{_stars(e.rating)}"
        for user, events in histories.items()
        for e in events
    ]
    return found + [f"~{item}" for _, item in sorted(source.seen)]


def _day(time: int) -> str:
    return f" {datetime.fromtimestamp(time, UTC):%Y-%m-%d}" if time > 10**8 else ""


def _stars(rating: float | None) -> str:
    return "" if rating is None else f" {rating:g}"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # A column for each time.
        (
            "Title,Watch 1,Watch 2\nAsh,2024-05-13,2024-06-13\nElm,2024-05-14,\n",
            ["Ash 2024-05-13", "Elm 2024-05-14", "Ash 2024-06-13"],
        ),
        (
            "Title,1st Viewing,2nd Viewing\nAsh,2024-05-13,2024-06-13\n",
            ["Ash 2024-05-13", "Ash 2024-06-13"],
        ),
        # Stars as names, and scales.
        ("Film,★\nAsh,3.5\n", ["Ash 3.5"]),
        ("Movie,My Score (%)\nAsh,80\n", ["Ash 4"]),
        # Questions.
        ("Movie,Seen it?\nAsh,yes\nElm,no\n", ["Ash"]),
        ("Movie,Watched (Y/N),When\nAsh,Y,2024-05-13\nElm,N,\n", ["Ash 2024-05-13"]),
        # States that sort, and those where others have a day or stars.
        ("Movie,Status\nAsh,1 - Watched\nElm,2 - To watch\nOak,3 - Dropped\n", ["Ash", "~Oak"]),
        ("Book,Finished\nAsh,2024-05-13\nElm,DNF\nOak,to read\n", ["Ash 2024-05-13", "~Elm"]),
        ("Book,Rating\nAsh,4\nElm,DNF\n", ["Ash 4", "~Elm"]),
        ("Titre;Note;Envie de voir\nAsh;4,0;non\nElm;;oui\n", ["Ash 4"]),
        ("タイトル,読書状況,読了日\nAsh,読み終わった,2024/05/13\nElm,積読,\n", ["Ash 2024-05-13"]),
        ("Show,Progress\nAsh,Finished\nElm,Not started\nOak,Halfway\n", ["Ash", "Oak"]),
        # How far, how often, how long.
        ("Title,Seen\nAsh,x2\nElm,1\nOak,0\nFir,\n", ["Ash", "Elm"]),
        ("Title,Times seen\nAsh,2\nOak,0\n", ["Ash"]),
        ("Title,Done?\nAsh,TRUE\nElm,FALSE\n", ["Ash"]),
        ("Book,Pages Read,Pages\nAsh,200,200\nElm,0,300\nOak,10,90\n", ["Ash", "Oak"]),
        ("Title,visit_count,last_visit\nAsh,3,2024-05-13\nElm,0,\n", ["Ash 2024-05-13"]),
        (
            "Title,Date Played,Watch Duration (sec)\nAsh,2024-05-13,5400\nElm,2024-05-14,10\n",
            ["Ash 2024-05-13"],
        ),
        # Who watched together.
        (
            'Film,Date,Who\nAsh,2024-05-13,"Ann, Bob"\nElm,2024-05-14,Bob\n'
            "Oak,2024-05-15,Bob & Ann\n",
            ["Ann: Ash 2024-05-13", "Ann: Oak 2024-05-15", "Bob: Ash 2024-05-13",
             "Bob: Elm 2024-05-14", "Bob: Oak 2024-05-15"],
        ),
        ('Film,Who\nAsh,"Doe, Ann"\nElm,"Roe, Bob"\n', ["Doe, Ann: Ash", "Roe, Bob: Elm"]),
        ("Film,Me,Ann\nAsh,4,5\nElm,3,\n", ["Ann: Ash 5", "Ash 4", "Elm 3"]),
        # Objects: titles as keys, lists of a person, titles in languages, what was deleted.
        ({"Ash": {"rating": 4}, "Elm": {"rating": 3}}, ["Ash 4", "Elm 3"]),
        (
            [{"name": n, "history": [{"title": t, "date": "2024-05-13"}]} for n, t in
             (("Ann", "Ash"), ("Bob", "Elm"))],
            ["Ann: Ash 2024-05-13", "Bob: Elm 2024-05-13"],
        ),
        ([{"title": {"de": "Esche", "en": "Ash"}, "date": "2024-05-13"}], ["Ash 2024-05-13"]),
        ([{"title": ["Ash", "Esche"], "date": "2024-05-13"}], ["Ash 2024-05-13"]),
        ([{"title": None, "original_title": "Ash", "rating": 4}, {"title": "Elm", "rating": 3}],
         ["Ash 4", "Elm 3"]),
        ([{"title": "Ash", "deletedAt": None}, {"title": "Elm", "deletedAt": "2024-05-13"}],
         ["Ash"]),
        ("Title,Deleted\nAsh,false\nElm,true\n", ["Ash"]),
        ([{"title": "Ash", "deletedAt": 0}], ["Ash"]),
        ([{"title": "Ash", "dates": ["1999-01-01"], "watched_at": "2024-05-13"}],
         ["Ash 2024-05-13"]),
    ],
)  # fmt: skip
def test_a_kind(tmp_path: Path, content: object, expected: list[str]) -> None:
    assert read(tmp_path, content) == expected


def test_a_month_in_words_is_no_state(tmp_path: Path) -> None:
    text = "Title,Watched\nAsh,May 2024\nElm,2024-05-14\n"
    assert read(tmp_path, text) == ["Ash 2024-05-01", "Elm 2024-05-14"]
