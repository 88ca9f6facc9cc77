"""A small database of Zotero."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# The file of paper 1 was read, that of 3 has a mark, file 6 stands by itself; 5 is in the trash, 12
# an entry of a feed, 13 a note. The mark in the file of 4 came with the file.
_ZOTERO = """
CREATE TABLE libraries (libraryID INTEGER PRIMARY KEY, type TEXT NOT NULL);
CREATE TABLE items (itemID INTEGER PRIMARY KEY, itemTypeID INT NOT NULL, dateAdded TIMESTAMP,
  dateModified TIMESTAMP, libraryID INT NOT NULL, key TEXT);
CREATE TABLE fields (fieldID INTEGER PRIMARY KEY, fieldName TEXT);
CREATE TABLE itemDataValues (valueID INTEGER PRIMARY KEY, value UNIQUE);
CREATE TABLE itemData (itemID INT, fieldID INT, valueID, PRIMARY KEY (itemID, fieldID));
CREATE TABLE itemNotes (itemID INTEGER PRIMARY KEY, parentItemID INT, note TEXT);
CREATE TABLE itemAttachments (itemID INTEGER PRIMARY KEY, parentItemID INT, linkMode INT,
  contentType TEXT, path TEXT, lastRead INT);
CREATE TABLE itemAnnotations (itemID INTEGER PRIMARY KEY, parentItemID INT NOT NULL,
  type INTEGER NOT NULL, isExternal INT NOT NULL);
CREATE TABLE creators (creatorID INTEGER PRIMARY KEY, firstName TEXT, lastName TEXT);
CREATE TABLE itemCreators (itemID INT NOT NULL, creatorID INT NOT NULL, creatorTypeID INT,
  orderIndex INT NOT NULL);
CREATE TABLE tags (tagID INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE itemTags (itemID INT NOT NULL, tagID INT NOT NULL, type INT NOT NULL);
CREATE TABLE deletedItems (itemID INTEGER PRIMARY KEY, dateDeleted DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE groupItems (itemID INTEGER PRIMARY KEY, createdByUserID INT,
  lastModifiedByUserID INT);
CREATE TABLE settings (setting TEXT, key TEXT, value, PRIMARY KEY (setting, key));
CREATE TABLE feedItems (itemID INTEGER PRIMARY KEY, guid TEXT, readTime TIMESTAMP);
INSERT INTO libraries VALUES (1, 'user'), (2, 'feed'), (3, 'group');
INSERT INTO fields VALUES (1, 'title'), (2, 'date'), (3, 'abstractNote'), (4, 'ISBN'),
  (5, 'caseName'), (6, 'url');
INSERT INTO itemDataValues VALUES (1, 'On Tides'), (2, '1999-05-00 May 1999'), (3, 'Harbours'),
  (4, 'Reef v. Tide'), (5, 'Of the sea.'), (6, 'A scan'), (7, 'News'), (8, 'Waves'),
  (9, 'https://h.example/p'), (10, 'A file');
INSERT INTO items (itemID, itemTypeID, dateAdded, libraryID) VALUES
  (1, 22, '2024-01-01 00:00:00', 1), (2, 3, '2024-01-01 00:00:00', 1),
  (3, 7, '2024-01-01 00:00:00', 3), (4, 22, '2024-01-01 00:00:00', 1),
  (5, 22, '2024-01-01 00:00:00', 1), (6, 3, '2024-01-01 00:00:00', 1),
  (7, 3, '2024-01-01 00:00:00', 3), (8, 1, '2025-01-02 00:00:00', 3),
  (9, 3, '2024-01-01 00:00:00', 1), (10, 1, '2025-01-09 00:00:00', 1),
  (11, 3, '2024-01-01 00:00:00', 1), (12, 22, '2024-01-01 00:00:00', 2),
  (13, 28, '2024-01-01 00:00:00', 1);
INSERT INTO itemData VALUES (1, 1, 1), (1, 2, 2), (1, 3, 5), (1, 6, 9), (2, 1, 10), (3, 5, 4),
  (4, 1, 8), (5, 1, 3), (6, 1, 6), (12, 1, 7);
INSERT INTO itemAttachments VALUES (2, 1, 0, 'application/pdf', 'storage:a.pdf', 1735689600),
  (6, NULL, 0, 'application/pdf', 'storage:b.pdf', 1735862400),
  (7, 3, 0, 'application/pdf', 'storage:c.pdf', NULL), (9, 4, 0, 'application/pdf', 'd', NULL),
  (11, 5, 0, 'application/pdf', 'storage:e.pdf', 1735948800);
INSERT INTO itemAnnotations VALUES (8, 7, 1, 0), (10, 9, 1, 1);
INSERT INTO itemNotes VALUES (13, NULL, 'x');
INSERT INTO creators VALUES (1, 'Ann', 'Lee'), (2, '', 'Harbour Office');
INSERT INTO itemCreators VALUES (1, 1, 1, 0), (1, 2, 1, 1), (4, 2, 1, 0);
INSERT INTO tags VALUES (1, 'sea'), (2, 'moon');
INSERT INTO itemTags VALUES (1, 1, 0), (1, 2, 1);
INSERT INTO settings VALUES ('account', 'userID', 7);
INSERT INTO groupItems VALUES (8, 7, NULL);
INSERT INTO deletedItems (itemID) VALUES (5);
INSERT INTO itemDataValues SELECT itemID + 20, 'Log ' || itemID FROM items WHERE itemID < 5;
INSERT INTO items (itemID, itemTypeID, dateAdded, libraryID)
  SELECT itemID + 20, 3, '2024-01-01 00:00:00', 1 FROM items WHERE itemID < 5;
INSERT INTO itemData SELECT itemID + 20, 1, itemID + 20 FROM items WHERE itemID < 5;
INSERT INTO itemAttachments
  SELECT itemID + 20, NULL, 0, 'application/pdf', 'x', 1735948800 + 86400 * itemID FROM items
  WHERE itemID < 5;
"""

SCHEMAS: dict[str, Build] = {"zotero": script(_ZOTERO)}

EXPECTED: dict[str, Rows] = {
    "zotero": [
        ("me", "1", 1735689600),
        ("me", "3", 1735776000),
        ("me", "6", 1735862400),
        ("me", "5", 1735948800),
        ("me", "21", 1736035200),
        ("me", "22", 1736121600),
        ("me", "23", 1736208000),
        ("me", "24", 1736294400),
    ],
}
