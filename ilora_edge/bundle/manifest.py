"""``manifest.json``: what a bundle is, parsed as untrusted text.

The bytes are checked before the JSON (size, seal), the JSON before its meaning (depth, duplicate
keys, numbers), and every field by type and range; docs/bundle-format.md has the schema.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ilora_edge.bundle.calibration import KINDS, Calibration, parse_calibration
from ilora_edge.bundle.expert_description import ExpertDescription, parse_descriptions
from ilora_edge.catalogue.external_ids import ExternalIds, parse_external_ids
from ilora_edge.errors import BundleError
from ilora_edge.mix.experts import ExpertShape
from ilora_edge.prompt import PromptFormat
from ilora_edge.system.patterns import pattern
from ilora_edge.untrusted.gguf_header import ARCHITECTURES
from ilora_edge.untrusted.not_the_file import LFS, LFS_POINTER
from ilora_edge.untrusted.strict_json import (
    fields_of,
    integer_of,
    load_json,
    number_of,
    object_of,
    optional_of,
    sha256_text,
    shown,
    text_of,
    token_id_of,
)

FORMAT_VERSION = 1

MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
SIGNATURE = "signature.json"
BACKBONE = "backbone.gguf"
ENCODER = "encoder.onnx"
EXPERTS = "experts.safetensors"
CATALOGUE = "catalogue.db"
MODEL_CARD = "README.md"
HASHED = (BACKBONE, ENCODER, EXPERTS, CATALOGUE, MODEL_CARD)
"""What a manifest lists; experts-only bundles lack the first."""
KNOWN_FILES = frozenset({MANIFEST, SEAL, SIGNATURE, *HASHED})

MAX_MANIFEST_BYTES = 4 << 20
MAX_SMALL_FILE_BYTES = 4096
"""Of seal and signature."""
_MAX_NAME = 200
_MAX_HEADER = 4096
_MAX_WEIGHT = 1e6
"""Of alpha and the fusion weights: float32 has room for their products."""
_FILE_NAME = pattern(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{_MAX_NAME - 1}}}")
_TOP = (
    *("format_version", "name", "files", "backbone", "experts", "prompt"),
    *("min_rating", "fusion_weight", "metrics", "provenance"),
)


# What items have in common with a history, beside the encoder: each a weight and a decay.
_AFFINITIES, _DECAY = ("title_words", "genres", "years", "overviews"), "_decay"


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """What an encoder score weighs beside an LLM log-likelihood, fitted on validation users.

    One weight per kind of candidates: the encoder's best (``product``) and random ones
    (``paper``) call for different ones.
    """

    product: float
    paper: float
    calibration: dict[str, Calibration] = field(default_factory=dict)
    """By kind of candidates, and then instead of the weight."""
    title_words: float = 0.0
    """What a cosine of 1 between titles as texts adds to an encoder's logit, before anything else;
    see :mod:`ilora_edge.affinities.title_affinity`."""
    title_words_decay: float = 1.0
    """What a title of the history counts there, as a share of what the one after it does."""
    genres: float = 0.0
    """Likewise of a cosine of 1 between genres; see :mod:`ilora_edge.affinities.genre_affinity`."""
    genres_decay: float = 1.0
    years: float = 0.0
    """Likewise of the same year, which is then not among a title's words; see
    :mod:`ilora_edge.affinities.year_affinity`."""
    years_decay: float = 1.0
    overviews: float = 0.0
    """Likewise of a cosine of 1 between the texts that a library has about its items, where it is
    one that the bundle does not know; see :mod:`ilora_edge.affinities.overview_affinity`."""
    overviews_decay: float = 1.0
    popularity: float = 1.0
    """Exponent of an item's popularity on a first list, beside the public's ratings of a library;
    see :mod:`ilora_edge.engine.first_scores`."""
    ratings: float = 0.0
    """What a point of the public's rating adds to an encoder's logit after a long history; see
    :mod:`ilora_edge.engine.rated_items`."""

    def with_affinities_of(self, other: FusionWeights) -> FusionWeights:
        """Return these with what titles as texts and genres count in ``other``: the encoder's."""
        names = [name + end for name in _AFFINITIES for end in ("", _DECAY)]
        return replace(self, **{name: getattr(other, name) for name in names})

    @property
    def compares_items(self) -> bool:
        """Whether anything that items have in common with a history counts."""
        return any(getattr(self, name) for name in _AFFINITIES)

    @property
    def uses_title_priors(self) -> bool:
        """Whether how likely titles are by themselves counts, for either kind."""
        return any(found.title_prior for found in self.calibration.values())

    def to_json(self) -> dict[str, Any]:
        """Return them as the manifest has them."""
        fitted = {kind: found.to_json() for kind, found in self.calibration.items()}
        more: dict[str, Any] = {"calibration": fitted} if fitted else {}
        for name in _AFFINITIES:
            if weight := getattr(self, name):
                more[name] = weight
                if (decay := getattr(self, name + _DECAY)) != 1.0:
                    more[name + _DECAY] = decay
        if self.popularity != 1.0:
            more["popularity"] = self.popularity
        if self.ratings:
            more["ratings"] = self.ratings
        return {"product": self.product, "paper": self.paper, **more}


@dataclass(frozen=True, slots=True)
class BackboneIdentity:
    """Which language model the experts were trained on, and what a reader needs to know of it."""

    size: int
    """Bytes of the GGUF file."""
    sha256: str
    """Of the GGUF file, in hex."""
    layout_sha256: str | None
    """Of names, shapes and types of its tensors; None in bundles from before there was one."""
    architecture: str
    """GGUF's name of it."""
    bos_token_id: int | None
    first_label_id: int | None
    """Token id of encoder index 1's label, where the backbone was pretrained with labels."""
    file: str = BACKBONE
    """The file's name; of an experts-only bundle a hint."""

    def to_json(self) -> dict[str, Any]:
        """Return it as the manifest has it."""
        layout = {} if self.layout_sha256 is None else {"layout_sha256": self.layout_sha256}
        return {
            "file": self.file,
            "size": self.size,
            "sha256": self.sha256,
            **layout,
            "architecture": self.architecture,
            "bos_token_id": self.bos_token_id,
            "first_label_id": self.first_label_id,
        }


@dataclass(frozen=True, slots=True)
class Manifest:
    """``manifest.json``, checked."""

    name: str
    files: dict[str, tuple[int, str]]
    """File name to (size in bytes, sha256 in hex); no backbone where it is by reference."""
    backbone: BackboneIdentity
    experts: ExpertShape
    prompt: PromptFormat
    min_rating: float | None
    """Interactions rated below are not part of a history."""
    fusion: FusionWeights
    metrics: dict[str, Any]
    provenance: dict[str, Any]
    parity: dict[str, Any] = field(default_factory=dict)
    """How far the bundle is from the torch model, as measured at export; empty: not measured."""
    expert_descriptions: tuple[ExpertDescription, ...] = ()
    """What each expert is used for; empty: it was not looked at."""
    rating_scale: float | None = None
    """The best rating where the least one was set: 1 of thumbs, 5, 10, 100; None: not recorded."""
    external_ids: ExternalIds = field(default_factory=ExternalIds)
    """What other services call the items; empty: the database did not say."""

    @property
    def is_experts_only(self) -> bool:
        """Whether the backbone is a reference to a file outside the bundle."""
        return BACKBONE not in self.files

    def to_json(self) -> dict[str, Any]:
        """Return the whole object, as ``manifest.json`` holds it."""
        return {
            "format_version": FORMAT_VERSION,
            "name": self.name,
            "files": {n: {"size": s, "sha256": h} for n, (s, h) in sorted(self.files.items())},
            "backbone": self.backbone.to_json(),
            "experts": {
                "n_experts": self.experts.n_experts,
                "lora_rank": self.experts.lora_rank,
                "lora_alpha": self.experts.lora_alpha,
            },
            "prompt": self.prompt.to_json(),
            "min_rating": self.min_rating,
            **({} if self.rating_scale is None else {"rating_scale": self.rating_scale}),
            "fusion_weight": self.fusion.to_json(),
            "metrics": self.metrics,
            **({"parity": self.parity} if self.parity else {}),
            **(
                {"expert_descriptions": [d.to_json() for d in self.expert_descriptions]}
                if self.expert_descriptions
                else {}
            ),
            "provenance": self.provenance,
            **({"external_ids": self.external_ids.to_json()} if self.external_ids else {}),
        }


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a bundle's manifest and its seal; its files must be final."""
    write_sealed(folder, manifest.to_json())


def write_sealed(folder: Path, data: dict[str, Any]) -> None:
    """Write a manifest's JSON, and beside it ``manifest.sha256`` over the bytes written."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    raw = text.encode()
    (folder / MANIFEST).write_bytes(raw)
    (folder / SEAL).write_bytes(seal_of(raw))


def seal_of(raw: bytes) -> bytes:
    """Return what ``manifest.sha256`` holds, a line that ``sha256sum -c`` reads."""
    return f"{hashlib.sha256(raw).hexdigest()}  {MANIFEST}\n".encode()


def parse_manifest(raw: bytes, seal: bytes | None, where: object) -> Manifest:
    """Check a manifest's bytes by its seal and parse them.

    Raises
    ------
    BundleError
        The bytes are not those sealed, not JSON, of an unknown format version, or senseless.
    """
    return manifest_of(parse_json(raw, seal, where), seal is not None, where)


def parse_json(raw: bytes, seal: bytes | None, where: object) -> dict[str, Any]:
    """Return a manifest's JSON object; its seal, size, depth and format version are checked."""
    if len(raw) > MAX_MANIFEST_BYTES:
        raise BundleError(f"{where}: larger than {MAX_MANIFEST_BYTES} bytes; export it again")
    if raw.startswith(LFS):
        raise BundleError(f"{where}: is {LFS_POINTER}")
    if seal is not None and seal != seal_of(raw):
        raise BundleError(
            f"{where}: damaged (it or {SEAL} was changed); copy or export the bundle again"
        )
    try:
        data = load_json(raw)
    except (ValueError, RecursionError) as error:
        problem = "nested too deeply" if isinstance(error, RecursionError) else error
        raise BundleError(
            f"{where}: not valid JSON ({problem}); copy or export the bundle again"
        ) from error
    version = data.get("format_version") if isinstance(data, dict) else None
    if type(version) is not int or version != FORMAT_VERSION:
        raise BundleError(
            f"{where}: format version {shown(version)}, this ilora-edge reads {FORMAT_VERSION}; "
            "install the version that wrote the bundle, or export it again"
        )
    assert isinstance(data, dict)
    return data


def manifest_of(data: dict[str, Any], is_sealed: bool, where: object) -> Manifest:
    """Return the manifest that a JSON object is; fields beside the known ones are ignored."""
    try:
        manifest = _parse(data)
    except (TypeError, ValueError) as error:
        raise BundleError(f"{where}: not a valid manifest ({error}); export it again") from error
    # Bundles from before there were seals have no layout either.
    if not is_sealed and manifest.backbone.layout_sha256 is not None:
        raise BundleError(
            f"{where}: its seal {SEAL} is missing, so damage would go unseen; "
            "copy or export the bundle again"
        )
    return manifest


def _parse(data: dict[str, Any]) -> Manifest:
    for name in _TOP:
        if name not in data:
            raise ValueError(f"no {name!r}")
    files = _files(object_of(data["files"], "files"))
    experts = fields_of(data["experts"], "experts", ("n_experts", "lora_rank", "lora_alpha"))
    shape = ExpertShape(
        integer_of(experts["n_experts"], 1, 1024),
        integer_of(experts["lora_rank"], 1, 65536),
        number_of(experts["lora_alpha"], 0, _MAX_WEIGHT),
    )
    if shape.lora_rank % shape.n_experts:
        raise ValueError("the experts' ranks do not divide")
    decays = [name + _DECAY for name in _AFFINITIES]
    weighed = (*_AFFINITIES, "ratings")
    optional = ("calibration", "popularity", *weighed, *decays)
    fusion = fields_of(data["fusion_weight"], "fusion_weight", KINDS, optional)
    weights = FusionWeights(
        product=number_of(fusion["product"], 0, _MAX_WEIGHT),
        paper=number_of(fusion["paper"], 0, _MAX_WEIGHT),
        # Bundles from before there were calibrations have one weight.
        calibration=parse_calibration(fusion.get("calibration", {})),
        **{name: number_of(fusion.get(name, 0.0), 0, _MAX_WEIGHT) for name in weighed},
        **{name: number_of(fusion.get(name, 1.0), 0, 1) for name in (*decays, "popularity")},
    )
    return Manifest(
        name=text_of(data["name"], _MAX_NAME),
        files=files,
        backbone=_backbone(data["backbone"], files),
        experts=shape,
        prompt=_prompt(object_of(data["prompt"], "prompt")),
        min_rating=optional_of(data["min_rating"], number_of),
        fusion=weights,
        metrics=object_of(data["metrics"], "metrics"),
        provenance=object_of(data["provenance"], "provenance"),
        parity=object_of(data.get("parity", {}), "parity"),
        rating_scale=optional_of(data.get("rating_scale"), _scale),
        external_ids=parse_external_ids(data.get("external_ids", {})),
        expert_descriptions=(
            parse_descriptions(data["expert_descriptions"], shape.n_experts)
            if "expert_descriptions" in data
            else ()
        ),
    )


def _scale(value: Any) -> float:
    scale = number_of(value, 0, _MAX_WEIGHT)
    if scale == 0:
        raise ValueError("ratings are up to 0")
    return scale


def _files(raw: dict[str, Any]) -> dict[str, tuple[int, str]]:
    files = {}
    for name, value in raw.items():
        entry = fields_of(value, f"files of {shown(name)}", ("size", "sha256"))
        files[name] = (integer_of(entry["size"]), sha256_text(entry["sha256"]))
    if not set(HASHED) - {BACKBONE} <= set(files) <= set(HASHED):
        raise ValueError(f"its files are {shown(', '.join(sorted(files)))}")
    return files


def _backbone(raw: Any, files: dict[str, tuple[int, str]]) -> BackboneIdentity:
    optional = ("first_label_id", "file", "size", "layout_sha256")
    data = fields_of(raw, "backbone", ("architecture", "bos_token_id", "sha256"), optional)
    if data["architecture"] not in ARCHITECTURES:
        raise ValueError(f"architecture {shown(data['architecture'])} is not supported")
    # Bundles from before there were references have the backbone inside.
    listed = files.get(BACKBONE)
    if listed is None and not {"file", "size", "layout_sha256"} <= set(data):
        raise ValueError("the backbone is neither inside nor fully described")
    identity = BackboneIdentity(
        size=integer_of(data.get("size", listed[0] if listed else None)),
        sha256=sha256_text(data["sha256"]),
        layout_sha256=optional_of(data.get("layout_sha256"), sha256_text),
        architecture=data["architecture"],
        bos_token_id=optional_of(data["bos_token_id"], token_id_of),
        # Bundles from before there were labels do not name their first.
        first_label_id=optional_of(data.get("first_label_id"), token_id_of),
        file=text_of(data.get("file", BACKBONE), _MAX_NAME),
    )
    if not _FILE_NAME.fullmatch(identity.file):
        raise ValueError(f"the backbone's file name is {shown(identity.file)}")
    if listed is not None and (identity.size, identity.sha256, identity.file) != (
        *listed,
        BACKBONE,
    ):
        raise ValueError(f"backbone and files differ about {BACKBONE}")
    return identity


def _prompt(raw: dict[str, Any]) -> PromptFormat:
    prompt = PromptFormat.from_json(raw)
    headers = (prompt.history_header, prompt.candidates_header, prompt.answer_header)
    if max(map(len, headers)) > _MAX_HEADER:
        raise ValueError(f"a header has more than {_MAX_HEADER} characters")
    return prompt
