"""Pointers, archives, dumps and encrypted files, told from others."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pytest

from ilora_edge.errors import BundleError, DatabaseError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.untrusted.gguf_reader import read_gguf_header
from ilora_edge.untrusted.not_the_file import lfs_pointer, looks_encrypted, other_kind

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"


def test_a_pointer(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    path.write_text(POINTER)
    said = lfs_pointer(path)
    assert said is not None
    assert "git lfs pull" in said
    with pytest.raises(DatabaseError, match=r"app\.db is a Git LFS pointer"):
        HistoryDB(path)
    with pytest.raises(BundleError, match=r"app\.db is a Git LFS pointer, not the file itself"):
        read_gguf_header(path)
    path.write_text("version 1")
    assert lfs_pointer(path) is None
    assert lfs_pointer(tmp_path) is None
    assert lfs_pointer(tmp_path / "none") is None


def _zip() -> bytes:
    with zipfile.ZipFile(data := io.BytesIO(), "w") as archive:
        archive.writestr("newpipe.db", b"SQLite format 3")
    return data.getvalue()


def _tar() -> bytes:
    with tarfile.open(fileobj=(data := io.BytesIO()), mode="w") as archive:
        archive.addfile(tarfile.TarInfo("app.db"))
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (_zip(), "is a zip archive, no SQLite database; unpack it"),
        (_tar(), "is a tar archive"),
        (gzip.compress(b"x"), "is packed with gzip"),
        (bz2.compress(b"x"), "is packed with bzip2"),
        (lzma.compress(b"x"), "is packed with xz"),
        (b"\x28\xb5\x2f\xfd\x00", "is packed with zstd"),
        (b"ANDROID BACKUP\n5\n1\nnone\n", "is a backup of Android"),
        (b"\nPRAGMA foreign_keys=OFF;\n", "sqlite3 NEW.db < DUMP"),
        (b"-- MySQL dump 10.13\n", "is a dump of MySQL"),
        (b"PGDMP\x01", "is a dump of PostgreSQL"),
        (b"H2 -- 0.5/B -- ", "is a database of H2"),
        (bytes(8) + b"DUCK" + bytes(20), "is a database of DuckDB"),
        (bytes(16) + b"T-DB" + bytes(20), "is a database of Realm"),
        (bytes(32) + b"** This is a LiteDB file **" + bytes(9), "is a database of LiteDB"),
        (b"\x37\x7f\x06\x82" + bytes(60), "is the journal of a database, no SQLite database; name"),
        (b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(60), "without -wal or -journal"),
        (b'[{"a": 1}]', "is JSON, no SQLite database; make one of it: ilora-edge import"),
        (b"\n<!DOCTYPE html><title>Log in</title>", "is a web page"),
    ],
)
def test_archives_dumps_and_databases_of_others(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "app.db"
    path.write_bytes(data)
    with pytest.raises(DatabaseError) as caught:
        HistoryDB(path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    path.symlink_to("gone.db")
    with pytest.raises(DatabaseError, match=r"app\.db is a link to gone\.db, which is not there"):
        HistoryDB(path)


def test_text_is_not_taken_for_anything(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    path.write_bytes(b"title,year\nPK,1999\n")
    assert other_kind(path) is None
    assert other_kind(tmp_path / "none") is None


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
