"""Twenty more: the first two named repositories that answer a search for each of ten kinds.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them; films, music, books,
podcasts and games stand here, and food, drinks, places, loans and shops in another module.
"""

from __future__ import annotations

from answers import Fill, Right, plays, titles
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Filler,
    day,
    headline,
    iso,
    mail,
    one,
    past,
    seconds,
    uid,
    url,
)

from sets.set_26_shops import SHOPS

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _thing(i: int) -> int:
    """Return which of twenty things the i-th row is about."""
    return (i * 7 + i // 6) % 20


def _movies_review(f: Filler) -> None:
    f.add("movies", 20, id=one, title=WORDS[:20], description="A film", release_date=past,
        tags='["drama"]', platforms='["disc"]', created_at=iso, updated_at=iso, active=1)
    f.add("users", 6, id=one, username=PEOPLE[:6], password=uid(9), full_name=PEOPLE[:6],
        email=mail, created_at=past, updated_at=past, active=1)
    f.add("ratings", 24, id=one, movie_id=lambda i: 1 + _thing(i), user_id=lambda i: 1 + i % 6,
        score=f.pick(1, 5), created_at=iso, updated_at=iso)
    f.add("watched_movies", 60, id=one, movie_id=lambda i: 1 + _thing(i), user_id=lambda i: 1 +
        i % 6, watched=lambda i: int(i % 5 > 0), created_at=iso, updated_at=lambda i: iso(i + 3))
    f.add("movie_comments", 12, id=one, movie_id=lambda i: 1 + _thing(i), user_id=lambda i: 1 +
        i % 6, comment="Long", created_at=iso, updated_at=iso)


def _ergasia(f: Filler) -> None:
    f.add("users", 6, id=one, username=PEOPLE[:6], password=uid(9), created_at=past)
    f.add("usermovies", 60, id_user=lambda i: 1 + i % 6, id_movie=lambda i:
        f"tt{100_000 + (i // 6 * 3 + i % 6) % 20}", created_at=iso)


def _nomercy(f: Filler) -> None:
    f.add("users", 4, id=uid(1), email=mail, name=PEOPLE[:4], manage=0, owner=[1, 0, 0, 0],
        allowed=1, created_at=past, updated_at=past)
    f.add("libraries", 2, id=uid(2), title=["Films", "Music"], type=["movie", "music"],
        created_at=past, updated_at=past, country="NL", language="en")
    f.add("folders", 1, id=uid(3), path="/media", created_at=past, updated_at=past)
    f.add("movies", 12, id=one, title=WORDS[:12], titleSort=WORDS[:12], folder=WORDS[:12],
        releaseDate=past, created_at=past, updated_at=past, library_id=uid(2)(0))
    f.add("tvs", 4, id=one, title=WORDS[12:16], titleSort=WORDS[12:16], created_at=past,
        updated_at=past, library_id=uid(2)(0))
    f.add("seasons", 4, id=one, title="Season 1", seasonNumber=1, tv_id=one, created_at=past,
        updated_at=past)
    f.add("episodes", 16, id=one, title=lambda i: f"Part {1 + i // 4}", episodeNumber=lambda i: 1 +
        i // 4, seasonNumber=1, tv_id=lambda i: 1 + i % 4, season_id=lambda i: 1 + i % 4,
        created_at=past, updated_at=past)
    f.add("videoFiles", 28, id=uid(4), filename=lambda i: f"/{i}.m3u8", folder=lambda i: f"/{i}",
        hostFolder=lambda i: f"/media/{i}", share="a", created_at=past, updated_at=past,
        movie_id=lambda i: 1 + i if i < 12 else None, episode_id=lambda i: None if i < 12 else
        i - 11)
    f.add("userData", 40, id=uid(5), played=0, playCount=1, isFavorite=0, playbackPositionTicks=0,
        lastPlayedDate=iso, time=f.pick(10, 3_000), type=lambda i: "tv" if i % 3 == 2 else "movie",
        created_at=iso, updated_at=iso, user_id=lambda i: uid(1)(i // 10), movie_id=lambda i: None
        if i % 3 == 2 else 1 + i % 10, tv_id=lambda i: 1 + i % 4 if i % 3 == 2 else None,
        videoFile_id=lambda i: uid(4)(12 + i % 4 if i % 3 == 2 else i % 10))
    f.add("artists", 4, id=uid(6), name=ARTISTS, created_at=past, updated_at=past,
        library_id=uid(2)(1))
    f.add("albums", 4, id=uid(7), name=lambda i: f"{WORDS[i]} Songs", created_at=past,
        updated_at=past, library_id=uid(2)(1))
    f.add("tracks", 20, id=uid(8), name=lambda i: f"{WORDS[i]} Song", track=one, disc=1,
        filename=lambda i: f"{i}.mp3", path="/media", folder_id=uid(3)(0), created_at=past,
        updated_at=past)
    f.add("album_track", 20, album_id=lambda i: uid(7)(i % 4), track_id=uid(8))
    f.add("artist_track", 20, artist_id=lambda i: uid(6)(i % 4), track_id=uid(8))
    f.add("music_plays", 80, id=one, type="music", created_at=iso, updated_at=iso,
        user_id=lambda i: uid(1)(i % 4), track_id=lambda i: uid(8)(_thing(i)))
    f.add("track_user", 8, created_at=iso, updated_at=iso, track_id=uid(8), user_id=lambda i:
        uid(1)(i % 4))


def _sysh(f: Filler) -> None:
    f.add("db_info", 1, id=1, version="1.0.0")
    f.add("Users", 4, username=PEOPLE[:4], password=uid(9), role="USER", display_name=PEOPLE[:4],
        timezone="Europe/Warsaw")
    f.add("Albums", 5, id=uid(1), name=lambda i: f"{WORDS[i]} Songs", total_tracks=4,
        release_date=past)
    f.add("Artists", 4, id=uid(2), name=ARTISTS)
    f.add("Tracks", 20, spotify_track_id=uid(3), name=WORDS[:20], duration_ms=210_000,
        album_id=lambda i: uid(1)(i % 5), disc_number=1, track_number=lambda i: 1 + i // 5)
    f.add("Albums_Tracks", 20, album_id=lambda i: uid(1)(i % 5), spotify_track_id=uid(3),
        disc_number=1, track_number=lambda i: 1 + i // 5)
    f.add("Album_Tracklist", 20, album_id=lambda i: uid(1)(i % 5), spotify_track_id=uid(3),
        disc_number=1, track_number=lambda i: 1 + i // 5)
    f.add("Tracks_Artists", 20, spotify_track_id=uid(3), artist_id=lambda i: uid(2)(i % 4),
        artist_order=0)
    f.add("Artists_Albums", 5, artist_id=lambda i: uid(2)(i % 4), album_id=uid(1), artist_order=0)
    f.add("SongStreams", 120, id=one, ts=iso, username=lambda i: PEOPLE[i % 4], ms_played=f.pick(
        30_000, 210_000), spotify_track_id=lambda i: uid(3)(_thing(i)))
    f.add("Stats_Cache_Full", 4, username=PEOPLE[:4], minutes_streamed=300, stream_count=30,
        track_count=20, album_count=5, artist_count=4)
    f.add("Top_Tracks_Cache", 12, username=lambda i: PEOPLE[i % 4], spotify_track_id=uid(3),
        name=WORDS[:12], album_name="Songs", primary_artist_name=ARTISTS, stream_count=f.pick(1, 9),
        total_ms_played=f.pick(30_000, 900_000))
    f.add("Top_Albums_Cache", 5, username=lambda i: PEOPLE[i % 4], id=uid(1), name=lambda i:
        f"{WORDS[i]} Songs", primary_artist_name=ARTISTS, stream_count=f.pick(1, 9),
        total_ms_played=f.pick(30_000, 900_000))


def _booksy(f: Filler) -> None:
    f.add("users", 6, id=uid(1), name=PEOPLE[:6], email=mail, password=uid(9), created_at=past,
        updated_at=past, role="ROLE_USER")
    f.add("authors", 4, id=uid(2), first_name=PEOPLE[:4], last_name=["Hill", "Moss", "Reed"],
        origin_country="Chile", birth_year=1950, created_at=past, updated_at=past)
    f.add("books", 20, id=uid(3), title=WORDS[:20], isbn=lambda i: f"978000000{i:04}",
        pages_number=300, release_date=2001, author_id=lambda i: uid(2)(i % 4), created_at=past,
        updated_at=past)
    f.add("categories", 3, id=uid(4), name=["Poems", "Crime", "Travel"], created_at=past,
        updated_at=past)
    f.add("book_categories", 20, book_id=uid(3), category_id=lambda i: uid(4)(i % 3),
        created_at=past, updated_at=past)
    f.add("readings", 60, id=uid(5), user_id=lambda i: uid(1)(i % 6), book_id=lambda i:
        uid(3)(_thing(i)), current_page=f.pick(1, 300), start_date=iso, end_date=lambda i: iso(i +
        9) if i % 3 else None, created_at=iso, updated_at=lambda i: iso(i + 9))
    f.add("reviews", 15, id=uid(6), user_id=lambda i: uid(1)(i % 6), book_id=lambda i:
        uid(3)(_thing(i)), rating=f.pick(1, 5), title=["Fine", "Slow"], text_post="Well told",
        post_date=iso, created_at=iso, updated_at=iso)


def _booksmark(f: Filler) -> None:
    f.add("books", 50, id=one, user_id=lambda i: f"user_{i % 4:04}", title=lambda i:
        WORDS[(i * 5 + i // 4) % N], description="A book", completed=lambda i: int(i % 3 > 0),
        created_at=iso)


def _podcast_hosting(f: Filler) -> None:
    f.add("users", 8, id=one, username=PEOPLE, first_name=PEOPLE, last_name="Hill", email=mail,
        password_hash=uid(9), created_at=past)
    f.add("podcasts", 3, id=one, user_id=one, title=WORDS[20:23], category="talk", created_at=past)
    f.add("episodes", 20, id=one, user_id=lambda i: 1 + i % 3, title=headline, description="Talk",
        audio_file=lambda i: f"{i}.mp3", file_path=lambda i: f"/up/{i}.mp3", category="talk",
        duration=1_800, status=1, upload_date=past, published_at=past, plays=f.pick(1, 9))
    f.add("podcast_schedules", 3, id=one, user_id=one, host_name=PEOPLE[:3], schedule_date=day,
        schedule_time="18:00", created_at=past)
    f.add("likes", 15, id=one, user_id=lambda i: 1 + i % 8, episode_id=lambda i: 1 + _thing(i),
        created_at=iso)
    f.add("comments", 15, id=one, user_id=lambda i: 1 + i % 8, episode_id=lambda i: 1 + _thing(i),
        content="Thanks", created_at=iso)
    f.add("analytics", 20, id=one, user_id=lambda i: 1 + i % 3, episode_id=one, plays=f.pick(1, 9),
        unique_listeners=2, average_duration=900, last_updated=iso)
    f.add("plays", 90, id=one, user_id=lambda i: 1 + i % 8, episode_id=lambda i: 1 + _thing(i),
        play_timestamp=iso, created_at=iso)


def _traktdb(f: Filler) -> None:
    f.add("users", 5, id=uid(1), name=PEOPLE[:5], email=mail, email_verified=1, created_at=past,
        updated_at=past)
    f.add("media_items", 20, id=one, tmdb_id=lambda i: 900 + 3 * i, type=lambda i: "tv" if i < 4
        else "movie", title=WORDS[:20], release_date=past, created_at=past, updated_at=past)
    f.add("seasons", 4, id=one, tmdb_id=lambda i: 4_000 + i, media_item_id=one, season_number=1,
        name="Season 1", created_at=past, updated_at=past)
    f.add("episodes", 24, id=one, tmdb_id=lambda i: 7_000 + i, season_id=lambda i: 1 + i % 4,
        episode_number=lambda i: 1 + i // 4, name=lambda i: f"Part {1 + i // 4}", air_date=past,
        created_at=past, updated_at=past)
    f.add("user_progress", 40, id=one, user_id=lambda i: uid(1)(i % 5), media_item_id=lambda i: 1 +
        _thing(i), status=["completed", "watching", "plan_to_watch"], progress=f.pick(0, 9),
        created_at=iso, updated_at=iso)
    f.add("episode_progress", 50, id=one, user_id=lambda i: uid(1)(i % 5), episode_id=lambda i: 1 +
        i * 7 % 24, watched=lambda i: int(i % 6 > 0), created_at=iso, updated_at=iso)
    f.add("ratings", 20, id=one, user_id=lambda i: uid(1)(i % 5), media_item_id=lambda i: 1 +
        _thing(i), rating=f.pick(1, 10), created_at=iso, updated_at=iso)
    f.add("books", 10, id=one, google_id=uid(2), title=lambda i: f"{WORDS[i]} Tales",
        authors='["Mira Voss"]', page_count=300, created_at=past, updated_at=past)
    f.add("user_book_progress", 20, id=one, user_id=lambda i: uid(1)(i % 5), book_id=lambda i: 1 +
        i * 3 % 10, status=["completed", "reading", "plan_to_read"], progress=f.pick(0, 9),
        created_at=iso, updated_at=iso)
    f.add("podcasts", 3, id=one, collection_name=lambda i: f"{WORDS[i]} Talk", artist_name=ARTISTS,
        feed_url=url, created_at=past, updated_at=past)
    f.add("podcast_episodes", 18, id=one, podcast_id=lambda i: 1 + i % 3, guid=uid(3),
        title=headline, pub_date=past, created_at=past, updated_at=past)
    f.add("user_podcast_episode_progress", 30, id=one, user_id=lambda i: uid(1)(i % 5),
        episode_id=lambda i: 1 + i * 7 % 18, status=["listened", "listening", "plan_to_listen"],
        progress_seconds=f.pick(0, 900), is_listened=[1, 0, 0], created_at=iso, updated_at=iso)


def _neuroquest(f: Filler) -> None:
    f.add("users", 5, id=uid(1), name=PEOPLE[:5], created_at=seconds)
    f.add("game_sessions", 90, id=uid(2), user_id=lambda i: uid(1)(i % 5), game_id=lambda i:
        ["memory-match", "number-rush", "word-ladder", "grid-recall"][(i * 3 + i // 5) % 4],
        score=f.pick(10, 900), difficulty_level=1.5, accuracy=0.8, played_at=seconds)


def _bg_logger(f: Filler) -> None:
    f.add("players", 5, id=uid(1), name=PEOPLE[:5], is_owner=[1, 0, 0, 0, 0], created_at=past)
    f.add("games", 12, id=uid(2), name=WORDS[:12], creator_name=ARTISTS, created_at=past)
    f.add("plays", 40, id=uid(3), game_id=lambda i: uid(2)((i * 5 + i // 12) % 12), created_at=iso)
    f.add("play_participants", 80, play_id=lambda i: uid(3)(i // 2), player_id=lambda i:
        uid(1)((i * 2 + i // 5) % 5 if i % 2 else (i * 2 + i // 5 + 1) % 5))


_TOOK_PART = "play_participants p JOIN plays y ON y.id = p.play_id"
_LISTENED = ("user_podcast_episode_progress", "episode_id")

# Accepted since: of what was watched in one table the films and the series, not the films alone.
_WATCHED = "COALESCE('movies:' || movie_id, 'tvs:' || tv_id)"
_FILMS_AND_SERIES = (
    "SELECT 'movies:' || id AS item, title FROM movies UNION ALL "
    "SELECT 'tvs:' || id, title FROM tvs"
)

CASES: dict[str, tuple[Fill, Right]] = {
    # What is in the table and not marked was not watched.
    "movies-review": (_movies_review, [(plays("watched_movies", "movie_id", time, "user_id",
        "watched"), titles("movies")) for time in ("created_at", "updated_at", "0")]),
    # What a person has put on his list; a service has the titles.
    "ErgasiaOMDB": (_ergasia, [(plays("usermovies", "id_movie", "created_at", "id_user"), None)]),
    # Tracks that were heard; films and series that were watched.
    "NoMercy": (_nomercy, [(plays("music_plays", "track_id", "created_at", "user_id"),
        titles("tracks", "id", "name")), (plays("userData", "movie_id", "lastPlayedDate", "user_id",
        "movie_id IS NOT NULL"), titles("movies")), (plays("userData", _WATCHED, "lastPlayedDate",
        "user_id"), _FILMS_AND_SERIES)]),
    "SYSH": (_sysh, [(plays("SongStreams", "spotify_track_id", "ts", "username"), titles("Tracks",
        "spotify_track_id", "name"))]),
    "Booksy": (_booksy, [(plays("readings", "book_id", time, "user_id"), titles("books")) for time
        in ("start_date", "created_at", "updated_at")]),
    # Books that were finished; when is not kept, and when they were entered says little.
    "booksmark": (_booksmark, [(plays("books", item, time, "user_id", "completed"), titles("books",
        item)) for item in ("id", "title") for time in ("0", "created_at")]),
    "Podcast hosting": (_podcast_hosting, [(plays("plays", "episode_id", time, "user_id"),
        titles("episodes")) for time in ("play_timestamp", "created_at")]),
    # Films and series, episodes, books, podcasts: any of them, once it is said which.
    "traktdb": (_traktdb, [(plays("episode_progress", "episode_id", time, "user_id", "watched"),
        titles("episodes", "id", "name")) for time in ("created_at", "updated_at", "0")] + [
        (plays(*_LISTENED, time, "user_id", where), titles("podcast_episodes"))
        for time in ("created_at", "updated_at", "0") for where in ("is_listened",
            "status <> 'plan_to_listen'")] + [
        (plays("user_progress", "media_item_id", time, "user_id", "status <> 'plan_to_watch'"),
        titles("media_items")) for time in ("created_at", "updated_at", "0")]),
    # The program knows what its games are called.
    "NeuroQuest": (_neuroquest, [(plays("game_sessions", "game_id", "played_at", "user_id"), named)
        for named in (None, titles("game_sessions", "game_id", "game_id"))]),
    # Who took part, and, without the participants, what was played.
    "bg-logger": (_bg_logger, [(plays(_TOOK_PART, "y.game_id", "y.created_at", "p.player_id"),
        titles("games", "id", "name")), (plays("plays", "game_id", "created_at", "'me'"),
        titles("games", "id", "name"))]),
    **SHOPS,
}
