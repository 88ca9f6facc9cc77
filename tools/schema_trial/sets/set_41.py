"""Twenty programs that keep an SQLite file on a device, by the rule of docs/trials-41.md.

Ten that the searches for programs of telephones named, here, and ten of those for programs of
iPhones, Macs and desktops, in :mod:`sets.set_41_apple`: of each of ten kinds the first named
repository that could be taken.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

import json

from answers import Cases, Right, plays, thing, titles
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Filler,
    day,
    iso,
    mail,
    one,
    past,
    seconds,
)

from sets.set_41_apple import CASES as APPLE

# One line a few columns: the rows are tables.
# fmt: off


def _android(f: Filler) -> None:
    f.add("android_metadata", 1, locale="en_US")


def _local(i: int) -> str:
    """Return a moment as ``DateTime.toIso8601String`` writes it."""
    return iso(i).replace(" ", "T") + f".{100_000 + i * 37}"


def _image(i: int) -> str:
    return f"https://img.example/{i}.jpg"


def _films(f: Filler) -> None:
    def films(table: str, n: int, first: int) -> None:
        f.add(table, n, id=lambda i: 501 + (first + i * 5) % 24 * 13, title=lambda i: WORDS[(first +
            i * 5) % 24], original_title=lambda i: WORDS[(first + i * 5) % 24], release_date=past,
            overview="A film", poster_path=lambda i: f"/p{i}.jpg", vote_average=lambda i:
            str(6.5 + i % 3), vote_count=f.pick(40, 9_000), backdrop_path=lambda i: f"/b{i}.jpg",
            genre_ids="[18, 35]")

    _android(f)
    films("watchedMovies", 15, 0)
    films("moviesToWatch", 7, 3)
    f.add("user", 1, id=1, isLogged=1, UID="kT3vQ9xYb1LmPwZr7sNd", username="ana", mail="ana")


def _jiyu(f: Filler) -> None:
    _android(f)
    f.add("Completed", 16, id=lambda i: 20_001 + i * 7 % 16 * 31, name=WORDS[:16], img=_image,
        total_episodes=lambda i: 12 + i % 3 * 12, url=lambda i:
        f"https://anime.example/anime/{20_001 + i * 7 % 16 * 31}")


def _riverto(f: Filler) -> None:
    # A song that is heard again is written anew, at the end.
    _android(f)
    f.add("recent", 20, title=[WORDS[i * 7 % 24] for i in range(20)], url=lambda i:
        f"https://audio.example/{i}_320.mp4", image=_image, album=lambda i: WORDS[23 - i % 6],
        artist=ARTISTS, lyrics=lambda i: "null" if i % 3 else "We walk along the pier",
        id=lambda i: f"q{i * 7 % 20:02}Wm{i}Xy")


def _volume(i: int) -> str:
    return f"zB{i:02}sK3AAQBAJ"


def _trackers(f: Filler) -> None:
    # When a book was begun and ended is never written.
    last = {thing(i) % 10: i for i in range(40)}
    _android(f)
    f.add("saved_book", 12, id=one, google_books_volume_id=_volume, page=lambda i: 40 + i * 7 if i <
        10 else 0)
    f.add("book_log", 40, id=one, google_books_volume_id=lambda i: _volume(thing(i) % 10), time=
        _local, event_type=lambda i: "finishedReading" if i == last[thing(i) % 10] and thing(i) % 3
        == 0 else "updatedBookReadingProgress")


def _games(f: Filler) -> None:
    # Five persons, four games and four reviews are in the file from the beginning.
    f.add("user", 6, id=one, name=lambda i: f"Teste {i + 1}" if i < 5 else PEOPLE[0], email=lambda
        i: f"teste{i + 1}@teste" if i < 5 else mail(0), password="123456")
    f.add("genre", 8, id=one, name=["Aventura", "Corrida", "RPG", "Plataforma", "Luta", "Puzzle",
        "Terror", "Esporte"])
    f.add("game", 18, id=one, user_id=lambda i: 1 + i % 3 if i < 4 else 6, name=WORDS[:18],
        description="Um jogo", release_date=past)
    f.add("game_genre", 6, game_id=[1, 2, 3, 4, 4, 4], genre_id=[1, 7, 3, 2, 3, 8])
    f.add("review", 18, id=one, user_id=lambda i: i + 1 if i < 4 else 6, game_id=lambda i: 1 if i <
        4 else 1 + i * 5 % 18, score=lambda i: 6.5 + i % 4, description=lambda i: "Teste" if i < 4
        else "Muito bom", date=lambda i: "2024-06-20" if i < 4 else day(i * 3))


def _piano(f: Filler) -> None:
    def episode(i: int) -> str:
        return f"e{i:03}Rk9bT"

    def heard(i: int) -> str:
        return episode(i * 7 % 40)

    f.add("podcasts", 5, id=lambda i: f"p{i}Vm2Qx", url_param=lambda i: f"show-{i}", title=
        WORDS[19:24], description="A show", language="en", explicit=0, author=ARTISTS, type=
        "episodic", complete=0, link="", copyright="", total_episodes=8, total_seasons=1, feed_url=
        lambda i: f"https://feed.example/{i}.xml", cached_all_episodes=1, cache_updated_at=seconds)
    f.add("episodes", 40, id=episode, podcast_id=lambda i: f"p{i % 5}Vm2Qx", url_param=lambda i:
        f"episode-{i}", title=lambda i: f"{WORDS[i % 19]} {i}", media_url=lambda i:
        f"https://audio.example/{i}.mp3", pub_date=lambda i: seconds(i) - 9_000_000, summary="",
        description="An episode", duration=lambda i: 1_500 + i * 31, explicit=0, episode=lambda i:
        1 + i // 5, season=1, type="full")
    f.add("audio_tracks", 4, position=lambda i: i, episode_id=lambda i: episode(3 + i))
    f.add("playback_positions", 22, episode_id=heard, position=lambda i: 90 + i * 61, duration=
        lambda i: 1_500 + i * 7 % 40 * 31, updated_at=lambda i: seconds(i * 5 % 22))
    f.add("preferences", 2, key=["QUEUE_DETAILS", "AUDIO_PLAYER_SETTING"], value=[
        '{"position":1,"runtimeType":"queueDetails"}',
        '{"seekForwardTime":30,"seekBackwardTime":10,"runtimeType":"audioPlayerSetting"}'])
    f.add("subscriptions", 4, podcast_id=lambda i: f"p{i}Vm2Qx", updated_at=lambda i: seconds(i) -
        50_000)
    f.add("audio_files", 3, episode_id=lambda i: episode(i * 9), url=lambda i:
        f"https://audio.example/{i * 9}.mp3", filename=lambda i: f"{i * 9}.mp3", storage_path=
        "/data/user/0/com.example.phenopod/files", download_state=2, download_percentage=100.0,
        download_task_id=one, created_at=lambda i: seconds(i + 3), updated_at=lambda i: seconds(i +
        3) + 90)


def _tube(f: Filler) -> None:
    def videos(table: str, n: int, first: int, **more: object) -> None:
        f.add(table, n, videoId=lambda i: f"v{(first + i * 7) % 24:02}Qk3bT_x", videoThumbnailUrl=
            _image, views=lambda i: f"{1 + i % 9}.{i % 10}M views", title=lambda i: WORDS[(first + i
            * 7) % 24], channelName=ARTISTS, **more)  # type: ignore[arg-type]

    told: dict[str, object] = {"duration": lambda i: f"{3 + i % 40}:{10 + i % 50}", "channelThumb":
        _image, "videoDate": lambda i: f"{1 + i % 11} months ago"}
    _android(f)
    # A video that is opened again is deleted and written anew.
    videos("video_history", 20, 0, id=lambda i: 3 + i * 2, date_time=lambda i: iso(i)[:16], **told)
    f.add("playlists", 2, id=one, name=["Coast", "Night"])
    videos("playlist_videos", 6, 2, play_list_id=lambda i: 1 + i % 2, id=one, date_time=lambda i:
        iso(i * 3 + 1)[:16], **told)
    videos("likes_table", 5, 4, id=one)
    f.add("file_downloads", 3, id=one, name=WORDS[5:8], downloaded_path=lambda i:
        f"/data/user/0/com.example.youtube/app_flutter/{i}.mp4", image_path=lambda i:
        f"/data/user/0/com.example.youtube/app_flutter/{i}.jpg", views="1.2M views", created_at=
        lambda i: iso(i * 4 + 2)[:16], channel_name=ARTISTS)


def _animey(f: Filler) -> None:
    _android(f)
    f.add("watching", 14, pkey=lambda i: 104_729 * (i * 5 % 14 + 3) % 1_000_003, name=WORDS[:14],
        url=lambda i: f"https://anime.example/category/{i * 5 % 14}", imageUrl=_image)


def _recipes(f: Filler) -> None:
    def basket(i: int) -> str:
        some = sorted({thing(i), thing(i * 3 + 1), thing(i * 2 + 5)})[: 1 + i % 3]
        return json.dumps([{"id": f"r{k:02}Yb1LmPwZr", "name": WORDS[k], "portions": 2 + i % 3,
            "ingredients": [{"name": "Sel", "category": "Épicerie", "quantity": 1, "unit": "g"}]}
            for k in some], ensure_ascii=False)

    _android(f)
    f.add("Orders", 24, id=lambda i: f"{0x5d3c1a20 + i * 977:08x}-a1c4-11ef-9b2e-0242ac120002",
        date=lambda i: f"{iso(i * 3)[8:10]}-{iso(i * 3)[5:7]}-{iso(i * 3)[2:4]}", recipes=basket)


def _comics(f: Filler) -> None:
    # A comic is opened when it is added; afterwards only its page is written.
    _android(f)
    f.add("comics", 14, id=one, filePath=lambda i:
        f"/data/user/0/com.example.manga_reader/cache/file_picker/{WORDS[i]} {i}.cbz", title=lambda
        i: f"{WORDS[i]} {i}.cbz", picture=lambda i:
        f"/data/user/0/com.example.manga_reader/app_flutter/covers/{i}.jpg", currentPage=lambda i:
        i * 7 % 30 if i % 4 else 0, totalPages=0, lastOpened=_local, currentReading=0)


def _own(table: str, keys: tuple[str, ...], title: str, time: str, where: str = "1") -> Right:
    """Return the answers of a history whose rows name what they are about, by any of its keys."""
    return [(plays(table, item, time, where=where),
        f'SELECT DISTINCT {item} AS item, {title} AS title FROM "{table}" WHERE {where}')
        for item in keys]


_ORDERED = "'20' || substr(o.date, 7) || '-' || substr(o.date, 4, 2) || '-' || substr(o.date, 1, 2)"
_OF_ORDER = "Orders o, json_each(o.recipes) e"

CASES: Cases = {
    # Of the one who is signed in, or of ``me``; not what is still to be watched.
    "movieApp": (_films, [*_own("watchedMovies", ("id", "title"), "title", "0"), *((plays(
        "watchedMovies w, user u", "w.id", "0", user), titles("watchedMovies")) for user in ("u.id",
        "u.UID", "u.username"))]),
    # Of its four files that of what was watched to the end.
    "Jiyu": (_jiyu, _own("Completed", ("id", "name", "url"), "name", "0")),
    "Riverto": (_riverto, _own("recent", ("title", "id", "url", "artist || ' - ' || title",
        "title || ' - ' || artist"), "title", "0")),
    # Every time that a page was noted, or the books that were finished. They have no names.
    "booktrackers": (_trackers, [(plays("book_log", "google_books_volume_id", "time", where=where),
        None) for where in ("1", "event_type = 'finishedReading'")]),
    # What was reviewed, by each of the file's persons, of the day that was typed.
    "games_tracker": (_games, [(plays("review r JOIN user u ON u.id = r.user_id JOIN game g "
        "ON g.id = r.game_id", item, "r.date", user), f"SELECT {item} AS item, name AS title "
        "FROM game g") for user in ("u.id", "u.name", "u.email") for item in ("g.id", "g.name")]),
    "piano": (_piano, [(plays("playback_positions", "episode_id", "updated_at"),
        titles("episodes"))]),
    "FTube": (_tube, _own("video_history", ("videoId", "title", "id"), "title", "date_time")),
    "animey": (_animey, _own("watching", ("pkey", "name", "url"), "name", "0")),
    # Each recipe of each basket that was emptied, by its day or in the order of the baskets.
    "my_family_recipes": (_recipes, [(plays(_OF_ORDER, f"json_extract(e.value, '$.{key}')", time),
        f"SELECT DISTINCT json_extract(e.value, '$.{key}') AS item, json_extract(e.value, "
        f"'$.name') AS title FROM {_OF_ORDER}") for key in ("id", "name") for time in (_ORDERED,
        "0")]),
    # What was opened, or only what was read on in.
    "manga_reader": (_comics, [right for where, time in (("1", "lastOpened"),
        ("currentPage > 0", "lastOpened"), ("currentPage > 0", "0")) for right in _own("comics",
        ("id", "title", "filePath"), "replace(title, '.cbz', '')", time, where)]),
    **APPLE,
}
