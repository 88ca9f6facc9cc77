"""Tables in JSON as programs write them: by column, by id, with references, within answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.delimited import DelimitedSource

DAY = "2022-12-30"
MOMENT = f"{DAY}T00:00:00Z"
SECONDS = 1672358400


def read(folder: Path, content: object) -> dict[str, str]:
    """Return each item's id and the day of its last interaction, ``-`` for a place or none."""
    path = write(folder / "x", json.dumps(content))
    histories, _ = imported(DelimitedSource(path, "jsonl"), folder / "x.db")
    return {
        e.item_id: f"{datetime.fromtimestamp(e.timestamp, UTC):%Y-%m-%d}"
        if e.timestamp > 10**8
        else "-"
        for events in histories.values()
        for e in events
    }


ROW = {"title": "Ash", "watched_at": DAY}


@pytest.mark.parametrize(
    "content",
    [
        {"columns": ["id", "title", "watched_at"], "rows": [[1, "Ash", DAY]], "truncated": False},
        [["title", "watched_at"], ["Ash", DAY]],
        {"title": {"0": "Ash"}, "watched_at": {"0": DAY}},
        {"title": ["Ash"], "watched_at": [DAY]},
        {"101": ROW},
        {"library": {"a": ROW, "b": ROW}},
        {"response": {"result": "success", "data": {"total": 1, "data": [ROW]}}},
        {"id": 1, "result": {"limits": {"end": 1}, "movies": [ROW]}},
        {"data": {"me": [{"user_books": [{"book": {"title": "Ash"}, "last_read_date": DAY}]}]}},
        {"title": "Ash", "watched_at": DAY, "director": {"name": "Roe"}},
        {"_index": "x", "_id": "1", "_source": ROW},
        {"records": [{"id": "rec1", "createdTime": "2023-01-01T00:00:00Z", "fields": ROW}]},
        {"data": {"edges": [{"node": ROW, "cursor": "x"}]}},
        {"total_rows": 1, "rows": [{"id": "a", "value": {"rev": "1"}, "doc": ROW}]},
        {"Items": [{"title": {"S": "Ash"}, "watchedAt": {"N": str(SECONDS)}}], "Count": 1},
        [{"title": "Ash", "watchedAt": [2022, 12, 30, 0, 0]}],
        [{"title": "Ash", "watchedAt": {"epochSecond": SECONDS, "nano": 0}}],
        {"documents": [{"title": "Ash", "entries": [{"time": SECONDS, "page": 1}]}]},
        {"users": [{"name": "Ann"}], "plays": [ROW]},
    ],
)
def test_a_table(tmp_path: Path, content: object) -> None:
    assert read(tmp_path, content) == {"Ash": DAY}


def test_what_became_of_it_may_lie_in_an_object(tmp_path: Path) -> None:
    seen = {"Played": True, "PlayCount": 1, "LastPlayedDate": MOMENT}
    items = [{"Name": "Ash", "UserData": seen}, {"Name": "Clay", "UserData": {"Played": False}}]
    assert read(tmp_path, {"Items": items, "TotalRecordCount": 2}) == {"Ash": DAY}
    (tmp_path / "x.db").unlink()
    done = {"status": "completed", "score": 8, "finish_date": DAY}
    node = {"node": {"id": 1, "title": "Ash"}, "list_status": done}
    wish = {"node": {"id": 2, "title": "Clay"}, "list_status": {"status": "plan_to_watch"}}
    assert read(tmp_path, {"data": [node, wish], "paging": {}}) == {"Ash": DAY}


def test_a_name_beside_what_became_of_it_is_no_title(tmp_path: Path) -> None:
    mine = {"name": "Ann", "id": 3, "last_watched": DAY}
    assert read(tmp_path, [{"movie": {"title": "Ash"}, "user_data": mine}]) == {"Ash": DAY}


def test_rows_that_refer_to_another_list(tmp_path: Path) -> None:
    games = [{"id": 10, "name": "Ash"}, {"id": 11, "name": "Clay"}]
    plays = [{"playDate": f"{DAY} 20:00:00", "gameRefId": 10, "locationRefId": 1}]
    places = [{"id": 1, "name": "Home"}]
    content = {"players": places, "games": games, "plays": plays, "locations": places}
    assert read(tmp_path, content) == {"Ash": DAY}


def test_what_refers_to_nothing_is_left_out(tmp_path: Path) -> None:
    movies, watched = [{"id": 5, "title": "Ash"}], [{"movieId": 5, "at": DAY}, {"movieId": 7}]
    assert read(tmp_path, {"movies": movies, "watches": watched}) == {"Ash": DAY}


def test_a_history_beside_other_lists(tmp_path: Path) -> None:
    content = {"version": 1, "tags": [{"id": 1, "name": "x"}], "history": [ROW]}
    assert read(tmp_path, content) == {"Ash": DAY}


def test_who_and_what_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="which column is the item"):
        read(tmp_path, {"users": {"u1": {"name": "Ann", "plays": {"-N1": ROW}}}})


def test_titles_may_be_called_otherwise_in_other_lists(tmp_path: Path) -> None:
    tracks = [{"artist": "Roe", "track": "Ash", "uri": "x:1"}]
    shows = [{"name": "Pod", "publisher": "X"}]
    content = {"tracks": tracks, "albums": [], "shows": shows}
    assert read(tmp_path, content) == {"Roe - Ash": "-", "Pod": "-"}


def test_names_may_lie_in_objects(tmp_path: Path) -> None:
    rows = [{"title": "Ash", "artist": {"id": 2, "name": "Roe"}, "timestamp": SECONDS}]
    assert read(tmp_path, {"data": rows, "total": 1}) == {"Roe - Ash": DAY}
    (tmp_path / "x.db").unlink()
    track = {"name": "Ash", "artists": [{"name": "Roe"}], "album": {"name": "Al"}}
    assert read(tmp_path, {"items": [{"track": track, "played_at": MOMENT}]}) == {"Roe - Ash": DAY}


def test_a_count_that_was_not_written_is_none(tmp_path: Path) -> None:
    played = {"title": "Ash", "viewCount": 2, "lastViewedAt": SECONDS, "addedAt": 1600000000}
    content = {"MediaContainer": {"Metadata": [played, {"title": "Clay", "addedAt": 1600000000}]}}
    assert read(tmp_path, content) == {"Ash": DAY}


def test_what_says_more_of_works_with_days_is_no_history(tmp_path: Path) -> None:
    films = [{"id": 1, **ROW}, {"id": 2, "title": "Clay", "watched_at": DAY}]
    content = {"movies": films, "genres": [{"movie_id": 1, "genre": "Drama"}]}
    assert read(tmp_path, content) == {"Ash": DAY, "Clay": DAY}


def test_a_reference_to_what_is_gone_is_left_out(tmp_path: Path) -> None:
    plays = [{"playDate": DAY, "gameRefId": 10}, {"playDate": DAY, "gameRefId": 12}]
    assert read(tmp_path, {"games": [{"id": 10, "name": "Ash"}], "plays": plays}) == {"Ash": DAY}
