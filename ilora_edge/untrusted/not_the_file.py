"""Files that stand in for others, where a person thinks to have the thing itself."""

from __future__ import annotations

from pathlib import Path

_LFS = b"version https://git-lfs.github.com/"
_HEAD = 4096


def lfs_pointer(path: Path) -> str | None:
    """Return what to say of a Git LFS pointer, None for any other file or none at all."""
    try:
        with path.open("rb") as file:
            is_pointer = file.read(len(_LFS)) == _LFS
    except OSError:
        return None
    if not is_pointer:
        return None
    return "is a Git LFS pointer, not the file itself; fetch that: git lfs pull"


def looks_encrypted(path: Path) -> bool:
    """Whether a file may be an encrypted database: whole pages of bytes without any pattern.

    SQLCipher leaves no header; of 4 KiB of noise 256 values all occur about equally often, and of
    text, archives' headers and pictures they do not.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    if size == 0 or size % 512 or len(head) < 512:
        return False
    counts = [head.count(value) for value in range(256)]
    expected = len(head) / 256
    spread = sum((count - expected) ** 2 for count in counts) / expected
    # Chi squared with 255 degrees of freedom: noise exceeds 400 once in millions.
    return spread < 400
