"""What was found of this machine, remembered between runs.

A finding holds for one machine: a CPU's model and features, and the very files of llama.cpp. With
another CPU or library nothing is known, and old findings are dropped as new ones come in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ilora_edge.doctor.settings import LADDER
from ilora_edge.system.cache_file import read_cache, write_cache
from ilora_edge.system.person_folders import cache_folder
from ilora_edge.untrusted.gguf_reader import TENSOR_TYPES

# Also that of the checks: a better miniature has to look again.
_VERSION = 2
_MAX_ENTRIES = 256
MAX_TEXT = 100
_TYPES = frozenset(name for name, _, _ in TENSOR_TYPES.values())


@dataclass(frozen=True, slots=True)
class Finding:
    """The setting that a base type needs on one machine."""

    type_name: str
    level: int
    """Place in ``LADDER`` of the first setting that was right."""
    crash: str = ""
    """Of a command, as ``SIGSEGV in recommend``: the miniature alone cannot outweigh it."""


def findings_path() -> Path:
    """Return where findings are remembered."""
    return cache_folder() / "doctor.json"


def read_findings(machine: str) -> dict[str, Finding]:
    """Return what is remembered of a machine, by base type."""
    return {f.type_name: f for owner, f in _read() if owner == machine}


def remember(machine: str, findings: Iterable[Finding]) -> None:
    """Add findings, or replace those of their types; silent where that is not possible."""
    new = {(machine, f.type_name): f for f in findings}
    entries = {(owner, f.type_name): f for owner, f in _read() if (owner, f.type_name) not in new}
    entries |= new
    kept = list(entries.items())[-_MAX_ENTRIES:]
    rows: list[object] = [[owner, f.type_name, f.level, f.crash] for (owner, _), f in kept]
    write_cache(findings_path(), _VERSION, "findings", rows)


def outweigh(machine: str, levels: dict[str, int]) -> list[Finding]:
    """Return what holds of base types whose miniatures were right on these levels.

    A miniature that is right does not undo the crash of a command.
    """
    known = read_findings(machine)
    crashed = {name: f for name, f in known.items() if f.crash}
    return [crashed.get(name) or Finding(name, level) for name, level in levels.items()]


def forget(machine: str) -> None:
    """Drop everything that is remembered of a machine."""
    rows: list[object] = [[o, f.type_name, f.level, f.crash] for o, f in _read() if o != machine]
    write_cache(findings_path(), _VERSION, "findings", rows)


def _read() -> list[tuple[str, Finding]]:
    """Return the entries, oldest first; none where one of them is not sound."""
    try:
        return [_checked(entry) for entry in read_cache(findings_path(), _VERSION, "findings")]
    except (ValueError, TypeError):
        return []


def _checked(entry: object) -> tuple[str, Finding]:
    if not isinstance(entry, list) or [type(value) for value in entry] != [str, str, int, str]:
        raise ValueError("not a finding")
    machine, type_name, level, crash = entry
    if type_name not in _TYPES or not 0 <= level < len(LADDER) or len(crash) > MAX_TEXT:
        raise ValueError("not a finding")
    return machine, Finding(type_name, level, crash)
