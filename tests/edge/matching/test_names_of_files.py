"""Titles as a file's name has them, and what else was taken for one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.matching.matcher import Matcher


@pytest.mark.parametrize(
    ("known", "title", "year", "is_same"),
    [
        # What a cut is called may be all the name there is, or its end.
        ("The Final Cut (2004)", "The.Final.Cut.2004.1080p.BluRay", None, True),
        ("Clay DC (2004)", "Clay.DC.2004.mkv", None, True),
        ("Clay Fever (1982)", "Clay.Fever.The.Final.Cut.1982.BluRay", None, True),
        # Who made the file, where nothing stands behind the year.
        ("Clay Fever (1995)", "[Group] Clay Fever (1995)", None, True),
        ("Clay Fever (1995)", "[Rim of] Clay Fever (1995)", 1995, True),
        ("Clay Fever (1995)", "[Group] Clay Fever (1996)", None, False),
        ("2 (2009)", "[REC] 2 (2009)", None, False),
        ("2 (2009)", "[REC] 2 (2009).mkv", None, False),
        # Words in simplified characters are Japanese ones too.
        ("銀魂 (2010)", "劇場版 銀魂", 2010, True),
        ("劇場版 呪術廻戦 0 (2021)", "呪術廻戦 0", 2021, True),
        ("ご注文はうさぎ (2017)", "劇場版 ご注文はうさぎ", 2017, True),
        # Another work than the novel, as a graphic one is.
        ("Ember Floor (2013)", "Ember Floor: A Junior Novel", None, False),
        ("Ember Floor (2013)", "Ember Floor: A Visual Novel", None, False),
    ],
)
def test_named_otherwise(
    tmp_path: Path, known: str, title: str, year: int | None, is_same: bool
) -> None:
    write_catalogue(tmp_path / "one.db", [CatalogueItem(1, "1", known, 0, (1,))])
    with closing(Catalogue(tmp_path / "one.db")) as catalogue:
        found = Matcher(catalogue, [("x", "Else")]).match([("y", title, year)])
    assert found == [("1", "title") if is_same else None]
