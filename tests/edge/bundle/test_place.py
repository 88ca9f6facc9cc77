"""A bundle that is replaced: whatever the moment of a kill, the old one or the new one is there."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from ilora_edge.bundle import place
from ilora_edge.bundle.archive import pack, unpack
from ilora_edge.bundle.files import read_manifest
from ilora_edge.errors import OptionError
from ilora_edge.system.exchange import exchange


@pytest.fixture
def packed(tiny: Path, tmp_path: Path) -> Path:
    pack(tiny, tmp_path / "tiny.ilora")
    return tmp_path / "tiny.ilora"


def _killed_between_the_renames(packed: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace ``out`` where folders cannot change places, and die with none under its name."""
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(place, "exchange", lambda *_: False)
        rename = Path.replace

        def replace(self: Path, target: Path) -> Path:
            if self.suffix == ".part":
                os.kill(os.getpid(), signal.SIGKILL)
            return rename(self, target)

        monkeypatch.setattr(Path, "replace", replace)
        unpack(packed, out, force=True)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_a_bundle_moved_aside_by_what_was_killed_is_put_back(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, neighbour = tmp_path / "out", tmp_path / "out-of-town"
    for folder in (out, neighbour):
        unpack(packed, folder)
        (folder / "notes.txt").write_text(folder.name)
        _killed_between_the_renames(packed, folder, monkeypatch)
        assert not folder.exists()
    # Whoever reads it finds it again, and only under its own name.
    assert read_manifest(out).name
    assert (out / "notes.txt").read_text() == "out"
    assert not neighbour.exists()
    # The next attempt needs --force as before, and leaves nothing beside the new one.
    with pytest.raises(OptionError, match="--force"):
        unpack(packed, neighbour)
    assert (neighbour / "notes.txt").read_text() == "out-of-town"
    for folder in (out, neighbour):
        shutil.copytree(folder, tmp_path / f".{folder.name}-abcd_123.old")
        unpack(packed, folder, force=True)
    assert {p.name for p in tmp_path.iterdir()} == {packed.name, "out", "out-of-town"}


def test_what_cannot_change_places_is_renamed_twice(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert exchange(tmp_path / "neither", tmp_path / "nor") is False
    for swaps in (True, False):
        if not swaps:
            monkeypatch.setattr(place, "exchange", lambda *_: False)
        unpack(packed, tmp_path / "out", force=True)
        (tmp_path / "out" / "notes.txt").write_text("old")
        unpack(packed, tmp_path / "out", force=True)
        assert sorted(p.name for p in tmp_path.iterdir()) == sorted([packed.name, "out"])
        assert not (tmp_path / "out" / "notes.txt").exists()
