"""A small database of Komga."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Book b6 is in the trash; b5 is marked as read by hand, without a date.
_KOMGA = """
CREATE TABLE USER (
  ID varchar NOT NULL PRIMARY KEY, EMAIL varchar NOT NULL UNIQUE, PASSWORD varchar NOT NULL
);
CREATE TABLE SERIES (
  ID varchar NOT NULL PRIMARY KEY, NAME varchar NOT NULL, URL varchar NOT NULL,
  DELETED_DATE datetime NULL
);
CREATE TABLE SERIES_METADATA (
  SERIES_ID varchar NOT NULL PRIMARY KEY, TITLE varchar NOT NULL, STATUS varchar NOT NULL,
  FOREIGN KEY (SERIES_ID) REFERENCES SERIES (ID)
);
CREATE TABLE BOOK (
  ID varchar NOT NULL PRIMARY KEY, NAME varchar NOT NULL, URL varchar NOT NULL,
  SERIES_ID varchar NOT NULL, NUMBER int NOT NULL DEFAULT 0, DELETED_DATE datetime NULL,
  FOREIGN KEY (SERIES_ID) REFERENCES SERIES (ID)
);
CREATE TABLE BOOK_METADATA (
  BOOK_ID varchar NOT NULL PRIMARY KEY, TITLE varchar NOT NULL, SUMMARY varchar NOT NULL DEFAULT '',
  RELEASE_DATE date NULL, FOREIGN KEY (BOOK_ID) REFERENCES BOOK (ID)
);
CREATE TABLE READ_PROGRESS (
  BOOK_ID varchar NOT NULL, USER_ID varchar NOT NULL, PAGE int NOT NULL, COMPLETED boolean NOT NULL,
  READ_DATE datetime NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (BOOK_ID, USER_ID),
  FOREIGN KEY (BOOK_ID) REFERENCES BOOK (ID), FOREIGN KEY (USER_ID) REFERENCES USER (ID)
);
INSERT INTO USER VALUES ('0AAA', 'ann@example.com', ''), ('0BBB', 'bob@example.com', '');
INSERT INTO SERIES (ID, NAME, URL) VALUES ('s1', 'tides', ''), ('s2', 'wires', '');
INSERT INTO SERIES_METADATA VALUES ('s1', 'Tides', 'ENDED'), ('s2', 'Wires', 'ONGOING');
INSERT INTO BOOK (ID, NAME, URL, SERIES_ID, NUMBER, DELETED_DATE) VALUES
  ('b1', 'tides 1', '', 's1', 1, NULL), ('b2', 'tides 2', '', 's1', 2, NULL),
  ('b3', 'tides 3', '', 's1', 3, NULL), ('b4', 'wires 1', '', 's2', 1, NULL),
  ('b5', 'wires 2', '', 's2', 2, NULL), ('b6', 'wires 3', '', 's2', 3, '2025-01-08 10:00:00'),
  ('b7', 'wires 4', '', 's2', 4, NULL);
INSERT INTO BOOK_METADATA (BOOK_ID, TITLE, SUMMARY) VALUES
  ('b1', 'Low Water', 'It ebbs.'), ('b2', 'High Water', 'It flows.'), ('b3', 'Slack Water', ''),
  ('b4', 'Static', ''), ('b5', 'Relay', ''), ('b6', 'Fuse', ''),
  ('b7', 'Switch', '');
INSERT INTO READ_PROGRESS (BOOK_ID, USER_ID, PAGE, COMPLETED, READ_DATE) VALUES
  ('b1', '0AAA', 40, 1, '2025-01-01 00:00:00'), ('b2', '0AAA', 12, 0, '2025-01-02 00:00:00.456'),
  ('b3', '0AAA', 40, 1, '2025-01-03 00:00:00'), ('b6', '0AAA', 9, 0, '2025-01-04 00:00:00'),
  ('b5', '0AAA', 38, 1, NULL),
  ('b1', '0BBB', 40, 1, '2025-01-05 00:00:00'), ('b2', '0BBB', 40, 1, '2025-01-05 00:00:00'),
  ('b3', '0BBB', 3, 0, '2025-01-06 00:00:00'), ('b4', '0BBB', 38, 1, '2025-01-07 00:00:00'),
  ('b5', '0BBB', 38, 1, '2025-01-08 00:00:00');
"""

SCHEMAS: dict[str, Build] = {
    "komga": script(_KOMGA),
}

EXPECTED: dict[str, Rows] = {
    "komga": [
        ("0AAA", "b5", 0),
        ("0AAA", "b1", 1735689600),
        ("0AAA", "b2", 1735776000),
        ("0AAA", "b3", 1735862400),
        ("0AAA", "b6", 1735948800),
        ("0BBB", "b1", 1736035200),
        ("0BBB", "b2", 1736035200),
        ("0BBB", "b3", 1736121600),
        ("0BBB", "b4", 1736208000),
        ("0BBB", "b5", 1736294400),
    ],
}
