"""Where an experts-only bundle's backbone lies on this machine, and that it is the right one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ilora_edge.bundle.manifest import BACKBONE, BackboneIdentity
from ilora_edge.bundle.named_backbones import named_files, packaged_as
from ilora_edge.errors import BundleError
from ilora_edge.system.hashes import HashCache

ENVIRONMENT = "ILORA_EDGE_BACKBONES"
"""Folders to look for backbones in, separated as in PATH."""
_MAX_FILES = 10_000
"""Of one folder: more are not looked at."""


def find_backbone(
    identity: BackboneIdentity, bundle: Path, given: Path | None, cache: HashCache
) -> Path:
    """Return the file that a bundle names as its backbone, found by its content.

    ``given``, a file or a folder, is believed first and alone; then a ``backbone.gguf`` in the
    bundle's folder; then what names stand for (``ilora-edge backbone list``); then the folders of
    ``ILORA_EDGE_BACKBONES``.

    Raises
    ------
    BundleError
        There is none, or the one given or placed in the folder is another.
    """
    if given is not None:
        if given.is_dir():
            return _in_folders(identity, bundle, [given], cache)
        return check_backbone_file(identity, bundle, given, cache)
    placed = bundle / BACKBONE
    if os.path.lexists(placed):
        return check_backbone_file(identity, bundle, placed, cache)
    folders = [Path(f) for f in os.environ.get(ENVIRONMENT, "").split(os.pathsep) if f]
    named = _named(identity, cache)
    if named is not None:
        return named
    if not folders:
        raise BundleError(
            f"{bundle}: holds experts only; its backbone {_wanted(identity)} is needed: "
            f"{_way(identity)}"
        )
    return _in_folders(identity, bundle, folders, cache)


def _named(identity: BackboneIdentity, cache: HashCache) -> Path | None:
    return _first_alike(identity, named_files(), cache)


def _first_alike(
    identity: BackboneIdentity, paths: Iterable[Path], cache: HashCache
) -> Path | None:
    """Return the first of some files that has the backbone's bytes; unreadable ones have not."""
    for path in paths:
        with suppress(OSError):
            if path.stat().st_size == identity.size and cache.sha256(path) == identity.sha256:
                return path
    return None


def _way(identity: BackboneIdentity) -> str:
    known = packaged_as(identity.sha256)
    if known is not None:
        return known.command
    return f"add --backbone PATH, set {ENVIRONMENT}, or place the file there as {BACKBONE}"


def check_backbone_file(
    identity: BackboneIdentity, bundle: Path, path: Path, cache: HashCache, fresh: bool = False
) -> Path:
    """Return ``path`` where it is a bundle's backbone; raise BundleError naming both if not."""
    if not path.is_file():
        raise BundleError(f"{path}: no such file; the backbone of {bundle} is {_wanted(identity)}")
    size = path.stat().st_size
    found = f"{size} bytes"
    # One of another size may be of any size, and is not read.
    if size == identity.size:
        digest = cache.sha256(path, fresh)
        if digest == identity.sha256:
            return path
        found += f", sha256 {digest[:12]}"
    raise BundleError(
        f"{path}: {found}, is not the backbone of {bundle}, which is {_wanted(identity)}; its "
        "experts fit no other, so find that file"
    )


def _in_folders(
    identity: BackboneIdentity, bundle: Path, folders: list[Path], cache: HashCache
) -> Path:
    found = _first_alike(identity, (p for f in folders for p in _of_size(f, identity)), cache)
    if found is not None:
        return found
    places = ", ".join(map(str, folders))
    raise BundleError(
        f"{places}: no file there is the backbone of {bundle}, which is {_wanted(identity)}; "
        "copy it there, or give another place by --backbone"
    )


def _of_size(folder: Path, identity: BackboneIdentity) -> list[Path]:
    """Return the folder's files of the right size, the one of the right name first."""
    found = []
    # A folder of the environment variable may be on a disk that is not there today.
    with suppress(OSError), os.scandir(folder) as entries:
        for _, entry in zip(range(_MAX_FILES), entries, strict=False):
            with suppress(OSError):
                if entry.is_file() and entry.stat().st_size == identity.size:
                    found.append(Path(entry.path))
    return sorted(found, key=lambda path: (path.name != identity.file, path.name))


def _wanted(identity: BackboneIdentity) -> str:
    return f"{identity.file}, {identity.size} bytes, sha256 {identity.sha256[:12]}"
