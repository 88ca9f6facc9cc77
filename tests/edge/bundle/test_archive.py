"""Packed bundles: equal bytes for equal bundles, and nothing hostile gets out of one."""

from __future__ import annotations

import os
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from bundle_edits import edit_manifest

from ilora_edge.bundle.archive import check_packed, pack, read_packed, unpack
from ilora_edge.bundle.files import BACKBONE, CATALOGUE, ENCODER, EXPERTS, MANIFEST, SEAL, SIGNATURE
from ilora_edge.errors import BundleError, OptionError

Members = dict[str, bytes]


@pytest.fixture
def packed(tiny: Path, tmp_path: Path) -> Path:
    pack(tiny, tmp_path / "tiny.ilora")
    return tmp_path / "tiny.ilora"


def contents(folder: Path) -> Members:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_a_bundle_comes_out_as_it_went_in(tiny: Path, packed: Path, tmp_path: Path) -> None:
    manifest = unpack(packed, tmp_path / "new" / "out")
    assert contents(tmp_path / "new" / "out") == contents(tiny)
    assert manifest == check_packed(packed)
    assert stat.S_IMODE((tmp_path / "new" / "out").stat().st_mode) == 0o755
    modes = {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "new" / "out").iterdir()}
    assert modes == {0o644}
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["out"], "no leftovers"
    raw, seal, signature = read_packed(packed)
    assert raw == (tiny / MANIFEST).read_bytes()
    assert seal == (tiny / SEAL).read_bytes()
    assert signature is None


def test_equal_bundles_pack_to_equal_bytes(tiny: Path, packed: Path, tmp_path: Path) -> None:
    other = tmp_path / "another name"
    other.mkdir()
    for path in sorted(tiny.iterdir(), reverse=True):
        shutil.copyfile(path, other / path.name)
        (other / path.name).chmod(0o600)
        os.utime(other / path.name, (1, 1))
    (other / "notes.txt").write_text("no part of a bundle")
    pack(other, tmp_path / "other.ilora")
    assert (tmp_path / "other.ilora").read_bytes() == packed.read_bytes()
    unpack(packed, tmp_path / "out")
    pack(tmp_path / "out", tmp_path / "again.ilora")
    assert (tmp_path / "again.ilora").read_bytes() == packed.read_bytes()


def test_the_layout_is_as_documented_and_any_zip_tool_reads_it(packed: Path, tiny: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        entries = archive.infolist()
        assert archive.testzip() is None
        assert archive.comment == b""
    assert [e.filename for e in entries] == sorted(p.name for p in tiny.iterdir())
    for entry in entries:
        assert entry.compress_type == zipfile.ZIP_STORED
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.external_attr >> 16 == stat.S_IFREG | 0o644
        assert entry.flag_bits == 0
        assert entry.extra == b""


def test_archives_of_zip64_are_read(
    tiny: Path, packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "large.ilora"
    for limit in (0, 300_000):
        monkeypatch.setattr(zipfile, "ZIP64_LIMIT", limit)
        pack(tiny, large, force=True)
        assert large.read_bytes() != packed.read_bytes()
        unpack(large, tmp_path / "out", force=True)
        assert contents(tmp_path / "out") == contents(tiny)


def test_archives_of_other_zip_tools_are_read(tiny: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w", zipfile.ZIP_STORED) as archive:
        for path in tiny.iterdir():
            archive.write(path, path.name)
    unpack(tmp_path / "other.zip", tmp_path / "out")
    assert contents(tmp_path / "out") == contents(tiny)


def test_an_existing_target_is_replaced_by_force_alone(packed: Path, tmp_path: Path) -> None:
    unpack(packed, tmp_path / "out")
    before = sorted(p.name for p in tmp_path.iterdir())
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(OptionError, match="--force"):
        unpack(packed, tmp_path / "out")
    unpack(packed, tmp_path / "out", force=True)
    assert not (tmp_path / "out" / "notes.txt").exists()
    (tmp_path / "photos").mkdir()
    (tmp_path / "link").symlink_to("out")
    for name in ("photos", "link", packed.name):
        with pytest.raises(OptionError, match="not a bundle"):
            unpack(packed, tmp_path / name, force=True)
    with pytest.raises(OptionError, match="--force"):
        pack(tmp_path / "out", packed)
    pack(tmp_path / "out", packed, force=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*before, "link", "photos"])


def test_a_damaged_bundle_is_not_packed(own: Path, tmp_path: Path) -> None:
    data = bytearray((own / ENCODER).read_bytes())
    data[50] ^= 4
    (own / ENCODER).write_bytes(data)
    with pytest.raises(BundleError, match=ENCODER):
        pack(own, tmp_path / "x.ilora")
    assert [p.name for p in tmp_path.iterdir()] == ["bundle"]


def entry(name: str, method: int = zipfile.ZIP_STORED, mode: int = stat.S_IFREG) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = method
    info.external_attr = (mode | 0o644) << 16
    return info


def rebuilt(members: Members, path: Path, *more: tuple[zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(entry(name), data)
        for info, data in more:
            # Or zipfile warns of the duplicates that are meant here.
            archive.NameToInfo.pop(info.filename, None)
            archive.writestr(info, data)
    return path


def bomb(members: Members, path: Path) -> Path:
    """A megabyte that claims to become ten gigabytes."""
    rebuilt({**members, BACKBONE: b""}, path)
    return _patched_sizes(path, BACKBONE, size=10 * 10**9 % 2**32)


def real_bomb(members: Members, path: Path) -> Path:
    others = {n: d for n, d in members.items() if n != BACKBONE}
    info = entry(BACKBONE, zipfile.ZIP_DEFLATED)
    return rebuilt(others, path, (info, bytes(50_000_000)))


def _patched_sizes(path: Path, name: str, size: int | None = None, flags: int = 0) -> Path:
    """Change what both headers say of a member."""
    raw = bytearray(path.read_bytes())
    local = raw.index(name.encode()) - 30
    central = raw.rindex(name.encode()) - 46
    if size is not None:
        struct.pack_into("<LL", raw, local + 18, size, size)
        struct.pack_into("<LL", raw, central + 20, size, size)
    struct.pack_into("<H", raw, local + 6, flags)
    struct.pack_into("<H", raw, central + 8, flags)
    path.write_bytes(raw)
    return path


def overlapping(members: Members, path: Path) -> Path:
    """The directory's entry of one member points into another."""
    rebuilt(members, path)
    raw = bytearray(path.read_bytes())
    offset = struct.unpack_from("<L", raw, raw.rindex(BACKBONE.encode()) - 46 + 42)[0]
    struct.pack_into("<L", raw, raw.rindex(EXPERTS.encode()) - 46 + 42, offset)
    path.write_bytes(raw)
    return path


def quoted_local(members: Members, path: Path) -> Path:
    """A member with a complete other member inside, which the directory lists too."""
    inner = rebuilt({CATALOGUE: members[CATALOGUE]}, path)
    raw = inner.read_bytes()
    rebuilt({**members, BACKBONE: raw + members[BACKBONE]}, path)
    whole = bytearray(path.read_bytes())
    at = whole.rindex(CATALOGUE.encode()) - 46 + 42
    struct.pack_into("<L", whole, at, whole.index(raw))
    path.write_bytes(whole)
    return path


def edited(change: Callable[[bytearray], object]) -> Callable[[Members, Path], Path]:
    def make(members: Members, path: Path) -> Path:
        raw = bytearray(rebuilt(members, path).read_bytes())
        change(raw)
        path.write_bytes(raw)
        return path

    return make


def with_member(
    name: str, data: bytes = b"x", mode: int = stat.S_IFREG
) -> Callable[[Members, Path], Path]:
    return lambda members, path: rebuilt(members, path, (entry(name, mode=mode), data))


def instead(name: str, data: bytes = b"x") -> Callable[[Members, Path], Path]:
    return lambda members, path: rebuilt({**members, name: data}, path)


def as_kind(mode: int) -> Callable[[Members, Path], Path]:
    def make(members: Members, path: Path) -> Path:
        others = {n: d for n, d in members.items() if n != EXPERTS}
        return rebuilt(others, path, (entry(EXPERTS, mode=mode), b"/etc/passwd"))

    return make


def without(name: str) -> Callable[[Members, Path], Path]:
    return lambda members, path: rebuilt({n: d for n, d in members.items() if n != name}, path)


def dos_folder(raw: bytearray) -> None:
    raw[raw.rindex(EXPERTS.encode()) - 46 + 38] |= 0x10


def lying_name(raw: bytearray) -> None:
    at = raw.index(EXPERTS.encode())
    raw[at : at + len(EXPERTS)] = b"../../home/passwd!!"[: len(EXPERTS)].ljust(len(EXPERTS), b"x")


def zero_byte(raw: bytearray) -> bytes:
    """What Python's own zipfile would read as another name."""
    return bytes(raw).replace(EXPERTS.encode(), EXPERTS.encode()[:-2] + b"\0s")


def lying_count(raw: bytearray) -> None:
    struct.pack_into("<HH", raw, len(raw) - 14, 65535, 65535)


def huge_directory(raw: bytearray) -> None:
    struct.pack_into("<LL", raw, len(raw) - 10, 2**31, 0)


def zip64_lie(raw: bytearray) -> None:
    end = bytes(raw[-22:])
    at = len(raw) - 22
    record = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 7, 7, 2**62, 2**62)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)
    raw[at:] = record + locator + end


HOSTILE: dict[str, Callable[[Members, Path], Path]] = {
    "traversal": with_member("../evil"),
    "deep traversal": with_member("a/../../../evil"),
    "absolute": with_member("/tmp/evil"),
    "backslash": with_member("..\\evil"),
    "drive": with_member("C:evil"),
    "sub-folder": with_member(f"x/{BACKBONE}"),
    "folder": with_member("folder/", b"", stat.S_IFDIR),
    "dot": with_member("."),
    "upper case twin": with_member(BACKBONE.upper()),
    "zero byte in the name": edited(lambda raw: raw.__setitem__(slice(None), zero_byte(raw))),
    "unknown file": with_member("run.sh", b"#!/bin/sh\n"),
    "temporary file": with_member(".manifest.json"),
    "link": as_kind(stat.S_IFLNK),
    "device": as_kind(stat.S_IFCHR),
    "pipe": as_kind(stat.S_IFIFO),
    "socket": as_kind(stat.S_IFSOCK),
    "unix folder": as_kind(stat.S_IFDIR),
    "dos folder": edited(dos_folder),
    "bomb that declares 10 GB": bomb,
    "compressed bomb": real_bomb,
    "duplicate": with_member(EXPERTS),
    "duplicate manifest": with_member(MANIFEST),
    "overlapping": overlapping,
    "one member inside another": quoted_local,
    "encrypted": lambda m, p: _patched_sizes(rebuilt(m, p), EXPERTS, flags=1),
    "data descriptor": lambda m, p: _patched_sizes(rebuilt(m, p), EXPERTS, flags=8),
    "masked header": lambda m, p: _patched_sizes(rebuilt(m, p), EXPERTS, flags=0x2000),
    "size that is too large": lambda m, p: _patched_sizes(rebuilt(m, p), EXPERTS, size=2**31),
    "size that is too small": lambda m, p: _patched_sizes(rebuilt(m, p), EXPERTS, size=3),
    "zip64 size without a field": lambda m, p: _patched_sizes(
        rebuilt(m, p), EXPERTS, size=2**32 - 1
    ),
    "headers that disagree": edited(lying_name),
    "count": edited(lying_count),
    "directory of 2 GB": edited(huge_directory),
    "zip64 end": edited(zip64_lie),
    "truncated": edited(lambda raw: raw.__delitem__(slice(len(raw) - 100, None))),
    "truncated in the middle": edited(lambda raw: raw.__delitem__(slice(len(raw) // 2, None))),
    "leading bytes": edited(lambda raw: raw.__setitem__(slice(0, 0), b"#!/bin/sh\n")),
    "trailing bytes": edited(lambda raw: raw.extend(b"more")),
    "gap": edited(lambda raw: raw.__setitem__(slice(-22, -22), bytes(5))),
    "comment": edited(lambda raw: raw.__setitem__(slice(-2, None), b"\4\0more")),
    "empty file": edited(lambda raw: raw.clear()),
    "no zip": edited(lambda raw: raw.__setitem__(slice(None), b"GGUF" * 1000)),
    "empty zip": lambda _, path: rebuilt({}, path),
    "missing manifest": without(MANIFEST),
    "missing seal": without(SEAL),
    "missing encoder": without(ENCODER),
    "backbone neither there nor by reference": without(BACKBONE),
    "wrong hash": lambda m, p: instead(EXPERTS, m[EXPERTS][:-1] + b"!")(m, p),
    "wrong size": instead(EXPERTS, b"short"),
    "manifest that is none": instead(MANIFEST, b"{}"),
    "manifest of 5 MB": instead(MANIFEST, b" " * 5_000_000),
    "seal of 1 MB": instead(SEAL, b" " * 1_000_000),
    "wrong seal": instead(SEAL, b"0" * 64 + b"  manifest.json\n"),
    "flipped content": edited(lambda raw: raw.__setitem__(5000, raw[5000] ^ 1)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused_in_one_line(kind: str, tiny: Path, tmp_path: Path) -> None:
    place = tmp_path / "a" / "b"
    place.mkdir(parents=True)
    path = HOSTILE[kind](contents(tiny), tmp_path / "hostile.ilora")
    before = sorted(tmp_path.rglob("*"))
    uses: tuple[Callable[[], object], ...] = (
        lambda: unpack(path, place / "out"),
        lambda: check_packed(path),
    )
    for use in uses:
        with pytest.raises(BundleError) as refused:
            use()
        message = str(refused.value)
        assert "\n" not in message
        assert message.startswith(str(path))
        assert len(message) < 400
    assert sorted(tmp_path.rglob("*")) == before, "nothing was written"


def test_a_future_version_is_refused(own: Path, tmp_path: Path) -> None:
    edit_manifest(own, lambda data: data.update(format_version=2))
    path = rebuilt(contents(own), tmp_path / "future.ilora")
    with pytest.raises(BundleError, match="format version 2, this ilora-edge reads 1"):
        unpack(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_every_bit_of_header_directory_and_end_matters(packed: Path) -> None:
    """Or changes nothing that is unpacked: dates, versions and the host are not looked at."""
    raw = packed.read_bytes()
    start = struct.unpack_from("<L", raw, len(raw) - 6)[0]
    expected = check_packed(packed)
    unseen = []
    with packed.open("r+b", buffering=0) as file:
        for place in [*range(40), *range(start, len(raw))]:
            for bit in range(8):
                file.seek(place)
                file.write(bytes([raw[place] ^ 1 << bit]))
                try:
                    read_packed(packed)
                except BundleError:
                    continue
                unseen.append(place)
            file.seek(place)
            file.write(raw[place : place + 1])
    assert packed.read_bytes() == raw
    # Of 7 members: versions, dates and modes in the directory; of the first also the header's.
    assert len(unseen) < 8 * (7 * 20 + 6)
    for place in sorted(set(unseen)):
        changed = bytearray(raw)
        changed[place] ^= 1
        packed.write_bytes(changed)
        with suppress(BundleError):
            assert check_packed(packed) == expected


@pytest.mark.parametrize("path", ["missing", "folder", "pipe"])
def test_what_is_no_file_is_refused(path: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BundleError) as refused:
        unpack(tmp_path / path, tmp_path / "out")
    assert "\n" not in str(refused.value)


def test_an_older_bundle_without_a_seal_is_packed_without_one(tmp_path: Path) -> None:
    from ilora_edge.demo import demo_bundle

    folder = Path(shutil.copytree(demo_bundle(), tmp_path / "demo"))
    edit_manifest(
        folder,
        lambda d: [d["backbone"].pop(k, None) for k in ("layout_sha256", "file", "size")],
    )
    (folder / SEAL).unlink()
    pack(folder, tmp_path / "demo.ilora")
    unpack(tmp_path / "demo.ilora", tmp_path / "out")
    assert contents(tmp_path / "out") == contents(folder)
    assert SIGNATURE not in contents(folder)
