"""The shops and sample databases of the fourth set; see :mod:`sets.set_04`."""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import ARTISTS, PEOPLE, WORDS, Cells, Filler, day, iso, one, past, uid

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _opencart(f: Filler) -> None:
    f.add("oc_customer", 4, customer_id=one, firstname=PEOPLE, lastname="Doe",
          email=lambda i: f"u{i}@example.org",
          password="x", date_added=iso, status=1)
    f.add("oc_product", N, product_id=one, model=lambda i: f"M-{i:03}", price=f.pick(5, 90),
          quantity=5,
          date_available=past, date_added=iso, date_modified=iso, status=1)
    f.add("oc_product_description", N, product_id=one, language_id=1, name=WORDS, meta_title=WORDS)
    f.add("oc_order", 16, order_id=one, customer_id=lambda i: i % 4 + 1, firstname=PEOPLE,
          date_added=iso,
          date_modified=lambda i: iso(i + 1), order_status_id=[5, 0, 5, 7, 1, 5],
          store_name="Shop", total=20)
    f.add("oc_order_product", 32, order_product_id=one, order_id=lambda i: i // 2 + 1,
          product_id=lambda i: i * 5 % N + 1,
          name=lambda i: WORDS[i * 5 % N], model=lambda i: f"M-{i * 5 % N:03}", quantity=f.pick(1,
          3), price=10, total=10)
    f.add("oc_order_status", 4, order_status_id=[1, 5, 7, 9], language_id=1,
          name=["Pending", "Complete", "Canceled", "Reversed"])
    f.add("oc_order_history", 20, order_history_id=one, order_id=lambda i: i % 16 + 1,
          order_status_id=[1, 5],
          date_added=iso)
    f.add("oc_review", 5, review_id=one, product_id=one, customer_id=lambda i: i % 4 + 1,
          author=PEOPLE,
          text="good", rating=f.pick(1, 5), status=1, date_added=iso)
    f.add("oc_customer_wishlist", 5, customer_id=lambda i: i % 4 + 1, store_id=0,
          product_id=lambda i: N - i, date_added=iso)
    f.add("oc_product_viewed", N, product_id=one, viewed=f.pick(3, 90))


def _bikestores(f: Filler) -> None:
    f.add("customers", 4, customer_id=one, first_name=PEOPLE, last_name="Doe",
          email=lambda i: f"u{i}@example.org")
    f.add("stores", 2, store_id=one, store_name=["North", "South"])
    f.add("staffs", 3, staff_id=one, first_name=PEOPLE[4:], last_name="Roe",
          email="x@example.org", active=1, store_id=1)
    f.add("categories", 2, category_id=one, category_name=["Road", "City"])
    f.add("brands", 2, brand_id=one, brand_name=["Heron", "Otter"])
    f.add("products", N, product_id=one, product_name=WORDS, brand_id=[1, 2], category_id=[1, 2],
          model_year=2018,
          list_price=499)
    f.add("orders", 16, order_id=one, customer_id=lambda i: i % 4 + 1, order_status=[4, 4, 3, 4,
          1, 2], order_date=day,
          required_date=lambda i: day(i + 9), shipped_date=lambda i: day(i + 4), store_id=[1, 2],
          staff_id=[1, 2, 3])
    f.add("order_items", 32, order_id=lambda i: i // 2 + 1, item_id=lambda i: i % 2 + 1,
          product_id=lambda i: i * 5 % N + 1,
          quantity=f.pick(1, 2), list_price=499, discount=0.1)
    f.add("stocks", N, store_id=1, product_id=one, quantity=f.pick(0, 30))


def _customer_orders(f: Filler) -> None:
    f.add("customers", 4, customer_id=one, email_address=lambda i: f"u{i}@example.org",
          full_name=PEOPLE)
    f.add("stores", 2, store_id=one, store_name=["North", "South"])
    f.add("products", N, product_id=one, product_name=WORDS, unit_price=9)
    f.add("orders", 16, order_id=one, order_tms=iso, customer_id=lambda i: i % 4 + 1, store_id=[1,
          2],
          order_status=["COMPLETE", "COMPLETE", "CANCELLED", "COMPLETE", "REFUNDED", "OPEN"])
    f.add("shipments", 16, shipment_id=one, store_id=[1, 2], customer_id=lambda i: i % 4 + 1,
          delivery_address="1 Road",
          shipment_status=["DELIVERED", "CREATED"])
    f.add("order_items", 32, order_id=lambda i: i // 2 + 1, line_item_id=lambda i: i % 2 + 1,
          product_id=lambda i: i * 5 % N + 1, unit_price=9, quantity=f.pick(1, 3),
          shipment_id=lambda i: i // 2 + 1)
    f.add("inventory", N, inventory_id=one, store_id=1, product_id=one,
          product_inventory=f.pick(1, 90))


def _adventure(f: Filler) -> None:
    def own(kind: int) -> dict[str, Cells]:
        return {"rowguid": uid(kind), "ModifiedDate": lambda i: iso(i + 7)}
    f.add("Customer", 4, CustomerID=one, FirstName=PEOPLE, LastName="Doe", NameStyle=0,
          PasswordHash="x", **own(1))
    f.add("Address", 4, AddressID=one, AddressLine1="1 Road", City="Town", StateProvince="X",
          CountryRegion="Y",
          PostalCode="1", **own(2))
    f.add("CustomerAddress", 4, CustomerID=one, AddressID=one, AddressType="Main Office",
          **own(3))
    f.add("ProductCategory", 2, ProductCategoryID=one, Name=["Bikes", "Helmets"], **own(4))
    f.add("ProductModel", 4, ProductModelID=one, Name=ARTISTS, **own(5))
    f.add("Product", N, ProductID=lambda i: i + 700, Name=WORDS,
          ProductNumber=lambda i: f"BK-{i:03}", StandardCost=4,
          ListPrice=9, ProductCategoryID=[1, 2], ProductModelID=lambda i: i % 4 + 1,
          SellStartDate=past, **own(6))
    f.add("SalesOrderHeader", 16, SalesOrderID=lambda i: i + 71000, RevisionNumber=2,
          OrderDate=iso, Status=5,
          DueDate=lambda i: iso(i + 9), ShipDate=lambda i: iso(i + 5), OnlineOrderFlag=[0, 1],
          CustomerID=lambda i: i % 4 + 1,
          SalesOrderNumber=lambda i: f"SO{i + 71000}", ShipMethod="CARGO", **own(7))
    f.add("SalesOrderDetail", 32, SalesOrderID=lambda i: i // 2 + 71000,
          SalesOrderDetailID=lambda i: i + 110000,
          OrderQty=f.pick(1, 4), ProductID=lambda i: i * 5 % N + 700, UnitPrice=9, LineTotal=9,
          **own(8))
    f.add("BuildVersion", 1, SystemInformationID=1, VersionDate=iso, ModifiedDate=iso)


def _bookcrossing(f: Filler) -> None:
    def isbn(i: int) -> str:
        return f"0{i % N * 7919 + 100000000:09d}"[-10:]
    users: dict[str, Cells] = {"User-ID": one, "Location": "town", "Age": [30, None]}
    books: dict[str, Cells] = {"ISBN": isbn, "Book-Title": WORDS, "Book-Author": PEOPLE,
                               "Year-Of-Publication": 1999, "Publisher": "House"}
    ratings: dict[str, Cells] = {"User-ID": lambda i: i % 6 + 1,
                                 "ISBN": lambda i: isbn(i // 6 * 5 + i % 3),
                                 "Book-Rating": [0, 5, 8, 0, 10, 7]}
    f.add("BX-Users", 6, **users)
    f.add("BX-Books", N, **books)
    f.add("BX-Book-Ratings", 60, **ratings)


def _stackexchange(f: Filler) -> None:
    f.add("Users", 6, Id=one, DisplayName=PEOPLE, Reputation=10, CreationDate=iso,
          LastAccessDate=iso)
    f.add("Posts", 30, Id=one, PostTypeId=lambda i: 1 + i % 2,
          ParentId=lambda i: i if i % 2 else None,
          Title=lambda i: None if i % 2 else f"How to find {WORDS[i % N]}?", Body="<p>text</p>",
          CreationDate=iso,
          OwnerUserId=lambda i: i % 6 + 1, Score=f.pick(0, 9), LastActivityDate=iso)
    f.add("Comments", 24, Id=one, PostId=lambda i: i % 30 + 1, UserId=lambda i: i % 6 + 1,
          Text="why", CreationDate=iso)
    f.add("Votes", 60, Id=one, PostId=lambda i: i % 30 + 1, VoteTypeId=[2, 2, 3, 5, 2, 1],
          CreationDate=day,
          UserId=lambda i: i % 6 + 1 if i % 6 == 3 else None)
    f.add("Badges", 12, Id=one, UserId=lambda i: i % 6 + 1, Name=["Student", "Editor"], Date=iso,
          Class=3)
    f.add("PostHistory", 30, Id=one, PostHistoryTypeId=[1, 2, 3], PostId=one,
          RevisionGUID=uid(1), CreationDate=iso,
          UserId=lambda i: i % 6 + 1)


def _employees(f: Filler) -> None:
    f.add("employees", 8, emp_no=one, birth_date=past, first_name=PEOPLE, last_name="Doe",
          gender="F", hire_date=past)
    f.add("departments", 3, dept_no=["d001", "d002", "d003"], dept_name=["Sales", "Production",
          "Research"])
    f.add("dept_emp", 12, emp_no=lambda i: i % 8 + 1, dept_no=lambda i: f"d00{i // 8 + 1}",
          from_date=past, to_date="9999-01-01")
    f.add("dept_manager", 3, emp_no=one, dept_no=lambda i: f"d00{i + 1}", from_date=past,
          to_date="9999-01-01")
    f.add("titles", 12, emp_no=lambda i: i % 8 + 1, title=["Engineer", "Staff", "Senior Staff"],
          from_date=past, to_date="9999-01-01")
    f.add("salaries", 16, emp_no=lambda i: i % 8 + 1, salary=f.pick(40000, 90000), from_date=past,
          to_date=past)


CASES: dict[str, tuple[Fill, Right]] = {
    # Status 0 is an order that was never confirmed, 7 one that was cancelled.
    "OpenCart": (_opencart, [("SELECT o.customer_id AS user, p.product_id AS item, o.date_added AS "
        "time "
        "FROM oc_order_product p JOIN oc_order o ON o.order_id = p.order_id WHERE "
        "o.order_status_id NOT IN (0, 7)",
        "SELECT product_id AS item, name AS title FROM oc_product_description")]),
    # Status 3 is a rejected order.
    "BikeStores": (_bikestores, [("SELECT o.customer_id AS user, i.product_id AS item, "
        "o.order_date AS time "
        "FROM order_items i JOIN orders o ON o.order_id = i.order_id WHERE o.order_status <> 3",
        "SELECT product_id AS item, product_name AS title FROM products")]),
    "Customer Orders": (_customer_orders, [("SELECT o.customer_id AS user, i.product_id AS item, "
        "o.order_tms AS time FROM order_items i JOIN orders o ON o.order_id = i.order_id "
        "WHERE o.order_status NOT IN ('CANCELLED', 'REFUNDED')",
        "SELECT product_id AS item, product_name AS title FROM products")]),
    "AdventureWorksLT": (_adventure, [("SELECT h.CustomerID AS user, d.ProductID AS item, "
        "h.OrderDate AS time "
        "FROM SalesOrderDetail d JOIN SalesOrderHeader h ON h.SalesOrderID = d.SalesOrderID",
        "SELECT ProductID AS item, Name AS title FROM Product")]),
    "BookCrossing": (_bookcrossing, [("SELECT \"User-ID\" AS user, ISBN AS item FROM "
        "\"BX-Book-Ratings\"",
        "SELECT ISBN AS item, \"Book-Title\" AS title FROM \"BX-Books\"")]),
    # Whose votes they are is not in the dump.
    "Stack Exchange": (_stackexchange, [("SELECT UserId AS user, PostId AS item, CreationDate AS "
        "time "
        "FROM Comments", "SELECT Id AS item, Title AS title FROM Posts WHERE Title IS NOT NULL")]),
    "employees": (_employees, []),
}
