"""Twenty more, one for each of twenty kinds of things that a person would want recommended.

They are the first answers of a search for ``sqlite schema CREATE TABLE <things> <use> history app
migration`` that show all that their history refers to; where none did, the best-known program or
data set of the kind that no earlier set and no preset has. Written down as in
:mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Filler,
    day,
    headline,
    iso,
    millis,
    one,
    past,
    seconds,
    some,
    uid,
    url,
)

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _picks(f: Filler, n: int, high: int) -> list[int]:
    """Return whole numbers from 0 at random, the same in every run."""
    return [f.rng.randint(0, high) for _ in range(n)]


def _films(f: Filler) -> None:
    f.add("films", 40, id=one, name=headline, movie_db_id=lambda i: 5_000 + 7 * i, director=PEOPLE,
        image_path=lambda i: f"/p/{i}.jpg", released=past, added=day,
        watched=some(lambda i: day(i + 9), 3), imdb_id=lambda i: f"tt{100_000 + i}")


def _playa(f: Filler) -> None:
    f.add("shows", 9, id=one, created_at=seconds, updated_at=seconds, is_archived=[0, 0, 1],
        name=WORDS, dir_name=lambda i: f"{WORDS[i]} S", last_watched_at=some(seconds, 3),
        current_episode_id=[3, 8, None])
    f.add("episodes", 60, id=one, created_at=seconds, show_id=[1, 2, 3, 4, 5, 6, 7, 8, 9],
        pathname=lambda i: f"/tv/{i}.mkv", filename=lambda i: f"{i}.mkv", season_num=1,
        episode_num=lambda i: 1 + i // 9, name=headline, released_on=seconds)
    f.add("external_items", 5, id=one, created_at=seconds, is_archived=0, type="movie",
        name=WORDS[10:15], last_watched_at=some(seconds, 2), url=url)
    f.add("movies", 14, id=one, created_at=seconds, updated_at=seconds, is_archived=0,
        name=WORDS[::-1], pathname=lambda i: f"/f/{i}.mkv", filename=lambda i: f"{i}.mkv",
        last_watched_at=some(seconds, 3))
    f.add("settings", 5, id=one, name=["tv_dir", "movie_dir", "tvdb_apikey", "tvdb_pin", "mpv"])


def _anime(f: Filler) -> None:
    f.add("anime", 12, id=lambda i: str(700 + i), title=WORDS, poster_image=url, episode_count=6,
        created_at=iso)
    f.add("episodes", 72, id=lambda i: str(90_000 + i), anime_id=lambda i: str(700 + i % 12),
        number=lambda i: 1 + i // 12, title=headline, watched=[1, 1, 0])


def _reallylol(f: Filler) -> None:
    f.add("books", N, id=one, title=WORDS, author=PEOPLE, oku_guid=uid(3), oku_image=url)
    f.add("list", 3, id=one, name=["read", "toread", "reading"])
    f.add("list_books", 50, id=one, list_id=[1, 1, 2, 1, 3], book_id=f.pick(1, N), date=iso)


def _manggregator(f: Filler) -> None:
    f.add("schema_migrations", 2, version=["20221129182103", "20230212125338"])
    f.add("asset", 8, id=uid(1), name=WORDS, enabled=1)
    f.add("chapter", 64, id=uid(2), no=lambda i: str(1 + i // 8), url=url, dateReleased=day,
        assetId=lambda i: uid(1)(i % 8), seen=[1, 0, 1, 1, 0])
    f.add("chapters_page", 8, id=uid(3), assetId=uid(1), site="mangakakalot", url=url)


def _music_bot(f: Filler) -> None:
    picks = _picks(f, 97, N - 1)
    f.add("music_history", 97, id=one, guild_id=["830000000000000001", "830000000000000002"],
        channel_id="840000000000000001",
        requested_by=[f"8500000000000000{n:02d}" for n in range(5)],
        track_title=lambda i: WORDS[picks[i]],
        track_url=lambda i: f"https://video.example/watch?v={picks[i]:04d}",
        track_duration=f.pick(90, 400), played_at=iso)


def _hedgehog(f: Filler) -> None:
    f.add("feeds", 4, id=one, title=WORDS, description="", link=url, author=PEOPLE, source=url,
        status=1, enabled=1)
    f.add("episodes", 60, id=one, feed_id=[1, 2, 3, 4], guid=uid(4), title=headline, link=url,
        duration=f.pick(900, 4_000), publication_date=iso, episode_number=one, media_url=url,
        status=[0, 1, 3, 3, 2], position=[0, 0, 0, 0, 412])


def _ytstats(f: Filler) -> None:
    f.add("channels", 5, id=lambda i: f"UC{i:022d}", channel_name=PEOPLE, channel_url=url,
        is_subbed=[0, 1])
    f.add("videos", N, id=lambda i: f"vid{i:08d}", video_type=["video", "short"],
        video_title=WORDS, channel_id=lambda i: f"UC{i % 5:022d}")
    picks = _picks(f, 90, N - 1)
    f.add("watch_history", 90, id=one, video_id=lambda i: f"vid{picks[i]:08d}",
        watched_at=lambda i: iso(i).replace(" ", "T") + "Z")


def _steam(f: Filler) -> None:
    f.add("games", N, app_id=lambda i: 10_000 + 10 * i, title=WORDS, date_release=past, win=1,
        mac=[0, 1], linux=0, rating=["Very Positive", "Mixed"], positive_ratio=f.pick(40, 99),
        user_reviews=f.pick(50, 90_000), price_final=9.99, price_original=9.99, discount=0.0)
    f.add("users", 30, user_id=lambda i: 7_000_000 + 13 * i, products=f.pick(5, 400),
        reviews=f.pick(1, 9))
    games, users = _picks(f, 140, N - 1), _picks(f, 140, 29)
    f.add("recommendations", 140, app_id=lambda i: 10_000 + 10 * games[i],
        helpful=f.pick(0, 9), funny=f.pick(0, 3), date=day, is_recommended=[1, 1, 0],
        hours=lambda i: 0.5 + 3.7 * (i % 40),
        user_id=lambda i: 7_000_000 + 13 * users[i], review_id=one)


def _boardgames(f: Filler) -> None:
    f.add("games", N, ID=lambda i: 13 * i + 174, Name=WORDS, Year=2001, Rank=one, Average=7.2,
        URL=lambda i: f"/boardgame/{13 * i + 174}/x", Thumbnail=url)
    picks = _picks(f, 160, N - 1)
    f.add("reviews", 160, index=lambda i: i, user=lambda i: PEOPLE[i * i % 7] + "_x",
        rating=[8.0, 7.5, 6.0, 9.0, 4.0], comment=["Great fun", None, None],
        ID=lambda i: 13 * picks[i] + 174,
        name=lambda i: WORDS[picks[i]])


def _food(f: Filler) -> None:
    f.add("RAW_recipes", N, name=lambda i: WORDS[i].lower(), id=lambda i: 40_000 + 31 * i,
        minutes=f.pick(5, 90), contributor_id=lambda i: 1_500 + i % 6, submitted=past,
        tags="['60-minutes-or-less']", nutrition="[51.5, 0.0]", n_steps=f.pick(3, 12),
        steps=lambda i: f"['mix {i}', 'bake']", description=lambda i: f"from my aunt, no {i}",
        ingredients="['flour', 'salt']", n_ingredients=f.pick(3, 12))
    recipes, users = _picks(f, 150, N - 1), _picks(f, 150, 20)
    f.add("RAW_interactions", 150, user_id=lambda i: 30_000 + 17 * users[i],
        recipe_id=lambda i: 40_000 + 31 * recipes[i],
        date=day, rating=[5, 4, 5, 0, 3],
        review=lambda i: f"Made it twice, number {i} was good")


def _eat(f: Filler) -> None:
    f.add("user", 5, id=uid(1), email=lambda i: f"{PEOPLE[i]}@mail.example", password="x",
        name=PEOPLE)
    f.add("list", 6, id=one, name=["Lisbon", "Leeds", "York", "Rome", "Bath", "Home"],
        created_at=seconds, created_by=lambda i: uid(1)(i % 5))
    f.add("establishment", 48, id=one, name=headline, website=url, notes=None, visited=[0, 1, 0],
        list_id=[1, 2, 3, 4, 5, 6], created_at=seconds, created_by=lambda i: uid(1)(i % 5))
    f.add("session", 5, id=uid(2), user_id=uid(1), expires_at=lambda i: seconds(i + 900))
    f.add("user_friend", 3, id=one, user_id_1=uid(1), user_id_2=lambda i: uid(1)(i + 1),
        status=["pending", "accepted"])


def _winenotes(f: Filler) -> None:
    for table, names in (("main_winetype", ["red", "white", "rose"]), ("main_flag", ["loved it"]),
            ("main_grape", ["merlot", "gamay"]), ("main_aromaimpression", ["apple", "oak"]),
            ("main_tasteimpression", ["sour", "sweet"]), ("main_tag", ["party", "gift"])):
        f.add(table, len(names), _id=one, name=names, display_order=one, created_dt=iso)
    f.add("main_region", 3, _id=one, name=["Anjou", "Bugey", "Savoie"], created_dt=iso)
    f.add("main_winery", 5, _id=one, name=PEOPLE, address="", created_dt=iso, updated_dt=iso)
    f.add("main_wine", N, _id=one, name=WORDS, winery_id=[1, 2, 3, 4, 5], price=f.pick(5, 30),
        summary=lambda i: f"red, {i}", listing_text="", winetype_id=[1, 2], year=2009,
        region_id=[1, 2, 3], aroma_rating=[3, 4], taste_rating=[2, 5], aftertaste_rating=[3],
        overall_rating=[3, 4, 5], flag_id=[1, None], memo="", created_dt=iso, updated_dt=iso)
    f.add("main_winegrape", 30, _id=one, wine_id=f.pick(1, N), grape_id=[1, 2], created_dt=iso)
    f.add("main_winearomaimpression", 30, _id=one, wine_id=f.pick(1, N),
        aroma_impression_id=[1, 2], created_dt=iso)
    f.add("main_winetag", 12, _id=one, wine_id=f.pick(1, N), tag_id=[1, 2], created_dt=iso)
    f.add("main_winephoto", 12, _id=one, wine_id=one, filename=lambda i: f"{i}.jpg",
        created_dt=iso)
    f.add("main_favoritewine", 6, _id=one, wine_id=lambda i: 3 * i + 1, created_dt=iso)


def _tutoring(f: Filler) -> None:
    f.add("users", 8, id=one, email=lambda i: f"{PEOPLE[i]}@mail.example", password_hash="x",
        name=PEOPLE, gender=["M", "F"], age=f.pick(9, 40), english_level=["A1", "B1"],
        created_at=iso)
    f.add("levels", 4, id=one, name=["A1", "A2", "B1", "B2"])
    f.add("categories", 3, id=one, name=["Travel", "Business", "Daily"])
    f.add("courses", 6, id=one, level_id=[1, 2, 3, 4], category_id=[1, 2, 3], name=WORDS)
    f.add("lessons", N, id=one, course_id=[1, 2, 3, 4, 5, 6], name=WORDS[::-1], sort=one)
    f.add("slides", 60, id=one, lesson_id=f.pick(1, N), title=headline, sort=one)
    f.add("course_history", 16, id=one, user_id=[1, 2, 3, 4, 5, 6, 7], course_id=lambda i:
        1 + i % 6, course_name=WORDS[:6], completed_at=iso, created_at=iso)
    picks = _picks(f, 90, N - 1)
    f.add("lesson_history", 90, id=one, user_id=f.pick(1, 8),
        course_id=lambda i: 1 + picks[i] % 6,
        course_name=lambda i: WORDS[picks[i] % 6],
        lesson_id=lambda i: 1 + picks[i],
        lesson_name=lambda i: WORDS[::-1][picks[i]],
        completed_at=iso, created_at=iso)


def _fashion(f: Filler) -> None:
    # Of each product some colours, which have one name.
    f.add("articles", 60, article_id=lambda i: 108_775_015 + 1_000 * (i // 2) + i % 2,
        product_code=lambda i: 108_775 + i // 2, prod_name=lambda i: headline(i // 2),
        product_type_no=253, product_type_name=["Vest top", "Bra"], product_group_name="Garment",
        colour_group_code=[9, 10], colour_group_name=["Black", "White"], department_no=1676,
        department_name="Jersey Basic", index_code="A", index_name="Ladieswear", section_no=16,
        section_name="Womens Everyday Basics", garment_group_no=1002,
        garment_group_name="Jersey Basic", detail_desc=lambda i: f"Jersey top {i // 2}")
    f.add("customers", 25, customer_id=lambda i: f"{i * 7919:064x}", FN=[1.0, None],
        Active=[1.0, None], club_member_status="ACTIVE", fashion_news_frequency="NONE",
        age=f.pick(18, 70), postal_code=lambda i: f"{i * 104729:064x}")
    picks, who = _picks(f, 200, 59), _picks(f, 200, 24)
    f.add("transactions_train", 200, t_dat=lambda i: day(i // 3),
        customer_id=lambda i: f"{who[i] * 7919:064x}",
        article_id=lambda i: 108_775_015 + 1_000 * (picks[i] // 2)
            + picks[i] % 2,
        price=0.0508, sales_channel_id=[1, 2])


def _lettura(f: Filler) -> None:
    f.add("channels", 4, id=one, uuid=uid(1), title=PEOPLE, link=url, feed_url=url, pub_date=iso)
    f.add("articles", 60, id=one, uuid=uid(2), channel_uuid=lambda i: uid(1)(i % 4),
        title=headline, link=url, feed_url=lambda i: url(i % 4), description="", content="",
        pub_date=iso, read_status=[1, 2, 2])


def _icl(f: Filler) -> None:
    f.add("versions", 1, version_id=1, version_number=1)
    f.add("sites", N, site_id=one, url=url, name=WORDS)
    picks = _picks(f, 90, N - 1)
    f.add("history", 90, visit_id=one, site_id=lambda i: 1 + picks[i],
        date_time=iso, name=lambda i: WORDS[picks[i]])


def _exercise(f: Filler) -> None:
    f.add("exercises", 8, id=one, name=["Squat", "Push-up", "Plank", "Row", "Pull-up", "Lunge",
        "Dip", "Bridge"])
    f.add("reps", 90, id=one, exercise_id=f.pick(1, 8), count=f.pick(5, 20), date=iso)


def _nltt(f: Filler) -> None:
    f.add("users", 8, id=one, name=PEOPLE, phone="555", email=lambda i: f"{i}@mail.example")
    f.add("books", N, id=one, title=WORDS, author=ARTISTS, ISBN=lambda i: f"97800000{i:05d}")
    f.add("loans", 70, id=one, userid=f.pick(1, 8), bookid=f.pick(1, N))


def _launcher(f: Filler) -> None:
    f.add("apps", N, id=lambda i: f"app-{i}", name=WORDS, path=lambda i: f"/usr/bin/p{i}",
        launch_count=lambda i: 0 if i % 3 == 0 else i, last_launched=some(seconds, 3),
        platform="linux", indexed_at=millis)
    f.add("search_history", 40, id=one, query=["fire", "term", "cal"],
        selected_item_id=lambda i: f"app-{1 + i * i % 20}", selected_item_type="app",
        timestamp=seconds)
    f.add("icons", N, id=lambda i: f"icon-{i}", source_path=url, cache_path=url, hash=uid(8),
        cached_at=seconds)


def _titles(table: str, key: str = "id", title: str = "title") -> str:
    return f'SELECT DISTINCT "{key}" AS item, "{title}" AS title FROM "{table}"'


def _plays(table: str, item: str, time: str, user: str = "'me'", where: str = "1") -> str:
    return f'SELECT {user} AS user, {item} AS item, {time} AS time FROM "{table}" WHERE {where}'


def _last(table: str, time: str = "last_watched_at", key: str = "id") -> tuple[str, str]:
    return _plays(table, key, time, where=f"{time} IS NOT NULL"), _titles(table, key, "name")


CASES: dict[str, tuple[Fill, Right]] = {
    "tracker films": (_films, [_last("films", "watched")]),
    # Films, series or what is elsewhere.
    "Playa": (_playa, [_last("shows"), _last("movies"), _last("external_items")]),
    "anime episodes": (_anime, [(_plays("episodes", "id", "0", where="watched"),
        _titles("episodes"))]),
    # What is read, with or without what is being read.
    "reallylol": (_reallylol, [(_plays("list_books", "book_id", "date", where=where),
        _titles("books")) for where in ("list_id = 1", "list_id IN (1, 3)")]),
    # A chapter has a number, and is of a manga.
    "manggregator": (_manggregator, [
        (_plays("chapter", "id", "0", where="seen"),
            "SELECT c.id AS item, a.name AS title FROM chapter c JOIN asset a ON a.id = c.assetId"),
        (_plays("chapter", "assetId", "0", where="seen"), _titles("asset", "id", "name"))]),
    "music bot": (_music_bot, [(_plays("music_history", item, "played_at", "requested_by"),
        _titles("music_history", item, "track_title")) for item in ("track_url", "track_title")]),
    # Its states: 2 begun, 3 finished.
    "Hedgehog": (_hedgehog, [(_plays("episodes", "id", "0", where=where), _titles("episodes"))
        for where in ("status IN (2, 3)", "status = 3")]),
    "ytstats": (_ytstats, [(_plays("watch_history", "video_id", "watched_at"),
        _titles("videos", "id", "video_title"))]),
    "Game Recommendations on Steam": (_steam, [(_plays("recommendations", "app_id", "date",
        "user_id", where), _titles("games", "app_id")) for where in ("1", "is_recommended")]),
    "BoardGameGeek reviews": (_boardgames, [
        (_plays("reviews", "ID", "0", "user"), _titles("games", "ID", "Name")),
        (_plays("reviews", "name", "0", "user"), _titles("reviews", "name", "name"))]),
    "Food.com": (_food, [(_plays("RAW_interactions", "recipe_id", "date", "user_id"),
        _titles("RAW_recipes", "id", "name"))]),
    "eat-wishlist": (_eat, [(_plays("establishment", "id", time, "created_by", "visited"),
        _titles("establishment", "id", "name")) for time in ("0", "created_at")]),
    # What was noted of, or what is a favourite.
    "winenotes": (_winenotes, [
        (_plays("main_wine", "_id", "created_dt"), _titles("main_wine", "_id", "name")),
        (_plays("main_favoritewine", "wine_id", "created_dt"), _titles("main_wine", "_id",
            "name"))]),
    "english-tutoring": (_tutoring, [
        (_plays("lesson_history", "lesson_id", "completed_at", "user_id"),
            _titles("lessons", "id", "name")),
        (_plays("course_history", "course_id", "completed_at", "user_id"),
            _titles("courses", "id", "name"))]),
    "H&M transactions": (_fashion, [(_plays("transactions_train", "article_id", "t_dat",
        "customer_id"), _titles("articles", "article_id", "prod_name"))]),
    # 1 is unread, 2 is read.
    "lettura": (_lettura, [(_plays("articles", item, "0", where="read_status = 2"),
        _titles("articles", item)) for item in ("id", "uuid")]),
    "icL": (_icl, [(_plays("history", "site_id", "date_time"), _titles("sites", "site_id",
        "name")), (_plays("history", "name", "date_time"), _titles("history", "name", "name"))]),
    "exercise-website": (_exercise, [(_plays("reps", "exercise_id", "date"),
        _titles("exercises", "id", "name"))]),
    "nltt": (_nltt, [(_plays("loans", "bookid", "0", "userid"), _titles("books"))]),
    # When each was launched last, or which were found by a search.
    "app launcher": (_launcher, [_last("apps", "last_launched"),
        (_plays("search_history", "selected_item_id", "timestamp"), _titles("apps", "id",
            "name"))]),
}
