"""Each preset reads its application's whole database: all tables, and all that is beside them.

``whole_schemas.txt`` has the tables as the sources named there create them, of two releases where
both are at hand, with indexes, virtual tables, triggers and views; the rows are those of the
fixtures.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import EXPECTED, SCHEMAS

from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.untouched import UntouchedDB
from ilora_edge.presets import recognise

sys.path.insert(0, str(Path(__file__).parents[3] / "tools" / "schema_trial"))

from schema_facts import SchemaFacts, read_facts

WHOLE = read_facts(Path(__file__).with_name("whole_schemas.txt"))


# What was called otherwise in the release of a schema than in that of the fixture, or was not.
RENAMED = {
    "yamtrack": "ALTER TABLE app_episode RENAME COLUMN end_date TO watch_date",
    "aniyomi 2023": "UPDATE episodes SET anime_id = 3 WHERE anime_id IN (31, 32)",
    "kotatsu 10": "DELETE FROM history WHERE deleted_at > 0",
    "podfetch 2026": "ALTER TABLE episodes RENAME COLUMN username TO user_id",
}

# What the release of a schema does not note.
UNKNOWN = {
    "innertune outertune-23": [("me", "s5", 0)],
    "zotero 7": [row for row in EXPECTED["zotero"] if row[1] != "3"],
}


def tables_of(db: sqlite3.Connection) -> dict[str, str]:
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT NULL")
    return {name: sql for name, sql in rows if not name.startswith("sqlite_")}


def _nothing(kind: str) -> str:
    return "''" if "CHAR" in kind.upper() or kind.upper() == "TEXT" else "0"


def copy_rows(source: sqlite3.Connection, db: sqlite3.Connection, table: str) -> None:
    """Put a fixture's rows where the whole schema has the table; what it must have besides is 0."""
    info = 'SELECT name, type, "notnull", pk FROM pragma_table_info(?)'
    here = {n.lower(): (kind, must and not pk) for n, kind, must, pk in db.execute(info, (table,))}
    there = [n for n, *_ in source.execute(info, (table,)) if n.lower() in here]
    missing = [n for n, (_, must) in here.items() if must and n not in map(str.lower, there)]
    values = [_nothing(here[n][0]) for n in missing]
    keyed = any(pk for *_, pk in source.execute(info, (table,)))
    # A fixture may leave out what the whole schema must have.
    names = ", ".join(
        f'COALESCE("{n}", {_nothing(kind)})' if must else f'"{n}"'
        for n, (kind, must) in ((n, here[n.lower()]) for n in there)
    )
    rowid = "" if keyed else ", rowid"
    rows = source.execute(f'SELECT {names}{rowid} FROM "{table}"').fetchall()
    into = ", ".join([*(f'"{n}"' for n in (*there, *missing)), *([] if keyed else ["rowid"])])
    marks = ", ".join([*("?" * len(there)), *values, *([] if keyed else ["?"])])
    db.executemany(f'INSERT INTO "{table}" ({into}) VALUES ({marks})', rows)


def _add_objects(db: sqlite3.Connection, facts: SchemaFacts) -> None:
    """Make indexes, triggers and so on; what this SQLite cannot make is written as it would be."""
    db.create_collation("NATURALSORT", lambda a, b: (a > b) - (a < b))
    for kind, name, statement in facts.other_ddl():
        try:
            db.execute(statement)
        except sqlite3.OperationalError:
            if kind != "virtual":
                raise
            # A module or a tokenizer that only the application has.
            db.execute("PRAGMA writable_schema = ON")
            row = ("table", name, name, 0, statement)
            db.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)


def build(facts: SchemaFacts, app: str, path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as source, closing(sqlite3.connect(path)) as db:
        SCHEMAS[app](source)
        source.execute(RENAMED.get(facts.name, "SELECT 1"))
        for collation in ("icu_root", "unicase"):
            db.create_collation(collation, lambda a, b: (a > b) - (a < b))
        for statement in facts.ddl():
            db.execute(statement)
        whole = {name.lower() for name in tables_of(db)}
        for table, sql in tables_of(source).items():
            if table.lower() not in whole:
                # A person's own columns, or what the fixture's release has besides.
                db.execute(sql)
            copy_rows(source, db, table)
        _add_objects(db, facts)
        db.execute("CREATE VIEW of_the_application AS SELECT its_own_function(1) AS x")
        db.commit()


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_database_is_read_as_its_fixture_is(name: str, tmp_path: Path) -> None:
    app = name.split()[0]
    preset = app.partition("-")[0]
    assert WHOLE[name].tables or WHOLE[name].objects, "nothing was read"
    path = tmp_path / "app.db"
    build(WHOLE[name], app, path)
    with closing(UntouchedDB(path, "")) as database:
        assert {preset.name for preset, _ in recognise(database.readable_tables())} == {preset}
    expected = sorted(row for row in EXPECTED[app] if row not in UNKNOWN.get(name, []))
    for mapping in (None, Mapping(app=preset)):
        with HistoryDB(path, mapping) as history:
            events = [(u, e.item_id, e.timestamp) for u, es in history.histories() for e in es]
            titled = {item for item, *_ in history.described_items()}
            seen = {item for _, item in history.seen()}
        assert sorted(events) == expected
        assert {item for _, item, _ in events} <= titled | seen


SCALE = 4000
# Plays or rows of as many things, in a table that has no index by thing.
MANY = {
    "lutris": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO games (id, name, lastplayed) SELECT 100 + k, 'G' || k, 1700000000 + k FROM n;
    """,
    "koreader": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO book (id, title, authors) SELECT 100 + k, 'B' || k, 'A' FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO page_stat_data SELECT 100 + k, 1, 1700000000 + k, 9, 9 FROM n;
    """,
    "antennapod": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO FeedItems (id, title, feed, read) SELECT 1000 + k, 'E' || k, 1, 1 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO FeedMedia (feeditem) SELECT 1000 + k FROM n;
    """,
    "navidrome": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO scrobbles (user_id, media_file_id, submission_time)
      SELECT 'u1', 'm' || k, 1700000000 + 600 * k FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO annotation (user_id, item_id, item_type, play_count, play_date)
      SELECT 'u1', 'x' || k, 'media_file', 1, '2020-01-01 10:00:00' FROM n;
    """,
    "maloja": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO tracks (id, title) SELECT 1000 + k, 'T' || k FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO trackartists (artist_id, track_id) SELECT 1, 1000 + k FROM n;
    """,
    "jellyfin": """
    CREATE TABLE BaseItemProviders (ItemId TEXT, ProviderId TEXT, ProviderValue TEXT,
      PRIMARY KEY (ItemId, ProviderId));
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO BaseItems (Id, Type, Name, IsFolder) SELECT 'i' || k, 'Movie', 'T' || k, 0 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO BaseItemProviders SELECT 'i' || k, 'Imdb', 'tt' || (1000000 + k) FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO UserData (CustomDataKey, ItemId, UserId, PlayCount, Played)
      SELECT 'tt' || (1000000 + k), '00000000-0000-0000-0000-000000000001',
        'EEEEEEEE-0001-0000-0000-000000000000', 1, 1 FROM n;
    """,
    "kodi": """
    CREATE TABLE IF NOT EXISTS uniqueid (uniqueid_id INTEGER PRIMARY KEY, media_id INTEGER,
      media_type TEXT, value TEXT, type TEXT);
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO movie (idMovie, idFile, c00) SELECT 1000 + k, 1000 + k, 'T' || k FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO uniqueid (media_id, media_type, value, type)
      SELECT 1000 + k, 'movie', 'tt' || (1000000 + k), 'imdb' FROM n;
    """,
    "kavita": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO Series (Id, Name, LibraryId) SELECT 100 + k, 'S' || k, 1 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO Volume (Id, Name, Number, MinNumber, SeriesId)
      SELECT 100 + k, '1', 1, 1, 100 + k FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO Chapter (Id, MinNumber, Pages, ReleaseDate, VolumeId)
      SELECT 100 + k, 1, 9, '0001-01-01', 100 + k FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO AppUserProgresses (AppUserId, ChapterId, PagesRead, LastModified, LastModifiedUtc)
      SELECT 1, 100 + k, 9, '2025-01-01 00:00:00', '2025-01-01 00:00:00' FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO AppUserRating (AppUserId, Rating, SeriesId) SELECT 1, 1 + k % 5, 100 + k FROM n;
    """,
    "innertune": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO song (id, title, duration, totalPlayTime) SELECT 'm' || k, 'T' || k, 9, 9 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO song_artist_map SELECT 'm' || k, 'a1', 0 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO event (songId, timestamp, playTime) SELECT 'm' || k, 1735689600000, 9 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO playCount SELECT 'm' || k, 2025, 1 + k % 2, 1 FROM n;
    """,
    "vimusic": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO Song (id, title, totalPlayTimeMs) SELECT 'm' || k, 'T' || k, 90000 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO SongAlbumMap SELECT 'm' || k, 'b1', 0 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO Event (songId, timestamp, playTime) SELECT 'm' || k, 1735689600000, 9 FROM n;
    """,
    "kotatsu": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO manga SELECT 100 + k, 'T' || k, NULL, 'u', NULL, 'S' FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO manga_tags SELECT 100 + k, 1 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO history SELECT 100 + k, 1, 1735689600000, 1, 0, 0, 0 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO stats SELECT 100 + k, 1635689600000, 1, 0 FROM n;
    """,
    "aniyomi": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO animes (_id, source, url, title, favorite, parent_id)
      SELECT 100 + k, 1, 'u', 'T' || k, 1, CASE k % 2 WHEN 1 THEN 99 + k END FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO episodes SELECT 1000 + k, 100 + k, 'u', 'E', k % 3 = 0, 0 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO animehistory SELECT 1000 + k, 1000 + k, 1735689600000 FROM n;
    """,
    "watcharr": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO activities (user_id, watched_id, type, data, created_at)
      SELECT 1, 1, 'EPISODE_' || CASE k % 3 WHEN 0 THEN 'REMOVED' ELSE 'ADDED' END,
        '{"season": 1, "episode": ' || (k / 2) || ', "status": "FINISHED"}', '2025-01-01' FROM n;
    """,
    "gonic": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO tracks (id, filename, album_id, tag_title) SELECT 100 + k, 'f', 1, 'T' || k FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO track_genres SELECT 100 + k, 1 FROM n;
    """,
    "plex": """
    CREATE INDEX index_metadata_item_settings_on_guid ON metadata_item_settings (guid);
    CREATE INDEX index_metadata_item_views_on_guid ON metadata_item_views (guid);
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO metadata_items (id, guid, title, metadata_type, year)
      SELECT 9000 + k, 'plex://movie/' || k, 'T' || k, 1, 1999 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO metadata_item_settings (account_id, guid, view_count)
      SELECT 1, 'plex://movie/' || k, 1 FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO metadata_item_settings (account_id, guid, view_count)
      SELECT 1, 'com.plexapp.agents.imdb://tt' || k || '?lang=en', 1 FROM n;
    """,
    "stash": """
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO scenes (id, title) SELECT 100 + k, 'T' || k FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO scenes_tags SELECT 100 + k, 1 FROM n;
    """,
    "audiobookshelf": """
    CREATE TABLE IF NOT EXISTS libraryItems (id UUID PRIMARY KEY, mediaId UUID, path TEXT,
      isMissing TINYINT);
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO books (id, title, createdAt) SELECT 'many-' || k, 'T' || k, '' FROM n;
    WITH n AS (SELECT value AS k FROM generate_rows)
    INSERT INTO libraryItems (id, mediaId) SELECT 'l' || k, 'many-' || k FROM n;
    """,
}


@pytest.mark.parametrize("app", MANY)
def test_the_work_grows_with_the_rows_and_not_with_their_square(app: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        SCHEMAS[app](db)
        db.execute("CREATE TEMP TABLE generate_rows (value)")
        db.executemany("INSERT INTO generate_rows VALUES (?)", ((k,) for k in range(SCALE)))
        db.executescript(MANY[app])
        db.commit()
    with HistoryDB(tmp_path / "app.db") as history:
        queries = history.queries
    steps = 0

    def tick() -> None:
        nonlocal steps
        steps += 1

    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        db.set_progress_handler(tick, 1000)
        for query in filter(None, (queries.interactions, queries.items, queries.seen)):
            assert len(db.execute(query).fetchall()) > 0
    # Of a virtual machine's steps a few hundred a row: some thousand rows a row would be millions.
    assert steps * 1000 < 1000 * SCALE


# What the public thinks of films.
RATED = {
    "jellyfin": "UPDATE BaseItems SET CommunityRating = 7.5",
    "jellyfin-10.10": "UPDATE TypedBaseItems SET CommunityRating = 7.5",
    "emby": "UPDATE MediaItems SET CommunityRating = 7.5",
    "plex": "UPDATE metadata_items SET audience_rating = 7.5",
    "kodi": """
    INSERT INTO rating (rating_id, media_id, media_type, rating_type, rating, votes)
      SELECT 90 + idMovie, idMovie, 'movie', 'imdb', 7.5, 9 FROM movie;
    UPDATE movie SET c05 = 90 + idMovie;
    """,
}


@pytest.mark.parametrize("name", [name for name in WHOLE if name.split()[0] in RATED])
def test_films_have_a_rating(name: str, tmp_path: Path) -> None:
    app, path = name.split()[0], tmp_path / "app.db"
    build(WHOLE[name], app, path)
    with closing(sqlite3.connect(path)) as connection:
        for collation in ("icu_root", "unicase"):
            connection.create_collation(collation, lambda a, b: (a > b) - (a < b))
        for (trigger,) in [
            *connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ]:
            # Some call what only the application has.
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.executescript(RATED[app])
    with HistoryDB(path) as history:
        facts = [
            json.loads(cell) for *_, cell in history.described_items() if isinstance(cell, str)
        ]
    films = [f for f in facts if f.get("medium") == "video" and not f.get("series")]
    rated = [f for f in facts if f.get("public_rating") is not None]
    assert films
    assert {f["public_rating"] for f in rated} == {7.5}
    assert all(f["medium"] == "video" and not f["series"] for f in rated)
    assert any(f in films for f in rated)
