"""Bundles changed on purpose, and made to fit their own manifest again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ilora_edge.bundle.manifest import BACKBONE, MANIFEST, SEAL, seal_of
from ilora_edge.bundle.verify import verify_bundle
from ilora_edge.errors import BundleError
from ilora_edge.system.hashes import sha256_of

Change = Callable[[dict[str, Any]], object]


def edit_manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a manifest's JSON and seal it anew; what it says need not be true or valid."""
    data = json.loads((folder / MANIFEST).read_text())
    change(data)
    raw = json.dumps(data).encode()
    (folder / MANIFEST).write_bytes(raw)
    (folder / SEAL).write_bytes(seal_of(raw))


def refit_manifest(folder: Path) -> None:
    """Make a manifest's sizes and hashes those of the files as they are now."""

    def refit(data: dict[str, Any]) -> None:
        for name in data["files"]:
            path = folder / name
            data["files"][name] = {"size": path.stat().st_size, "sha256": sha256_of(path)}
        if BACKBONE in data["files"]:
            data["backbone"].update(data["files"][BACKBONE])

    edit_manifest(folder, refit)


def refusal(call: Callable[[], object], kind: type[Exception] = BundleError) -> str:
    """The message of a refusal, which is one line."""
    with pytest.raises(kind) as refused:
        call()
    message = str(refused.value)
    assert "\n" not in message
    assert len(message) < 500
    return message


def statuses(folder: Path, **options: Any) -> dict[str, str]:
    return {c.name: c.status for c in verify_bundle(folder, **options).checks}


def drop(*path: str) -> Change:
    def change(data: dict[str, Any]) -> None:
        for key in path[:-1]:
            data = data[key]
        del data[path[-1]]

    return change


def put(*path: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        *outer, key, value = path
        for name in outer:
            data = data[name]
        data[key] = value

    return change
