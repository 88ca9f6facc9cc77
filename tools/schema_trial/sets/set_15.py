"""Ten small applications: of six searches each whole schema that has a history.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, day, headline, iso, one, past, seconds, url

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _beer(f: Filler) -> None:
    f.add("beers", N, id=one, name=WORDS, brewery=ARTISTS, type=["Ale", "Stout", "Lager"],
          description="Good", rating=f.pick(1, 5), date=day, image="x", location="Reno")


def _charlatan(f: Filler) -> None:
    f.add("podcast", 3, uri=url, title=ARTISTS)
    f.add("episode", 30, id=one, title=headline, uri=lambda i: f"https://cdn.example/{i}.mp3",
          progress=lambda i: i % 3 * 90, podcast=lambda i: url(i % 3))


def _magnetism(f: Filler) -> None:
    f.add("games", 6, id=one, name=WORDS, category=["magnets", "poles"], sub_category="x",
          avg_score=4.0)
    f.add("players", 5, id=one, name=PEOPLE, age=f.pick(8, 14), games_played=f.pick(1, 9),
          created_at=seconds, last_game_date=seconds)
    f.add("game_sessions", 40, id=one, game_id=lambda i: i * 5 % 6 + 1, player_id=lambda i: i % 5 +
          1, started_at=seconds, ended_at=lambda i: seconds(i) + 900, score=f.pick(1, 90))


def _lastfm(f: Filler) -> None:
    f.add("users", 3, id=one, username=["ana", "bo", "cy"])
    f.add("track_listen", 60, id=one, username=["ana", "bo", "cy"], artist=lambda i: ARTISTS[i * 5 %
          N % 4], track=lambda i: WORDS[i * 5 % N], album=lambda i: WORDS[-(i * 5 % N % 6) - 1],
          date=iso, artist_id=lambda i: f"a{i * 5 % N % 4}", album_id=lambda i: f"b{i * 5 % N % 6}")


def _library(f: Filler) -> None:
    f.add("books", N, id=one, title=WORDS, author=PEOPLE, available=[1, 1, 0])
    f.add("members", 5, id=one, name=PEOPLE, contact=lambda i: f"555-{i:04}")
    f.add("borrowings", 40, id=one, book_id=lambda i: i * 5 % N + 1, member_id=lambda i: i % 5 + 1,
          borrowed_at=iso, returned_at=lambda i: iso(i + i * 7 % 5 + 9) if i < 34 else None)


def _tracker(f: Filler) -> None:
    f.add("games", N, id=one, name=WORDS, path=lambda i: f"/roms/{i}.zip", updated_at=iso)
    f.add("play_sessions", 50, id=one, game_id=lambda i: i * 5 % N + 1, start_time=iso,
          end_time=lambda i: iso(i + 1), force_stopped=lambda i: int(i % 9 == 0), invalid=lambda i:
          int(i % 10 == 3), deleted=lambda i: int(i % 10 == 7))


def _festival(f: Filler) -> None:
    f.add("establishments", 4, id=one, name=ARTISTS, lat=39.3, long=-82.1, address="Court St",
          beers="{1,2}")
    f.add("beers", N, id=one, name=WORDS, brewery=ARTISTS, ibu=40, abv=5.5, limited_release=0)
    f.add("likes", 48, device_guid=lambda i: f"{i // 6:08x}-0000-4000-8000-000000000000",
          beer_id=lambda i: i * 5 % N + 1, age=f.pick(21, 60), like_type=["1", "2"])
    f.add("status", 30, establishment_id=lambda i: i % 4 + 1, beer_id=lambda i: i % N + 1,
          status=[0, 1, 2], reported_out_count=f.pick(0, 4), last_out_update=iso)


def _rustypod(f: Filler) -> None:
    f.add("podcasts", 3, id=one, title=ARTISTS, url=url, description="About", author=PEOPLE,
          enabled=1, last_checked=iso)
    f.add("episodes", 30, id=one, podcast_id=lambda i: i % 3 + 1, title=headline, url=lambda i:
          f"https://cdn.example/{i}.mp3", pubdate=past, duration=1800, played=lambda i: int(i % 3 >
          0))


def _insight(f: Filler) -> None:
    f.add("users", 3, user_id=["ana9", "bo77", "cy21"], display_name=PEOPLE, country="NO")
    f.add("tracks", N, track_id=lambda i: f"4uLU6hMCjMI75M{i:02}", name=WORDS, artist=ARTISTS,
          album="x", duration_ms=200_000, popularity=f.pick(0, 90))
    f.add("listening_history", 60, id=one, user_id=["ana9", "bo77", "cy21"], track_id=lambda i:
          f"4uLU6hMCjMI75M{i * 5 % N:02}", played_at=iso)


def _sysh(f: Filler) -> None:
    f.add("Tracks", N, spotify_track_id=lambda i: f"4uLU6hMCjMI75M{i:02}",
          master_metadata_track_name=WORDS, master_metadata_album_artist_name=ARTISTS,
          master_metadata_album_album_name="x", stream_number=f.pick(1, 9),
          total_ms_played=f.pick(90_000, 900_000), first_played=iso)
    f.add("Streams", 60, ts=iso, ms_played=f.pick(9_000, 200_000), spotify_track_id=lambda i:
          f"4uLU6hMCjMI75M{i * 5 % N:02}")


_HEARD = "coalesce(artist || ' - ', '') || track"

CASES: dict[str, tuple[Fill, Right]] = {
    "Beer Me": (_beer, [("SELECT id AS item, date AS time, rating FROM beers", "SELECT id AS item, "
        "name AS title FROM beers")]),
    # When they were heard is not kept.
    "charlatan": (_charlatan, [("SELECT id AS item FROM episode WHERE progress > 0",
        "SELECT id AS item, title FROM episode")]),
    "edu-game-magnetism": (_magnetism, [(f"SELECT player_id AS user, game_id AS item, {time} AS "
        "time FROM game_sessions", "SELECT id AS item, name AS title FROM games")
        for time in ("started_at", "ended_at")]),
    "lastfm-stats-api": (_lastfm, [(f"SELECT username AS user, {item} AS item, date AS time FROM "
        "track_listen", f"SELECT DISTINCT {item} AS item, track AS title FROM track_listen")
        for item in ("track", _HEARD)]),
    "Neighborhood Library": (_library, [("SELECT member_id AS user, book_id AS item, borrowed_at "
        "AS time FROM borrowings", "SELECT id AS item, title FROM books")]),
    "NextUI game tracker": (_tracker, [("SELECT game_id AS item, start_time AS time FROM "
        "play_sessions WHERE deleted = 0 AND invalid = 0", "SELECT id AS item, name AS title FROM "
        "games")]),
    # Two kinds of likes.
    "OBWapp": (_festival, [("SELECT device_guid AS user, beer_id AS item FROM likes",
        "SELECT id AS item, name AS title FROM beers")]),
    "rustypod": (_rustypod, [("SELECT id AS item FROM episodes WHERE played = 1",
        "SELECT id AS item, title FROM episodes")]),
    "Spotify insight": (_insight, [("SELECT user_id AS user, track_id AS item, played_at AS time "
        "FROM listening_history", "SELECT track_id AS item, name AS title FROM tracks")]),
    "SYSH": (_sysh, [("SELECT spotify_track_id AS item, ts AS time FROM Streams",
        "SELECT spotify_track_id AS item, master_metadata_track_name AS title FROM Tracks")]),
}
