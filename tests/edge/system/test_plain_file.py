"""What a person names is read whole only where it is a plain file of a bounded size."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ilora_edge.errors import CheckpointError, IloraError, RecipeError, SourceError
from ilora_edge.evaluation.rows import read_json_lines
from ilora_edge.system.plain_file import read_plain
from ilora_edge.untrusted.toml_file import load_toml
from ilora_train.checkpoint import read_json
from ilora_train.data import read_users


@pytest.mark.parametrize("name", ["pipe", "/dev/zero", "folder", "gone", "large"])
def test_what_is_not_read(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(OSError, match="|".join(("plain", "directory", "No such", "longer"))) as end:
        read_plain(tmp_path / name)
    assert end.value.strerror


def test_a_plain_file_of_the_largest_size(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert read_plain(tmp_path / "file", 5) == b"12345"
    with pytest.raises(OSError, match="longer than 4 bytes"):
        read_plain(tmp_path / "file", 4)


@pytest.mark.parametrize(
    ("read", "kind"),
    [
        (load_toml, OSError),
        (read_json, CheckpointError),
        (lambda path: read_users([str(path)]), RecipeError),
        (lambda path: list(read_json_lines(path)), SourceError),
    ],
    ids=["settings", "checkpoint", "held-out users", "rows"],
)
def test_nobody_waits_for_a_pipe(
    tmp_path: Path, read: Callable[[Path], object], kind: type[IloraError]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(kind):
        read(tmp_path / "pipe")
