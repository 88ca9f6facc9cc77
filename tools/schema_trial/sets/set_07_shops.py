"""The seventh set's shops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from made_up_rows import ARTISTS, PEOPLE, WORDS, Cells, Filler, day, iso, one, uid

if TYPE_CHECKING:
    from answers import Fill, Right

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _bar(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": iso}
    f.add("users", 4, id=one, name=PEOPLE, email=lambda i: f"u{i}@example.org", password="x",
          **stamps)
    f.add("user_roles", 3, id=one, name=["Admin", "General", "Guest"])
    f.add("bars", 1, id=1, name="The Pier", bar_type_id=1, created_user_id=1, is_active=1, **stamps)
    f.add("bar_memberships", 4, id=lambda i: i + 11, bar_id=1, user_id=one, user_role_id=2,
          is_active=1, **stamps)
    f.add("cocktails", N, id=one, bar_id=1, slug=lambda i: f"c-{i}", name=WORDS,
          instructions="Stir.", created_user_id=1, **stamps)
    f.add("ingredients", 8, id=one, bar_id=1, slug=lambda i: f"i-{i}", name=["Gin", "Rum", "Lime",
          "Sugar", "Mint", "Soda", "Bitters", "Vermouth"], created_user_id=1, **stamps)
    f.add("cocktail_ingredients", 48, id=one, ingredient_id=lambda i: i % 8 + 1,
          cocktail_id=lambda i: i // 2 + 1, amount=30, units="ml", sort=1)
    f.add("cocktail_favorites", 6, id=one, bar_membership_id=lambda i: i % 4 + 11,
          cocktail_id=lambda i: i * 3 + 1, **stamps)
    f.add("ratings", 30, id=one, rateable_type="Kami\\Cocktail\\Models\\Cocktail",
          rateable_id=lambda i: i * 5 % N + 1, rating=f.pick(1, 5),
          bar_membership_id=lambda i: i % 4 + 11, **stamps)
    f.add("notes", 5, id=one, noteable_type="cocktail", noteable_id=one, user_id=1, note="good",
          **stamps)
    f.add("user_ingredients", 8, id=one, bar_membership_id=11, ingredient_id=one)
    f.add("collections", 1, id=1, name="Summer", bar_membership_id=11, **stamps)
    f.add("collections_cocktails", 5, id=one, cocktail_id=one, collection_id=1)
    f.add("tags", 2, id=one, bar_id=1, name=["sour", "long"])
    f.add("cocktail_tag", 12, id=one, tag_id=[1, 2], cocktail_id=one)
    f.add("images", 6, id=one, file_path=lambda i: f"cocktails/1/{i}.jpg", created_user_id=1,
          file_extension="jpg", **stamps)


def _dvd(f: Filler) -> None:
    f.add("CUSTOMERS", 6, CUSTOMERID=one, FIRSTNAME=PEOPLE, LASTNAME="DOE", ADDRESS1="1 Street",
          CITY="Town", COUNTRY="US", REGION=1, EMAIL=lambda i: f"u{i}@dell.example",
          USERNAME=lambda i: f"user{i}", PASSWORD="password", AGE=f.pick(18, 80))
    f.add("CATEGORIES", 3, CATEGORY=one, CATEGORYNAME=["Action", "Comedy", "Drama"])
    f.add("PRODUCTS", N, PROD_ID=one, CATEGORY=lambda i: i % 3 + 1, TITLE=lambda i:
          WORDS[i].upper(), ACTOR=PEOPLE, PRICE=9.99, SPECIAL=0, COMMON_PROD_ID=f.pick(1, N))
    f.add("ORDERS", 20, ORDERID=one, ORDERDATE=day, CUSTOMERID=lambda i: i % 6 + 1,
          NETAMOUNT=20, TAX=2, TOTALAMOUNT=22)
    f.add("ORDERLINES", 40, ORDERLINEID=lambda i: i % 2 + 1, ORDERID=lambda i: i // 2 + 1,
          PROD_ID=lambda i: i * 5 % N + 1, QUANTITY=f.pick(1, 3), ORDERDATE=lambda i: day(i // 2))
    f.add("CUST_HIST", 40, CUSTOMERID=lambda i: i // 2 % 6 + 1, ORDERID=lambda i: i // 2 + 1,
          PROD_ID=lambda i: i * 5 % N + 1)
    f.add("REVIEWS", 10, REVIEW_ID=one, PROD_ID=one, REVIEW_DATE=day, STARS=f.pick(1, 5),
          CUSTOMERID=lambda i: i % 6 + 1, REVIEW_SUMMARY="fine", REVIEW_TEXT="a fine film")
    f.add("INVENTORY", N, PROD_ID=one, QUAN_IN_STOCK=f.pick(1, 99), SALES=f.pick(1, 9))


def _bagisto(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": lambda i: iso(i + 5)}
    f.add("customer_groups", 2, id=one, code=["guest", "general"], name=["Guest", "General"])
    f.add("customers", 6, id=one, first_name=PEOPLE, last_name="Doe", password="x", status=1,
          email=lambda i: f"c{i}@example.org", customer_group_id=2, **stamps)
    f.add("categories", 2, id=one, position=one, status=1, **stamps)
    f.add("category_translations", 2, id=one, category_id=one, name=["Lamps", "Chairs"],
          slug=["lamps", "chairs"], locale="en")
    f.add("products", N, id=one, sku=lambda i: f"sku-{i}", type="simple", attribute_family_id=1,
          **stamps)
    f.add("product_flat", N, id=one, sku=lambda i: f"sku-{i}", type="simple", name=WORDS,
          url_key=lambda i: f"p-{i}", status=1, price=9, product_id=one, locale="en",
          channel="default", visible_individually=1, meta_title="")
    f.add("product_categories", N, product_id=one, category_id=[1, 2])
    f.add("orders", 20, id=one, increment_id=lambda i: str(i + 1), is_guest=0,
          status=["completed", "processing", "canceled", "completed", "pending"],
          channel_name="Default", customer_email=lambda i: f"c{i % 6}@example.org",
          customer_first_name=lambda i: PEOPLE[i % 6], customer_last_name="Doe", grand_total=20,
          customer_id=lambda i: i % 6 + 1, cart_id=one, **stamps)
    f.add("order_items", 40, id=one, sku=lambda i: f"sku-{i * 5 % N}", type="simple",
          name=lambda i: WORDS[i * 5 % N], qty_ordered=f.pick(1, 3), price=9, total=9,
          product_id=lambda i: i * 5 % N + 1, product_type="simple",
          order_id=lambda i: i // 2 + 1, created_at=lambda i: iso(i // 2), updated_at=lambda i:
          iso(i // 2 + 5))
    f.add("order_payment", 20, id=one, order_id=one, method="cashondelivery", **stamps)
    f.add("invoices", 8, id=one, increment_id="1", state="paid", order_id=one, **stamps)
    f.add("invoice_items", 16, id=one, name=lambda i: WORDS[i * 5 % N], sku="s", qty=1, price=9,
          product_id=lambda i: i * 5 % N + 1, order_item_id=one, invoice_id=lambda i: i // 2 + 1,
          created_at=lambda i: iso(i // 2), updated_at=lambda i: iso(i // 2))
    f.add("cart", 22, id=one, customer_email="c@example.org", items_count=2, is_active=0,
          customer_id=lambda i: i % 6 + 1, **stamps)
    f.add("cart_items", 44, id=one, quantity=1, sku="s", type="simple",
          name=lambda i: WORDS[i * 5 % N], product_id=lambda i: i * 5 % N + 1,
          cart_id=lambda i: i // 2 + 1, created_at=lambda i: iso(i // 2), updated_at=lambda i:
          iso(i // 2))
    f.add("product_reviews", 7, id=one, name=PEOPLE, title="Good", rating=f.pick(1, 5),
          comment="fine", status="approved", product_id=one, customer_id=lambda i: i % 6 + 1,
          **stamps)
    f.add("wishlist_items", 4, id=one, channel_id=1, product_id=one, customer_id=2, **stamps)


def _adventure(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": iso}
    f.add("users_customuser", 2, id=one, username=PEOPLE, password="x", email="", date_joined=iso,
          last_login=iso)
    f.add("worldtravel_country", 3, id=one, name=["France", "Peru", "Japan"], country_code=["FR",
          "PE", "JP"])
    f.add("worldtravel_region", 3, id=["FR-1", "PE-1", "JP-1"], name=["Alps", "Andes", "Kansai"],
          country_id=one)
    f.add("worldtravel_visitedregion", 3, id=one, user_id=[1, 2], region_id=["FR-1", "PE-1",
          "JP-1"])
    f.add("adventures_category", 2, id=uid(1), user_id=one, name="general", display_name="General",
          icon="o")
    f.add("adventures_location", N, id=uid(2), user_id=[1, 2], category_id=lambda i: uid(1)(i % 2),
          name=WORDS, location="somewhere", rating=lambda i: float(i % 5) or None, country_id=[1, 2,
          3], **stamps)
    f.add("adventures_visit", 26, id=uid(3), location_id=lambda i: uid(2)(i * 5 % 16),
          start_date=iso, end_date=lambda i: iso(i + 1), created_at=lambda i: iso(i + 2),
          updated_at=lambda i: iso(i + 2))
    f.add("adventures_collection", 2, id=uid(4), user_id=[1, 2], name=["Summer", "Asia"], **stamps)
    f.add("adventures_location_collections", 6, id=one, location_id=uid(2),
          collection_id=lambda i: uid(4)(i % 2))
    f.add("adventures_lodging", 3, id=uid(5), user_id=1, name=["Inn", "Hut", "Hotel"], type="hotel",
          check_in=iso, **stamps)
    f.add("adventures_contentimage", 6, id=uid(6), user_id=1, is_primary=1, object_id=uid(2))


def _zencart(f: Filler) -> None:
    f.add("customers", 6, customers_id=one, customers_firstname=PEOPLE, customers_lastname="Doe",
          customers_email_address=lambda i: f"c{i}@example.org", customers_password="x",
          customers_dob="1980-01-01 00:00:00")
    f.add("customers_info", 6, customers_info_id=one, customers_info_date_of_last_logon=iso,
          customers_info_number_of_logons=f.pick(1, 9), customers_info_date_account_created=iso)
    f.add("languages", 1, languages_id=1, name="English", code="en")
    f.add("products", N, products_id=one, products_type=1, products_quantity=f.pick(1, 99),
          products_model=lambda i: f"M{i}", products_price=9, products_date_added=iso,
          products_status=1, products_ordered=f.pick(0, 9), manufacturers_id=[1, 2],
          master_categories_id=1)
    f.add("products_description", N, products_id=one, language_id=1, products_name=WORDS,
          products_description="text")
    f.add("manufacturers", 2, manufacturers_id=one, manufacturers_name=ARTISTS)
    f.add("categories", 1, categories_id=1, date_added=iso)
    f.add("categories_description", 1, categories_id=1, language_id=1, categories_name="Things")
    f.add("products_to_categories", N, products_id=one, categories_id=1)
    f.add("orders_status", 4, orders_status_id=one, language_id=1, orders_status_name=["Pending",
          "Processing", "Delivered", "Update"])
    f.add("orders", 20, orders_id=one, customers_id=lambda i: i % 6 + 1, customers_name=lambda i:
          f"{PEOPLE[i % 6]} Doe", date_purchased=iso, last_modified=lambda i: iso(i + 3),
          orders_status=[3, 2, 1, 3, 3], order_total=20, payment_method="Card", currency="USD")
    f.add("orders_products", 40, orders_products_id=one, orders_id=lambda i: i // 2 + 1,
          products_id=lambda i: i * 5 % N + 1, products_model="M", products_quantity=f.pick(1, 3),
          products_name=lambda i: WORDS[i * 5 % N], products_price=9, final_price=9)
    f.add("orders_status_history", 30, orders_status_history_id=one, orders_id=lambda i: i % 20 +
          1, orders_status_id=[1, 2, 3], date_added=iso)
    f.add("orders_total", 20, orders_total_id=one, orders_id=one, title="Total:", text="$20",
          value=20)
    f.add("reviews", 6, reviews_id=one, products_id=one, customers_id=lambda i: i % 6 + 1,
          customers_name=PEOPLE, reviews_rating=f.pick(1, 5), date_added=iso, status=1)
    f.add("reviews_description", 6, reviews_id=one, languages_id=1, reviews_text="good")
    f.add("customers_basket", 3, customers_basket_id=one, customers_id=one, products_id=["1",
          "2", "3"], customers_basket_quantity=1, customers_basket_date_added="20251101")


SHOPS: dict[str, tuple[Fill, Right]] = {
    # Nothing else is kept of who drank what.
    "Bar Assistant": (_bar, [(f"SELECT {user} AS user, r.rateable_id AS item, r.created_at AS time "
        "FROM ratings r JOIN bar_memberships m ON m.id = r.bar_membership_id",
        "SELECT id AS item, name AS title FROM cocktails")
        for user in ("m.user_id", "r.bar_membership_id")]),
    "DVD Store": (_dvd,
          [("SELECT o.CUSTOMERID AS user, l.PROD_ID AS item, l.ORDERDATE AS time FROM "
        f"{table} l JOIN ORDERS o ON o.ORDERID = l.ORDERID".replace("l.ORDERDATE", "o.ORDERDATE"),
        "SELECT PROD_ID AS item, TITLE AS title FROM PRODUCTS")
        for table in ("ORDERLINES", "CUST_HIST")]),
    "Bagisto": (_bagisto, [("SELECT o.customer_id AS user, i.product_id AS item, o.created_at AS "
        f"time FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.status NOT IN ({out})",
        "SELECT product_id AS item, name AS title FROM product_flat")
        for out in ("'canceled'", "'canceled', 'pending'")]),
    "AdventureLog": (_adventure, [(f"SELECT l.user_id AS user, l.id AS item, v.{time} AS time FROM "
        "adventures_visit v JOIN adventures_location l ON l.id = v.location_id",
        "SELECT id AS item, name AS title FROM adventures_location")
        for time in ("start_date", "end_date")]),
    "Zen Cart": (_zencart, [("SELECT o.customers_id AS user, p.products_id AS item, "
        "o.date_purchased AS time FROM orders_products p JOIN orders o ON o.orders_id = "
        f"p.orders_id{where}", "SELECT products_id AS item, products_name AS title FROM "
        "products_description") for where in ("", " WHERE o.orders_status <> 1")]),
}
