"""Writes a small Jellyfin database, as of 10.11, to try the first-evening bundle on.

    python tools/jellyfin_fixture.py OUT.db

One viewer, ``living-room``, has watched ten science-fiction and crime films on as many evenings;
thirty others of all kinds are in the library, some of them too new or too little known for the
bundle's catalogue. Titles and years are facts; the viewing is made up.
"""

from __future__ import annotations

import argparse
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

VIEWER = "living-room"
WATCHED = (
    ("Alien", 1979, "Horror|Science Fiction"),
    ("Blade Runner", 1982, "Science Fiction|Thriller"),
    ("The Terminator", 1984, "Action|Science Fiction"),
    ("Total Recall", 1990, "Action|Science Fiction"),
    ("Heat", 1995, "Crime|Thriller"),
    ("12 Monkeys", 1995, "Science Fiction|Thriller"),
    ("The Matrix", 1999, "Action|Science Fiction"),
    ("Minority Report", 2002, "Action|Science Fiction"),
    ("Inception", 2010, "Action|Science Fiction"),
    ("Arrival", 2016, "Drama|Science Fiction"),
)
OTHERS = (
    ("Aliens", 1986, "Action|Science Fiction"),
    ("Terminator 2: Judgment Day", 1991, "Action|Science Fiction"),
    ("The Matrix Reloaded", 2003, "Action|Science Fiction"),
    ("Blade Runner 2049", 2017, "Drama|Science Fiction"),
    ("Interstellar", 2014, "Drama|Science Fiction"),
    ("Ex Machina", 2014, "Drama|Science Fiction"),
    ("Gravity", 2013, "Science Fiction|Thriller"),
    ("The Fifth Element", 1997, "Action|Science Fiction"),
    ("Dune: Part Two", 2024, "Science Fiction"),
    ("The Creator", 2023, "Science Fiction"),
    ("Collateral", 2004, "Crime|Thriller"),
    ("The Usual Suspects", 1995, "Crime|Mystery"),
    ("Se7en", 1995, "Crime|Thriller"),
    ("Goodfellas", 1990, "Crime|Drama"),
    ("No Country for Old Men", 2007, "Crime|Thriller"),
    ("Casablanca", 1942, "Drama|Romance"),
    ("Singin' in the Rain", 1952, "Comedy|Musical"),
    ("Notting Hill", 1999, "Comedy|Romance"),
    ("Bridget Jones's Diary", 2001, "Comedy|Romance"),
    ("The Notebook", 2004, "Drama|Romance"),
    ("Toy Story", 1995, "Animation|Family"),
    ("Finding Nemo", 2003, "Animation|Family"),
    ("Shrek", 2001, "Animation|Family"),
    ("Frozen", 2013, "Animation|Musical"),
    ("Saving Private Ryan", 1998, "Drama|War"),
    ("Dunkirk", 2017, "War"),
    ("Unforgiven", 1992, "Western"),
    ("Rio Bravo", 1959, "Western"),
    ("The Conjuring", 2013, "Horror"),
    ("Das Boot", 1981, "Drama|War"),
)
SCHEMA = """
CREATE TABLE Users (
  Id TEXT NOT NULL PRIMARY KEY, Username TEXT NOT NULL, InternalId INTEGER NOT NULL
);
CREATE TABLE BaseItems (
  Id TEXT NOT NULL PRIMARY KEY, Type TEXT NOT NULL, Name TEXT, SeriesName TEXT, ParentId TEXT,
  IsFolder INTEGER NOT NULL, Genres TEXT, ProductionYear INTEGER, RunTimeTicks INTEGER
);
CREATE TABLE UserData (
  ItemId TEXT NOT NULL, UserId TEXT NOT NULL, CustomDataKey TEXT NOT NULL,
  LastPlayedDate TEXT, PlayCount INTEGER NOT NULL, Played INTEGER NOT NULL,
  IsFavorite INTEGER NOT NULL DEFAULT 0, PlaybackPositionTicks INTEGER NOT NULL DEFAULT 0,
  Rating REAL, RetentionDate TEXT,
  PRIMARY KEY (ItemId, UserId, CustomDataKey)
);
"""


def write_fixture(path: Path) -> str:
    """Write the database and return the viewer's id, which `recommend` takes.

    Raises FileExistsError for a file that is there and was not written here.
    """
    viewer = _id(VIEWER)
    if path.exists():
        if _users(path) != [viewer]:
            raise FileExistsError(f"{path} exists and is none of ours; name a new file")
        path.unlink()
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.executescript(SCHEMA)
            connection.execute("INSERT INTO Users VALUES (?, ?, 1)", (viewer, VIEWER))
            for title, year, genres in (*WATCHED, *OTHERS):
                connection.execute(
                    "INSERT INTO BaseItems (Id, Type, Name, IsFolder, Genres, ProductionYear) "
                    "VALUES (?, 'MediaBrowser.Controller.Entities.Movies.Movie', ?, 0, ?, ?)",
                    (_id(title), title, genres, year),
                )
            for evening, (title, _, _) in enumerate(WATCHED, 1):
                connection.execute(
                    "INSERT INTO UserData (ItemId, UserId, CustomDataKey, LastPlayedDate, "
                    "PlayCount, Played) VALUES (?, ?, ?, ?, 1, 1)",
                    (_id(title), viewer, title, f"2025-01-{evening:02d} 20:15:00"),
                )
    finally:
        connection.close()
    return viewer


def _users(path: Path) -> list[str]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            return [row[0] for row in file.execute("SELECT Id FROM Users LIMIT 2")]
    except sqlite3.Error:
        return []


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.films.example")).upper()


def main() -> None:
    """Write a database where the command line says, and print its viewer's id."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, metavar="OUT.db")
    out = parser.parse_args().out
    try:
        print(write_fixture(out))
    except (OSError, sqlite3.Error) as error:
        parser.error(f"cannot write {out}: {error}")


if __name__ == "__main__":
    main()
