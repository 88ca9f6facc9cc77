"""A small database of Emby."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Items 1 and 3 are versions of a film and share a key; 7 is a series, 8 a trailer. The first user
# has begun 6, and no more.
_EMBY = """
CREATE TABLE UserDataKeys2 (Id INTEGER PRIMARY KEY, UserDataKey TEXT NOT NULL);
CREATE TABLE MediaItems (
  Id INTEGER PRIMARY KEY, guid TEXT, type INT NOT NULL, Path TEXT, Name TEXT, SeriesName TEXT,
  ProviderIds TEXT, SeriesId INT, RunTimeTicks INTEGER, ProductionYear INT, OriginalTitle TEXT,
  ExtraType INT, PresentationUniqueKey TEXT, UserDataKeyId INT
);
CREATE TABLE UserDatas (
  UserDataKeyId INT NOT NULL, userId INT NOT NULL, rating REAL, played INT NOT NULL,
  playCount INT NOT NULL, isFavorite INT NOT NULL DEFAULT 0,
  playbackPositionTicks INTEGER NOT NULL DEFAULT 0, LastPlayedDateInt INT,
  PRIMARY KEY (UserDataKeyId, userId)
) WITHOUT ROWID;
INSERT INTO MediaItems (Id, type, Name, SeriesName, ProductionYear, ExtraType, UserDataKeyId) VALUES
  (1, 5, 'Low Water', NULL, 2001, NULL, 1), (2, 5, 'High Water', NULL, 2003, NULL, 2),
  (3, 5, 'Low Water', NULL, 2001, NULL, 1), (4, 8, 'Cast Off', 'Night Ferry', 2015, NULL, 4),
  (5, 8, 'Landfall', 'Night Ferry', 2015, NULL, 5), (6, 5, 'Ebb', NULL, 1999, NULL, 6),
  (7, 7, 'Night Ferry', NULL, 2015, NULL, 7), (8, 5, 'A trailer', NULL, NULL, 1, 8),
  (9, 5, 'Neap Tide', NULL, 2020, NULL, NULL), (10, 5, 'Spring Tide', NULL, 2020, NULL, NULL);
INSERT INTO UserDatas (UserDataKeyId, userId, rating, played, playCount, LastPlayedDateInt) VALUES
  (1, 1, 9, 1, 2, 1735689600), (2, 1, NULL, 1, 0, NULL), (4, 1, NULL, 1, 1, 1735776000),
  (5, 1, NULL, 1, 1, 1735862400), (6, 1, NULL, 0, 1, 1735948800), (7, 1, NULL, 1, 1, 1735948800),
  (1, 2, NULL, 1, 1, 1736035200), (4, 2, NULL, 1, 1, 1736078400),
  (5, 2, NULL, 1, 1, 1736121600), (6, 2, NULL, 1, 1, 1736208000),
  (2, 2, 2, 0, 0, NULL);
"""

SCHEMAS: dict[str, Build] = {
    "emby": script(_EMBY),
}

EXPECTED: dict[str, Rows] = {
    "emby": [
        ("1", "1", 1735689600),
        ("1", "2", 0),
        ("1", "4", 1735776000),
        ("1", "5", 1735862400),
        ("2", "1", 1736035200),
        ("2", "4", 1736078400),
        ("2", "5", 1736121600),
        ("2", "6", 1736208000),
    ],
}
