"""An error names the file that was to be, not the temporary one."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from ilora_edge.system.new_file import replaced_file


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
