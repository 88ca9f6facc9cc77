"""``ilora-edge export``: a finished run becomes a bundle."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilora_cli import train
from ilora_cli.options.choices import BackbonePreset
from ilora_cli.options.panels import MODEL, OUTPUT
from ilora_cli.options.run import Json, Quiet, force_option
from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from ilora_export.bundle import Export, ExportOptions

PACKAGES = (*train.PACKAGES, "onnx", "onnxscript")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """What the bundle holds."""

    preset: Annotated[
        BackbonePreset | None,
        typer.Option(
            help="Backbone weights: full (F16, the default), bf16, balanced (Q8_0), small (Q4_K_M) "
            "or q4_0, see ilora-edge doctor --time; of a run on a GGUF file the default is the "
            "file itself.",
            rich_help_panel=MODEL,
        ),
    ] = None
    backbone_gguf: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE.gguf",
            help="An existing GGUF file of the model that the experts were trained on, instead "
            "of a preset; it is compared with that model and copied.",
            rich_help_panel=MODEL,
        ),
    ] = None
    no_parity: Annotated[
        bool,
        typer.Option(
            "--no-parity",
            help="Do not compare the bundle with the torch model, which is then not loaded: for "
            "models that do not fit into memory. The manifest says so.",
            rich_help_panel=MODEL,
        ),
    ] = False
    licence: Annotated[
        str,
        typer.Option(
            help="Licence of the training data, for the model card.", rich_help_panel=MODEL
        ),
    ] = ""

    def check(self) -> None:
        """Raise OptionError for what the manifest cannot hold."""
        if "\n" in self.licence or len(self.licence) > 200:
            raise OptionError("--licence is one line of at most 200 characters")

    def options(self, with_report: bool) -> ExportOptions:
        """Return how the run is exported."""
        from ilora_edge.bundle.named_backbones import backbone_path
        from ilora_export.bundle import ExportOptions

        given = backbone_path(self.backbone_gguf) if self.backbone_gguf else None
        preset = None if self.preset is None else self.preset.value
        return ExportOptions(preset, given, not self.no_parity, with_report, self.licence)


def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a finished training run.")],
    *,
    out: Annotated[Path, typer.Option(help="Folder of the new bundle.", rich_help_panel=MODEL)],
    model: ModelOptions,
    report: Annotated[
        bool,
        typer.Option(
            "--report",
            help="Measure every preset: size, speed, memory, HR@1, ranks.",
            rich_help_panel=OUTPUT,
        ),
    ] = False,
    as_json: Json = False,
    force: Annotated[bool, force_option("Replace an existing bundle.")] = False,
    quiet: Quiet = False,
) -> None:
    """Export a finished run as a bundle for devices.

    Needs the [export] extra. The bundle is compared with the torch model on validation users:
    exactly, where a difference ends the export, and as it will run.

    $ ilora-edge export runs/films --out bundles/films --preset balanced
    """
    train.require("export", "export", PACKAGES)
    model.check()
    from ilora_export.bundle import export_run

    done = export_run(run, out, model.options(report), force=force, quiet=quiet)
    _print(done, out, as_json)


def _print(done: Export, out: Path, as_json: bool) -> None:
    from ilora_cli.console import note, print_json

    manifest = done.manifest
    for remark in done.remarks:
        note(f"note: {remark}")
    if as_json:
        print_json({"parity": manifest.parity, "report": done.report})
    else:
        _print_parity(done)
        _print_report(done.report)
    if done.parity_memory is not None:
        note(f"peak memory until parity was proven: {done.parity_memory / 1e6:,.0f} MB")
    size = sum(size for size, _ in manifest.files.values()) / 1e6
    note(f"{out}: {size:.1f} MB, fusion weight {manifest.fusion.product:.3g}")
    note(f"next: ilora-edge recommend USER --db DB --bundle {out}")


def _print_parity(done: Export) -> None:
    from ilora_cli.console import note

    parity = done.manifest.parity
    if not parity["checked"]:
        note(f"parity with torch: not checked, {parity['reason']}")
        return
    rows = (
        ("gate weights", "gate_weights", "{:.2g}"),
        ("encoder's scores", "item_scores", "{:.2g}"),
        ("logits", "logits", "{:.2g}"),
        ("candidates' scores", "scores", "{:.2g}"),
        ("pairs in torch's order", "pairs_in_order", "{:.2%}"),
        ("same best candidate", "same_best", "{:.2%}"),
    )
    sides = [parity["exact"], parity["shipped"]]
    header = ("largest difference from torch", "exact, f32", f"as it runs, {sides[1]['type']}")
    lines = [(label, *(form.format(side[key]) for side in sides)) for label, key, form in rows]
    _print_table(header, lines)
    note(
        f"on {parity['n_users']} validation users, {parity['n_candidates']} candidates each; "
        f"largest logit {parity['largest_logit']:.3g}, {parity['tolerance']:.2g} is allowed "
        "where exact"
    )


def _print_report(report: list[dict[str, Any]]) -> None:
    if not report:
        return
    kernels = tuple(report[0]["tokens_per_second_with"])
    header = (
        *("preset", "backbone MB", "prefill tokens/s", *kernels, "peak MB"),
        *("HR@1", "HR@1, LLM alone", "pairs in order", "same best"),
    )
    lines = [
        (
            row["name"],
            f"{row['size'] / 1e6:,.1f}",
            f"{row['prefill_tokens_per_second']:,.0f}",
            *(f"{row['tokens_per_second_with'][name]:,.0f}" for name in kernels),
            f"{row['peak_memory'] / 1e6:,.0f}",
            *(
                "{:.3f} ({:.3f} to {:.3f})".format(*row["hr1"][model])
                for model in ("bundle", "llm")
            ),
            f"{row['pairs_in_order']:.2%}",
            f"{row['same_best']:.1%}",
        )
        for row in report
    ]
    _print_table(header, lines)


def _print_table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    import sys

    from ilora_cli.columns import TableColumn, print_columns

    columns = [TableColumn(name, right=number > 0) for number, name in enumerate(header)]
    print_columns(columns, rows, sys.stderr)
