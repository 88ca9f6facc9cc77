"""The work of the SELECTs of whole schemas: it grows with the rows, and not with their square."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from app_offers import Rows, written

from ilora_edge.histories.database import HistoryDB

SCALE = 2000
_MOVIE = "MediaBrowser.Controller.Entities.Movies.Movie"
_DAY = "2025-01-01 00:00:00"


def _jellyfin() -> Rows:
    """Films with versions by either column, and a state under three keys each."""
    ids = [f"AAAAAAAA-0001-4EF0-8000-{n:012X}" for n in range(SCALE)]
    rows: Rows = [("Users", {"Id": user, "Username": user, "MaxParentalRatingScore": 12})
                  for user in "ABC"]  # fmt: skip
    for n, item in enumerate(ids):
        first = ids[n - 1]
        rows.append(("BaseItems", {
            "Id": item, "Type": _MOVIE, "Name": f"F{n}", "PresentationUniqueKey": str(n),
            "PrimaryVersionId": first.replace("-", "").lower() if n % 5 == 4 else None,
            "OwnerId": first if n % 7 == 3 else None, "UnratedType": "Movie",
        }))  # fmt: skip
        rows += [("UserData", {"ItemId": item, "UserId": "A", "CustomDataKey": key, "Played": 1})
                 for key in (str(n), f"tt{n}", item.lower())]  # fmt: skip
    return [*rows, ("Preferences", {"UserId": "A", "Kind": 10, "Value": "Movie"})]


def _komga() -> Rows:
    rows: Rows = [
        ("LIBRARY", {"ID": "1", "NAME": "Ours"}),
        ("USER", {"ID": "A", "EMAIL": "a", "SHARED_ALL_LIBRARIES": 1, "AGE_RESTRICTION": 9,
                  "AGE_RESTRICTION_ALLOW_ONLY": 1}),
        ("USER_SHARING", {"USER_ID": "A", "LABEL": "sea", "ALLOW": 1}),
    ]  # fmt: skip
    for n in range(SCALE):
        rows += [
            ("SERIES", {"ID": f"s{n}", "NAME": f"S{n}", "LIBRARY_ID": "1"}),
            ("SERIES_METADATA", {"SERIES_ID": f"s{n}", "TITLE": f"S{n}", "AGE_RATING": n % 18}),
            ("SERIES_METADATA_SHARING", {"SERIES_ID": f"s{n}", "LABEL": ("sea", "war")[n % 2]}),
            ("BOOK", {"ID": f"b{n}", "SERIES_ID": f"s{n}", "LIBRARY_ID": "1"}),
            ("BOOK_METADATA", {"BOOK_ID": f"b{n}", "TITLE": f"B{n}"}),
            ("READ_PROGRESS", {"BOOK_ID": f"b{n}", "USER_ID": "A", "READ_DATE": _DAY}),
        ]
    return rows


def _koel() -> Rows:
    rows: Rows = [
        ("licenses", {"id": 1, "hash": "h"}), ("genres", {"id": 1, "name": "Folk"}),
        *(("users", {"id": user, "name": "x"}) for user in (1, 2)),
    ]  # fmt: skip
    for n in range(SCALE):
        rows += [
            ("songs", {"id": f"s{n}", "title": f"S{n}", "owner_id": 1 + n % 2, "is_public": 0}),
            ("genre_song", {"song_id": f"s{n}", "genre_id": 1}),
            ("interactions", {"user_id": 1, "song_id": f"s{n}", "play_count": 1}),
        ]
    return rows


def _kodi() -> Rows:
    """Two shows that are one, of many episodes each, all of a season: a daily one."""
    rows: Rows = []
    for n in (1, 2):
        known = {"media_id": n, "media_type": "tvshow", "type": "tvdb", "value": "7"}
        rows += [("tvshow", {"idShow": n, "c00": f"Show {n}"}), ("uniqueid", known)]
    for n in range(SCALE):
        rows += [
            ("files", {"idFile": n, "playCount": 1}),
            ("episode", {"idEpisode": n, "idFile": n, "idShow": 1 + n % 2, "c00": f"E{n}",
                         "c12": "1", "c13": str(1 + n // 2)}),
        ]  # fmt: skip
    return rows


def _lyrion() -> Rows:
    """Songs in a copy, whose tables of the other file have no index."""
    rows: Rows = [("contributors", {"id": 1, "name": "Ann"}), ("genres", {"id": 1, "name": "Folk"})]
    for n in range(SCALE):
        played = {"urlmd5": f"m{n}", "playCount": 1, "lastPlayed": 1 + n}
        rows += [
            ("tracks", {"id": n, "urlmd5": f"m{n}", "url": f"file:///{n}", "title": f"T{n}",
                        "audio": 1}),
            ("contributor_track", {"role": 1, "contributor": 1, "track": n}),
            ("genre_track", {"genre": 1, "track": n}),
            ("tracks_persistent", {**played, "rating": 80}), ("alternativeplaycount", played),
        ]  # fmt: skip
    return rows


# An application's own, which a query may be led astray by.
INDEXES = {
    "kodi": ["episode (idEpisode, idShow)", "episode (idShow, idEpisode)",
             "uniqueid (media_id, media_type, type)", "uniqueid (media_type, value)"],
}  # fmt: skip


def _lutris() -> Rows:
    rows: Rows = [("categories", {"id": n, "name": name})
                  for n, name in enumerate(("Completed", ".hidden"), 1)]  # fmt: skip
    for n in range(1, SCALE + 1):
        rows += [("games", {"id": n, "name": f"G{n // 3}", "lastplayed": n}),
                 ("games_categories", {"game_id": n, "category_id": 1 + n % 2})]  # fmt: skip
    return rows


def _podfetch() -> Rows:
    rows: Rows = [("users", {"id": "u", "username": "ann"}), ("podcasts", {"id": "p"})]
    for n in range(SCALE):
        rows += [("podcast_episodes", {"id": f"e{n}", "legacy_id": n, "podcast_id": "p"}),
                 ("audiobookshelf_media_progress", {"id": str(n), "user_id": "u",
                                                    "library_item_id": "li", "is_finished": 1,
                                                    "episode_id": f"ep_{n}"})]  # fmt: skip
    return rows


def _tautulli() -> Rows:
    rows: Rows = []
    for n in range(SCALE):
        rows += [
            ("session_history", {"id": n, "reference_id": n - n % 2, "user_id": 1, "started": n,
                                 "stopped": n + 9, "media_type": "movie", "view_offset": 9}),
            ("session_history_metadata", {"id": n, "guid": f"g{n}", "full_title": f"F{n}",
                                          "media_type": "movie", "duration": 9}),
        ]  # fmt: skip
    return rows


def _audiobookshelf() -> Rows:
    """Books that were put away, and sessions of these and of books that are gone."""
    said = '{"accessAllLibraries": false, "librariesAccessible": []}'
    rows: Rows = [("users", {"id": "u", "username": "ann", "type": "user", "permissions": said})]
    for n in range(SCALE):
        rows += [
            ("libraryItems", {"id": f"l{n}", "mediaId": f"b{n}", "libraryId": "1",
                              "mediaType": "book"}),
            ("books", {"id": f"b{n}", "title": f"B{n}"}),
            ("mediaProgresses", {"id": n, "userId": "u", "mediaItemId": f"b{n}", "currentTime": 9,
                                 "isFinished": 0, "hideFromContinueListening": n % 2}),
            ("playbackSessions", {"id": n, "userId": "u", "timeListening": 90, "displayTitle": "x",
                                  "mediaItemId": f"{'bd'[n % 2]}{n}", "updatedAt": _DAY}),
        ]  # fmt: skip
    return rows


@pytest.mark.parametrize(
    ("schema", "rows"),
    [
        ("audiobookshelf", _audiobookshelf),
        ("jellyfin", _jellyfin),
        ("koel 2026", _koel),
        ("kodi", _kodi),
        ("komga 20260225161438", _komga),
        ("lutris", _lutris),
        ("lyrion 27", _lyrion),
        ("podfetch 2026", _podfetch),
        ("tautulli", _tautulli),
    ],
)
def test_the_work_of_a_whole_schema(schema: str, rows: object, tmp_path: Path) -> None:
    assert callable(rows)
    path = written(schema, rows(), tmp_path / "app.db")
    with closing(sqlite3.connect(path)) as db:
        for n, columns in enumerate(INDEXES.get(schema, [])):
            db.execute(f"CREATE INDEX own{n} ON {columns}")
        db.commit()
    with HistoryDB(path) as history:
        queries = history.queries
    every = (queries.interactions, queries.items, queries.seen, queries.hidden)
    # Some hundreds of a virtual machine's steps a row; with the square they would be thousands.
    assert steps_of(path, [query for query in every if query is not None]) < 1000 * SCALE


def steps_of(path: Path, queries: list[str]) -> int:
    steps = 0

    def tick() -> None:
        nonlocal steps
        steps += 1

    with closing(sqlite3.connect(path)) as db:
        db.set_progress_handler(tick, 1000)
        for query in queries:
            assert len(db.execute(query).fetchall()) > 0
    return steps * 1000


def test_a_history_of_plex_of_agents_of_before_and_of_counts(tmp_path: Path) -> None:
    """With Plex' own indexes: an account has a third of all, a guid one row."""
    rows: Rows = []
    for n in range(SCALE):
        old, now = f"com.plexapp.agents.imdb://tt{n}?lang=en", f"plex://movie/{n}"
        rows += [
            ("metadata_items", {"id": n, "guid": now, "title": f"F{n}", "metadata_type": 1}),
            ("tags", {"id": n, "tag": f"imdb://tt{n}", "tag_type": 314}),
            ("taggings", {"id": n, "metadata_item_id": n, "tag_id": n}),
            ("metadata_item_settings", {"account_id": n % 3, "guid": old if n % 2 else now,
                                        "view_count": 1, "last_viewed_at": n}),
            ("metadata_item_views", {"account_id": n % 3, "guid": f"plex://movie/{n - 1}",
                                     "metadata_type": 1, "viewed_at": n}),
        ]  # fmt: skip
    path = written("plex 2026", rows, tmp_path / "app.db")
    with closing(sqlite3.connect(path)) as db:
        for table in ("metadata_item_settings", "metadata_item_views"):
            for column in ("guid", "account_id"):
                db.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
        db.commit()
    with HistoryDB(path) as history:
        assert steps_of(path, [history.queries.interactions]) < 1000 * SCALE


_SHOWS = 4
_JELLYFIN_INDEXES = (
    "BaseItems (SeriesId)", "BaseItems (TopParentId, Id)", "BaseItems (Path)",
    "BaseItems (PresentationUniqueKey)",
    "BaseItems (Type, SeriesPresentationUniqueKey, ParentIndexNumber, IndexNumber)",
    "BaseItems (IsFolder, TopParentId, IsVirtualItem, PresentationUniqueKey, DateCreated)",
    "UserData (ItemId, UserId, Played)",
)  # fmt: skip
_KODI_INDEXES = (
    "episode (c12, c13)", "episode (idShow, idEpisode)", "episode (idEpisode, idFile)",
    "uniqueid (media_id, media_type, type)", "uniqueid (media_type, value)",
)  # fmt: skip
_PLEX_INDEXES = (
    "metadata_items (metadata_type)", "metadata_items (parent_id)", 'metadata_items ("index")',
    "metadata_items (guid)", "metadata_item_views (guid)", "metadata_item_views (account_id)",
)  # fmt: skip
_EMBY_INDEXES = (
    "MediaItems (type)", "MediaItems (UserDataKeyId)", "MediaItems (PresentationUniqueKey)",
    "MediaItems (SeriesPresentationUniqueKey)", "MediaItems (IndexNumber)",
)  # fmt: skip


def _episodes() -> Iterator[tuple[int, int, int, int]]:
    """Yield long shows, each twice: episode, show, season and number."""
    for n in range(SCALE):
        show, of_show = n % _SHOWS, n // _SHOWS
        yield n + 1, show + 1, of_show // 250 + 1, of_show % 250 + 1


def _jellyfin_shows() -> Rows:
    rows: Rows = [("Users", {"Id": "A", "Username": "a"})]
    for show in range(1, _SHOWS + 1):
        rows += [
            ("BaseItems", {"Id": f"S{show}", "Type": _MOVIE.replace("Movies.Movie", "TV.Series"),
                           "Name": f"S{show}", "IsFolder": 1}),
            ("BaseItemProviders", {"ItemId": f"S{show}", "ProviderId": "Tvdb",
                                   "ProviderValue": str(show // 2)}),
        ]  # fmt: skip
    for n, show, season, number in _episodes():
        rows += [
            ("BaseItems", {"Id": f"E{n}", "Type": _MOVIE.replace("Movies.Movie", "TV.Episode"),
                           "Name": f"E{n}", "SeriesId": f"S{show}", "SeriesName": f"S{show}",
                           "ParentIndexNumber": season, "IndexNumber": number,
                           "PresentationUniqueKey": f"e{n}", "Path": f"/{n}",
                           "TopParentId": "S1"}),
            ("UserData", {"ItemId": f"E{n}", "UserId": "A", "CustomDataKey": f"e{n}",
                          "Played": 1}),
        ]  # fmt: skip
    return rows


def _kodi_shows() -> Rows:
    rows: Rows = []
    for show in range(1, _SHOWS + 1):
        rows += [("tvshow", {"idShow": show, "c00": f"S{show}"}),
                 ("uniqueid", {"media_id": show, "media_type": "tvshow", "type": "tvdb",
                               "value": str(show // 2)})]  # fmt: skip
    for n, show, season, number in _episodes():
        rows += [("files", {"idFile": n, "playCount": 1}),
                 ("episode", {"idEpisode": n, "idFile": n, "idShow": show, "c00": f"E{n}",
                              "c12": str(season), "c13": str(number)})]  # fmt: skip
    return rows


def _plex_shows() -> Rows:
    rows: Rows = []
    for show in range(1, _SHOWS + 1):
        rows.append(("metadata_items", {"id": show, "metadata_type": 2, "guid": f"s{show}",
                                        "title": f"S{show // 2}", "year": 1999}))  # fmt: skip
        for season in range(1, 9):
            rows.append(("metadata_items", {"id": 100 * show + season, "metadata_type": 3,
                                            "guid": f"s{show}/{season}", "parent_id": show,
                                            "index": season, "title": "A"}))  # fmt: skip
    for n, show, season, number in _episodes():
        rows += [("metadata_items", {"id": 1000 + n, "metadata_type": 4, "guid": f"e{n}",
                                     "title": f"E{n}", "parent_id": 100 * show + season,
                                     "index": number}),
                 ("metadata_item_views", {"account_id": 1, "guid": f"{'ef'[n // 9 % 2]}{n}",
                                          "metadata_type": 4, "title": f"E{n}", "viewed_at": n,
                                          "grandparent_title": f"S{show // 2}",
                                          "parent_index": season, "index": number})]  # fmt: skip
    return rows


def _emby_shows() -> Rows:
    rows: Rows = []
    for n, show, season, number in _episodes():
        rows += [("UserDataKeys2", {"Id": n, "UserDataKey": str(n)}),
                 ("MediaItems", {"Id": n, "type": 8, "Name": f"E{n}", "UserDataKeyId": n,
                                 "Path": f"/{n}", "SeriesPresentationUniqueKey": f"s{show // 2}",
                                 "PresentationUniqueKey": f"p{n}", "ParentIndexNumber": season,
                                 "IndexNumber": number}),
                 ("UserDatas", {"UserDataKeyId": n, "userId": 1, "played": 1})]  # fmt: skip
    return rows


@pytest.mark.parametrize("has_indexes", [False, True])
@pytest.mark.parametrize(
    ("schema", "rows", "indexes"),
    [
        ("emby 4.10.1.0", _emby_shows, _EMBY_INDEXES),
        ("jellyfin", _jellyfin_shows, _JELLYFIN_INDEXES),
        ("kodi", _kodi_shows, _KODI_INDEXES),
        ("plex 2026", _plex_shows, _PLEX_INDEXES),
    ],
)
def test_the_work_of_long_shows(
    schema: str, rows: Callable[[], Rows], indexes: Sequence[str], has_indexes: bool, tmp_path: Path
) -> None:
    """Whatever indexes the application has: SQLite takes the first that looks fit."""
    path = written(schema, rows(), tmp_path / "app.db")
    with closing(sqlite3.connect(path)) as db:
        for n, index in enumerate(indexes if has_indexes else ()):
            db.execute(f"CREATE INDEX i{n} ON {index}")
        db.commit()
    with HistoryDB(path) as history:
        queries = history.queries
    assert queries.seen is not None
    assert queries.items is not None
    assert steps_of(path, [queries.seen]) < 1000 * SCALE
    assert steps_of(path, [queries.items, queries.interactions]) < 1000 * SCALE


@pytest.mark.parametrize("odd", ["a chain", "a path", "a key", "a number"])
def test_the_work_of_jellyfins_odd_libraries(odd: str, tmp_path: Path) -> None:
    """Versions each of the one before, or all that share what few share."""
    ids = [f"AAAAAAAA-0001-4EF0-8000-{n:012X}" for n in range(SCALE)]
    rows: Rows = [("Users", {"Id": "A", "Username": "A"})]
    for n, item in enumerate(ids):
        first = ids[n - 1].replace("-", "").lower() if odd == "a chain" and n else None
        rows += [
            ("BaseItems", {
                "Id": item, "Type": _MOVIE, "Name": f"F{n}", "PrimaryVersionId": first,
                "PresentationUniqueKey": "x" if odd == "a key" else f"{n}",
                "Path": "/x" if odd == "a path" else f"/{n}", "TopParentId": ids[0],
            }),
            ("BaseItemProviders", {"ItemId": item, "ProviderId": "Tmdb",
                                   "ProviderValue": "7" if odd == "a number" else f"{n + 1}"}),
            ("UserData", {"ItemId": item, "UserId": "A", "CustomDataKey": item.lower(),
                          "Played": 1}),
        ]  # fmt: skip
    path = written("jellyfin", rows, tmp_path / "app.db")
    with closing(sqlite3.connect(path)) as db:
        for n, index in enumerate(_JELLYFIN_INDEXES):
            db.execute(f"CREATE INDEX i{n} ON {index}")
        db.commit()
    with HistoryDB(path) as history:
        queries = history.queries
    assert queries.seen is not None
    assert queries.items is not None
    for query in (queries.interactions, queries.items, queries.seen):
        assert steps_of(path, [query]) < 1000 * SCALE


def test_the_work_of_what_calibre_web_hides(tmp_path: Path) -> None:
    rows: Rows = [("tags", {"id": n, "name": f"t{n}"}) for n in range(8)]
    for n in range(SCALE):
        rows += [("books", {"id": n, "title": f"B{n}", "sort": "x"}),
                 ("books_tags_link", {"book": n, "tag": n % 8})]  # fmt: skip
    path = written("calibre 21", rows, tmp_path / "both.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE user (id, role, denied_tags, allowed_tags)")
        db.executemany("INSERT INTO user VALUES (?, 0, 't0', 't1,t2,t3,t4')", [(1,), (2,), (3,)])
        db.commit()
    with HistoryDB(path) as history:
        hidden = history.queries.hidden
    assert hidden is not None
    assert steps_of(path, [hidden]) < 1000 * SCALE


def test_the_work_of_watcharrs_activities(tmp_path: Path) -> None:
    """With its own indexes: of what was not deleted, of which SQLite counts on ten rows."""
    rows: Rows = [("users", {"id": 1, "username": "ann"})]
    for n in range(1, SCALE + 1):
        rows += [
            ("contents", {"id": n, "tmdb_id": n, "title": f"F{n}", "type": "movie"}),
            ("watcheds", {"id": n, "user_id": 1, "content_id": n, "status": "FINISHED"}),
            ("activities", {"user_id": 1, "watched_id": n, "type": "STATUS_CHANGED",
                            "data": "FINISHED", "created_at": _DAY}),
        ]  # fmt: skip
    path = written("watcharr 2026", rows, tmp_path / "app.db")
    with closing(sqlite3.connect(path)) as db:
        for table in ("watcheds", "activities"):
            db.execute(f"CREATE INDEX {table}_deleted_at ON {table} (deleted_at)")
        db.commit()
    with HistoryDB(path) as history:
        assert steps_of(path, [history.queries.interactions]) < 1000 * SCALE


def test_the_work_of_a_kodi_in_which_much_is_one_film(tmp_path: Path) -> None:
    rows: Rows = []
    for n in range(1, SCALE + 1):
        rows += [
            ("files", {"idFile": n, "playCount": 1}),
            ("movie", {"idMovie": n, "idFile": n, "c00": "F" if n % 2 else f"F{n}",
                       "premiered": "1999-01-02"}),
            ("uniqueid", {"media_id": n, "media_type": "movie", "type": "imdb", "value": "tt7"}),
        ]  # fmt: skip
    path = written("kodi", rows, tmp_path / "app.db")
    with closing(sqlite3.connect(path)) as db:
        for n, index in enumerate(INDEXES["kodi"]):
            db.execute(f"CREATE INDEX i{n} ON {index}")
        db.commit()
    with HistoryDB(path) as history:
        seen = history.queries.seen
    assert seen is not None
    assert steps_of(path, [seen]) < 1000 * SCALE


def _of_one_key(n: int) -> dict[str, Rows]:
    """Return the rows of an item of each application, all of which share what few share."""
    return {
        "emby 4.10.1.0": [
            ("UserDataKeys2", {"Id": n, "UserDataKey": str(n)}),
            ("MediaItems", {"Id": n, "type": 5, "Name": f"F{n}", "UserDataKeyId": n,
                            "PresentationUniqueKey": "x"}),
            ("UserDatas", {"UserDataKeyId": n, "userId": 1, "played": 1}),
        ],
        "goggalaxy 40": [
            ("ReleaseProperties", {"releaseKey": f"gog_{n}", "gameId": "x"}),
            ("GameTimes", {"userId": 7, "releaseKey": f"gog_{n}", "minutesInGame": 9}),
        ],
        "koreader": [
            ("book", {"id": n, "title": "x", "authors": "N/A", "md5": str(n), "pages": 9}),
            ("page_stat_data", {"id_book": n, "page": 1, "start_time": n, "duration": 60,
                                "total_pages": 9}),
        ],
        "komga 20260225161438": [
            ("BOOK", {"ID": f"b{n}", "SERIES_ID": "s", "LIBRARY_ID": "l", "FILE_HASH": "x"}),
            ("READ_PROGRESS", {"BOOK_ID": f"b{n}", "USER_ID": "A", "READ_DATE": _DAY}),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("schema", _of_one_key(0))
def test_the_work_of_what_all_share(schema: str, tmp_path: Path) -> None:
    rows = [row for n in range(1, SCALE + 1) for row in _of_one_key(n)[schema]]
    path = written(schema, rows, tmp_path / "app.db")
    with HistoryDB(path) as history:
        seen = history.queries.seen
    assert seen is not None
    assert steps_of(path, [seen]) < 1000 * SCALE
