"""What services have come to write: keys alone, a program's zero as a date, shows given up."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from importing import imported, write, write_files

from ilora_edge.errors import SourceError
from ilora_edge.importers.trakt import TraktSource
from ilora_edge.importers.tv_time import TvTimeSource


def test_tv_times_key_alone_says_what_was_watched(tmp_path: Path) -> None:
    path = write(
        tmp_path / "tracking-prod-records-v2.csv",
        "key,series_name,created_at\n"
        "watch-episode-1-345,Dark,2025-11-24 18:30:00\n"
        "rewatch-episode-1-345-2,Dark,2025-11-25 18:30:00\n"
        "unwatch-episode-1-9,Lost,2025-11-26 18:30:00\n"
        "user-series-2,Lost,2020-01-01 10:00:00\n"
        "tracking-stats,,2020-01-01 10:00:00\n",
    )
    histories, _ = imported(TvTimeSource([path]), tmp_path / "out.db")
    found = [(event.item_id, event.timestamp) for event in histories["me"]]
    assert found == [("Dark", 1764009000), ("Dark", 1764095400)]


def test_a_programs_zero_is_no_time(tmp_path: Path) -> None:
    path = write(
        tmp_path / "tracking-prod-records.csv",
        "type,entity_type,movie_name,series_name,release_date,created_at\n"
        "watch,movie,Fury,,2014-10-15 00:00:00,0001-01-01 00:00:00\n"
        "watch,movie,Ash,,2014-10-15 00:00:00,2025-11-24 18:30:00\n",
    )
    source = TvTimeSource([path])
    histories, _ = imported(source, tmp_path / "out.db")
    found = [(event.item_id, event.timestamp) for event in histories["me"]]
    assert found == [("Fury (2014)", 0), ("Ash (2014)", 1764009000)]
    assert "without a date, so undated: 1" in source.notes


def test_an_encrypted_archive_is_named_so(tmp_path: Path) -> None:
    path = tmp_path / "tv-time-personal-data.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tracking-prod-records-v2.csv", "key,series_name,created_at\n")
    raw = bytearray(path.read_bytes())
    # The bit of encryption, in the file's own header and in the directory's.
    raw[6] |= 1
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    with pytest.raises(SourceError, match="is encrypted: unpack it with its password"):
        imported(TvTimeSource([path]), tmp_path / "out.db")


def test_shows_that_trakt_says_were_dropped_are_not_offered(tmp_path: Path) -> None:
    film = {"title": "Kiln", "year": 2019, "ids": {"trakt": 5}}
    show = {"title": "Ash", "year": 2020, "ids": {"trakt": 9, "imdb": "tt0000077"}}
    folder = write_files(
        tmp_path / "trakt",
        {
            "watched-history-1.json": json.dumps(
                [{"watched_at": "2025-11-24T18:30:00.000Z", "type": "movie", "movie": film}]
            ),
            "hidden-dropped.json": json.dumps(
                [{"hidden_at": "2025-01-01T00:00:00.000Z", "type": "show", "show": show}]
            ),
            "hidden-calendar.json": json.dumps(
                [{"hidden_at": "2025-01-01T00:00:00.000Z", "type": "movie", "movie": film}]
            ),
        },
    )
    source = TraktSource([folder])
    histories, _ = imported(source, tmp_path / "out.db")
    assert [event.item_id for event in histories["me"]] == ["trakt:5"]
    assert source.seen == {("me", "tt0000077")}
