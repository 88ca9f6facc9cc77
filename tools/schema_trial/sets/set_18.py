"""Twenty more that were not tried before: two that keep manga, eighteen small programs.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Filler,
    day,
    headline,
    iso,
    millis,
    one,
    past,
    seconds,
    uid,
    url,
)

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _kotync(f: Filler) -> None:
    f.add("manga", N, id=lambda i: 10**15 + i * 7919, title=WORDS, url=url, public_url=url,
          rating=0.8, cover_url=url, state=["ONGOING", "FINISHED"], author=ARTISTS, source="DEX")
    f.add("tags", 2, id=[1, 2], title=["Drama", "Comedy"], key=["drama", "comedy"], source="DEX")
    f.add("manga_tags", N, manga_id=lambda i: 10**15 + i * 7919, tag_id=[1, 2])
    f.add("users", 3, id=one, email=lambda i: f"u{i}@x.example", password="x", nickname=PEOPLE,
          history_sync_timestamp=millis)
    f.add("categories", 3, id=one, created_at=millis, sort_key=one, title="Reading", order="NEWEST",
          user_id=one, track=1, show_in_lib=1, deleted_at=0)
    f.add("favourites", 9, manga_id=lambda i: 10**15 + i * 7919, category_id=1, sort_key=0,
          created_at=millis, deleted_at=0, user_id=lambda i: i % 3 + 1)
    f.add("history", 30, manga_id=lambda i: 10**15 + i * 5 % N * 7919, created_at=millis,
          updated_at=lambda i: millis(i + 2), chapter_id=lambda i: 10**16 + i * 31, page=f.pick(1,
          20), scroll=0.0, percent=0.5, chapters=40, deleted_at=lambda i: millis(i + 3) if i % 6 ==
          5 else 0, user_id=lambda i: i // 10 + 1)


def _tui(f: Filler) -> None:
    f.add("app_version", 1, version="0.8.0")
    f.add("history_types", 2, id=one, name=["ReadingHistory", "PlanToRead"])
    f.add("mangas", N, id=uid(1), title=WORDS, created_at=iso, updated_at=iso, last_read=lambda i:
          iso(i * 7 % N + 30), img_url=url)
    f.add("chapters", 60, id=uid(2), title=lambda i: f"Chapter {i // N + 1}", manga_id=lambda i:
          uid(1)(i % N), is_read=lambda i: int(i % 3 > 0), is_downloaded=0)
    f.add("manga_history_union", N, manga_id=uid(1), type_id=lambda i: 1 if i % 4 else 2)


def _blend(f: Filler) -> None:
    f.add("feeds", 3, uuid=uid(1), url=url, title=ARTISTS, published_at=iso, updated_at=iso)
    f.add("entries", 60, uuid=uid(2), feed_uuid=lambda i: uid(1)(i % 3), id=url, url=url, title=
          headline, content_html="<p>", published_at=iso, updated_at=iso, read_at=lambda i:
          iso(i + 4) if i % 3 else None, saved_at=lambda i: iso(i + 5) if i % 9 == 0 else None,
          scraped_at=iso)


def _subete(f: Filler) -> None:
    f.add("library", 6, id=uid(1), title=WORDS, img=url, extension="MangaDex", authors="[]",
          artists="[]", description="About")
    f.add("chapters", 60, id=uid(2), manga_id=lambda i: uid(1)(i % 6), number=lambda i:
          i // 6 + 1.0, title=headline, page=1, completed=lambda i: int(i < 24))


def _backlog(f: Filler) -> None:
    f.add("Playthrough", N, id=one, title=WORDS, platform=["PC", "Switch"], status=["Finished",
          "Playing", "Backlog"], startedOn=lambda i: day(i * 5) if i % 3 < 2 else None,
          finishedOn=lambda i: day(i * 5 + 9) if i % 3 == 0 else None, createdAt=iso, updatedAt=iso)


def _flooo(f: Filler) -> None:
    f.add("schema_migrations", 1, version="20241204151356")
    f.add("scrobble", 60, id=one, uri=lambda i: f"at://did:plc:u{i % 3}/app.scrobble/{i}",
          author_did=lambda i: f"did:plc:u{i % 3}", album_cover_cid="x", album_name="Album",
          artist_name=lambda i: ARTISTS[i * 5 % N % 4], track_name=lambda i: WORDS[i * 5 % N],
          created_at=seconds, indexed_at=lambda i: seconds(i) + 2)


def _sync(f: Filler) -> None:
    f.add("schema_version", 1, version=1)
    f.add("scrobble", 60, uts=seconds, artist_name=lambda i: ARTISTS[i * 5 % N % 4], track_name=
          lambda i: WORDS[i * 5 % N], album_name="Album", loved=lambda i: int(i % 7 == 0),
          fetched_at=1763000000)


def _workouts(f: Filler) -> None:
    f.add("exercise", N, id=one, name=WORDS, type=["strength", "cardio"])
    f.add("set_entry", 60, id=one, exercise_id=lambda i: i * 5 % N + 1, reps=f.pick(5, 12), weight=
          f.pick(20, 90), created_at=iso)


def _log(f: Filler) -> None:
    f.add("Exercises", N, exercise=WORDS, mod_ts=iso, deleted=0)
    f.add("Sets", 60, name="Ana", exercise=lambda i: WORDS[i * 5 % N], set_num=[1, 2, 3], reps_done=
          f.pick(5, 12), weight=f.pick(20, 90), date_done=day, mod_ts=iso, deleted=lambda i:
          int(i % 10 == 9))


def _tracker(f: Filler) -> None:
    f.add("workouts", 48, id=one, user_id=lambda i: i % 3 + 1, name=lambda i: WORDS[i * 5 % 12],
          sets="3", reps="10", workout_date=day, weight=40.0)


def _octopod(f: Filler) -> None:
    f.add("subscription", 3, id=one, url=url, label=ARTISTS, created_at=iso)
    f.add("podcast", 40, id=one, subscription_id=lambda i: i % 3 + 1, url=lambda i: url(i) + ".mp3",
          filename=lambda i: f"{i}.mp3", title=headline, content_text="About", downloaded=lambda i:
          int(i % 3 > 0), downloaded_at=lambda i: iso(i + 1) if i % 3 else None, created_at=iso)


def _movies(f: Filler) -> None:
    f.add("Movie", N, id=uid(1), title=WORDS, genre=["Drama", "Comedy"], rating=["5", "3", ""],
          watched=lambda i: int(i % 3 < 2))


def _lunch(f: Filler) -> None:
    f.add("recipes", N, id=one, name=WORDS, created_at=past, updated_at=past)
    f.add("recent_meals", 40, id=one, name=lambda i: WORDS[i * 5 % N], created_at=iso)
    f.add("homies", 3, id=one, name=PEOPLE)


def _jejak(f: Filler) -> None:
    f.add("books", N, id=one, title=WORDS, author=ARTISTS, status=["not started", "reading",
          "completed"], rating=lambda i: i % 5 + 1 if i % 3 == 2 else None)
    f.add("users", 1, id=1, name="Ana")


def _getter(f: Filler) -> None:
    f.add("Manga", 8, ID=lambda i: 5000 + i, Title=WORDS, TimeStampUnixEpoch=lambda i:
          seconds(i * 7 % 8 + 60), LatestAvailableChapter=90)
    f.add("Chapter", 60, ID=lambda i: 90000 + i, MangaID=lambda i: 5000 + i % 8, Url=url, Name=
          lambda i: f"Chapter {i // 8 + 1}", Number=lambda i: i // 8 + 1, TimeStampUnixEpoch=
          seconds)


def _yomu(f: Filler) -> None:
    f.add("read", 40, id=one, manga=lambda i: WORDS[i % 8], chapter=lambda i: f"{i // 8 + 1}")


def _next(f: Filler) -> None:
    f.add("Game", N, id=one, title=WORDS, platform=["PC", "PS5"], genre=["RPG", "Puzzle"],
          startedAt=lambda i: iso(i * 9), finishedAt=lambda i: iso(i * 9 + 20))


def _rss(f: Filler) -> None:
    f.add("subscriptions", 3, id=one, type="rss", url=url, title=ARTISTS)
    f.add("articles", 48, id=one, subscription_id=lambda i: i % 3 + 1, new=lambda i:
          int(i % 4 == 0), url=url, title=headline, created=iso, readlater=lambda i:
          int(i % 8 == 0), created_readlater=lambda i: iso(i + 1) if i % 8 == 0 else None)


def _bit(f: Filler) -> None:
    f.add("items", N, id=one, name=WORDS, desc="About", price=9.0, stock_count=4)
    f.add("customers", 6, id=one, name=PEOPLE, address="x")
    f.add("orders", 30, id=one, customer_id=lambda i: i % 6 + 1, order_date=seconds)
    f.add("order_items", 60, id=one, order_id=lambda i: i // 2 + 1, item_id=lambda i: i * 5 % N + 1,
          quantity=[1, 2], unit_price=9.0)


def _capstone(f: Filler) -> None:
    f.add("ecommerce_customers", 6, customer_id=one, full_name=PEOPLE, email=lambda i:
          f"u{i}@x.example", city="Reno", created_at=past)
    f.add("products", N, product_id=one, name=WORDS, price=9.0, stock=4)
    f.add("orders", 40, order_id=one, customer_id=lambda i: i % 6 + 1, product_id=lambda i:
          i * 5 % N + 1, quantity=[1, 2], order_date=day)


def _plays(table: str, item: str, time: str, user: str = "'me'", where: str = "1") -> str:
    return f"SELECT {user} AS user, {item} AS item, {time} AS time FROM {table} WHERE {where}"


def _titles(table: str, item: str = "id", title: str = "title") -> str:
    return f"SELECT {item} AS item, {title} AS title FROM {table}"


def _named(table: str, item: str, title: str) -> str:
    return f"SELECT DISTINCT {item} AS item, {title} AS title FROM {table}"


_HEARD = "coalesce(artist_name || ' - ', '') || track_name"
_READING = "mangas JOIN manga_history_union ON manga_id = id"

CASES: dict[str, tuple[Fill, Right]] = {
    # What was deleted is gone, and a favourite is none.
    "kotync": (_kotync, [(_plays("history", "manga_id", time, "user_id", "deleted_at = 0"),
        _titles("manga")) for time in ("updated_at", "created_at")]),
    # What is only planned has a time all the same.
    "manga-tui": (_tui, [(_plays(_READING, "id", "last_read", where="type_id = 1"),
        _titles("mangas")), (_plays("chapters", "id", "0", where="is_read"), "SELECT c.id AS item, "
        "m.title FROM chapters c JOIN mangas m ON m.id = c.manga_id"), (_plays("chapters",
        "manga_id", "0", where="is_read"), _titles("mangas"))]),
    "blend": (_blend, [(_plays("entries", "uuid", "read_at", where="read_at IS NOT NULL"),
        _titles("entries", "uuid"))]),
    "Subete": (_subete, [(_plays("chapters", "id", "0", where="completed"), _titles("chapters")),
        (_plays("chapters", "manga_id", "0", where="completed"), _titles("library"))]),
    "backlog": (_backlog, [(_plays("Playthrough", "id", time, where=f"{time} IS NOT NULL"),
        _titles("Playthrough")) for time in ("startedOn", "finishedOn")]),
    "flooo": (_flooo, [(_plays("scrobble", item, time, "author_did"), _named("scrobble", item,
        "track_name")) for item in ("track_name", _HEARD) for time in ("created_at",
        "indexed_at")]),
    "lastfm-listenbrainz-sync": (_sync, [(_plays("scrobble", item, "uts"), _named("scrobble", item,
        "track_name")) for item in ("track_name", _HEARD)]),
    "workouts": (_workouts, [(_plays("set_entry", "exercise_id", "created_at"), _titles("exercise",
        title="name"))]),
    # The name is that of whoever trained.
    "workoutlog": (_log, [(_plays("Sets", "exercise", "date_done", user, "deleted = 0"),
        _titles("Exercises", "exercise", "exercise")) for user in ("name", "'me'")]),
    "workout-tracker": (_tracker, [(_plays("workouts", "name", "workout_date", "user_id"),
        _named("workouts", "name", "name"))]),
    # Nothing says what was heard: what was downloaded was perhaps not.
    "octopod": (_octopod, []),
    "nextjs-prisma-movie-list": (_movies, [(_plays("Movie", "id", "0", where="watched"),
        _titles("Movie"))]),
    "lunch_picker": (_lunch, [(_plays("recent_meals", "name", "created_at"), _named("recent_meals",
        "name", "name")), (_plays("recent_meals m JOIN recipes r ON r.name = m.name", "r.id",
        "m.created_at"), _titles("recipes", title="name"))]),
    "jejak-buku": (_jejak, [(_plays("books", "id", "0", where="status <> 'not started'"),
        _titles("books"))]),
    "mangaGetter": (_getter, [(_plays("Chapter", "ID", "TimeStampUnixEpoch"), "SELECT c.ID AS "
        "item, m.Title AS title FROM Chapter c JOIN Manga m ON m.ID = c.MangaID"),
        (_plays("Chapter", "MangaID", "TimeStampUnixEpoch"), _titles("Manga", "ID", "Title")),
        (_plays("Manga", "ID", "TimeStampUnixEpoch"), _titles("Manga", "ID", "Title"))]),
    "yomu": (_yomu, [(_plays("read", "manga", "0"), _named("read", "manga", "manga")), (_plays(
        "read", "id", "0"), _titles("read", "id", "manga"))]),
    "next-game": (_next, [(_plays("Game", "id", time), _titles("Game")) for time in ("finishedAt",
        "startedAt")]),
    # What is not new was shown.
    "rss-reader-backend": (_rss, [(_plays("articles", "id", "0", where="new = 0"),
        _titles("articles"))]),
    "Predavanja": (_bit, [(_plays("order_items i JOIN orders o ON o.id = i.order_id", "item_id",
        "order_date", "customer_id"), _titles("items", title="name"))]),
    "NewCapstoneProj": (_capstone, [(_plays("orders", "product_id", "order_date", "customer_id"),
        _titles("products", "product_id", "name"))]),
}
