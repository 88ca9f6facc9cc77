"""Ten further applications, for what ``init`` does since it asks where something is open.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, iso, millis, one, past, seconds

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _book_story(f: Filler) -> None:
    f.add("BookEntity", N, id=one, title=WORDS, author=PEOPLE, filePath=lambda i: f"/b/{i}.epub",
          progress=lambda i: 0.1 * (i % 9), categories="[]")
    f.add("HistoryEntity", 12, id=one, bookId=lambda i: i * 5 % N + 1, time=millis)
    f.add("CategoryEntity", 2, id=one, title=["Reading", "Planning"], order=one, sortOrder="NAME")


def _wikipedia(f: Filler) -> None:
    f.add("HistoryEntry", 20, authority="en.wikipedia.org", lang="en", id=one, timestamp=millis,
          apiTitle=lambda i: WORDS[i].replace(" ", "_"), displayTitle=WORDS, source=[1, 2, 3, 9],
          namespace="")
    f.add("PageImage", 20, lang="en", namespace="", timeSpentSec=f.pick(3, 300),
          apiTitle=lambda i: WORDS[i].replace(" ", "_"))
    f.add("RecentSearch", 5, text=WORDS, timestamp=millis)
    f.add("ReadingList", 1, id=1, listTitle="Saved", mtime=millis, atime=millis)
    f.add("ReadingListPage", 6, id=one, wiki="en.wikipedia.org", listId=1, mtime=millis,
          displayTitle=lambda i: WORDS[-i], apiTitle=lambda i: WORDS[-i], atime=millis, lang="en")


def _lemuroid(f: Filler) -> None:
    f.add("games", N, id=one, fileName=lambda i: f"{i}.rom", fileUri=lambda i: f"content://{i}",
          title=WORDS, systemId=["nes", "gba"], developer=ARTISTS, lastIndexedAt=millis,
          lastPlayedAt=lambda i: millis(40 + i) if i < 9 else None,
          isFavorite=lambda i: int(i == 3))


def _capy(f: Filler) -> None:
    f.add("feeds", 3, id=lambda i: f"f{i}", subscription_id=lambda i: f"s{i}", title=ARTISTS,
          feed_url=lambda i: f"https://f.example/{i}")
    f.add("articles", N, id=lambda i: f"a{i:08}", feed_id=lambda i: f"f{i % 3}", title=WORDS,
          author=PEOPLE, published_at=seconds, url=lambda i: f"https://a.example/{i}")
    f.add("article_statuses", N, article_id=lambda i: f"a{i:08}", read=lambda i: int(i % 3 == 0),
          starred=lambda i: int(i == 4), updated_at=lambda i: seconds(50 + i),
          last_read_at=lambda i: seconds(60 + i) if i % 3 == 0 else None)


def _flarum(f: Filler) -> None:
    f.add("users", 4, id=one, username=PEOPLE, email=lambda i: f"u{i}@example.org", password="x",
          joined_at=iso, last_seen_at=iso)
    f.add("discussions", N, id=one, title=WORDS, created_at=iso, user_id=lambda i: i % 4 + 1,
          last_posted_at=iso, slug=lambda i: f"d-{i}", comment_count=2, participant_count=2)
    f.add("posts", 40, id=one, discussion_id=lambda i: i % N + 1, number=lambda i: i // N + 1,
          created_at=iso, user_id=lambda i: i % 4 + 1, type="comment", content="<t>words</t>")
    f.add("discussion_user", 36, user_id=lambda i: i % 4 + 1,
          discussion_id=lambda i: i // 4 * 2 + 1,
          last_read_at=iso, last_read_post_number=f.pick(1, 3))
    f.add("notifications", 6, id=one, user_id=1, type="postLiked", subject_id=one, created_at=iso)


def _recipya(f: Filler) -> None:
    f.add("users", 2, id=one, email=lambda i: f"u{i}@example.org", hashed_password="x",
          created_at=iso,
          updated_at=iso)
    f.add("recipes", N, id=one, name=WORDS, description="good", created_at=iso, updated_at=iso,
          url="")
    f.add("user_recipe", N, id=one, user_id=lambda i: i % 2 + 1, recipe_id=one)
    f.add("categories", 2, id=one, name=["soup", "cake"])
    f.add("category_recipe", N, id=one, category_id=[1, 2], recipe_id=one)
    f.add("share_recipes", 2, id=one, link=lambda i: f"/r/{i}", user_id=1, recipe_id=one,
          created_at=iso)


def _loop(f: Filler) -> None:
    f.add("Habits", 5, id=one, name=WORDS, archived=0, freq_num=3, freq_den=7, position=one,
          type=0,
          reminder_days=127)
    f.add("Repetitions", 40, id=one, habit=lambda i: i % 5 + 1,
          timestamp=lambda i: 1000 * (seconds(i)
          // 86400 * 86400), value=[2, 2, 0, 2, 3])
    f.add("Events", 3, id=one, timestamp=millis, message="{}")


def _pinepods(f: Filler) -> None:
    f.add("Users", 2, UserID=[1, 2], Username=PEOPLE, Fullname=PEOPLE, Hashed_PW="x")
    f.add("Podcasts", 3, PodcastID=one, PodcastName=ARTISTS, Author=PEOPLE, UserID=[1, 2, 1])
    f.add("Episodes", N, EpisodeID=one, PodcastID=lambda i: i % 3 + 1, EpisodeTitle=WORDS,
          EpisodePubDate=iso, EpisodeDuration=f.pick(600, 3000), Completed=0)
    f.add("UserEpisodeHistory", 30, UserEpisodeHistoryID=one, UserID=lambda i: i % 2 + 1,
          EpisodeID=lambda i: i // 2 + 1, ListenDate=iso, ListenDuration=f.pick(30, 900))
    f.add("EpisodeQueue", 4, QueueID=one, QueueDate=iso, UserID=1, EpisodeID=lambda i: 20 + i,
          QueuePosition=one)
    f.add("SavedEpisodes", 4, SaveID=one, UserID=1, EpisodeID=lambda i: 10 + i, SaveDate=iso)
    f.add("DownloadedEpisodes", 6, DownloadID=one, UserID=1, EpisodeID=one, DownloadedDate=iso)


def _lnreader(f: Filler) -> None:
    f.add("Novel", 6, id=one, path=lambda i: f"/n/{i}", pluginId="p", name=WORDS, author=PEOPLE,
          status="Ongoing", inLibrary=1, totalChapters=8, lastUpdatedAt=iso,
          lastReadAt=lambda i: iso(i * 8 + 2) if i < 4 else None)
    f.add("Chapter", 48, id=one, novelId=lambda i: i // 8 + 1,
          path=lambda i: f"/n/{i // 8}/{i % 8}",
          name=lambda i: f"Chapter {i % 8 + 1}", releaseTime=past,
          chapterNumber=lambda i: i % 8 + 1,
          unread=lambda i: int(not (i % 8 < 3 and i < 32)),
          progress=lambda i: 100 if i % 8 < 3 else None,
          readTime=lambda i: iso(i) if i % 8 < 3 and i < 32 else None, updatedTime=iso)
    f.add("Category", 2, id=one, name=["Default", "Local"], sort=one)


def _booklogr(f: Filler) -> None:
    f.add("profiles", 2, id=one, display_name=PEOPLE, visibility="hidden", owner_id=[11, 12])
    f.add("books", N, id=one, title=WORDS, author=PEOPLE, isbn=lambda i: f"978{i:010}",
          reading_status=["Read", "To be read", "Currently reading"], owner_id=[11, 12],
          created_on=iso,
          total_pages=300, current_page=f.pick(0, 300),
          rating=lambda i: 4.5 if i % 3 == 0 else None)
    f.add("reading_sessions", 16, id=one,
          book_id=lambda i: i // 2 * 3 + 1 if i % 2 == 0 else i // 2 * 3 + 3,
          status=["Read", "Currently reading"], start_date=iso,
          end_date=lambda i: iso(i + 5) if i % 2 == 0
          else None)
    f.add("notes", 5, id=one, book_id=one, content="a line", created_on=iso, visibility="hidden")


CASES: dict[str, tuple[Fill, Right]] = {
    "Book's Story": (_book_story, [("SELECT bookId AS item, time AS time FROM HistoryEntity",
        "SELECT id AS item, title FROM BookEntity")]),
    "Wikipedia": (_wikipedia, [(f"SELECT {item} AS item, timestamp AS time FROM HistoryEntry",
        f"SELECT {item} AS item, displayTitle AS title FROM HistoryEntry")
        for item in ("displayTitle", "id")] + [
        ("SELECT apiTitle AS item, timestamp AS time FROM HistoryEntry", None)]),
    "Lemuroid": (_lemuroid, [("SELECT id AS item, lastPlayedAt AS time FROM games WHERE "
        "lastPlayedAt > 0",
        "SELECT id AS item, title FROM games")]),
    "Capy Reader": (_capy, [(f"SELECT article_id AS item, {time} AS time FROM article_statuses "
        "WHERE read = 1", "SELECT id AS item, title FROM articles")
        for time in ("last_read_at", "updated_at", "0")]),
    "Flarum": (_flarum, [
        ("SELECT user_id AS user, discussion_id AS item, last_read_at AS time FROM discussion_user",
         "SELECT id AS item, title FROM discussions"),
        ("SELECT user_id AS user, discussion_id AS item, created_at AS time FROM posts",
         "SELECT id AS item, title FROM discussions")]),
    "Recipya": (_recipya, []),
    # 2 is done, 3 skipped, 0 not done.
    "Loop": (_loop, [("SELECT habit AS item, timestamp AS time FROM Repetitions WHERE value = 2",
        "SELECT id AS item, name AS title FROM Habits")]),
    "PinePods": (_pinepods, [("SELECT UserID AS user, EpisodeID AS item, ListenDate AS time "
        "FROM UserEpisodeHistory", "SELECT EpisodeID AS item, EpisodeTitle AS title FROM "
        "Episodes")]),
    # Of a novel chapters are read.
    "LNReader": (_lnreader, [
        ("SELECT novelId AS item, readTime AS time FROM Chapter WHERE readTime IS NOT NULL",
         "SELECT id AS item, name AS title FROM Novel"),
        ("SELECT id AS item, lastReadAt AS time FROM Novel WHERE lastReadAt IS NOT NULL",
         "SELECT id AS item, name AS title FROM Novel")]),
    "BookLogr": (_booklogr, [(f"SELECT b.owner_id AS user, s.book_id AS item, s.{time} AS time "
        "FROM reading_sessions s JOIN books b ON b.id = s.book_id",
        "SELECT id AS item, title FROM books")
        for time in ("start_date", "end_date")]),
}
