"""Ten more: programs whose whole schema a search's answer showed, of kinds that are hard.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right, plays, titles
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, day, iso, mail, one, past, seconds, uid

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _pinetree(f: Filler) -> None:
    f.add("users", 8, id=one, username=PEOPLE, email=mail)
    f.add("hikes", 60, id=one, date=day, location=lambda i: ["Zion", "Yosemite", "Shasta"][i * 7 %
        16 % 3], trail=lambda i: f"{WORDS[i * 7 % 16]} Trail", distance=f.pick(2, 20),
        elevation=f.pick(100, 2000), notes="Steep", user_id=lambda i: 1 + i % 8)


def _wine_oh(f: Filler) -> None:
    f.add("drinkers", 8, drinker_id=one, name=PEOPLE, email=mail, password=uid(9))
    f.add("wine", 20, wine_id=one, year=lambda i: 2001 + i % 12, vineyard=ARTISTS, name=WORDS[:20],
        color=["Red", "Red Blend"], origin=["Phoenix, Arizona", "Napa Valley, California"])
    f.add("cellar", 48, cellar_id=one, drinker_id=lambda i: 1 + i % 8, wine_id=lambda i: 1 + (i * 7
        + i // 8) % 20, notes="Full body, very smooth", rating=f.pick(1, 5))


def _cellar(f: Filler) -> None:
    f.add("owners", 4, id=one, name=PEOPLE[:4])
    f.add("storages", 4, id=one, owner_id=one, location="Basement", description="A rack")
    f.add("wines", 20, id=one, name=WORDS[:20], vintage=lambda i: 2001 + i % 12, grapes="Syrah",
        type=["red", "white"], drink_from=past, drink_before=day, alcohol_col_perc=13)
    f.add("cellar", 40, id=one, wine_id=lambda i: 1 + i * 7 % 20, storage_unit=lambda i: 1 + i % 4,
        owner_id=lambda i: 1 + i % 4, bottle_size_cl=75, quantity=f.pick(1, 6))
    f.add("ratings", 30, id=one, rater_id=lambda i: 1 + i % 4, rating=f.pick(1, 10),
        drinking_date=day, comments="Dry")


def _picker(f: Filler) -> None:
    f.add("mal_users", 6, id=uid(1), username=PEOPLE[:6], last_updated=iso)
    f.add("user_list_entries", 90, id=uid(2), mal_user_id=lambda i: uid(1)(i % 6),
        status=lambda i: [1, 2, 2, 3, 4, 6][i * 5 % 6], score=f.pick(0, 10), tags=0,
        num_episodes_watched=f.pick(0, 24), created_at_epoch=seconds, updated_at_epoch=lambda i:
        seconds(i + 4), anime_title=lambda i: WORDS[(i * 7 + i // 6) % N], anime_title_eng=lambda i:
        WORDS[(i * 7 + i // 6) % N], anime_num_episodes="24", anime_airing_status=2,
        anime_id=lambda i: 5_114 + 13 * ((i * 7 + i // 6) % N), anime_url=lambda i:
        f"/anime/{5_114 + 13 * ((i * 7 + i // 6) % N)}", anime_media_type_string="TV",
        priority_rating="Low", notes="")


def _watchlist(f: Filler) -> None:
    f.add("Anime", 40, id=uid(3), title=lambda i: f"{WORDS[i % N]} {1 + i // N}", episodes=f.pick(0,
        24), status=["PLAN", "WATCHING", "COMPLETED"], rating=f.pick(0, 10), favorite=False,
        createdAt=iso, updatedAt=lambda i: iso(i + 5))


def _meals(f: Filler) -> None:
    f.add("users", 6, id=one, username=PEOPLE[:6])
    f.add("meals", 80, id=one, user_id=lambda i: 1 + i % 6, name=lambda i: f"{WORDS[i * 7 % 18]} "
        "soup", meal_date=seconds, category=["lunch", "dinner"], location=["home", "cafe"],
        rating=lambda i: 0.5 * (i % 10), created_at=lambda i: seconds(i) + 3_000)


def _week8(f: Filler) -> None:
    f.add("restaurants", 20, id=one, name=WORDS[:20], distance=f.pick(1, 30), stars=f.pick(1, 5),
        category=["thai", "diner"], favorite_dish="soup", takeout=[0, 1], last_visit=lambda i:
        None if i % 5 == 4 else iso(i))


def _brewings(f: Filler) -> None:
    f.add("coffee_repositories", 10, id=one, country=["Kenya", "Peru"], region=lambda i: WORDS[i],
        producer=lambda i: f"{WORDS[i + 5]} Farm", cultivar=["SL28", "Bourbon"], process="washed",
        roaster=ARTISTS, roast_date=past, bag_size=250, price=14, flavors="plum", agtron=60)
    f.add("baristas", 6, id=one, name=PEOPLE[:6], email=mail, join_community_date=past)
    f.add("brewings", 60, id=one, brewing_date=day, temperature=93, ratio="1:16", dose=15.0,
        water=240.0, grinder="C40", grinding_size=22.0, dripper=["V60", "Origami"],
        brewing_method="pour over", brewing_time=f.pick(120, 200), coffee=15.0, tds=1.3, pe=20.1,
        coffee_id=lambda i: 1 + (i * 7 + i // 6) % 10, barista_id=lambda i: 1 + i % 6)


def _wrapped(f: Filler) -> None:
    f.add("artists", 4, id=one, artist_id=uid(5), artist_name=ARTISTS, genres="folk")
    f.add("albums", 8, id=one, album_id=uid(6), album_name=lambda i: f"{WORDS[i]} Sessions",
        release_date=past)
    f.add("tracks", 90, id=one, track_id=lambda i: uid(7)(i * 7 % N), track_name=lambda i:
        WORDS[i * 7 % N], album_id=lambda i: uid(6)(i * 7 % N % 8), artist_id=lambda i:
        uid(5)(i * 7 % N % 4), song_duration_ms=210_000, is_explicit=False, popularity=50,
        played_at=iso)


def _progress(f: Filler) -> None:
    f.add("books", 12, id=one, title=WORDS[:12], author=ARTISTS, pages=300, published=past,
        created_at=iso, updated_at=iso)
    f.add("read_runs", 16, id=one, run_number=lambda i: 1 + i // 12, status=[0, 1, 1],
        created_at=iso, updated_at=iso, book_id=lambda i: 1 + i % 12)
    f.add("read_sessions", 60, id=one, read_pages=f.pick(5, 40), created_at=iso, updated_at=iso,
        read_run_id=lambda i: 1 + i % 16)


_RUNS = "read_sessions s JOIN read_runs r ON r.id = s.read_run_id"

CASES: dict[str, tuple[Fill, Right]] = {
    "pinetree": (_pinetree, [(plays("hikes", "trail", "date", "user_id"), titles("hikes", "trail",
        "trail"))]),
    # What is in somebody's cellar, with what he thought of it.
    "wine-oh": (_wine_oh, [(plays("cellar", "wine_id", "0", "drinker_id"), titles("wine", "wine_id",
        "name"))]),
    # Ratings say when something was drunk, and not what.
    "cellar": (_cellar, []),
    # 6 is what is still to be watched, as the service numbers it; nothing in the file says so.
    "random-anime-picker": (_picker, [(plays("user_list_entries", "anime_id", time, "mal_user_id",
        "status <> 6"), titles("user_list_entries", "anime_id", "anime_title")) for time in
        ("updated_at_epoch", "created_at_epoch", "0")]),
    "Anime-Watchlist": (_watchlist, [(plays("Anime", "id", time, "'me'", "status <> 'PLAN'"),
        titles("Anime")) for time in ("updatedAt", "createdAt", "0")]),
    "what-have-you-eaten-today": (_meals, [(plays("meals", "name", "meal_date", "user_id"),
        titles("meals", "name", "name"))]),
    "week8": (_week8, [(plays("restaurants", "id", "last_visit", "'me'",
        "last_visit IS NOT NULL"), titles("restaurants", "id", "name"))]),
    # A bag of coffee has a producer and a region, and no name.
    "coffeebrewingtoolkit": (_brewings, [(plays("brewings", "coffee_id", "brewing_date",
        "barista_id"), described) for described in (titles("coffee_repositories", "id", "producer"),
        titles("coffee_repositories", "id", "region"), None)]),
    # Each row is a play.
    "My-Spotify-Wrapped": (_wrapped, [(plays("tracks", "track_id", "played_at", "'me'"),
        titles("tracks", "track_id", "track_name"))]),
    "books-progress": (_progress, [(plays(_RUNS, "r.book_id", f"s.{time}", "'me'"),
        titles("books")) for time in ("created_at", "updated_at")]),
}
