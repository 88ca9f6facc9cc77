"""Every file of a bundle from a finished run, nothing measured yet."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ilora_edge.bundle import files as bundles
from ilora_edge.bundle.files import FusionWeights, Manifest
from ilora_edge.catalogue.external_ids import external_ids, left_out_ids
from ilora_edge.catalogue.items import GENRES, CatalogueItem, write_catalogue
from ilora_edge.mix.experts import ExpertShape
from ilora_edge.system.hashes import sha256_of
from ilora_export.architectures import hyperparameters
from ilora_export.experts import export_experts
from ilora_export.gguf_backbone import convert_backbone, read_config
from ilora_export.onnx_encoder import export_encoder
from ilora_train.ilora import expert_tensors
from ilora_train.run_folder import FinishedRun

WriteBackbone = Callable[[Path], tuple[str, ...]]
"""Writes a backbone at a path and returns remarks for the user."""


def converted(run: FinishedRun, type_name: str) -> WriteBackbone:
    """Return what writes the run's backbone in a type, see ``convert_backbone``."""
    return lambda path: convert_backbone(run.backbone_folder, path, type_name).remarks


def copied(source: Path) -> WriteBackbone:
    """Return what copies an existing GGUF file."""

    def write(path: Path) -> tuple[str, ...]:
        # Never a link: the bundle must not change with a file that is someone else's.
        shutil.copyfile(source, path)
        return ()

    return write


def write_model_files(
    run: FinishedRun, folder: Path, backbone: WriteBackbone
) -> tuple[Manifest, tuple[str, ...]]:
    """Write every file of a bundle, the fusion weights still at 1 and nothing measured.

    Returns the manifest and what the user should know of the backbone.
    """
    config = read_config(run.backbone_folder)
    remarks = backbone(folder / bundles.BACKBONE)
    model = run.model
    export_encoder(model.encoder, model.gate, model.projector, folder / bundles.ENCODER)
    export_experts(expert_tensors(model.backbone), config, folder / bundles.EXPERTS)
    fusion = _affinities(run)
    write_catalogue(
        folder / bundles.CATALOGUE,
        (
            CatalogueItem(
                n,
                item.item_id,
                item.title,
                item.popularity,
                tuple(run.builder.title_ids(item.title)),
                genres=item.genres or "",
            )
            for n, item in enumerate(run.items, 1)
        ),
        *((GENRES,) if fusion.genres else ()),
    )
    (folder / bundles.MODEL_CARD).write_text("", encoding="utf-8")
    recipe = run.recipe
    every = [item.external_ids for item in run.items]
    ids = external_ids(every)
    remarks += tuple(f"left out: {said}" for said in left_out_ids(every, ids))
    files = bundles.describe_files(folder)
    manifest = Manifest(
        name=recipe.name,
        files=files,
        backbone=bundles.describe_backbone(
            folder,
            files,
            hyperparameters(config).name,
            run.bos_token_id,
            run.builder.first_label_id,
        ),
        experts=ExpertShape(
            recipe.experts.n_experts, recipe.experts.lora_rank, recipe.experts.lora_alpha
        ),
        prompt=recipe.prompt,
        min_rating=recipe.data.min_rating,
        fusion=fusion,
        metrics={},
        provenance=_provenance(run),
        rating_scale=run.summary.get("rating_scale"),
        external_ids=ids,
    )
    bundles.write_manifest(folder, manifest)
    return manifest, remarks


def _affinities(run: FinishedRun) -> FusionWeights:
    """Return weights that are still to be fitted, but for what items have in common."""
    encoder = run.model.encoder
    decay = encoder.kinds_decay
    weights = FusionWeights(
        1.0,
        1.0,
        genres=encoder.genres,
        genres_decay=decay,
        years=encoder.years,
        years_decay=decay,
        overviews=encoder.overviews,
        overviews_decay=decay,
    )
    if encoder.title_map is None:
        return weights
    weight, decay = (encoder.get_buffer(f"title_words{x}").item() for x in ("", "_decay"))
    return replace(weights, title_words=weight, title_words_decay=decay)


def checkpoint_identity(run: FinishedRun) -> dict[str, str]:
    """Return the name and sha256 of the HF checkpoint that a backbone was converted from.

    Of several shards it is the sha256 of the lines ``SHA256  NAME``, one per shard, by name.
    """
    shards = sorted(run.backbone_folder.glob("*.safetensors"))
    shards = [s for s in shards if s.name.startswith("model")]
    digests = [sha256_of(shard) for shard in shards]
    whole = digests[0] if len(digests) == 1 else _digest_of(shards, digests)
    # A pocket backbone is part of the run, and has no name of its own.
    name = Path(run.recipe.backbone.path).name or "pocket"
    return {"source": "hf", "name": name, "sha256": whole}


def gguf_identity(path: Path) -> dict[str, str]:
    """Return the name and sha256 of an existing GGUF file."""
    return {"source": "gguf", "name": path.name, "sha256": sha256_of(path)}


def _digest_of(shards: list[Path], digests: list[str]) -> str:
    lines = [f"{digest}  {shard.name}\n" for shard, digest in zip(shards, digests, strict=True)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _provenance(run: FinishedRun) -> dict[str, Any]:
    """Return how the bundle came about, without the paths of the machine it was made on."""
    recipe = run.recipe.to_json()
    excluded = recipe["data"]["exclude_users_from"]
    recipe["data"]["exclude_users_from"] = [Path(p).name for p in excluded]
    chosen = recipe["data"]["validation_users_from"]
    recipe["data"]["validation_users_from"] = Path(chosen).name
    for name in ("path", "gguf", "texts"):
        recipe["backbone"][name] = Path(recipe["backbone"][name]).name
    return {"run": run.summary, "recipe": recipe}
