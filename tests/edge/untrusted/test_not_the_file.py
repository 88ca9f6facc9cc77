"""Pointers and encrypted files, told from others."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from ilora_edge.errors import DatabaseError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.untrusted.not_the_file import lfs_pointer, looks_encrypted

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"


def test_a_pointer(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    path.write_text(POINTER)
    said = lfs_pointer(path)
    assert said is not None
    assert "git lfs pull" in said
    with pytest.raises(DatabaseError, match=r"app\.db is a Git LFS pointer"):
        HistoryDB(path)
    path.write_text("version 1")
    assert lfs_pointer(path) is None
    assert lfs_pointer(tmp_path) is None
    assert lfs_pointer(tmp_path / "none") is None


def test_an_encrypted_database(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    path.write_bytes(random.Random(0).randbytes(8192))
    assert looks_encrypted(path)
    with pytest.raises(DatabaseError, match=r"not a database, or it is encrypted \(SQLCipher\)"):
        HistoryDB(path)


@pytest.mark.parametrize("data", [b"", b"text " * 2048, b"\x00" * 4096, b"ab" * 5000])
def test_other_files_are_not_encrypted(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    assert not looks_encrypted(path)
    connection = sqlite3.connect(tmp_path / "y.db")
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    assert not looks_encrypted(tmp_path / "y.db")
