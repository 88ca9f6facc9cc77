"""Verifying a bundle: every byte of every file against what its manifest says."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ilora_edge.bundle.archive import check_packed, read_packed
from ilora_edge.bundle.backbone_file import check_backbone_file, find_backbone
from ilora_edge.bundle.files import (
    BACKBONE,
    CATALOGUE,
    ENCODER,
    EXPERTS,
    KNOWN_FILES,
    MANIFEST,
    SEAL,
    SIGNATURE,
    Manifest,
    check_files,
    read_sealed,
    read_small_file,
)
from ilora_edge.bundle.manifest import parse_manifest
from ilora_edge.bundle.signature import (
    check_signature,
    check_signed_by,
    is_available,
    parse_signature,
)
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.errors import BundleError
from ilora_edge.mix.experts import check_experts_fit, load_experts
from ilora_edge.request import n_candidates
from ilora_edge.system.hashes import HashCache
from ilora_edge.system.process_bytes import available_memory
from ilora_edge.untrusted.context_memory import check_fits, context_bytes
from ilora_edge.untrusted.gguf_header import check_backbone
from ilora_edge.untrusted.gguf_reader import GGUFHeader
from ilora_edge.untrusted.onnx_graph import check_onnx

OK = "ok"
ABSENT = "absent: not compared"
NOT_CHECKED = "not checked"
UNSIGNED = "unsigned"
USUAL_K = 10
ITEM_EXTRA = 3
"""Slots of an item besides its title: the end, which may be two tokens, and a soft token."""
MAX_NODES = 512
"""Of the candidates' titles, in one decode."""
UNEXPECTED = "unexpected: no part of a bundle, never read"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; what fails is raised instead."""

    name: str
    status: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """A bundle without a fault, and what could be said of each part."""

    manifest: Manifest
    checks: list[Check]


def verify_bundle(
    folder: Path,
    backbone: Path | None = None,
    key: Path | None = None,
    advance: Callable[[int], None] | None = None,
) -> Verified:
    """Hash every file of a bundle anew, then look into those that native code will read.

    Parameters
    ----------
    backbone
        As in :func:`ilora_edge.bundle.files.open_bundle`.
    key
        A public key; the bundle must be signed by it.
    advance
        Called with the number of bytes of each file.

    Raises
    ------
    BundleError
        Anything is damaged, missing, senseless or not signed as demanded; the message names all
        damaged files.
    """
    raw, seal = read_sealed(folder)
    manifest = parse_manifest(raw, seal, folder / MANIFEST)
    signature = read_small_file(folder / SIGNATURE)
    checks = [_sealed(seal), *_signed(raw, signature, key, folder / SIGNATURE)]
    with HashCache() as cache:
        check_files(folder, manifest, cache, fresh=True, advance=advance)
        checks += _hashed(manifest)
        path: Path | None = folder / BACKBONE
        if manifest.is_experts_only or backbone is not None:
            path = _found(folder, manifest, backbone, cache)
            checks.append(_referenced(manifest, path))
    checks += _contents(folder, manifest, path)
    checks += [
        Check(p.name, UNEXPECTED) for p in sorted(folder.iterdir()) if p.name not in KNOWN_FILES
    ]
    return Verified(manifest, checks)


def verify_packed(
    path: Path, key: Path | None = None, advance: Callable[[int], None] | None = None
) -> Verified:
    """Compare every member of a packed bundle with its manifest, without unpacking it."""
    raw, seal, signature = read_packed(path)
    checks = [_sealed(seal), *_signed(raw, signature, key, f"{path}: {SIGNATURE}")]
    manifest = check_packed(path, advance)
    checks += _hashed(manifest)
    if manifest.is_experts_only:
        checks.append(_referenced(manifest, None))
    checks.append(Check("contents", NOT_CHECKED, "unpack the bundle and verify its folder"))
    return Verified(manifest, checks)


def _sealed(seal: bytes | None) -> Check:
    return Check(MANIFEST, OK) if seal is not None else Check(SEAL, ABSENT, "an older bundle")


def _hashed(manifest: Manifest) -> list[Check]:
    files = sorted(manifest.files.items())
    return [Check(name, OK, f"{size:,} bytes") for name, (size, _) in files]


def _signed(raw: bytes, signature: bytes | None, key: Path | None, where: object) -> list[Check]:
    if key is not None:
        signed = check_signed_by(signature, raw, key, where)
        return [Check(SIGNATURE, OK, f"by {key}, key {signed.key_id}")]
    if signature is None:
        return [Check(SIGNATURE, UNSIGNED)]
    signed = parse_signature(signature, where)
    if not is_available():
        detail = f"claims key {signed.key_id}; pip install 'ilora-edge[sign]' checks it"
        return [Check(SIGNATURE, NOT_CHECKED, detail)]
    check_signature(signed, raw, where)
    return [Check(SIGNATURE, OK, f"by key {signed.key_id}; whose it is, only --key can tell")]


def _found(folder: Path, manifest: Manifest, given: Path | None, cache: HashCache) -> Path | None:
    """Return the backbone, hashed anew; None where it is by reference and not on this machine."""
    try:
        path = find_backbone(manifest.backbone, folder, given, cache)
    except BundleError:
        if given is not None or os.path.lexists(folder / BACKBONE):
            raise
        return None
    return check_backbone_file(manifest.backbone, folder, path, cache, fresh=True)


def _referenced(manifest: Manifest, path: Path | None) -> Check:
    identity = manifest.backbone
    if path is None:
        return Check("backbone", ABSENT, f"by reference, sha256 {identity.sha256[:12]}")
    return Check("backbone", OK, f"{path}, {identity.size:,} bytes")


def _contents(folder: Path, manifest: Manifest, backbone: Path | None) -> list[Check]:
    """Look into files whose hashes are right: their maker may still mean harm."""
    check_onnx(folder / ENCODER)
    catalogue = Catalogue(folder / CATALOGUE)
    try:
        for _ in catalogue.items():
            # Each is checked as it is read.
            pass
        longest = catalogue.longest_title(manifest.prompt.max_title_tokens)
        if manifest.external_ids.largest() > catalogue.n_items:
            raise BundleError(
                f"{folder / MANIFEST}: external_ids name items that {CATALOGUE} does not have; "
                "export the bundle again"
            )
    finally:
        catalogue.close()
    experts = load_experts(folder / EXPERTS, manifest.experts)
    if backbone is None:
        return [Check("experts fit the backbone", ABSENT)]
    identity = manifest.backbone
    header = check_backbone(backbone, identity.architecture, identity.layout_sha256)
    check_experts_fit(header, experts, folder / EXPERTS)
    _check_context(header, manifest, longest, backbone)
    layout = Check("tensor layout", OK if identity.layout_sha256 else ABSENT)
    return [layout, Check("experts fit the backbone", OK)]


def _check_context(header: GGUFHeader, manifest: Manifest, longest: int, where: Path) -> None:
    """Raise BundleError where the longest prompt there can be takes more memory than makes sense.

    No tokenizer is asked, so a header counts as a token for each of its bytes.
    """
    layout, candidates = manifest.prompt, n_candidates(USUAL_K)
    headers = (layout.history_header, layout.candidates_header, layout.answer_header)
    listed = candidates if layout.candidates_in_prompt else 0
    item = longest + ITEM_EXTRA
    prompt = sum(len(h.encode()) for h in headers) + (layout.history_window + listed) * item
    context = header.metadata.get(f"{header.architecture}.context_length")
    if isinstance(context, int):
        prompt = min(prompt, context)
    nodes = max(MAX_NODES, item)
    need = context_bytes(header, prompt + nodes, candidates, nodes + 1)
    check_fits(header, need, available_memory(), prompt + nodes, where)
