"""The sixteenth set's servers: a library, courses, a forum and a shop's till."""

from __future__ import annotations

from typing import TYPE_CHECKING

from answers import plays
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Cells,
    Filler,
    day,
    headline,
    iso,
    one,
    past,
    seconds,
    uid,
)

if TYPE_CHECKING:
    from answers import Fill, Right

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


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


_BOOK = "SELECT biblionumber AS item, title FROM biblio"

_COPY = "SELECT itemnumber AS item, title FROM items JOIN biblio USING (biblionumber)"

_LOANS = ("old_issues JOIN items USING (itemnumber)", "issuedate", "borrowernumber")

COURSE = "SELECT id AS item, {} AS title FROM {}"

_TOPIC = "SELECT id AS item, title FROM topics"


SERVERS: dict[str, tuple[Fill, Right]] = {
    # Copies or books; what is out now, in another table, is a tenth of it.
    "Koha": (_koha, [(plays(_LOANS[0], "biblionumber", *_LOANS[1:]), _BOOK),
        (plays(_LOANS[0], "itemnumber", *_LOANS[1:]), _COPY),
        (plays("statistics", "itemnumber", "datetime", "borrowernumber", "type = 'issue'"),
         _COPY),
        # Accepted afterwards: with what is out now.
        (f"{plays(_LOANS[0], 'biblionumber', *_LOANS[1:])} UNION ALL "
         f"{plays(_LOANS[0].replace('old_', ''), 'biblionumber', *_LOANS[1:])}", _BOOK)]),
    "Moodle": (_moodle, [(plays("mdl_user_lastaccess", "courseid", "timeaccess", "userid"),
        COURSE.format("fullname", "mdl_course")), (plays("mdl_logstore_standard_log", "courseid",
        "timecreated", "userid", "action = 'viewed'"), COURSE.format("fullname", "mdl_course"))]),
    "Discourse": (_discourse, [(plays("topic_views", "topic_id", "viewed_at", "user_id",
        "user_id IS NOT NULL"), _TOPIC), (plays("topic_users", "topic_id", "last_visited_at",
        "user_id"), _TOPIC)]),
    # What was brought back is no purchase.
    "uniCenta oPOS": (_unicenta, [(plays("ticketlines l JOIN tickets t ON t.id = l.ticket JOIN "
        "receipts r ON r.id = t.id", "l.product", "r.datenew", "t.customer", "t.tickettype = 0 AND "
        "t.customer IS NOT NULL"), "SELECT id AS item, name AS title FROM products")]),
}
