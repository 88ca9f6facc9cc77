"""Twenty more that were not tried before: sites and programs found by the names of their histories.

They are, in the order in which they came, the whole schemas with a table ``watch_history``,
``listening_history`` or ``reading_history`` of a search for these names. Written down as in
:mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right, plays
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Filler,
    day,
    iso,
    millis,
    one,
    past,
    seconds,
    uid,
)

from sets.set_19_music import MUSIC, titles

N = len(WORDS)
_SHOWS = tuple(f"{word} Nights" for word in WORDS[:8])
# One line a few columns: the rows are tables.
# fmt: off


def _slug(i: int) -> str:
    return WORDS[i % N].lower().replace(" ", "-")


def _addon(f: Filler) -> None:
    f.add("movies", N, tmdb_id=one, title=WORDS, original_title=WORDS, year=lambda i: 1990 + i,
          imdb_id=lambda i: f"tt{i:07}", rating=7.5, date_added=iso, runtime=100, popularity=8.0,
          playcount=0, vote_count=90)
    f.add("tvshows", 8, tmdb_id=one, title=_SHOWS, original_title=_SHOWS, year=lambda i: 2000 + i,
          date_added=iso, popularity=9.0, rating=8.0, playcount=0, season_count=2, status="Ended")
    f.add("episodes_cache", 48, tvshow_tmdb_id=lambda i: i // 6 + 1, season_number=1,
          episode_number=lambda i: i % 6 + 1, name=lambda i: f"Episode {i % 6 + 1}", air_date=past,
          runtime=42, last_updated=iso)
    f.add("seasons_cache", 8, tvshow_tmdb_id=one, season_number=1, name="Season 1", air_date=past,
          episode_count=6, last_updated=iso)
    f.add("favorites", 6, tmdb_id=one, media_type="movie", profile_id=["default", "kids"])
    f.add("watchlist", 6, tmdb_id=lambda i: i + 9, media_type="movie", profile_id="default",
          added_at=iso)
    f.add("watch_history", 20, tmdb_id=one, media_type="movie", profile_id=lambda i:
          ["default", "kids"][i % 2], progress=f.pick(20, 100), watched_at=iso)
    f.add("watch_history", 24, tmdb_id=lambda i: i // 4 + 1, media_type="tvshow", profile_id=lambda
          i: ["default", "kids"][i // 4 % 2], season=1, episode=lambda i: i % 4 + 1, progress=
          f.pick(20, 100), watched_at=lambda i: iso(i + 20))
    f.add("collections_meta", 3, collection_name=ARTISTS, last_updated=iso)


def _dramas(f: Filler) -> None:
    f.add("app_user_profiles", 6, client_id=uid(1), uid=lambda i: f"{i * 7919 + 10**8}",
          created_at=iso)
    f.add("app_users", 6, uid=lambda i: f"{i * 7919 + 10**8}", user_type=["guest", "sign-in"],
          client_id=uid(1), name=PEOPLE, email=lambda i: f"u{i}@x.example", created_at=iso,
          last_login_at=lambda i: iso(i + 50), status="active", device_type=["ios", "web"],
          updated_at=lambda i: iso(i + 50))
    f.add("recharge_records", 5, id=uid(2), uid=lambda i: f"{i * 7919 + 10**8}", date=day,
          price=9.9, tier="monthly", recharge_days=30, created_at=iso)
    f.add("watch_history_entries", 60, client_id=lambda i: uid(1)(i % 6), series_id=lambda i:
          f"s{i % 15:03}", episode_index=lambda i: i // 30, seconds=f.pick(10, 90),
          last_watched_at=iso)
    f.add("user_favorites", 8, client_id=lambda i: uid(1)(i % 6), series_id=lambda i: f"s{i:03}")
    f.add("user_likes", 9, client_id=lambda i: uid(1)(i % 6), series_id=lambda i: f"s{i:03}")
    f.add("user_series_views", 30, client_id=lambda i: uid(1)(i % 6), series_id=lambda i:
          f"s{i % 15:03}", viewed_at=iso)


def _netflix(f: Filler) -> None:
    f.add("users", 4, id=one, email=lambda i: f"u{i}@x.example", password_hash="x",
          full_name=PEOPLE, subscription_plan=["basic", "premium"], is_active=1, created_at=past)
    f.add("profiles", 6, id=one, user_id=lambda i: i % 4 + 1, name=PEOPLE, is_kids=[0, 0, 1],
          language="en", created_at=past)
    f.add("movies", N, id=one, title=WORDS, genre=["Drama", "Action"], release_year=lambda i:
          1990 + i, duration=120, rating="PG-13", video_url=lambda i: f"/videos/{i}.mp4",
          imdb_rating=8.1, director=ARTISTS, created_at=past)
    f.add("tv_shows", 8, id=one, title=_SHOWS, genre="Drama", release_year=2016, seasons=2,
          episodes=12, rating="TV-14", imdb_rating=8.2, creator=ARTISTS, created_at=past)
    f.add("episodes", 24, id=one, show_id=lambda i: i // 3 + 1, season_number=1, episode_number=
          lambda i: i % 3 + 1, title=lambda i: f"Chapter {i % 3 + 1}", duration=45, air_date=past)
    f.add("watch_history", 45, id=one, profile_id=lambda i: i % 6 + 1, content_type=lambda i:
          "tv_show" if i % 3 == 0 else "movie", content_id=lambda i: i * 5 % (8 if i % 3 == 0 else
          N) + 1, progress=f.pick(5, 100), completed=[0, 1], last_watched=iso)
    f.add("my_list", 8, id=one, profile_id=lambda i: i % 6 + 1, content_type="movie", content_id=
          lambda i: i + 3, added_at=iso)
    f.add("recommendations", 20, id=one, profile_id=lambda i: i % 6 + 1, content_type="movie",
          content_id=lambda i: i + 2, recommendation_score=0.5, reason="genre", created_at=iso)


def _cinepay(f: Filler) -> None:
    f.add("users", 6, id=uid(1), email=lambda i: f"u{i}@x.example", full_name=PEOPLE,
          password_hash="x", role="user", is_active=1, created_at=past, updated_at=iso,
          last_login=iso)
    f.add("movies", N, id=uid(2), title=WORDS, release_year=lambda i: 1990 + i, duration_minutes=
          110, rating=7.5, price=29000, currency="IDR", director=ARTISTS, is_featured=0,
          is_active=1, created_at=past, updated_at=past)
    f.add("purchases", 30, id=uid(3), user_id=lambda i: uid(1)(i % 6), movie_id=lambda i:
          uid(2)((i + i // 6) % N), purchase_price=29000, currency="IDR", transaction_id=lambda i:
          f"T{i:05}", payment_method="qris", payment_status=lambda i: ["COMPLETED", "COMPLETED",
          "PENDING", "FAILED", "REFUNDED"][i % 5], purchase_date=iso, completed_at=lambda i: iso(i)
          if i % 5 < 2 else None)
    f.add("watch_history", 40, id=uid(4), user_id=lambda i: uid(1)(i % 6), movie_id=lambda i:
          uid(2)((i * 5 + i // 6) % N), watched_at=lambda i: iso(i + 3), progress_seconds=f.pick(60,
          6000), total_duration=6600, completed=[0, 1], created_at=lambda i: iso(i + 3),
          updated_at=lambda i: iso(i + 4))


def _scout(f: Filler) -> None:
    kinds = ["movie", "tv"]
    f.add("settings", 2, key=["region", "theme"], value=["NO", "dark"])
    f.add("providers", 4, provider_id=one, name=["A+", "B+", "C+", "D+"], selected=[1, 0],
          display_priority=one)
    f.add("ratings_cache", 20, media_type=kinds, tmdb_id=lambda i: i // 2 + 1, imdb_id=lambda i:
          f"tt{i:07}", imdb_score="7.1", rt_score="88%", fetched_at=iso)
    f.add("library", 24, media_type=kinds, tmdb_id=lambda i: i // 2 + 1, status=["watched",
          "watching", "watchlist"], rating=["up", "down", None], hidden=0, added_at=iso,
          updated_at=lambda i: iso(i + 9))
    f.add("profiles", 2, id=one, name=PEOPLE, emoji="x", display_order=one, created_at=past)
    f.add("profile_title_state", 12, profile_id=[1, 2], media_type="movie", tmdb_id=lambda i:
          i // 2 + 1, rating=["up", None], favorite=[0, 0, 1], updated_at=iso)
    f.add("watch_history", 30, id=one, media_type=kinds, tmdb_id=lambda i: i * 7 % 12 + 1,
          watched_at=iso)
    f.add("catalog_seen", 40, media_type=kinds, tmdb_id=lambda i: i // 2 + 1, first_seen=iso,
          last_seen=lambda i: iso(i + 40))
    f.add("catalog_provider_seen", 40, media_type=kinds, tmdb_id=lambda i: i // 2 + 1,
          provider_id=lambda i: i % 4 + 1, first_seen=iso, last_seen=lambda i: iso(i + 40))
    f.add("season_seen", 8, tmdb_id=one, season_count=2, latest_season_number=2, checked_at=iso)


def _catch(f: Filler) -> None:
    f.add("users", 6, id=uid(1), email=lambda i: f"u{i}@x.example", username=lambda i: f"user{i}",
          name=PEOPLE, created_at=past, updated_at=past, is_verified=1)
    f.add("albums", 5, id=uid(2), name=lambda i: f"Album {i}", artist=ARTISTS, created_at=past)
    f.add("songs", N, id=uid(3), title=WORDS, artist=ARTISTS, album_id=lambda i: uid(2)(i % 5),
          cover_image_url="c", duration=200, created_at=past)
    f.add("playlists", 3, id=uid(4), name=["Gym", "Sleep", "Road"], created_by=uid(1), is_public=0,
          created_at=iso)
    f.add("playlist_songs", 12, id=uid(5), playlist_id=lambda i: uid(4)(i % 3), song_id=uid(3),
          added_at=iso, added_by=lambda i: uid(1)(i % 3))
    f.add("user_likes", 14, id=uid(6), user_id=lambda i: uid(1)(i % 6), song_id=uid(3),
          created_at=iso)
    f.add("listening_history", 60, id=uid(7), user_id=lambda i: uid(1)(i % 6), song_id=lambda i:
          uid(3)(i * 5 % N), played_at=iso, duration_played=f.pick(5, 200), completed=[1, 1, 0],
          device_type=["web", "ios"])
    f.add("genres", 3, id=uid(8), name=["Pop", "Rock", "Jazz"], created_at=past)
    f.add("song_genres", N, id=uid(9), song_id=uid(3), genre_id=lambda i: uid(8)(i % 3))
    f.add("artists", 4, id=uid(10), name=ARTISTS, verified=1, created_at=past)
    f.add("song_artists", N, id=uid(11), song_id=uid(3), artist_id=lambda i: uid(10)(i % 4),
          role="performer")
    f.add("user_follows", 9, id=uid(12), follower_id=lambda i: uid(1)(i % 6), following_type=
          "artist", following_id=lambda i: uid(10)(i % 4), created_at=iso)
    f.add("comments", 8, id=uid(13), user_id=lambda i: uid(1)(i % 6), content_type="song",
          content_id=uid(3), comment="Good", created_at=iso, updated_at=iso)
    f.add("user_settings", 6, id=uid(14), user_id=uid(1), theme="dark", language="en", created_at=
          past, updated_at=past)


def _manga(f: Filler) -> None:
    f.add("reading_history", 20, id=one, manga_id=lambda i: f"m{i * 7919:07}", chapter_index=f.pick(
          0, 40), page_index=f.pick(0, 20), read_at=lambda i: seconds(i * 7 % 20), manga_title=
          WORDS, chapter_title=lambda i: f"Chapter {i % 9}", chapter_url=lambda i:
          f"https://x.example/c/{i}", total_pages=22, page_offset=0.0, is_local=0,
          reader_session=uid(1))
    f.add("downloads", 12, id=one, manga_id=lambda i: f"m{i % 5 * 7919:07}", manga_title=lambda i:
          WORDS[i % 5], chapter_index=one, chapter_title=lambda i: f"Chapter {i}", status=["done",
          "pending"], total_pages=22, downloaded_pages=22, created_at=seconds)
    f.add("favorites", 6, id=one, manga_id=lambda i: f"m{i * 7919:07}", title=WORDS, added_at=
          seconds)
    f.add("search_history", 5, id=one, query=WORDS, searched_at=seconds)
    f.add("settings", 2, key=["theme", "lang"], value=["dark", "en"])


def _library(f: Filler) -> None:
    f.add("Role", 3, role_id=one, role_name=["ADMIN", "LIBRARIAN", "USER"])
    f.add("Reader", 6, reader_id=one, full_name=PEOPLE, email=lambda i: f"u{i}@x.example",
          password_hash="x", status="active", created_at=past, role_id=3)
    f.add("Reader_Account", 6, account_id=one, reader_id=one, provider="local", created_at=past)
    f.add("Employee", 2, employee_id=one, full_name=["Ida", "Jo"], email=lambda i:
          f"e{i}@x.example", password_hash="x", status="active", created_at=past, role_id=2)
    f.add("Author", 4, author_id=one, author_name=ARTISTS)
    f.add("Category", 3, category_id=one, category_name=["Novel", "Poetry", "Essay"])
    f.add("Book", N, book_id=one, title=WORDS, price=9.9, currency="USD", total_pages=200, status=
          "active", created_at=past, author_id=lambda i: i % 4 + 1, category_id=lambda i: i % 3 +
          1, created_by_employee_id=1)
    f.add("BookCopy", 2 * N, copy_id=lambda i: i + 101, book_id=lambda i: i % N + 1, copy_code=
          lambda i: f"C{i:04}", status=["available", "borrowed"], created_at=past)
    f.add("Cart", 6, cart_id=one, reader_id=one, status="active", created_at=iso)
    f.add("Cart_Item", 9, cart_item_id=one, cart_id=lambda i: i % 6 + 1, book_id=one, quantity=1,
          added_at=iso)
    f.add("Order", 16, order_id=one, reader_id=lambda i: i % 6 + 1, total_amount=9.9, currency=
          "USD", status=["paid", "paid", "cancelled"], created_at=iso)
    f.add("Order_Book", 24, order_book_id=one, order_id=lambda i: i % 16 + 1, book_id=lambda i:
          i * 5 % N + 1, price=9.9, quantity=1)
    f.add("Payment", 16, payment_id=one, order_id=one, amount=9.9, payment_status=["success",
          "success", "failed"], paid_at=iso, created_at=iso)
    f.add("Reader_Book_Ownership", 14, ownership_id=one, reader_id=lambda i: i % 6 + 1, book_id=
          lambda i: i * 5 % N + 1, acquired_at=iso, acquired_via="order", status="active")
    f.add("Borrow_Request", 20, request_id=one, reader_id=lambda i: i % 6 + 1, status=["approved",
          "approved", "rejected"], requested_at=iso, processed_by_employee_id=1, processed_at=iso)
    f.add("Borrow_Request_Item", 20, request_item_id=one, request_id=one, book_id=lambda i:
          i * 7 % N + 1, quantity=1)
    f.add("Borrow", 24, borrow_id=one, reader_id=lambda i: i % 6 + 1, borrow_date=lambda i:
          iso(i + 1), status=["completed", "active"], created_at=lambda i: iso(i + 1),
          approved_by_employee_id=1)
    f.add("Borrow_Item", 36, borrow_item_id=one, borrow_id=lambda i: i % 24 + 1, copy_id=lambda i:
          i * 7 % (2 * N) + 101, due_date=lambda i: iso(i + 30), returned_at=lambda i: iso(i + 20)
          if i % 2 else None, status=["borrowed", "returned"])
    f.add("Fine_Type", 2, fine_type_id=one, name=["late_return", "lost"])
    f.add("Fine", 4, fine_id=one, reader_id=one, borrow_item_id=one, fine_type_id=1, amount=2.0,
          status=["paid", "unpaid"], created_at=iso)
    f.add("Reading_History", 40, history_id=one, reader_id=lambda i: i % 6 + 1, book_id=lambda i:
          (i * 5 + i // 6) % N + 1, last_read_position=f.pick(1, 200), last_read_at=lambda i: iso(i
          * 7 % 40))
    f.add("Bookmark", 8, bookmark_id=one, reader_id=lambda i: i % 6 + 1, book_id=one, page_number=
          9, created_at=iso)
    f.add("Review", 8, review_id=one, reader_id=lambda i: i % 6 + 1, book_id=one, rating=f.pick(1,
          5), comment="Good", created_at=iso)
    f.add("Notification", 9, notification_id=one, reader_id=lambda i: i % 6 + 1, title=["Overdue",
          "Order"], type=["overdue", "order"], is_read=[0, 1], created_at=iso)


def _school(f: Filler) -> None:
    f.add("profiles", 6, id=uid(1), email=lambda i: f"u{i}@x.example", password_hash="x",
          full_name=PEOPLE, role="student", grade="2BAC", branch="SMA", created_at=past)
    f.add("modules", 6, id=uid(2), title=lambda i: f"Unit {i}", subject=["Maths", "Physics"],
          order=one, is_published=1, created_at=past)
    f.add("resources", N, id=uid(3), module_id=lambda i: uid(2)(i % 6), title=WORDS, type=[
          "pdf_cours", "quiz", "video_capsule"], file_url=lambda i: f"https://x.example/{i}",
          downloads_count=f.pick(0, 90), is_premium=0, is_published=1, created_at=past)
    f.add("favorites", 8, id=uid(4), profile_id=lambda i: uid(1)(i % 6), resource_id=uid(3),
          created_at=iso)
    f.add("reading_history", 50, id=uid(5), profile_id=lambda i: uid(1)(i % 6), resource_id=lambda
          i: uid(3)((i * 5 + i // 6) % N), last_read_at=iso)


def _books(f: Filler) -> None:
    made = {"created_at": past, "updated_at": past}
    f.add("users", 6, id=one, username=lambda i: f"user{i}", name=PEOPLE, email=lambda i:
          f"u{i}@x.example", password_hash="x", role="user", **made)
    f.add("roles", 3, id=one, name=["admin", "user", "moderator"])
    f.add("permissions", 4, id=one, name=["user_read", "book_read", "book_update", "rating_read"])
    f.add("role_permissions", 5, id=one, role_id=[1, 2], permission_id=[1, 2, 3, 4])
    f.add("user_roles", 6, id=one, user_id=one, role_id=2)
    f.add("books", N, id=one, title=WORDS, author=ARTISTS, isbn=lambda i: f"97800000{i:05}",
          publication_date=past, publisher="House", genre="Novel", average_rating=4.1,
          rating_count=9, **made)
    f.add("user_ratings", 20, id=one, user_id=lambda i: i % 6 + 1, book_id=lambda i: (i * 5 + i //
          6) % N + 1, rating=f.pick(1, 5), created_at=iso, updated_at=iso)
    f.add("reading_history", 48, id=one, user_id=lambda i: i % 6 + 1, book_id=lambda i: (i * 7 + i
          // 6) % N + 1, status=["read", "reading", "read", "want_to_read", "read"], created_at=
          iso, updated_at=lambda i: iso(i * 11 % 48 + 48))
    f.add("user_reading_progress", 20, id=one, user_id=lambda i: i % 6 + 1, book_id=lambda i: (i *
          7 + i // 6) % N + 1, section_id="s1", paragraph_id="p4", scroll_percent=f.pick(1, 99),
          created_at=iso, updated_at=lambda i: iso(i + 60))
    f.add("reader_sections", 2 * N, id=one, book_id=lambda i: i % N + 1, section_key=lambda i:
          f"s{i // N}", title=lambda i: f"Part {i // N + 1}", level=1, order_no=one, created_at=
          past)
    f.add("reader_paragraphs", 60, id=one, section_id=lambda i: i % 48 + 1, paragraph_key=lambda i:
          f"p{i}", text="Once upon a time", order_no=one, created_at=past)
    f.add("reader_highlights", 8, id=one, book_id=one, paragraph_key="p1", start_offset=1,
          end_offset=9, selected_text="Once", color="amber", created_by="Current Reader",
          created_at=iso)
    f.add("reader_book_comments", 6, id=one, book_id=one, author="Current Reader", content="Good",
          created_at=iso)


def _stories(f: Filler) -> None:
    f.add("READING_HISTORY", 20, title=_slug, name=WORDS, chap=f.pick(1, 90), date=lambda i:
          millis(i * 7 % 20), author=ARTISTS, cover="c", pageNumber=f.pick(1, 20), dataSource=
          ["A", "B"], format="text")
    f.add("DOWNLOAD_HISTORY", 6, title=_slug, name=WORDS, date=millis, chap=one, cover="c",
          dataSource="A", link=lambda i: f"/files/{i}.txt", format="txt")


def _news(f: Filler) -> None:
    f.add("reading_history", 30, id=one, title=lambda i: f"{WORDS[i * 7 % 20]} wins", description=
          "About", url=lambda i: f"https://x.example/{i * 7 % 20}", image="i", source=ARTISTS,
          publishedAt=lambda i: iso(i * 7 % 20))


def _novels(f: Filler) -> None:
    f.add("novels", N, id=lambda i: _slug(i), title=WORDS, relative_url=lambda i: f"/{_slug(i)}",
          chapters=f.pick(10, 900), latest_chapter="Chapter 90", rating=4.2, reviews=8, views=900,
          last_updated=past, created_at=millis, updated_at=millis)
    f.add("alternative_titles", 8, novel_id=_slug, title=lambda i: f"{WORDS[i]} Saga")
    f.add("bookmarks", 7, novel_id=lambda i: _slug(i + 3), bookmarked_at=millis)
    f.add("reading_history", 15, novel_id=lambda i: _slug(i * 5), last_read_chapter=lambda i:
          f"Chapter {i}", last_read_at=lambda i: millis(i * 7 % 15))


def _both(shows: str, kind: str, key: str) -> str:
    return (f"SELECT 'movie:' || {key} AS item, title FROM movies UNION ALL "
            f"SELECT '{kind}:' || {key}, title FROM {shows}")


CASES: dict[str, tuple[Fill, Right]] = {
    # Films and series count from 1 both.
    "Kodi film add-on": (_addon, [(plays("watch_history", "media_type || ':' || tmdb_id",
        "watched_at", "profile_id"), _both("tvshows", "tvshow", "tmdb_id"))]),
    # Nothing has titles; an episode has no id but its series and its number.
    "short dramas": (_dramas, [(plays("watch_history_entries", item, "last_watched_at",
        "client_id"), None) for item in ("series_id", "series_id || ':' || episode_index")]),
    "Netflix Clone": (_netflix, [(plays("watch_history", "content_type || ':' || content_id",
        "last_watched", "profile_id"), _both("tv_shows", "tv_show", "id"))]),
    "CinePay": (_cinepay, [(plays("watch_history", "movie_id", "watched_at", "user_id"),
        titles("movies"))]),
    # Ids of two kinds overlap, and nothing has titles.
    "Stream Scout": (_scout, [(plays("watch_history", "media_type || ':' || tmdb_id",
        "watched_at"), None)]),
    "Catch": (_catch, [(plays("listening_history", "song_id", "played_at", "user_id"),
        titles("songs"))]),
    # The table of manga is never written: titles stand with what was read.
    "manga desktop": (_manga, [(plays("reading_history", "manga_id", "read_at"),
        titles("reading_history", "manga_id", "manga_title"))]),
    # Read here, or borrowed: books, or copies of them.
    "DigitalLibraryDB": (_library, [(plays("Reading_History", "book_id", "last_read_at",
        "reader_id"), titles("Book", "book_id")), (plays("Borrow_Item i JOIN Borrow b ON "
        "b.borrow_id = i.borrow_id JOIN BookCopy c ON c.copy_id = i.copy_id", "c.book_id",
        "b.borrow_date", "b.reader_id"), titles("Book", "book_id"))]),
    "e-learning platform": (_school, [(plays("reading_history", "resource_id", "last_read_at",
        "profile_id"), titles("resources"))]),
    # What one wants to read is not read.
    "book_recommend": (_books, [(plays("reading_history", "book_id", time, "user_id",
        "status <> 'want_to_read'"), titles("books")) for time in ("updated_at", "created_at")]),
    # The key is called title, and what is shown is called name.
    "story reader": (_stories, [(plays("READING_HISTORY", "title", "date"),
        titles("READING_HISTORY", "title", "name"))]),
    # When the news appeared is not when they were read: in the order of the rows.
    "news reader": (_news, [(plays("reading_history", item, "0"), titles("reading_history",
        item)) for item in ("url", "title", "id")]),
    "novel reader": (_novels, [(plays("reading_history", "novel_id", "last_read_at"),
        titles("novels"))]),
    **MUSIC,
}
