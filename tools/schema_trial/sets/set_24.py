"""Twenty more: ten published samples and data sets, ten programs' own schemas.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them. The data sets' files
are tables of the names and columns that their pages list; the programs' were read in their sources.
"""

from __future__ import annotations

from answers import Fill, Right, plays, titles
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Cells,
    Filler,
    day,
    headline,
    iso,
    mail,
    one,
    past,
    seconds,
    some,
    uid,
)

N = len(WORDS)
# Of columns whose names are no Python names.
Named = dict[str, Cells]
# One line a few columns: the rows are tables.
# fmt: off


def _us_day(i: int) -> str:
    year, month, date = day(i).split("-")
    return f"{int(month)}/{int(date)}/{year}"


def _twitter_time(i: int) -> str:
    return f"Tue Apr 0{1 + i % 9} {i % 24:02}:0{i % 6}:09 +0000 2012"


def _valve(f: Filler) -> None:
    f.add("players", 8, id=one, email=mail, first_name=PEOPLE, last_name=ARTISTS, username=PEOPLE,
        age=f.pick(15, 50), gender=["F", "M"])
    f.add("games", 20, id=one, name=WORDS[:20], description="A game", release_date=past, rating=4.5)
    f.add("playtime", 60, id=one, player_id=lambda i: 1 + i % 8,
        game_id=lambda i: 1 + (i * 7 + i // 8) % 20, hours_played=lambda i: 0.5 + i % 30)


def _tapes(f: Filler) -> None:
    f.add("customers", 8, customer_id=one, customer_name=PEOPLE, phone="555-0134", birth_date=past,
        balance=[0.0, 3.0])
    f.add("tapes", 24, tape_id=lambda i: f"AB-{i + 12_345}", title=lambda i: WORDS[i % 20],
        duration="01:40:00")
    f.add("rentals", 60, tape_id=lambda i: f"AB-{i * 5 % 24 + 12_345}", rental_date=day,
        customer_id=lambda i: 1 + i % 8)


def _tweetings(f: Filler) -> None:
    f.add("users", 8, user_id=one, twitter_id=lambda i: 177_651_718 + 97 * i)
    f.add("movies", N, movie_id=lambda i: f"{i * 37 + 114_508:07}", genre=["Drama", "Action|Crime"],
        movie_title=lambda i: f"{WORDS[i]} ({1990 + i})")
    f.add("ratings", 70, user_id=lambda i: 1 + i % 8, rating=f.pick(3, 10),
        movie_id=lambda i: f"{(i * 5 + i // 8) % N * 37 + 114_508:07}", rating_timestamp=seconds)


def _hetrec(f: Filler) -> None:
    f.add("artists", N, id=one, name=lambda i: f"{WORDS[i]} Band", url=lambda i:
        f"http://www.last.fm/music/{i}", pictureURL=lambda i: f"http://userserve-ak.last.fm/{i}")
    f.add("tags", 9, tagID=one, tagValue=["metal", "alternative metal", "80s", "pop", "goth rock",
        "black metal", "jazz", "ambient", "folk"])
    f.add("user_artists", 90, userID=lambda i: 2 + i // 12, artistID=lambda i: 1 + i * 7 % N,
        weight=f.pick(20, 9000))
    f.add("user_friends", 14, userID=lambda i: 2 + i // 2, friendID=lambda i: 2 + (i + 3) % 8)
    for table, when in (("user_taggedartists", {"day": 1, "month": [4, 5], "year": 2009}),
            ("user_taggedartists_timestamps", {"timestamp": lambda i: 1_238_536_800_000 + i * 10**8
            })):
        f.add(table, 30, userID=lambda i: 2 + i // 5, artistID=lambda i: 1 + i * 7 % N,
            tagID=lambda i: 1 + i % 9, **when)


def _retailrocket(f: Filler) -> None:
    f.add("events", 160, timestamp=lambda i: seconds(i) * 1000, visitorid=lambda i:
        257_597 + i % 14 * 31, event=lambda i: ["view", "view", "view", "addtocart", "view",
        "transaction"][i % 6], itemid=lambda i: 355_908 + i * i % 40,
        transactionid=lambda i: 4_000 + i if i % 6 == 5 else None)
    f.add("category_tree", 12, categoryid=lambda i: 1016 + i, parentid=lambda i: 213 + i % 3)
    f.add("item_properties", 80, timestamp=lambda i: seconds(i % 4) * 1000, itemid=lambda i:
        355_908 + i % 40, property=lambda i: ["categoryid", "888", "790", "available"][i % 4],
        value=lambda i: str(1016 + i % 12))


def _kkbox(f: Filler) -> None:
    f.add("members", 8, msno=uid(1), city=f.pick(1, 22), bd=f.pick(0, 40), gender=["male", None,
        "female"], registered_via=[7, 9, 4], registration_init_time=lambda i: 20_110_820 + i,
        expiration_date=lambda i: 20_170_920 + i)
    f.add("songs", 40, song_id=uid(2), song_length=f.pick(150_000, 300_000), genre_ids=["465",
        "444|1259"], artist_name=ARTISTS, composer=some(lambda _: "A. Voss", 3),
        lyricist=some(lambda _: "B. Owl", 2), language=[3.0, 52.0])
    f.add("song_extra_info", 40, song_id=uid(2), name=headline, isrc=lambda i: f"TWUM7{i:07}")
    f.add("train", 120, msno=lambda i: uid(1)(i // 15), song_id=lambda i: uid(2)(i * 7 % 40),
        source_system_tab=["explore", "my library", "search"], source_screen_name=["Explore",
        "Local playlist more", None], source_type=["online-playlist", "local-library", "song"],
        target=f.pick(0, 1))


def _fine_food(f: Filler) -> None:
    f.add("Reviews", 80, Id=one, ProductId=lambda i: f"B00{i * i % 19:04}KLX", UserId=lambda i:
        f"A3SGXH7AUHU{i % 11:02}", ProfileName=lambda i: f"{PEOPLE[i % 11 % 8]} {i % 11}",
        HelpfulnessNumerator=f.pick(0, 3), HelpfulnessDenominator=3, Score=f.pick(1, 5),
        Time=lambda i: seconds(i) // 86_400 * 86_400, Summary=lambda i: ["Good", "Not as said",
        "Great taffy", "Delight"][i * 3 % 4], Text=lambda i: f"I have bought several of these "
        f"and found them all to be of good quality, number {i}")


def _superstore(f: Filler) -> None:
    lines: Named = {
        "Row ID": one, "Order ID": lambda i: f"CA-2016-{152_156 + i // 2}", "Order Date":
        lambda i: day(i // 2), "Ship Date": lambda i: day(i // 2 + 9), "Ship Mode": ["Second Class",
        "First Class"], "Customer ID": lambda i: f"CG-{12_520 + i // 2 % 9}", "Customer Name":
        lambda i: f"{PEOPLE[i // 2 % 9 % 8]} {ARTISTS[i // 2 % 9 % 4]}", "Segment": ["Consumer",
        "Corporate"], "Country/Region": "United States", "City": ["Henderson", "Seattle"],
        "State/Province": ["Kentucky", "Washington"], "Postal Code": "42420", "Region": ["South",
        "West"], "Product ID": lambda i: f"FUR-BO-{10_001_798 + i * i % 23}", "Category":
        "Furniture", "Sub-Category": "Bookcases", "Product Name": lambda i:
        f"{WORDS[i * i % 23]} Bookcase", "Sales": 261.96, "Quantity": f.pick(1, 7),
        "Discount": [0.0, 0.2], "Profit": 41.9}
    f.add("Orders", 90, **lines)
    regions: Named = {"Regional Manager": PEOPLE[:4], "Region": ["West", "East", "North", "South"]}
    f.add("People", 4, **regions)
    returned: Named = {"Returned": "Yes", "Order ID": lambda i: f"CA-2016-{152_156 + 7 * i}"}
    f.add("Returns", 5, **returned)


def _foursquare(f: Filler) -> None:
    f.add("checkins", 120, userId=lambda i: 470 + i % 9, venueId=lambda i:
        f"49bbd6c0f964a520f453{i * i % 31:04x}", venueCategoryId=lambda i:
        f"4bf58dd8d48988d12795{i * i % 31 % 5:04x}", venueCategory=lambda i: ["Arts & Crafts Store",
        "Bridge", "Home (private)", "Clinic", "Food Truck"][i * i % 31 % 5],
        latitude=lambda i: 40.7 + i * i % 31 / 100, longitude=lambda i: -74.0 + i * i % 31 / 100,
        timezoneOffset=-240, utcTimestamp=_twitter_time)


def _tafeng(f: Filler) -> None:
    f.add("transactions", 120, TRANSACTION_DT=_us_day,
        CUSTOMER_ID=lambda i: f"{1_104_905 + i % 12}",
        AGE_GROUP=lambda i: ["45-49", "35-39", "25-29"][i % 12 % 3], PIN_CODE=lambda i:
        ["115", "Others", "221"][i % 12 % 3], PRODUCT_SUBCLASS=lambda i: 110_411 + i * i % 37 % 6,
        PRODUCT_ID=lambda i: 4_710_199_010_372 + i * i % 37, AMOUNT=f.pick(1, 6),
        ASSET=f.pick(20, 300), SALES_PRICE=f.pick(20, 400))


def _radio(f: Filler) -> None:
    f.add("artists", 4, artist_id=one, artist_name=ARTISTS)
    f.add("songs", N, song_id=one, song_name=WORDS, artist_id=lambda i: 1 + i % 4)
    f.add("playdates", 90, datetime=iso, song_id=lambda i: 1 + (i * 7 + i // 8) % N)


def _reseptit(f: Filler) -> None:
    f.add("users", 8, id=one, username=PEOPLE, password_hash=uid(9))
    f.add("recipes", 20, id=one, title=WORDS[:20], content="Chop and fry", user_id=lambda i: 1 + i %
        8, avg_rating=3.5)
    f.add("ratings", 60, id=one, content=lambda i: f"We liked it, the {i}th time", rating=f.pick(1,
        5), user_id=lambda i: 1 + i % 8, recipe_id=lambda i: 1 + (i * 7 + i // 8) % 20)


def _kahvi(f: Filler) -> None:
    f.add("users", 8, id=one, username=PEOPLE, email=mail, password=uid(9), admin=False, joined=iso)
    f.add("roasteries", 4, id=one, name=ARTISTS)
    f.add("coffees", 16, id=one, name=WORDS[:16], roastery_id=lambda i: 1 + i % 4)
    f.add("tastings", 70, id=one, type=["espresso", "filter", "aeropress"], location=["home",
        None], rating=f.pick(1, 5), notes="Nutty", created=iso,
        coffee_id=lambda i: 1 + (i * 7 + i // 8) % 16,
        user_id=lambda i: 1 + i % 8)


def _mirrorball(f: Filler) -> None:
    f.add("users", 8, id=one, discord_id=lambda i: f"2{i:016}", username=PEOPLE,
        user_type="Lastfm", last_indexed=iso, privacy="Unset")
    f.add("artists", 4, id=one, name=ARTISTS)
    f.add("albums", 8, id=one, name=lambda i: f"{WORDS[i]} Sessions", artist_id=lambda i: 1 + i % 4)
    f.add("tracks", N, id=one, name=WORDS, artist_id=lambda i: 1 + i % 4, album_id=lambda i:
        1 + i % 8)
    f.add("plays", 160, id=one, scrobbled_at=iso, user_id=lambda i: 1 + i % 8,
        track_id=lambda i: 1 + (i * 7 + i // 8) % N)
    for kind, k in (("artist", 4), ("album", 8), ("track", N)):
        f.add(f"{kind}_counts", 24, id=one, playcount=f.pick(1, 90), user_id=lambda i: 1 + i % 8,
            **{f"{kind}_id": [1 + i * 3 % k for i in range(24)]})
    f.add("guild_members", 8, guild_id="81", user_id=one)
    f.add("rate_your_music_albums", 8, id=one, rate_your_music_id=lambda i: f"Album{i + 210}",
        release_year=lambda i: 1990 + i)
    f.add("rate_your_music_album_albums", 8, rate_your_music_album_id=one, album_id=one)
    f.add("ratings", 16, id=one, rating=f.pick(1, 10), user_id=lambda i: 1 + i % 4,
        rate_your_music_album_id=lambda i: 1 + i // 2)
    f.add("tags", 4, id=one, name=["folk", "doom", "jazz", "noise"])
    f.add("artist_tags", 6, artist_id=lambda i: 1 + i % 4, tag_id=lambda i: 1 + i // 2)


def _vrs(f: Filler) -> None:
    f.add("users", 8, id=one, email=mail, name=PEOPLE, password=uid(9))
    f.add("videos", N, id=one, name=WORDS, likes=f.pick(0, 50), comments=f.pick(0, 9), shares=2,
        length=f.pick(60, 900), watch_time=f.pick(0, 9000), views=f.pick(0, 400))
    f.add("watch_history", 90, user_id=lambda i: 1 + i % 8,
        video_id=lambda i: 1 + (i * 7 + i // 8) % N,
        created_at=iso)


def _skillflow(f: Filler) -> None:
    f.add("users", 10, id=one, email=mail, password_hash=uid(9), role=lambda i: "instructor" if
        i > 7 else "student", created_at=iso)
    f.add("courses", 6, id=one, user_id=[9, 10], title=WORDS[:6], description="A course",
        thumbnail=None, price=[0.0, 49.0], is_published=True, created_at=iso)
    f.add("lessons", N, id=one, course_id=lambda i: 1 + i % 6, title=lambda i: f"Part {WORDS[i]}",
        description="A lesson", content_path=lambda i: f"lessons/{i}.md", created_at=iso)
    f.add("enrollments", 20, id=one, user_id=lambda i: 1 + i % 8, course_id=lambda i: 1 + (i + i //
        8) % 6, enrolled_at=iso)
    f.add("progress", 70, id=one, user_id=lambda i: 1 + i % 8, course_id=lambda i: 1 + i * 5 % N %
        6, lesson_id=lambda i: 1 + i * 5 % N, is_completed=True, completed_at=iso)


def _episodic(f: Filler) -> None:
    f.add("users", 8, id=one, email=mail)
    f.add("shows", 5, id=one, name=WORDS[:5])
    f.add("episodes", 40, id=one, show_id=lambda i: 1 + i % 5, season_number=lambda i: 1 + i // 20,
        episode_number=lambda i: 1 + i // 5 % 4)
    f.add("viewings", 80, id=one, user_id=lambda i: 1 + i % 8, show_id=lambda i: 1 + i * 7 % 40 % 5,
        episode_id=lambda i: 1 + i * 7 % 40, updated_at=iso, time_code=f.pick(1, 3000))


def _szakdoga(f: Filler) -> None:
    f.add("users", 8, id=one, created_at=iso, name=PEOPLE, email=mail, password_hash=b"x" * 20,
        activated=True, version=1)
    f.add("tokens", 8, hash=lambda i: bytes([i] * 16), user_id=one, expiry=iso)
    for n, table in enumerate(("watchlist_movies", "watchlist_tv", "watched_movies")):
        f.add(table, 40, id=one, tmdb_id=[550 + 1_000 * (n % 2) + i * 3 % 31 for i in range(31)],
            user_id=lambda i: 1 + i % 8, added_at=iso)
    f.add("watched_tv_shows", 16, id=one, user_id=lambda i: 1 + i % 8,
        tmdb_id=lambda i: 1_399 + i //
        8, status=["watching", "completed"], total_seasons=2, created_at=iso, updated_at=iso,
        progress=50.0)
    f.add("watched_tv_seasons", 32, id=one, user_id=lambda i: 1 + i % 8, tmdb_id=lambda i: 1_399 + i
        // 8 % 2, season_number=lambda i: 1 + i // 16, total_episodes=6, created_at=iso,
        updated_at=iso, status=["watching", "completed"])
    f.add("watched_tv_episodes", 96, id=one, user_id=lambda i: 1 + i % 8,
        tmdb_id=lambda i: 1_399 + i
        // 8 % 2, season_number=lambda i: 1 + i // 16 % 2, episode_number=lambda i: 1 + i // 32,
        watched_at=iso, created_at=iso, updated_at=iso)


def _reading_goal(f: Filler) -> None:
    f.add("books", 14, id=one, title=WORDS[:14], author=ARTISTS, description="A book",
        page_count="320", finished=[0, 1], created_at=iso, updated_at=iso)
    f.add("goals", 1, id=one, total=12, remaining=5, created_at=iso, updated_at=iso)
    f.add("reading_sessions", 50, id=one, title=lambda i: f"Session {i + 1}", duration=f.pick(5,
        90),
        date=day, book_id=lambda i: 1 + (i * 7 + i // 8) % 14, created_at=iso, updated_at=iso)
    f.add("notes", 12, id=one, title="A thought", content=lambda i: f"On page {i}",
        reading_session_id=one, created_at=iso, updated_at=iso)


def _podiscover(f: Filler) -> None:
    times: Named = {"created_at": iso, "updated_at": iso}
    f.add("users", 8, id=one, email=mail, encrypted_password=uid(9), provider="spotify", uid=uid(3),
        display_name=PEOPLE, slug=PEOPLE, **times)
    f.add("categories", 4, id=one, name=["Arts", "Sport", "News", "Law"], **times)
    f.add("podcasts", 12, id=one, name=WORDS[:12], description="Talks", uid=uid(4), language="en",
        publisher=ARTISTS, uri=uid(5), external_url=uid(6), user_id=lambda i: 1 + i % 3,
        **times)
    f.add("episodes", 48, id=one, uid=uid(7), language="en", name=headline, release_date=past,
        podcast_id=lambda i: 1 + i % 12, duration_ms=f.pick(10**6, 10**7), **times)
    f.add("subscriptions", 40, id=one, user_id=lambda i: 1 + i % 8, podcast_id=lambda i: 1 + (i +
        i // 8) % 12, **times)
    f.add("comments", 20, id=one, body=lambda i: f"Well said, {i}", episode_id=lambda i: 1 + i % 9,
        user_id=lambda i: 1 + i % 8, **times)
    f.add("commentables", 20, id=one, comment_id=one, episode_id=lambda i: 1 + i % 9,
        **times)
    f.add("activities", 40, id=one, user_id=lambda i: 1 + i % 8, activatable_type=["Listen",
        "Likeable"], activatable_id=lambda i: 1 + i // 2, **times)
    f.add("listens", 30, id=one, podcast_id=lambda i: 1 + i % 12, action="play",
        **times)
    f.add("likeables", 20, id=one, podcast_id=lambda i: 1 + i % 12, action="like",
        **times)
    f.add("relationships", 9, id=one, follower_id=lambda i: 1 + i % 8, followed_id=lambda i:
        1 + (i + 3) % 8, **times)
    f.add("genres", 12, id=one, podcast_id=one, category_id=lambda i: 1 + i % 4,
        **times)


_EPISODE = "tmdb_id || ':' || season_number || ':' || episode_number"
_SHOWN = "SELECT e.id AS item, s.name AS title FROM episodes e JOIN shows s ON s.id = e.show_id"

CASES: dict[str, tuple[Fill, Right]] = {
    "Valve": (_valve, [(plays("playtime", "game_id", "0", "player_id"), titles("games", "id",
        "name"))]),
    "tapes": (_tapes, [(plays("rentals", "tape_id", "rental_date", "customer_id"),
        titles("tapes", "tape_id"))]),
    "MovieTweetings": (_tweetings, [(plays("ratings", "movie_id", "rating_timestamp", "user_id"),
        titles("movies", "movie_id", "movie_title"))]),
    "HetRec Last.fm": (_hetrec, [(plays("user_artists", "artistID", "0", "userID"),
        titles("artists", "id", "name"))]),
    # All that was looked at, or what was bought.
    "Retailrocket": (_retailrocket, [(plays("events", "itemid", "timestamp", "visitorid", where),
        None) for where in ("1", "event = 'transaction'", "event = 'view'")]),
    # Each row is somebody's first listening; target says whether he came back within a month.
    "KKBox": (_kkbox, [(plays("train", "song_id", "0", "msno", where), described)
        for where in ("1", "target") for described in (titles("song_extra_info", "song_id", "name"),
        None)]),
    "Fine food reviews": (_fine_food, [(plays("Reviews", "ProductId", "Time", "UserId"), None)]),
    "Superstore": (_superstore, [(plays("Orders", item, '"Order Date"', '"Customer ID"'),
        titles("Orders", item.strip('"'), "Product Name")) for item in ('"Product ID"',
        '"Product Name"')]),
    # A moment as it is written there is none that could be read.
    "Foursquare check-ins": (_foursquare, [(plays("checkins", "venueId", time, "userId"), None)
        for time in ("0", "utcTimestamp")]),
    "Ta-Feng": (_tafeng, [(plays("transactions", "PRODUCT_ID", time, "CUSTOMER_ID"), None)
        for time in ("0", "TRANSACTION_DT")]),
    "radio_scrape": (_radio, [(plays("playdates", "song_id", "datetime", "'me'"),
        titles("songs", "song_id", "song_name"))]),
    "reseptit": (_reseptit, [(plays("ratings", "recipe_id", "0", "user_id"), titles("recipes"))]),
    "kahvipaivakirja": (_kahvi, [(plays("tastings", "coffee_id", "created", "user_id"),
        titles("coffees", "id", "name"))]),
    "mirrorball": (_mirrorball, [(plays("plays", "track_id", "scrobbled_at", "user_id"),
        titles("tracks", "id", "name"))]),
    "vrs-general-service": (_vrs, [(plays("watch_history", "video_id", "created_at", "user_id"),
        titles("videos", "id", "name"))]),
    # The lessons that were done, or the courses that are taken.
    "skillflow": (_skillflow, [
        (plays("progress", "lesson_id", "completed_at", "user_id"), titles("lessons")),
        (plays("enrollments", "course_id", "enrolled_at", "user_id"), titles("courses"))]),
    # An episode has a number only, and is of a show.
    "episodic": (_episodic, [(plays("viewings", "episode_id", "updated_at", "user_id"), _SHOWN),
        (plays("viewings", "show_id", "updated_at", "user_id"), titles("shows", "id", "name"))]),
    # Films, or episodes.
    "szakdoga": (_szakdoga, [(plays("watched_movies", "tmdb_id", "added_at", "user_id"), None),
        *((plays("watched_tv_episodes", item, "watched_at", "user_id"), None) for item in
        (_EPISODE, "tmdb_id"))]),
    "react-reading-goal": (_reading_goal, [(plays("reading_sessions", "book_id", time, "'me'"),
        titles("books")) for time in ("date", "created_at")]),
    # Nobody is named beside what was listened to.
    "podiscover": (_podiscover, [(plays("subscriptions", "podcast_id", "created_at", "user_id"),
        titles("podcasts", "id", "name"))]),
}
