"""A small database of Mixxx."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Tracks 3 and 4 have a count alone; the file of 5 is missing, and 6 was hidden. Playlist 3 is no
# history.
_MIXXX = """
CREATE TABLE library (
  id INTEGER PRIMARY KEY AUTOINCREMENT, artist varchar(64), title varchar(64), album varchar(64),
  year varchar(16), genre varchar(64), location INTEGER REFERENCES track_locations (id),
  mixxx_deleted INTEGER, played INTEGER, timesplayed INTEGER DEFAULT 0, rating INTEGER DEFAULT 0,
  album_artist TEXT DEFAULT '', last_played_at DATETIME DEFAULT NULL
);
CREATE TABLE track_locations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, location varchar(512) UNIQUE, filename varchar(512),
  directory varchar(512), fs_deleted INTEGER
);
CREATE TABLE Playlists (
  id INTEGER PRIMARY KEY, name varchar(48), hidden INTEGER DEFAULT 0 NOT NULL, date_created datetime
);
CREATE TABLE PlaylistTracks (
  id INTEGER PRIMARY KEY, playlist_id INTEGER REFERENCES Playlists (id),
  track_id INTEGER REFERENCES library (id), position INTEGER, pl_datetime_added
);
INSERT INTO track_locations (id, location, filename, fs_deleted) VALUES
  (1, '/m/1.flac', '1.flac', 0), (2, '/m/2.flac', '2.flac', 0), (3, '/m/3.flac', '3.flac', 0),
  (4, '/m/4.flac', '4.flac', 0), (5, '/m/5.flac', '5.flac', 1), (6, '/m/6.flac', '6.flac', 0),
  (7, '/m/7.flac', '7.flac', 0);
INSERT INTO library (id, artist, title, album, year, location, mixxx_deleted, timesplayed, rating)
VALUES
  (1, 'The Lanterns', 'Harbour', 'Tides', '1999', 1, 0, 2, 5),
  (2, 'The Lanterns', 'Pier', 'Tides', '1999-03-01', 2, 0, 1, 0),
  (3, '', 'Quay', 'Tides', '', 3, 0, 4, 0), (4, NULL, NULL, NULL, NULL, 4, 0, 1, 0),
  (5, 'Reef', 'Fog', '', '2001', 5, 0, 1, 0), (6, 'Reef', 'Rain', '', '2001', 6, 1, 1, 0),
  (7, 'Reef', 'Hail', '', '2001', 7, 0, 0, 1);
INSERT INTO Playlists (id, name, hidden) VALUES
  (1, '2025-01-01', 2), (2, '2025-01-06', 2), (3, 'Slow', 0), (4, 'Auto DJ', 1);
INSERT INTO PlaylistTracks (playlist_id, track_id, position, pl_datetime_added) VALUES
  (1, 1, 1, '2025-01-01 00:00:00'), (1, 2, 2, '2025-01-02 00:00:00'),
  (2, 5, 1, '2025-01-04 00:00:00'), (2, 6, 2, '2025-01-05 00:00:00'),
  (2, 1, 3, '2025-01-06 00:00:00'), (2, 2, 4, '2025-01-07 00:00:00'),
  (3, 7, 1, '2025-01-08 00:00:00'), (4, 7, 1, '2025-01-08 00:00:00');
"""

SCHEMAS: dict[str, Build] = {"mixxx": script(_MIXXX)}

EXPECTED: dict[str, Rows] = {
    "mixxx": [
        ("me", "3", 0),
        ("me", "4", 0),
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "5", 1735948800),
        ("me", "6", 1736035200),
        ("me", "1", 1736121600),
        ("me", "2", 1736208000),
    ],
}
