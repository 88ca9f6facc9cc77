"""Twenty-two further schemas: published data sets, textbooks' samples and programs.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them. The twelve programs
are in :mod:`sets.set_11_programs`.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import PEOPLE, WORDS, Filler, day, iso, one

from sets import set_11_programs

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _key(kind: str, i: int) -> str:
    return f"{kind}{i:019d}"


def _instacart(f: Filler) -> None:
    f.add("aisles", 3, aisle_id=one, aisle=["teas", "breads", "jams"])
    f.add("departments", 2, department_id=one, department=["bakery", "pantry"])
    f.add("products", N, product_id=one, product_name=WORDS, aisle_id=lambda i: i % 3 + 1,
          department_id=[1, 2])
    f.add("orders", 24, order_id=lambda i: 1000 + i * 37, user_id=lambda i: i // 4 + 1,
          eval_set=["prior", "prior", "prior", "train"], order_number=lambda i: i % 4 + 1,
          order_dow=lambda i: i % 7, order_hour_of_day=lambda i: 8 + i % 12,
          days_since_prior_order=lambda i: float(i % 30) if i % 4 else None)
    f.add("order_products__prior", 54, order_id=lambda i: 1000 + (i // 3 + i // 9) * 37,
          product_id=lambda i: i * 5 % N + 1, add_to_cart_order=lambda i: i % 3 + 1,
          reordered=[0, 1])
    f.add("order_products__train", 12, order_id=lambda i: 1000 + (i // 2 * 4 + 3) * 37,
          product_id=lambda i: i * 7 % N + 1, add_to_cart_order=[1, 2], reordered=[0, 1])


def _olist(f: Filler) -> None:
    f.add("customers", 20, customer_id=lambda i: f"{i:032x}", customer_unique_id=lambda i:
          f"a{i % 8:031x}", customer_city="porto alegre", customer_state="RS",
          customer_zip_code_prefix=lambda i: 9000 + i)
    f.add("sellers", 3, seller_id=lambda i: f"d{i:031x}", seller_city="santos", seller_state="SP")
    f.add("products", N, product_id=lambda i: f"b{i:031x}", product_category_name=["bebes",
          "cama_mesa"], product_weight_g=300.0)
    f.add("product_category_name_translation", 2, product_category_name=["bebes", "cama_mesa"],
          product_category_name_english=["baby", "bed_table"])
    f.add("orders", 20, order_id=lambda i: f"e{i:031x}", customer_id=lambda i: f"{i:032x}",
          order_status=["delivered", "delivered", "shipped", "canceled"],
          order_purchase_timestamp=iso, order_approved_at=lambda i: iso(i + 1),
          order_delivered_customer_date=lambda i: iso(i + 6), order_estimated_delivery_date=
          lambda i: iso(i + 9))
    f.add("order_items", 40, order_id=lambda i: f"e{i // 2:031x}", order_item_id=[1, 2],
          product_id=lambda i: f"b{i * 5 % N:031x}", seller_id=lambda i: f"d{i % 3:031x}",
          shipping_limit_date=lambda i: iso(i // 2 + 3), price=19.9, freight_value=4.5)
    f.add("order_payments", 20, order_id=lambda i: f"e{i:031x}", payment_sequential=1,
          payment_type="boleto", payment_value=44.3)
    f.add("order_reviews", 15, review_id=lambda i: f"f{i:031x}", order_id=lambda i: f"e{i:031x}",
          review_score=f.pick(1, 5), review_creation_date=lambda i: iso(i + 7))


def _anime(f: Filler) -> None:
    f.add("anime", N, anime_id=lambda i: i * 3 + 1, name=WORDS, genre="Drama, School", type=["TV",
          "Movie"], episodes="12", rating=7.9, members=f.pick(90, 9000))
    f.add("rating", 80, user_id=lambda i: i // 8 + 1, anime_id=lambda i: i * 5 % N * 3 + 1,
          rating=lambda i: -1 if i % 5 == 0 else 5 + i % 6)


def _retail(f: Filler) -> None:
    f.add("online_retail_II", 80, Invoice=lambda i: ("C" if i % 19 == 18 else "") + str(489434 +
          i // 4), StockCode=lambda i: str(85048 + i * 5 % N), Description=lambda i: WORDS[i * 5 %
          N].upper(), Quantity=lambda i: -2 if i % 19 == 18 else 6,
          InvoiceDate=lambda i: iso(i //
          4), Price=2.5, Country="United Kingdom",
          **{"Customer ID": lambda i: 13085.0 + i // 4 % 6 if i % 11 else None})


def _murder(f: Filler) -> None:
    def when(i: int) -> int:
        return int(day(i * 3).replace("-", ""))

    f.add("person", 8, id=lambda i: 10000 + i * 7, name=PEOPLE, license_id=lambda i: 100280 + i,
          address_number=f.pick(1, 900), address_street_name="Water Ave", ssn=lambda i: 111000 + i)
    f.add("drivers_license", 8, id=lambda i: 100280 + i, age=f.pick(20, 80), car_make="Ford")
    f.add("income", 8, ssn=lambda i: 111000 + i, annual_income=50_000)
    f.add("interview", 4, person_id=lambda i: 10000 + i * 7, transcript="I heard a shot.")
    f.add("crime_scene_report", 6, date=when, type=["theft", "murder"], description="Later",
          city="SQL City")
    f.add("facebook_event_checkin", 40, person_id=lambda i: 10000 + i * 3 % 8 * 7,
          event_id=lambda i: 4719 + i * 5 % N, event_name=lambda i: WORDS[i * 5 % N], date=when)
    f.add("get_fit_now_member", 4, id=lambda i: f"X00{i}7", person_id=lambda i: 10000 + i * 7,
          name=PEOPLE, membership_start_date=when, membership_status="gold")
    f.add("get_fit_now_check_in", 20, membership_id=lambda i: f"X00{i % 4}7", check_in_date=when,
          check_in_time=900, check_out_time=1000)


def _university(f: Filler) -> None:
    f.add("department", 2, dept_name=["Biology", "Music"], building="Taylor", budget=90000)
    f.add("course", N, course_id=lambda i: f"BIO-{101 + i}", title=WORDS, dept_name=["Biology",
          "Music"], credits=4)
    f.add("instructor", 3, ID=lambda i: str(10101 + i), name=PEOPLE, dept_name="Biology")
    f.add("student", 6, ID=lambda i: f"{128 + i * 37:05d}", name=PEOPLE, dept_name="Biology",
          tot_cred=32)
    f.add("section", N, course_id=lambda i: f"BIO-{101 + i}", sec_id="1", semester=["Fall",
          "Spring"], year=lambda i: 2017 + i % 2, building="Taylor", time_slot_id="A")
    f.add("teaches", N, ID=lambda i: str(10101 + i % 3), course_id=lambda i: f"BIO-{101 + i}",
          sec_id="1", semester=["Fall", "Spring"], year=lambda i: 2017 + i % 2)
    f.add("takes", 40, ID=lambda i: f"{128 + i // 7 * 37:05d}", course_id=lambda i:
          f"BIO-{101 + i * 5 % N}", sec_id="1",
          semester=lambda i: ("Fall", "Spring")[i * 5 % N % 2],
          year=lambda i: 2017 + i * 5 % N % 2,
          grade=["A", "B+", None])
    f.add("advisor", 6, s_ID=lambda i: f"{128 + i * 37:05d}", i_ID="10101")
    f.add("prereq", 3, course_id=lambda i: f"BIO-{102 + i}", prereq_id=lambda i: f"BIO-{101 + i}")


def _sailors(f: Filler) -> None:
    f.add("Sailors", 6, sid=lambda i: 22 + i * 9, sname=PEOPLE, rating=f.pick(1, 10), age=35.0)
    f.add("Boats", 8, bid=lambda i: 101 + i, bname=WORDS, color=["red", "green"])
    f.add("Reserves", 40, sid=lambda i: 22 + i % 6 * 9, bid=lambda i: 101 + i * 3 % 8,
          day=lambda i: day(i * 3))


def _foodie(f: Filler) -> None:
    f.add("plans", 5, plan_id=lambda i: i, plan_name=["trial", "basic monthly", "pro monthly",
          "pro annual", "churn"], price=[0, 9.9, 19.9, 199, None])
    f.add("subscriptions", 40, customer_id=lambda i: i // 3 + 1, plan_id=lambda i: (0, 1 + i // 3 %
          2, 3 + i // 3 % 2)[i % 3], start_date=lambda i: day(i // 3 + i % 3 * 30))


def _steam(f: Filler) -> None:
    f.add("steam_200k", 90, user_id=lambda i: 151603712 + i // 10 * 77, game_title=lambda i: WORDS[i
          // 2 * 5 % N], behavior_name=["purchase", "play"], value=lambda i: 1.0 if i % 2 == 0 else
          0.5 + i)


def _yelp(f: Filler) -> None:
    f.add("business", N, business_id=lambda i: _key("biz", i), name=WORDS, city="Reno",
          stars=4.5, review_count=9, is_open=1, categories="Cafes, Food")
    f.add("user", 6, user_id=lambda i: _key("usr", i), name=PEOPLE, yelping_since=iso,
          average_stars=3.9)
    f.add("review", 60, review_id=lambda i: _key("rev", i), user_id=lambda i:
          _key("usr", i % 6), business_id=lambda i: _key("biz", i * 5 % N),
          stars=f.pick(1, 5), useful=f.pick(0, 4), text="Good", date=iso)
    f.add("tip", 20, user_id=lambda i: _key("usr", i % 6), business_id=lambda i:
          _key("biz", i), text="Try the tea", date=iso, compliment_count=0)
    f.add("checkin", N, business_id=lambda i: _key("biz", i), date=lambda i:
          f"{iso(i)}, {iso(i + 5)}")


_BASKETS = ("SELECT o.user_id AS user, l.product_id AS item, 0 AS time FROM order_products__{0} l "
            "JOIN orders o ON o.order_id = l.order_id")

CASES: dict[str, tuple[Fill, Right]] = {
    # When it was ordered is not kept, only in which order.
    "Instacart": (_instacart, [(query, "SELECT product_id AS item, product_name AS title FROM "
        "products") for query in (_BASKETS.format("prior"), _BASKETS.format("prior") +
        " UNION ALL " + _BASKETS.format("train"))]),
    # Products have no names.
    "Olist": (_olist, [(f"SELECT c.{who} AS user, l.product_id AS item, o.order_purchase_timestamp "
        "AS time FROM order_items l JOIN orders o ON o.order_id = l.order_id JOIN customers c ON "
        "c.customer_id = o.customer_id WHERE o.order_status <> 'canceled'", None)
        for who in ("customer_id", "customer_unique_id")]),
    # -1 is watched and not rated.
    "Anime Recommendations": (_anime, [("SELECT user_id AS user, anime_id AS item FROM rating",
        "SELECT anime_id AS item, name AS title FROM anime")]),
    # What was sent back was not bought.
    "Online Retail": (_retail, [(f'SELECT "Customer ID" AS user, {item} AS item, InvoiceDate AS '
        "time FROM online_retail_II WHERE Quantity > 0", f"SELECT DISTINCT {item} AS item, "
        "Description AS title FROM online_retail_II") for item in ("StockCode", "Description")]),
    # Days are numbers such as 20180115.
    "SQL Murder Mystery": (_murder, [(f"SELECT person_id AS user, {item} AS item, {time} AS time "
        "FROM facebook_event_checkin", f"SELECT DISTINCT {item} AS item, event_name AS title FROM "
        "facebook_event_checkin") for item in ("event_id", "event_name") for time in ("0",
        "substr(date, 1, 4) || '-' || substr(date, 5, 2) || '-' || substr(date, 7, 2)")]),
    "University": (_university, [("SELECT ID AS user, course_id AS item FROM takes",
        "SELECT course_id AS item, title FROM course")]),
    "Sailors": (_sailors, [("SELECT sid AS user, bid AS item, day AS time FROM Reserves",
        "SELECT bid AS item, bname AS title FROM Boats")]),
    "Foodie-Fi": (_foodie, [(f"SELECT customer_id AS user, plan_id AS item, start_date AS time "
        f"FROM subscriptions{where}", "SELECT plan_id AS item, plan_name AS title FROM plans")
        for where in ("", " WHERE plan_id <> 4")]),
    # Each game was bought, and most were played.
    "Steam Video Games": (_steam, [(f"SELECT user_id AS user, game_title AS item FROM steam_200k"
        f"{where}", "SELECT DISTINCT game_title AS item, game_title AS title FROM steam_200k")
        for where in ("", " WHERE behavior_name = 'play'", " WHERE behavior_name = 'purchase'")]),
    "Yelp": (_yelp, [("SELECT user_id AS user, business_id AS item, date AS time FROM review",
        "SELECT business_id AS item, name AS title FROM business")]),
    **set_11_programs.CASES,
}
