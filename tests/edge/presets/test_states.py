"""What people do in an application besides using things: states, takings back, copies, hiding."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import SCHEMAS

from ilora_edge.histories.database import HistoryDB

_OWNED = "ALTER TABLE BaseItems ADD COLUMN OwnerId TEXT;"

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
    "Mihon: taken out of the library, and read": (
        "mihon",
        "UPDATE mangas SET favorite = 0 WHERE _id = 4;",
        ("4", "me", True, True, True),
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
    "Audiobookshelf: an e-book, which has no seconds": (
        "audiobookshelf",
        """
        ALTER TABLE mediaProgresses ADD COLUMN ebookProgress FLOAT;
        INSERT INTO mediaProgresses (id, userId, mediaItemId, isFinished, currentTime, createdAt,
          updatedAt, ebookProgress) VALUES ('p20', 'user-1', 'book-4', 0, 0, '2025-01-01',
          '2025-01-02', 0.4);
        """,
        ("book-4", "user-1", True, True, True),
    ),
    "Audiobookshelf: a share and no seconds": (
        "audiobookshelf",
        """
        ALTER TABLE mediaProgresses ADD COLUMN extraData JSON;
        INSERT INTO mediaProgresses (id, userId, mediaItemId, isFinished, currentTime, createdAt,
          updatedAt, extraData) VALUES ('p20', 'user-1', 'book-4', 0, 0, '2025-01-01',
          '2025-01-02', '{"progress": 0.3}'), ('p21', 'user-1', 'book-3', 0, 0, '2025-01-01',
          '2025-01-02', '{not json');
        """,
        ("book-4", "user-1", True, True, True),
    ),
    "Audiobookshelf: deleted, and known from a session": (
        "audiobookshelf",
        """
        DROP TABLE playbackSessions;
        CREATE TABLE playbackSessions (id UUID PRIMARY KEY, userId UUID, mediaItemId UUID,
          mediaItemType TEXT, displayTitle TEXT, displayAuthor TEXT, mediaMetadata JSON);
        INSERT INTO playbackSessions (id, userId, mediaItemId, mediaItemType, displayTitle)
          VALUES ('s9', 'user-1', 'book-9', 'book', 'The Lost Chart');
        INSERT INTO mediaProgresses (id, userId, mediaItemId, isFinished, currentTime, createdAt,
          updatedAt) VALUES ('p20', 'user-1', 'book-9', 1, 9, '2025-01-01', '2025-01-02');
        """,
        ("book-9", "user-1", True, True, False),
    ),
    "Jellyfin: left in the middle": (
        "jellyfin",
        """
        INSERT INTO BaseItems (Id, Type, Name, IsFolder) VALUES ('begun', 'Movie', 'Half Tide', 0);
        INSERT INTO UserData (CustomDataKey, ItemId, UserId, PlayCount, Played,
          PlaybackPositionTicks) VALUES ('k', 'begun', 'EEEEEEEE-0001-0000-0000-000000000000', 1, 0,
          9000000000);
        """,
        ("begun", "EEEEEEEE-0001-0000-0000-000000000000", False, True, True),
    ),
    "Jellyfin: the second part of a film is the film": (
        "jellyfin",
        f"""
        {_OWNED}
        INSERT INTO BaseItems (Id, Type, Name, IsFolder, OwnerId) VALUES
          ('ABBA', 'Movie', 'Long Tide', 0, '00000000-0000-0000-0000-000000000000'),
          ('ABBB', 'Video', 'Long Tide part 2', 0, 'abba');
        INSERT INTO UserData (CustomDataKey, ItemId, UserId, PlayCount, Played) VALUES
          ('k', 'ABBB', 'EEEEEEEE-0001-0000-0000-000000000000', 1, 1);
        """,
        ("ABBA", "EEEEEEEE-0001-0000-0000-000000000000", True, True, True),
    ),
    "Jellyfin: a part by itself is not offered": (
        "jellyfin",
        f"""
        {_OWNED}
        INSERT INTO BaseItems (Id, Type, Name, IsFolder, OwnerId) VALUES
          ('ABBA', 'Movie', 'Long Tide', 0, NULL), ('ABBB', 'Video', 'Long Tide 2', 0, 'ABBA');
        """,
        ("ABBB", "EEEEEEEE-0001-0000-0000-000000000000", False, False, False),
    ),
    "Jellyfin: a trailer that was played": (
        "jellyfin",
        f"""
        {_OWNED}
        ALTER TABLE BaseItems ADD COLUMN ExtraType INTEGER;
        INSERT INTO BaseItems (Id, Type, Name, IsFolder, OwnerId, ExtraType) VALUES
          ('ABBA', 'Movie', 'Long Tide', 0, NULL, NULL), ('ABBC', 'Video', 'Tide', 0, 'ABBA', 2);
        INSERT INTO UserData (CustomDataKey, ItemId, UserId, PlayCount, Played) VALUES
          ('k', 'ABBC', 'EEEEEEEE-0001-0000-0000-000000000000', 1, 1);
        """,
        ("ABBA", "EEEEEEEE-0001-0000-0000-000000000000", False, False, True),
    ),
    "Jellyfin: watched, deleted and found again": (
        "jellyfin",
        """
        CREATE TABLE BaseItemProviders (ItemId TEXT, ProviderId TEXT, ProviderValue TEXT);
        INSERT INTO BaseItems (Id, Type, Name, IsFolder) VALUES
          ('again', 'Movie', 'Ebb and Flow', 0);
        INSERT INTO BaseItemProviders VALUES ('again', 'Imdb', 'tt7654321');
        INSERT INTO UserData (CustomDataKey, ItemId, UserId, PlayCount, Played) VALUES
          ('tt7654321', '00000000-0000-0000-0000-000000000001',
            'EEEEEEEE-0001-0000-0000-000000000000', 1, 1);
        """,
        ("again", "EEEEEEEE-0001-0000-0000-000000000000", True, True, True),
    ),
    "Kodi: left in the middle": (
        "kodi",
        """
        CREATE TABLE bookmark (idBookmark integer PRIMARY KEY, idFile integer, timeInSeconds double,
          type integer);
        INSERT INTO movie (idMovie, idFile, c00) VALUES (50, 50, 'Half Tide');
        INSERT INTO files (idFile, idPath) VALUES (50, 1);
        INSERT INTO bookmark (idFile, timeInSeconds, type) VALUES (50, 1200, 1);
        """,
        ("m50", "me", False, True, True),
    ),
    "Kodi: one version watched, the other left in the middle": (
        "kodi",
        """
        CREATE TABLE bookmark (idBookmark integer PRIMARY KEY, idFile integer, timeInSeconds double,
          type integer);
        CREATE TABLE videoversion (idFile integer PRIMARY KEY, idMedia integer, media_type text,
          itemType integer, idType integer);
        INSERT INTO movie (idMovie, idFile, c00) VALUES (50, 50, 'Half Tide');
        INSERT INTO files (idFile, idPath, playCount) VALUES (50, 1, NULL), (51, 1, 1);
        INSERT INTO bookmark (idFile, timeInSeconds, type) VALUES (50, 1200, 1);
        INSERT INTO videoversion VALUES (50, 50, 'movie', 0, 40400), (51, 50, 'movie', 0, 40401);
        """,
        ("m50", "me", True, True, True),
    ),
    "Kodi: a bookmark of one's own says nothing": (
        "kodi",
        """
        CREATE TABLE bookmark (idBookmark integer PRIMARY KEY, idFile integer, timeInSeconds double,
          type integer);
        INSERT INTO movie (idMovie, idFile, c00) VALUES (50, 50, 'Half Tide');
        INSERT INTO files (idFile, idPath) VALUES (50, 1);
        INSERT INTO bookmark (idFile, timeInSeconds, type) VALUES (50, 1200, 0);
        """,
        ("m50", "me", False, False, True),
    ),
    "Kodi: a music video": (
        "kodi",
        """
        CREATE TABLE musicvideo (idMVideo integer primary key, idFile integer, c00 text, c10 text,
          c11 text, userrating integer, premiered text);
        INSERT INTO musicvideo (idMVideo, idFile, c00, c10) VALUES (3, 51, 'Harbour', 'Lanterns');
        INSERT INTO files (idFile, idPath, playCount) VALUES (51, 1, 2);
        """,
        ("v3", "me", True, True, True),
    ),
    "Plex: its library was deleted": (
        "plex",
        """
        CREATE TABLE library_sections (id INTEGER PRIMARY KEY, name TEXT, section_type INTEGER);
        INSERT INTO library_sections VALUES (1, 'Films', 1);
        INSERT INTO metadata_items (id, guid, title, metadata_type, library_section_id)
          VALUES (90, 'plex://movie/left', 'Half Tide', 1, 2);
        INSERT INTO metadata_item_views (account_id, guid, metadata_type, title, viewed_at)
          VALUES (1, 'plex://movie/left', 1, 'Half Tide', 1735689600);
        """,
        ("plex://movie/left", "1", True, True, False),
    ),
    "Plex: another library has it still": (
        "plex",
        """
        CREATE TABLE library_sections (id INTEGER PRIMARY KEY, name TEXT, section_type INTEGER);
        INSERT INTO library_sections VALUES (1, 'Films', 1);
        INSERT INTO metadata_items (id, guid, title, metadata_type, library_section_id)
          VALUES (90, 'plex://movie/two', 'Half Tide', 1, 2),
            (91, 'plex://movie/two', 'Half Tide', 1, 1);
        """,
        ("plex://movie/two", "1", False, False, True),
    ),
    "Plex: left in the middle": (
        "plex",
        """
        INSERT INTO metadata_items (id, guid, title, metadata_type)
          VALUES (90, 'plex://movie/half', 'Half Tide', 1);
        INSERT INTO metadata_item_settings (account_id, guid, view_offset)
          VALUES (1, 'plex://movie/half', 900000);
        """,
        ("plex://movie/half", "1", False, True, True),
    ),
    "Tautulli: what ran on a channel": (
        "tautulli",
        """
        ALTER TABLE session_history_metadata ADD COLUMN live INTEGER DEFAULT 0;
        INSERT INTO session_history (id, reference_id, started, rating_key, user_id, media_type)
          VALUES (30, 30, 1736121600, 130, 11, 'movie');
        INSERT INTO session_history_metadata (id, rating_key, full_title, media_type, live)
          VALUES (30, 130, 'The News', 'movie', 1);
        """,
        ("130", "11", True, True, False),
    ),
    "calibre: how far it was read": (
        "calibre",
        """
        CREATE TABLE custom_columns (id INTEGER PRIMARY KEY, label TEXT, name TEXT, datatype TEXT,
          mark_for_delete BOOL NOT NULL DEFAULT 0);
        INSERT INTO custom_columns (id, label, name, datatype)
          VALUES (4, 'ko_progfloat', 'KOReader', 'float'), (5, 'pages', 'Pages', 'int');
        CREATE TABLE custom_column_4 (id INTEGER PRIMARY KEY, book, value REAL);
        CREATE TABLE custom_column_5 (id INTEGER PRIMARY KEY, book, value INTEGER);
        INSERT INTO custom_column_4 (book, value) VALUES (6, 37.5);
        INSERT INTO custom_column_5 (book, value) VALUES (5, 300);
        """,
        ("6", "me", True, True, True),
    ),
    "calibre: a number of pages is none read": (
        "calibre",
        """
        CREATE TABLE custom_columns (id INTEGER PRIMARY KEY, label TEXT, name TEXT, datatype TEXT,
          mark_for_delete BOOL NOT NULL DEFAULT 0);
        INSERT INTO custom_columns (id, label, name, datatype)
          VALUES (4, 'order', 'Read order', 'int');
        CREATE TABLE custom_column_4 (id INTEGER PRIMARY KEY, book, value INTEGER);
        INSERT INTO custom_column_4 (book, value) VALUES (6, 3);
        """,
        ("6", "me", False, False, True),
    ),
    "NewPipe: a place without a history": (
        "newpipe",
        """
        CREATE TABLE IF NOT EXISTS stream_state (stream_id INTEGER PRIMARY KEY,
          progress_time INTEGER NOT NULL);
        INSERT INTO streams (uid, service_id, url, title, stream_type, duration, uploader)
          VALUES (50, 0, 'https://v.example/50', 'Half Tide', 'VIDEO_STREAM', 90, 'Ann');
        INSERT INTO stream_state (stream_id, progress_time) VALUES (50, 12000);
        """,
        ("50", "me", False, True, True),
    ),
    "Plex: a rating that was taken back": (
        "plex",
        "UPDATE metadata_item_settings SET rating = -1 WHERE guid = 'plex://movie/e';",
        ("plex://movie/e", "1", True, True, True),
    ),
    "Koel: rated low and never played": (
        "koel",
        """
        CREATE TABLE ratings (id INTEGER PRIMARY KEY, user_id INTEGER, rateable_id varchar,
          rateable_type varchar, rating INTEGER);
        INSERT INTO ratings (user_id, rateable_id, rateable_type, rating) VALUES
          (1, 's7', 'playable', 2), (1, 's6', 'playable', 4), (1, 's6', 'album', 1);
        """,
        ("s7", "1", False, True, True),
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


def test_what_was_only_looked_at_is_no_item(tmp_path: Path) -> None:
    """Mihon keeps what a source's pages showed; it is in no library, and nobody has read it."""
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        SCHEMAS["mihon"](db)
        db.execute(
            "INSERT INTO mangas (_id, source, url, title, status, favorite) "
            "VALUES (7, 9, '/7', 'Only Looked At', 1, 0)"
        )
        db.commit()
    with HistoryDB(tmp_path / "app.db") as history:
        assert sorted(item for item, _, _ in history.described_items()) == [*"123456"]
