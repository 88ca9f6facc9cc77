"""Whether what is renamed into place would outlast a power cut."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest


class Renames:
    """Watches every rename from here on: what it moves, and whether the disk holds it by then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._synced: set[int] = set()
        self._open: dict[Path, Path] = {}
        self._lacking: list[str] = []
        self.targets: list[Path] = []
        """What was renamed into place, in order."""
        fsync, replace = os.fsync, os.replace

        def watched_fsync(descriptor: int) -> None:
            fsync(descriptor)
            number = os.fstat(descriptor).st_ino
            self._synced.add(number)
            self._open = {t: f for t, f in self._open.items() if f.stat().st_ino != number}

        def watched_replace(source: Any, target: Any, **folders: Any) -> None:
            self._before(Path(source), Path(target))
            replace(source, target, **folders)

        monkeypatch.setattr(os, "fsync", watched_fsync)
        monkeypatch.setattr(os, "replace", watched_replace)
        monkeypatch.setattr(os, "rename", watched_replace)

    def _before(self, source: Path, target: Path) -> None:
        for path in (source, *source.rglob("*")):
            if path.stat().st_ino not in self._synced:
                self._lacking.append(f"{path.relative_to(source.parent)} is not on the disk")
        self.targets.append(target)
        self._open[target] = target.parent

    def lost(self) -> list[str]:
        """Return what a power cut now could take away or leave empty, in words."""
        return self._lacking + [f"the name {t.name} is not on the disk" for t in self._open]
