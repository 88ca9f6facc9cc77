"""The directory of a packed bundle: a zip so strict that two readers cannot disagree about it.

Members are stored, not compressed; they and their headers fill the file from its first byte to
the directory, in the directory's order, and the directory and its end fill the rest. So nothing
overlaps, hides, or grows when it is unpacked. Offsets and sizes are checked here, contents are not.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ilora_edge.errors import BundleError
from ilora_edge.untrusted.strict_json import shown

MAX_DIRECTORY_BYTES = 1 << 16
_END = struct.Struct("<4s4H2LH")
_END_MAGIC = b"PK\5\6"
_LOCATOR = struct.Struct("<4sLQL")
_LOCATOR_MAGIC = b"PK\6\7"
_END64 = struct.Struct("<4sQ2H2L4Q")
_END64_MAGIC = b"PK\6\6"
_ENTRY = struct.Struct("<4s6H3L5H2L")
_ENTRY_MAGIC = b"PK\1\2"
_LOCAL = struct.Struct("<4s5H3L2H")
_LOCAL_MAGIC = b"PK\3\4"
_ZIP64_FIELD = 1
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED, _UTF8 = 0x0001, 0x0800
_STORED = 0
_DOS_FOLDER = 0x10


class Member(NamedTuple):
    """One file of a packed bundle."""

    name: str
    offset: int
    """Of its first byte in the archive."""
    size: int
    crc: int


def read_directory(file: BinaryIO, path: Path, names: Collection[str]) -> dict[str, Member]:
    """Return the members of an archive by name, in their order in the file.

    Raises
    ------
    BundleError
        It is not a zip of only stored members, holds another name than ``names`` or one twice, a
        link, folder or device, or bytes that belong to no member.
    """
    try:
        return _members(file, frozenset(names))
    except (ValueError, struct.error) as error:
        raise BundleError(
            f"{path}: not a packed bundle ({error}); copy it again, or pack it again: "
            "ilora-edge bundle pack"
        ) from error


def _members(file: BinaryIO, names: frozenset[str]) -> dict[str, Member]:
    total, start, end = _directory_span(file)
    file.seek(start)
    raw = file.read(end - start)
    members: dict[str, Member] = {}
    position, place = 0, 0
    for _ in range(total):
        name, crc, size, header, position = _entry(raw, position)
        if name not in names:
            raise ValueError(f"a bundle holds no {shown(name)}")
        if name in members:
            raise ValueError(f"{name} is there twice")
        if header != place:
            raise ValueError(f"{name} overlaps another member, or a gap precedes it")
        offset = _check_local(file, header, name, crc, size)
        place = offset + size
        if place > start:
            raise ValueError(f"{name} has {size} bytes, more than the archive holds")
        members[name] = Member(name, offset, size, crc)
    if position != len(raw) or place != start:
        raise ValueError("bytes belong to no member")
    return members


def _directory_span(file: BinaryIO) -> tuple[int, int, int]:
    """Return the number of members, and where the directory begins and ends."""
    size = file.seek(0, os.SEEK_END)
    end = size - _END.size
    magic, *disks, n_here, total, length, start, n_comment = _END.unpack(
        _read_at(file, end, _END.size)
    )
    if magic != _END_MAGIC or n_comment:
        raise ValueError("it does not end as a zip without a comment does")
    locator = (
        _read_at(file, end - _LOCATOR.size, _LOCATOR.size)
        if end >= _LOCATOR.size + _END64.size
        else b""
    )
    if locator.startswith(_LOCATOR_MAGIC):
        small = (n_here, total, length, start)
        end -= _LOCATOR.size + _END64.size
        _, disk, offset, n_disks = _LOCATOR.unpack(locator)
        magic, size64, _, _, *more, n_here, total, length, start = _END64.unpack(
            _read_at(file, end, _END64.size)
        )
        disks += [*more, disk, n_disks - 1]
        if magic != _END64_MAGIC or offset != end or size64 != _END64.size - 12:
            raise ValueError("its zip64 end is not where it should be")
        full = (_FULL16, _FULL16, _FULL32, _FULL32)
        large = (n_here, total, length, start)
        if any(s not in (v, f) for s, v, f in zip(small, large, full, strict=True)):
            raise ValueError("its two ends disagree")
    if any(disks) or n_here != total:
        raise ValueError("it is one of several parts")
    if length > MAX_DIRECTORY_BYTES or start + length != end:
        raise ValueError("its directory is not where it should be")
    return total, start, end


def _entry(raw: bytes, position: int) -> tuple[str, int, int, int, int]:
    """Return name, crc, size and header offset of an entry, and where the next one begins."""
    at = position + _ENTRY.size
    if at > len(raw) or not raw.startswith(_ENTRY_MAGIC, position):
        raise ValueError("its directory is damaged")
    _, _, _, flags, method, _, _, *values = _ENTRY.unpack_from(raw, position)
    crc, packed, size, n_name, n_extra, n_comment, disk, _, attributes, header = values
    after = at + n_name + n_extra + n_comment
    if after > len(raw):
        raise ValueError("its directory is damaged")
    name = _name(raw[at : at + n_name])
    extra = raw[at + n_name : at + n_name + n_extra]
    size, packed, header = _zip64(extra, [size, packed, header])
    _check_plain(name, flags, method)
    if packed != size or disk:
        raise ValueError(f"{shown(name)} is not stored whole")
    kind = stat.S_IFMT(attributes >> 16)
    if attributes & _DOS_FOLDER or kind not in (0, stat.S_IFREG):
        raise ValueError(f"{shown(name)} is a link, folder or device")
    return name, crc, size, header, after


def _check_local(file: BinaryIO, header: int, name: str, crc: int, size: int) -> int:
    """Compare a member's own header with the directory; return where its bytes begin."""
    raw = _read_at(file, header, _LOCAL.size)
    magic, _, flags, method, _, _, crc_here, packed, size_here, n_name, n_extra = _LOCAL.unpack(raw)
    rest = file.read(n_name + n_extra)
    if magic != _LOCAL_MAGIC or len(rest) != n_name + n_extra:
        raise ValueError(f"{name} does not begin where the directory says")
    _check_plain(name, flags, method)
    size_here, packed = _zip64(rest[n_name:], [size_here, packed])
    if (_name(rest[:n_name]), crc_here, packed, size_here) != (name, crc, size, size):
        raise ValueError(f"{name}: its header and the directory disagree")
    return header + _LOCAL.size + len(rest)


def _check_plain(name: str, flags: int, method: int) -> None:
    if flags & _ENCRYPTED:
        raise ValueError(f"{shown(name)} is encrypted")
    if flags & ~_UTF8:
        raise ValueError(f"{shown(name)} is written with options that a bundle does not use")
    if method != _STORED:
        raise ValueError(f"{shown(name)} is compressed, a bundle's files are stored as they are")


def _zip64(extra: bytes, values: list[int]) -> list[int]:
    """Return sizes and offsets, those at their limit replaced by what the zip64 field says."""
    wide: list[int] = []
    position = 0
    while position < len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        position += 4
        if position + length > len(extra):
            raise ValueError("an extra field is cut off")
        if kind == _ZIP64_FIELD:
            if wide:
                raise ValueError("a zip64 field is there twice")
            wide = list(struct.unpack_from(f"<{length // 8}Q", extra, position))
        position += length
    if _FULL32 not in values:
        # Written when a size was not known yet: then it repeats what stands before.
        if wide not in ([], values):
            raise ValueError("a zip64 size contradicts one that fits")
        return values
    if values.count(_FULL32) != len(wide):
        raise ValueError("its zip64 sizes are not those that are missing")
    return [wide.pop(0) if value == _FULL32 else value for value in values]


def _name(raw: bytes) -> str:
    # Bundles' names are ASCII; anything else is refused by name, so it must decode somehow.
    return raw.decode("latin-1")


def _read_at(file: BinaryIO, offset: int, size: int) -> bytes:
    if offset < 0:
        raise ValueError("it is too short")
    file.seek(offset)
    raw = file.read(size)
    if len(raw) != size:
        raise ValueError("it is cut off")
    return raw
