"""A small database of NewPipe."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Stream 8 is only marked as watched.
_NEWPIPE = """
PRAGMA user_version = 9;
CREATE TABLE streams (
  uid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, service_id INTEGER NOT NULL, url TEXT NOT NULL,
  title TEXT NOT NULL, stream_type TEXT NOT NULL, duration INTEGER NOT NULL,
  uploader TEXT NOT NULL, view_count INTEGER
);
CREATE TABLE stream_history (
  stream_id INTEGER NOT NULL, access_date INTEGER NOT NULL, repeat_count INTEGER NOT NULL,
  PRIMARY KEY (stream_id, access_date),
  FOREIGN KEY (stream_id) REFERENCES streams (uid) ON UPDATE CASCADE ON DELETE CASCADE
);
INSERT INTO streams (uid, service_id, url, title, stream_type, duration, uploader) VALUES
  (1, 0, '/1', 'Low water', 'VIDEO_STREAM', 60, 'Tides'),
  (2, 0, '/2', 'High water', 'VIDEO_STREAM', 60, 'Tides'),
  (3, 0, '/3', 'Knots, tied', 'VIDEO_STREAM', 60, 'Ropes'),
  (4, 0, '/4', 'Knots, untied', 'VIDEO_STREAM', 60, 'Ropes'),
  (5, 1, '/5', 'Static', 'AUDIO_STREAM', 60, 'Wires'),
  (6, 1, '/6', 'Relay', 'AUDIO_STREAM', 60, 'Wires'),
  (7, 1, '/7', 'Harbour live', 'LIVE_STREAM', -1, 'Docks'),
  (8, 0, '/8', 'Marked', 'VIDEO_STREAM', 60, 'Docks'),
  (9, 0, '/9', 'Charts', 'VIDEO_STREAM', 60, 'Docks'),
  (10, 0, '/10', 'Only in a playlist', 'VIDEO_STREAM', 60, 'Docks');
INSERT INTO stream_history VALUES
  (1, 1735689600000, 3), (2, 1735776000999, 1), (3, 1735862400000, 1), (4, 1735948800000, 2),
  (5, 1736035200000, 1), (6, 1736121600000, 12), (7, 1736208000000, 1), (8, 1736208000000, 0),
  (9, 1736294400000, 1);
"""

SCHEMAS: dict[str, Build] = {
    "newpipe": script(_NEWPIPE),
}

EXPECTED: dict[str, Rows] = {
    "newpipe": [
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "5", 1736035200),
        ("me", "6", 1736121600),
        ("me", "7", 1736208000),
        ("me", "8", 1736208000),
        ("me", "9", 1736294400),
    ],
}
