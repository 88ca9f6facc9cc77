"""Tables of services that have no command of their own, through ``import csv``."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.importers.delimited import DelimitedSource

SIMKL = (
    "SIMKL_ID,Title,Type,Year,Watchlist,LastEpWatched,WatchedDate,Rating,Memo,TVDB,TMDB,IMDB\n"
    "1029,Star Path,tv show,1987,completed,7,18-12-2023 21:50:41,10,cool,71470,,tt0092455\n"
    "1030,Wish,movie,1990,plantowatch,,,,,,,\n"
)
ZONE = "GMT+0000 (Coordinated Universal Time)"
WETRAKR = (
    "title,year,type,tmdb_id,imdb_id,show_title,season_number,status,tracked_at,updated_at\n"
    f"Kiln,2019,movie,1,,,,watched,Tue May 12 2026 18:38:35 {ZONE},"
    f"Tue May 26 2026 09:08:09 {ZONE}\n"
)
APPLE = (
    "Artist Name,Song Name,Event Start Timestamp,Event End Timestamp,Play Duration Milliseconds\n"
    "Lanterns,Ghost,2023-06-11T23:05:12Z,2023-06-11T23:10:19Z,307000\n"
)
BOOKWYRM = (
    "title,author_text,remote_id,isbn_13,start_date,finish_date,stopped_date,rating,shelf,shelf_date\n"
    "Solar,A Lem,https://x/1,9780441172719,2024-01-01,2024-02-01,,4,read,2024-02-02\n"
    "Wish,B,https://x/2,,,,,,to-read,2024-03-01\n"
)
GAMES = "appid,name,playtime_forever,rtime_last_played\n10,Kiln,120,1700000000\n20,Ash,0,0\n"
BACKLOG = "Game,Platform,Status,Finished On\nKiln,PC,Completed,2024-05-01\nAsh,PC,Backlog,\n"
PODCASTS = "Podcast,Episode,Listened at\nKiln Talk,One,2024-05-01 10:00\n"


@pytest.mark.parametrize(
    ("text", "item", "time"),
    [
        (SIMKL, "Star Path (1987)", 1702936241),
        (WETRAKR, "Kiln (2019)", 1778611115),
        (APPLE, "Lanterns - Ghost", 1686525019),
        (BOOKWYRM, "Solar", 1706745600),
        (GAMES, "Kiln", 1700000000),
        (BACKLOG, "Kiln", 1714521600),
        (PODCASTS, "Kiln Talk", 1714557600),
    ],
    ids=["simkl", "wetrakr", "apple music", "bookwyrm", "games", "backlog", "podcasts"],
)
def test_columns_are_found(tmp_path: Path, text: str, item: str, time: int) -> None:
    """The last interaction; what is only planned is none."""
    histories, _ = imported(
        DelimitedSource(write(tmp_path / "x.csv", text), "csv"), tmp_path / "x.db"
    )
    assert (histories["me"][-1].item_id, histories["me"][-1].timestamp) == (item, time)
    assert "Wish" not in {i.item_id.partition(" (")[0] for i in histories["me"]}


def test_counts_are_no_times(tmp_path: Path) -> None:
    text = "title,times_played,last_played\nA,90000,1700000000\nB,2,1700000100\n"
    histories, _ = imported(
        DelimitedSource(write(tmp_path / "x.csv", text), "csv"), tmp_path / "x.db"
    )
    assert [i.timestamp for i in histories["me"]] == [1700000000, 1700000100]


def test_of_instapaper_only_what_was_archived_or_kept_is_read(tmp_path: Path) -> None:
    text = (
        "URL,Title,Selection,Folder,Timestamp,Tags\n"
        "https://a.example/1,First,,Archive,1704189600,[]\n"
        "https://a.example/2,Second,,Unread,1704189700,[]\n"
        "https://a.example/3,Third,,Starred,1704189800,[]\n"
        "https://a.example/4,Fourth,,To read,1704189800,[]\n"
        "https://a.example/5,Fifth,,Gardens,1704189800,[]\n"
    )
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    source = DelimitedSource(tmp_path / "a.csv", "csv")
    assert [item for _, item, *_ in source.interactions()] == ["First", "Third", "Fifth"]
    assert source.wanted == {("me", "Second"), ("me", "Fourth")}
