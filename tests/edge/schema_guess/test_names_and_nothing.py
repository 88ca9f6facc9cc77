"""Names in any form and language, and schemas in which there is no history."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from proposing import check, database

from ilora_edge.histories.schema import Table, quote, read_schema
from ilora_edge.schema_guess.propose import propose
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.name_words import split_words


def test_names_in_another_language_are_read_by_their_keys_and_values() -> None:
    check(
        """
        CREATE TABLE elokuvat (nro INTEGER PRIMARY KEY, nimi TEXT, kesto INTEGER);
        CREATE TABLE katsottu (nro INTEGER PRIMARY KEY, pvm DATE,
            elokuva INTEGER REFERENCES elokuvat (nro));
        INSERT INTO elokuvat VALUES (1, 'Mies vailla', 97), (2, 'Le Havre', 93), (3, 'Juha', 78);
        INSERT INTO katsottu VALUES (1, '2024-01-01', 2), (2, '2024-01-05', 3),
            (3, '2024-02-01', 2);
        """,
        "user item time",
        [("me", 2, "2024-01-01"), ("me", 3, "2024-01-05"), ("me", 2, "2024-02-01")],
        items=[(1, "Mies vailla"), (2, "Le Havre"), (3, "Juha")],
    )


ADDRESS_BOOK = """
    CREATE TABLE contacts (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT,
        birthday TEXT, created_at TEXT);
    CREATE TABLE phones (id INTEGER PRIMARY KEY, contact_id INTEGER REFERENCES contacts (id),
        label TEXT, number TEXT);
    CREATE TABLE groups (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE contact_groups (contact_id INTEGER REFERENCES contacts (id),
        group_id INTEGER REFERENCES groups (id), added_at TEXT);
    INSERT INTO contacts VALUES (1, 'Ann', 'Lee', 'a@x.org', '1980-01-01', '2024-01-01');
    INSERT INTO phones VALUES (1, 1, 'home', '123');
    INSERT INTO groups VALUES (1, 'Friends');
    INSERT INTO contact_groups VALUES (1, 1, '2024-01-01');
"""
CONFIG = """
    CREATE TABLE config (key TEXT PRIMARY KEY, value TEXT, updated_at INTEGER);
    CREATE TABLE log (id INTEGER PRIMARY KEY, level TEXT, message TEXT, created_at INTEGER);
    CREATE TABLE schema_migrations (version TEXT, name TEXT, applied_at TEXT);
    CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT, password TEXT, last_seen INTEGER);
    CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE user_roles (user_id INTEGER REFERENCES users, role_id INTEGER REFERENCES roles,
        granted_at INTEGER);
    INSERT INTO config VALUES ('lang', 'en', 1700000000), ('zoom', '2', 1700000000);
    INSERT INTO log VALUES (1, 'info', 'Started up', 1700000000), (2, 'warn', 'Hot', 1700000001);
    INSERT INTO users VALUES (1, 'ann', 'x', 1700000000);
    INSERT INTO roles VALUES (1, 'admin');
    INSERT INTO user_roles VALUES (1, 1, 1700000000);
"""
CATALOGUE = """
    CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, created_at TEXT, updated_at TEXT,
        published DATE, avg_rating REAL);
    CREATE TABLE book_authors (book_id INTEGER REFERENCES books,
        author_id INTEGER REFERENCES authors);
    CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE book_tags (book_id INTEGER REFERENCES books, tag_id INTEGER REFERENCES tags);
    CREATE TABLE price_changes (book_id INTEGER REFERENCES books, price REAL, changed_at TEXT);
    INSERT INTO authors VALUES (1, 'Jane Austen'), (2, 'James Joyce');
    INSERT INTO books VALUES (1, 'Emma', '2024-01-01', '2024-01-02', '1815-12-23', 4.1),
        (2, 'Ulysses', '2024-01-01', '2024-01-02', '1922-02-02', 3.9);
    INSERT INTO book_authors VALUES (1, 1), (2, 2);
    INSERT INTO tags VALUES (1, 'novel');
    INSERT INTO book_tags VALUES (1, 1), (2, 1);
    INSERT INTO price_changes VALUES (1, 9.5, '2024-02-01'), (2, 8.5, '2024-02-02');
"""
TO_DO = """
    CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE tasks (id INTEGER PRIMARY KEY, project_id INTEGER REFERENCES projects (id),
        title TEXT, created_at TEXT, due_at TEXT);
    INSERT INTO projects VALUES (1, 'Garden'), (2, 'House');
    INSERT INTO tasks VALUES (1, 1, 'Plant beans', '2024-01-01', '2024-02-01'),
        (2, 2, 'Paint door', '2024-01-02', NULL), (3, 2, 'Fix roof', '2024-01-03', NULL);
"""


CALENDAR = """
    CREATE TABLE calendars (id INTEGER PRIMARY KEY, name TEXT, color TEXT);
    CREATE TABLE events (id INTEGER PRIMARY KEY, calendar_id INT REFERENCES calendars (id),
        title TEXT, start_time INT, end_time INT, location TEXT);
    INSERT INTO calendars VALUES (1, 'Home', 'red');
    INSERT INTO events VALUES (1, 1, 'Dentist', 1700000000, 1700003600, 'x'),
        (2, 1, 'Lunch', 1700100000, 1700103600, 'y');
"""
CHAT = """
    CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT, password TEXT);
    CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE messages (id INTEGER PRIMARY KEY, room_id INT REFERENCES rooms (id),
        sender_id INT REFERENCES users (id), body TEXT, sent_at INT);
    INSERT INTO users VALUES (1, 'ann', 'x');
    INSERT INTO rooms VALUES (1, 'General');
    INSERT INTO messages VALUES (1, 1, 1, 'hello you', 1700000000), (2, 1, 1, 'hi', 1700000001);
"""
SENSORS = """
    CREATE TABLE devices (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE readings (device_id INT REFERENCES devices (id), ts INT, value REAL);
    CREATE TABLE sessions (id TEXT PRIMARY KEY, user_id INT, started_at INT,
        device_id INT REFERENCES devices (id));
    INSERT INTO devices VALUES (1, 'Kitchen');
    INSERT INTO readings VALUES (1, 1700000000, 20.5), (1, 1700000060, 20.6);
    INSERT INTO sessions VALUES ('a', 1, 1700000000, 1);
"""
TICKETS = """
    CREATE TABLE user (id INTEGER PRIMARY KEY, login TEXT);
    CREATE TABLE repo (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE issue (id INTEGER PRIMARY KEY, repo_id INT, author_id INT, title TEXT,
        opened_at TEXT, closed_at TEXT, completed_at TEXT);
    CREATE TABLE label (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE issue_label (issue_id INT, label_id INT);
    INSERT INTO user VALUES (1, 'ann');
    INSERT INTO repo VALUES (1, 'core');
    INSERT INTO issue VALUES (1, 1, 1, 'Crash now', '2024-01-01', '2024-01-02', '2024-01-02'),
        (2, 1, 1, 'Slow start', '2024-01-02', NULL, NULL);
    INSERT INTO label VALUES (1, 'bug');
    INSERT INTO issue_label VALUES (1, 1);
"""
NO_HISTORIES = ["", ADDRESS_BOOK, CONFIG, CATALOGUE, TO_DO, CALENDAR, CHAT, SENSORS, TICKETS]


@pytest.mark.parametrize("script", NO_HISTORIES)
def test_nothing_looks_like_a_history(script: str) -> None:
    assert propose(database(script)) == []


def test_a_view_without_end_is_not_waited_for() -> None:
    connection = database(
        "CREATE VIEW plays AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT i AS track_id, i AS played_at FROM n WHERE i < 0; "
        "CREATE VIEW tracks AS SELECT 1 AS id, 'One' AS title;"
    )
    steps = 0

    def tick() -> bool:
        nonlocal steps
        steps += 1
        return steps > 100

    connection.set_progress_handler(tick, 1000)
    assert [p.items for p in propose(connection)] in ([], ["SELECT id AS item, title\nFROM tracks"])


def test_what_is_skipped_of_a_schema() -> None:
    connection = database(
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT, size INT AS (length(body)));"
        "CREATE VIRTUAL TABLE search USING fts5 (body);"
        "CREATE TABLE alembic_version (version_num TEXT);"
        "CREATE VIEW v AS SELECT body FROM notes; CREATE VIEW broken AS SELECT * FROM gone;"
        "CREATE TABLE marks (note INT REFERENCES notes, a INT, b INT,"
        " FOREIGN KEY (a, b) REFERENCES elsewhere (x, y)) ;"
    )
    schema = read_schema(connection)
    assert [(t.name, t.is_view, t.has_rowid) for t in schema.tables] == [
        ("notes", False, True),
        ("v", True, False),
        ("marks", False, True),
    ]
    notes, _, marks = schema.tables
    assert [(c.name, c.type, c.pk, c.hidden) for c in notes.columns] == [
        ("id", "INTEGER", 1, 0),
        ("body", "TEXT", 0, 0),
        ("size", "INT", 0, 2),
    ]
    assert {(k.columns, k.table, k.targets) for k in marks.foreign_keys} == {
        (("note",), "notes", (None,)),
        (("a", "b"), "elsewhere", ("x", "y")),
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lastPlayedAt", "last played at"),
        ("lastplayed", "last played"),
        ("OrderID", "order id"),
        ("idBook", "id book"),
        ("play_count", "play count"),
        ("user id", "user id"),
        ("timestamp", "timestamp"),
        ("HTTPStatusCode", "http status code"),
    ],
)
def test_words_of_names(name: str, words: str) -> None:
    assert " ".join(split_words(name)) == words


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("plays", "plays"),
        ("Plays2", "Plays2"),
        ("order", '"order"'),
        ("GROUP", '"GROUP"'),
        ("a b", '"a b"'),
        ('a"b', '"a""b"'),
        ("2nd", '"2nd"'),
        ("café", '"café"'),
        ("", '""'),
    ],
)
def test_names_are_quoted_where_they_need_it(name: str, sql: str) -> None:
    assert quote(name) == sql


def test_a_track_is_named_with_its_album_s_artist_and_an_episode_with_its_season_s_show() -> None:
    check(
        """
        CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT);
        CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT,
            ArtistId INTEGER REFERENCES Artist);
        CREATE TABLE Track (TrackId INTEGER PRIMARY KEY, Name TEXT,
            AlbumId INTEGER REFERENCES Album);
        CREATE TABLE plays (id INTEGER PRIMARY KEY, user_id INTEGER,
            track_id INTEGER REFERENCES Track, played_at INTEGER);
        INSERT INTO Artist VALUES (1, 'Can'), (2, '');
        INSERT INTO Album VALUES (1, 'Ege Bamyasi', 1), (2, 'Untitled', 2);
        INSERT INTO Track VALUES (1, 'Spoon', 1), (2, 'Vitamin C', 1), (3, 'Alone', 2),
            (4, 'Lost', NULL);
        INSERT INTO plays VALUES (1, 7, 1, 1700000000), (2, 7, 2, 1700000100),
            (3, 8, 3, 1700000200);
        """,
        "user item time",
        [(7, 1, 1700000000), (7, 2, 1700000100), (8, 3, 1700000200)],
        "item title album artist",
        [
            (1, "Can - Spoon", "Ege Bamyasi", "Can"),
            (2, "Can - Vitamin C", "Ege Bamyasi", "Can"),
            (3, "Alone", "Untitled", ""),
            (4, "Lost", None, None),
        ],
    )
    check(
        """
        CREATE TABLE shows (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE seasons (id INTEGER PRIMARY KEY, show_id INTEGER REFERENCES shows,
            number INTEGER);
        CREATE TABLE episodes (id INTEGER PRIMARY KEY, season_id INTEGER REFERENCES seasons,
            title TEXT);
        CREATE TABLE watched (user_id INTEGER, episode_id INTEGER REFERENCES episodes,
            watched_at INTEGER);
        INSERT INTO shows VALUES (1, 'The Harbour'), (2, 'Lanterns');
        INSERT INTO seasons VALUES (1, 1, 1), (2, 2, 1);
        INSERT INTO episodes VALUES (1, 1, 'Pilot'), (2, 2, 'Pilot'), (3, 2, 'The Return');
        INSERT INTO watched VALUES (7, 1, 1700000000), (7, 2, 1700000100), (8, 3, 1700000200);
        """,
        "user item time",
        [(7, 1, 1700000000), (7, 2, 1700000100), (8, 3, 1700000200)],
        "item title show",
        [
            (1, "The Harbour - Pilot", "The Harbour"),
            (2, "Lanterns - Pilot", "Lanterns"),
            (3, "Lanterns - The Return", "Lanterns"),
        ],
    )


def test_a_table_of_very_many_columns() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        columns = ", ".join(f"column{n}_id" for n in range(400))
        for name in ("many", "more"):
            connection.execute(f"CREATE TABLE {name} ({columns})")
        calls = count_calls_of_keys(connection)
    # Once for each table, not for each column of the others.
    assert calls <= 2


def count_calls_of_keys(connection: sqlite3.Connection) -> int:
    asked = []

    class Counted(Tables):
        def _key(self, table: Table) -> str | None:
            asked.append(table.name)
            return super()._key(table)

    schema = read_schema(connection)
    tables = Counted(connection, schema)
    for table in schema.tables:
        tables.links(table)
    assert asked
    return len(asked)
