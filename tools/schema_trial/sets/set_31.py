"""Ten more, of five kinds of things that no set of late was drawn for.

The rule, written down before the first search: for each of quizzes, stories, whiskies, campsites
and perfumes one search of public code for ``CREATE TABLE users <things> <uses> schema.sql``, and of
its answers the first two named repositories with a history of somebody's uses, whose whole schema
can be read and that no earlier set has. Where one search names no two, a second one in other words;
where that names no two either, what is lacking comes from flights, toys, festivals and tea, in this
order and in the same way. (For all but the campsites it took a second search; no further kind was
needed.)

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right, pair, plays, thing, titles
from made_up_rows import PEOPLE, WORDS, Filler, Value, day, iso, mail, one, past, uid, url

# One line a few columns: the rows are tables.
# fmt: off


def _midterm(f: Filler) -> None:
    f.add("users", 6, id=one, name=PEOPLE[:6], password=uid(9))
    f.add("quizzes", 12, id=one, title=WORDS[:12], user_id=lambda i: 1 + i % 3, isPublic=1)
    f.add("questions", 24, id=one, quiz_id=lambda i: 1 + i % 12, question=lambda i:
        f"What is the {i}th of these?")
    f.add("answers", 48, id=one, question_id=lambda i: 1 + i // 2, answer=lambda i: f"It is {i}",
        isCorrect=lambda i: i % 2)
    f.add("attempts", 50, id=one, user_id=lambda i: 1 + i % 6, quiz_id=lambda i: 1 + thing(i),
        result=lambda i: i % 3)


def _wildlife(f: Filler) -> None:
    f.add("users", 6, id=uid(5), email=mail, password_hash=uid(9), created_at=past, name=PEOPLE[:6])
    f.add("profiles", 6, id=uid(5), name=PEOPLE[:6], avatar_url=url, created_at=past, updated_at=
        past, email=mail)
    f.add("animals", 8, id=uid(7), name=["Lion", "Rhino", "Gorilla", "Crane", "Otter", "Hippo",
        "Leopard", "Zebra"], description="Lives in Africa", image_url=url, threats="poaching",
        created_at=past, updated_at=past)
    f.add("badges", 10, id=uid(8), user_id=lambda i: uid(5)(i % 6), type=["First", "Expert"],
        awarded_at=iso)
    f.add("quizzes", 12, id=uid(6), title=WORDS[:12], description="Ten questions", image_url=url,
        created_at=past)
    f.add("quiz_results", 50, id=uid(4), user_id=lambda i: uid(5)(i % 6), quiz_id=lambda i: uid(6)
        (thing(i)), score=lambda i: i % 11, completed_at=iso)


def _albion(f: Filler) -> None:
    def who(i: int) -> Value:
        return f"user_{i % 6}abc"

    f.add("courses", 3, id=one, title=["Spanish", "German", "French"], image_src=url,
        learners_count=9)
    f.add("user_progress", 6, user_id=who, user_name=PEOPLE[:6], user_image_src=url,
        active_course_id=1, hearts=5, points=f.pick(0, 90), crystals=0, onboarding_step=3)
    f.add("user_likes", 6, user_id=who, course_id=lambda i: 1 + i % 3, created_at=iso)
    f.add("units", 6, id=one, title=lambda i: f"Unit {i}", description="Words", course_id=lambda i:
        1 + i % 3, order=one, is_divider=0)
    f.add("lessons", 12, id=one, title=lambda i: f"Lesson {i}", unit_id=lambda i: 1 + i % 6, order=
        one)
    f.add("challenges", 24, id=one, lesson_id=lambda i: 1 + i % 12, type="SELECT", question=lambda
        i: f"Which one is word {i}?", order=one)
    f.add("challenge_progress", 60, id=one, user_id=who, challenge_id=lambda i: 1 + (i // 6 + i % 6
        * 4) % 24, completed=1)
    f.add("streak_logs", 30, id=one, user_id=who, date=day)
    f.add("streaks", 6, id=one, user_id=who, current_streak=3, best_streak=9, last_updated=iso,
        frozen=0)
    f.add("stories", 12, id=one, slug=lambda i: WORDS[i].lower().replace(" ", "-"), title=
        WORDS[:12], image_src=url, lang="es", difficulty="easy", order=one, xp=10, content="Once",
        created_at=past)
    f.add("reading_progress", 40, user_id=who, story_id=lambda i: 1 + (i // 6 + i % 6 * 2) % 12,
        completed=lambda i: int(i % 4 > 0), updated_at=iso)
    f.add("known_word", 30, user_id=who, lang="es", word=lambda i: f"palabra{i}", created_at=iso)
    f.add("books", 6, id=one, title=WORDS[12:18], category="Classic", image_src=url)
    f.add("book_chapters", 18, id=one, book_id=lambda i: 1 + i % 6, index=lambda i: i // 6, title=
        lambda i: f"Chapter {1 + i // 6}", content="Once")
    f.add("book_progress", 18, user_id=who, book_id=lambda i: str(1 + (i // 6 + i % 6) % 6),
        percentage=lambda i: 5 * (1 + i % 20), updated_at=iso)
    f.add("user_story_likes", 12, user_id=who, story_id=lambda i: 1 + i, created_at=iso)


def _methodo(f: Filler) -> None:
    f.add("users", 7, id=one, email=mail, password_hash=uid(9), role=lambda i: "writer" if i > 4
        else "reader", created_at=past)
    f.add("books", 12, id=one, title=WORDS[:12], description="A story", author_id=lambda i: 6 + i %
        2, created_at=past)
    f.add("chapters", 36, id=one, book_id=lambda i: 1 + i % 12, title=lambda i:
        f"Chapter {1 + i // 12}", content="Once", chapter_number=lambda i: 1 + i // 12, created_at=
        past)
    f.add("reading_progress", 40, id=one, user_id=lambda i: 1 + i % 5, book_id=lambda i: 1 +
        pair(i), last_read_chapter_id=lambda i: 1 + pair(i) + 12 * (i % 3), updated_at=iso)
    f.add("tags", 3, id=one, name=["magic", "adventure", "drama"])
    f.add("book_tags", 12, book_id=one, tag_id=lambda i: 1 + i % 3)


def _cask_mates(f: Filler) -> None:
    f.add("whiskey_users", 5, id=one, user_name=lambda i: PEOPLE[i].lower(), full_name=lambda i:
        f"{PEOPLE[i]} Moss", nickname=PEOPLE[:5], password=uid(9), date_created=past)
    f.add("whiskey_list", 3, id=one, list_name=["Favorite List", "Wish List", "Already Tried"])
    f.add("whiskey", 12, id=one, whiskey_name=WORDS[:12], image=url, origin=["Islay", "Speyside"],
        abv=43.0, price=50, content="Peated", nose="smoke", palate="salt", finish="long",
        date_created=past, user_id=lambda i: 1 + i % 5)
    f.add("whiskey_reviews", 40, id=one, rating=lambda i: 1 + i % 5, tasting=lambda i:
        f"Smoke first, then salt, the {i}th dram of the year", date_created=iso, whiskey_id=lambda
        i: 1 + pair(i), user_id=lambda i: 1 + i % 5)
    f.add("user_list", 20, id=one, whiskey_id=lambda i: 1 + pair(i), user_id=lambda i: 1 + i % 5,
        list_id=lambda i: 1 + i % 3)


def _whisky_taste(f: Filler) -> None:
    f.add("whiskies", 12, whisky_id=one, whisky_name=WORDS[:12], distillery_name=["Hill", "Vale"],
        country="Scotland", region=["Islay", "Speyside"], strength=43.0)
    f.add("reviews", 30, review_id=one, whisky_id=lambda i: 1 + thing(i), score=lambda i: 8 + i %
        12, comment=lambda i: f"Smooth and rich, the {i}th glass", posted_date=day)


def _camping(f: Filler) -> None:
    f.add("users", 6, id=one, username=PEOPLE[:6], email=mail, password=uid(9), full_name=lambda i:
        f"{PEOPLE[i]} Moss", is_admin=lambda i: int(i == 5), is_banned=0, created_at=past)
    f.add("banned_emails", 2, id=one, email=lambda i: f"spam{i}@mail.example", banned_at=past,
        reason="spam")
    f.add("places", 12, id=one, user_id=lambda i: 1 + i % 5, place_name=WORDS[:12], location=
        ["Kandy", "Ella"], description="By a stream", access_type=["free", "ticket"],
        google_map_link=url, tips="Bring water", status=lambda i: "approved" if i < 10 else
        "pending", admin_id=6, view_count=f.pick(0, 90), rating_avg=4.2, rating_count=f.pick(1, 9),
        created_at=past, updated_at=past, approved_at=past)
    f.add("place_images", 24, id=one, place_id=lambda i: 1 + i % 12, image_path=lambda i:
        f"uploads/{i}.jpg", image_size=9000, is_primary=lambda i: int(i < 12), uploaded_at=past)
    f.add("reviews", 40, id=one, place_id=lambda i: 1 + (i // 5 + i % 5 * 2) % 10, user_id=lambda i:
        1 + i % 5, comment=lambda i: f"We stayed {i} nights and slept well", rating=lambda i: 1 + i
        % 5, status=lambda i: ["approved", "approved", "approved", "pending", "rejected"][i * 7 % 11
        % 5], created_at=iso, updated_at=iso)
    f.add("review_images", 10, id=one, review_id=one, image_path=lambda i: f"uploads/r{i}.jpg",
        image_size=9000, uploaded_at=iso)
    f.add("favorites", 20, id=one, user_id=lambda i: 1 + i % 5, place_id=lambda i: 1 + (i // 5 + i %
        5 * 3) % 10, created_at=iso)


def _airbnb(f: Filler) -> None:
    f.add("User", 8, user_id=uid(5), first_name=PEOPLE[:8], last_name=lambda i: f"{PEOPLE[i]}son",
        email=mail, password_hash=uid(9), phone_number="", role=lambda i: "host" if i > 5 else
        "guest", created_at=past)
    f.add("Property", 12, property_id=uid(6), host_id=lambda i: uid(5)(6 + i % 2), name=WORDS[:12],
        description="A cabin", location=["Lagos", "Accra"], pricepernight=90.0, created_at=past,
        updated_at=past)
    f.add("Booking", 50, booking_id=uid(7), property_id=lambda i: uid(6)(thing(i)), user_id=lambda
        i: uid(5)(i % 6), start_date=lambda i: day(i + 30), end_date=lambda i: day(i + 40),
        total_price=180.0, status=["confirmed", "pending", "confirmed", "canceled"], created_at=iso)
    f.add("Payment", 30, payment_id=uid(8), booking_id=uid(7), amount=180.0, payment_date=iso,
        payment_method=["paypal", "stripe"])
    f.add("Review", 20, review_id=uid(4), property_id=lambda i: uid(6)(thing(i)), user_id=lambda i:
        uid(5)(i % 6), rating=lambda i: 1 + i % 5, comment=lambda i: f"We slept well {i} nights",
        created_at=lambda i: iso(i + 60))
    f.add("Message", 10, message_id=uid(3), sender_id=lambda i: uid(5)(i % 6), recipient_id=lambda
        i: uid(5)(6 + i % 2), message_body="Hello", sent_at=iso)


def _scent(f: Filler) -> None:
    f.add("customers_auth", 6, uid=one, name=PEOPLE[:6], email=mail, phone="", password=uid(9),
        address="Hill Road 1", city="Turku", created=past, created_at=past, updated_at=past)
    f.add("fragrance", 12, term=WORDS[:12], created_at=past, updated_at=past)
    f.add("ratings", 40, uid=lambda i: 1 + i % 5, term=lambda i: WORDS[pair(i)], score=lambda i: 1 +
        i % 5, created_at=iso, updated_at=iso)


def _perfume_shop(f: Filler) -> None:
    f.add("Locations", 3, location_id=one, location_name=["North", "South", "West"], created_at=
        past)
    f.add("Customer", 6, customer_id=one, customer_name=PEOPLE[:6], email=mail, phone="123",
        created_at=past)
    f.add("Brands", 3, brand_id=one, brand_name=["Hill", "Vale", "Moss"], created_at=past)
    f.add("Categories", 2, category_id=one, Category_name=["Woody", "Floral"], created_at=past)
    f.add("Bottles", 2, bottle_id=one, bottle_name=["Round", "Tall"], volume=50, material="glass",
        created_at=past)
    f.add("Ingredient", 4, ingredient_id=one, ingredient_name=["Cedar", "Rose", "Musk", "Iris"],
        created_at=past)
    f.add("Perfume", 12, perfume_id=one, perfume_name=WORDS[:12], brand_id=lambda i: 1 + i % 3,
        category_id=lambda i: 1 + i % 2, bottle_id=lambda i: 1 + i % 2, price=50.0, descriptions=
        "Warm", created_at=past)
    f.add("Store", 12, store_id=one, perfume_id=one, store_name=lambda i: f"Store {i}", location_id=
        lambda i: 1 + i % 3, created_at=past)
    f.add("Composition", 24, composition_id=one, perfume_id=lambda i: 1 + i % 12, ingredient_id=
        lambda i: 1 + (i // 12 + i) % 4, percent=50, created_at=past)
    f.add("Orders", 30, order_id=one, customer_id=lambda i: 1 + i % 6, order_date=day, total_amount=
        50.0, created_at=iso)
    f.add("Payment", 30, payment_id=one, order_id=one, payment_date=day, payment_method="card",
        created_at=iso)
    f.add("Delivery", 30, delivery_id=one, order_id=one, delivery_date=lambda i: day(i + 3),
        address=lambda i: f"Hill Road {i % 6}", created_at=iso)
    f.add("Review", 30, review_id=one, perfume_id=lambda i: 1 + thing(i), customer_id=lambda i: 1 +
        i % 6, rating=lambda i: 1 + i % 5, comment=lambda i: f"It lasts for {i} hours", created_at=
        iso)
    f.add("Supplier", 2, supplier_id=one, supplier_name=["Flora", "Wood"], contact_person=
        PEOPLE[6:8], phone="456", created_at=past)
    f.add("Supply", 24, supply_id=one, supplier_id=lambda i: 1 + i % 2, perfume_id=lambda i: 1 + i %
        12, quantity=90, supply_date=day, created_at=iso)
    f.add("Employee", 4, employee_id=one, employee_name=PEOPLE[2:6], store_id=one, position="clerk",
        created_at=past)
    f.add("Salary", 8, salary_id=one, employee_id=lambda i: 1 + i % 4, month=day, amount=900.0,
        created_at=iso)


_REVIEWED = [(plays("reviews", "place_id", "created_at", "user_id", where), titles("places", title=
    "place_name")) for where in ("1", "status <> 'rejected'", "status = 'approved'")]

CASES: dict[str, tuple[Fill, Right]] = {
    "Midterm quizzes": (_midterm, [(plays("attempts", "quiz_id", "0", "user_id"), titles(
        "quizzes"))]),
    "wildlifeGuardians": (_wildlife, [(plays("quiz_results", "quiz_id", "completed_at", "user_id"),
        titles("quizzes"))]),
    # Stories; books and challenges lie elsewhere.
    "albion": (_albion, [(plays("reading_progress", "story_id", "updated_at", "user_id", where),
        titles("stories")) for where in ("1", "completed")]),
    "methodo-test": (_methodo, [(plays("reading_progress", "book_id", "updated_at", "user_id"),
        titles("books"))]),
    "CaskMates": (_cask_mates, [(plays("whiskey_reviews", "whiskey_id", "date_created", "user_id"),
        titles("whiskey", title="whiskey_name"))]),
    # Nobody is named: the reviews are one person's, or nobody knows whose.
    "whisky-taste": (_whisky_taste, [(plays("reviews", "whisky_id", "posted_date", "'me'"), titles(
        "whiskies", "whisky_id", "whisky_name"))]),
    # Reviews wait for somebody to let them through.
    "camping.chamidu.me": (_camping, _REVIEWED),
    "alx-airbnb": (_airbnb, [(plays("Booking", "property_id", when, "user_id", where), titles(
        "Property", "property_id", "name")) for when in ("start_date", "created_at") for where in
        ("status <> 'canceled'", "status = 'confirmed'")]),
    "scent": (_scent, [(plays("ratings", "term", "created_at", "uid"), titles("fragrance", "term",
        "term"))]),
    # Orders do not say what was ordered.
    "perfume-shop-Artemov": (_perfume_shop, [(plays("Review", "perfume_id", "created_at",
        "customer_id"), titles("Perfume", "perfume_id", "perfume_name"))]),
}
