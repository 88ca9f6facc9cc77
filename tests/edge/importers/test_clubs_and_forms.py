"""Tables of several people, answers to forms, and lists named by what became of their things."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.delimited import DelimitedSource


def read(folder: Path, content: object) -> dict[str, list[str]]:
    """Return title and rating of each interaction by person; objects as JSON."""
    is_text = isinstance(content, str)
    text = str(content) if is_text else json.dumps(content)
    source = DelimitedSource(write(folder / "x", text), "csv" if is_text else "jsonl")
    histories, items = imported(source, folder / "x.db")
    titles = {item.item_id: item.title for item in items}
    return {
        user: [f"{titles[e.item_id]}{'' if e.rating is None else f' {e.rating:g}'}" for e in events]
        for user, events in histories.items()
    }


@pytest.mark.parametrize(
    "text",
    [
        "Name,Movie,Rating\nAnn,Ash,4\nBob,Ash,3\nAnn,Elm,5\n",
        "Name;Buch;Bewertung\nAnn;Ash;4\nBob;Ash;3\nAnn;Elm;5\n",
        "Reader,Book,Stars\nAnn,Ash,4\nBob,Ash,3\nAnn,Elm,5\n",
        "Your name,Which film did you see?,How was it? (1-5)\nAnn,Ash,4\nBob,Ash,3\nAnn,Elm,5\n",
    ],
)
def test_whose_and_what(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == {"Ann": ["Ash 4", "Elm 5"], "Bob": ["Ash 3"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Each name once, and marks: names of things, and of which kind they are.
        ("Name,Game,Rating\nAsh,Woods,4\nElm,Woods,3\n", ["Ash 4", "Elm 3"]),
        ("Name,Movie,Rating\nAsh,x,4\nElm,,3\nAsh,x,5\n", ["Ash 4", "Elm 3", "Ash 5"]),
        ("Title,Movie,Rating\nAsh,Woods,4\nAsh,Hills,3\n", ["Ash 4", "Ash 3"]),
    ],
)
def test_names_that_are_titles(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert read(tmp_path, text) == {"me": expected}


def test_a_question_about_something_else_is_no_title(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="which column is the item"):
        read(tmp_path, "Your name,What do you think of this film?\nAnn,good\nBob,bad\n")


@pytest.mark.parametrize(
    "content",
    [
        {"watched": [{"title": "Ash", "rating": 4}], "watchlist": [{"title": "Elm"}]},
        {"completed": [{"title": "Ash", "rating": 4}], "plan_to_watch": ["Elm"], "dropped": []},
        {"to read": [{"title": "Elm"}], "read": [{"title": "Ash", "rating": 4}]},
    ],
)
def test_lists_named_by_what_became_of_their_things(tmp_path: Path, content: object) -> None:
    assert read(tmp_path, content) == {"me": ["Ash 4"]}


def test_lists_of_titles(tmp_path: Path) -> None:
    assert read(tmp_path, {"watched": ["Ash", "Oak"], "to watch": ["Elm"]}) == {
        "me": ["Ash", "Oak"]
    }
