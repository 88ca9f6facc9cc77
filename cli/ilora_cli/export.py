"""``ilora-edge export``: a finished run becomes a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ilora_cli import train

PACKAGES = (*train.PACKAGES, "onnx", "onnxscript")


def export(
    run: Annotated[Path, typer.Argument(help="Folder of a finished training run.")],
    out: Annotated[Path, typer.Option(help="Folder of the new bundle.")],
    preset: Annotated[
        str, typer.Option(help="Backbone weights: full (F16) or balanced (Q8_0).")
    ] = "full",
    force: Annotated[bool, typer.Option("--force", help="Replace an existing bundle.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bars.")] = False,
) -> None:
    """Export a run as a bundle for devices (needs the [export] extra)."""
    train.require("export", "export", PACKAGES)
    from ilora_cli.console import note
    from ilora_export.bundle import export_run

    manifest = export_run(run, out, preset, force=force, quiet=quiet)
    size = sum(size for size, _ in manifest.files.values()) / 1e6
    note(f"{out}: {size:.1f} MB, fusion weight {manifest.fusion.product:.3g}")
    note(f"next: ilora-edge recommend USER --db DB --bundle {out}")
