"""The columns in which people keep what they have read, by their names, types and values."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_libraries.schemas import put
from app_offers import Rows, written

from ilora_edge.histories.database import HistoryDB

Cells = tuple[object, ...]
"""The values of the first book, the second, ...; None: the book has none."""

_LINKED = ("enumeration", "text")
_DAY = "2025-03-04 00:00:00+00:00"


def _library(name: str, kind: str, cells: Cells, path: Path) -> Path:
    rows: Rows = [
        ("custom_columns", {"id": 1, "label": "own", "name": name, "datatype": kind}),
        *(("books", {"id": n, "title": f"Ebb {n}", "author_sort": "Quill, A."})
          for n in range(1, len(cells) + 1)),
    ]  # fmt: skip
    written("calibre 21", rows, path)
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "CREATE TABLE custom_column_1 (id INTEGER PRIMARY KEY, value TEXT)"
            if kind in _LINKED
            else "CREATE TABLE custom_column_1 (id INTEGER PRIMARY KEY, book INTEGER, value)"
        )
        db.execute("CREATE TABLE books_custom_column_1_link (id INTEGER, book INTEGER, value)")
        for book, value in enumerate(cells, 1):
            if kind in _LINKED and value is not None:
                put(db, "custom_column_1", id=book, value=value)
                put(db, "books_custom_column_1_link", id=book, book=book, value=book)
            elif value is not None:
                put(db, "custom_column_1", id=book, book=book, value=value)
        db.commit()
    return path


def _read_and_seen(path: Path) -> tuple[list[str], list[str]]:
    with HistoryDB(path) as history:
        read = [e.item_id for e in history.read_history("me")] if history.has_user("me") else []
        return read, sorted({str(item) for _, item in history.seen()})


@pytest.mark.parametrize(
    ("name", "kind", "cells"),
    [
        ("Read", "enumeration", ("Yes", "No")),
        ("Read?", "text", ("x", None)),
        ("Read", "text", ("True", "False")),
        ("Date read", "text", ("2025-03-04", None)),
        ("Read Date", "text", ("2023", None)),
        ("Year read", "int", (2023, None)),
        ("Read in", "int", (2023, 0)),
        ("# read", "int", (2, 0)),
        ("Reads", "int", (1, 0)),
        ("ReadCount", "int", (1, 0)),
        ("Read %", "float", (0.5, 0.0)),
        ("DateRead", "datetime", (_DAY, None)),
        ("Date completed", "datetime", (_DAY, None)),
        ("Started", "datetime", (_DAY, None)),
        ("Unread", "bool", (0, 1)),
        ("Status", "enumeration", ("3 - Read", "1 - Unread")),
        ("Status", "enumeration", ("✅ Read", "📖 To read")),
        ("Status", "enumeration", ("Finished reading", "Not started")),
        ("Status", "enumeration", ("Already read", "Unread")),
        ("Status", "enumeration", ("Re-reading", "Unread")),
        ("Pile", "enumeration", ("Active reading", "TBR")),
        ("Lesestatus", "enumeration", ("Abgeschlossen", "Ungelesen")),
        ("Currently reading", "bool", (1, 0)),
    ],
)
def test_the_first_was_read_and_not_the_second(
    name: str, kind: str, cells: Cells, tmp_path: Path
) -> None:
    read = _read_and_seen(_library(name, kind, cells, tmp_path / "app.db"))
    assert read == (["1"], ["1"])


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [
        ("Read order", "int", 5),
        ("Read time (minutes)", "int", 300),
        ("Reading level", "int", 5),
        ("Reading ease", "float", 60.5),
        ("Read next", "bool", 1),
        ("Proofread", "bool", 1),
        ("Unread", "bool", 1),
        ("Want to read", "enumeration", "Yes"),
        ("Read", "enumeration", "Maybe"),
        ("Series status", "enumeration", "Completed"),
        ("Spread", "text", "2023"),
        ("Published", "text", "2023"),
    ],
)
def test_what_is_not_about_having_read(name: str, kind: str, value: object, tmp_path: Path) -> None:
    assert _read_and_seen(_library(name, kind, (value,), tmp_path / "app.db")) == ([], [])


@pytest.mark.parametrize(
    ("name", "kind", "cells"),
    [
        ("Status", "enumeration", ("On hold", "Unread")),
        ("DNF", "bool", (1, 0)),
    ],
)
def test_a_book_that_was_put_aside_is_only_seen(
    name: str, kind: str, cells: Cells, tmp_path: Path
) -> None:
    library = _library(name, kind, cells, tmp_path / "app.db")
    assert _read_and_seen(library) == ([], ["1"])


def test_a_day_in_a_column_of_texts_is_a_time(tmp_path: Path) -> None:
    library = _library("Date read", "text", ("2025-03-04", "2024"), tmp_path / "app.db")
    with HistoryDB(library) as history:
        events = {e.item_id: e.timestamp for e in history.read_history("me")}
    assert events == {"1": 1741046400, "2": 0}


@pytest.mark.parametrize("name", ["Read", "!read", "Read 2024", "✓ Read", "Status.Read"])
def test_a_tag_says_what_was_read_too(name: str, tmp_path: Path) -> None:
    rows: Rows = [
        *(("books", {"id": n, "title": f"Ebb {n}", "author_sort": "Quill, A."})
          for n in (1, 2, 3, 4)),
        ("tags", {"id": 1, "name": name}),
        ("tags", {"id": 2, "name": "Reading"}),
        ("tags", {"id": 3, "name": "DNF"}),
        ("tags", {"id": 4, "name": "to-read"}),
        *(("books_tags_link", {"id": n, "book": book, "tag": tag})
          for n, (book, tag) in enumerate(((1, 1), (2, 2), (3, 3), (4, 1), (4, 4)))),
    ]  # fmt: skip
    # Reading is what a book may be about; the fourth has what everybody's shelves say of it.
    assert _read_and_seen(written("calibre 21", rows, tmp_path / "app.db")) == (["1"], ["1", "3"])


@pytest.mark.parametrize(
    ("name", "kind", "cells"),
    [
        ("To read", "bool", (1, 0)),
        ("Want to read?", "bool", (1, None)),
        ("Status", "enumeration", ("📖 To read", "✅ Read")),
        ("Pile", "enumeration", ("TBR", "Active reading")),
        ("Lesestatus", "text", ("zu lesen", "gelesen")),
    ],
)
def test_what_is_to_be_read_is_wanted(name: str, kind: str, cells: Cells, tmp_path: Path) -> None:
    with HistoryDB(_library(name, kind, cells, tmp_path / "metadata.db")) as history:
        assert [*history.wanted()] == [("me", "1")]
        assert history.read_seen("me") == [] or history.read_seen("me") == ["2"]


@pytest.mark.parametrize(
    ("name", "kind", "cells"),
    [("Read", "bool", (1, 0)), ("Unread", "bool", (1, 0)), ("Genre", "text", ("Sea", "Sky"))],
)
def test_other_columns_wish_for_nothing(name: str, kind: str, cells: Cells, tmp_path: Path) -> None:
    with HistoryDB(_library(name, kind, cells, tmp_path / "metadata.db")) as history:
        assert [*history.wanted()] == []


def test_a_tag_says_it_too(tmp_path: Path) -> None:
    path = _library("Genre", "text", ("Sea", "Sky"), tmp_path / "metadata.db")
    with closing(sqlite3.connect(path)) as db:
        put(db, "tags", id=9, name="To-Read")
        put(db, "books_tags_link", id=9, book=2, tag=9)
        db.commit()
    with HistoryDB(path) as history:
        assert [*history.wanted()] == [("me", "2")]
