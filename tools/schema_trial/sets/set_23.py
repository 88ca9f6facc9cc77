"""Twenty more: programs' own migrations, of each kind the first with a history that was found.

The kinds were twenty things that a person would want recommended, the searches for ``migrations
sql CREATE TABLE users <things> <uses> REFERENCES``. Written down as in :mod:`sets.set_01`, before
``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right, plays, titles
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
    some,
    uid,
    url,
)

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _words(i: int) -> str:
    return f"A few words about number {i}, which go on for a while and end in {WORDS[i % N]}"


def _clock(i: int) -> str:
    """Return a moment as the program writes it."""
    moment = iso(i)
    year, month, rest = moment.split("-")
    date, time = rest.split(" ")
    return f"{int(month)}/{int(date)}/{year} @ {time}"


def _mtdb(f: Filler) -> None:
    f.add("users", 8, id=one, username=PEOPLE, name=PEOPLE, email=mail, age=f.pick(20, 60),
        genres="Action", password_digest=uid(9))
    for table, k in (("user_movies", 100), ("user_shows", 300), ("user_episodes", 600)):
        f.add(table, 40, id=one, title=lambda i: WORDS[i % 20], user_id=lambda i: 1 + i // 5,
            imdb_id=[f"tt{7_000_000 + k + i}" for i in range(20)], ratings=some(f.pick(1, 10), 3),
            has_watched=lambda i: int(i % 3 > 0),
            watched_time=lambda i: _clock(i) if i % 3 else None)


def _potato(f: Filler) -> None:
    f.add("users", 8, id=one, user_name=PEOPLE, password_hash=uid(9))
    f.add("seen_episodes", 90, id=one, user_id=lambda i: 1 + i % 8, duration_min=[42, 24, 58],
        show_id=lambda i: 1_390 + 7 * (i % 9), season_id=lambda i: 1 + i // 60,
        episode_id=lambda i: 1 + i // 9)


def _aniteka(f: Filler) -> None:
    f.add("users", 8, id=uid(1), username=PEOPLE, email=mail, password_hash=uid(9))
    f.add("session", 9, id=uid(2), user_id=lambda i: uid(1)(i % 8), expires_at=iso)
    f.add("users_lists", 96, user_id=lambda i: uid(1)(i // 12), media_type=["ANIME", "ANIME",
        "MANGA"], media_id=lambda i: 5_114 + 13 * (i * i % 31),
        list=["watching", "planning", "completed", "dropped", "paused"],
        score=lambda i: None if i % 4 == 0 else 5 + i % 6, watched_episodes=f.pick(0, 24))


def _readspace(f: Filler) -> None:
    f.add("users", 8, id=one, username=PEOPLE, password=uid(9), email=mail, created_at=iso)
    f.add("books", N, id=one, google_book_id=lambda i: f"zyTCAl{i:02d}PVjYC", title=WORDS,
        created_at=iso)
    f.add("book_lists", 12, id=one, user_id=lambda i: 1 + i % 8, name=["To read", "Loved"],
        created_at=iso, updated_at=iso)
    f.add("book_list_books", 40, list_id=lambda i: 1 + i % 12, book_id=lambda i: 1 + i // 2,
        created_at=iso)
    f.add("read_sessions", 80, id=one, user_id=f.pick(1, 8), book_id=f.pick(1, N), created_at=iso)
    f.add("reading_time", 80, session_id=one, date=day, reading_time=f.pick(10, 90))


def _mangahub(f: Filler) -> None:
    f.add("users", 8, id=one, name=PEOPLE, email=mail, password=uid(9), status=1, role=2,
        created_at=iso)
    f.add("mangas", 10, id=one, name=WORDS, description=_words, cover=url, age_group=[12, 16],
        released_at=past, created_at=iso)
    f.add("chapters", 60, id=one, manga_id=lambda i: 1 + i % 10, number=lambda i: 1 + i // 10,
        title=lambda i: headline(i) if i % 3 else None, released_at=past, created_at=iso)
    f.add("chapters_reads", 90, id=one, user_id=f.pick(1, 8), chapter_id=f.pick(1, 60),
        page_stop=f.pick(1, 30), created_at=iso, updated_at=some(lambda i: iso(i + 1), 2))
    f.add("favorites", 20, id=one, user_id=lambda i: 1 + i % 8, manga_id=lambda i: 1 + i % 9,
        created_at=iso)
    f.add("chapters_pages", 90, id=one, chapter_id=lambda i: 1 + i % 60, number=one, image=url,
        created_at=iso)
    f.add("roles", 2, id=one, name=["ROLE_ADMIN", "ROLE_USER"], status=1)
    f.add("roles_users", 8, id=one, user_id=one, role_id=2)


def _highload(f: Filler) -> None:
    f.add("users", 8, id=one, username=PEOPLE, password=uid(9))
    f.add("musicians", 4, id=one, name=ARTISTS)
    f.add("songs", N, id=one, name=WORDS)
    f.add("albums", 6, id=one, name=lambda i: f"{WORDS[-1 - i]} LP")
    f.add("songs_musicians", N, songs_id=one, musicians_id=lambda i: 1 + i % 4)
    f.add("albums_songs", N, albums_id=lambda i: 1 + i % 6, songs_id=one)
    f.add("songs_users", 30, songs_id=lambda i: 1 + i % N, users_id=lambda i: 1 + i % 7)
    f.add("scrobbles", 120, id=one, song_id=f.pick(1, N), user_id=f.pick(1, 8), date=iso)
    f.add("roles", 2, id=one, name=["ROLE_USER", "ROLE_ADMIN"])
    f.add("users_roles", 8, user_id=one, role_id=1)


def _podcast_api(f: Filler) -> None:
    f.add("users", 8, id=one, username=PEOPLE, hashed_password=uid(9), email=mail, is_active=1,
        created_at=iso)
    f.add("genres", 5, id=one, uuid=uid(1), genre_name=["News", "Arts", "Sport", "Science",
        "Comedy"], genre_desc=_words, bg_image=url, created_at=iso)
    f.add("podcasts", 9, id=one, uuid=uid(2), owner_id=lambda i: 1 + i % 3, podcast_name=lambda i:
        f"{WORDS[i]} Show", podcast_desc=_words, thumbnail_url=url, created_at=iso)
    f.add("podcast_episodes", 60, id=one, uuid=uid(3), podcast_id=lambda i: 1 + i % 9,
        episode_name=headline, episode_no=lambda i: 1 + i // 9, episode_desc=_words,
        source_url=url, created_at=iso)
    f.add("genres_podcasts", 9, id=one, genre_id=lambda i: 1 + i % 5, podcast_id=one,
        created_at=iso)
    f.add("user_favourite_episodes", 70, id=one, user_id=lambda i: 1 + i % 8, episode_id=lambda i:
        1 + i * 7 % 60, created_at=iso)
    f.add("posts", 12, id=one, user_id=lambda i: 1 + i % 3, slug=lambda i: f"post-{i}",
        title=lambda i: f"On {WORDS[i]}", short_content=_words, content=_words, created_at=iso)
    f.add("topics", 4, id=one, slug=["a", "b", "c", "d"], topic_name=["Film", "Work", "Food",
        "Code"], created_at=iso)
    f.add("posts_topics", 12, id=one, post_id=one, topic_id=lambda i: 1 + i % 4, created_at=iso)
    f.add("posts_likes", 30, id=one, post_id=lambda i: 1 + i % 12, user_id=lambda i: 1 + i % 7,
        created_at=iso)
    f.add("posts_comments", 20, id=one, post_id=f.pick(1, 12), user_id=f.pick(1, 8),
        content=_words, created_at=iso)


def _video_tracker(f: Filler) -> None:
    f.add("Videos", N, id=one, name=WORDS, brand=ARTISTS, published=past)
    f.add("Views", 90, id=one, videoID=f.pick(1, N), createdAt=day, updatedAt=day)


def _twack(f: Filler) -> None:
    f.add("user", 8, id=uid(1), name=PEOPLE, email=mail, emailVerified=1, createdAt=iso,
        updatedAt=iso, slug=lambda i: PEOPLE[i].lower())
    f.add("session", 9, id=uid(2), expiresAt=iso, token=uid(8), createdAt=iso, updatedAt=iso,
        userId=lambda i: uid(1)(i % 8))
    f.add("account", 8, id=uid(3), accountId=uid(1), providerId="credential", userId=uid(1),
        password=uid(9), createdAt=iso, updatedAt=iso)
    f.add("Tracker", 70, id=uid(4), userId=lambda i: uid(1)(i % 8), gameId=lambda i:
        str(1_020 + i * 3 % 41), status=["BACKLOG", "IN_PROGRESS", "COMPLETE"],
        complete=lambda i: int(i % 3 == 2), createdAt=iso, updatedAt=lambda i: iso(i + 2))
    f.add("TrackerClock", 40, id=uid(5), trackerId=lambda i: uid(4)(1 + i % 60), summary=_words,
        duration=f.pick(600, 9_000), createdAt=iso, updatedAt=iso)
    f.add("Review", 25, id=uid(6), userId=lambda i: uid(1)(i % 8), rating=f.pick(1, 5),
        gameId=lambda i: str(1_020 + i * 5 % 41), title=lambda i: f"Why {WORDS[i % N]}",
        description=_words, createdAt=iso, updatedAt=iso)
    f.add("Like", 20, userId=lambda i: uid(1)(i % 8), objectId=lambda i: uid(6)(i), objectType=
        "review", createdAt=iso)
    f.add("Collection", 6, id=uid(7), title=lambda i: f"Best of {i}", description=_words,
        createdAt=iso, updatedAt=iso, userId=lambda i: uid(1)(i % 8))


def _board_games(f: Filler) -> None:
    f.add("board_games", 15, id=one, name=WORDS, time_duration=[30, 60, 90],
        difficulty=f.pick(1, 5), rules=_words)
    f.add("users", 8, id=one, name=PEOPLE, email=mail, password_digest=uid(9))
    f.add("games", 60, id=one, user_id=f.pick(1, 8), board_game_id=f.pick(1, 15),
        comment=lambda i: "Close one" if i % 3 else None)


def _seven_o(f: Filler) -> None:
    f.add("users", 8, id=one, user_name=PEOPLE, email=mail, password=uid(9))
    f.add("measurements", 4, id=one, measurement=["cup", "gram", "spoon", "piece"])
    f.add("recipes", N, id=one, user_id=lambda i: 1 + i % 8, recipe=WORDS, time=f.pick(10, 90),
        serves=[2, 4], description=_words)
    f.add("tags", 5, id=one, tag=["vegan", "quick", "soup", "cake", "spicy"])
    f.add("recipe_tags", 40, id=one, recipe_id=lambda i: 1 + i % N, tag_id=lambda i: 1 + i % 5)
    f.add("ingredients", 20, id=one, ingredient=lambda i: f"{WORDS[i].split()[-1]} flour")
    f.add("steps", 70, id=one, recipe_id=lambda i: 1 + i % N, step_number=lambda i: 1 + i // N,
        step_name=lambda i: f"Step {1 + i // N}", instruction=_words)
    f.add("favourites", 50, id=one, user_id=lambda i: 1 + i % 8, recipe_id=lambda i: 1 + i * 5 % N)
    f.add("recipe_ingredients", 80, id=one, recipe_id=lambda i: 1 + i % N, ingredient_id=lambda i:
        1 + i * 3 % 20, quantity=[1.0, 0.5, 200.0], measurement_id=lambda i: 1 + i % 4)


def _metrdotel(f: Filler) -> None:
    f.add("users", 8, id=uid(1), first_name=PEOPLE, last_name=ARTISTS, email=mail,
        password=uid(9), enabled=1, created_at=iso, updated_at=iso)
    f.add("restaurants", 12, id=uid(2), name=WORDS, type=["BAR", "CAFE", "DINER"],
        price_range=[1, 2, 3], description=_words, created_at=iso, updated_at=iso)
    f.add("menu_items", 40, id=uid(3), restaurant_id=lambda i: uid(2)(i % 12), name=headline,
        price=9.5, description=_words, created_at=iso, updated_at=iso)
    f.add("reservations", 40, id=uid(4), restaurant_id=lambda i: uid(2)(i * i % 12),
        user_id=lambda i: uid(1)(i % 8), number_of_people=f.pick(1, 6), datetime=lambda i:
        iso(i + 3), created_at=iso, updated_at=iso)
    f.add("visits", 90, id=uid(5), restaurant_id=lambda i: uid(2)(i * i % 12), user_id=lambda i:
        uid(1)(i % 8), reservation_id=lambda i: uid(4)(i) if i < 40 else None, created_at=iso,
        updated_at=iso)
    f.add("reviews", 30, id=uid(6), restaurant_id=lambda i: uid(2)(i % 12), reviewer_id=lambda i:
        uid(1)(i % 8), rating=f.pick(1, 5), comment=_words, created_at=iso, updated_at=iso)
    f.add("orders", 50, id=uid(7), restaurant_id=lambda i: uid(2)(i % 12), user_id=lambda i:
        uid(1)(i % 8), datetime=iso, created_at=iso, updated_at=iso)
    f.add("order_items", 100, id=uid(8), order_id=lambda i: uid(7)(i // 2), menu_item_id=lambda i:
        uid(3)(i // 2 % 12 + 12 * (i % 2)), quantity=[1, 2])


def _beers(f: Filler) -> None:
    f.add("users", 8, id=one, name=PEOPLE, github=lambda i: PEOPLE[i].lower(), usrimage=url,
        alias=lambda i: f"{PEOPLE[i]} the Bold", superpower="Flight", backStory=_words)
    f.add("beers", 16, beer_id=one, beer_brand=WORDS, beer_type=["Lager", "Stout", "IPA"],
        beer_image=url, image=url, beer_bio=_words)
    f.add("usersbeers", 60, usertriesbeer=lambda i: int(i % 4 > 0), userlikesbeer=lambda i:
        int(i % 4 == 2), user_id=lambda i: str(1 + i % 8), beer_id=lambda i: str(1 + i // 4))
    f.add("usersbeerscomments", 20, comment=one, user_id=lambda i: str(1 + i % 8),
        beer_id=lambda i: str(1 + i % 16))


def _germana(f: Filler) -> None:
    f.add("users", 8, id=one, name=PEOPLE, email=mail, password_hash=uid(9), role="member",
        created_at=iso, updated_at=iso, tries=[0, 1, 2])
    f.add("teams", 8, id=one, name=lambda i: f"{PEOPLE[i]}'s Team", created_at=iso, updated_at=iso)
    f.add("team_members", 8, id=one, user_id=one, team_id=one, role="owner", joined_at=iso)
    f.add("activity_logs", 60, id=one, team_id=lambda i: 1 + i % 8, user_id=lambda i: 1 + i % 8,
        action=["SIGN_IN", "SIGN_UP", "SIGN_OUT", "UPDATE_ACCOUNT"], timestamp=iso)
    f.add("invitations", 5, id=one, team_id=one, email=mail, role="member", invited_by=one,
        invited_at=iso, status="pending")
    f.add("mock_exam_results", 20, id=one, user_id=f.pick(1, 8), score=f.pick(10, 100),
        total_questions=40, duration_seconds=f.pick(900, 3_000), answers="{}", submitted_at=iso)
    f.add("user_lessons", 80, id=one, lesson_id=lambda i: 101 + i // 8 + 3 * (i % 2),
        user_id=lambda i: 1 + i % 8, position=f.pick(0, 9), points=f.pick(0, 100),
        last_updated=iso)


def _storefront(f: Filler) -> None:
    f.add("users", 8, id=one, username=PEOPLE, password_digest=uid(9))
    f.add("products", N, id=one, name=WORDS, price=f.pick(5, 90))
    f.add("orders", 40, id=one, status=["complete", "complete", "active"], user_id=f.pick(1, 8))
    f.add("order_products", 90, id=one, quantity=[1, 2, 1], order_id=lambda i: 1 + i % 40,
        product_id=f.pick(1, N))


def _freed(f: Filler) -> None:
    f.add("user", 4, id=uid(1), first_name=PEOPLE, email=mail)
    f.add("feed", 6, id=one, name=lambda i: f"{WORDS[i]} Weekly", url=url, userId=lambda i:
        uid(1)(i % 4), type="rss")
    f.add("article", 80, id=one, name=headline, url=lambda i: f"{url(i)}/story", read=lambda i:
        int(i % 3 == 0), readAt=lambda i: iso(i) if i % 3 == 0 else None, feedId=lambda i:
        1 + i % 6)


def _monochrome(f: Filler) -> None:
    f.add("apps", N, id=one, name=WORDS, slug=lambda i: WORDS[i].lower().replace(" ", "-"),
        description=_words, short_description=_words, developer=ARTISTS, icon_url=url,
        download_url=url, platform=["iOS", "web"], category=["Tools", "Music"], rating=4.5,
        reviews_count=f.pick(0, 900), created_at=iso, price="Free", pricing_model="free")
    f.add("user", 8, id=uid(1), name=PEOPLE, email=mail, email_verified=1,
        created_at=1_760_000_000, updated_at=1_760_000_000)
    f.add("session", 8, id=uid(2), expires_at=1_790_000_000, token=uid(8),
        created_at=1_760_000_000, updated_at=1_760_000_000, user_id=uid(1))
    f.add("account", 8, id=uid(3), account_id=uid(1), provider_id="credential", user_id=uid(1),
        password=uid(9), created_at=1_760_000_000, updated_at=1_760_000_000)
    f.add("bookmarks", 60, id=one, user_id=lambda i: uid(1)(i % 8), app_id=lambda i:
        1 + i * 5 % N, created_at=iso)
    f.add("repos", 10, id=one, name=lambda i: f"repo-{i}", slug=lambda i: f"repo-{i}",
        description=_words, short_description=_words, author=ARTISTS, github_url=url,
        stars=f.pick(0, 9_000), forks=f.pick(0, 90), language="Go", last_updated=iso,
        created_at=iso)


def _fitness(f: Filler) -> None:
    f.add("users", 8, id=one, username=PEOPLE, user_password=uid(9), email=mail, timestamp=day)
    f.add("exercises", 14, id=one, exercise_name=WORDS)
    f.add("sets", 120, id=one, user_id=lambda i: 1 + i // 3 % 8, exercise_id=lambda i:
        1 + i // 3 * 5 % 14, current_set=lambda i: 1 + i % 3, reps=[12, 10, 8],
        current_weight=f.pick(20, 90), timestamp=lambda i: day(i // 3))
    f.add("egroups", 6, id=one, group_name=["Push", "Pull", "Legs"], user_id=one, exercises_id=one,
        is_public=[0, 1])


def _sea(f: Filler) -> None:
    f.add("books", N, id=one, title=WORDS, isbn=lambda i: f"978{1_000_000_000 + i * 97}",
        number_of_pages=f.pick(90, 900), publication_date=past, loaned=lambda i: int(i % 5 == 0))
    f.add("authors", 4, id=one, name=ARTISTS, birth_date=past, nationality="PT")
    f.add("book_author", N, book_id=one, author_id=lambda i: 1 + i % 4)
    f.add("users", 8, id=one, name=PEOPLE, email=mail)
    f.add("loans", 70, id=one, user_id=f.pick(1, 8), book_id=f.pick(1, N), loaned_date=iso,
        returned_date=lambda i: None if i > 64 else iso(i + 9), is_active=lambda i: int(i > 64),
        fine=[0.0, 0.0, 2.5])


def _elephant(f: Filler) -> None:
    f.add("users", 8, id=one, name=PEOPLE, email=mail, password=uid(9))
    f.add("artists", 12, id=one, user_id=lambda i: 1 + i % 4, name=lambda i: f"{WORDS[i]} Band",
        debut=past, created_at=iso, updated_at=iso)
    f.add("concerts", 60, id=one, user_id=lambda i: 1 + i % 4, artist_id=lambda i:
        1 + i % 4 + 4 * (i // 4 % 3), name=lambda i: f"{WORDS[i % N]} Tour {2020 + i // N}",
        date=day, place=["Tokyo", "Osaka", "Nagoya"], created_at=lambda i: iso(i + 2),
        updated_at=lambda i: iso(i + 2))




def _watched(*tables: str, key: str, order: str = "watched_time") -> tuple[str, str]:
    """Return what is marked in some tables, as one history."""
    return (
        " UNION ALL ".join(plays(t, key, order, "user_id", "has_watched") for t in tables),
        " UNION ALL ".join(titles(t, key) for t in tables),
    )


_ITEMS = "order_items l JOIN orders o ON o.id = l.order_id"
_LINES = "order_products l JOIN orders o ON o.id = l.order_id"
_CHAPTERS = "chapters_reads r JOIN chapters c ON c.id = r.chapter_id"
_KINDS = ("user_movies", "user_shows", "user_episodes")

CASES: dict[str, tuple[Fill, Right]] = {
    # Films, series and episodes: all, or one of them; when it was is written 11/24/2025 @ 18:30:5.
    "MSN-MTDB": (_mtdb, [_watched(*tables, key=key, order=order) for tables in (_KINDS,
        *((kind,) for kind in _KINDS)) for key in ("imdb_id", "title", "id")
        for order in ("0", "watched_time")]),
    # An episode has a number in its season: the show, or all three, say what it was.
    "potato-tv": (_potato, [(plays("seen_episodes", item, "0", "user_id"), None) for item in
        ("show_id", "show_id || ':' || season_id || ':' || episode_id")]),
    # What is planned was not watched.
    "ani-teka": (_aniteka, [(plays("users_lists", item, "0", "user_id", "list <> 'planning'"),
        None) for item in ("media_id", "media_type || ':' || media_id")]),
    "readspace": (_readspace, [
        (plays("read_sessions", "book_id", "created_at", "user_id"), titles("books")),
        (plays("read_sessions s JOIN reading_time t ON t.session_id = s.id", "book_id", "date",
            "user_id"), titles("books"))]),
    # A chapter has a number, and is of a manga; the manga would do.
    "mangahub": (_mangahub, [
        *((plays(_CHAPTERS, "c.manga_id", f"r.{time}", "r.user_id"), titles("mangas", "id",
            "name")) for time in ("created_at", "updated_at")),
        *((plays("chapters_reads", "chapter_id", time, "user_id"),
            "SELECT c.id AS item, m.name AS title FROM chapters c JOIN mangas m ON m.id = "
            "c.manga_id") for time in ("created_at", "updated_at"))]),
    "highload-systems": (_highload, [(plays("scrobbles", "song_id", "date", "user_id"),
        titles("songs", "id", "name"))]),
    "podcast-api": (_podcast_api, [(plays("user_favourite_episodes", "episode_id", "created_at",
        "user_id"), titles("podcast_episodes", "id", "episode_name"))]),
    "Video-Tracker": (_video_tracker, [(plays("Views", "videoID", time, "'me'"),
        titles("Videos", "id", "name")) for time in ("createdAt", "updatedAt")]),
    # What is in the backlog was not played.
    "twack": (_twack, [(plays("Tracker", "gameId", time, "userId", where), None)
        for where in ("status <> 'BACKLOG'", "status = 'COMPLETE'")
        for time in ("updatedAt", "createdAt")]),
    "Board_Game_on_Rails": (_board_games, [(plays("games", "board_game_id", "0", "user_id"),
        titles("board_games", "id", "name"))]),
    "recipe-app 7-O-2-H": (_seven_o, [(plays("favourites", "recipe_id", "0", "user_id"),
        titles("recipes", "id", "recipe"))]),
    # Where one was, or what one ate there.
    "metrdotel": (_metrdotel, [
        (plays("visits", "restaurant_id", "created_at", "user_id"), titles("restaurants", "id",
            "name")),
        *((plays(_ITEMS, "menu_item_id", time, "user_id"), titles("menu_items", "id", "name"))
            for time in ("datetime", "created_at"))]),
    "sat-4-boys": (_beers, [(plays("usersbeers", "beer_id", "0", "user_id", where),
        titles("beers", "beer_id", "beer_brand")) for where in ("usertriesbeer", "1")]),
    "germana-simplu": (_germana, [(plays("user_lessons", "lesson_id", "last_updated", "user_id"),
        None)]),
    # An order that is active is a cart.
    "JS-Storefront": (_storefront, [(plays(_LINES, "product_id", "0", "user_id", where),
        titles("products", "id", "name")) for where in ("1", "status = 'complete'")]),
    "freed": (_freed, [(plays("article a JOIN feed f ON f.id = a.feedId", "a.id", "readAt",
        "userId", "read"), titles("article", "id", "name"))]),
    "monochrome apps": (_monochrome, [(plays("bookmarks", "app_id", "created_at", "user_id"),
        titles("apps", "id", "name"))]),
    "fitnessTrack": (_fitness, [(plays("sets", "exercise_id", "timestamp", "user_id"),
        titles("exercises", "id", "exercise_name"))]),
    "desafio-sea": (_sea, [(plays("loans", "book_id", "loaned_date", "user_id"),
        titles("books"))]),
    # Whom one heard, or what tour it was.
    "the elephant in the room": (_elephant, [
        (plays("concerts", "artist_id", "date", "user_id"), titles("artists", "id", "name")),
        (plays("concerts", "id", "date", "user_id"), titles("concerts", "id", "name")),
        (plays("concerts", "name", "date", "user_id"), titles("concerts", "name", "name"))]),
}
