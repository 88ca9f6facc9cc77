"""``python -m ilora_workshop.results``: every number of the tables, from the data sets on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ilora_edge.errors import IloraError, OptionError
from ilora_train.recipe import Recipe
from ilora_train.run_folder import DONE
from ilora_workshop.results.earlier import read_results, with_earlier
from ilora_workshop.results.measure import measure_variant
from ilora_workshop.results.plots import write_plots
from ilora_workshop.results.result_row import (
    ResultRow,
    in_order,
    mark_headlines,
    without_repeats,
    write_results,
)
from ilora_workshop.results.stages import (
    StagePlace,
    database_of,
    encoder_key,
    note,
    place_of,
    train_variant,
)
from ilora_workshop.results.summary import MetricSummary
from ilora_workshop.results.tables import write_tables
from ilora_workshop.results.variants import (
    KINDS,
    ModelVariant,
    ResultsPlan,
    load_plan,
    variant_recipe,
)

TRAIN = Path(__file__).resolve().parents[2]
Job = tuple[ModelVariant, Recipe, StagePlace]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is missing, write the tables; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return run(options)
    except IloraError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.results", description=__doc__)
    parser.add_argument(
        "--only", action="append", default=[], metavar="VARIANT", help="movielens-ilora, or ilora"
    )
    parser.add_argument("--seed", action="append", type=int, default=[], help="only this seed")
    parser.add_argument(
        "--rows", action="append", default=[], choices=KINDS, help="only these rows; prints them"
    )
    parser.add_argument(
        "--table-only", action="store_true", help="train and measure nothing; write the tables"
    )
    parser.add_argument("--threads", type=int, help="of llama.cpp; default: physical cores")
    parser.add_argument("--quiet", action="store_true", help="no progress bars")
    parser.add_argument("--plan", type=Path, default=TRAIN / "results.toml")
    parser.add_argument("--out", type=Path, default=Path("runs/results"), help="what is kept")
    parser.add_argument("--json", type=Path, default=TRAIN / "results.json")
    parser.add_argument("--readme", type=Path, default=TRAIN / "README.md")
    parser.add_argument("--page", type=Path, default=TRAIN.parent / "docs" / "results.md")
    return parser


def run(options: argparse.Namespace) -> int:
    """Train, measure and write; a variant that fails leaves the others alone."""
    plan = load_plan(options.plan)
    chosen = {v.key for v in plan.select(options.only)}
    jobs, failed = _jobs(plan, options.out)
    if options.only and chosen & set(failed):
        raise OptionError(next(text for key, text in failed.items() if key in chosen))
    for text in failed.values():
        note(f"left out: {text}")
    if not options.table_only:
        for job in jobs:
            variant, recipe, _ = job
            if variant.key in chosen and (not options.seed or recipe.seed in options.seed):
                try:
                    _do(plan, job, options)
                except IloraError as error:
                    failed[variant.key] = str(error)
                    note(f"error: {variant.key}, seed {recipe.seed}: {error}")
    rows = summarise(plan, jobs, read_results(options.json))
    write_results(options.json, rows)
    write_plots(plan, rows, options.page.parent / "plots")
    write_tables(plan, rows, options.readme, options.page)
    for row in rows:
        if row.rows in options.rows and f"{row.dataset}-{row.variant}" in chosen:
            _print(row)
    note(f"{len(rows)} rows: {options.json}, {options.readme}, {options.page}")
    return 1 if any(key in chosen for key in failed) and not options.table_only else 0


def _jobs(plan: ResultsPlan, out: Path) -> tuple[list[Job], dict[str, str]]:
    """Return what is to be done, all first seeds first, and why some variants cannot be."""
    jobs: list[tuple[int, Job]] = []
    failed: dict[str, str] = {}
    for variant in plan.variants:
        try:
            for n, seed in enumerate(variant.seeds):
                recipe = variant_recipe(plan, variant, seed)
                jobs.append((n, (variant, recipe, place_of(out, variant, recipe))))
        except IloraError as error:
            failed[variant.key] = str(error)
    return [job for _, job in sorted(jobs, key=lambda pair: pair[0])], failed


def _do(plan: ResultsPlan, job: Job, options: argparse.Namespace) -> None:
    variant, recipe, place = job
    note(f"{variant.key}, seed {recipe.seed}: {place.folder}")
    db = database_of(plan, plan.datasets[variant.dataset], options.out)
    taken = train_variant(recipe, db, place, options.out, options.quiet)
    if taken:
        note(f"  {' and '.join(taken)}: as another variant has trained them")
    kinds = tuple(options.rows) or KINDS
    measure_variant(plan, variant, recipe, db, place, kinds, options.threads, options.quiet)


def summarise(
    plan: ResultsPlan, jobs: Sequence[Job], earlier: Sequence[ResultRow] = ()
) -> list[ResultRow]:
    """Return the rows of everything that is there, and of what was measured earlier."""
    finished: dict[str, list[tuple[Recipe, StagePlace]]] = {}
    first: dict[str, tuple[Recipe, StagePlace]] = {}
    for variant, recipe, place in jobs:
        first.setdefault(variant.key, (recipe, place))
        if (place.run / DONE).exists() and place.bundle.exists():
            finished.setdefault(variant.key, []).append((recipe, place))
    recipes = {key: place.digest for key, (_, place) in first.items()}
    rows = with_earlier(MetricSummary(plan, finished).rows(), earlier, recipes)
    rows = in_order(rows, [*plan.datasets], [v.name for v in plan.variants])
    encoders = {key: encoder_key(recipe) for key, (recipe, _) in first.items()}
    return mark_headlines(without_repeats(rows, encoders))


def _print(row: ResultRow) -> None:
    where = " ".join(part for part in (row.dataset, row.rows, row.mode, row.detail) if part)
    text = f"{where} | {row.model} | HR@1 {row.hr1:.4f} ({row.ci_low:.4f} to {row.ci_high:.4f})"
    if row.ndcg10 is not None:
        text += f" | NDCG@10 {row.ndcg10:.4f}"
    print(f"{text} | {row.n_rows} rows | seeds {', '.join(map(str, row.seeds))}")


if __name__ == "__main__":
    sys.exit(main())
