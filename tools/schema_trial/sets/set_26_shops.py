"""The twenty-sixth set's food, drinks, places, loans and shops, written down as the others."""

from __future__ import annotations

from answers import Fill, Right, plays, titles
from made_up_rows import PEOPLE, WORDS, Filler, day, iso, mail, millis, one, past, seconds, uid

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _thing(i: int) -> int:
    """Return which of twenty things the i-th row is about."""
    return (i * 7 + i // 6) % 20


def _callory(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], email=mail, hashed_password=uid(9),
        created_at=past, updated_at=past)
    f.add("foods", 80, id=one, meal=["breakfast", "lunch", "dinner"], name=lambda i:
        f"{WORDS[i * 7 % 18]} pie", protein=f.pick(1, 30), carbohydrate=40, fat=f.pick(1, 30),
        calories=f.pick(90, 900), created_at=iso, updated_at=iso, userId=lambda i: 1 + i % 5)


def _daily_diet(f: Filler) -> None:
    f.add("users", 4, id=uid(1), session_id=uid(2), name=PEOPLE[:4], email=mail)
    f.add("meals", 70, id=uid(3), user_id=lambda i: uid(1)(i % 4), name=lambda i:
        f"{WORDS[i * 5 % 17]} soup", description="With bread", is_on_diet=[1, 1, 0], date=millis,
        created_at=lambda i: millis(i) + 60_000, updated_at=lambda i: millis(i) + 60_000)


def _holston(f: Filler) -> None:
    f.add("brewery", 4, id=one, name=["Hill", "Moss", "Reed", "Fern"])
    f.add("beer_style", 3, id=one, name=["IPA", "Stout", "Sour"])
    f.add("beer", 20, id=one, name=WORDS[:20], brewery_id=lambda i: 1 + i % 4, alcohol=5.2,
        beer_style_id=lambda i: 1 + i % 3)
    f.add("tasting", 60, id=one, beer_id=lambda i: 1 + _thing(i), user_rating=f.pick(1, 5),
        location=["home", "bar"], user_id=lambda i: f"{PEOPLE[i % 6].lower()}@mail.example")


def _brew_app(f: Filler) -> None:
    f.add("users", 5, id=one, email=mail, password_digest=uid(9))
    f.add("beers", 45, id=one, name=lambda i: f"{WORDS[(i * 7 + i // 5) % N]} Ale", brewery=["Hill",
        "Moss"], img_url="a.png", description="Dry", abv="5.2", liked=["true", "true", "false"],
        user_id=lambda i: 1 + i % 5)


def _wanderfun(f: Filler) -> None:
    f.add("administrative_units", 2, id=one, full_name=["City", "Town"])
    f.add("provinces", 3, code=lambda i: f"{i:02}", name=["North", "Coast", "Hills"], full_name=[
        "North", "Coast", "Hills"], administrative_unit_id=1)
    f.add("districts", 3, code=lambda i: f"{i:03}", name=["One", "Two", "Three"], full_name="D",
        province_code=lambda i: f"{i:02}", administrative_unit_id=1)
    f.add("addresses", 20, id=one, province_code=lambda i: f"{i % 3:02}", district_code=lambda i:
        f"{i % 3:03}", street="Mill Lane")
    f.add("images", 6, id=one, image_url=lambda i: f"https://img.example/{i}.png")
    f.add("accounts", 6, id=one, role="USER", email=mail, password=uid(9), is_verified=1,
        is_active=1, is_deleted=0, create_at=past)
    f.add("users", 6, id=one, first_name=PEOPLE[:6], last_name="Hill", date_of_birth=past,
        gender="F", account_id=one, point=f.pick(1, 90), check_in_count=f.pick(1, 9),
        place_check_in_count=f.pick(1, 9))
    f.add("place_categories", 3, id=one, name=["Park", "Museum", "Cafe"], name_en=["Park", "Museum",
        "Cafe"])
    f.add("places", 20, id=one, longitude=10.5, latitude=50.1, address_id=one, name=WORDS[:20],
        category_id=lambda i: 1 + i % 3, check_in_point=5, verified=1, pending=0, rating=4.1,
        total_rating=f.pick(1, 40), feedback_count=f.pick(0, 4), check_in_count=f.pick(1, 9))
    f.add("place_details", 20, id=one, place_id=one, description="A place", time_open="08:00",
        time_close="18:00")
    f.add("trips", 6, id=one, name=lambda i: f"Trip to {WORDS[i]}", start_time=day, end_time=day,
        user_id=one)
    f.add("trip_places", 12, id=one, place_id=lambda i: 1 + _thing(i), trip_id=lambda i: 1 + i % 6,
        start_time=day, end_time=day)
    f.add("posts", 10, id=one, user_id=lambda i: 1 + i % 6, content="Look", create_at=iso,
        update_at=iso, place_id=lambda i: 1 + _thing(i), like_count=1, comment_count=0)
    f.add("likes", 10, id=one, user_id=lambda i: 1 + i % 6, target_id=lambda i: 1 + i // 6,
        target_type="POST")
    f.add("feedbacks", 18, id=one, place_id=lambda i: 1 + _thing(i), user_id=lambda i: 1 + i % 6,
        rating=f.pick(1, 5), content="Nice", create_at=iso, update_at=iso)
    f.add("check_ins", 70, id=one, user_id=lambda i: 1 + i % 6, place_id=lambda i: 1 + _thing(i),
        created_at=iso)
    f.add("favorite_places", 12, id=one, user_id=lambda i: 1 + i % 6, place_id=lambda i: 1 +
        _thing(i))


def _italog(f: Filler) -> None:
    f.add("profile", 5, id=uid(1), display_name=PEOPLE[:5])
    f.add("auth_profile", 5, auth_type="google", auth_id=uid(2), user_id=uid(1), email=mail)
    f.add("user_user", 4, user_id=uid(1), friend_id=lambda i: uid(1)(i + 1), created_at=millis)
    f.add("user_action", 10, id=uid(3), title="checkin", created_at=millis, user_id=lambda i:
        uid(1)(i % 5), user_display_name=lambda i: PEOPLE[i % 5], detail_json="{}")
    f.add("board", 20, board_id=uid(4), board_type=lambda i: "place" if i < 12 else "product",
        display_name=WORDS[:20])
    f.add("place", 12, board_id=uid(4), map_id=uid(5), address="Mill Lane", latitude=50.1,
        longitude=10.5, map_url="https://map.example", type_display_name="Cafe")
    f.add("product", 8, board_id=lambda i: uid(4)(12 + i), barcode=lambda i: f"400{i:010}",
        brands="Hill", categories="Snacks")
    f.add("checkin", 70, id=uid(6), board_id=lambda i: uid(4)(_thing(i)), user_id=lambda i:
        uid(1)(i % 5), comment="Fine", created_at=millis, rate=["+1", "0", "-1"], user_date=day)


def _jaryq(f: Filler) -> None:
    f.add("loans", 60, id=one, book_isbn=lambda i: f"978000000{_thing(i):04}", member_iin=lambda i:
        f"90010130{i % 6:04}", loan_date=iso, return_date=lambda i: iso(i + 14), status=["RETURNED",
        "RETURNED", "BORROWED", "OVERDUE"], communication_status=1, created_at=day,
        created_by="LOANS_MS")


def _vhs(f: Filler) -> None:
    f.add("users", 6, id=one, created_at=past, updated_at=past, email=mail, password=uid(9),
        roles="USER")
    f.add("vhs", 20, id=one, created_at=past, updated_at=past, name=WORDS[:20],
        description="A tape")
    f.add("rental", 60, id=one, created_at=lambda i: iso(i), updated_at=lambda i: iso(i + 5),
        start_date=iso, end_date=lambda i: iso(i + 6), returned_at=lambda i: iso(i + 5) if i % 5
        else None, user_id=lambda i: 1 + i % 6, vhs_id=lambda i: 1 + _thing(i))


def _ecommerce(f: Filler) -> None:
    f.add("customers", 6, customer_id=one, customer_name=PEOPLE[:6], email=mail, city="Lyon",
        signup_date=past)
    f.add("products", 20, product_id=one, product_name=WORDS[:20], category=["Home", "Toys"],
        price=12.5)
    f.add("orders", 40, order_id=one, customer_id=lambda i: 1 + i % 6, order_date=day,
        order_status=["Delivered", "Delivered", "Shipped", "Cancelled"])
    f.add("order_items", 80, order_item_id=one, order_id=lambda i: 1 + i // 2, product_id=lambda i:
        1 + _thing(i), quantity=f.pick(1, 4))


def _warehouse(f: Filler) -> None:
    f.add("articles", 8, id=one, item_name=["leg", "screw", "seat", "top", "door", "shelf", "knob",
        "hinge"], created_at=seconds, updated_at=seconds)
    f.add("article_stocks", 8, id=one, article_id=one, stock=f.pick(10, 90), created_at=seconds,
        updated_at=seconds)
    f.add("products", 12, id=one, item_name=WORDS[:12], price=49.0, created_at=seconds,
        updated_at=seconds)
    f.add("product_articles", 24, id=one, product_id=lambda i: 1 + i % 12, article_id=lambda i: 1 +
        i * 3 % 8, amount_of=f.pick(1, 8), created_at=seconds, updated_at=seconds)
    f.add("transactions", 40, id=one, created_at=seconds)
    f.add("transaction_products", 70, id=one, transaction_id=lambda i: 1 + i * 4 // 7,
        product_id=lambda i: 1 + (i * 5 + i // 12) % 12, amount_of=f.pick(1, 3), created_at=lambda
        i: seconds(i * 4 // 7))


_LINES = "order_items i JOIN orders o ON o.order_id = i.order_id"

SHOPS: dict[str, tuple[Fill, Right]] = {
    "callory-tracker": (_callory, [(plays("foods", "name", time, "userId"), titles("foods", "name",
        "name")) for time in ("created_at", "updated_at")]),
    "daily-diet-api": (_daily_diet, [(plays("meals", "name", "date", "user_id"), titles("meals",
        "name", "name"))]),
    "holston": (_holston, [(plays("tasting", "beer_id", "0", "user_id"), titles("beer", "id",
        "name"))]),
    # Each person's own rows: those he liked, or all that he says whether he liked.
    "brew_app": (_brew_app, [(plays("beers", item, "0", "user_id", where), titles("beers", item,
        "name")) for item in ("id", "name") for where in ("liked = 'true'", "1")]),
    "WanderFun": (_wanderfun, [(plays("check_ins", "place_id", "created_at", "user_id"),
        titles("places", "id", "name"))]),
    # Places and products, as one board each.
    "italog": (_italog, [(plays("checkin", "board_id", time, "user_id"), titles("board", "board_id",
        "display_name")) for time in ("created_at", "user_date")]),
    # Other services have the books and the members.
    "jaryq loans": (_jaryq, [(plays("loans", "book_isbn", "loan_date", "member_iin"), None)]),
    "vhs-lab": (_vhs, [(plays("rental", "vhs_id", time, "user_id"), titles("vhs", "id", "name"))
        for time in ("start_date", "created_at")]),
    "Ecommerce-sql-project": (_ecommerce, [(plays(_LINES, "i.product_id", "o.order_date",
        "o.customer_id", "o.order_status <> 'Cancelled'"), titles("products", "product_id",
        "product_name"))]),
    # Nobody is named: each transaction is somebody's, or all are one shop's.
    "gin-warehouse": (_warehouse, [(plays("transaction_products", "product_id", "created_at", who),
        titles("products", "id", "item_name")) for who in ("transaction_id", "'me'")]),
}
