"""From a finished run to a bundle on disk, all or nothing."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from pathlib import Path
from typing import Any

from ilora_edge import bundle as bundles
from ilora_edge.bundle import FusionWeights, Manifest
from ilora_edge.catalogue import CatalogueItem, write_catalogue
from ilora_edge.errors import OptionError
from ilora_edge.evaluation.paper import evaluate_paper
from ilora_edge.evaluation.product import evaluate_product
from ilora_edge.evaluation.rows import Row
from ilora_edge.experts import ExpertShape
from ilora_edge.recommender import HistoryItem, Recommender
from ilora_export.architectures import hyperparameters
from ilora_export.experts import export_experts
from ilora_export.fusion import fit_fusion, sample_rows, whole_catalogue
from ilora_export.gguf_backbone import convert_backbone, read_config
from ilora_export.model_card import model_card
from ilora_export.onnx_encoder import export_encoder
from ilora_train.ilora import expert_tensors
from ilora_train.progress import Progress
from ilora_train.run import FinishedRun, load_run
from ilora_train.sequences import MIN_HISTORY, targets_of

PRESETS = {"full": "f16", "balanced": "q8_0"}
N_FUSION_ROWS = 600
N_FUSION_ROWS_OF_LABELS = 2000
N_METRIC_ROWS = 400


def export_run(
    run_folder: Path, out: Path, preset: str = "full", force: bool = False, quiet: bool = False
) -> Manifest:
    """Export a run as a bundle: convert, fit the fusion weights, measure, describe.

    The bundle is built in a folder beside ``out`` and moved into place at the end.

    Raises
    ------
    OptionError
        The preset is unknown, or ``out`` exists and ``force`` is not set.
    CheckpointError
        The run is unfinished or damaged.
    """
    if preset not in PRESETS:
        raise OptionError(f"unknown preset {preset!r}; known: {', '.join(PRESETS)}")
    if out.exists() and not force:
        raise OptionError(f"{out}: exists already; replace it by adding --force")
    if out.exists() and not (out.is_dir() and (out / bundles.MANIFEST).is_file()):
        raise OptionError(f"{out}: is not a bundle, so it is not replaced; choose another folder")
    run = load_run(run_folder)
    out.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        manifest = _export(run, part, PRESETS[preset], preset, Progress(quiet))
        # Temporary folders and safetensors files are private by default; bundles are to share.
        part.chmod(0o755)
        for path in part.iterdir():
            path.chmod(0o644)
        if out.exists():
            # The old bundle is moved aside first: a kill loses neither.
            old = part.with_name(part.name + "-old")
            out.replace(old)
            part.replace(out)
            shutil.rmtree(old)
        else:
            part.replace(out)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return manifest


def _export(
    run: FinishedRun, folder: Path, type_name: str, preset: str, progress: Progress
) -> Manifest:
    with progress.stage("convert", 1) as stage:
        manifest = write_model_files(run, folder, type_name)
        stage.advance()
    rows = validation_rows(run)
    cheap = whole_catalogue(run.recipe.prompt)
    n_rows = N_FUSION_ROWS_OF_LABELS if cheap else N_FUSION_ROWS
    fusion_rows = sample_rows(rows, n_rows, run.recipe.seed)
    with (
        Recommender(folder) as recommender,
        progress.stage("fit fusion weights", len(fusion_rows)) as stage,
    ):
        fusion = fit_fusion(recommender, fusion_rows, run.recipe.seed, stage.advance)
    manifest = dataclasses.replace(manifest, fusion=fusion)
    bundles.write_manifest(folder, manifest)
    metric_rows = sample_rows(rows, N_METRIC_ROWS, run.recipe.seed + 1)
    with (
        Recommender(folder) as recommender,
        progress.stage("measure", 2 * len(metric_rows)) as stage,
    ):
        draws = None if cheap else 1
        paper = evaluate_paper(recommender, metric_rows, draws=draws, advance=stage.advance)
        product = evaluate_product(recommender, metric_rows, advance=stage.advance)
    metrics = {
        "rows": "validation users, held out of training; the fusion weights were chosen on "
        "rows of the same users",
        "paper": paper.to_json(),
        "product": product.to_json(),
    }
    provenance = {**manifest.provenance, "preset": preset}
    manifest = dataclasses.replace(manifest, metrics=metrics, provenance=provenance)
    (folder / bundles.MODEL_CARD).write_text(model_card(manifest), encoding="utf-8")
    manifest = dataclasses.replace(manifest, files=bundles.describe_files(folder))
    bundles.write_manifest(folder, manifest)
    return manifest


def write_model_files(run: FinishedRun, folder: Path, type_name: str) -> Manifest:
    """Write every file of a bundle, the fusion weights still at 1 and nothing measured."""
    config = read_config(run.backbone_folder)
    convert_backbone(run.backbone_folder, folder / bundles.BACKBONE, type_name)
    model = run.model
    export_encoder(model.encoder, model.gate, model.projector, folder / bundles.ENCODER)
    export_experts(expert_tensors(model.backbone), config, folder / bundles.EXPERTS)
    write_catalogue(
        folder / bundles.CATALOGUE,
        (
            CatalogueItem(
                n,
                item.item_id,
                item.title,
                item.popularity,
                tuple(run.builder.title_ids(item.title)),
            )
            for n, item in enumerate(run.items, 1)
        ),
    )
    (folder / bundles.MODEL_CARD).write_text("", encoding="utf-8")
    recipe = run.recipe
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
        fusion=FusionWeights(1.0, 1.0),
        metrics={},
        provenance=_provenance(run),
    )
    bundles.write_manifest(folder, manifest)
    return manifest


def validation_rows(run: FinishedRun) -> list[Row]:
    """Return every target of the run's validation users with enough history."""
    ids = [item.item_id for item in run.items]
    rows = []
    for user, history, target in targets_of(run.validation, MIN_HISTORY):
        seen = frozenset(ids[i - 1] for i in history)
        if ids[target - 1] not in seen:
            items = tuple(HistoryItem(ids[i - 1], run.items[i - 1].title) for i in history)
            rows.append(Row(user, items, seen, ids[target - 1]))
    return rows


def _provenance(run: FinishedRun) -> dict[str, Any]:
    """Return how the bundle came about, without the paths of the machine it was made on."""
    recipe = run.recipe.to_json()
    excluded = recipe["data"]["exclude_users_from"]
    recipe["data"]["exclude_users_from"] = [Path(p).name for p in excluded]
    chosen = recipe["data"]["validation_users_from"]
    recipe["data"]["validation_users_from"] = Path(chosen).name
    for name in ("path", "texts"):
        recipe["backbone"][name] = Path(recipe["backbone"][name]).name
    return {"run": run.summary, "recipe": recipe}
