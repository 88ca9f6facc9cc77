"""A GUID in another spelling than the database's: as addresses and other programs have it."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_offers import Rows, written

from ilora_edge.errors import OptionError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.naming import ItemFinder, NamedItem
from ilora_edge.histories.people import find_user

_ANN = "0F3C2A91-77B4-4E0D-9C55-1A2B3C4D5E6F"
_EBB = "00000001-ABCD-4EF0-8000-0123456789AB"


def _spelt(guid: str) -> list[str]:
    bare = guid.replace("-", "")
    return [guid, guid.lower(), bare, bare.lower(), f"{{{guid.lower()}}}"]


@pytest.mark.parametrize("spelling", _spelt(_ANN))
def test_a_user_by_another_spelling(spelling: str, tmp_path: Path) -> None:
    rows: Rows = [
        ("Users", {"Id": _ANN, "Username": "ann"}),
        ("BaseItems", {"Id": _EBB, "Type": "MediaBrowser.Controller.Entities.Movies.Movie",
                       "Name": "Ebb", "ProductionYear": 1999}),
        ("UserData", {"ItemId": _EBB, "UserId": _ANN, "CustomDataKey": "k", "PlayCount": 1,
                      "Played": 1, "LastPlayedDate": "2025-03-04 05:06:07"}),
    ]  # fmt: skip
    with HistoryDB(written("jellyfin", rows, tmp_path / "app.db")) as history:
        assert find_user(history, spelling) == _ANN
        assert find_user(history, spelling.replace("0F3C", "0F3D").replace("0f3c", "0f3d")) != _ANN


@pytest.mark.parametrize("spelling", _spelt(_EBB))
def test_an_item_by_another_spelling(spelling: str) -> None:
    finder = ItemFinder([NamedItem(_EBB, "Ebb", 1999, True), NamedItem("7", "Flow", None, True)])
    assert finder.find(spelling).title == "Ebb"
    assert finder.is_name(spelling)
    with pytest.raises(OptionError):
        finder.find(spelling[:-2])
