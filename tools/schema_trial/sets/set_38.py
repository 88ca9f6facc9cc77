"""Five, by the rule that was committed before the first search (docs/trials-38.md).

Of books, music, films, anime and courses the first named repository of the answers to a
search of public code for small SQLite schemas, with a whole schema that has a history of uses and
that no earlier set has; games, recipes and podcasts gave none.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Cases, pair, plays, titles
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, mail, millis, one, uid, url

# One line a few columns: the rows are tables.
# fmt: off


def _booklog(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password_hash=uid(9))
    f.add("books", 20, id=one, title=WORDS[:20], author=ARTISTS, user_id=lambda i: 1 + i % 5)
    f.add("reviews", 50, id=one, book_id=lambda i: 1 + pair(i), user_id=lambda i: 1 + i % 5,
        rating=lambda i: 1 + i * 3 % 5, comment=lambda i: f"I liked it well, the {i}th one")
    f.add("categories", 4, id=one, name=["Fantasy", "History", "Manga", "Crime"])
    f.add("book_categories", 20, book_id=one, category_id=lambda i: 1 + i % 4)


def _playlist(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9))
    f.add("songs", 50, id=one, user_id=lambda i: 1 + i % 5, song_name=lambda i: WORDS[pair(i)])


def _best(f: Filler) -> None:
    f.add("users", 5, id=one, username=PEOPLE[:5], password=uid(9))
    f.add("movies", 20, id=one, title=WORDS[:20])
    f.add("favorites", 50, id=one, user_id=lambda i: 1 + i % 5, movie_id=lambda i: 1 + pair(i))


def _matcher(f: Filler) -> None:
    f.add("auth", 6, uuid=uid(1), username=PEOPLE[:6], email=mail, password_hash=uid(9))
    f.add("users", 6, uuid=uid(1), username=PEOPLE[:6], gender=["M", "F", "NB"], sex_pref=["A",
        "B", "C"], genre=["Action", "Drama"], bio=lambda i: f"I am number {i} and like tea",
        image_profile=url)
    f.add("anime", 20, aid=one, anime_id=lambda i: 501 + i, anime_name=WORDS[:20], score=lambda i:
        6.5 + i % 7 / 4, genres=["Action, Comedy", "Drama"], type=["TV", "Movie"], source="Manga",
        rank=one, synopsis=lambda i: f"A long story about number {i}", aired="Apr 2004 to Mar 2005",
        rating=["PG-13", "R"], popularity=one, scored_by=lambda i: 900 + i, members=lambda i:
        2000 + i, favourites=lambda i: 40 + i, image_url=url)
    f.add("user_animes", 50, uuid=lambda i: uid(1)(i % 5), aid=lambda i: 1 + pair(i))
    f.add("matches", 10, uuid=lambda i: uid(1)(i % 5), liked_user=lambda i: uid(1)((i + 2) % 6))


def _cca(f: Filler) -> None:
    f.add("courses", 20, id=one, nmax=30, title=WORDS[:20], teacher=ARTISTS, location=["Hall",
        "Room 2"], ctype=["Sport", "Enrichment"], cgroup=["MW1", "TT1"], course_id=lambda i:
        f"C{100 + i}", section_id=lambda i: f"S{200 + i}", year_groups=[1, 3, 7])
    f.add("users", 5, id=uid(1), name=PEOPLE[:5], email=mail, department=["Y9", "Y10"], session=
        uid(4), expr=lambda i: millis(i) // 1000, confirmed=[0, 1])
    f.add("choices", 50, seltime=lambda i: millis(i) * 1000, userid=lambda i: uid(1)(i % 5),
        courseid=lambda i: 1 + pair(i))
    f.add("misc", 1, key="mode", value=1)
    f.add("states", 2, yeargroup=["Y9", "Y10"], state=[0, 2])


CASES: Cases = {
    # What somebody said of a book, or the books that each person logs.
    "maragami booklog": (_booklog, [(plays("reviews", "book_id", "0", "user_id"), titles("books")),
        (plays("books", "id", "0", "user_id"), titles("books"))]),
    "Music-PlayList-Web-App": (_playlist, [(plays("songs", item, "0", "user_id"),
        f"SELECT DISTINCT {item} AS item, song_name AS title FROM songs") for item in ("id",
        "song_name")]),
    "bestMovies": (_best, [(plays("favorites", "movie_id", "0", "user_id"), titles("movies"))]),
    "AniMatcher": (_matcher, [(plays("user_animes", "aid", "0", "uuid"), titles("anime", "aid",
        "anime_name"))]),
    "cca": (_cca, [(plays("choices", "courseid", "seltime", "userid"), titles("courses"))]),
}
