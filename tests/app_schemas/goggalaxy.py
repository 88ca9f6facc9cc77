"""A small database of GOG Galaxy."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Game 3 was played at no time that is known; 4 has a row of no minutes; 5 is hidden; 6 is an
# addition to 1; 7 is game 2 from another shop; 8 was given back; 9 has no JSON for a title.
_GOG = """
CREATE TABLE LibraryReleases (id INTEGER PRIMARY KEY, userId INTEGER, releaseKey TEXT);
CREATE TABLE ReleaseProperties (releaseKey TEXT, isDlc INTEGER, isVisibleInLibrary INTEGER,
  gameId TEXT);
CREATE TABLE GamePieceTypes (id INTEGER PRIMARY KEY, type TEXT);
CREATE TABLE GamePieces (releaseKey TEXT, gamePieceTypeId INTEGER, userId INTEGER, value TEXT,
  languageId INTEGER);
CREATE TABLE GameTimes (userId INTEGER, releaseKey TEXT, minutesInGame INTEGER);
CREATE TABLE LastPlayedDates (userId INTEGER, gameReleaseKey TEXT, lastPlayedDate TEXT);
CREATE TABLE UserReleaseProperties (releaseKey TEXT, userId INTEGER, isHidden INTEGER);
INSERT INTO GamePieceTypes VALUES (1, 'title'), (2, 'originalTitle'), (3, 'meta'), (4, 'summary'),
  (5, 'dlcs');
INSERT INTO LibraryReleases (userId, releaseKey) VALUES
  (71, 'gog_1'), (71, 'gog_2'), (71, 'gog_3'), (71, 'gog_4'), (71, 'gog_5'), (71, 'gog_6'),
  (71, 'steam_7'), (71, 'gog_9'), (72, 'gog_1'), (72, 'epic_10'), (72, 'epic_11');
INSERT INTO ReleaseProperties VALUES ('gog_1', 0, 1, 'a'), ('gog_2', NULL, 1, 'b'),
  ('gog_6', 1, 1, 'c'), ('steam_7', 0, 1, 'b');
INSERT INTO GamePieces (releaseKey, gamePieceTypeId, userId, value)
SELECT 'gog_' || value, 1, 71, '{"title":"Kiln ' || value || '"}' FROM json_each('[1,2,3,4,5,6,8]');
INSERT INTO GamePieces (releaseKey, gamePieceTypeId, userId, value) VALUES
  ('gog_1', 2, 71, '{"title":"Ofen"}'),
  ('gog_1', 3, 71, '{"releaseDate":927936000,"genres":["Puzzle","Role-playing"]}'),
  ('gog_1', 4, 71, '{"summary":"An oven."}'), ('gog_1', 5, NULL, '{"dlcs":["gog_6"]}'),
  ('steam_7', 2, 71, '{"title":"Kiln II"}'), ('gog_9', 1, 71, 'Kiln 9'),
  ('epic_10', 1, 72, '{"title":""}'), ('epic_10', 2, 72, '{"title":"Ash"}'),
  ('epic_11', 1, 72, '{"title":"Clay"}');
INSERT INTO GameTimes VALUES (71, 'gog_1', 90), (71, 'gog_2', 5), (71, 'gog_3', 7),
  (71, 'gog_4', 0), (71, 'gog_8', 3), (72, 'gog_1', 1), (72, 'epic_10', 8), (71, 'steam_7', 0),
  (72, 'epic_11', 30);
INSERT INTO LastPlayedDates VALUES (71, 'gog_1', '2025-01-01 00:00:00'),
  (71, 'gog_2', '2025-01-02 00:00:00'), (71, 'gog_4', '1970-01-01 00:00:00'),
  (71, 'gog_5', '2025-01-03 00:00:00'), (71, 'gog_8', '2025-01-04 00:00:00'),
  (72, 'gog_1', '2025-01-05 00:00:00'), (72, 'epic_10', '2025-01-06 00:00:00'),
  (72, 'epic_11', '2025-01-07 00:00:00');
INSERT INTO UserReleaseProperties VALUES ('gog_5', 71, 1), ('gog_1', 71, 0);
"""

SCHEMAS: dict[str, Build] = {"goggalaxy": script(_GOG)}

EXPECTED: dict[str, Rows] = {
    "goggalaxy": [
        ("71", "gog_3", 0),
        ("71", "gog_1", 1735689600),
        ("71", "gog_2", 1735776000),
        ("71", "gog_5", 1735862400),
        ("71", "gog_8", 1735948800),
        ("72", "gog_1", 1736035200),
        ("72", "epic_10", 1736121600),
        ("72", "epic_11", 1736208000),
    ],
}
