"""Kinds of tables that strangers' schemas have: one small schema each, and what is made of it."""

from __future__ import annotations

import sqlite3

import pytest
from guessing import day

from ilora_edge.schema_guess.propose import is_open, propose

TITLES = [f"{a} {b}" for a in ("Amber", "Broken", "Cedar", "Distant") for b in ("Sky", "Road")]
PEOPLE: list[tuple[object, ...]] = [(n, f"Person {n}") for n in range(1, 6)]
THINGS: list[tuple[object, ...]] = [(n, title) for n, title in enumerate(TITLES, 1)]
USERS = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);"
DISHES = USERS + "CREATE TABLE recipes (id INTEGER PRIMARY KEY, title TEXT);"
OF_DISHES: dict[str, list[tuple[object, ...]]] = {"users": PEOPLE, "recipes": THINGS}


def _uses(n: int = 40) -> list[tuple[object, ...]]:
    """Return rows (id, user, thing, day)."""
    return [(k, 1 + k % 5, 1 + k * k % 8, day(k)) for k in range(1, n)]


def _marked(first: int) -> list[tuple[object, ...]]:
    return [(k, f"tt{first + k % 8}", TITLES[k % 8], k % 3 > 0, 1 + k % 5) for k in range(1, 40)]


LOG = "id INTEGER PRIMARY KEY, user_id INT REFERENCES users, recipe_id INT REFERENCES recipes"
MARKED = "id INTEGER PRIMARY KEY, imdb_id TEXT, title TEXT, has_watched BOOLEAN, user_id INT"
CASES: dict[str, tuple[str, dict[str, list[tuple[object, ...]]], str]] = {
    "what was cooked says more than what was looked at": (
        DISHES + f"CREATE TABLE recipe_views ({LOG}, viewed_at TEXT);"
        f"CREATE TABLE cook_log ({LOG}, cooked_at TEXT);",
        OF_DISHES | {"recipe_views": _uses(70), "cook_log": _uses()},
        "FROM cook_log",
    ),
    "what is said to people is no history": (
        DISHES + "CREATE TABLE push_notification_log (id INTEGER PRIMARY KEY, user_id INT "
        "REFERENCES users, title TEXT, sent_at TEXT);"
        f"CREATE TABLE cook_log ({LOG}, created_at TEXT);",
        OF_DISHES
        | {
            "push_notification_log": [(k, 1 + k % 5, TITLES[k % 8], day(k)) for k in range(1, 90)],
            "cook_log": _uses(),
        },
        "FROM cook_log",
    ),
    "how far one came is written down anew each time": (
        DISHES + f"CREATE TABLE reading_progress ({LOG}, updated_at TEXT);"
        f"CREATE TABLE ratings ({LOG}, rating INT);",
        OF_DISHES
        | {
            "reading_progress": _uses(),
            "ratings": [(*row[:3], 1 + k % 5) for k, row in enumerate(_uses())],
        },
        "updated_at AS time",
    ),
    "what goes into a recipe is no use by its owner": (
        USERS + "CREATE TABLE recipes (id INTEGER PRIMARY KEY, user_id INT REFERENCES users, "
        "title TEXT); CREATE TABLE parts (id INTEGER PRIMARY KEY, recipe_id INT REFERENCES "
        "recipes, system_used TEXT, created_at TEXT); "
        f"CREATE TABLE ratings ({LOG}, rating INT);",
        {
            "users": PEOPLE,
            "recipes": [(n, 1 + n % 5, title) for n, title in enumerate(TITLES, 1)],
            "parts": [(k, 1 + k % 8, "metric", day(k)) for k in range(1, 40)],
            "ratings": [(*row[:3], 1 + k % 5) for k, row in enumerate(_uses())],
        },
        "FROM ratings",
    ),
    "likes, where nothing else is known": (
        DISHES + "CREATE TABLE favourites (id INTEGER PRIMARY KEY, user_id INT REFERENCES users, "
        "recipe_id INT REFERENCES recipes);",
        OF_DISHES | {"favourites": [row[:3] for row in _uses()]},
        "FROM favourites",
    ),
    "of likes beside a history nothing is taken": (
        DISHES + f"CREATE TABLE favourites ({LOG}, created_at TEXT);"
        f"CREATE TABLE cook_log ({LOG}, cooked_at TEXT);",
        OF_DISHES | {"favourites": _uses(90), "cook_log": _uses()},
        "FROM cook_log",
    ),
    "the same pairs again and again are uses": (
        DISHES + f"CREATE TABLE evenings ({LOG});",
        OF_DISHES | {"evenings": [(k, 1 + k % 3, 1 + k % 4) for k in range(60)]},
        "FROM evenings",
    ),
    "lists by their names": (
        USERS + "CREATE TABLE users_lists (user_id INT REFERENCES users, media_id INT, "
        "list TEXT NOT NULL, score INT);",
        {
            "users": PEOPLE,
            "users_lists": [
                (1 + k % 5, 900 + k * k % 17, ("watching", "planning", "completed")[k % 3], k % 9)
                for k in range(60)
            ],
        },
        "NOT IN ('planning')",
    ),
    "a review is of the game whose id it has": (
        USERS + "CREATE TABLE Review (id INTEGER PRIMARY KEY, userId INT REFERENCES users, gameId "
        "TEXT, title TEXT, rating INT, createdAt TEXT);",
        {
            "users": PEOPLE,
            "Review": [
                (k, 1 + k % 5, str(70 + k * k % 11), f"Why {TITLES[k % 8]}", 1 + k % 5, day(k))
                for k in range(1, 40)
            ],
        },
        "gameId AS item",
    ),
    "films and series that are marked in one way": (
        USERS + f"CREATE TABLE user_movies ({MARKED}); CREATE TABLE user_shows ({MARKED});",
        {"users": PEOPLE, "user_movies": _marked(100), "user_shows": _marked(500)},
        "UNION ALL\nSELECT user_id AS user, imdb_id AS item",
    ),
    "films and series with the same numbers": (
        USERS + f"CREATE TABLE user_movies ({MARKED}); CREATE TABLE user_shows ({MARKED});",
        {"users": PEOPLE, "user_movies": _marked(100), "user_shows": _marked(100)},
        "'user_shows:' || item AS item",
    ),
    "an episode by its show, its season and its number": (
        USERS + "CREATE TABLE seen_episodes (id INTEGER PRIMARY KEY, show_id INT, season_id INT, "
        "episode_id INT, user_id INT REFERENCES users);",
        {
            "users": PEOPLE,
            "seen_episodes": [(k, 70 + k % 4, 1, 1 + k // 4, 1 + k % 5) for k in range(60)],
        },
        "show_id || ':' || seen_episodes.season_id || ':' || seen_episodes.episode_id AS item",
    ),
    "rooms by their numbers, orders under a longer name": (
        "CREATE TABLE customer (customer_id INTEGER PRIMARY KEY, email TEXT);"
        "CREATE TABLE product (sku TEXT PRIMARY KEY, description TEXT, price INT);"
        "CREATE TABLE corder (order_id INTEGER PRIMARY KEY, customer_id INT, sku TEXT, price INT);",
        {
            "customer": [(n, f"p{n}@mail.example") for n in range(1, 6)],
            "product": [(f"SKU-{n}", title, 5) for n, title in enumerate(TITLES, 1)],
            "corder": [(k, 1 + k % 5, f"SKU-{1 + k * k % 8}", 5) for k in range(1, 60)],
        },
        "FROM corder",
    ),
}


@pytest.mark.parametrize("kind", CASES)
def test_a_kind_of_table_is_read_or_asked_about(kind: str) -> None:
    script, filled, wanted = CASES[kind]
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    for table, content in filled.items():
        marks = ", ".join("?" * len(content[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", content)
    found = propose(connection)
    if not wanted:
        assert is_open(found)
    else:
        assert not is_open(found)
        assert wanted in found[0].interactions


def test_a_chapter_without_a_title_has_its_number_behind_its_book() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        USERS + "CREATE TABLE mangas (id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE chapters (id INTEGER PRIMARY KEY, manga_id INT REFERENCES mangas, "
        "number INT, title TEXT);"
        "CREATE TABLE reads (id INTEGER PRIMARY KEY, user_id INT REFERENCES users, "
        "chapter_id INT REFERENCES chapters, read_at TEXT);"
    )
    chapters = [(k, 1 + k % 4, 1 + k // 4, TITLES[k % 8] if k % 2 else None) for k in range(1, 21)]
    reads = [(k, 1 + k % 5, 1 + k * k % 20, day(k)) for k in range(1, 40)]
    for table, content in (
        ("users", PEOPLE),
        ("mangas", THINGS[:4]),
        ("chapters", chapters),
        ("reads", reads),
    ):
        marks = ", ".join("?" * len(content[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", content)
    items = propose(connection)[0].items
    assert items is not None
    titles = {row[0]: row[1] for row in connection.execute(items)}
    assert titles[1] == "Amber Road - Amber Road"
    assert titles[2] == "Broken Sky - 1"


def test_a_person_is_shown_five_guesses() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        DISHES + "".join(f"CREATE TABLE {name}_log ({LOG}, done_at TEXT);" for name in "abcdefg")
    )
    for table, content in (
        *OF_DISHES.items(),
        *((f"{name}_log", _uses(30 + 2 * n)) for n, name in enumerate("abcdefg")),
    ):
        marks = ", ".join("?" * len(content[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", content)
    assert len(propose(connection)) == 5
