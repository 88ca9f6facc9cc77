"""Twelve further applications, for a second measurement on rules made after the first.

Written down as in :mod:`sets.set_01`, before ``init`` was run on them.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, day, iso, millis, past, seconds, uid

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _kotatsu(f: Filler) -> None:
    f.add("manga", N, manga_id=lambda i: i * 7919 + 5_000_000, title=WORDS, source="X", rating=0.7,
          author=PEOPLE, url=lambda i: f"/m/{i}", state="ONGOING")
    f.add("tags", 3, tag_id=[1, 2, 3], title=["Drama", "Comedy", "Action"])
    f.add("manga_tags", N, manga_id=lambda i: i * 7919 + 5_000_000, tag_id=[1, 2, 3])
    f.add("history", 14, manga_id=lambda i: i * 7919 + 5_000_000, created_at=millis,
          updated_at=lambda i: millis(i + 50), chapter_id=lambda i: i * 31, percent=0.4,
          deleted_at=lambda i: millis(90) if i in (3, 8) else 0)
    f.add("favourite_categories", 1, category_id=1, title="Liked", created_at=millis)
    f.add("favourites", 5, manga_id=lambda i: (N - 1 - i) * 7919 + 5_000_000, category_id=1,
          created_at=millis)


def _yarr(f: Filler) -> None:
    f.add("folders", 1, id=1, title="News")
    f.add("feeds", 3, id=[1, 2, 3], folder_id=1, title=ARTISTS, feed_link="https://f.example")
    f.add("items", 30, id=lambda i: i + 1, guid=lambda i: f"g{i}", feed_id=[1, 2, 3], title=WORDS,
          link=lambda i: f"https://a.example/{i}", date=iso, date_arrived=iso,
          status=[0, 1, 1, 0, 2])


def _aniyomi(f: Filler) -> None:
    f.add("animes", 6, _id=lambda i: i + 1, title=WORDS, url=lambda i: f"/a/{i}", date_added=millis,
          last_update=millis, favorite=1)
    f.add("episodes", 36, _id=lambda i: i + 1, anime_id=lambda i: i // 6 + 1,
          name=lambda i: f"Episode {i % 6 + 1}", url=lambda i: f"/e/{i}",
          seen=lambda i: int(i % 6 < 3),
          date_fetch=millis, date_upload=millis, last_modified_at=seconds)
    f.add("animehistory", 18, _id=lambda i: i + 1, episode_id=lambda i: i // 3 * 6 + i % 3 + 1,
          last_seen=lambda i: millis(i + 40))


def _lms(f: Filler) -> None:
    f.add("user", 2, id=[1, 2], login_name=PEOPLE)
    f.add("release", 4, id=[1, 2, 3, 4], name=lambda i: f"Album {i}", artist_display_name=ARTISTS)
    f.add("artist", 4, id=[1, 2, 3, 4], name=ARTISTS)
    f.add("track", N, id=lambda i: i + 1, name=WORDS, release_id=[1, 2, 3, 4], date=past,
          artist_display_name=ARTISTS, absolute_file_path=lambda i: f"/m/{i}.flac", file_added=iso)
    f.add("listen", 40, date_time=iso, track_id=lambda i: i * 5 % N + 1,
          user_id=lambda i: i % 2 + 1)
    f.add("starred_track", 4, date_time=iso, track_id=lambda i: i + 1, user_id=1)


def _linkding(f: Filler) -> None:
    f.add("auth_user", 2, id=[1, 2], username=PEOPLE, date_joined=iso)
    f.add("bookmarks_bookmark", 20, id=lambda i: i + 1, url=lambda i: f"https://x.example/{i}",
          title=WORDS, date_added=iso, date_modified=iso, owner_id=[1, 2], unread=lambda i: i % 2)
    f.add("bookmarks_tag", 3, id=[1, 2, 3], name=["a", "b", "c"], date_added=iso, owner_id=1)
    f.add("bookmarks_bookmark_tags", 20, bookmark_id=lambda i: i + 1, tag_id=[1, 2, 3])


def _classicmodels(f: Filler) -> None:
    f.add("productlines", 2, productLine=["Planes", "Ships"], textDescription="d")
    f.add("products", N, productCode=lambda i: f"S10_{i + 1000}", productName=WORDS,
          productLine=["Planes", "Ships"], productVendor=ARTISTS, quantityInStock=f.pick(10, 900))
    f.add("employees", 2, employeeNumber=[1002, 1056], lastName="Roe", firstName=PEOPLE)
    f.add("customers", 5, customerNumber=lambda i: 103 + i, customerName=ARTISTS,
          contactFirstName=PEOPLE, salesRepEmployeeNumber=1002)
    f.add("orders", 20, orderNumber=lambda i: 10100 + i, orderDate=day,
          requiredDate=lambda i: day(i + 9), shippedDate=lambda i: day(i + 3),
          status=["Shipped", "Shipped", "Cancelled", "Resolved"],
          customerNumber=lambda i: 103 + i % 5)
    f.add("orderdetails", 40, orderNumber=lambda i: 10100 + i // 2,
          productCode=lambda i: f"S10_{i * 7 % N + 1000}", quantityOrdered=f.pick(10, 60),
          priceEach=12.5)
    f.add("payments", 9, customerNumber=lambda i: 103 + i % 5, checkNumber=lambda i: f"C{i}",
          paymentDate=day, amount=99.5)


def _pubs(f: Filler) -> None:
    f.add("publishers", 2, pub_id=["0736", "0877"], pub_name=ARTISTS)
    f.add("authors", 4, au_id=lambda i: f"172-32-{1176 + i}", au_lname=PEOPLE, au_fname=PEOPLE)
    f.add("titles", N, title_id=lambda i: f"BU{1032 + i}", title=WORDS, type="business",
          pub_id=["0736", "0877"], price=19.99, ytd_sales=f.pick(100, 5000), pubdate=past)
    f.add("titleauthor", N, au_id=lambda i: f"172-32-{1176 + i % 4}",
          title_id=lambda i: f"BU{1032 + i}")
    f.add("stores", 3, stor_id=["6380", "7066", "7067"], stor_name=ARTISTS)
    f.add("sales", 30, stor_id=["6380", "7066", "7067"], ord_num=lambda i: f"P{i}", ord_date=iso,
          qty=f.pick(3, 50), payterms="Net 30", title_id=lambda i: f"BU{1032 + i * 5 % N}")
    f.add("employee", 3, emp_id=lambda i: f"PMA{i}", fname=PEOPLE, lname="Roe", hire_date=past)


def _showly(f: Filler) -> None:
    f.add("movies", N, id_trakt=lambda i: i * 37 + 900, title=WORDS, id_tmdb=lambda i: i + 50,
          year=2001, released=past, rating=7.5, votes=900, created_at=millis, updated_at=millis)
    f.add("movies_my_movies", 12, id_trakt=lambda i: i * 37 + 900, created_at=millis,
          updated_at=millis)
    f.add("movies_see_later", 6, id_trakt=lambda i: (i + 14) * 37 + 900, created_at=millis,
          updated_at=millis)
    f.add("shows", 3, id_trakt=[7, 8, 9], title=ARTISTS, created_at=millis, updated_at=millis)
    f.add("seasons", 3, id_trakt=[70, 80, 90], id_show_trakt=[7, 8, 9], season_title="Season 1")
    f.add("episodes", 18, id_trakt=lambda i: 700 + i, id_season=[70, 80, 90], id_show_trakt=[7, 8,
          9],
          episode_title=lambda i: f"Part {i}", is_watched=lambda i: int(i < 4),
          last_watched_at=lambda i: millis(i) if i < 4 else None)


def _voice(f: Filler) -> None:
    f.add("content2", 12, id=lambda i: f"content://books/{i}", name=WORDS, author=PEOPLE,
          isActive=1,
          lastPlayedAt=lambda i: iso(i).replace(" ",
          "T") + "Z" if i < 7 else "1970-01-01T00:00:00Z",
          addedAt=lambda i: iso(i).replace(" ", "T") + "Z", currentChapter="c", chapters="[]")
    f.add("chapters2", 24, id=lambda i: f"content://c/{i}", name=lambda i: f"Chapter {i}",
          fileLastModified=iso)


def _series_guide(f: Filler) -> None:
    f.add("sg_show", 3, _id=[1, 2, 3], series_title=ARTISTS, series_lastupdate=millis,
          series_lastwatched_ms=millis, series_rating_tmdb=8.1)
    f.add("sg_season", 3, _id=[1, 2, 3], series_id=[1, 2, 3], season_name="Season 1")
    f.add("sg_episode", 30, _id=lambda i: i + 1, season_id=[1, 2, 3], series_id=[1, 2, 3],
          episode_title=lambda i: f"The {WORDS[i % N]}", episode_number=lambda i: i // 3,
          episode_watched=lambda i: int(i < 9), episode_plays=lambda i: int(i < 9),
          episode_firstairedms=millis, episode_lastupdate=seconds)
    f.add("movies", N, _id=lambda i: i + 1, movies_tmdbid=lambda i: 700 + i, movies_title=WORDS,
          movies_watched=lambda i: int(i < 8), movies_plays=lambda i: int(i < 8),
          movies_inwatchlist=lambda i: int(10 < i < 14),
          movies_released=lambda i: 946_684_800_000 + i,
          movies_last_updated=millis)


def _bgg(f: Filler) -> None:
    f.add("games", N, game_id=lambda i: i * 13 + 100, game_name=WORDS, game_sort_name=WORDS,
          year_published=2010, updated=millis, num_of_plays=lambda i: i % 3, average=7.2)
    f.add("collection", N, game_id=lambda i: i * 13 + 100, collection_id=lambda i: i + 9000,
          collection_name=WORDS, own=1, updated=millis)
    f.add("plays", 30, play_id=lambda i: i + 500, date=day, quantity=1, length=60,
          item_name=lambda i: WORDS[i * 5 % N], object_id=lambda i: i * 5 % N * 13 + 100,
          updated_list=millis)
    f.add("play_players", 30, _play_id=lambda i: i + 1, user_name=PEOPLE, name=PEOPLE)


def _supysonic(f: Filler) -> None:
    f.add("folder", 1, id=1, root=1, name="Music", path="/m", path_hash=b"h", created=iso)
    f.add("artist", 4, id=uid(1), name=ARTISTS)
    f.add("album", 4, id=uid(2), name=lambda i: f"Album {i}", artist_id=uid(1))
    f.add("track", N, id=uid(3), title=WORDS, album_id=lambda i: uid(2)(i % 4),
          artist_id=lambda i: uid(1)(i % 4), path=lambda i: f"/m/{i}.mp3", path_hash=uid(9),
          created=iso, last_modification=seconds, play_count=lambda i: int(i < 9),
          last_play=lambda i: iso(i) if i < 9 else None, root_folder_id=1, folder_id=1)
    f.add("user", 2, id=uid(4), name=PEOPLE, last_play_date=iso, last_play_id=uid(3))
    f.add("starred_track", 4, user_id=lambda i: uid(4)(0), starred_id=uid(3), date=iso)
    f.add("rating_track", 4, user_id=lambda i: uid(4)(0), rated_id=uid(3), rating=f.pick(1, 5))


CASES: dict[str, tuple[Fill, Right]] = {
    "Voice": (_voice, [
        ("SELECT id AS item, lastPlayedAt AS time FROM content2 WHERE lastPlayedAt > '1971'",
         "SELECT id AS item, name AS title FROM content2")]),
    "SeriesGuide": (_series_guide, [
        ("SELECT _id AS item FROM movies WHERE movies_watched = 1",
         "SELECT _id AS item, movies_title AS title FROM movies"),
        ("SELECT _id AS item FROM sg_episode WHERE episode_watched = 1",
         "SELECT _id AS item, episode_title AS title FROM sg_episode")]),
    "BGG for Android": (_bgg, [
        (f"SELECT {item} AS item, date AS time FROM plays", f"SELECT {games} AS title FROM games")
        for item, games in (("object_id", "game_id AS item, game_name"),
                            ("item_name", "game_name AS item, game_name"))]),
    "Supysonic": (_supysonic, [
        ("SELECT id AS item, last_play AS time FROM track WHERE last_play > 0",
         "SELECT id AS item, title FROM track")]),
    "Kotatsu": (_kotatsu, [
        (f"SELECT manga_id AS item, {time} AS time FROM history WHERE deleted_at = 0",
         "SELECT manga_id AS item, title FROM manga") for time in ("updated_at", "created_at")]),
    "yarr": (_yarr, [("SELECT id AS item FROM items WHERE status = 1",
        "SELECT id AS item, title FROM items")]),
    "Aniyomi": (_aniyomi, [
        ("SELECT anime_id AS item, last_seen AS time FROM animehistory "
         "JOIN episodes e ON e._id = episode_id", "SELECT _id AS item, title FROM animes"),
        ("SELECT episode_id AS item, last_seen AS time FROM animehistory",
         "SELECT e._id AS item, a.title FROM episodes e JOIN animes a ON a._id = e.anime_id")]),
    "LMS": (_lms, [("SELECT user_id AS user, track_id AS item, date_time AS time FROM listen",
        "SELECT id AS item, name AS title FROM track")]),
    "linkding": (_linkding, []),
    "classicmodels": (_classicmodels, [
        ("SELECT customerNumber AS user, productCode AS item, orderDate AS time FROM orderdetails "
         "JOIN orders USING (orderNumber) WHERE status <> 'Cancelled'",
         "SELECT productCode AS item, productName AS title FROM products")]),
    "pubs": (_pubs, [("SELECT stor_id AS user, title_id AS item, ord_date AS time FROM sales",
        "SELECT title_id AS item, title FROM titles")]),
    # Episodes were not written down beforehand; with their show before them they are right as well.
    "Showly": (_showly, [
        ("SELECT id_trakt AS item, last_watched_at AS time FROM episodes WHERE is_watched = 1",
         "SELECT e.id_trakt AS item, s.title || ' - ' || episode_title AS title FROM episodes e "
         "JOIN shows s ON s.id_trakt = e.id_show_trakt"),
    ] + [
        (f"SELECT id_trakt AS item, {time} AS time FROM movies_my_movies",
         "SELECT id_trakt AS item, title FROM movies") for time in ("created_at", "updated_at")]),
}
