"""Twenty-six further schemas: shops, forums, libraries, published samples and desktop programs.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them. The sixteen programs
are in :mod:`sets.set_09_programs`.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import ARTISTS, PEOPLE, WORDS, Cells, Filler, day, iso, one, seconds

from sets import set_09_programs

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _litecart(f: Filler) -> None:
    stamps: dict[str, Cells] = {"date_created": iso, "date_updated": lambda i: iso(i + 3)}
    f.add("lc_customers", 5, id=one, email=lambda i: f"c{i}@x.example", firstname=PEOPLE,
          lastname="K", date_login=iso, **stamps)
    f.add("lc_users", 2, id=one, username=["admin", "desk"], **stamps)
    f.add("lc_products", N, id=one, status=1, manufacturer_id=[1, 2], code=lambda i: f"P{i}",
          sku=lambda i: f"S-{i}", quantity=10.0, views=f.pick(1, 90), purchases=f.pick(0, 9),
          **stamps)
    f.add("lc_products_info", N, id=one, product_id=one, language_code="en", name=WORDS)
    f.add("lc_manufacturers", 2, id=one, name=ARTISTS, **stamps)
    f.add("lc_categories", 2, id=one, **stamps)
    f.add("lc_categories_info", 2, id=one, category_id=one, language_code="en", name=["Tea",
          "Tools"])
    f.add("lc_order_statuses", 4, id=one, state=["created", "processing", "dispatched",
          "cancelled"], is_sale=[0, 1, 1, 0], stock_action="none", priority=one, **stamps)
    f.add("lc_order_statuses_info", 4, id=one, order_status_id=one, language_code="en",
          name=["Pending", "Processing", "Dispatched", "Cancelled"])
    f.add("lc_orders", 20, id=one, uid=lambda i: f"o{i}", customer_id=lambda i: i % 5 + 1,
          order_status_id=[3, 2, 3, 3, 4], customer_firstname=PEOPLE, currency_code="EUR",
          date_paid=lambda i: iso(i * 2), **stamps)
    f.add("lc_orders_items", 40, id=one, order_id=lambda i: i // 2 + 1, product_id=lambda i: i * 5
          % N + 1, name=lambda i: WORDS[i * 5 % N], sku=lambda i: f"S-{i * 5 % N}",
          quantity=lambda i: float(1 + i % 2), price=9.5)
    f.add("lc_cart_items", 4, id=one, customer_id=one, product_id=one, quantity=1.0, **stamps)
    f.add("lc_orders_totals", 20, id=one, order_id=one, title="Subtotal", value=19.0)


def _ospos(f: Filler) -> None:
    f.add("ospos_people", 7, person_id=one, first_name=PEOPLE, last_name="K")
    f.add("ospos_employees", 2, person_id=one, username=["admin", "till"], password="x",
          hash_version=2)
    f.add("ospos_customers", 5, person_id=lambda i: i + 3, taxable=1)
    f.add("ospos_suppliers", 1, person_id=7, company_name="Trade", agency_name="")
    f.add("ospos_items", N, item_id=one, name=WORDS, category=["Food", "Tools"], supplier_id=7,
          item_number=lambda i: f"40{i:06d}", cost_price=2.5, unit_price=4.5, reorder_level=1.0,
          receiving_quantity=1.0)
    f.add("ospos_stock_locations", 1, location_id=1, location_name="stock")
    f.add("ospos_sales", 20, sale_id=one, sale_time=iso, customer_id=lambda i: i % 5 + 3 if i % 6
          else None, employee_id=[1, 2])
    f.add("ospos_sales_items", 40, sale_id=lambda i: i // 2 + 1, item_id=lambda i: i * 5 % N + 1,
          line=lambda i: i % 2 + 1, quantity_purchased=lambda i: float(1 + i % 3),
          item_cost_price=2.5, item_unit_price=4.5, item_location=1)
    f.add("ospos_sales_payments", 20, sale_id=one, payment_type="Cash", payment_amount=9.0)
    f.add("ospos_receivings", 4, receiving_id=one, receiving_time=iso, supplier_id=7,
          employee_id=1)
    f.add("ospos_receivings_items", 8, receiving_id=lambda i: i // 2 + 1, item_id=one, line=[1, 2],
          quantity_purchased=10.0, item_cost_price=2.5, item_unit_price=4.5, item_location=1)
    f.add("ospos_inventory", 48, trans_id=one, trans_items=lambda i: i % N + 1, trans_user=1,
          trans_date=iso, trans_comment="POS", trans_location=1, trans_inventory=-1.0)
    f.add("ospos_item_quantities", N, item_id=one, location_id=1, quantity=5.0)


def _sales_history(f: Filler) -> None:
    f.add("countries", 2, country_id=[52790, 52776], country_name=["Here", "There"])
    f.add("customers", 5, cust_id=lambda i: 100 + i, cust_first_name=PEOPLE, cust_last_name="K",
          country_id=52790, cust_year_of_birth=1970)
    f.add("products", N, prod_id=one, prod_name=WORDS, prod_desc=WORDS, prod_category=["Photo",
          "Software"], supplier_id=1, prod_status="STATUS", prod_list_price=9.9)
    f.add("channels", 2, channel_id=[3, 4], channel_desc=["Direct Sales", "Internet"])
    f.add("promotions", 2, promo_id=[999, 350], promo_name=["NO PROMOTION #", "blowout sale"])
    f.add("times", 60, time_id=lambda i: day(i * 3), day_name=["Monday", "Tuesday"])
    f.add("sales", 60, prod_id=lambda i: i * 7 % N + 1, cust_id=lambda i: 100 + i % 5,
          time_id=lambda i: day(i * 3), channel_id=[3, 4], promo_id=999, quantity_sold=1,
          amount_sold=9.9)
    f.add("costs", 30, prod_id=lambda i: i % N + 1, time_id=lambda i: day(i * 3), promo_id=999,
          channel_id=3, unit_cost=5.0, unit_price=9.9)
    f.add("supplementary_demographics", 5, cust_id=lambda i: 100 + i, education="Bach.")


def _club(f: Filler) -> None:
    f.add("members", 6, memid=lambda i: i, surname=["GUEST", "K", "L", "M", "N", "O"],
          firstname=["GUEST", *PEOPLE[:5]], address="x", zipcode=1, telephone="1", joindate=iso)
    f.add("facilities", 9, facid=lambda i: i, name=WORDS, membercost=5.0, guestcost=25.0,
          initialoutlay=10000.0, monthlymaintenance=200.0)
    f.add("bookings", 60, bookid=lambda i: i, facid=lambda i: i * 5 % 9, memid=lambda i: i * 7 % 6,
          starttime=iso, slots=f.pick(1, 3))


def _mybb(f: Filler) -> None:
    f.add("mybb_users", 4, uid=one, username=PEOPLE, email=lambda i: f"u{i}@x.example",
          regdate=seconds, lastactive=seconds, lastvisit=seconds)
    f.add("mybb_forums", 2, fid=one, name=["General", "Help"], type="f")
    f.add("mybb_threads", N, tid=one, fid=[1, 2], subject=WORDS, uid=lambda i: i % 4 + 1,
          username=PEOPLE[:4], dateline=seconds, lastpost=lambda i: seconds(i + 5), views=f.pick(1,
          90), replies=1, visible=1)
    f.add("mybb_posts", 48, pid=one, tid=lambda i: i % N + 1, fid=[1, 2], subject=lambda i:
          f"RE: {WORDS[i % N]}", uid=lambda i: i % 4 + 1, username=PEOPLE[:4], dateline=seconds,
          message="text", visible=1)
    f.add("mybb_threadsread", 50, tid=lambda i: i // 4 + 1, uid=lambda i: i % 4 + 1,
          dateline=lambda i: seconds(i + 9))
    f.add("mybb_forumsread", 4, fid=[1, 2], uid=one, dateline=seconds)
    f.add("mybb_threadviews", 10, tid=one)
    f.add("mybb_threadratings", 6, rid=one, tid=one, uid=[1, 2], rating=[4, 5])
    f.add("mybb_threadsubscriptions", 5, sid=one, uid=[1, 2], tid=one, dateline=seconds)


def _smf(f: Filler) -> None:
    f.add("smf_members", 4, id_member=one, member_name=PEOPLE, real_name=PEOPLE,
          date_registered=seconds, last_login=seconds)
    f.add("smf_categories", 1, id_cat=1, name="General")
    f.add("smf_boards", 2, id_board=one, id_cat=1, name=["Talk", "Help"])
    f.add("smf_topics", N, id_topic=one, id_board=[1, 2], id_first_msg=lambda i: 2 * i + 1,
          id_last_msg=lambda i: 2 * i + 2, id_member_started=lambda i: i % 4 + 1,
          num_views=f.pick(1, 90), approved=1)
    f.add("smf_messages", 48, id_msg=one, id_topic=lambda i: i // 2 + 1, id_board=[1, 1, 2, 2],
          poster_time=seconds, id_member=lambda i: i % 4 + 1, poster_name=PEOPLE[:4],
          subject=lambda i: "Re: " * (i % 2) + WORDS[i // 2], body="text", approved=1)
    f.add("smf_log_topics", 48, id_member=lambda i: i % 4 + 1, id_topic=lambda i: i // 4 + 1,
          id_msg=lambda i: i // 4 * 2 + 1 + i % 2)
    f.add("smf_log_boards", 4, id_member=one, id_board=[1, 2], id_msg=[40, 44])
    f.add("smf_user_likes", 6, id_member=[1, 2], content_type="msg", content_id=one,
          like_time=seconds)


def _otwarchive(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": lambda i: iso(i + 3)}
    f.add("users", 4, id=one, login=PEOPLE, email=lambda i: f"u{i}@x.example", **stamps)
    f.add("pseuds", 4, id=one, user_id=one, name=PEOPLE, **stamps)
    f.add("works", N, id=one, title=WORDS, posted=1, language_id=1, word_count=f.pick(900, 9000),
          revised_at=iso, complete=[1, 0], **stamps)
    f.add("chapters", 30, id=one, content="text", position=1, work_id=lambda i: i % N + 1,
          posted=1, **stamps)
    f.add("creatorships", N, id=one, creation_id=one, creation_type="Work",
          pseud_id=lambda i: i % 4 + 1, approved=1, **stamps)
    f.add("readings", 50, id=one, user_id=lambda i: i % 4 + 1, work_id=lambda i: i // 4 % N + 1,
          major_version_read=1, minor_version_read=0, last_viewed=iso, view_count=f.pick(1, 4),
          toread=lambda i: int(i == 9), toskip=0, created_at=iso)
    f.add("kudos", 12, id=one, commentable_id=one, commentable_type="Work",
          user_id=lambda i: i % 4 + 1, **stamps)
    f.add("bookmarks", 8, id=one, bookmarkable_type="Work", bookmarkable_id=one,
          pseud_id=lambda i: i % 4 + 1, **stamps)
    f.add("comments", 9, id=one, pseud_id=lambda i: i % 4 + 1, comment_content="Lovely",
          commentable_id=one, commentable_type="Chapter", parent_id=one, parent_type="Work",
          approved=1, **stamps)
    f.add("tags", 6, id=one, name=WORDS[-6:], type=["Fandom", "Freeform"], **stamps)
    f.add("taggings", 30, id=one, tagger_id=lambda i: i % 6 + 1, taggable_id=lambda i: i % N + 1,
          taggable_type="Work")
    f.add("stat_counters", N, id=one, work_id=one, hit_count=f.pick(5, 90))
    f.add("subscriptions", 4, id=one, user_id=one, subscribable_id=one,
          subscribable_type="Work", **stamps)
    f.add("languages", 1, id=1, short="en", name="English")


def _diner(f: Filler) -> None:
    f.add("sales", 30, customer_id=["A", "B", "C"], order_date=lambda i: day(i * 3),
          product_id=lambda i: i * 3 // 2 % 3 + 1)
    f.add("menu", 3, product_id=one, product_name=["sushi", "curry", "ramen"], price=[10, 15, 12])
    f.add("members", 2, customer_id=["A", "B"], join_date=day)


def _movie_ratings(f: Filler) -> None:
    f.add("Movie", N, mID=lambda i: 101 + i, title=WORDS, year=lambda i: 1937 + i, director=PEOPLE)
    f.add("Reviewer", 6, rID=lambda i: 201 + i, name=PEOPLE)
    f.add("Rating", 40, rID=lambda i: 201 + i % 6, mID=lambda i: 101 + i * 5 % N, stars=f.pick(1,
          5), ratingDate=lambda i: day(i * 3) if i % 9 else None)


def _openbiblio(f: Filler) -> None:
    stamps: dict[str, Cells] = {"create_dt": iso, "last_change_dt": iso, "last_change_userid": 1}
    f.add("staff", 2, userid=one, username=["admin", "desk"], first_name=PEOPLE, last_name="S",
          **stamps)
    f.add("member", 5, mbrid=one, barcode_nmbr=lambda i: f"M{i:05d}", first_name=PEOPLE,
          last_name="K", classification=1, siteid=1, **stamps)
    f.add("biblio", N, bibid=one, material_cd=2, collection_cd=1, opac_flg="Y", **stamps)
    f.add("biblio_field", N, bibid=one, fieldid=one, seq=1, tag="245")
    f.add("biblio_subfield", N, bibid=one, fieldid=one, subfieldid=one, seq=1, subfield_cd="a",
          subfield_data=WORDS)
    f.add("biblio_copy", N, bibid=one, copyid=one, barcode_nmbr=lambda i: f"B{i:05d}",
          histid=one, siteid=1, **stamps)
    f.add("biblio_status_dm", 3, code=["in", "out", "ln"], description=["Checked in", "Checked out",
          "On loan"], default_flg="N")
    f.add("biblio_status_hist", 60, histid=one, bibid=lambda i: i // 2 * 5 % N + 1,
          copyid=lambda i: i // 2 * 5 % N + 1, status_cd=["out", "in"], status_begin_dt=iso)
    f.add("booking", 30, bookingid=one, bibid=lambda i: i * 5 % N + 1, book_dt=lambda i: day(2 *
          i), due_dt=lambda i: day(2 * i + 21), out_histid=lambda i: 2 * i + 1,
          out_dt=lambda i: iso(2 * i), ret_histid=lambda i: 2 * i + 2,
          ret_dt=lambda i: iso(2 * i + 15) if i < 27 else None, **stamps)
    f.add("booking_member", 30, bookingid=one, mbrid=lambda i: i % 5 + 1)
    f.add("collection_dm", 1, code=1, description="Fiction", default_flg="Y", type="Circulated")
    f.add("material_type_dm", 1, code=2, description="Book", default_flg="Y")


CASES: dict[str, tuple[Fill, Right]] = {
    # What was cancelled was not bought.
    "LiteCart": (_litecart, [("SELECT o.customer_id AS user, l.product_id AS item, "
        f"o.{time} AS time FROM lc_orders_items l JOIN lc_orders o ON o.id = l.order_id "
        "WHERE o.order_status_id <> 4", "SELECT product_id AS item, name AS title FROM "
        "lc_products_info") for time in ("date_created", "date_paid")]),
    # Who does not say his name has no history.
    "Open Source Point of Sale": (_ospos, [("SELECT s.customer_id AS user, l.item_id AS item, "
        "s.sale_time AS time FROM ospos_sales_items l JOIN ospos_sales s ON s.sale_id = l.sale_id",
        "SELECT item_id AS item, name AS title FROM ospos_items")]),
    "Sales History": (_sales_history, [("SELECT cust_id AS user, prod_id AS item, time_id AS time "
        "FROM sales", "SELECT prod_id AS item, prod_name AS title FROM products")]),
    # Guests are one member in the sample.
    "Country club": (_club, [("SELECT memid AS user, facid AS item, starttime AS time FROM "
        f"bookings{where}", "SELECT facid AS item, name AS title FROM facilities")
        for where in ("", " WHERE memid > 0")]),
    "MyBB": (_mybb, [("SELECT uid AS user, tid AS item, dateline AS time FROM mybb_threadsread",
        "SELECT tid AS item, subject AS title FROM mybb_threads")]),
    # When a topic was read is not kept; what it is called its first message says.
    "Simple Machines Forum": (_smf, [("SELECT id_member AS user, id_topic AS item FROM "
        "smf_log_topics", "SELECT t.id_topic AS item, m.subject AS title FROM smf_topics t JOIN "
        "smf_messages m ON m.id_msg = t.id_first_msg")]),
    "otwarchive": (_otwarchive, [(f"SELECT user_id AS user, work_id AS item, last_viewed AS time "
        f"FROM readings{where}", "SELECT id AS item, title FROM works")
        for where in ("", " WHERE toread = 0")]),
    "Danny's Diner": (_diner, [("SELECT customer_id AS user, product_id AS item, order_date AS "
        "time FROM sales", "SELECT product_id AS item, product_name AS title FROM menu")]),
    "Movie ratings": (_movie_ratings, [("SELECT rID AS user, mID AS item, ratingDate AS time, "
        "stars AS rating FROM Rating", "SELECT mID AS item, title FROM Movie")]),
    # Titles are in MARC fields.
    "OpenBiblio": (_openbiblio, [(f"SELECT m.mbrid AS user, b.bibid AS item, b.{time} AS time "
        "FROM booking b JOIN booking_member m ON m.bookingid = b.bookingid",
        "SELECT bibid AS item, subfield_data AS title FROM biblio_subfield")
        for time in ("out_dt", "book_dt")]),
    **set_09_programs.CASES,
}
