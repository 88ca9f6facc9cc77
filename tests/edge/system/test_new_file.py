"""An error names the file that was to be, not the temporary one."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from power_cuts import Renames

from ilora_edge.system.new_file import put_in_place, replaced_file


def test_a_folder_that_takes_no_files() -> None:
    with pytest.raises(FileNotFoundError) as raised, replaced_file(Path("/proc/lists.csv")):
        pass
    assert raised.value.filename == "/proc/lists.csv"


def test_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space") as raised, replaced_file(tmp_path / "lists.csv"):
        # As write() has it.
        raise OSError(errno.ENOSPC, "No space left on device")
    assert raised.value.filename == str(tmp_path / "lists.csv")
    assert list(tmp_path.iterdir()) == []


def test_another_file_s_error_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised, replaced_file(tmp_path / "lists.csv") as file:
        file.write((tmp_path / "source").read_bytes())
    assert raised.value.filename == str(tmp_path / "source")


def test_a_file_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renames = Renames(monkeypatch)
    with replaced_file(tmp_path / "lists.csv") as file:
        file.write(b"user,item\n")
    assert (renames.targets, renames.lost()) == ([tmp_path / "lists.csv"], [])


def test_a_folder_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "part" / "inner").mkdir(parents=True)
    (tmp_path / "part" / "inner" / "weights").write_bytes(b"weights")
    (tmp_path / "part" / "config").write_bytes(b"{}")
    renames = Renames(monkeypatch)
    put_in_place(tmp_path / "part", tmp_path / "whole")
    assert (renames.targets, renames.lost()) == ([tmp_path / "whole"], [])
    assert (tmp_path / "whole" / "inner" / "weights").read_bytes() == b"weights"


def test_a_folder_takes_no_other_s_place(tmp_path: Path) -> None:
    for name in ("part", "whole"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "config").write_text(name)
    with pytest.raises(OSError, match="not empty"):
        put_in_place(tmp_path / "part", tmp_path / "whole")
    assert (tmp_path / "whole" / "config").read_text() == "whole"


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_permissions_are_what_the_umask_leaves(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        with replaced_file(tmp_path / "page.html") as file:
            file.write(b"page")
    finally:
        os.umask(before)
    assert (tmp_path / "page.html").stat().st_mode & 0o777 == mode


def test_a_file_that_was_made_private_stays_so(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("old")
    page.chmod(0o600)
    with replaced_file(page) as file:
        file.write(b"new")
    assert (page.read_text(), page.stat().st_mode & 0o777) == ("new", 0o600)
