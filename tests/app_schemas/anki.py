"""A small database of Anki."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Note 17 is suspended, 18 was never reviewed; the last review is a reschedule.
_ANKI = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL);
CREATE TABLE notetypes (id integer PRIMARY KEY, name text NOT NULL COLLATE unicase);
CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name);
CREATE TABLE notes (
  id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
  usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL,
  csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL
);
CREATE TABLE cards (
  id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL,
  due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL,
  lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL,
  flags integer NOT NULL, data text NOT NULL
);
CREATE TABLE revlog (
  id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
  ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL,
  type integer NOT NULL
);
CREATE TABLE graves (oid integer NOT NULL, type integer NOT NULL, usn integer NOT NULL);
INSERT INTO notes
SELECT id, 'g' || id, 1, 0, -1, tags, sfld || char(31) || 'back', sfld, 0, 0, '' FROM (
  SELECT 11 AS id, 'low water' AS sfld, ' sea ' AS tags UNION VALUES (12, 'high water', ''),
    (13, 'knot', ''), (14, 'chart', ''), (15, 'light', ''), (16, '1815', ''), (17, 'bell', ''),
    (18, 'fog', '')
);
INSERT INTO cards
SELECT 100 + id, id, 1, 0, 0, -1, 2, iif(id = 17, -1, 2), 0, 1, 2500, id < 17, 0, 0, 0, 0, 0, ''
FROM notes;
INSERT INTO revlog SELECT id, cid, -1, ease, 1, 1, 2500, 5000, 1 FROM (
  SELECT 1735689600000 AS id, 111 AS cid, 3 AS ease UNION VALUES (1735689660000, 111, 1),
    (1735776000000, 111, 3), (1735776000999, 112, 4), (1735862400000, 113, 2),
    (1735948800000, 114, 3), (1736035200000, 115, 3), (1736121600000, 116, 3),
    (1736208000500, 116, 3), (1736294400000, 118, 0)
);
"""

SCHEMAS: dict[str, Build] = {
    "anki": script(_ANKI),
}

EXPECTED: dict[str, Rows] = {
    "anki": [
        ("me", "11", 1735689600),
        ("me", "11", 1735776000),
        ("me", "12", 1735776000),
        ("me", "13", 1735862400),
        ("me", "14", 1735948800),
        ("me", "15", 1736035200),
        ("me", "16", 1736121600),
        ("me", "16", 1736208000),
    ],
}
