"""Two small databases of Elisa: plays beside the files, and before, with the tracks."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Track 5 has no time, 6 was only begun; 7 is rated low, 8 is the song of 1 on another album.
_TRACKS = """
INSERT INTO {into} (ID, Title, ArtistName, AlbumTitle, AlbumArtistName, Rating, Genre, Year, {last})
VALUES
  (1, 'Harbour', 'The Lanterns', 'Tides', 'The Lanterns', 8, 'Folk', 1999, {values[0]}),
  (2, 'Pier', NULL, 'Tides', 'Reef', 0, 'Folk', 1999, {values[1]}),
  (3, 'Quay', NULL, 'Fog', NULL, 0, NULL, NULL, {values[2]}),
  (4, 'Low Water', 'Reef', NULL, NULL, 0, NULL, NULL, {values[3]}),
  (5, 'Salt', 'Reef', 'Fog', 'Reef', 0, NULL, 2001, {values[4]}),
  (6, 'Sand', 'Reef', 'Fog', 'Reef', 0, NULL, 2001, {values[5]}),
  (7, 'Wreck', 'Reef', 'Fog', 'Reef', 2, NULL, 2001, {values[6]}),
  (8, 'Harbour', 'The Lanterns', 'Best of', 'The Lanterns', 0, NULL, 2010, {values[7]}),
  (9, 'Shell', 'Reef', 'Fog', 'Reef', 0, NULL, 2001, {values[8]}),
  (10, 'Foam', 'Reef', 'Fog', 'Reef', 0, NULL, 2001, {values[9]});
"""
_PLAYS = [
    (3, 1735689600000), (1, 1735776000000), (1, 1735862400000), (1, 1735948800000), (2, 0),
    (0, 1736380800000), (0, "NULL"), (1, 1736035200000), (1, 1736121600000), (7, 1736208000000),
]  # fmt: skip
_COLUMNS = """
  ID INTEGER PRIMARY KEY NOT NULL, Title VARCHAR NOT NULL, ArtistName VARCHAR, AlbumTitle VARCHAR,
  AlbumArtistName VARCHAR, Rating INTEGER, Genre VARCHAR, Year INTEGER"""
_FILES = ", ".join(f"('/{n}.flac', {last}, {count})" for n, (count, last) in enumerate(_PLAYS, 1))
_ELISA = f"""
CREATE TABLE TracksData (FileName VARCHAR PRIMARY KEY NOT NULL, LastPlayDate INTEGER,
  PlayCounter INTEGER NOT NULL);
INSERT INTO TracksData VALUES {_FILES};
CREATE TABLE Tracks ({_COLUMNS}, FileName VARCHAR NOT NULL REFERENCES TracksData (FileName));
""" + _TRACKS.format(
    into="Tracks", last="FileName", values=[f"'/{n}.flac'" for n in range(1, len(_PLAYS) + 1)]
)
_ELISA_9 = f"""
CREATE TABLE Tracks ({_COLUMNS}, LastPlayDate INTEGER, PlayCounter INTEGER NOT NULL);
CREATE TABLE TracksMapping (TrackID INTEGER REFERENCES Tracks (ID),
  FileName VARCHAR PRIMARY KEY NOT NULL);
""" + _TRACKS.format(
    into="Tracks", last="LastPlayDate, PlayCounter",
    values=[f"{last}, {count}" for count, last in _PLAYS],
)  # fmt: skip

SCHEMAS: dict[str, Build] = {"elisa": script(_ELISA), "elisa-9": script(_ELISA_9)}

_EVENTS: Rows = [
    ("me", "5", 0),
    ("me", "1", 1735689600),
    ("me", "2", 1735776000),
    ("me", "3", 1735862400),
    ("me", "4", 1735948800),
    ("me", "8", 1736035200),
    ("me", "9", 1736121600),
    ("me", "10", 1736208000),
]
EXPECTED: dict[str, Rows] = {"elisa": _EVENTS, "elisa-9": _EVENTS}
