"""A training run, from a recipe to a folder; killed at any moment, it goes on where it stopped.

    recipe -> data -> encoder -> backbone -> experts

Each step is given the :class:`RunContext`, writes a folder of its own, and does nothing where that
is finished. :mod:`ilora_train.run_folder` says what is in the run's folder.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from ilora_edge.histories.mapping import Mapping
from ilora_train.checkpoint import write_json
from ilora_train.encoder import train_encoder
from ilora_train.experts import build_model, train_experts
from ilora_train.model import ILoRA
from ilora_train.pretrain import pretrain_backbone
from ilora_train.recipe_file import load_recipe
from ilora_train.run_checks import (
    check_folder,
    check_same_data,
    check_same_recipe,
    check_weights,
)
from ilora_train.run_context import open_run
from ilora_train.run_folder import DONE, read_summary, write_inputs
from ilora_train.runtime import launched_processes, memory_is_told, threads_for_training


def train(
    recipe_path: Path,
    db: Path,
    out: Path,
    resume: bool = False,
    quiet: bool = False,
    backbone: Path | str | None = None,
    mapping: Mapping | None = None,
) -> dict[str, Any]:
    """Train encoder, backbone and experts as the recipe says; return the run's summary.

    Under ``accelerate launch`` every process calls this: the main one prepares everything up to
    the experts, and all of them train those.

    Parameters
    ----------
    backbone
        An HF checkpoint folder, a GGUF file or a name, instead of the recipe's
        ``backbone.path``.
    mapping
        What the database's rows mean; None: they are our own, or a known application's.

    Raises
    ------
    CheckpointError
        ``out`` already holds something and ``resume`` is not set, or it holds a run of another
        recipe or of other data.
    """
    recipe = load_recipe(recipe_path, backbone)
    if resume:
        check_same_recipe(recipe, out)
    if resume and (out / DONE).exists():
        return read_summary(out)
    check_folder(out, resume)
    check_weights(recipe.backbone.path)
    processes = launched_processes()
    run = open_run(recipe, db, out, mapping, quiet, processes)
    check_same_data(run.data, out)

    # No process writes before all of them have looked at the folder.
    processes.wait()
    with threads_for_training(), contextlib.closing(run.log), memory_is_told(str(recipe_path)):
        if processes.is_main:
            write_inputs(run)
            encoder = train_encoder(run)
            if not recipe.backbone.path:
                pretrain_backbone(run, encoder)
        processes.wait()
        model, builder = build_model(run)
        train_experts(run, model, builder)
    summary = run.summary(count_backbone(model))
    if processes.is_main:
        write_json(out / DONE, summary)
    processes.wait()
    return summary


def count_backbone(model: ILoRA) -> int:
    """Return how many numbers a model's backbone has, its experts not counted."""
    return sum(p.numel() for n, p in model.backbone.named_parameters() if "lora_" not in n)
