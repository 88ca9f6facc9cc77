"""Fourteen published samples, drawn by lot from twenty.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them. The lot is
``random.Random(12).sample`` of the eleven databases of a third of Spider (shuffled with
``random.Random(1217)``) that have persons and what they chose, and of TPC-H, FoodMart, Order Entry,
Fuzzy Factory, Beers and Bars, Pizzerias, goodbooks-10k, Jardineria and Last.fm 360K.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, day, iso, one, past

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _beers(f: Filler) -> None:
    f.add("Beers", N, name=WORDS, manf=ARTISTS)
    f.add("Bars", 4, name=["Anchor", "Crown", "Old Mill", "Swan"], addr="Main St", license="full")
    f.add("Drinkers", 8, name=PEOPLE, addr="Elm St", phone=lambda i: f"555-{i:04}")
    f.add("Likes", 24, drinker=lambda i: PEOPLE[i % 8], beer=lambda i: WORDS[i * 5 % N])
    f.add("Sells", 40, bar=lambda i: ("Anchor", "Crown", "Old Mill", "Swan")[i % 4],
          beer=lambda i: WORDS[(i * 7 + i // 24) % N], price=3.5)
    f.add("Frequents", 14, drinker=lambda i: PEOPLE[i % 8], bar=lambda i: ("Anchor", "Crown",
          "Old Mill", "Swan")[i // 4])


def _foodmart(f: Filler) -> None:
    f.add("customer", 8, customer_id=one, lname="K", fname=PEOPLE, fullname=lambda i:
          f"{PEOPLE[i]} K", birthdate=past, gender=["F", "M"], marital_status="S",
          city="Tacoma", phone1="555", member_card="Gold", date_accnt_opened=past)
    f.add("employee", 3, employee_id=one, full_name=ARTISTS, first_name="A", last_name="B",
          position_title="Clerk", store_id=1, birth_date=past, hire_date=past, salary=20,
          gender="F")
    f.add("product_class", 2, product_class_id=one, product_subcategory=["Nuts", "Rice"],
          product_category=["Snacks", "Grains"], product_department="Food", product_family="Food")
    f.add("product", N, product_class_id=[1, 2], product_id=one, brand_name=ARTISTS,
          product_name=WORDS, SKU=lambda i: 90000000 + i, SRP=2.5)
    f.add("promotion", 2, promotion_id=lambda i: i, promotion_name=["No Promotion", "Big Days"],
          media_type="Radio", start_date=past, end_date=past)
    f.add("region", 1, region_id=1, sales_city="Tacoma")
    f.add("store", 2, store_id=one, store_type="Supermarket", region_id=1, store_name=["Store 1",
          "Store 2"], first_opened_date=past)
    f.add("time_by_day", 90, time_id=lambda i: 367 + i, the_date=day, the_day="Monday",
          the_month="January", the_year=1998, day_of_month=one, quarter="Q1")
    f.add("warehouse", 1, warehouse_id=1, warehouse_name="Big", stores_id=1)
    for year, first in (("1997", 0), ("1998", 45)):
        sold = [first + 5 * i for i in range(60)]
        days = [367 + first + i * 3 // 4 for i in range(60)]
        f.add(f"sales_fact_{year}", 60, product_id=[n % N + 1 for n in sold], time_id=days,
              customer_id=lambda i: i % 8 + 1,
              promotion_id=[0, 1], store_id=[1, 2], store_sales=5.0, store_cost=2.0,
              unit_sales=f.pick(1, 4))
    f.add("inventory_fact_1997", N, product_id=one, time_id=lambda i: 367 + i, warehouse_id=1,
          store_id=1, units_ordered=40, units_shipped=40)
    f.add("expense_fact", 4, store_id=1, account_id=1, exp_date=iso, time_id=lambda i: 367 + i,
          category_id="rent", currency_id=1, amount=9)


def _lastfm(f: Filler) -> None:
    f.add("plays", 60, user_sha1=lambda i: f"{i // 10:040x}", artist_mbid=lambda i:
          f"{i * 5 % N:08x}-0000-4000-8000-000000000000", artist_name=lambda i: WORDS[i * 5 % N],
          plays=f.pick(1, 900))
    f.add("profile", 6, user_sha1=lambda i: f"{i:040x}", gender=["f", "m"], age=f.pick(18, 60),
          country="Norway", signup="Feb 1, 2007")


def _orders(f: Filler) -> None:
    f.add("customers", 6, customer_id=lambda i: 101 + i, cust_first_name=PEOPLE,
          cust_last_name="K", cust_email=lambda i: f"u{i}@x.example", date_of_birth=past,
          gender="F", marital_status="single", income_level="B", account_mgr_id=145)
    f.add("warehouses", 2, warehouse_id=one, warehouse_name=["North", "South"])
    f.add("product_information", N, product_id=lambda i: 1700 + i, product_name=WORDS,
          product_description="Good", category_id=11, supplier_id=102001,
          product_status="orderable", list_price=40)
    f.add("product_descriptions", 2 * N, product_id=lambda i: 1700 + i // 2, language_id=["US",
          "D"], translated_name=lambda i: WORDS[i // 2] + (" D" if i % 2 else ""),
          translated_description="Good")
    f.add("orders", 24, order_id=lambda i: 2354 + i, order_date=iso, order_mode=["direct",
          "online"], customer_id=lambda i: 101 + i % 6, order_status=lambda i: i * 7 % 11,
          order_total=90, sales_rep_id=155)
    f.add("order_items", 60, order_id=lambda i: 2354 + i * 2 // 5, line_item_id=one,
          product_id=lambda i: 1700 + i * 5 % N, unit_price=9, quantity=f.pick(1, 4))
    f.add("inventories", N, product_id=lambda i: 1700 + i, warehouse_id=[1, 2],
          quantity_on_hand=40)
    f.add("promotions", 1, promo_id=1, promo_name="everyday low price")


_PIZZERIAS = ("Dominos", "Little Caesars", "Pizza Hut", "Straw Hat")
_PIZZAS = ("cheese", "pepperoni", "mushroom", "sausage", "supreme")


def _pizzerias(f: Filler) -> None:
    f.add("Person", 8, name=PEOPLE, age=f.pick(13, 60), gender=["female", "male"])
    f.add("Frequents", 14, name=lambda i: PEOPLE[i % 8], pizzeria=lambda i: _PIZZERIAS[i // 4])
    f.add("Eats", 20, name=lambda i: PEOPLE[i % 8], pizza=lambda i: _PIZZAS[(i + i // 8) % 5])
    f.add("Serves", 16, pizzeria=lambda i: _PIZZERIAS[i % 4], pizza=lambda i: _PIZZAS[(i + i // 4)
          % 5], price=9.5)


def _tpch(f: Filler) -> None:
    f.add("region", 1, r_regionkey=0, r_name="EUROPE")
    f.add("nation", 2, n_nationkey=lambda i: i, n_name=["FRANCE", "PERU"], n_regionkey=0)
    f.add("part", N, p_partkey=one, p_name=WORDS, p_mfgr="Manufacturer#1", p_brand="Brand#13",
          p_type="PROMO BURNISHED COPPER", p_size=f.pick(1, 50), p_container="JUMBO PKG",
          p_retailprice=901.0, p_comment="ly. slyly ironi")
    f.add("supplier", 3, s_suppkey=one, s_name=lambda i: f"Supplier#{i + 1:09}", s_nationkey=0)
    f.add("partsupp", N, ps_partkey=one, ps_suppkey=lambda i: i % 3 + 1, ps_availqty=40)
    f.add("customer", 6, c_custkey=one, c_name=lambda i: f"Customer#{i + 1:09}", c_nationkey=0,
          c_mktsegment="BUILDING", c_phone="25-989")
    f.add("orders", 24, o_orderkey=one, o_custkey=lambda i: i % 6 + 1, o_orderstatus=["O", "F",
          "P"], o_totalprice=90, o_orderdate=day, o_orderpriority="5-LOW", o_clerk="Clerk#951")
    f.add("lineitem", 60, l_orderkey=lambda i: i * 2 // 5 + 1, l_partkey=lambda i: i * 5 % N + 1,
          l_suppkey=lambda i: i % 3 + 1, l_linenumber=one, l_quantity=f.pick(1, 50),
          l_returnflag=["N", "A", "N", "R"], l_linestatus=["O", "F"], l_shipdate=lambda i:
          day(i + 40 - i * 7 % 11), l_commitdate=lambda i: day(i + 60), l_receiptdate=lambda i:
          day(i + 50), l_shipinstruct="NONE", l_shipmode="AIR")


def _college(f: Filler) -> None:
    f.add("Student", 8, StuID=lambda i: 1001 + i, LName="K", Fname=PEOPLE, Age=f.pick(17, 26),
          Sex=["F", "M"], Major=600, Advisor=1121, city_code="BAL")
    f.add("Faculty", 4, FacID=lambda i: 1121 + i, Lname=["Amir", "Bell", "Cole", "Dunn"],
          Fname=PEOPLE, Rank="Professor", Sex="F", Phone=5000, Room="224", Building="NEB")
    f.add("Department", 2, DNO=[600, 520], Division="EN", DName=["Computer Science", "ECE"])
    f.add("Member_of", 4, FacID=lambda i: 1121 + i, DNO=[600, 520], Appt_Type="Primary")
    f.add("Course", N, CID=lambda i: f"600.{100 + i}", CName=WORDS, Credits=3,
          Instructor=lambda i: 1121 + i % 4, Days="MTW", Hours="10", DNO=[600, 520])
    f.add("Minor_in", 3, StuID=lambda i: 1001 + i, DNO=520)
    f.add("Gradeconversion", 3, lettergrade=["A", "B", "C"], gradepoint=[4.0, 3.0, 2.0])
    f.add("Enrolled_in", 40, StuID=lambda i: 1001 + i % 8, CID=lambda i: f"600.{100 + i * 5 % N}",
          Grade=["A", "B", "C"])


def _deliveries(f: Filler) -> None:
    f.add("Products", N, product_id=one, product_name=WORDS, product_price=9,
          product_description="Good")
    f.add("Addresses", 4, address_id=one, address_details="Main St", city="Reno")
    f.add("Customers", 6, customer_id=one, payment_method="Visa", customer_name=PEOPLE,
          customer_phone="555", customer_email=lambda i: f"u{i}@x.example",
          date_became_customer=past)
    f.add("Regular_Orders", 8, regular_order_id=one, distributer_id=lambda i: i % 6 + 1)
    f.add("Regular_Order_Products", 16, regular_order_id=lambda i: i % 8 + 1, product_id=lambda i:
          i * 5 % N + 1)
    f.add("Actual_Orders", 20, actual_order_id=one, order_status_code=["Success", "Success",
          "Cancel"], regular_order_id=lambda i: i % 8 + 1, actual_order_date=iso)
    f.add("Actual_Order_Products", 40, actual_order_id=lambda i: i // 2 + 1, product_id=lambda i:
          i * 7 % N + 1)
    f.add("Customer_Addresses", 6, customer_id=one, address_id=lambda i: i % 4 + 1, date_from=past,
          address_type="Home")
    f.add("Delivery_Routes", 2, route_id=one, route_name=["North", "South"])
    f.add("Delivery_Route_Locations", 3, location_code=["a", "b", "c"], route_id=1,
          location_address_id=1, location_name=["Dock", "Gate", "Hill"])
    f.add("Trucks", 2, truck_id=one, truck_licence_number="X")
    f.add("Employees", 2, employee_id=one, employee_address_id=1, employee_name=ARTISTS)
    f.add("Order_Deliveries", 15, location_code=["a", "b", "c"], actual_order_id=one,
          delivery_status_code=["Ok", "Ok", "Cancel"], driver_employee_id=[1, 2], truck_id=1,
          delivery_date=lambda i: iso(i + 3))


def _invoices(f: Filler) -> None:
    f.add("Customers", 6, customer_id=one, customer_first_name=PEOPLE, customer_last_name="K",
          gender="1", email_address=lambda i: f"u{i}@x.example", login_name=PEOPLE,
          login_password="x")
    f.add("Orders", 20, order_id=one, customer_id=lambda i: i % 6 + 1, date_order_placed=iso)
    f.add("Invoices", 15, invoice_number=one, order_id=one, invoice_date=lambda i: iso(i + 1))
    f.add("Accounts", 6, account_id=one, customer_id=one, date_account_opened=past,
          account_name=lambda i: f"{i:03}")
    f.add("Product_Categories", 2, production_type_code=["Food", "Book"],
          product_type_description=["Food", "Book"], vat_rating=20)
    f.add("Products", N, product_id=one, parent_product_id=one, production_type_code=["Food",
          "Book"], unit_price=9, product_name=WORDS, product_color="Red", product_size="Big")
    f.add("Financial_Transactions", 10, transaction_id=one, account_id=lambda i: i % 6 + 1,
          invoice_number=one, transaction_type=["Payment", "Refund"], transaction_date=iso,
          transaction_amount=9)
    f.add("Order_Items", 40, order_item_id=one, order_id=lambda i: i // 2 + 1, product_id=lambda i:
          i * 7 % N + 1, product_quantity=["1", "2"])
    f.add("Invoice_Line_Items", 30, order_item_id=one, invoice_number=lambda i: i // 2 + 1,
          product_id=lambda i: i * 7 % N + 1, product_title=lambda i: ("prod", "item")[i % 2],
          product_quantity=["1", "2"], product_price=9)


def _goodbooks(f: Filler) -> None:
    f.add("books", N, book_id=one, goodreads_book_id=lambda i: 2767052 + i * 11,
          best_book_id=lambda i: 2767052 + i * 11, work_id=lambda i: 2792775 + i * 13,
          books_count=272, isbn=lambda i: f"43902348{i}", authors=PEOPLE,
          original_publication_year=2008.0, original_title=WORDS, title=lambda i:
          f"{WORDS[i]} (Book, #1)", language_code="eng", average_rating=4.3,
          ratings_count=f.pick(99, 9999), ratings_1=1, ratings_5=9)
    f.add("ratings", 90, user_id=lambda i: i % 6 + 1, book_id=lambda i: i * 5 % N + 1,
          rating=f.pick(1, 5))
    f.add("to_read", 20, user_id=lambda i: i % 6 + 1, book_id=lambda i: i * 7 % N + 1)
    f.add("tags", 5, tag_id=lambda i: i, tag_name=["fantasy", "classics", "ya", "own", "kindle"])
    f.add("book_tags", 40, goodreads_book_id=lambda i: 2767052 + i % N * 11, tag_id=lambda i:
          i % 5, count=f.pick(1, 900))


def _membership(f: Filler) -> None:
    f.add("member", 8, Member_ID=one, Card_Number=lambda i: str(901 + i), Name=PEOPLE,
          Hometown="Reno", Level=[1, 2])
    f.add("branch", 6, Branch_ID=one, Name=WORDS, Open_year="2001", Address_road="Main St",
          City="Reno", membership_amount="50")
    f.add("membership_register_branch", 8, Member_ID=one, Branch_ID=lambda i: str(i % 6 + 1),
          Register_Year="2016")
    f.add("purchase", 24, Member_ID=lambda i: i % 8 + 1, Branch_ID=lambda i: str((i + i // 8) % 6 +
          1), Year=lambda i: str(2016 + i // 8), Total_pounds=f.pick(50, 900))


def _assessment(f: Filler) -> None:
    f.add("Addresses", 2, address_id=one, line_1="Main St", city="Reno")
    f.add("People", 8, person_id=lambda i: 111 + i * 10, first_name=PEOPLE, last_name="K",
          email_address=lambda i: f"u{i}@x.example", login_name=PEOPLE, password="x")
    f.add("Students", 6, student_id=lambda i: 111 + i * 10, student_details="x")
    f.add("Courses", 6, course_id=lambda i: str(301 + i), course_name=WORDS,
          course_description="About")
    f.add("People_Addresses", 4, person_address_id=one, person_id=lambda i: 111 + i * 10,
          address_id=1, date_from=past)
    f.add("Student_Course_Registrations", 24, student_id=lambda i: 111 + i % 6 * 10,
          course_id=lambda i: 301 + (i + i // 6) % 6, registration_date=iso)
    f.add("Student_Course_Attendance", 20, student_id=lambda i: 111 + i % 6 * 10,
          course_id=lambda i: 301 + (i + i // 6) % 6, date_of_attendance=lambda i: iso(i + 30))
    f.add("Candidates", 3, candidate_id=lambda i: 111 + i * 10)
    f.add("Candidate_Assessments", 3, candidate_id=lambda i: 111 + i * 10, qualification="A",
          assessment_date=iso, asessment_outcome_code=["Pass", "Fail"])


def _transcripts(f: Filler) -> None:
    f.add("Addresses", 4, address_id=one, line_1="Main St", city="Reno")
    f.add("Courses", N, course_id=one, course_name=WORDS, course_description="About")
    f.add("Departments", 2, department_id=one, department_name=["Art", "History"])
    f.add("Degree_Programs", 3, degree_program_id=one, department_id=[1, 2],
          degree_summary_name=["Bachelor", "Master", "PhD"])
    f.add("Sections", 6, section_id=one, course_id=one, section_name=lambda i: "abcdef"[i])
    f.add("Semesters", 2, semester_id=one, semester_name=["spring 2010", "fall 2010"])
    f.add("Students", 8, student_id=one, current_address_id=1, permanent_address_id=2,
          first_name=PEOPLE, last_name="K", email_address=lambda i: f"u{i}@x.example",
          date_first_registered=past, date_left=iso)
    f.add("Student_Enrolment", 12, student_enrolment_id=one, degree_program_id=lambda i: i % 3 + 1,
          semester_id=[1, 2], student_id=lambda i: i % 8 + 1)
    f.add("Student_Enrolment_Courses", 36, student_course_id=one, course_id=lambda i: i * 5 % N + 1,
          student_enrolment_id=lambda i: i // 3 + 1)
    f.add("Transcripts", 6, transcript_id=one, transcript_date=iso)
    f.add("Transcript_Contents", 18, student_course_id=one, transcript_id=lambda i: i // 3 + 1)


def _tracking(f: Filler) -> None:
    f.add("Customers", 6, customer_id=one, customer_name=PEOPLE)
    f.add("Invoices", 12, invoice_number=one, invoice_date=iso)
    f.add("Orders", 16, order_id=one, customer_id=lambda i: i % 6 + 1, order_status=["On Road",
          "Shipped", "Packing"], date_order_placed=iso)
    f.add("Products", N, product_id=one, product_name=WORDS)
    f.add("Order_Items", 32, order_item_id=one, product_id=lambda i: i * 5 % N + 1, order_id=lambda
          i: i // 2 + 1, order_item_status=["Finish", "Payed", "Cancel"])
    f.add("Shipments", 12, shipment_id=one, order_id=one, invoice_number=one,
          shipment_tracking_number="X", shipment_date=lambda i: iso(i + 3))
    f.add("Shipment_Items", 20, shipment_id=lambda i: i % 12 + 1, order_item_id=one)


_SOLD = ("SELECT s.customer_id AS user, s.product_id AS item, t.the_date AS time FROM "
         "sales_fact_{0} s JOIN time_by_day t ON t.time_id = s.time_id")
_BOUGHT = ("SELECT o.o_custkey AS user, l.l_partkey AS item, o.o_orderdate AS time FROM lineitem l "
           "JOIN orders o ON o.o_orderkey = l.l_orderkey")
_PRODUCTS = "SELECT product_id AS item, product_name AS title FROM Products"
_COURSES = "SELECT course_id AS item, course_name AS title FROM Courses"

CASES: dict[str, tuple[Fill, Right]] = {
    # What one drinks, or where.
    "Beers and Bars": (_beers, [
        ("SELECT drinker AS user, beer AS item FROM Likes", "SELECT name AS item, name AS title "
         "FROM Beers"),
        ("SELECT drinker AS user, bar AS item FROM Frequents", "SELECT name AS item, name AS title "
         "FROM Bars")]),
    # A year's sales are half of them.
    "FoodMart": (_foodmart, [(f"{_SOLD.format(1997)} UNION ALL {_SOLD.format(1998)}",
        "SELECT product_id AS item, product_name AS title FROM product")]),
    "Last.fm 360K": (_lastfm, [(f"SELECT user_sha1 AS user, {item} AS item FROM plays",
        f"SELECT DISTINCT {item} AS item, artist_name AS title FROM plays")
        for item in ("artist_mbid", "artist_name")]),
    # 0 is not fully entered, 2 and 3 are cancelled.
    "Order Entry": (_orders, [("SELECT o.customer_id AS user, l.product_id AS item, o.order_date "
        "AS time FROM order_items l JOIN orders o ON o.order_id = l.order_id WHERE o.order_status "
        "NOT IN (0, 2, 3)", "SELECT product_id AS item, product_name AS title FROM "
        "product_information")]),
    "Pizzerias": (_pizzerias, [(f"SELECT name AS user, {item} AS item FROM {table}",
        f"SELECT DISTINCT {item} AS item, {item} AS title FROM {table}")
        for item, table in (("pizza", "Eats"), ("pizzeria", "Frequents"))]),
    # R was sent back.
    "TPC-H": (_tpch, [(_BOUGHT + where, "SELECT p_partkey AS item, p_name AS title FROM part")
        for where in ("", " WHERE l.l_returnflag <> 'R'")]),
    "college_3": (_college, [("SELECT StuID AS user, CID AS item FROM Enrolled_in",
        "SELECT CID AS item, CName AS title FROM Course")]),
    "customer_deliveries": (_deliveries, [("SELECT r.distributer_id AS user, p.product_id AS item, "
        "a.actual_order_date AS time FROM Actual_Order_Products p JOIN Actual_Orders a ON "
        "a.actual_order_id = p.actual_order_id JOIN Regular_Orders r ON r.regular_order_id = "
        "a.regular_order_id WHERE a.order_status_code <> 'Cancel'", _PRODUCTS)]),
    "customers_and_invoices": (_invoices, [
        ("SELECT o.customer_id AS user, l.product_id AS item, o.date_order_placed AS time FROM "
         "Order_Items l JOIN Orders o ON o.order_id = l.order_id", _PRODUCTS),
        ("SELECT o.customer_id AS user, l.product_id AS item, n.invoice_date AS time FROM "
         "Invoice_Line_Items l JOIN Invoices n ON n.invoice_number = l.invoice_number JOIN Orders "
         "o ON o.order_id = n.order_id", _PRODUCTS)]),
    "goodbooks-10k": (_goodbooks, [("SELECT user_id AS user, book_id AS item FROM ratings",
        f"SELECT book_id AS item, {title} AS title FROM books")
        for title in ("title", "original_title")]),
    "shop_membership": (_membership, [("SELECT Member_ID AS user, Branch_ID AS item FROM purchase",
        "SELECT Branch_ID AS item, Name AS title FROM branch")]),
    # Enrolled, or there.
    "student_assessment": (_assessment, [(f"SELECT student_id AS user, course_id AS item, {time} "
        f"AS time FROM {table}", _COURSES) for time, table in (
        ("registration_date", "Student_Course_Registrations"),
        ("date_of_attendance", "Student_Course_Attendance"))]),
    "student_transcripts_tracking": (_transcripts, [("SELECT e.student_id AS user, c.course_id AS "
        "item FROM Student_Enrolment_Courses c JOIN Student_Enrolment e ON e.student_enrolment_id "
        "= c.student_enrolment_id", _COURSES)]),
    "tracking_orders": (_tracking, [("SELECT o.customer_id AS user, l.product_id AS item, "
        "o.date_order_placed AS time FROM Order_Items l JOIN Orders o ON o.order_id = l.order_id "
        "WHERE l.order_item_status <> 'Cancel'", _PRODUCTS)]),
}
