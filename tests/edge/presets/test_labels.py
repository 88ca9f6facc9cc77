"""Tags, categories and collections in which people keep what they have read or played."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_offers import Rows, offered

from ilora_edge.histories.database import HistoryDB


def _history(path: Path, user: str) -> list[str]:
    with HistoryDB(path) as history:
        return [e.item_id for e in history.read_history(user)] if history.has_user(user) else []


@pytest.mark.parametrize("tag", ["read", "Read", "_read", "✓ read", "/done", "#Gelesen", "✔️"])
def test_a_paper_with_a_tag_was_read(tag: str, tmp_path: Path) -> None:
    rows: Rows = [
        ("libraries", {"libraryID": 1, "type": "user"}),
        ("fields", {"fieldID": 1, "fieldName": "title"}),
        *(
            ("tags", {"tagID": n, "name": name})
            for n, name in enumerate((tag, "reading", "unread"))
        ),
        *(
            row
            for n in range(3)
            for row in (
                ("items", {"itemID": n + 1, "itemTypeID": 2, "libraryID": 1, "key": str(n)}),
                ("itemDataValues", {"valueID": n + 1, "value": f"Ebb {n}"}),
                ("itemData", {"itemID": n + 1, "fieldID": 1, "valueID": n + 1}),
                ("itemTags", {"itemID": n + 1, "tagID": n, "type": 0}),
            )
        ),
    ]
    # Reading is what a paper may be about.
    assert offered("zotero 9", rows, tmp_path) == {"me": ["2", "3"]}
    assert _history(tmp_path / "app.db", "me") == ["1"]


def test_what_zoteros_reading_list_keeps_in_extra(tmp_path: Path) -> None:
    extra = [
        "Read_Status: Read\nRead_Status_Date: 2026-08-24T17:58:12.710Z",
        "arXiv: 2106.01357\nRead_Status: In Progress",
        "Read_Status: Not Reading\nRead_Status_Date: 2026-08-25T17:58:12.710Z",
        "Read_Status: To Read",
        "Read: never",
        "In a collection",
    ]
    rows: Rows = [
        ("libraries", {"libraryID": 1, "type": "user"}),
        *(
            ("fields", {"fieldID": n, "fieldName": name})
            for n, name in ((1, "title"), (2, "extra"))
        ),
        *(
            row
            for n, text in enumerate(extra, 1)
            for row in (
                ("items", {"itemID": n, "itemTypeID": 2, "libraryID": 1, "key": str(n)}),
                ("itemDataValues", {"valueID": 2 * n, "value": f"Ebb {n}"}),
                ("itemDataValues", {"valueID": 2 * n + 1, "value": text}),
                ("itemData", {"itemID": n, "fieldID": 1, "valueID": 2 * n}),
                ("itemData", {"itemID": n, "fieldID": 2, "valueID": 2 * n + 1}),
            )
        ),
        ("collections", {"collectionID": 1, "collectionName": "01 Read", "libraryID": 1}),
        ("collectionItems", {"collectionID": 1, "itemID": 6}),
    ]
    assert offered("zotero 7", rows, tmp_path) == {"me": ["4", "5"]}
    with HistoryDB(tmp_path / "app.db") as history:
        events = [(e.item_id, e.timestamp) for e in history.read_history("me")]
    assert events == [("2", 0), ("6", 0), ("1", 1787594292)]


@pytest.mark.parametrize(("tag", "is_left"), [("Completed", False), ("✔ Beaten", False),
                                              ("Abandoned", True)])  # fmt: skip
def test_a_game_with_a_tag_was_played_or_given_up(tag: str, is_left: bool, tmp_path: Path) -> None:
    rows: Rows = [
        ("GamePieceTypes", {"id": 1, "type": "title"}),
        *(
            row
            for n in (1, 2)
            for row in (
                ("LibraryReleases", {"id": n, "userId": 7, "releaseKey": f"gog_{n}"}),
                ("GamePieces", {"releaseKey": f"gog_{n}", "gamePieceTypeId": 1, "userId": 7,
                                "value": f'{{"title": "Ebb {n}"}}'}),
            )
        ),
        ("UserReleaseTags", {"userId": 7, "releaseKey": "gog_1", "tag": tag}),
        ("UserReleaseTags", {"userId": 7, "releaseKey": "gog_2", "tag": "Backlog"}),
    ]  # fmt: skip
    assert offered("goggalaxy 40", rows, tmp_path) == {"7": ["gog_2"]}
    assert _history(tmp_path / "app.db", "7") == ([] if is_left else ["gog_1"])


def test_a_game_of_a_category_was_played(tmp_path: Path) -> None:
    rows: Rows = [
        *(("games", {"id": n, "name": f"Ebb {n}", "slug": str(n)}) for n in (1, 2, 3)),
        *(("categories", {"id": n, "name": name})
          for n, name in enumerate(("Completed", "Dropped", "Favorite"), 1)),
        *(("games_categories", {"game_id": n, "category_id": n}) for n in (1, 2, 3)),
    ]  # fmt: skip
    assert offered("lutris", rows, tmp_path) == {"me": ["3"]}
    assert _history(tmp_path / "app.db", "me") == ["1"]


@pytest.mark.parametrize("schema", ["kobo 2023", "kobo 33"])
def test_a_book_in_a_collection_of_what_was_read(schema: str, tmp_path: Path) -> None:
    rows: Rows = [
        *(("content", {"ContentID": str(n), "ContentType": "6", "Title": f"Ebb {n}",
                       "ReadStatus": 0, "IsDownloaded": "true", "Accessibility": -1})
          for n in (1, 2, 3)),
        ("ShelfContent", {"ShelfName": "Read", "ContentId": "1", "_IsDeleted": "false"}),
        ("ShelfContent", {"ShelfName": "Read", "ContentId": "2", "_IsDeleted": "true"}),
        ("ShelfContent", {"ShelfName": "To read", "ContentId": "3", "_IsDeleted": "false"}),
    ]  # fmt: skip
    assert offered(schema, rows, tmp_path) == {"me": ["2", "3"]}
    assert _history(tmp_path / "app.db", "me") == ["1"]


def _mihon(n: int, name: str) -> Rows:
    return [
        ("mangas", {"_id": n, "title": f"Ebb {n}", "favorite": 1, "source": 1}),
        ("categories", {"_id": n, "name": name}),
        ("mangas_categories", {"manga_id": n, "category_id": n}),
    ]


def _aniyomi(n: int, name: str) -> Rows:
    return [
        ("animes", {"_id": n, "title": f"Ebb {n}", "favorite": 1, "source": 1}),
        ("categories", {"_id": n, "name": name}),
        ("animes_categories", {"anime_id": n, "category_id": n}),
    ]


def _kotatsu(n: int, name: str) -> Rows:
    return [
        ("manga", {"manga_id": n, "title": f"Ebb {n}", "url": str(n), "source": "s"}),
        ("favourite_categories", {"category_id": n, "title": name}),
        ("favourites", {"manga_id": n, "category_id": n, "created_at": 1}),
    ]


@pytest.mark.parametrize(
    ("schema", "item"),
    [
        *(("mihon", _mihon), ("aniyomi 2023", _aniyomi), ("aniyomi 135", _aniyomi)),
        *(("kotatsu 10", _kotatsu), ("kotatsu 27", _kotatsu)),
    ],
)
def test_a_category_of_what_was_given_up(
    schema: str, item: Callable[[int, str], Rows], tmp_path: Path
) -> None:
    """Completed may be what the manga is."""
    names = ("Dropped", "Completed", "Plan to read")
    rows: Rows = [row for n, name in enumerate(names, 1) for row in item(n, name)]
    assert offered(schema, rows, tmp_path) == {"me": ["2", "3"]}
