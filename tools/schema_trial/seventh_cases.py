"""Twenty-two applications drawn by lot from a pool of sixty-seven, for what ``init`` does untuned.

Written down as in :mod:`first_cases`, before ``init`` was run on any of them. Two of the
twenty-four that were drawn have no schema of tables in their sources: Readeck and Flashpoint.
"""

from __future__ import annotations

from first_cases import Fill, Right
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
)

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


def _netnewswire(f: Filler) -> None:
    f.add("articles", N, articleID=lambda i: f"{i * 7919:032x}", feedID=lambda i:
          f"https://f.example/{i % 3}", uniqueID=lambda i: f"g{i}", title=WORDS, url=lambda i:
          f"https://a.example/{i}", contentHTML="<p>text</p>", datePublished=lambda i: seconds(i) +
          0.5, authors="[]", searchRowID=one)
    f.add("statuses", N, articleID=lambda i: f"{i * 7919:032x}", read=lambda i: int(i % 3 == 0),
          starred=lambda i: int(i == 4), dateArrived=lambda i: seconds(i + 1) + 0.25)


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


def _ddg(f: Filler) -> None:
    f.add("history_entries", N, id=one, url=lambda i: f"https://a.example/{i}", title=WORDS,
          query=lambda i: f"about {i}" if i % 6 == 0 else None, isSerp=lambda i: int(i % 6 == 0))
    f.add("visits_list", 40, historyEntryId=lambda i: i * 5 % N + 1,
          timestamp=lambda i: iso(i).replace(" ", "T") + ".123", tabId=uid(1))


def _phpbb(f: Filler) -> None:
    f.add("phpbb_users", 4, user_id=lambda i: i + 2, username=PEOPLE, user_email="a@example.org",
          user_password="x", user_regdate=seconds, user_lastvisit=seconds)
    f.add("phpbb_forums", 2, forum_id=one, forum_name=["News", "Talk"])
    f.add("phpbb_topics", N, topic_id=one, forum_id=[1, 2], topic_title=WORDS, topic_time=seconds,
          topic_poster=lambda i: i % 4 + 2, topic_views=f.pick(1, 99),
          topic_first_poster_name=PEOPLE, topic_last_post_time=lambda i: seconds(i + 9),
          topic_last_view_time=lambda i: seconds(i + 40), topic_last_poster_id=lambda i: i % 4 + 2)
    f.add("phpbb_posts", 48, post_id=one, topic_id=lambda i: i // 2 + 1,
          forum_id=lambda i: i // 2 % 2 + 1, poster_id=lambda i: i * 3 % 4 + 2, post_time=seconds,
          post_subject=lambda i: "Re: " + WORDS[i // 2], post_text="I agree", post_approved=1)
    f.add("phpbb_topics_track", 40, user_id=lambda i: i % 4 + 2, topic_id=lambda i: i * 5 % 24 + 1
          if i < 24 else (i * 5 + 1) % 24 + 1, forum_id=lambda i: 1, mark_time=lambda i:
          seconds(i + 20))
    f.add("phpbb_forums_track", 4, user_id=lambda i: i + 2, forum_id=1, mark_time=seconds)
    f.add("phpbb_topics_watch", 5, topic_id=one, user_id=3, notify_status=0)
    f.add("phpbb_bookmarks", 3, topic_id=one, user_id=2)
    f.add("phpbb_topics_posted", 20, user_id=lambda i: i % 4 + 2, topic_id=one, topic_posted=1)
    f.add("phpbb_groups", 2, group_id=one, group_name=["GUESTS", "REGISTERED"])


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


def _openkj(f: Filler) -> None:
    def song(i: int) -> int:
        return i * 5 % N
    f.add("dbSongs", N, songid=one, Artist=ARTISTS, Title=WORDS, DiscId=lambda i: f"SC{i:04}",
          Duration=f.pick(100000, 300000), path=lambda i: f"/k/SC{i:04} - {WORDS[i]}.zip",
          filename=lambda i: f"SC{i:04} - {WORDS[i]}", searchstring=lambda i: WORDS[i].lower(),
          plays=f.pick(1, 3), lastplay=lambda i: iso(i + 20))
    f.add("historySingers", 4, id=one, name=PEOPLE)
    f.add("historySongs", 36, id=one, historySinger=lambda i: i % 4 + 1,
          filepath=lambda i: f"/k/SC{song(i):04} - {WORDS[song(i)]}.zip",
          artist=lambda i: ARTISTS[song(i) % 4], title=lambda i: WORDS[song(i)],
          songid=lambda i: f"SC{song(i):04}", keychange=0, plays=f.pick(1, 3), lastplay=iso)
    f.add("dbSongHistory", 40, id=one, filepath=lambda i: f"/k/SC{song(i):04} - "
          f"{WORDS[song(i)]}.zip", artist=lambda i: ARTISTS[song(i) % 4], title=lambda i:
          WORDS[song(i)], songid=lambda i: f"SC{song(i):04}", timestamp=iso)
    f.add("rotationSingers", 3, singerid=one, name=PEOPLE, position=one, regular=0, addts=iso)
    f.add("queueSongs", 5, qsongid=one, singer=lambda i: i % 3 + 1, song=one, played=[0, 1],
          position=one)
    f.add("bmsongs", 6, songid=one, Artist=ARTISTS, Title=lambda i: WORDS[-i],
          path=lambda i: f"/bm/{i}.mp3", Filename=lambda i: f"{i}.mp3")


def _suwayomi(f: Filler) -> None:
    f.add("extension", 1, id=1, apk_name="a.apk", name="Tachi", pkg_name="t", version_name="1",
          is_installed=1)
    f.add("source", 1, id=77, name="Manga Shelf", lang="en", extension=1)
    f.add("manga", 8, id=one, url=lambda i: f"/m/{i}", title=WORDS, author=PEOPLE, status=[1, 2],
          initialized=1, in_library=1, in_library_at=seconds, source=77, last_fetched_at=seconds,
          chapters_last_fetched_at=seconds, update_strategy="ALWAYS_UPDATE",
          last_modified_at=lambda i: seconds(i + 90))
    f.add("chapter", 48, id=one, url=lambda i: f"/c/{i}", name=lambda i: f"Chapter {i % 6 + 1}",
          date_upload=lambda i: millis(i) - 10**9, chapter_number=lambda i: i % 6 + 1.0,
          read=lambda i: int(i % 6 < 2), last_page_read=lambda i: 9 if i % 6 < 3 else 0,
          last_read_at=lambda i: seconds(60 + i) if i % 6 < 3 else 0, fetched_at=seconds,
          source_order=lambda i: i % 6, page_count=20, manga=lambda i: i // 6 + 1,
          last_modified_at=lambda i: seconds(i + 99))
    f.add("category", 1, id=1, name="Default", order=0, is_default=1)
    f.add("categorymanga", 8, id=one, category=1, manga=one)


def _wallabag(f: Filler) -> None:
    f.add("wallabag_user", 2, id=one, username=PEOPLE, email=lambda i: f"u{i}@example.org",
          enabled=1, password="x", last_login=iso, name=PEOPLE, created_at=iso, updated_at=iso)
    f.add("wallabag_entry", 40, id=one, user_id=lambda i: i % 2 + 1, title=headline, url=lambda
          i: f"https://a.example/{i}", content="<p>text</p>",
          is_archived=lambda i: int(i % 3 > 0), archived_at=lambda i: iso(60 + i) if i % 3 else
          None, is_starred=lambda i: int(i == 5), starred_at=lambda i: iso(70) if i == 5 else None,
          created_at=iso, updated_at=lambda i: iso(60 + i), reading_time=f.pick(1, 20),
          domain_name="a.example", http_status="200", is_not_parsed=0)
    f.add("wallabag_tag", 3, id=one, label=["news", "tech", "food"], slug=["news", "tech", "food"])
    f.add("wallabag_entry_tag", 20, entry_id=one, tag_id=[1, 2, 3])
    f.add("wallabag_annotation", 4, id=one, user_id=1, entry_id=lambda i: 2 * i + 1, text="yes",
          created_at=iso, updated_at=iso, quote="a line", ranges="[]")
    f.add("wallabag_config", 2, id=one, user_id=one, items_per_page=12, language="en")


def _gerbera(f: Filler) -> None:
    f.add("mt_cds_object", N + 3, id=lambda i: i + 1, parent_id=lambda i: 1 if i < 3 else i % 2 + 2,
          object_type=lambda i: 1 if i < 3 else 2, upnp_class=lambda i: "object.container" if i < 3
          else "object.item.videoItem", dc_title=lambda i: ["Root", "Video", "Audio"][i] if i < 3
          else WORDS[i - 3], location=lambda i: None if i < 3 else f"/v/{i}.mkv",
          mime_type=lambda i: None if i < 3 else "video/x-matroska", last_modified=seconds,
          last_updated=seconds)
    f.add("mt_metadata", N, id=one, item_id=lambda i: i + 4, property_name="dc:date",
          property_value=past)
    f.add("grb_playstatus", 14, group="default", item_id=lambda i: i * 5 % N + 4,
          playCount=f.pick(1, 4), lastPlayed=seconds, lastPlayedPosition=f.pick(0, 9000),
          bookMarkPos=0)
    f.add("grb_client", 2, addr=["10.0.0.2", "10.0.0.3"], port=1900, addrFamily=2, userAgent="TV",
          last=seconds, age=seconds)


def _gamehub(f: Filler) -> None:
    f.add("games", N, source=["steam", "gog"], id=lambda i: str(20000 + i * 17), name=WORDS,
          info="{}", tags="favorites", platforms="linux", last_launch=lambda i: seconds(i) if
          i < 12 else 0, playtime_source=0, playtime_tracked=lambda i: 30 * i if i < 12 else 0)
    f.add("tags", 3, id=["favorites", "installed", "hidden"], name=["Favorites", "Installed",
          "Hidden"], icon="i", selected=1)
    f.add("emulators", 1, id="r", name="RetroArch", executable="/usr/bin/retroarch")


def _kiwix(f: Filler) -> None:
    f.add("HistoryRoomEntity", 30, id=one, zimId="z1", zimName="wikipedia_en", zimFilePath="/z",
          historyUrl=lambda i: f"https://kiwix.app/A/{WORDS[i * 5 % N].replace(' ', '_')}",
          historyTitle=lambda i: WORDS[i * 5 % N], dateString=lambda i: "1 Nov 2025",
          timeStamp=millis)
    f.add("NotesRoomEntity", 2, id=one, zimId="z1", zimUrl="https://kiwix.app/A/x",
          noteTitle=WORDS, noteFilePath="/n")
    f.add("RecentSearchRoomEntity", 5, id=one, searchTerm=WORDS, zimId="z1")
    f.add("DownloadRoomEntity", 2, id=one, downloadId=one, status=4, bookId=uid(1),
          title=["Wikipedia", "Wiktionary"], language="en", creator="Kiwix", publisher="Kiwix",
          date=past, size="100")


def _codex(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": iso}
    f.add("auth_user", 3, id=one, username=PEOPLE, password="x", email="", date_joined=iso,
          last_login=iso)
    f.add("django_session", 2, session_key=lambda i: f"{i * 7919:032x}", session_data="x",
          expire_date=iso)
    f.add("codex_library", 1, id=1, path="/comics", last_poll=iso, **stamps)
    f.add("codex_publisher", 2, id=one, name=["House", "Indie"], **stamps)
    f.add("codex_series", 4, id=one, name=ARTISTS, publisher_id=[1, 2], **stamps)
    f.add("codex_volume", 4, id=one, name=2001, series_id=one, **stamps)
    f.add("codex_comic", N, id=one, path=lambda i: f"/comics/{i}.cbz", library_id=1, name=WORDS,
          sort_name=WORDS, issue_number=lambda i: i // 4 + 1, volume_id=lambda i: i % 4 + 1,
          series_id=lambda i: i % 4 + 1, publisher_id=[1, 2], date=past, page_count=22, size=9,
          file_type="CBZ", **stamps)
    f.add("codex_bookmark", 30, id=one, user_id=lambda i: i % 3 + 1 if i < 27 else None,
          session_id=lambda i: None if i < 27 else f"{0:032x}", comic_id=lambda i: i // 3 * 2 + 1,
          page=f.pick(1, 22), finished=lambda i: int(i % 4 > 0), created_at=iso,
          updated_at=lambda i: iso(i + 30))
    f.add("codex_favorite", 3, id=one, user_id=1, comic_id=one, **stamps)
    f.add("codex_genre", 2, id=one, name=["Crime", "Space"], **stamps)
    f.add("codex_comic_genres", N, id=one, comic_id=one, genre_id=[1, 2])


def _infinity(f: Filler) -> None:
    f.add("accounts", 2, username=PEOPLE, karma=5, is_current_user=[1, 0])
    f.add("subreddits", 4, id=lambda i: f"t5_{i}", name=["news", "books", "films", "cats"],
          subscribers_count=9, created_utc=seconds)
    f.add("subscribed_subreddits", 4, id=lambda i: f"t5_{i}", name=["news", "books", "films",
          "cats"], username="Ana", is_favorite=0)
    f.add("users", 3, name=lambda i: f"redditor{i}", link_karma=1, comment_karma=1,
          created_utc=seconds)
    f.add("read_posts", 40, username=lambda i: PEOPLE[i % 2], id=lambda i: f"1k{i * 7919:05x}",
          time=millis)
    f.add("recent_search_queries", 3, username="Ana", search_query=WORDS, time=millis)


def _openreads(f: Filler) -> None:
    f.add("booksTable", N, id=one, title=WORDS, author=PEOPLE, book_type="paperback",
          status=lambda i: 0 if i < 12 else 1 if i < 14 else 2 if i < 22 else 3,
          rating=lambda i: 10 * f.rng.randint(2, 5) if i < 12 else None,
          favourite=lambda i: int(i == 3), deleted=lambda i: int(i == 5),
          start_date=lambda i: day(i) + "T00:00:00.000" if i < 14 else None,
          finish_date=lambda i: day(i + 5) + "T00:00:00.000" if i < 12 else None,
          pages=200, publication_year=1999, has_cover=1, readings=lambda i: f"{day(i)}|{day(i + 5)}"
          if i < 12 else "", date_added=lambda i: iso(i).replace(" ", "T"),
          date_modified=lambda i: iso(i + 9).replace(" ", "T"))


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


def _newsboat(f: Filler) -> None:
    f.add("rss_feed", 3, rssurl=lambda i: f"https://f.example/{i}.xml", url=lambda i:
          f"https://f.example/{i}", title=ARTISTS, lastmodified=seconds)
    f.add("rss_item", 40, id=one, guid=lambda i: f"g{i}", title=headline, author=PEOPLE,
          url=lambda i: f"https://a.example/{i}", feedurl=lambda i:
          f"https://f.example/{i % 3}.xml", pubDate=seconds, content="text",
          unread=lambda i: int(i % 3 > 0), deleted=lambda i: int(i % 9 == 6), enqueued=0)
    f.add("metadata", 1, db_schema_version_major=2, db_schema_version_minor=33)


def _rssguard(f: Filler) -> None:
    f.add("Accounts", 1, id=1, ordr=0, type="std-rss")
    f.add("Categories", 1, id=1, ordr=0, parent_id=-1, title="News", account_id=1)
    f.add("Feeds", 3, id=one, ordr=one, title=ARTISTS, date_created=millis, category=1,
          source=lambda i: f"https://f.example/{i}.xml", update_type=1, account_id=1,
          custom_id=lambda i: str(i + 1))
    f.add("Messages", 40, id=one, is_read=lambda i: int(i % 3 > 0), is_important=lambda i:
          int(i == 4), is_deleted=lambda i: int(i % 10 == 7), is_pdeleted=0,
          feed=lambda i: i % 3 + 1, title=headline, url=lambda i:
          f"https://a.example/{i}", author=PEOPLE, date_created=millis, contents="text",
          account_id=1, custom_id=lambda i: f"g{i}", date_retrieved=lambda i: millis(i + 1))
    f.add("Labels", 2, id=one, name=["later", "work"], account_id=1)
    f.add("LabelsInMessages", 4, message=one, label=[1, 2])


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


def _qutebrowser(f: Filler) -> None:
    f.add("History", 40, url=lambda i: f"https://a.example/{i * 5 % N}", title=lambda i:
          WORDS[i * 5 % N], atime=seconds, redirect=lambda i: int(i % 9 == 0))
    f.add("CompletionHistory", N, url=lambda i: f"https://a.example/{i}", title=WORDS,
          last_atime=lambda i: seconds(i + 10))
    f.add("CompletionMetaInfo", 1, key="force_rebuild", value=0)


def _amarok(f: Filler) -> None:
    f.add("urls", N, id=lambda i: i + 51, deviceid=-1, rpath=lambda i: f"./m/{i}.mp3", directory=1,
          uniqueid=lambda i: f"amarok-sqltrackuid://{i:032x}")
    f.add("directories", 1, id=1, deviceid=-1, dir="./m/", changedate=seconds)
    f.add("artists", 4, id=one, name=ARTISTS)
    f.add("albums", 4, id=one, name=lambda i: f"Album {i}", artist=one)
    f.add("genres", 2, id=one, name=["Rock", "Jazz"])
    f.add("years", 2, id=one, name=["1999", "2004"])
    f.add("tracks", N, id=one, url=lambda i: i + 51, artist=lambda i: i % 4 + 1, album=lambda i:
          i % 4 + 1, genre=[1, 2], year=[1, 2], title=WORDS, tracknumber=lambda i: i // 4 + 1,
          length=f.pick(90000, 300000), createdate=seconds, modifydate=seconds)
    f.add("statistics", 14, id=one, url=lambda i: i * 5 % N + 51, createdate=seconds,
          accessdate=lambda i: seconds(i + 40), score=50.0, rating=lambda i: i % 3 * 4,
          playcount=f.pick(1, 9), deleted=0)
    f.add("playlists", 1, id=1, name="Party")
    f.add("playlist_tracks", 4, id=one, playlist_id=1, track_num=one, url=lambda i:
          f"file:///m/{i}.mp3", title=WORDS, artist=ARTISTS)


def _epiphany(f: Filler) -> None:
    f.add("hosts", 3, id=one, url=lambda i: f"https://h{i}.example/", title=lambda i:
          f"h{i}.example", visit_count=f.pick(1, 20), zoom_level=0.0)
    f.add("urls", N, id=one, host=lambda i: i % 3 + 1, url=lambda i:
          f"https://h{i % 3}.example/{i}", title=WORDS, visit_count=f.pick(1, 4), typed_count=0,
          last_visit_time=lambda i: seconds(i + 16) * 1_000_000)
    f.add("visits", 40, id=one, url=lambda i: i * 5 % N + 1, visit_time=lambda i: seconds(i) *
          1_000_000, visit_type=[1, 1, 2, 1, 3], referring_visit=-1)


def _songs(query: str, names: str) -> list[tuple[str, str]]:
    return [(query.format(item=item), f"SELECT DISTINCT {item} AS item, title FROM {names}")
            for item in ("filepath", "title", "songid", "artist || ' - ' || title")]


CASES: dict[str, tuple[Fill, Right]] = {
    # Nothing else is kept of who drank what.
    "Bar Assistant": (_bar, [(f"SELECT {user} AS user, r.rateable_id AS item, r.created_at AS time "
        "FROM ratings r JOIN bar_memberships m ON m.id = r.bar_membership_id",
        "SELECT id AS item, name AS title FROM cocktails")
        for user in ("m.user_id", "r.bar_membership_id")]),
    "NetNewsWire": (_netnewswire, [("SELECT articleID AS item FROM statuses WHERE read = 1",
        "SELECT articleID AS item, title FROM articles")]),
    "DVD Store": (_dvd,
          [("SELECT o.CUSTOMERID AS user, l.PROD_ID AS item, l.ORDERDATE AS time FROM "
        f"{table} l JOIN ORDERS o ON o.ORDERID = l.ORDERID".replace("l.ORDERDATE", "o.ORDERDATE"),
        "SELECT PROD_ID AS item, TITLE AS title FROM PRODUCTS")
        for table in ("ORDERLINES", "CUST_HIST")]),
    "DuckDuckGo": (_ddg, [("SELECT historyEntryId AS item, timestamp AS time FROM visits_list "
        f"JOIN history_entries h ON h.id = historyEntryId{where}",
        "SELECT id AS item, title FROM history_entries") for where in ("", " WHERE isSerp = 0")]),
    # When they last read a topic, or wrote in it.
    "phpBB": (_phpbb, [
        ("SELECT user_id AS user, topic_id AS item, mark_time AS time FROM phpbb_topics_track",
         "SELECT topic_id AS item, topic_title AS title FROM phpbb_topics"),
        ("SELECT poster_id AS user, topic_id AS item, post_time AS time FROM phpbb_posts",
         "SELECT topic_id AS item, topic_title AS title FROM phpbb_topics")]),
    "Bagisto": (_bagisto, [("SELECT o.customer_id AS user, i.product_id AS item, o.created_at AS "
        f"time FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.status NOT IN ({out})",
        "SELECT product_id AS item, name AS title FROM product_flat")
        for out in ("'canceled'", "'canceled', 'pending'")]),
    # Who sang what, or what was sung in the house.
    "OpenKJ": (_openkj, [
        *_songs("SELECT historySinger AS user, {item} AS item, lastplay AS time FROM historySongs",
                "historySongs"),
        *_songs("SELECT {item} AS item, timestamp AS time FROM dbSongHistory", "dbSongHistory"),
        ("SELECT songid AS item, lastplay AS time FROM dbSongs",
         "SELECT songid AS item, Title AS title FROM dbSongs")]),
    # Chapters that were read, or begun.
    "Suwayomi": (_suwayomi, [(f"SELECT {item} AS item, {time} AS time FROM chapter WHERE {where}",
        items) for item, items in (
            ("manga", "SELECT id AS item, title FROM manga"),
            ("id", "SELECT c.id AS item, m.title AS title FROM chapter c JOIN manga m "
             "ON m.id = c.manga"))
        for time, where in (("last_read_at", "last_read_at > 0"), ("last_read_at", "read = 1"),
                            ("0", "read = 1"))]),
    "wallabag": (_wallabag, [("SELECT user_id AS user, id AS item, archived_at AS time FROM "
        "wallabag_entry WHERE is_archived = 1", "SELECT id AS item, title FROM wallabag_entry")]),
    "Gerbera": (_gerbera, [(f"SELECT {user} AS user, item_id AS item, lastPlayed AS time FROM "
        "grb_playstatus WHERE lastPlayed > 0",
        "SELECT id AS item, dc_title AS title FROM mt_cds_object") for user in ("'me'",
        '"group"')]),
    "GameHub": (_gamehub, [(f"SELECT {item} AS item, last_launch AS time FROM games "
        "WHERE last_launch > 0", f"SELECT {item} AS item, name AS title FROM games")
        for item in ("id", "name")]),
    "Kiwix": (_kiwix, [(f"SELECT {item} AS item, timeStamp AS time FROM HistoryRoomEntity",
        f"SELECT {item} AS item, historyTitle AS title FROM HistoryRoomEntity")
        for item in ("historyTitle", "historyUrl")]),
    # Some sit at a browser without an account.
    "Codex": (_codex, [(f"SELECT user_id AS user, comic_id AS item, {time} AS time FROM "
        "codex_bookmark", "SELECT id AS item, name AS title FROM codex_comic")
        for time in ("updated_at", "created_at")]),
    "Infinity": (_infinity, [("SELECT username AS user, id AS item, time FROM read_posts", None)]),
    # Finished, being read, for later, not finished.
    "Openreads": (_openreads, [(f"SELECT id AS item, {time} AS time FROM booksTable "
        f"WHERE {time} IS NOT NULL AND deleted = 0", "SELECT id AS item, title FROM booksTable")
        for time in ("finish_date", "start_date")]),
    "AdventureLog": (_adventure, [(f"SELECT l.user_id AS user, l.id AS item, v.{time} AS time FROM "
        "adventures_visit v JOIN adventures_location l ON l.id = v.location_id",
        "SELECT id AS item, name AS title FROM adventures_location")
        for time in ("start_date", "end_date")]),
    "Newsboat": (_newsboat, [(f"SELECT id AS item FROM rss_item WHERE unread = 0{deleted}",
        "SELECT id AS item, title FROM rss_item") for deleted in ("", " AND deleted = 0")]),
    "RSS Guard": (_rssguard, [(f"SELECT {user} AS user, id AS item FROM Messages "
        f"WHERE is_read = 1{deleted}", "SELECT id AS item, title FROM Messages")
        for deleted in ("", " AND is_deleted = 0") for user in ("'me'", "account_id")]),
    "Zen Cart": (_zencart, [("SELECT o.customers_id AS user, p.products_id AS item, "
        "o.date_purchased AS time FROM orders_products p JOIN orders o ON o.orders_id = "
        f"p.orders_id{where}", "SELECT products_id AS item, products_name AS title FROM "
        "products_description") for where in ("", " WHERE o.orders_status <> 1")]),
    "qutebrowser": (_qutebrowser, [
        *((f"SELECT {item} AS item, atime AS time FROM History{where}",
           f"SELECT DISTINCT {item} AS item, title FROM History") for item in ("url", "title")
          for where in ("", " WHERE redirect = 0")),
        ("SELECT url AS item, last_atime AS time FROM CompletionHistory",
         "SELECT url AS item, title FROM CompletionHistory")]),
    "Amarok": (_amarok, [
        ("SELECT url AS item, accessdate AS time FROM statistics",
         "SELECT url AS item, title FROM tracks"),
        ("SELECT t.id AS item, s.accessdate AS time FROM statistics s JOIN tracks t "
         "ON t.url = s.url", "SELECT id AS item, title FROM tracks")]),
    "Epiphany": (_epiphany, [("SELECT url AS item, visit_time AS time FROM visits",
        "SELECT id AS item, title FROM urls")]),
}
