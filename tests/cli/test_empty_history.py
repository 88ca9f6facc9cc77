"""A database of an application in which nothing has happened, or an upgrade was broken off."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_offers import Rows, written
from harness import Cli

_FILM = "MediaBrowser.Controller.Entities.Movies.Movie"
_ITEMS: Rows = [("BaseItems", {"Id": "M", "Name": "Ebb", "Type": _FILM, "IsFolder": 0})]
_PLAYS: Rows = [("UserData", {"ItemId": "M", "UserId": "U", "CustomDataKey": "M", "Played": 1})]


@pytest.mark.parametrize("rows", [[], _ITEMS, _PLAYS])
def test_users_say_that_there_is_no_history(cli: Cli, rows: Rows, tmp_path: Path) -> None:
    path = written("jellyfin", rows, tmp_path / "jellyfin.db")
    ran = cli("users", "--db", path)
    assert ran.code == 0
    assert "has no interactions, read as jellyfin (10.11)" in ran.err
    assert "another file of that program" in ran.err
    assert "no interactions" not in ran.out
