"""Twenty more, two for each of ten kinds: what the first answers of a search for each name.

The rule: for each of ten kinds (concerts, exercises, courses, trails, anime, wines, restaurants,
museums, manga, audiobooks) the first two named repositories with a history, of the answers to one
search for ``CREATE TABLE <things> <uses> ... schema.sql``, or to a second one in other words where
the first named fewer, whose whole schema can be read and that no earlier set has. (Five more kinds
were searched for whose answers named no two: recipes, board games, articles, plants, apps.)

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right, pair, plays, thing, titles
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Filler,
    day,
    headline,
    iso,
    mail,
    one,
    past,
    seconds,
    uid,
    url,
)

# One line a few columns: the rows are tables.
# fmt: off




def _concert(f: Filler) -> None:
    f.add("concert", 12, id=one, concert_name=lambda i: f"{WORDS[i]} Tour", concert_description=
        "Loud", concert_location=["Hall", "Barn"], concert_date=iso, created_at=past, updated_at=
        past)
    f.add("ticket", 24, id=one, concert_id=lambda i: 1 + i % 12, ticket_class=lambda i: "AB"[i //
        12], ticket_total=90, ticket_amount=f.pick(20, 90), ticket_purchase_start=past,
        ticket_purchase_end=past, created_at=past, updated_at=past, ticket_remaining=f.pick(0, 90))
    f.add("purchase", 60, id=one, ticket_id=lambda i: 1 + (i * 5) % 24, user_id=lambda i: 1 + i % 6,
        purchase_status=["2", "2", "1", "3", "2", "4"], created_at=iso, updated_at=iso)


def _concerts_and_tickets(f: Filler) -> None:
    f.add("roles", 2, id=one, name=["USER", "ARTIST"])
    f.add("credentials", 8, id=one, email=mail, password=uid(9))
    f.add("users", 8, id=one, credentials_id=one, phone_number=lambda i: f"+37529{i:07}", firstname=
        PEOPLE, surname=lambda i: f"{PEOPLE[i % 8]}son")
    f.add("artists", 3, users_id=lambda i: 6 + i, nickname=ARTISTS[:3], avatar=url, id=one,
        short_quote="Hey", long_quote="Hey hey")
    f.add("genres", 3, id=one, name=["Rap", "Rock", "Folk"])
    f.add("locations", 2, id=one, title=["Hall", "Barn"], address="Main St", capacity=900)
    f.add("events", 12, id=one, title=WORDS[:12], artists_id=lambda i: 1 + i % 3, locations_id=
        lambda i: 1 + i % 2, descriptions="Loud", occupied_places=15, age_limit=18, dates=day,
        continuance="3:00:00", price=150)
    f.add("tickets", 50, id=one, user_id=lambda i: 1 + i % 5, event_id=lambda i: 1 + thing(i),
        order_date=day, qr_code=uid(4))
    f.add("artists_genres", 4, id=one, artists_id=lambda i: 1 + i % 3, genres_id=lambda i: 1 + i %
        3)
    f.add("user_roles", 8, users_id=one, roles_id=lambda i: 1 + (i > 4))


def _workout_api(f: Filler) -> None:
    f.add("users", 4, id=one, firstName=PEOPLE[:4], lastName=lambda i: f"{PEOPLE[i]}son", email=
        mail, createdAt=seconds, updatedAt=seconds)
    f.add("exercises", 20, id=one, userId=lambda i: 1 + i % 4, name=WORDS[:20], createdAt=seconds,
        updatedAt=seconds)
    f.add("sets", 90, id=one, exerciseId=lambda i: 1 + (i * 7) % 20, weight=f.pick(20, 90), reps=
        f.pick(5, 12), createdAt=seconds, updatedAt=seconds)
    f.add("tags", 4, id=one, userId=one, name=["legs", "push", "pull", "core"], createdAt=seconds,
        updatedAt=seconds)
    f.add("exercises_tags", 20, id=one, exerciseId=one, tagId=lambda i: 1 + i % 4, createdAt=
        seconds)


def _many_to_many(f: Filler) -> None:
    f.add("exercises", 12, id=one, name=WORDS[:12])
    f.add("workouts", 20, id=one, name=lambda i: f"Workout {i + 1}", date=day)
    f.add("exercise_workouts", 60, id=one, exercise_id=lambda i: 1 + thing(i), workout_id=lambda i:
        1 + i // 3)


def _lmsproj(f: Filler) -> None:
    f.add("users", 6, id=one, username=PEOPLE[:6], password_hash=uid(9), role=["student"] * 5 + [
        "admin"])
    f.add("courses", 12, id=one, title=WORDS[:12], description="All of it")
    f.add("lessons", 48, id=one, course_id=lambda i: 1 + i % 12, title=headline, position=lambda i:
        1 + i // 12)
    f.add("enrollments", 30, user_id=lambda i: 1 + i % 5, course_id=lambda i: 1 + pair(i))
    f.add("lesson_completions", 60, user_id=lambda i: 1 + i % 5, lesson_id=lambda i: 1 + (i // 5 + i
        % 5 * 7) % 48, completed_at=iso)
    f.add("certificates", 4, id=one, user_id=lambda i: 1 + i, course_id=lambda i: 1 + i, token=uid(
        4), issued_at=iso)
    f.add("videos", 24, id=one, lesson_id=one, title=headline, video_url=url)
    f.add("texts", 12, id=one, lesson_id=lambda i: 25 + i, title=headline, content="Read this")
    f.add("mcqs", 12, id=one, lesson_id=lambda i: 37 + i, question=lambda i: f"Why {WORDS[i]}?",
        options="[]", correct_option_index=1)
    f.add("mcq_submissions", 20, id=one, user_id=lambda i: 1 + i % 5, mcq_id=lambda i: 1 + i // 5,
        selected_option_index=lambda i: i % 3, is_correct=lambda i: int(i % 3 == 1), submitted_at=
        iso)
    f.add("sessions", 3, token=uid(6), data=b"x", expiry=2_460_000.5)


def _course_recommendation(f: Filler) -> None:
    f.add("users", 5, id=one, user_name=PEOPLE[:5])
    f.add("enrollments", 40, id=one, user_id=lambda i: 1 + i % 5, course=lambda i: WORDS[pair(i)],
        c_subject=lambda i: ["Web", "Music", "Finance"][pair(i) % 3], progress=f.pick(0, 100))


def _hike971(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], userlocation="Portland", usermaxdistance=20)
    f.add("trails", 12, id=one, trailname=lambda i: f"{WORDS[i]} Trail", difficulty=["easy",
        "hard"], location="Gorge", latitude=45.5, longitude=-122.1, distance=f.pick(2, 20))
    f.add("journals", 50, id=one, trailid=lambda i: 1 + thing(i), userid=lambda i: 1 + i % 5,
        createdat=day, bestseason=["summer", "fall", "spring"], didthehike=["yes", "yes", "no",
        "yes"], notes=lambda i: f"Mud at mile {i}")


def _food_app(f: Filler) -> None:
    f.add("users", 5, user_id=one, username=PEOPLE[:5], password=b"x")
    f.add("hikes", 40, id=one, user_id=lambda i: 1 + i % 5, hike_id=lambda i: uid(3)(pair(i)),
        title=lambda i: f"{WORDS[pair(i)]} Loop", parkSource="nps", park=lambda i: ["Zion",
        "Acadia", "Arches"][pair(i) % 3], shortDescription="A walk", longDescription=
        "A long walk along the river", duration="1-3 Hours", time="", arePetsPermitted="false",
        petsDescription="", isReservationRequired="false", doFeesApply="true", feeDescription="",
        age="", image=url)


def _react_anime_app(f: Filler) -> None:
    f.add("users", 5, user_id=one, email=mail, password=uid(9), username=PEOPLE[:5], created_on=
        past)
    f.add("lists", 15, list_id=one, code=lambda i: i // 5 + 1, user_id=lambda i: 1 + i % 5, name=
        lambda i: ["Watchlist", "Planning", "Completed"][i // 5], created_on=past)
    f.add("listed_animes", 60, listed_anime_id=one, list_id=lambda i: 1 + i % 5 + i // 5 % 3 * 5,
        user_id=lambda i: 1 + i % 5, anime_id=lambda i: 900 + 7 * pair(i), anime_cover=url,
        anime_title=lambda i: WORDS[pair(i)], added_on=iso)
    f.add("favorite_animes", 20, favorite_anime_id=one, user_id=lambda i: 1 + i % 5, anime_id=lambda
        i: 900 + 7 * pair(i), anime_cover=url, anime_title=lambda i: WORDS[pair(i)], added_on=iso)


def _anime_trek(f: Filler) -> None:
    f.add("users", 5, id=one, email=mail, encrypted_password=uid(9), created_at=past, updated_at=
        past, username=PEOPLE[:5], points=f.pick(0, 90), slug=lambda i: PEOPLE[i].lower())
    f.add("achievements", 3, id=one, name=["First", "Tenth", "Fan"], description="Well done",
        points=5, created_at=past, updated_at=past)
    f.add("animes", 12, id=one, title=WORDS[:12], synopsis="A story", date_start=past, genre=
        "Action", rating=f.pick(1, 9), image=url, created_at=past, updated_at=past, episodecount=12,
        api_id=lambda i: 900 + 7 * i, rank=one, status="Finished Airing", slug=lambda i:
        WORDS[i].lower().replace(" ", "-"))
    f.add("episodes", 48, id=one, title=headline, date_aired=past, created_at=past, updated_at=past,
        anime_id=lambda i: 1 + i % 12, episodenumber=lambda i: 1 + i // 12, duration=24)
    f.add("comments", 20, id=one, content="Wow", user_id=lambda i: 1 + i % 5, episode_id=lambda i: 1
        + (i * 7) % 48, created_at=iso, updated_at=iso)
    f.add("reviews", 30, id=one, content="Good", rating=f.pick(1, 5), likes=0, user_id=lambda i: 1 +
        i % 5, anime_id=lambda i: 1 + pair(i), created_at=iso, updated_at=iso)
    f.add("watchlists", 40, id=one, status=[1, 0, 1], notes="Soon", user_id=lambda i: 1 + i % 5,
        anime_id=lambda i: 1 + pair(i), created_at=iso, updated_at=iso)
    f.add("user_achievements", 6, id=one, user_id=lambda i: 1 + i % 5, achievement_id=lambda i: 1 +
        i % 3, created_at=iso, updated_at=iso)


def _vine_on(f: Filler) -> None:
    f.add("USERS", 6, id=one, user_name=PEOPLE[:6], password=uid(9), role_id=lambda i: 1 + (i == 5))
    f.add("ROLES", 2, id=one, name=["CUSTOMER", "STORE"])
    f.add("CUSTOMER", 5, id=one, first_name=PEOPLE[:5], surname=lambda i: f"{PEOPLE[i]}son",
        birth_date=past)
    f.add("STORE", 3, id=one, store_name=["Hill", "Moss", "Dale"], city="Lodz")
    f.add("WINES", 12, id=one, name=WORDS[:12], country="Spain", year=f.pick(1990, 2020))
    f.add("STORE_GRADES", 12, id=one, store_id=lambda i: 1 + i % 3, users_id=lambda i: 1 + i % 5,
        rating=f.pick(1, 5), description="Nice")
    f.add("WINE_GRADES", 40, id=one, wines_id=lambda i: 1 + pair(i), users_id=lambda i: 1 + i % 5,
        rating=f.pick(1, 5), description="Dry")
    f.add("STORE_WINES", 24, store_id=lambda i: 1 + i % 3, wines_id=lambda i: 1 + i % 12)
    f.add("USERS_WINES", 20, users_id=lambda i: 1 + i % 5, wines_id=lambda i: 1 + pair(i + 5))


def _wine_review(f: Filler) -> None:
    f.add("reviewer", 5, id=one, email=mail, firstname=PEOPLE[:5], lastname=lambda i:
        f"{PEOPLE[i]}son")
    f.add("wine", 12, id=one, maker=ARTISTS, wine_name=WORDS[:12], year_of_harvest=f.pick(1990,
        2020), price=19.5, review="Dry")
    f.add("place", 4, id=one, state="Croatia", city=["Osijek", "Split", "Zadar", "Pula"], place=[
        "Cellar", "Hall", "Barn", "Pier"])
    f.add("tasting", 40, id_reviewer=lambda i: 1 + i % 5, id_wine=lambda i: 1 + pair(i), id_place=
        lambda i: 1 + i % 4)
    f.add("admin", 1, id=one, email="root@mail.example", firstname="Ro", lastname="Ot")


def _restaurant_booking(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9), email=mail)
    f.add("restaurants", 12, id=one, name=WORDS[:12], address="Main St", phone="555")
    f.add("reservations", 50, id=one, user_id=lambda i: 1 + i % 5, restaurant_id=lambda i: 1 +
        thing(i), reservation_date=iso, number_of_guests=f.pick(1, 6))


def _first_for_food(f: Filler) -> None:
    f.add("users", 6, user_id=one, username=PEOPLE[:6], email=mail, password=uid(9), created_at=
        past)
    f.add("menus", 12, menu_id=one, food_name=WORDS[:12], food_desc="Hot", price="9", user_id=6,
        created_at=past)
    f.add("orders", 50, order_id=one, phone="555", addr="Main St", qty="2", amount="18", status=[
        "COMPLETE", "COMPLETE", "PROCESSING", "CANCELLED"], user_id=lambda i: 1 + i % 5, menu_id=
        lambda i: 1 + thing(i), created_at=iso)


def _museum_visits(f: Filler) -> None:
    f.add("visiting_user", 5, user_id=one, user_name=PEOPLE[:5], created=past)
    f.add("museum_visit", 50, user_id=lambda i: 1 + i % 5, visit_id=one, museum_name=lambda i:
        f"{WORDS[thing(i)]} Museum", department=["History", "Art"], visit_start_tz=iso,
        visit_start_local=iso, visit_end_tz=lambda i: iso(i)[:17] + "59", visit_end_local=lambda i:
        iso(i)[:17] + "59", created=iso, visit_history="{}")


def _mdk0101(f: Filler) -> None:
    f.add("User", 5, id=one, number=lambda i: f"7900{i:07}", name=PEOPLE[:5], surname=lambda i:
        f"{PEOPLE[i]}son")
    f.add("Personal", 2, id=one, number=lambda i: f"7911{i:07}", name=["Flo", "Gus"], surname=[
        "Moss", "Hill"], power_level=1)
    f.add("Museum", 4, id=one, name=lambda i: f"{WORDS[i]} Museum", exhibitId=one)
    f.add("Exhibit", 12, id=one, museumId=lambda i: 1 + i % 4, name=WORDS[4:16], discription="Old")
    f.add("Excursion", 12, id=one, date_start=day, museumId=lambda i: 1 + i % 4, presonalId=lambda
        i: 1 + i % 2, exhibitId=one)
    f.add("Exhibit_expansion", 12, id=one, exhibitId=one, excursionId=one)
    f.add("Ticket", 50, id=one, excursionId=lambda i: 1 + thing(i), userId=lambda i: 1 + i % 5,
        price=300)


def _diplome(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], email=mail, password_hash=uid(9), provider=
        "local", created_at=past)
    f.add("authors", 4, id=one, name=ARTISTS, country="Japan")
    f.add("genres", 3, id=one, name=["Action", "Drama", "Comedy"])
    f.add("comics", 12, id=one, title=WORDS[:12], description="A story", author_id=lambda i: 1 + i %
        4, release_year=2015, status="ongoing", rating=4.5, created_at=past, cover_url=url)
    f.add("chapters", 48, id=one, comic_id=lambda i: 1 + i % 12, title=lambda i:
        f"Chapter {1 + i // 12}", chapter_number=lambda i: 1 + i // 12, created_at=past)
    f.add("chapter_pages", 96, id=one, chapter_id=lambda i: 1 + i % 48, page_number=lambda i: 1 + i
        // 48, image_url=url, created_at=past)
    f.add("comic_genres", 12, comic_id=one, genre_id=lambda i: 1 + i % 3)
    f.add("covers", 12, id=one, comic_id=one, image_url=url, is_main=1)
    f.add("favorites", 15, user_id=lambda i: 1 + i % 5, comic_id=lambda i: 1 + pair(i), created_at=
        iso)
    f.add("ratings", 20, id=one, user_id=lambda i: 1 + i % 5, comic_id=lambda i: 1 + pair(i),
        value=f.pick(1, 10))
    f.add("friend_requests", 3, id=one, from_user_id=one, to_user_id=lambda i: 2 + i, status=
        "accepted", created_at=iso)
    f.add("user_comic_lists", 40, id=one, user_id=lambda i: 1 + i % 5, comic_id=lambda i: 1 +
        pair(i), status=["reading", "planned", "completed", "dropped"], progress=f.pick(0, 4),
        created_at=iso, updated_at=lambda i: iso(i + 50))
    f.add("reading_progress", 40, id=one, user_id=lambda i: 1 + i % 5, comic_id=lambda i: 1 +
        pair(i), chapter_id=lambda i: 1 + pair(i) + i % 4 * 12, page=f.pick(1, 20), updated_at=
        iso)


def _manga_app(f: Filler) -> None:
    f.add("user", 5, id=one, username=PEOPLE[:5], password=uid(9), email=mail)
    f.add("manga", 12, id=one, manga_title=WORDS[:12], manga_chapter=lambda i: str(i % 4 + 1),
        manga_page=lambda i: str(i + 3))
    f.add("user_manga", 30, user_id=lambda i: 1 + i % 5, manga_id=lambda i: 1 + pair(i))


def _audio_bookmarks(f: Filler) -> None:
    f.add("Users", 3, id=one, email=mail, password=uid(9))
    f.add("Audiobooks", 30, id=one, name=headline, author=ARTISTS, description="Long", publish_year=
        f.pick(1950, 2015), storage_url=url, created_timestamp=iso, audio_position_seconds=lambda i:
        i * 31 if i % 3 else 0)


def _bookclub(f: Filler) -> None:
    f.add("users", 5, id=one, email=mail, first_name=PEOPLE[:5], last_name=lambda i:
        f"{PEOPLE[i]}son")
    f.add("books", 12, id=one, book_author=ARTISTS, book_name=WORDS[:12], img=url, description=
        "Long")
    f.add("progress", 70, id=one, timestamp=iso, book_id=lambda i: 1 + thing(i), user_id=lambda i:
        1 + i % 5, progress=lambda i: 10 + i)


_PURCHASES = ("purchase p JOIN ticket t ON t.id = p.ticket_id", "t.concert_id", "p.created_at",
    "p.user_id")
_LISTED = "listed_animes a JOIN lists l ON l.list_id = a.list_id"
_TICKETS = "Ticket t JOIN Excursion e ON e.id = t.excursionId"
_LISTED_TITLES = "SELECT DISTINCT anime_id AS item, anime_title AS title FROM listed_animes"
_COMIC_CHAPTERS = "SELECT c.id AS item, m.title FROM chapters c JOIN comics m ON m.id = c.comic_id"

CASES: dict[str, tuple[Fill, Right]] = {
    # Only a comment says that 1 is booked, 2 paid, 3 expired and 4 cancelled.
    "concert": (_concert, [(plays(*_PURCHASES, f"p.purchase_status IN ({states})"), titles(
        "concert", "id", "concert_name")) for states in ("'1', '2'", "'2'")]),
    "Concerts_and_tickets": (_concerts_and_tickets, [(plays("tickets", "event_id", "order_date",
        "user_id"), titles("events"))]),
    # Each person's exercises are his own.
    "workout-api": (_workout_api, [(plays("sets s JOIN exercises e ON e.id = s.exerciseId",
        "s.exerciseId", "s.createdAt", "e.userId"), titles("exercises", "id", "name"))]),
    "Many to many": (_many_to_many, [(plays(
        "exercise_workouts x JOIN workouts w ON w.id = x.workout_id", "x.exercise_id", "w.date",
        "'me'"), titles("exercises", "id", "name"))]),
    # The lessons that somebody completed, or the courses that he takes.
    "lmsproj": (_lmsproj, [(plays("lesson_completions", "lesson_id", "completed_at", "user_id"),
        titles("lessons")), (plays("enrollments", "course_id", "0", "user_id"), titles(
        "courses"))]),
    "Course recommendation": (_course_recommendation, [(plays("enrollments", "course", "0",
        "user_id", where), "SELECT DISTINCT course AS item, course AS title FROM enrollments")
        for where in ("1", "progress > 0")]),
    # Who did not do the hike says so.
    "971Hike": (_hike971, [(plays("journals", "trailid", "createdat", "userid",
        "didthehike = 'yes'"), titles("trails", "id", "trailname"))]),
    # The hikes that somebody saved; the time is how long one takes, or nothing.
    "food-app": (_food_app, [(plays("hikes", item, "0", "user_id"),
        f"SELECT {item} AS item, title FROM hikes") for item in ("hike_id", "title", "id")]),
    # Favourites, or what is on a list that is not of plans.
    "react-anime-app": (_react_anime_app, [(plays("favorite_animes", "anime_id", "added_on",
        "user_id"), "SELECT DISTINCT anime_id AS item, anime_title AS title FROM favorite_animes"),
        (plays(_LISTED, "a.anime_id", "a.added_on", "a.user_id", "l.name = 'Completed'"),
        _LISTED_TITLES)]),
    # What was reviewed, or what is watched of the list: its status is true or false.
    "anime-trek": (_anime_trek, [(plays("reviews", "anime_id", "created_at", "user_id"), titles(
        "animes")), *((plays("watchlists", "anime_id", when, "user_id", "status"), titles(
        "animes")) for when in ("0", "created_at", "updated_at"))]),
    "vineOn": (_vine_on, [(plays("WINE_GRADES", "wines_id", "0", "users_id"), titles("WINES", "id",
        "name"))]),
    "WineReview": (_wine_review, [(plays("tasting", "id_wine", "0", "id_reviewer"), titles("wine",
        "id", "wine_name"))]),
    "RestaurantBookingApp": (_restaurant_booking, [(plays("reservations", "restaurant_id",
        "reservation_date", "user_id"), titles("restaurants", "id", "name"))]),
    "FirstForFood": (_first_for_food, [(plays("orders", "menu_id", "created_at", "user_id", where),
        titles("menus", "menu_id", "food_name")) for where in ("status <> 'CANCELLED'",
        "status = 'COMPLETE'")]),
    # When a visit began is written twice.
    "museum visits": (_museum_visits, [(plays("museum_visit", "museum_name", when, "user_id"),
        "SELECT DISTINCT museum_name AS item, museum_name AS title FROM museum_visit") for when in
        ("visit_start_tz", "visit_start_local")]),
    # A ticket of an excursion to a museum, or to one thing in it.
    "mdk0101": (_mdk0101, [(plays(_TICKETS, item, when, "t.userId"), described) for item, described
        in (("e.museumId", titles("Museum", "id", "name")), ("e.exhibitId", titles("Exhibit", "id",
        "name")), ("t.excursionId", None)) for when in ("e.date_start", "0")]),
    # Where somebody is in a comic, or what his list says.
    "diplome": (_diplome, [(plays("reading_progress", "comic_id", "updated_at", "user_id"), titles(
        "comics")), (plays("reading_progress", "chapter_id", "updated_at", "user_id"),
        _COMIC_CHAPTERS), *((plays("user_comic_lists", "comic_id", when, "user_id",
        "status <> 'planned'"), titles("comics")) for when in ("updated_at", "created_at"))]),
    "manga-appNB": (_manga_app, [(plays("user_manga", "manga_id", "0", "user_id"), titles("manga",
        "id", "manga_title"))]),
    # Whose they are nothing says.
    "audio_bookmarks": (_audio_bookmarks, [(plays("Audiobooks", "id", when, "'me'",
        "audio_position_seconds > 0"), titles("Audiobooks", "id", "name")) for when in ("0",
        "created_timestamp")]),
    "bookclub": (_bookclub, [(plays("progress", "book_id", "timestamp", "user_id"), titles("books",
        "id", "book_name"))]),
}
