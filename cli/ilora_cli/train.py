"""``ilora-edge train``: encoder, backbone and experts, as a recipe says."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ilora_cli.options.panels import MODEL, OUTPUT
from ilora_cli.options.run import Quiet
from ilora_cli.options.source import Db
from ilora_cli.settings import read_settings
from ilora_edge.errors import MissingExtraError, OptionError

if TYPE_CHECKING:
    from ilora_train.plan import TrainingPlan

PACKAGES = ("torch", "transformers", "tokenizers")


def require(command: str, extra: str, packages: tuple[str, ...]) -> None:
    """Raise MissingExtraError for the first package that is not installed."""
    from importlib.util import find_spec

    for package in packages:
        if find_spec(package) is None:
            raise MissingExtraError(command, extra, package)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What a run starts from, and where it is kept."""

    out: Annotated[
        Path, typer.Option(help="Folder of the run; new or empty.", rich_help_panel=MODEL)
    ]
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Go on with a run that was interrupted.", rich_help_panel=MODEL
        ),
    ] = False
    backbone: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE.gguf|FOLDER",
            help="A name of `ilora-edge backbone list`, a GGUF file or an HF checkpoint folder, "
            "instead of the recipe's backbone.",
            rich_help_panel=MODEL,
        ),
    ] = None
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Print steps, sizes and memory; train and write nothing.",
            rich_help_panel=OUTPUT,
        ),
    ] = False


def train(
    recipe: Annotated[
        Path, typer.Argument(metavar="RECIPE", help="Recipe (TOML), as in train/recipes/.")
    ],
    *,
    db: Db = None,
    run: RunOptions,
    quiet: Quiet = False,
) -> None:
    """Train a model on a database of histories.

    Needs the [train] extra.

    $ ilora-edge train train/recipes/demo.toml --db films.db --out run --dry-run
    $ ilora-edge train train/recipes/demo.toml --db films.db --out run
    """
    require("train", "train", PACKAGES)
    settings = read_settings()
    db = db or settings.db
    if db is None:
        raise OptionError("which database is to be learnt from? name it with --db")
    mapping = settings.rows_of(db)
    # Of several processes (accelerate launch) one speaks.
    speaks = os.environ.get("RANK", "0") == "0"
    if run.dry_run:
        from ilora_train.plan import plan_training

        plan = plan_training(
            recipe, db, run.out, run.resume, run.backbone, mapping, quiet or not speaks
        )
        if speaks:
            _print_plan(plan)
        return
    from ilora_cli.console import amount, note
    from ilora_train.run import train as train_run

    summary = train_run(recipe, db, run.out, run.resume, quiet, run.backbone, mapping)
    if not speaks:
        return
    note(
        f"trained on {amount(summary['n_interactions'], 'interaction')} of "
        f"{amount(summary['n_users'], 'user')} ({summary['n_excluded_users']:,} excluded)"
    )
    note(f"next: ilora-edge export {run.out} --out BUNDLE")


def _print_plan(plan: TrainingPlan) -> None:
    from ilora_cli.columns import TableColumn, print_columns
    from ilora_cli.console import note

    heads = ("steps", "rows per step", "tokens per step")
    print_columns(
        [
            TableColumn("stage"),
            *(TableColumn(head, right=True) for head in heads),
            TableColumn(fit="wrap"),
        ],
        [
            (s.name, f"{s.steps:,}", f"{s.rows_per_step:,}", f"{s.tokens_per_step:,}", s.note)
            for s in plan.stages
        ],
    )
    learnt = ("experts", "gate", "projector")
    print()
    print_columns(
        [TableColumn("parameters"), TableColumn(right=True), TableColumn("in the experts' stage")],
        [
            (name, f"{n:,}", "trained" if name in learnt and n else "frozen" if n else "none")
            for name, n in plan.parameters.items()
        ],
    )
    other = "activations" if plan.checkpointing else "activations, checkpointed"
    rows = [
        (name, f"{n / 2**30:.3f}", "not in the total" if name == other else "")
        for name, n in plan.memory.items()
    ]
    total = ("total", f"{plan.total_memory / 2**30:.3f}", "")
    print()
    print_columns(
        [TableColumn("memory per process, about"), TableColumn("GiB", right=True), TableColumn()],
        [*rows, total],
    )
    note(
        f"{plan.name}: {plan.n_users:,} users, {plan.n_items:,} items, "
        f"{plan.n_interactions:,} interactions"
    )
    several = f"{plan.processes} processes" if plan.processes > 1 else "one process"
    note(f"{plan.device}, {several}; {plan.precision}")
    note("dry run: nothing was trained or written")
