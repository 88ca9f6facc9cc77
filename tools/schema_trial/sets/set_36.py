"""Twenty, by the rule that was written down before the first search (docs/trials-30-31.md).

Of films, series, music, books, games, recipes, restaurants, beers and trails, and of museums in
the place of podcasts, the first named repositories of the answers to a search of public code for
diaries, with a whole schema that has a history of uses and that no earlier set has.

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


def _htmx(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9), role=["user", "user", "admin"])
    f.add("films", 40, id=one, name=lambda i: WORDS[pair(i)], user_id=lambda i: 1 + i % 5,
        display_order=one, photo_path=lambda i: f"photos/{i}.jpg" if i % 3 else None)
    f.add("film_catalog", 20, id=one, name=WORDS[:20])


def _reel(f: Filler) -> None:
    f.add("users", 5, username=PEOPLE[:5], password=uid(9), bio="I like films")
    f.add("movies", 20, id=one, budget=f.pick(1, 9), genres="Drama", imdb_id=lambda i:
        f"tt{1000 + i}", original_language=["en", "fr"], overview="Somebody comes home",
        popularity=lambda i: 1.5 + i, release_date=past, runtime=lambda i: 90.0 + i, title=
        WORDS[:20], vote_average=6.5, vote_count=f.pick(9, 900))
    f.add("backlog", 15, username=lambda i: PEOPLE[i % 5], movie_id=lambda i: 13 + i % 8, timestamp=
        iso)
    f.add("watched", 40, username=lambda i: PEOPLE[i % 5], movie_id=lambda i: 1 + pair(i), review=
        lambda i: f"It was my {i}th" if i % 3 else None, rating=lambda i: i % 11, timestamp=iso)
    f.add("friends", 5, user_a=PEOPLE[:5], user_b=lambda i: PEOPLE[(i + 2) % 5])


def _xelmas(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9))
    f.add("movies", 12, id=one, title=WORDS[:12], year=lambda i: 1980 + i)
    f.add("series", 6, id=one, title=WORDS[12:18])
    f.add("seasons", 12, id=one, year=lambda i: 2000 + i, serie_id=lambda i: 1 + i % 6)
    f.add("ratings", 5, id=one, rating=one)
    f.add("movie_ratings", 40, id=one, rating_id=lambda i: 1 + i % 5, user_id=lambda i: 1 + i % 5,
        movie_id=lambda i: 1 + pair(i))
    f.add("season_ratings", 35, id=one, rating_id=lambda i: 1 + i % 4, user_id=lambda i: 1 + i % 5,
        season_id=lambda i: 1 + pair(i + 5))
    f.add("movies_watchlist", 30, id=one, user_id=lambda i: 1 + i % 5, movie_id=lambda i: 1 +
        pair(i + 10), status=[0, 1, 0])
    f.add("series_watchlist", 20, id=one, user_id=lambda i: 1 + i % 5, season_id=lambda i: 1 +
        pair(i + 15), status=[0, 0, 1])


def _calendar(f: Filler) -> None:
    f.add("raw_json_data", 3, id=one, content='{"series": []}', creation_time=iso)
    f.add("users", 5, id=one, google_user_id=lambda i: f"10{i}77", created_at=past)
    f.add("users_series", 40, user_id=lambda i: 1 + i % 5, serie_id=lambda i: 300 + pair(i) * 17,
        created_at=iso)


def _analyzer(f: Filler) -> None:
    f.add("library", 24, id=one, name=WORDS, artist=ARTISTS, album=["One", "Two"], album_artist=
        ARTISTS, genre=["Rock", "Jazz"], kind="MPEG audio file", total_time=f.pick(100, 300),
        track_num=lambda i: 1 + i % 12, track_count=12, year=lambda i: 1990 + i, date_mod=past,
        play_count=f.pick(0, 9), play_date=lambda i: iso(i * 3), rel_date=past)
    f.add("listening_history", 80, record_id=one, track_id=lambda i: 1 + (i * 7 + i // 24) % 24,
        listen_date=iso)


def _locker(f: Filler) -> None:
    f.add("users", 5, id=one, first_name=PEOPLE[:5], last_name=ARTISTS, email=mail, password_hash=
        uid(9), email_verified=1, created_at=past, updated_at=past, last_login=iso, status="active",
        role=["admin", "user", "user"])
    f.add("activity_log", 60, id=one, user_id=lambda i: 1 + i % 5, action=["login",
        "music_entry_add", "logout", "music_create"], target_type=["user", "music_entry"],
        target_id=lambda i: 1 + i % 9, description="Done", ip_address="::1", user_agent="Mozilla",
        created_at=iso)
    f.add("music_entries", 40, id=one, user_id=lambda i: 1 + i % 5, title=lambda i: WORDS[pair(i)],
        artist=lambda i: ARTISTS[pair(i) % 4], album=lambda i: f"Album {pair(i) // 3}", genre=[
        "Rock", "Pop"], release_year=lambda i: 1990 + pair(i), duration=f.pick(100, 300),
        spotify_id=lambda i: f"{pair(i) + 7:022d}", spotify_url=lambda i: url(pair(i)),
        album_art_url=lambda i: url(99 + pair(i)), personal_rating=lambda i: 1 + i % 5, date_added=
        iso, date_discovered=day, is_favorite=[0, 0, 1], created_at=iso, updated_at=iso)
    f.add("tags", 12, id=one, user_id=lambda i: 1 + i % 5, name=["Chill", "Study", "Party"], color=
        "#6c757d", is_system_tag=1, created_at=past, updated_at=past)
    f.add("music_entry_tags", 20, id=one, music_entry_id=lambda i: 1 + i * 2, tag_id=lambda i: 1 +
        i % 12, created_at=iso)
    f.add("music_notes", 10, id=one, music_entry_id=lambda i: 1 + i * 3, user_id=lambda i: 1 + i *
        3 % 5, note_text=lambda i: f"The summer of {2000 + i}", mood=["calm", "happy"], created_at=
        iso, updated_at=iso)
    f.add("playlists", 6, id=one, user_id=lambda i: 1 + i % 5, name=["Road", "Night", "Work"],
        is_public=0, created_at=past, updated_at=past)
    f.add("playlist_entries", 20, id=one, playlist_id=lambda i: 1 + i % 6, music_entry_id=lambda i:
        1 + i * 2, position=lambda i: 1 + i // 6, added_by_user_id=lambda i: 1 + i * 2 % 5,
        created_at=iso)
    f.add("system_settings", 4, id=one, setting_key=["app_name", "version", "limit", "timeout"],
        setting_value="1", setting_type="string", created_at=past, updated_at=past)
    f.add("user_sessions", 9, id=uid(3), user_id=lambda i: 1 + i % 5, ip_address="::1", created_at=
        iso, expires_at=iso, last_activity=iso, is_active=[0, 1])


def _bakamo(f: Filler) -> None:
    f.add("users", 5, key=one, username=mail, password=uid(9), method="local", displayname=
        PEOPLE[:5], createdtime=past, lastactive=iso, deleted=0)
    f.add("password", 5, key=one, owner=one, hash=uid(8), createdtime=past, snooze=past)
    f.add("session", 5, key=uid(7), owner=one, ip="10.0.0.1", ttl=iso)
    f.add("book", 12, key=one, isbn=lambda i: f"97800000{i:05d}", title=WORDS[:12], description=
        "A story", author=ARTISTS, deleted=0)
    f.add("readlist", 6, key=one, owner=lambda i: 1 + i % 5, title=["Summer", "Club", "School"],
        description="For later", createdtime=past, deleted=0)
    f.add("read", 40, key=one, owner=lambda i: 1 + i % 5, list=lambda i: 1 + i % 5, book=lambda i:
        1 + pair(i), isbn=lambda i: f"97800000{pair(i):05d}", startdate=lambda i: iso(i) if i % 4
        else None, enddate=lambda i: iso(i + 3) if i % 4 > 1 else None, createdtime=iso, deleted=
        lambda i: int(i % 13 == 5))
    f.add("score", 10, key=one, slug=lambda i: f"quiz-{i % 4}", owner=lambda i: 1 + i % 5, correct=
        f.pick(1, 9), wrong=f.pick(0, 4), elapsed=lambda i: 3.5 + i)
    f.add("discuss", 4, key=one, uri=lambda i: f"/book/{i}", slug=lambda i: f"book-{i}",
        createdtime=past, modifiedtime=past, title=WORDS[:4])
    f.add("comment", 12, key=one, owner=lambda i: 1 + i % 5, discuss=lambda i: 1 + i % 4, distance=
        0, content='{"body": "Yes"}', createdtime=iso, state=["pending", "active"], deleted=0)


def _hub(f: Filler) -> None:
    f.add("users", 5, id=uid(1), username=PEOPLE[:5], password=uid(9), email=mail)
    f.add("books", 12, id=uid(2), title=WORDS[:12], isbn13=lambda i: f"97800000{i:05d}", author=
        ARTISTS, published_date=past, genre=["Crime", "Love"], thumbnail=url, summary="A story")
    f.add("reading_books", 40, id=uid(3), user_id=lambda i: uid(1)(i % 5), book_id=lambda i:
        uid(2)(pair(i)), title=lambda i: WORDS[pair(i)], is_reading=lambda i: int(i % 3 == 0),
        start_date=day, end_date=lambda i: day(i + 5) if i % 3 else None)
    f.add("reading_histories", 70, id=uid(4), book_id=lambda i: uid(3)(i % 40), note=lambda i:
        f"The {i}th evening", commit_date=iso)
    f.add("memos", 10, id=uid(5), reading_book_id=lambda i: uid(3)(i * 3), content="Read again",
        created_at=iso)


def _control(f: Filler) -> None:
    f.add("game_log", 60, id=one, game_name=lambda i: WORDS[thing(i)], start_time=seconds, end_time=
        lambda i: seconds(i) + 3000, max_time=7200)


def _bee(f: Filler) -> None:
    f.add("user", 5, user_id=one, email=mail, full_name=PEOPLE[:5], role="player", password=uid(9),
        created=past)
    f.add("game_type", 2, game_type_id=one, name=["Spelling Bee", "Wordle"], created=past)
    f.add("game", 12, game_id=one, game_date=lambda i: day(i * 7), name=WORDS[:12], game_type_id=[1,
        2], game_hash=uid(6), created=past)
    f.add("user_game", 40, game_id=lambda i: 1 + pair(i), user_id=lambda i: 1 + i % 5, score=f.pick(
        1, 200), item_count=f.pick(1, 40), premium_count=f.pick(0, 2), created=iso, modified=lambda
        i: iso(i + 1))
    f.add("message", 12, message_id=one, source_user_id=lambda i: 1 + i % 5, dest_user_id=lambda i:
        1 + (i + 1) % 5, game_id=lambda i: 1 + i % 12, message="Well played", has_been_read=[0, 1],
        created=iso)
    f.add("play_log", 160, play_log_id=one, user_id=lambda i: 1 + i // 4 % 5, game_id=lambda i: 1 +
        pair(i // 4), option_text=lambda i: ["river", "lantern", "ferry", "glass", "wire"][i % 5],
        option_id=lambda i: i % 5, was_valid=[1, 1, 0, 1], recorded=iso)


def _my_recipe(f: Filler) -> None:
    f.add("user", 5, id=one, username=PEOPLE[:5], password=uid(9), email=mail, verified="1",
        OTP_code="77")
    f.add("recipes", 12, id=one, user_id=lambda i: 1 + i % 5, title=WORDS[:12], category=["Soup",
        "Cake"], content="Stir and wait", posted_date=past, likes=f.pick(0, 9))
    f.add("reviews", 20, recipe_id=lambda i: 1 + pair(i * 2), user_id=lambda i: 1 + i * 2 % 5,
        review=lambda i: f"My {i}th, and good")
    f.add("like_recipe", 40, recipe_id=lambda i: 1 + pair(i), user_id=lambda i: 1 + i % 5)
    f.add("save_recipe", 15, id=one, username=lambda i: PEOPLE[i % 5], title=lambda i: WORDS[pair(
        i)], category=["Soup", "Cake"], content="Stir and wait", recipe_id=lambda i: 1 + pair(i))
    f.add("notifications", 20, to_user=lambda i: PEOPLE[i % 5], from_user=lambda i: PEOPLE[(i + 1) %
        5], action_type=["like", "review"], action_date=day, action_time="10:00:00", recipe_id=
        lambda i: 1 + i % 12)
    f.add("save_author", 5, id=one, author=PEOPLE[:5], user=lambda i: PEOPLE[(i + 3) % 5])
    f.add("calendar", 20, date_today=lambda i: day(i * 3), recipe_id=lambda
        i: 1 + thing(i), cover=b"x")


def _food_app(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9))
    f.add("recipes", 12, id=one, title=WORDS[:12], ingredients="Flour, eggs", instructions="Stir")
    f.add("favorites", 40, id=one, user_id=lambda i: 1 + i % 5, recipe_id=lambda i: 1 + pair(i))
    f.add("journal_entries", 15, id=one, title=lambda i: f"Day {i}", content="Cooked with friends",
        created_at=iso)


def _bingo(f: Filler) -> None:
    f.add("Restaurant", 12, id=one, name=WORDS[:12], visited=0, coordinates="{1.5,2.5}", url=url)
    f.add("User", 5, id=one, email=mail, name=PEOPLE[:5])
    f.add("Visit", 40, id=one, timestamp=iso, restaurantId=lambda i: 1 + pair(i), userId=lambda i:
        1 + i % 5)


def _visits(f: Filler) -> None:
    f.add("users", 5, id=one, createdAt=past, updatedAt=past, email=mail, hash=uid(9), firstName=
        PEOPLE[:5], lastName=ARTISTS)
    f.add("restaurants", 15, id=one, createdAt=past, updatedAt=past, name=WORDS[:15], place="Town",
        cuisineType=["Thai", "Greek"], userId=lambda i: 1 + i % 5)
    f.add("visits", 50, id=one, createdAt=lambda i: iso(i + 9), updatedAt=lambda i: iso(i + 9),
        date=iso, expense=f.pick(10, 90), note="With friends", evaluation=lambda i: 1 + i % 5,
        userId=lambda i: 1 + i % 5, restaurantId=lambda i: 1 + (i % 5 + i // 5 * 5) % 15)


def _beer_store(f: Filler) -> None:
    f.add("users", 5, id=one, email=mail, password=uid(9), first_name=PEOPLE[:5], last_name=ARTISTS,
        birthday=past, salt=uid(8), created_at=past, updated_at=past)
    f.add("favorites", 12, id=one, title=WORDS[:12], tagline="Bitter", description="A beer",
        beer_image=url, created_at=past, updated_at=past)
    f.add("user_favorites", 40, id=one, favorite_id=lambda i: 1 + pair(i), user_id=lambda i: 1 + i %
        5, created_at=iso, updated_at=iso)
    f.add("beer_types", 4, id=one, name=["Ale", "Stout", "Lager", "Porter"], created_at=past,
        updated_at=past)
    f.add("brews", 20, id=one, external_beer_id=lambda i: 1 + thing(i), date=seconds, location=
        "Cellar", ingredients="[]", brewing_method="{}", brew_name=lambda i: f"{WORDS[i]} brew",
        impressions=lambda i: f"The {i}th was good", beer_type_id=lambda i: 1 + i % 4, created_at=
        iso, updated_at=iso)
    f.add("comments", 30, id=one, text=lambda i: f"I say {i}", brew_id=lambda i: 1 + i % 20,
        user_id=lambda i: 1 + i % 5, created_at=iso, updated_at=iso)


def _chugs(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password_hash=uid(9))
    f.add("chugs", 40, id=one, drink=lambda i: WORDS[thing(i)], clock=lambda i:
        f"00:00:{3 + i % 9}", amount=[33, 50], alcohol=[4, 5, 0], carbonation=["low", "high"],
        user_id=lambda i: 1 + i % 5)
    f.add("feeling", 20, id=one, chug_id=lambda i: 1 + i * 2, value=["good", "bad", "great"])


def _acorn(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password_digest=uid(9), session_token=uid(8))
    f.add("trips", 12, id=one, author_id=lambda i: 1 + i % 5, title=WORDS[:12], trail_head="Gate",
        route="A long line", description="Up and down")
    f.add("acorn_stashes", 12, id=one, trip_id=one, coordinates="1,2", title="A stone")
    f.add("reviews", 40, id=one, trip_id=lambda i: 1 + pair(i), user_id=lambda i: 1 + i % 5, title=
        lambda i: f"My {i}th walk", description="It rained", rating=lambda i: 1 + i % 5)


def _mtb(f: Filler) -> None:
    f.add("trails", 12, id=one, mtb_project_id=lambda i: 7000 + i * 31, name=WORDS[:12], difficulty=
        ["blue", "black"], location="Hills", url=url, length=f.pick(3, 20), ascent=f.pick(90, 900),
        longitude=1, latitude=2, condition_status="Dry", created_at=past, updated_at=past)
    f.add("users", 5, id=one, name=PEOPLE[:5], username=PEOPLE[:5], email=mail, password_digest=
        uid(9), created_at=past, updated_at=past)
    f.add("user_trails", 40, id=one, user_id=lambda i: 1 + i % 5, trail_id=lambda i: 1 + pair(i),
        created_at=iso, updated_at=iso)


def _museums(f: Filler) -> None:
    f.add("visiting_user", 5, user_id=one, user_name=PEOPLE[:5], created=past)
    f.add("museum_visit", 40, user_id=lambda i: 1 + i % 5, visit_id=one, museum_name=lambda i:
        WORDS[thing(i)], department=["Art", "Ships", "Stones"], visit_start_tz=iso,
        visit_start_local=iso, visit_end_tz=lambda i: iso(i + 1), visit_end_local=lambda i:
        iso(i + 1), created=iso, visit_history="{}")


def _temporis(f: Filler) -> None:
    f.add("User", 5, id=uid(1), name=PEOPLE[:5], email=mail, password=uid(9), birthPlace="Porto",
        createdAt=past, updatedAt=past)
    f.add("Museum", 12, id=uid(2), name=WORDS[:12], description="Old things", location="Town",
        phaseNumber=one, createdAt=past, updatedAt=past)
    # Who came before visits had names was logged in; later it takes no account.
    f.add("Visit", 40, id=uid(3), name=lambda i: "" if i < 20 else PEOPLE[i % 8], birthPlace=lambda
        i: "" if i < 20 else "Porto", museumId=lambda i: uid(2)(pair(i)), visitedAt=iso, userId=
        lambda i: uid(1)(i % 5) if i < 20 else None)


_BEGUN = "NOT deleted AND startdate IS NOT NULL"
_ENDED = "NOT deleted AND enddate IS NOT NULL"
_EVENING = "reading_histories h JOIN reading_books r ON r.id = h.book_id"
_KINDS = (
    "SELECT 'movies:' || id AS item, title FROM movies UNION ALL SELECT 'seasons:' || s.id, t.title"
    " FROM seasons s JOIN series t ON t.id = s.serie_id"
)


def _both(movies: str, seasons: str, where: str = "1") -> str:
    return " UNION ALL ".join((plays(movies, "'movies:' || movie_id", "0", "user_id", where), plays(
        seasons, "'seasons:' || season_id", "0", "user_id", where)))


CASES: dict[str, tuple[Fill, Right]] = {
    # What somebody has on his list; nothing says that he saw it, and nothing else is there.
    "htmx-movies": (_htmx, [(plays("films", item, "0", "user_id"), titles("films", item, "name"))
        for item in ("id", "name")]),
    "ReelFriends": (_reel, [(plays("watched", "movie_id", "timestamp", "username"), titles(
        "movies"))]),
    # Films and seasons are rated, and are on lists with states in numbers.
    "xelmas movie-tracker": (_xelmas, [(_both("movie_ratings", "season_ratings"), _KINDS), (_both(
        "movies_watchlist", "series_watchlist", "status = 1"), _KINDS)]),
    "tv-shows-calendar": (_calendar, [(plays("users_series", "serie_id", "created_at", "user_id"),
        None)]),
    "LibraryAnalyzer": (_analyzer, [(plays("listening_history", "track_id", "listen_date", "'me'"),
        titles("library", "id", "name"))]),
    "MusicLocker": (_locker, [(plays("music_entries", item, when, "user_id"),
        f"SELECT DISTINCT {item} AS item, title FROM music_entries") for item in ("id", "title",
        "spotify_id", "artist || ' - ' || title") for when in ("date_added", "created_at",
        "date_discovered", "0")]),
    # What has no begin is only on a list.
    "bakamo": (_bakamo, [(plays("read", "book", when, "owner", where), titles("book", "key")) for
        when, where in (("startdate", _BEGUN), ("createdtime", _BEGUN), ("enddate", _ENDED),
        ("startdate", _ENDED), ("createdtime", _ENDED))]),
    "book-hub": (_hub, [(plays("reading_books", item, when, "user_id", where), titles("books" if
        item == "book_id" else "reading_books", "id" if item == "book_id" else item)) for item in (
        "book_id", "id", "title") for when, where in (("start_date", "1"), ("end_date",
        "end_date IS NOT NULL"), ("start_date", "end_date IS NOT NULL"))] + [(plays(_EVENING,
        "r.book_id", "h.commit_date", "r.user_id"), titles("books"))]),
    "ControlTheGame": (_control, [(plays("game_log", "game_name", when, "'me'"), titles("game_log",
        "game_name", "game_name")) for when in ("start_time", "end_time")]),
    "networked_spellingbee": (_bee, [(plays("user_game", "game_id", when, "user_id"), titles("game",
        "game_id", "name")) for when in ("created", "modified", "0")] + [(plays("play_log",
        "game_id", "recorded", "user_id", where), titles("game", "game_id", "name")) for where in (
        "1", "was_valid")]),
    # Nothing says what was cooked: who liked, kept or reviewed what is as near as it comes.
    "MyRecipe": (_my_recipe, [(plays("like_recipe", "recipe_id", "0", "user_id"), titles(
        "recipes")), (plays("reviews", "recipe_id", "0", "user_id"), titles("recipes")), (plays(
        "save_recipe", "recipe_id", "0", "username"), titles("recipes"))]),
    "Recipe-food-app": (_food_app, [(plays("favorites", "recipe_id", "0", "user_id"), titles(
        "recipes"))]),
    "restaurant-week-bingo": (_bingo, [(plays("Visit", "restaurantId", "timestamp", "userId"),
        titles("Restaurant", "id", "name"))]),
    "restaurant-visits-diary": (_visits, [(plays("visits", "restaurantId", "date", "userId"),
        titles("restaurants", "id", "name"))]),
    # Favourite beers have persons; nobody is named who brewed.
    "api-beer-store": (_beer_store, [(plays("user_favorites", "favorite_id", when, "user_id"),
        titles("favorites")) for when in ("created_at", "updated_at")]),
    # How long it took is no time of day.
    "kellotuksem.me": (_chugs, [(plays("chugs", "drink", "0", "user_id"), titles("chugs", "drink",
        "drink"))]),
    "acorn-trail": (_acorn, [(plays("reviews", "trip_id", "0", "user_id"), titles("trips"))]),
    "303MTB": (_mtb, [(plays("user_trails", "trail_id", when, "user_id"), titles("trails", "id",
        "name")) for when in ("created_at", "updated_at", "0")]),
    "rdb museums": (_museums, [(plays("museum_visit", "museum_name", when, "user_id"), titles(
        "museum_visit", "museum_name", "museum_name")) for when in ("visit_start_tz",
        "visit_start_local", "visit_end_tz", "visit_end_local")]),
    # Half of the visits are of an account, the others of a name.
    "temporis-api": (_temporis, [(plays("Visit", "museumId", "visitedAt", user, where), titles(
        "Museum", "id", "name")) for user, where in (("userId", "userId IS NOT NULL"), (
        "coalesce(userId, name)", "1"))]),
}
