"""A small database of qutebrowser."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# /old led to /new, and /door led on by itself; /low has an empty title the second time.
_QUTEBROWSER = """
CREATE TABLE History (url NOT NULL, title NOT NULL, atime NOT NULL, redirect NOT NULL);
CREATE TABLE CompletionHistory (url PRIMARY KEY, title NOT NULL, last_atime NOT NULL);
CREATE TABLE CompletionMetaInfo (key PRIMARY KEY, value);
INSERT INTO CompletionMetaInfo VALUES ('excluded_patterns', ''), ('force_rebuild', 0);
INSERT INTO History VALUES
  ('https://tides.example/', 'Tides', 1735689600, 0),
  ('https://tides.example/low', 'Low water', 1735689700, 0),
  ('https://tides.example/old', 'New tides', 1735776000, 1),
  ('https://tides.example/new', 'New tides', 1735776000, 0),
  ('https://wires.example/door', 'Door', 1735862400, 0),
  ('https://wires.example/door', 'Relay', 1735862401, 1),
  ('https://wires.example/relay', 'Relay', 1735862401, 0),
  ('qute://version/', 'Version', 1735900000, 0),
  ('https://knots.example/', '', 1735948800, 0),
  ('https://tides.example/', 'Tides', 1736035200, 0),
  ('https://wires.example/sign-in', 'Sign in', 1736100000, 0),
  ('https://wires.example/sign-in', 'Wires', 1736100040, 1),
  ('https://wires.example/', 'Wires', 1736100040, 0),
  ('https://tides.example/low', '', 1736208000, 0);
INSERT INTO CompletionHistory
  SELECT url, title, max(atime) FROM History WHERE NOT redirect GROUP BY url;
INSERT INTO CompletionHistory VALUES ('https://kept.example/', 'Kept', 1735000000);
CREATE INDEX HistoryIndex ON History (url);
"""

SCHEMAS: dict[str, Build] = {"qutebrowser": script(_QUTEBROWSER)}

EXPECTED: dict[str, Rows] = {
    "qutebrowser": [
        ("me", "https://tides.example/", 1735689600),
        ("me", "https://tides.example/low", 1735689700),
        ("me", "https://tides.example/new", 1735776000),
        ("me", "https://wires.example/relay", 1735862401),
        ("me", "https://knots.example/", 1735948800),
        ("me", "https://tides.example/", 1736035200),
        ("me", "https://wires.example/sign-in", 1736100000),
        ("me", "https://wires.example/", 1736100040),
        ("me", "https://tides.example/low", 1736208000),
    ],
}
