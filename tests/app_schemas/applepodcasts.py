"""A small database of Apple Podcasts."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Episode 2 was marked by hand, 3 synced from a phone with its count alone, 4 by its source and its
# day, 5 heard beyond its half; 6 was left before. What devices share says of 7 that it was played,
# and of 8 that it was not. Apple itself marked 9 and 10, 11 and 12 came with a subscription or a
# download, 13 was set back. Nobody follows 2, and 17 is
# of no podcast any more.
_APPLEPODCASTS = """
CREATE TABLE ZMTPODCAST (Z_PK INTEGER PRIMARY KEY, ZSUBSCRIBED INTEGER, ZFEEDURL VARCHAR,
  ZTITLE VARCHAR, ZAUTHOR VARCHAR);
CREATE TABLE ZMTEPISODE (Z_PK INTEGER PRIMARY KEY, Z_OPT INTEGER, ZPODCAST INTEGER, ZGUID VARCHAR,
  ZTITLE VARCHAR, ZPUBDATE TIMESTAMP, ZDURATION FLOAT, ZPLAYSTATE INTEGER,
  ZPLAYSTATESOURCE INTEGER, ZPLAYCOUNT INTEGER, ZPLAYHEAD FLOAT, ZLASTDATEPLAYED TIMESTAMP,
  ZLASTUSERMARKEDASPLAYEDDATE TIMESTAMP, ZMETADATAIDENTIFIER VARCHAR);
CREATE TABLE ZMTUPPMETADATA (Z_PK INTEGER PRIMARY KEY, Z_OPT INTEGER, ZHASBEENPLAYED INTEGER,
  ZPLAYCOUNT INTEGER, ZBOOKMARKTIME FLOAT, ZTIMESTAMP TIMESTAMP, ZMETADATAIDENTIFIER VARCHAR);
INSERT INTO ZMTPODCAST VALUES
  (1, 1, 'https://dock.example/feed', 'Dockside', 'Ann'), (2, 0, 'https://w.example', 'Wires', '');
INSERT INTO ZMTEPISODE (Z_PK, ZPODCAST, ZTITLE, ZDURATION, ZPLAYSTATE, ZPLAYSTATESOURCE,
  ZPLAYCOUNT, ZPLAYHEAD, ZLASTDATEPLAYED, ZLASTUSERMARKEDASPLAYEDDATE, ZMETADATAIDENTIFIER)
VALUES
  (1, 1, 'Opening', 1800, 2, 3, 1, 0, 757382400.5, NULL, 'a'),
  (2, 1, 'Closing', 1800, 2, 1, 0, 0, NULL, 757468800, NULL),
  (3, 1, 'Ropes', 1800, 0, 0, 2, 0, NULL, NULL, NULL),
  (4, 1, 'Paint', 1800, 0, 4, 0, 0, 757555200, NULL, NULL),
  (5, 1, 'Sails', 1800, 1, 3, 0, 900, 757641600, NULL, NULL),
  (6, 1, 'Tar', 1800, 1, 3, 0, 899, 757641600, NULL, NULL),
  (7, 1, 'Salt', 1800, 0, 6, 0, 0, NULL, NULL, 'g'),
  (8, 1, 'Rust', 1800, 2, 3, 0, 0, 757728000, NULL, 'h'),
  (9, 1, 'Fog', 1800, 2, 2, 0, 0, 757728000, NULL, NULL),
  (10, 1, 'Mist', 1800, 2, 6, 0, 0, NULL, NULL, NULL),
  (11, 1, 'Haze', 1800, 2, 3, 0, 0, NULL, NULL, NULL),
  (12, 1, 'Rain', 1800, 0, 6, 0, 0, 757728000, NULL, NULL),
  (13, 1, 'Hail', 1800, 0, 3, 1, 0, NULL, NULL, NULL),
  (14, 1, 'Snow', 1800, 0, 6, 0, 0, NULL, NULL, NULL),
  (15, 2, 'Static', 1800, 2, 3, 1, 0, 757814400, NULL, NULL),
  (16, 2, 'Relay', 1800, 0, 6, 0, 0, NULL, NULL, NULL),
  (17, NULL, 'A talk', 1800, 2, 4, 0, 0, NULL, NULL, NULL);
INSERT INTO ZMTUPPMETADATA (Z_PK, ZHASBEENPLAYED, ZBOOKMARKTIME, ZMETADATAIDENTIFIER) VALUES
  (1, 1, 0, 'a'), (2, 1, 0, 'g'), (3, 0, 0, 'h');
"""

SCHEMAS: dict[str, Build] = {"applepodcasts": script(_APPLEPODCASTS)}

EXPECTED: dict[str, Rows] = {
    "applepodcasts": [
        ("me", "3", 0),
        ("me", "7", 0),
        ("me", "17", 0),
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "4", 1735862400),
        ("me", "5", 1735948800),
        ("me", "15", 1736121600),
    ],
}
