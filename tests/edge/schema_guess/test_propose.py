"""Histories are found in schemas of applications that nobody told about.

Every schema is made up here; the SELECTs proposed for it are run and their rows compared.
"""

from __future__ import annotations

from proposing import check, database

from ilora_edge.schema_guess.propose import propose


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
