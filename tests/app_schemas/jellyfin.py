"""A small database of Jellyfin, 10.11 and 10.10."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# AAAAAAAA-0001 has two rows for one user; DDDDDDDD-0001 is a series; the placeholder stands in for
# whatever was deleted. The first user has begun BBBBBBBB-0002, and no more.
_JELLYFIN = """
CREATE TABLE Users (
  Id TEXT NOT NULL PRIMARY KEY, Username TEXT NOT NULL, InternalId INTEGER NOT NULL
);
CREATE TABLE BaseItems (
  Id TEXT NOT NULL PRIMARY KEY, Type TEXT NOT NULL, Name TEXT, SeriesName TEXT, ParentId TEXT,
  IsFolder INTEGER NOT NULL, Genres TEXT, ProductionYear INTEGER, RunTimeTicks INTEGER,
  FOREIGN KEY (ParentId) REFERENCES BaseItems (Id) ON DELETE CASCADE
);
CREATE TABLE UserData (
  ItemId TEXT NOT NULL, UserId TEXT NOT NULL, CustomDataKey TEXT NOT NULL,
  LastPlayedDate TEXT, PlayCount INTEGER NOT NULL, Played INTEGER NOT NULL,
  IsFavorite INTEGER NOT NULL DEFAULT 0, PlaybackPositionTicks INTEGER NOT NULL DEFAULT 0,
  Rating REAL, RetentionDate TEXT,
  PRIMARY KEY (ItemId, UserId, CustomDataKey),
  FOREIGN KEY (ItemId) REFERENCES BaseItems (Id) ON DELETE CASCADE,
  FOREIGN KEY (UserId) REFERENCES Users (Id) ON DELETE CASCADE
);
INSERT INTO Users VALUES
  ('EEEEEEEE-0001-0000-0000-000000000000', 'ann', 1),
  ('EEEEEEEE-0002-0000-0000-000000000000', 'bob', 2);
INSERT INTO BaseItems (Id, Type, Name, SeriesName, ParentId, IsFolder, Genres, ProductionYear)
VALUES
  ('00000000-0000-0000-0000-000000000001', 'PLACEHOLDER', 'A placeholder', NULL, NULL, 0, NULL,
   NULL),
  ('AAAAAAAA-0001-0000-0000-000000000000', 'Movie', 'Low Water', NULL, NULL, 0, 'Drama', 2001),
  ('AAAAAAAA-0002-0000-0000-000000000000', 'Movie', 'High Water', NULL, NULL, 0, 'Drama|War',
   2003),
  ('AAAAAAAA-0003-0000-0000-000000000000', 'Movie', 'Slack Water', NULL, NULL, 0, NULL,
   NULL),
  ('DDDDDDDD-0001-0000-0000-000000000000', 'Series', 'Night Ferry', NULL, NULL, 1, 'Crime', 2015),
  ('BBBBBBBB-0001-0000-0000-000000000000', 'Episode', 'Cast Off', 'Night Ferry',
   'DDDDDDDD-0001-0000-0000-000000000000', 0, 'Crime', 2015),
  ('BBBBBBBB-0002-0000-0000-000000000000', 'Episode', 'Landfall', 'Night Ferry',
   'DDDDDDDD-0001-0000-0000-000000000000', 0, 'Crime', 2015),
  ('BBBBBBBB-0003-0000-0000-000000000000', 'Episode', NULL, 'Night Ferry',
   'DDDDDDDD-0001-0000-0000-000000000000', 0, NULL, NULL),
  ('BBBBBBBB-0004-0000-0000-000000000000', 'Episode', 'Fog', 'Night Ferry',
   'DDDDDDDD-0001-0000-0000-000000000000', 0, 'Crime', 2016);
INSERT INTO UserData (ItemId, UserId, CustomDataKey, LastPlayedDate, PlayCount, Played) VALUES
  ('AAAAAAAA-0001-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', 'tt01',
   '2025-01-01 00:00:00', 1, 1),
  ('AAAAAAAA-0001-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', '501',
   '2025-01-03 00:00:00.1234567', 2, 1),
  ('AAAAAAAA-0002-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', 'tt02',
   '2025-01-02 00:00:00', 1, 1),
  ('AAAAAAAA-0003-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', 'tt03',
   NULL, 1, 1),
  ('BBBBBBBB-0001-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', 's001001',
   '2025-01-04 00:00:00', 1, 1),
  ('BBBBBBBB-0002-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', 's001002',
   '2025-01-05 00:00:00', 1, 0),
  ('DDDDDDDD-0001-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', 's',
   '2025-01-05 00:00:00', 2, 0),
  ('AAAAAAAA-0001-0000-0000-000000000000', 'EEEEEEEE-0002-0000-0000-000000000000', 'tt01',
   '2025-01-02 00:00:00', 1, 1),
  ('AAAAAAAA-0002-0000-0000-000000000000', 'EEEEEEEE-0002-0000-0000-000000000000', 'tt02',
   '2025-01-09 00:00:00', 0, 0),
  ('AAAAAAAA-0003-0000-0000-000000000000', 'EEEEEEEE-0002-0000-0000-000000000000', 'tt03',
   '2025-01-06 00:00:00.9', 4, 1),
  ('BBBBBBBB-0001-0000-0000-000000000000', 'EEEEEEEE-0002-0000-0000-000000000000', 's001001',
   '2025-01-07 00:00:00', 1, 1),
  ('BBBBBBBB-0002-0000-0000-000000000000', 'EEEEEEEE-0002-0000-0000-000000000000', 's001002',
   '2025-01-08 00:00:00', 1, 1);
INSERT INTO UserData (ItemId, UserId, CustomDataKey, LastPlayedDate, PlayCount, Played,
  RetentionDate)
VALUES
  ('00000000-0000-0000-0000-000000000001', 'EEEEEEEE-0001-0000-0000-000000000000', 'tt99',
   '2025-01-01 00:00:00', 1, 1, '2025-02-01 00:00:00');
"""

# Two files of one film share the key tt01; tt99 was deleted; s is a series, a folder; user 1 has
# begun s001001, and no more.
_JELLYFIN_10_10 = """
CREATE TABLE TypedBaseItems (
  guid GUID PRIMARY KEY NOT NULL, type TEXT NOT NULL, data BLOB NULL, Path TEXT NULL,
  Name TEXT NULL, SeriesName TEXT NULL, IsFolder BIT NULL, Genres TEXT NULL,
  ProductionYear INT NULL, UserDataKey TEXT NULL
);
CREATE TABLE UserDatas (
  key nvarchar NOT NULL, userId INT NOT NULL, rating float NULL, played bit NOT NULL,
  playCount int NOT NULL, isFavorite bit NOT NULL, playbackPositionTicks bigint NOT NULL,
  lastPlayedDate datetime NULL, AudioStreamIndex INT, SubtitleStreamIndex INT
);
CREATE UNIQUE INDEX UserDatasIndex1 ON UserDatas (key, userId);
INSERT INTO TypedBaseItems (guid, type, Name, SeriesName, IsFolder, Genres, UserDataKey) VALUES
  (x'00112233445566778899aabbccddee01', 'Movie', 'Low Water', NULL, 0, 'Drama', 'tt01'),
  (x'00112233445566778899aabbccddee02', 'Movie', 'Low Water', NULL, 0, 'Drama', 'tt01'),
  (x'00112233445566778899aabbccddee03', 'Movie', 'High Water', NULL, 0, 'Drama|War', 'tt02'),
  (x'00112233445566778899aabbccddee04', 'Movie', 'Home Film', NULL, 0, NULL,
   '33221100-5544-7766-8899-aabbccddee04'),
  (x'00112233445566778899aabbccddee05', 'Series', 'Night Ferry', NULL, 1, 'Crime', 's'),
  (x'00112233445566778899aabbccddee06', 'Episode', 'Cast Off', 'Night Ferry', 0, NULL, 's001001'),
  (x'00112233445566778899aabbccddee07', 'Episode', 'Landfall', 'Night Ferry', 0, NULL, 's001002'),
  (x'00112233445566778899aabbccddee08', 'Episode', 'Homecoming', 'Night Ferry', 0, NULL,
   's001003'),
  (x'00112233445566778899aabbccddee09', 'Person', 'An Actor', NULL, 0, NULL, NULL),
  (x'00112233445566778899aabbccddee0a', 'Movie', NULL, NULL, 0, NULL, 'tt03');
INSERT INTO UserDatas (key, userId, played, playCount, isFavorite, playbackPositionTicks,
  lastPlayedDate)
VALUES
  ('tt01', 1, 1, 2, 0, 0, '2025-01-01 00:00:00Z'),
  ('tt02', 1, 1, 1, 1, 0, '2025-01-02 00:00:00.1234567Z'),
  ('33221100-5544-7766-8899-aabbccddee04', 1, 1, 1, 0, 0, '2025-01-03 00:00:00Z'),
  ('s001001', 1, 0, 1, 0, 60000000, '2025-01-04 00:00:00Z'),
  ('s001002', 1, 1, 1, 0, 0, NULL),
  ('s', 1, 0, 2, 1, 0, '2025-01-04 00:00:00Z'),
  ('tt99', 1, 1, 1, 0, 0, '2025-01-04 00:00:00Z'),
  ('tt01', 2, 1, 1, 0, 0, '2025-01-05 00:00:00Z'),
  ('tt02', 2, 0, 0, 1, 0, '2025-01-09 00:00:00Z'),
  ('s001001', 2, 1, 1, 0, 0, '2025-01-06 00:00:00Z'),
  ('s001002', 2, 1, 1, 0, 0, '2025-01-07 00:00:00Z'),
  ('s001003', 2, 1, 3, 0, 0, '2025-01-08 00:00:00Z');
"""

_ANN = "EEEEEEEE-0001-0000-0000-000000000000"

_BOB = "EEEEEEEE-0002-0000-0000-000000000000"

SCHEMAS: dict[str, Build] = {
    "jellyfin": script(_JELLYFIN),
    "jellyfin-10.10": script(_JELLYFIN_10_10),
}

EXPECTED: dict[str, Rows] = {
    "jellyfin": [
        (_ANN, "AAAAAAAA-0003-0000-0000-000000000000", 0),
        (_ANN, "AAAAAAAA-0002-0000-0000-000000000000", 1735776000),
        (_ANN, "AAAAAAAA-0001-0000-0000-000000000000", 1735862400),
        (_ANN, "BBBBBBBB-0001-0000-0000-000000000000", 1735948800),
        (_BOB, "AAAAAAAA-0001-0000-0000-000000000000", 1735776000),
        (_BOB, "AAAAAAAA-0003-0000-0000-000000000000", 1736121600),
        (_BOB, "BBBBBBBB-0001-0000-0000-000000000000", 1736208000),
        (_BOB, "BBBBBBBB-0002-0000-0000-000000000000", 1736294400),
    ],
    "jellyfin-10.10": [
        ("1", "s001002", 0),
        ("1", "tt01", 1735689600),
        ("1", "tt02", 1735776000),
        ("1", "33221100-5544-7766-8899-aabbccddee04", 1735862400),
        ("2", "tt01", 1736035200),
        ("2", "s001001", 1736121600),
        ("2", "s001002", 1736208000),
        ("2", "s001003", 1736294400),
    ],
}
