"""Who is known to an application and has done nothing yet gets a list all the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import SCHEMAS

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.errors import UnknownUserError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.people import find_user
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user import read_events
from ilora_edge.histories.user_task import BadUser, UserTask
from ilora_edge.presets import PRESET_NAMES, load_preset

# The rest have no table of users in the file: a server's in another one, or names of logs.
OF_OTHER_FILES = {"emby", "jellyfin 10.10", "playbackreporting"}
NEW: dict[str, tuple[str, dict[str, object]]] = {
    "jellyfin": ("Users", {"Id": "NEW", "Username": "Nora"}),
    "navidrome": ("user", {"id": "NEW", "user_name": "Nora"}),
    "audiobookshelf": ("users", {"id": "NEW", "username": "Nora"}),
    "komga": ("USER", {"ID": "NEW", "EMAIL": "Nora"}),
    "kavita": ("AspNetUsers", {"Id": 77, "UserName": "Nora"}),
    "koel": ("users", {"id": 77, "name": "Nora"}),
    "plex": ("accounts", {"id": 77, "name": "Nora"}),
    "tautulli": ("users", {"user_id": 77, "friendly_name": "Nora"}),
    "watcharr": ("users", {"id": 77, "username": "Nora", "password": ""}),
    "mediatracker": ("user", {"id": 77, "name": "Nora", "password": ""}),
    "podfetch": ("users", {"username": "Nora", "id": 77, "role": "user"}),
    "gonic": ("users", {"id": 77, "name": "Nora", "password": ""}),
    "lms": ("user", {"id": 77, "login_name": "Nora"}),
    "supysonic": ("user", {"id": "NEW", "name": "Nora"}),
    "yamtrack": ("users_user", {"id": 77, "username": "Nora"}),
}


def test_every_variant_says_who_they_are_or_cannot() -> None:
    for name in PRESET_NAMES:
        for variant in load_preset(name).variants:
            if name in OF_OTHER_FILES or f"{name} {variant.name}" in OF_OTHER_FILES:
                continue
            assert variant.people, (name, variant.name)


def _add(path: Path, table: str, values: dict[str, object]) -> None:
    """Put a row into a table of users, which a fixture may lack; what it must have is 0."""
    names = ", ".join(f'"{n}"' for n in values)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f'CREATE TABLE IF NOT EXISTS "{table}" ({names})')
        query = 'SELECT lower(name), "notnull" FROM pragma_table_info(?)'
        must = dict(connection.execute(query, (table,)).fetchall())
        for name in values:
            if name.lower() not in must:
                connection.execute(f'ALTER TABLE "{table}" ADD COLUMN "{name}"')
        row: dict[str, object] = {name: 0 for name, needed in must.items() if needed}
        row |= {name.lower(): value for name, value in values.items()}
        columns, marks = ", ".join(f'"{n}"' for n in row), ", ".join("?" * len(row))
        connection.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', [*row.values()])


@pytest.mark.parametrize("app", NEW)
def test_who_has_done_nothing_is_somebody(app: str, tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        SCHEMAS[app](connection)
        connection.commit()
    table, values = NEW[app]
    with HistoryDB(path) as history:
        users = {user.user for user in history.users()}
        with pytest.raises(UnknownUserError):
            read_events(history, str(next(iter(values.values()))))
    _add(path, table, values)
    new = str(next(iter(values.values())))
    with HistoryDB(path) as history:
        assert new in history.people()
        assert find_user(history, new) == new
        assert read_events(history, new) == []
        assert {user.user for user in history.users()} == users, "no interaction, no line"
        with pytest.raises(UnknownUserError, match=r"has used nothing yet$"):
            history.read_history(new)
        with pytest.raises(UnknownUserError, match=r"^no user 'nobody' in "):
            read_events(history, "nobody")


@pytest.mark.parametrize("app", NEW)
def test_of_however_many_people_each_is_known(
    app: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        SCHEMAS[app](connection)
        connection.commit()
    _add(path, *NEW[app])
    new = str(next(iter(NEW[app][1].values())))
    # Of a hundred thousand here.
    monkeypatch.setattr("ilora_edge.histories.database.MOST_PEOPLE", 0)
    catalogue = tmp_path / "catalogue.db"
    write_catalogue(catalogue, [CatalogueItem(1, "a", "Ant", 0, (1,))])
    with HistoryDB(path) as history, closing(Catalogue(catalogue)) as bundle:
        assert find_user(history, new) == new
        assert read_events(history, new) == []
        with Spool(history, bundle, users=(new,)) as spool:
            (task,) = spool.tasks(None, 5, (new,))
        with Spool(history, bundle, users=("nobody",)) as spool:
            (other,) = spool.tasks(None, 5, ("nobody",))
    assert isinstance(task, UserTask)
    assert isinstance(other, BadUser)


# Nothing that says that anything was used.
UNUSED = {
    "calibre": ["DELETE FROM last_read_positions"],
    "strawberry": ["UPDATE songs SET playcount = 0, skipcount = 0, lastplayed = -1"],
    "mihon": ["DELETE FROM history", "UPDATE chapters SET read = 0, last_page_read = 0"],
    "anki": ["DELETE FROM revlog", "UPDATE cards SET reps = 0"],
}


@pytest.mark.parametrize("app", UNUSED)
def test_the_one_person_of_a_library_in_which_nothing_was_used(app: str, tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        SCHEMAS[app](connection)
        for statement in UNUSED[app]:
            connection.execute(statement)
        connection.commit()
    with HistoryDB(path) as history:
        assert list(history.users()) == []
        assert history.people() == ["me"]
        assert read_events(history, "me") == []
        assert list(history.described_items())
