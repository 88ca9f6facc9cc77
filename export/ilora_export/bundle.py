"""From a finished run to a bundle on disk, all or nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ilora_edge.affinities.genres import split_genres
from ilora_edge.bundle import files as bundles
from ilora_edge.bundle.expert_description import ExpertDescription
from ilora_edge.bundle.files import FusionWeights, Manifest
from ilora_edge.bundle.place import check_bundle_place, new_bundle_folder
from ilora_edge.catalogue.items import GENRES, TITLE_PRIOR, write_catalogue
from ilora_edge.errors import OptionError
from ilora_edge.evaluation.rows import Row
from ilora_edge.reasons.experts import describe_experts
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.system.peak_memory import peak_memory
from ilora_edge.system.scratch import ScratchFolder
from ilora_export.existing_gguf import check_twin, matrix_type
from ilora_export.fusion import FusionFit, fit_fusion, sample_rows, whole_catalogue
from ilora_export.gguf_backbone import convert_backbone
from ilora_export.measured import PerhapsSilent, measure
from ilora_export.model_card import model_card
from ilora_export.model_files import (
    WriteBackbone,
    checkpoint_identity,
    converted,
    copied,
    gguf_identity,
    write_model_files,
)
from ilora_export.other_backbone import other_backbone
from ilora_export.parity import N_USERS, Parity
from ilora_export.presets import (
    AS_GIVEN,
    DEFAULT_PRESET,
    PRESET_OF_SLOW_TYPES,
    PRESETS,
    SLOW_TYPES,
)
from ilora_export.report import N_ROWS, measure_presets
from ilora_train.progress import Progress
from ilora_train.run_folder import FinishedRun, load_run
from ilora_train.sequences import MIN_HISTORY, targets_of

N_FUSION_ROWS = 600
N_FUSION_ROWS_OF_LABELS = 2000
N_METRIC_ROWS = 400
LARGE_BACKBONE = 50_000_000
"""Parameters from which a row takes half a second rather than hundredths of one, so that a third
of the rows are looked at; the manifest says the error."""
N_FUSION_ROWS_OF_LARGE, N_METRIC_ROWS_OF_LARGE = 200, 120
NOT_CHECKED = "left out (--no-parity)"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What an export may be asked for."""

    preset: str | None = None
    """The backbone's type, by its name in ``PRESETS``; None: ``full``."""
    backbone_gguf: Path | None = None
    """An existing GGUF file of the run's backbone, instead of a preset."""
    parity: bool = True
    """Compare with torch; False: the backbone's weights are never held by torch."""
    report: bool = False
    """Measure every preset, not only the one that is shipped."""
    licence: str = ""
    """Of the training data, as the model card says it."""
    fusion: FusionWeights | None = None
    """Instead of weights that are fitted: for validation users who are simulated, whom the encoder
    knows better than it will know real ones. What titles count as texts is
    the run's all the same."""
    n_metric_rows: int | None = None
    """Rows of validation users to measure on; None: as many as the backbone's size allows."""

    @property
    def preset_name(self) -> str:
        return AS_GIVEN if self.backbone_gguf else self.preset or DEFAULT_PRESET


@dataclass(slots=True)
class Export:
    """What came of an export."""

    manifest: Manifest
    remarks: tuple[str, ...] = ()
    """What the user should know of the backbone."""
    parity_memory: int | None = None
    """Bytes that the process held at most until parity was proven; None: it was not."""
    report: list[dict[str, Any]] = field(default_factory=list)
    """One entry per preset, see ``measure_presets``."""


def export_run(
    run_folder: Path,
    out: Path,
    options: ExportOptions | None = None,
    force: bool = False,
    quiet: bool = False,
) -> Export:
    """Export a run as a bundle: convert, prove, fit the fusion weights, measure, describe.

    The bundle is built in a folder beside ``out`` and moved into place at the end.

    Raises
    ------
    OptionError
        The options make no sense, or ``out`` exists and ``force`` is not set.
    CheckpointError
        The run is unfinished or damaged, its backbone cannot be converted, an existing GGUF file
        is another model, or the bundle does not compute what torch does.
    """
    options = options or ExportOptions()
    _check(options, out, force)
    run = load_run(run_folder, weights=options.parity)
    if options.preset is None and options.backbone_gguf is None and run.recipe.backbone.gguf:
        given = Path(run.recipe.backbone.gguf)
        if given.is_file() and matrix_type(given) in SLOW_TYPES:
            options = dataclasses.replace(options, preset=PRESET_OF_SLOW_TYPES)
        else:
            # The experts were trained on this file's values.
            options = dataclasses.replace(options, backbone_gguf=given)
    return export_finished(run, out, options, force, quiet)


def export_finished(
    run: FinishedRun, out: Path, options: ExportOptions, force: bool = False, quiet: bool = False
) -> Export:
    """Do what :func:`export_run` does, with a run that is loaded."""
    _check(options, out, force)
    with new_bundle_folder(out, force) as part:
        return _Exporter(run, part, options, Progress(quiet)).export()


def _check(options: ExportOptions, out: Path, force: bool) -> None:
    if options.preset is not None and options.preset not in PRESETS:
        raise OptionError(f"unknown preset {options.preset!r}; known: {', '.join(PRESETS)}")
    if options.preset is not None and options.backbone_gguf is not None:
        raise OptionError("--preset and --backbone-gguf exclude each other: the file has its type")
    check_bundle_place(out, force)


class _Exporter:
    """One export: a run, the folder it goes to, and what was asked for."""

    def __init__(
        self, run: FinishedRun, folder: Path, options: ExportOptions, progress: Progress
    ) -> None:
        self.run = run
        self.folder = folder
        self.options = options
        self.progress = progress
        self.write: WriteBackbone
        if options.backbone_gguf is None:
            self.write = converted(run, PRESETS[options.preset_name])
        else:
            self.write = copied(options.backbone_gguf)

    def export(self) -> Export:
        self._check_given()
        with self.progress.stage("convert", 1) as stage:
            manifest, remarks = write_model_files(self.run, self.folder, self.write)
            stage.advance()
        export = Export(manifest, remarks)
        parity: dict[str, Any] = {"checked": False, "reason": NOT_CHECKED}
        if self.options.parity:
            parity = self._parity(manifest)
            export.parity_memory = peak_memory()
        provenance = {
            **manifest.provenance,
            "preset": self.options.preset_name,
            "backbone": self._identity(),
            "licence": self.options.licence,
        }
        export.manifest = dataclasses.replace(manifest, parity=parity, provenance=provenance)
        manifest = self._measured(export)
        if self.options.report:
            export.report = self._report(manifest)
            metrics = {**manifest.metrics, "presets": export.report}
            manifest = dataclasses.replace(manifest, metrics=metrics)
        (self.folder / bundles.MODEL_CARD).write_text(model_card(manifest), encoding="utf-8")
        manifest = dataclasses.replace(manifest, files=bundles.describe_files(self.folder))
        bundles.write_manifest(self.folder, manifest)
        export.manifest = manifest
        return export

    def _check_given(self) -> None:
        """Refuse a GGUF file that is not the run's backbone."""
        given, run = self.options.backbone_gguf, self.run
        if given is None:
            return
        with (
            self.progress.stage("compare with the given file", 1) as stage,
            ScratchFolder(self.folder.parent, f"{self.folder.name}-", ".part") as place,
        ):
            ours = place / bundles.BACKBONE
            convert_backbone(run.backbone_folder, ours, "f32")
            titles = (item.title for item in run.items)
            check_twin(given, ours, run.builder, run.bos_token_id, titles)
            stage.advance()

    def _parity(self, manifest: Manifest) -> dict[str, Any]:
        exact = converted(self.run, "f32")
        with self.progress.stage("compare with torch", 3 * N_USERS) as stage:
            parity = Parity(self.run, stage.advance)
            with other_backbone(self.folder, manifest, exact) as folder:
                proven = parity.prove(folder)
            shipped = parity.measure(self.folder)
        return {
            **parity.facts(),
            "exact": {"type": "f32", **proven},
            "shipped": {"type": self._type(), **shipped},
        }

    def _type(self) -> str:
        given = self.options.backbone_gguf
        return PRESETS[self.options.preset_name] if given is None else matrix_type(given)

    def _identity(self) -> dict[str, str]:
        given = self.options.backbone_gguf
        return checkpoint_identity(self.run) if given is None else gguf_identity(given)

    def _measured(self, export: Export) -> Manifest:
        """Fit the fusion weights, then measure; return the manifest with both."""
        run, progress = self.run, self.progress
        rows = validation_rows(run)
        large = run.summary["backbone_parameters"] >= LARGE_BACKBONE
        manifest, fit = self._fused(export.manifest, rows, large)
        n_rows = self.options.n_metric_rows
        if n_rows is None:
            n_rows = N_METRIC_ROWS_OF_LARGE if large else N_METRIC_ROWS
        metric_rows = sample_rows(rows, n_rows, run.recipe.seed + 1)
        draws = None if whole_catalogue(run.recipe.prompt) else 1
        with (
            PerhapsSilent(self.folder) as recommender,
            progress.stage("measure", 2 * len(metric_rows)) as stage,
        ):
            reports = measure(recommender, metric_rows, fit, draws, stage.advance)
            described = self._described(recommender)
        export.remarks += tuple(note for report in reports.values() for note in report.notes)
        held_out = "validation users, held out of training"
        metrics = {
            "rows": held_out
            if fit is None
            else f"{held_out}; the fusion weights were chosen on rows of the same users",
            "fusion": {"given": manifest.fusion.to_json()} if fit is None else fit.to_json(),
            **{kind: report.to_json() for kind, report in reports.items()},
        }
        return dataclasses.replace(manifest, metrics=metrics, expert_descriptions=described)

    def _fused(
        self, manifest: Manifest, rows: list[Row], large: bool
    ) -> tuple[Manifest, FusionFit | None]:
        """Return the manifest with the fusion weights, written, and their fit if there was one."""
        given = self.options.fusion
        if given is not None:
            weights = given.with_affinities_of(manifest.fusion)
            return self._with_weights(manifest, weights), None
        n_rows = N_FUSION_ROWS_OF_LARGE if large else N_FUSION_ROWS
        if whole_catalogue(self.run.recipe.prompt):
            n_rows = N_FUSION_ROWS_OF_LABELS
        rows = sample_rows(rows, len(rows), self.run.recipe.seed)
        with (
            Recommender(self.folder) as recommender,
            self.progress.stage("fit fusion weights", 2 * min(n_rows, len(rows))) as stage,
        ):
            recipe = self.run.recipe
            held_out = recipe.data.cold_share > 0
            fit = fit_fusion(recommender, rows, n_rows, recipe.seed, stage.advance, held_out)
        return self._with_weights(manifest, fit.weights), fit

    def _with_weights(self, manifest: Manifest, weights: FusionWeights) -> Manifest:
        """Return the manifest with these weights, written, and the catalogue what they ask for."""
        if weights.uses_title_priors:
            with (
                Recommender(self.folder) as recommender,
                self.progress.stage("ask for every title", recommender.catalogue.n_items) as stage,
            ):
                kept = (GENRES,) if recommender.catalogue.has_genres else ()
                items = list(recommender.catalogue.items())
                items = recommender.title_priors.given_to(items, stage.advance)
            path = self.folder / bundles.CATALOGUE
            path.unlink()
            write_catalogue(path, items, TITLE_PRIOR, *kept)
            files = bundles.describe_files(self.folder)
            manifest = dataclasses.replace(manifest, files=files)
        manifest = dataclasses.replace(manifest, fusion=weights)
        bundles.write_manifest(self.folder, manifest)
        return manifest

    def _described(self, recommender: Recommender) -> tuple[ExpertDescription, ...]:
        """Say what each expert is used for, by the validation users' histories."""
        histories = [h for h in self.run.validation.values() if h]
        if not histories:
            return ()
        gates = np.stack([p.gate_weights for p in recommender.encode_batch(histories)])
        items = self.run.items
        genres = [split_genres(item.genres) for item in items]
        return tuple(describe_experts(gates, histories, [i.title for i in items], genres))

    def _report(self, manifest: Manifest) -> list[dict[str, Any]]:
        backbones: dict[str, Callable[[Path], object]] = {
            preset: converted(self.run, type_name) for preset, type_name in PRESETS.items()
        }
        if self.options.backbone_gguf is not None:
            backbones[AS_GIVEN] = self.write
        rows = sample_rows(validation_rows(self.run), N_ROWS, self.run.recipe.seed + 2)
        with self.progress.stage("measure presets", len(backbones)) as stage:
            return measure_presets(self.folder, manifest, backbones, rows, stage.advance)


def validation_rows(run: FinishedRun) -> list[Row]:
    """Return every target of the run's validation users with enough history."""
    ids = [item.item_id for item in run.items]
    rows = []
    last = run.recipe.data.hold_out != "users"
    for user, history, target in targets_of(run.validation, MIN_HISTORY, last):
        seen = frozenset(ids[i - 1] for i in history)
        if ids[target - 1] not in seen:
            items = tuple(HistoryItem(ids[i - 1], run.items[i - 1].title) for i in history)
            rows.append(Row(user, items, seen, ids[target - 1]))
    return rows
