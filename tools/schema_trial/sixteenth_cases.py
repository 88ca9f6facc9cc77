"""Twenty files as people have them on a disk or a server, large and small, not tried before.

Written down as in :mod:`first_cases`, before ``init`` was run on any of them.
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
    url,
)

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _else_wer(f: Filler) -> None:
    f.add("audiobooks", N, id=one, author=ARTISTS, title=WORDS, files_location=lambda i: f"/a/{i}",
          created_at=iso, updated_at=iso)
    f.add("files", 48, id=one, book_id=lambda i: i // 2 + 1, file_path=lambda i: f"/a/{i}.mp3",
          codec="mp3", duration=1800, channels=2, sample_rate=44100)
    f.add("users", 3, id=one, username=PEOPLE, password_hash="x", salt="y", created_at=past)
    f.add("progress", 30, id=one, user_id=lambda i: i // 10 + 1, book_id=lambda i: i * 5 % N + 1,
          progress_fname=lambda i: f"{i * 5 % N * 2}.mp3", progress_time_marker=f.pick(0, 1800))


def _aggregator(f: Filler) -> None:
    f.add("feed", 5, id=one, url=url, title=lambda i: f"Blog {i}", link=url, update_mode="AUTO",
          last_update_time=millis, next_update_time=millis)
    f.add("entry", 40, id=one, feed_id=lambda i: i % 5 + 1, uid=uid(1), title=headline, link=url,
          content="<p>x</p>", author=PEOPLE, publish_time=millis, insert_time=millis,
          update_time=millis, read_time=lambda i: millis(i * 7 % 40 + 60) if i % 3 else 0,
          pinned_time=lambda i: millis(90) if i % 11 == 4 else 0)


def _track(i: int) -> str:
    return f"{('Ana', 'Bo')[i % 2]}/{ARTISTS[i % 4]} - {WORDS[i]}.mp3"


def _raphson(f: Filler) -> None:
    f.add("history", 60, timestamp=seconds, track=lambda i: _track(i * 5 % N), playlist=lambda i:
          ("Ana", "Bo")[i * 5 % N % 2])
    f.add("content", N, path=_track, music_data=b"\x00\x01", cover_data=b"\x02",
          lyrics_json="null")
    f.add("settings", 2, key=["theme", "lang"], value=["dark", "en"])


def _comic(f: Filler) -> None:
    f.add("User", 2, id=uid(9), name=PEOPLE, default=[1, 0], settings="{}")
    f.add("Comic", 6, id=uid(1), userId=lambda i: uid(9)(i % 2), siteId=lambda i: f"s{i}",
          name=lambda i: WORDS[-i - 1], cover="x.jpg", repo="mangadex", author=ARTISTS,
          status="ongoing", synopsis="About", type="manga")
    f.add("Chapter", 48, id=uid(2), comicId=lambda i: uid(1)(i // 8), siteId=lambda i: f"c{i}",
          repo="mangadex", name=headline, number=lambda i: str(i % 8 + 1), pages="[]", date=past,
          language="en")
    f.add("ReadProgress", 30, id=uid(3), chapterId=lambda i: uid(2)(i * 7 % 48),
          comicId=lambda i: uid(1)(i * 7 % 48 // 8), userId=lambda i: uid(9)(i * 7 % 48 // 8 % 2),
          totalPages=20, page=lambda i: 20 if i % 4 else 7)
    f.add("Plugin", 1, id=1, enabled=1, name="MangaDex", repository="x", version="1", path="/p")


def _novel(f: Filler) -> None:
    f.add("books", N, id=one, book_id=lambda i: f"n{i * 7919}", book_name=WORDS, author=ARTISTS,
          description="About", cover="x.jpg", source=1, is_bookshelf=[1, 1, 0], total_chapter=90,
          last_read_time=lambda i: millis(i * 7 % N), last_read_chapter_index=f.pick(0, 89),
          last_read_chapter_id=f.pick(100, 900))
    f.add("chapters", 60, id=one, chapter_name=lambda i: f"Chapter {i % 5 + 1}", content="text",
          chapterIndex=lambda i: i % 5, book_id=lambda i: i // 5 + 1)


def _learning(f: Filler) -> None:
    f.add("users", 6, id=one, openId=uid(9), name=PEOPLE, email=lambda i: f"u{i}@x.example",
          loginMethod="google", role=["user", "user", "admin"], createdAt=past, updatedAt=iso,
          lastSignedIn=iso)
    f.add("courses", N, id=one, code=lambda i: f"C{i + 100}", title=WORDS, description="About",
          trimester="1", year="2025", createdAt=past)
    f.add("courseModules", 72, id=one, courseId=lambda i: i // 3 + 1, title=lambda i:
          f"Week {i % 3 + 1}", description="About", orderIndex=lambda i: i % 3, createdAt=past)
    f.add("courseEnrollments", 40, id=one, userId=lambda i: i % 6 + 1, courseId=lambda i: i * 5 % N
          + 1, progress=f.pick(0, 100), enrolledAt=iso, lastAccessedAt=lambda i: iso(i * 7 % 40 +
          60))
    f.add("moduleCompletions", 50, id=one, userId=lambda i: i % 6 + 1, moduleId=lambda i: i * 5 %
          72 + 1, completed=lambda i: int(i % 5 > 0), completedAt=lambda i: iso(i) if i % 5 else
          None, createdAt=iso)


def _nora(f: Filler) -> None:
    f.add("artists", 4, id=one, name=ARTISTS)
    f.add("albums", 6, id=one, title=lambda i: WORDS[-i - 1], year=2001, created_at=iso)
    f.add("genres", 2, id=one, name=["Folk", "Jazz"], created_at=iso)
    f.add("songs", N, id=one, title=WORDS, duration=200.5, path=lambda i: f"/m/{i}.mp3",
          sample_rate=44100, bit_rate=320, year=2001, track_number=one, file_created_at=past,
          file_modified_at=past, created_at=iso, updated_at=iso)
    f.add("artworks", 6, id=one, path=lambda i: f"/a/{i}.webp", source="LOCAL", width=300,
          height=300, created_at=iso)
    f.add("playlists", 2, id=one, name=["Mix", "Run"], created_at=iso)
    f.add("play_events", 60, id=one, playback_percentage=f.pick(30, 100), song_id=lambda i: i * 5 %
          N + 1, created_at=iso)
    f.add("seek_events", 12, id=one, position=f.pick(1, 90), song_id=lambda i: i * 5 % N + 1,
          created_at=iso)
    f.add("skip_events", 20, id=one, position=f.pick(1, 20), song_id=lambda i: i * 7 % N + 1,
          created_at=iso)
    f.add("artists_songs", N, song_id=one, artist_id=lambda i: i % 4 + 1)
    f.add("album_songs", N, album_id=lambda i: i % 6 + 1, song_id=one)
    f.add("genres_songs", N, genre_id=lambda i: i % 2 + 1, song_id=one)
    f.add("artworks_songs", N, song_id=one, artwork_id=lambda i: i % 6 + 1)
    f.add("playlists_songs", 8, playlist_id=lambda i: i % 2 + 1, song_id=one)
    f.add("albums_artists", 6, album_id=one, artist_id=lambda i: i % 4 + 1)


def _spotify(f: Filler) -> None:
    f.add("artist", 4, artist_id=lambda i: f"ar{i * 7919:08}", name=ARTISTS, popularity=50)
    f.add("album", 6, album_id=lambda i: f"al{i * 7919:08}", name=lambda i: WORDS[-i - 1],
          release_date=past, album_type="album")
    f.add("track", N, track_id=lambda i: f"tr{i * 7919:08}", name=WORDS, duration_ms=200_000,
          popularity=f.pick(0, 90), album_id=lambda i: f"al{i % 6 * 7919:08}", track_number=one,
          tempo=120.0, energy=0.5)
    f.add("play", 60, id=one, played_at=lambda i: iso(i).replace(" ", "T") + ".123Z",
          track_id=lambda i: f"tr{i * 5 % N * 7919:08}", track_name=lambda i: WORDS[i * 5 % N],
          album_id=lambda i: f"al{i * 5 % N % 6 * 7919:08}", album_name=lambda i: WORDS[-(i * 5 % N
          % 6) - 1], main_artist_id=lambda i: f"ar{i * 5 % N % 4 * 7919:08}",
          main_artist_name=lambda i: ARTISTS[i * 5 % N % 4])
    f.add("track_artist", N, track_id=lambda i: f"tr{i * 7919:08}", artist_id=lambda i:
          f"ar{i % 4 * 7919:08}")


def _gnuplex(f: Filler) -> None:
    f.add("media_items", N, id=one, created_at=iso, updated_at=iso, path=lambda i:
          f"/films/{WORDS[i]}.mkv", last_played=lambda i: iso(i * 7 % N + 90).replace(" ", "T") +
          "Z" if i % 3 else "", temp=0, type=1, last_scan_uuid="u")
    f.add("media_dirs", 1, id=1, created_at=iso, updated_at=iso, path="/films", last_scanned=iso)
    f.add("file_extensions", 2, id=one, created_at=iso, extension=["mkv", "mp4"])


def _koha(f: Filler) -> None:
    f.add("branches", 2, branchcode=["CPL", "FPL"], branchname=["Central", "Field"])
    f.add("categories", 2, categorycode=["PT", "ST"], description=["Patron", "Student"])
    f.add("biblio", N, biblionumber=one, author=ARTISTS, title=WORDS, copyrightdate=2001,
          timestamp=iso, datecreated=past)
    f.add("biblioitems", N, biblioitemnumber=one, biblionumber=one, itemtype="BK", isbn=lambda i:
          f"978{i:010}", publishercode="x", timestamp=iso, marcxml="<x/>")
    f.add("items", 30, itemnumber=one, biblionumber=lambda i: i % N + 1, biblioitemnumber=lambda i:
          i % N + 1, barcode=lambda i: f"B{i:06}", dateaccessioned=past, homebranch=["CPL", "FPL"],
          datelastborrowed=day, datelastseen=day, issues=f.pick(0, 9), renewals=0,
          holdingbranch=["CPL", "FPL"], timestamp=iso, itype="BK", onloan=lambda i: day(i + 90) if
          i < 6 else None)
    f.add("borrowers", 6, borrowernumber=one, cardnumber=lambda i: f"C{i:05}", surname=["Moe",
          "Roe"], firstname=PEOPLE, address="x", city="y", branchcode="CPL", categorycode="PT",
          dateenrolled=past, userid=PEOPLE)
    loan: dict[str, Cells] = {"branchcode": "CPL", "issuingbranch": "CPL", "renewals": 0}
    f.add("issues", 6, borrowernumber=one, itemnumber=one, date_due=lambda i: day(i + 100),
          timestamp=lambda i: iso(i + 80), issuedate=lambda i: day(i + 80), **loan)
    f.add("old_issues", 60, borrowernumber=lambda i: i % 6 + 1, itemnumber=lambda i: i * 7 % 30 + 1,
          date_due=lambda i: day(i + 40), returndate=lambda i: day(i + 3 + i % 9), timestamp=
          lambda i: iso(i + 3 + i % 9), issuedate=day, **loan)
    f.add("itemtypes", 1, itemtype="BK", description="Books")
    f.add("issuingrules", 2, categorycode=["PT", "ST"], itemtype="BK", branchcode="*",
          maxissueqty=9, issuelength=21)
    f.add("reserves", 8, borrowernumber=lambda i: i % 6 + 1, reservedate=day, biblionumber=lambda i:
          i * 5 % N + 1, branchcode="CPL", priority=1, timestamp=iso)
    f.add("accountlines", 5, borrowernumber=one, accountno=1, itemnumber=one, date=day, amount=0.5,
          accounttype="F", amountoutstanding=0.5, timestamp=iso)
    f.add("statistics", 120, datetime=lambda i: iso(i // 2), branch="CPL", type=["issue", "return"],
          itemnumber=lambda i: i // 2 * 7 % 30 + 1, itemtype="BK", borrowernumber=lambda i: i // 2 %
          6 + 1)
    f.add("virtualshelves", 1, shelfnumber=1, shelfname="To read", owner="1", category="1",
          lastmodified=iso)
    f.add("virtualshelfcontents", 4, shelfnumber=1, biblionumber=one, dateadded=iso)
    f.add("letter", 2, module="circulation", code=["ODUE", "DUE"], name="Overdue", title="Overdue")


def _moodle(f: Filler) -> None:
    f.add("mdl_course_categories", 2, id=one, name=["Arts", "Science"], timemodified=seconds)
    f.add("mdl_course", N, id=one, category=[1, 2], sortorder=one, fullname=WORDS, shortname=
          lambda i: f"C{i + 100}", summary="About", format="topics", startdate=seconds, visible=1,
          timecreated=seconds, timemodified=seconds)
    f.add("mdl_user", 8, id=one, auth="manual", confirmed=1, username=lambda i: PEOPLE[i].lower(),
          firstname=PEOPLE, lastname=["Moe", "Roe"], email=lambda i: f"u{i}@x.example",
          firstaccess=seconds, lastaccess=seconds, timecreated=seconds, timemodified=seconds)
    f.add("mdl_enrol", N, id=one, enrol="manual", courseid=one, roleid=5, timecreated=seconds,
          timemodified=seconds)
    f.add("mdl_user_enrolments", 48, id=one, enrolid=lambda i: i * 5 % N + 1, userid=lambda i: i % 8
          + 1, timestart=seconds, timeend=0, modifierid=2, timecreated=seconds,
          timemodified=seconds)
    f.add("mdl_user_lastaccess", 24, id=one, userid=lambda i: i % 8 + 1, courseid=lambda i: i * 5 %
          N + 1, timeaccess=lambda i: seconds(i * 7 % 24 + 60))
    f.add("mdl_logstore_standard_log", 90, id=one, eventname=["\\core\\event\\course_viewed",
          "\\mod_quiz\\event\\attempt_started", "\\core\\event\\course_updated"],
          component=["core", "mod_quiz", "core"], action=["viewed", "started", "updated"],
          target=["course", "attempt", "course"], crud=["r", "c", "u"], contextid=one,
          contextlevel=50, contextinstanceid=lambda i: i * 5 % N + 1, userid=lambda i: i % 8 + 1,
          courseid=lambda i: i * 5 % N + 1, timecreated=seconds, origin="web", ip="::1")
    f.add("mdl_course_completions", 20, id=one, userid=lambda i: i % 8 + 1, course=lambda i: i * 5 %
          N + 1, timeenrolled=seconds, timestarted=seconds, timecompleted=lambda i: seconds(i + 50)
          if i % 2 else None)
    f.add("mdl_forum", N, id=one, course=one, type="news", name="Announcements", timemodified=
          seconds)
    f.add("mdl_forum_discussions", 12, id=one, course=one, forum=one, name=headline, firstpost=one,
          userid=lambda i: i % 8 + 1, timemodified=seconds)
    f.add("mdl_forum_posts", 12, id=one, discussion=one, userid=lambda i: i % 8 + 1, created=
          seconds, modified=seconds, subject=headline, message="x")
    f.add("mdl_quiz", 12, id=one, course=one, name=lambda i: f"Quiz {i}", timecreated=seconds,
          timemodified=seconds, grade=10)
    f.add("mdl_quiz_attempts", 30, id=one, quiz=lambda i: i % 12 + 1, userid=lambda i: i % 8 + 1,
          attempt=1, uniqueid=one, state=["finished", "finished", "inprogress"], timestart=seconds,
          timefinish=lambda i: seconds(i) + 900 if i % 3 < 2 else 0, timemodified=seconds)
    f.add("mdl_role", 2, id=one, name="", shortname=["teacher", "student"], archetype="student")
    f.add("mdl_role_assignments", 16, id=one, roleid=[1, 2], contextid=one, userid=lambda i: i % 8 +
          1, timemodified=seconds, modifierid=2)
    f.add("mdl_config", 3, id=one, name=["version", "theme", "lang"], value="x")


def _discourse(f: Filler) -> None:
    f.add("users", 8, id=one, username=PEOPLE, created_at=past, updated_at=iso, name=PEOPLE,
          active=1, username_lower=lambda i: PEOPLE[i].lower(), last_seen_at=iso, trust_level=1)
    f.add("categories", 2, id=one, name=["General", "Help"], color="fff", created_at=past,
          updated_at=past, user_id=1, slug=["general", "help"])
    f.add("topics", N, id=one, title=WORDS, last_posted_at=iso, created_at=iso, updated_at=iso,
          views=f.pick(5, 90), posts_count=3, user_id=lambda i: i % 8 + 1, last_post_user_id=1,
          category_id=[1, 2], visible=1, bumped_at=iso, archetype="regular", slug=lambda i:
          WORDS[i].lower().replace(" ", "-"), fancy_title=WORDS)
    f.add("posts", 60, id=one, user_id=lambda i: i % 8 + 1, topic_id=lambda i: i % N + 1,
          post_number=lambda i: i // N + 1, raw="text", cooked="<p>text</p>", created_at=iso,
          updated_at=iso, reads=f.pick(1, 20), post_type=1, last_version_at=iso)
    f.add("post_actions", 20, id=one, post_id=lambda i: i * 3 % 60 + 1, user_id=lambda i: i % 8 + 1,
          post_action_type_id=2, created_at=iso, updated_at=iso)
    f.add("post_timings", 90, topic_id=lambda i: i * 5 % N + 1, post_number=lambda i: i % 3 + 1,
          user_id=lambda i: i % 8 + 1, msecs=f.pick(500, 60_000))
    f.add("bookmarks", 4, id=one, user_id=one, topic_id=one, post_id=one, created_at=iso,
          updated_at=iso)
    f.add("topic_users", 48, user_id=lambda i: i % 8 + 1, topic_id=lambda i: i // 8 * 4 + i % 4 + 1,
          posted=lambda i: int(i % 6 == 0), last_read_post_number=2, highest_seen_post_number=3,
          last_visited_at=lambda i: iso(i * 7 % 48 + 60), first_visited_at=iso,
          notification_level=1, total_msecs_viewed=f.pick(500, 60_000), id=one)
    f.add("topic_views", 90, topic_id=lambda i: i * 5 % N + 1, viewed_at=day, user_id=lambda i:
          i % 8 + 1 if i % 4 else None, ip_address="::1")
    f.add("tags", 2, id=one, name=["art", "code"], created_at=past, updated_at=past)
    f.add("topic_tags", 12, id=one, topic_id=one, tag_id=[1, 2], created_at=iso, updated_at=iso)
    f.add("user_actions", 40, id=one, action_type=[1, 2, 5], user_id=lambda i: i % 8 + 1,
          target_topic_id=lambda i: i * 5 % N + 1, target_post_id=-1, acting_user_id=lambda i: i % 8
          + 1, created_at=iso, updated_at=iso)
    f.add("badges", 2, id=one, name=["Basic", "Welcome"], created_at=past, updated_at=past)
    f.add("user_badges", 8, id=one, badge_id=[1, 2], user_id=one, granted_at=iso, granted_by_id=-1)
    f.add("user_emails", 8, id=one, user_id=one, email=lambda i: f"u{i}@x.example", primary=1,
          created_at=past, updated_at=past)
    f.add("user_stats", 8, user_id=one, topics_entered=9, time_read=900, days_visited=9, new_since=
          past)
    f.add("user_visits", 60, id=one, user_id=lambda i: i % 8 + 1, visited_at=day, posts_read=5,
          time_read=90)
    f.add("user_profile_views", 10, id=one, user_profile_id=lambda i: i % 8 + 1, viewed_at=iso,
          user_id=lambda i: i % 7 + 1)


def _unicenta(f: Filler) -> None:
    f.add("categories", 2, id=["c1", "c2"], name=["Drinks", "Food"])
    f.add("roles", 2, id=["0", "1"], name=["Admin", "Cashier"])
    f.add("people", 2, id=["p0", "p1"], name=["Boss", "Till"], role=["0", "1"], visible=1)
    f.add("locations", 1, id="0", name="General")
    f.add("taxes", 1, id="t0", name="Exempt", category="x")
    f.add("customers", 6, id=uid(7), searchkey=lambda i: f"k{i}", name=PEOPLE, firstname=PEOPLE,
          visible=1)
    f.add("products", N, id=uid(1), reference=lambda i: f"r{i}", code=lambda i: f"{i:013}",
          name=WORDS, pricebuy=1.0, pricesell=2.0, category=["c1", "c2"], taxcat="x")
    f.add("closedcash", 1, money="m", host="till", hostsequence=1, datestart=iso)
    f.add("receipts", 40, id=uid(2), money="m", datenew=iso, person="p1")
    f.add("tickets", 40, id=uid(2), tickettype=lambda i: int(i % 13 == 12), ticketid=one,
          person="p1", customer=lambda i: uid(7)(i % 6) if i % 5 else None, status=0)
    f.add("ticketlines", 80, ticket=lambda i: uid(2)(i // 2), line=[0, 1], product=lambda i:
          uid(1)(i * 5 % N), units=lambda i: -1.0 if i // 2 % 13 == 12 else 1.0 + i % 3, price=2.0,
          taxid="t0")
    f.add("payments", 40, id=uid(3), receipt=uid(2), payment="cash", total=4.0)
    f.add("stockdiary", 104, id=uid(4), datenew=lambda i: iso(i // 2), reason=lambda i: -1 if i < 80
          else 1, location="0", product=lambda i: uid(1)(i * 5 % N), units=lambda i: -1.0 if i < 80
          else 9.0, price=2.0, appuser="Till")
    f.add("stockcurrent", N, location="0", product=uid(1), units=f.pick(0, 40))


def _legado(f: Filler) -> None:
    f.add("books", N, bookUrl=lambda i: f"https://n.example/b/{i}", tocUrl=url, origin="n.example",
          originName="Novels", name=WORDS, author=ARTISTS, kind="x", latestChapterTitle="Chapter 9",
          latestChapterTime=millis, lastCheckTime=millis, totalChapterNum=90, durChapterTitle=
          lambda i: f"Chapter {i % 5}", durChapterIndex=f.pick(0, 80), durChapterTime=millis,
          order=one, canUpdate=1)
    f.add("chapters", 60, url=lambda i: f"https://n.example/c/{i}", title=lambda i:
          f"Chapter {i % 5 + 1}", baseUrl="x", bookUrl=lambda i: f"https://n.example/b/{i // 5}",
          index=lambda i: i % 5)
    f.add("bookmarks", 4, time=millis, bookName=WORDS, bookAuthor=ARTISTS, chapterName="Chapter 1",
          bookText="x", content="y")
    f.add("readRecord", 18, deviceId="d1", bookName=WORDS, bookAuthor=ARTISTS, readTime=f.pick(
          60_000, 9_000_000), lastRead=lambda i: millis(i * 7 % 18 + 60))
    f.add("readRecordDetail", 54, deviceId="d1", bookName=lambda i: WORDS[i % 18], bookAuthor=
          lambda i: ARTISTS[i % 18 % 4], date=lambda i: day(i * 3), readTime=f.pick(60_000,
          900_000), readWords=f.pick(100, 9000), firstReadTime=lambda i: millis(i * 3),
          lastReadTime=lambda i: millis(i * 3) + 900_000)
    f.add("book_groups", 2, groupId=[1, 2], groupName=["All", "Local"], show=1)
    f.add("book_sources", 2, bookSourceUrl=url, bookSourceName=["Novels", "More"], enabled=1,
          lastUpdateTime=millis)
    f.add("searchBooks", 12, bookUrl=lambda i: f"https://n.example/s/{i}", origin="n.example",
          originName="Novels", name=headline, author=ARTISTS, time=millis)
    f.add("search_keywords", 4, word=WORDS, usage=f.pick(1, 5), lastUseTime=millis)
    f.add("rssSources", 1, sourceUrl="https://r.example", sourceName="News", sourceIcon="x",
          lastUpdateTime=millis)
    f.add("rssReadRecords", 3, record=url, title=headline, readTime=millis, read=1)


def _podcasts(f: Filler) -> None:
    f.add("source", 3, id=one, uri=url)
    f.add("shows", 3, id=one, title=ARTISTS, link=url, description="About", image_cached=iso,
          source_id=one)
    f.add("episodes", 36, title=headline, uri=lambda i: f"https://cdn.example/{i}.mp3",
          description="About", epoch=seconds, length=9_000_000, duration=1800, guid=uid(1),
          played=lambda i: seconds(i * 7 % 36 + 50) if i % 3 else None, play_position=0,
          show_id=lambda i: i % 3 + 1)


def _playtime(f: Filler) -> None:
    f.add("game_dict", N, game_id=lambda i: str(220 + i * 7919), name=WORDS)
    f.add("play_time", 60, date_time=lambda i: iso(i).replace(" ", "T"), duration=f.pick(60, 9000),
          game_id=lambda i: str(220 + i * 5 % N * 7919))
    f.add("overall_time", N, game_id=lambda i: str(220 + i * 7919), duration=f.pick(900, 90_000))
    f.add("migration", 3, id=one)


def _flashpoint(f: Filler) -> None:
    f.add("game", N, id=uid(1), title=WORDS, developer=ARTISTS, publisher=ARTISTS, dateAdded=past,
          dateModified=past, playMode="Single Player", status="Playable", source="x",
          applicationPath="FPSoftware/x.exe", launchCommand=url, releaseDate=past, language="en",
          library="arcade", orderTitle=lambda i: WORDS[i].lower(), platformName="Flash",
          platformsStr="Flash", tagsStr="Puzzle", archiveState=2, activeDataId=one,
          lastPlayed=lambda i: iso(i * 7 % N) if i % 3 else None, playtime=lambda i: i % 3 * 900,
          playCounter=lambda i: i % 3)
    f.add("game_data", N, id=one, gameId=uid(1), title="Data Pack", dateAdded=past, sha256="x",
          presentOnDisk=1, path=lambda i: f"{i}.zip", size=9)
    f.add("tag_category", 1, id=1, name="genre", color="#fff")
    f.add("tag", 2, id=one, dateModified=past, primaryAliasId=one, categoryId=1)
    f.add("tag_alias", 2, id=one, tagId=one, name=["Puzzle", "Arcade"])
    f.add("game_tags_tag", N, gameId=uid(1), tagId=[1, 2])
    f.add("platform", 1, id=1, dateModified=past, primaryAliasId=1)
    f.add("platform_alias", 1, id=1, platformId=1, name="Flash")
    f.add("game_platforms_platform", N, gameId=uid(1), platformId=1)
    f.add("additional_app", 2, id=uid(3), applicationPath="x", launchCommand="y", name="Extras",
          parentGameId=uid(1))


def _iptv(f: Filler) -> None:
    f.add("playlists", 2, id=uid(9), name=["Home", "Club"], serverUrl=url, username="ana",
          password="x", date_created=iso, last_updated=iso, type="xtream")
    f.add("categories", 4, id=one, playlist_id=lambda i: uid(9)(i % 2), name=["News", "Films",
          "Series", "Sport"], type=["live", "movies", "series", "live"], xtream_id=one)
    f.add("content", 40, id=one, category_id=lambda i: i % 4 + 1, title=headline, rating="7.1",
          added=lambda i: str(seconds(i)), poster_url=url, xtream_id=lambda i: 9000 + i,
          type=["live", "movie", "series", "live"])
    f.add("recently_viewed", 30, id=one, content_id=lambda i: i * 7 % 40 + 1, playlist_id=lambda i:
          uid(9)(i * 7 % 2), viewed_at=iso)
    f.add("favorites", 5, id=one, content_id=one, playlist_id=lambda i: uid(9)(i % 2), added_at=iso)


def _stickers(f: Filler) -> None:
    f.add("recent_stickers", 20, plaintext_hash=lambda i: f"{i * 7919:08x}QmFzZTY0", entry_weight=
          f.pick(1, 9), url=url, mimetype="image/webp", file_size=9000, width=512, height=512,
          emojis=["😀", "🎉", "❤️"], last_sticker_sent_ts=lambda i: millis(i * 7 % 20))
    f.add("starred_stickers", 5, plaintext_hash=lambda i: f"{i * 7919:08x}QmFzZTY0",
          timestamp=millis, url=url, mimetype="image/webp", emojis="😀")
    f.add("sticker_pack_order", 3, sticker_pack_id=uid(3), pack_order=one)


def _luakit(f: Filler) -> None:
    f.add("history", 30, id=one, uri=url, title=headline, visits=f.pick(1, 20), last_visit=lambda i:
          seconds(i * 7 % 30))


def _plays(table: str, item: str, time: str, user: str = "'me'", where: str = "1") -> str:
    return f"SELECT {user} AS user, {item} AS item, {time} AS time FROM {table} WHERE {where}"


_BOOK = "SELECT biblionumber AS item, title FROM biblio"
_COPY = "SELECT itemnumber AS item, title FROM items JOIN biblio USING (biblionumber)"
_LOANS = ("old_issues JOIN items USING (itemnumber)", "issuedate", "borrowernumber")
_COURSE = "SELECT id AS item, {} AS title FROM {}"
_TOPIC = "SELECT id AS item, title FROM topics"

CASES: dict[str, tuple[Fill, Right]] = {
    "else-wer": (_else_wer, [("SELECT user_id AS user, book_id AS item FROM progress",
        "SELECT id AS item, title FROM audiobooks")]),
    "Aggregator": (_aggregator, [(_plays("entry", "id", "read_time", where="read_time > 0"),
        "SELECT id AS item, title FROM entry")]),
    # Tracks are known by their paths alone.
    "Raphson music": (_raphson, [(_plays("history", "track", "timestamp"), None)]),
    "Comic Universe": (_comic, [(f"SELECT userId AS user, {item} AS item FROM ReadProgress",
        f"SELECT id AS item, name AS title FROM {table}") for item, table in
        (("chapterId", "Chapter"), ("comicId", "Comic"))]),
    "react-novel": (_novel, [(_plays("books", "id", "last_read_time"),
        "SELECT id AS item, book_name AS title FROM books")]),
    "digital-learning-platform": (_learning, [(_plays("courseEnrollments", "courseId", time,
        "userId"), _COURSE.format("title", "courses")) for time in ("lastAccessedAt",
        "enrolledAt")] + [(_plays("moduleCompletions", "moduleId", "completedAt", "userId",
        "completed = 1"), _COURSE.format("title", "courseModules"))]),
    "Nora": (_nora, [(_plays("play_events", "song_id", "created_at"),
        "SELECT id AS item, title FROM songs")]),
    "Spotify history downloader": (_spotify, [(_plays("play", "track_id", "played_at"),
        "SELECT track_id AS item, name AS title FROM track")]),
    "gnuplex": (_gnuplex, [(_plays("media_items", "id", "last_played", where="last_played <> ''"),
        "SELECT id AS item, path AS title FROM media_items"), (_plays("media_items", "id",
        "last_played", where="last_played <> ''"),
        "SELECT id AS item, replace(path, '/films/', '') AS title FROM media_items")]),
    # Copies or books; what is out now, in another table, is a tenth of it.
    "Koha": (_koha, [(_plays(_LOANS[0], "biblionumber", *_LOANS[1:]), _BOOK),
        (_plays(_LOANS[0], "itemnumber", *_LOANS[1:]), _COPY),
        (_plays("statistics", "itemnumber", "datetime", "borrowernumber", "type = 'issue'"),
         _COPY),
        # Accepted afterwards: with what is out now.
        (f"{_plays(_LOANS[0], 'biblionumber', *_LOANS[1:])} UNION ALL "
         f"{_plays(_LOANS[0].replace('old_', ''), 'biblionumber', *_LOANS[1:])}", _BOOK)]),
    "Moodle": (_moodle, [(_plays("mdl_user_lastaccess", "courseid", "timeaccess", "userid"),
        _COURSE.format("fullname", "mdl_course")), (_plays("mdl_logstore_standard_log", "courseid",
        "timecreated", "userid", "action = 'viewed'"), _COURSE.format("fullname", "mdl_course"))]),
    "Discourse": (_discourse, [(_plays("topic_views", "topic_id", "viewed_at", "user_id",
        "user_id IS NOT NULL"), _TOPIC), (_plays("topic_users", "topic_id", "last_visited_at",
        "user_id"), _TOPIC)]),
    # What was brought back is no purchase.
    "uniCenta oPOS": (_unicenta, [(_plays("ticketlines l JOIN tickets t ON t.id = l.ticket JOIN "
        "receipts r ON r.id = t.id", "l.product", "r.datenew", "t.customer", "t.tickettype = 0 AND "
        "t.customer IS NOT NULL"), "SELECT id AS item, name AS title FROM products")]),
    "Legado": (_legado, [(_plays(*parts), titles) for parts, titles in (
        (("readRecord", "bookName", "lastRead"), "SELECT name AS item, name AS title FROM books "
        "LIMIT 18"),
        (("readRecord JOIN books ON name = bookName", "bookUrl", "lastRead"),
        "SELECT bookUrl AS item, name AS title FROM books"),
        (("readRecordDetail", "bookName", "lastReadTime"), "SELECT name AS item, name AS title "
        "FROM books LIMIT 18"),
        (("readRecordDetail", "bookName", "firstReadTime"), "SELECT name AS item, name AS title "
        "FROM books LIMIT 18"))]),
    "GNOME Podcasts": (_podcasts, [(_plays("episodes", item, "played", where="played IS NOT NULL"),
        f"SELECT {item} AS item, title FROM episodes") for item in ("rowid", "guid", "uri",
        "title")]),
    "PlayTime": (_playtime, [(_plays("play_time", "game_id", "date_time"),
        "SELECT game_id AS item, name AS title FROM game_dict")]),
    "Flashpoint": (_flashpoint, [(_plays("game", "id", "lastPlayed", where="lastPlayed IS NOT "
        "NULL"), "SELECT id AS item, title FROM game")]),
    "IPTVnator": (_iptv, [(_plays("recently_viewed", "content_id", "viewed_at"),
        "SELECT id AS item, title FROM content")]),
    # A sticker has no title.
    "WhatsApp stickers": (_stickers, [(_plays("recent_stickers", "plaintext_hash",
        "last_sticker_sent_ts"), None)]),
    "luakit": (_luakit, [(_plays("history", item, "last_visit"),
        f"SELECT {item} AS item, title FROM history") for item in ("id", "uri")]),
}
