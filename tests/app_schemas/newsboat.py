"""A small database of Newsboat."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Article 2 was deleted, which marks it as read, 4 was deleted and is not; 6 is of a feed that is
# not in the list any more; 5 has no title.
_NEWSBOAT = """
CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
  title VARCHAR(1024) NOT NULL);
CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
  title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
  feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,
  unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enqueued INTEGER NOT NULL DEFAULT 0,
  flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0);
INSERT INTO rss_feed VALUES ('https://h.example/rss', 'https://h.example', 'Harbour News');
INSERT INTO rss_item (id, guid, title, author, url, feedurl, pubDate, content, unread, deleted)
VALUES
  (1, 'g1', 'Ferry late', 'Ann', 'https://h.example/1', 'https://h.example/rss', 1735776000, '',
  0, 0),
  (2, 'g2', 'New pier', '', 'https://h.example/2', 'https://h.example/rss', 1735689600, '', 0, 1),
  (3, 'g3', 'Old pier', '', 'https://h.example/3', 'https://h.example/rss', 1735862400, '', 1, 0),
  (4, 'g4', 'Advert', '', 'https://h.example/4', 'https://h.example/rss', 1735862400, '', 1, 1),
  (5, 'g5', '', '', 'https://h.example/5', 'https://h.example/rss', 1735862400, '', 1, 0),
  (6, 'g6', 'Kites', '', '', 'https://gone.example/rss', 1735603200, '', 0, 0);
INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)
SELECT 'h' || n, 'Tide of day ' || n, '', '', 'https://h.example/rss', 1735862400 + n, '', 0
FROM (WITH RECURSIVE days(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < 6)
  SELECT n FROM days);
"""

SCHEMAS: dict[str, Build] = {"newsboat": script(_NEWSBOAT)}

EXPECTED: dict[str, Rows] = {
    "newsboat": [("me", item, 0) for item in ("6", "1", "7", "8", "9", "10", "11", "12")],
}
