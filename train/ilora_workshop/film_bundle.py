"""Exports the first-evening bundle, for the very file that devices have: SmolLM2's, Q4_1.

    python -m ilora_workshop.film_bundle RUN FACTS BUNDLE

``RUN`` is what ``ilora-edge train train/recipes/films.toml`` made, ``FACTS`` what its films are
from. The bundle names the language model's file and does not hold it. What was learnt from
simulated people holds for real ones in part, and what is fitted to them says how well the
simulation is known. So a few numbers were chosen on validation people (train/LOG.md): on LLaRA's 94
of MovieLens the experts' strength and those of :mod:`ilora_workshop.film_weights`, on these and on
half of those of a later release those of :mod:`ilora_workshop.film_numbers`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from ilora_edge.bundle.edits import strip_backbone
from ilora_edge.bundle.files import MANIFEST, FusionWeights, read_sealed
from ilora_edge.bundle.manifest import parse_json, write_sealed
from ilora_edge.bundle.named_backbones import backbone_path
from ilora_edge.catalogue.external_ids import TITLE, ExternalIds
from ilora_export.bundle import ExportOptions, export_finished
from ilora_export.experts import round_to_half
from ilora_train.ilora import expert_layers
from ilora_train.run_folder import load_run
from ilora_workshop.film_numbers import FilmNumbers, leave_places_out, texts_of
from ilora_workshop.world_films import other_titles

LICENCE = (
    "Apache-2.0; titles, years, genres and cast are facts, those of American films of the English "
    "Wikipedia, from whose paragraphs it is counted which are alike; no word of them is kept "
    "(prust/wikipedia-movie-data). Facts of other films were written down for this bundle"
)
BACKBONE = "smollm2-135m"
STRENGTH = 0.5
"""What the experts' products are multiplied by."""
N_SHOWN = 6
"""Films that a prompt shows: more take more time and make no better lists, and so do titles' years
in the answers (train/LOG.md)."""
NUMBERS = FilmNumbers(
    scale=0.0635,
    title_words=6.121,
    genres=2.506,
    years=4.738,
    texts=1.484,
    renown=0.1833,
    known=2.190,
    overviews=50.7,
    decay=0.8,
)
FUSION = FusionWeights(product=20.39, paper=20.65, popularity=0.07, ratings=1.0)
N_METRIC_ROWS = 20


def export_films(folder: Path, facts: Path, bundle: Path) -> None:
    """Export a run at less strength and leave the language model's file out.

    Its experts learnt from longer prompts, and to say years too; see :data:`N_SHOWN`.
    """
    run = load_run(folder, years_in_answers=False, history_window=N_SHOWN)
    layers = [layer for _, layer in expert_layers(run.model.backbone)]
    for layer in layers:
        layer.lora_b.data.mul_(STRENGTH)
    round_to_half(layers)
    leave_places_out(run.model.encoder)
    run.model.encoder.neighbours = texts_of(run, facts)
    NUMBERS.put_into(run.model.encoder, [item.item_id for item in run.items])
    options = ExportOptions(
        backbone_gguf=backbone_path(BACKBONE),
        licence=LICENCE,
        fusion=FUSION,
        n_metric_rows=N_METRIC_ROWS,
    )
    with tempfile.TemporaryDirectory(prefix="films-", dir=bundle.parent) as scratch:
        whole = Path(scratch) / "whole"
        export_finished(run, whole, options)
        raw, seal = read_sealed(whole)
        manifest = parse_json(raw, seal, whole / MANIFEST)
        titles = other_titles([item.title for item in run.items])
        write_sealed(whole, manifest | {"external_ids": ExternalIds({TITLE: titles}).to_json()})
        strip_backbone(whole, bundle, force=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_bundle")
    parser.add_argument("run", type=Path)
    parser.add_argument("facts", type=Path)
    parser.add_argument("bundle", type=Path)
    given = parser.parse_args()
    export_films(given.run, given.facts, given.bundle)


if __name__ == "__main__":
    main()
