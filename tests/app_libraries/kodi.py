"""Generated libraries of Kodi."""

from __future__ import annotations

import random
import sqlite3
from datetime import datetime

from app_libraries.truth import Truth, random_moment, random_works

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
    for title, year in random_works(rng, 30):
        n = 2 if rng.random() < 0.25 else 1
        watched, disliked, played = rng.random() < 0.4, rng.random() < 0.1, rng.randrange(n)
        for copy in range(n):
            file += 1
            count, last = None, None
            if watched and copy == played:
                count = rng.choice((1, 1, 3))
                moment = datetime.fromtimestamp(random_moment(rng))
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
