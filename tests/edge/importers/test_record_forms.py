"""One time in two columns, a show beside its episode's name, a work in an object of its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.importers.delimited import DelimitedSource, Format
from ilora_edge.importers.tables.columns import Columns

EVENING = "2025-11-24 18:30"


def read(path: Path, form: Format, columns: Columns | None = None) -> list[tuple[str, str]]:
    histories, _ = imported(DelimitedSource(path, form, columns), path.with_name("out.db"))
    return [
        (e.item_id, f"{datetime.fromtimestamp(e.timestamp, UTC):%Y-%m-%d %H:%M}")
        for e in histories["me"]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date,Time,Title\n2025-11-24,18:30,Kiln\n", [("Kiln", EVENING)]),
        ("Title,Watch Date,Watch Time\nKiln,11/24/2025,6:30 PM\n", [("Kiln", EVENING)]),
        ("Datum;Uhrzeit;Titel\n24.11.2025;18:30;Kiln\n", [("Kiln", EVENING)]),
        ("Date,Time,Title\n2025-11-24,,Kiln\n", [("Kiln", "2025-11-24 00:00")]),
        # A column of times that are whole, beside a date of something else.
        ("Release Date,Time,Title\n2019-01-01,2025-11-24 18:30,Kiln\n", [("Kiln (2019)", EVENING)]),
        ("Date,Time,Title\n2019-01-01,1764009005,Kiln\n", [("Kiln", EVENING)]),
    ],
)
def test_a_day_and_its_clock(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert read(write(tmp_path / "x.csv", text), "csv") == expected


def test_a_column_that_was_asked_for_stays(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "Date,Time,Title\n2025-11-24,18:30,Kiln\n")
    assert read(path, "csv", Columns(time="Date")) == [("Kiln", "2025-11-24 00:00")]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("id,show,episode,title,date\n20,Kiln,S01E01,Pilot,2025-11-24 18:30:00\n", "Kiln"),
        (
            "Show Name,Season,Episode,Episode Title,Watched At\nKiln,1,2,Pilot,2025-11-24 18:30\n",
            "Kiln",
        ),
        ("series_title,season_number,title,watched_at\n,,Ash,2025-11-24 18:30\n", "Ash"),
        # Of a show without a word on episodes the title is what was seen; an id is the episode's.
        ("Show,Title,Date\nGala,Ash,2025-11-24 18:30\n", "Ash"),
        ("item_id,show,episode,title,date\n20,Kiln,1,Pilot,2025-11-24 18:30\n", "20"),
    ],
)
def test_of_an_episode_the_show_is_the_item(tmp_path: Path, text: str, item: str) -> None:
    assert read(write(tmp_path / "x.csv", text), "csv") == [(item, EVENING)]


def test_a_work_in_an_object_of_its_own(tmp_path: Path) -> None:
    work = {"title": "Kiln", "year": 2019, "ids": {"imdb": "tt0000011", "simkl": 1}}
    seen = {"last_watched_at": "2025-11-24T18:30:00Z", "status": "completed", "movie": work}
    wish = {"last_watched_at": None, "status": "plantowatch", "movie": {"title": "Ash"}}
    backup = {"movies": [seen, wish], "shows": [], "anime": []}
    path = write(tmp_path / "SimklBackup.json", json.dumps(backup))
    source = DelimitedSource(path, "jsonl")
    histories, _ = imported(source, tmp_path / "out.db")
    assert [event.item_id for event in histories["me"]] == ["Kiln (2019)"]
    assert [item.imdb for item in source.items()] == ["tt0000011", None]
    assert source.wanted == {("me", "Ash")}


@pytest.mark.parametrize(
    "text",
    [
        "标题,个人评分,打分日期\n火,5,2025/11/24 18:30:05\n",
        "タイトル,評価,視聴日\n火,5,2025年11月24日 18:30\n",
        "Название;Оценка;Дата просмотра\n火;5;24.11.2025 18:30\n",
        "Tytuł;Ocena;Data obejrzenia\n火;5;24.11.2025 18:30\n",
    ],
)
def test_columns_in_other_languages(tmp_path: Path, text: str) -> None:
    source = DelimitedSource(write(tmp_path / "x.csv", text), "csv")
    histories, _ = imported(source, tmp_path / "out.db")
    (event,) = histories["me"]
    assert (event.item_id, event.rating) == ("火", 5.0)
    assert 1764009000 <= event.timestamp <= 1764009005


@pytest.mark.parametrize(
    ("value", "of_time"),
    [
        ({"$date": "2025-11-24T18:30:00Z"}, "an ISO date"),
        ({"$date": {"$numberLong": "1764009005000"}}, "a long number"),
        ({"_seconds": 1764009005, "_nanoseconds": 5}, "a timestamp"),
    ],
)
def test_a_time_in_an_object_of_its_own(tmp_path: Path, value: object, of_time: str) -> None:
    record = {"_id": {"$oid": "a"}, "title": "Kiln", "watchedAt": value}
    path = write(tmp_path / "x.json", json.dumps([record]))
    assert read(path, "jsonl") == [("Kiln", EVENING)], of_time


def test_a_list_in_an_answer_and_what_was_never_played(tmp_path: Path) -> None:
    games = [
        {"appid": 10, "name": "Kiln", "playtime_forever": 120, "rtime_last_played": 1764009005},
        {"appid": 20, "name": "Ash", "playtime_forever": 0, "rtime_last_played": 0},
    ]
    path = write(tmp_path / "x.json", json.dumps({"response": {"game_count": 2, "games": games}}))
    assert read(path, "jsonl") == [("Kiln", EVENING)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title,Play Count,Last Played\nKiln,3,2025-11-24\nAsh,0,\n", ["Kiln"]),
        ("Title,Plays\nKiln,3\nAsh,0\n", ["Kiln"]),
        # Counted 0, and played or rated all the same; and where nothing is counted at all.
        ("Title,Plays,Date\nKiln,3,2025-11-23\nAsh,0,2025-11-24\n", ["Kiln", "Ash"]),
        ("Title,Plays,Rating\nKiln,3,4\nAsh,0,5\n", ["Kiln", "Ash"]),
        ("Title,Plays,Status\nKiln,3,read\nAsh,0,read\n", ["Kiln", "Ash"]),
        ("Title,Plays\nKiln,0\nAsh,0\n", ["Kiln", "Ash"]),
        ("Title,Is Watched,Date\nKiln,true,2025-11-23\nAsh,false,\n", ["Kiln"]),
        # Not finished, at a time: begun.
        (
            "Title,Finished,Date\nKiln,No,2025-11-23\nAsh,Yes,2025-11-24\nClay,No,\n",
            ["Kiln", "Ash"],
        ),
        ("Title,Completed\nKiln,2025-11-23\nAsh,2025-11-24\n", ["Kiln", "Ash"]),
    ],
)
def test_what_was_never_begun_is_no_history(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert [item for item, _ in read(write(tmp_path / "x.csv", text), "csv")] == expected
