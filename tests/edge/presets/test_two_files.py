"""What is kept in two files is read from a copy of both, as docs/presets.md makes it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_offers import Rows, written
from app_schemas import SCHEMAS

from ilora_edge.errors import DatabaseError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.presets import without_history

_DOCS = Path(__file__).parents[3] / "docs" / "presets.md"
# As cps/ub.py has them (7ec475e1f): of these tables all columns that are written.
_WEB = """
CREATE TABLE user (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(64), email VARCHAR(120),
  role SMALLINT, password VARCHAR, kindle_mail VARCHAR(120), locale VARCHAR(2),
  sidebar_view INTEGER, default_language VARCHAR(3), denied_tags VARCHAR, allowed_tags VARCHAR,
  denied_column_value VARCHAR, allowed_column_value VARCHAR, view_settings JSON,
  kobo_only_shelves_sync INTEGER);
CREATE TABLE book_read_link (id INTEGER NOT NULL PRIMARY KEY, book_id INTEGER, user_id INTEGER,
  read_status INTEGER NOT NULL, last_modified DATETIME, last_time_started_reading DATETIME,
  times_started_reading INTEGER NOT NULL);
CREATE TABLE bookmark (id INTEGER NOT NULL PRIMARY KEY, user_id INTEGER, book_id INTEGER,
  format VARCHAR, bookmark_key VARCHAR);
CREATE TABLE archived_book (id INTEGER NOT NULL PRIMARY KEY, user_id INTEGER, book_id INTEGER,
  is_archived BOOLEAN, last_modified DATETIME);
CREATE TABLE settings (id INTEGER NOT NULL PRIMARY KEY, config_read_column INTEGER,
  config_restricted_column SMALLINT);
INSERT INTO user (id, name, role, default_language, denied_tags, allowed_tags,
  denied_column_value, allowed_column_value) VALUES
  (1, 'ann', 479, 'all', '', '', '', ''), (2, 'Guest', 32, 'all', '', '', '', ''),
  (3, 'bob', 0, 'all', 'War, Horror', '', '', ''), (4, 'cy', 0, 'all', '', 'Sea', '', ''),
  (5, 'dee', 0, 'deu', '', '', '', ''), (6, 'eve', 0, 'all', '', '', 'attic,Cellar', ''),
  (7, 'flo', 0, 'all', '', 'Sea,War', '', 'Attic');
INSERT INTO book_read_link (book_id, user_id, read_status, last_modified, times_started_reading)
VALUES (1, 1, 1, '2025-01-01 00:00:00.123456', 0), (2, 1, 2, '2025-01-02 00:00:00.000000', 1),
  (3, 1, 0, '2025-01-03 00:00:00.000000', 1), (1, 3, 1, '2025-01-04 00:00:00.000000', 0);
INSERT INTO bookmark (user_id, book_id, format, bookmark_key) VALUES (1, 4, 'EPUB', 'x');
INSERT INTO archived_book (user_id, book_id, is_archived) VALUES (1, 5, 1), (1, 6, 0), (3, 2, 1);
"""
_BOOKS: Rows = [
    *(("books", {"id": n, "title": f"Book {n}", "author_sort": f"Quill {n}", "sort": "x"})
      for n in range(1, 9)),
    *(("tags", {"id": n, "name": name}) for n, name in ((1, "War"), (2, "Sea"), (3, "Horror"))),
    *(("books_tags_link", {"book": book, "tag": tag}) for book, tag in ((6, 1), (7, 2), (8, 3))),
    *(("languages", {"id": n, "lang_code": code}) for n, code in ((1, "eng"), (2, "deu"))),
    *(("books_languages_link", {"book": book, "lang_code": code})
      for book, code in ((3, 1), (4, 2), (5, 1), (5, 2))),
]  # fmt: skip
# Where a book stands, in a column of the library's own.
_COLUMN = """
CREATE TABLE custom_column_2 (id INTEGER PRIMARY KEY, value TEXT NOT NULL COLLATE NOCASE);
CREATE TABLE books_custom_column_2_link (id INTEGER PRIMARY KEY, book INTEGER, value INTEGER);
CREATE TABLE custom_column_3 (id INTEGER PRIMARY KEY, value TEXT NOT NULL COLLATE NOCASE);
CREATE TABLE books_custom_column_3_link (id INTEGER PRIMARY KEY, book INTEGER, value INTEGER);
INSERT INTO custom_column_2 VALUES (1, 'Attic'), (2, 'Cellar'), (3, 'Hall');
INSERT INTO books_custom_column_2_link (book, value) VALUES (2, 1), (6, 1), (7, 2), (8, 3);
CREATE TABLE custom_column_4 (id INTEGER PRIMARY KEY, book INTEGER, value BOOL NOT NULL);
INSERT INTO custom_column_4 (book, value) VALUES (3, 1), (4, 0);
INSERT INTO custom_columns VALUES
  (4, 'through', 'Through', 'bool', 0, 1, '{}', 0, 0);
INSERT INTO custom_column_3 VALUES (1, 'Attic');
INSERT INTO books_custom_column_3_link (book, value) VALUES (1, 1);
"""


@pytest.mark.parametrize("column", [0, 2])  # of restrictions
def test_calibre_web_with_its_library(column: int, tmp_path: Path) -> None:
    (said,) = re.findall(r'sqlite3 both\.db "(.*?)"', _DOCS.read_text(encoding="utf-8"), re.DOTALL)
    web = tmp_path / "app.db"
    with closing(sqlite3.connect(web)) as db:
        db.executescript(_WEB)
        db.execute("INSERT INTO settings (config_read_column, config_restricted_column)"
                   " VALUES (4, ?)", (column,))  # fmt: skip
        db.commit()
    both = written("calibre 21", _BOOKS, tmp_path / "both.db")
    with closing(sqlite3.connect(both)) as db:
        db.executescript(_COLUMN)
        db.executescript(said.replace("app.db", str(web)))
    with HistoryDB(both) as history:
        assert history.queries.source.startswith("calibre")
        read = {u: [(e.item_id, e.timestamp) for e in history.read_history(u)] for u in "13"}
        seen = {user: sorted(history.read_seen(user)) for user in "134"}
        hidden = sorted((str(user), str(item)) for user, item in history.hidden())
        assert sorted(history.people()) == ["1", "3", "4", "5", "6", "7"]
        assert history.names() == {
            "1": "ann", "3": "bob", "4": "cy", "5": "dee", "6": "eve", "7": "flo",
        }  # fmt: skip
    assert read == {"1": [("1", 1735689600), ("2", 1735776000)], "3": [("1", 1735948800)]}
    assert seen == {"1": ["1", "2", "3", "4", "5"], "3": ["1", "2", "3"], "4": ["3"]}
    expected = {"3": "68", "4": "1234568", "5": "123678", "7": "123458"}
    if column:
        expected |= {"6": "267", "7": "1234578"}
    assert hidden == [(user, n) for user in sorted(expected) for n in expected[user]]


def test_calibre_webs_own_file_says_what_to_give() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(_WEB)
        columns = {
            table: [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]
            for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    said = without_history(columns)
    assert said is not None
    assert "docs/presets.md" in said


def test_lyrion_with_what_was_played(tmp_path: Path) -> None:
    (said,) = re.findall(
        r'sqlite3 lyrion\.db "(.*?)"', _DOCS.read_text(encoding="utf-8"), re.DOTALL
    )
    whole, persist = tmp_path / "lyrion.db", tmp_path / "persist.db"
    with closing(sqlite3.connect(whole)) as db:
        SCHEMAS["lyrion"](db)
        db.execute("ATTACH ? AS p", (str(persist),))
        for table in ("tracks_persistent", "alternativeplaycount"):
            db.execute(f"CREATE TABLE p.{table} AS SELECT * FROM main.{table}")
            db.execute(f"DROP TABLE main.{table}")
        db.commit()
    with pytest.raises(DatabaseError, match="songs, and not what was played"):
        HistoryDB(whole)
    with pytest.raises(DatabaseError, match="what was played, without titles"):
        HistoryDB(persist)
    with closing(sqlite3.connect(whole)) as db:
        db.executescript(said.replace("persist.db", str(persist)))
    with HistoryDB(whole) as history:
        assert [(e.item_id, e.rating) for e in history.read_history("me")][:2] == [
            ("a", 4.0), ("d", None)
        ]  # fmt: skip
        assert {*history.read_seen("me")} >= {"a", "b", "c"}
        titles = history.read_titles("abcde")
    assert titles == {"a": "Lanterns - Pier", "b": "Lanterns, Ann - Quay", "c": "Ann - Ash",
                      "d": "Lanterns - Clay", "e": "Kilns - Track 01"}  # fmt: skip


def test_lyrion_without_the_plugin(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "lyrion.db")) as db:
        SCHEMAS["lyrion"](db)
        db.execute("DROP TABLE alternativeplaycount")
        db.commit()
    with HistoryDB(tmp_path / "lyrion.db") as history:
        assert [e.item_id for e in history.read_history("me")] == ["a", "b"]
        assert sorted(history.read_seen("me")) == ["a", "b", "c", "f"]
