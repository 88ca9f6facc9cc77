"""Where a person's folders are, whatever the environment says of a home."""

from __future__ import annotations

import os
from pathlib import Path
from pwd import getpwuid

import pytest

from ilora_edge.system.person_folders import cache_folder, data_folder


@pytest.mark.parametrize("home", ["", "here", "./here"])
def test_a_home_that_is_no_place_is_ignored(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", home)
    own = Path(getpwuid(os.getuid()).pw_dir)
    assert cache_folder() == own / ".cache/ilora-edge"
    assert data_folder() == own / ".local/share/ilora-edge"


def test_a_home_and_a_base_folder_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somewhere")
    monkeypatch.setenv("XDG_CACHE_HOME", "caches")
    assert cache_folder() == Path("/somewhere/.cache/ilora-edge")
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert cache_folder() == Path("/caches/ilora-edge")
