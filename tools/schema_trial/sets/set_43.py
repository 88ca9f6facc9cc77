"""Programs of telephones that keep an SQLite file, by the rule of docs/trials-43.md.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Cases, Right, plays, thing
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, day, iso, mail, millis, one, seconds

# One line a few columns: the rows are tables.
# fmt: off


def _android(f: Filler) -> None:
    f.add("android_metadata", 1, locale="en_US")


def _zulu(i: int) -> str:
    """Return a moment as ``Date.toISOString`` writes it."""
    return iso(i).replace(" ", "T") + f".{100 + i * 37 % 900}Z"


def _image(i: int) -> str:
    return f"https://img.example/{i}.jpg"


def _uuid(kind: int, i: int) -> str:
    return f"{kind:04x}{i * 7_919:04x}-3d1c-4b62-9a17-{i * 104_729:012x}"


def _ghibli(f: Filler) -> None:
    # Nothing ever marks a film of the list as watched; what was seen is reviewed.
    _android(f)
    f.add("watchList", 7, _id=one, filmIndex=[3, 11, 0, 17, 8, 20, 5], isWatched=0)
    f.add("reviews", 15, _id=one, filmIndex=lambda i: i * 5 % 22, score=lambda i: 60 + i * 7 % 41,
        title=["Lovely", "Not for me", "A quiet one", "Once more", "Great flying"], description=
        "The music stays with you.")


def _watched(f: Filler) -> None:
    # Numbers of a service of films; the titles are asked of it each time.
    _android(f)
    f.add("series_table", 18, id=lambda i: 1_399 + i * 317, isWatched=lambda i: int(i % 3 != 1))
    f.add("movies_table", 22, id=lambda i: 550 + i * 211, isWatched=lambda i: int(i % 4 != 2))


def _hymns(f: Filler) -> None:
    # Songs are downloaded; each look at one is a row.
    _android(f)
    f.add("books", 2, rid=one, bookId=[1, 2], title=["Songs of the Harbour", "Evening Songs"],
        subTitle="English", songs=[12, 12], position=[1, 2], bookNo=[1, 2], enabled=1, created=
        "2021-03-02T10:00:00.000Z", updated="2023-05-04T10:00:00.000Z")
    f.add("songs", 24, rid=one, book=lambda i: 1 + i // 12, songId=lambda i: 101 + i * 3, songNo=
        lambda i: 1 + i % 12, title=WORDS[:24], alias="", content="Verse one#Verse two", views=0,
        likes=0, liked=lambda i: int(i % 7 == 3), created="2021-03-02T10:00:00.000Z", updated=
        "2023-05-04T10:00:00.000Z")
    f.add("histories", 60, rid=one, song=lambda i: 1 + thing(i) * 2, created=_zulu)


def _pages(f: Filler) -> None:
    # Nothing says that a book is finished but its pages.
    _android(f)
    f.add("books", 16, id=one, title=WORDS[:16], author=PEOPLE, price=12.5, numPages=lambda i: 220 +
        i * 31, publisher="Harbour", imageUrl=_image, rating=lambda i: i % 6, finished=0)
    f.add("readEntries", 60, id=one, bookId=lambda i: 1 + thing(i), pagesRead=lambda i: 5 + i * 7 %
        40, dateTime=millis)


def _podcasts(f: Filler) -> None:
    # An episode has one row, of when it was last heard; bookmarks are copies with their own time.
    def row(table: str, n: int, first: int) -> None:
        f.add(table, n, guid=lambda i: _uuid(7, i * 3 + first), podcast_title=lambda i: ARTISTS[(i *
            3 + first) % 4], episode_title=lambda i: f"{WORDS[i + first // 3]} at sea",
            audio_url=lambda i: f"https://audio.example/{i * 3 + first}.mp3", artwork_url=_image,
            description="A talk", total_duration_ms=lambda i: 1_800_000 + i * 31_000,
            last_position_ms=lambda i: 61_000 + i * 9_700, last_played_date=lambda i: seconds(i * 2
            + first))

    f.add("podcasts", 5, id=lambda i: str(1_200_361 + i * 977), title=[*ARTISTS, "Harbour Talk"],
        artist_name=PEOPLE, artwork_url=_image, feed_url=lambda i: f"https://feed.example/{i}",
        sort_order=lambda i: i, last_viewed=lambda i: seconds(60 + i))
    row("played_history_episodes", 24, 0)
    row("bookmarked_episodes", 6, 9)


def _media(f: Filler) -> None:
    # 0 nothing, 1 planned, 2 begun, 3 done, 4 dropped; what is done has a review with its days.
    # Ten films, ten books, two series with five episodes each, in the order they were added.
    states = [3, 1, 3, 2, 3, 0, 3, 4, 3, 1, 3, 2, 3, 1, 3, 3, 0, 3, 2, 3, 2, 1]
    kinds = [0] * 10 + [2] * 10 + [1] * 2 + [3] * 10
    done = [i + 1 for i, state in enumerate(states) if state == 3]

    def midnight(i: int) -> int:
        return millis(i) // 86_400_000 * 86_400_000

    _android(f)
    f.add("user", 1, id=1, name=PEOPLE[0], email=mail(0), password="4f1c", xp=420, level=3,
        image_path="assets/a.png")
    f.add("institution", 1, id=1, name="Harbour School", type=0, user_id=1)
    f.add("subject", 3, id=one, name=["Algebra", "History", "Physics"], acronym=["A", "H", "P"],
        institution_id=1)
    f.add("task_group", 2, id=one, name=["Essay", "Lab"], description="", priority=1, deadline=
        lambda i: midnight(40 + i), subject_id=[2, 3])
    f.add("task", 12, id=one, name=lambda i: f"Sheet {i + 1}", description="", priority=lambda i:
        i % 3, deadline=lambda i: midnight(20 + i * 3), xp=10, subject_id=lambda i: 1 + i % 3,
        finished=lambda i: int(i % 3 != 2), finishedAt=lambda i: None if i % 3 == 2 else
        millis(18 + i * 3))
    f.add("evaluation", 4, id=one, name="Test", grade=lambda i: 12.0 + i, subject_id=lambda i: 1 +
        i % 3)
    f.add("media", 32, id=one, name=lambda i: WORDS[i] if i < 22 else f"Episode {(i - 22) % 5 + 1}",
        description="A story", link_image=lambda i: f"/p{i}.jpg", status=lambda i: states[i] if i <
        22 else (3 if i % 5 < 3 else 0), favorite=lambda i: int(i % 9 == 4), genres="Drama",
        release=lambda i: 946_684_800_000 + i * 8_640_000_000, xp=lambda i: 20 + i, participants=
        "Ana, Bo", type=kinds)
    f.add("video", 20, id=lambda i: i + 1 if i < 10 else i + 13, duration=lambda i: 90 + i, tmdb_id=
        lambda i: 550 + i * 211)
    f.add("movie", 10, id=one, tagline="Look again")
    f.add("book", 10, id=lambda i: 11 + i, total_pages=lambda i: 200 + i * 31, progress_pages=
        lambda i: (0, 80, 200 + i * 31)[states[10 + i] - 1] if 1 <= states[10 + i] <= 3 else 0)
    f.add("series", 2, id=[21, 22], duration=45, tagline="", number_episodes=5, number_seasons=1,
        tmdb_id=[1_399, 1_716])
    f.add("season", 2, id=one, number=1, series_id=[21, 22])
    f.add("episode", 10, id=lambda i: 23 + i, number=lambda i: i % 5 + 1, season_id=lambda i: 1 +
        i // 5)
    f.add("review", len(done), id=one, start_date=lambda i: midnight(i * 6), end_date=lambda i:
        midnight(i * 6 + 5), review=["", "Good", "Slow"], emoji=lambda i: i % 3, media_id=done)
    f.add("note", 8, id=one, title=lambda i: f"Note {i + 1}", content="Look up", date=millis)
    f.add("book_note", 4, id=[1, 2, 3, 4], start_page=10, end_page=40, book_id=[12, 15, 12, 19])
    f.add("episode_note", 2, id=[5, 6], episode_id=[23, 28])
    f.add("subject_note", 2, id=[7, 8], subject_id=[1, 2])
    f.add("badges", 3, id=one, name=["Streak", "Reader", "Viewer"], description="", icon="i",
        colors="a,b", fact="")
    f.add("user_badge", 1, user_id=1, badge_id=1)
    f.add("mood", 9, id=one, name=["Calm", "Tired", "Glad"], mood=lambda i: i % 5, date=lambda i:
        millis(i * 4), user_id=1)
    f.add("timeslot", 16, id=one, title=lambda i: f"Evening {i + 1}", description="", finished=
        lambda i: int(i < 12), start_datetime=lambda i: millis(i * 5), end_datetime=lambda i:
        millis(i * 5) + 7_200_000, xp_multiplier=1, user_id=1)
    f.add("media_timeslot", 8, id=lambda i: 1 + i * 2)
    f.add("student_timeslot", 8, id=lambda i: 2 + i * 2)
    f.add("media_media_timeslot", 12, media_id=lambda i: 1 + i * 7 % 20, media_timeslot_id=lambda i:
        1 + i % 8 * 2)
    f.add("task_student_timeslot", 10, task_id=lambda i: 1 + i, student_timeslot_id=lambda i: 2 + i
        % 8 * 2)
    f.add("log", 14, id=one, date=lambda i: millis(i * 5), user_id=1)


def _comics(f: Filler) -> None:
    # A comic has one row of each of two sites, of when a chapter of it was last opened.
    _android(f)
    f.add("ConfigEntity", 6, id=one, key=["ThemeMode", "ReadDirection", "HorizontalClickAreaSize",
        "VerticalClickAreaSize", "ThemeColor", "UseMaterial3Design"], value=["0", "1", "80", "150",
        "Blue", "1"])
    f.add("ModelConfigEntity", 4, id=one, key=["isLogin", "token", "isLogin", "token"], value=["1",
        "a81f", "0", ""], sourceModel=["copymanga", "copymanga", "dmzj", "dmzj"])
    f.add("ComicHistoryEntity", 24, id=one, comicId=lambda i: f"{WORDS[i].lower().replace(' ', '')}"
        if i % 3 else str(40_017 + i * 31), title=WORDS[:24], cover=_image, coverType=1,
        lastChapterTitle=lambda i: f"Chapter {1 + i * 7 % 40}", lastChapterId=lambda i:
        _uuid(9, i), timestamp=lambda i: millis(i * 7 % 24), providerName=lambda i: "copymanga" if
        i % 3 else "dmzj")
    f.add("ComicSubscribeStateEntity", 8, id=one, comicId=lambda i: WORDS[i * 3 + 1].lower().replace
        (" ", ""), timestamp=lambda i: millis(20 + i), providerName="copymanga")


def _chapters(f: Filler) -> None:
    # Comics and anime by extensions. A chapter whose pages were turned has the time of the last
    # turn, and then the program writes its comic's own time for when it was made.
    def made(i: int) -> int:
        return seconds(i * 2)

    def turned(i: int) -> bool:
        return i % 5 != 4

    f.add("extension_source_table", 1, id=1, created_at=seconds(0), type="github", name="Main", url=
        "https://ext.example/repo", ref="main")
    f.add("extension_table", 2, id=one, created_at=seconds(0), uid=["mangaport", "animeport"], name=
        ["Manga Port", "Anime Port"], type=["manga", "anime"], version=3, logo_url=_image, language=
        "en", nsfw=0, source_code="return {}", search_available=1)
    f.add("concrete_data_table", 18, id=one, created_at=made, uid=lambda i: f"c{4_001 + i * 13}",
        extension_uid=lambda i: "mangaport" if i < 12 else "animeport", title=WORDS[:18], cover=
        _image, data="{}")
    f.add("chapter_activity_table", 40, id=one, created_at=lambda i: made(thing(i)) if turned(i)
        else seconds(40 + i), updated_at=lambda i: seconds(40 + i) if turned(i) else None, uid=
        lambda i: f"ch{71_001 + i * 17}", title=lambda i: f"Chapter {i // 12 + 1}", timestamp=lambda
        i: day(i), data="{}", concrete_id=lambda i: 1 + thing(i), read_pages=lambda i: 3 + i % 18 if
        turned(i) else 1, total_pages=lambda i: 20 + i % 5)
    f.add("anime_episode_activity_table", 16, id=one, created_at=lambda i: seconds(44 + i * 2),
        updated_at=lambda i: seconds(90 + i) if i % 6 == 2 else None, uid=lambda i:
        f"ep{9_101 + i * 7}", title=lambda i: f"Episode {i // 6 + 1}", timestamp=day, data="{}",
        concrete_id=lambda i: 13 + i % 6)
    f.add("category_table", 2, id=one, created_at=seconds(1), name=["Now", "Later"], sort_order=[0,
        1])
    f.add("library_entry_table", 14, id=one, created_at=lambda i: made(i) + 60, updated_at=lambda i:
        None, uid=lambda i: f"c{4_001 + i * 13}", extension_uid=lambda i: "mangaport" if i < 12 else
        "animeport", title=WORDS[:14], cover=_image, data="{}", category_id=[1, 2, None],
        last_read_at=lambda i: None if i > 11 else seconds(68 + i), track_updates=1, notify_updates=
        1)
    f.add("library_update_table", 10, id=one, created_at=lambda i: seconds(50 + i), uid=lambda i:
        f"ch{90_001 + i}", library_entry_uid=lambda i: f"c{4_001 + i % 5 * 13}", extension_uid=
        "mangaport", title=lambda i: f"Chapter {i + 9}", concrete_title=lambda i: WORDS[i % 5],
        media_type=0, seen=lambda i: int(i < 6))


def _audiobooks(f: Filler) -> None:
    # Books lie in folders; what was begun has a row, of its last place.
    key = [f"{i * 2_654_435_761 % 2**32:08x}" for i in range(24)]
    _android(f)
    f.add("room_master_table", 1, id=42, identity_hash="5b1f0c6d")
    f.add("cached_books", 24, id=key, title=WORDS[:24], album=WORDS[:24], artist=PEOPLE, duration=
        lambda i: 18_000_000 + i * 977_000, path=lambda i: f"content://books/{i}.m4b", fileSize=
        lambda i: 90_000_000 + i, fileName=lambda i: f"{i}.m4b")
    f.add("audiobook_progress", 15, mediaId=lambda i: key[i * 7 % 24], lastPosition=lambda i: 18_000
        + i * 977_000, duration=lambda i: 18_000_000 + i * 7 % 24 * 977_000, lastUpdated=lambda i:
        millis(i * 3), lastPauseTimestamp=lambda i: 0 if i == 14 else millis(i * 3) - 500,
        playbackSpeed=[1.0, 1.25], isRead=lambda i: int(i % 3 == 0))
    f.add("favorites", 5, mediaId=lambda i: key[i * 5], addedDate=lambda i: millis(i * 8))
    f.add("bookmarks", 9, id=one, mediaId=lambda i: key[i * 7 % 24], position=lambda i: 61_000 + i *
        977, note=["Again", "Who is she?"], timestamp=lambda i: millis(i * 4))
    f.add("playback_queue", 3, id=one, mediaId=lambda i: key[i * 7], orderIndex=lambda i: i)


def _diary(f: Filler) -> None:
    # Chosen of nine exercises, and typed foods; moods besides.
    _android(f)
    f.add("WorkoutRecorder", 40, id=one, workoutID=lambda i: ("Bouldering", "Bench Press", "Squats",
        "400m Run", "Mountain Climbers", "Leg Press", "Sit-ups", "Push-ups", "Planks")[i * 5 % 9],
        quantity=lambda i: 8 + i % 5 * 4, points=lambda i: i, timestamp=millis)
    f.add("DietRecorder", 30, id=one, diet=lambda i: ("Rice", "Soup", "Apple", "Bread", "Beans",
        "Eggs", "Salad")[i * 3 % 7], amount=lambda i: 1 + i % 3, points=lambda i: i, timestamp=
        lambda i: millis(i) + 7_000_000)
    f.add("EmotionRecorder", 20, id=one, emoji=["\U0001f600", "\U0001f622", "\U0001f60e"], points=
        lambda i: i, timestamp=lambda i: millis(i * 2) + 9_000_000)


def _marks(f: Filler) -> None:
    # What is to be seen has neither mark nor day.
    def later(i: int) -> bool:
        return i % 4 == 1

    f.add("User", 1, id=1, nom=PEOPLE[0], login="ana", password="lantern")
    f.add("Film", 24, idFilm=one, idUser=1, imdbID=lambda i: f"tt{109_830 + i * 977:07}", titre=
        WORDS[:24], note=lambda i: None if later(i) else 4 + i % 7, commentaire=lambda i: "" if
        later(i) or i % 3 else "Beau", dateVisionnage=lambda i: None if later(i) else _zulu(i),
        poster=_image, annee=lambda i: str(1990 + i), a_regarder=lambda i: int(later(i)))


def _sessions(f: Filler) -> None:
    f.add("books", 15, id=one, title=WORDS[:15], authors=PEOPLE, isbn_13=lambda i:
        str(9_780_140_000_000 + i * 977), thumbnail=_image, description="A novel", publishedDate=
        lambda i: str(1990 + i), pages=lambda i: 200 + i * 31, ownershipStatus=["Owned",
        "Borrowed", "Not Owned"], readingStatus=["Reading", "Finished", "Finished", "Cancelled",
        "Reading"], format=["Paperback", "Hardcover"], publisher="Harbour", volumId=lambda i:
        f"v{i * 7_919:x}")
    f.add("reading_sessions", 50, id=one, book_id=lambda i: 1 + thing(i), duration=lambda i: 600 +
        i * 61 % 2_400, date=millis, started_at_page=lambda i: i // 12 * 25, notes=["", "Slow"],
        pages_read=lambda i: 12 + i % 20)
    f.add("__drizzle_migrations", 4, hash=lambda i: f"{i + 7:064x}", created_at=lambda i: 1_740_000
        * 10**6 + i * 86_400_000)


def _manga(f: Filler) -> None:
    # Twelve comics were read, ten of which are in the library with their chapters.
    keys = [_uuid(3, i) for i in range(12)]
    f.add("library", 10, mangaId=keys[:10], cover=_image, title=WORDS[:10], status=["ongoing",
        "completed"], desc="A tale")
    f.add("chapters", 80, id=one, chapterId=lambda i: _uuid(5, i // 8 * 40 + i % 8), mangaId=lambda
        i: keys[i // 8], createdAt=lambda i: f"20{10 + i // 8}-0{1 + i % 8}-1{i % 9}", chapterNumber
        =lambda i: str(i % 8 + 1))
    f.add("history", 45, chapterId=lambda i: _uuid(5, thing(i) * 40 + i // 12), mangaId=lambda i:
        keys[thing(i)], lastPage=lambda i: 4 + i * 7 % 21, completed=lambda i: int(i % 3 != 2),
        lastRead=iso)


def _swiped(f: Filler) -> None:
    # A card is swiped to what was seen or to what will be; numbers of a service of films.
    f.add("movie", 28, id=one, movie_id=lambda i: 278 + i * 5 % 28 * 341, has_watched=lambda i:
        int(i % 5 not in (1, 3)))


def _own(table: str, keys: tuple[str, ...], title: str, time: str, where: str = "1") -> Right:
    """Return the answers of a history whose rows name what they are about, by any of its keys."""
    return [(plays(table, item, time, where=where),
        f'SELECT DISTINCT {item} AS item, {title} AS title FROM "{table}" WHERE {where}')
        for item in keys]


def _of(events: str, things: str, keys: tuple[str, ...], title: str, time: str, where: str = "1"
    ) -> Right:
    """Return the answers of a history whose rows refer to things, by any of their keys."""
    return [(plays(f"{events} JOIN {things}", item, time, where=where),
        f"SELECT {item} AS item, {title} AS title FROM {things.split(' ON ')[0]}")
        for item in keys]


_READ = ("chapter_activity_table a JOIN concrete_data_table c ON c.id = a.concrete_id",
    "anime_episode_activity_table a JOIN concrete_data_table c ON c.id = a.concrete_id")
_LAST = "coalesce(a.updated_at, a.created_at)"
_BOTH = [(" UNION ALL ".join(plays(part, item, _LAST) for part in _READ),
    "SELECT c.uid AS item, c.title AS title FROM concrete_data_table c" if item == "c.uid" else None
    ) for item in ("a.uid", "c.uid", "c.title")]
_SLOTS = ("media_media_timeslot x JOIN timeslot t ON t.id = x.media_timeslot_id JOIN media m ON "
    "m.id = x.media_id")
_MEDIA = ("m.id", "m.name")

CASES: Cases = {
    # What was reviewed; a review's title is its own, and the films have none in the file.
    "Ghibli-Film-Reviewer": (_ghibli, [(plays("reviews", "filmIndex", "0"), None)]),
    # Films and series together: one alone is half of it.
    "MovieMemo": (_watched, [(" UNION ALL ".join(plays(table, f"{mark}id", "0", where="isWatched")
        for table, mark in zip(("movies_table", "series_table"), marks, strict=True)), None)
        for marks in (("", ""), ("'movies_table:' || ", "'series_table:' || "), ("'movie:' || ",
            "'series:' || "), ("'movies:' || ", "'series:' || "))]),
    "SongLib": (_hymns, _of("histories h", "songs s ON s.rid = h.song", ("s.rid", "s.title",
        "s.songId"), "s.title", "h.created")),
    "trackit": (_pages, _of("readEntries r", "books b ON b.id = r.bookId", ("b.id", "b.title"),
        "b.title", "r.dateTime")),
    # Bookmarks are no plays, though they have the same columns.
    "PodSink2": (_podcasts, _own("played_history_episodes", ("guid", "episode_title", "audio_url"),
        "episode_title", "last_played_date")),
    # What was done, by its review's days; or by its state, with what was begun or dropped or
    # without, in the order of the rows; or what was in the evenings that took place.
    "lgp-2223-sc1": (_media, [
        *(right for time in ("r.end_date", "r.start_date") for right in _of("review r",
            "media m ON m.id = r.media_id", _MEDIA, "m.name", time)),
        *(right for states in ("3", "2, 3", "3, 4", "2, 3, 4") for right in _own("media", ("id",
            "name"), "name", "0", f"status IN ({states})")),
        *((plays(_SLOTS, item, time, user, "t.finished"), f"SELECT {item} AS item, m.name AS title "
            "FROM media m") for item in _MEDIA for time in ("t.start_datetime", "t.end_datetime")
            for user in ("'me'", "t.user_id"))]),
    "DComicReborn": (_comics, _own("ComicHistoryEntity", ("comicId", "title"),
        "title", "timestamp")),
    # Chapters, or they and episodes, each or by their comic, by the last time of each; or what the
    # library says was last read. Episodes alone are the lesser part.
    "wakaranai": (_chapters, [
        *((plays(_READ[0], item, time, where=where), None if item == "a.uid" else f"SELECT {item} "
            "AS item, c.title AS title FROM concrete_data_table c") for item in ("a.uid", "c.id",
            "c.uid", "c.title") for time, where in ((_LAST, "1"), ("a.updated_at",
            "a.updated_at IS NOT NULL"), ("0", "1"))),
        *_BOTH, *_own("library_entry_table", ("id", "uid", "title"), "title", "last_read_at",
            "last_read_at IS NOT NULL")]),
    # What was begun or what is done, by its last change or the last pause.
    "Android-Music-Player": (_audiobooks, [right for where in ("1", "p.isRead") for time, more in (
        ("p.lastUpdated", "1"), ("p.lastPauseTimestamp", "p.lastPauseTimestamp > 0")) for right in
        _of("audiobook_progress p", "cached_books b ON b.id = p.mediaId", ("b.id", "b.title"),
        "b.title", time, f"{where} AND {more}")]),
    # A diary of two kinds of things: either. Moods are none.
    "mob_dev": (_diary, [*_own("WorkoutRecorder", ("workoutID",), "workoutID", "timestamp"),
        *_own("DietRecorder", ("diet",), "diet", "timestamp")]),
    # What is still to be seen is not seen; of the file's one person or ``me``.
    "Starly": (_marks, [(plays("Film f JOIN User u ON u.id = f.idUser", item, "f.dateVisionnage",
        user, "NOT f.a_regarder"), f"SELECT {item} AS item, titre AS title FROM Film f") for item in
        ("f.idFilm", "f.imdbID", "f.titre") for user in ("'me'", "u.id", "u.nom", "u.login")]),
    "filmio": (_swiped, [(plays("movie", "movie_id", "0", where="has_watched"), None)]),
    # Every session, or the books that were finished or begun, in the order of the rows.
    "booker": (_sessions, [*_of("reading_sessions s", "books b ON b.id = s.book_id", ("b.id",
        "b.title"), "b.title", "s.date"), *(right for states in ("'Finished'",
        "'Finished', 'Reading'", "'Finished', 'Reading', 'Cancelled'") for right in _own("books",
        ("id", "title"), "title", "0", f"readingStatus IN ({states})"))]),
    # Chapters, or the comics that they are of; all or those that were read to the end.
    "manga-reader": (_manga, [(plays("history", item, "lastRead", where=where), "SELECT mangaId AS "
        "item, title FROM library" if item == "mangaId" else None) for item in ("chapterId",
        "mangaId") for where in ("1", "completed = 1")]),
}
