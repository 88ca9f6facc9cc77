"""Exports of Yamtrack and Watcharr: of the times that a row has, the best."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from importing import imported, write

from ilora_edge.importers.delimited import DelimitedSource

Found = list[tuple[str, int, float | None]]


def read(folder: Path, text: str, kind: Literal["csv", "jsonl"]) -> tuple[Found, set[str]]:
    """Return items with times and ratings, in order, and what is never offered."""
    source = DelimitedSource(write(folder / "x", text), kind)
    histories, _ = imported(source, folder / "o.db")
    (events,) = histories.values()
    return [(e.item_id, e.timestamp, e.rating) for e in events], {i for _, i in source.seen}


_HEADER = "media_id,source,media_type,title,season_number,episode_number,score,status,start_date,"
_HEADER += "end_date,progress,created_at,progressed_at\n"


def film(n: int, title: str, dates: str, made: str, changed: str, status: str = "Completed") -> str:
    return f'{n},tmdb,movie,{title},,,,{status},{dates},1,"{made}","{changed}"\n'


_AT = "2025-01-{}+00:00"


def test_a_row_of_yamtrack_without_an_end_has_when_it_changed_or_was_made(tmp_path: Path) -> None:
    made, later = _AT.format("09 10:00:00.250000"), _AT.format("11 10:00:00")
    many = _AT.format("20 10:00:00.{}")
    text = _HEADER + "".join([
        film(1, "Kiln", ',"2025-01-02 00:00:00+00:00"', made, made),
        film(2, "Ash", '"2025-01-03 00:00:00+00:00",', _AT.format("09 10:00:01"), later),
        film(3, "Clay", ",", _AT.format("09 10:00:02"), later),
        film(4, "Loam", ",", _AT.format("12 00:00:00"), _AT.format("12 00:00:01")),
        # Brought in with others, at one moment; of one the progress was counted since.
        film(5, "Silt", ",", many.format("1"), many.format("1")),
        film(6, "Peat", ",", many.format("2"), _AT.format("22 00:00:00")),
        film(7, "Reef", ",", many.format("3"), many.format("3"), "Planning"),
        # Of an export that was brought in again.
        film(8, "Salt", ",", many.format("4"), _AT.format("01 00:00:00")),
    ])  # fmt: skip
    found, _ = read(tmp_path, text, "csv")
    day = 86400
    first = 1735689600
    assert found == [
        ("Silt", 0, None), ("Salt", first, None), ("Kiln", first + day, None),
        ("Ash", first + 2 * day, None), ("Clay", first + 10 * day + 36000, None),
        ("Loam", first + 11 * day, None), ("Peat", first + 21 * day, None),
    ]  # fmt: skip


def work(title: str, status: str, *done: dict[str, object], **more: object) -> dict[str, object]:
    content = {"tmdbId": 7, "title": title, "type": "movie", "release_date": "1999-01-02T00:00:00Z",
               "status": "Released", "imdb_id": ""}  # fmt: skip
    row: dict[str, object] = {"createdAt": "2025-01-31T00:00:00Z", "content": content, "rating": 0}
    return {**row, "status": status, "thoughts": "", "activity": list(done), **more}


def act(kind: str, data: str = "", day: int = 30, own: str | None = None) -> dict[str, object]:
    row: dict[str, object] = {"type": kind, "data": data, "watchedId": 1,
                              "createdAt": f"2025-01-{day:02}T00:00:00Z"}  # fmt: skip
    return row if own is None else row | {"customDate": own}


def test_what_watcharr_was_told_of_a_day_counts_before_that_of_the_import(tmp_path: Path) -> None:
    finished, episode = '{"status":"FINISHED"}', '{"season":1,"episode":%d,"status":"FINISHED"}'
    works = [
        work("Kiln", "FINISHED", act("IMPORTED_WATCHED", finished),
             act("IMPORTED_ADDED_WATCHED", own="2025-01-02T00:00:00Z"), rating=8),
        work("Ash", "FINISHED", act("IMPORTED_WATCHED", finished)),
        work("Clay", "PLANNED", act("ADDED_WATCHED", '{"status":"PLANNED"}'),
             act("THOUGHTS_CHANGED", "when it is FINISHED")),
        work("Loam", "DROPPED", act("STATUS_CHANGED", "FINISHED"),
             act("STATUS_CHANGED", "DROPPED")),
        work("Silt", "WATCHING", act("ADDED_WATCHED", '{"status":"WATCHING"}', 7)),
        work("Peat", "PLANNED", act("EPISODE_ADDED", episode % 1, 3),
             act("EPISODE_ADDED", episode % 2, 3), act("EPISODE_ADDED", episode % 3, 5),
             act("EPISODE_ADDED", episode % 4, 9), act("EPISODE_REMOVED", episode % 4, 9)),
        work("Reef", "FINISHED", act("STATUS_CHANGED", "FINISHED", 11),
             act("STATUS_CHANGED", "FINISHED", 12, "2025-01-04T00:00:00Z")),
        work("Salt", "FINISHED"),
    ]  # fmt: skip
    found, seen = read(tmp_path, json.dumps(works), "jsonl")
    days = [(item.removesuffix(" (1999)"), (at - 1735689600) // 86400 + 1) for item, at, _ in found]
    assert [(item, day if day > 0 else None) for item, day in days] == [
        ("Ash", None), ("Kiln", 2), ("Peat", 3), ("Reef", 4), ("Peat", 5), ("Silt", 7),
        ("Reef", 11), ("Salt", 31),
    ]  # fmt: skip
    assert found[1][2] == 4.0
    assert seen == {"Loam (1999)"}
