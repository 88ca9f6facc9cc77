"""Twenty programs that keep an SQLite file on a device, by the rule of docs/trials-39.md.

Of films, series, music, books, games, podcasts, videos, articles, recipes and comics, and of anime
for what was lacking of games, the first named repositories of the answers to a search of public
code for entities of Android's Room, whose program writes a history and whose whole schema can be
read. Every file has Room's two tables besides, as it has on a device.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

import json

from answers import Fill, Right, plays, thing, titles
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, iso, mail, millis, one, past, uid, url

# One line a few columns: the rows are tables.
# fmt: off


def _room(f: Filler) -> None:
    f.add("android_metadata", 1, locale="en_US")
    f.add("room_master_table", 1, id=42, identity_hash="2a2e1ba40f8e3d0a1c9a7bd6f0d3a5c1")


def _offset(i: int) -> str:
    """Return a moment as ``OffsetDateTime.toString`` writes it."""
    return iso(i).replace(" ", "T") + "Z"


def _mark(kind: int, i: int) -> str:
    return str(uid(kind)(i))


def _trakt(f: Filler) -> None:
    _room(f)
    f.add("movies", 10, trakt_id=lambda i: 31 + i, tmdb_id=lambda i: 501 + i, imdb_id=lambda i:
        f"tt00{i:05}", title=WORDS[:10], overview="A film", directed_by="[]", written_by="[]",
        genres='["drama"]', original_language="en", original_title=WORDS[:10], release_date=past,
        runtime=lambda i: 90 + i, tagline="See it", trakt_rating=lambda i: 6.5 + i % 3)
    f.add("collected_movies", 5, trakt_id=lambda i: 40 + i, tmdb_id=lambda i: 510 + i, language=
        "en", collected_at=_offset, last_updated_at=_offset, plays=0, movie_overview="A film",
        release_date=past, runtime=100, title=WORDS[9:14])
    f.add("watched_movies", 40, id=lambda i: 7_300_000_000 + i, trakt_id=lambda i: 31 + thing(i),
        tmdb_id=lambda i: 501 + thing(i), language="en", watched_at=_offset, overview="A film",
        runtime=lambda i: 90 + thing(i), title=lambda i: WORDS[thing(i)])
    f.add("watched_movie_page_keys", 40, historyId=lambda i: 7_300_000_000 + i, prevPage=lambda i:
        i // 10 or None, nextPage=lambda i: i // 10 + 2)
    last = {thing(i): i for i in range(40)}
    f.add("stats_watched_movies", 12, trakt_id=lambda i: 31 + i, tmdb_id=lambda i: 501 + i,
        last_watched_at=lambda i: _offset(last[i]), title=WORDS[:12], plays=lambda i:
        sum(thing(k) == i for k in range(40)))
    f.add("stats_collected_movies", 5, trakt_id=lambda i: 40 + i, tmdb_id=lambda i: 510 + i,
        collected_at=_offset, title=WORDS[9:14])
    f.add("stats_ratings_movies", 8, trakt_id=lambda i: 31 + i, rating=lambda i: 5 + i % 6,
        rated_at=lambda i: _offset(i + 5))
    f.add("last_refreshed", 3, refresh_type=["WATCHED_MOVIES", "RATED_MOVIES", "COLLECTED_MOVIES"],
        last_refreshed_at=lambda i: _offset(60 + i))
    f.add("movie_history_entry", 15, history_id=lambda i: 7_300_000_025 + i, trakt_id=lambda i: 31 +
        thing(i + 25), tmdb_id=lambda i: 501 + thing(i + 25), title=lambda i: WORDS[thing(i + 25)],
        watched_date=lambda i: _offset(i + 25), cached_at=lambda i: _offset(i + 50))


def _watched(f: Filler) -> None:
    _room(f)
    f.add("watched_table", 15, Id=lambda i: 501 + i * 37, poster_path=lambda i: f"/p{i}.jpg",
        overview="A film", release_date=past, title=WORDS[:15], vote_average=lambda i: 6.5 + i % 3,
        runtime=0)


def _drama(f: Filler) -> None:
    series: dict[str, object] = {"overview": "A drama", "numberOfSeasons": 1,
        "numberOfEpisodes": lambda i: 30 + i, "posterPath": lambda i: f"/p{i}.jpg",
        "genres": '[{"id":18,"name":"Drama"}]'}
    _room(f)
    f.add("favourite_movie_table", 6, id=lambda i: 90_001 + i * 3, name=WORDS[:6], originalName=
        WORDS[:6], **series)  # type: ignore[arg-type]
    f.add("watch_history_movie", 18, id=lambda i: 90_001 + i * 2, name=WORDS[:18], originalName=
        WORDS[:18], episodeCurrentId=lambda i: 700_001 + i, episodeCurrentNo=lambda i: 1 + i % 9,
        **series, **{"movie_timestamp ": lambda i: millis(i * 7 % 18)})  # type: ignore[arg-type]


def _box(f: Filler) -> None:
    def page(i: int) -> str:
        return f"https://media.example/show/{100 + i}.html"

    _room(f)
    f.add("search", 8, title=WORDS[3:11], timeStamp=lambda i: millis(i + 30))
    f.add("favorite", 6, mediaUrl=page, mediaTitle=WORDS[:6], lastViewTime=lambda i: millis(i + 9),
        cover=lambda i: f"https://img.example/{i}.jpg", lastEpisodeUrl=lambda i: None if i % 2 else
        f"https://media.example/play/{100 + i}-1.html", lastEpisode=lambda i: None if i % 2 else
        "Episode 1")
    f.add("history", 20, mediaUrl=page, mediaTitle=WORDS[:20], lastViewTime=lambda i: millis(i * 7 %
        20), cover=lambda i: f"https://img.example/{i}.jpg", lastEpisodeUrl=lambda i:
        f"https://media.example/play/{100 + i}-{1 + i % 4}.html", lastEpisode=lambda i:
        f"Episode {1 + i % 4}")


def _stream(f: Filler) -> None:
    _room(f)
    f.add("track_history", 60, id=one, track_title=lambda i: WORDS[thing(i)], artist_name=lambda i:
        ARTISTS[thing(i) % 4], album_name=lambda i: WORDS[12 + thing(i) // 2], album_art_url=lambda
        i: None if thing(i) % 3 else f"https://img.example/{thing(i)}.jpg", timestamp=millis)


def _canaree(f: Filler) -> None:
    def song(i: int) -> int:
        return 1041 + thing(i) * 3

    _room(f)
    f.add("playing_queue", 12, progressive=one, category="ALBUM", categoryValue="77", songId=song,
        idInPlaylist=lambda i: i)
    f.add("most_played_folder", 20, id=one, songId=song, folderPath="/storage/emulated/0/Music")
    f.add("most_played_playlist", 10, id=one, songId=lambda i: song(i + 20), playlistId=1)
    f.add("most_played_genre", 6, id=one, songId=lambda i: song(i + 30), genreId=5)
    f.add("favorite_songs", 4, songId=lambda i: 1041 + i * 6)
    f.add("favorite_podcast_songs", 2, podcastId=lambda i: 2001 + i)
    f.add("recent_searches", 6, pk=one, dataType=[0, 2, 1], itemId=lambda i: 1041 + i * 3,
        insertionTime=lambda i: millis(i + 70))
    f.add("song_history", 60, id=one, songId=song, dateAdded=millis)
    f.add("podcast_song_history", 10, id=one, podcastId=lambda i: 2001 + i % 4, dateAdded=lambda i:
        millis(i * 3) + 60_000)
    f.add("last_played_albums", 5, id=lambda i: 71 + i, dateAdded=lambda i: millis(i + 50))
    f.add("last_played_artists", 4, id=lambda i: 31 + i, dateAdded=lambda i: millis(i + 52))
    f.add("last_fm_track_v2", 8, id=lambda i: 1041 + i * 3, title=WORDS[:8], artist=ARTISTS, album=
        WORDS[12:20], image=url, added=iso, mbid="", artistMbid="", albumMbid="")
    f.add("last_fm_album_v2", 3, id=lambda i: 71 + i, title=WORDS[12:15], artist=ARTISTS, image=url,
        added=iso, mbid="", wiki="")
    f.add("last_fm_artist_v2", 3, id=lambda i: 31 + i, image=url, added=iso, mbid="", wiki="")
    f.add("offline_lyrics", 3, trackId=lambda i: 1041 + i * 3, lyrics="La la la")
    f.add("playlist", 2, id=one, name=["Coast", "Night"], size=5)
    f.add("playlist_tracks", 10, id=one, idInPlaylist=lambda i: i // 2, trackId=song, playlistId=
        lambda i: 1 + i % 2)
    f.add("podcast_position", 3, id=lambda i: 2001 + i, position=f.pick(1000, 900_000))
    f.add("equalizer_preset", 3, id=one, name=["Flat", "Rock", "Jazz"], bands="[]", isCustom=0)


def _shelf(f: Filler) -> None:
    who = "kZ3vQ9xTnYb1"

    def book(i: int) -> str:
        return f"978{i * 7:010}"

    _room(f)
    f.add("Users", 1, userId=who, authType="GOOGLE", countryCode="NG", earningsCurrency="NGN",
        firstName="Ana", lastName="Bo", email=mail, device="Phone", deviceOs="13")
    f.add("OrderedBooks", 12, bookId=book, userId=who, name=WORDS[:12], coverDataUrl=url, pubId=
        "p1", sellerCurrency="NGN", dateTime=lambda i: millis(i) // 1000 * 1000, serialNo=one,
        price=lambda i: i % 3 * 4.5, month=lambda i: 1 + i % 12, year=2025)
    f.add("BookInterests", 1, userId=who, fictionChecked=1, added=1)
    f.add("StoreSearchHistories", 6, bookId=lambda i: book(i + 10), name=WORDS[10:16], userId=who,
        author=ARTISTS, dateTime=lambda i: iso(i + 20))
    f.add("PublishedBooks", 22, bookId=book, name=WORDS[:22], author=ARTISTS, coverDataUrl=url,
        totalDownloads=f.pick(10, 900), description="A book", publishedDate=lambda i: millis(i) //
        1000 * 1000 - 90_000_000_000, category=["Fiction", "History"], published=1, approved=1,
        pubId="p1", price=4.5, serialNo=one)
    f.add("CartItems", 2, userId=who, bookId=lambda i: book(i + 16), name=WORDS[16:18], author=
        ARTISTS, pubId="p1", coverDataUrl=url, price=4.5, sellerCurrency="NGN")
    f.add("UserReviews", 3, bookId=book, review="Good", userRating=4.0, userName="Ana Bo",
        isVerified=1, postedBefore=1, dateTime=lambda i: millis(i + 30) // 1000 * 1000)
    f.add("ReadHistories", 9, lastPageNumber=lambda i: 10 + i * 7, readPercentage=lambda i: 5 + i *
        9, bookName=WORDS[:9], bookId=book)
    f.add("Bookmarks", 4, userId=who, bookId=book, pageNumb=lambda i: 3 + i, bookName=WORDS[:4],
        label="Here", id=uid(3))
    f.add("BookDownloadState", 9, bookId=book, progress=100)


def _areader(f: Filler) -> None:
    _room(f)
    f.add("bookshelf", 14, book_id=lambda i: 301 + i, book_name=WORDS[:14])
    f.add("book_history", 12, id=lambda i: 1 + i * 5, book_id=lambda i: 301 + thing(i),
        chapter_index=f.pick(0, 40), chapter_begin=f.pick(0, 20))


def _score(f: Filler) -> None:
    def played(i: int) -> str:
        return iso(i).replace(" ", "T") + f".{100 + i}+01:00[Europe/Paris]"

    _room(f)
    f.add("players", 5, uid=one, name=PEOPLE[:5], archived=0)
    f.add("games", 30, uid=one, name=lambda i: WORDS[thing(i) % 8], date=played, hasDealer=1,
        showRounds=0, reversedScoring=0, showRoundNotes=0, useCalculator=0)
    f.add("game_player_entity", 90, gameId=lambda i: 1 + i // 3, playerId=lambda i: 1 + (i // 3 + i
        % 3) % 5, playerPosition=lambda i: i % 3)
    f.add("rounds", 60, uid=one, game_id=lambda i: 1 + i // 2, dealer_id=lambda i: 1 + i // 2 % 5,
        round_number=lambda i: 1 + i % 2)
    f.add("scores", 180, uid=one, player_id=lambda i: 1 + (i // 6 + i % 3) % 5, round_id=lambda i:
        1 + i // 3, score=f.pick(0, 50), score_data="")


def _podcast(f: Filler) -> None:
    def episodes(table: str, n: int, first: int, **more: object) -> None:
        f.add(table, n, uniqueId=one, id=lambda i: f"{thing(i + first):04x}c8b24f", audio=lambda i:
            f"https://audio.example/{thing(i + first)}.mp3", image=url, title=lambda i:
            f"Part {thing(i + first)}: {WORDS[thing(i + first)]}", thumbnail=url, description=
            "An episode", pub_date_ms=lambda i: millis(thing(i + first)) - 9_000_000_000,
            audio_length_sec=lambda i: 1800 + thing(i + first), maybe_audio_invalid=0,
            listennotes_edit_url=url, podcast_title_original=lambda i:
            WORDS[15 + thing(i + first) % 3], publisher_original=lambda i:
            ARTISTS[thing(i + first) % 3], created_on=lambda i: millis(i + first),
            **more)  # type: ignore[arg-type]

    _room(f)
    f.add("podcasts", 3, mId=lambda i: f"{i:04x}aa3", mImage=url, mTitle=WORDS[15:18], mCountry=
        "Chile", mWebsite=url, mLanguage="English", mPublisher=ARTISTS[:3], mThumbnail=url,
        mDescription="A podcast", mTotalEpisodes=40, mLatestPubDateMs=millis, mEarliestPubDateMs=
        lambda i: millis(i) - 90_000_000_000, created_on=millis)
    episodes("favourite_episodes", 4, 3)
    episodes("history_episodes", 30, 0)
    episodes("downloaded_episodes", 5, 12, download_id=lambda i: 11 + i)


def _radio(f: Filler) -> None:
    _room(f)
    f.add("PodcastEntity", 20, uid=one, url=lambda i:
        f"https://api.example/podcasts/{_mark(4, i)}/episode.mp3", start_position=lambda i: 0 if i %
        3 else 60_000 * i, current_playing=lambda i: int(i == 19), has_been_played=lambda i: int(i %
        3 != 0))


def _owl(f: Filler) -> None:
    _room(f)
    f.add("SearchHistory", 8, keyword=[f"how {word.lower()}" for word in WORDS[:8]])
    f.add("RecentlyWatched", 25, videoId=lambda i: f"xQ{i * 7 % 25:02}tT_b4Lk")


def _mix(f: Filler) -> None:
    def video(i: int) -> str:
        return f"https://video.example/watch/{500 + i}"

    _room(f)
    f.add("Table_Video_History", 20, id=lambda i: 1 + i * 3, title=WORDS[:20], thumb=lambda i:
        f"https://img.example/{i}.jpg", duration=lambda i: f"{10 + i}:05", href=video, preview=
        lambda i: f"https://img.example/{i}.webm", type=["TYPE_EN", "TYPE_ANI"], history=1,
        current=f.pick(1000, 600_000), percent=f.pick(0, 100))
    f.add("Table_Video_Favorite", 5, id=one, title=WORDS[:5], thumb=lambda i:
        f"https://img.example/{i}.jpg", duration=lambda i: f"{10 + i}:05", href=video, preview=
        lambda i: f"https://img.example/{i}.webm", type="TYPE_EN", favorite=1)


def _wandroid(f: Filler) -> None:
    f.add("ArticleVO", 24, id=lambda i: 9001 + i, author=ARTISTS, chapterId=lambda i: 60 + i % 3,
        chapterName=["Views", "Threads", "Build"], collect=0, fresh=0, courseId=13, desc="", link=
        lambda i: f"https://blog.example/{i}", niceDate="2025-09-01", publishTime=lambda i:
        millis(i) - 90_000_000_000, superChapterId=50, superChapterName="Basics", title=WORDS[:24],
        envelopePic="")
    f.add("HistoryArticleVO", 24, articleId=lambda i: 9001 + i * 5 % 24, username="ana", timestamp=
        millis)
    f.add("CacheArticleVO", 4, link=lambda i: f"https://blog.example/{i}", title=WORDS[:4],
        timestamp=lambda i: millis(i + 30))
    f.add("XBook", 20, id=lambda i: 301 + i, name=WORDS[4:24], author=ARTISTS, description=
        "A comic", keywords="city", categoryId=2, category="City", coverUrl=url, extensionUrl=url,
        chapterCount=40, score=8.5, chapterIndex=lambda i: i if i < 4 else 0, lastReadTime=lambda i:
        millis(i + 12) if i < 4 else 0)
    f.add("UrlTypeVO", 10, urlMd5=uid(5), type="image/jpeg")
    _room(f)


def _wan(f: Filler) -> None:
    _room(f)
    f.add("UserInfo", 1, id=7001, email=mail, nickname="ana", publicName="ana", username="ana",
        collectIds="[9004,9007]", chapterTops="[]")
    f.add("Article", 24, primaryKeyId=lambda i: 1 + i * 2, apkLink="", audit=1, author=lambda i:
        ARTISTS[i % 4] if i % 2 else "", chapterId=lambda i: 60 + i % 3, chapterName=["Views",
        "Threads", "Build"], courseId=13, desc="", envelopePic="", id=lambda i: 9001 + i * 5 % 24,
        link=lambda i: f"https://blog.example/{i}", niceDate="2025-09-01", niceShareDate=
        "2025-08-30", origin="", prefix="", projectLink="", publishTime=lambda i: millis(i * 5 % 24)
        - 90_000_000_000, selfVisible=0, shareDate=lambda i: millis(i * 5 % 24) - 90_500_000_000,
        shareUser=lambda i: "" if i % 2 else PEOPLE[i % 8], superChapterId=50, superChapterName=
        "Basics", title=WORDS[:24], userId=lambda i: -1 if i % 2 else 500 + i, visible=1)
    f.add("Tag", 5, id=one, article_id=lambda i: 9001 + i, name="Project", url="/project/list/1")


def _ez(f: Filler) -> None:
    def recipe(i: int) -> str:
        return json.dumps({"_id": _mark(6, i)[:24], "id": 640_001 + i * 13, "name": WORDS[i], "url":
            url(i), "image": f"https://img.example/{i}.jpg", "credit": ARTISTS[i % 4], "sourceUrl":
            url(i), "healthScore": 40 + i, "time": 25 + i, "servings": 4, "summary": "A dish",
            "types": ["lunch"], "spiceLevel": "mild", "isVegetarian": bool(i % 2), "isVegan": False,
            "isGlutenFree": True, "isHealthy": True, "isCheap": False, "isSustainable": False,
            "culture": ["Italian"], "nutrients": [{"name": "Calories", "amount": 410.5, "unit":
            "kcal"}], "ingredients": [{"id": 11, "name": "salt", "amount": 1.0, "unit": "tsp"}],
            "instructions": [{"name": "", "steps": []}]})

    _room(f)
    f.add("RecentRecipe", 10, id=lambda i: 640_001 + i * 13, timestamp=lambda i: millis(i * 7 % 10),
        recipe=recipe, isFavorite=lambda i: int(i % 4 == 0))


def _trecipe(f: Filler) -> None:
    def simple(first: int) -> list[str]:
        return [json.dumps({"recipeId": 640_001 + i, "recipeName": WORDS[i], "recipeImage":
            f"https://img.example/{i}.jpg"}) for i in range(first, len(WORDS))]

    found = json.dumps([{"recipeId": 650_001 + i, "recipeImage": url(i), "readyInMinutes": 25,
        "recipeName": WORDS[i], "recipeSummary": "A dish", "recipeScore": 80.0, "isSaved": False}
        for i in range(6)])
    _room(f)
    f.add("likedRecipeEntity", 5, simpleRecipe=simple(3), dateAddedToDB=lambda i: millis(i + 4),
        recipeId=lambda i: 640_004 + i)
    f.add("recentRecipeEntity", 20, simpleRecipe=simple(0), dateAddedToDB=lambda i: millis(i * 7 %
        20), recipeId=lambda i: 640_001 + i)
    f.add("dailyLocalRecipe", 1, listOfDiscoverRecipe=found, id=0)
    f.add("tryOutRecipe", 1, listOfDiscoverRecipe=found, id=0)
    f.add("savedRecipeEntity", 6, simple_recipe=simple(6), dateAddedToDB=lambda i: millis(i + 9),
        recipeId=lambda i: 640_007 + i)
    f.add("recentAutoComplete", 5, id=lambda i: 660_001 + i, name=WORDS[10:15], dateAdded=lambda i:
        millis(i + 22))


def _komica(f: Filler) -> None:
    _room(f)
    f.add("history", 22, id=one, title=WORDS[:22], url=lambda i:
        f"https://board{i % 3}.example/pixmicat.php?res={10_000 + i}", thumbUrl=lambda i: None if
        i % 4 else f"https://img.example/{i}s.jpg", updatedAt=lambda i: millis(i * 5 % 22))


def _manga(f: Filler) -> None:
    def page(i: int) -> str:
        return f"https://manga.example/manga-{900 + i}"

    _room(f)
    f.add("history", 18, id=one, mangaTitle=WORDS[:18], mangaUrl=page, imageUrl=lambda i:
        f"https://img.example/{i}.jpg", lastReadChapterName=lambda i: f"Chapter {1 + i % 7}",
        lastReadChapterUrl=lambda i: f"{page(i)}/chapter-{1 + i % 7}", lastRead=lambda i: millis(i *
        5 % 18), lastReadChapterPost=lambda i: i % 7)
    f.add("favorite", 6, id=one, mangaTitle=WORDS[5:11], mangaUrl=lambda i: page(i + 5), imageUrl=
        lambda i: f"https://img.example/{i + 5}.jpg", lastAdded=lambda i: millis(i + 3),
        lastChapter=lambda i: f"{page(i + 5)}/chapter-1")


def _what(f: Filler) -> None:
    def found(i: int) -> bool:
        return i % 10 != 9

    _room(f)
    f.add("tb_animation_history", 30, id=one, origin_path=lambda i:
        f"/storage/emulated/0/Pictures/Screenshot_{i}.png", cache_path=lambda i:
        f"/data/user/0/pw.janyo.whatanime/cache/{_mark(7, i)}", animation_result=lambda i:
        json.dumps({"frameCount": 9000, "error": "", "result": [{"episode": 1 + i % 12, "from":
        61.5, "to": 64.25, "similarity": 0.95}] if found(i) else []}), animation_time=millis,
        animation_title=lambda i: WORDS[thing(i)] if found(i) else "No result",
        animation_anilist_id=lambda i: 20_001 + thing(i) if found(i) else 0, animation_episode="",
        animation_similarity=lambda i: 0.95 if found(i) else 0.0)


def _own(table: str, keys: tuple[str, ...], title: str, time: str, where: str = "1") -> Right:
    """Return the answers of a history whose rows name what they are about, by any of its keys."""
    return [(plays(table, item, time, where=where),
        f'SELECT DISTINCT {item} AS item, {title} AS title FROM "{table}" WHERE {where}')
        for item in keys]


_HEARD = "coalesce(artist_name || ' - ', '') || track_title"
_PLAYED = "substr({0}date, 1, instr({0}date, '[') - 1)"
_MATCHES = ("game_player_entity x JOIN games g ON g.uid = x.gameId "
    "JOIN players p ON p.uid = x.playerId")

CASES: dict[str, tuple[Fill, Right]] = {
    # The pages of the whole history, those of the films that were opened, and each one's last.
    "Trakt-App films": (_trakt, [*_own("watched_movies", ("trakt_id", "tmdb_id", "title"), "title",
        "watched_at"), *_own("movie_history_entry", ("trakt_id", "tmdb_id", "title"), "title",
        "watched_date"), *_own("stats_watched_movies", ("trakt_id", "tmdb_id", "title"), "title",
        "last_watched_at")]),
    "Movies watched list": (_watched, _own("watched_table", ("Id", "title"), "title", "0")),
    "short-drama": (_drama, _own("watch_history_movie", ("id", "name"), "name",
        '"movie_timestamp "')),
    "MediaBox": (_box, _own("history", ("mediaUrl", "mediaTitle"), "mediaTitle", "lastViewTime")),
    "MyStreamLogs": (_stream, _own("track_history", ("track_title", _HEARD), "track_title",
        "timestamp")),
    # The songs' names are the phone's; of some there are those that a service knows.
    "Canaree": (_canaree, [(plays("song_history", "songId", "dateAdded"), None)]),
    # What was read, of which no time is kept, or what was bought or taken for nothing.
    "BookShelfHub": (_shelf, [*_own("ReadHistories", ("bookId", "bookName"), "bookName", "0"),
        *((plays("OrderedBooks", "bookId", "dateTime", user), titles("OrderedBooks", "bookId",
        "name")) for user in ("userId", "'me'")), (plays(
        "ReadHistories r JOIN OrderedBooks o ON o.bookId = r.bookId", "r.bookId", "0", "o.userId"),
        titles("ReadHistories", "bookId", "bookName"))]),
    # The program leaves the history's own names and times empty.
    "AReader": (_areader, [(plays("book_history", "book_id", "0"),
        "SELECT h.book_id AS item, b.book_name AS title FROM book_history h "
        "JOIN bookshelf b USING (book_id)")]),
    # Matches that the owner notes, or what each player played.
    "ScoreApp": (_score, [*_own("games", ("uid", "name"), "name", _PLAYED.format("")), *((plays(
        _MATCHES, item, _PLAYED.format("g."), user), f"SELECT DISTINCT {item} AS item, "
        "g.name AS title FROM games g") for user in ("x.playerId", "p.name") for item in ("g.uid",
        "g.name"))]),
    # An episode's row is made when the program first shows it, and copied when it is played.
    "ThePodcast": (_podcast, [right for time in ("created_on", "0") for right in _own(
        "history_episodes", ("id", "title", "audio"), "title", time)]),
    # A row is made when an episode is opened; nothing names it but its address.
    "radio8podcast": (_radio, [(plays("PodcastEntity", item, "0", where=where), None) for item in (
        "url", "uid") for where in ("has_been_played", "1")]),
    "OwlTube": (_owl, [(plays("RecentlyWatched", "videoId", "0"), None)]),
    "MixVideoApp": (_mix, _own("Table_Video_History", ("href", "title", "id"), "title", "0")),
    # Articles; of comics, which it has besides, only when each was last read.
    "Wandroid": (_wandroid, [(plays("HistoryArticleVO", "articleId", "timestamp", user), titles(
        "ArticleVO")) for user in ("username", "'me'")]),
    # The whole table is what was read, in the order of its key; its times are the articles'.
    "WanAndroid": (_wan, _own("Article", ("id", "title", "link"), "title", "0")),
    "EZ Recipes": (_ez, _own("RecentRecipe", ("id",), "json_extract(recipe, '$.name')",
        "timestamp")),
    "Trecipe": (_trecipe, _own("recentRecipeEntity", ("recipeId",),
        "json_extract(simpleRecipe, '$.recipeName')", "dateAddedToDB")),
    "KomicaReader": (_komica, _own("history", ("url", "title", "id"), "title", "updatedAt")),
    "MangaReader": (_manga, _own("history", ("mangaUrl", "mangaTitle", "id"), "mangaTitle",
        "lastRead")),
    # What was on a picture, by number or name; three in thirty were not found.
    "WhatAnime": (_what, [right for where in ("1", "animation_anilist_id <> 0") for right in _own(
        "tb_animation_history", ("animation_anilist_id", "animation_title"), "animation_title",
        "animation_time", where)]),
}
