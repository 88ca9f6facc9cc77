"""Eighteen, by the rule that was written down before the first search (docs/trials-30-31.md).

Of films, series, music, books, games, recipes, podcasts, restaurants, courses and workouts the
first named repositories of the answers to a search of public code with a whole schema that has a
history of uses and that no earlier set has; what was lacking from anime, events, museums, products.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right, pair, plays, thing, titles
from made_up_rows import ARTISTS, PEOPLE, WORDS, Cells, Filler, day, iso, mail, one, past, uid, url

# One line a few columns: the rows are tables.
# fmt: off


def _popcorn(f: Filler) -> None:
    f.add("lists", 3, list_id=one, list_name=["Ours", "Friday", "Scary"])
    f.add("films", 20, film_id=one, title=WORDS[:20], watch_status=[1, 0, 1])
    f.add("lists_films", 20, list_id=lambda i: 1 + i % 3, film_id=one)


def _smilin(f: Filler) -> None:
    f.add("song_history", 30, song_id=lambda i: 40 + i * 7, listen_count=f.pick(1, 30))
    f.add("artist_history", 8, artist_id=lambda i: 3 + i * 5, listen_count=f.pick(2, 60))


def _tsoha(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9))
    f.add("books", 12, id=one, bookname=WORDS[:12], author=ARTISTS, year=lambda i: 1960 + i * 4)
    f.add("reviews", 40, id=one, user_id=lambda i: 1 + i % 5, book_id=lambda i: 1 + pair(i), name=
        lambda i: WORDS[pair(i)], status=["Finished", "Finished", "Reading", "Dropped",
        "Plan-to-read", "Finished", "Finished"], grade=lambda i: 1 + i % 10, review=lambda i:
        f"The {i}th that I wrote about")
    f.add("favourites", 9, id=one, user_id=lambda i: 1 + i % 5, book_id=lambda i: 1 + pair(i * 3))
    f.add("friends", 6, id=one, user1=lambda i: 1 + i % 5, user2=lambda i: 1 + (i + 2) % 5)


def _notes(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], email=mail, password=uid(9))
    f.add("books", 40, id=one, title=lambda i: WORDS[pair(i)], description="A story that I liked",
        rating=[5, 3, 4, 5, 2, 4, 1], user_id=lambda i: 1 + i % 5)


def _pick_up(f: Filler) -> None:
    f.add("orders", 30, id=one, user_id=lambda i: 1 + i % 5, items=lambda i:
        f'{{"{WORDS[thing(i)]}","{WORDS[thing(i + 4)]}"}}')
    f.add("users", 5, id=one, orders_id=one, name=PEOPLE[:5], email=mail, password=uid(9), phone=
        "5550100", street_address="1 Main Street")
    f.add("menu", 12, name=WORDS[:12], category=["Main", "Side"], price=f.pick(3, 20))
    f.add("restaurant", 1, orders_id=1, name="The Corner", email=mail, password=uid(9))


def _fast(f: Filler) -> None:
    f.add("users", 5, id=one, name=PEOPLE[:5], email=mail, password=uid(9), address="1 Main Street",
        created_at=past)
    f.add("restaurants", 4, id=one, name=ARTISTS, address="2 Main Street", status=["open",
        "closed"], created_at=past)
    f.add("menu_items", 12, id=one, restaurant_id=lambda i: 1 + i % 4, name=WORDS[:12], price=
        lambda i: 4.5 + i, description="Warm", created_at=past)
    f.add("orders", 30, id=one, user_id=lambda i: 1 + i % 5, restaurant_id=lambda i: 1 + i % 4,
        total_price=f.pick(10, 40), status=["delivered", "delivered", "preparing", "pending"],
        created_at=iso)
    f.add("order_items", 60, id=one, order_id=lambda i: 1 + i // 2, menu_item_id=lambda i: 1 +
        (i // 2 % 4 + i % 2 * 4) % 12, quantity=[1, 2], price=8)
    f.add("auth_users", 5, id=one, email=mail, password_hash=uid(9), role=["user", "restaurant"])


def _vtys(f: Filler) -> None:
    f.add("courses", 12, id=one, name=WORDS[:12])
    f.add("users", 8, id=one, username=PEOPLE, password=uid(9), role=["STUDENT", "STUDENT",
        "STUDENT", "TEACHER"])
    f.add("user_courses", 40, user_id=lambda i: 1 + i % 5, course_id=lambda i: 1 + pair(i))


def _fitness(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9))
    f.add("workout", 40, id=one, user_id=lambda i: 1 + i % 5, workout_name=lambda i:
        WORDS[thing(i)], discription=lambda i: f"It was the {i}th", workout_date=day)


def _treeni(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9))
    f.add("workouts", 40, id=one, user_id=lambda i: 1 + i % 5, date=day, workout=lambda i:
        WORDS[thing(i)], duration=f.pick(20, 90), description=lambda i: f"It was the {i}th",
        visible=[1, 1, 1, 0])


def _tinder(f: Filler) -> None:
    f.add("users", 5, user_id=one, name=PEOPLE[:5], created_at=past, updated_at=past, session_id=
        uid(8))
    f.add("anime_data", 12, anime_id=one, title=WORDS[:12], image="a.jpg", description="Drawn",
        year=["2019", "2020"], genre=["Drama", "Crime"], company=ARTISTS)
    swiped: dict[str, Cells] = {"created_at": iso, "updated_at": lambda i: iso(i + 1)}
    f.add("likeunlike", 45, id=one, user_id=lambda i: 1 + i % 5, anime_id=lambda i: 1 + pair(i),
        status=[1, 0, 2, 1], **swiped)
    f.add("recommended", 15, id=one, user_id=lambda i: 1 + i % 5, anime_id=lambda i: 1 + pair(i +
        45), **swiped)


def _collection(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9), role=["user", "admin"])
    f.add("anime", 40, id=one, title=lambda i: WORDS[pair(i)], status=["Completed", "Watching",
        "On Hold", "Completed"], user_id=lambda i: 1 + i % 5)
    f.add("session", 3, sid=uid(7), sess="{}", expire=iso)


def _link(f: Filler) -> None:
    f.add("users", 5, user_id=one, username=PEOPLE[:5], password=uid(9))
    f.add("animes", 12, mal_id=lambda i: 200 + i * 31, title=WORDS[:12], image_url=url, broadcast=
        "Saturdays at 23:30")
    f.add("useranime", 45, is_favorite=[0, 0, 1], is_watching=[0, 1, 0, 0], is_watched=[1, 0, 1, 0,
        1], following=[0, 1], mal_id=lambda i: 200 + pair(i) * 31, user_id=lambda i: 1 + i % 5)


def _anime_list(f: Filler) -> None:
    f.add("users", 5, user_id=one, username=PEOPLE[:5], password=uid(9), email=mail, profile_pic=
        "a.png")
    f.add("user_anime_list", 40, id=one, user_id=lambda i: 1 + i % 5, status=["completed",
        "watching", "plan_to_watch", "completed", "dropped"], score=lambda i: 1 + i % 10,
        episodes_watched=[12, 4, 0, 24, 2], start_date=lambda i: None if i % 5 == 2 else day(i),
        finish_date=lambda i: day(i + 9) if i % 5 in (0, 3) else None, mal_id=lambda i: 200 +
        pair(i) * 31)
    f.add("anime", 12, anime_id=one, title=WORDS[:12], image_url=url)


def _gym(f: Filler) -> None:
    f.add("users", 6, id=one, username=PEOPLE[:6], password=uid(9), displayname=PEOPLE[:6], weight=
        70, height=1.7, gender=["f", "m"], profilepic="a.png")
    f.add("events", 12, id=one, event_name=WORDS[:12], event_date=day, event_time="18:00", event_max
        =20, event_location=["Park", "Hall"], create_user_id=lambda i: 1 + i % 2)
    f.add("attendance_list", 40, id=one, user_id=lambda i: 1 + i % 5, event_id=lambda i: 1 +
        pair(i))
    f.add("sports_log", 40, id=one, timer=f.pick(300, 5_000), date_create=day, sports_type=["Yoga",
        "Dance", "HIIT", "Skipping", "Boxing"], user_id=lambda i: 1 + i % 6, deleted=[0, 0, 0, 1])
    f.add("youtube", 5, id=one, sports_type=["Yoga", "Dance", "HIIT", "Skipping", "Boxing"],
        video_link=lambda i: f"xY{i}kk01_z{i}")
    f.add("gym_room", 6, id=one, district_en=["East", "West"], name_en=WORDS[12:18], address_en=
        "3 Main Street", size_en="121m2", longitude=lambda i: 114.1 + i, latitude=lambda i: 22.2 +
        i)


def _museums(f: Filler) -> None:
    f.add("countries", 3, id=one, name=["France", "Spain", "Peru"])
    f.add("artists", 4, id=one, name=ARTISTS, countryid=lambda i: 1 + i % 3, century="XIX")
    f.add("museums", 12, id=one, name=WORDS[:12], location=["Paris", "Lima"])
    f.add("paintings", 20, id=one, name=WORDS[:20], artistid=lambda i: 1 + i % 4, museumid=lambda i:
        1 + i % 12, year=lambda i: 1850 + i)
    f.add("users", 5, id=one, login=PEOPLE[:5], password=uid(9), email=mail, salt=uid(3), token=
        uid(4), activity=iso)
    f.add("usersmuseums", 40, userid=lambda i: 1 + i % 5, museumid=lambda i: 1 + pair(i))


def _purchases(f: Filler) -> None:
    f.add("products", 40, id=one, date=iso, title=lambda i: WORDS[thing(i)], cost=f.pick(3, 90))
    f.add("users", 5, id=one, name=PEOPLE[:5], password_hash=uid(9))
    f.add("users_products", 40, id=one, user_id=lambda i: 1 + i % 5, product_id=one)
    f.add("receipts", 6, id=one, body='{"total": 12}')
    f.add("users_receipts", 6, id=one, user_id=lambda i: 1 + i % 5, receipt_id=one)


def _retail(f: Filler) -> None:
    f.add("Users", 5, user_id=one, username=PEOPLE[:5], email=mail, password=uid(9), created_at=
        past)
    f.add("Products", 12, product_id=one, name=WORDS[:12], description="Useful", price=lambda i:
        3.5 + i, stock_quantity=f.pick(0, 40), created_at=past)
    f.add("Orders", 30, order_id=one, user_id=lambda i: 1 + i % 5, order_date=iso, total_amount=
        f.pick(10, 90))
    f.add("Order_Items", 60, order_item_id=one, order_id=lambda i: 1 + i // 2, product_id=lambda i:
        1 + (pair(i // 2) + i % 2 * 5) % 12, quantity=[1, 2], price=7)


def _snowing(f: Filler) -> None:
    # Corrected after the first run: a chapter is of one book.
    f.add("progress", 60, id=one, user_id=lambda i: 1 + i % 5, book_id=lambda i: 1 + i // 20 % 2,
        chapter_id=lambda i: 1 + i // 20, subchapter_id=lambda i: 1 + i // 10, section_id=lambda i:
        1 + i // 5, section_rating=[4.5, 3, None], section_time=f.pick(30, 900), start_timestamp=
        iso, end_timestamp=lambda i: iso(i + 1))


_LINES = "order_items l JOIN orders o ON o.id = l.order_id"
_RETAIL = "Order_Items l JOIN Orders o ON o.order_id = l.order_id"
_HELD = "attendance_list a JOIN events e ON e.id = a.event_id"
_BOUGHT = "users_products u JOIN products p ON p.id = u.product_id"
_READ = ("1", "status <> 'Plan-to-read'", "status = 'Finished'",
    "status IN ('Finished', 'Reading')", "status IN ('Finished', 'Dropped')")

CASES: dict[str, tuple[Fill, Right]] = {
    "Popcorn-Bot": (_popcorn, [(plays("films", "film_id", "0", "'me'", "watch_status"), titles(
        "films", "film_id"))]),
    # A person's own file; what the songs are is in another one.
    "smilin_streaming": (_smilin, [(plays("song_history", "song_id", "0", "'me'"), None)]),
    # Who reviews a book that he plans to read has not read it, though he has to give it a grade.
    "tsoha books": (_tsoha, [(plays("reviews", "book_id", "0", "user_id", where), titles("books",
        "id", "bookname")) for where in _READ]),
    "Book-Notes-App": (_notes, [(plays("books", item, "0", "user_id"), titles("books", item))
        for item in ("id", "title")]),
    # An array of PostgreSQL names what was ordered: to be asked about.
    "Food-Pick-up-Ordering": (_pick_up, []),
    "FastEats": (_fast, [(plays(_LINES, "l.menu_item_id", "o.created_at", "o.user_id", where),
        titles("menu_items", "id", "name")) for where in ("1", "o.status = 'delivered'",
        "o.status <> 'pending'")]),
    "vtys_proje": (_vtys, [(plays("user_courses", "course_id", "0", "user_id"), titles("courses",
        "id", "name"))]),
    "Fitness-App": (_fitness, [(plays("workout", item, "workout_date", "user_id"), titles("workout",
        item, "workout_name")) for item in ("workout_name", "id")]),
    "treenisovellus": (_treeni, [(plays("workouts", item, "date", "user_id", where), titles(
        "workouts", item, "workout")) for item in ("workout", "id") for where in ("1", "visible")]),
    # Liked is supposed to be 1, and 2 may be that it was seen; nothing in the file says so.
    "anime-tinder": (_tinder, [(plays("likeunlike", "anime_id", when, "user_id", where), titles(
        "anime_data", "anime_id")) for when in ("created_at", "updated_at") for where in (
        "status = 1", "status IN (1, 2)")]),
    "AnimeCollection": (_collection, [(plays("anime", item, "0", "user_id", where), titles("anime",
        item)) for item in ("id", "title") for where in ("1", "status = 'Completed'",
        "status IN ('Completed', 'Watching')")]),
    "anime-link": (_link, [(plays("useranime", "mal_id", "0", "user_id", where), titles("animes",
        "mal_id")) for where in ("is_watched", "is_watched OR is_watching")]),
    # The numbers are those of a service, and not those of the table of titles.
    "anime collection": (_anime_list, [(plays("user_anime_list", "mal_id", when, "user_id", where),
        None) for when in ("start_date", "finish_date", "0") for where in (
        "status <> 'plan_to_watch'", "status = 'completed'", "status IN ('completed', 'watching')",
        "status IN ('completed', 'watching', 'dropped')", "episodes_watched > 0",
        "status = 'completed' AND episodes_watched > 0", "start_date IS NOT NULL",
        "finish_date IS NOT NULL")]),
    # Two histories, of what was attended and of what sport was done.
    "Happy-Gym": (_gym, [(plays("attendance_list", "event_id", "0", "user_id"), titles("events",
        "id", "event_name")), (plays(_HELD, "a.event_id", "e.event_date", "a.user_id"), titles(
        "events", "id", "event_name")), (plays("sports_log", "sports_type", "date_create",
        "user_id", "NOT deleted"), None)]),
    "RPO museums": (_museums, [(plays("usersmuseums", "museumid", "0", "userid"), titles("museums",
        "id", "name"))]),
    "RTUITLAB purchases": (_purchases, [(plays(_BOUGHT, item, when, "u.user_id"), titles("products",
        item.removeprefix("p."))) for item in ("p.id", "p.title") for when in ("0", "p.date")]),
    "Retail": (_retail, [(plays(_RETAIL, "l.product_id", "o.order_date", "o.user_id"), titles(
        "Products", "product_id", "name"))]),
    "snowing.ai": (_snowing, [(plays("progress", item, when, "user_id"), None) for item in (
        "section_id", "subchapter_id", "chapter_id", "book_id") for when in ("end_timestamp",
        "start_timestamp")]),
}
