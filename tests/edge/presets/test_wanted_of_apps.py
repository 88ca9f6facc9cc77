"""What applications say that a person still wants to read, watch or play."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import SCHEMAS

from ilora_edge.histories.database import HistoryDB
from ilora_edge.presets import PRESET_NAMES, load_preset

OWN = {
    "kavita": """CREATE TABLE IF NOT EXISTS AppUserWantToRead
        (Id INTEGER PRIMARY KEY, AppUserId INTEGER, SeriesId INTEGER);
        DELETE FROM AppUserWantToRead;
        INSERT INTO AppUserWantToRead (AppUserId, SeriesId)
        SELECT 2, SeriesId FROM Volume ORDER BY Id LIMIT 1""",
    "mediatracker": """CREATE TABLE watchlist (id INTEGER, userId INTEGER, mediaItemId INTEGER);
        INSERT INTO watchlist VALUES (1, 1, 4), (2, 2, 1)""",
}
"""What is added to an application's small database."""
LATER = """
DROP TABLE watchlist;
CREATE TABLE list (id INTEGER, userId INTEGER, isWatchlist INTEGER);
CREATE TABLE listItem (listId INTEGER, mediaItemId INTEGER, seasonId INTEGER, episodeId INTEGER);
INSERT INTO list VALUES (1, 1, 1), (2, 1, 0);
INSERT INTO listItem VALUES (1, 4, NULL, NULL), (1, 7, 1, NULL), (2, 5, NULL, NULL)
"""
WANTED = {
    "movary": {("1", "5")},
    "mediatracker": {("1", "4"), ("2", "1")},
    "watcharr": {("1", "c4"), ("1", "c6")},
    "yamtrack": {("1", "4")},
}


def database(name: str, path: Path, *scripts: str) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        SCHEMAS[name](connection)
        for script in (OWN.get(name, ""), *scripts):
            connection.executescript(script)
    return path


def wanted(path: Path) -> set[tuple[str, str]]:
    with HistoryDB(path) as history:
        assert history.queries.source.split()[0] != "own"
        return {(str(user), str(item)) for user, item in history.wanted()}


@pytest.mark.parametrize("name", WANTED)
def test_what_is_on_the_list_and_no_more(name: str, tmp_path: Path) -> None:
    path = database(name, tmp_path / "app.db")
    found = wanted(path)
    assert found == WANTED[name]
    with HistoryDB(path) as history:
        assert found == {(str(u), str(i)) for u, i in history.wanted(["1", "2"])}
        assert {i for _, i in found} <= {item for item, *_ in history.all_items()}, "they are items"


def test_a_watchlist_became_one_of_the_lists(tmp_path: Path) -> None:
    assert wanted(database("mediatracker", tmp_path / "app.db", LATER)) == {("1", "4")}


def test_of_a_series_all_chapters_are_wanted(tmp_path: Path) -> None:
    path = database("kavita", tmp_path / "app.db")
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT c.Id FROM Chapter c JOIN Volume v ON v.Id = c.VolumeId WHERE v.SeriesId = "
            "(SELECT SeriesId FROM Volume ORDER BY Id LIMIT 1)"
        )
        chapters = {("2", str(chapter)) for (chapter,) in rows}
    assert chapters
    assert wanted(path) == chapters


def test_a_release_without_a_list_is_read_all_the_same(tmp_path: Path) -> None:
    for name, table in (("movary", "watchlist"), ("kavita", "AppUserWantToRead")):
        path = database(name, tmp_path / f"{name}.db", f"DROP TABLE {table}")
        assert wanted(path) == set()


def test_the_page_names_all_that_have_such_a_list() -> None:
    page = (Path(__file__).parents[3] / "docs" / "presets.md").read_text()
    section = page.partition("## What is wanted")[2].partition("\n## ")[0]
    for preset in map(load_preset, PRESET_NAMES):
        has_list = any(variant.wanted for variant in preset.variants)
        rows = [line for line in section.splitlines() if line.startswith("| ")]
        assert has_list == any(preset.title in row.split("|")[1] for row in rows), preset.title
