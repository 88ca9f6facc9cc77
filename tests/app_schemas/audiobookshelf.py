"""A small database of Audiobookshelf."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# The last progress belongs to a book that was deleted; a session's startTime is not a clock.
_AUDIOBOOKSHELF = """
CREATE TABLE users (id UUID PRIMARY KEY, username VARCHAR(255), createdAt DATETIME NOT NULL);
CREATE TABLE books (
  id UUID PRIMARY KEY, title VARCHAR(255), subtitle VARCHAR(255), duration FLOAT, genres JSON,
  createdAt DATETIME NOT NULL
);
CREATE TABLE podcasts (
  id UUID PRIMARY KEY, title VARCHAR(255), author VARCHAR(255), genres JSON,
  createdAt DATETIME NOT NULL
);
CREATE TABLE podcastEpisodes (
  id UUID PRIMARY KEY, title VARCHAR(255), publishedAt DATETIME, createdAt DATETIME NOT NULL,
  podcastId UUID REFERENCES podcasts (id) ON DELETE CASCADE
);
CREATE TABLE mediaProgresses (
  id UUID PRIMARY KEY, mediaItemId UUID, mediaItemType VARCHAR(255), duration FLOAT,
  currentTime FLOAT, isFinished TINYINT(1), finishedAt DATETIME, createdAt DATETIME NOT NULL,
  updatedAt DATETIME NOT NULL, userId UUID REFERENCES users (id) ON DELETE CASCADE
);
CREATE TABLE playbackSessions (
  id UUID PRIMARY KEY, mediaItemId UUID, startTime FLOAT, timeListening INTEGER,
  createdAt DATETIME NOT NULL, userId UUID REFERENCES users (id) ON DELETE SET NULL
);
INSERT INTO users VALUES
  ('user-1', 'ann', '2024-01-01 00:00:00.000 +00:00'),
  ('user-2', 'bob', '2024-01-01 00:00:00.000 +00:00');
INSERT INTO books (id, title, genres, createdAt) VALUES
  ('book-1', 'Low Water', '["Fiction","Sea"]', '2024-01-01 00:00:00.000 +00:00'),
  ('book-2', 'High Water', '["Fiction"]', '2024-01-01 00:00:00.000 +00:00'),
  ('book-3', 'Knots', '[]', '2024-01-01 00:00:00.000 +00:00'),
  ('book-4', 'Charts', NULL, '2024-01-01 00:00:00.000 +00:00');
INSERT INTO podcasts VALUES
  ('pod-1', 'Dockside', 'A host', '["News"]', '2024-01-01 00:00:00.000 +00:00');
INSERT INTO podcastEpisodes VALUES
  ('ep-1', 'Opening', NULL, '2024-01-01 00:00:00.000 +00:00', 'pod-1'),
  ('ep-2', 'Closing', NULL, '2024-01-01 00:00:00.000 +00:00', 'pod-1');
INSERT INTO mediaProgresses (id, userId, mediaItemId, mediaItemType, isFinished, finishedAt,
  createdAt, updatedAt)
VALUES
  ('p1', 'user-1', 'book-1', 'book', 1, '2025-01-01 00:00:00.000 +00:00',
   '2024-12-01 00:00:00.000 +00:00', '2025-01-09 00:00:00.000 +00:00'),
  ('p2', 'user-1', 'book-2', 'book', 0, NULL,
   '2024-12-01 00:00:00.000 +00:00', '2025-01-02 00:00:00.987 +00:00'),
  ('p3', 'user-1', 'ep-1', 'podcastEpisode', 1, '2025-01-03 00:00:00.000 +00:00',
   '2024-12-01 00:00:00.000 +00:00', '2025-01-03 00:00:00.000 +00:00'),
  ('p4', 'user-1', 'ep-2', 'podcastEpisode', 0, NULL,
   '2024-12-01 00:00:00.000 +00:00', '2025-01-04 00:00:00.000 +00:00'),
  ('p5', 'user-2', 'book-1', 'book', 0, NULL,
   '2024-12-01 00:00:00.000 +00:00', '2025-01-05 00:00:00.000 +00:00'),
  ('p6', 'user-2', 'book-3', 'book', 1, '2025-01-06 00:00:00.500 +00:00',
   '2024-12-01 00:00:00.000 +00:00', '2025-01-06 00:00:00.500 +00:00'),
  ('p7', 'user-2', 'book-4', 'book', 0, NULL,
   '2024-12-01 00:00:00.000 +00:00', '2025-01-07 00:00:00.000 +00:00'),
  ('p8', 'user-2', 'ep-1', 'podcastEpisode', 0, NULL,
   '2024-12-01 00:00:00.000 +00:00', '2025-01-08 00:00:00.000 +00:00'),
  ('p9', 'user-2', 'book-9', 'book', 1, '2025-01-09 00:00:00.000 +00:00',
   '2024-12-01 00:00:00.000 +00:00', '2025-01-09 00:00:00.000 +00:00');
INSERT INTO playbackSessions VALUES
  ('s1', 'book-1', 1834.5, 600, '2024-12-31 00:00:00.000 +00:00', 'user-1');
"""

SCHEMAS: dict[str, Build] = {
    "audiobookshelf": script(_AUDIOBOOKSHELF),
}

EXPECTED: dict[str, Rows] = {
    "audiobookshelf": [
        ("user-1", "book-1", 1735689600),
        ("user-1", "book-2", 1735776000),
        ("user-1", "ep-1", 1735862400),
        ("user-1", "ep-2", 1735948800),
        ("user-2", "book-1", 1736035200),
        ("user-2", "book-3", 1736121600),
        ("user-2", "book-4", 1736208000),
        ("user-2", "ep-1", 1736294400),
    ],
}
