"""The half of the forty-second set that searches for programs of computers named."""

from __future__ import annotations

import json
from hashlib import md5

from answers import Cases, Right, plays, thing
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Filler,
    Maker,
    iso,
    millis,
    one,
    past,
    seconds,
    uid,
)

# One line a few columns: the rows are tables.
# fmt: off


def _sqlx(f: Filler, names: tuple[str, ...]) -> None:
    """Fill the table that SQLx adds."""
    f.add("_sqlx_migrations", len(names), version=lambda i: 1 + i, description=names, installed_on=
        iso(0), success=1, checksum=b"\x01\x0b\x12\xd4", execution_time=lambda i: 812_000 + i * 977)


def _card(i: int) -> str:
    return md5(f"/media/card/{i}".encode(), usedforsecurity=False).hexdigest()


def _home(f: Filler) -> None:
    # Films with names and stories in two languages, of which four persons look at some.
    f.add("Language", 4, id=one, name=["en", "hu", "de", "fr"], in_native=["English", "Magyar",
        "Deutsch", "Français"], selectable=[1, 1, 0, 0])
    f.add("User", 4, id=lambda i: 1_234 + i, name=["admin", "default", "ana", "bo"], password=
        lambda i: f"scrypt:32768:8:1${i:x}Qx$9f", is_admin=lambda i: int(i == 0), id_language=1,
        descriptor_color="rgb(69, 113, 144)", show_original_title=1, show_lyrics_anyway=1,
        show_storyline_anyway=1, play_continuously=1, history_days=365, created_epoch=seconds(0) -
        90_000)
    f.add("Category", 5, id=one, name=["movie", "music_video", "radio_play", "audiobook", "ebook"])
    f.add("MediaType", 4, id=one, name=["video", "audio", "pdf", "txt"])
    f.add("Genre", 6, id=one, name=["drama", "comedy", "crime", "war", "fantasy", "western"])
    f.add("Theme", 4, id=one, name=["love", "money", "apocalypse", "sport"])
    f.add("Country", 4, id=one, name=["us", "hu", "gb", "fr"])
    f.add("Person", 12, id=one, name=[f"{name} {last}" for name in PEOPLE[:6] for last in ("Voss",
        "Hart")])
    f.add("Card", 24, id=_card, id_title_orig=lambda i: 1 + i % 2, id_category=1, isappendix=0,
        show=1, download=0, decade="1990s", date=lambda i: str(1990 + i), length="1:45:00",
        full_time=6_300.0, net_start_time=0.0, net_stop_time=6_100.0, source_path=lambda i:
        f"MEDIA/01.Movie/{i}", absolute_media_path=lambda i: f"/media/pi/MEDIA/01.Movie/{i}",
        basename=lambda i: f"{WORDS[i]}-{1990 + i}", title_on_thumbnail=1, title_show_sequence="")
    f.add("Text_Card_Lang", 96, text=lambda i: (WORDS[i // 4], f"A {WORDS[i // 4]}",
        f"A film about the year {1990 + i // 4}", f"Film az {1990 + i // 4}. évről")[i % 4],
        id_language=lambda i: 1 + i % 2, id_card=lambda i: _card(i // 4), type=lambda i: "TTSS"[i %
        4])
    f.add("Card_Media", 24, name=lambda i: f"{WORDS[i]}.mkv", id_card=_card, id_mediatype=1)
    f.add("Card_Genre", 24, id_card=_card, id_genre=lambda i: 1 + i % 6)
    f.add("Card_Sound", 24, id_card=_card, id_sound=lambda i: 1 + i % 2)
    f.add("Card_Origin", 24, id_card=_card, id_origin=lambda i: 1 + i % 4)
    f.add("Card_Director", 24, id_card=_card, id_director=lambda i: 1 + i % 12)
    f.add("Card_Actor", 48, id_card=lambda i: _card(i // 2), id_actor=lambda i: 1 + (i // 2 + i % 2
        * 5) % 12)
    f.add("History", 60, start_epoch=seconds, recent_epoch=lambda i: seconds(i) + 600 + i * 11,
        recent_position=lambda i: 590.0 + i * 11, id_card=lambda i: _card(thing(i) + i % 2 * 12),
        id_user=lambda i: 1_234 + i % 4)
    f.add("Rating", 14, id_card=lambda i: _card(i), id_user=lambda i: 1_235 + i % 3, rate=lambda i:
        1 + i % 5, skip_continuous_play=0)
    f.add("Tag", 5, id_card=lambda i: _card(i * 3), id_user=1_236, name="christmas")
    f.add("Search_Request_Method", 1, name="GET")
    f.add("Search_Request_Protocol", 1, name="http")
    f.add("Search_Request_Path", 2, name=["/collect/highest/mixed", "/collect/lowest"])
    f.add("Search_Request", 2, id=one, id_request_method="GET", id_request_protocol="http",
        id_request_path=["/collect/lowest", "/collect/highest/mixed"])
    f.add("Search", 3, id=one, thumbnail_id=uid(7), title=["Nineties", "War", "Short"],
        id_search_request=1, id_user=1_236)
    f.add("Search_Data_Field", 3, id_search=one, name="decade", value="1990s")


def _pi(f: Filler) -> None:
    # A film, an episode, a file, a torrent, a video and an address, each by its own columns; the
    # last eight once more.
    def kind(i: int) -> str:
        return ("Movie", "Show", "Show", "YouTube", "File", "Torrent", "Show", "Url")[i % 8]

    def name(i: int) -> str:
        j = i % 40
        return {"Movie": WORDS[j // 8], "Show": f"{WORDS[18 + j % 3]} [S01E{1 + j // 3:02}]",
            "YouTube": f"How to build a {WORDS[j % 24]}", "File": f"/media/usb/{WORDS[j % 24]}.mkv",
            "Torrent": f"{WORDS[j % 24]} 1080p", "Url": f"https://video.example/{j}.mp4"}[kind(j)]

    def link(i: int) -> str:
        if kind(i) in ("File", "Url"):
            return name(i)
        video = f"https://www.youtube.com/watch?v=v{i % 40:02}Qk3bT_x"
        return video if kind(i) == "YouTube" else f"magnet:?xt=urn:btih:{i % 40:040x}"

    def of(kinds: str, value: Maker) -> Maker:
        return lambda i: value(i % 40) if kind(i) in kinds else None

    def imdb(i: int) -> str:
        return f"tt{90_001 + i // 8}" if kind(i) == "Movie" else f"tt{70_001 + i % 3}"

    f.add("Version", 1, version_number=13)
    f.add("ViewHistory", 48, Id=one, ImdbId=of("MovieShow", imdb), Type=kind, Title=name, Image=of(
        "MovieShow", lambda i: f"https://img.example/{i}.jpg"), WatchedAt=millis, Season=of("Show",
        lambda _: 1), Episode=of("Show", lambda i: 1 + i // 3), URL=link, MediaFile=of(
        "MovieShowTorrent", lambda i: f"{name(i)}.mkv"), PlayedFor=lambda i: 2_500_000 if i % 5 else
        700_000, Length=2_500_000)
    f.add("Favorites", 4, Id=lambda i: 70_001 + i, Image=lambda i: f"https://img.example/f{i}.jpg",
        Type="Show", Title=WORDS[18:22])
    f.add("Stats", 4, Name=["subs_downloaded", "peers_connect_try", "LastUpdate",
        "rules_enabled"], Val=["12", "48120", str(millis(9)), "1"], LastUpdate=lambda i:
        str(millis(i * 9)))
    f.add("Clients", 2, Id=one, ClientKey=uid(1), SessionKey=uid(2), Issued=millis, LastSeen=lambda
        i: millis(40 + i))
    f.add("AuthorizeAttempts", 20, Id=one, IP="192.168.1.20", UserAgent="Mozilla/5.0", Timestamp=
        lambda i: str(millis(i * 2)), ClientKey=lambda i: uid(1)(i % 2), Type=lambda i: "Refresh" if
        i > 1 else "Login", Successful=1)
    f.add("Radios", 4, Id=one, Title=["Radio 1", "3FM", "Veronica", "Slam FM"], Poster=["radio1",
        "3fm", "veronica", "slam"], Url=lambda i: f"http://radio.example/{i}")
    f.add("ActionHistory", 12, Id=one, Topic="temperature", Action="set", Caller="rule", Timestamp=
        lambda i: millis(i * 3), Param1=lambda i: str(18 + i % 4))


def _streams(f: Filler) -> None:
    f.add("streams", 72, id=one, ts=lambda i: iso(i).replace(" ", "T") + "Z", track_name=lambda i:
        WORDS[thing(i) + i % 2 * 12], artist_name=lambda i: ARTISTS[thing(i) % 4], ms_played=lambda
        i: 31_000 + i * 1_337, track_uri=lambda i:
        f"spotify:track:{thing(i) + i % 2 * 12:02}Qx7bTk3mWz9RpL5vNcA1")
    _sqlx(f, ("create_stream_table",))


def _epub(f: Filler) -> None:
    f.add("epub", 16, id=uid(3), title=WORDS[:16], folderPath=lambda i: f"src/Assets/{WORDS[i]}/",
        pageLocation=lambda i: None if i % 4 == 1 else json.dumps({"start": {"index": 3 + i, "href":
        f"c{i}.xhtml", "cfi": f"epubcfi(/6/{8 + i}!/4/2/{i}:0)", "displayed": {"page": 2, "total":
        9}}, "end": {"index": 3 + i, "cfi": f"epubcfi(/6/{8 + i}!/4/6/{i}:0)"}, "atStart": False}))


def _podcaster(f: Filler) -> None:
    def at(i: int) -> str:
        return f"{iso(i)}.000000"

    f.add("podcasts", 4, id=one, title=WORDS[20:24], subtitle="A show", link=lambda i:
        f"https://show{i}.example", rss=lambda i: f"https://show{i}.example/rss", author=PEOPLE,
        email=lambda i: f"show{i}@mail.example", image=lambda i: f"https://img.example/{i}.jpg",
        summary="A show about the coast", added_on=f"{iso(0)}.381220", published=lambda i: at(30 +
        i), complete=0, total_episodes=10, played=lambda i: [3, 4, 3, 3][i], status=["30%", "40%",
        "30%", "30%"])
    f.add("episodes", 40, id=one, pod_id=lambda i: 1 + i // 10, title=lambda i: f"{WORDS[i % 20]} "
        f"{i}", file=lambda i: f"https://show{i // 10}.example/{i}.mp3", duration=lambda i:
        f"00:{20 + i % 30:02}:{i % 60:02}", published=lambda i: at(30 - i % 10 * 3), summary=
        "An episode", done=lambda i: int(i % 3 == 1))


def _list(f: Filler) -> None:
    f.add("anime", 20, id=one, title=WORDS[:20], url=lambda i: f"https://anime.example/{i}",
        created_at=lambda i: f"{iso(i)}.{100_000 + i * 37}")


def _chapters(f: Filler) -> None:
    # A chapter that is read is opened from the list; most of what lies on the disk was not.
    f.add("media_types", 2, id=one, name=["Manga", "Anime"], base_dir=["/home/ana/manga",
        "/home/ana/anime"], file_types=["cbz cbr", "mkv mp4"], program=["mcomix", "mpv"],
        maintain_symlinks=0, adjacent_file_types=["", "srt"])
    f.add("serieses", 6, id=one, media_type=lambda i: 1 + i % 2, name=WORDS[:6])
    f.add("directories", 6, id=one, series=one, pattern=lambda i: rf"{WORDS[i]} c(?P<c>\d+)", dir=
        lambda i: f"/home/ana/{('manga', 'anime')[i % 2]}/{WORDS[i]}", recursive=0)
    f.add("episodes", 60, id=one, series=lambda i: 1 + i % 6, number=lambda i: 1 + i // 6, name=
        lambda i: f"{WORDS[i % 6]} c{1 + i // 6}", file=lambda i: f"/home/ana/"
        f"{('manga', 'anime')[i % 2]}/{WORDS[i % 6]}/{1 + i // 6:03}.cbz", date_of_read=lambda i:
        iso(i * 7 % 60) if i < 36 and i % 6 != 5 else None)
    _sqlx(f, ("replicate-old-tables", "fix-date of read-with-only-date",
        "fix-illegal-volume-values", "add-maintain-symlinks-to-media-types",
        "add adjacent file types field to media types"))


def _track(f: Filler) -> None:
    f.add("Animes", 24, id=one, title=WORDS, description="Una serie", image_path=lambda i:
        f"/home/ana/.config/anitrack/{i}.jpg", total_episodes=lambda i: 12 + i % 2 * 12,
        release_date=past, end_date=lambda i: None if i % 4 == 3 else past(i + 1), status=lambda i:
        "En emisión" if i % 4 == 3 else "Terminado", user_status=lambda i: ("Visto", "Visto",
        "En progreso", "Planificado", "No visto")[i % 5], user_rating=lambda i: 6.5 + i % 3 if i % 5
        < 2 else None, created_at=iso, updated_at=lambda i: iso(i if i % 5 > 2 else 30 + i))
    _sqlx(f, ("create_initial_tables",))


def _quiz(f: Filler) -> None:
    def asked(i: int) -> int:
        return thing(i) * 2 + i % 2

    f.add("quizquestion", 24, question_id=one, question=lambda i: f"Who wrote {WORDS[i]}?",
        correct_answer=PEOPLE, wrong_answer1=PEOPLE[1:], wrong_answer2=PEOPLE[2:], wrong_answer3=
        PEOPLE[3:], catagory=["Books", "Films", "Music"])
    f.add("quizanswer", 48, id=one, time_attempted=lambda i: f"{iso(i)}.381220", points_earned=
        lambda i: 20.0 * (i % 3), time_of_finish=lambda i: f"{iso(i)}.941087", question_id=lambda i:
        1 + asked(i), user_answer=PEOPLE, correct_or_not=lambda i: str(i % 3 == 0), question=lambda
        i: f"Who wrote {WORDS[asked(i)]}?", id_of_session=uid(9))


def _own(table: str, keys: tuple[str, ...], title: str, time: str, where: str = "1") -> Right:
    """Return the answers of a history whose rows name what they are about, by any of its keys."""
    return [(plays(table, item, time, where=where),
        f'SELECT DISTINCT {item} AS item, {title} AS title FROM "{table}" WHERE {where}')
        for item in keys]


CASES: Cases = {
    # By when a film was begun or last looked at; a name in either language.
    "homeflix": (_home, [(plays("History h JOIN User u ON u.id = h.id_user", "h.id_card", time,
        user), "SELECT id_card AS item, text AS title FROM Text_Card_Lang WHERE type = 'T' AND "
        f"id_language = {language}") for time in ("h.start_epoch", "h.recent_epoch") for user in
        ("u.id", "u.name") for language in (1, 2)]),
    # Of every kind; a show for its episodes is wrong.
    "MediaPi": (_pi, _own("ViewHistory", ("Title", "URL"), "Title", "WatchedAt")),
    "Spotify-Dashboard": (_streams, _own("streams", ("track_uri", "track_name",
        "artist_name || ' - ' || track_name", "track_name || ' - ' || artist_name"), "track_name",
        "ts")),
    # What was opened: it has a place then.
    "AniSaga": (_epub, _own("epub", ("id", "title", "folderPath"), "title", "0",
        "pageLocation IS NOT NULL")),
    # What is done; a publication is no hearing.
    "Podcaster": (_podcaster, _own("episodes", ("id", "title", "file"), "title", "0", "done")),
    # A list of what was watched, by when it was written down, or in its order.
    "anime-list-python": (_list, [right for time in ("created_at", "0") for right in _own("anime",
        ("id", "title", "url"), "title", time)]),
    "chapter-tracker": (_chapters, _own("episodes", ("id", "name", "file"), "name", "date_of_read",
        "date_of_read IS NOT NULL")),
    # What was seen, or that and what is being watched, by its last change or in the order of rows.
    "anitrack": (_track, [right for where in ("user_status = 'Visto'",
        "user_status IN ('Visto', 'En progreso')") for time in ("updated_at", "0") for right in
        _own("Animes", ("id", "title"), "title", time, where)]),
    # The questions that were answered, by when they were put or answered.
    "capstone_project3": (_quiz, [(plays("quizanswer", item, time), f"SELECT {key} AS item, "
        "question AS title FROM quizquestion") for time in ("time_attempted", "time_of_finish")
        for item, key in (("question_id", "question_id"), ("question", "question"))]),
}
