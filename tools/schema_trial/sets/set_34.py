"""Ten more, of the kinds of which the thirty-third set had least.

The rule, written down before the first search (docs/trials-30-31.md): of films, series, podcasts,
recipes and games the first two named repositories of the answers to a search of public code with a
whole schema that has a history of uses, that no earlier set has and that was not looked at before.
Podcasts gave none, and two of books stand for them.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right, pair, plays, thing, titles
from made_up_rows import ARTISTS, PEOPLE, WORDS, Cells, Filler, day, iso, mail, one, past, uid, url

# One line a few columns: the rows are tables.
# fmt: off


def _watchlist(f: Filler) -> None:
    given: dict[str, Cells] = {"contributed_by": 1, "contributed_at": iso}
    f.add("users", 5, id=one, email=mail, password_hash=uid(9), first_name=PEOPLE[:5], last_name=
        "Berg", birthdate=past, jointime=past)
    f.add("tokens", 8, id=one, token_hash=uid(8), user_id=lambda i: 1 + i % 5, expires_at=iso)
    f.add("serieses", 2, id=one, title=WORDS[12:14], date_started=past, **given)
    f.add("serieses_audit", 3, id=one, title=WORDS[12:15], date_started=past, **given)
    f.add("films", 12, id=one, title=WORDS[:12], date_released=past, duration=90, series_id=lambda
        i: 1 + i % 2 if i > 7 else None, season_number=lambda i: 1 if i > 7 else None,
        episode_number=lambda i: i - 7 if i > 7 else None, **given)
    f.add("films_audit", 4, id=one, title=WORDS[:4], date_released=past, duration=80, **given)
    f.add("watchfilms", 45, id=one, user_id=lambda i: 1 + i % 5, film_id=lambda i: 1 + pair(i),
        time_added=iso, time_watched=lambda i: None if i % 4 == 1 else iso(i + 30))


def _critic(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], email=mail, password_hash=uid(9), role=["user",
        "admin"], created_at=past)
    f.add("films", 12, id=one, title=WORDS[:12], release_year=[1999, 2010], director=ARTISTS,
        description="A film")
    f.add("genres", 3, id=one, name=["Drama", "Crime", "War"])
    f.add("film_genres", 12, film_id=one, genre_id=lambda i: 1 + i % 3)
    f.add("reviews", 40, id=one, rating=lambda i: 0.5 + i % 10 / 2, body="So it goes", status=[
        "published", "published", "draft", "published", "flagged"], film_id=lambda i: 1 + pair(i),
        user_id=lambda i: 1 + i % 5, created_at=iso, updated_at=lambda i: iso(i + 1), published_at=
        lambda i: None if i % 5 == 2 else iso(i + 1), flagged_at=lambda i:
        iso(i + 2) if i % 5 == 4 else None)
    f.add("watchlist", 15, user_id=lambda i: 1 + i % 5, film_id=lambda i: 1 + pair(i + 40),
        added_at=iso)


def _diary(f: Filler) -> None:
    f.add("users", 5, id=one, email=mail, username=PEOPLE[:5], password_hash=uid(9), created_at=
        past)
    f.add("refresh_tokens", 8, id=one, user_id=lambda i: 1 + i % 5, token_sha=uid(7), token_hash=
        uid(8), family_id=uid(6), device_id=uid(4), created_ip="10.0.0.1", last_used_ip="10.0.0.1",
        last_used_at=iso, revoked=[0, 1], expires_at=iso, created_at=iso)
    f.add("user_movies", 40, user_id=lambda i: 1 + i % 5, tmdb_movie_id=lambda i: 500 + pair(i) * 7,
        poster_path="/p.jpg", title=lambda i: WORDS[pair(i)], watched_at=iso, rating=[4, None, 8],
        progress=[100, None])
    f.add("user_series", 15, user_id=lambda i: 1 + i % 5, tmdb_series_id=lambda i: 9_000 +
        i // 5 * 3, poster_path="/s.jpg", title=lambda i: WORDS[12 + i // 5], watched_at=lambda i:
        iso(i + 50), rating=[7, None], progress=[40, 100])
    f.add("threads", 6, id=one, user_id=lambda i: 1 + i % 5, title=lambda i: f"Who saw {i}?", body=
        "I did", reply_count=2, like_count=3, is_locked=0, is_deleted=0, created_at=iso,
        updated_at=iso)
    f.add("thread_posts", 20, id=one, thread_id=lambda i: 1 + i % 6, user_id=lambda i: 1 + i % 5,
        body="I did", like_count=0, is_deleted=0, created_at=iso, edited_at=iso)


def _multimedios(f: Filler) -> None:
    f.add("users", 4, id=uid(5), email=mail, password_hash=uid(9), created_at=past)
    f.add("lists", 30, id=one, user_id=lambda i: uid(5)(i % 4), tvdb_id=lambda i: 80_000 +
        (i // 4 + i % 4) % 10 * 11, type=lambda i: ("serie", "pelicula")[(i // 4 + i % 4) % 2],
        list_name=["watched", "watchlist", "watched", "watched", "favorites"], title=lambda i:
        WORDS[(i // 4 + i % 4) % 10], img=url, year="2019", added_at=iso)
    f.add("episodes_seen", 48, user_id=lambda i: uid(5)(i % 4), show_id=lambda i: 80_000 + (i // 4 %
        5 * 2) * 11, season=1, episode=lambda i: 1 + i // 20 + i % 4, seen=1, total_episodes=10,
        updated_at=iso)


def _made(f: Filler) -> None:
    f.add("entrees", 40, id=one, image=url, notes=["More salt", "Well done"], chef=lambda i:
        PEOPLE[i % 5], recipe_id=lambda i: 1 + pair(i), entree_name=lambda i: f"Dinner {i}",
        createdAt=iso, updatedAt=iso)
    f.add("recipes", 12, id=one, name=WORDS[:12], description="Warm", ingredients="Salt, flour")
    f.add("steps", 36, id=one, recipe_id=lambda i: 1 + i // 3, text="Stir", order=lambda i: 1 +
        i % 3)


def _pika(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], email=mail, password=uid(9), created_at=past)
    f.add("meals", 12, id=one, name=WORDS[:12], created_by=lambda i: 1 + i % 5, description="Warm",
        photo_url=url, recipe_url=url, calories=f.pick(100, 900), carbs=40, fat=9, protein=20,
        servings=4, cooking_time=25, created_at=past)
    f.add("mealEntries", 60, id=one, meal_date=day, created_by=lambda i: 1 + i % 5, created_at=iso,
        meal_id=lambda i: 1 + thing(i), user_id=lambda i: 1 + i % 5)
    f.add("userMeals", 20, id=one, user_id=lambda i: 1 + i % 5, meal_id=lambda i: 1 + pair(i))
    f.add("userMealEntries", 60, id=one, user_id=lambda i: 1 + i % 5, mealEntry_id=one)


def _backlog(f: Filler) -> None:
    who: dict[str, Cells] = {"id": one, "date_added": day, "user_id": lambda i: 1 + i % 5}
    f.add("users", 5, id=one, email=mail, password=uid(9), admin=[1, 0, 0, 0, 0])
    f.add("games", 12, id=one, title=WORDS[:12], description="A game", release_date=past, platform=
        ["PC", "Switch"], genre=["RPG", "Racing"])
    f.add("backlog", 20, status=["Unfinished", "Not started"], game_id=lambda i: 1 + pair(i), **who)
    f.add("currently_playing", 20, progress=["Chapter 2", "Just begun", "Last boss"], game_id=
        lambda i: 1 + pair(i + 20), **who)
    f.add("wishlist", 15, priority=["High", "Low"], game_id=lambda i: 1 + pair(i + 40), **who)


def _recap(f: Filler) -> None:
    f.add("User", 5, id=one, username=PEOPLE[:5], email=mail, password=uid(9), steamId=lambda i:
        f"7656119{i:010}")
    f.add("GameSession", 45, id=one, userId=lambda i: 1 + i % 5, gameName=lambda i: WORDS[pair(i)],
        playTime=f.pick(3, 900), lastPlayed=iso)
    f.add("Review", 15, id=one, gameId=lambda i: str(3_000 + pair(i)), userId=lambda i: 1 + i % 5,
        username=lambda i: PEOPLE[i % 5], rating=[4, 5, 2], comment="So it goes", createdAt=iso)
    f.add("Favorite", 12, id=one, gameId=lambda i: str(3_000 + pair(i)), userId=lambda i: 1 + i % 5,
        gameName=lambda i: WORDS[pair(i)], coverUrl=url, createdAt=iso)


def _croco(f: Filler) -> None:
    made: dict[str, Cells] = {"id": one, "created_at": day, "updated_at": lambda i: day(i + 2)}
    f.add("users", 5, name=PEOPLE[:5], email=mail, password=uid(9), verified=1, **made)
    f.add("collections", 8, name=lambda i: f"Shelf {i}", user_id=lambda i: 1 + i % 5, **made)
    f.add("books", 12, name=WORDS[:12], author=ARTISTS, user_id=lambda i: 1 + i % 3, **made)
    f.add("book_pages", 48, content=lambda i: f"It was the {i}th day of a long winter.", book_id=
        lambda i: 1 + i // 4, **made)
    f.add("book_page_reads", 40, user_id=lambda i: 1 + i % 5, book_id=lambda i: 1 + pair(i),
        last_read_page_id=lambda i: 1 + pair(i) * 4 + i % 4, **made)
    f.add("collection_books", 24, collection_id=lambda i: 1 + i % 8, book_id=lambda i: 1 +
        (i // 8 + i) % 12, **made)
    f.add("chat", 4, user_1_id=one, user_2_id=lambda i: 2 + i, **made)
    f.add("sessions", 5, refresh_token=uid(8), user_id=one, **made)


def _bookshelf(f: Filler) -> None:
    f.add("users", 5, userID=one, bookGoal=[12, 20], userName=PEOPLE[:5], userPassword=uid(9))
    f.add("books", 12, bookID=one, title=WORDS[:12], author=ARTISTS, pages=f.pick(90, 700), genre=[
        "Crime", "Poetry"])
    f.add("completedBooks", 35, completedID=one, bookID=lambda i: 1 + pair(i), userID=lambda i: 1 +
        i % 5, readingTime=f.pick(60, 900), dateStart=day, dateEnd=lambda i: day(i + 9))
    f.add("reviews", 12, reviewID=one, bookID=lambda i: 1 + pair(i), userID=lambda i: 1 + i % 5,
        comment="So it goes", rating=[5, 4], reviewTitle=lambda i: f"On the {i}th", reviewDate=day)
    f.add("want_to_read", 10, bookID=lambda i: 1 + pair(i + 45), userID=lambda i: 1 + i % 5)
    f.add("curr_reading", 10, bookID=lambda i: 1 + pair(i + 35), userID=lambda i: 1 + i % 5,
        readingTime=f.pick(10, 90), pageProgress=f.pick(10, 90), dateStart=day)
    f.add("goals", 6, goalID=one, userID=lambda i: 1 + i % 5, goalIDToUser=1, goalText=lambda i:
        f"Read {i} more", goalStatus=["open", "done"])


_FILMS_AND_SERIES = tuple(" UNION ALL ".join(parts) for parts in (
    (plays("user_movies", "tmdb_movie_id", "watched_at", "user_id"), plays("user_series",
        "tmdb_series_id", "watched_at", "user_id")),
    (titles("user_movies", "tmdb_movie_id"), titles("user_series", "tmdb_series_id"))))
_EPISODE = "show_id || ':' || season || ':' || episode"

CASES: dict[str, tuple[Fill, Right]] = {
    "watchlist-server": (_watchlist, [(plays("watchfilms", "film_id", "time_watched", "user_id",
        "time_watched IS NOT NULL"), titles("films"))]),
    # A film of which somebody drafts a review was seen too.
    "CineCritic": (_critic, [(plays("reviews", "film_id", when, "user_id", where), titles("films"))
        for when, where in (("created_at", "1"), ("updated_at", "1"), ("created_at",
        "status != 'draft'"), ("created_at", "status = 'published'"), ("published_at",
        "published_at IS NOT NULL"), ("published_at", "status = 'published'"))]),
    "myCineDiaryBackend": (_diary, [(_FILMS_AND_SERIES[0], _FILMS_AND_SERIES[1])]),
    # Episodes, of which only their numbers are there, or what is on the list of what was watched.
    "ProyectoGrupal-Multimedios": (_multimedios, [(plays("episodes_seen", _EPISODE, "updated_at",
        "user_id"), None), (plays("lists", "tvdb_id", "added_at", "user_id",
        "list_name = 'watched'"), titles("lists", "tvdb_id"))]),
    "imadethis-nodejs": (_made, [(plays("entrees", "recipe_id", "createdAt", "chef"), titles(
        "recipes", "id", "name"))]),
    "PikaPrep": (_pika, [(plays("mealEntries", "meal_id", "meal_date", "user_id"), titles("meals",
        "id", "name"))]),
    "t2a2-game-backlog": (_backlog, [(plays("currently_playing", "game_id", "date_added",
        "user_id"), titles("games"))]),
    "game_recap": (_recap, [(plays("GameSession", "gameName", "lastPlayed", "userId"), None)]),
    "crocobet-task": (_croco, [(plays("book_page_reads", "book_id", when, "user_id"), titles(
        "books", "id", "name")) for when in ("updated_at", "created_at")]),
    "COMP-4350-Project": (_bookshelf, [(plays("completedBooks", "bookID", when, "userID"), titles(
        "books", "bookID")) for when in ("dateEnd", "dateStart")]),
}
