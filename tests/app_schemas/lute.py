"""A small database of Lute."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Book 1 was read on two days, two pages on the first; 2 was opened, 3 put into the archive.
_LUTE = """
CREATE TABLE languages (LgID INTEGER PRIMARY KEY, LgName VARCHAR(40) NOT NULL,
  LgParserType VARCHAR(20) NOT NULL DEFAULT 'spacedel');
CREATE TABLE books (BkID INTEGER PRIMARY KEY, BkLgID INTEGER NOT NULL,
  BkTitle VARCHAR(200) NOT NULL, BkSourceURI VARCHAR(1000), BkArchived TINYINT NOT NULL DEFAULT 0,
  BkCurrentTxID INTEGER NOT NULL DEFAULT 0);
CREATE TABLE texts (TxID INTEGER PRIMARY KEY, TxBkID INTEGER NOT NULL, TxOrder INTEGER NOT NULL,
  TxText TEXT NOT NULL, TxReadDate DATETIME);
CREATE TABLE tags2 (T2ID INTEGER PRIMARY KEY, T2Text VARCHAR(20) NOT NULL);
CREATE TABLE booktags (BtBkID INTEGER NOT NULL, BtT2ID INTEGER NOT NULL);
INSERT INTO languages (LgID, LgName) VALUES (1, 'Spanish');
INSERT INTO books (BkID, BkLgID, BkTitle, BkArchived, BkCurrentTxID) VALUES
  (1, 1, 'Mareas', 0, 3), (2, 1, 'El puerto', 0, 4), (3, 1, 'Faros', 1, 0), (4, 1, 'Redes', 0, 0);
INSERT INTO texts VALUES (1, 1, 1, '', '2025-01-01 00:00:00'),
  (2, 1, 2, '', '2025-01-01 00:00:00.5'),
  (3, 1, 3, '', '2025-01-02 00:00:00'), (4, 2, 1, '', NULL), (5, 3, 1, '', NULL),
  (6, 4, 1, '', NULL);
INSERT INTO books (BkID, BkLgID, BkTitle) SELECT BkID + 10, 1, 'Cuento ' || BkID FROM books;
INSERT INTO texts SELECT BkID + 90, BkID, 1, '', '2025-01-0' || (BkID - 8) || ' 00:00:00' FROM books
  WHERE BkID IN (11, 12, 13);
INSERT INTO texts SELECT TxID + 10, TxBkID, 2, '', datetime(TxReadDate, '+3 days') FROM texts
  WHERE TxID > 100;
-- It writes the local time of its machine, and these are read on the same one.
UPDATE texts SET TxReadDate = strftime('%Y-%m-%d %H:%M:%f', TxReadDate, 'localtime');
INSERT INTO tags2 VALUES (1, 'stories');
INSERT INTO booktags VALUES (1, 1);
"""

SCHEMAS: dict[str, Build] = {"lute": script(_LUTE)}

EXPECTED: dict[str, Rows] = {
    "lute": [
        ("me", "1", 1735689600),
        ("me", "1", 1735776000),
        ("me", "11", 1735862400),
        ("me", "12", 1735948800),
        ("me", "13", 1736035200),
        ("me", "11", 1736121600),
        ("me", "12", 1736208000),
        ("me", "13", 1736294400),
    ],
}
