"""Who likes, likes of several kinds, bare signups, opinions beside uses."""

from __future__ import annotations

from guessing import TITLES, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open

VIDEOS = things("videos", name="title") + (
    "CREATE TABLE comments (id INTEGER PRIMARY KEY, body TEXT, author_id INT, video_id INT);"
)


def _likes(who: str) -> str:
    return people("users") + (
        VIDEOS + f"CREATE TABLE likes (id INTEGER PRIMARY KEY, {who} INT, likeable_type TEXT,"
        " likeable_id INT, created_at TEXT, liked INT);"
    )


def test_likes_of_videos_count_and_those_of_comments_do_not() -> None:
    rows: list[Row] = [
        (n, 1 + n % 4, ("Video", "Comment")[n // 24], 1 + (n + n // 4) % 6, day(n), n % 5 and 1)
        for n in range(36)
    ]
    found = guess(_likes("liker_id"), "likes", rows)
    assert "liker_id AS user, likeable_id AS item" in found[0].interactions
    assert "likeable_type = 'Video' AND liked = 1" in found[0].interactions
    assert "FROM videos" in str(found[0].items)


def _signups(columns: str, values: str) -> bool:
    script = people("users") + (
        f"CREATE TABLE events (id INTEGER PRIMARY KEY, title TEXT{columns});"
        "CREATE TABLE user_events (user_id INT REFERENCES users (id),"
        " event_id INT REFERENCES events (id));"
    )
    script += "".join(
        f"INSERT INTO events VALUES ({n}, '{title}'{values});" for n, title in enumerate(TITLES)
    )
    rows: list[Row] = [(1 + n % 4, (n + n // 4) % 6) for n in range(20)]
    return is_open(guess(script, "user_events", rows))


def test_who_is_paired_with_gatherings_came_to_them() -> None:
    assert not _signups(", location TEXT, capacity INT", ", 'Hall', 20")


def test_events_of_nowhere_need_be_no_gatherings() -> None:
    assert _signups(", severity TEXT", ", 'high'")


def test_songs_that_were_liked_are_known_by_the_ids_of_their_tracks() -> None:
    script = people("users") + (
        "CREATE TABLE liked_songs (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " track_id TEXT, created_at TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 4, f"6rqhFgb{n // 4:04}", day(n)) for n in range(40)]
    found = guess(script, "liked_songs", rows)
    assert not is_open(found)
    assert "track_id AS item" in found[0].interactions
    assert any("nothing names" in remark for remark in found[0].remarks)


def _visits_and_votes(votes: str) -> tuple[str, list[Row]]:
    script = (
        people("users")
        + things("recipes")
        + (
            f"CREATE TABLE {votes} (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
            " recipe_id INT REFERENCES recipes (id), vote INT, created_at TEXT);"
            "CREATE TABLE restaurant_histories (id INTEGER PRIMARY KEY, date_visited TEXT,"
            " user_id INT REFERENCES users (id), yelp_id TEXT);"
        )
    )
    script += "".join(
        f"INSERT INTO {votes} VALUES ({n}, {1 + n % 4}, {1 + (n + n // 4) % 6}, {1 + n % 5},"
        f" '{day(n)}');"
        for n in range(20)
    )
    rows: list[Row] = [(n, day(n), 1 + n % 4, f"tnhfDv5Il8Ea{n * 5 % 7:03}") for n in range(30)]
    return script, rows


def test_places_that_a_service_numbers_in_texts_are_things_of_their_own() -> None:
    script, rows = _visits_and_votes("other_votes")
    found = guess(script, "restaurant_histories", rows)
    assert any("yelp_id AS item" in p.interactions for p in found)


def test_votes_beside_a_history_of_other_things_are_asked_about() -> None:
    script, rows = _visits_and_votes("user_votes")
    assert is_open(guess(script, "restaurant_histories", rows))


def test_the_last_book_of_a_series_is_not_what_its_row_is_about() -> None:
    script = people("users") + (
        "CREATE TABLE series (name TEXT PRIMARY KEY, publisher TEXT);"
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT,"
        " series_name TEXT REFERENCES series (name));"
        "CREATE TABLE user_series (series_name TEXT REFERENCES series (name),"
        " user_id INT REFERENCES users (id), latest_book_id INT REFERENCES books (id),"
        " last_read_at TEXT, PRIMARY KEY (series_name, user_id));"
    )
    script += "".join(
        f"INSERT INTO series VALUES ('{title}', 'Press');"
        f"INSERT INTO books VALUES ({n}, 'Volume of {title}', '{title}');"
        for n, title in enumerate(TITLES)
    )
    rows: list[Row] = [
        (TITLES[(n + n // 4) % len(TITLES)], 1 + n % 4, (n + n // 4) % len(TITLES), day(n))
        for n in range(20)
    ]
    assert " series_name AS item" in guess(script, "user_series", rows)[0].interactions


def test_doubts_of_votes_alone_are_none() -> None:
    script = (
        people("users")
        + things("recipes")
        + (
            "CREATE TABLE user_votes (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
            " recipe_id INT REFERENCES recipes (id), vote INT, created_at TEXT);"
        )
    )
    rows: list[Row] = [(n, 1 + n % 4, 1 + (n + n // 4) % 6, 1 + n % 5, day(n)) for n in range(20)]
    found = guess(script, "user_votes", rows)
    assert not is_open(found), doubts_of(found)


def test_which_meal_it_was_says_nothing_of_whether_it_was_eaten() -> None:
    script = (
        people("users")
        + things("recipes")
        + (
            "CREATE TABLE meal_types (id INTEGER PRIMARY KEY, name TEXT);"
            "INSERT INTO meal_types VALUES (1, 'Breakfast'), (2, 'Lunch'), (3, 'Dinner');"
            "CREATE TABLE meals (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
            " meal_type_id INT REFERENCES meal_types (id), date_of_meal TEXT);"
            "CREATE TABLE meals_recipes (id INTEGER PRIMARY KEY, meal_id INT REFERENCES meals (id),"
            " recipe_id INT REFERENCES recipes (id));"
        )
    )
    script += "".join(
        f"INSERT INTO meals VALUES ({n}, {1 + n % 4}, {1 + n % 3}, '{day(n)}');" for n in range(30)
    )
    rows: list[Row] = [(n, n % 30, 1 + (n + n // 4) % 6) for n in range(40)]
    assert "meal_type_id" not in doubts_of(guess(script, "meals_recipes", rows))


def test_films_and_series_by_numbers_that_are_called_after_them_are_one_history() -> None:
    columns = "title TEXT, watched_at TEXT"
    script = people("users") + (
        f"CREATE TABLE user_movies (user_id INT, tmdb_movie_id INT, {columns});"
        f"CREATE TABLE user_series (user_id INT, tmdb_series_id INT, {columns});"
    )
    seen = [(1 + n % 4, (n + n // 4) % 6, day(n)) for n in range(24)]
    script += "".join(
        f"INSERT INTO user_movies VALUES ({who}, {500 + what}, '{TITLES[what]}', '{when}');"
        for who, what, when in seen
    )
    rows: list[Row] = [(w, 9000 + what, f"All of {TITLES[what]}", when) for w, what, when in seen]
    found = guess(script, "user_series", rows)
    assert not is_open(found)
    assert "tmdb_movie_id AS item" in found[0].interactions
    assert "tmdb_series_id AS item" in found[0].interactions


def test_what_was_made_of_a_review_says_nothing_of_when_and_whether_a_film_was_seen() -> None:
    script = (
        people("users")
        + things("films")
        + (
            "CREATE TABLE reviews (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
            " film_id INT REFERENCES films (id), rating INT, status TEXT, created_at TEXT,"
            " flagged_at TEXT);"
        )
    )
    states = ("published", "draft", "flagged", "published")
    rows: list[Row] = [
        (n, 1 + n % 4, 1 + (n + n // 4) % 6, 1 + n % 5, states[n % 4], day(n), day(n + 2))
        for n in range(24)
    ]
    found = guess(script, "reviews", rows)
    assert not is_open(found), doubts_of(found)
    assert "created_at AS time" in found[0].interactions
