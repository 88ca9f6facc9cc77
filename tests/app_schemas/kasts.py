"""Two small databases of Kasts: since 2024, and before."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Episode 1 was there before the feed was subscribed to, 2 came later and was played, 3 is beyond
# its half, 4 was left before it, 5 is new; 6 has nothing to play, and the feed has 7 no more.
_KASTS = """
CREATE TABLE Feeds (feeduid INTEGER PRIMARY KEY, name TEXT, url TEXT, subscribed INTEGER);
CREATE TABLE Entries (entryuid INTEGER PRIMARY KEY, feeduid INTEGER, id TEXT, title TEXT,
  created INTEGER, updated INTEGER, read BOOL, new BOOL, hasEnclosure BOOL,
  favorite BOOL DEFAULT 0, removed BOOL DEFAULT 0);
CREATE TABLE Enclosures (enclosureuid INTEGER PRIMARY KEY, entryuid INTEGER, feeduid INTEGER,
  url TEXT, duration INTEGER, playposition INTEGER, downloaded INTEGER);
INSERT INTO Feeds VALUES (1, 'Dockside', 'https://dock.example/feed', 1735689600);
INSERT INTO Entries (entryuid, feeduid, id, title, created, read, new, hasEnclosure, removed)
VALUES (1, 1, 'e1', 'Opening', 1704067200, 1, 0, 1, 0),
  (2, 1, 'e2', 'Closing', 1735776000, 1, 0, 1, 0),
  (3, 1, 'e3', 'Ropes', 1704067200, 1, 0, 1, 0), (4, 1, 'e4', 'Paint', 1735776000, 0, 0, 1, 0),
  (5, 1, 'e5', 'Sails', 1735776000, 0, 1, 1, 0), (6, 1, 'e6', 'A note', 1735776000, 0, 1, 0, 0),
  (7, 1, 'e7', 'Tar', 1735776000, 0, 1, 1, 1);
INSERT INTO Enclosures (entryuid, feeduid, url, duration, playposition) VALUES
  (1, 1, 'https://dock.example/1.mp3', 1800, 0), (2, 1, 'https://dock.example/2.mp3', 1800, 0),
  (3, 1, 'https://dock.example/3.mp3', 1800, 900000),
  (4, 1, 'https://dock.example/4.mp3', 1800, 899999),
  (5, 1, 'https://dock.example/5.mp3', 1800, 0), (7, 1, 'https://dock.example/7.mp3', 1800, 0);
INSERT INTO Entries (entryuid, feeduid, id, title, created, read, new, hasEnclosure)
SELECT 10 + n, 1, 'n' || n, 'Night ' || n, 1735776000, 1, 0, 1
FROM (WITH RECURSIVE days(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < 6)
  SELECT n FROM days);
"""
_OLD = """
CREATE TABLE Feeds (name TEXT, url TEXT, subscribed INTEGER);
CREATE TABLE Entries (feed TEXT, id TEXT UNIQUE, title TEXT, created INTEGER, updated INTEGER,
  read BOOL, new BOOL, hasEnclosure BOOL);
CREATE TABLE Enclosures (feed TEXT, id TEXT, url TEXT, duration INTEGER, playposition INTEGER,
  downloaded BOOL);
INSERT INTO Feeds VALUES ('Dockside', 'https://dock.example/feed', 1735689600);
INSERT INTO Entries (feed, id, title, created, read, new, hasEnclosure)
VALUES ('https://dock.example/feed', 'e1', 'Opening', 1704067200, 1, 0, 1),
  ('https://dock.example/feed', 'e2', 'Closing', 1735776000, 1, 0, 1),
  ('https://dock.example/feed', 'e3', 'Ropes', 1704067200, 1, 0, 1),
  ('https://dock.example/feed', 'e4', 'Paint', 1735776000, 0, 0, 1);
INSERT INTO Enclosures (feed, id, url, duration, playposition) VALUES
  ('https://dock.example/feed', 'e1', 'https://dock.example/1.mp3', 1800, 0),
  ('https://dock.example/feed', 'e2', 'https://dock.example/2.mp3', 1800, 0),
  ('https://dock.example/feed', 'e3', 'https://dock.example/3.mp3', 1800, 900000),
  ('https://dock.example/feed', 'e4', 'https://dock.example/4.mp3', 1800, 899999);
INSERT INTO Entries (feed, id, title, created, read, new, hasEnclosure)
SELECT 'https://dock.example/feed', 'n' || n, 'Night ' || n, 1735776000, 1, 0, 1
FROM (WITH RECURSIVE days(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < 6)
  SELECT n FROM days);
"""

SCHEMAS: dict[str, Build] = {"kasts": script(_KASTS), "kasts-2021": script(_OLD)}

EXPECTED: dict[str, Rows] = {
    "kasts": [("me", str(n), 0) for n in (2, 3, 11, 12, 13, 14, 15, 16)],
    "kasts-2021": [("me", i, 0) for i in ("e2", "e3", "n1", "n2", "n3", "n4", "n5", "n6")],
}
