"""Ten programs that keep an SQLite file on a device, by the rule of docs/trials-40.md.

Of films, series, music, books, games, podcasts, videos, articles, recipes and comics, the first
named repository of the answers to a search of public code for entities of Android's Room whose
program writes a history and whose whole schema can be read. Every file has Room's two tables.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

import json

from answers import Fill, Right, plays, thing, titles
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, day, iso, mail, millis, one, seconds, url

# One line a few columns: the rows are tables.
# fmt: off


def _room(f: Filler) -> None:
    f.add("android_metadata", 1, locale="en_US")
    f.add("room_master_table", 1, id=42, identity_hash="2a2e1ba40f8e3d0a1c9a7bd6f0d3a5c1")


def _local(i: int) -> str:
    """Return a moment as ``LocalDateTime.toString`` writes it."""
    return iso(i).replace(" ", "T") + f".{100_000 + i * 37}"


def _backwards(i: int) -> str:
    """Return a moment with its day first."""
    text = iso(i)
    return f"{text[8:10]}-{text[5:7]}-{text[:4]}{text[10:]}"


def _evening(f: Filler) -> None:
    def films(table: str, n: int, first: int, at: int, step: int = 1) -> None:
        f.add(table, n, id=lambda i: 501 + (first + i * 7) % 24 * 13, date=lambda i: millis(at + i *
            step), filmName=lambda i: WORDS[(first + i * 7) % 24], filmDescription="A film",
            filmYear=lambda i: str(1990 + (first + i * 7) % 24), filmAverage=lambda i:
            f"{6.5 + i % 3}", filmPoster=lambda i: f"/p{i}.jpg", filmGenres='["Drama","Comedy"]')

    _room(f)
    f.add("GenresEntity", 4, id=[28, 12, 16, 35], genre=["Action", "Adventure", "Animation",
        "Comedy"])
    films("RecentEntity", 20, 0, 0)
    films("FavoriteEntity", 6, 3, 4, 3)
    films("WatchedEntity", 16, 5, 2)
    films("WillWatchEntity", 7, 1, 9, 2)
    films("PopularEntity", 20, 4, 30, 0)


def _flow(f: Filler) -> None:
    _room(f)
    f.add("ContinueWatchingRoom", 15, titleId=lambda i: 70_311 + i * 29, language=["ENG", "GEO"],
        watchedDuration=lambda i: 61_000 + i * 97_000, titleDuration=lambda i: 2_400_000 + i *
        60_000, isTvShow=lambda i: int(i % 3 != 0), season=lambda i: 1 + i % 2 if i % 3 else 0,
        episode=lambda i: 1 + i % 8 if i % 3 else 0)


def _bodzify(f: Filler) -> None:
    _room(f)
    f.add("play", 60, id=one, trackUuid=lambda i: f"{thing(i):08x}-7d1c-4000-8000-0242ac120002",
        datetime=_local)


def _arlo(f: Filler) -> None:
    _room(f)
    f.add("books", 8, id=one, title=WORDS[:8], createdAt=lambda i: millis(i) - 2_000_000_000,
        lastReadPageNumber=lambda i: 2 + i, lastReadSentenceIndex=lambda i: i % 4)
    f.add("pages", 96, id=one, bookId=lambda i: 1 + i // 12, text="The cat sat.", imagePath=lambda
        i: f"/data/user/0/com.example.arlo/files/{1_760_000_000_000 + i}.jpg", pageNumber=lambda i:
        1 + i % 12, sentencesJson='[{"text":"The cat sat.","isComplete":true}]',
        lastSentenceComplete=1, detectedPageLabel=lambda i: str(1 + i % 12), chapterTitle=lambda i:
        None if i % 4 else f"Chapter {1 + i % 12 // 4}", resolvedChapter=lambda i:
        f"Chapter {1 + i % 12 // 4}", confidence=0.96, processingStatus="COMPLETED")
    f.add("daily_stats", 14, date=lambda i: day(i * 3), sentencesRead=f.pick(5, 60), pagesCompleted=
        f.pick(0, 6), goldStars=f.pick(1, 20), silverStars=f.pick(0, 9), bronzeStars=f.pick(0, 5),
        totalPoints=f.pick(20, 180), dailyPointsTarget=100, perfectWords=f.pick(1, 20),
        longestStreak=f.pick(1, 12), activeReadingTimeMs=f.pick(60_000, 2_400_000), sessionCount=
        f.pick(1, 4), updatedAt=lambda i: millis(i * 3))
    f.add("difficult_words", 12, id=one, word=[w.split()[-1] for w in WORDS[:12]], normalizedWord=[
        w.split()[-1].lower() for w in WORDS[:12]], totalAttempts=f.pick(1, 9), successfulAttempts=
        1, consecutiveSuccesses=1, firstSeenDate=millis, lastAttemptDate=lambda i: millis(i + 20),
        lastSpokenAs="lamp", contextSentence="The cat sat.", bookId=lambda i: 1 + i % 8,
        masteryLevel=lambda i: i % 5)
    f.add("collaborative_attempts", 120, id=one, bookId=lambda i: 1 + thing(i // 3) % 8, pageId=
        lambda i: 1 + thing(i // 3) % 8 * 12 + i % 3, targetWord=lambda i:
        WORDS[i % 24].split()[-1], spokenWord="lantern", isCorrect=lambda i: int(i % 4 != 0),
        attemptNumber=lambda i: 1 + i % 2, isFirstTrySuccess=lambda i: int(i % 4 == 2), timestamp=
        lambda i: millis(i // 3) + 60_000 * (1 + i % 3), starType=lambda i: "GOLD" if i % 4 else
        None, pointsEarned=lambda i: 5 if i % 4 else 0, sentenceIndex=lambda i: i % 5)
    f.add("completed_sentences", 60, bookId=lambda i: 1 + i % 8, pageId=lambda i: 1 + i % 8 * 12 +
        i // 40, sentenceIndex=lambda i: i // 8, completedAt=lambda i: millis(i // 2) + 70_000,
        starType=["GOLD", "SILVER", "BRONZE"])
    f.add("achievements", 8, id=["first_word", "streak_3", "streak_5", "streak_10", "stars_10",
        "stars_50", "pages_5", "first_book"], name=["First Word!", "On a Roll", "Hot Streak",
        "Unstoppable", "Star Collector", "Star Master", "Page Turner", "Bookworm"], description=
        "Keep reading", iconName="ic_star", unlockedAt=lambda i: millis(i * 4) if i < 5 else None,
        progress=lambda i: 1 + i, goal=lambda i: 1 + i * 2)
    f.add("weekly_goals", 3, weekStart=lambda i: day(i * 19), targetDays=5, completedDays=lambda i:
        3 + i, daysWithActivity="Mon,Tue,Wed")
    f.add("book_stats", 8, bookId=one, totalSentencesRead=f.pick(9, 90), totalPagesRead=f.pick(1,
        12), perfectWordsCount=f.pick(1, 30), totalCollaborativeWords=f.pick(9, 40), longestStreak=
        f.pick(1, 9), totalStarsEarned=f.pick(5, 60), startedAt=lambda i: millis(i), completedAt=
        lambda i: millis(i + 25) if i % 3 == 0 else None, totalReadingTimeMs=f.pick(1, 9_000_000))
    f.add("streak_state", 5, streakType=["session", "day", "week", "month", "allTime"],
        currentStreak=[4, 2, 1, 1, 60], bestStreak=[12, 6, 2, 1, 60], lastActivityDate=day(39),
        lastActivityTimestamp=millis(39))
    f.add("parent_settings", 1, id=1, dailyPointsTarget=100, weeklyDaysTarget=5,
        enableStreakBonuses=1, maxStreakMultiplier=2.0, kidModeEnabled=1, gameRewardsEnabled=1,
        maxRacesPerDay=10, gameDifficulty="BEGINNER", completionThreshold=0.8, lastModified=
        millis(0))
    f.add("reading_sessions", 40, id=one, date=day, startTimestamp=millis, endTimestamp=lambda i:
        millis(i) + 400_000 + i * 7_000 if i < 39 else None, durationMs=lambda i: 400_000 + i *
        7_000 if i < 39 else 0, bookId=lambda i: 1 + thing(i) % 8, pagesRead=lambda i: i % 4 if i <
        39 else 0, sentencesRead=lambda i: 3 + i % 20 if i < 39 else 0, goldStars=lambda i: i % 5,
        silverStars=lambda i: i % 3, pointsEarned=lambda i: i % 40, isActive=lambda i: int(i == 39))
    f.add("game_sessions", 6, id=one, gameId="pixelwheels", date=lambda i: day(i * 6), racesPlayed=
        f.pick(1, 3), startedAt=lambda i: millis(i * 6) + 900_000, endedAt=lambda i: millis(i * 6) +
        1_200_000)
    f.add("milestone_claims", 12, date=lambda i: day(i * 3), milestoneType=["DAILY_TARGET",
        "CHAPTER", "BOOK"], milestoneId=["DAILY", "1:Chapter 1", "1"], racesAwarded=1, claimedAt=
        lambda i: millis(i * 3) + 500_000)
    f.add("sentence_completion_state", 60, bookId=lambda i: 1 + i % 8, pageId=lambda i: 1 + i % 8 *
        12 + i // 40, sentenceIndex=lambda i: i // 8, resolvedChapter="Chapter 1",
        hasCollaborativeOpportunity=1, wasAttempted=1, wasCompletedSuccessfully=1, starType="GOLD",
        completedAt=lambda i: millis(i // 2) + 70_000)


def _board(f: Filler) -> None:
    _room(f)
    f.add("game_table", 20, id=lambda i: f"kZ3v{i * 7 % 20:02}Q9xTnYb1LmPw", name=WORDS[:20], image=
        lambda i: f"https://img.example/{i}.jpg", viewed_time=lambda i: millis(i * 7 % 20))


def _spotify(f: Filler) -> None:
    def low(words: tuple[str, ...]) -> list[str]:
        return [word.lower() for word in words]

    _room(f)
    f.add("albums", 4, albumId=one, avatar_url=url, title=WORDS[16:20], subtitle=ARTISTS,
        normalized_search_value=low(WORDS[16:20]), album_type="Album", release_date="06-10-2024",
        artists="[3]", songs="[1,2,3]")
    f.add("genres", 4, genreId=one, name=["Rap", "Pop", "Rock", "Indie"])
    f.add("playlists", 3, playlistId=one, avatar_url=url, title=["Coast", "Night", "Run"],
        normalized_search_value=["coast", "night", "run"], subtitle="emanh", isRadio=0, owner_id=
        [1, 1, 7], release_date="01-05-2025", songs="[1,4]")
    f.add("songs", 24, songId=one, avatar_url=url, song_url=lambda i:
        f"https://audio.example/{i}.mp3", title=WORDS, subtitle=ARTISTS, normalized_search_value=
        low(WORDS), timeline=lambda i: f"00:03:{10 + i}", release_date=lambda i:
        f"{10 + i % 18}-10-20{10 + i % 14}", genres="[1,3]", artists=lambda i: f"[{3 + i % 4}]")
    f.add("users", 7, userId=one, is_artist=lambda i: int(2 <= i < 6), username=lambda i:
        f"user{i}", email=mail, password="secret", avatar_url=url, name=[PEOPLE[0], PEOPLE[1],
        *ARTISTS, PEOPLE[2]], normalized_search_value=low((PEOPLE[0], PEOPLE[1], *ARTISTS,
        PEOPLE[2])), followers=f.pick(0, 90_000))
    # A row of each song that was heard, of the one who is signed in.
    f.add("views_song", 18, viewsSongId=one, user_id=7, song_id=lambda i: 1 + i * 5 % 24,
        number_listener=f.pick(1, 20), date_time=lambda i: _backwards(i * 7 % 18))
    f.add("search", 38, idSearch=one, idTable=lambda i: 1 + i if i < 24 else 1 + i % 4, isTable=
        lambda i: "songs_search" if i < 24 else "artists_search", normalized_search_value=
        low(WORDS))
    f.add("cross_ref_song_genre", 24, songId=one, genreId=lambda i: 1 + i % 4)
    f.add("cross_ref_song_artist", 24, songId=one, userId=lambda i: 3 + i % 4)
    f.add("cross_ref_song_like", 5, songId=lambda i: 1 + i * 5, userId=7)
    f.add("cross_ref_user_following", 2, userId=7, artistId=lambda i: 3 + i)
    f.add("cross_ref_playlist_song", 12, playlistId=lambda i: 1 + i % 3, songId=lambda i: 1 + i * 2)
    f.add("cross_ref_album_song", 12, albumId=lambda i: 1 + i % 4, songId=one)
    f.add("cross_ref_album_artist", 4, albumId=one, userId=lambda i: 3 + i)
    f.add("search_history", 5, searchHistoryId=one, user_id=7, table_id=lambda i: 2 + i * 3, type=
        ["songs_search", "songs_search", "artists_search"])
    f.add("cross_ref_playlist_like", 1, playlistId=2, userId=7)
    f.add("cross_ref_album_like", 2, albumId=lambda i: 1 + i, userId=7)


def _player(f: Filler) -> None:
    _room(f)
    # The time is where in the video the player was.
    f.add("viewed_video", 16, contentUri=lambda i:
        f"content://media/external/video/media/{3101 + i * 7}", name=WORDS[:16], viewedTime=lambda
        i: 15_000 + i * 7919 % 1_200_000, wholeDuration=lambda i: 1_300_000 + i * 61_000, realPath=
        lambda i: f"/storage/emulated/0/Movies/{WORDS[i]}.mp4", audio_language=lambda i: None if
        i % 4 else "en", audio_id=lambda i: None if i % 4 else "1", audio_groupIndex=lambda i: None
        if i % 4 else 0, audio_selectedType=lambda i: None if i % 4 else 1)
    f.add("playlist", 2, name=["Coast", "Night"], id=one)
    f.add("audio", 10, playlistId=lambda i: 1 + i % 2, id=one, contentUri=lambda i:
        f"content://media/external/audio/media/{41 + i}", title=WORDS[10:20], duration=lambda i:
        180_000 + i * 977, size=f.pick(2_000_000, 9_000_000), author=ARTISTS, realPath=lambda i:
        f"/storage/emulated/0/Music/{i}.mp3", playedDuration=0, bitrate="320000")


def _compose(f: Filler) -> None:
    def article(i: int) -> int:
        return 25_001 + i

    _room(f)
    f.add("ArticleEntity", 40, id=article, apkLink="", audit=1, author=lambda i: ARTISTS[i % 4] if
        i % 2 else "", canEdit=0, chapterId=lambda i: 502 + i % 3, chapterName=["Views", "Threads",
        "Build"], collect=0, courseId=13, desc="", descMd="", envelopePic="", fresh=0, host="",
        isAdminAdd=0, link=lambda i: f"https://blog.example/{i}", niceDate="2025-09-01",
        niceShareDate="2025-08-30", origin="", prefix="", projectLink="", publishTime=lambda i:
        millis(40 - i), realSuperChapterId=493, selfVisible=0, shareDate=lambda i: millis(40 - i) -
        9_000_000, shareUser=lambda i: "" if i % 2 else PEOPLE[i % 8], superChapterId=494,
        superChapterName="Basics", title=lambda i: f"{WORDS[i % 24]} {i}", type=0, userId=lambda i:
        500 + i, visible=1, zan=0, likeState=0, read=lambda i: int(i % 4 == 0))
    f.add("RemoteKey", 40, id=article, prevKey=lambda i: i // 20 - 1 if i >= 20 else None, nextKey=
        lambda i: i // 20 + 1)
    # Of what was read the newest are still shown; ``clearAll`` has taken the others.
    f.add("ReadEntity", 25, id=lambda i: article(i * 4 if i < 10 else -i), title=lambda i:
        f"{WORDS[i * 4 % 24]} {i * 4}" if i < 10 else f"{WORDS[i % 24]} {90 + i}", lastReadTime=
        lambda i: millis(15 + i * 7 % 10 if i < 10 else 25 - i))


def _haru(f: Filler) -> None:
    def recipes(table: str, n: int, first: int, **more: object) -> None:
        f.add(table, n, id=lambda i: 301 + first + i * 3, title=lambda i: WORDS[first + i], category
            =["Soup", "Rice", "Bread"], summary="A dish", imgList=lambda i:
            json.dumps([f"https://img.example/{first + i}.jpg"]), hits=f.pick(10, 900), likes=
            f.pick(0, 90), ingredientList='[{"id":1,"name":"salt","amount":"1"}]', cookingStepList=
            '[{"id":1,"description":"Stir"}]', **more)  # type: ignore[arg-type]

    _room(f)
    # It keeps the ten that were read last.
    recipes("latest_read_recipe", 10, 0, timestamp=lambda i: _local(i * 7 % 10))
    recipes("favorite_recipe", 6, 6)


def _carton(f: Filler) -> None:
    def comic(i: int) -> str:
        return str(181_258 + i * 31)

    _room(f)
    f.add("ComicCollection", 5, id=one, comicId=lambda i: comic(i * 2), comicName=lambda i: WORDS[i
        * 2], coverUrl=lambda i: f"https://img.example/{i}.jpg", comicSize=f.pick(10, 90),
        readChapterPosition=-1)
    # The time is that of the comic's own last chapter.
    f.add("HistoryRecord", 40, id=one, comicId=lambda i: comic(thing(i)), name=lambda i:
        WORDS[thing(i)], time=lambda i: str(seconds(thing(i) * 5 % 12) - 9_000_000))
    f.add("ReadChapter", 1, id=0, chapter_id=comic(3), chapterName=WORDS[3], comicId="885321",
        comicName="Chapter 4", type="0")


def _own(table: str, keys: tuple[str, ...], title: str, time: str, where: str = "1") -> Right:
    """Return the answers of a history whose rows name what they are about, by any of its keys."""
    return [(plays(table, item, time, where=where),
        f'SELECT DISTINCT {item} AS item, {title} AS title FROM "{table}" WHERE {where}')
        for item in keys]


_DATED = ("substr(date_time, 7, 4) || '-' || substr(date_time, 4, 2) || '-' || "
    "substr(date_time, 1, 2) || substr(date_time, 11)")

CASES: dict[str, tuple[Fill, Right]] = {
    # What was said to be watched, not what was opened, liked or put by.
    "GoodEvening": (_evening, _own("WatchedEntity", ("id", "filmName"), "filmName", "date")),
    # Neither times nor names.
    "StreamFlow": (_flow, [(plays("ContinueWatchingRoom", "titleId", "0"), None)]),
    "Bodzify": (_bodzify, [(plays("play", "trackUuid", "datetime"), None)]),
    # Sessions of reading, all or those that ended, by their beginning, end or day; not the words
    # that were read aloud in them.
    "Arlo": (_arlo, [(plays("reading_sessions", "bookId", time, where=where), titles("books"))
        for where in ("1", "isActive = 0") for time in ("startTimestamp", "endTimestamp", "date")]),
    "JoBoardGame": (_board, _own("game_table", ("id", "name"), "name", "viewed_time")),
    "E2MP3": (_spotify, [(plays("views_song", "song_id", _DATED, user), titles("songs", "songId"))
        for user in ("user_id", "'me'")]),
    # Where in a video the player was is no time of the use.
    "MediaPlayer": (_player, _own("viewed_video", ("contentUri", "name", "realPath"), "name", "0")),
    "WanAndroid Compose": (_compose, _own("ReadEntity", ("id", "title"), "title", "lastReadTime")),
    "HaruSekki": (_haru, _own("latest_read_recipe", ("id", "title"), "title", "timestamp")),
    # Each opening is a row; its time is the comic's, not the opening's.
    "Carton": (_carton, _own("HistoryRecord", ("comicId", "name"), "name", "0")),
}
