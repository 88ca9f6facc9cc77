"""By what a history's things are known, and what stands beside what was played."""

from __future__ import annotations

from guessing import TITLES, Row, doubts_of, guess

from ilora_edge.schema_guess.propose import is_open

_THINGS = [f"{title} {n}" for n in range(4) for title in TITLES]
_FIRST = 1_760_000_000
_EPISODES = (
    "(guid TEXT PRIMARY KEY, podcast_title TEXT, episode_title TEXT, last_position_ms INTEGER, "
    "last_played_date INTEGER);"
)


def _episodes(n: int, first: int) -> list[Row]:
    return [
        (f"e-{k:04}", f"Talk {k % 4}", _THINGS[k], 61_000 + k, _FIRST + k * 9_000 + first)
        for k in range(first, first + n)
    ]


def test_a_review_says_by_a_place_which_film_it_is_of() -> None:
    script = (
        "CREATE TABLE reviews (_id INTEGER PRIMARY KEY, {} INTEGER, score INTEGER, title TEXT, "
        "description TEXT);"
    )
    said = ("Lovely", "Not for me", "A quiet one", "Once more", "Great flying")
    rows: list[Row] = [
        (n, n * 5 % 22, 60 + n * 7 % 41, said[n % 5], "The music stays") for n in range(1, 16)
    ]
    found = guess(script.format("filmIndex"), "reviews", rows)
    assert "filmIndex AS item" in found[0].interactions
    assert is_open(found)
    assert "nothing describes the items" in doubts_of(found)
    # A chapter's is its place in a book.
    found = guess(script.format("chapterIndex"), "reviews", rows)
    assert all("chapterIndex AS item" not in p.interactions for p in found)


def test_a_history_knows_its_comics_by_their_ids() -> None:
    script = (
        "CREATE TABLE ComicHistoryEntity (id INTEGER PRIMARY KEY, comicId TEXT, title TEXT, "
        "lastChapterId TEXT, timestamp INTEGER);"
    )
    rows: list[Row] = [
        (n, f"c{n * 31}", title, f"ch{n % 5}", (_FIRST + n * 9_000) * 1000)
        for n, title in enumerate(_THINGS, start=1)
    ]
    found = guess(script, "ComicHistoryEntity", rows)
    assert not is_open(found)
    assert "comicId AS item" in found[0].interactions
    assert found[0].items is not None
    assert "comicId AS item" in found[0].items
    # An id that some rows have not, or share, tells nothing apart.
    rows = [(row[0], row[1] if n % 4 else "", *row[2:]) for n, row in enumerate(rows)]
    found = guess(script, "ComicHistoryEntity", rows)
    assert all("comicId AS item" not in p.interactions for p in found[:1])


def test_what_was_played_says_more_than_whose_page_was_opened() -> None:
    podcasts = [(f"p{n}", f"Talk {n}", n, _FIRST + 900_000 + n) for n in range(4)]
    script = (
        "CREATE TABLE podcasts (id TEXT PRIMARY KEY, title TEXT, sort_order INTEGER, last_viewed "
        f"INTEGER); INSERT INTO podcasts VALUES {', '.join(map(str, podcasts))};"
        f"CREATE TABLE played_history_episodes {_EPISODES}"
    )
    found = guess(script, "played_history_episodes", _episodes(20, 0))
    assert not is_open(found)
    assert found[0].table == "played_history_episodes"
    # The podcast's title stands before the episode's.
    assert found[0].items is not None
    assert "episode_title AS title" in found[0].items


def test_bookmarks_with_the_columns_of_a_history_are_no_second_one() -> None:
    kept = ", ".join(map(str, _episodes(6, 9)))
    script = (
        f"CREATE TABLE bookmarked_episodes {_EPISODES}"
        f"INSERT INTO bookmarked_episodes VALUES {kept};"
        f"CREATE TABLE played_history_episodes {_EPISODES}"
    )
    found = guess(script, "played_history_episodes", _episodes(20, 0))
    assert not is_open(found)
    assert found[0].table == "played_history_episodes"


def test_a_key_and_a_mark_may_be_all_that_is_kept_of_films() -> None:
    script = "CREATE TABLE movies_table (id INTEGER PRIMARY KEY, isWatched INTEGER);"
    rows: list[Row] = [(550 + n * 211, int(n % 4 != 2)) for n in range(22)]
    found = guess(script, "movies_table", rows)
    assert found[0].interactions.replace("\n", " ") == (
        "SELECT 'me' AS user, id AS item, 0 AS time FROM movies_table WHERE isWatched"
    )
    # Rows that are only counted are known by no service.
    counted: list[Row] = [(n + 1, mark) for n, (_, mark) in enumerate(rows)]
    assert not guess(script, "movies_table", counted)
