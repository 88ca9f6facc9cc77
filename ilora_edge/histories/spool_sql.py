"""The tables and questions of a :class:`~ilora_edge.histories.spool.Spool`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ilora_edge.errors import DatabaseError
from ilora_edge.titles import printable

TABLES = """
CREATE TABLE interactions (user TEXT, item TEXT, time, rating, place, logged INTEGER);
CREATE TABLE seen (user TEXT, item TEXT);
CREATE TABLE hidden (user TEXT, item TEXT, PRIMARY KEY (user, item)) WITHOUT ROWID;
CREATE TABLE gone (item TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE away (item TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE undescribed (item TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
CREATE TABLE used_by (user TEXT, item TEXT);
CREATE TABLE used (user TEXT, item TEXT);
CREATE TABLE unlikely (medium, is_part INTEGER);
CREATE TABLE sampled (item TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE items (
    item TEXT PRIMARY KEY, title TEXT, torn INTEGER, year, medium, is_part INTEGER,
    interacted INTEGER, found TEXT, how TEXT
) WITHOUT ROWID;
"""
"""``items`` has facts in ``year``; whether the catalogue has an item is filled in later."""
# Nearly all times are numbers or begin as ISO 8601 has it, and need no second look.
ODD_TIMES = """
SELECT DISTINCT time FROM interactions WHERE CASE typeof(time)
  WHEN 'text' THEN julianday(substr(time, 1, 19)) IS NULL AND time <> ''
  WHEN 'real' THEN abs(time) > 1e19 ELSE typeof(time) = 'blob' END
"""
ODD_RATINGS = "SELECT DISTINCT rating FROM interactions WHERE typeof(rating) IN ('text', 'blob')"
# Two rows of one id: the first is as good as the second.
DESCRIBED = "INSERT OR IGNORE INTO items VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)"
UNDESCRIBED = """
INSERT INTO undescribed VALUES (?, ?) ON CONFLICT (item) DO UPDATE SET n = n + excluded.n
"""
# What the database does not have is known by the title it was shown with.
TITLED = """
INSERT INTO items SELECT ?1, ?2, 0, NULL, NULL, 0, coalesce(
    (SELECT n FROM undescribed WHERE item = ?1), 0
), NULL, NULL
"""
UNTITLED = """
INSERT INTO items SELECT item, '', 0, NULL, NULL, 0, sum(n), NULL, NULL FROM (
    SELECT item, n FROM undescribed UNION ALL SELECT item, 0 FROM seen
) WHERE item NOT IN (SELECT item FROM items) GROUP BY item
"""
IS_LOOKED_FOR = """
(title = '' OR item IN (SELECT item FROM sampled) OR NOT EXISTS (
    SELECT 1 FROM unlikely u WHERE u.medium IS items.medium AND u.is_part IS items.is_part
))
"""
LOOKED_FOR = f"SELECT item, title, year FROM items WHERE {IS_LOOKED_FOR}"
WITH_IDS = """
SELECT year, found FROM items WHERE CASE WHEN year LIKE '{%' AND json_valid(year) THEN
json_extract(year, '$.imdb', '$.tmdb', '$.musicbrainz', '$.isbn', '$.guid')
<> '[null,null,null,null,null]' END
"""
# First those of what the catalogue does not have, in the order in which it is compared.
WITH_OVERVIEWS = """
SELECT item, year FROM items WHERE year LIKE '{%"overview":"%'
ORDER BY found IS NOT NULL, interacted DESC, item LIMIT ?
"""
# What a match report says.
COUNTED = """
SELECT count(*), coalesce(sum(interacted > 0), 0), coalesce(sum(interacted > 0 AND how = 'id'), 0),
    coalesce(sum(interacted > 0 AND how = 'title'), 0), coalesce(sum(interacted), 0),
    coalesce(sum(CASE WHEN found NOT NULL THEN interacted END), 0), count(found),
    count(CASE WHEN torn AND found IS NULL AND interacted > 0 THEN 1 END),
    min(CASE WHEN torn AND found IS NULL AND interacted > 0 THEN item END)
FROM items WHERE item NOT IN (SELECT item FROM away)
"""
OUT_OF_CATALOGUE = """
SELECT item, title, year, is_part FROM items WHERE found IS NULL AND title <> '' AND NOT torn
AND item NOT IN (SELECT item FROM gone) AND NOT (?1 AND item IN (SELECT item FROM away))
ORDER BY interacted DESC, item
"""
# Of what the catalogue does not have, the title as that would write it.
WRITTEN = "SELECT as_written(title, year) FROM items WHERE item = ?"
AWAY = "SELECT item FROM away"
PARTS = "SELECT item, year FROM items WHERE found IS NULL AND is_part"
TITLE = "SELECT title, year FROM items WHERE item = ? AND found NOT NULL AND NOT torn"
KNOWN = """
SELECT title, year FROM items
WHERE title <> '' AND (found IS NOT NULL OR item IN (SELECT item FROM gone))
"""
# A user's events (1, or 2 where they were logged) in the order of the rows, and then what was seen
# without an event (0).
ABOUT = "m.title, m.torn, m.found, m.how, m.year"
ABOUT_ITEM = f"SELECT {ABOUT} FROM items m WHERE m.item = ?"
EVENTS = f"""
SELECT i.user, i.item, i.time, i.rating, i.place, 1 + i.logged, {ABOUT}
FROM interactions i JOIN items m USING (item) ORDER BY i.user, i.rowid
"""
# Of one user, who may have played a song a thousand times: what is known of it is asked once.
EVENTS_OF_ONE = """
SELECT user, item, time, rating, place, 1 + logged FROM interactions ORDER BY user, rowid
"""
SEEN = f"""
SELECT s.user, s.item, NULL, NULL, NULL, 0, {ABOUT}
FROM seen s JOIN items m USING (item) WHERE s.user IS NOT NULL ORDER BY s.user, s.rowid
"""
KEPT_FROM = "SELECT DISTINCT user FROM hidden"
# Of an item of the catalogue: first what is there for a user.
COPIES = """
SELECT item FROM items WHERE found = ?
ORDER BY item IN (SELECT item FROM gone), item IN (SELECT item FROM hidden WHERE user = ?), item
"""
# Of what the catalogue has: that is here, and is gone.
GONE = """
SELECT found FROM items WHERE found IS NOT NULL AND item IN (SELECT item FROM gone)
EXCEPT SELECT found FROM items WHERE item NOT IN (SELECT item FROM gone) ORDER BY found
"""
# Likewise: of which a user may see no copy.
HIDDEN = """
SELECT found FROM items JOIN hidden USING (item) WHERE user = ?1 AND found IS NOT NULL
EXCEPT SELECT found FROM items WHERE item NOT IN (SELECT item FROM gone)
AND item NOT IN (SELECT item FROM hidden WHERE user = ?1) ORDER BY found
"""


def nameless() -> sqlite3.Connection:
    """Open a temporary database without a name; it stays in memory while it is small."""
    connection = sqlite3.connect("", isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    # In KiB: rows come in the order of another database, and are put in that of their ids.
    connection.execute("PRAGMA cache_size = -16000")
    return connection


def decoded(title: bytes) -> tuple[str, int]:
    """Return a title, and 1 where it is torn: not the UTF-8 it should be; one of blanks is none."""
    try:
        text = title.decode()
        return "" if text.isspace() else text, 0
    except UnicodeDecodeError:
        return title.decode(errors="replace"), 1


@contextmanager
def keeping(name: str) -> Iterator[None]:
    """Say what a failure means where a database of this name is read into a spool inside."""
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseError(
            f"cannot keep what was read of {printable(name)} in a temporary file: "
            f"{printable(str(error))}; name a folder with more room: TMPDIR or SQLITE_TMPDIR"
        ) from error
