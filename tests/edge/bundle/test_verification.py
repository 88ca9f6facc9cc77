"""Hashes are remembered where that is safe, and nothing breaks where they cannot be."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ilora_edge.bundle.files import ENCODER, EXPERTS, open_bundle, read_small_file
from ilora_edge.bundle.manifest import MAX_SMALL_FILE_BYTES
from ilora_edge.bundle.verify import verify_bundle
from ilora_edge.errors import BundleError
from ilora_edge.system import hashes as verification
from ilora_edge.system.hashes import HashCache, cache_path, sha256_of


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of this test's own, in which files count as settled at once."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(verification, "SETTLED_NS", 0)
    return tmp_path / "cache" / "ilora-edge" / "verified.json"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(b"first")
    return path


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Which files were really hashed."""
    paths: list[Path] = []

    def count(path: Path) -> str:
        paths.append(path)
        return sha256_of(path)

    monkeypatch.setattr(verification, "sha256_of", count)
    return paths


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert cache_path() == Path("/somewhere/ilora-edge/verified.json")
    monkeypatch.setenv("HOME", str(tmp_path))
    for ignored in ("", "relative/path"):
        monkeypatch.setenv("XDG_CACHE_HOME", ignored)
        assert cache_path() == tmp_path / ".cache/ilora-edge/verified.json"


def test_a_file_is_hashed_once(cache: Path, file: Path, hashed: list[Path]) -> None:
    for _ in range(3):
        with HashCache() as known:
            assert known.sha256(file) == sha256_of(file)
    assert hashed == [file]
    with HashCache() as known:
        assert known.sha256(file, fresh=True) == sha256_of(file)
    assert hashed == [file, file]
    assert cache.stat().st_mode & 0o777 == 0o600


def test_a_changed_file_is_hashed_again_even_with_its_old_time(cache: Path, file: Path) -> None:
    with HashCache() as known:
        before = known.sha256(file)
    status = file.stat()
    file.write_bytes(b"other")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (5, status.st_mtime_ns)
    with HashCache() as known:
        assert known.sha256(file) == sha256_of(file) != before


def test_what_may_still_change_unseen_is_not_remembered(
    cache: Path, file: Path, hashed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "SETTLED_NS", 3600 * 10**9)
    for _ in range(2):
        with HashCache() as known:
            known.sha256(file)
    assert len(hashed) == 2
    assert not cache.exists()


def test_a_file_that_changes_while_it_is_hashed_is_not_remembered(
    cache: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(path: Path) -> str:
        digest = sha256_of(path)
        time.sleep(0.02)
        path.write_bytes(b"later")
        return digest

    monkeypatch.setattr(verification, "sha256_of", slow)
    with HashCache() as known:
        known.sha256(file)
    assert not cache.exists()
    monkeypatch.undo()
    with HashCache(cache) as known:
        assert known.sha256(file) == sha256_of(file)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'{"version": 1}',
        b'{"version": 2, "files": []}',
        b'{"version": 1, "files": [[1, 2, 3, 4, 5, "short"]]}',
        b'{"version": 1, "files": [[1, 2, 3, 4, true, "%s"]]}' % (b"0" * 64),
        b'{"version": 1, "files": [[1, 2, "%s"]]}' % (b"0" * 64),
        b'{"version": 1, "files": [5]}',
        b"[" * 100_000,
        b" " * 2_000_000,
    ],
)
def test_a_damaged_cache_is_an_empty_one(
    cache: Path, file: Path, hashed: list[Path], damage: bytes
) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_bytes(damage)
    with HashCache() as known:
        assert known.sha256(file) == sha256_of(file)
    with HashCache() as known:
        known.sha256(file)
    assert hashed == [file], "it was written anew"


def test_every_byte_of_the_cache_may_be_changed(cache: Path, file: Path) -> None:
    with HashCache() as known:
        known.sha256(file)
    raw = cache.read_bytes()
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        cache.write_bytes(changed)
        with HashCache() as known:
            digest = known.sha256(file)
        # The digest's own digits can be changed, by whoever can change the bundle too.
        assert len(digest) == 64


@pytest.mark.parametrize("obstacle", ["file", "folder", "pipe", "read-only"])
def test_where_it_cannot_be_written_it_is_silently_unused(
    cache: Path, file: Path, obstacle: str, capfd: pytest.CaptureFixture[str]
) -> None:
    cache.parent.parent.mkdir()
    if obstacle == "file":
        cache.parent.write_bytes(b"")
    elif obstacle == "folder":
        cache.mkdir(parents=True)
    elif obstacle == "pipe":
        cache.parent.mkdir()
        os.mkfifo(cache)
    else:
        cache.parent.mkdir(mode=0o500)
    with HashCache() as known:
        assert known.sha256(file) == sha256_of(file)
    assert capfd.readouterr() == ("", "")


def test_it_is_bounded_and_keeps_the_newest(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "_MAX_ENTRIES", 3)
    for n in range(5):
        (tmp_path / f"f{n}").write_bytes(bytes(n))
        with HashCache() as known:
            known.sha256(tmp_path / f"f{n}")
    sizes = [size for _, _, size, *_ in json.loads(cache.read_text())["files"]]
    assert sizes == [2, 3, 4]
    assert [p.name for p in cache.parent.iterdir()] == ["verified.json"], "no leftovers"


HASH_MANY = """
import sys
from pathlib import Path
from ilora_edge.system import hashes as verification
verification.SETTLED_NS = 0
for name in sys.argv[2:]:
    with verification.HashCache(Path(sys.argv[1])) as known:
        known.sha256(Path(name))
"""


def test_many_processes_at_once_leave_a_sound_file(cache: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"f{n}" for n in range(40)]
    for n, file in enumerate(files):
        file.write_bytes(bytes(n))
    workers = [
        subprocess.Popen([sys.executable, "-c", HASH_MANY, cache, *files[k::4]]) for k in range(4)
    ]
    assert [worker.wait() for worker in workers] == [0, 0, 0, 0]
    entries = json.loads(cache.read_text())["files"]
    assert entries
    for *key, digest in entries:
        assert digest == sha256_of(files[key[2]])


def test_a_bundle_s_files_are_hashed_at_first_use_and_when_they_change(
    cache: Path, tiny: Path, tmp_path: Path, hashed: list[Path]
) -> None:
    folder = Path(shutil.copytree(tiny, tmp_path / "bundle"))
    open_bundle(folder)
    assert len(hashed) == 5
    open_bundle(folder)
    assert len(hashed) == 5
    data = bytearray((folder / ENCODER).read_bytes())
    status = (folder / ENCODER).stat()
    data[100] ^= 1
    (folder / ENCODER).write_bytes(data)
    os.utime(folder / ENCODER, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(BundleError, match=ENCODER):
        open_bundle(folder)
    # Whoever verifies trusts nothing that is remembered.
    hashed.clear()
    verify_bundle(tiny)
    verify_bundle(tiny)
    assert len(hashed) == 10
    # A size is compared whatever is remembered.
    with (folder / EXPERTS).open("ab") as file:
        file.write(b"x")
    with pytest.raises(BundleError, match=f"{EXPERTS}: has"):
        open_bundle(folder)


def test_a_small_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "signature.json"
    path.write_bytes(b"x" * MAX_SMALL_FILE_BYTES)
    assert read_small_file(path) == path.read_bytes()
    path.write_bytes(b"x" * (MAX_SMALL_FILE_BYTES + 1))
    with pytest.raises(BundleError, match="larger than 4096 bytes"):
        read_small_file(path)
