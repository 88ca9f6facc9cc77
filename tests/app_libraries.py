"""Generated libraries of six applications, with what their owners have watched, read or heard.

Each is built in the schema of the application as its sources have it, views, triggers and indexes
included, with what makes real ones hard: marks without a time, several versions of a film, remakes
of one title, replays, keys that meant another film before, files that are gone.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

START = 1704067200
"""2024-01-01 00:00 UTC."""


@dataclass
class Truth:
    """What an application knows, by user; works are named by title and year."""

    watched: dict[str, set[tuple[str, int | None]]] = field(default_factory=dict)
    disliked: dict[str, set[tuple[str, int | None]]] = field(default_factory=dict)
    gone: set[tuple[str, int | None]] = field(default_factory=set)
    """Works of which no copy is left."""
    offered: set[tuple[str, int | None]] = field(default_factory=set)
    """Works that are there."""

    def watch(self, user: str, work: tuple[str, int | None]) -> None:
        self.watched.setdefault(user, set()).add(work)

    def dislike(self, user: str, work: tuple[str, int | None]) -> None:
        self.disliked.setdefault(user, set()).add(work)


Build = Callable[[sqlite3.Connection, random.Random], Truth]


def _works(rng: random.Random, n: int) -> list[tuple[str, int]]:
    """Return works, some of which share their title with an older one."""
    words = ["Low", "High", "Night", "Salt", "Iron", "Green", "Last", "First", "Cold", "Long"]
    nouns = ["Water", "Ferry", "Tide", "Harbour", "Wire", "Lamp", "Knot", "Chart", "Bell", "Road"]
    found = {(f"{rng.choice(words)} {rng.choice(nouns)}", 1950 + 2 * k) for k in range(n)}
    works = sorted(found)
    remakes = [(title, year + 32) for title, year in rng.sample(works, n // 6)]
    return sorted({*works, *remakes})


def _moment(rng: random.Random) -> int:
    return START + rng.randrange(600 * 86400)


def _text(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S")


JELLYFIN = """
CREATE TABLE "BaseItems" (
  "Id" TEXT NOT NULL CONSTRAINT "PK_BaseItems" PRIMARY KEY, "Type" TEXT NOT NULL, "Data" TEXT NULL,
  "Path" TEXT NULL, "StartDate" TEXT NULL, "EndDate" TEXT NULL, "ChannelId" TEXT NULL,
  "IsMovie" INTEGER NOT NULL DEFAULT 0, "CommunityRating" REAL NULL, "CustomRating" TEXT NULL,
  "IndexNumber" INTEGER NULL, "IsLocked" INTEGER NOT NULL DEFAULT 0, "Name" TEXT NULL,
  "OfficialRating" TEXT NULL, "MediaType" TEXT NULL, "Overview" TEXT NULL,
  "ParentIndexNumber" INTEGER NULL, "PremiereDate" TEXT NULL, "ProductionYear" INTEGER NULL,
  "Genres" TEXT NULL, "SortName" TEXT NULL, "RunTimeTicks" INTEGER NULL, "DateCreated" TEXT NULL,
  "IsFolder" INTEGER NOT NULL DEFAULT 0, "OriginalTitle" TEXT NULL,
  "PrimaryVersionId" TEXT NULL, "IsVirtualItem" INTEGER NOT NULL DEFAULT 0, "SeriesName" TEXT NULL,
  "SeriesId" TEXT NULL, "PresentationUniqueKey" TEXT NULL, "ExtraType" INTEGER NULL,
  "OwnerId" TEXT NULL, "TopParentId" TEXT NULL, "ParentId" TEXT NULL
);
CREATE TABLE "Users" (
  "Id" TEXT NOT NULL PRIMARY KEY, "Username" TEXT NOT NULL COLLATE NOCASE,
  "InternalId" INTEGER NOT NULL
);
CREATE TABLE "UserData" (
  "CustomDataKey" TEXT NOT NULL, "ItemId" TEXT NOT NULL, "UserId" TEXT NOT NULL,
  "AudioStreamIndex" INTEGER NULL, "IsFavorite" INTEGER NOT NULL DEFAULT 0,
  "LastPlayedDate" TEXT NULL, "Likes" INTEGER NULL, "PlayCount" INTEGER NOT NULL,
  "PlaybackPositionTicks" INTEGER NOT NULL DEFAULT 0, "Played" INTEGER NOT NULL,
  "Rating" REAL NULL, "RetentionDate" TEXT NULL, "SubtitleStreamIndex" INTEGER NULL,
  CONSTRAINT "PK_UserData" PRIMARY KEY ("ItemId", "UserId", "CustomDataKey"),
  CONSTRAINT "FK_UserData_BaseItems_ItemId" FOREIGN KEY ("ItemId") REFERENCES "BaseItems" ("Id")
);
CREATE INDEX "IX_UserData_ItemId_UserId_Played" ON "UserData" ("ItemId", "UserId", "Played");
CREATE INDEX "IX_BaseItems_PresentationUniqueKey" ON "BaseItems" ("PresentationUniqueKey");
INSERT INTO "BaseItems" ("Id", "Type", "Name") VALUES
  ('00000000-0000-0000-0000-000000000001', 'PLACEHOLDER', 'A placeholder');
"""
_MOVIE = "MediaBrowser.Controller.Entities.Movies.Movie"


def jellyfin(db: sqlite3.Connection, rng: random.Random) -> Truth:
    db.executescript(JELLYFIN)
    truth, number = Truth(), 0
    ids: dict[tuple[str, int | None], list[str]] = {}
    for title, year in _works(rng, 24):
        gone = rng.random() < 0.12
        for _ in range(2 if rng.random() < 0.2 else 1):
            number += 1
            item = f"AAAAAAAA-{number:04d}"
            ids.setdefault((title, year), []).append(item)
            db.execute(
                "INSERT INTO BaseItems (Id, Type, Name, ProductionYear, IsVirtualItem, "
                "PresentationUniqueKey) VALUES (?, ?, ?, ?, ?, ?)",
                (item, _MOVIE, title, year, int(gone), f"k-{title}-{year}"),
            )
        (truth.gone if gone else truth.offered).add((title, year))
    db.execute(
        "INSERT INTO BaseItems (Id, Type, Name) VALUES "
        "('P1', 'MediaBrowser.Controller.Entities.Person', 'An Actor')"
    )
    for user in ("ANN", "BOB"):
        db.execute("INSERT INTO Users VALUES (?, ?, ?)", (user, user.lower(), ord(user[0])))
        for work, items in ids.items():
            item, chance = rng.choice(items), rng.random()
            row: tuple[str | float | None, ...] | None = None
            if chance < 0.25:
                row = (_text(_moment(rng)) + ".1234567", 1 + int(rng.random() < 0.3), 1, None)
            elif chance < 0.33:
                row = (None, 0, 1, None)
            elif chance < 0.38:
                row = ("1970-01-01 00:00:00", 1, 1, None)
            elif chance < 0.42:
                row = (_text(_moment(rng)), 0, 1, None)
            if row is not None:
                truth.watch(user, work)
            elif chance < 0.48:
                row = (None, 0, 0, 2.0)
                truth.dislike(user, work)
            elif chance < 0.55:
                # Looked into, and neither counted nor marked.
                row = (_text(_moment(rng)), 0, 0, None)
            if row is not None:
                for key in ["tt1", "99"][: 1 + int(rng.random() < 0.3)]:
                    db.execute(
                        "INSERT INTO UserData (CustomDataKey, ItemId, UserId, LastPlayedDate, "
                        "PlayCount, Played, Rating) VALUES (?, ?, ?, ?, ?, ?, ?)",
                        (key, item, user, *row),
                    )
    db.execute(
        "INSERT INTO UserData (CustomDataKey, ItemId, UserId, PlayCount, Played) VALUES "
        "('old', '00000000-0000-0000-0000-000000000001', 'ANN', 1, 1)"
    )
    return truth


_C = ", ".join(f"c{n:02d} text" for n in range(24))
KODI = f"""
CREATE TABLE version (idVersion integer, iCompressCount integer);
INSERT INTO version VALUES (131, 0);
CREATE TABLE path (idPath integer PRIMARY KEY, strPath text, strContent text, strScraper text,
  strHash text, scanRecursive integer, useFolderNames bool, strSettings text, noUpdate bool,
  exclude bool, allAudio bool, dateAdded text, idParentPath integer);
CREATE TABLE files (idFile integer PRIMARY KEY, idPath integer, strFilename text,
  playCount integer, lastPlayed text, dateAdded text);
CREATE TABLE bookmark (idBookmark integer PRIMARY KEY, idFile integer, timeInSeconds double,
  totalTimeInSeconds double, thumbNailImage text, player text, playerState text, type integer);
CREATE TABLE movie (idMovie integer PRIMARY KEY, idFile integer, {_C}, idSet integer,
  userrating integer, premiered text);
CREATE TABLE tvshow (idShow integer PRIMARY KEY, {_C}, userrating integer, duration integer);
CREATE TABLE seasons (idSeason integer PRIMARY KEY, idShow integer, season integer, name text,
  userrating integer);
CREATE TABLE episode (idEpisode integer PRIMARY KEY, idFile integer, {_C}, idShow integer,
  userrating integer, idSeason integer);
CREATE TABLE uniqueid (uniqueid_id INTEGER PRIMARY KEY, media_id INTEGER, media_type TEXT,
  value TEXT, type TEXT);
CREATE TABLE videoversiontype (id INTEGER PRIMARY KEY, name TEXT, owner INTEGER, itemType INTEGER);
CREATE TABLE videoversion (idFile INTEGER PRIMARY KEY, idMedia INTEGER, media_type TEXT,
  itemType INTEGER, idType INTEGER);
CREATE UNIQUE INDEX ix_files ON files (idPath, strFilename);
CREATE INDEX ix_movie_file_1 ON movie (idFile, idMovie);
CREATE TRIGGER delete_movie AFTER DELETE ON movie FOR EACH ROW BEGIN
  DELETE FROM uniqueid WHERE media_id = old.idMovie AND media_type = 'movie';
  DELETE FROM videoversion WHERE idFile = old.idFile AND idMedia = old.idMovie; END;
CREATE VIEW movie_view AS SELECT movie.*, files.strFilename AS strFileName,
  files.playCount AS playCount, files.lastPlayed AS lastPlayed, bookmark.timeInSeconds AS resume
  FROM movie JOIN files ON files.idFile = movie.idFile
  LEFT JOIN bookmark ON bookmark.idFile = movie.idFile AND bookmark.type = 1;
"""


def kodi(db: sqlite3.Connection, rng: random.Random) -> Truth:
    db.executescript(KODI)
    truth, file, movie = Truth(), 0, 0
    has_versions = rng.random() < 0.5
    if not has_versions:
        db.executescript("DROP TRIGGER delete_movie; DROP TABLE videoversion")
    for title, year in _works(rng, 30):
        n = 2 if rng.random() < 0.25 else 1
        watched, disliked, played = rng.random() < 0.4, rng.random() < 0.1, rng.randrange(n)
        for copy in range(n):
            file += 1
            count, last = None, None
            if watched and copy == played:
                count = rng.choice((1, 1, 3))
                moment = datetime.fromtimestamp(_moment(rng))
                last = str(moment) if rng.random() < 0.8 else None
            elif rng.random() < 0.1:
                last = "2024-02-03 04:05:06"
            db.execute("INSERT INTO files VALUES (?, 1, ?, ?, ?, NULL)",
                       (file, f"{file}.mkv", count, last))  # fmt: skip
            if copy == 0 or not has_versions:
                movie += 1
                rating = 3 if disliked and not watched else rng.choice((None, 8))
                imdb = f"tt{sum(map(ord, title)) * 10000 + year}"
                db.execute(
                    "INSERT INTO movie (idMovie, idFile, c00, c14, c16, userrating, premiered) "
                    "VALUES (?, ?, ?, 'Drama', ?, ?, ?)",
                    (movie, file, title, title, rating, f"{year}-05-06"),
                )
                db.execute(
                    "INSERT INTO uniqueid (media_id, media_type, value, type) "
                    "VALUES (?, 'movie', ?, 'imdb')", (movie, imdb),
                )  # fmt: skip
            if has_versions:
                db.execute("INSERT INTO videoversion VALUES (?, ?, 'movie', 0, 40400)",
                           (file, movie))  # fmt: skip
        if has_versions and rng.random() < 0.2:
            # A bonus that was watched says nothing of the film.
            file += 1
            db.execute("INSERT INTO files VALUES (?, 1, ?, 1, '2024-03-03 10:00:00', NULL)",
                       (file, f"{file}.mkv"))  # fmt: skip
            db.execute("INSERT INTO videoversion VALUES (?, ?, 'movie', 1, 40800)", (file, movie))
        truth.offered.add((title, year))
        if watched:
            truth.watch("me", (title, year))
        elif disliked:
            truth.dislike("me", (title, year))
    return truth


def plex(db: sqlite3.Connection, rng: random.Random) -> Truth:
    db.create_collation("icu_root", lambda a, b: (a > b) - (a < b))
    db.executescript(PLEX)
    truth, number = Truth(), 0
    as_text = rng.random() < 0.5
    works = _works(rng, 30)
    there: list[tuple[str, int]] = []
    for title, year in works:
        guid = f"plex://movie/{title}-{year}"
        state = rng.random()
        if state < 0.1:
            # Deleted from the library; its views stay.
            continue
        is_missing = state < 0.2
        for _ in range(2 if rng.random() < 0.2 else 1):
            number += 1
            db.execute(
                "INSERT INTO metadata_items (id, metadata_type, guid, title, year) "
                "VALUES (?, 1, ?, ?, ?)", (number, guid, title, year),
            )  # fmt: skip
            for _ in range(rng.choice((1, 2))):
                db.execute("INSERT INTO media_items (metadata_item_id, deleted_at) VALUES (?, ?)",
                           (number, START if is_missing else None))  # fmt: skip
        (truth.gone if is_missing else truth.offered).add((title, year))
        there.append((title, year))
    for user in (1, 2):
        for title, year in works:
            guid = f"plex://movie/{title}-{year}"
            chance, moment = rng.random(), _moment(rng)
            at = _text(moment) if as_text else moment
            if chance < 0.3:
                for n in range(rng.choice((1, 1, 2))):
                    when = _text(moment + n * 86400) if as_text else moment + n * 86400
                    released = int(datetime(year, 3, 1, tzinfo=UTC).timestamp())
                    db.execute(
                        "INSERT INTO metadata_item_views (account_id, guid, metadata_type, title, "
                        "viewed_at, originally_available_at) VALUES (?, ?, 1, ?, ?, ?)",
                        (user, guid, title, when, _text(released) if as_text else released),
                    )
                if (title, year) in there:
                    db.execute(_SETTINGS, (user, guid, None, 1, at))
                    truth.watch(str(user), (title, year))
            elif chance < 0.4 and (title, year) in there:
                # Marked, with or without a time.
                db.execute(_SETTINGS, (user, guid, None, 1, at if chance < 0.35 else None))
                truth.watch(str(user), (title, year))
            elif chance < 0.45 and (title, year) in there:
                db.execute(_SETTINGS, (user, guid, 2.0, 0, None))
                truth.dislike(str(user), (title, year))
    return truth


_SETTINGS = (
    "INSERT INTO metadata_item_settings (account_id, guid, rating, view_count, last_viewed_at) "
    "VALUES (?, ?, ?, ?, ?)"
)
PLEX = """
CREATE TABLE accounts (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(255));
CREATE TABLE metadata_items (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  library_section_id INTEGER, parent_id INTEGER, metadata_type INTEGER, guid VARCHAR(255),
  media_item_count INTEGER, title VARCHAR(255), title_sort VARCHAR(255) COLLATE NOCASE,
  original_title VARCHAR(255), studio VARCHAR(255), rating FLOAT, summary TEXT, "index" INTEGER,
  duration INTEGER, tags_genre VARCHAR(255), originally_available_at DATETIME, year INTEGER,
  added_at DATETIME, deleted_at DATETIME, hash VARCHAR(255));
CREATE INDEX index_metadata_items_on_guid ON metadata_items (guid);
CREATE INDEX index_title_sort_icu ON metadata_items (title_sort COLLATE icu_root);
CREATE TABLE media_items (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  library_section_id INTEGER, metadata_item_id INTEGER, width INTEGER, size INTEGER,
  deleted_at DATETIME);
CREATE TABLE metadata_item_settings (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  account_id INTEGER, guid VARCHAR(255), rating FLOAT, view_offset INTEGER, view_count INTEGER,
  last_viewed_at DATETIME, created_at DATETIME, updated_at DATETIME, skip_count INTEGER DEFAULT 0,
  extra_data VARCHAR(255));
CREATE TABLE metadata_item_views (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  account_id INTEGER, guid VARCHAR(255), metadata_type INTEGER, library_section_id INTEGER,
  grandparent_title VARCHAR(255), parent_index INTEGER, parent_title VARCHAR(255),
  "index" INTEGER, title VARCHAR(255), thumb_url VARCHAR(255), viewed_at DATETIME,
  grandparent_guid VARCHAR(255), originally_available_at DATETIME, device_id INTEGER);
CREATE TABLE spellfix_tag_titles_vocab (id INTEGER PRIMARY KEY, rank INT, word TEXT);
CREATE VIRTUAL TABLE fts4_metadata_titles USING fts4(title, content='');
"""


NAVIDROME = """
CREATE TABLE user (id varchar(255) NOT NULL PRIMARY KEY, user_name varchar(255) NOT NULL UNIQUE,
  name varchar(255), is_admin bool DEFAULT FALSE NOT NULL, created_at datetime);
CREATE TABLE media_file (id varchar(255) NOT NULL PRIMARY KEY, path varchar(255) DEFAULT '',
  title varchar(255) NOT NULL DEFAULT '', album varchar(255) NOT NULL DEFAULT '',
  artist varchar(255) NOT NULL DEFAULT '', album_id varchar(255) NOT NULL DEFAULT '',
  year integer NOT NULL DEFAULT 0, duration real NOT NULL DEFAULT 0, genre varchar(255) DEFAULT '',
  sort_title varchar(255) COLLATE NATURALSORT, mbz_recording_id varchar(255) DEFAULT '',
  missing boolean NOT NULL DEFAULT FALSE, tags jsonb DEFAULT '{}', created_at datetime);
CREATE INDEX media_file_sort_title ON media_file (sort_title COLLATE NATURALSORT);
CREATE TABLE annotation (user_id varchar(255) NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  item_id varchar(255) NOT NULL DEFAULT '', item_type varchar(255) NOT NULL DEFAULT '',
  play_count integer DEFAULT 0, play_date datetime, rating integer DEFAULT 0, rated_at datetime,
  starred bool NOT NULL DEFAULT FALSE, starred_at datetime, UNIQUE (user_id, item_id, item_type));
CREATE INDEX annotation_play_count ON annotation (play_count);
"""
SCROBBLES = """
CREATE TABLE scrobbles (id integer PRIMARY KEY AUTOINCREMENT,
  media_file_id VARCHAR(255) NOT NULL REFERENCES media_file (id) ON DELETE CASCADE,
  user_id VARCHAR(255) NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  submission_time INTEGER NOT NULL);
CREATE INDEX scrobbles_date ON scrobbles (submission_time);
"""


def navidrome(db: sqlite3.Connection, rng: random.Random) -> Truth:
    db.create_collation("NATURALSORT", lambda a, b: (a > b) - (a < b))
    has_scrobbles = rng.random() < 0.7
    db.executescript(NAVIDROME + (SCROBBLES if has_scrobbles else ""))
    since = START + rng.randrange(600) * 86400
    truth, tracks = Truth(), []
    for n, (title, year) in enumerate(_works(rng, 30)):
        gone = rng.random() < 0.15
        # A band has one song of a title, whenever that was published.
        artist = f"Lanterns of {year}"
        tracks.append((f"m{n}", (f"{artist} - {title}", year)))
        db.execute(
            "INSERT INTO media_file (id, title, artist, album, year, missing) "
            "VALUES (?, ?, ?, 'Tides', ?, ?)", (f"m{n}", title, artist, year, gone),
        )  # fmt: skip
        (truth.gone if gone else truth.offered).add(tracks[-1][1])
    for user in ("u1", "u2"):
        db.execute("INSERT INTO user (id, user_name) VALUES (?, ?)", (user, user))
        for item, work in tracks:
            chance, plays = rng.random(), sorted(_moment(rng) for _ in range(rng.choice((1, 2, 5))))
            if chance < 0.4:
                last = _text(plays[-1]) + ".123456789+00:00"
                db.execute(
                    "INSERT INTO annotation (user_id, item_id, item_type, play_count, play_date) "
                    "VALUES (?, ?, 'media_file', ?, ?)",
                    (user, item, len(plays), last if chance < 0.36 else None),
                )
                for moment in plays if has_scrobbles else ():
                    if moment >= since:
                        db.execute(
                            "INSERT INTO scrobbles (media_file_id, user_id, submission_time) "
                            "VALUES (?, ?, ?)", (item, user, moment),
                        )  # fmt: skip
                truth.watch(user, work)
            elif chance < 0.46:
                db.execute(
                    "INSERT INTO annotation (user_id, item_id, item_type, rating) "
                    "VALUES (?, ?, 'media_file', 1)", (user, item),
                )  # fmt: skip
                truth.dislike(user, work)
            elif chance < 0.5:
                db.execute(
                    "INSERT INTO annotation (user_id, item_id, item_type, starred) "
                    "VALUES (?, ?, 'media_file', 1)", (user, item),
                )  # fmt: skip
    return truth


CALIBRE = """
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE,
  sort TEXT COLLATE NOCASE, link TEXT NOT NULL DEFAULT '', UNIQUE (name));
CREATE TABLE books (id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL DEFAULT 'Unknown' COLLATE NOCASE, sort TEXT COLLATE NOCASE,
  timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP, pubdate TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  series_index REAL NOT NULL DEFAULT 1.0, author_sort TEXT COLLATE NOCASE, isbn TEXT DEFAULT '',
  lccn TEXT DEFAULT '', path TEXT NOT NULL DEFAULT '', flags INTEGER NOT NULL DEFAULT 1, uuid TEXT,
  has_cover BOOL DEFAULT 0, last_modified TIMESTAMP NOT NULL DEFAULT '2000-01-01 00:00:00+00:00');
CREATE TABLE books_authors_link (id INTEGER PRIMARY KEY, book INTEGER NOT NULL,
  author INTEGER NOT NULL, UNIQUE (book, author));
CREATE TABLE books_ratings_link (id INTEGER PRIMARY KEY, book INTEGER NOT NULL,
  rating INTEGER NOT NULL, UNIQUE (book, rating));
CREATE TABLE books_tags_link (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, tag INTEGER NOT NULL,
  UNIQUE (book, tag));
CREATE TABLE custom_columns (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL,
  name TEXT NOT NULL, datatype TEXT NOT NULL, mark_for_delete BOOL DEFAULT 0 NOT NULL,
  editable BOOL DEFAULT 1 NOT NULL, display TEXT DEFAULT '{}' NOT NULL,
  is_multiple BOOL DEFAULT 0 NOT NULL, normalized BOOL NOT NULL, UNIQUE (label));
CREATE TABLE data (id INTEGER PRIMARY KEY, book INTEGER NON NULL,
  format TEXT NON NULL COLLATE NOCASE, uncompressed_size INTEGER NON NULL, name TEXT NON NULL,
  UNIQUE (book, format));
CREATE TABLE identifiers (id INTEGER PRIMARY KEY, book INTEGER NON NULL,
  type TEXT NON NULL DEFAULT 'isbn' COLLATE NOCASE, val TEXT NON NULL COLLATE NOCASE,
  UNIQUE (book, type));
CREATE TABLE ratings (id INTEGER PRIMARY KEY, rating INTEGER CHECK (rating > -1 AND rating < 11),
  UNIQUE (rating));
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, UNIQUE (name));
CREATE TABLE last_read_positions (id INTEGER PRIMARY KEY, book INTEGER NOT NULL,
  format TEXT NOT NULL COLLATE NOCASE, user TEXT NOT NULL, device TEXT NOT NULL,
  cfi TEXT NOT NULL, epoch REAL NOT NULL, pos_frac REAL NOT NULL DEFAULT 0,
  UNIQUE (user, device, book, format));
CREATE TABLE annotations (id INTEGER PRIMARY KEY, book INTEGER NOT NULL,
  format TEXT NOT NULL COLLATE NOCASE, user_type TEXT NOT NULL, user TEXT NOT NULL,
  timestamp REAL NOT NULL, annot_id TEXT NOT NULL, annot_type TEXT NOT NULL,
  annot_data TEXT NOT NULL, searchable_text TEXT NOT NULL DEFAULT '',
  UNIQUE (book, user_type, user, format, annot_type, annot_id));
CREATE VIEW meta AS SELECT id, title, (SELECT sortconcat(bal.id, name)
  FROM books_authors_link AS bal JOIN authors ON (author = authors.id) WHERE book = books.id)
  authors, (SELECT concat(name) FROM tags WHERE tags.id IN
  (SELECT tag FROM books_tags_link WHERE book = books.id)) tags FROM books;
CREATE VIEW tag_browser_filtered_tags AS SELECT id, name, (SELECT COUNT(books_tags_link.id)
  FROM books_tags_link WHERE tag = tags.id AND books_list_filter(book)) count FROM tags;
CREATE TRIGGER books_insert_trg AFTER INSERT ON books BEGIN
  UPDATE books SET sort = title_sort(NEW.title), uuid = uuid4() WHERE id = NEW.id; END;
CREATE TRIGGER books_update_trg AFTER UPDATE ON books BEGIN
  UPDATE books SET sort = title_sort(NEW.title) WHERE id = NEW.id AND OLD.title <> NEW.title; END;
INSERT INTO ratings (rating) VALUES (2), (8), (10);
"""


def calibre(db: sqlite3.Connection, rng: random.Random) -> Truth:
    for name, n in (("title_sort", 1), ("uuid4", 0)):
        db.create_function(name, n, lambda *args: str(args[0]) if args else "an id")
    db.executescript(CALIBRE)
    truth = Truth()
    mark = rng.choice((None, ("read", "Read?", "bool"), ("date_read", "Date read", "datetime")))
    if mark is not None:
        db.executescript(
            "CREATE TABLE custom_column_1 (id INTEGER PRIMARY KEY AUTOINCREMENT, "
            "value TEXT NOT NULL COLLATE NOCASE, UNIQUE (value));"
            "CREATE TABLE custom_column_2 (id INTEGER PRIMARY KEY AUTOINCREMENT, book INTEGER, "
            "value timestamp NOT NULL, UNIQUE (book));"
        )
        columns = [(1, "shelf", "Shelf", "text"), (2, *mark)]
        db.executemany(
            "INSERT INTO custom_columns (id, label, name, datatype, normalized) "
            "VALUES (?, ?, ?, ?, 1)", columns,
        )  # fmt: skip
    for book, (title, year) in enumerate(_works(rng, 30), 1):
        work = (title, year)
        # Who has written a book of this title in another year is somebody else.
        db.execute(
            "INSERT INTO books (id, title, author_sort, pubdate) VALUES (?, ?, ?, ?)",
            (book, title, f"Quill of {year}", f"{year}-01-02 00:00:00+00:00"),
        )
        if rng.random() < 0.9:
            db.execute(
                "INSERT INTO data (book, format, uncompressed_size, name) "
                "VALUES (?, 'EPUB', 1, 'x')", (book,),
            )  # fmt: skip
            truth.offered.add(work)
        else:
            truth.gone.add(work)
        chance = rng.random()
        if chance < 0.25:
            for device in ("phone", "desk")[: rng.choice((1, 2))]:
                db.execute(
                    "INSERT INTO last_read_positions (book, format, user, device, cfi, epoch, "
                    "pos_frac) VALUES (?, 'EPUB', 'ann', ?, '', ?, 0.5)",
                    (book, device, _moment(rng) + 0.25),
                )
            truth.watch("ann", work)
        elif chance < 0.33:
            db.execute(
                "INSERT INTO annotations (book, format, user_type, user, timestamp, annot_id, "
                "annot_type, annot_data) VALUES (?, 'EPUB', 'local', 'viewer', ?, 'last-read', "
                "'last-read', '{}')", (book, _moment(rng) + 0.5),
            )  # fmt: skip
            truth.watch("viewer", work)
        elif chance < 0.45 and mark is not None:
            value = 1 if mark[2] == "bool" else _text(_moment(rng)) + "+00:00"
            db.execute("INSERT INTO custom_column_2 (book, value) VALUES (?, ?)", (book, value))
            truth.watch("me", work)
        elif chance < 0.5 and mark is not None and mark[2] == "bool":
            db.execute("INSERT INTO custom_column_2 (book, value) VALUES (?, 0)", (book,))
        elif chance < 0.55:
            db.execute("INSERT INTO books_ratings_link (book, rating) VALUES (?, 1)", (book,))
            truth.dislike("ann", work)
    return truth


TAUTULLI = """
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER DEFAULT NULL UNIQUE,
  username TEXT NOT NULL, friendly_name TEXT, email TEXT, is_active INTEGER DEFAULT 1);
CREATE TABLE session_history (id INTEGER PRIMARY KEY AUTOINCREMENT, reference_id INTEGER,
  started INTEGER, stopped INTEGER, rating_key INTEGER, user_id INTEGER, user TEXT,
  ip_address TEXT, paused_counter INTEGER DEFAULT 0, player TEXT, product TEXT, platform TEXT,
  machine_id TEXT, parent_rating_key INTEGER, grandparent_rating_key INTEGER, media_type TEXT,
  section_id INTEGER, view_offset INTEGER DEFAULT 0);
CREATE TABLE session_history_media_info (id INTEGER PRIMARY KEY, rating_key INTEGER,
  video_decision TEXT, duration INTEGER DEFAULT 0, container TEXT);
CREATE TABLE session_history_metadata (id INTEGER PRIMARY KEY, rating_key INTEGER,
  parent_rating_key INTEGER, grandparent_rating_key INTEGER, title TEXT, parent_title TEXT,
  grandparent_title TEXT, original_title TEXT, full_title TEXT, media_index INTEGER,
  section_id INTEGER, media_type TEXT, year INTEGER, originally_available_at TEXT,
  added_at INTEGER, duration INTEGER DEFAULT 0, guid TEXT, directors TEXT, genres TEXT,
  labels TEXT, live INTEGER DEFAULT 0);
CREATE INDEX idx_session_history_user_id ON session_history (user_id);
CREATE INDEX idx_session_history_metadata_guid ON session_history_metadata (guid);
CREATE INDEX idx_session_history_metadata_rating_key ON session_history_metadata (rating_key);
"""


def tautulli(db: sqlite3.Connection, rng: random.Random) -> Truth:
    db.executescript(TAUTULLI)
    truth, session = Truth(), 0
    works = _works(rng, 30)
    keys = {work: n for n, work in enumerate(works, 100)}
    moved = rng.random() < 0.6
    # After a move the keys are dealt again.
    shuffled = list(keys.values())
    rng.shuffle(shuffled)
    later = dict(zip(works, shuffled, strict=True)) if moved else keys
    for user in (11, 12):
        for work in works:
            if rng.random() > 0.4:
                continue
            for moment in sorted(_moment(rng) for _ in range(rng.choice((1, 1, 2)))):
                of_work = keys if moment < START + 300 * 86400 else later
                first = session + 1
                for part in range(rng.choice((1, 1, 2))):
                    session += 1
                    started = moment + part * 7200
                    db.execute(
                        "INSERT INTO session_history (id, reference_id, started, stopped, "
                        "rating_key, user_id, media_type) VALUES (?, ?, ?, ?, ?, ?, 'movie')",
                        (session, first, started, started + 3600, of_work[work], user),
                    )
                    guid = f"plex://movie/{work[0]}-{work[1]}"
                    db.execute(
                        "INSERT INTO session_history_metadata (id, rating_key, title, full_title, "
                        "media_type, year, guid, genres) VALUES (?, ?, ?, ?, 'movie', ?, ?, '')",
                        (session, of_work[work], work[0], work[0], work[1], guid),
                    )
            truth.watch(str(user), work)
            truth.offered.add(work)
    return truth


LIBRARIES: dict[str, Build] = {
    "calibre": calibre,
    "jellyfin": jellyfin,
    "kodi": kodi,
    "navidrome": navidrome,
    "plex": plex,
    "tautulli": tautulli,
}
