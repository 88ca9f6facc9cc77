"""The nineteenth set's histories of what was heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from answers import plays
from made_up_rows import ARTISTS, PEOPLE, WORDS, Cells, Filler, day, iso, one, past, seconds, uid

if TYPE_CHECKING:
    from answers import Fill, Right

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _ytmusic(f: Filler) -> None:
    song: dict[str, Cells] = {"title": WORDS, "author": ARTISTS, "author_id": lambda i:
                              f"UC{i % 4}", "duration": 200}
    f.add("schema_version", 1, version=3, applied_at=1.7e9)
    f.add("music_playlists", 2, id=one, title=["Morning", "Night"], created_at=seconds,
          updated_at=seconds)
    f.add("music_playlist_tracks", 16, id=one, playlist_id=[1, 2], video_id=lambda i:
          f"v{i * 104729:09x}", position=one, added_at=lambda i: seconds(i) + 0.25, **song)
    f.add("watch_progress", 9, video_id=lambda i: f"v{i * 104729:09x}", position=f.pick(1, 200),
          last_updated=lambda i: seconds(i) + 0.5, media_type="music", **song)
    f.add("watch_history", 20, video_id=lambda i: f"v{i * 104729:09x}", watched_at=lambda i:
          seconds(i * 7 % 20 + 5) + 0.5, listen_count=f.pick(1, 9), first_listened_at=lambda i:
          seconds(i) + 0.5, **song)
    f.add("album_ratings", 6, album_key=lambda i: f"a{i}", album_title=lambda i: f"Album {i}",
          album_artist=ARTISTS, rating=f.pick(1, 5), rated_at=seconds)
    f.add("album_tracks", 20, video_id=lambda i: f"v{i * 104729:09x}", album_key=lambda i:
          f"a{i % 6}", album_title=lambda i: f"Album {i % 6}", track_index=one, added_at=seconds)
    f.add("artist_follows", 4, artist_key=lambda i: f"k{i}", artist_name=ARTISTS, created_at=
          seconds, updated_at=seconds)
    f.add("album_wishlist", 3, album_key=lambda i: f"w{i}", album_title=lambda i: f"Wish {i}",
          added_at=seconds)


def _songs(f: Filler) -> None:
    made = {"created_at": past, "updated_at": past}
    f.add("user", 10, id=one, first_name=[*PEOPLE, "Ida", "Jo"], last_name=["Moe", "Roe"], gender=
          "OTHER", date_of_birth=past, email=lambda i: f"u{i}@x.example", username=lambda i:
          f"user{i}", password="x", is_active=1, **made)
    f.add("role", 3, id=one, name=["USER", "ADMIN", "ARTIST"], **made)
    f.add("permission", 4, id=one, name=["CREATE", "READ", "UPDATE", "DELETE"], **made)
    f.add("user_roles", 10, user_id=one, role_id=lambda i: 1 if i < 6 else 3)
    f.add("role_permissions", 4, role_id=[1, 2], permission_id=one)
    f.add("artist", 4, id=one, name=ARTISTS, bio="About", followers=1200, user_id=lambda i: i + 7,
          **made)
    f.add("album", 6, id=one, name=lambda i: f"Album {i}", artist_id=lambda i: i % 4 + 1, **made)
    f.add("genre", 3, id=one, name=["POP", "EDM", "JAZZ"], **made)
    f.add("song", N, id=one, name=WORDS, duration=250, song_url=lambda i: f"https://x.example/{i}",
          like_count=900, album_id=lambda i: i % 6 + 1, **made)
    f.add("artist_songs", N, artist_id=lambda i: i % 4 + 1, song_id=one)
    f.add("song_genres", N, song_id=one, genre_id=lambda i: i % 3 + 1)
    f.add("playlist", 3, id=one, name=["Gym", "Sleep", "Road"], user_id=one, **made)
    f.add("song_playlists", 12, playlist_id=[1, 2, 3], song_id=one)
    f.add("listening_history", 60, id=one, user_id=lambda i: i % 6 + 1, song_id=lambda i:
          i * 7 % N + 1, created_at=iso, updated_at=iso)
    f.add("address", 5, id=one, street="Main", city="Oslo", country="NO", user_id=one, **made)
    f.add("token", 4, id=one, username=lambda i: f"user{i}", access_token=uid(8), refresh_token=
          uid(9), **made)


def _warehouse(f: Filler) -> None:
    f.add("listening_history_warehouse", 80, played_at=iso, date=day, year=2025, quarter=4,
          month_number=10, month_name="October", week=lambda i: 41 + i // 20, day=lambda i:
          int(day(i)[8:]), weekday_number=lambda i: i % 7, weekday_name=["Monday", "Tuesday"],
          hour=lambda i: int(iso(i)[11:13]), hour_label="9 AM", time=lambda i: iso(i)[11:],
          ms_played=f.pick(20000, 200000), duration_ms=210000, shuffle_state=[0, 1], skipped=[0, 0,
          1], track_name=lambda i: WORDS[i * 7 % N], artist_name=lambda i: ARTISTS[i * 7 % N % 4],
          album_name=lambda i: f"Album {i * 7 % N % 4}", spotify_id=lambda i:
          f"sp{i * 7 % N * 104729:09x}", spotify_uri=lambda i:
          f"spotify:track:sp{i * 7 % N * 104729:09x}", is_liked=lambda i: int(i * 7 % N < 6),
          primary_genre="pop", source=["Spotify Export", "Spotify API"], imported_at=lambda i:
          iso(300), session_id=lambda i: i // 8, session_start=lambda i: iso(i // 8 * 8),
          session_end=lambda i: iso(i // 8 * 8 + 7), session_stream_count=8, play_number=one,
          play_of_day=lambda i: i % 3 + 1, previous_track=lambda i: WORDS[(i - 1) * 7 % N] if i
          else None, previous_artist=lambda i: ARTISTS[(i - 1) * 7 % N % 4] if i else None,
          next_track=lambda i: WORDS[(i + 1) * 7 % N], next_artist=lambda i: ARTISTS[(i + 1) * 7 %
          N % 4], same_artist_as_previous=0, artist_streak_id=one, artist_streak_length=1,
          is_first_play=lambda i: int(i < N), track_play_count=lambda i: i // N + 1)


def _clone(f: Filler) -> None:
    f.add("auth_users", 6, id=uid(1), email=lambda i: f"u{i}@x.example", password_hash="x",
          created_at=past)
    f.add("user_profiles", 6, id=uid(1), username=PEOPLE, created_at=past, updated_at=past)
    f.add("tracks", N, id=uid(2), title=WORDS, artist=ARTISTS, album=lambda i: f"Album {i % 4}",
          duration=200, file_url=lambda i: f"/f/{i}.mp3", created_at=past)
    f.add("playlists", 3, id=uid(3), owner_id=uid(1), title=["Gym", "Sleep", "Road"], is_public=1,
          created_at=iso)
    f.add("playlist_tracks", 18, id=uid(4), playlist_id=lambda i: uid(3)(i % 3), track_id=uid(2),
          position=lambda i: i // 3)
    f.add("listening_history", 60, id=uid(5), user_id=lambda i: uid(1)(i % 6), track_id=lambda i:
          uid(2)(i * 5 % N), played_at=iso)


def _auralis(f: Filler) -> None:
    f.add("profiles", 6, user_id=uid(1), display_name=PEOPLE, email=lambda i: f"u{i}@x.example",
          created_at=past, updated_at=past)
    f.add("preferences", 6, user_id=uid(1), autoplay=1, playback_speed=1.0, explicit_ok=1,
          updated_at=past)
    f.add("likes", 10, user_id=lambda i: uid(1)(i % 6), target_type="episode", target_id=uid(2),
          show_id=lambda i: uid(3)(i % 4), created_at=iso)
    f.add("bookmarks", 8, user_id=lambda i: uid(1)(i % 6), episode_id=uid(2), show_id=lambda i:
          uid(3)(i % 4), created_at=iso)
    f.add("follows", 9, user_id=lambda i: uid(1)(i % 6), show_id=lambda i: uid(3)(i // 6),
          created_at=iso)
    f.add("listening_history", 50, user_id=lambda i: uid(1)(i % 6), episode_id=lambda i:
          uid(2)(i * 7 % 20), show_id=lambda i: uid(3)(i * 7 % 20 % 4), listened_sec=f.pick(30,
          3000), completed=[0, 1], first_at=iso, last_at=lambda i: iso(i * 11 % 50 + 50))
    f.add("entitlements", 6, user_id=uid(1), plan=["free", "premium"], status="active", source=
          "default", granted_at=past, updated_at=past)
    f.add("promo_codes", 1, code="SPRING", plan="premium", duration_days=30, max_redemptions=9,
          active=1, created_at=past)
    f.add("promo_redemptions", 3, code="SPRING", user_id=uid(1), redeemed_at=iso)
    f.add("outbox_events", 9, id=one, topic="user", partition_key=uid(1), created_at=iso)
    f.add("processed_events", 9, consumer="feed", event_id=uid(5), handled_at=iso)


def _sample(f: Filler) -> None:
    f.add("users", 6, user_id=uid(1), username=PEOPLE)
    f.add("artists", 4, artist_id=uid(2), name=ARTISTS)
    f.add("albums", 6, album_id=uid(3), title=lambda i: f"Album {i}", artist_id=lambda i:
          uid(2)(i % 4))
    f.add("tracks", N, track_id=uid(4), title=WORDS, artist_id=lambda i: uid(2)(i % 4))
    f.add("listening_history", 50, listen_id=one, user_id=lambda i: uid(1)(i % 6), track_id=lambda
          i: uid(4)(i * 5 % N), listened_at=iso)


def _tunecloud(f: Filler) -> None:
    f.add("Users", 6, user_id=one, username=PEOPLE, email=lambda i: f"u{i}@x.example",
          password_hash="x", signup_date=past)
    f.add("Artists", 4, artist_id=one, name=ARTISTS, genre="Pop")
    f.add("Albums", 6, album_id=one, title=lambda i: f"Album {i}", release_year=2001, artist_id=
          lambda i: i % 4 + 1)
    f.add("Songs", N, song_id=one, title=WORDS, duration="00:03:20", album_id=lambda i: i % 6 + 1,
          artist_id=lambda i: i % 4 + 1)
    f.add("Playlists", 3, playlist_id=one, name=["Gym", "Sleep", "Road"], user_id=one,
          creation_date=day)
    f.add("Playlist_Songs", 12, playlist_id=[1, 2, 3], song_id=one)
    f.add("Listening_History", 50, history_id=one, user_id=lambda i: i % 6 + 1, song_id=lambda i:
          i * 5 % N + 1, listen_date=iso)
    f.add("Subscriptions", 5, subscription_id=one, user_id=one, plan_name="Premium", start_date=
          day, end_date=lambda i: day(i + 90))



def titles(table: str, item: str = "id", title: str = "title") -> str:
    """Return its titles."""
    return f"SELECT DISTINCT {item} AS item, {title} AS title FROM {table}"

_WARE = "listening_history_warehouse"


MUSIC: dict[str, tuple[Fill, Right]] = {
    "ytmusic": (_ytmusic, [(plays("watch_history", "video_id", "watched_at"),
        titles("watch_history", "video_id"))]),
    "song server": (_songs, [(plays("listening_history", "song_id", time, "user_id"),
        titles("song", title="name")) for time in ("created_at", "updated_at")]),
    # What was skipped may count or not.
    "Spotify Listening Warehouse": (_warehouse, [(plays(_WARE, item, "played_at", where=where),
        titles(_WARE, item, "track_name")) for where in ("1", "skipped = 0") for item in (
        "spotify_id", "spotify_uri", "track_name",
        "coalesce(artist_name || ' - ', '') || track_name")]),
    "Spotify Clone": (_clone, [(plays("listening_history", "track_id", "played_at", "user_id"),
        titles("tracks"))]),
    "Auralis": (_auralis, [(plays("listening_history", item, time, "user_id"), None) for item in
        ("episode_id", "show_id") for time in ("last_at", "first_at")]),
    "track genres": (_sample, [(plays("listening_history", "track_id", "listened_at", "user_id"),
        titles("tracks", "track_id"))]),
    "TuneCloud": (_tunecloud, [(plays("Listening_History", "song_id", "listen_date", "user_id"),
        titles("Songs", "song_id"))]),
}
