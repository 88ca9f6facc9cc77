"""Whatever a preset reads can be evaluated: rows of what the bundle knows, and the same remarks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import SCHEMAS

from ilora_edge.bundle.files import read_manifest
from ilora_edge.bundle.manifest import Manifest
from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.demo import demo_bundle
from ilora_edge.evaluation.rows import ReadAs, read_database
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.requests import read_request


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return read_manifest(demo_bundle())


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_preset_is_evaluated(schema: str, manifest: Manifest, tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as db:
        SCHEMAS[schema](db)
        db.commit()
    before = path.read_bytes()
    with HistoryDB(path) as history:
        titles = sorted(title.decode() for _, title, _ in history.described_items())
        (user, *_) = [u.user for u in history.users()]
    items = [CatalogueItem(n, f"c{n}", title, 1, (1,)) for n, title in enumerate(titles, 1)]
    write_catalogue(tmp_path / "catalogue.db", items)
    said: list[str] = []
    with closing(Catalogue(tmp_path / "catalogue.db")) as catalogue:
        read_as = ReadAs(catalogue=catalogue, manifest=manifest, note=said.append)
        rows = read_database(path, None, None, 1, False, read_as=read_as)
        with HistoryDB(path) as history:
            request = read_request(history, user, catalogue, manifest)
    assert {row.target for row in rows} <= {item.item_id for item in items}
    # The history of who is asked for is what is before the target, and the target.
    whole: dict[str, set[str]] = {}
    for row in rows:
        whole.setdefault(row.user, set()).update((*(i.item_id for i in row.history), row.target))
    assert whole.get(user, set()) <= {item.item_id for item in request.history}
    assert said[0].startswith(f"{path}: read as {schema.partition('-')[0].split()[0]}")
    assert path.read_bytes() == before
    assert sorted(f.name for f in tmp_path.iterdir()) == ["app.db", "catalogue.db"]
