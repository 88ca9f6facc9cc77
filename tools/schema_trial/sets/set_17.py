"""Twenty more that were not tried before: three servers, seventeen small programs.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Cells,
    Filler,
    day,
    headline,
    iso,
    millis,
    one,
    past,
    seconds,
    uid,
    url,
)

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _spree(f: Filler) -> None:
    f.add("spree_users", 6, id=one, encrypted_password="x", email=lambda i: f"u{i}@x.example",
          login=PEOPLE, last_sign_in_at=iso, created_at=past, updated_at=iso, first_name=PEOPLE,
          last_name=["Moe", "Roe"])
    f.add("spree_addresses", 6, id=one, firstname=PEOPLE, lastname=["Moe", "Roe"], address1="x",
          city="y", user_id=one, created_at=past, updated_at=past)
    f.add("spree_products", N, id=one, name=WORDS, description="About", available_on=past,
          slug=lambda i: WORDS[i].lower().replace(" ", "-"), created_at=past, updated_at=past,
          status="active")
    f.add("spree_variants", N, id=lambda i: i + 101, sku=lambda i: f"S-{i:04}", is_master=1,
          product_id=one, position=1, created_at=past, updated_at=past)
    f.add("spree_orders", 40, id=one, number=lambda i: f"R{i:09}", item_total=9, total=9,
          state=lambda i: "cart" if i % 5 == 4 else "complete", user_id=lambda i: i % 6 + 1,
          completed_at=lambda i: None if i % 5 == 4 else iso(i), payment_state="paid",
          shipment_state="shipped", email=lambda i: f"u{i % 6}@x.example", currency="USD",
          item_count=2, store_id=1, created_at=iso, updated_at=iso)
    f.add("spree_line_items", 80, id=one, variant_id=lambda i: i * 5 % N + 101, order_id=lambda i:
          i // 2 + 1, quantity=f.pick(1, 3), price=9, created_at=lambda i: iso(i // 2), updated_at=
          lambda i: iso(i // 2), currency="USD")
    f.add("spree_inventory_units", 60, id=one, state="shipped", variant_id=lambda i: i * 5 % N +
          101, order_id=lambda i: i // 2 + 1, line_item_id=one, quantity=1, created_at=iso,
          updated_at=iso)
    f.add("spree_payments", 32, id=one, amount=9, order_id=one, state="completed", number=lambda i:
          f"P{i:08}", created_at=iso, updated_at=iso)
    f.add("spree_prices", N, id=one, variant_id=lambda i: i + 101, amount=9, currency="USD",
          created_at=past, updated_at=past)
    f.add("spree_taxons", 2, id=one, name=["Bags", "Mugs"], created_at=past, updated_at=past)
    f.add("spree_products_taxons", N, id=one, product_id=one, taxon_id=[1, 2], position=1)
    f.add("spree_stock_items", N, id=one, stock_location_id=1, variant_id=lambda i: i + 101,
          count_on_hand=f.pick(0, 40), created_at=past, updated_at=iso)
    f.add("spree_stores", 1, id=1, name="Shop", url="x.example", code="x", created_at=past,
          updated_at=past)


def _course(i: int) -> str:
    return f"course-v1:Org+C{i + 100}+2025"


def _edx(f: Filler) -> None:
    f.add("auth_user", 8, id=one, password="x", last_login=iso, username=PEOPLE, first_name="",
          email=lambda i: f"u{i}@x.example", is_active=1, date_joined=past)
    f.add("auth_userprofile", 8, id=one, name=PEOPLE, language="en", location="x", user_id=one)
    f.add("course_overviews_courseoverview", N, id=_course, created=past, modified=iso, version=1,
          org="Org", display_name=WORDS, display_number_with_default=lambda i: f"C{i + 100}",
          start=past, course_image_url="/x.jpg", short_description="About")
    f.add("student_courseenrollment", 48, id=one, course_id=lambda i: _course(i * 5 % N), created=
          iso, is_active=1, mode=["audit", "honor", "verified"], user_id=lambda i: i % 8 + 1)
    f.add("student_courseaccessrole", 3, id=one, org="Org", course_id=_course, role="staff",
          user_id=1)
    f.add("courseware_studentmodule", 90, id=one, module_type=["problem", "sequential", "video"],
          module_id=lambda i: f"block-v1:Org+C+type@problem+block@{i * 7 % 60:032x}",
          course_id=lambda i: _course(i * 5 % N), state="{}", done="na", created=iso,
          modified=lambda i: iso(i + 9), student_id=lambda i: i % 8 + 1)
    f.add("certificates_generatedcertificate", 5, id=one, course_id=_course, verify_uuid=uid(1),
          grade="0.9", status="downloadable", mode="honor", name=PEOPLE, created_date=iso,
          modified_date=iso, user_id=one)
    f.add("django_session", 4, session_key=uid(2), session_data="x", expire_date=iso)


def _nop(f: Filler) -> None:
    f.add("Customer", 8, Id=one, CustomerGuid=uid(1), Username=PEOPLE, Email=lambda i:
          f"u{i}@x.example", Active=1, LastIpAddress="::1", CreatedOnUtc=past,
          LastActivityDateUtc=iso)
    f.add("Product", N, Id=one, ProductTypeId=5, Name=WORDS, ShortDescription="About", Sku=lambda i:
          f"S{i}", StockQuantity=f.pick(0, 40), Price=9, Published=1, CreatedOnUtc=past,
          UpdatedOnUtc=past)
    f.add("Order", 40, Id=one, OrderGuid=uid(2), StoreId=1, CustomerId=lambda i: i % 8 + 1,
          OrderStatusId=lambda i: (30, 30, 20, 30, 40)[i % 5], ShippingStatusId=40,
          PaymentStatusId=30, OrderTotal=9, PaidDateUtc=iso, CreatedOnUtc=iso)
    f.add("OrderItem", 80, Id=one, OrderItemGuid=uid(3), OrderId=lambda i: i // 2 + 1,
          ProductId=lambda i: i * 5 % N + 1, Quantity=f.pick(1, 3), UnitPriceInclTax=9,
          PriceInclTax=9)
    f.add("ShoppingCartItem", 12, Id=one, StoreId=1, ShoppingCartTypeId=[1, 2], CustomerId=lambda i:
          i % 8 + 1, ProductId=lambda i: i * 7 % N + 1, Quantity=1, CreatedOnUtc=iso,
          UpdatedOnUtc=iso)
    f.add("Category", 2, Id=one, Name=["Books", "Shoes"], Published=1)
    f.add("Product_Category_Mapping", N, Id=one, ProductId=one, CategoryId=[1, 2])
    f.add("Log", 10, Id=one, LogLevelId=40, ShortMessage="x failed", CustomerId=1, PageUrl=url,
          CreatedOnUtc=iso)


def _libram(f: Filler) -> None:
    f.add("books", N, id=one, isbn=lambda i: f"978{i:010}", title=WORDS, author=ARTISTS,
          publication_year=2001, copies_total=2, copies_available=1, created_at=past,
          updated_at=iso)
    f.add("members", 6, id=one, student_id=lambda i: f"ST{i:04}", full_name=PEOPLE, faculty="Arts",
          email=lambda i: f"u{i}@x.example", created_at=past, updated_at=past)
    f.add("loans", 40, id=one, book_id=lambda i: i * 5 % N + 1, member_id=lambda i: i % 6 + 1,
          borrowed_on=day, due_on=lambda i: day(i + 40), returned_on=lambda i: day(i + 3 + i % 9) if
          i < 34 else None, status=lambda i: "returned" if i < 34 else "borrowed", created_at=iso,
          updated_at=lambda i: iso(i + 3 + i % 9))


def _stremio(f: Filler) -> None:
    f.add("users", 3, id=one, username=PEOPLE, password_hash="x", role="user", created_at=seconds)
    f.add("watch_history", 40, id=one, user_id=lambda i: i % 3 + 1, type=["movie", "movie",
          "series"], imdb_id=lambda i: f"tt{1000000 + i * 5 % N * 7919}", watched_at=seconds)


def _media(f: Filler) -> None:
    f.add("users", 3, id=one, username=PEOPLE, email=lambda i: f"u{i}@x.example", password_hash="x",
          role="user", created_at=past)
    f.add("media_files", N, id=one, filename=lambda i: f"{i}.mp4", filepath=lambda i: f"/v/{i}.mp4",
          title=WORDS, duration=900, file_size=9, format="mp4", resolution="1080p",
          created_at=past, updated_at=past)
    f.add("watch_history", 36, id=one, user_id=lambda i: i % 3 + 1, media_id=lambda i: i * 5 % N +
          1, progress=f.pick(10, 900), completed=[1, 0, 1], last_watched=iso)
    f.add("playlists", 2, id=one, user_id=one, name=["Mix", "Later"], created_at=iso)


def _coffee(f: Filler) -> None:
    f.add("users", 3, username=PEOPLE, password="x")
    f.add("coffees", N, id=one, name=WORDS, roaster_name=ARTISTS, country_of_origin="Kenya",
          process="washed", bag_price=9, date=day, username=lambda i: PEOPLE[i % 3])
    f.add("brews", 50, id=one, method=["V60", "Press"], description="Sweet", date=day,
          coffee_id=lambda i: i * 5 % N + 1, username=lambda i: PEOPLE[i * 5 % N % 3])


def _words(f: Filler) -> None:
    f.add("Game", 6, id=one, name=WORDS, rules="Guess", lastWord="tree")
    f.add("Player", 5, id=one, name=PEOPLE, nickname=PEOPLE, email=lambda i: f"u{i}@x.example")
    f.add("Match", 40, id=one, gameId=lambda i: i * 5 % 6 + 1, playerId=lambda i: i % 5 + 1,
          word=["tree", "house", "river"], game_date=seconds, score=f.pick(1, 6), win_loss=[1, 0])


def _gym(f: Filler) -> None:
    f.add("users", 3, id=one, username=PEOPLE, password_hash="x")
    f.add("exercises", 12, id=one, title=WORDS, description="About", goal_weight=90,
          goal_set_amount=3, goal_rep_amount=8, user_id=lambda i: i % 3 + 1)
    f.add("stats", 50, id=one, weight=f.pick(20, 90), set_amount=3, rep_amount=8, completed_at=
          seconds, user_id=lambda i: i * 5 % 12 % 3 + 1, exercise_id=lambda i: i * 5 % 12 + 1)


def _pocket(f: Filler) -> None:
    f.add("articles", 36, id=lambda i: str(90_000 + i * 7919), title=headline, url=url, tag=["",
          "art"], word_count=f.pick(100, 4000), date_added=seconds, date_read=lambda i:
          seconds(i * 7 % 36 + 50) if i % 3 else 0)
    f.add("date_updated", 1, date_updated=seconds)


def _today(f: Filler) -> None:
    f.add("articles", 30, id=one, title=headline, url=url, source=lambda i: f"site{i % 5}.example",
          read_at=lambda i: seconds(i * 7 % 30), created_at=seconds)
    f.add("todos", 4, id=one, title=WORDS, created_at=seconds)


def _restaurant(f: Filler) -> None:
    f.add("customers", 6, id=uid(1), name=PEOPLE, email=lambda i: f"u{i}@x.example", phone="555")
    f.add("menu_items", 12, id=uid(2), name=WORDS, description="Good", price=9.5)
    f.add("orders", 30, id=uid(3), customer_id=lambda i: uid(1)(i % 6), total_amount=20.0,
          order_date=iso)
    f.add("order_items", 60, id=uid(4), order_id=lambda i: uid(3)(i // 2), menu_item_id=lambda i:
          uid(2)(i * 5 % 12), quantity=f.pick(1, 3))


_EMOJI = ("🎉", "😀", "🐙", "🍕", "🌊", "🚲", "<:blob:1234>", "<:cat:5678>")


def _secretary(f: Filler) -> None:
    f.add("emojis", 8, emoji=_EMOJI, server_id="9001", usage_count=f.pick(1, 40))
    f.add("emoji_usage", 60, emoji=lambda i: _EMOJI[i * 5 % 8], server_id="9001", user_id=lambda i:
          str(70_000 + i % 4), use_date=iso)


def _rin(f: Filler) -> None:
    f.add("bot_version", 1, version="1.4")
    f.add("bot_log_channel", 1, server_id="9001", log_channel_id="9100")
    song: dict[str, Cells] = {"artist": ARTISTS, "song_title": WORDS, "album": "x",
                              "length_in_seconds": 200}
    f.add("bot_default_song_library", N, id=one, song_order=one, **song)
    f.add("bot_user_song_library", 8, id=one, user_id=["70001", "70002"], song_order=one, **song)
    f.add("bot_user_song_library_archive", 60, id=one, user_id=["70001", "70002", "70003"], artist=
          lambda i: ARTISTS[i * 5 % N % 4], song_title=lambda i: WORDS[i * 5 % N], album="x",
          length_in_seconds=200, played_timestamp=iso)
    f.add("bot_word_blacklist", 2, id=one, server_id="9001", word=["spam", "scam"])


def _border(f: Filler) -> None:
    f.add("products", N, sku=lambda i: f"{7501000 + i}", product_name=WORDS, price=9, created_at=
          past)
    f.add("sales", 30, id=lambda i: f"{i * 7919:064x}", total_amount=18, payment_method=["CASH",
          "DEBIT"], created_at=iso)
    f.add("sale_items", 60, id=lambda i: f"{i * 104729:064x}", sales_id=lambda i:
          f"{i // 2 * 7919:064x}", product_sku=lambda i: f"{7501000 + i * 5 % N}", quantity=1,
          product_price=9, line_total=9)


def _pi(f: Filler) -> None:
    f.add("Instances", 1, Id=1, Name="Living room")
    f.add("Favorites", 3, Id=lambda i: 900 + i)
    f.add("WatchedEpisodes", 12, ShowId=lambda i: 900 + i % 3, EpisodeSeason=1, EpisodeNumber=
          lambda i: i // 3 + 1, WatchedAt=millis)
    f.add("WatchedFiles", 30, URL=lambda i: f"/media/{WORDS[i % N]} {i // N}.mkv", WatchedAt=iso)


def _watched(f: Filler) -> None:
    f.add("User", 3, id=uid(1), name=PEOPLE, email=lambda i: f"u{i}@x.example")
    f.add("WatchedMovie", 36, id=uid(2), imdbId=lambda i: f"tt{1000000 + i * 5 % N * 7919}", title=
          lambda i: WORDS[i * 5 % N], poster=url, watchedAt=millis, userId=lambda i: uid(1)(i % 3))


def _sim(f: Filler) -> None:
    f.add("books", N, id=one, title=WORDS, author=ARTISTS, num_copies=f.pick(0, 4))
    f.add("users", 5, id=one, name=PEOPLE)
    f.add("checkout_log", 40, id=one, user_id=lambda i: i % 5 + 1, book_id=lambda i: i * 5 % N + 1,
          borrow_date=iso, return_date=lambda i: iso(i + 3 + i % 9) if i < 34 else None)


def _wine(f: Filler) -> None:
    f.add("grapes", 3, name=["Syrah", "Merlot", "Riesling"])
    f.add("wines", 12, wine_id=one, name=WORDS, year=lambda i: 2000 + i)
    f.add("wine_grapes", 12, wine_id=one, grape_name=["Syrah", "Merlot", "Riesling"])
    f.add("wine_inventory_events", 40, wine_id=lambda i: i * 5 % 12 + 1, dt=iso, bottles=lambda i: 6
          if i < 12 else -1)
    f.add("wine_comments", 6, id=one, wine_id=one, dt=iso, comment="Good")


def _messtin(f: Filler) -> None:
    f.add("book", N, id=one, title=WORDS, pages=f.pick(90, 400), gd_id=uid(1), cover_img_url=url,
          created_at=past, last_opened_at=lambda i: iso(i * 7 % N) if i % 3 else None)


def _plays(table: str, item: str, time: str, user: str = "'me'", where: str = "1") -> str:
    return f"SELECT {user} AS user, {item} AS item, {time} AS time FROM {table} WHERE {where}"


def _titles(table: str, item: str = "id", title: str = "title") -> str:
    return f"SELECT {item} AS item, {title} AS title FROM {table}"


_SPREE = ("spree_line_items l JOIN spree_orders o ON o.id = l.order_id JOIN spree_variants v ON "
          "v.id = l.variant_id")
_HEARD = "coalesce(artist || ' - ', '') || song_title"
_SONGS = "bot_user_song_library_archive"
_EDX = _titles("course_overviews_courseoverview", title="display_name")

CASES: dict[str, tuple[Fill, Right]] = {
    # A cart is not bought.
    "Spree": (_spree, [(_plays(_SPREE, "l.variant_id", "o.completed_at", "o.user_id",
        "o.completed_at IS NOT NULL"), "SELECT v.id AS item, name AS title FROM spree_variants v "
        "JOIN spree_products p ON p.id = v.product_id"), (_plays(_SPREE, "v.product_id",
        "o.completed_at", "o.user_id", "o.completed_at IS NOT NULL"), _titles("spree_products",
        title="name"))]),
    "Open edX": (_edx, [(_plays("student_courseenrollment", "course_id", "created", "user_id"),
        _EDX), (_plays("courseware_studentmodule", "course_id", "modified", "student_id"), _EDX)]),
    # Of the statuses 40 is cancelled.
    "nopCommerce": (_nop, [(_plays('OrderItem i JOIN "Order" o ON o.Id = i.OrderId', "i.ProductId",
        "o.CreatedOnUtc", "o.CustomerId", "o.OrderStatusId <> 40"), _titles("Product", "Id",
        "Name"))]),
    "LibraM": (_libram, [(_plays("loans", "book_id", "borrowed_on", "member_id"),
        _titles("books"))]),
    "stremio-ncore-addon": (_stremio, [(_plays("watch_history", "imdb_id", "watched_at", "user_id"),
        None)]),
    "media_server": (_media, [(_plays("watch_history", "media_id", "last_watched", "user_id"),
        _titles("media_files"))]),
    "coffee-bag": (_coffee, [(_plays("brews", "coffee_id", "date", "username"), _titles("coffees",
        title="name"))]),
    "wordGames": (_words, [(_plays("Match", "gameId", "game_date", "playerId"), _titles("Game",
        title="name"))]),
    "saliohjelma": (_gym, [(_plays("stats", "exercise_id", "completed_at", "user_id"),
        _titles("exercises"))]),
    "pocket-stats": (_pocket, [(_plays("articles", "id", "date_read", where="date_read > 0"),
        _titles("articles"))]),
    "today-i-read": (_today, [(_plays("articles", "id", "read_at"), _titles("articles"))]),
    "restaurant": (_restaurant, [(_plays("order_items i JOIN orders o ON o.id = i.order_id",
        "menu_item_id", "order_date", "customer_id"), _titles("menu_items", title="name"))]),
    "Secretary-Bot": (_secretary, [(_plays("emoji_usage", "emoji", "use_date", "user_id"), None)]),
    "Rin": (_rin, [(_plays(_SONGS, item, "played_timestamp", "user_id"), f"SELECT DISTINCT {item} "
        f"AS item, song_title AS title FROM {_SONGS}") for item in ("song_title", _HEARD)]),
    # Who bought it nobody wrote down: all are one's, or each a basket's.
    "BorderPOS": (_border, [(_plays("sale_items i JOIN sales s ON s.id = i.sales_id", "product_sku",
        "created_at", user), _titles("products", "sku", "product_name")) for user in ("'me'",
        "s.id")]),
    "MediaPi": (_pi, [(_plays("WatchedFiles", "URL", "WatchedAt"), None)]),
    "Watched movies": (_watched, [(_plays("WatchedMovie", item, "watchedAt", "userId"),
        f"SELECT DISTINCT {item} AS item, title FROM WatchedMovie") for item in ("imdbId",
        "title")]),
    "library_sim": (_sim, [(_plays("checkout_log", "book_id", "borrow_date", "user_id"),
        _titles("books"))]),
    # Bottles that came in were not drunk.
    "wine-cellar": (_wine, [(_plays("wine_inventory_events", "wine_id", "dt", where="bottles < 0"),
        _titles("wines", "wine_id", "name"))]),
    "messtin": (_messtin, [(_plays("book", "id", "last_opened_at", where="last_opened_at IS NOT "
        "NULL"), _titles("book"))]),
}
