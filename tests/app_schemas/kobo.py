"""A small database of a Kobo reader."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Book 5 was finished without a date; 6 is a loan that has ended, 7 a preview, 8 was never opened, 9
# has been marked as unread, 10 is only on a wish list. What has a BookID is a chapter.
_KOBO = """
CREATE TABLE content (
  ContentID TEXT NOT NULL, ContentType TEXT NOT NULL, MimeType TEXT NOT NULL, BookID TEXT,
  Title TEXT COLLATE NOCASE, Attribution TEXT COLLATE NOCASE, Description TEXT, DateLastRead TEXT,
  ReadStatus INTEGER, ___UserID TEXT NOT NULL, ___PercentRead INTEGER,
  ___ExpirationStatus INTEGER, Accessibility INTEGER DEFAULT 1, Language TEXT,
  IsDownloaded BIT NOT NULL DEFAULT 1, InWishlist BOOL NOT NULL DEFAULT FALSE, ISBN TEXT,
  Series TEXT, SeriesNumber TEXT, LastTimeFinishedReading TEXT, SeriesID TEXT,
  PRIMARY KEY (ContentID)
);
CREATE TABLE ratings (
  ContentID TEXT NOT NULL, Rating INTEGER, Review TEXT, DateModified TEXT NOT NULL,
  PRIMARY KEY (ContentID)
);
INSERT INTO content (ContentID, ContentType, MimeType, BookID, Title, Attribution, DateLastRead,
  ReadStatus, ___UserID, ___PercentRead, Accessibility, IsDownloaded)
VALUES
  ('file:///1.epub', 6, 'epub', NULL, 'Low Water', 'Ann Quill',
    '2025-01-01T00:00:00Z', 2, '', 100, -1, 'true'),
  ('file:///2.epub', 6, 'epub', NULL, 'High Water', 'Ann Quill',
    '2025-01-02T00:00:00.000', 1, '', 40, -1, 'true'),
  ('k3', 6, 'kepub', NULL, 'Knots', 'Bo Reef', '2025-01-03T00:00:00Z', 2, 'u', 100, 1, 'false'),
  ('k4', 6, 'kepub', NULL, 'Charts', NULL, '2025-01-04T00:00:00Z', 3, 'u', 7, 1, 'true'),
  ('k5', 6, 'kepub', NULL, 'Lamps', '', NULL, 2, 'u', 100, 1, 'true'),
  ('k6', 6, 'kepub', NULL, 'Wires', 'Cy Mast', '2025-01-05T00:00:00Z', 2, 'u', 100, 2, 'true'),
  ('k7', 6, 'kepub', NULL, 'Sails', 'Cy Mast', '2025-01-06T00:00:00Z', 2, 'u', 100, 6, 'true'),
  ('k8', 6, 'kepub', NULL, 'Anchors', 'Cy Mast', NULL, 0, 'u', 0, 1, 'true'),
  ('k9', 6, 'kepub', NULL, 'Buoys', 'Cy Mast', '2025-01-06T00:00:00Z', 0, 'u', 12, 1, 'true'),
  ('k11', 6, 'kepub', NULL, 'Tides', 'Cy Mast', '2025-01-06T00:00:00Z', 1, 'u', 1, 1, '1'),
  ('a1', 6, 'application/x-kobo-html+pocket', NULL, 'A walk', 'The Paper',
    '2025-01-07T00:00:00Z', 2, 'u', 100, 1, 'true'),
  ('k3#1', 9, 'kepub', 'k3', 'Chapter 1', NULL, '2025-01-03T00:00:00Z', 2, 'u', 100, 1, 'true');
INSERT INTO content (ContentID, ContentType, MimeType, Title, ReadStatus, ___UserID, Accessibility,
  IsDownloaded, InWishlist) VALUES ('k10', 6, 'kepub', 'Oars', 0, '', 1, 'false', 'true');
UPDATE content SET ___ExpirationStatus = 3 WHERE ContentID = 'k6';
UPDATE content SET LastTimeFinishedReading = '0000-00-00T00:00:00.000' WHERE ContentID = 'k5';
INSERT INTO ratings VALUES ('file:///1.epub', 5, NULL, ''), ('k8', 0, NULL, '');
"""

SCHEMAS: dict[str, Build] = {"kobo": script(_KOBO)}

EXPECTED: dict[str, Rows] = {
    "kobo": [
        ("me", "k5", 0),
        ("me", "file:///1.epub", 1735689600),
        ("me", "file:///2.epub", 1735776000),
        ("me", "k3", 1735862400),
        ("me", "k4", 1735948800),
        ("me", "k6", 1736035200),
        ("me", "k11", 1736121600),
        ("me", "a1", 1736208000),
    ],
}
