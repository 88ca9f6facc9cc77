"""What people do in an application besides using things: states, takings back, copies, hiding."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import SCHEMAS

from ilora_edge.histories.database import HistoryDB

# Statements after the fixture's, and what becomes of one item: whether the history of one user
# ("" for everybody) has it, whether it is seen, and whether it can be recommended.
CASES = {
    "calibre: a state of its own": (
        "calibre",
        """
        CREATE TABLE custom_columns (id INTEGER PRIMARY KEY, label TEXT, name TEXT, datatype TEXT,
          mark_for_delete BOOL NOT NULL DEFAULT 0);
        INSERT INTO custom_columns (id, label, name, datatype) VALUES
          (4, 'status', 'Status', 'enumeration'), (5, 'gone', 'Gone', 'enumeration');
        CREATE TABLE custom_column_4 (id INTEGER PRIMARY KEY, value TEXT);
        CREATE TABLE books_custom_column_4_link (id INTEGER PRIMARY KEY, book, value);
        CREATE TABLE custom_column_5 (id INTEGER PRIMARY KEY, value TEXT);
        CREATE TABLE books_custom_column_5_link (id INTEGER PRIMARY KEY, book, value);
        INSERT INTO custom_column_4 VALUES (1, 'Read'), (2, 'Unread');
        INSERT INTO books_custom_column_4_link (book, value) VALUES (6, 1), (5, 2);
        """,
        ("6", "me", True, True, True),
    ),
    "calibre: another state": (
        "calibre",
        """
        CREATE TABLE custom_columns (id INTEGER PRIMARY KEY, label TEXT, name TEXT, datatype TEXT,
          mark_for_delete BOOL NOT NULL DEFAULT 0);
        INSERT INTO custom_columns (id, label, name, datatype)
          VALUES (4, 'status', 'Status', 'enumeration');
        CREATE TABLE custom_column_4 (id INTEGER PRIMARY KEY, value TEXT);
        CREATE TABLE books_custom_column_4_link (id INTEGER PRIMARY KEY, book, value);
        INSERT INTO custom_column_4 VALUES (1, 'Read'), (2, 'To read');
        INSERT INTO books_custom_column_4_link (book, value) VALUES (6, 2);
        """,
        ("6", "me", False, False, True),
    ),
    "Audiobookshelf: finished, and then not": (
        "audiobookshelf",
        """
        INSERT INTO mediaProgresses (id, userId, mediaItemId, isFinished, currentTime, createdAt,
          updatedAt) VALUES ('p20', 'user-1', 'book-4', 0, 0, '2025-01-01', '2025-01-02');
        """,
        ("book-4", "user-1", False, False, True),
    ),
    "Audiobookshelf: begun": (
        "audiobookshelf",
        """
        INSERT INTO mediaProgresses (id, userId, mediaItemId, isFinished, currentTime, createdAt,
          updatedAt) VALUES ('p20', 'user-1', 'book-4', 0, 12.5, '2025-01-01', '2025-01-02');
        """,
        ("book-4", "user-1", True, True, True),
    ),
    "Jellyfin: another copy with the same id elsewhere": (
        "jellyfin",
        """
        CREATE TABLE BaseItemProviders (ItemId TEXT, ProviderId TEXT, ProviderValue TEXT);
        INSERT INTO BaseItems (Id, Type, Name, IsFolder, ProductionYear) VALUES
          ('copy', 'Movie', 'Marée basse', 0, 2001), ('series', 'Series', 'Low Water', 0, 2001);
        INSERT INTO BaseItemProviders VALUES
          ('AAAAAAAA-0001-0000-0000-000000000000', 'Tmdb', '77'), ('copy', 'Tmdb', '77'),
          ('series', 'Tmdb', '77');
        """,
        ("copy", "EEEEEEEE-0001-0000-0000-000000000000", False, True, True),
    ),
    "Jellyfin: a series has its own numbers": (
        "jellyfin",
        """
        CREATE TABLE BaseItemProviders (ItemId TEXT, ProviderId TEXT, ProviderValue TEXT);
        INSERT INTO BaseItems (Id, Type, Name, IsFolder, ProductionYear) VALUES
          ('other', 'Video', 'Low Life', 0, 2001);
        INSERT INTO BaseItemProviders VALUES
          ('AAAAAAAA-0001-0000-0000-000000000000', 'Tmdb', '77'), ('other', 'Tmdb', '77');
        """,
        ("other", "EEEEEEEE-0001-0000-0000-000000000000", False, False, True),
    ),
    "Plex: a rating that was taken back": (
        "plex",
        "UPDATE metadata_item_settings SET rating = -1 WHERE guid = 'plex://movie/e';",
        ("plex://movie/e", "1", True, True, True),
    ),
    "Lutris: hidden": (
        "lutris",
        "INSERT INTO categories VALUES (1, '.hidden'); INSERT INTO games_categories VALUES (7, 1);",
        ("7", "me", False, False, False),
    ),
}


@pytest.mark.parametrize(("schema", "script", "expected"), CASES.values(), ids=CASES)
def test_what_becomes_of_an_item(
    schema: str, script: str, expected: tuple[str, str, bool, bool, bool], tmp_path: Path
) -> None:
    item, user, in_history, is_seen, is_there = expected
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        SCHEMAS[schema](db)
        db.executescript(script)
    with HistoryDB(tmp_path / "app.db") as history:
        events = {
            e.item_id: e.rating for u, every in history.histories() for e in every if u == user
        }
        assert (item in events) == in_history
        assert events.get(item) is None
        seen = {i for u, i in history.seen() if u in (user, None)}
        assert (item in seen) == is_seen
        assert (item not in set(history.unavailable_items())) == is_there


def test_jellyfin_music_has_its_artists_and_the_guide_is_no_library(tmp_path: Path) -> None:
    entities = "MediaBrowser.Controller.Entities."
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        SCHEMAS["jellyfin"](db)
        db.executescript(
            f"""
            ALTER TABLE BaseItems ADD COLUMN Artists TEXT;
            INSERT INTO BaseItems (Id, Type, Name, IsFolder, Artists) VALUES
              ('song', '{entities}Audio.Audio', 'Harbour', 0, 'The Lanterns|Ann'),
              ('film', '{entities}Movies.Movie', 'Ebb', 0, 'A composer'),
              ('show', 'MediaBrowser.Controller.LiveTv.LiveTvProgram', 'News', 0, NULL);
            """
        )
    with HistoryDB(tmp_path / "app.db") as history:
        titles = {i: title.decode() for i, title, _ in history.described_items()}
    assert titles["song"] == "The Lanterns, Ann - Harbour"
    assert titles["film"] == "Ebb"
    assert "show" not in titles
