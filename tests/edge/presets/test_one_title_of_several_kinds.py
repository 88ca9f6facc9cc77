"""A film, a series and a game of one title are three works, and so are two studios' videos."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_offers import Rows, offered


def of_watcharr(number: int, title: str, kind: str = "movie") -> Rows:
    return [("contents", {"id": number, "tmdb_id": number, "title": title, "type": kind,
                          "imdb_id": "", "release_date": "2005-01-02"})]  # fmt: skip


WATCHED: Rows = [
    ("users", {"id": 1, "username": "ann"}),
    ("watcheds", {"id": 1, "user_id": 1, "content_id": 1, "status": "FINISHED", "rating": 0}),
]


def test_watcharr_has_a_film_a_series_and_a_game_of_one_title_and_year(tmp_path: Path) -> None:
    game = {"id": 1, "igdb_id": 1, "name": "Kiln", "release_date": "2005-06-07"}
    rows = [*WATCHED, *of_watcharr(1, "Kiln"), *of_watcharr(2, "Kiln", "tv"),
            *of_watcharr(3, "Kiln"), ("games", game)]  # fmt: skip
    assert offered("watcharr 2026", rows, tmp_path) == {"1": ["c2", "g1"]}


def test_a_watched_film_is_found_in_a_bundle_whatever_else_has_its_title(tmp_path: Path) -> None:
    rows = [*WATCHED, *of_watcharr(1, "Kiln", "tv"), *of_watcharr(2, "Ash", "tv")]
    known = ["Kiln (2005)", "Ash (2005)"]
    assert offered("watcharr 2026", rows, tmp_path, known) == {"1": ["Ash (2005)"]}


def of_mediatracker(number: int, title: str, kind: str, **values: object) -> Rows:
    return [("mediaItem", {"id": number, "title": title, "mediaType": kind, "releaseDate": "2005",
                           "source": "x"} | values)]  # fmt: skip


def test_mediatracker_has_a_film_and_a_game_of_one_title_and_year(tmp_path: Path) -> None:
    rows: Rows = [
        ("user", {"id": 1, "name": "ann"}), ("seen", {"userId": 1, "mediaItemId": 1, "date": 9}),
        *of_mediatracker(1, "Kiln", "movie"), *of_mediatracker(2, "Kiln", "video_game"),
        *of_mediatracker(3, "Kiln", "tv"),
    ]  # fmt: skip
    assert offered("mediatracker 2023", rows, tmp_path) == {"1": ["2", "3"]}


def test_a_book_that_was_heard_is_not_offered_to_be_read(tmp_path: Path) -> None:
    rows: Rows = [
        ("user", {"id": 1, "name": "ann"}), ("seen", {"userId": 1, "mediaItemId": 1, "date": 9}),
        *of_mediatracker(1, "Kiln", "audiobook", authors="Ann Quill", releaseDate="2015"),
        *of_mediatracker(2, "Kiln", "book", authors="Ann Quill"),
        *of_mediatracker(3, "Ash", "book", authors="Ann Quill"),
    ]  # fmt: skip
    assert offered("mediatracker 2023", rows, tmp_path) == {"1": ["3"]}


@pytest.mark.parametrize(("part", "expected"), [(0.003, ["2", "3"]), (0.06, ["3"])])
def test_what_was_only_opened_may_be_offered(
    part: float, expected: list[str], tmp_path: Path
) -> None:
    rows: Rows = [
        ("user", {"id": 1, "name": "ann"}), ("seen", {"userId": 1, "mediaItemId": 1, "date": 9}),
        *(row for n, title in enumerate(("Kiln", "Ash", "Clay"), 1)
          for row in of_mediatracker(n, title, "tv")),
        ("progress", {"userId": 1, "mediaItemId": 2, "episodeId": 1, "progress": part}),
    ]  # fmt: skip
    assert offered("mediatracker 2023", rows, tmp_path) == {"1": expected}


def test_yamtrack_has_no_years_and_tells_by_kind_and_by_what_one_source_has_twice(
    tmp_path: Path,
) -> None:
    items = [
        (1, "Kiln", "movie", "tmdb"), (2, "Kiln", "movie", "tmdb"), (3, "Kiln", "game", "igdb"),
        (4, "Ash", "anime", "mal"), (5, "Ash", "tv", "tmdb"), (6, "Clay", "movie", "tmdb"),
    ]  # fmt: skip
    rows: Rows = [("users_user", {"id": 1, "username": "ann"})]
    rows += [("app_item", {"id": n, "media_id": n, "title": title, "media_type": kind,
                           "source": source}) for n, title, kind, source in items]  # fmt: skip
    rows += [(table, {"item_id": n, "user_id": 1, "status": "Completed"})
             for table, n in (("app_movie", 1), ("app_anime", 4))]  # fmt: skip
    assert offered("yamtrack", rows, tmp_path) == {"1": ["2", "3", "6"]}


def of_stash(number: int, title: str, **values: object) -> Rows:
    return [
        ("scenes", {"id": number, "title": title, "resume_time": 0} | values),
        ("files", {"id": number, "basename": f"{number}.mkv", "parent_folder_id": 1}),
        ("scenes_files", {"scene_id": number, "file_id": number, "primary": 1}),
    ]


def test_stash_has_one_title_of_two_studios_and_one_video_twice(tmp_path: Path) -> None:
    rows: Rows = [
        *(("studios", {"id": n, "name": f"Studio {n}"}) for n in (1, 2)),
        *of_stash(1, "Kiln", studio_id=1), *of_stash(2, "Kiln", studio_id=2),
        *of_stash(3, "Ash", studio_id=1), *of_stash(4, "Ash"), *of_stash(5, "Clay"),
        *(("scenes_view_dates", {"scene_id": n, "view_date": "2025-01-02T00:00:00Z"})
          for n in (1, 3)),
    ]  # fmt: skip
    assert offered("stash 75", rows, tmp_path) == {"me": ["2", "5"]}
