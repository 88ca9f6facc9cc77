"""What the items of a history are: named by themselves, in several tables, or elsewhere."""

from __future__ import annotations

from proposing import check


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
