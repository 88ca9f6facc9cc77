"""Ten more: the further named repositories of the searches that gave the twenty-sixth set.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
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
    seconds,
    uid,
    url,
)

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _thing(i: int) -> int:
    """Return which of twelve things the i-th row is about."""
    return (i * 5 + i // 12) % 12


def _book_tracker(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password_hash=uid(9))
    f.add("books", 60, id=one, user_id=lambda i: 1 + i % 5, title=lambda i: WORDS[(i // 5 + i * 5)
        % N], author=ARTISTS, status=["read", "read", "reading", "planned"], finished_at=lambda i:
        day(i) if i % 4 < 2 else None)


def _avd(f: Filler) -> None:
    f.add("track", 20, id=lambda i: f"spotify{i:015}", arousal=0.4, valence=0.2, depth=0.1,
        play_count=f.pick(1, 9), json=lambda i: f'{{"name": "{WORDS[i]}"}}')
    f.add("user", 5, id=lambda i: f"{PEOPLE[i].lower()}{i}", json="{}")
    f.add("user_follow", 4, user_id=lambda i: f"{PEOPLE[i].lower()}{i}", following_id=lambda i:
        f"{PEOPLE[i + 1].lower()}{i + 1}")
    f.add("user_track", 60, track_id=lambda i: f"spotify{(i // 5 + i % 5 * 3) % 20:015}",
        user_id=lambda i: f"{PEOPLE[i % 5].lower()}{i % 5}", arousal=1, valence=0, depth=1,
        last_heard_at=lambda i: iso(i + 90), first_heard_at=iso, play_count=f.pick(1, 9),
        liked=[1, None, 0])
    f.add("playlist", 3, id=uid(3), user_id=lambda i: f"{PEOPLE[i].lower()}{i}", name=WORDS[20:23],
        track_query="{}")


def _beer_tasting(f: Filler) -> None:
    f.add("user", 6, id=one, username=PEOPLE[:6], password=uid(9))
    f.add("beer", 12, id=one, beerName=lambda i: f"{WORDS[i]} Ale", description="Dry",
        alcoholPercent=5.2)
    f.add("tastingSession", 3, id=one, name=["Spring", "Summer", "Autumn"], startingDate=iso,
        additionalInfo="At the barn")
    f.add("beerAndTastingSession", 12, id=one, beerId=one, tastingSessionId=lambda i: 1 + i % 3)
    f.add("user_and_tastingsession", 14, id=one, userId=lambda i: 1 + i % 6, tastingSessionId=lambda
        i: 1 + i % 3)
    f.add("rating", 40, id=one, userId=lambda i: 1 + i % 6, beerId=lambda i: 1 + _thing(i),
        ratingValue=lambda i: 0.5 * (1 + i % 9), comment="Fine")


def _je_suis_ici(f: Filler) -> None:
    f.add("users", 5, id=uid(1), username=PEOPLE[:5], display_name=PEOPLE[:5], email=mail,
        password_hash=uid(9), actor_id=lambda i: f"https://here.example/{i}", created_at=past,
        updated_at=past)
    f.add("checkins", 60, id=uid(2), user_id=lambda i: uid(1)(i % 5), content="Here again",
        location_name=lambda i: f"{WORDS[_thing(i)]} Cafe", latitude=50.1, longitude=10.5,
        activity_id=lambda i: f"https://here.example/a/{i}", created_at=iso, updated_at=iso)
    f.add("media", 8, id=uid(3), checkin_id=uid(2), file_path=lambda i: f"/up/{i}.png",
        file_type="image/png", file_size=900, created_at=iso)
    f.add("activities", 60, id=uid(4), activity_id=lambda i: f"https://here.example/a/{i}",
        actor=lambda i: f"https://here.example/{i % 5}", type="Create", object_id=uid(2),
        object_type="Note", raw_content="{}", processed=1, created_at=iso)
    f.add("followers", 5, id=uid(5), user_id=uid(1), follower_actor_id=lambda i:
        f"https://there.example/{i}", follower_inbox=url, created_at=iso)


def _customer_orders(f: Filler) -> None:
    f.add("customers", 6, customer_id=one, name=PEOPLE[:6], city="Lyon", join_date=past)
    f.add("orders", 30, order_id=one, customer_id=lambda i: 1 + i % 6, amount=f.pick(5, 90),
        order_date=day)
    f.add("views", 60, article_id=lambda i: 1 + _thing(i), author_id=lambda i: 1 + _thing(i) % 4,
        viewer_id=lambda i: 1 + i % 6, view_date=day)


def _rustypod(f: Filler) -> None:
    f.add("podcasts", 3, id=one, title=WORDS[:3], url=url, description="Talk", enabled=1,
        last_checked=iso)
    f.add("episodes", 40, id=one, podcast_id=lambda i: 1 + i % 3, title=headline, url=url,
        description="Talk", pubdate=past, duration=1_800, played=lambda i: int(i % 3 == 0))


def _random_episode(f: Filler) -> None:
    f.add("shows", 6, id=one, tmdb_id=lambda i: 900 + 7 * i, title=WORDS[:6])
    f.add("watched_episodes", 60, id=one, show_id=lambda i: 1 + i % 6, season=1, episode=lambda i:
        1 + i // 6, title=lambda i: f"{WORDS[(i * 7) % N]} {i // 6}", timestamp=seconds)


def _boardcamp(f: Filler) -> None:
    f.add("categories", 3, id=one, name=["Party", "War", "Cards"])
    f.add("games", 12, id=one, name=WORDS[:12], image="a.png", stockTotal=f.pick(1, 5),
        categoryId=lambda i: 1 + i % 3, pricePerDay=1_500)
    f.add("customers", 6, id=one, name=PEOPLE[:6], phone=lambda i: f"2199{i:07}", cpf=lambda i:
        f"0123456{i:04}", birthday=past)
    f.add("rentals", 60, id=one, customerId=lambda i: 1 + i % 6, gameId=lambda i: 1 + _thing(i),
        rentDate=day, daysRented=f.pick(1, 7), returnDate=lambda i: day(i + 5) if i % 5 else None,
        originalPrice=4_500, delayFee=lambda i: 0 if i % 5 else None)


def _labecommerce(f: Filler) -> None:
    f.add("users", 5, id=lambda i: f"u{i:03}", name=PEOPLE[:5], email=mail, password=uid(9),
        created_at=past)
    f.add("products", 12, id=lambda i: f"p{i:03}", name=WORDS[:12], price=99.5, description="New",
        image_url=url)
    f.add("purchases", 30, id=lambda i: f"c{i:03}", total_price=f.pick(90, 900), paid=1,
        delivered_at=lambda i: iso(i) if i % 3 else None, buyer_id=lambda i: f"u{i % 5:03}")
    f.add("purchases_products", 60, purchase_id=lambda i: f"c{i // 2:03}", product_id=lambda i:
        f"p{_thing(i):03}", quantity=f.pick(1, 3))


def _cse310(f: Filler) -> None:
    f.add("users", 6, id=one, name=PEOPLE[:6], email=mail, password=uid(9), is_staff=[0, 0, 0, 0, 0,
        1], created_at=past, updated_at=past, phone_number="555", purchase_point=f.pick(1, 9))
    f.add("suppliers", 2, id=one, name=["Hill", "Moss"])
    f.add("products", 12, id=one, title=WORDS[:12], description="New", minimum_stock=10,
        stock=f.pick(1, 40), sku=lambda i: f"S{i:05}", type=["game", "console"], rental_tier=1,
        supplier_id=lambda i: 1 + i % 2, price=59.0)
    f.add("orders", 20, id=one, user_id=lambda i: 1 + i % 5, status=["completed", "completed",
        "cancelled"], product_list=b"a:1", created_at=iso, total_amount=59.0)
    f.add("invoices", 20, id=one, user_id=lambda i: 1 + i % 5, order_id=one, status="paid",
        total_price=59.0, discount=0.0, created_at=iso, paid_at=iso)
    f.add("rentals", 50, id=one, user_id=lambda i: 1 + i % 5, product_id=lambda i: 1 + _thing(i),
        status=["ended", "ended", "active", "expired"], rented_at=iso, returned_at=lambda i: iso(i +
        5))
    f.add("coupons", 4, id=one, coupon_code=lambda i: f"SAVE{i}", user_id=one, started_at=iso,
        discount=5.0, remaining_count=1)
    f.add("sessions", 9, id=one, user_id=lambda i: 1 + i % 5, client_ip="10.0.0.1", hash=uid(5),
        token=uid(6), created_at=iso)
    f.add("product_images", 12, id=one, product_id=one, file_hash=uid(7), file_size=900,
        file_extension="png", image_height=9, image_width=9, thumb_height=3, thumb_width=3)


_LINES = "purchases_products l JOIN purchases p ON p.id = l.purchase_id"
_MADE = "author || ' - ' || title"
_SHOWN = "show_id || ':' || season || ':' || episode"

CASES: dict[str, tuple[Fill, Right]] = {
    # Finished books have a day, those being read none; the author in front was accepted later.
    "BookTracker": (_book_tracker, [(plays("books", item, "finished_at", "user_id", where),
        f"SELECT {item} AS item, title FROM books") for item in ("id", "title", _MADE) for where in
        ("status <> 'planned'", "finished_at IS NOT NULL", "status = 'read'")]),
    # Names are within a text of JSON.
    "avd": (_avd, [(plays("user_track", "track_id", "last_heard_at", "user_id"), None)]),
    "Beer tasting": (_beer_tasting, [(plays("rating", "beerId", "0", "userId"), titles("beer", "id",
        "beerName"))]),
    "je-suis-ici": (_je_suis_ici, [(plays("checkins", "location_name", "created_at", "user_id"),
        titles("checkins", "location_name", "location_name"))]),
    # Whose the orders are is said, what was in them not; articles that were viewed have no table.
    "sql-customer-orders": (_customer_orders, [(plays("views", "article_id", "view_date",
        "viewer_id"), None)]),
    "rustypod": (_rustypod, [(plays("episodes", "id", "0", "'me'", "played"), titles("episodes"))]),
    # Each row is an episode, known by its show and number, or by its row.
    "random-episode": (_random_episode, [(plays("watched_episodes", item, "timestamp", "'me'"),
        f"SELECT {item} AS item, title FROM watched_episodes") for item in ("id", "title",
        _SHOWN)]),
    "boardcamp": (_boardcamp, [(plays("rentals", "gameId", "rentDate", "customerId"),
        titles("games", "id", "name"))]),
    # When it was delivered is not when it was bought, and is missing of some.
    "labecommerce": (_labecommerce, [(plays(_LINES, "l.product_id", "0", "p.buyer_id"),
        titles("products", "id", "name"))]),
    # An expired rental was one too, or was never begun.
    "cse310": (_cse310, [(plays("rentals", "product_id", "rented_at", "user_id", where),
        titles("products")) for where in ("1", "status <> 'expired'")]),
}
