"""An application's other databases: one line that names them, and what to give instead."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import SCHEMAS

from ilora_edge.errors import DatabaseError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.presets import PRESET_NAMES, OtherFile, load_preset, recognise, without_history
from ilora_edge.presets.without_history import PROGRAMS, Program

OTHERS = [(name, other) for name in PRESET_NAMES for other in load_preset(name).others]


def _create(path: Path, other: OtherFile) -> None:
    with closing(sqlite3.connect(path)) as db:
        for table, columns in other.tables.items():
            db.execute(f'CREATE TABLE "{table}" ({", ".join(columns)})')


@pytest.mark.parametrize(("app", "other"), OTHERS, ids=lambda value: getattr(value, "file", value))
def test_the_right_file_is_named(app: str, other: OtherFile, tmp_path: Path) -> None:
    _create(tmp_path / "app.db", other)
    title = load_preset(app).title
    for mapping in (Mapping(), Mapping(app=app)):
        with pytest.raises(DatabaseError) as caught:
            HistoryDB(tmp_path / "app.db", mapping)
        said = str(caught.value)
        assert f"is a file of {title} ({other.file}: " in said
        assert f"has no history; give {other.instead} instead" in said
        assert "\n" not in said


@pytest.mark.parametrize("schema", SCHEMAS)
def test_no_history_is_taken_for_one(schema: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        SCHEMAS[schema](db)
        tables = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        columns = {t: [row[1] for row in db.execute(f'PRAGMA table_info("{t}")')] for t in tables}
    assert recognise(columns)
    assert without_history(columns) is None


def test_another_application_s_is_not_asked_about(tmp_path: Path) -> None:
    """Where ``--app`` insists on an application, its own words stay."""
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        SCHEMAS["navidrome"](db)
    with pytest.raises(DatabaseError, match="is not a database of Kodi"):
        HistoryDB(tmp_path / "app.db", Mapping(app="kodi"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.title)
def test_what_was_fetched_is_no_history(program: Program, tmp_path: Path) -> None:
    """Though it has a table called History, with dates and titles."""
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        for table, columns in program.tables.items():
            db.execute(f'CREATE TABLE "{table}" (Id INTEGER PRIMARY KEY, {", ".join(columns)})')
    with pytest.raises(DatabaseError) as caught:
        HistoryDB(tmp_path / "app.db", Mapping())
    assert f"is of {program.title} ({program.holds})" in str(caught.value)
    assert f"give {program.instead} instead" in str(caught.value)


def test_programs_are_not_taken_for_each_other() -> None:
    for program in PROGRAMS:
        said = without_history(program.tables)
        assert said is not None
        assert f"of {program.title} " in said
