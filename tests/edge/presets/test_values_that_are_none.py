"""One value that is no time or no rating in an application's file keeps nobody from a list.

Each column of a preset's events is spoilt where its own schema lets it be.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from app_schemas import SCHEMAS

from ilora_edge.bundle.files import CATALOGUE
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.demo import demo_bundle
from ilora_edge.errors import DatabaseError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.spool import Spool

_IS_SPOILT = re.compile(r"(?i)date|time|rating|_at$|_on$|at$|last|played")
BAD_TIMES = ["2025-13-45 99:99", "soon", "01/02/2025", b"\xff\x00", 1e300]


def komga(path: Path, time: object) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        SCHEMAS["komga"](connection)
        connection.execute("UPDATE READ_PROGRESS SET READ_DATE = ? WHERE BOOK_ID = 'b2'", [time])
        connection.commit()
    return path


def remarks(history: HistoryDB) -> list[str]:
    return [remark for remark in history.remarks if "none" in remark]


@pytest.mark.parametrize("time", BAD_TIMES)
def test_a_value_that_is_no_time_counts_as_none(time: object, tmp_path: Path) -> None:
    whole = komga(tmp_path / "whole.db", "2025-01-05 10:00:00")
    with HistoryDB(whole) as history:
        user = next(user for user, events in history.histories() if "b2" in str(events))
        expected = {event.item_id for event in history.read_history(user)}
        assert not remarks(history)
    with HistoryDB(komga(tmp_path / "app.db", time)) as history:
        events = history.read_history(user)
        assert (events[0].item_id, events[0].timestamp) == ("b2", 0)
        assert {event.item_id for event in events} == expected
        assert len(remarks(history)) == 1
        assert "\x00" not in remarks(history)[0]


@pytest.mark.parametrize("time", BAD_TIMES)
def test_users_and_samples_are_told_without_it(time: object, tmp_path: Path) -> None:
    with HistoryDB(komga(tmp_path / "app.db", time)) as history:
        for user in history.users():
            assert user.first_timestamp == 0 or 2020 < 1970 + user.first_timestamp / 31556952 < 2030
            assert user.last_timestamp == 0 or 2020 < 1970 + user.last_timestamp / 31556952 < 2030
        assert len(remarks(history)) == 1
    with HistoryDB(tmp_path / "app.db") as history:
        times = {row["item"]: row["time (UTC)"] for row in history.sample(20)}
        assert times["b2"] == "-"
        assert len(remarks(history)) == 1


@pytest.mark.parametrize("schema", SCHEMAS)
def test_no_column_of_times_or_ratings_stops_an_application(schema: str, tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        SCHEMAS[schema](connection)
        connection.commit()
    with HistoryDB(path) as history:
        source, users = history.queries.source, history.user_ids()
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            names = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
            for (name,) in names.fetchall():
                if _IS_SPOILT.search(name):
                    with suppress(sqlite3.Error):
                        connection.execute(f'UPDATE "{table}" SET "{name}" = ?', [BAD_TIMES[0]])
        connection.commit()
    with HistoryDB(path) as history:
        assert history.queries.source == source
        # What has no time may not have happened, and what is rated low is no history.
        assert {user for user, _ in history.histories()} <= users
        assert {user.user for user in history.users()} <= users
        history.sample(50)


def test_a_spool_tells_of_it_once(tmp_path: Path) -> None:
    path = komga(tmp_path / "app.db", "2025-13-45 99:99")
    with (
        HistoryDB(path) as history,
        closing(Catalogue(demo_bundle() / CATALOGUE)) as catalogue,
        closing(Spool(history, catalogue)) as spool,
    ):
        (said,) = [remark for remark in spool.remarks if "none" in remark]
    assert said.endswith("'2025-13-45 99:99' is not a time, and counts as none")


@pytest.mark.parametrize("rating", ["excellent", b"\xff"])
def test_a_rating_that_is_none_leaves_its_event(rating: object, tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        SCHEMAS["navidrome"](connection)
        connection.execute("UPDATE annotation SET rating = ?", [rating])
        connection.commit()
    with HistoryDB(path) as history:
        assert history.queries.source.startswith("navidrome")
        events = [event for _, every in history.histories() for event in every]
        assert events
        assert all(event.rating is None for event in events)
        assert len(remarks(history)) == 1


def test_whoever_maps_a_file_is_told_which_value_it_is(tmp_path: Path) -> None:
    path = komga(tmp_path / "app.db", "2025-13-45 99:99")
    select = "SELECT USER_ID user, BOOK_ID item, READ_DATE time FROM READ_PROGRESS"
    with (
        HistoryDB(path, Mapping(interactions=select)) as history,
        pytest.raises(DatabaseError, match=r"not a time: '2025-13-45 99:99'; .*SELECT"),
    ):
        list(history.histories())
