"""Twenty more: ten kinds of things that no set of late was drawn for.

The rule, written down before the first search: for each of comics, hotels, birds, coding problems,
theatre plays, news articles, cocktails, videos, meditations and clothes one search of public code
for ``CREATE TABLE users <things> <uses> schema.sql``, and of its answers the first two named
repositories with a history of somebody's uses, whose whole schema can be read and that no earlier
set has. Where one search names no two, a second one in other words; where that names no two either,
what is lacking comes from quizzes, stories, whiskies, campsites and fishing, in this order and in
the same way. (For news, cocktails and videos it took a second search; no further kind was needed.)

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right, pair, plays, thing, titles
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Cells,
    Filler,
    Value,
    day,
    headline,
    iso,
    mail,
    one,
    past,
    seconds,
    uid,
    url,
)

# One line a few columns: the rows are tables.
# fmt: off


def _users(f: Filler, table: str, n: int, **more: Cells) -> None:
    f.add(table, n, id=one, email=mail, **more)


def _wizard(f: Filler) -> None:
    f.add("users", 5, user_id=one, username=PEOPLE[:5])
    f.add("comics", 12, comic_id=one, title=WORDS[:12], author=ARTISTS)
    f.add("user_comics", 40, user_id=lambda i: 1 + i % 5, comic_id=lambda i: 1 + pair(i))


def _comics(f: Filler) -> None:
    f.add("users", 5, username=PEOPLE[:5], password=uid(9), avatar=url, gmail=mail, role="User",
        age=20, favorite="", comics_followed="")
    f.add("comics", 12, title=WORDS[:12], author=ARTISTS, artist=ARTISTS, publisher="Hill",
        public_date=past, genre=["Horror", "Crime"], volume=1, series="", cover_image=url, language=
        "English", synopsis="A story")
    f.add("followed_comics", 40, numlist=one, title=lambda i: WORDS[pair(i)], username=lambda i:
        PEOPLE[i % 5])
    f.add("sort", 1, order_by="title")


def _hotel_api(f: Filler) -> None:
    _users(f, "users", 5, name=PEOPLE[:5], password=uid(9), created_at=past, updated_at=past)
    f.add("bookings", 40, id=one, user_id=lambda i: 1 + i % 5, room_number=lambda i: 101 + thing(i),
        check_in=day, check_out=lambda i: day(i + 9))


def _hotel_service(f: Filler) -> None:
    f.add("hotels", 12, id=one, name=WORDS[:12], rating=lambda i: 1 + i % 5)
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9))
    f.add("bookings", 40, id=one, user_id=lambda i: 1 + i % 5, hotel_id=lambda i: 1 + thing(i),
        start_date=day, end_date=lambda i: day(i + 9))


def _spotter(f: Filler) -> None:
    f.add("sightings", 40, id=uid(1), user_id=lambda i: uid(2)(i % 5), lat=lambda i: 50 + i / 10,
        lng=lambda i: 10 + i / 10, object=lambda i: WORDS[thing(i)], description=lambda i:
        f"By the river at mile {i}", created_at=iso)


def _birding(f: Filler) -> None:
    f.add("users", 5, id=one, email=mail, password=uid(9), username=PEOPLE[:5])
    f.add("species", 12, id=one, name=WORDS[:12], scientific_name=lambda i: f"Avis {WORDS[i]}")
    f.add("behaviours", 4, id=one, name=["Bathing", "Feeding", "Flocking", "Gaping"])
    f.add("notes", 40, id=one, date_of_sighting=day, appearance=lambda i: f"Small and brown {i}",
        flock_size=lambda i: str(1 + i % 7), user_id=lambda i: 1 + i % 5, species_id=lambda i: 1 +
        thing(i))
    f.add("note_behaviour", 60, note_id=lambda i: 1 + i % 40, behaviour_id=lambda i: 1 + i % 4)


def _qoj(f: Filler) -> None:
    f.add("users", 6, username=lambda i: PEOPLE[i].lower(), password=uid(9), fullname=lambda i:
        f"{PEOPLE[i]} Moss", profile_picture=url, is_admin=lambda i: int(i == 0))
    f.add("languages", 3, id=one, name=["C", "C++", "C++17"], ext=[".c", ".cpp", ".cpp"], command=
        "gcc")
    f.add("contests", 3, id=one, name=["Spring", "Summer", "Autumn"], start_date=past, duration=90)
    f.add("problems", 12, id=one, code=lambda i: f"P{i:03}", name=WORDS[:12], tl=1.0, ml=256,
        contest_id=lambda i: 1 + i % 3 if i % 2 else None, original_id=one, setter="ana")
    f.add("submissions", 60, id=one, username=lambda i: PEOPLE[i % 6].lower(), problem_id=lambda i:
        1 + thing(i), created_at=iso, status=lambda i: ["10/10", "3/10", "0/10", "10/10",
        "Compile Error|main.cpp:1"][i % 5], code="int main() {}", compile_msg="", language_id=lambda
        i: 1 + i % 3)
    f.add("tests", 24, id=one, problem_id=lambda i: 1 + i % 12, ord=lambda i: 1 + i // 12,
        inp_preview="1 2", out_preview="3")
    f.add("submission_results", 120, submission_id=lambda i: 1 + i % 60, test_id=lambda i: 1 +
        (i % 60 * 5 % 12) + 12 * (i // 60), score=lambda i: float(i % 3 > 0), verdict=["Accepted",
        "Accepted", "Wrong Answer"], answer_preview="3", execution_time=0.1, memory_used=900)
    f.add("contest_registrations", 12, contest_id=lambda i: 1 + i % 3, username=lambda i:
        PEOPLE[i // 3].lower())


def _atcoder(f: Filler) -> None:
    def problem(i: int) -> str:
        return f"abc{100 + i % 3}_{'abcd'[i // 3 % 4]}"

    def solver(i: int) -> str:
        return PEOPLE[i % 6].lower()

    f.add("contests", 3, id=lambda i: f"abc{100 + i}", start_epoch_second=lambda i: seconds(i) -
        10**8, duration_second=6000, title=lambda i: f"Beginner Contest {100 + i}", rate_change="-")
    f.add("problems", 12, id=problem, contest_id=lambda i: f"abc{100 + i % 3}", title=WORDS[:12])
    f.add("contest_problem", 12, contest_id=lambda i: f"abc{100 + i % 3}", problem_id=problem)
    f.add("submissions", 90, id=lambda i: 5_000_000 + i, epoch_second=seconds, problem_id=lambda i:
        problem(thing(i)), contest_id=lambda i: f"abc{100 + thing(i) % 3}", user_id=solver,
        language=["C++", "Rust", "Python"], point=lambda i: 100.0 if i % 3 else 0.0, length=f.pick(
        90, 900), result=lambda i: ["WA", "AC", "AC", "TLE"][i % 4], execution_time=f.pick(1, 900))
    for table in ("shortest", "fastest", "first"):
        f.add(table, 12, contest_id=lambda i: f"abc{100 + i % 3}", problem_id=problem,
            submission_id=lambda i: 5_000_000 + i)
    f.add("solver", 12, problem_id=problem, user_count=f.pick(1, 6))
    f.add("points", 12, problem_id=problem, point=300.0)
    f.add("accepted_count", 6, user_id=solver, problem_count=f.pick(1, 9))
    f.add("rated_point_sum", 6, user_id=solver, point_sum=lambda i: 100.0 * i)
    f.add("language_count", 12, user_id=solver, simplified_language=lambda i: ["C++", "Rust"][i //
        6], problem_count=f.pick(1, 9))
    f.add("predicted_rating", 6, user_id=solver, rating=lambda i: 800.5 + i)
    f.add("max_streaks", 6, user_id=solver, streak=f.pick(1, 9))
    f.add("submission_count", 6, user_id=solver, count=15)
    f.add("internal_users", 4, internal_user_id=uid(7), atcoder_user_id=solver)
    f.add("internal_problem_lists", 4, internal_list_id=uid(8), internal_user_id=uid(7),
        internal_list_name=["To solve", "Hard", "DP", "Graphs"])
    f.add("internal_problem_list_items", 12, internal_list_id=lambda i: uid(8)(i % 4), problem_id=
        problem, memo="")


def _movie_theatre(f: Filler) -> None:
    f.add("t_user", 5, id=one, name=PEOPLE[:5], birthday=past, email=mail, password=uid(9), role=
        "USER", enabled=1)
    f.add("t_auditorium", 3, id=one, name=["Red", "Blue", "Green"], seats=90, vip="1,2,3")
    f.add("t_event", 12, id=one, name=WORDS[:12], airDate=lambda i: day(i + 90), ticketPrice=9.5,
        rating=["HIGH", "MID", "LOW"], auditorium_id=lambda i: 1 + i % 3)
    f.add("t_ticket", 40, id=one, name=lambda i: WORDS[thing(i)], price=9.5, onDate=day, event_id=
        lambda i: 1 + thing(i), user_id=lambda i: 1 + i % 5)
    f.add("t_aspectcounter", 2, id=one, name=["calls", "discounts"], target="EventService",
        aspectCount=9)
    f.add("t_useraccount", 5, id=one, balance=50.0, user_id=one)


def _cinema(f: Filler) -> None:
    f.add("Cinemas", 2, Id=one, Name=["Apollo", "Odeon"], Description="A cinema", City="Minsk")
    f.add("Halls", 4, Id=one, Name=["Red", "Blue", "Green", "Gold"], Seats=90, CinemaId=lambda i:
        1 + i % 2)
    f.add("Films", 12, Id=one, Title=WORDS[:12], Description="A story", Year=2012, Duration=90,
        PosterUrl=url, BannerUrl=url)
    f.add("Services", 2, Id=one, Name=["Popcorn", "Cola"], Description="Large", IconUrl=url)
    f.add("HallServices", 8, Id=one, Price=3.5, Available=1, ServiceId=lambda i: 1 + i % 2, HallId=
        lambda i: 1 + i // 2)
    f.add("SeatTypes", 2, Id=one, Type=["Standard", "Sofa"])
    f.add("SeatPositions", 80, Id=one, Seat=lambda i: 1 + i // 4 % 10, Row=lambda i: 1 + i // 40,
        SeatTypeId=lambda i: 1 + i % 2, HallId=lambda i: 1 + i % 4)
    f.add("Users", 6, Id=one, Email=mail, FirstName=PEOPLE[:6], LastName=lambda i:
        f"{PEOPLE[i]}son", UserName=lambda i: PEOPLE[i].lower(), Role="User", PasswordHash=uid(9))
    f.add("Shows", 24, Id=one, StartDatetime=iso, FilmId=lambda i: 1 + i % 12, HallId=lambda i: 1 +
        i % 4)
    f.add("TypePrices", 48, Id=one, Price=9.5, SeatTypeId=lambda i: 1 + i % 2, ShowId=lambda i: 1 +
        i // 2)
    f.add("Orders", 30, Id=one, UserId=lambda i: 1 + i % 6, Total=19.0)
    f.add("TicketSeats", 60, Id=one, Status="Sold", SeatPositionId=one)
    f.add("Tickets", 60, Id=one, ShowId=lambda i: 1 + (i * 7 + i // 24) % 24, OrderId=lambda i: 1 +
        i % 30, TicketSeatId=one)
    f.add("OrderAddons", 20, Id=one, HallServiceId=lambda i: 1 + i % 8, OrderId=lambda i: 1 + i,
        Number=[1, 2])


def _full_stack(f: Filler) -> None:
    f.add("users", 5, id=uid(5), username=PEOPLE[:5], profile_img=url)
    f.add("articles", 40, id=one, user_id=lambda i: uid(5)(i % 5), url=url, img_url=url, rating=
        lambda i: 1 + i % 5, date_added=iso, date_published=past, bookmarked=lambda i: int(i % 4 ==
        0), title=headline)


def _course_work(f: Filler) -> None:
    f.add("users", 6, id=uid(5), username=PEOPLE[:6], password=uid(9), email=mail, bio="Writes",
        image=url)
    f.add("articles", 24, id=uid(6), user_id=lambda i: uid(5)(i % 3), slug=lambda i:
        WORDS[i].lower().replace(" ", "-"), title=WORDS, description="A text", body="Long",
        created_at=past, updated_at=past, is_published=1, total_views=f.pick(0, 900))
    f.add("article_favorites", 20, article_id=lambda i: uid(6)(i * 5 % 24), user_id=lambda i: uid(5)
        (i % 6))
    f.add("follows", 8, user_id=lambda i: uid(5)(i % 6), follow_id=lambda i: uid(5)(i % 3))
    f.add("tags", 3, id=uid(7), name=["world", "sports", "arts"])
    f.add("article_tags", 24, article_id=uid(6), tag_id=lambda i: uid(7)(i % 3))
    f.add("comments", 20, id=uid(8), body=lambda i: f"I read all of it, {i} times", article_id=
        lambda i: uid(6)(i * 7 % 24), user_id=lambda i: uid(5)(i % 6), created_at=iso, updated_at=
        iso)
    f.add("reactions", 30, id=uid(4), article_id=lambda i: uid(6)(i * 5 % 24), user_id=lambda i:
        uid(5)(i % 6), is_liked=lambda i: int(i % 7 > 1))
    f.add("reading_histories", 60, article_id=lambda i: uid(6)((i // 6 + i % 6 * 4) % 24), user_id=
        lambda i: uid(5)(i % 6), last_read_at=iso)


def _thirstybot(f: Filler) -> None:
    f.add("users", 5, user_id=one, username=PEOPLE[:5], email=mail, pw_hash=uid(9))
    f.add("ratings", 40, user_id=lambda i: 1 + i % 5, drink_id=lambda i: 1 + pair(i), rating=lambda
        i: 1 + i % 5)
    f.add("drinks", 12, drink_id=one, name=WORDS[:12], photoURL=url, description="Cold and sour")


def _nightcapp(f: Filler) -> None:
    f.add("users", 5, id=one, first_name=PEOPLE[:5], last_name=lambda i: f"{PEOPLE[i]}son",
        username=lambda i: PEOPLE[i].lower(), password=uid(9))
    f.add("user_favorites", 40, id=one, user_id=lambda i: 1 + i % 5, cocktail_name=lambda i:
        WORDS[pair(i)])


def _vrs(f: Filler) -> None:
    _users(f, "users", 6, full_name=lambda i: f"{PEOPLE[i]} Moss", password=uid(9))
    f.add("videos", 12, id=one, name=WORDS[:12], likes=f.pick(0, 90), comments=f.pick(0, 90),
        shares=f.pick(0, 90), length=f.pick(60, 900), watch_time=f.pick(600, 9000), views=f.pick(9,
        900))
    f.add("watch_history", 60, user_id=lambda i: 1 + i % 6, video_id=lambda i: 1 + thing(i),
        created_at=iso)


def _weddoan(f: Filler) -> None:
    _users(f, "users", 6, name=PEOPLE[:6], password=uid(9), approved=1, role="user")
    f.add("videos", 12, id=one, file_path=lambda i: f"uploads/{i}.mp4", title=WORDS[:12],
        description="A video", uploaded_by=lambda i: mail(i % 2), uploaded_at=past)
    f.add("playlists", 4, id=one, user_email=mail, name=["Mine", "Later", "Best", "Calm"])
    f.add("playlist_items", 12, id=one, playlist_id=lambda i: 1 + i % 4, video_id=one)
    f.add("comments", 20, id=one, video_id=lambda i: 1 + i % 12, user_name=lambda i: PEOPLE[i % 6],
        content=lambda i: f"Well made, I saw it {i} times", created_at=iso)
    f.add("watch_history", 60, id=one, user_email=lambda i: mail(i % 6), video_id=lambda i: 1 +
        thing(i), watched_at=iso)


def _mindful(f: Filler) -> None:
    def who(i: int) -> Value:
        return uid(5)(i % 5)

    f.add("user", 5, id=uid(5), name=PEOPLE[:5], email=mail, email_verified=1, image=url,
        created_at=lambda i: seconds(i) - 10**7, updated_at=lambda i: seconds(i) - 10**7)
    f.add("account", 5, id=uid(1), account_id=uid(5), provider_id="credential", user_id=uid(5),
        password=uid(9), created_at=seconds, updated_at=seconds)
    f.add("session", 8, id=uid(2), expires_at=lambda i: seconds(i) + 10**6, token=uid(3),
        created_at=seconds, updated_at=seconds, ip_address="10.0.0.1", user_agent="Firefox",
        user_id=who)
    f.add("breathing_sessions", 30, id=one, user_id=who, duration_seconds=f.pick(
        60, 600), technique=["box", "4-7-8", "calm"], created_at=iso)
    f.add("chat_history", 30, id=one, user_id=who, message=lambda i:
        f"I slept badly, for the {i}th time this year", role=["user", "assistant"], created_at=iso)
    f.add("journal_entries", 20, id=one, user_id=who, title=lambda i:
        f"Day {i}", content="It rained", created_at=iso, updated_at=iso)
    f.add("mood_tracking", 30, id=one, user_id=who, mood_value=lambda i: 1 +
        i % 5, mood_label=["awful", "bad", "okay", "good", "great"], notes="", created_at=iso)
    f.add("tasks", 20, id=one, user_id=who, title=headline, description="",
        status=["pending", "completed"], priority="medium", due_date=day, created_at=iso,
        updated_at=iso)
    f.add("activity_completions", 40, id=one, user_id=who, activity_name=lambda
        i: ["Gratitude list", "Body scan", "Walk outside", "Stretching"][i * 7 // 5 % 4], completed=
        lambda i: int(i % 4 > 0), completion_date=day, created_at=iso)
    f.add("sleep_tracking", 20, id=one, user_id=who, hours_slept=f.pick(4, 9),
        quality=lambda i: 1 + i % 5, notes="", sleep_date=day, created_at=iso)
    f.add("stress_tracking", 20, id=one, user_id=who, stress_level=lambda i: 1
        + i % 10, notes="", created_at=iso)
    f.add("goals", 8, id=one, user_id=who, title=headline, description="",
        status=["active", "completed"], target_date=day, created_at=iso, updated_at=iso)
    f.add("meditation_sessions", 40, id=one, user_id=who, duration=f.pick(5,
        30), type=lambda i: ["guided", "breathing", "body scan", "loving kindness"][i * 3 // 2 % 4],
        completed=lambda i: int(i % 5 > 0), created_at=iso)


def _caris(f: Filler) -> None:
    f.add("users", 8, id=one, name=PEOPLE[:8], email=mail, phone="", password_hash=uid(9), role=
        lambda i: "patient" if i < 6 else "psychologist", total_xp=f.pick(0, 900), current_level=1,
        weekly_points=f.pick(0, 90))
    f.add("clinics", 1, id=one, name="Calm", slug="calm", owner_id=7)
    f.add("meditation_categories", 3, id=["sleep", "focus", "calm"], name=["Sleep", "Focus",
        "Calm"], description="", icon="*", color="#fff", display_order=one, is_active=1, created_at=
        past, updated_at=past)
    f.add("meditation_audios", 12, id=uid(6), title=WORDS[:12], description="Breathe", category_id=
        ["sleep", "focus", "calm"], duration=600, difficulty="iniciante", instructor=ARTISTS,
        audio_url=url, language="pt-BR", format="mp3", license="CC", is_commercial_use=0,
        play_count=f.pick(0, 90), rating_count=0, status="active", is_popular=0, is_featured=0,
        created_at=past, updated_at=past, created_by=7)
    f.add("meditation_sessions", 60, id=uid(4), user_id=lambda i: 1 + i % 6, meditation_id=lambda i:
        uid(6)(thing(i)), started_at=iso, completed_at=lambda i: iso(i)[:14] + "59:00" if i % 5 else
        None, duration=600, was_completed=lambda i: int(i % 5 > 0), rating=lambda i: 1 + i % 5 if
        i % 5 else None, mood_before=lambda i: 1 + i % 10, mood_after=lambda i: 1 + (i + 2) % 10,
        created_at=iso, updated_at=iso)
    f.add("meditation_audio_ratings", 20, id=uid(3), user_id=lambda i: 1 + i % 6, audio_id=lambda i:
        uid(6)(i * 5 % 12), rating=lambda i: 1 + i % 5, review="", helpful_count=0, created_at=iso,
        updated_at=iso)
    f.add("user_meditation_favorites", 12, user_id=lambda i: 1 + i % 6, audio_id=lambda i: uid(6)(
        i * 5 % 12), created_at=iso)
    f.add("sessions", 30, id=one, clinic_id=1, psychologist_id=lambda i: 7 + i % 2, patient_id=
        lambda i: 1 + i % 6, scheduled_at=iso, duration=50, type="online", status=["completed",
        "scheduled", "cancelled"], created_at=past, updated_at=past)
    f.add("diary_entries", 40, id=one, patient_id=lambda i: 1 + i % 6, entry_date=iso, mood_rating=
        lambda i: 1 + i % 4, intensity_rating=lambda i: 1 + i % 10, content=lambda i:
        f"A day like number {i}, on which nothing happened", dominant_emotion=["joy", "fear"])
    f.add("mood_tracking", 40, id=one, patient_id=lambda i: 1 + i % 6, date=iso, mood=lambda i: 1 +
        i % 10, created_at=iso)
    f.add("tasks", 20, id=one, patient_id=lambda i: 1 + i % 6, psychologist_id=lambda i: 7 + i % 2,
        title=headline, status=["pending", "completed"], priority="medium", created_at=past)
    f.add("sos_usages", 12, id=one, patient_id=lambda i: 1 + i % 6, type=["breathing", "grounding"],
        level="severe", duration_minutes=9, completed=1, timestamp=iso, created_at=iso)
    f.add("achievements", 4, id=one, name=["First", "Week", "Calm", "Brave"], description="Done",
        icon="*", type="diary", category="daily", requirement=1, xp_reward=9, rarity="common",
        is_active=1)
    f.add("user_achievements", 12, id=one, user_id=lambda i: 1 + i % 6, achievement_id=lambda i: 1 +
        i % 4, unlocked_at=iso, progress=1)
    f.add("notifications", 30, id=one, user_id=lambda i: 1 + i % 6, type="info", title=headline,
        message="Hello", is_read=[0, 1], created_at=iso, updated_at=iso)


def _cloud(f: Filler) -> None:
    f.add("orders", 50, id=one, user_id=lambda i: 1 + i % 6, product_id=lambda i: 501 + thing(i),
        quantity=[1, 2, 3], address=lambda i: f"Hill Road {i % 6}", status=lambda i: ["Approved",
        "Approved", "Pending", "Rejected"][i % 4])


def _microservices(f: Filler) -> None:
    _users(f, "users", 6, name=PEOPLE[:6])
    f.add("orders", 50, id=one, user_id=lambda i: 1 + i % 6, item=lambda i: WORDS[thing(i)],
        quantity=[1, 2, 3])


_TICKETS = ("SELECT o.UserId AS user, s.FilmId AS item, s.StartDatetime AS time FROM Tickets t JOIN"
    " Orders o ON o.Id = t.OrderId JOIN Shows s ON s.Id = t.ShowId")

CASES: dict[str, tuple[Fill, Right]] = {
    "test-platformatic-wizard1": (_wizard, [(plays("user_comics", "comic_id", "0", "user_id"),
        titles("comics", "comic_id"))]),
    # Whom or what somebody follows is all that is known of his taste.
    "Comics": (_comics, [(plays("followed_comics", "title", "0", "username"), titles("comics",
        "title"))]),
    # Rooms, of one hotel, by their numbers.
    "HotelSpringBootApi": (_hotel_api, [(plays("bookings", "room_number", "check_in", "user_id"),
        None)]),
    "hotel_booking_service": (_hotel_service, [(plays("bookings", "hotel_id", "start_date",
        "user_id"), titles("hotels", title="name"))]),
    "spotterapi": (_spotter, [(plays("sightings", "object", "created_at", "user_id"), titles(
        "sightings", "object", "object"))]),
    "birding-express": (_birding, [(plays("notes", "species_id", "date_of_sighting", "user_id"),
        titles("species", title="name"))]),
    # Each try is one, whatever came of it.
    "qoj": (_qoj, [(plays("submissions", "problem_id", "created_at", "username"), titles("problems",
        title="name"))]),
    # Each try, or those that were accepted.
    "AtCoderProblems": (_atcoder, [(plays("submissions", "problem_id", "epoch_second", "user_id",
        where), titles("problems")) for where in ("1", "result = 'AC'")]),
    "movie-theatre-app": (_movie_theatre, [(plays("t_ticket", "event_id", "onDate", "user_id"),
        titles("t_event", title="name"))]),
    "Cinema": (_cinema, [(_TICKETS, titles("Films", "Id", "Title"))]),
    # An article that somebody added and graded; the same page may be there for several.
    "full-stack-react-sample": (_full_stack, [(plays("articles", item, "date_added", "user_id"),
        titles("articles", item)) for item in ("id", "rowid", "url", "title")]),
    "course-work-3": (_course_work, [(plays("reading_histories", "article_id", "last_read_at",
        "user_id"), titles("articles"))]),
    "thirstybot": (_thirstybot, [(plays("ratings", "drink_id", "0", "user_id"), titles("drinks",
        "drink_id", "name"))]),
    "Nightcapp": (_nightcapp, [(plays("user_favorites", "cocktail_name", "0", "user_id"), titles(
        "user_favorites", "cocktail_name", "cocktail_name"))]),
    "vrs-general-service": (_vrs, [(plays("watch_history", "video_id", "created_at", "user_id"),
        titles("videos", title="name"))]),
    # A person is known by his address.
    "weddoan": (_weddoan, [(plays("watch_history", "video_id", "watched_at", "user_email"), titles(
        "videos"))]),
    # Kinds of meditation; exercises in breathing and other doings lie elsewhere.
    "mindful-ai-journal": (_mindful, [(plays("meditation_sessions", "type", "created_at", "user_id",
        where), titles("meditation_sessions", "type", "type")) for where in ("1", "completed")]),
    "CARIS": (_caris, [(plays("meditation_sessions", "meditation_id", "started_at", "user_id"),
        titles("meditation_audios"))]),
    # What waits for its approval was ordered; what was rejected was not got.
    "Cloud_Final_project": (_cloud, [(plays("orders", "product_id", "0", "user_id", where), None)
        for where in ("status <> 'Rejected'", "status = 'Approved'")]),
    "Microservices-Automation": (_microservices, [(plays("orders", "item", "0", "user_id"), titles(
        "orders", "item", "item"))]),
}
