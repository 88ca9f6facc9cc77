"""Ten more: what the answers to eight further searches name.

The rule: of the answers to one search each for podcasts, television, games, beers, events, library
loans, coffee and vinyl records (``CREATE TABLE <things> <uses> ... schema.sql``) the first named
repositories with a history, at most two of each, whose whole schema can be read and that no earlier
set has; of the beers there was none. The answers were seen before the last rules made for the
twenty-eighth set were committed, and no rule was changed for them.

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
    uid,
    url,
)

# One line a few columns: the rows are tables.
# fmt: off


def _flowfeeds(f: Filler) -> None:
    f.add("feed", 4, id=one, url=url, title=WORDS[:4], description="Talk", image=url, updated=iso)
    f.add("episode", 48, id=one, feed_id=lambda i: 1 + i % 4, guid=uid(3), title=headline,
        description="Talk", url=url, image=url, published=past)
    f.add("users", 5, id=one, email=mail, encrypted_password=uid(9))
    f.add("listen", 60, id=one, user_id=lambda i: 1 + i % 5, episode_id=lambda i: 1 + (i * 7) % 48)
    f.add("favorite", 15, id=one, user_id=lambda i: 1 + i % 5, episode_id=lambda i: 1 + (i // 5 + i
        % 5 * 7) % 48)


def _tastytv(f: Filler) -> None:
    f.add("tvshows", 12, show_id=one, show_genre=lambda i: 1 + i % 3, show_name=WORDS[:12],
        show_pic=url, show_video=url, show_season="1", show_description="A story")
    f.add("users", 5, user_id=one, user_name=PEOPLE[:5], user_pic=url)
    f.add("watchbox", 30, user_id=lambda i: 1 + i % 5, show_id=lambda i: 1 + pair(i))
    f.add("genres", 3, genre_id=one, genre_name=["Drama", "Crime", "Comedy"])
    f.add("friends", 4, user_id=one, friend_pic=url, friend_name=lambda i: PEOPLE[i + 1])


def _game_logger(f: Filler) -> None:
    f.add("game", 30, game_id=one, game_name=headline, start_date=iso, end_date=lambda i: iso(i +
        20) if i % 3 else None, hours_played=lambda i: 1.5 * (i + 1), rating=lambda i: 0.5 * (1 + i
        % 10))
    f.add("manga", 12, manga_id=one, current_chapter=lambda i: 1 + i * 3, total_chapters=90,
        start_date=iso, end_date=lambda i: iso(i + 20) if i % 3 else None, manga_name=lambda i:
        f"{WORDS[i]} Manga", rating=4.5)
    f.add("anime", 12, anime_id=one, total_episodes=24, current_episode=lambda i: 1 + i * 2,
        anime_name=lambda i: f"{WORDS[i]} Anime", start_date=iso, end_date=lambda i: iso(i + 20) if
        i % 3 else None, rating=4.0)
    f.add("achievement", 3, achievement_id=one, title=["First", "Half", "All"], description="Done")
    f.add("achievement_game", 3, achievement_id=one, game_id=one)
    f.add("tag", 3, tag_id=one, name=["rpg", "cozy", "long"])
    f.add("tag_refs", 3, tag_id=one, game_id=one, anime_id=one, manga_id=one)


def _game_rs(f: Filler) -> None:
    f.add("steamuser", 6, userId=lambda i: 76561197960265728 + 7 * i)
    f.add("game", 12, gameId=one, name=WORDS[:12], releaseYear=2012, requiredAge=0, hasDemoVersion=
        0, dlcCount=1, metacriticScore=80, isControllerSupported=1, recommendationCount=f.pick(9,
        900), achievementCount=20, initialPrice=19.9, finalPrice=9.9, ownerCount=f.pick(9, 900))
    f.add("gamestatistic", 50, gameStatisticId=one, gameId=lambda i: 1 + (i // 6 + i % 6 * 3) % 12,
        userId=lambda i: 76561197960265728 + 7 * (i % 6), playedHours=lambda i: 0.5 * (i % 9))


def _libra_m(f: Filler) -> None:
    f.add("books", 12, id=one, isbn=lambda i: f"978000000{i:04}", title=WORDS[:12], author=ARTISTS,
        publisher="Hill", publication_year=2001, copies_total=3, copies_available=2, subjects=
        "History", created_at=past, updated_at=past)
    f.add("members", 5, id=one, student_id=lambda i: f"S{i:04}", full_name=lambda i:
        f"{PEOPLE[i]} {PEOPLE[i + 1]}son", faculty="Arts", email=mail, created_at=past, updated_at=
        past)
    f.add("loans", 50, id=one, book_id=lambda i: 1 + thing(i), member_id=lambda i: 1 + i % 5,
        borrowed_on=day, due_on=lambda i: day(i + 40), returned_on=lambda i: day(i + 20) if i % 3
        else None, status=lambda i: "returned" if i % 3 else "borrowed", created_at=iso, updated_at=
        lambda i: iso(i + 20))


def _project_two(f: Filler) -> None:
    f.add("coffee", 30, id=one, user_name=lambda i: PEOPLE[i % 5], devoured=lambda i: int(i % 3 >
        0), createdAt=iso)


def _oneday(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9), role=1)
    f.add("coffees", 6, id=one, name=["Latte", "Mocha", "Filter", "Flat white", "Cortado",
        "Lungo"], creator_id=lambda i: 1 + i % 5)
    f.add("cafes", 12, id=one, name=WORDS[:12], city="Turku", website=url)
    f.add("rating", 40, id=one, user_id=lambda i: 1 + i % 5, cafe_id=lambda i: 1 + pair(i),
        rating=f.pick(1, 5))
    f.add("recipes", 8, id=one, user_id=lambda i: 1 + i % 5, coffee_id=lambda i: 1 + i % 6, recipe=
        lambda i: f"Take {i + 2} spoons and pour slowly")


def _vinyl_library(f: Filler) -> None:
    f.add("vinyls", 12, id=one, title=WORDS[:12], artist=ARTISTS, year=1975, vinyl_type="LP",
        vinyl_number=1, tracklist="[]", album_picture_url=url, play_num=f.pick(0, 9), timebought=
        past, price=19.5, description="Rare", currency="EUR", status="have")
    f.add("users", 3, id=one, username=PEOPLE[:3], password=uid(9))
    f.add("play", 50, id=one, vinyl_id=lambda i: 1 + thing(i), user_id=lambda i: 1 + i % 3,
        play_time=iso, status=1)


def _event_app(f: Filler) -> None:
    f.add("users", 6, id=one, email=mail, name=PEOPLE[:6], password=uid(9), created_at=past)
    f.add("events", 12, id=one, owner_id=lambda i: 1 + i % 6, name=WORDS[:12], description="Come",
        date=day, location="Hall", created_at=past)
    f.add("attendees", 40, id=one, event_id=lambda i: 1 + pair(i), user_id=lambda i: 1 + i % 5)


def _myset(f: Filler) -> None:
    f.add("users", 6, user_id=one, user_type=["user"] * 5 + ["admin"], given_name=PEOPLE[:6],
        last_name=lambda i: f"{PEOPLE[i]}son", username=lambda i: PEOPLE[i].lower(), email=mail,
        password_hash=uid(9))
    f.add("clubs", 4, club_id=one, club_name=["Chess", "Film", "Eco", "Comedy"], club_description=
        "Join")
    f.add("events", 12, event_id=one, event_name=WORDS[:12], club_id=lambda i: 1 + i % 4,
        event_datetime=iso, cost=5, contact_email=mail, event_description="Come", expiry=lambda i:
        iso(i + 2))
    f.add("address", 12, event_id=one, street_no=one, street_name="Main St", city="Adelaide",
        country="Australia")
    f.add("club_contact_details", 4, club_id=one, email=mail)
    f.add("club_managers", 2, manager_id=one, club_id=one, user_id=6)
    f.add("clubs_users", 12, club_id=lambda i: 1 + (i // 5 + i % 5) % 4, user_id=lambda i: 1 + i %
        5)
    f.add("email_notifications", 5, user_id=one, content_type="events", sent_from="club")
    f.add("rsvp", 40, event_id=lambda i: 1 + pair(i), user_id=lambda i: 1 + i % 5)
    f.add("updates", 4, update_id=one, message_subject="News", message_body="Hello", update_type=
        "public", recipients_type="all", club_id=one, expiry=iso)


def _logged(kind: str, when: str) -> tuple[str, str]:
    return plays(kind, f"{kind}_id", when, "'me'", f"{when} IS NOT NULL"), titles(kind,
        f"{kind}_id", f"{kind}_name")


CASES: dict[str, tuple[Fill, Right]] = {
    "go-flowfeeds": (_flowfeeds, [(plays("listen", "episode_id", "0", "user_id"), titles(
        "episode"))]),
    # What somebody put into his box.
    "tastytv": (_tastytv, [(plays("watchbox", "show_id", "0", "user_id"), titles("tvshows",
        "show_id", "show_name"))]),
    # Games, manga or anime, each begun some day and, of some, ended.
    "game-logger": (_game_logger, [*(_logged(kind, when) for kind in ("game", "manga", "anime")
        for when in ("start_date", "end_date")), (plays("game", "game_id", "0", "'me'"), titles(
        "game", "game_id", "game_name"))]),
    # A game that somebody has may have been played for no time.
    "GameRS": (_game_rs, [(plays("gamestatistic", "gameId", "0", "userId", where), titles("game",
        "gameId", "name")) for where in ("playedHours > 0", "1")]),
    "LibraM": (_libra_m, [(plays("loans", "book_id", "borrowed_on", "member_id"), titles(
        "books"))]),
    # What was devoured is called a user's name: a question.
    "Project-Two": (_project_two, [(plays("coffee", "user_name", when, "'me'", "devoured"),
        "SELECT DISTINCT user_name AS item, user_name AS title FROM coffee") for when in ("0",
        "createdAt")]),
    "oneday": (_oneday, [(plays("rating", "cafe_id", "0", "user_id"), titles("cafes", "id",
        "name"))]),
    "VinyLibrary": (_vinyl_library, [(plays("play", "vinyl_id", "play_time", "user_id"), titles(
        "vinyls"))]),
    "go-event-app": (_event_app, [(plays("attendees", "event_id", "0", "user_id"), titles("events",
        "id", "name")), (plays("attendees a JOIN events e ON e.id = a.event_id", "a.event_id",
        "e.date", "a.user_id"), titles("events", "id", "name"))]),
    "MySET": (_myset, [(plays("rsvp", "event_id", "0", "user_id"), titles("events", "event_id",
        "event_name")), (plays("rsvp r JOIN events e ON e.event_id = r.event_id", "r.event_id",
        "e.event_datetime", "r.user_id"), titles("events", "event_id", "event_name"))]),
}
