"""Tags, categories and collections in which people keep what they have read or played."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_offers import Rows, offered

from ilora_edge.histories.database import HistoryDB


def _history(path: Path, user: str) -> list[str]:
    with HistoryDB(path) as history:
        return [e.item_id for e in history.read_history(user)] if history.has_user(user) else []


@pytest.mark.parametrize("tag", ["read", "Read", "_read", "✓ read", "/done", "#Gelesen"])
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
