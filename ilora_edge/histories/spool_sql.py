"""The tables and questions of a :class:`~ilora_edge.histories.spool.Spool`."""

import sqlite3

from ilora_edge.histories.item_facts import IS_PART

TABLES = """
CREATE TABLE interactions (user TEXT, item TEXT, time, rating, place, logged INTEGER);
CREATE TABLE seen (user TEXT, item TEXT);
CREATE TABLE hidden (user TEXT, item TEXT, PRIMARY KEY (user, item)) WITHOUT ROWID;
CREATE TABLE gone (item TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE away (item TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE counts (item TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
CREATE TABLE used_by (item TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
CREATE TABLE unlikely (item TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE items (item TEXT PRIMARY KEY, title TEXT, torn INTEGER, year) WITHOUT ROWID;
CREATE TABLE matches (
    item TEXT PRIMARY KEY, found TEXT, how TEXT, title TEXT, torn INTEGER, year, interacted INTEGER
) WITHOUT ROWID;
"""
# Every item, those without a title too, how many interactions it has, and whether it is looked for.
ITEMS = """
SELECT i.item, i.title, i.torn, i.year, coalesce(m.n, 0), u.item IS NULL FROM items i
LEFT JOIN counts m USING (item) LEFT JOIN unlikely u USING (item)
UNION ALL
SELECT item, '', 0, NULL, sum(n), 1 FROM (
    SELECT item, n FROM counts UNION ALL SELECT item, 0 FROM seen
) WHERE item NOT IN (SELECT item FROM items) GROUP BY item
"""
LOOKED_FOR = "SELECT title, year FROM items WHERE item NOT IN (SELECT item FROM unlikely)"
COUNT = "INSERT INTO counts VALUES (?, ?) ON CONFLICT (item) DO UPDATE SET n = n + excluded.n"
WITH_IDS = """
SELECT year, found FROM matches WHERE CASE WHEN year LIKE '{%' AND json_valid(year) THEN
json_extract(year, '$.imdb', '$.tmdb', '$.musicbrainz', '$.isbn', '$.guid')
<> '[null,null,null,null,null]' END
"""
# First those of what the catalogue does not have, in the order in which it is compared.
WITH_OVERVIEWS = """
SELECT item, year FROM matches WHERE year LIKE '{%"overview":"%'
ORDER BY found IS NOT NULL, interacted DESC, item LIMIT ?
"""
OUT_OF_CATALOGUE = """
SELECT item, title, year FROM matches WHERE found IS NULL AND title <> '' AND NOT torn
AND item NOT IN (SELECT item FROM gone) AND NOT (?1 AND item IN (SELECT item FROM away))
ORDER BY interacted DESC, item
"""
# Of what the catalogue does not have, the title as that would write it.
WRITTEN = "SELECT as_written(title, year) FROM matches WHERE item = ?"
AWAY = "SELECT item FROM away"
PARTS = f"SELECT item, year FROM matches WHERE found IS NULL AND {IS_PART}"
TITLE = "SELECT title, year FROM matches WHERE item = ? AND found NOT NULL AND NOT torn"
KNOWN = "SELECT title, year FROM matches WHERE found IS NOT NULL AND title <> ''"
# A user's events (1, or 2 where they were logged) in the order of the rows, and then what was seen
# without an event (0).
ABOUT = "m.title, m.torn, m.found, m.how, m.year"
ABOUT_ITEM = f"SELECT {ABOUT} FROM matches m WHERE m.item = ?"
EVENTS = f"""
SELECT i.user, i.item, i.time, i.rating, i.place, 1 + i.logged, {ABOUT}
FROM interactions i JOIN matches m USING (item) ORDER BY i.user, i.rowid
"""
SEEN = f"""
SELECT s.user, s.item, NULL, NULL, NULL, 0, {ABOUT}
FROM seen s JOIN matches m USING (item) WHERE s.user IS NOT NULL ORDER BY s.user, s.rowid
"""
KEPT_FROM = "SELECT DISTINCT user FROM hidden"
# Of an item of the catalogue: first what is there for a user.
COPIES = """
SELECT item FROM matches WHERE found = ?
ORDER BY item IN (SELECT item FROM gone), item IN (SELECT item FROM hidden WHERE user = ?), item
"""
# Of what the catalogue has: that is here, and is gone.
GONE = """
SELECT found FROM matches WHERE found IS NOT NULL AND item IN (SELECT item FROM gone)
EXCEPT SELECT found FROM matches WHERE item NOT IN (SELECT item FROM gone) ORDER BY found
"""
# Likewise: of which a user may see no copy.
HIDDEN = """
SELECT found FROM matches JOIN hidden USING (item) WHERE user = ?1 AND found IS NOT NULL
EXCEPT SELECT found FROM matches WHERE item NOT IN (SELECT item FROM gone)
AND item NOT IN (SELECT item FROM hidden WHERE user = ?1) ORDER BY found
"""


def nameless() -> sqlite3.Connection:
    """Open a temporary database without a name; it stays in memory while it is small."""
    connection = sqlite3.connect("", isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    return connection


def decoded(title: bytes) -> tuple[str, int]:
    """Return a title, and 1 where it is torn: not the UTF-8 it should be."""
    try:
        return title.decode(), 0
    except UnicodeDecodeError:
        return title.decode(errors="replace"), 1
