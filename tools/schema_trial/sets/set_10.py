"""Twenty-three further schemas: shops, published samples and programs.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them. The fourteen programs
are in :mod:`sets.set_10_programs`.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import ARTISTS, PEOPLE, WORDS, Cells, Filler, day, iso, one, past, uid

from sets import set_10_programs

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _adventure(f: Filler) -> None:
    stamps: dict[str, Cells] = {"rowguid": uid(9), "ModifiedDate": iso}
    f.add("BusinessEntity", 8, BusinessEntityID=one, **stamps)
    f.add("Person", 8, BusinessEntityID=one, PersonType=["IN", "SP"], FirstName=PEOPLE,
          LastName="K", **stamps)
    f.add("Customer", 5, CustomerID=lambda i: 11000 + i, PersonID=one, TerritoryID=1, **stamps)
    f.add("SalesTerritory", 1, TerritoryID=1, Name="Northwest", **stamps)
    f.add("ProductCategory", 2, ProductCategoryID=one, Name=["Bikes", "Clothing"], **stamps)
    f.add("ProductSubcategory", 2, ProductSubcategoryID=one, ProductCategoryID=one, Name=["Road",
          "Caps"], **stamps)
    f.add("Product", N, ProductID=lambda i: 700 + i, Name=WORDS, ProductNumber=lambda i: f"BK-{i}",
          ProductSubcategoryID=[1, 2], ListPrice=99.0, SellStartDate=past, **stamps)
    f.add("ShipMethod", 1, ShipMethodID=1, Name="CARGO", **stamps)
    f.add("SalesOrderHeader", 20, SalesOrderID=lambda i: 43659 + i, OrderDate=iso, DueDate=lambda i:
          iso(i + 9), ShipDate=lambda i: iso(i + 6), Status=5, CustomerID=lambda i: 11000 + i % 5,
          TerritoryID=1, ShipMethodID=1, **stamps)
    f.add("SpecialOffer", 2, SpecialOfferID=one, Description=["No Discount", "Volume"], Type="x",
          Category="x", StartDate=past, EndDate=iso, **stamps)
    f.add("SpecialOfferProduct", N, SpecialOfferID=1, ProductID=lambda i: 700 + i, **stamps)
    f.add("SalesOrderDetail", 40, SalesOrderID=lambda i: 43659 + i // 2, SalesOrderDetailID=one,
          OrderQty=f.pick(1, 3), ProductID=lambda i: 700 + i * 5 % N, SpecialOfferID=1,
          UnitPrice=99.0, **stamps)
    f.add("ProductReview", 4, ProductReviewID=one, ProductID=lambda i: 700 + i,
          ReviewerName=PEOPLE, ReviewDate=iso, EmailAddress="r@x.example", Rating=[4, 5],
          ModifiedDate=iso)
    f.add("TransactionHistory", 60, TransactionID=one, ProductID=lambda i: 700 + i % N,
          ReferenceOrderID=lambda i: 43659 + i // 3, TransactionDate=iso, TransactionType=["S", "W",
          "P"], Quantity=1, ModifiedDate=iso)
    f.add("Vendor", 2, BusinessEntityID=[7, 8], Name=ARTISTS, AccountNumber="V", ModifiedDate=iso)
    f.add("WorkOrder", 10, WorkOrderID=one, ProductID=lambda i: 700 + i, OrderQty=4,
          StartDate=iso, DueDate=lambda i: iso(i + 9), ModifiedDate=iso)


def _wideworld(f: Filler) -> None:
    edited: dict[str, Cells] = {"LastEditedBy": 1, "LastEditedWhen": iso}
    valid: dict[str, Cells] = {"LastEditedBy": 1, "ValidFrom": past, "ValidTo":
                               "9999-12-31 23:59:59"}
    f.add("People", 8, PersonID=one, FullName=PEOPLE, PreferredName=PEOPLE, IsEmployee=[1, 0],
          IsSalesperson=[1, 0], **valid)
    f.add("CustomerCategories", 1, CustomerCategoryID=1, CustomerCategoryName="Novelty", **valid)
    f.add("Customers", 5, CustomerID=one, CustomerName=lambda i: f"{ARTISTS[i % 4]} {i}",
          BillToCustomerID=one, CustomerCategoryID=1, PrimaryContactPersonID=lambda i: i + 3,
          AccountOpenedDate=day, **valid)
    f.add("Suppliers", 2, SupplierID=one, SupplierName=ARTISTS, **valid)
    f.add("StockItems", N, StockItemID=one, StockItemName=WORDS, SupplierID=[1, 2], UnitPrice=9.0,
          **valid)
    f.add("StockGroups", 2, StockGroupID=one, StockGroupName=["Toys", "Mugs"], **valid)
    f.add("StockItemStockGroups", N, StockItemStockGroupID=one, StockItemID=one, StockGroupID=[1,
          2], **edited)
    f.add("PackageTypes", 1, PackageTypeID=1, PackageTypeName="Each", **valid)
    f.add("Orders", 20, OrderID=one, CustomerID=lambda i: i % 5 + 1, SalespersonPersonID=[1, 3],
          PickedByPersonID=1, ContactPersonID=lambda i: i % 5 + 3, OrderDate=day,
          ExpectedDeliveryDate=lambda i: day(i + 1), PickingCompletedWhen=lambda i: iso(i + 1),
          **edited)
    f.add("OrderLines", 40, OrderLineID=one, OrderID=lambda i: i // 2 + 1, StockItemID=lambda i: i
          * 5 % N + 1, Description=lambda i: WORDS[i * 5 % N], PackageTypeID=1, Quantity=f.pick(1,
          9), UnitPrice=9.0, PickedQuantity=1, PickingCompletedWhen=lambda i: iso(i // 2 + 1),
          **edited)
    f.add("Invoices", 20, InvoiceID=one, CustomerID=lambda i: i % 5 + 1, BillToCustomerID=lambda i:
          i % 5 + 1, OrderID=one, ContactPersonID=lambda i: i % 5 + 3, SalespersonPersonID=[1, 3],
          PackedByPersonID=1, InvoiceDate=lambda i: day(i + 1), **edited)
    f.add("InvoiceLines", 40, InvoiceLineID=one, InvoiceID=lambda i: i // 2 + 1,
          StockItemID=lambda i: i * 5 % N + 1, Description=lambda i: WORDS[i * 5 % N],
          PackageTypeID=1, Quantity=1, UnitPrice=9.0, **edited)
    f.add("StockItemTransactions", 40, StockItemTransactionID=one, StockItemID=lambda i: i * 5 % N
          + 1, TransactionTypeID=10, CustomerID=lambda i: i // 2 % 5 + 1, InvoiceID=lambda i: i // 2
          + 1, TransactionOccurredWhen=iso, Quantity=-1.0, **edited)
    f.add("TransactionTypes", 1, TransactionTypeID=10, TransactionTypeName="Stock Issue", **valid)
    f.add("DeliveryMethods", 1, DeliveryMethodID=1, DeliveryMethodName="Van", **valid)


def _gravity(f: Filler) -> None:
    f.add("author", 4, author_id=one, author_name=ARTISTS)
    f.add("publisher", 2, publisher_id=one, publisher_name=["Kite House", "Owl Books"])
    f.add("book_language", 1, language_id=1, language_code="eng", language_name="English")
    f.add("book", N, book_id=one, title=WORDS, isbn13=lambda i: f"97800000{i:05d}", language_id=1,
          num_pages=f.pick(90, 400), publication_date=past, publisher_id=[1, 2])
    f.add("book_author", N, book_id=one, author_id=lambda i: i % 4 + 1)
    f.add("customer", 5, customer_id=one, first_name=PEOPLE, last_name="K", email=lambda i:
          f"c{i}@x.example")
    f.add("shipping_method", 2, method_id=one, method_name=["Standard", "Express"], cost=5.9)
    f.add("cust_order", 20, order_id=one, order_date=iso, customer_id=lambda i: i % 5 + 1,
          shipping_method_id=[1, 2])
    f.add("order_status", 6, status_id=one, status_value=["Order Received", "Pending Delivery",
          "Delivery In Progress", "Delivered", "Cancelled", "Returned"])
    f.add("order_line", 40, line_id=one, order_id=lambda i: i // 2 + 1, book_id=lambda i: i * 5 % N
          + 1, price=9.9)
    f.add("order_history", 60, history_id=one, order_id=lambda i: i // 3 + 1, status_id=[1, 2, 4],
          status_date=lambda i: iso(i // 3 + i % 3))


def _abantecart(f: Filler) -> None:
    stamps: dict[str, Cells] = {"date_added": iso, "date_modified": lambda i: iso(i + 3)}
    f.add("ac_customers", 5, customer_id=one, firstname=PEOPLE, lastname="K", email=lambda i:
          f"c{i}@x.example", loginname=PEOPLE, status=1, **stamps)
    f.add("ac_users", 1, user_id=1, username="admin", firstname="A", lastname="D", **stamps)
    f.add("ac_languages", 1, language_id=1, name="English", code="en")
    f.add("ac_products", N, product_id=one, model=lambda i: f"M{i}", sku=lambda i: f"S{i}",
          quantity=9, manufacturer_id=[1, 2], price=9.0, status=1, viewed=f.pick(0, 90), **stamps)
    f.add("ac_product_descriptions", N, product_id=one, language_id=1, name=WORDS,
          description="text", meta_keywords="", meta_description="", blurb="")
    f.add("ac_manufacturers", 2, manufacturer_id=one, name=ARTISTS)
    f.add("ac_order_statuses", 4, order_status_id=[1, 2, 5, 7], language_id=1, name=["Pending",
          "Processing", "Completed", "Canceled"])
    f.add("ac_orders", 20, order_id=one, customer_id=lambda i: i % 5 + 1, firstname=PEOPLE[:5],
          lastname="K", order_status_id=[5, 2, 5, 1, 7], total=18.0, currency="EUR", **stamps)
    f.add("ac_order_products", 40, order_product_id=one, order_id=lambda i: i // 2 + 1,
          product_id=lambda i: i * 5 % N + 1, name=lambda i: WORDS[i * 5 % N], model=lambda i:
          f"M{i * 5 % N}", price=9.0, total=9.0, quantity=1)
    f.add("ac_order_history", 30, order_history_id=one, order_id=lambda i: i % 20 + 1,
          order_status_id=[1, 2, 5], **stamps)
    f.add("ac_reviews", 4, review_id=one, product_id=one, customer_id=one, author=PEOPLE,
          text="Good", rating=[4, 5], status=1, **stamps)


def _thirtybees(f: Filler) -> None:
    stamps: dict[str, Cells] = {"date_add": iso, "date_upd": lambda i: iso(i + 3)}
    f.add("tb_customer", 5, id_customer=one, firstname=PEOPLE, lastname="K", email=lambda i:
          f"c{i}@x.example", passwd="x", last_passwd_gen=iso, active=1, **stamps)
    f.add("tb_employee", 1, id_employee=1, firstname="A", lastname="D", email="a@x.example")
    f.add("tb_lang", 1, id_lang=1, name="English", iso_code="en")
    f.add("tb_shop", 1, id_shop=1, id_shop_group=1, name="Shop", active=1)
    f.add("tb_manufacturer", 2, id_manufacturer=one, name=ARTISTS, active=1, **stamps)
    f.add("tb_product", N, id_product=one, id_manufacturer=[1, 2], reference=lambda i: f"R{i}",
          price=9.0, active=1, **stamps)
    f.add("tb_product_lang", N, id_product=one, id_shop=1, id_lang=1, name=WORDS,
          link_rewrite=lambda i: f"p-{i}", description="text")
    f.add("tb_order_state", 4, id_order_state=[2, 4, 5, 6], paid=[1, 1, 1, 0])
    f.add("tb_order_state_lang", 4, id_order_state=[2, 4, 5, 6], id_lang=1, name=["Payment "
          "accepted", "Shipped", "Delivered", "Canceled"])
    f.add("tb_cart", 20, id_cart=one, id_customer=lambda i: i % 5 + 1, **stamps)
    f.add("tb_cart_product", 40, id_cart=lambda i: i // 2 + 1, id_product=lambda i: i * 5 % N + 1,
          quantity=1, date_add=iso)
    f.add("tb_orders", 20, id_order=one, reference=lambda i: f"XKB{i:06d}", id_customer=lambda i: i
          % 5 + 1, id_cart=one, current_state=[5, 4, 5, 2, 6], payment="Card", valid=[1, 1, 1, 1,
          0], invoice_date=lambda i: iso(i), delivery_date=lambda i: iso(i + 2), total_paid=18.0,
          **stamps)
    f.add("tb_order_detail", 40, id_order_detail=one, id_order=lambda i: i // 2 + 1, id_shop=1,
          product_id=lambda i: i * 5 % N + 1, product_name=lambda i: WORDS[i * 5 % N],
          product_quantity=1, product_price=9.0, product_reference=lambda i: f"R{i * 5 % N}")
    f.add("tb_order_history", 30, id_order_history=one, id_employee=0, id_order=lambda i: i % 20 +
          1, id_order_state=[2, 4, 5], date_add=iso)
    f.add("tb_guest", 9, id_guest=one, id_customer=lambda i: i % 5 + 1)
    f.add("tb_connections", 30, id_connections=one, id_guest=lambda i: i % 9 + 1, id_page=[1, 2],
          date_add=iso)
    f.add("tb_page", 2, id_page=one, id_page_type=1, id_object=[None, 3])
    f.add("tb_page_type", 1, id_page_type=1, name="index")


def _pizza(f: Filler) -> None:
    f.add("runners", 4, runner_id=one, registration_date=day)
    f.add("customer_orders", 30, order_id=lambda i: i // 2 + 1, customer_id=lambda i: 101 + i // 2 %
          5, pizza_id=lambda i: 1 + i * 3 // 2 % 2, exclusions=["", "4", "null"], extras=["", "1"],
          order_time=lambda i: iso(i // 2))
    f.add("runner_orders", 15, order_id=one, runner_id=lambda i: i % 3 + 1, pickup_time=lambda i:
          iso(i) if i % 7 else "null", distance="20km", duration="32 minutes",
          cancellation=lambda i: "" if i % 7 else "Restaurant Cancellation")
    f.add("pizza_names", 2, pizza_id=one, pizza_name=["Meatlovers", "Vegetarian"])
    f.add("pizza_recipes", 2, pizza_id=one, toppings=["1, 2, 3", "4, 6, 7"])
    f.add("pizza_toppings", 9, topping_id=one, topping_name=WORDS)


def _clique(f: Filler) -> None:
    f.add("event_identifier", 5, event_type=one, event_name=["Page View", "Add to Cart",
          "Purchase", "Ad Impression", "Ad Click"])
    f.add("page_hierarchy", 13, page_id=one, page_name=WORDS, product_category=["Fish", "Luxury"],
          product_id=one)
    f.add("users", 10, user_id=lambda i: i // 2 + 1, cookie_id=lambda i: f"c4ca{i:02d}", start_date=
          iso)
    f.add("campaign_identifier", 2, campaign_id=one, products="1-3", campaign_name=ARTISTS,
          start_date=iso, end_date=iso)
    f.add("events", 90, visit_id=lambda i: f"ccf{i // 9:03d}", cookie_id=lambda i:
          f"c4ca{i // 9:02d}", page_id=lambda i: i * 5 % 13 + 1,
          event_type=lambda i: (1, 1, 2, 1, 1, 3, 1, 4, 1)[i % 9], sequence_number=lambda
          i: i % 9 + 1, event_time=iso)


def _balanced(f: Filler) -> None:
    f.add("product_details", 12, product_id=lambda i: f"{i:02d}a4cf", price=13, product_name=WORDS,
          category_id=[1, 2], segment_id=[3, 4], style_id=lambda i: i + 7, category_name=["Womens",
          "Mens"], segment_name=["Jeans", "Socks"], style_name=lambda i: WORDS[-i - 1])
    f.add("product_hierarchy", 18, id=one, parent_id=[None, 1, 2], level_text=WORDS,
          level_name=["Category", "Segment", "Style"])
    f.add("product_prices", 12, id=lambda i: i + 7, product_id=lambda i: f"{i:02d}a4cf", price=13)
    f.add("sales", 60, prod_id=lambda i: f"{i * 5 % 12:02d}a4cf", qty=f.pick(1, 5), price=13,
          discount=17, member=lambda i: i // 3 % 2, txn_id=lambda i: f"54f{i // 3:03d}",
          start_txn_time=lambda i: iso(i // 3))


def _lemmy(f: Filler) -> None:
    f.add("instance", 1, id=1, domain="x.example", published_at=iso)
    f.add("person", 4, id=one, name=PEOPLE, published_at=iso, instance_id=1, ap_id=uid(1),
          inbox_url=uid(1), public_key="k", last_refreshed_at=iso, local=1)
    f.add("local_user", 4, id=one, person_id=one, email=lambda i: f"u{i}@x.example")
    f.add("community", 2, id=one, name=["tea", "books"], title=["Tea", "Books"], published_at=iso,
          instance_id=1, local=1)
    f.add("language", 1, id=1, code="en", name="English")
    f.add("post", N, id=one, name=WORDS, creator_id=lambda i: i % 4 + 1, community_id=[1, 2],
          published_at=iso, language_id=1, ap_id=uid(2), upvotes=f.pick(0, 9), local=1)
    f.add("comment", 20, id=one, creator_id=lambda i: i % 4 + 1, post_id=one, content="Nice",
          published_at=iso, ap_id=uid(3), path=lambda i: f"0.{i}", language_id=1, community_id=1)
    f.add("post_actions", 60, person_id=lambda i: i % 4 + 1, post_id=lambda i: i // 4 + 1,
          read_at=lambda i: iso(i + 30) if i % 9 else None, voted_at=lambda i: iso(i + 30) if i % 3
          == 0 else None, vote_is_upvote=lambda i: 1 if i % 3 == 0 else None,
          saved_at=lambda i: iso(i + 31) if i == 7 else None,
          hidden_at=lambda i: iso(i) if i % 9 == 0 else None)
    f.add("comment_actions", 8, person_id=[1, 2], comment_id=one, voted_at=iso, vote_is_upvote=1)


CASES: dict[str, tuple[Fill, Right]] = {
    "AdventureWorks": (_adventure, [("SELECT o.CustomerID AS user, l.ProductID AS item, "
        "o.OrderDate AS time FROM SalesOrderDetail l JOIN SalesOrderHeader o ON o.SalesOrderID = "
        "l.SalesOrderID", "SELECT ProductID AS item, Name AS title FROM Product")]),
    "Wide World Importers": (_wideworld, [(f"SELECT o.CustomerID AS user, l.StockItemID AS item, "
        f"o.{one}Date AS time FROM {one}Lines l JOIN {one}s o ON o.{one}ID = l.{one}ID",
        "SELECT StockItemID AS item, StockItemName AS title FROM StockItems")
        for one in ("Order", "Invoice")]),
    "Gravity Bookstore": (_gravity, [("SELECT o.customer_id AS user, l.book_id AS item, "
        "o.order_date AS time FROM order_line l JOIN cust_order o ON o.order_id = l.order_id",
        "SELECT book_id AS item, title FROM book")]),
    # What was cancelled was not bought.
    "AbanteCart": (_abantecart, [("SELECT o.customer_id AS user, l.product_id AS item, "
        "o.date_added AS time FROM ac_order_products l JOIN ac_orders o ON o.order_id = l.order_id "
        "WHERE o.order_status_id <> 7", "SELECT product_id AS item, name AS title FROM "
        "ac_product_descriptions")]),
    "thirty bees": (_thirtybees, [(f"SELECT o.id_customer AS user, l.product_id AS item, o.{time} "
        "AS time FROM tb_order_detail l JOIN tb_orders o ON o.id_order = l.id_order WHERE "
        "o.current_state <> 6", "SELECT id_product AS item, name AS title FROM tb_product_lang")
        for time in ("date_add", "invoice_date")]),
    # Another table says which orders were cancelled; all were ordered.
    "Pizza Runner": (_pizza, [(f"SELECT customer_id AS user, pizza_id AS item, order_time AS time "
        f"FROM customer_orders{where}", "SELECT pizza_id AS item, pizza_name AS title FROM "
        "pizza_names") for where in ("", " WHERE order_id NOT IN (SELECT order_id FROM "
        "runner_orders WHERE cancellation <> '')")]),
    # A cookie is a person; what is only shown was not used.
    "Clique Bait": (_clique, [(f"SELECT {who} AS user, e.page_id AS item, e.event_time AS time "
        f"FROM events e JOIN users u ON u.cookie_id = e.cookie_id WHERE e.event_type IN ({kinds})",
        "SELECT page_id AS item, page_name AS title FROM page_hierarchy")
        for kinds in ("1", "1, 3", "1, 2, 3", "1, 2, 3, 5") for who in ("e.cookie_id",
        "u.user_id")]),
    # A receipt is all that is known of a customer.
    "Balanced Tree": (_balanced, [("SELECT txn_id AS user, prod_id AS item, start_txn_time AS time "
        "FROM sales", "SELECT product_id AS item, product_name AS title FROM product_details")]),
    "Lemmy": (_lemmy, [("SELECT person_id AS user, post_id AS item, read_at AS time FROM "
        "post_actions WHERE read_at IS NOT NULL", "SELECT id AS item, name AS title FROM post")]),
    **set_10_programs.CASES,
}
