"""Twenty, by the rule that was landed before the first search (docs/trials-37.md).

Of films, series, music, books, games, podcasts, restaurants, courses and products, and of anime and
museums for what was lacking of games, recipes and courses, the first named repositories of the
answers to a search of public code for backends' migrations, with a whole schema that has a history
of uses and that no earlier set has.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right, pair, plays, thing, titles
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, day, iso, mail, one, past, uid, url

# One line a few columns: the rows are tables.
# fmt: off


def _movie_rec(f: Filler) -> None:
    f.add("movie", 20, id=one, title=WORDS[:20], date=lambda i: 1980 + i, link=url, img_path=lambda
        i: f"/static/{i}.jpg")
    f.add("user", 5, id=one, username=PEOPLE[:5], password=uid(9), email=mail)
    f.add("genres", 40, id=one, genre=["Drama", "Comedy", "Crime"], movie_id=lambda i: 1 + i // 2)
    f.add("history", 60, id=one, movie_id=lambda i: 1 + pair(i), rating=lambda i: 1 + i * 3 % 5,
        user_id=lambda i: 1 + i % 5)
    f.add("alembic_version", 1, version_num="ba448a6797b7")


def _night(f: Filler) -> None:
    f.add("User", 5, id=one, email=mail, password=uid(9), name=PEOPLE[:5], createdAt=past,
        updatedAt=past)
    f.add("MovieHistory", 60, id=one, movieId=lambda i: 501 + pair(i), title=lambda i:
        WORDS[pair(i)], posterUrl=lambda i: f"/p{pair(i)}.jpg", watchedAt=iso, userId=lambda i: 1 +
        i % 5)
    f.add("SavedMovie", 15, id=one, tmdbId=lambda i: 505 + thing(i), createdAt=iso, userId=lambda i:
        1 + i % 5)
    f.add("Rating", 30, id=one, tmdbId=lambda i: 501 + pair(i), rating=lambda i: 1 + i % 5,
        createdAt=lambda i: iso(i + 3), updatedAt=lambda i: iso(i + 3), userId=lambda i: 1 + i % 5)
    f.add("Review", 6, id=one, tmdbId=lambda i: 501 + pair(i), content=lambda i:
        f"I liked it, the {i}th", createdAt=iso, updatedAt=iso, userId=lambda i: 1 + i % 5)
    f.add("Collection", 4, id=one, name=["Rainy days", "Classics"], isPublic=[0, 1], createdAt=past,
        updatedAt=past, userId=lambda i: 1 + i)
    f.add("CollectionMovie", 12, id=one, collectionId=lambda i: 1 + i % 4, tmdbId=lambda i: 501 + i,
        addedAt=iso)
    f.add("SuggestMovieHistory", 25, id=one, tmdbId=lambda i: 510 + pair(i), createdAt=iso, userId=
        lambda i: 1 + i % 5)


def _magic(f: Filler) -> None:
    f.add("auth_user", 4, id=one, username=PEOPLE[:4], password=uid(9), email=mail, date_joined=
        past)
    f.add("tvseries_series", 48, id=one, user_id=lambda i: 1 + i % 4, movie=lambda i: WORDS[i // 4 %
        5], season=lambda i: str(1 + i // 20 % 2), episode=lambda i: str(1 + i // 4), watched=
        lambda i: int(i % 3 != 0))
    f.add("todo_post", 8, id=one, author_id=lambda i: 1 + i % 4, title=["Buy milk", "Call home"],
        text="Do not forget", created_date=past, published_date=past, status=[0, 1])
    f.add("dynamictable_table", 3, id=one, user_id=one, tname=["wines", "walks", "guests"])
    f.add("dynamictable_label", 9, id=one, tname_id=lambda i: 1 + i % 3, column=["name", "when"],
        txt=WORDS[10:19], user_id=lambda i: 1 + i % 3, done=[0, 1])
    f.add("db_app_chatmessage", 10, id=one, message="Hello there", timestamp=iso, user_id=lambda i:
        1 + i % 4)


def _picker(f: Filler) -> None:
    f.add("User", 5, id=uid(1), email=mail, password=uid(9), createdAt=past, updatedAt=past)
    f.add("HistoryItem", 60, id=uid(2), userId=lambda i: uid(1)(i % 5), createdAt=iso, updatedAt=
        iso, movieId=lambda i: 501 + pair(i) if i % 3 else None, serieId=lambda i: None if i % 3
        else 501 + pair(i))


def _dj(f: Filler) -> None:
    f.add("guilds", 2, id=lambda i: str(812345678901234 + i), name=["Den", "Attic"], icon=url)
    f.add("users", 5, id=lambda i: str(212345678901234 + i), name=PEOPLE[:5], icon=url)
    f.add("track_histories", 60, id=one, title=lambda i: WORDS[pair(i)], url=lambda i:
        f"https://video.example/w?v=x{pair(i)}", thumbnail=lambda i: f"https://img.example/{pair(i)}"
        ".jpg", duration=lambda i: 180 + pair(i), author=lambda i: str(212345678901234 + i % 5),
        guild=lambda i: str(812345678901234 + i % 2), done=lambda i: int(i < 54), created_at=iso)
    f.add("auth", 3, id=one, user_id=lambda i: str(212345678901234 + i), provider="spotify",
        access_token=uid(8), refresh_token=uid(9))


def _surf(f: Filler) -> None:
    def track(i: int) -> str:
        return f"3n3Ppam7vgaVa1iaRUc9L{pair(i):02}"

    f.add("session_tokens", 5, id=one, token=uid(9), user_id=one, created_at=past, expired_at=
        "2125-01-01 00:00:00")
    f.add("musics", 12, id=one, track_id=track, artist=ARTISTS, image_url=url, title=lambda i:
        WORDS[pair(i)])
    f.add("users", 5, id=one, new_user=0, car_id=1, created_at=past, email=mail, nickname=
        PEOPLE[:5], password=uid(9), first_drive=1)
    f.add("saved_musics", 20, id=one, user_id=lambda i: 1 + i % 5, track_name=lambda i:
        WORDS[pair(i)], track_id=track, saved_at=iso, track_duration_ms=f.pick(120000, 300000))
    f.add("user_genres", 10, id=one, genre_id=lambda i: 1 + i % 4, user_id=lambda i: 1 + i % 5)
    f.add("user_recommendation_musics", 30, id=one, user_id=lambda i: 1 + i % 5, order=lambda i: 1 +
        i // 5, track_id=lambda i: track(i + 15), track_name=lambda i: WORDS[pair(i + 15)],
        track_duration_ms=f.pick(120000, 300000), deleted=[0, 0, 1])
    f.add("user_track_logs", 60, id=one, user_id=lambda i: 1 + i % 5, track_id=track, title=lambda
        i: WORDS[pair(i)], image_url=url, track_duration_ms=lambda i: 200000 + pair(i),
        released_date=lambda i: past(pair(i)), order=lambda i: 1 + i // 5, created_at=iso,
        expired_at=lambda i: iso(i + 20))
    f.add("user_track_orders", 5, id=one, userId=one, order=12, first=0, last=1)
    f.add("playlists", 4, id=one, created_at=past, complete=[0, 1], deleted=0, name=["Coast",
        "Night"], user_id=one)
    f.add("playlist_genres", 4, id=one, genre_id=one, playlist_id=one)
    f.add("playlist_musics", 16, id=one, memo="", music_id=lambda i: 1 + i % 12, playlist_id=lambda
        i: 1 + i % 4)


def _micro(f: Filler) -> None:
    f.add("user", 5, id=one, username=PEOPLE[:5], password=uid(9), email=mail, created_at=past,
        updated_at=past)
    f.add("book", 15, id=one, bookname=WORDS[:15], created_at=past, updated_at=past)
    f.add("user_book", 40, user_id=lambda i: 1 + i % 5, book_id=lambda i: 1 + pair(i))


def _rental(f: Filler) -> None:
    f.add("users", 5, id=one, first_name=PEOPLE[:5], last_name=ARTISTS, created_at=past)
    f.add("books", 15, id=one, title=WORDS[:15], quantity=f.pick(1, 7))
    f.add("borrows", 60, id=one, user_id=lambda i: 1 + i % 5, book_id=lambda i: 1 + pair(i),
        borrowed_quantity=1, borrowed_at=iso, returned_at=lambda i: iso(i + 20) if i < 45 else None)


def _binar(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9), role=["player", "admin"])
    f.add("games", 12, id=one, name=WORDS[:12], description="Play it", score=10, max_player=2)
    f.add("user_bios", 5, id=one, user_id=one, first_name=PEOPLE[:5], last_name=ARTISTS, hobby=
        "Chess", address="Road 1")
    f.add("rooms", 20, id=one, game_id=lambda i: 1 + thing(i), created_by=lambda i: 1 + i % 5)
    f.add("user_game_histories", 60, id=one, user_id=lambda i: 1 + i % 5, game_id=lambda i: 1 +
        thing(i % 20), score=f.pick(0, 10), played_at=iso, room_id=lambda i: 1 + i % 20)
    f.add("players", 40, id=one, room_id=lambda i: 1 + i // 2, player_id=lambda i: 1 + i % 5, data=
        "")


def _thamanyah(f: Filler) -> None:
    f.add("Podcast", 40, id=one, trackId=lambda i: 1_440_000_000 + i * 7, trackName=lambda i:
        f"{WORDS[i % 24]} {i // 24}", artistName=ARTISTS, feedUrl=url, artworkUrl600=url,
        releaseDate=past, audioUrl=url)
    f.add("User", 4, id=one, email=mail, password=uid(9), createdAt=past)
    f.add("Queue", 6, id=one, userId=lambda i: 1 + i % 4, podcastId=lambda i: 1_440_000_000 + i * 7,
        createdAt=iso)
    f.add("Favorite", 10, id=one, userId=lambda i: 1 + i % 4, podcastId=lambda i: 1_440_000_070 +
        i * 7, createdAt=iso)
    f.add("Recent", 30, id=one, userId=lambda i: 1 + i % 4, podcastId=lambda i: 1_440_000_035 +
        i * 7, createdAt=iso)


def _yapa(f: Filler) -> None:
    f.add("Subscription", 6, id=one, createdAt=past, updatedAt=past, feedUrl=lambda i:
        f"https://feed{i}.example/rss")
    f.add("PlayedEpisode", 40, id=one, createdAt=iso, updatedAt=iso, episodeGuid=lambda i:
        f"guid-{i % 6}-{i // 6}", subscriptionId=lambda i: 1 + i % 6)
    f.add("UserEmail", 3, id=one, emailAddress=mail, verified=1)
    f.add("User", 3, id=one, createdAt=past, updatedAt=past, userEmailId=one, password=uid(9))


def _express(f: Filler) -> None:
    f.add("users", 5, id=one, name=PEOPLE[:5], username=PEOPLE[:5], email=mail, password_digest=
        uid(9))
    f.add("cities", 4, id=one, name=["Oslo", "Lyon", "Graz", "Bath"], zomato_id=lambda i: 280 + i,
        longitude=lambda i: 10.5 + i, latitude=lambda i: 50.5 + i)
    f.add("restaurants", 15, id=one, name=WORDS[:15], zomato_id=lambda i: 16770000 + i,
        zomato_city_id=lambda i: 280 + i % 4, city_id=lambda i: 1 + i % 4)
    f.add("user_cities", 8, id=one, user_id=lambda i: 1 + i % 5, city_id=lambda i: 280 + i % 4)
    f.add("user_restaurants", 40, id=one, user_id=lambda i: 1 + i % 5, restaurant_id=lambda i:
        16770000 + pair(i))


def _favor(f: Filler) -> None:
    f.add("Users", 5, id=one, username=PEOPLE[:5], email=mail, hashedPassword=uid(9), createdAt=
        past, updatedAt=past)
    f.add("Restaurants", 15, id=one, name=WORDS[:15], category=["Thai", "Pizza", "Diner"],
        description="Good food", streetAddress="Road 1", city="Oslo", state="OS", zipCode=1234, img=
        url, createdAt=past, updatedAt=past)
    f.add("VisitedRestaurants", 40, id=one, userId=lambda i: 1 + i % 5, restaurantId=lambda i: 1 +
        pair(i), createdAt=iso, updatedAt=iso)
    f.add("wantToVisits", 15, id=one, userId=lambda i: 1 + i % 5, restaurantId=lambda i: 1 +
        pair(i + 40), createdAt=iso, updatedAt=iso)
    f.add("Comments", 12, id=one, comment=lambda i: f"The soup was the {i}th", userId=lambda i: 1 +
        i % 5, restaurantId=lambda i: 1 + pair(i), createdAt=iso, updatedAt=iso)
    f.add("Ratings", 20, id=one, rating=lambda i: 1 + i % 5, userId=lambda i: 1 + i % 5,
        restaurantId=lambda i: 1 + pair(i), createdAt=iso, updatedAt=iso)


def _auth(f: Filler) -> None:
    def key(kind: int, i: int) -> bytes:
        return bytes([kind] * 15 + [i])

    f.add("users", 5, id=lambda i: key(1, i), name=PEOPLE[:5], email=mail, password=uid(9),
        user_type="Free", status="OK", created_at=past)
    f.add("courses", 12, id=lambda i: key(2, i), name=WORDS[:12], max=20, course_type="Paid",
        created_at=past)
    f.add("lessons", 24, id=lambda i: key(3, i), course_id=lambda i: key(2, i % 12), name=lambda i:
        f"{WORDS[i]} lesson", data="{}", ordering=lambda i: i // 12, created_at=past)
    f.add("user_courses", 50, user_id=lambda i: key(1, i % 5), course_id=lambda i: key(2, pair(i)),
        created_at=iso, deleted_at=lambda i: iso(i + 9) if i % 7 == 6 else None)
    f.add("sessions", 5, id=lambda i: key(4, i), user_id=lambda i: key(1, i), token=lambda i: key(5,
        i), expiration=iso, created_at=iso)
    f.add("email_list", 6, id=lambda i: key(6, i), email=mail, name=PEOPLE[:6], created_at=past)
    f.add("dates", 6, id=lambda i: key(7, i), course_id=lambda i: key(2, i), name=lambda i:
        f"Group {i}", date=lambda i: f"{i + 1} March, 18:00", created_at=past)


def _notan(f: Filler) -> None:
    f.add("users", 5, id=uid(1), verified_mail=1, username=PEOPLE[:5], email=mail, password=uid(9),
        ip="10.0.0.1", created_at=past, stripe_customer_id=lambda i: f"cus_{i:08}", name=PEOPLE[:5])
    f.add("notes", 30, id=uid(2), user_id=lambda i: uid(1)(i % 5), title=lambda i: WORDS[i % 24],
        url=url, note="Look again", created_at=iso)
    f.add("tags", 6, id=uid(3), user_id=lambda i: uid(1)(i % 5), name=["work", "home"], created_at=
        past, color="red")
    f.add("note_tags", 20, id=uid(4), note_id=lambda i: uid(2)(i), tag_id=lambda i: uid(3)(i % 6),
        created_at=iso)
    f.add("active_subscriptions", 3, stripe_subscription_id=lambda i: f"sub_{i:08}", user_id=lambda
        i: uid(1)(i), product_id="plus", start_date=iso, end_date=lambda i: iso(i + 300),
        created_at=iso)
    f.add("prices", 4, price_key=["plus-m", "plus-y", "pack-1", "pack-2"], stripe_price_id=lambda i:
        f"price_{i:08}")
    f.add("owned_products", 20, id=uid(5), user_id=lambda i: uid(1)(i % 5), product_id=lambda i:
        f"pack-{1 + i // 5}", bought_at=iso)


def _camisara(f: Filler) -> None:
    f.add("users", 5, id=one, name=PEOPLE[:5], email=mail, password=uid(9), created_at=past)
    f.add("products", 12, id=one, title=WORDS[:12], price=lambda i: 40.5 + i, description="A shirt",
        rating=4.5, sizes='{"S","M"}', main_image=url, images="{}")
    f.add("purchases", 50, id=one, user_id=lambda i: 1 + i % 5, product_id=lambda i: 1 + pair(i),
        quantity=f.pick(1, 3), updated_at=iso)
    f.add("evaluations", 12, id=one, product_id=lambda i: 1 + pair(i), user_id=lambda i: 1 + i % 5,
        evaluated_at=iso, rating=lambda i: 1 + i % 5, title="Nice", opinion="It fits well")
    f.add("sessions", 8, id=one, user_id=lambda i: 1 + i % 5, created_at=iso)
    f.add("wishlists", 10, id=one, user_id=lambda i: 1 + i % 5, product_id=lambda i: 1 + pair(i +
        50))


def _task(f: Filler) -> None:
    f.add("User", 4, id=one, name=PEOPLE[:4], email=mail, password=uid(9))
    f.add("Anime", 40, id=one, name=lambda i: WORDS[pair(i)], category=["Mecha", "Drama"], watched=
        lambda i: int(i % 3 != 0), userId=lambda i: 1 + i % 4)


def _tracking(f: Filler) -> None:
    states = ("COMPLETED", "WATCHING", "PLAN_TO_WATCH", "ON_HOLD", "COMPLETED", "DROPPED",
        "COMPLETED")

    def state(i: int) -> str:
        return states[i % 7]

    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9), name=PEOPLE[:5])
    f.add("anime_list", 55, id=one, userId=lambda i: 1 + i % 5, animeId=lambda i: 5114 + pair(i),
        title=lambda i: WORDS[pair(i)], image_url=url, score=lambda i: 7.5 + pair(i) / 10, status=
        state, rating=lambda i: 1 + i % 10 if state(i) == "COMPLETED" else None, episodesWatched=
        lambda i: 0 if state(i) == "PLAN_TO_WATCH" else 3 + i % 9, isFavorite=lambda i: int(i % 9 ==
        0), startedAt=lambda i: None if state(i) == "PLAN_TO_WATCH" else iso(i), completedAt=lambda
        i: iso(i + 8) if state(i) == "COMPLETED" else None, addedAt=lambda i: iso(i - 5),
        updatedAt=lambda i: iso(i + 9))


def _good(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password_digest=uid(9), session_token=uid(8),
        created_at=past, updated_at=past)
    f.add("animes", 12, id=one, title=WORDS[:12], synopsis="A long way home", start_date=past,
        end_date=past, image=url, score=7.5, episodes=12, created_at=past, updated_at=past,
        media_type="TV", status="Finished Airing")
    f.add("anime_libraries", 15, id=one, name=lambda i: ("Watched", "Currently Watching",
        "Plan to Watch")[i // 5], user_id=lambda i: 1 + i % 5, created_at=past, updated_at=past)
    f.add("user_animes", 55, id=one, user_id=lambda i: 1 + i % 5, anime_id=lambda i: 1 + pair(i),
        anime_library_id=lambda i: 1 + i % 5 + 5 * (i // 5 % 3), created_at=iso, updated_at=iso)
    f.add("reviews", 9, id=one, user_id=lambda i: 1 + i % 5, anime_id=lambda i: 1 + pair(i),
        user_rating=lambda i: 1 + i % 10, user_start_date=day, user_end_date=lambda i: day(i + 4),
        body=lambda i: f"I cried at the {i}th episode", created_at=iso, updated_at=iso)


def _museum(f: Filler) -> None:
    f.add("users", 5, id=one, email=mail, encrypted_password=uid(9), sign_in_count=3,
        current_sign_in_at=iso, last_sign_in_at=iso, current_sign_in_ip="10.0.0.1", last_sign_in_ip=
        "10.0.0.1")
    f.add("locations", 3, id=one, name=["Oslo", "Lyon", "Graz"], created_at=past, updated_at=past)
    f.add("museums", 4, id=one, name=WORDS[18:22], description="Old things", location_id=lambda i:
        1 + i % 3, created_at=past, updated_at=past)
    f.add("artworks", 12, id=one, title=WORDS[:12], artist=ARTISTS, year=lambda i: str(1880 + i),
        description="Oil on wood", museum_id=lambda i: 1 + i % 4, created_at=past, updated_at=past)
    f.add("categories", 3, id=one, name=["Oil", "Stone", "Print"], created_at=past, updated_at=past)
    f.add("artwork_categories", 12, id=one, artwork_id=one, category_id=lambda i: 1 + i % 3,
        created_at=past, updated_at=past)
    f.add("user_artworks", 40, id=one, user_id=lambda i: 1 + i % 5, artwork_id=lambda i: 1 +
        pair(i), created_at=iso, updated_at=iso, comments=lambda i: "Lovely" if i % 6 == 0 else
        None)
    f.add("user_comments", 8, id=one, user_id=lambda i: 1 + i % 5, artwork_id=lambda i: 1 + pair(i),
        comments="What a sky", created_at=iso, updated_at=iso)


_EPISODES = (
    *("id", "movie", "movie || ':' || season || ':' || episode", "movie || ' - ' || episode"),
    "movie || ' - ' || season || 'x' || episode",
)
_LIBRARIES = "user_animes a JOIN anime_libraries l ON l.id = a.anime_library_id"

CASES: dict[str, tuple[Fill, Right]] = {
    "Flask-MovieRec": (_movie_rec, [(plays("history", "movie_id", "0", "user_id"), titles(
        "movie"))]),
    "Movie-Night-Picker": (_night, [(plays("MovieHistory", item, "watchedAt", "userId"),
        f"SELECT DISTINCT {item} AS item, title FROM MovieHistory") for item in ("movieId",
        "title")]),
    # Episodes that somebody entered, of which some are marked as watched.
    "MagicDB": (_magic, [(plays("tvseries_series", item, "0", "user_id", "watched"), titles(
        "tvseries_series", "id", "movie") if item == "id" else
        f"SELECT DISTINCT {item} AS item, movie AS title FROM tvseries_series") for item in
        _EPISODES]),
    # A film's number or a series', which a service has both of.
    "movie-picker": (_picker, [(plays("HistoryItem",
        f"COALESCE('{film}:' || movieId, '{series}:' || serieId)", when, "userId"), None) for film,
        series in (("movie", "serie"), ("movieId", "serieId")) for when in ("createdAt",
        "updatedAt")]),
    # What is not done is still in the queue.
    "dj-yakamochi": (_dj, [(plays("track_histories", item, "created_at", "author", "done"),
        f"SELECT DISTINCT {item} AS item, title FROM track_histories") for item in ("url",
        "title")]),
    "SoundSurf": (_surf, [(plays("user_track_logs", item, "created_at", "user_id"),
        f"SELECT DISTINCT {item} AS item, title FROM user_track_logs") for item in ("track_id",
        "title")]),
    "micro-kit": (_micro, [(plays("user_book", "book_id", "0", "user_id"), titles("book", "id",
        "bookname"))]),
    "book-rental-api": (_rental, [(plays("borrows", "book_id", "borrowed_at", "user_id"), titles(
        "books"))]),
    "chapter7-binar": (_binar, [(plays("user_game_histories", "game_id", "played_at", "user_id"),
        titles("games", "id", "name"))]),
    "Thamanyah podcasts": (_thamanyah, [(plays("Recent", "podcastId", "createdAt", "userId"),
        titles("Podcast", "trackId", "trackName"))]),
    # Whose the played episodes are stands nowhere: to be asked about.
    "yapa": (_yapa, []),
    "Express-app restaurants": (_express, [(plays("user_restaurants", "restaurant_id", "0",
        "user_id"), titles("restaurants", "zomato_id", "name"))]),
    "favorEats": (_favor, [(plays("VisitedRestaurants", "restaurantId", when, "userId"), titles(
        "Restaurants", "id", "name")) for when in ("createdAt", "updatedAt")]),
    "auth-backend": (_auth, [(plays("user_courses", "course_id", "created_at", "user_id",
        "deleted_at IS NULL"), titles("courses", "id", "name"))]),
    # What was bought, of a shop whose products are elsewhere.
    "notan": (_notan, [(plays("owned_products", "product_id", "bought_at", "user_id"), None)]),
    "camisara": (_camisara, [(plays("purchases", "product_id", when, "user_id"), titles("products"))
        for when in ("updated_at", "0")]),
    "api-task animes": (_task, [(plays("Anime", item, "0", "userId", "watched"),
        f"SELECT DISTINCT {item} AS item, name AS title FROM Anime") for item in ("id", "name")]),
    "Anime-Tracking": (_tracking, [(plays("anime_list", item, when, "userId", where),
        f"SELECT DISTINCT {item} AS item, title FROM anime_list") for item in ("animeId", "title")
        for when, where in (("startedAt", "status <> 'PLAN_TO_WATCH'"), ("updatedAt",
        "status <> 'PLAN_TO_WATCH'"), ("completedAt", "status = 'COMPLETED'"), ("startedAt",
        "status = 'COMPLETED'"), ("addedAt", "status <> 'PLAN_TO_WATCH'"))]),
    "GoodAnimes": (_good, [(plays(_LIBRARIES, "a.anime_id", f"a.{when}", "a.user_id", where),
        titles("animes")) for when in ("created_at", "updated_at") for where in (
        "l.name <> 'Plan to Watch'", "l.name = 'Watched'")]),
    # The artworks that somebody keeps, and says something of.
    "rails-museum-manager": (_museum, [(plays("user_artworks", "artwork_id", when, "user_id"),
        titles("artworks")) for when in ("created_at", "updated_at")]),
}
