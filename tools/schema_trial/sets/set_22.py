"""Ten more: persons, things, and which of them whose, as searches for such scripts gave them.

The searches were for ``CREATE TABLE users <things> <uses> schema.sql`` of ten kinds, the first two
named repositories of each that show all of it. Written down as in :mod:`sets.set_01`, before
``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Filler,
    day,
    iso,
    mail,
    one,
    uid,
    url,
)

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _books(f: Filler) -> None:
    f.add("Books", N, BookID=one, Title=WORDS, Author=ARTISTS, Category=["Novel", "Poems"],
        Copies=[1, 3, 2])
    f.add("Members", 8, MemberID=one, Name=PEOPLE, JoinDate=day)
    f.add("Borrow", 70, BorrowID=one, MemberID=f.pick(1, 8), BookID=f.pick(1, N), BorrowDate=day,
        ReturnDate=lambda i: None if i > 60 else day(i + 14))


def _graphql(f: Filler) -> None:
    f.add("customers", 8, id=one, name=PEOPLE, email=mail)
    f.add("products", N, id=one, name=WORDS, description=lambda i: f"A fine thing, no {i}",
        price=9.5)
    f.add("orders", 80, id=one, customer_id=f.pick(1, 8), product_id=f.pick(1, N),
        quantity=[1, 1, 2], status=["DELIVERED", "PENDING", "CANCELLED", "SHIPPED"], created=iso)


def _commerce(f: Filler) -> None:
    f.add("product", N, sku=lambda i: f"SKU-{1001 + i}", description=WORDS, price=f.pick(10, 90))
    f.add("customer", 8, customer_id=one, email=mail)
    f.add("corder", 70, order_id=one, customer_id=f.pick(1, 8),
        sku=lambda i: f"SKU-{1001 + i * i % N}", price=f.pick(10, 90))


def _review(f: Filler) -> None:
    f.add("Students", 8, id=one, first_name=PEOPLE, last_name=ARTISTS)
    f.add("Courses", 12, id=one, name=WORDS)
    f.add("CourseEnrollments", 40, student_id=lambda i: 1 + i % 8, course_id=lambda i:
        1 + (i + i // 8) % 12)


def _hillel(f: Filler) -> None:
    f.add("students", 8, id=one, name=PEOPLE)
    f.add("courses", 12, id=one, title=WORDS)
    f.add("enrollments", 40, id=one, student_id=lambda i: 1 + i % 8, course_id=lambda i:
        1 + (i + i // 8) % 12)


def _favorites(f: Filler) -> None:
    recipes = [f.rng.randint(0, N - 1) for _ in range(60)]
    f.add("favorites", 60, id=one, user_id=lambda i: f"user_2x{i * i % 7}Qk",
        recipe_id=lambda i: 52_700 + recipes[i], title=lambda i: WORDS[recipes[i]], image=url,
        cooktime=["30 minutes", "45 minutes"], servings=[2, 4], created_at=iso)


def _my_recipes(f: Filler) -> None:
    recipes = [f.rng.randint(0, N - 1) for _ in range(60)]
    f.add("users", 7, id=one, name=PEOPLE, email=mail, password="x")
    f.add("favorites", 60, id=one, user_id=lambda i: 1 + i * i % 7,
        recipe_id=lambda i: 52_700 + recipes[i], title=lambda i: WORDS[recipes[i]], image=url,
        cook_time=["30 minutes", None], servings=["2", "4"], created_at=iso)


def _moon(f: Filler) -> None:
    f.add("users", 8, id=one, alias=PEOPLE, pwd_hash=uid(1))
    f.add("games", 9, id=one, name=WORDS, path=lambda i: f"/games/{i}")
    f.add("sessions", 50, id=one, user_id=f.pick(1, 8), session_key=uid(2), login=iso,
        logout=lambda i: None if i % 4 == 0 else iso(i))
    f.add("game_sessions", 70, id=one, session_id=f.pick(1, 50), game_id=f.pick(1, 9),
        session_key=uid(3))
    f.add("scores", 90, id=one, game_id=f.pick(1, 9), user_id=f.pick(1, 8), created=iso,
        points=f.pick(10, 9_000))


def _hotel(f: Filler) -> None:
    f.add("guests", 8, id=one, name=PEOPLE, email=mail, phone=lambda i: f"555-01{i:02d}")
    f.add("bookings", 50, id=one, guest_id=f.pick(1, 8),
        room_number=lambda i: str(101 + i * i % 11), check_in=day, check_out=lambda i: day(i + 3))


def _rooms(f: Filler) -> None:
    f.add("guests", 8, id=one, name=PEOPLE, email=mail)
    f.add("rooms", 12, id=one, room_number=lambda i: str(101 + i), capacity=[2, 4])
    f.add("bookings", 50, id=one, guest_id=f.pick(1, 8), room_id=f.pick(1, 12), check_in=day,
        check_out=lambda i: day(i + 3))


def _titles(table: str, key: str = "id", title: str = "title") -> str:
    return f'SELECT DISTINCT "{key}" AS item, "{title}" AS title FROM "{table}"'


def _plays(table: str, item: str, time: str, user: str, where: str = "1") -> str:
    return f"SELECT {user} AS user, {item} AS item, {time} AS time FROM {table} WHERE {where}"


CASES: dict[str, tuple[Fill, Right]] = {
    "AWS-serverless-demo": (_books, [(_plays("Borrow", "BookID", "BorrowDate", "MemberID"),
        _titles("Books", "BookID", "Title"))]),
    "spring-boot-graphql": (_graphql, [(_plays("orders", "product_id", "created", "customer_id",
        "status <> 'CANCELLED'"), _titles("products", "id", "name"))]),
    "commerce": (_commerce, [(_plays("corder", "sku", "0", "customer_id"),
        _titles("product", "sku", "description"))]),
    "SQLReview": (_review, [(_plays("CourseEnrollments", "course_id", "0", "student_id"),
        _titles("Courses", "id", "name"))]),
    "Hillel_Node_JS": (_hillel, [(_plays("enrollments", "course_id", "0", "student_id"),
        _titles("courses"))]),
    "favorite recipes": (_favorites, [(_plays("favorites", "recipe_id", "created_at", "user_id"),
        _titles("favorites", "recipe_id"))]),
    "my-recipe-app": (_my_recipes, [(_plays("favorites", "recipe_id", "created_at", "user_id"),
        _titles("favorites", "recipe_id"))]),
    # A score each, or a session each.
    "GamesMoon": (_moon, [
        (_plays("scores", "game_id", "created", "user_id"), _titles("games", "id", "name")),
        (_plays("game_sessions g JOIN sessions s ON s.id = g.session_id", "g.game_id", "s.login",
            "s.user_id"), _titles("games", "id", "name"))]),
    # Rooms have a number only.
    "Hotel_Management_app": (_hotel, [(_plays("bookings", "room_number", "check_in", "guest_id"),
        _titles("bookings", "room_number", "room_number"))]),
    "phase-3-challenge": (_rooms, [(_plays("bookings", "room_id", "check_in", "guest_id"),
        _titles("rooms", "id", "room_number"))]),
}
