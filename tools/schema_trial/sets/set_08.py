"""Twenty-one further applications, drawn by lot from the pool of the seventh set.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them. Three of the
twenty-four that were drawn keep no history in their tables: Fossify Music, Thunder and Mango.
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
)

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _videodb(f: Filler) -> None:
    f.add("users", 3, id=one, name=PEOPLE, passwd="x", timestamp=iso, permissions=1)
    f.add("mediatypes", 2, id=one, name=["DVD", "File"])
    f.add("genres", 2, id=one, name=["Drama", "Crime"])
    f.add("videodata", N, id=one, title=WORDS, year=2001, director=PEOPLE, runtime=f.pick(80, 140),
          language="english", istv=0, lastupdate=iso, mediatype=[1, 2], created=iso, owner_id=1,
          filename=lambda i: f"{i}.mkv", filedate=iso, rating="7.1")
    f.add("videogenre", N, video_id=one, genre_id=[1, 2])
    f.add("userseen", 30, video_id=lambda i: i // 3 * 2 + 1, user_id=lambda i: i % 3 + 1)
    f.add("lent", 2, diskid=["001", "002"], who=PEOPLE, dt=iso)
    f.add("actors", 4, name=ARTISTS, actorid=lambda i: f"nm{i}", imgurl="", checked=iso)
    f.add("userconfig", 6, user_id=[1, 2, 3], opt=lambda i: f"o{i}", value="1")


def _romm(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": lambda i: iso(i + 50)}
    f.add("users", 3, id=one, username=PEOPLE, hashed_password="x", role="viewer", last_login=iso,
          **stamps)
    f.add("platforms", 2, id=one, slug=["snes", "gba"], fs_slug=["snes", "gba"], name=["Super",
          "Advance"], **stamps)
    f.add("roms", N, id=one, igdb_id=lambda i: 900 + i, fs_name=lambda i: f"{WORDS[i]} (USA).zip",
          fs_name_no_tags=WORDS, fs_name_no_ext=lambda i: f"{WORDS[i]} (USA)", fs_extension="zip",
          fs_path="roms/snes", name=WORDS, slug=lambda i: f"r-{i}", platform_id=[1, 2], **stamps)
    f.add("rom_files", N, id=one, rom_id=one, file_name=lambda i: f"{WORDS[i]} (USA).zip",
          file_path="roms/snes", last_modified=lambda i: float(seconds(i)), **stamps)
    f.add("devices", 3, id=uid(1), user_id=one, name=["Deck", "Phone", "Web"], last_seen=iso,
          **stamps)
    f.add("rom_user", 30, id=one, rom_id=lambda i: i // 3 + 1, user_id=lambda i: i % 3 + 1,
          last_played=lambda i: iso(i) if i % 4 else None, rating=lambda i: 7 if i % 5 == 0 else 0,
          backlogged=lambda i: int(i % 4 == 0), status=lambda i: "finished" if i % 4 == 1 else None,
          **stamps)
    f.add("play_sessions", 40, id=one, user_id=lambda i: i % 3 + 1, device_id=lambda i: uid(1)(i %
          3), rom_id=lambda i: i * 5 % N + 1, start_time=iso, end_time=lambda i: iso(i + 1),
          duration_ms=f.pick(60000, 9000000), created_at=lambda i: iso(i + 1), updated_at=lambda i:
          iso(i + 1))
    f.add("saves", 6, id=one, rom_id=one, user_id=1, file_name=lambda i: f"{i}.srm",
          file_path="saves", **stamps)
    f.add("collections", 1, id=1, name="Best", user_id=1, **stamps)
    f.add("collections_roms", 4, collection_id=1, rom_id=one, **stamps)


def _castero(f: Filler) -> None:
    f.add("feed", 3, key=lambda i: f"https://f.example/{i}.xml", title=ARTISTS, description="talk",
          link="https://f.example", last_build_date="Sat, 01 Nov 2025 09:00:00 GMT")
    f.add("episode", N, id=one, feed_key=lambda i: f"https://f.example/{i % 3}.xml", title=WORDS,
          description="talk", pubdate="Sat, 01 Nov 2025 09:00:00 GMT",
          enclosure=lambda i: f"https://f.example/{i}.mp3", played=lambda i: int(i % 3 == 0))
    f.add("queue", 3, id=one, ep_id=lambda i: i + 2)
    f.add("progress", 4, ep_id=lambda i: 3 * i + 2, time=f.pick(1000, 900000))


def _flox(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": lambda i: iso(i + 50)}
    f.add("users", 1, id=1, username="ana", password="x", **stamps)
    f.add("settings", 1, id=1, show_date=1, show_genre=1, show_ratings="always")
    f.add("genres", 2, id=one, name=["Drama", "Crime"])
    f.add("items", N, id=one, tmdb_id=lambda i: 500 + i, title=WORDS, original_title=WORDS,
          media_type=lambda i: "tv" if i % 4 == 3 else "movie",
          rating=lambda i: ["1", "2", "1", "3"][i % 4] if i < 18 else "0", released=seconds,
          last_seen_at=lambda i: iso(i + 9) if i < 18 else None,
          watchlist=lambda i: int(i >= 18), refreshed_at=iso, tmdb_rating="7.1", **stamps)
    f.add("genre_item", N, id=one, item_id=one, genre_id=[1, 2])
    f.add("episodes", 24, id=one, tmdb_id=lambda i: 503 + 4 * (i // 4), name=lambda i:
          f"Episode {i % 4 + 1}", season_number=1, season_tmdb_id=lambda i: 70 + i // 4,
          episode_number=lambda i: i % 4 + 1, episode_tmdb_id=lambda i: 9000 + i,
          seen=lambda i: int(i % 4 < 2), **stamps)
    f.add("alternative_titles", 12, id=one, tmdb_id=lambda i: 500 + i, title=lambda i:
          f"El {WORDS[i]}", country="ES")


def _myne(f: Filler) -> None:
    f.add("book_library", 10, id=one, book_id=lambda i: 1342 + i * 17, title=WORDS, authors=PEOPLE,
          file_path=lambda i: f"/books/{i}.epub", created_at=millis, is_external_book=0)
    f.add("reader_table", 7, id=one, library_item_id=lambda i: i * 3 % 10 + 1,
          last_chapter_index=f.pick(0, 20), last_chapter_offset=f.pick(0, 900),
          last_read_time=lambda i: millis(20 + i))
    f.add("bookmarks_table", 3, id=one, book_id=one, chapter_index=2, chapter_title="II",
          chapter_offset=9, created_at=millis)


def _slims(f: Filler) -> None:
    f.add("member", 6, member_id=lambda i: f"M{i:05}", member_name=PEOPLE, gender=1,
          member_type_id=1, expire_date="2030-01-01", register_date=day, input_date=day)
    f.add("mst_member_type", 1, member_type_id=1, member_type_name="Standard", input_date=day)
    f.add("biblio", N, biblio_id=one, title=WORDS, isbn_issn=lambda i: f"978{i:010}",
          publish_year="1999", input_date=iso, last_update=iso, language_id="en")
    f.add("mst_author", 4, author_id=one, author_name=PEOPLE, input_date=day)
    f.add("biblio_author", N, biblio_id=one, author_id=lambda i: i % 4 + 1, level=1)
    f.add("item", N, item_id=one, biblio_id=one, item_code=lambda i: f"B{i:05}", input_date=iso,
          last_update=iso, item_status_id="0", location_id="SL")
    f.add("loan", 30, loan_id=one, item_code=lambda i: f"B{i * 5 % N:05}", member_id=lambda i:
          f"M{i % 6:05}", loan_date=day, due_date=lambda i: day(i + 20), loan_rules_id=1, is_lent=1,
          is_return=lambda i: int(i < 25), return_date=lambda i: day(i + 15) if i < 25 else None,
          input_date=iso, last_update=lambda i: iso(i + 15))
    f.add("search_biblio", N, biblio_id=one, title=WORDS, author=PEOPLE, input_date=iso,
          last_update=iso)
    f.add("visitor_count", 12, visitor_id=one, member_id=lambda i: f"M{i % 6:05}",
          member_name=lambda i: PEOPLE[i % 6], checkin_date=iso)
    f.add("user", 2, user_id=one, username=["admin", "desk"], realname=["Admin", "Desk"],
          passwd="x", input_date=day, last_update=day)


def _libretime(f: Filler) -> None:
    f.add("cc_subjs", 3, id=one, login=["admin", "dj1", "dj2"], type="A", first_name=PEOPLE,
          last_name="Doe", lastlogin=iso)
    f.add("cc_files", N, id=one, name=lambda i: f"{i}.mp3", mime="audio/mp3", ftype="audioclip",
          filepath=lambda i: f"/m/{i}.mp3", track_title=WORDS, artist_name=ARTISTS,
          album_title="Album", genre="Rock", owner_id=lambda i: i % 3 + 1, mtime=iso, utime=iso,
          lptime=lambda i: iso(i + 30), length="00:03:20")
    f.add("cc_show", 2, id=one, name=["Breakfast", "Night"])
    f.add("cc_show_instances", 8, id=one, starts=lambda i: iso(5 * i), ends=lambda i: iso(5 * i +
          4), show_id=[1, 2], created=iso)
    f.add("cc_schedule", 40, id=one, starts=iso, ends=lambda i: iso(i + 1), file_id=lambda i: i * 5
          % N + 1, clip_length="00:03:20", media_item_played=1, instance_id=lambda i: i // 5 + 1,
          playout_status=1, broadcasted=1, position=lambda i: i % 5)
    f.add("cc_playout_history", 40, id=one, file_id=lambda i: i * 5 % N + 1, starts=iso,
          ends=lambda i: iso(i + 1), instance_id=lambda i: i // 5 + 1)
    f.add("cc_playout_history_metadata", 40, id=one, history_id=one, key="track_title",
          value=lambda i: WORDS[i * 5 % N])
    f.add("cc_playlist", 1, id=1, name="Morning", mtime=iso, utime=iso, creator_id=1)
    f.add("cc_playlistcontents", 5, id=one, playlist_id=1, file_id=one, position=one)


def _owntone(f: Filler) -> None:
    f.add("files", N, id=one, path=lambda i: f"/m/{i}.mp3", virtual_path=lambda i:
          f"/file:/m/{i}.mp3", fname=lambda i: f"{i}.mp3", title=WORDS, artist=ARTISTS,
          album="Album", album_artist=ARTISTS, genre="Rock", type="mp3", song_length=200000,
          rating=lambda i: 80 if i == 3 else 0, play_count=lambda i: i % 3 + 1 if i < 12 else 0,
          skip_count=lambda i: int(i == 5), media_kind=1, db_timestamp=seconds, time_added=seconds,
          time_modified=seconds, time_played=lambda i: seconds(40 + i) if i < 12 else 0,
          time_skipped=lambda i: seconds(50) if i == 5 else 0, songalbumid=9, songartistid=8,
          title_sort=WORDS)
    f.add("playlists", 2, id=one, title=["Library", "Party"], type=0, db_timestamp=seconds)
    f.add("playlistitems", 4, id=one, playlistid=2, filepath=lambda i: f"/m/{i}.mp3")


def _materialistic(f: Filler) -> None:
    f.add("read", 40, _id=one, itemid=lambda i: str(45_000_000 + i * 7919))
    f.add("readable", 5, _id=one, itemid=lambda i: str(45_000_000 + i * 7919), content="<p>")
    f.add("saved", 6, _id=one, itemid=lambda i: str(45_000_000 + i * 7919), title=WORDS,
          url=lambda i: f"https://a.example/{i}", time=lambda i: str(millis(i)))


def _commafeed(f: Filler) -> None:
    f.add("USERS", 2, id=lambda i: 1000 + i, name=["ana", "bo"], password=b"x", salt=b"y",
          disabled=0, lastLogin=iso, created=iso)
    f.add("USERROLES", 2, id=one, user_id=lambda i: 1000 + i, role="USER")
    f.add("FEEDS", 4, id=lambda i: 2000 + i, url=lambda i: f"https://f.example/{i}.xml",
          lastUpdated=iso, lastPublishedDate=iso)
    f.add("FEEDSUBSCRIPTIONS", 8, id=lambda i: 3000 + i, user_id=lambda i: 1000 + i % 2,
          feed_id=lambda i: 2000 + i // 2, title=lambda i: ARTISTS[i // 2])
    f.add("FEEDENTRYCONTENTS", 40, id=lambda i: 4000 + i, title=headline, content="text",
          author=PEOPLE)
    f.add("FEEDENTRIES", 40, id=lambda i: 5000 + i, guid=lambda i: f"g{i}", guidHash=lambda i:
          f"{i:040x}", feed_id=lambda i: 2000 + i % 4, content_id=lambda i: 4000 + i,
          url=lambda i: f"https://a.example/{i}", inserted=iso, published=iso)
    f.add("FEEDENTRYSTATUSES", 60, id=lambda i: 6000 + i, subscription_id=lambda i: 3000 + i // 2 %
          40 % 4 * 2 + i % 2, entry_id=lambda i: 5000 + i // 2, user_id=lambda i: 1000 + i % 2,
          read_status=lambda i: int(i % 3 > 0), starred=lambda i: int(i == 7),
          entryInserted=lambda i: iso(i // 2), entryUpdated=lambda i: iso(i // 2))


def _foodyou(f: Filler) -> None:
    f.add("Product", 10, id=one, name=WORDS, brand=ARTISTS, sourceType=0, isLiquid=0, energy=200.0)
    f.add("Recipe", 4, id=one, name=lambda i: f"{WORDS[-i - 1]} stew", servings=2, isLiquid=0)
    f.add("RecipeIngredient", 8, id=one, recipeId=lambda i: i // 2 + 1, ingredientProductId=one,
          measurement=1, quantity=10.0)
    f.add("Meal", 3, id=one, name=["Breakfast", "Lunch", "Dinner"], fromHour=[7, 12, 18],
          rank=one)
    f.add("DiaryProduct", 30, id=one, name=lambda i: WORDS[i * 3 % 10], sourceType=0, isLiquid=0,
          energy=200.0)
    f.add("DiaryRecipe", 10, id=one, name=lambda i: f"{WORDS[-(i % 4) - 1]} stew", servings=2)
    f.add("Measurement", 40, id=one, mealId=lambda i: i % 3 + 1, epochDay=lambda i: 20370 + i // 3,
          productId=lambda i: i - i // 4 if i % 4 < 3 else None,
          recipeId=lambda i: i // 4 + 1 if i % 4 == 3 else None, measurement=1, quantity=1.0,
          createdAt=seconds, updatedAt=seconds)
    f.add("FoodEvent", 14, id=one, type=1, epochSeconds=seconds, productId=lambda i: i + 1 if i <
          10 else None, recipeId=lambda i: i - 9 if i >= 10 else None)
    f.add("SearchEntry", 3, epochSeconds=seconds, query=WORDS)


def _m3u(f: Filler) -> None:
    f.add("playlists", 2, title=["Home", "Work"], url=lambda i: f"https://iptv.example/{i}.m3u",
          pinned_groups="[]", hidden_groups="[]", source="0", epg_urls="[]")
    f.add("streams", N, id=one, url=lambda i: f"https://iptv.example/s/{i}", group=["News",
          "Sport"], title=WORDS, playlist_url=lambda i: f"https://iptv.example/{i % 2}.m3u",
          favourite=lambda i: int(i == 2), hidden=0, seen=lambda i: millis(i) if i < 10 else 0,
          relation_id=lambda i: f"ch{i}")
    f.add("programmes", 30, id=one, relation_id=lambda i: f"ch{i % N}",
          epg_url="https://e.example",
          start=millis, end=lambda i: millis(i + 1), title=lambda i: f"Show {i}", description="",
          categories="[]")


def _linguacafe(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": lambda i: iso(i + 50)}
    f.add("users", 2, id=one, name=PEOPLE, email=lambda i: f"u{i}@example.org", password="x",
          selected_language="spanish", **stamps)
    f.add("books", 4, id=one, user_id=[1, 2], name=ARTISTS, language="spanish", word_count=900,
          **stamps)
    f.add("chapters", N, id=one, user_id=lambda i: i // 6 % 2 + 1, book_id=lambda i: i // 6 + 1,
          name=lambda i: f"{WORDS[i]}", language="spanish", raw_text="hola", processed_text="",
          read_count=lambda i: i % 6 // 2 if i % 6 < 4 else 0, word_count=f.pick(200, 900),
          type="text", processing_status="processed", **stamps)
    f.add("encountered_words", 30, id=one, user_id=[1, 2], language="spanish", stage=f.pick(-7, 2),
          word=lambda i: f"palabra{i}", translation="word", lookup_count=f.pick(0, 9),
          read_count=f.pick(0, 30), added_to_srs=day, next_review=day, **stamps)
    f.add("goals", 2, id=one, name="Read words", user_id=[1, 2], language="spanish",
          type="read_words", quantity=100, **stamps)
    f.add("goal_achievements", 12, id=one, user_id=[1, 2], language="spanish", goal_id=[1, 2],
          achieved_quantity=f.pick(0, 200), goal_quantity=100, day=day, **stamps)


def _podfetch(f: Filler) -> None:
    f.add("users", 2, id=uid(1), username=PEOPLE, role="user", created_at=iso)
    f.add("podcasts", 3, id=uid(2), name=ARTISTS, directory_id=one, rssfeed=lambda i:
          f"https://f.example/{i}.xml", image_url="", author=PEOPLE, active=1)
    f.add("podcast_episodes", N, id=uid(3), podcast_id=lambda i: uid(2)(i % 3), episode_id=lambda i:
          f"ep{i:08}", name=WORDS, url=lambda i: f"https://f.example/{i}.mp3", image_url="",
          date_of_recording=lambda i: iso(i).replace(" ", "T"), total_time=f.pick(900, 3600),
          description="talk", guid=lambda i: f"g{i}", download_time=iso)
    f.add("episodes", 12, id=uid(4), user_id=lambda i: uid(1)(i % 2), device="phone",
          podcast=lambda i: f"https://f.example/{i % 3}.xml", episode=lambda i:
          f"https://f.example/{i}.mp3", timestamp=iso, guid=lambda i: f"g{i}", action="play",
          started=0, position=f.pick(1, 900), total=900)
    f.add("listening_events", 40, id=uid(5), user_id=lambda i: uid(1)(i % 2), device="web",
          podcast_episode_id=lambda i: f"ep{i * 5 % N:08}", podcast_id=lambda i: uid(2)(i * 5 % N %
          3), podcast_episode_db_id=lambda i: uid(3)(i * 5 % N), delta_seconds=f.pick(10, 60),
          start_position=f.pick(0, 900), end_position=f.pick(900, 1800), listened_at=iso)
    f.add("favorites", 2, user_id=uid(1), podcast_id=uid(2), favored=1)
    f.add("devices", 2, id=uid(6), deviceid="phone", kind="mobile", name="Phone", user_id=uid(1))
    f.add("playlists", 1, id="pl", name="Drive", user_id=uid(1))
    f.add("sessions", 2, username=PEOPLE, user_id=uid(1), session_id=uid(7), expires=iso)


def _spotube(f: Filler) -> None:
    f.add("history_table", 48, id=one, created_at=seconds, type=lambda i: "track" if i % 6 else
          "album", item_id=lambda i: f"7xGfFoTpQ2E{i * 5 % N:011x}" if i % 6 else
          f"4aawyAB9vmq{i % 4:011x}", data=lambda i: '{"name": "' + WORDS[i * 5 % N] + '"}')
    f.add("preferences_table", 1, id=0, audio_quality="high", locale="en")
    f.add("source_match_table", 9, id=one, track_id=lambda i: f"7xGfFoTpQ2E{i * 5 % N:011x}",
          source_info="{}", source_type="youtube", created_at=seconds)
    f.add("lyrics_table", 3, id=one, track_id=lambda i: f"7xGfFoTpQ2E{i:011x}", data="{}")
    f.add("blacklist_table", 1, id=1, name="Noise", element_type="artist", element_id="x")


def _opentv(f: Filler) -> None:
    f.add("sources", 1, id=1, name="Home", source_type=1, url="https://iptv.example", enabled=1,
          username="ana", password="x")
    f.add("groups", 2, id=one, name=["News", "Films"], source_id=1, media_type=0)
    f.add("channels", N, id=one, name=WORDS, url=lambda i: f"https://iptv.example/{i}",
          media_type=[0, 1], source_id=1, favorite=lambda i: int(i == 3), group_id=[1, 2],
          stream_id=lambda i: 700 + i, last_watched=lambda i: seconds(i) if i < 9 else None)
    f.add("epg", 4, id=one, epg_id=lambda i: f"e{i}", channel_name=WORDS, title=lambda i:
          f"Show {i}", start_timestamp=seconds)
    f.add("settings", 2, key=["volume", "zoom"], value="1")


def _mnemosyne(f: Filler) -> None:
    f.add("facts", N, _id=one, id=lambda i: f"F{i * 7919:07x}")
    f.add("data_for_fact", 48, _fact_id=lambda i: i // 2 + 1, key=["f", "b"], value=lambda i:
          f"{WORDS[i // 2]} {'fb'[i % 2]}")
    f.add("cards", N, _id=one, id=lambda i: f"C{i * 104729:09x}", card_type_id="1", _fact_id=one,
          fact_view_id="1.1", question=WORDS, answer=lambda i: f"answer {i}", grade=f.pick(0, 5),
          next_rep=seconds, last_rep=lambda i: seconds(40 + i), easiness=2.5, acq_reps=1,
          ret_reps=2, lapses=0, creation_time=seconds, modification_time=seconds, active=1)
    f.add("tags", 1, _id=1, id="T1", name="__UNTAGGED__")
    f.add("tags_for_card", N, _card_id=one, _tag_id=1)
    f.add("log", 60, _id=one, event_type=lambda i: [9, 9, 9, 1, 2][i % 5], timestamp=seconds,
          object_id=lambda i: f"C{i * 7 % N * 104729:09x}" if i % 5 < 3 else None, grade=lambda i:
          i % 6, easiness=2.5, thinking_time=f.pick(2, 20), next_rep=seconds)


def _bookwyrm(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_date": iso, "updated_date": lambda i: iso(i + 50)}
    f.add("bookwyrm_user", 3, id=one, username=lambda i: f"{PEOPLE[i]}@books.example",
          localname=PEOPLE, password="x", created_date=iso, last_login=iso)
    f.add("bookwyrm_book", N + 8, id=one, title=lambda i: WORDS[i % N], sort_title=lambda i:
          WORDS[i % N], published_date=past, **stamps)
    f.add("bookwyrm_work", 8, book_ptr_id=lambda i: i + N + 1)
    f.add("bookwyrm_edition", N, book_ptr_id=one, parent_work_id=lambda i: N + 1 + i % 8,
          pages=200,
          physical_format="Paperback")
    f.add("bookwyrm_author", 4, id=one, name=PEOPLE, **stamps)
    f.add("bookwyrm_book_authors", N, id=one, book_id=one, author_id=lambda i: i % 4 + 1)
    f.add("bookwyrm_shelf", 9, id=one, name=["To Read", "Currently Reading", "Read"],
          identifier=["to-read", "reading", "read"], user_id=lambda i: i // 3 + 1, **stamps)
    f.add("bookwyrm_shelfbook", 30, id=one, book_id=lambda i: i * 5 % N + 1, user_id=lambda i: i
          % 3
          + 1, shelf_id=lambda i: i % 3 * 3 + i // 3 % 3 + 1, shelved_date=iso, **stamps)
    f.add("bookwyrm_readthrough", 20, id=one, user_id=lambda i: i % 3 + 1, book_id=lambda i: i *
          5 %
          N + 1, progress=f.pick(1, 200), progress_mode="PG", start_date=iso, finish_date=lambda i:
          iso(i + 4) if i % 4 else None, is_active=lambda i: int(i % 4 == 0), **stamps)
    f.add("bookwyrm_progressupdate", 12, id=one, user_id=lambda i: i % 3 + 1, readthrough_id=lambda
          i: i % 12 + 1, progress=f.pick(1, 200), mode="PG", **stamps)
    f.add("bookwyrm_status", 12, id=one, user_id=lambda i: i % 3 + 1, content="good",
          privacy="public", published_date=iso)
    f.add("bookwyrm_review", 6, status_ptr_id=one, book_id=one, name="Good", rating=4)


def _selfoss(f: Filler) -> None:
    f.add("sources", 3, id=one, title=ARTISTS, tags="news", spout="rss", params="{}",
          lastupdate=seconds, lastentry=seconds)
    f.add("items", 40, id=one, datetime=iso, title=headline, content="text", source=lambda i: i %
          3 + 1, unread=lambda i: int(i % 3 > 0), starred=lambda i: int(i == 4), uid=lambda i:
          f"g{i}", link=lambda i: f"https://a.example/{i}", updatetime=lambda i: iso(i + 60),
          author=PEOPLE, lastseen=lambda i: iso(99))
    f.add("tags", 1, tag="news", color="#fff")
    f.add("version", 1, version=14)


def _ultrastar(f: Filler) -> None:
    f.add("us_songs", N, ID=one, Artist=ARTISTS, Title=WORDS, TimesPlayed=f.pick(0, 4))
    f.add("us_scores", 40, SongID=lambda i: i * 5 % N + 1, Difficulty=[0, 1, 2], Player=lambda i:
          PEOPLE[i % 4], Score=f.pick(1000, 9990), Date=seconds)
    f.add("us_statistics_info", 1, ResetTime=seconds)


def _quiterss(f: Filler) -> None:
    f.add("feeds", 3, id=one, text=ARTISTS, title=ARTISTS, xmlUrl=lambda i:
          f"https://f.example/{i}.xml", unread=f.pick(0, 9), created=lambda i: iso(i).replace(" ",
          "T"), updated=lambda i: iso(i).replace(" ", "T"), parentId=0)
    f.add("news", 40, id=one, feedId=lambda i: i % 3 + 1, guid=lambda i: f"g{i}", title=headline,
          description="text", published=lambda i: iso(i).replace(" ", "T"), received=lambda i:
          iso(i + 1).replace(" ", "T"), author_name=PEOPLE, new=0, read=lambda i: [0, 1, 2][i % 3],
          starred=lambda i: int(i == 4), deleted=lambda i: int(i % 10 == 7), link_href=lambda i:
          f"https://a.example/{i}")
    f.add("labels", 2, id=one, name=["Important", "Work"], num=one)


CASES: dict[str, tuple[Fill, Right]] = {
    "VideoDB": (_videodb, [("SELECT user_id AS user, video_id AS item FROM userseen",
        "SELECT id AS item, title FROM videodata")]),
    "RomM": (_romm, [
        *((f"SELECT user_id AS user, rom_id AS item, {time} AS time FROM play_sessions",
           "SELECT id AS item, name AS title FROM roms") for time in ("start_time", "end_time")),
        ("SELECT user_id AS user, rom_id AS item, last_played AS time FROM rom_user "
         "WHERE last_played IS NOT NULL", "SELECT id AS item, name AS title FROM roms")]),
    "Castero": (_castero, [("SELECT id AS item FROM episode WHERE played = 1",
        "SELECT id AS item, title FROM episode")]),
    # Rating 0 is unrated; an item of the watch list has not been seen.
    "Flox": (_flox,
          [("SELECT id AS item, last_seen_at AS time FROM items WHERE last_seen_at IS NOT "
        "NULL", "SELECT id AS item, title FROM items"),
        ("SELECT id AS item, last_seen_at AS time FROM items WHERE watchlist = 0",
        "SELECT id AS item, title FROM items")]),
    "Myne": (_myne, [("SELECT library_item_id AS item, last_read_time AS time FROM reader_table",
        "SELECT id AS item, title FROM book_library")]),
    # A copy of a book is lent.
    "SLiMS": (_slims,
          [(f"SELECT l.member_id AS user, {item} AS item, l.loan_date AS time FROM loan "
        "l JOIN item i ON i.item_code = l.item_code", f"SELECT {item} AS item, b.title AS title "
        "FROM biblio b JOIN item i ON i.biblio_id = b.biblio_id JOIN loan l ON l.item_code = "
        "i.item_code") for item in ("b.biblio_id".replace("b.", "i."), "l.item_code")]),
    # One station's plays.
    "LibreTime": (_libretime, [(f"SELECT file_id AS item, starts AS time FROM {table}",
        "SELECT id AS item, track_title AS title FROM cc_files")
        for table in ("cc_playout_history", "cc_schedule")] + [
        ("SELECT id AS item, lptime AS time FROM cc_files WHERE lptime IS NOT NULL",
         "SELECT id AS item, track_title AS title FROM cc_files")]),
    "OwnTone": (_owntone, [("SELECT id AS item, time_played AS time FROM files WHERE time_played > "
        "0", "SELECT id AS item, title FROM files")]),
    # What the stories are called is on a server.
    "Materialistic": (_materialistic, [("SELECT itemid AS item, _id AS \"order\" FROM read",
          None)]),
    # When they were read is not kept.
    "CommaFeed": (_commafeed, [("SELECT user_id AS user, entry_id AS item FROM FEEDENTRYSTATUSES "
        "WHERE read_status = 1", "SELECT e.id AS item, c.title AS title FROM FEEDENTRIES e JOIN "
        "FEEDENTRYCONTENTS c ON c.id = e.content_id")]),
    # A product or a recipe, copied for each meal.
    "Food You": (_foodyou, [("SELECT p.name AS item, m.createdAt AS time FROM Measurement m JOIN "
        "DiaryProduct p ON p.id = m.productId", "SELECT DISTINCT name AS item, name AS title FROM "
        "DiaryProduct")]),
    "M3U Android": (_m3u, [("SELECT id AS item, seen AS time FROM streams WHERE seen > 0",
        "SELECT id AS item, title FROM streams")]),
    # How often a chapter was read, and not when.
    "LinguaCafe": (_linguacafe, [("SELECT user_id AS user, id AS item FROM chapters WHERE "
        "read_count > 0", "SELECT id AS item, name AS title FROM chapters")]),
    "PodFetch": (_podfetch, [
        (f"SELECT user_id AS user, {item} AS item, listened_at AS time FROM listening_events",
         f"SELECT {key} AS item, name AS title FROM podcast_episodes")
        for item, key in (("podcast_episode_db_id", "id"), ("podcast_episode_id", "episode_id"))]),
    # Titles are in JSON.
    "Spotube": (_spotube, [(f"SELECT item_id AS item, created_at AS time FROM history_table{where}",
        None) for where in ("", " WHERE type = 'track'")]),
    "Open TV": (_opentv, [("SELECT id AS item, last_watched AS time FROM channels WHERE "
        "last_watched IS NOT NULL", "SELECT id AS item, name AS title FROM channels")]),
    # Event 9 is a repetition.
    "Mnemosyne": (_mnemosyne, [
        ("SELECT object_id AS item, timestamp AS time FROM log WHERE event_type = 9",
         "SELECT id AS item, question AS title FROM cards"),
        ("SELECT object_id AS item, timestamp AS time FROM log WHERE object_id IS NOT NULL",
         "SELECT id AS item, question AS title FROM cards"),
        ("SELECT _id AS item, last_rep AS time FROM cards WHERE last_rep > 0",
         "SELECT _id AS item, question AS title FROM cards")]),
    "BookWyrm": (_bookwyrm, [(f"SELECT user_id AS user, book_id AS item, {time} AS time FROM "
        f"bookwyrm_readthrough{where}", "SELECT id AS item, title FROM bookwyrm_book")
        for time, where in (("start_date", ""), ("finish_date", " WHERE finish_date IS NOT NULL"),
                            ("finish_date", ""))]),
    "selfoss": (_selfoss, [(f"SELECT id AS item, {time} AS time FROM items WHERE unread = 0",
        "SELECT id AS item, title FROM items") for time in ("0", "updatetime")]),
    "UltraStar Deluxe": (_ultrastar, [("SELECT Player AS user, SongID AS item, Date AS time FROM "
        "us_scores", "SELECT ID AS item, Title AS title FROM us_songs")]),
    # Read is 1 when it was selected, 2 when that was confirmed.
    "QuiteRSS": (_quiterss, [(f"SELECT id AS item FROM news WHERE read > 0{deleted}",
        "SELECT id AS item, title FROM news") for deleted in ("", " AND deleted = 0")]),
}
