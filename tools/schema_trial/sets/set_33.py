"""Twenty more, of the kinds of applications that a recommender is for.

The rule, written down before the first search (docs/trials-30-31.md): of each of ten kinds the
first two named repositories of the answers to a search of public code with a whole schema that has
a history of uses, that no earlier set has and that was not looked at before. Films, series,
recipes, podcasts, wines, beers and articles gave none, games and trails one each.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right, pair, plays, thing, titles
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Cells,
    Filler,
    Maker,
    Value,
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


def _spotify(f: Filler) -> None:
    f.add("users", 3, user_id=uid(5), display_name=PEOPLE[:3], country="NO")
    f.add("tracks", 12, track_id=uid(6), name=WORDS[:12], artist=ARTISTS, album=WORDS[12:15],
        duration_ms=200_000, popularity=f.pick(1, 99))
    f.add("listening_history", 60, id=one, user_id=lambda i: uid(5)(i % 3), track_id=lambda i:
        uid(6)(thing(i)), played_at=iso)


def _katty(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9), preferences="folk", created_at=
        past)
    f.add("liked_songs", 40, id=one, user_id=lambda i: 1 + i % 5, track_id=lambda i:
        f"6rqhFgbbKwnb9MLmUQ{pair(i):04}", created_at=iso)


def _blob(kind: int) -> Maker:
    return lambda i: bytes([kind, *([i + 1] * 15)])


def _comicbox(f: Filler) -> None:
    book, user = _blob(1), _blob(2)
    common: dict[str, Cells] = {"created_at": past, "updated_at": past, "update_map": "{}"}
    f.add("series", 4, name=WORDS[:4], first_book_id=book, first_book_cover_page=0, anilist_id=
        lambda i: 30_000 + i * 17, **common)
    f.add("books", 24, id=book, title=lambda i: f"Vol. {1 + i // 4}: {WORDS[i]}", volume=lambda i:
        1.0 + i // 4, series=lambda i: WORDS[i % 4], authors='["Mira Voss"]', pages="[]",
        page_count=200, rtl=1, sort=lambda i: f"{WORDS[i % 4]}|{i // 4:05}", file=lambda i:
        f"/comics/{i}.cbz", download_size=90_000, **common)
    f.add("users", 3, id=user, username=PEOPLE[:3], password=_blob(9), **common)
    f.add("user_books", 45, created_at=iso, updated_at=lambda i: iso(i + 1), update_map="{}",
        book_id=lambda i: book((i // 3 + i % 3 * 5) % 24), user_id=lambda i: user(i % 3),
        current_page=lambda i: 1 + i * 7 % 199)
    f.add("user_series", 12, created_at=iso, updated_at=iso, update_map="{}", series_name=lambda i:
        WORDS[i // 3], user_id=lambda i: user(i % 3), list=["reading", "completed", "planning",
        "dropped"], last_read_at=lambda i: iso(i + 40), latest_book_id=book)
    f.add("roles", 2, id=one, name=["admin", "reader"], scopes="[]")


def _library(f: Filler) -> None:
    f.add("user", 5, id=one, name=PEOPLE[:5], email=mail)
    f.add("book", 12, id=one, title=WORDS[:12], binding=["Paperback", "Hardback"], quantity=[1, 3])
    f.add("borrow", 30, id=one, book_id=lambda i: 1 + pair(i), user_id=lambda i: 1 + i % 5,
        borrowed_at=day)


def _games(f: Filler) -> None:
    made: dict[str, Cells] = {"created_at": iso, "updated_at": iso}
    f.add("users", 5, id=one, name=PEOPLE[:5], steamid=lambda i: 76_561_198 + i * 7_919,
        password_digest=uid(9), **made)
    f.add("games", 12, id=one, app_id=lambda i: 440 + i * 10, name=WORDS[:12], desc="A game",
        created_at=past, updated_at=past)
    f.add("owned_games", 40, id=one, user_id=lambda i: 1 + i % 5, game_id=lambda i: 1 + pair(i),
        app_id=lambda i: 440 + pair(i) * 10, **made)
    f.add("followed_games", 12, id=one, user_id=lambda i: 1 + i % 5, game_id=lambda i: 1 + pair(i +
        45), app_id=lambda i: 440 + pair(i + 45) * 10, **made)
    f.add("friends", 8, id=one, user_id=lambda i: 1 + i % 5, friend_id=lambda i: 1 + (i + 1 + i //
        5) % 5, **made)
    f.add("posts", 12, id=one, poster_id=lambda i: 1 + i % 5, game_id=lambda i: 1 + thing(i),
        content="Who plays tonight?", title=lambda i: f"Tonight {i}", **made)
    f.add("comments", 20, id=one, user_id=lambda i: 1 + i % 5, post_id=lambda i: 1 + i % 12,
        content="I do", **made)


def _stream_roll(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9), email=mail)
    f.add("videos", 12, id=one, user_id=lambda i: 1 + i % 2, title=WORDS[:12], description="A film",
        url=url)
    f.add("watch_history", 60, id=one, user_id=lambda i: 1 + i % 5, video_id=lambda i: 1 + thing(i),
        watched_at=seconds)


def _clone(f: Filler) -> None:
    made: dict[str, Cells] = {"created_at": iso, "updated_at": iso}
    f.add("users", 6, id=one, username=PEOPLE[:6], password_digest=uid(9), session_token=uid(8),
        email=mail, created_at=past, updated_at=past)
    f.add("channels", 4, id=one, creator_id=one, description="Mine", name=ARTISTS, subscribed=[3,
        5], links="{}", **made)
    f.add("videos", 12, id=one, title=WORDS[:12], description="A film", views=f.pick(1, 900),
        channel_id=lambda i: 1 + i % 4, created_at=past, updated_at=past)
    f.add("active_storage_blobs", 12, id=one, key=uid(4), filename=lambda i: f"{i}.mp4",
        content_type="video/mp4", metadata="{}", byte_size=900_000, checksum=uid(3), created_at=
        past)
    f.add("active_storage_attachments", 12, id=one, name="video", record_type="Video", record_id=
        one, blob_id=one, created_at=past)
    f.add("comments", 20, id=one, body=lambda i: f"Well done, the {i}th time", author_id=lambda i:
        1 + i % 6, video_id=lambda i: 1 + thing(i), edited=[0, 0, 1], **made)
    f.add("likes", 60, id=one, liker_id=lambda i: 1 + i % 6, likeable_type=["Video", "Video",
        "Comment"], likeable_id=lambda i: 1 + (i // 6 + i % 6 * 2) % 12, liked=lambda i:
        int(i % 5 > 0), disliked=lambda i: int(i % 5 == 0), **made)
    f.add("subscriptions", 14, id=one, subscriber_id=lambda i: 1 + i % 6, channel_id=lambda i: 1 +
        (i // 6 + i) % 4, notifications=[0, 1], **made)


def _mealtime(f: Filler) -> None:
    made: dict[str, Cells] = {"created_at": iso, "updated_at": iso}
    old: dict[str, Cells] = {"created_at": past, "updated_at": past}
    f.add("users", 5, id=one, user_name=PEOPLE[:5], email=mail, password_digest=uid(9), first_time=
        0, image_url=url, **old)
    f.add("allergens", 3, id=one, name=["Nuts", "Milk", "Eggs"], **old)
    f.add("ingredients", 20, id=one, name=headline, calories=f.pick(10, 300), total_fat=1.5,
        protein=2.5, serving_size=100, **old)
    f.add("uoms", 3, id=one, name=["gram", "cup", "spoon"], code=["g", "c", "s"], **old)
    f.add("meal_types", 3, id=one, name=["Breakfast", "Lunch", "Dinner"], **old)
    f.add("recipes", 12, id=one, recipe_name=WORDS[:12], instructions="Stir", cook_time="20 min",
        user_id=lambda i: 1 + i % 5, public=1, total_calories=f.pick(100, 900), difficulty=[1, 2,
        3], num_ingredients=3, **old)
    f.add("ingredients_recipes", 36, id=one, ingredient_id=lambda i: 1 + i * 7 % 20, recipe_id=
        lambda i: 1 + i // 3, amount=2.5, uom_id=lambda i: 1 + i % 3, **old)
    f.add("meals", 40, id=one, date_of_meal=day, user_id=lambda i: 1 + i % 5, meal_type_id=lambda
        i: 1 + i % 3, total_calories=f.pick(200, 900), **made)
    f.add("meals_recipes", 50, id=one, meal_id=lambda i: 1 + i % 40, recipe_id=lambda i: 1 +
        thing(i), portion_count=1.5, **made)
    f.add("meals_users", 40, id=one, meal_id=one, user_id=lambda i: 1 + i % 5, **made)
    f.add("recipe_preferences", 15, id=one, user_id=lambda i: 1 + i % 5, recipe_id=lambda i: 1 +
        pair(i), **made)
    f.add("restaurant_histories", 30, id=one, date_visited=day, user_id=lambda i: 1 + i % 5,
        yelp_id=lambda i: f"tnhfDv5Il8EaGSXZGiu{thing(i):03}", **made)
    f.add("restaurant_preferences", 8, id=one, user_id=lambda i: 1 + i % 5, yelp_id=lambda i:
        f"tnhfDv5Il8EaGSXZGiu{pair(i):03}", **made)
    f.add("restaurant_dislikes", 6, id=one, user_id=lambda i: 1 + i % 5, yelp_id=lambda i:
        f"tnhfDv5Il8EaGSXZGiu{20 + i:03}", **made)
    f.add("user_votes", 20, id=one, vote=[1, 0, 1], recipe_id=lambda i: 1 + pair(i), user_id=lambda
        i: 1 + i % 5, **made)
    f.add("user_allergens", 3, id=one, user_id=one, allergen_id=one, **old)


def _taste(f: Filler) -> None:
    f.add("Restaurant", 12, id=one, name=WORDS[:12], cuisine=["Thai", "Greek"], address=
        "Hill Road 1", latitude=46.5, longitude=7.9, createdAt=past, updatedAt=past)
    f.add("Visit", 40, id=one, date=iso, rating=lambda i: 1 + i % 10, restaurantId=lambda i: 1 +
        thing(i), createdAt=lambda i: iso(i + 1), updatedAt=lambda i: iso(i + 1))
    f.add("MenuItem", 80, id=one, name=lambda i: headline(i % 20), category=["STARTER", "MAIN"],
        price=9.5, visitId=lambda i: 1 + i // 2)
    f.add("Companion", 4, id=one, name=PEOPLE[:4])
    f.add("_CompanionToVisit", 40, A=lambda i: 1 + i % 4, B=one)


def _profiling(f: Filler) -> None:
    f.add("product", 12, id=one, name=WORDS[:12], price=100.0)
    f.add("purchase", 60, id=one, user_id=lambda i: 1 + i % 9, product_id=lambda i: 1 + thing(i))


def _purchases(f: Filler) -> None:
    f.add("User", 6, id=one, name=PEOPLE[:6], email=mail)
    f.add("Products", 12, id=one, productId=uid(5), productName=WORDS[:12])
    f.add("Purchase", 50, id=one, consumerId=lambda i: 1 + i % 6, productId=lambda i:
        uid(5)(thing(i)), createdAt=iso)


def _vanadium(f: Filler) -> None:
    def anime(i: int) -> str:
        return WORDS[i].lower().replace(" ", "-")

    def history(i: int) -> Value:
        return "[" + ", ".join(f'{{"id": "{anime(i + k)}", "ep": {k}}}' for k in range(6)) + "]"

    f.add("User", 4, ID=one, Name=PEOPLE[:4], Token=uid(8), IsAdmin=[1, 0], Hash=uid(9), Anime=
        history, History=history)
    f.add("Anime", 20, AnimeID=anime, Title=WORDS[:20], Aliases="", Image=url, Description="Drawn",
        Episodes=12, Date=lambda i: f"Fall {2000 + i}", Genres="Drama", LastUpdated=seconds)
    f.add("Cache", 12, ID=one, AnimeID=anime, Title=WORDS[:12], Image=url, EpisodeUrl=url, Episode=
        "Episode 3")
    f.add("CacheLastUpdated", 1, ID=one, Time=seconds)


def _watchlist(f: Filler) -> None:
    f.add("Anime", 40, id=lambda i: f"clx{i * 7_919:09}", title=headline, coverImageType=
        "image/png", episodes=[12, 24], status=["PLAN", "WATCHING", "COMPLETED", "COMPLETED",
        "DROPPED"], rating=[0, 0, 8, 9, 3], favorite=[0, 0, 0, 1], createdAt=iso, updatedAt=lambda
        i: iso(i + 20))


def _courses(f: Filler) -> None:
    f.add("users", 3, id=uid(5), name=PEOPLE[:3], theme="SYSTEM")
    f.add("courses", 6, id=uid(6), name=WORDS[:6], description="A course", folder_name=lambda i:
        f"course-{i}", build_at=past)
    f.add("chapters", 12, id=uid(7), position=lambda i: 1 + i // 6, name=WORDS[6:18], course_id=
        lambda i: uid(6)(i % 6))
    f.add("lessons", 24, id=uid(8), position=lambda i: 1 + i // 12, name=lambda i:
        f"{WORDS[i]} explained", type=["VIDEO", "TEXT"], video_duration=300, chapter_id=lambda i:
        uid(7)(i % 12), course_id=lambda i: uid(6)(i % 6))
    f.add("lesson_progress", 40, id=uid(1), status=["COMPLETED", "COMPLETED", "IN_PROGRESS"],
        course_id=lambda i: uid(6)((i // 3 + i % 3 * 5) % 24 % 6), lesson_id=lambda i: uid(8)((i //
        3 + i % 3 * 5) % 24), user_id=lambda i: uid(5)(i % 3))
    f.add("course_progress", 15, id=uid(2), total_course=4, completed_course=[1, 3, 4], percentage=
        [25, 75, 100], course_id=lambda i: uid(6)(i // 3), user_id=lambda i: uid(5)(i % 3))
    f.add("course_history", 15, id=uid(3), user_id=lambda i: uid(5)(i % 3), course_id=lambda i:
        uid(6)(i // 3), accessed_at=seconds)
    f.add("resources", 8, id=uid(4), type="PDF", url=url, lesson_id=uid(8))
    f.add("settings", 2, key=["language", "root"], value=["en", "/courses"])


def _tutoring(f: Filler) -> None:
    f.add("users", 5, id=one, email=mail, password_hash=uid(9), name=PEOPLE[:5], gender=["F", "M"],
        age=30, english_level=["A1", "B1"], current_course_id=lambda i: 1 + i % 4,
        current_lesson_id=lambda i: 1 + i, free_dialog=0, token=uid(8), created_at=past)
    f.add("levels", 2, id=one, name=["Basic", "Advanced"])
    f.add("categories", 2, id=one, name=["Travel", "Work"])
    f.add("courses", 4, id=one, level_id=[1, 2], category_id=[1, 1, 2, 2], name=WORDS[:4])
    f.add("lessons", 24, id=one, course_id=lambda i: 1 + i % 4, name=lambda i:
        f"{WORDS[i]}, a talk", sort=lambda i: 1 + i // 4)
    f.add("slides", 48, id=one, lesson_id=lambda i: 1 + i % 24, title=headline, content="<p>Hi</p>",
        sort=lambda i: 1 + i // 24)
    f.add("course_history", 12, id=one, user_id=lambda i: 1 + i % 5, course_id=lambda i: 1 + (i //
        5 + i) % 4, course_name=lambda i: WORDS[(i // 5 + i) % 4], completed_at=lambda i: iso(i +
        60), created_at=lambda i: iso(i + 60))
    f.add("lesson_history", 60, id=one, user_id=lambda i: 1 + i % 5, course_id=lambda i: 1 + i * 7 %
        24 % 4, course_name=lambda i: WORDS[i * 7 % 24 % 4], lesson_id=lambda i: 1 + i * 7 % 24,
        lesson_name=lambda i: f"{WORDS[i * 7 % 24]}, a talk", completed_at=iso, created_at=iso)


def _gym(f: Filler) -> None:
    f.add("users", 5, id=one, name=PEOPLE[:5], age=30, start_weight=90, current_weight=80)
    f.add("exercises", 12, id=one, name=WORDS[:12], muscle_group=["Legs", "Back"],
        exercise_demonstration_link=url)
    f.add("gyms", 3, id=one, name=["Iron", "Steel", "Stone"], city=["Bend", "Waco", "Reno"],
        state_abreviation=["OR", "TX", "NV"])
    f.add("workouts", 50, id=one, user_id=lambda i: 1 + i % 5, exercise_id=lambda i: 1 + thing(i),
        date=day, gym_id=lambda i: 1 + i % 3)


def _reps(f: Filler) -> None:
    f.add("exercises", 6, id=one, name=["Push-ups", "Squats", "Lunges", "Planks", "Rows", "Dips"])
    f.add("reps", 60, id=one, exercise_id=lambda i: 1 + thing(i) % 6, count=f.pick(5, 40), date=iso)


def _celc(f: Filler) -> None:
    f.add("event", 12, id=one, title=WORDS[:12], description="Come", location=["Hall", "Lawn"],
        startHour=lambda i: 8.5 + i % 6, endHour=lambda i: 9.5 + i % 6, day=lambda i: 1 + i % 3,
        backgroundColor="#ffcc00", maxSignupCount=20, mandatory=[0, 0, 1])
    f.add("users", 6, id=uid(5), username=PEOPLE[:6], email=mail, role="user")
    f.add("user_events", 30, id=one, userId=lambda i: uid(5)(i % 5), eventId=lambda i: 1 + pair(i))


def _eventos(f: Filler) -> None:
    f.add("users_roles", 2, id=["user", "admin"], name=["User", "Admin"])
    f.add("events_categories", 3, id=["music", "theater", "movies"], name=["Music", "Theater",
        "Movies"], portuguese_title=["Musica", "Teatro", "Cinema"])
    f.add("users", 6, id=uid(5), external_auth_id=uid(8), name=PEOPLE[:6], email=mail, role_id=
        "user", created_at=past, updated_at=past)
    f.add("events", 12, id=uid(6), name=WORDS[:12], description="Come", country="Brazil", state=
        ["SP", "RJ"], city=["Santos", "Niteroi"], address="Rua 1", date=day, time="20:00",
        created_at=past, updated_at=past, owner_id=lambda i: uid(5)(i % 2), category=["music",
        "theater", "movies"])
    f.add("users_events", 30, event_id=lambda i: uid(6)(pair(i)), user_id=lambda i: uid(5)(i % 5))


def _snacks(f: Filler) -> None:
    made: dict[str, Cells] = {"created_at": iso, "updated_at": iso}
    old: dict[str, Cells] = {"created_at": past, "updated_at": past}
    f.add("users", 6, id=one, email=mail, encrypted_password=uid(9), username=PEOPLE[:6], location=
        "Kyoto", longitude=135.7, latitude=35.0, about_me="Sweet", **old)
    f.add("categories", 3, id=one, name=["Mochi", "Dango", "Senbei"], description="Sweets", **old)
    f.add("snacks", 12, id=one, name=WORDS[:12], description="Sweet", shop_name=["Hana", "Mori"],
        shop_location="Gion", latitude=35.0, longitude=135.7, category_id=lambda i: 1 + i % 3,
        user_id=lambda i: 1 + i % 6, **old)
    f.add("snack_ratings", 30, id=one, snack_id=lambda i: 1 + pair(i), user_id=lambda i: 1 + i % 5,
        stars=lambda i: 1 + i % 5, **made)
    f.add("snack_images", 15, id=one, snack_id=lambda i: 1 + thing(i), user_id=lambda i: 1 + i % 6,
        image_path=url, comment="Look", **made)
    f.add("favorites", 10, id=one, favoritable_type="Trail", favoritable_id=lambda i: 1 + i % 4,
        favoritor_type="User", favoritor_id=lambda i: 1 + (i // 4 + i) % 6, scope="favorite",
        blocked=0, **made)
    f.add("trails", 4, id=one, name=WORDS[12:16], user_id=one, location="Kyoto", longitude=135.7,
        latitude=35.0, **old)
    f.add("snacks_trails", 16, snack_id=lambda i: 1 + thing(i), trail_id=lambda i: 1 + i % 4)
    f.add("tags", 3, id=one, name=["sweet", "salty", "warm"], taggings_count=4)
    f.add("taggings", 12, id=one, tag_id=lambda i: 1 + i % 3, taggable_type="Snack", taggable_id=
        one, context="tags", created_at=past)


_EATEN = "meals_recipes l JOIN meals m ON m.id = l.meal_id"
_GUESTS = f"{_EATEN} JOIN meals_users u ON u.meal_id = m.id"
_HELD = "users_events u JOIN events e ON e.id = u.event_id"

CASES: dict[str, tuple[Fill, Right]] = {
    "Spotify-insight": (_spotify, [(plays("listening_history", "track_id", "played_at", "user_id"),
        titles("tracks", "track_id", "name"))]),
    # What was liked is all that is known; what it is called is not.
    "codingkatty music": (_katty, [(plays("liked_songs", "track_id", "created_at", "user_id"),
        None)]),
    "comicbox-3": (_comicbox, [(plays("user_books", "book_id", when, "user_id"), titles("books"))
        for when in ("updated_at", "created_at")]),
    "LibraryFX": (_library, [(plays("borrow", "book_id", "borrowed_at", "user_id"), titles(
        "book"))]),
    # What somebody has, rather than what he follows.
    "flatiron games": (_games, [(plays("owned_games", key, "created_at", "user_id"), titles("games",
        "id" if key == "game_id" else "app_id", "name")) for key in ("game_id", "app_id")]),
    "stream-roll": (_stream_roll, [(plays("watch_history", "video_id", "watched_at", "user_id"),
        titles("videos"))]),
    "full_stack_project": (_clone, [(plays("likes", "likeable_id", when, "liker_id",
        "liked AND likeable_type = 'Video'"), titles("videos")) for when in ("created_at",
        "updated_at")]),
    # Where somebody was, or what he ate: either, if it is not asked.
    "MealTime": (_mealtime, [(plays("restaurant_histories", "yelp_id", "date_visited", "user_id"),
        None), (plays(_EATEN, "recipe_id", "date_of_meal", "m.user_id"), titles("recipes", title=
        "recipe_name")), (plays(_GUESTS, "recipe_id", "date_of_meal", "u.user_id"), titles(
        "recipes", title="recipe_name"))]),
    "Taste-tracker": (_taste, [(plays("Visit", "restaurantId", "date", "'me'"), titles("Restaurant",
        title="name"))]),
    "ProfilingJava": (_profiling, [(plays("purchase", "product_id", "0", "user_id"), titles(
        "product", title="name"))]),
    "microservices purchases": (_purchases, [(plays("Purchase", "productId", "createdAt",
        "consumerId"), titles("Products", "productId", "productName"))]),
    # What was watched stands in a text, as JSON.
    "vanadium": (_vanadium, [("SELECT User.ID AS user, json_extract(e.value, '$.id') AS item, 0 AS "
        "time FROM User, json_each(User.History) AS e", titles("Anime", "AnimeID", "Title"))]),
    "Anime-Watchlist": (_watchlist, [(plays("Anime", "id", when, "'me'", where), titles("Anime"))
        for when in ("updatedAt", "createdAt", "0") for where in ("status <> 'PLAN'",
        "status = 'COMPLETED'", "status IN ('COMPLETED', 'WATCHING')")]),
    # When a course was opened, or which lessons were taken.
    "electron-courses-app": (_courses, [(plays("course_history", "course_id", "accessed_at",
        "user_id"), titles("courses", title="name")), *((plays("lesson_progress", "lesson_id", "0",
        "user_id", where), titles("lessons", title="name")) for where in ("1",
        "status = 'COMPLETED'"))]),
    "english-tutoring": (_tutoring, [(plays("lesson_history", "lesson_id", "completed_at",
        "user_id"), titles("lessons", title="name")), (plays("course_history", "course_id",
        "completed_at", "user_id"), titles("courses", title="name"))]),
    "ruby-project workouts": (_gym, [(plays("workouts", "exercise_id", "date", "user_id"), titles(
        "exercises", title="name"))]),
    "exercise-website": (_reps, [(plays("reps", "exercise_id", "date", "'me'"), titles("exercises",
        title="name"))]),
    "celc": (_celc, [(plays("user_events", "eventId", "0", "userId"), titles("event"))]),
    "tp-web-eventos": (_eventos, [(plays("users_events", "event_id", "0", "user_id"), titles(
        "events", title="name")), (plays(_HELD, "u.event_id", "e.date", "u.user_id"), titles(
        "events", title="name"))]),
    "mochinari": (_snacks, [(plays("snack_ratings", "snack_id", when, "user_id"), titles("snacks",
        title="name")) for when in ("created_at", "updated_at")]),
}
