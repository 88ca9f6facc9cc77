"""A small database of KOReader, of now and before 2020."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Pages of one book and day are one reading; the second of book 5 begins at the next midnight.
_KOREADER = """
PRAGMA user_version = 20221111;
CREATE TABLE book (
  id integer PRIMARY KEY AUTOINCREMENT, title text, authors text, last_open integer,
  highlights integer, pages integer, series text, language text, md5 text,
  total_read_time integer
);
CREATE TABLE page_stat_data (
  id_book integer, page integer NOT NULL DEFAULT 0, start_time integer NOT NULL DEFAULT 0,
  duration integer NOT NULL DEFAULT 0, total_pages integer NOT NULL DEFAULT 0,
  UNIQUE (id_book, page, start_time), FOREIGN KEY (id_book) REFERENCES book(id)
);
INSERT INTO book (id, title, authors, series, language) VALUES
  (1, 'Low Water', 'A. Quill', 'Tides #1', 'en'),
  (2, 'High Water', 'A. Quill', 'Tides #2', 'en'),
  (3, 'Knots', 'B. Reed' || char(10) || 'C. Moor', NULL, 'en'),
  (4, 'Charts', 'B. Reed', NULL, NULL), (5, 'Lights', 'N/A', 'N/A', 'de'),
  (6, 'Unread', 'N/A', 'N/A', 'N/A');
INSERT INTO page_stat_data (id_book, page, start_time, duration, total_pages) VALUES
  (1, 1, 1735689600, 30, 200), (1, 2, 1735689630, 45, 200), (1, 3, 1735689675, 20, 200),
  (1, 4, 1735776000, 60, 200), (1, 4, 1735776060, 10, 200),
  (2, 1, 1735776000, 30, 300), (2, 1, 1735862400, 30, 300), (2, 2, 1735862430, 30, 300),
  (3, 1, 1735948800, 30, 90), (4, 1, 1736035200, 5, 40),
  (5, 1, 1736121599, 1, 500), (5, 2, 1736121600, 30, 500);
"""

SCHEMAS: dict[str, Build] = {
    "koreader": script(_KOREADER),
    "koreader-before 2020": script(
        _KOREADER.replace("page_stat_data", "page_stat").replace("duration", "period")
    ),
}

EXPECTED: dict[str, Rows] = {
    "koreader": [
        ("me", "1", 1735689600),
        ("me", "1", 1735776000),
        ("me", "2", 1735776000),
        ("me", "2", 1735862400),
        ("me", "3", 1735948800),
        ("me", "4", 1736035200),
        ("me", "5", 1736121599),
        ("me", "5", 1736121600),
    ],
    "koreader-before 2020": [
        ("me", "1", 1735689600),
        ("me", "1", 1735776000),
        ("me", "2", 1735776000),
        ("me", "2", 1735862400),
        ("me", "3", 1735948800),
        ("me", "4", 1736035200),
        ("me", "5", 1736121599),
        ("me", "5", 1736121600),
    ],
}
