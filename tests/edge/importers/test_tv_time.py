"""TV Time's tables: what was watched of several that tell it, each once."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import imported, write_files

from ilora_edge.errors import SourceError
from ilora_edge.importers.tv_time import TvTimeSource

V2 = (
    "updated_at,created_at,user_id,key,series_name,s_id,is_followed,is_for_later,s_no,ep_no,"
    "season_number,episode_number\n"
    "2026-01-09 10:00:00,2020-01-01 10:00:00,7,watch-episode-1,Dark,1,true,,1,1,1,1\n"
    "2026-01-09 10:00:00,2020-01-02 10:00:00,7,watch-episode-2,Dark,1,true,,,,1,2\n"
    "2026-01-09 10:00:00,2020-01-05 10:00:00,7,rewatch-episode-2,Dark,1,true,,1,2,1,2\n"
    "2026-01-09 10:00:00,2020-01-06 10:00:00,7,unwatch-episode-3,Dark,1,true,,1,3,1,3\n"
    "2026-01-09 10:00:00,2020-01-01 09:00:00,7,user-series-1,Dark,1,true,,,,,\n"
)
V1 = (
    "type,entity_type,movie_name,series_name,season_number,episode_number,release_date,"
    "watch_date,watch_date_range_key,created_at\n"
    "watch,movie,Past Lives,,,,2023-01-01 00:00:00,,watch-date-1740862800,2025-03-01 23:00:00\n"
    "watch,movie,Fury,,,,0001-01-01 00:00:00,,,2020-02-11 23:09:28\n"
    "rewatch,movie,Fury,,,,0001-01-01 00:00:00,,,2021-02-11 23:09:28\n"
    "towatch,movie,Dune,,,,2021-01-01 00:00:00,,,2020-02-11 23:09:28\n"
    "follow,series,,Lost,,,,,,2020-02-11 23:09:28\n"
    "watch,episode,,Dark,1,1,,1577872801,watch-date-1577872801,2020-01-01 10:00:01\n"
    "watch,episode,,Lost,2,3,,1577872900,,2020-01-01 10:01:40\n"
)
SEEN = (
    "created_at,tv_show_name,episode_season_number,episode_number,updated_at\n"
    "2020-01-01 10:00:09,Dark,1,1,\n"
    "2019-05-01 10:00:00,Lost,1,1,2019-05-01 10:00:00\n"
)


def test_every_watching_counts_once(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path / "gdpr-data",
        {
            "seen_episode.csv": SEEN,
            "show_seen_episode_latest.csv": "tv_show_name,created_at\nDark,2020-01-01\n",
            "tracking-prod-records.csv": V1,
            "tracking-prod-records-v2.csv": V2,
            "refresh_token.csv": "token\nsecret\n",
        },
    )
    source = TvTimeSource([folder])
    histories, items = imported(source, tmp_path / "x.db")
    assert [(e.item_id, e.timestamp) for e in histories["me"]] == [
        ("Lost", 1556704800),
        ("Dark", 1577872800),
        ("Lost", 1577872900),
        ("Dark", 1577959200),
        ("Dark", 1578218400),
        ("Fury", 1581462568),
        ("Fury", 1613084968),
        ("Past Lives (2023)", 1740862800),
    ]
    assert {item.title for item in items} == {"Lost", "Dark", "Fury", "Past Lives (2023)"}
    assert source.notes == ["left out, what is followed or planned, and not watched: 4"]


def test_another_table_is_named(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.csv": "token,created_at\nx,2020-01-01\n"})
    with pytest.raises(SourceError, match="not an export of TV Time"):
        imported(TvTimeSource([tmp_path / "a.csv"]), tmp_path / "x.db")
