"""Opinions and suggestions, lists of one's own, what is lent, and whose a row is."""

from __future__ import annotations

import pytest
from guessing import PAIRS, TITLES, Row, day, doubts_of, guess, people, things, use_rows, use_table

from ilora_edge.schema_guess.propose import is_open

USERS = people("users")
RATED = (
    "CREATE TABLE ratings (user_id INT REFERENCES users (id), movie_id INT REFERENCES movies (id),"
    " rating REAL, created_at TEXT);"
    + "".join(
        f"INSERT INTO ratings VALUES ({u}, {i}, {1 + n % 5}, '{day(n)}');"
        for n, (u, i) in enumerate(PAIRS)
    )
)


@pytest.mark.parametrize("name", ["recommendations", "suggestions"])
def test_what_a_program_suggests_is_no_history(name: str) -> None:
    script = USERS + things("movies") + use_table(name, "created_at TEXT, score REAL")
    rows = use_rows(0.5, 0.7, 0.9)
    assert "nothing says" in doubts_of(guess(script, name, rows))
    found = guess(script + RATED, name, rows)
    assert found[0].table == "ratings"
    assert not is_open(found), doubts_of(found)


def test_recommendations_that_say_how_long_somebody_played_are_his() -> None:
    script = USERS + things("movies") + use_table("recommendations", "date TEXT, hours REAL")
    found = guess(script, "recommendations", use_rows(1.5, 20.0, 3.0))
    assert not is_open(found), doubts_of(found)


@pytest.mark.parametrize(("mark", "is_kept"), [("no_show", "= 0"), ("bought", "= 1")])
def test_who_did_not_come_and_what_was_not_bought_is_left_out(mark: str, is_kept: str) -> None:
    script = USERS + things("movies", name="name") + use_table("bookings", f"date TEXT, {mark} INT")
    found = guess(script, "bookings", use_rows(0, 1, 1 if mark == "bought" else 0))
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.endswith(is_kept)


@pytest.mark.parametrize("time", ["bought_at", "started_at", "borrowed_on"])
def test_what_was_never_got_or_begun_has_no_time(time: str) -> None:
    script = USERS + things("movies") + use_table("user_movies", f"note TEXT, {time} TEXT")
    rows: list[Row] = [
        (n, *pair, None, day(n) if n % 3 else None) for n, pair in enumerate(PAIRS * 2)
    ]
    found = guess(script, "user_movies", rows)
    assert f"WHERE {time} >" in found[0].interactions


@pytest.mark.parametrize("values", [("left", "right"), ("pass", "like")])
def test_to_which_side_a_card_was_moved_is_asked(values: tuple[str, str]) -> None:
    script = USERS + things("movies") + use_table("swipes", "swiped_at TEXT, direction TEXT")
    assert "swipes.direction may say which rows count" in doubts_of(
        guess(script, "swipes", use_rows(*values))
    )


def test_of_cards_those_count_that_somebody_liked() -> None:
    script = USERS + things("movies") + use_table("swipes", "swiped_at TEXT, liked INT")
    found = guess(script, "swipes", use_rows(0, 1))
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.endswith("WHERE liked = 1")
    # Of plays a mark of what was liked says no more than that.
    script = script.replace("swipes", "plays").replace("swiped", "played")
    assert "WHERE" not in guess(script, "plays", use_rows(0, 1))[0].interactions


def test_what_somebody_wants_help_with_was_not_used() -> None:
    script = USERS + things("products", name="name")
    script += use_table("tickets", "opened_at TEXT, subject TEXT", "products")
    rows = use_rows("It does not start", "It makes a noise", "The lid is lost")
    assert "nothing says" in doubts_of(guess(script, "tickets", rows))


ORDERS = "CREATE TABLE orders (id INTEGER PRIMARY KEY, opened_at TEXT);" + "".join(
    f"INSERT INTO orders VALUES ({n}, '{day(n)}');" for n in range(1, 21)
)


def test_orders_of_nobody_are_not_one_persons() -> None:
    script = things("dishes", name="name") + ORDERS
    script += (
        "CREATE TABLE order_lines (id INTEGER PRIMARY KEY, order_id INT REFERENCES orders (id),"
        " dish_id INT REFERENCES dishes (id), quantity INT);"
    )
    rows: list[Row] = [(n, 1 + n % 20, 1 + n % 6, 1 + n % 2) for n in range(60)]
    assert "orders does not say whose each is" in doubts_of(guess(script, "order_lines", rows))


def test_what_friends_borrowed_is_not_what_somebody_read() -> None:
    loans = (
        "CREATE TABLE loans (id INTEGER PRIMARY KEY, book_id INT REFERENCES books (id),"
        " borrower TEXT, lent_on TEXT);"
    )
    script = "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, author TEXT, read_on TEXT);"
    lent: list[Row] = [(n, 1 + n % 20, ("Ana", "Bo", "Cy")[n % 3], day(n)) for n in range(12)]
    read = "".join(
        f"INSERT INTO books VALUES ({n}, '{TITLES[n % 6]} {n}', 'Ash', "
        f"{repr(day(n)) if n % 3 else 'NULL'});"
        for n in range(1, 31)
    )
    found = guess(script + read + loans, "loans", lent)
    assert "books says what was used, and loans who borrowed it" in doubts_of(found)


def test_lists_of_each_person_say_by_their_names_what_was_used() -> None:
    names = ("Watched", "Watchlist", "Favorites")
    lists = (
        "CREATE TABLE lists (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), name TEXT);"
    ) + "".join(
        f"INSERT INTO lists VALUES ({n + 1}, {1 + n // 3}, '{names[n % 3]}');" for n in range(12)
    )
    script = USERS + things("movies") + lists
    script += (
        "CREATE TABLE list_items (list_id INT REFERENCES lists (id), movie_id INT REFERENCES"
        " movies (id), added_at TEXT);"
    )
    rows: list[Row] = [
        (1 + (3 * n if n % 2 else n) % 12, 1 + (n // 4) % 6, day(n)) for n in range(48)
    ]
    found = guess(script, "list_items", rows)
    assert not is_open(found), doubts_of(found)
    condition = "COALESCE(lists.name, '') NOT IN ('Favorites', 'Watchlist')"
    assert found[0].interactions.endswith(condition)
    # A name that says neither: a person is asked.
    other = guess(script.replace("Favorites", "For rainy days"), "list_items", rows)
    assert is_open(other)


def test_of_a_variant_the_product_is_the_item() -> None:
    variants = (
        "CREATE TABLE variants (id INTEGER PRIMARY KEY, product_id INT REFERENCES products (id),"
        " sku TEXT, size TEXT);"
    ) + "".join(
        f"INSERT INTO variants VALUES ({n}, {1 + n % 6}, 'SKU-{n:05}', 'M');" for n in range(1, 13)
    )
    script = USERS + things("products", name="name") + variants
    script += use_table("purchases", "purchased_at TEXT, price REAL", "variants").replace(
        "thing_id", "variant_id"
    )
    rows: list[Row] = [(n, u, 1 + (n * 7) % 12, day(n), 2.5) for n, (u, _) in enumerate(PAIRS * 2)]
    found = guess(script, "purchases", rows)
    assert found[0].about == "products"
    assert not is_open(found), doubts_of(found)


def test_who_came_to_what_did_not_take_place_used_nothing() -> None:
    parties = (
        "CREATE TABLE parties (id INTEGER PRIMARY KEY, film_id INT REFERENCES films (id),"
        " held_on TEXT, status TEXT);"
    ) + "".join(
        f"INSERT INTO parties VALUES ({n}, {1 + n % 6}, '{day(n)}', "
        f"'{'cancelled' if n % 4 == 0 else 'finished'}');"
        for n in range(1, 21)
    )
    script = USERS + things("films") + parties
    script += (
        "CREATE TABLE party_guests (party_id INT REFERENCES parties (id), user_id INT REFERENCES"
        " users (id), joined_at TEXT);"
    )
    rows: list[Row] = [(1 + n % 20, 1 + (n // 20 + n) % 4, day(n)) for n in range(60)]
    found = guess(script, "party_guests", rows)
    assert "COALESCE(parties.status, '') NOT IN ('cancelled')" in found[0].interactions


def test_who_was_in_a_session_took_part() -> None:
    sessions = (
        "CREATE TABLE sessions (id INTEGER PRIMARY KEY, game_id INT REFERENCES games (id), held_on"
        " TEXT, summary TEXT);"
    ) + "".join(
        f"INSERT INTO sessions VALUES ({n}, {1 + n % 6}, '{day(n)}', 'What came of evening {n}');"
        for n in range(1, 21)
    )
    script = people("players") + things("games") + sessions
    script += (
        "CREATE TABLE session_players (session_id INT REFERENCES sessions (id), player_id INT"
        " REFERENCES players (id));"
    )
    rows: list[Row] = [(1 + n % 20, 1 + (n // 20 + n) % 4) for n in range(60)]
    found = guess(script, "session_players", rows)
    assert found[0].about == "games"
    assert not is_open(found), doubts_of(found)


def test_a_reference_may_be_called_by_the_first_letter_of_one_table() -> None:
    script = things("beer", name="name") + USERS
    script += "CREATE TABLE checkin (uid INT, bid INT, ts INT);"
    rows: list[Row] = [(u, i, 1_760_000_000 + n * 900) for n, (u, i) in enumerate(PAIRS * 2)]
    found = guess(script, "checkin", rows)
    assert found[0].about == "beer"
    # Of two tables with this letter it may be either.
    assert guess(script + things("book", name="name"), "checkin", rows)[0:1] != found[0:1]


@pytest.mark.parametrize("who", ["who", "child"])
def test_a_row_says_whose_it_is(who: str) -> None:
    script = (
        f"CREATE TABLE watchlog (id INTEGER PRIMARY KEY, title TEXT, seen_on TEXT, {who} TEXT);"
    )
    rows: list[Row] = [(n, TITLES[n % 6], day(n), ("Ana", "Bo", "Cy")[n % 3]) for n in range(40)]
    assert f"SELECT {who} AS user" in guess(script, "watchlog", rows)[0].interactions


def test_a_child_is_read_to_by_somebody() -> None:
    script = people("children") + things("stories")
    script += (
        "CREATE TABLE story_reads (child_id INT REFERENCES children (id), story_id INT REFERENCES"
        " stories (id), read_on TEXT, read_by TEXT);"
    )
    rows: list[Row] = [(u, i, day(n), ("Mum", "Dad")[n % 2]) for n, (u, i) in enumerate(PAIRS * 2)]
    assert "SELECT child_id AS user" in guess(script, "story_reads", rows)[0].interactions


def test_of_plays_an_end_is_a_time() -> None:
    script = "CREATE TABLE play_history (endTime TEXT, artistName TEXT, trackName TEXT);"
    rows: list[Row] = [(f"{day(n)} 10:00", f"Band {n % 3}", TITLES[n % 6]) for n in range(40)]
    assert "endTime AS time" in guess(script, "play_history", rows)[0].interactions


@pytest.mark.parametrize(("begun", "ended"), [("out_on", "in_on"), ("date_debut", "date_fin")])
def test_a_loan_is_placed_by_when_it_began(begun: str, ended: str) -> None:
    script = USERS + things("books") + use_table("loans", f"{begun} TEXT, {ended} TEXT", "books")
    rows: list[Row] = [
        (n, *pair, day(n), day(n + 9) if n % 3 else None) for n, pair in enumerate(PAIRS * 2)
    ]
    found = guess(script, "loans", rows)
    assert f"{begun} AS time" in found[0].interactions
    assert not is_open(found), doubts_of(found)


def test_what_was_worn_says_more_than_what_was_bought() -> None:
    script = USERS + things("perfumes", name="name")
    script += use_table("days", "worn_on TEXT, weather TEXT", "perfumes")
    script += use_table("wardrobe", "purchased_on TEXT, ml INT", "perfumes")
    script += "".join(
        f"INSERT INTO wardrobe VALUES ({n}, {u}, {i}, '{day(n)}', 50);"
        for n, (u, i) in enumerate(PAIRS)
    )
    found = guess(script, "days", use_rows("wet", "dry"))
    assert found[0].table == "days"
    assert not is_open(found), doubts_of(found)


def test_what_was_made_was_used() -> None:
    script = USERS + things("recipes")
    script += (
        "CREATE TABLE made_recipes (user_id INT REFERENCES users (id), recipe_id INT REFERENCES"
    )
    script += " recipes (id), made_at TEXT, rating INT);"
    rows: list[Row] = [(1 + n % 4, 1 + n, day(n), 1 + n % 5) for n in range(6)]
    found = guess(script, "made_recipes", rows)
    assert not is_open(found), doubts_of(found)


def test_what_somebody_wants_is_asked_about_in_any_column() -> None:
    script = USERS + things("products", name="name") + use_table("owning", "since TEXT, tie TEXT")
    script = script.replace("movies", "products")
    found = guess(script, "owning", use_rows("has", "wants", "sold"))
    assert "owning.tie may say which rows count" in doubts_of(found)


@pytest.mark.parametrize("name", ["blocked_movies", "hidden_movies", "muted_movies"])
def test_what_somebody_does_not_want_to_see_is_no_history(name: str) -> None:
    script = USERS + things("movies") + use_table(name, "created_at TEXT, note TEXT")
    assert is_open(guess(script, name, use_rows("so it is")))


@pytest.mark.parametrize(
    ("name", "mark"), [("event_responses", "going"), ("movie_likes", "is_like")]
)
def test_who_says_no_in_the_same_table_is_left_out(name: str, mark: str) -> None:
    script = USERS + things("movies") + use_table(name, f"created_at TEXT, {mark} INT")
    assert guess(script, name, use_rows(0, 1))[0].interactions.endswith(f"WHERE {mark} = 1")


def test_the_book_that_they_met_for_is_the_item() -> None:
    meetings = (
        "CREATE TABLE meetings (id INTEGER PRIMARY KEY, book_id INT REFERENCES books (id),"
        " held_on TEXT);"
    ) + "".join(f"INSERT INTO meetings VALUES ({n}, {7 - n}, '{day(n)}');" for n in range(1, 7))
    script = people("members") + things("books") + meetings
    script += (
        "CREATE TABLE attendance (meeting_id INT REFERENCES meetings (id), member_id INT REFERENCES"
        " members (id));"
    )
    rows: list[Row] = [(i, u) for u, i in PAIRS]
    found = guess(script, "attendance", rows)
    assert found[0].about == "books"
    assert "meetings.held_on AS time" in found[0].interactions
