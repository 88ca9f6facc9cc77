"""A small database of Playback Reporting, a plugin of Jellyfin and Emby."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Rows of before 2026 are in the server's time, which is UTC where this runs; later ones end with Z.
# A film in two sittings of a day is one event, one that was left after a minute none.
_PLAYBACK_REPORTING = """
CREATE TABLE PlaybackActivity (
  DateCreated DATETIME NOT NULL, UserId TEXT, ItemId TEXT, ItemType TEXT, ItemName TEXT,
  PlaybackMethod TEXT, ClientName TEXT, DeviceName TEXT, PlayDuration INT
);
CREATE TABLE UserList (UserId TEXT);
INSERT INTO PlaybackActivity VALUES
  ('2025-01-01 19:00:00.1234567', 'a1', 'f1', 'Movie', 'Low Water', 'DirectPlay', 'web', 'tv',
   3000),
  ('2025-01-01 21:00:00.5', 'a1', 'f1', 'Movie', 'Low Water', 'DirectPlay', 'web', 'tv', 2500),
  ('2025-01-02 19:00:00.1', 'a1', 'e2', 'Episode', 'Night Ferry - s01e02 - Cast Off', 'DirectPlay',
   'web', 'tv', 2400),
  ('2025-01-03 19:00:00.1', 'a1', 'f3', 'Movie', 'High Water', 'DirectPlay', 'web', 'tv', 60),
  ('2026-03-04 18:00:00Z', 'a1', 'f1', 'Movie', 'Low Water', 'Transcode (v:h264 a:direct)', 'web',
   'tv', 5400),
  ('2025-01-01 08:00:00.1', 'b2', 's4', 'Audio', 'The Lanterns - Harbour (Coast)', 'DirectPlay',
   'app', 'phone', 180),
  ('2025-01-01 08:03:00.1', 'b2', 's5', 'Audio', 'The Lanterns - Pier (Coast)', 'DirectPlay',
   'app', 'phone', 12),
  ('2026-03-05 08:00:00Z', 'b2', 's4', 'Audio', 'The Lanterns - Harbour (Coast)', 'DirectPlay',
   'app', 'phone', 180),
  ('2026-03-06 20:00:00Z', 'b2', 'e6', 'Episode', 'Sea - shore - s02e011 - Moor - Again',
   'DirectPlay', 'web', 'tv', 1500),
  ('2026-03-07 20:00:00Z', 'b2', 'e2', 'Episode', 'Night Ferry - s01e02 - Cast Off', 'DirectPlay',
   'web', 'tv', NULL),
  ('2026-03-08 20:00:00Z', 'b2', 't7', 'Trailer', 'A trailer', 'DirectPlay', 'web', 'tv', 900),
  ('2026-03-09 20:00:00Z', 'b2', 'f8', 'Movie', 'Not Known', 'DirectPlay', 'web', 'tv', 6000),
  ('2026-03-10 20:00:00Z', 'b2', 'f1', 'Movie', 'Low Water', 'DirectPlay', 'web', 'tv', 6000),
  ('2026-03-11 20:00:00Z', 'b2', 'f3', 'Movie', 'High Water', 'DirectPlay', 'web', 'tv', 7000);
"""

SCHEMAS: dict[str, Build] = {
    "playbackreporting": script(_PLAYBACK_REPORTING),
}

EXPECTED: dict[str, Rows] = {
    "playbackreporting": [
        ("a1", "f1", 1735758000),
        ("a1", "e2", 1735844400),
        ("a1", "f1", 1772647200),
        ("b2", "s4", 1735718400),
        ("b2", "s4", 1772697600),
        ("b2", "e6", 1772827200),
        ("b2", "f1", 1773172800),
        ("b2", "f3", 1773259200),
    ],
}
