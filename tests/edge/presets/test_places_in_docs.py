"""Which applications' items have a path, an address or a feed is said where lists are described."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import SCHEMAS

from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.places import read_places
from ilora_edge.presets import PRESET_NAMES, load_preset

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", SCHEMAS)
def test_who_says_where_items_are_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        SCHEMAS[name](connection)
    with HistoryDB(path) as history:
        preset = history.queries.source.partition(" ")[0]
        if not read_places(history, [item for item, *_ in history.described_items()]):
            return
    title = tomllib.loads((ROOT / f"ilora_edge/presets/{preset}.toml").read_text())["title"]
    lists = " ".join((ROOT / "docs" / "lists.md").read_text().split())
    (named,) = (part for part in lists.split(". ") if part.startswith("Presets have one"))
    assert title.casefold() in named.casefold()


BROWSERS = {"chromium", "epiphany", "firefox", "qutebrowser", "safari"}


def test_who_only_remembers_is_named() -> None:
    """Of all others ``init`` writes that lists keep to what they have."""
    page = " ".join((ROOT / "docs" / "presets.md").read_text().split())
    (named,) = (part for part in page.split(". ") if part.endswith("Yamtrack only remember"))
    others = {name for name in PRESET_NAMES if not load_preset(name).library} - BROWSERS
    said = named.removeprefix("Browsers, ").removesuffix(" only remember").replace(" and ", ", ")
    assert others == {
        one.removesuffix("'s statistics").lower()
        for one in said.replace(" Reporting", "reporting").split(", ")
    }


def test_they_are_counted_where_they_are_told_of() -> None:
    for page in ("README.md", "docs/databases.md", "docs/presets.md"):
        said = set(re.findall(r"\b([0-9]+) applications", (ROOT / page).read_text()))
        assert said == {str(len(PRESET_NAMES))}, page
    others = sum(
        len(tomllib.loads((ROOT / f"ilora_edge/presets/{name}.toml").read_text()).get("other", ()))
        for name in PRESET_NAMES
    )
    assert f", {others} in all)" in (ROOT / "docs" / "presets.md").read_text()


TOLD = {
    # A column of items, and between which words a page says which applications have it.
    "series": ("docs/databases.md", "Series are", "in a [mapping]"),
    "public_rating": ("docs/recommend.md", "says so.", "have the public's ratings"),
}


@pytest.mark.parametrize("column", TOLD)
def test_who_has_a_column_is_named(column: str) -> None:
    page, begin, end = TOLD[column]
    text = " ".join((ROOT / page).read_text().split())
    told = text[: text.index(end)].rpartition(begin)[2].casefold()
    for name in PRESET_NAMES:
        preset = load_preset(name)
        if any(re.search(rf"\b{column}\b[,\s]", v.items or "") for v in preset.variants):
            assert preset.title.casefold() in told, name
