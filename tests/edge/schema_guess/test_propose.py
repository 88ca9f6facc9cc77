"""Histories are found in schemas of applications that nobody told about.

Every schema is made up here; the SELECTs proposed for it are run and their rows compared.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from ilora_edge.histories.schema import Table, quote, read_schema
from ilora_edge.schema_guess.name_words import split_words
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import propose
from ilora_edge.schema_guess.table_links import Tables

PRAGMAS = {"table_xinfo", "table_list", "foreign_key_list", "index_list", "index_info"}


def only_reads(action: int, first: str | None, *_: str | None) -> int:
    allowed = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
    if action in allowed or (action == sqlite3.SQLITE_PRAGMA and first in PRAGMAS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def database(script: str) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    connection.set_authorizer(only_reads)
    return connection


def rows(connection: sqlite3.Connection, query: str) -> tuple[list[str], list[tuple[object, ...]]]:
    cursor = connection.execute(query)
    return [column[0] for column in cursor.description], sorted(cursor.fetchall(), key=repr)


def best(script: str) -> tuple[Proposal, sqlite3.Connection]:
    connection = database(script)
    found = propose(connection)
    assert found, "no proposal"
    assert len(found) <= 3
    assert [p.confidence for p in found] == sorted((p.confidence for p in found), reverse=True)
    assert all(0 < p.confidence <= 1 and p.reasons for p in found)
    return found[0], connection


def check(
    script: str,
    columns: str,
    interactions: list[tuple[object, ...]],
    item_columns: str = "item title",
    items: list[tuple[object, ...]] | None = None,
) -> Proposal:
    proposal, connection = best(script)
    assert rows(connection, proposal.interactions) == (
        columns.split(),
        sorted(interactions, key=repr),
    ), proposal.interactions
    if items is None:
        assert proposal.items is None
    else:
        assert proposal.items is not None
        assert rows(connection, proposal.items) == (
            item_columns.split(),
            sorted(items, key=repr),
        ), proposal.items
    return proposal


def test_a_shop_with_orders_and_lines() -> None:
    proposal = check(
        """
        CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, email TEXT, created_at TEXT);
        CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, price REAL, created_at TEXT,
            category_id INTEGER REFERENCES categories (id));
        CREATE TABLE orders (id INTEGER PRIMARY KEY, status TEXT, ordered_at TEXT,
            customer_id INTEGER NOT NULL REFERENCES customers (id));
        CREATE TABLE order_lines (order_id INTEGER REFERENCES orders, quantity INTEGER,
            product_id INTEGER REFERENCES products (id), unit_price REAL);
        INSERT INTO customers VALUES (1, 'Ann', 'a@x.org', '2023-01-01'), (2, 'Bo', 'b@x.org', '');
        INSERT INTO categories VALUES (1, 'Tea'), (2, 'Cups');
        INSERT INTO products VALUES (10, 'Sencha', 4.5, '2020-01-01', 1),
            (11, 'Mug', 7, '2020-01-02', 2), (12, 'Assam', 4, '2020-01-03', 1);
        INSERT INTO orders VALUES (100, 'paid', '2024-01-05 10:00:00', 1),
            (101, 'paid', '2024-02-05 10:00:00', 2);
        INSERT INTO order_lines VALUES (100, 2, 10, 4.5), (100, 1, 11, 7), (101, 3, 12, 4);
        """,
        "user item time weight",
        [
            (1, 10, "2024-01-05 10:00:00", 2),
            (1, 11, "2024-01-05 10:00:00", 1),
            (2, 12, "2024-02-05 10:00:00", 3),
        ],
        "item title genres",
        [(10, "Sencha", "Tea"), (11, "Mug", "Cups"), (12, "Assam", "Tea")],
    )
    assert "orders.customer_id refers to customers.id (declared foreign key)" in proposal.reasons
    assert proposal.confidence > 0.7
    assert proposal.interactions == (
        "SELECT orders.customer_id AS user, order_lines.product_id AS item, "
        "orders.ordered_at AS time, order_lines.quantity AS weight\n"
        "FROM order_lines\n"
        "JOIN orders ON orders.id = order_lines.order_id"
    )


def test_camel_case_without_declared_keys() -> None:
    check(
        """
        CREATE TABLE Account (accountId INTEGER PRIMARY KEY, displayName TEXT, passwordHash TEXT);
        CREATE TABLE Episode (episodeId INTEGER PRIMARY KEY, seasonId INT, episodeTitle TEXT,
            airDate TEXT);
        CREATE TABLE WatchEvent (eventId INTEGER PRIMARY KEY, accountId INT, episodeId INT,
            watchedAt INTEGER, deviceType TEXT);
        INSERT INTO Account VALUES (1, 'ann', 'x'), (2, 'bo', 'y');
        INSERT INTO Episode VALUES (5, 1, 'Pilot', '2001-01-01'), (6, 1, 'Storm', '2001-01-08');
        INSERT INTO WatchEvent VALUES (1, 2, 5, 1700000000000, 'tv'),
            (2, 2, 6, 1700000100000, 'tv'), (3, 1, 5, 1700000200000, 'phone');
        """,
        "user item time",
        [(2, 5, 1700000000000), (2, 6, 1700000100000), (1, 5, 1700000200000)],
        items=[(5, "Pilot"), (6, "Storm")],
    )


def test_ratings_and_movies_without_keys() -> None:
    check(
        """
        CREATE TABLE ratings (userId INTEGER, movieId INTEGER, rating REAL, timestamp INTEGER);
        CREATE TABLE movies (movieId INTEGER, title TEXT, genres TEXT);
        CREATE TABLE tags (userId INTEGER, movieId INTEGER, tag TEXT, timestamp INTEGER);
        CREATE TABLE links (movieId INTEGER, imdbId TEXT, tmdbId INTEGER);
        INSERT INTO movies VALUES (1, 'Toy Story (1995)', 'Animation|Comedy'),
            (2, 'Heat (1995)', 'Action'), (3, '1984 (1984)', 'Drama');
        INSERT INTO ratings VALUES (7, 1, 4.0, 964982703), (7, 3, 2.5, 964982931),
            (8, 2, 5, 964982224);
        INSERT INTO tags VALUES (7, 1, 'pixar', 1139045764);
        INSERT INTO links VALUES (1, '0114709', 862), (2, '0113277', 949), (3, '0087803', 9314);
        """,
        "user item time rating",
        [(7, 1, 964982703, 4.0), (7, 3, 964982931, 2.5), (8, 2, 964982224, 5.0)],
        "item title genres",
        [
            (1, "Toy Story (1995)", "Animation|Comedy"),
            (2, "Heat (1995)", "Action"),
            (3, "1984 (1984)", "Drama"),
        ],
    )


def test_counts_without_a_time_are_less_sure() -> None:
    proposal = check(
        """
        CREATE TABLE artists (id INTEGER, name TEXT, url TEXT);
        CREATE TABLE user_artists (userID INTEGER, artistID INTEGER, weight INTEGER);
        CREATE TABLE user_friends (userID INTEGER, friendID INTEGER);
        CREATE TABLE tags (tagID INTEGER, tagValue TEXT);
        INSERT INTO artists VALUES (51, 'Duran Duran', 'http://x/1'),
            (52, 'Morcheeba', 'http://x/2');
        INSERT INTO user_artists VALUES (2, 51, 13883), (2, 52, 11690), (3, 52, 7);
        INSERT INTO user_friends VALUES (2, 3), (3, 2);
        INSERT INTO tags VALUES (1, 'metal'), (2, 'pop');
        """,
        "user item time weight",
        [(2, 51, 0, 13883), (2, 52, 0, 11690), (3, 52, 0, 7)],
        items=[(51, "Duran Duran"), (52, "Morcheeba")],
    )
    assert proposal.confidence < 0.5


def test_the_project_s_own_schema() -> None:
    check(
        """
        CREATE TABLE items (item_id TEXT PRIMARY KEY, title TEXT NOT NULL, genres TEXT);
        CREATE TABLE interactions (user_id TEXT NOT NULL, item_id TEXT NOT NULL,
            timestamp INTEGER NOT NULL, rating REAL);
        INSERT INTO items VALUES ('a', 'Alpha', 'x|y'), ('b', 'Beta', NULL);
        INSERT INTO interactions VALUES ('u1', 'a', 1, 5), ('u1', 'b', 2, 1), ('u2', 'a', 3, 4);
        """,
        "user item time rating",
        [("u1", "a", 1, 5.0), ("u1", "b", 2, 1.0), ("u2", "a", 3, 4.0)],
        "item title genres",
        [("a", "Alpha", "x|y"), ("b", "Beta", None)],
    )


def test_keys_of_text_and_names_that_say_nothing() -> None:
    a, b = "3f2b8c1e-0000-4000-8000-000000000001", "3f2b8c1e-0000-4000-8000-000000000002"
    u = "9d1a7c55-0000-4000-8000-00000000000a"
    check(
        f"""
        CREATE TABLE works (uuid TEXT PRIMARY KEY, name TEXT, kind TEXT);
        CREATE TABLE people (uuid TEXT PRIMARY KEY, name TEXT);
        CREATE TABLE log (uuid TEXT PRIMARY KEY, who TEXT, what TEXT, occurred TEXT);
        INSERT INTO works VALUES ('{a}', 'Nocturne', 'piece'), ('{b}', 'Etude', 'piece');
        INSERT INTO people VALUES ('{u}', 'Ann');
        INSERT INTO log VALUES ('e1', '{u}', '{a}', '2024-03-01T08:00:00Z'),
            ('e2', '{u}', '{b}', '2024-03-02T08:00:00Z');
        """,
        "user item time",
        [(u, a, "2024-03-01T08:00:00Z"), (u, b, "2024-03-02T08:00:00Z")],
        items=[(a, "Nocturne"), (b, "Etude")],
    )


def test_one_person_s_player_keeps_the_state_with_its_songs() -> None:
    proposal = check(
        """
        CREATE TABLE songs (title TEXT, album TEXT, artist TEXT, year INTEGER, genre TEXT,
            url TEXT, length INTEGER, playcount INTEGER DEFAULT 0, skipcount INTEGER DEFAULT 0,
            lastplayed INTEGER DEFAULT -1, lastseen INTEGER, rating INTEGER DEFAULT -1);
        CREATE TABLE playlists (name TEXT, last_played INTEGER);
        CREATE TABLE directories (path TEXT, subdirs INTEGER);
        INSERT INTO songs VALUES
            ('Roads', 'Dummy', 'Portishead', 1994, 'Trip-Hop', 'file:///a', 305, 4, 0, 1700000000,
             1690000000, -1),
            ('Teardrop', 'Mezzanine', 'Massive Attack', 1998, 'Trip-Hop', 'file:///b', 330, 0, 2,
             -1, 1690000000, -1),
            ('Angel', 'Mezzanine', 'Massive Attack', 1998, 'Trip-Hop', 'file:///c', 378, 2, 0,
             1700000500, 1690000000, -1);
        INSERT INTO directories VALUES ('/music', 1);
        """,
        "user item time weight",
        [("me", 1, 1700000000, 4), ("me", 3, 1700000500, 2)],
        "item title year genres artist album",
        [
            (1, "Portishead - Roads", 1994, "Trip-Hop", "Portishead", "Dummy"),
            (2, "Massive Attack - Teardrop", 1998, "Trip-Hop", "Massive Attack", "Mezzanine"),
            (3, "Massive Attack - Angel", 1998, "Trip-Hop", "Massive Attack", "Mezzanine"),
        ],
    )
    assert proposal.interactions == (
        "SELECT 'me' AS user, rowid AS item, lastplayed AS time, playcount AS weight\n"
        "FROM songs\n"
        "WHERE lastplayed > 0"
    )


def test_marks_of_what_was_read() -> None:
    check(
        """
        CREATE TABLE feeds (id INTEGER PRIMARY KEY, title TEXT, url TEXT);
        CREATE TABLE articles (id INTEGER PRIMARY KEY, feed_id INTEGER REFERENCES feeds (id),
            title TEXT, link TEXT, published_at INTEGER, is_read INTEGER);
        INSERT INTO feeds VALUES (1, 'The Daily', 'http://d');
        INSERT INTO articles VALUES (1, 1, 'Snow falls', 'http://d/1', 1700000000, 1),
            (2, 1, 'Rain falls', 'http://d/2', 1700000001, 0),
            (3, 1, 'Sun shines', 'http://d/3', 1700000002, 1);
        """,
        "user item time",
        [("me", 1, 0), ("me", 3, 0)],
        items=[(1, "Snow falls"), (2, "Rain falls"), (3, "Sun shines")],
    )


def test_keywords_spaces_and_quotes_in_names() -> None:
    proposal = check(
        """
        CREATE TABLE "group" ("key" INTEGER PRIMARY KEY, "band name" TEXT);
        CREATE TABLE "listened ""to"" it" ("select" INTEGER PRIMARY KEY, "user id" TEXT,
            "group" INTEGER REFERENCES "group" ("key"), [when it was] TEXT);
        INSERT INTO "group" VALUES (1, 'Kraftwerk'), (2, 'Neu!');
        INSERT INTO "listened ""to"" it" VALUES (1, 'ann', 2, '2024-01-01'),
            (2, 'ann', 1, '2024-01-02');
        """,
        "user item time",
        [("ann", 2, "2024-01-01"), ("ann", 1, "2024-01-02")],
        items=[(1, "Kraftwerk"), (2, "Neu!")],
    )
    assert proposal.interactions.endswith('FROM "listened ""to"" it"')


def test_a_table_called_order() -> None:
    check(
        """
        CREATE TABLE "User" ("Id" INTEGER PRIMARY KEY, "Login" TEXT);
        CREATE TABLE "Order" ("Id" INTEGER PRIMARY KEY, "UserId" INTEGER, "Date" TEXT);
        CREATE TABLE "Order Details" ("OrderId" INTEGER, "ProductId" TEXT, "Quantity" INTEGER,
            PRIMARY KEY ("OrderId", "ProductId"));
        CREATE TABLE [Product] ("Id" TEXT PRIMARY KEY, "ProductName" TEXT, "Discontinued" INT);
        INSERT INTO "User" VALUES (1, 'ann');
        INSERT INTO "Order" VALUES (50, 1, '2024-05-01');
        INSERT INTO "Order Details" VALUES (50, 'P-1', 4), (50, 'P-2', 1);
        INSERT INTO "Product" VALUES ('P-1', 'Chai', 0), ('P-2', 'Chang', 0);
        """,
        "user item time weight",
        [(1, "P-1", "2024-05-01", 4), (1, "P-2", "2024-05-01", 1)],
        items=[("P-1", "Chai"), ("P-2", "Chang")],
    )


def test_the_richer_of_two_histories_wins() -> None:
    script = """
        CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE recipes (id INTEGER PRIMARY KEY, title TEXT, cuisine TEXT);
        CREATE TABLE bookmarks (user_id INT, recipe_id INT, created_at INTEGER);
        CREATE TABLE cooked (user_id INT, recipe_id INT, cooked_at INTEGER, stars INTEGER);
        INSERT INTO users VALUES (1, 'Ann');
        INSERT INTO recipes VALUES (1, 'Dal', 'indian'), (2, 'Pho', 'viet');
        INSERT INTO bookmarks VALUES (1, 1, 1700000000);
        INSERT INTO cooked VALUES (1, 1, 1700000500, 5), (1, 2, 1700009000, 3);
    """
    check(
        script,
        "user item time rating",
        [(1, 1, 1700000500, 5), (1, 2, 1700009000, 3)],
        items=[(1, "Dal"), (2, "Pho")],
    )
    tables = [p.interactions.split("\n")[1] for p in propose(database(script))]
    assert tables == ["FROM cooked", "FROM bookmarks"]


def test_an_e_reader() -> None:
    check(
        """
        CREATE TABLE book (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, authors TEXT,
            notes INTEGER, last_open INTEGER, pages INTEGER, series TEXT, language TEXT, md5 TEXT,
            total_read_time INTEGER, total_read_pages INTEGER);
        CREATE TABLE page_stat_data (id_book INTEGER, page INTEGER NOT NULL DEFAULT 0,
            start_time INTEGER NOT NULL DEFAULT 0, duration INTEGER NOT NULL DEFAULT 0,
            total_pages INTEGER, UNIQUE (id_book, page, start_time),
            FOREIGN KEY (id_book) REFERENCES book (id));
        CREATE TABLE numbers (number INTEGER PRIMARY KEY);
        CREATE VIEW page_stat AS SELECT id_book, page, start_time, duration FROM page_stat_data;
        INSERT INTO numbers VALUES (1), (2), (3);
        INSERT INTO book VALUES
            (1, 'Emma', 'Jane Austen', 0, 1700000900, 400, NULL, 'en', 'ab', 60, 2),
            (2, 'Ulysses', 'James Joyce', 0, 1600000000, 700, NULL, 'en', 'cd', 5, 1);
        INSERT INTO page_stat_data VALUES (1, 7, 1700000100, 31, 400), (1, 8, 1700000140, 29, 400),
            (2, 1, 1600000000, 5, 700);
        """,
        "user item time weight",
        [
            ("me", 1, 1700000100, 31),
            ("me", 1, 1700000140, 29),
            ("me", 2, 1600000000, 5),
        ],
        "item title author series language",
        [(1, "Emma", "Jane Austen", None, "en"), (2, "Ulysses", "James Joyce", None, "en")],
    )


def test_library_loans_are_of_books_not_of_copies() -> None:
    check(
        """
        CREATE TABLE member (member_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT);
        CREATE TABLE staff (staff_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT);
        CREATE TABLE author (author_id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE book (isbn TEXT PRIMARY KEY, title TEXT, author_id INTEGER, publish_year INT);
        CREATE TABLE copy (copy_id INTEGER PRIMARY KEY, isbn TEXT, shelf TEXT, acquired_on TEXT);
        CREATE TABLE loan (loan_id INTEGER PRIMARY KEY, copy_id INT, staff_id INT, member_id INT,
            loaned_on TEXT, due_on TEXT, returned_on TEXT);
        INSERT INTO member VALUES (1, 'Ann', 'Lee'), (2, 'Bo', 'Ray');
        INSERT INTO staff VALUES (1, 'Cy', 'Orr'), (2, 'Di', 'Poe');
        INSERT INTO author VALUES (1, 'Mary Shelley'), (2, 'Bram Stoker');
        INSERT INTO book VALUES ('9780141439471', 'Frankenstein', 1, 1818),
            ('9780141439846', 'Dracula', 2, 1897);
        INSERT INTO copy VALUES (1, '9780141439471', 'A', '2010-01-01'),
            (2, '9780141439471', 'A', '2011-01-01'), (3, '9780141439846', 'B', '2012-01-01');
        INSERT INTO loan VALUES (1, 2, 1, 1, '2024-01-02', '2024-02-02', NULL),
            (2, 3, 2, 1, '2024-01-03', '2024-02-03', '2024-01-09'),
            (3, 1, 1, 2, '2024-01-04', '2024-02-04', NULL);
        """,
        "user item time",
        [
            (1, "9780141439471", "2024-01-02"),
            (1, "9780141439846", "2024-01-03"),
            (2, "9780141439471", "2024-01-04"),
        ],
        "item title year author",
        [
            ("9780141439471", "Frankenstein", 1818, "Mary Shelley"),
            ("9780141439846", "Dracula", 1897, "Bram Stoker"),
        ],
    )


def test_a_podcast_app_plays_episodes_not_podcasts() -> None:
    check(
        """
        CREATE TABLE Feeds (id INTEGER PRIMARY KEY, title TEXT, author TEXT, last_update TEXT);
        CREATE TABLE FeedItems (id INTEGER PRIMARY KEY, title TEXT, pubDate INTEGER, read INTEGER,
            link TEXT, feed INTEGER, description TEXT);
        CREATE TABLE FeedMedia (id INTEGER PRIMARY KEY, duration INTEGER, file_url TEXT,
            position INTEGER, feeditem INTEGER, played_duration INTEGER, last_played_time INTEGER);
        CREATE TABLE Queue (id INTEGER PRIMARY KEY, feeditem INTEGER, feed INTEGER);
        INSERT INTO Feeds VALUES (1, 'Maths Hour', 'Ada', '1'), (2, 'Sea Talk', 'Cousteau', '2');
        INSERT INTO FeedItems VALUES (11, 'On Zero', 1690000000000, 1, 'http://m/1', 1, 'x'),
            (12, 'On One', 1690000000001, 0, 'http://m/2', 1, 'y'),
            (13, 'Squid', 1690000000002, 1, 'http://s/1', 2, 'z');
        INSERT INTO FeedMedia VALUES (1, 3600000, NULL, 0, 11, 900, 1700000000000),
            (2, 1800000, NULL, 0, 12, 0, 0), (3, 1000, NULL, 500, 13, 400, 1700000009000);
        """,
        "user item time weight",
        [("me", 11, 1700000000000, 900), ("me", 13, 1700000009000, 400)],
        items=[(11, "On Zero"), (12, "On One"), (13, "Squid")],
    )


def test_without_rowid() -> None:
    check(
        """
        CREATE TABLE game (slug TEXT PRIMARY KEY, name TEXT, studio TEXT) WITHOUT ROWID;
        CREATE TABLE play (player TEXT, game TEXT REFERENCES game (slug), started REAL,
            minutes INTEGER, PRIMARY KEY (player, game, started)) WITHOUT ROWID;
        INSERT INTO game VALUES ('go', 'Go!', 'Old Stones'), ('hex', 'Hex', 'Nash');
        INSERT INTO play VALUES ('ann', 'go', 2460310.5, 40), ('bo', 'hex', 2460311.25, 10);
        """,
        "user item time weight",
        [("ann", "go", 2460310.5, 40), ("bo", "hex", 2460311.25, 10)],
        "item title studio",
        [("go", "Go!", "Old Stones"), ("hex", "Hex", "Nash")],
    )


def test_a_view_is_used_where_the_tables_say_nothing() -> None:
    check(
        """
        CREATE TABLE t1 (a INTEGER PRIMARY KEY, b BLOB);
        CREATE TABLE t2 (a INTEGER PRIMARY KEY, c INT, d INT, e INT);
        CREATE VIEW films AS SELECT a AS film_id, CAST(b AS TEXT) AS title FROM t1;
        CREATE VIEW viewings AS SELECT c AS viewer_id, d AS film_id, e AS viewed_at FROM t2;
        CREATE VIEW broken AS SELECT * FROM gone;
        INSERT INTO t1 VALUES (1, x'416c69656e'), (2, x'4272617a696c');
        INSERT INTO t2 VALUES (1, 8, 1, 1700000000), (2, 8, 2, 1700000001);
        """,
        "user item time",
        [(8, 1, 1700000000), (8, 2, 1700000001)],
        items=[(1, "Alien"), (2, "Brazil")],
    )


def test_scrobbles_are_their_own_items() -> None:
    check(
        """
        CREATE TABLE scrobbles (id INTEGER PRIMARY KEY, artist TEXT, album TEXT, track TEXT,
            played_at INTEGER);
        CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT, updated_at INTEGER);
        INSERT INTO settings VALUES ('theme', 'dark', 1700000000);
        INSERT INTO scrobbles VALUES (1, 'Can', 'Ege Bamyasi', 'Vitamin C', 1700000000),
            (2, 'Faust', 'IV', 'Krautrock', 1700000300),
            (3, 'Can', 'Ege Bamyasi', 'Vitamin C', 1700000600);
        """,
        "user item time",
        [
            ("me", "Can - Vitamin C", 1700000000),
            ("me", "Faust - Krautrock", 1700000300),
            ("me", "Can - Vitamin C", 1700000600),
        ],
        "item title author",
        [("Can - Vitamin C", "Vitamin C", "Can"), ("Faust - Krautrock", "Krautrock", "Faust")],
    )


def test_titles_in_the_history_itself() -> None:
    check(
        """
        CREATE TABLE ViewingHistory ("Profile Name" TEXT, "Start Time" TEXT, "Title" TEXT,
            "Duration" TEXT);
        INSERT INTO ViewingHistory VALUES ('Ann', '2024-01-01 20:00:00', 'Dark: S1', '00:50:00'),
            ('Bo', '2024-01-02 20:00:00', 'Dark: S1', '00:49:00'),
            ('Ann', '2024-01-03 20:00:00', 'Okja', '02:00:00');
        """,
        "user item time",
        [
            ("Ann", "Dark: S1", "2024-01-01 20:00:00"),
            ("Bo", "Dark: S1", "2024-01-02 20:00:00"),
            ("Ann", "Okja", "2024-01-03 20:00:00"),
        ],
        items=[("Dark: S1", "Dark: S1"), ("Okja", "Okja")],
    )


def test_items_that_another_file_describes() -> None:
    check(
        """
        CREATE TABLE downloads (id INTEGER PRIMARY KEY, book_id INTEGER, user_id INTEGER,
            downloaded_at TEXT);
        INSERT INTO downloads VALUES (1, 900, 1, '2024-01-01 10:00:00'),
            (2, 77, 1, '2024-01-01 11:00:00');
        """,
        "user item time",
        [(1, 900, "2024-01-01 10:00:00"), (1, 77, "2024-01-01 11:00:00")],
    )


def test_visits_of_a_browser() -> None:
    check(
        """
        CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR,
            rev_host LONGVARCHAR, visit_count INTEGER, last_visit_date INTEGER, guid TEXT);
        CREATE TABLE moz_historyvisits (id INTEGER PRIMARY KEY, from_visit INTEGER,
            place_id INTEGER, visit_date INTEGER, visit_type INTEGER, session INTEGER);
        CREATE TABLE moz_bookmarks (id INTEGER PRIMARY KEY, type INTEGER, fk INTEGER,
            parent INTEGER, title TEXT, dateAdded INTEGER, lastModified INTEGER);
        INSERT INTO moz_places VALUES (1, 'https://a.org/', 'A page', 'gro.a.', 2,
            1700000000000001, 'g1'), (2, 'https://b.org/', 'B page', 'gro.b.', 1,
            1700000000000009, 'g2');
        INSERT INTO moz_historyvisits VALUES (1, 0, 1, 1700000000000000, 1, 0),
            (2, 1, 1, 1700000000000001, 1, 0), (3, 0, 2, 1700000000000009, 1, 0);
        INSERT INTO moz_bookmarks VALUES (1, 2, NULL, 0, 'root', 1600000000000000, 1),
            (2, 1, 1, 1, 'A', 1600000000000000, 1);
        """,
        "user item time",
        [
            ("me", 1, 1700000000000000),
            ("me", 1, 1700000000000001),
            ("me", 2, 1700000000000009),
        ],
        items=[(1, "A page"), (2, "B page")],
    )


def test_counts_beside_the_items_of_one_person() -> None:
    check(
        """
        CREATE TABLE artists (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE tracks (id INTEGER PRIMARY KEY, title TEXT, duration REAL,
            artist_id INTEGER REFERENCES artists (id));
        CREATE TABLE track_stats (track_id INTEGER PRIMARY KEY, play_count INT, skip_count INT,
            last_played_at INT);
        INSERT INTO artists VALUES (1, 'Can');
        INSERT INTO tracks VALUES (1, 'Vitamin C', 200.5, 1), (2, 'Spoon', 180, 1);
        INSERT INTO track_stats VALUES (1, 5, 0, 1700000000), (2, 0, 1, 0);
        """,
        "user item time weight",
        [("me", 1, 1700000000, 5)],
        "item title artist",
        [(1, "Can - Vitamin C", "Can"), (2, "Can - Spoon", "Can")],
    )


def test_one_person_s_books_have_a_date_and_a_rating() -> None:
    check(
        """
        CREATE TABLE shelf (id INTEGER PRIMARY KEY, title TEXT, author TEXT, date_added TEXT,
            date_finished TEXT, my_rating INT, avg_rating REAL);
        INSERT INTO shelf VALUES (1, 'Emma', 'Austen', '2020-01-01', '2020-03-01', 5, 4.0),
            (2, 'Ulysses', 'Joyce', '2020-01-01', NULL, NULL, 3.8);
        """,
        "user item time rating",
        [("me", 1, "2020-03-01", 5)],
        "item title author",
        [(1, "Emma", "Austen"), (2, "Ulysses", "Joyce")],
    )


def test_one_table_of_purchases() -> None:
    check(
        """
        CREATE TABLE purchases (customer_email TEXT, product_name TEXT, bought_on TEXT, qty INT);
        INSERT INTO purchases VALUES ('a@x.org', 'Tea pot', '2024-01-01', 1),
            ('b@x.org', 'Tea pot', '2024-01-02', 2), ('a@x.org', 'Mug', '2024-01-03', 1);
        """,
        "user item time weight",
        [
            ("a@x.org", "Tea pot", "2024-01-01", 1),
            ("b@x.org", "Tea pot", "2024-01-02", 2),
            ("a@x.org", "Mug", "2024-01-03", 1),
        ],
        items=[("Tea pot", "Tea pot"), ("Mug", "Mug")],
    )


def test_abbreviations_and_prefixes() -> None:
    check(
        """
        CREATE TABLE tbl_usr (usr_id INTEGER PRIMARY KEY, usr_name TEXT, usr_pwd TEXT);
        CREATE TABLE tbl_prod (prod_id INTEGER PRIMARY KEY, prod_title TEXT, prod_brand TEXT);
        CREATE TABLE tbl_clk (clk_id INTEGER PRIMARY KEY, usr_id INT, prod_id INT, clk_ts INT);
        INSERT INTO tbl_usr VALUES (1, 'ann', 'x');
        INSERT INTO tbl_prod VALUES (1, 'Lamp', 'Lux'), (2, 'Desk', 'Oak');
        INSERT INTO tbl_clk VALUES (1, 1, 1, 1700000000), (2, 1, 2, 1700000001);
        """,
        "user item time",
        [(1, 1, 1700000000), (1, 2, 1700000001)],
        "item title brand",
        [(1, "Lamp", "Lux"), (2, "Desk", "Oak")],
    )


def test_items_of_several_tables_in_one_column() -> None:
    check(
        """
        CREATE TABLE user (id TEXT PRIMARY KEY, user_name TEXT, password TEXT);
        CREATE TABLE album (id TEXT PRIMARY KEY, name TEXT);
        CREATE TABLE media_file (id TEXT PRIMARY KEY, title TEXT, album_id TEXT, created_at TEXT);
        CREATE TABLE annotation (user_id TEXT, item_id TEXT, item_type TEXT, play_count INT,
            play_date TEXT);
        INSERT INTO user VALUES ('u0000001', 'ann', 'x');
        INSERT INTO album VALUES ('al000001', 'Dummy');
        INSERT INTO media_file VALUES ('mf000001', 'Roads', 'al000001', '2020-01-01'),
            ('mf000002', 'Numb', 'al000001', '2020-01-01');
        INSERT INTO annotation VALUES ('u0000001', 'mf000001', 'media_file', 3, '2024-01-01'),
            ('u0000001', 'mf000002', 'media_file', 1, '2024-01-02'),
            ('u0000001', 'al000001', 'album', 3, '2024-01-02');
        """,
        "user item time weight",
        [
            ("u0000001", "mf000001", "2024-01-01", 3),
            ("u0000001", "mf000002", "2024-01-02", 1),
            ("u0000001", "al000001", "2024-01-02", 3),
        ],
        "item title album",
        [("mf000001", "Roads", "Dummy"), ("mf000002", "Numb", "Dummy")],
    )


def test_tables_without_rows_are_known_by_their_names() -> None:
    proposal = check(
        """
        CREATE TABLE games (game_id INTEGER PRIMARY KEY, title TEXT);
        CREATE TABLE plays (player_id INTEGER, game_id INTEGER, played_at INTEGER);
        """,
        "user item time",
        [],
        items=[],
    )
    assert proposal.confidence < 0.6


def test_a_user_of_the_parent_and_a_time_of_its_own() -> None:
    check(
        """
        CREATE TABLE patrons (id INTEGER PRIMARY KEY, card TEXT);
        CREATE TABLE visits (id INTEGER PRIMARY KEY, patron_id INT REFERENCES patrons, gate TEXT);
        CREATE TABLE artworks (id INTEGER PRIMARY KEY, caption TEXT, artist TEXT);
        CREATE TABLE looks (visit_id INT REFERENCES visits, artwork_id INT REFERENCES artworks,
            seen_at REAL, seconds INT);
        INSERT INTO patrons VALUES (1, 'x'), (2, 'y');
        INSERT INTO visits VALUES (5, 2, 'north'), (6, 1, 'south');
        INSERT INTO artworks VALUES (1, 'Dog in Snow', 'Marc'), (2, 'Blue Horse', 'Marc');
        INSERT INTO looks VALUES (5, 1, 1700000000.5, 30), (6, 2, 1700000100.5, 12);
        """,
        "user item time weight",
        [(2, 1, 1700000000.5, 30), (1, 2, 1700000100.5, 12)],
        "item title artist",
        [(1, "Dog in Snow", "Marc"), (2, "Blue Horse", "Marc")],
    )


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
