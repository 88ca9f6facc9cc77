"""Twenty more that were not tried before: programs and lessons found by the names of their tables.

They are, in the order in which they came and at most four of each, the whole schemas of a search
for ``create table play_history``, ``view_history``, ``plays``, ``loans``, ``visits`` and
``order_items``; in six of them nobody uses anything, and the right answer is a question. Written
down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
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
    mail,
    millis,
    one,
    past,
    seconds,
    some,
    uid,
)

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _music_desktop(f: Filler) -> None:
    f.add("artists", 4, id=one, name=ARTISTS)
    f.add("genres", 2, id=one, name=["Folk", "Jazz"])
    f.add("folders", 1, id=1, path="/music", watch=1, added_at=seconds)
    f.add("albums", 6, id=one, name=WORDS[::-1], album_artist=ARTISTS, artist_id=[1, 2, 3, 4],
        year=2001, created_at=seconds)
    f.add("tracks", N, id=one, path=lambda i: f"/music/{i}.flac", folder_id=1, title=WORDS,
        artist=ARTISTS, album_artist=ARTISTS, album_id=[1, 2, 3, 4, 5, 6], artist_id=[1, 2, 3, 4],
        genre_id=[1, 2], year=2001, track_number=one, duration=f.pick(90, 400), file_size=9,
        mtime=seconds, date_added=seconds, last_played=some(lambda i: seconds(i + 60), 3),
        play_count=[0, 3, 2], rating=[0, 4], favorite=[0, 0, 1])
    f.add("playlists", 2, id=one, name=["Favorites", "Road"], kind=["favorites", "custom"])
    f.add("playlist_tracks", 12, playlist_id=[1, 2], track_id=f.pick(1, N), position=one,
        added_at=seconds)
    f.add("play_history", 90, id=one, track_id=f.pick(1, N), played_at=seconds,
        listened_ms=f.pick(9_000, 300_000), completion=[1.0, 0.4, 0.9])
    f.add("track_audio", 3, track_id=one, volume=0.8, saved_at=seconds)


def _melo_trip(f: Filler) -> None:
    f.add("play_history", 60, song_id=lambda i: f"s{i // 2:05}", play_count=f.pick(1, 9),
        last_played=millis, is_completed=["1", "0"], is_skipped=["0", "0", "1"],
        user_id=lambda i: f"u{i % 2}")
    f.add("smart_suggestion", 6, song_id=lambda i: f"s{i:05}", meta="{}", user_id="u0",
        update_at=millis)
    f.add("user_config", 2, user_id=["u0", "u1"], max_rate="320", theme="dark", update_at=millis)
    f.add("current_user", 1, id="u0", is_admin="1", name="Ana", subsonic_salt="x",
        subsonic_token="y", token="z", username="ana", host="music.example", update_at=millis)


def _poker(f: Filler) -> None:
    f.add("users", 6, user_id=one, username=PEOPLE, email=mail, password_digest="x")
    f.add("play_history", 70, play_id=one, user_id=f.pick(1, 6), blind_level=["1/2", "2/5", "5/10"],
        session_date=day, win_loss=f.pick(-300, 600), notes=["tired", None])


def _lyrics(f: Filler) -> None:
    f.add("songs", N, id=uid(1), title=WORDS, artist=ARTISTS, file_path=lambda i: f"/m/{i}.mp3",
        is_favorite=[0, 0, 1])
    f.add("playlists", 2, id=uid(2), name=["Road", "Rain"], createdAt=seconds)
    f.add("playlist_songs", 10, playlist_id=lambda i: uid(2)(i % 2), song_id=uid(1), position=one)
    f.add("play_history", 80, id=uid(3), song_id=lambda i: uid(1)(i * 7 % N), played_at=millis,
        play_duration=f.pick(3, 300))
    f.add("app_state", 2, key=["volume", "song"], value="1")


def _mountains(f: Filler) -> None:
    name = [f"Mount {word}" for word in WORDS]
    f.add("mountain_catalog", N, id=lambda i: f"mt-{i:03}", match_key=lambda i: name[i].lower(),
        name=name, region=["North", "South"], elevation_masl=f.pick(300, 2900),
        difficulty=["easy", "hard"], trail_types="[]", features="[]", distance_km=7.5,
        description="High.", seeded_at=1_750_000_000_000)
    def seen(i: int) -> str:
        return f"mt-{i * 7 % N:03}"
    def called(i: int) -> str:
        return name[i * 7 % N]
    who: Cells = lambda i: f"user{i % 3}aB"  # noqa: E731
    f.add("search_history", 20, id=one, user_id=who, query=["mount", "hard"],
        matched_mountain_id=some(seen, 3), matched_mountain_name=some(called, 3), source="search",
        searched_at=millis)
    f.add("view_history", 80, id=one, user_id=who, mountain_id=seen, mountain_name=called,
        source=["search", "map"], viewed_at=millis)
    f.add("bookmarks", 8, id=one, user_id=who, mountain_id=seen, mountain_name=called,
        region="North", difficulty="easy", elevation_masl=900, created_at=millis)
    f.add("completed_hikes", 40, id=one, user_id=who, mountain_id=lambda i: seen(i + 1),
        mountain_name=lambda i: called(i + 1), region="North", difficulty="easy",
        elevation_masl=900, distance_km=7.5, reached_summit=[1, 1, 0], completed_at=millis)
    f.add("scheduled_hikes", 5, id=one, user_id=who, mountain_id=seen, mountain_name=called,
        elevation_masl=900, scheduled_date=lambda i: millis(i + 200), created_at=millis)


def _photos(f: Filler) -> None:
    f.add("records", 20, id=one, photo_id=uid(1), content="A fine day", mood=["calm", "glad"],
        color=1, created_at=iso, updated_at=lambda i: iso(i + 2))
    f.add("view_history", 70, id=one, photo_id=lambda i: uid(1)(i * 7 % 24), viewed_at=iso)


def _dbshop(f: Filler) -> None:
    f.add("Member", 6, memberId=one, username=PEOPLE, password="x", fullName=PEOPLE, birth=past,
        phoneNumber=lambda i: f"091{i}")
    f.add("Administrator", 2, adminId=one, username=["admin01", "admin02"], password="x",
        fullName=["Admin One", "Admin Two"], birth=past, phoneNumber="1")
    f.add("AdminAction_History", 6, actionId=one, adminId=[1, 2], action="Updated product prices")
    f.add("Cart", 6, cartId=one, createDay=day, memberId=one)
    f.add("Product", N, productId=one, productName=WORDS, price=9.5, image="x", description="Fine.")
    f.add("Include", 12, cartId=lambda i: 1 + i % 6, productId=one)
    f.add("Order", 40, orderId=one, payStatus=["Paid", "Pending"], dayBooking=day, Reciever=PEOPLE,
        shipStatus=["Shipped", "Processing"], address="x", phoneNumber="1", memberId=f.pick(1, 6),
        cartId=f.pick(1, 6))
    f.add("Payment", 20, memberId=lambda i: 1 + i % 6, cartId=lambda i: 1 + i % 6, orderId=one)
    f.add("View_History", 90, memberId=lambda i: 1 + i % 6, productId=lambda i: 1 + i // 6,
        time=iso)
    f.add("Feedback", 20, memberId=lambda i: 1 + i % 6, productId=one, comment="Good",
        rating=f.pick(1, 5))
    f.add("OrderDirect", 80, orderId=lambda i: 1 + i % 40, productId=lambda i: 1 + i * 7 % N,
        quantity=f.pick(1, 3))
    f.add("Action", 7, actionId=one, action=["create_user", "product_buy"], count=f.pick(0, 9),
        date=day)


def _flashcards(f: Filler) -> None:
    f.add("user_roles", 2, id=one, name=["member", "admin"])
    f.add("users", 8, id=one, name=PEOPLE, email=mail, password="x", role_id=[1, 1, 1, 2],
        created_at=past, updated_at=past)
    f.add("categories", 3, id=one, name=["Biology", "Spanish", "History"])
    f.add("sets", N, id=one, title=WORDS, description="Cards", educator_id=[7, 8], price=[0, 5],
        category_id=[1, 2, 3], created_at=past)
    f.add("cards", 60, id=one, set_id=f.pick(1, N), front=headline, back="An answer")
    f.add("user_likes", 20, id=one, user_id=lambda i: 1 + i % 6, set_id=one, created_at=iso)
    f.add("purchases", 30, id=one, user_id=f.pick(1, 6), set_id=f.pick(1, N), date=iso)
    f.add("subscriptions", 6, id=one, user_id=one, educator_id=[7, 8], date=iso)
    f.add("transactions", 30, id=one, stripe_session_id=uid(5), user_id=f.pick(1, 6),
        set_id=f.pick(1, N), amount=5.0, currency="usd",
        status=["completed", "completed", "failed"], created_at=iso, updated_at=iso)
    f.add("tags", 3, id=one, name=["exam", "fun", "hard"])
    f.add("set_tags", 20, set_id=one, tag_id=[1, 2, 3])
    f.add("view_history", 90, id=one, user_id=f.pick(1, 6), set_id=f.pick(1, N),
        num_cards_viewed=f.pick(1, 30), completed=[1, 0, 1],
        completed_at=lambda i: None if i % 3 == 1 else iso(i), started_at=iso)


def _moves(f: Filler) -> None:
    f.add("applications", 2, id=one, name=["arena", "club"], url="x", creation_date=past,
        last_updated_date=past)
    f.add("application_keys", 2, application_id=one, security_key="x", creation_date=past)
    f.add("players", 6, id=one, application_id=[1, 2], name=PEOPLE, creation_date=past,
        last_updated_date=past)
    f.add("rules", 4, id=one, name=["Chess", "Go", "Hex", "Checkers"], description="Rules.",
        creation_date=past, last_updated_date=past)
    f.add("games", 20, id=one, application_id=[1, 2], rule_id=[1, 2, 3, 4], creation_date=iso)
    f.add("game_players", 40, id=one, game_id=lambda i: 1 + i // 2, player_id=lambda i: 1 + i % 6)
    f.add("plays", 120, game_player_id=lambda i: 1 + i % 40, play=["e4", "e5", "Nf3", "Nc6"],
        creation_date=iso)


def _theatre(f: Filler) -> None:
    f.add("playwrights", 4, id=one, name=ARTISTS, birth_year=[1888, 1915])
    f.add("plays", N, id=one, title=WORDS, year=[1947, 1956, 1931], playwright_id=[1, 2, 3, 4])


def _game_library(f: Filler) -> None:
    f.add("developers", 4, d_devkey=one, d_name=ARTISTS, d_country="Norway", d_established=1999)
    f.add("genres", 2, gn_genrekey=one, gn_name=["RPG", "Puzzle"])
    f.add("platforms", 2, p_platformkey=one, p_name=["PC", "Switch"])
    f.add("users", 6, u_uid=one, u_name=PEOPLE)
    f.add("games", N, g_gamekey=one, g_title=WORDS, g_developer=[1, 2, 3, 4], g_base_cost=19.99,
        g_release_year=2001)
    f.add("ratings", N, r_ratingkey=one, r_global=4.1, r_title=one)
    f.add("reviews", 30, rv_uid=lambda i: 1 + i % 6, rv_gamekey=lambda i: 1 + i // 6,
        rv_rating=f.pick(1, 5))
    f.add("friends", 6, f_uid1=one, f_uid2=[2, 3, 4, 5, 6, 1])
    f.add("owns", 70, o_uid=lambda i: 1 + i % 6, o_gamekey=lambda i: 1 + i // 6,
        o_date_purchased=day)
    f.add("plays", 60, p_uid=lambda i: 1 + i % 6, p_gamekey=lambda i: 1 + i // 6,
        p_last_played=lambda i: day(i + 40))
    f.add("game_genres", N, gg_gamekey=one, gg_genrekey=[1, 2])
    f.add("game_platforms", N, gp_gamekey=one, gp_platformkey=[1, 2])
    f.add("devby", N, g_gamekey=one, d_devkey=[1, 2, 3, 4])


def _song_maker(f: Filler) -> None:
    f.add("users", 2, id=uid(1), username=PEOPLE, password_hash="x", role=["owner", "member"],
        created_at=iso)
    f.add("listeners", 6, id=uid(2), kind="anonymous", label="", created_at=iso)
    f.add("songs", N, id=uid(3), title=WORDS, model="small", seed="1", style=["folk", "jazz"],
        lyrics="la la", seconds=120.0, created_at=iso, source="generated",
        creator_id=lambda i: uid(1)(i % 2), visible=1, has_mp3=1, formats="{mp3}")
    f.add("jobs", 30, id=one, song_id=lambda i: uid(3)(i % N), model="small", title=WORDS,
        status=["done", "failed"], creator_id=lambda i: uid(1)(i % 2), created_at=iso,
        started_at=iso, finished_at=iso, wall_s=20.5)
    f.add("likes", 20, listener_id=lambda i: uid(2)(i % 6), song_id=uid(3), created_at=iso)
    f.add("plays", 90, id=one, song_id=lambda i: uid(3)(i * 7 % N),
        listener_id=lambda i: uid(2)(i % 6), played_at=iso, seconds_played=f.pick(3, 120))
    f.add("playlists", 3, id=one, listener_id=uid(2), name=["Road", "Rain", "Work"],
        created_at=iso, share_id=uid(4))
    f.add("playlist_items", 12, playlist_id=[1, 2, 3], song_id=uid(3), position=one)


def _bank(f: Filler) -> None:
    f.add("branches", 3, branch_id=one, branch_name=["Manhattan", "Downtown", "Westlake"],
        branch_location="x")
    f.add("customers", 8, customer_id=one, customer_name=PEOPLE, customer_email=mail,
        branch_id=[1, 2, 3])
    f.add("transactions", 90, transaction_id=one, customer_id=f.pick(1, 8),
        transaction_amount=f.pick(2, 900), transaction_category=["Food", "Rent", "Travel"],
        transaction_date=day)
    f.add("performance", 12, performance_id=one, branch_id=[1, 2, 3], performance_month="2025-10",
        new_customers=5, branch_revenue=99.5, staff_count=9)
    f.add("credit_cards", 8, card_id=one, customer_id=one, card_type=["Gold", "Platinum"],
        card_limit=900.0, card_balance=5.5, issued_date=day, status=["Active", "Blocked"])
    f.add("loans", 20, loan_id=one, customer_id=f.pick(1, 8), loan_type=["Home", "Car", "Student"],
        loan_amount=9000.0, interest_rate=4.5, issued_date=day, due_date=lambda i: day(i + 900),
        status=["Active", "Closed"])


def _library(f: Filler) -> None:
    f.add("BOOKS", N, ISBN=lambda i: f"97801{i:08}", bookTitle=WORDS, bookPrice=9.5)
    f.add("MEMBERS", 8, ID=lambda i: f"1234567{i}A", memberName=PEOPLE, memberCity="Madrid")
    f.add("LOANS", 70, loanID=one, loanData=iso, loanReturn=some(lambda i: iso(i + 9), 5),
        bookISBN=lambda i: f"97801{i * 7 % N:08}", memberID=lambda i: f"1234567{i % 8}A")
    f.add("LOST_BOOKS", 2, ISBN=lambda i: f"97801{i:08}", ID="12345671A", memberName="Bo",
        lostDate=iso)


def _defaults(f: Filler) -> None:
    f.add("loans", 80, ID=lambda i: 24_890 + i, year=2019, loan_limit="cf",
        Gender=["Male", "Female", "Joint"], loan_type=["type1", "type2"], loan_purpose=["p1", "p4"],
        loan_amount=f.pick(90_000, 600_000), term=360, income=f.pick(1_000, 9_000),
        credit_type=["EXP", "CRIF"], Credit_Score=f.pick(500, 900), age=["25-34", "55-64"])


def _biblioteca(f: Filler) -> None:
    f.add("careers", 3, id=one, code=["ISC", "IGE", "IND"], active=1, created_at=past,
        name=["Computing", "Management", "Industry"], updated_at=past)
    f.add("students", 8, id=one, control_number=lambda i: f"2103{i:04}", first_name=PEOPLE,
        paternal_surname=ARTISTS, career_id=[1, 2, 3], semester=f.pick(1, 9),
        academic_status="ACTIVE", active=1, created_at=past, updated_at=past)
    f.add("visit_reasons", 4, id=one, code=["STUDY", "LOAN", "PC", "OTHER"], active=1,
        name=["To study", "To borrow", "Computers", "Other"], created_at=past, updated_at=past)
    f.add("visits", 90, id=one, student_id=f.pick(1, 8), visit_reason_id=f.pick(1, 4),
        checked_in_at=iso, source=["KIOSK", "STAFF"], created_at=iso)


def _prison(f: Filler) -> None:
    f.add("inmates", 8, id=one, name=PEOPLE, inmate_id=lambda i: f"IN{i:03}", date_of_birth=past,
        admission_date=day, crime=["Fraud", "Theft"], cell_number=["A1", "B2"])
    f.add("staff", 3, id=one, name=ARTISTS, staff_id=lambda i: f"ST{i:03}", role="Guard",
        shift="Day")
    f.add("cells", 2, id=one, cell_number=["A1", "B2"], capacity=4, current_occupancy=4)
    f.add("visits", 40, id=one, inmate_id=lambda i: f"IN{i * 3 % 8:03}",
        visitor_name=[f"{p} Brook" for p in PEOPLE], visit_date=day, visit_time="14:00")
    f.add("incidents", 5, id=one, incident_date=day, incident_time="10:00", description="A quarrel",
        involved_inmates="IN001", involved_staff="ST001")


def _northstar(f: Filler) -> None:
    f.add("customers", 8, customer_id=one, first_name=PEOPLE, last_name=ARTISTS, email=mail,
        region=["West", "Midwest"], segment=["Premium", "Standard"], signup_date=past)
    f.add("products", N, product_id=one, product_name=WORDS, category=["Office", "Kitchen"],
        unit_cost=4.0, list_price=9.0)
    f.add("orders", 40, order_id=one, customer_id=f.pick(1, 8), order_date=day,
        status=["Completed", "Completed", "Returned", "Cancelled"], channel=["Web", "Store"])
    f.add("order_items", 90, order_item_id=one, order_id=lambda i: 1 + i % 40,
        product_id=f.pick(1, N), quantity=f.pick(1, 3), unit_price=9.0)
    f.add("marketing_campaigns", 3, campaign_id=one, campaign_name=["Spring", "Summer", "Fall"],
        channel="Email", start_date=day, spend=900.0)
    f.add("support_tickets", 10, ticket_id=one, customer_id=f.pick(1, 8), opened_date=day,
        category=["Shipping", "Billing"], resolved_date=some(lambda i: day(i + 1), 3))


def _commerce(f: Filler) -> None:
    f.add("users", 8, id=one, email=mail, first_name=PEOPLE, last_name=ARTISTS, phone="1",
        created_at=past, updated_at=past)
    f.add("collections", 2, id=one, handle=["new", "sale"], title=["New", "Sale"], published=1)
    f.add("products", 12, id=one, handle=lambda i: WORDS[i].lower().replace(" ", "-"), title=WORDS,
        description="Fine.", vendor=ARTISTS, product_type=["Shirt", "Bag"], available_for_sale=1,
        created_at=past, updated_at=past)
    f.add("product_variants", 36, id=one, product_id=lambda i: 1 + i // 3, title=["S", "M", "L"],
        price=9.5, sku=lambda i: f"SKU-{i:04}", inventory_quantity=5, weight=0.2, weight_unit="kg",
        available_for_sale=1, created_at=past, updated_at=past)
    f.add("product_images", 12, id=one, product_id=one, url="x", alt_text=WORDS, created_at=past)
    f.add("product_collections", 12, product_id=one, collection_id=[1, 2])
    f.add("carts", 4, id=uid(1), user_id=one, session_id=uid(2), currency_code="USD",
        created_at=iso, updated_at=iso)
    f.add("cart_items", 8, id=one, cart_id=lambda i: uid(1)(i % 4), variant_id=f.pick(1, 36),
        quantity=1, created_at=iso, updated_at=iso)
    f.add("orders", 40, id=uid(3), user_id=f.pick(1, 8), email=mail, total_amount=20.0,
        currency_code="USD", status=["delivered", "shipped", "cancelled", "pending"],
        created_at=iso, updated_at=lambda i: iso(i + 3))
    f.add("order_items", 80, id=one, order_id=lambda i: uid(3)(i % 40), variant_id=f.pick(1, 36),
        quantity=f.pick(1, 3), price=9.5, created_at=lambda i: iso(i % 40),
        updated_at=lambda i: iso(i % 40 + 3))


def _market(f: Filler) -> None:
    f.add("users", 8, id=one, name=PEOPLE, email=mail, password="x",
        role=["consumer", "consumer", "consumer", "farmer"])
    f.add("products", N, product_id=one, product_type=["greens", "meat", "dairy"],
        farmer_id=[4, 8], name=WORDS, description="Fresh.", price=3.5, quantity=9, image_url="x")
    f.add("orders", 40, orders_id=one, user_id=[1, 2, 3, 5, 6, 7], total_price=20.0,
        status=["completed", "pending", "cancelled"], created_at=iso)
    f.add("order_items", 90, order_item_id=one, order_id=lambda i: 1 + i % 40,
        ordered_product_id=f.pick(1, N), quantity=f.pick(1, 3), price=3.5)
    f.add("locations", 10, id=one, name=["Square", "Barn"], address="x", order_id=one)


def _titles(table: str, key: str = "id", title: str = "title") -> str:
    return f'SELECT DISTINCT "{key}" AS item, "{title}" AS title FROM "{table}"'


def _plays(table: str, item: str, time: str, user: str = "'me'", where: str = "1") -> str:
    return f"SELECT {user} AS user, {item} AS item, {time} AS time FROM {table} WHERE {where}"


_LINES = "order_items i JOIN orders o ON o.{} = i.order_id"
_VARIANTS = ("SELECT v.id AS item, p.title FROM product_variants v "
    "JOIN products p ON p.id = v.product_id")

CASES: dict[str, tuple[Fill, Right]] = {
    "music desktop": (_music_desktop, [(_plays("play_history", "track_id", "played_at"),
        _titles("tracks"))]),
    "melo_trip": (_melo_trip, [(_plays("play_history", "song_id", "last_played", "user_id", where),
        None) for where in ("1", "is_skipped = '0'")]),
    # Blinds are no things that anybody uses.
    "stacktrack": (_poker, []),
    "lyrics player": (_lyrics, [(_plays("play_history", "song_id", "played_at"),
        _titles("songs"))]),
    # What was looked at or what was climbed.
    "mountains": (_mountains, [
        (_plays(table, item, time, "user_id"), _titles("mountain_catalog", key, "name"))
        for table, time in (("view_history", "viewed_at"), ("completed_hikes", "completed_at"))
        for item, key in (("mountain_id", "id"), ("mountain_name", "name"))]),
    "photo notes": (_photos, [(_plays("view_history", "photo_id", "viewed_at"), None)]),
    # What was bought or what was looked at.
    "dbshop": (_dbshop, [(_plays('OrderDirect d JOIN "Order" o ON o.orderId = d.orderId',
        "d.productId", "o.dayBooking", "o.memberId"), _titles("Product", "productId",
        "productName")), (_plays("View_History", "productId", "time", "memberId"),
        _titles("Product", "productId", "productName"))]),
    "flashcard academy": (_flashcards, [(_plays("view_history", "set_id", time, "user_id"),
        _titles("sets")) for time in ("started_at", "completed_at")]),
    # Each move is of a game, which is called by its rules.
    "games by moves": (_moves, [(_plays("plays p JOIN game_players g ON g.id = p.game_player_id",
        "g.game_id", "p.creation_date", "g.player_id"), "SELECT g.id AS item, r.name AS title "
        "FROM games g JOIN rules r ON r.id = g.rule_id")]),
    # Plays are pieces here.
    "theatre": (_theatre, []),
    "game library": (_game_library, [(_plays("plays", "p_gamekey", "p_last_played", "p_uid"),
        _titles("games", "g_gamekey", "g_title"))]),
    "song maker": (_song_maker, [(_plays("plays", "song_id", "played_at", "listener_id"),
        _titles("songs"))]),
    # Money was lent.
    "bank branches": (_bank, []),
    "LIBRARY": (_library, [(_plays("LOANS", "bookISBN", "loanData", "memberID"),
        _titles("BOOKS", "ISBN", "bookTitle"))]),
    "loan defaults": (_defaults, []),
    "BiblioTECa": (_biblioteca, []),
    "prison": (_prison, []),
    # With or without what came back; cancelled is not bought.
    "Northstar Commerce": (_northstar, [(_plays(_LINES.format("order_id"), "i.product_id",
        "o.order_date", "o.customer_id", where), _titles("products", "product_id", "product_name"))
        for where in ("o.status NOT IN ('Returned', 'Cancelled')", "o.status <> 'Cancelled'")]),
    # A variant is called by its product.
    "FastAPI Commerce": (_commerce, [(_plays(_LINES.format("id"), "i.variant_id", "o.created_at",
        "o.user_id", "o.status <> 'cancelled'"), _VARIANTS), (_plays(_LINES.format("id") +
        " JOIN product_variants v ON v.id = i.variant_id", "v.product_id", "o.created_at",
        "o.user_id", "o.status <> 'cancelled'"), _titles("products"))]),
    "Farmers' market": (_market, [(_plays(_LINES.format("orders_id"), "i.ordered_product_id",
        "o.created_at", "o.user_id", "o.status <> 'cancelled'"), _titles("products", "product_id",
        "name"))]),
}
