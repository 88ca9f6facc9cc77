"""Exports the first-evening bundle, for the very file that devices have: SmolLM2's, Q4_1.

    python -m ilora_workshop.film_bundle RUN BUNDLE

``RUN`` is what ``ilora-edge train train/recipes/films.toml`` made. The bundle names the language
model's file and does not hold it. Encoder and model weigh alike: the validation users are
simulated, so a weight fitted to them would say how well the encoder knows the simulation.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from ilora_edge.bundle.edits import strip_backbone
from ilora_edge.bundle.named_backbones import backbone_path
from ilora_export.bundle import ExportOptions, export_run

LICENCE = (
    "Apache-2.0; titles, years, genres and cast are facts of the English Wikipedia "
    "(prust/wikipedia-movie-data)"
)
BACKBONE = "smollm2-135m"
FUSION_WEIGHT = 1.0
N_METRIC_ROWS = 60


def export_films(run: Path, bundle: Path) -> None:
    """Export a run and leave the language model's file out."""
    options = ExportOptions(
        backbone_gguf=backbone_path(BACKBONE),
        licence=LICENCE,
        fusion_weight=FUSION_WEIGHT,
        n_metric_rows=N_METRIC_ROWS,
    )
    with tempfile.TemporaryDirectory(prefix="films-", dir=bundle.parent) as folder:
        whole = Path(folder) / "whole"
        export_run(run, whole, options)
        strip_backbone(whole, bundle, force=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_bundle")
    parser.add_argument("run", type=Path)
    parser.add_argument("bundle", type=Path)
    given = parser.parse_args()
    export_films(given.run, given.bundle)


if __name__ == "__main__":
    main()
