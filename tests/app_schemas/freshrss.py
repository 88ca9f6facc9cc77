"""A small database of FreshRSS."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Articles 1 and 2 were read before it noted when, 9 is new and has a star; 10 has no title.
_FRESHRSS = """
CREATE TABLE category (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(191) NOT NULL);
CREATE TABLE feed (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, url VARCHAR(32768) NOT NULL,
  category INTEGER DEFAULT 0, name VARCHAR(191) NOT NULL, website VARCHAR(32768),
  priority TINYINT NOT NULL DEFAULT 10);
CREATE TABLE entry (id BIGINT NOT NULL PRIMARY KEY, guid VARCHAR(767) NOT NULL,
  title VARCHAR(8192) NOT NULL, author VARCHAR(1024), link VARCHAR(16383) NOT NULL, date BIGINT,
  is_read BOOLEAN NOT NULL DEFAULT 0, is_favorite BOOLEAN NOT NULL DEFAULT 0, id_feed INTEGER,
  tags VARCHAR(2048));
INSERT INTO category VALUES (1, 'News');
INSERT INTO feed (id, url, category, name) VALUES (1, 'https://h.example/rss', 1, 'Harbour News');
INSERT INTO entry (id, guid, title, link, date, is_read, id_feed)
SELECT n, 'g' || n, CASE WHEN n < 10 THEN 'Tide of day ' || n ELSE '' END,
  'https://h.example/' || n, 1735603200 + 86400 * n, n < 9, 1
FROM (WITH RECURSIVE days(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < 10)
  SELECT n FROM days);
UPDATE entry SET is_favorite = 1 WHERE id = 9;
"""

SCHEMAS: dict[str, Build] = {"freshrss": script(_FRESHRSS)}

EXPECTED: dict[str, Rows] = {"freshrss": [("me", str(n), 0) for n in range(1, 9)]}
