"""Twenty more, of the kinds of applications that a person would use a recommender on.

The rule, written down before the first search (docs/trials-30-31.md): for each of films, series,
music, books, games, recipes, podcasts, articles, board games and products one search of public code
for ``<kind> app schema CREATE TABLE users <things> <uses> migration``, and of its answers the first
two named repositories with a whole schema that has a history of uses and that no earlier set has;
where that names fewer, one more search; what is lacking then comes from beers, trails and courses.
(Series gave none, films, recipes, board games and trails one each.)

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right, pair, plays, thing, titles
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, Value, iso, mail, one, past, uid, url

# One line a few columns: the rows are tables.
# fmt: off


def _movieratings(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password_hash=uid(9))
    f.add("movies", 40, id=one, title=lambda i: WORDS[pair(i)], rating=lambda i: 1 + i % 5,
        user_id=lambda i: 1 + i % 5)


def _musiclisteners(f: Filler) -> None:
    f.add("users", 5, id=one, name=PEOPLE[:5], avatar=url)
    f.add("available_songs", 12, id=one, track_name=WORDS[:12], artists_name=ARTISTS, released_year=
        lambda i: 1990 + i)
    f.add("song_history", 60, id=one, user_id=lambda i: 1 + i % 5, song_id=lambda i: 1 + thing(i),
        timestamp=iso)
    f.add("songs_currently_playing", 4, id=one, user_id=one, song_id=lambda i: 1 + i * 3)


def _streaming(f: Filler) -> None:
    f.add("user_info", 6, user_id=one, first_name=PEOPLE[:6], last_name=WORDS[:6], password_hash=
        uid(9), email=mail, nickname=lambda i: f"{PEOPLE[i].lower()}7", is_verified=1)
    f.add("role", 2, role_id=one, name=["ADMIN", "USER"])
    f.add("user_role", 7, user_role_id=one, user_id=lambda i: 1 + i % 6, role_id=lambda i: 2 - i
        // 6)
    f.add("singer", 4, singer_id=one, full_name=ARTISTS, description="Sings")
    f.add("song", 12, song_id=one, title=WORDS[:12], created_year=lambda i: str(1990 + i), album=
        WORDS[12:15], singer_id=lambda i: 1 + i % 4)
    f.add("genre", 3, genre_id=one, name=["Folk", "Rock", "Jazz"])
    f.add("song_genre", 12, song_genre_id=one, song_id=one, genre_id=lambda i: 1 + i % 3)
    f.add("friend", 8, user_friend_id=uid(3), user_id=lambda i: 1 + i % 6, friend_id=lambda i: 1 +
        (i + 2) % 6)
    f.add("history", 60, history_id=uid(4), user_id=lambda i: 1 + i % 6, song_id=lambda i: 1 +
        thing(i), play_timestamp=iso)
    f.add("playlist", 8, playlist_id=uid(5), user_id=lambda i: 1 + i % 6, name=WORDS[16:24],
        description="For the road")
    f.add("playlist_song", 30, playlist_song_id=uid(6), playlist_id=lambda i: uid(5)(i % 8),
        song_id=lambda i: 1 + thing(i))
    f.add("recommendation", 20, recommendation_id=uid(7), user_id=lambda i: 1 + i % 6, song_id=
        lambda i: 1 + pair(i), till=lambda i: iso(i + 90))
    f.add("refresh_token", 6, token=uid(8), valid_till=lambda i: iso(i + 90), user_id=one)
    f.add("statistic", 18, statistic_id=uid(2), user_id=lambda i: 1 + i % 6, genre_id=lambda i: 1 +
        i // 6, amount=f.pick(1, 9))
    f.add("user_song", 25, user_song_id=uid(1), user_id=lambda i: 1 + i % 5, song_id=lambda i: 1 +
        pair(i))


def _booklogger(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password_hash=uid(9), created_at=past)
    f.add("reading_status", 5, id=one, status=["want-to-read", "read", "reading", "dropped",
        "on-hold"])
    f.add("books", 40, id=one, user_id=lambda i: 1 + i % 5, title=lambda i: WORDS[pair(i)], author=
        lambda i: ARTISTS[pair(i) % 4], status_id=[2, 1, 2, 3, 2, 4, 2, 5, 1], rating=lambda i: 1
        + i % 5, review=lambda i: f"It took me {i} evenings")
    f.add("comments", 20, id=one, log_id=lambda i: 1 + i, user_id=lambda i: 1 + i % 5, content=
        lambda i: f"I agree, for {i} reasons", created_at=iso)


def _book_friends(f: Filler) -> None:
    f.add("users", 5, id=one, name=PEOPLE[:5], email=mail, age=f.pick(20, 60), city=
        ["Lyon", "Metz"])
    f.add("login", 5, id=one, hash=uid(9), email=mail)
    for table, n, first in (("bookfinish", 30, 0), ("bookreading", 8, 7), ("bookToRead", 12, 3)):
        books = [(pair(i) + first) % 12 for i in range(n)]
        f.add(table, n, id=one, email=lambda i: mail(i % 5), bookid=[f"zyTCAlFPj{b:03}" for b in
            books], title=[WORDS[b] for b in books], authors=[ARTISTS[b % 4] for b in books],
            description="A book")
    f.add("follow", 8, id=one, user_id=lambda i: 1 + i % 5, follow_by_id=lambda i: 1 + (i + 2) % 5)
    f.add("reviewbook", 15, id=one, userid=lambda i: 1 + i % 5, name=lambda i: PEOPLE[i % 5],
        bookid=lambda i: f"zyTCAlFPj{pair(i):03}", booktitle=lambda i: WORDS[pair(i)], note=lambda
        i: 1 + i % 5, review=lambda i: f"Read it in {i} days")


def _game_atlas(f: Filler) -> None:
    f.add("auth_user", 6, id=one, password=uid(9), last_login=iso, is_superuser=0, username=
        PEOPLE[:6], first_name=PEOPLE[:6], last_name=WORDS[:6], email=mail, is_staff=0, is_active=1,
        date_joined=past)
    f.add("genre", 3, id=one, name=["Shooter", "Survival Horror", "Role-playing"])
    f.add("platform", 3, id=one, name=["Xbox", "Xbox 360", "Windows"])
    f.add("game", 12, id=one, title=WORDS[:12], genre_id=lambda i: 1 + i % 3)
    f.add("release", 20, game_id=lambda i: 1 + i % 12, platform_id=lambda i: 1 + i // 12,
        release_date=past)
    f.add("user_game", 30, user_id=lambda i: 1 + i % 5, game_id=lambda i: 1 + pair(i))
    f.add("friend", 8, user_id=lambda i: 1 + i % 4, friend_id=lambda i: 5 + i // 4)


def _steam(i: int) -> str:
    return f"7656119{8_000_000_000 + 7_919 * (i % 5)}"


def _game_bot(f: Filler) -> None:
    f.add("users", 5, id=one, discord_id=lambda i: 180_000_000_000_000_000 + i * 7_919, username=
        PEOPLE[:5], steam_id=_steam)
    f.add("games", 50, id=one, steam_id=_steam, name=lambda i: WORDS[pair(i)], playtime_forever=
        lambda i: 0 if i % 4 == 0 else 30 * i, last_updated=iso)


def _recipe_app(f: Filler) -> None:
    f.add("recipe", 12, id=one, recipe_name=WORDS[:12], recipe_category=["Beef", "Fish", "Soup"],
        meal_type=["Dinner", "Lunch"], diet_pref="None", total_time=f.pick(10, 90), servings=4,
        directions="Stir well", notes="", created_at=past, is_favorite=[0, 0, 1])
    f.add("recipe_history", 40, id=one, recipe_id=lambda i: 1 + thing(i), cooked_at=iso)
    f.add("meal_selections", 6, id=one, meal_name=lambda i: f"Meal {i}", main_recipe_id=lambda i: 1
        + i, side_recipe_1_id=lambda i: 7 + i % 5)
    f.add("saved_meal_states", 3, id=one, meal_id=one)
    f.add("ingredients", 12, id=one, ingredient_name=WORDS[12:24], ingredient_category=["Dairy",
        "Meat"])
    f.add("recipe_ingredients", 36, recipe_id=lambda i: 1 + i % 12, ingredient_id=lambda i: 1 + (i
        // 12 * 5 + i) % 12, quantity=1.5, unit="cup")
    f.add("shopping_items", 8, id=one, ingredient_name=WORDS[12:20], quantity=2.0, unit="cup",
        category="Dairy", source="recipe", have=[0, 1])


def _podcast_player(f: Filler) -> None:
    f.add("categories", 2, id=one, name=["News", "Arts"], created_at=past, updated_at=past)
    f.add("users", 5, id=one, email=mail, password_hash=uid(9), first_name=PEOPLE[:5], last_name=
        WORDS[:5], default_playback_speed=1.0)
    f.add("podcasts", 4, id=one, name=WORDS[:4], description="Talks", rss_feed_url=url, category_id=
        lambda i: 1 + i % 2, language="ru", last_updated_at=iso, is_favorite=[0, 1], created_at=
        past, updated_at=past)
    f.add("episodes", 48, id=one, podcast_id=lambda i: 1 + i % 4, title=lambda i:
        f"On {WORDS[i % 24]}, part {i // 24}", description="We talk", published_at=past,
        duration_in_seconds=3_600,
        audio_file_url=url, file_size_in_bytes=9_000_000, progress_in_seconds=lambda i: i * 70 if
        i % 3 else 0, is_downloaded=[0, 0, 1], created_at=past, updated_at=iso)
    f.add("playlists", 6, id=one, name=WORDS[6:12], owner_id=lambda i: 1 + i % 5, created_at=past,
        updated_at=past)
    f.add("playlist_episodes", 24, id=one, playlist_id=lambda i: 1 + i % 6, episode_id=lambda i: 1 +
        i * 7 % 48, order=lambda i: i // 6, added_at=iso)


def _clinsights(f: Filler) -> None:
    f.add("users", 6, id=one, openId=uid(9), name=PEOPLE[:6], email=mail, loginMethod="google",
        role="user", createdAt=past, updatedAt=past, lastSignedIn=iso)
    f.add("articles", 12, id=one, sourceId=url, title=WORDS[:12], description="News", content=
        "Text", url=url, source=["Stat", "Wire"], author=PEOPLE[6:8], category=["policy", "fund"],
        relevanceScore=50, publishedAt=past, createdAt=past, summary="News", industries="Health")
    f.add("bookmarks", 15, id=one, userId=lambda i: 1 + i % 5, articleId=lambda i: 1 + pair(i),
        createdAt=iso)
    f.add("readHistory", 50, id=one, userId=lambda i: 1 + i % 6, articleId=lambda i: 1 + thing(i),
        readAt=iso)
    f.add("readingList", 10, id=one, userId=lambda i: 1 + i % 5, articleId=lambda i: 1 + pair(i +
        20), createdAt=iso)


def _good_reads(f: Filler) -> None:
    f.add("schema_version", 1, version="1")
    f.add("users", 5, id=one, username=PEOPLE[:5], email=mail, password=uid(9), createdAt=past,
        updatedAt=past)
    f.add("categories", 10, id=one, userId=lambda i: 1 + i % 5, title=["News", "Tech"], createdAt=
        past)
    f.add("articles", 60, id=one, userId=lambda i: 1 + i % 5, categoryId=lambda i: 1 + i % 10,
        title=lambda i: f"{WORDS[i % 24]}, {i}", text="Text", html="<p>Text</p>", url=url, image=
        url, hash=uid(7), status=["read", "unread", "read"], createdAt=lambda i: iso(i - 30),
        updatedAt=lambda i: None if i % 3 == 1 else iso(i * 7 % 60))


def _planshboard(f: Filler) -> None:
    f.add("users", 3, id=one, name=PEOPLE[:3], password=uid(9), role="USER", register_date=past)
    f.add("boardgames", 12, id=one, name=WORDS[:12], user_id=lambda i: 1 + i % 3)
    f.add("opponents", 9, id=one, name=lambda i: PEOPLE[i % 8] + "x" * (i // 8), created_by=lambda
        i: 1 + i % 3, pointing_to_user=lambda i: 1 + i if i < 3 else None)
    f.add("plays", 36, id=one, boardgame_id=lambda i: 1 + thing(i), date=iso, note="Long")
    f.add("plays_results", 108, id=one, opponent_id=lambda i: 1 + (i // 3 + i % 3 * 3) % 9, play_id=
        lambda i: 1 + i // 3, points=f.pick(5, 90), position=lambda i: 1 + i % 3)
    f.add("notifications", 6, id=one, available_for=lambda i: 1 + i % 3, created_at=iso, visited=
        [0, 1], type="MARKED_AS_OPPONENT", created_by=lambda i: 1 + (i + 1) % 3)


def _oronamin(f: Filler) -> None:
    f.add("users", 6, id=one, nickname=PEOPLE[:6], email=mail, password=uid(9), phone_number="010",
        birthday=past, address="Hill Road 1", gender="F", point=9, created_at=past, admin_status=0)
    f.add("brands", 3, id=one, name=["Hill", "Vale", "Moss"], logo=url)
    f.add("images", 12, id=one, image_source=url, image_desc="A bottle")
    f.add("pay_status", 2, id=one, status=["결제 대기 중", "결제 완료"])
    f.add("scents", 2, id=one, name=["Citrus", "Woody"], scent_desc="Fresh")
    f.add("products", 12, id=one, name=WORDS[:12], price=90, description="A scent", stock=9,
        brand_id=lambda i: 1 + i % 3, scent_id=lambda i: 1 + i % 2, image_id=one, created_at=past)
    f.add("basket", 20, id=one, user_id=lambda i: 1 + i % 5, product_id=lambda i: 1 + pair(i),
        quantity=[1, 2], status_id=[1, 2])
    f.add("orders", 40, id=one, order_number=lambda i: f"2023-{i:06}", user_id=lambda i: 1 + i % 6,
        address="Hill Road 1", product_id=lambda i: 1 + thing(i), product_quantity=[1, 1, 2],
        total_price=90)
    f.add("subscribes", 3, id=one, user_id=one, started_at=iso)


def _muthuma(f: Filler) -> None:
    who = uid(5)
    f.add("user", 6, id=who, name=PEOPLE[:6], email=mail, email_verified=1, created_at=past,
        updated_at=past)
    f.add("account", 6, id=uid(3), account_id=uid(3), provider_id="credential", user_id=who,
        password=uid(9), created_at=past, updated_at=past)
    f.add("session", 12, id=uid(4), expires_at=lambda i: iso(i + 30), token=uid(8), created_at=iso,
        updated_at=iso, ip_address="10.0.0.1", user_agent="Firefox", user_id=lambda i: who(i % 6))
    f.add("orders", 24, id=one, status=["paid", "paid", "pending"], created_at=iso, user_email=
        lambda i: mail(i % 6), total_amount=f.pick(50, 900))
    f.add("order_items", 60, id=one, order_id=lambda i: 1 + i * 2 // 5, product_name=lambda i:
        WORDS[thing(i)], quantity=[1, 2], price=90, subtotal=[90, 180])
    f.add("payment", 24, id=uid(6), user_id=lambda i: who(i % 6), email=lambda i: mail(i % 6),
        phone="07", amount=90, status=["paid", "paid", "pending"], receipt_number=lambda i:
        f"QK{i:06}", created_at=iso, updated_at=iso, order_id=one)


def _wines(f: Filler) -> None:
    f.add("wines", 20, id=one, name=WORDS[:20], rating=lambda i: 1 + i % 5, notes=lambda i:
        f"Smells of {i} cherries", created_at=iso, updated_at=iso)
    f.add("foods", 30, id=one, name=["Cheese", "Steak", "Olives"], wine_id=lambda i: 1 + i % 20,
        created_at=iso, updated_at=iso)


def _tapped(f: Filler) -> None:
    f.add("users", 6, id=one, username=PEOPLE[:6], email=mail, password_digest=uid(9))
    f.add("beers", 12, id=one, name=WORDS[:12], brewery=["Hill", "Vale", "Moss"])
    f.add("user_beers", 30, id=one, user_id=lambda i: 1 + i % 5, beer_id=lambda i: 1 + pair(i))


def _prueba(f: Filler) -> None:
    f.add("users", 6, id=one, name=PEOPLE[:6], email=mail)
    f.add("courses", 12, id=one, title=WORDS[:12], description="A course")
    f.add("enrollments", 30, id=one, user_id=lambda i: 1 + i % 5, course_id=lambda i: 1 + pair(i),
        created_at=iso)


def _classroom(f: Filler) -> None:
    f.add("courses", 12, id=uid(5), title=WORDS[:12], slug=lambda i: WORDS[i].lower().replace(" ",
        "-"), created_at=past, updated_at=past)
    f.add("students", 5, id=uid(6), auth_user_id=uid(7), created_at=past, updated_at=past)
    f.add("enrollments", 30, id=uid(8), student_id=lambda i: uid(6)(i % 5), courseId=lambda i:
        uid(5)(pair(i)), created_at=iso, updated_at=iso)


def _trail_buddies(f: Filler) -> None:
    who = uid(5)

    def group(i: int) -> Value:
        return "{" + ",".join(str(who((i + k) % 6)) for k in range(1 + i % 3)) + "}"

    f.add("users", 6, id=who, username=PEOPLE[:6], password=uid(9), email=mail, created_at=past,
        updated_at=past, admin=0, verified=1)
    f.add("tokens", 6, id=uid(3), token=uid(9), user_id=who, created_at=past, updated_at=past)
    f.add("hike_events", 20, id=uid(4), title=WORDS[:20], description="We walk", duration=lambda i:
        f"[{iso(i)[:10]},{iso(i + 3)[:10]})", lat="46.5", lng="7.9", difficulty=lambda i: 1 + i % 5,
        created_at=lambda i: iso(i - 20), updated_at=lambda i: iso(i - 20), user_id=lambda i: who(i
        % 6), users=group, users_unconfirmed="{}")


def _podfish(f: Filler) -> None:
    f.add("users", 6, user_id=uid(5), email=mail, password=uid(9), created_at=past,
        updated_at=past)
    f.add("podcasts", 4, podcast_id=uid(6), rss=url, image_id=uid(1), title=WORDS[:4], description=
        "Talks", color="#ffcc00", last_sync_at=iso, last_sync_attempt_at=iso, created_at=past,
        updated_at=past)
    f.add("episodes", 24, episode_id=uid(7), podcast_id=lambda i: uid(6)(i % 4), item_id=uid(8),
        title=WORDS, description="We talk", date=past, duration=3_600, url=url,
        created_at=past, updated_at=past)
    f.add("positions", 40, user_id=lambda i: uid(5)(i % 5), episode_id=lambda i: uid(7)((i // 5 + i
        % 5 * 4) % 24), completed=[1, 0, 1], current_time=f.pick(30, 3_500), last_listened=iso,
        real_duration=3_590)
    f.add("now_playings", 4, position_user_id=uid(5), position_episode_id=uid(7))
    f.add("subscriptions", 12, user_id=lambda i: uid(5)(i % 6), podcast_id=lambda i: uid(6)((i // 6
        + i) % 4))


_FINISHED_OR_READING = (
    " UNION ALL ".join(plays(t, "bookid", "0", "email") for t in ("bookfinish", "bookreading")),
    " UNION ALL ".join(titles(t, "bookid") for t in ("bookfinish", "bookreading")),
)
_LINES = "order_items l JOIN orders o ON o.id = l.order_id"
_RESULTS = "plays_results r JOIN plays p ON p.id = r.play_id"
_OWN = "plays p JOIN boardgames b ON b.id = p.boardgame_id"

_PLACES = " UNION ALL ".join(f"SELECT {2 + 37 * n} AS k" for n in range(3))

CASES: dict[str, tuple[Fill, Right]] = {
    "movieratings": (_movieratings, [(plays("movies", key, "0", "user_id"), titles("movies", key))
        for key in ("id", "title")]),
    "musiclisteners": (_musiclisteners, [(plays("song_history", "song_id", "timestamp", "user_id"),
        titles("available_songs", title="track_name"))]),
    "StreamingService": (_streaming, [(plays("history", "song_id", "play_timestamp", "user_id"),
        titles("song", "song_id"))]),
    # Read, or also what was begun.
    "booklogger": (_booklogger, [(plays("books", key, "0", "user_id", where),
        f"SELECT DISTINCT {key} AS item, title FROM books") for key in ("id", "title",
        "author || ' - ' || title") for where in ("status_id = 2", "status_id > 1",
        "status_id IN (2, 3)", "status_id IN (2, 3, 4)")]),
    "book-friends": (_book_friends, [(plays("bookfinish", "bookid", "0", "email"), titles(
        "bookfinish", "bookid")), _FINISHED_OR_READING]),
    # What somebody has is all that is known.
    "game-atlas": (_game_atlas, [(plays("user_game", "game_id", "0", "user_id"), titles("game"))]),
    # The steam_id is the person's; what was never played has no playtime.
    "game-recommender-bot": (_game_bot, [(plays("games", key, when, "steam_id", where), titles(
        "games", key, "name")) for key in ("id", "name") for when in ("0", "last_updated") for where
        in ("1", "playtime_forever > 0")]),
    "recipe_app": (_recipe_app, [(plays("recipe_history", "recipe_id", "cooked_at", "'me'"), titles(
        "recipe", title="recipe_name"))]),
    # Whose progress it is, of the users, nothing says.
    "podcast_player": (_podcast_player, [(plays("episodes", "id", when, "'me'",
        "progress_in_seconds > 0"), titles("episodes")) for when in ("0", "updated_at")]),
    "clinsights": (_clinsights, [(plays("readHistory", "articleId", "readAt", "userId"), titles(
        "articles"))]),
    "good-reads": (_good_reads, [(plays("articles", "id", when, "userId", "status = 'read'"),
        titles("articles")) for when in ("0", "updatedAt")]),
    # Who played, or whose the game is that was played.
    "Planshboard": (_planshboard, [(plays(_RESULTS, "boardgame_id", "date", "opponent_id"), titles(
        "boardgames", title="name")), (plays(_OWN, "boardgame_id", "date", "user_id"), titles(
        "boardgames", title="name"))]),
    "ORONAMIN_C": (_oronamin, [(plays("orders", "product_id", "0", "user_id"), titles("products",
        title="name"))]),
    "muthuma": (_muthuma, [(plays(_LINES, "product_name", "created_at", "user_email", where),
        titles("order_items", "product_name", "product_name")) for where in ("1",
        "status = 'paid'")]),
    # Wines that somebody wrote about.
    "phase-3 wines": (_wines, [(plays("wines", "id", when, "'me'"), titles("wines", title="name"))
        for when in ("0", "created_at", "updated_at")]),
    "sinatra-tapped": (_tapped, [(plays("user_beers", "beer_id", "0", "user_id"), titles("beers",
        title="name"))]),
    "Prueba-Tecnica": (_prueba, [(plays("enrollments", "course_id", "created_at", "user_id"),
        titles("courses"))]),
    "microservices-ddd": (_classroom, [(plays("enrollments", "courseId", "created_at",
        "student_id"), titles("courses"))]),
    # Who came stands in an array of PostgreSQL's, which init reads since: this answer was added
    # then. Who made the event is not all of it.
    "TrailBuddies": (_trail_buddies, [("SELECT substr(users, k, 36) AS user, id AS item, 0 AS time"
        f" FROM hike_events, ({_PLACES}) WHERE length(users) > k", titles("hike_events"))]),
    "podfish": (_podfish, [(plays("positions", "episode_id", "last_listened", "user_id", where),
        titles("episodes", "episode_id")) for where in ("1", "completed")]),
}
