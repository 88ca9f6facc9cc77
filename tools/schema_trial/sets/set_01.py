"""What the histories of 23 applications are, written down before ``init`` was run on them.

Each has a function that fills its tables, and the SELECTs that would be right, any of them; none
stands for a file without a history, of which ``init`` must ask.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Filler,
    iso,
    millis,
    past,
    seconds,
    uid,
)

from sets.set_01_servers import SERVERS

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _libretube(f: Filler) -> None:
    f.add("watchHistoryItem", 12, videoId=lambda i: f"vid{i * 7919:08x}", title=WORDS,
          uploadDate=past,
          uploader=ARTISTS, duration=f.pick(60, 900))
    f.add("watchPosition", 9, videoId=lambda i: f"vid{i * 7919:08x}", position=f.pick(1000, 90000))
    f.add("feedItem", 20, videoId=lambda i: f"new{i * 7919:08x}", title=WORDS, uploaderName=ARTISTS,
          uploaded=millis, duration=f.pick(60, 900))
    f.add("searchHistoryItem", 5, query=WORDS)
    f.add("localSubscription", 4, channelId=lambda i: f"ch{i}", name=ARTISTS)


def _feeder(f: Filler) -> None:
    f.add("feeds", 3, id=[1, 2, 3], title=ARTISTS, url=lambda i: f"https://feed{i}.example/rss",
          last_sync=millis, custom_title="", tag="")
    f.add("feed_items", 24, id=lambda i: i + 1, guid=lambda i: f"g{i}", title=WORDS,
          plain_title=WORDS,
          pub_date=iso, link=lambda i: f"https://a.example/{i}", feed_id=lambda i: i % 3 + 1,
          unread=lambda i: int(i >= 14), read_time=lambda i: millis(40 + i) if i < 14 else None,
          first_synced_time=millis, primary_sort_time=millis, word_count=f.pick(50, 900))


def _innertune(f: Filler) -> None:
    f.add("song", N, id=lambda i: f"s{i * 104729:09x}", title=WORDS, duration=f.pick(120, 300),
          albumId=lambda i: f"al{i % 4}", albumName=lambda i: f"Album {i % 4}", inLibrary=millis)
    f.add("artist", 4, id=lambda i: f"ar{i}", name=ARTISTS, lastUpdateTime=millis)
    f.add("album", 4, id=lambda i: f"al{i}", title=lambda i: f"Album {i}", year=2001)
    f.add("song_artist_map", N, songId=lambda i: f"s{i * 104729:09x}",
          artistId=lambda i: f"ar{i % 4}")
    f.add("event", 40, songId=lambda i: f"s{i * 5 % N * 104729:09x}", timestamp=millis,
          playTime=f.pick(30000, 300000))
    f.add("search_history", 4, query=WORDS)


def _readyou(f: Filler) -> None:
    f.add("account", 1, id=1, name="Local")
    f.add("group", 2, id=["1$a", "1$b"], name=["News", "Blogs"], accountId=1)
    f.add("feed", 3, id=lambda i: f"1$f{i}", name=ARTISTS, url="https://x.example", groupId="1$a",
          accountId=1)
    f.add("article", 24, id=lambda i: f"1${i * 7919:08x}", date=millis, title=WORDS, author=PEOPLE,
          link=lambda i: f"https://a.example/{i}", feedId=lambda i: f"1$f{i % 3}", accountId=1,
          isUnread=lambda i: int(i % 3 > 0), isStarred=lambda i: int(i == 4), updateAt=millis)


def _pocket_casts(f: Filler) -> None:
    f.add("podcasts", 3, uuid=uid(1), title=ARTISTS, author=PEOPLE, added_date=millis, subscribed=1,
          podcast_language="en")
    f.add("podcast_episodes", N, uuid=uid(2), title=WORDS, podcast_id=lambda i: uid(1)(i % 3),
          published_date=millis, added_date=millis, duration=f.pick(600, 3600),
          played_up_to=lambda i: 700 if i < 12 else 0, playing_status=lambda i: 3 if i < 12 else 1,
          last_playback_interaction_date=lambda i: millis(60 + i) if i < 12 else None)
    f.add("playback_stats_events", 20, uuid=uid(3), episode_uuid=lambda i: uid(2)(i % 12),
          podcast_uuid=lambda i: uid(1)(i % 12 % 3), started_at_ms=millis, duration_ms=f.pick(9000,
          99000))
    f.add("up_next_history", 6, episodeUuid=lambda i: uid(2)(i), title=WORDS, addedDate=millis)


def _mediatracker(f: Filler) -> None:
    f.add("user", 3, id=[1, 2, 3], name=PEOPLE, password="x")
    f.add("mediaItem", N, id=lambda i: i + 1, title=WORDS, mediaType=["movie", "tv", "book"],
          releaseDate=past, tmdbId=lambda i: 5000 + i, lastTimeUpdated=millis, source="tmdb",
          tmdbRating=7.1, runtime=f.pick(80, 140))
    f.add("season", 4, id=lambda i: i + 1, title="Season 1", seasonNumber=1,
          tvShowId=lambda i: 3 * i + 2)
    f.add("episode", 12, id=lambda i: i + 1, title=lambda i: f"Episode {i}",
          episodeNumber=lambda i: i,
          tvShowId=lambda i: 3 * (i % 4) + 2, seasonId=lambda i: i % 4 + 1, releaseDate=past)
    f.add("seen", 30, date=millis, mediaItemId=lambda i: i * 7 % N + 1, userId=lambda i: i % 3 + 1)
    f.add("userRating", 12, mediaItemId=lambda i: i + 1, userId=lambda i: i % 3 + 1, date=millis,
          rating=f.pick(1, 5))
    f.add("progress", 6, date=millis, mediaItemId=lambda i: i + 1, userId=1, progress=0.4)
    f.add("list", 3, name="Watchlist", privacy="private", userId=[1, 2, 3], createdAt=seconds,
          updatedAt=seconds, isWatchlist=1)
    f.add("listItem", 12, listId=lambda i: i % 3 + 1, mediaItemId=lambda i: N - i, addedAt=millis)


def _gonic(f: Filler) -> None:
    f.add("users", 3, id=[1, 2, 3], name=PEOPLE, password="x", created_at=iso)
    f.add("artists", 4, id=[1, 2, 3, 4], name=ARTISTS)
    f.add("albums", 4, id=[1, 2, 3, 4], tag_title=lambda i: f"Album {i}",
          right_path=lambda i: f"al{i}",
          tag_album_artist=ARTISTS, created_at=iso, modified_at=iso, tag_year=2004)
    f.add("tracks", N, id=lambda i: i + 1, filename=lambda i: f"{i:02} x.flac", tag_title=WORDS,
          album_id=lambda i: i % 4 + 1, tag_track_artist=ARTISTS, created_at=iso, updated_at=iso,
          length=f.pick(100, 400), tag_track_number=lambda i: i)
    f.add("track_plays", 30, user_id=lambda i: i % 3 + 1, track_id=lambda i: i // 3 + 1, time=iso,
          count=f.pick(1, 9), length=f.pick(100, 900))
    f.add("track_stars", 4, user_id=1, track_id=lambda i: i + 3, star_date=iso)
    f.add("track_ratings", 5, user_id=2, track_id=lambda i: i + 1, rating=f.pick(1, 5))
    f.add("podcasts", 2, id=[1, 2], title=ARTISTS)


def _swing(f: Filler) -> None:
    f.add("user", 2, id=[1, 2], username=PEOPLE, password="x")
    f.add("track", N, title=WORDS, artists=ARTISTS, albumartists=ARTISTS, album="Album",
          trackhash=lambda i: f"{i * 104729:011x}", albumhash=lambda i: f"{i % 4:011x}",
          filepath=lambda i: f"/music/{i}.flac", folder="/music", last_mod=seconds, date=seconds,
          duration=f.pick(100, 300), lastplayed=lambda i: seconds(i) if i < 8 else 0,
          playcount=lambda i: 2 if i < 8 else 0)
    f.add("scrobble", 40, trackhash=lambda i: f"{i * 5 % N * 104729:011x}", duration=f.pick(30,
          300),
          timestamp=seconds, source="al:1", userid=lambda i: i % 2 + 1)
    f.add("favorite", 5, hash=lambda i: f"track_{i}", type="track", timestamp=seconds, userid=1)
    f.add("mix", 2, mixid="m", title="Mix", timestamp=seconds, sourcehash=lambda i: f"h{i}",
          userid=1)


def _dim(f: Filler) -> None:
    f.add("library", 2, id=[1, 2], name=["Films", "Shows"], media_type=["movie", "tv"])
    f.add("invites", 2, id=["i1", "i2"], date_added=seconds)
    f.add("users", 2, id=[1, 2], username=PEOPLE, password="x", claimed_invite=["i1", "i2"])
    f.add("_tblmedia", N, id=lambda i: i + 1, library_id=1, name=WORDS, rating=7.2, added=iso,
          year=lambda i: 1980 + i, media_type="movie")
    f.add("mediafile", N, id=lambda i: i + 1, media_id=lambda i: i + 1, library_id=1,
          target_file=lambda i: f"/films/{i}.mkv", raw_name=WORDS, duration=f.pick(4000, 8000))
    f.add("genre", 2, id=[1, 2], name=["Drama", "Comedy"])
    f.add("genre_media", N, genre_id=[1, 2], media_id=lambda i: i + 1)
    f.add("progress", 20, id=lambda i: i + 1, user_id=lambda i: i % 2 + 1, delta=f.pick(60, 7000),
          media_id=lambda i: i // 2 + 1, populated=seconds)


def _stump(f: Filler) -> None:
    f.add("users", 2, id=uid(1), username=PEOPLE, hashed_password="x", created_at=iso)
    f.add("libraries", 1, id="l1", name="Comics", path="/comics", updated_at=iso, status="READY")
    f.add("series", 3, id=uid(2), name=ARTISTS, path="/comics/a", updated_at=iso, library_id="l1")
    f.add("media", N, id=uid(3), name=WORDS, extension="cbz", pages=f.pick(20, 200), updated_at=iso,
          created_at=iso, path=lambda i: f"/comics/{i}.cbz", status="READY",
          series_id=lambda i: uid(2)(i % 3))
    f.add("finished_reading_sessions", 20, id=uid(4), started_at=iso,
          completed_at=lambda i: iso(i + 1), media_id=lambda i: uid(3)(i * 5 % N),
          user_id=lambda i: uid(1)(i % 2), elapsed_seconds=f.pick(100, 9000))
    f.add("reading_sessions", 5, id=uid(5), page=f.pick(1, 20), started_at=iso, updated_at=iso,
          media_id=uid(3), user_id=lambda i: uid(1)(0))


def _watcharr(f: Filler) -> None:
    f.add("users", 3, id=[1, 2, 3], username=PEOPLE, password="x", created_at=iso, updated_at=iso)
    f.add("contents", N, id=lambda i: i + 1, tmdb_id=lambda i: 700 + i, title=WORDS, overview="o",
          type=["movie", "tv"], release_date=past, imdb_id=lambda i: f"tt{i:07}", status="Released")
    f.add("games", 3, id=[1, 2, 3], igdb_id=[9, 8, 7], name=ARTISTS, updated_at=iso)
    f.add("watcheds", 30, created_at=iso, updated_at=lambda i: iso(i + 50),
          user_id=lambda i: i % 3 + 1,
          status=["FINISHED", "PLANNED", "FINISHED", "WATCHING", "DROPPED"],
          rating=lambda i: i % 10 + 1, content_id=lambda i: i // 3 + 1)
    f.add("activities", 20, created_at=iso, updated_at=iso, user_id=lambda i: i % 3 + 1,
          watched_id=lambda i: i + 1, type="ADDED_WATCHED", data="x")


def _sakila(f: Filler) -> None:
    f.add("country", 1, country_id=1, country="Peru")
    f.add("city", 1, city_id=1, city="Lima", country_id=1, last_update=iso)
    f.add("address", 4, address_id=lambda i: i + 1, address="Road 1", district="d", city_id=1,
          phone="1",
          last_update=iso)
    f.add("language", 1, language_id=1, name="English", last_update=iso)
    f.add("store", 1, store_id=1, manager_staff_id=1, address_id=1, last_update=iso)
    f.add("staff", 1, staff_id=1, first_name="Mo", last_name="Ray", address_id=1, store_id=1,
          username="mo", last_update=iso)
    f.add("customer", 5, customer_id=lambda i: i + 1, store_id=1, first_name=PEOPLE,
          last_name="Poe",
          address_id=2, create_date=iso, last_update=iso, active="Y")
    f.add("category", 2, category_id=[1, 2], name=["Drama", "Comedy"], last_update=iso)
    f.add("film", N, film_id=lambda i: i + 1, title=WORDS, release_year="2006", language_id=1,
          rating=["G", "PG", "R"], rental_rate=2.99, last_update=iso, length=f.pick(80, 120),
          rental_duration=3, replacement_cost=9.99)
    f.add("film_text", N, film_id=lambda i: i + 1, title=WORDS, description="d")
    f.add("film_category", N, film_id=lambda i: i + 1, category_id=[1, 2], last_update=iso)
    f.add("actor", 3, actor_id=[1, 2, 3], first_name=PEOPLE, last_name="Fox", last_update=iso)
    f.add("inventory", 30, inventory_id=lambda i: i + 1, film_id=lambda i: i * 5 % N + 1,
          store_id=1,
          last_update=iso)
    f.add("rental", 40, rental_id=lambda i: i + 1, rental_date=iso,
          inventory_id=lambda i: i % 30 + 1,
          customer_id=lambda i: i * 3 % 5 + 1, return_date=lambda i: iso(i + 4), staff_id=1,
          last_update=iso)
    f.add("payment", 40, payment_id=lambda i: i + 1, customer_id=lambda i: i * 3 % 5 + 1,
          staff_id=1,
          rental_id=lambda i: i + 1, amount=2.99, payment_date=iso, last_update=iso)


def _northwind(f: Filler) -> None:
    f.add("Categories", 3, CategoryID=[1, 2, 3], CategoryName=["Beverages", "Produce", "Seafood"])
    f.add("Suppliers", 2, SupplierID=[1, 2], CompanyName=ARTISTS)
    f.add("Customers", 5, CustomerID=["ALFKI", "BERGS", "CACTU", "DRACD", "ERNSH"],
          CompanyName=WORDS,
          ContactName=PEOPLE)
    f.add("Employees", 2, EmployeeID=[1, 2], LastName="Roe", FirstName=PEOPLE, HireDate=past)
    f.add("Shippers", 1, ShipperID=1, CompanyName="Fast")
    f.add("Products", N, ProductID=lambda i: i + 1, ProductName=WORDS, SupplierID=[1, 2],
          CategoryID=[1, 2, 3], UnitPrice=12.5, Discontinued="0")
    f.add("Orders", 20, OrderID=lambda i: 10248 + i, OrderDate=iso,
          RequiredDate=lambda i: iso(i + 9),
          CustomerID=["ALFKI", "BERGS", "CACTU", "DRACD", "ERNSH"], EmployeeID=[1, 2],
          ShippedDate=lambda i: iso(i + 3), ShipVia=1, Freight=3.5, ShipName=WORDS)
    f.add("Order Details", 40, OrderID=lambda i: 10248 + i // 2, ProductID=lambda i: i * 7 % N + 1,
          UnitPrice=12.5, Quantity=f.pick(1, 30))


def _freshrss(f: Filler) -> None:
    f.add("category", 1, id=1, name="Uncategorized", lastUpdate=seconds)
    f.add("feed", 3, id=[1, 2, 3], url="https://f.example", name=ARTISTS, lastUpdate=seconds,
          category=1)
    f.add("entry", 24, id=lambda i: millis(i) * 1000, guid=lambda i: f"g{i}", title=WORDS,
          author=PEOPLE,
          link=lambda i: f"https://a.example/{i}", date=seconds, lastSeen=lambda i: seconds(90),
          is_read=lambda i: int(i < 10), is_favorite=lambda i: int(i == 3),
          id_feed=lambda i: i % 3 + 1)


def _elisa(f: Filler) -> None:
    f.add("Artists", 4, ID=[1, 2, 3, 4], Name=ARTISTS)
    f.add("Genre", 2, ID=[1, 2], Name=["Rock", "Jazz"])
    f.add("TracksData", N, FileName=lambda i: f"file:///music/{i}.flac", FileModifiedTime=iso,
          ImportDate=millis, FirstPlayDate=lambda i: millis(i) if i < 9 else None,
          LastPlayDate=lambda i: millis(60 + i) if i < 9 else None,
          PlayCounter=lambda i: i % 3 + 1 if i < 9 else 0)
    f.add("Tracks", N, ID=lambda i: i + 1, FileName=lambda i: f"file:///music/{i}.flac",
          Title=WORDS,
          ArtistName=ARTISTS, AlbumTitle="Album", Genre=["Rock", "Jazz"], Duration=f.pick(100, 300),
          Year=2003)


def _mixxx(f: Filler) -> None:
    f.add("track_locations", N, id=lambda i: i + 1, location=lambda i: f"/music/{i}.mp3",
          filename=lambda i: f"{i}.mp3", directory="/music")
    f.add("library", N, id=lambda i: i + 1, artist=ARTISTS, title=WORDS, album="Album", year="2004",
          location=lambda i: i + 1, duration=f.pick(100, 300), datetime_added=iso, mixxx_deleted=0,
          played=0, timesplayed=lambda i: i % 3 + 1 if i < 10 else 0, bpm=120.0, rating=0,
          last_played_at=lambda i: iso(60 + i) if i < 10 else None)
    f.add("Playlists", 3, id=[1, 2, 3], name=["Party", "2026-02-01", "Auto DJ"], hidden=[0, 2, 1],
          date_created=iso, date_modified=iso)
    f.add("PlaylistTracks", 12, playlist_id=[1, 2], track_id=lambda i: i + 1, position=lambda i: i,
          pl_datetime_added=iso)
    f.add("cues", 9, track_id=lambda i: i + 1, label="")


def _buku(f: Filler) -> None:
    f.add("bookmarks", 20, id=lambda i: i + 1, URL=lambda i: f"https://x.example/{i}",
          metadata=WORDS,
          tags=",a,", desc="", flags=0)


CASES: dict[str, tuple[Fill, Right]] = {
    "LibreTube": (_libretube, [("SELECT videoId AS item FROM watchHistoryItem",
        "SELECT videoId AS item, title FROM watchHistoryItem")]),
    "Feeder": (_feeder, [("SELECT id AS item, read_time AS time FROM feed_items WHERE read_time "
    "> 0",
        "SELECT id AS item, title FROM feed_items")]),
    "InnerTune": (_innertune, [("SELECT songId AS item, timestamp AS time FROM event",
        "SELECT id AS item, title FROM song")]),
    "ReadYou": (_readyou, [(f"SELECT {user} AS user, id AS item FROM article WHERE isUnread = 0",
        "SELECT id AS item, title FROM article") for user in ("'me'", "accountId")]),
    "Pocket Casts": (_pocket_casts, [
        ("SELECT episode_uuid AS item, started_at_ms AS time FROM playback_stats_events",
         "SELECT uuid AS item, title FROM podcast_episodes"),
        ("SELECT uuid AS item, last_playback_interaction_date AS time FROM podcast_episodes "
         "WHERE last_playback_interaction_date > 0",
         "SELECT uuid AS item, title FROM podcast_episodes")]),
    "MediaTracker": (_mediatracker, [
        ("SELECT userId AS user, mediaItemId AS item, date AS time FROM seen",
         "SELECT id AS item, title FROM mediaItem")]),
    "gonic": (_gonic, [("SELECT user_id AS user, track_id AS item, time FROM track_plays",
        "SELECT id AS item, tag_title AS title FROM tracks")]),
    "Swing Music": (_swing, [
        ("SELECT userid AS user, trackhash AS item, timestamp AS time FROM scrobble",
         "SELECT trackhash AS item, title FROM track")]),
    "Dim": (_dim, [("SELECT user_id AS user, media_id AS item, populated AS time FROM progress",
        "SELECT id AS item, name AS title FROM _tblmedia")]),
    "Stump": (_stump, [
        (f"SELECT user_id AS user, media_id AS item, {time} AS time FROM finished_reading_sessions",
         "SELECT id AS item, name AS title FROM media") for time in ("started_at",
         "completed_at")]),
    "Watcharr": (_watcharr, [
        (f"SELECT user_id AS user, content_id AS item, {time} AS time FROM watcheds "
         "WHERE status <> 'PLANNED'", "SELECT id AS item, title FROM contents")
        for time in ("created_at", "updated_at")]),
    "Sakila": (_sakila, [
        ("SELECT customer_id AS user, film_id AS item, rental_date AS time "
         "FROM rental JOIN inventory USING (inventory_id)", "SELECT film_id AS item, title FROM "
         "film")]),
    "Northwind": (_northwind, [
        ('SELECT CustomerID AS user, ProductID AS item, OrderDate AS time FROM "Order Details" '
         "JOIN Orders USING (OrderID)", "SELECT ProductID AS item, ProductName AS title FROM "
         "Products")]),
    "FreshRSS": (_freshrss, [("SELECT id AS item FROM entry WHERE is_read = 1",
        "SELECT id AS item, title FROM entry")]),
    "Elisa": (_elisa, [
        ("SELECT t.ID AS item, LastPlayDate AS time FROM TracksData JOIN Tracks t USING (FileName) "
         "WHERE LastPlayDate > 0", "SELECT ID AS item, Title AS title FROM Tracks"),
        ("SELECT FileName AS item, LastPlayDate AS time FROM TracksData WHERE LastPlayDate > 0",
         "SELECT FileName AS item, Title AS title FROM Tracks")]),
    "Mixxx": (_mixxx, [
        ("SELECT id AS item, last_played_at AS time FROM library WHERE last_played_at > 0",
         "SELECT id AS item, title FROM library")]),
    "buku": (_buku, []),
    **SERVERS,
}
