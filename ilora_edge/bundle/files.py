"""Bundles: a folder of plain files, checked in Python before native code sees any of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ilora_edge.bundle.backbone_file import find_backbone
from ilora_edge.bundle.manifest import (
    BACKBONE,
    CATALOGUE,
    ENCODER,
    EXPERTS,
    FORMAT_VERSION,
    HASHED,
    KNOWN_FILES,
    MANIFEST,
    MAX_MANIFEST_BYTES,
    MAX_SMALL_FILE_BYTES,
    MODEL_CARD,
    SEAL,
    SIGNATURE,
    BackboneIdentity,
    FusionWeights,
    Manifest,
    parse_manifest,
    write_manifest,
)
from ilora_edge.errors import BundleError
from ilora_edge.system.hashes import HashCache, sha256_of
from ilora_edge.untrusted.gguf_header import layout_sha256, read_gguf_header
from ilora_edge.untrusted.not_the_file import lfs_pointer

__all__ = [
    "BACKBONE",
    "CATALOGUE",
    "ENCODER",
    "EXPERTS",
    "FORMAT_VERSION",
    "HASHED",
    "KNOWN_FILES",
    "MANIFEST",
    "MODEL_CARD",
    "PACKED_SUFFIX",
    "SEAL",
    "SIGNATURE",
    "BackboneIdentity",
    "Bundle",
    "FusionWeights",
    "Manifest",
    "check_files",
    "check_size",
    "damaged_files",
    "describe_backbone",
    "describe_files",
    "open_bundle",
    "read_manifest",
    "read_sealed",
    "read_small_file",
    "write_manifest",
]

PACKED_SUFFIX = ".ilora"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose every file is the one its manifest names."""

    folder: Path
    manifest: Manifest
    backbone: Path
    """In the folder, or where an experts-only bundle's backbone was found. Not there: none was,
    and none is needed."""


def describe_files(folder: Path) -> dict[str, tuple[int, str]]:
    """Return size and sha256 of every file that a manifest lists."""
    return {n: ((folder / n).stat().st_size, sha256_of(folder / n)) for n in HASHED}


def describe_backbone(
    folder: Path,
    files: dict[str, tuple[int, str]],
    architecture: str,
    bos_token_id: int | None,
    first_label_id: int | None,
) -> BackboneIdentity:
    """Return the identity of a new bundle's backbone; ``files`` is its description."""
    size, digest = files[BACKBONE]
    layout = layout_sha256(read_gguf_header(folder / BACKBONE))
    return BackboneIdentity(size, digest, layout, architecture, bos_token_id, first_label_id)


def open_bundle(folder: Path, backbone: Path | None = None, needs_backbone: bool = True) -> Bundle:
    """Read the manifest, verify every file, and find the backbone of an experts-only bundle.

    Sizes and manifest are checked always, a file's sha256 where it is new or has changed since
    it was last hashed on this machine.

    Parameters
    ----------
    backbone
        The backbone's file, or a folder to look in, instead of the bundle's own or the places
        that ``ILORA_EDGE_BACKBONES`` names.
    needs_backbone
        Whether that of an experts-only bundle is to be there; else, where none is named and none
        is found, the bundle's is where it would lie in the folder.

    Raises
    ------
    BundleError
        Anything is missing, damaged, or of a format this version does not read.
    """
    manifest = read_manifest(folder)
    with HashCache() as cache:
        check_files(folder, manifest, cache)
        if backbone is None and not manifest.is_experts_only:
            return Bundle(folder, manifest, folder / BACKBONE)
        try:
            found = find_backbone(manifest.backbone, folder, backbone, cache)
        except BundleError:
            found = folder / BACKBONE
            if needs_backbone or backbone is not None or os.path.lexists(found):
                raise
        return Bundle(folder, manifest, found)


def check_files(
    folder: Path,
    manifest: Manifest,
    cache: HashCache,
    fresh: bool = False,
    advance: Callable[[int], None] | None = None,
) -> None:
    """Compare a bundle's files with its manifest; raises BundleError that names all damaged ones.

    Parameters
    ----------
    fresh
        Hash every file, whatever the cache knows.
    advance
        Called with the number of bytes of each file.
    """
    for name, (size, _) in manifest.files.items():
        check_size(folder / name, size)
    damaged = []
    for name, (size, digest) in manifest.files.items():
        if cache.sha256(folder / name, fresh) != digest:
            damaged.append(name)
        if advance is not None:
            advance(size)
    if damaged:
        raise damaged_files(folder, damaged)


def check_size(path: Path, size: int) -> None:
    """Raise BundleError where a bundle's file is missing or of another size."""
    # A link could lead out of the bundle.
    if path.is_symlink():
        raise BundleError(f"{path}: a link; put the file that it leads to in its place (cp -L)")
    if not path.is_file():
        problem = "not a plain file" if path.exists() else "missing"
        raise BundleError(f"{path}: {problem}; copy or export the bundle again")
    actual = path.stat().st_size
    if actual != size:
        if (pointer := lfs_pointer(path)) is not None:
            raise BundleError(f"{path}: {pointer}")
        raise BundleError(
            f"{path}: has {actual} bytes, the manifest says {size}; copy or export the bundle again"
        )


def damaged_files(folder: Path, names: list[str]) -> BundleError:
    """Return the error for files whose sha256 is not the manifest's."""
    return BundleError(
        f"{folder / names[0]}: damaged (its sha256 is not the manifest's)"
        + "".join(f", and so is {name}" for name in names[1:])
        + "; copy or export the bundle again"
    )


def read_manifest(folder: Path) -> Manifest:
    """Read and check ``manifest.json`` alone."""
    raw, seal = read_sealed(folder)
    return parse_manifest(raw, seal, folder / MANIFEST)


def read_sealed(folder: Path) -> tuple[bytes, bytes | None]:
    """Return the bytes of ``manifest.json`` and of its seal, None where there is no seal."""
    if folder.is_file():
        raise BundleError(
            f"{folder}: is a file, not a bundle folder; a packed bundle is unpacked first: "
            f"ilora-edge bundle unpack {folder} FOLDER"
        )
    if not folder.is_dir():
        from ilora_edge.bundle.place import restore_moved_aside

        restore_moved_aside(folder)
    if not folder.is_dir():
        raise BundleError(f"{folder}: no such bundle folder; make one with: ilora-edge export RUN")
    path = folder / MANIFEST
    raw = read_small_file(path, MAX_MANIFEST_BYTES)
    if raw is None:
        raise BundleError(
            f"{path}: missing, so {folder} is no bundle; name the folder that has it, or make one "
            "with: ilora-edge export RUN"
        )
    return raw, read_small_file(folder / SEAL, MAX_SMALL_FILE_BYTES)


def read_small_file(path: Path, limit: int = MAX_SMALL_FILE_BYTES) -> bytes | None:
    """Return a file's bytes, None where there is none; never reads more than ``limit``."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise BundleError(f"{path}: is not a plain file; copy or export the bundle again")
    try:
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BundleError(f"{path}: cannot be read ({error.strerror}); check its rights") from error
    if len(raw) > limit:
        raise BundleError(f"{path}: larger than {limit} bytes; copy or export the bundle again")
    return raw
