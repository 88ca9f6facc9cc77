"""Variants of llama.cpp's kernels that computed wrongly, hung or crashed here: not taken again.

An entry holds for one CPU and one very library file; another file by that name is tried anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from ilora_edge.doctor.machine import cpu_identity
from ilora_edge.llama.cpu_variants import CpuVariant
from ilora_edge.system.cache_file import read_cache, write_cache
from ilora_edge.system.person_folders import cache_folder

_VERSION = 1
_MAX_ENTRIES = 256
_MAX_TEXT = 200


def skipped_path() -> Path:
    """Return where they are remembered."""
    return cache_folder() / "cpu-variants.json"


def read_skipped(variants: Iterable[CpuVariant]) -> dict[str, str]:
    """Return the names of those variants that are not to be taken, each with the reason."""
    known = dict(_read())
    if not known:
        return {}
    return {v.name: known[key] for v in variants if (key := _key(v)) in known}


def remember_skipped(variant: CpuVariant, reason: str) -> None:
    """Do not take a variant again; silent where that cannot be remembered."""
    entries = {**dict(_read()), _key(variant): reason[:_MAX_TEXT]}
    _write(entries)


def forget_skipped(variants: Iterable[CpuVariant]) -> None:
    """Let variants be taken again."""
    gone = {_key(variant) for variant in variants}
    entries = dict(_read())
    if gone & entries.keys():
        _write({key: reason for key, reason in entries.items() if key not in gone})


def _key(variant: CpuVariant) -> str:
    status = variant.path.stat()
    parts = [cpu_identity(), variant.path.name, status.st_size, status.st_mtime_ns]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _read() -> list[tuple[str, str]]:
    """Return keys and reasons, oldest first; none where one of them is not sound."""
    try:
        return [_checked(entry) for entry in read_cache(skipped_path(), _VERSION, "skipped")]
    except ValueError:
        return []


def _checked(entry: object) -> tuple[str, str]:
    if not isinstance(entry, list) or [type(part) for part in entry] != [str, str]:
        raise ValueError("not an entry")
    key, reason = entry
    return key, reason[:_MAX_TEXT]


def _write(entries: dict[str, str]) -> None:
    rows: list[object] = [list(entry) for entry in list(entries.items())[-_MAX_ENTRIES:]]
    write_cache(skipped_path(), _VERSION, "skipped", rows)
