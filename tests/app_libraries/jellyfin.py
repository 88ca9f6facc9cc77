"""Generated libraries of Jellyfin."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.truth import Truth, random_moment, random_works, utc_text

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
    for title, year in random_works(rng, 24):
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
            place = 0
            if chance < 0.25:
                row = (
                    utc_text(random_moment(rng)) + ".1234567",
                    1 + int(rng.random() < 0.3),
                    1,
                    None,
                )
            elif chance < 0.33:
                row = (None, 0, 1, None)
            elif chance < 0.38:
                row = ("1970-01-01 00:00:00", 1, 1, None)
            elif chance < 0.40:
                row = (utc_text(random_moment(rng)), 0, 1, None)
            elif chance < 0.42:
                # Watched, and begun once more.
                row = (utc_text(random_moment(rng)), 2, 0, None)
                place = 9 * 10**9
            if row is not None:
                truth.watch(user, work)
            elif chance < 0.48:
                row = (None, 0, 0, 2.0)
                truth.dislike(user, work)
            elif chance < 0.55:
                # Begun, which counts, and left.
                row = (utc_text(random_moment(rng)), rng.choice((1, 1, 2)), 0, None)
                truth.dislike(user, work)
            if row is not None:
                for key in ["tt1", "99"][: 1 + int(rng.random() < 0.3)]:
                    db.execute(
                        "INSERT INTO UserData (CustomDataKey, ItemId, UserId, LastPlayedDate, "
                        "PlayCount, Played, Rating, PlaybackPositionTicks) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        (key, item, user, *row, place),
                    )
    db.execute(
        "INSERT INTO UserData (CustomDataKey, ItemId, UserId, PlayCount, Played) VALUES "
        "('old', '00000000-0000-0000-0000-000000000001', 'ANN', 1, 1)"
    )
    return truth
