"""Each preset knows its application's schema, and reads the right rows out of it."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from app_schemas import EXPECTED, SCHEMAS

from ilora_edge import presets
from ilora_edge.errors import OptionError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.presets import PRESET_NAMES, Preset, SchemaVariant, load_preset, recognise

VARIANTS = [
    pytest.param(variant, id=f"{name}-{variant.name}")
    for name in PRESET_NAMES
    for variant in load_preset(name).variants
]


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        yield connection


def columns_of(connection: sqlite3.Connection) -> dict[str, list[str]]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    query = "SELECT name FROM pragma_table_xinfo(?)"
    return {table: [name for (name,) in connection.execute(query, (table,))] for (table,) in tables}


def preset_and_variant(schema: str) -> tuple[Preset, SchemaVariant]:
    """The newest variant for the key "jellyfin", the one named so for "jellyfin-10.10"."""
    name, _, older = schema.partition("-")
    preset = load_preset(name)
    (variant,) = [v for v in preset.variants if v.name == (older or preset.variants[0].name)]
    return preset, variant


def written(folder: Path, schema: str) -> Path:
    path = folder / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        SCHEMAS[schema](connection)
        connection.commit()
    return path


def events(path: Path) -> list[tuple[str, str, int]]:
    with HistoryDB(path) as history:
        found = [(u, e.item_id, e.timestamp) for u, every in history.histories() for e in every]
    return in_order(found)


def in_order(rows: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    return sorted(rows, key=lambda row: (row[0], row[2], row[1]))


def columns_named(variant: SchemaVariant) -> set[tuple[str, str]]:
    """What the conditions of a variant's lines ask for."""
    text = f"{variant.interactions}\n{variant.items}\n{variant.seen}"
    found = re.findall(r"--[?*] !?(\w+(?:#\w*)?)\.(\w+)$", text, re.MULTILINE)
    return {(table.replace("#", "1"), column) for table, column in found}


def test_the_names_are_those_of_the_files() -> None:
    files = Path(presets.__file__).parent.glob("*.toml")
    assert sorted(path.stem for path in files) == list(PRESET_NAMES)


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_every_preset_loads(name: str) -> None:
    preset = load_preset(name)
    assert preset.name == name
    assert all((preset.title, preset.about, preset.file, preset.verified, preset.variants))
    assert len({variant.name for variant in preset.variants}) == len(preset.variants)


def test_every_variant_has_a_fixture() -> None:
    tested = [preset_and_variant(schema) for schema in SCHEMAS]
    every = [(p.name, v.name) for p in map(load_preset, PRESET_NAMES) for v in p.variants]
    assert sorted((preset.name, variant.name) for preset, variant in tested) == sorted(every)
    assert SCHEMAS.keys() == EXPECTED.keys()


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_query_is_one_select_with_the_agreed_columns(
    variant: SchemaVariant, connection: sqlite3.Connection
) -> None:
    for table, names in variant.tables.items():
        connection.execute(f"CREATE TABLE {table} ({', '.join(names)})")
    # What is asked for in a line's place where the column is not there.
    extra = {
        "koel": ("interactions", "updated_at"),
        "yamtrack": ("app_episode", "watch_date"),
        "podfetch": ("episodes", "username"),
        "vlc": ("Media", "artist_id album_id genre_id"),
    }
    for table, columns in extra.values():
        for column in columns.split() if table in variant.tables else ():
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    fitted = variant.fitted({t.lower(): [n.lower() for n in c] for t, c in variant.tables.items()})
    for query in (fitted.interactions, fitted.items, fitted.seen):
        assert query.startswith(("SELECT ", "WITH "))
        assert ";" not in query
        assert "--" not in query
    interactions = [name for name, *_ in connection.execute(fitted.interactions).description]
    assert interactions[:3] == ["user", "item", "time"]
    assert interactions[3:] in ([], ["weight"], ["rating"], ["rating", "order"])
    items = [name for name, *_ in connection.execute(fitted.items).description]
    assert items[:2] == ["item", "title"]
    assert not {"genre", "tags", "ProductionYear"} & set(items)
    assert [name.lower() for name in items] == items
    assert [name for name, *_ in connection.execute(fitted.seen).description] == ["user", "item"]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_lines_are_for_columns_of_the_application(
    schema: str, connection: sqlite3.Connection
) -> None:
    SCHEMAS[schema](connection)
    present = {t.lower(): {n.lower() for n in c} for t, c in columns_of(connection).items()}
    _, variant = preset_and_variant(schema)
    fitted = variant.fitted(present)
    for query in (fitted.interactions, fitted.items, fitted.seen):
        names = [name for name, *_ in connection.execute(query).description]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_database_is_recognised_as_its_own_and_nothing_else(
    schema: str, connection: sqlite3.Connection
) -> None:
    SCHEMAS[schema](connection)
    preset, variant = preset_and_variant(schema)
    found = recognise(columns_of(connection))
    assert {p.name for p, _ in found} == {preset.name}
    assert variant.name in [v.name for _, v in found]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_history_is_read(schema: str, tmp_path: Path) -> None:
    path = written(tmp_path, schema)
    assert events(path) == in_order(EXPECTED[schema])
    assert len(EXPECTED[schema]) >= 8
    with HistoryDB(path) as history:
        titles = [(item, title.decode()) for item, title, _ in history.described_items()]
        seen = list(history.seen())
        gone = set(history.unavailable_items())
    assert len(titles) >= 6
    assert len(dict(titles)) == len(titles)
    assert all(title for _, title in titles)
    assert {item for _, item, _ in EXPECTED[schema]} <= dict(titles).keys()
    # What was interacted with is seen, and what is gone is described.
    assert {(user, item) for user, item, _ in EXPECTED[schema]} <= set(seen)
    assert gone <= dict(titles).keys()


@pytest.mark.parametrize("zone", ["UTC0", "XXX-5:30", "XXX8"])
def test_local_times_are_those_of_this_machine(
    zone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        try:
            for schema in ("kodi", "kodi-music", "lute", "supysonic"):
                (tmp_path / schema).mkdir()
                found = events(written(tmp_path / schema, schema))
                assert found == in_order(EXPECTED[schema])
        finally:
            patch.undo()
            time.tzset()


def test_foreign_keys_hold() -> None:
    for build in SCHEMAS.values():
        with closing(sqlite3.connect(":memory:")) as own:
            build(own)
            assert own.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"scrobbles": []},
        {
            "interactions": ["user_id", "item_id", "timestamp", "rating"],
            "items": ["item_id", "title", "genres"],
        },
    ],
)
def test_other_databases_are_not_recognised(columns: dict[str, list[str]]) -> None:
    assert recognise(columns) == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_column_less_is_another_schema(variant: SchemaVariant) -> None:
    for table, names in variant.tables.items():
        for name in names:
            rest = [other for other in names if other != name]
            found = recognise({**variant.tables, table: rest})
            assert variant.name not in [v.name for p, v in found if variant in p.variants]


def test_names_have_no_case() -> None:
    (variant,) = load_preset("antennapod").variants
    tables = variant.tables.items()
    columns = {table.upper(): [n.title() for n in names] for table, names in tables}
    assert [preset.name for preset, _ in recognise(columns)] == ["antennapod"]


def test_of_several_fits_the_most_specific_is_first() -> None:
    columns: dict[str, set[str]] = {}
    for preset in map(load_preset, PRESET_NAMES):
        for variant in preset.variants:
            for table, there in variant.tables.items():
                columns.setdefault(table.lower(), set()).update(there)
    found = recognise(columns)
    names = list(dict.fromkeys(preset.name for preset, _ in found))
    assert sorted(names) == list(PRESET_NAMES)
    first = {preset.name: variant for preset, variant in reversed(found)}
    assert all(first[n].name == load_preset(n).variants[0].name for n in names)
    sizes = [load_preset(n).variants[0].n_columns for n in names]
    assert sizes == sorted(sizes, reverse=True)


def test_lines_and_blocks_are_for_what_is_there() -> None:
    (variant,) = load_preset("calibre").variants
    query = (
        "SELECT 1\n a  --? t.a\n b  --? !t.a\n--? t.b\n c\n d  --? t.a\n--.\n"
        "--* col_#.x\n col_# is #\n--."
    )
    variant = replace(variant, interactions=query)
    assert variant.fitted({}).interactions.split() == ["SELECT", "1", "b"]
    present = {"t": ["a", "b"], "col_12": ["x"], "col_3": ["x"], "col_4": ["y"], "col_z": ["x"]}
    assert variant.fitted(present).interactions.splitlines() == (
        ["SELECT 1", " a", " c", " d", " col_3 is 3", " col_12 is 12"]
    )


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(OptionError, match=r"no preset '\.\./x'; the known ones are \w+, anki, ant"):
        load_preset("../x")
