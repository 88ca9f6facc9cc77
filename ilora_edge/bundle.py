"""Bundles: a folder of plain files, checked in Python before native code sees any of them."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ilora_edge.errors import BundleError
from ilora_edge.experts import ExpertShape
from ilora_edge.prompt import PromptFormat

FORMAT_VERSION = 1

MANIFEST = "manifest.json"
BACKBONE = "backbone.gguf"
ENCODER = "encoder.onnx"
EXPERTS = "experts.safetensors"
CATALOGUE = "catalogue.db"
MODEL_CARD = "README.md"
ARCHITECTURES = ("llama",)
"""What is handed to llama.cpp at all; each must have been proven against torch."""
HASHED = (BACKBONE, ENCODER, EXPERTS, CATALOGUE, MODEL_CARD)


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """What an encoder score weighs beside an LLM log-likelihood, fitted on validation users.

    One weight per kind of candidates: the encoder's best (``product``) and random ones
    (``paper``) call for different ones.
    """

    product: float
    paper: float

    def to_json(self) -> dict[str, float]:
        return {"product": self.product, "paper": self.paper}


@dataclass(frozen=True, slots=True)
class Manifest:
    """``manifest.json``, checked."""

    name: str
    files: dict[str, tuple[int, str]]
    """File name to (size in bytes, sha256 in hex)."""
    experts: ExpertShape
    architecture: str
    """GGUF's name of the backbone's architecture."""
    bos_token_id: int | None
    first_label_id: int | None
    """Token id of encoder index 1's label, where the backbone was pretrained with labels."""
    prompt: PromptFormat
    min_rating: float | None
    """Interactions rated below are no part of a history."""
    fusion: FusionWeights
    metrics: dict[str, Any]
    provenance: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        files = {n: {"size": s, "sha256": h} for n, (s, h) in sorted(self.files.items())}
        return {
            "format_version": FORMAT_VERSION,
            "name": self.name,
            "files": files,
            "backbone": {
                "architecture": self.architecture,
                "bos_token_id": self.bos_token_id,
                "first_label_id": self.first_label_id,
                "sha256": files[BACKBONE]["sha256"],
            },
            "experts": {
                "n_experts": self.experts.n_experts,
                "lora_rank": self.experts.lora_rank,
                "lora_alpha": self.experts.lora_alpha,
            },
            "prompt": self.prompt.to_json(),
            "min_rating": self.min_rating,
            "fusion_weight": self.fusion.to_json(),
            "metrics": self.metrics,
            "provenance": self.provenance,
        }


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a bundle's manifest; its files must be final."""
    text = json.dumps(manifest.to_json(), ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def describe_files(folder: Path) -> dict[str, tuple[int, str]]:
    """Return size and sha256 of every file that a manifest lists."""
    return {n: ((folder / n).stat().st_size, sha256_of(folder / n)) for n in HASHED}


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_bundle(folder: Path) -> Manifest:
    """Read the manifest and verify every file's size and sha256.

    Raises
    ------
    BundleError
        Anything is missing, damaged, or of a format this version does not read.
    """
    manifest = read_manifest(folder)
    for name, (size, digest) in manifest.files.items():
        path = folder / name
        # A link could lead out of the bundle.
        if path.is_symlink() or not path.is_file():
            raise BundleError(f"{path}: missing; copy or export the bundle again")
        actual = path.stat().st_size
        if actual != size:
            raise BundleError(
                f"{path}: has {actual} bytes, the manifest says {size}; "
                "copy or export the bundle again"
            )
        if sha256_of(path) != digest:
            raise BundleError(
                f"{path}: damaged (its sha256 is not the manifest's); "
                "copy or export the bundle again"
            )
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Read and check ``manifest.json`` alone."""
    path = folder / MANIFEST
    if not folder.is_dir():
        raise BundleError(f"{folder}: no such bundle folder; make one with: ilora-edge export RUN")
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise BundleError(
            f"{path}: cannot be read ({error.strerror}); is {folder} a bundle?"
        ) from error
    except (ValueError, RecursionError) as error:
        raise BundleError(f"{path}: not valid JSON; copy or export the bundle again") from error
    version = data.get("format_version") if isinstance(data, dict) else None
    if version != FORMAT_VERSION:
        raise BundleError(
            f"{path}: format version {version!r}, this ilora-edge reads {FORMAT_VERSION}; "
            "install the version that wrote the bundle, or export it again"
        )
    try:
        return _parse(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BundleError(f"{path}: not a valid manifest ({error}); export it again") from error


def _parse(data: dict[str, Any]) -> Manifest:
    files = {
        name: (_typed(entry["size"], int), _typed(entry["sha256"], str))
        for name, entry in data["files"].items()
    }
    if sorted(files) != sorted(HASHED):
        raise ValueError(f"its files are {', '.join(sorted(files))}")
    raw = data["experts"]
    experts = ExpertShape(
        _typed(raw["n_experts"], int), _typed(raw["lora_rank"], int), _number(raw["lora_alpha"])
    )
    if experts.n_experts < 1 or experts.lora_rank < 1 or experts.lora_rank % experts.n_experts:
        raise ValueError("the experts' ranks do not divide")
    backbone, fusion, min_rating = data["backbone"], data["fusion_weight"], data["min_rating"]
    # Bundles from before there were labels do not name their first.
    bos, first_label = backbone["bos_token_id"], backbone.get("first_label_id")
    if backbone["architecture"] not in ARCHITECTURES:
        raise ValueError(f"architecture {backbone['architecture']!r} is not supported")
    return Manifest(
        name=_typed(data["name"], str),
        files=files,
        experts=experts,
        architecture=_typed(backbone["architecture"], str),
        bos_token_id=None if bos is None else _typed(bos, int),
        first_label_id=None if first_label is None else _typed(first_label, int),
        prompt=PromptFormat.from_json(data["prompt"]),
        min_rating=None if min_rating is None else _number(min_rating),
        fusion=FusionWeights(_number(fusion["product"]), _number(fusion["paper"])),
        metrics=_typed(data["metrics"], dict),
        provenance=_typed(data["provenance"], dict),
    )


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not {kind.__name__}")
    return value


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        raise TypeError(f"{value!r} is not a number")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is not a finite number")
    return number
