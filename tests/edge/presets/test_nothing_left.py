"""A history whose items are all gone: said, and a list of the bundle's own, or one clear line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import EXPECTED, SCHEMAS

from ilora_edge.bundle.files import read_manifest
from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.demo import demo_bundle
from ilora_edge.errors import DatabaseError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.requests import UserReader

GONE = {
    "plex": "CREATE TABLE library_sections (id INTEGER PRIMARY KEY, section_type INTEGER);"
    "UPDATE metadata_items SET library_section_id = 7;",
    "navidrome": "UPDATE media_file SET missing = 1;",
    "strawberry": "UPDATE songs SET unavailable = 1;",
    "komga": "UPDATE BOOK SET DELETED_DATE = '2025-01-01';",
    "lutris": "ALTER TABLE games ADD COLUMN hidden INTEGER; UPDATE games SET hidden = 1;",
    "jellyfin": "ALTER TABLE BaseItems ADD COLUMN IsVirtualItem INTEGER DEFAULT 1;",
}


@pytest.mark.parametrize("schema", GONE)
def test_none_of_its_items_is_left(schema: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        SCHEMAS[schema](db)
        db.executescript(GONE[schema])
    manifest = read_manifest(demo_bundle())
    (user, watched, _), *_ = EXPECTED[schema]
    with HistoryDB(tmp_path / "app.db") as history:
        title = history.read_titles([watched])[watched]
        for known in ("Another", title):
            said: list[str] = []
            catalogue = tmp_path / f"{known == title}.db"
            write_catalogue(catalogue, [CatalogueItem(1, "c1", known, 1, (1,))])
            with closing(Catalogue(catalogue)) as bundle, UserReader(history, user) as reader:
                if known == title:
                    asked = reader.request(bundle, manifest, note=said.append)
                    assert (asked.out_of_catalogue, asked.seen) == ([], asked.seen)
                else:
                    with pytest.raises(DatabaseError, match="no item is left"):
                        reader.request(bundle, manifest, note=said.append)
            assert [line for line in said if "none of its items any more" in line]
