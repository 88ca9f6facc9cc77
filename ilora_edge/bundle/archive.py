"""One file for a bundle: packing, looking inside, and unpacking untrusted ones."""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ilora_edge.bundle.files import (
    SIGNATURE,
    check_size,
    damaged_files,
    read_sealed,
    read_small_file,
)
from ilora_edge.bundle.manifest import (
    KNOWN_FILES,
    MANIFEST,
    MAX_MANIFEST_BYTES,
    MAX_SMALL_FILE_BYTES,
    SEAL,
    Manifest,
    parse_manifest,
)
from ilora_edge.bundle.place import new_bundle_folder
from ilora_edge.errors import BundleError
from ilora_edge.system.new_file import new_file
from ilora_edge.untrusted.zip_directory import Member, read_directory

_CHUNK = 1 << 20
_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
Advance = Callable[[int], None]


def pack(folder: Path, out: Path, force: bool = False, advance: Advance | None = None) -> Manifest:
    """Write a bundle as one file; equal bundles become equal bytes.

    Every file is hashed while it is copied, so a damaged bundle is not packed.

    Parameters
    ----------
    advance
        Called with the number of bytes of each step.
    """
    raw, seal = read_sealed(folder)
    manifest = parse_manifest(raw, seal, folder / MANIFEST)
    small = {MANIFEST: raw, SEAL: seal, SIGNATURE: read_small_file(folder / SIGNATURE)}
    for name, (size, _) in manifest.files.items():
        check_size(folder / name, size)
    with new_file(out, force) as target, zipfile.ZipFile(target, "w") as archive:
        for name in sorted(
            {n for n, data in small.items() if data is not None} | {*manifest.files}
        ):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = _UNIX
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            data = small.get(name)
            if data is not None:
                archive.writestr(entry, data)
                continue
            size, digest = manifest.files[name]
            entry.file_size = size
            with (folder / name).open("rb") as source, archive.open(entry, "w") as part:
                copied, _ = _copy(source, size, part.write, advance)
            if copied != digest:
                raise damaged_files(folder, [name])
    return manifest


def unpack(
    path: Path,
    out: Path,
    force: bool = False,
    check: Callable[[bytes, bytes | None], None] | None = None,
    advance: Advance | None = None,
) -> Manifest:
    """Unpack a bundle into a new folder, every file compared with the manifest on the way.

    Parameters
    ----------
    check
        Called with the manifest's bytes and the signature's before anything is written; what it
        raises ends the unpacking.

    Raises
    ------
    BundleError
        The archive is hostile, damaged or no bundle; nothing is left of it.
    OptionError
        ``out`` exists and ``force`` is not set.
    """
    with _opened(path) as file:
        members = read_directory(file, path, KNOWN_FILES)
        small = _small_files(file, path, members)
        manifest = _checked_manifest(path, members, small)
        if check is not None:
            check(small[MANIFEST], small.get(SIGNATURE))
        with new_bundle_folder(out, force) as part:
            for name, data in small.items():
                (part / name).write_bytes(data)
            for name, (size, digest) in manifest.files.items():
                with (part / name).open("xb") as target:
                    _copy_member(file, path, members[name], size, digest, target.write, advance)
    return manifest


def read_packed(path: Path) -> tuple[bytes, bytes | None, bytes | None]:
    """Return the bytes of manifest, seal and signature of a packed bundle; None: not there."""
    with _opened(path) as file:
        small = _small_files(file, path, read_directory(file, path, KNOWN_FILES))
    return small[MANIFEST], small.get(SEAL), small.get(SIGNATURE)


def check_packed(path: Path, advance: Advance | None = None) -> Manifest:
    """Compare every member of a packed bundle with its manifest; nothing is written."""
    with _opened(path) as file:
        members = read_directory(file, path, KNOWN_FILES)
        manifest = _checked_manifest(path, members, _small_files(file, path, members))
        for name, (size, digest) in manifest.files.items():
            _copy_member(file, path, members[name], size, digest, None, advance)
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path.is_dir():
        raise BundleError(f"{path}: is a folder already, not a packed bundle")
    if not path.is_file():
        raise BundleError(f"{path}: no such file; make one with: ilora-edge bundle pack")
    with path.open("rb") as file:
        yield file


def _small_files(file: BinaryIO, path: Path, members: dict[str, Member]) -> dict[str, bytes]:
    """Return manifest, seal and signature, as far as they are there, read within bounds."""
    if MANIFEST not in members:
        raise BundleError(f"{path}: holds no {MANIFEST}, so it is not a packed bundle")
    limits = {
        MANIFEST: MAX_MANIFEST_BYTES,
        SEAL: MAX_SMALL_FILE_BYTES,
        SIGNATURE: MAX_SMALL_FILE_BYTES,
    }
    small = {}
    for name, limit in limits.items():
        if name not in members:
            continue
        member = members[name]
        if member.size > limit:
            raise BundleError(f"{path}: {name} is larger than {limit} bytes; pack it again")
        file.seek(member.offset)
        data = file.read(member.size)
        if len(data) != member.size or zlib.crc32(data) != member.crc:
            raise BundleError(f"{path}: {name} is damaged; copy or pack the bundle again")
        small[name] = data
    return small


def _checked_manifest(path: Path, members: dict[str, Member], small: dict[str, bytes]) -> Manifest:
    manifest = parse_manifest(small[MANIFEST], small.get(SEAL), f"{path}: {MANIFEST}")
    expected = set(manifest.files)
    there = set(members) - set(small)
    if there != expected:
        name = min(there ^ expected)
        problem = "is missing" if name in expected else "is there, but not in the manifest"
        raise BundleError(f"{path}: {name} {problem}; pack the bundle again")
    for name, (size, _) in manifest.files.items():
        if members[name].size != size:
            raise BundleError(
                f"{path}: {name} has {members[name].size} bytes, the manifest says {size}; "
                "copy or pack the bundle again"
            )
    return manifest


def _copy_member(
    file: BinaryIO,
    path: Path,
    member: Member,
    size: int,
    digest: str,
    write: Callable[[bytes], int] | None,
    advance: Advance | None,
) -> None:
    file.seek(member.offset)
    if _copy(file, size, write, advance) != (digest, member.crc):
        raise BundleError(
            f"{path}: {member.name} is damaged (its sha256 or CRC is not the one stated); "
            "copy or pack the bundle again"
        )


def _copy(
    source: BinaryIO,
    size: int,
    write: Callable[[bytes], int] | None,
    advance: Advance | None,
) -> tuple[str, int]:
    """Copy ``size`` bytes, or fewer where the source ends; return their sha256 and CRC-32."""
    hashed, crc = hashlib.sha256(), 0
    while size > 0 and (chunk := source.read(min(size, _CHUNK))):
        size -= len(chunk)
        hashed.update(chunk)
        crc = zlib.crc32(chunk, crc)
        if write is not None:
            write(chunk)
        if advance is not None:
            advance(len(chunk))
    return hashed.hexdigest(), crc
