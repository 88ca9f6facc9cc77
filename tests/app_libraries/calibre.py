"""Generated libraries of calibre."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.truth import Truth, random_moment, random_works, utc_text

CALIBRE = """
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE,
  sort TEXT COLLATE NOCASE, link TEXT NOT NULL DEFAULT '', UNIQUE (name));
CREATE TABLE books (id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL DEFAULT 'Unknown' COLLATE NOCASE, sort TEXT COLLATE NOCASE,
  timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP, pubdate TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  series_index REAL NOT NULL DEFAULT 1.0, author_sort TEXT COLLATE NOCASE, isbn TEXT DEFAULT '',
  lccn TEXT DEFAULT '', path TEXT NOT NULL DEFAULT '', flags INTEGER NOT NULL DEFAULT 1, uuid TEXT,
  has_cover BOOL DEFAULT 0, last_modified TIMESTAMP NOT NULL DEFAULT '2000-01-01 00:00:00+00:00');
CREATE TABLE books_authors_link (id INTEGER PRIMARY KEY, book INTEGER NOT NULL,
  author INTEGER NOT NULL, UNIQUE (book, author));
CREATE TABLE books_ratings_link (id INTEGER PRIMARY KEY, book INTEGER NOT NULL,
  rating INTEGER NOT NULL, UNIQUE (book, rating));
CREATE TABLE books_tags_link (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, tag INTEGER NOT NULL,
  UNIQUE (book, tag));
CREATE TABLE books_series_link (id INTEGER PRIMARY KEY, book INTEGER NOT NULL,
  series INTEGER NOT NULL, UNIQUE (book));
CREATE TABLE series (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE,
  sort TEXT COLLATE NOCASE, link TEXT NOT NULL DEFAULT '', UNIQUE (name));
CREATE TABLE comments (id INTEGER PRIMARY KEY, book INTEGER NOT NULL,
  text TEXT NOT NULL COLLATE NOCASE, UNIQUE (book));
CREATE TABLE custom_columns (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL,
  name TEXT NOT NULL, datatype TEXT NOT NULL, mark_for_delete BOOL DEFAULT 0 NOT NULL,
  editable BOOL DEFAULT 1 NOT NULL, display TEXT DEFAULT '{}' NOT NULL,
  is_multiple BOOL DEFAULT 0 NOT NULL, normalized BOOL NOT NULL, UNIQUE (label));
CREATE TABLE data (id INTEGER PRIMARY KEY, book INTEGER NON NULL,
  format TEXT NON NULL COLLATE NOCASE, uncompressed_size INTEGER NON NULL, name TEXT NON NULL,
  UNIQUE (book, format));
CREATE TABLE identifiers (id INTEGER PRIMARY KEY, book INTEGER NON NULL,
  type TEXT NON NULL DEFAULT 'isbn' COLLATE NOCASE, val TEXT NON NULL COLLATE NOCASE,
  UNIQUE (book, type));
CREATE TABLE ratings (id INTEGER PRIMARY KEY, rating INTEGER CHECK (rating > -1 AND rating < 11),
  UNIQUE (rating));
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, UNIQUE (name));
CREATE TABLE last_read_positions (id INTEGER PRIMARY KEY, book INTEGER NOT NULL,
  format TEXT NOT NULL COLLATE NOCASE, user TEXT NOT NULL, device TEXT NOT NULL,
  cfi TEXT NOT NULL, epoch REAL NOT NULL, pos_frac REAL NOT NULL DEFAULT 0,
  UNIQUE (user, device, book, format));
CREATE TABLE annotations (id INTEGER PRIMARY KEY, book INTEGER NOT NULL,
  format TEXT NOT NULL COLLATE NOCASE, user_type TEXT NOT NULL, user TEXT NOT NULL,
  timestamp REAL NOT NULL, annot_id TEXT NOT NULL, annot_type TEXT NOT NULL,
  annot_data TEXT NOT NULL, searchable_text TEXT NOT NULL DEFAULT '',
  UNIQUE (book, user_type, user, format, annot_type, annot_id));
CREATE VIEW meta AS SELECT id, title, (SELECT sortconcat(bal.id, name)
  FROM books_authors_link AS bal JOIN authors ON (author = authors.id) WHERE book = books.id)
  authors, (SELECT concat(name) FROM tags WHERE tags.id IN
  (SELECT tag FROM books_tags_link WHERE book = books.id)) tags FROM books;
CREATE VIEW tag_browser_filtered_tags AS SELECT id, name, (SELECT COUNT(books_tags_link.id)
  FROM books_tags_link WHERE tag = tags.id AND books_list_filter(book)) count FROM tags;
CREATE TRIGGER books_insert_trg AFTER INSERT ON books BEGIN
  UPDATE books SET sort = title_sort(NEW.title), uuid = uuid4() WHERE id = NEW.id; END;
CREATE TRIGGER books_update_trg AFTER UPDATE ON books BEGIN
  UPDATE books SET sort = title_sort(NEW.title) WHERE id = NEW.id AND OLD.title <> NEW.title; END;
INSERT INTO ratings (rating) VALUES (2), (8), (10);
"""


def calibre(db: sqlite3.Connection, rng: random.Random) -> Truth:
    for name, n in (("title_sort", 1), ("uuid4", 0)):
        db.create_function(name, n, lambda *args: str(args[0]) if args else "an id")
    db.executescript(CALIBRE)
    truth = Truth()
    mark = rng.choice((None, ("read", "Read?", "bool"), ("date_read", "Date read", "datetime")))
    if mark is not None:
        db.executescript(
            "CREATE TABLE custom_column_1 (id INTEGER PRIMARY KEY AUTOINCREMENT, "
            "value TEXT NOT NULL COLLATE NOCASE, UNIQUE (value));"
            "CREATE TABLE custom_column_2 (id INTEGER PRIMARY KEY AUTOINCREMENT, book INTEGER, "
            "value timestamp NOT NULL, UNIQUE (book));"
        )
        columns = [(1, "shelf", "Shelf", "text"), (2, *mark)]
        db.executemany(
            "INSERT INTO custom_columns (id, label, name, datatype, normalized) "
            "VALUES (?, ?, ?, ?, 1)", columns,
        )  # fmt: skip
    for book, (title, year) in enumerate(random_works(rng, 30), 1):
        work = (title, year)
        # Who has written a book of this title in another year is somebody else.
        db.execute(
            "INSERT INTO books (id, title, author_sort, pubdate) VALUES (?, ?, ?, ?)",
            (book, title, f"Quill of {year}", f"{year}-01-02 00:00:00+00:00"),
        )
        if rng.random() < 0.9:
            db.execute(
                "INSERT INTO data (book, format, uncompressed_size, name) "
                "VALUES (?, 'EPUB', 1, 'x')", (book,),
            )  # fmt: skip
            truth.offered.add(work)
        else:
            truth.gone.add(work)
        chance = rng.random()
        if chance < 0.25:
            for device in ("phone", "desk")[: rng.choice((1, 2))]:
                db.execute(
                    "INSERT INTO last_read_positions (book, format, user, device, cfi, epoch, "
                    "pos_frac) VALUES (?, 'EPUB', 'ann', ?, '', ?, 0.5)",
                    (book, device, random_moment(rng) + 0.25),
                )
            truth.watch("ann", work)
        elif chance < 0.33:
            db.execute(
                "INSERT INTO annotations (book, format, user_type, user, timestamp, annot_id, "
                "annot_type, annot_data) VALUES (?, 'EPUB', 'local', 'viewer', ?, 'last-read', "
                "'last-read', '{}')", (book, random_moment(rng) + 0.5),
            )  # fmt: skip
            truth.watch("me", work)
        elif chance < 0.45 and mark is not None:
            value = 1 if mark[2] == "bool" else utc_text(random_moment(rng)) + "+00:00"
            db.execute("INSERT INTO custom_column_2 (book, value) VALUES (?, ?)", (book, value))
            truth.watch("me", work)
        elif chance < 0.5 and mark is not None and mark[2] == "bool":
            db.execute("INSERT INTO custom_column_2 (book, value) VALUES (?, 0)", (book,))
        elif chance < 0.55:
            db.execute("INSERT INTO books_ratings_link (book, rating) VALUES (?, 1)", (book,))
            truth.dislike("ann", work)
    return truth
