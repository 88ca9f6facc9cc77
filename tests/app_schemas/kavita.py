"""A small database of Kavita."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Chapter 5 has two rows of progress and 3 one without a page; the file of 6 cannot be opened, and
# what was read of 9 is gone.
_KAVITA = """
CREATE TABLE AspNetUsers (Id INTEGER PRIMARY KEY AUTOINCREMENT, UserName TEXT,
  AgeRestriction INTEGER NOT NULL, AgeRestrictionIncludeUnknowns INTEGER NOT NULL);
CREATE TABLE Library (Id INTEGER PRIMARY KEY AUTOINCREMENT, Name TEXT, Type INTEGER NOT NULL,
  IncludeInRecommended INTEGER NOT NULL);
CREATE TABLE AppUserLibrary (AppUsersId INTEGER NOT NULL, LibrariesId INTEGER NOT NULL,
  PRIMARY KEY (AppUsersId, LibrariesId));
CREATE TABLE Series (Id INTEGER PRIMARY KEY AUTOINCREMENT, Name TEXT, LocalizedName TEXT,
  LibraryId INTEGER NOT NULL);
CREATE TABLE SeriesMetadata (Id INTEGER PRIMARY KEY AUTOINCREMENT, SeriesId INTEGER NOT NULL,
  AgeRating INTEGER NOT NULL, ReleaseYear INTEGER NOT NULL);
CREATE TABLE Volume (Id INTEGER PRIMARY KEY AUTOINCREMENT, Name TEXT, Number INTEGER NOT NULL,
  MinNumber REAL NOT NULL, SeriesId INTEGER NOT NULL);
CREATE TABLE Chapter (Id INTEGER PRIMARY KEY AUTOINCREMENT, Range TEXT, Number TEXT,
  MinNumber REAL NOT NULL, IsSpecial INTEGER NOT NULL DEFAULT 0, Title TEXT, TitleName TEXT,
  Pages INTEGER NOT NULL, ReleaseDate TEXT NOT NULL, Summary TEXT, ISBN TEXT,
  VolumeId INTEGER NOT NULL);
CREATE TABLE Person (Id INTEGER PRIMARY KEY AUTOINCREMENT, Name TEXT);
CREATE TABLE ChapterPeople (ChapterId INTEGER NOT NULL, PersonId INTEGER NOT NULL,
  Role INTEGER NOT NULL, PRIMARY KEY (ChapterId, PersonId, Role));
CREATE TABLE AppUserProgresses (Id INTEGER PRIMARY KEY AUTOINCREMENT, AppUserId INTEGER NOT NULL,
  ChapterId INTEGER NOT NULL, PagesRead INTEGER NOT NULL, LastModified TEXT NOT NULL,
  LastModifiedUtc TEXT NOT NULL);
CREATE TABLE AppUserRating (Id INTEGER PRIMARY KEY AUTOINCREMENT, AppUserId INTEGER NOT NULL,
  Rating REAL NOT NULL, SeriesId INTEGER NOT NULL);
INSERT INTO AspNetUsers VALUES (1, 'ann', -1, 0), (2, 'bob', -1, 0);
INSERT INTO Library VALUES (1, 'Comics', 0, 1), (2, 'Books', 2, 1);
INSERT INTO AppUserLibrary VALUES (1, 1), (1, 2), (2, 1), (2, 2);
INSERT INTO Series VALUES
  (1, 'Tides', 'Tides', 1), (2, 'Low Water', 'Ebbe', 2), (3, 'Wires', '', 1);
INSERT INTO SeriesMetadata VALUES (1, 1, 0, 2001), (2, 2, 0, 1999), (3, 3, 0, 0);
INSERT INTO Volume VALUES (1, '1', 1, 1, 1), (2, '2', 2, 2, 1), (3, '-100000', -100000, -100000, 2),
  (4, '-100000', -100000, -100000, 3), (5, '100000', 100000, 100000, 3);
INSERT INTO Chapter (Id, Range, Number, MinNumber, Title, TitleName, IsSpecial, Pages, ReleaseDate,
  VolumeId)
VALUES
  (1, '-100000', '-100000', -100000, '1', '', 0, 20, '0001-01-01 00:00:00', 1),
  (2, '-100000', '-100000', -100000, '2', '', 0, 20, '2001-04-05 00:00:00', 2),
  (3, '-100000', '-100000', -100000, 'Low Water', '', 0, 300, '0001-01-01 00:00:00', 3),
  (4, '1', '1', 1, '1', '', 0, 20, '0001-01-01 00:00:00', 4),
  (5, '2', '2', 2, '2', 'Relay', 0, 20, '0001-01-01 00:00:00', 4),
  (6, 'Sketches', '100000', 100000, 'Sketches', '', 1, 0, '0001-01-01 00:00:00', 5);
INSERT INTO Person VALUES (1, 'Ann Quill'), (2, 'Bo Reef');
INSERT INTO ChapterPeople VALUES (3, 1, 3), (3, 2, 8);
INSERT INTO AppUserProgresses (AppUserId, ChapterId, PagesRead, LastModified, LastModifiedUtc)
VALUES
  (1, 1, 20, '2025-01-01 01:00:00', '2025-01-01 00:00:00'),
  (1, 2, 4, '2025-01-02 01:00:00', '2025-01-02 00:00:00.1234567'),
  (1, 3, 0, '2025-01-02 01:00:00', '2025-01-02 00:00:00'),
  (1, 5, 3, '2025-01-02 01:00:00', '2025-01-02 00:00:00'),
  (1, 5, 20, '2025-01-03 01:00:00', '2025-01-03 00:00:00'),
  (1, 6, 2, '2025-01-04 01:00:00', '2025-01-04 00:00:00'),
  (1, 9, 2, '2025-01-04 01:00:00', '2025-01-04 00:00:00'),
  (2, 3, 300, '2025-01-05 00:00:00', '0001-01-01 00:00:00'),
  (2, 1, 20, '2025-01-06 01:00:00', '2025-01-06 00:00:00'),
  (2, 4, 20, '0001-01-01 00:00:00', '0001-01-01 00:00:00'),
  (2, 5, 20, '2025-01-07 01:00:00', '2025-01-07 00:00:00');
INSERT INTO AppUserRating (AppUserId, Rating, SeriesId) VALUES (1, 4.5, 1), (2, 1, 2), (2, 0, 3);
"""

SCHEMAS: dict[str, Build] = {"kavita": script(_KAVITA)}

EXPECTED: dict[str, Rows] = {
    "kavita": [
        ("1", "1", 1735689600),
        ("1", "2", 1735776000),
        ("1", "5", 1735862400),
        ("1", "6", 1735948800),
        ("2", "4", 0),
        ("2", "3", 1736035200),
        ("2", "1", 1736121600),
        ("2", "5", 1736208000),
    ],
}
