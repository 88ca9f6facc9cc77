"""Trakt, as JSON and as CSV."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import Interaction
from ilora_edge.importers.trakt import TraktSource

FILM = {"title": "Toys", "year": 1995, "ids": {"trakt": 1, "imdb": "tt0000001", "tmdb": 862}}
SHOW = {"title": "A Show", "year": 2011, "ids": {"trakt": 9, "imdb": None, "tmdb": 862}}
HISTORY = [
    {"id": 2, "watched_at": "2026-01-02T10:00:00.000Z", "type": "movie", "movie": FILM},
    {
        **{"id": 1, "watched_at": "2026-01-01T10:00:00.000Z", "type": "episode"},
        **{"episode": {"season": 1, "number": 1, "title": "Pilot"}, "show": SHOW},
    },
]
WATCHED = [{"plays": 2, "last_watched_at": "2026-01-02T10:00:00.000Z", "movie": FILM}]
RATINGS = [
    {"rated_at": "2026-02-01T10:00:00.000Z", "rating": 9, "type": "movie", "movie": FILM},
    {"rated_at": "2026-02-01T10:00:00.000Z", "rating": 3, "type": "show", "show": SHOW},
    {"rated_at": "2026-02-01T10:00:00.000Z", "rating": 1, "type": "episode", "show": SHOW},
]
CSV = (
    "watched_at,action,type,title,year,trakt_rating,trakt_id,imdb_id,tmdb_id,tvdb_id,url,released,"
    "runtime,season_number,episode_number,episode_title,genres\n"
    "2026-01-02T10:00:00Z,watch,movie,Toys,1995,8.1,1,tt0000001,862,,x,1995-10-30,80,,,,drama\n"
    "2026-01-01T10:00:00Z,watch,episode,A Show,2011,8.1,9,,862,,x,2011-01-01,50,1,1,Pilot,drama\n"
)


def test_json(tmp_path: Path) -> None:
    write(tmp_path / "history-1.json", json.dumps(HISTORY))
    write(tmp_path / "watched-movies.json", json.dumps(WATCHED))
    write(tmp_path / "ratings-all.json", json.dumps(RATINGS))
    source = TraktSource([tmp_path])
    histories, _ = imported(source, tmp_path / "x.db")
    assert histories["me"] == [
        Interaction("trakt:9", 1767261600, 1.5),
        Interaction("tt0000001", 1767348000, 4.5),
    ]
    rows = sqlite3.connect(tmp_path / "x.db").execute(
        "SELECT title, imdb, tmdb FROM items NATURAL JOIN item_facts"
    )
    assert rows.fetchall() == [("A Show (2011)", None, None), ("Toys (1995)", "tt0000001", "862")]
    assert source.notes == ["left out, ratings of single episodes and seasons: 1"]


def test_csv(tmp_path: Path) -> None:
    histories, items = imported(
        TraktSource([write(tmp_path / "history.csv", CSV)]), tmp_path / "x.db"
    )
    assert [i.item_id for i in histories["me"]] == ["trakt:9", "tt0000001"]
    assert [i.title for i in items] == ["A Show (2011)", "Toys (1995)"]


def test_a_watch_list_is_no_history(tmp_path: Path) -> None:
    other = {"title": "Kiln", "year": 2019, "ids": {"trakt": 77}}
    wishes = [
        {"listed_at": "x", "type": "movie", "movie": FILM},
        {"listed_at": "x", "type": "movie", "movie": other},
        {"listed_at": "x", "type": "episode", "episode": {"season": 1}, "show": other},
    ]
    lists = write(tmp_path / "lists-watchlist.json", json.dumps(wishes))
    history = write(tmp_path / "history.json", json.dumps(HISTORY))
    source = TraktSource([lists, history])
    histories, _ = imported(source, tmp_path / "x.db")
    assert len(histories["me"]) == 2
    assert source.wanted == {("me", "trakt:77")}, "the other was watched"
    assert source.notes == [
        "still to be read or watched, so no history (--wanted ranks them): 1",
        "left out, what is wanted and is neither film nor show: 1",
    ]


def test_another_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not an export of Trakt that is known"):
        imported(TraktSource([write(tmp_path / "x.json", '[{"a": 1}]')]), tmp_path / "x.db")


@pytest.mark.parametrize(
    "content",
    [
        {"movies": WATCHED, "shows": []},
        [{"watched_at": "2026-01-02T10:00:00Z", "type": "movie", "title": "Toys", "year": 1995,
          "imdb_id": "tt0000001"}],
    ],
)  # fmt: skip
def test_json_of_other_programs(tmp_path: Path, content: object) -> None:
    path = write(tmp_path / "history.json", json.dumps(content, indent=1))
    histories, _ = imported(TraktSource([path]), tmp_path / "x.db")
    assert histories["me"] == [Interaction("tt0000001", 1767348000, None)]


def test_what_was_never_played_and_is_rated_anew(tmp_path: Path) -> None:
    first = write(tmp_path / "ratings-1.json", json.dumps(RATINGS[:1]))
    again = [{**RATINGS[0], "rated_at": "2026-05-01T10:00:00.000Z", "rating": 4}]
    imported(TraktSource([first]), tmp_path / "x.db")
    second = write(tmp_path / "ratings-2.json", json.dumps(again))
    histories, _ = imported(TraktSource([second]), tmp_path / "x.db")
    assert [(event.item_id, event.rating) for event in histories["me"]] == [("tt0000001", 2.0)]
