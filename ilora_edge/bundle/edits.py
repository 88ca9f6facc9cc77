"""Bundles made from bundles: without the backbone, signed, or with their experts described."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from ilora_edge.bundle.expert_description import ExpertDescription
from ilora_edge.bundle.files import (
    BACKBONE,
    MANIFEST,
    SEAL,
    SIGNATURE,
    Manifest,
    check_files,
    read_sealed,
)
from ilora_edge.bundle.manifest import manifest_of, parse_json, parse_manifest, write_sealed
from ilora_edge.bundle.place import new_bundle_folder
from ilora_edge.bundle.signature import Signature, sign
from ilora_edge.errors import BundleError, OptionError
from ilora_edge.system.hashes import HashCache
from ilora_edge.system.new_file import new_file
from ilora_edge.system.real_path import real_path
from ilora_edge.untrusted.gguf_header import check_backbone, layout_sha256


def strip_backbone(folder: Path, out: Path, force: bool = False) -> Manifest:
    """Write an experts-only copy of a bundle: its backbone becomes a reference.

    The copy has no signature, since its manifest is another one.

    Raises
    ------
    BundleError
        The bundle is damaged, or its backbone is a reference already.
    OptionError
        ``out`` exists and ``force`` is not set.
    """
    raw, seal = read_sealed(folder)
    where = folder / MANIFEST
    # Fields that this version does not know go into the copy too.
    data = parse_json(raw, seal, where)
    manifest = manifest_of(data, seal is not None, where)
    if manifest.is_experts_only:
        raise BundleError(f"{folder}: holds experts only already; nothing to strip")
    with HashCache() as cache:
        check_files(folder, manifest, cache)
    identity = manifest.backbone
    header = check_backbone(folder / BACKBONE, identity.architecture, identity.layout_sha256)
    del data["files"][BACKBONE]
    data["backbone"] |= {
        "file": identity.file,
        "size": identity.size,
        "layout_sha256": layout_sha256(header),
    }
    with new_bundle_folder(out, force) as part:
        for name in data["files"]:
            shutil.copyfile(folder / name, part / name)
        write_sealed(part, data)
        return manifest_of(data, True, out / MANIFEST)


def set_descriptions(folder: Path, descriptions: Sequence[ExpertDescription]) -> Manifest:
    """Write what a bundle's experts are used for into its manifest.

    A signature of the old manifest goes: it vouches for other bytes. The bundle changes in one
    step, or not at all. Raises BundleError where the bundle is damaged.
    """
    folder = real_path(folder)
    raw, seal = read_sealed(folder)
    where = folder / MANIFEST
    data = parse_json(raw, seal, where)
    with HashCache() as cache:
        check_files(folder, manifest_of(data, seal is not None, where), cache)
    data["expert_descriptions"] = [d.to_json() for d in descriptions]
    manifest = manifest_of(data, True, where)
    with new_bundle_folder(folder, force=True) as part:
        for entry in folder.iterdir():
            if entry.name not in (MANIFEST, SEAL, SIGNATURE):
                _put_beside(entry, part / entry.name)
        write_sealed(part, data)
    return manifest


def _put_beside(entry: Path, target: Path) -> None:
    """Put what a bundle's folder holds into another, without a copy where the disk can do that."""
    if entry.is_symlink():
        target.symlink_to(os.readlink(entry))
    elif entry.is_dir():
        shutil.copytree(entry, target, symlinks=True)
    else:
        try:
            os.link(entry, target)
        except OSError:
            shutil.copyfile(entry, target)


def sign_bundle(folder: Path, key: Path, force: bool = False) -> Signature:
    """Verify a bundle and write its ``signature.json`` by a private key.

    Raises
    ------
    BundleError
        The bundle is damaged: its maker would vouch for the damage.
    OptionError
        The key cannot be used, or the bundle is signed already and ``force`` is not set.
    MissingExtraError
        The [sign] extra is not installed.
    """
    path = folder / SIGNATURE
    if path.exists() and not force:
        raise OptionError(f"{path}: the bundle is signed already; sign it anew with --force")
    raw, seal = read_sealed(folder)
    signature = sign(raw, key)
    with HashCache() as cache:
        check_files(folder, parse_manifest(raw, seal, folder / MANIFEST), cache, fresh=True)
    with new_file(path, force) as file:
        file.write(signature.to_bytes())
    return signature
