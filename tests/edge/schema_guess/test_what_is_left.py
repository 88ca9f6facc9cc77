"""What shape and rows say where names say little: one small schema each, and what is made of it."""

from __future__ import annotations

import sqlite3

import pytest
from guessing import day

from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import is_open, propose
from ilora_edge.schema_guess.words.name_words import split_words

Rows = dict[str, list[tuple[object, ...]]]

TITLES = [f"{a} {b}" for a in ("Amber", "Broken", "Cedar", "Distant") for b in ("Sky", "Road")]
USERS = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);"
DISHES = USERS + "CREATE TABLE recipes (id INTEGER PRIMARY KEY, title TEXT);"
PAIR = "user_id INT REFERENCES users, recipe_id INT REFERENCES recipes"
OF_DISHES: Rows = {
    "users": [(n, f"Person {n}") for n in range(1, 6)],
    "recipes": [(n, title) for n, title in enumerate(TITLES, 1)],
}
PAIRS: list[tuple[object, ...]] = [(1 + k % 5, 1 + k // 5) for k in range(36)]
EPISODES = (
    "CREATE TABLE watched_episodes (id INTEGER PRIMARY KEY, user_id INT REFERENCES users, "
    "tmdb_id INT, season_number INT, episode_number INT, watched_at TEXT);"
)
EPISODE_ROWS: list[tuple[object, ...]] = [
    (k, 1 + k % 5, 1399 + k // 5 % 2, 1 + k // 10 % 2, 1 + k // 20, day(k)) for k in range(1, 60)
]


def _guess(script: str, filled: Rows) -> list[Proposal]:
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    for table, content in filled.items():
        marks = ", ".join("?" * len(content[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", content)
    return propose(connection)


SURE: dict[str, tuple[str, Rows, str]] = {
    "what was read has one column besides its number": (
        "CREATE TABLE read (id INTEGER PRIMARY KEY, manga TEXT, chapter TEXT);",
        {"read": [(k, TITLES[k % 4], str(1 + k // 4)) for k in range(1, 40)]},
        "manga AS item",
    ),
    "an order's lines say more than the order, of which they are": (
        USERS + "CREATE TABLE restaurants (id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE menu_items (id INTEGER PRIMARY KEY, restaurant_id INT REFERENCES "
        "restaurants, name TEXT);"
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INT REFERENCES users, "
        "restaurant_id INT REFERENCES restaurants, ordered_at TEXT);"
        "CREATE TABLE order_items (id INTEGER PRIMARY KEY, order_id INT REFERENCES orders, "
        "menu_item_id INT REFERENCES menu_items, quantity INT);",
        {
            "users": OF_DISHES["users"],
            "restaurants": OF_DISHES["recipes"][:3],
            "menu_items": [(n, 1 + n % 3, f"{TITLES[n % 8]} {n}") for n in range(1, 20)],
            "orders": [(k, 1 + k % 5, 1 + k % 3, day(k)) for k in range(1, 40)],
            "order_items": [(k, 1 + k // 2, 1 + k * 5 % 19, 1 + k % 3) for k in range(1, 78)],
        },
        "FROM order_items",
    ),
    "when a song was played is no person's tag": (
        USERS + "CREATE TABLE artists (id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE tags (tagID INTEGER, tagValue TEXT);"
        "CREATE TABLE user_artists (userID INT, artistID INT, weight INT);"
        "CREATE TABLE user_taggedartists (userID INT, artistID INT, tagID INT, timestamp INT);",
        {
            "users": OF_DISHES["users"],
            "artists": OF_DISHES["recipes"],
            "tags": [(n, f"genre {n}") for n in range(1, 5)],
            "user_artists": [(*pair, 20 + 7 * k) for k, pair in enumerate(PAIRS)],
            "user_taggedartists": [
                (1 + k % 5, 1 + k % 8, 1 + k % 4, 1_760_000_000 + 9_999 * k) for k in range(40)
            ],
        },
        "FROM user_artists",
    ),
    "an episode is a service's series, its season and its number": (
        USERS + EPISODES,
        {"users": OF_DISHES["users"], "watched_episodes": EPISODE_ROWS},
        "tmdb_id || ':' || watched_episodes.season_number",
    ),
    "a person's key has the same name in both tables, and is declared in none": (
        "CREATE TABLE members (msno TEXT, city INT, gender TEXT);"
        "CREATE TABLE songs (song_id INTEGER, name TEXT);"
        "CREATE TABLE listens (msno TEXT, song_id INT);",
        {
            "members": [(f"9Q{n:02}xPz8+w", n, "f") for n in range(1, 6)],
            "songs": OF_DISHES["recipes"],
            "listens": [
                (f"9Q{user:02}xPz8+w", song)
                for user, song in (map(int, map(str, p)) for p in PAIRS)
            ],
        },
        "msno AS user",
    ),
}

ASKED: dict[str, tuple[str, Rows, str]] = {
    "what only is left, and is called nothing": (
        "CREATE TABLE history (id INTEGER PRIMARY KEY, record TEXT, timeStamp INTEGER);",
        {
            "history": [
                (k, f"app://site{k % 7}", 1_760_000_000_000 + 31_000_000 * k) for k in range(1, 40)
            ]
        },
        "record AS item",
    ),
    "films beside the episodes, which nothing describes": (
        USERS + EPISODES + "CREATE TABLE watched_movies (id INTEGER PRIMARY KEY, user_id INT "
        "REFERENCES users, tmdb_id INT, added_at TEXT);",
        {
            "users": OF_DISHES["users"],
            "watched_episodes": EPISODE_ROWS,
            "watched_movies": [(k, 1 + k % 5, 550 + k % 9, day(k)) for k in range(1, 40)],
        },
        "FROM watched_episodes",
    ),
    "so many bottles somebody has, and has drunk none of them": (
        USERS + "CREATE TABLE wines (id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE cellar (id INTEGER PRIMARY KEY, wine_id INT REFERENCES wines, "
        "user_id INT REFERENCES users, quantity INT);",
        {
            "users": OF_DISHES["users"],
            "wines": OF_DISHES["recipes"],
            "cellar": [(k, 1 + k % 8, 1 + k % 4, 1 + k % 6) for k in range(1, 60)],
        },
        "FROM cellar",
    ),
    "who shares a recipe has not cooked it": (
        DISHES + f"CREATE TABLE share_recipes ({PAIR});",
        OF_DISHES | {"share_recipes": PAIRS},
        "FROM share_recipes",
    ),
}


@pytest.mark.parametrize("kind", SURE)
def test_it_is_sure(kind: str) -> None:
    script, filled, wanted = SURE[kind]
    found = _guess(script, filled)
    assert not is_open(found), found[0].doubts if found else "nothing"
    assert wanted in found[0].interactions


@pytest.mark.parametrize("kind", ASKED)
def test_it_asks_with_the_likeliest_first(kind: str) -> None:
    script, filled, wanted = ASKED[kind]
    found = _guess(script, filled)
    assert is_open(found)
    assert wanted in found[0].interactions


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("visitorid", ("visitor", "id")),
        ("venuename", ("venue", "name")),
        ("rentaldate", ("rental", "date")),
        ("playdates", ("play", "dates")),
        ("valid", ("valid",)),
        ("candidate", ("candidate",)),
        ("android", ("android",)),
        ("subtitle", ("subtitle",)),
    ],
)
def test_names_written_in_one_are_split_at_their_ending(name: str, words: tuple[str, ...]) -> None:
    assert split_words(name) == words


def test_a_date_of_which_texts_in_order_know_nothing_is_a_time_all_the_same() -> None:
    rows: list[tuple[object, ...]] = [
        (
            k,
            f"tt{k % 8}",
            TITLES[k % 8],
            k % 3 > 0,
            f"11/{1 + k % 28}/2025" if k % 3 else None,
            1 + k % 5,
        )
        for k in range(1, 60)
    ]
    found = _guess(
        USERS + "CREATE TABLE user_movies (id INTEGER PRIMARY KEY, imdb_id TEXT, title TEXT, "
        "has_watched BOOLEAN, watched_time TEXT, user_id INT);",
        {"users": OF_DISHES["users"], "user_movies": rows},
    )
    assert "1971" not in found[0].interactions
    assert not any("would be left" in doubt for doubt in found[0].doubts)
