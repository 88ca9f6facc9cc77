"""Each preset knows its application's schema, and reads the right rows out of it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import EXPECTED, SCHEMAS

from ilora_edge import presets
from ilora_edge.errors import OptionError
from ilora_edge.presets import PRESET_NAMES, Preset, Variant, load_preset, recognise

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


def preset_and_variant(schema: str) -> tuple[Preset, Variant]:
    """The newest variant for the key "jellyfin", the one named so for "jellyfin-10.10"."""
    name, _, older = schema.partition("-")
    preset = load_preset(name)
    (variant,) = [v for v in preset.variants if v.name == (older or preset.variants[0].name)]
    return preset, variant


def select(connection: sqlite3.Connection, query: str) -> list[dict[str, object]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    assert len(set(names)) == len(names)
    return [dict(zip(names, row, strict=True)) for row in cursor]


def history(connection: sqlite3.Connection, variant: Variant) -> list[tuple[str, str, int]]:
    rows = []
    for row in select(connection, variant.interactions):
        seconds = row["time"]
        assert isinstance(seconds, int)
        rows.append((str(row["user"]), str(row["item"]), seconds))
    return sorted(rows, key=lambda row: (row[0], row[2], row[1]))


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
    variant: Variant, connection: sqlite3.Connection
) -> None:
    for table, names in variant.tables.items():
        connection.execute(f"CREATE TABLE {table} ({', '.join(names)})")
    for query in (variant.interactions, variant.items):
        assert query.startswith("SELECT ")
        assert ";" not in query
    interactions = connection.execute(variant.interactions).description
    assert [name for name, *_ in interactions] in (
        ["user", "item", "time"],
        ["user", "item", "time", "weight"],
    )
    items = [name for name, *_ in connection.execute(variant.items).description]
    assert items[:2] == ["item", "title"]
    assert not {"genre", "tags", "ProductionYear"} & set(items)
    assert [name.lower() for name in items] == items


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_schema_is_known_by_the_very_columns_that_its_queries_read(
    variant: Variant, connection: sqlite3.Connection
) -> None:
    for table, names in variant.tables.items():
        connection.execute(f"CREATE TABLE {table} ({', '.join(names)})")
    read: set[tuple[str, str]] = set()

    def note(
        action: int, table: str | None, column: str | None, schema: str | None, view: str | None
    ) -> int:
        if action == sqlite3.SQLITE_READ and table and column and column != "ROWID":
            read.add((table, column))
        return sqlite3.SQLITE_OK

    connection.set_authorizer(note)
    connection.execute(variant.interactions)
    connection.execute(variant.items)
    assert read == {(table, name) for table, names in variant.tables.items() for name in names}
    assert variant.n_columns == len(read)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_database_is_recognised_as_its_own_and_nothing_else(
    schema: str, connection: sqlite3.Connection
) -> None:
    SCHEMAS[schema](connection)
    assert recognise(columns_of(connection)) == [preset_and_variant(schema)]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_history_is_read(schema: str, connection: sqlite3.Connection) -> None:
    SCHEMAS[schema](connection)
    _, variant = preset_and_variant(schema)
    assert history(connection, variant) == EXPECTED[schema]
    assert len(EXPECTED[schema]) >= 8
    items = select(connection, variant.items)
    assert len(items) >= 6
    titles = {str(item["item"]): item["title"] for item in items}
    assert len(titles) == len(items)
    assert all(isinstance(title, str) and title for title in titles.values())
    assert {item for _, item, _ in EXPECTED[schema]} <= titles.keys()


@pytest.mark.parametrize("zone", ["UTC0", "XXX-5:30", "XXX8"])
def test_local_times_are_those_of_this_machine(
    zone: str, connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        try:
            SCHEMAS["kodi"](connection)
            assert history(connection, load_preset("kodi").variants[0]) == EXPECTED["kodi"]
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
def test_a_column_less_is_another_schema(variant: Variant) -> None:
    for table, names in variant.tables.items():
        for name in names:
            rest = [other for other in names if other != name]
            assert variant not in [v for _, v in recognise({**variant.tables, table: rest})]


def test_names_have_no_case() -> None:
    (variant,) = load_preset("antennapod").variants
    columns = {table.upper(): [n.title() for n in names] for table, names in variant.tables.items()}
    assert [preset.name for preset, _ in recognise(columns)] == ["antennapod"]


def test_of_several_fits_the_most_specific_is_first() -> None:
    columns: dict[str, set[str]] = {}
    for preset in map(load_preset, PRESET_NAMES):
        for variant in preset.variants:
            for table, names in variant.tables.items():
                columns.setdefault(table.lower(), set()).update(names)
    found = recognise(columns)
    assert sorted(preset.name for preset, _ in found) == list(PRESET_NAMES)
    assert all(variant == preset.variants[0] for preset, variant in found)
    sizes = [sum(map(len, variant.tables.values())) for _, variant in found]
    assert sizes == sorted(sizes, reverse=True)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(OptionError, match=r"no preset '\.\./x'; the known ones are antennapod, "):
        load_preset("../x")
