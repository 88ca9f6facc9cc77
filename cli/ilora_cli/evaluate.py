"""``ilora-edge evaluate``: a bundle against its parts and against simple baselines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilora_cli.settings import Settings
from ilora_cli.source_options import BackboneOption, takes_source
from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from ilora_edge.bundle.catalogue import CatalogueItem
    from ilora_edge.evaluation.item_scorers import ItemScorer

HEADINGS = {
    "hr1": "HR@1",
    "hr1_valid": "HR@1 of valid",
    "valid_ratio": "ValidRatio",
    "hr5": "HR@5",
    "hr10": "HR@10",
    "hr20": "HR@20",
    "ndcg5": "NDCG@5",
    "ndcg10": "NDCG@10",
    "ndcg20": "NDCG@20",
    "mrr": "MRR",
}
MIN_HISTORY = 3
BASELINES = ("nearest-title",)


@takes_source
def evaluate(
    bundle: Annotated[Path | None, typer.Option(help="Bundle folder.")] = None,
    backbone: BackboneOption = None,
    db: Annotated[Path | None, typer.Option(help="Database of histories to evaluate on.")] = None,
    split: Annotated[
        Path | None, typer.Option(help="JSON lines with 'seq' and 'next' instead of a database.")
    ] = None,
    items: Annotated[
        str | None,
        typer.Option(
            help="The split's items.csv: id (position), title; with --db as for 'recommend'."
        ),
    ] = None,
    item_offset: Annotated[
        int, typer.Option(help="Added to the split's ids to get the bundle's.")
    ] = 0,
    mode: Annotated[
        str,
        typer.Option(
            help="paper: 20 candidates; product: whole catalogue to a list of 10; full: the "
            "target's rank in the whole catalogue."
        ),
    ] = "paper",
    users_from: Annotated[
        Path | None,
        typer.Option(
            help="JSON lines whose 'user's are evaluated; with --db. A row without one stands for "
            "val-3 if it is the third line of val.jsonl, as ilora-edge import llara names it."
        ),
    ] = None,
    targets: Annotated[
        str, typer.Option(help="With --db: 'last' item of each user, or 'all' with enough history.")
    ] = "last",
    events: Annotated[
        int | None,
        typer.Option(min=0, help="With --db: each user's item after exactly so many others."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DAY",
            help="With --db: only targets of this day (UTC, as 1998-03-28) or later, for a bundle "
            "that was trained on what came before.",
        ),
    ] = None,
    candidates: Annotated[
        int | None,
        typer.Option(
            min=20, max=1000, help="How many of the encoder's best the LLM ranks. Product mode."
        ),
    ] = None,
    cold: Annotated[
        str | None,
        typer.Option(
            help="Only targets that no training user met; negatives from 'all' such items, or "
            "'mix': from the whole catalogue. Paper mode."
        ),
    ] = None,
    baseline: Annotated[
        list[str] | None, typer.Option(help="One more model: nearest-title; --cold adds it.")
    ] = None,
    fusion_weight: Annotated[
        float | None,
        typer.Option(min=0.0, help="Weight of the encoder's score instead of the bundle's."),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Seeded candidate draws per row instead of the expectation; 20 with --cold.",
        ),
    ] = None,
    control: Annotated[
        str | None,
        typer.Option(help="'titles' or 'gates': shuffled among the rows, to see what they add."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of draws and controls.")] = 0,
    threads: Annotated[
        int | None, typer.Option(min=1, max=1024, help="Threads; default: physical cores.")
    ] = None,
    gpu_layers: Annotated[
        str,
        typer.Option(
            metavar="N|auto",
            help="Layers that a GPU computes, where llama.cpp has a library for one (untested).",
        ),
    ] = "0",
    rows_path: Annotated[
        Path | None,
        typer.Option("--rows", help="Write every row's values to this file, as JSON lines."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    *,
    source: Settings,
) -> None:
    """Measure a bundle on held-out rows, beside its encoder, its LLM, popularity and chance.

    Intervals are 95 %, by bootstrap over users; differences are paired by row.
    """
    bundle, backbone = source.bundle, source.backbone
    if bundle is None:
        raise OptionError("which bundle is to be measured? name it with --bundle")
    if split is None:
        db = source.db
    if mode not in ("paper", "product", "full"):
        raise OptionError(f"--mode must be paper, product or full, not {mode!r}")
    if targets not in ("last", "all"):
        raise OptionError(f"--targets must be last or all, not {targets!r}")
    if (split is None) == (db is None):
        raise OptionError("give either --split (with --items) or --db")
    if split is not None and items is None:
        raise OptionError("--split needs --items, the file that its ids are positions in")
    mapping = source.mapping
    if db is not None and items is not None:
        mapping = replace(mapping, items=items)
    if split is not None and users_from is not None:
        raise OptionError("--users-from goes with --db; a split's rows name their users")
    if mode != "paper" and draws is not None:
        raise OptionError("--draws goes with --mode paper; the other candidates are fixed")
    if mode == "full" and control is not None:
        raise OptionError("--control goes with --mode paper or product")
    if events is not None and (db is None or targets == "all"):
        raise OptionError("--events goes with --db, and instead of --targets all")
    if since is not None and db is None:
        raise OptionError("--since goes with --db; a split's rows have no times")
    if candidates is not None and mode != "product":
        raise OptionError("--candidates goes with --mode product")
    if cold not in (None, "all", "mix"):
        raise OptionError(f"--cold must be all or mix, not {cold!r}")
    if cold is not None and mode != "paper":
        raise OptionError("--cold goes with --mode paper; it is about the negatives")
    if unknown := set(baseline or ()) - set(BASELINES):
        raise OptionError(f"unknown baseline {min(unknown)!r}; known: {', '.join(BASELINES)}")
    from contextlib import closing
    from functools import partial

    from ilora_cli.console import note, print_json, progress
    from ilora_cli.guard import about_to_print
    from ilora_edge.bundle.catalogue import Catalogue
    from ilora_edge.bundle.files import CATALOGUE, read_manifest
    from ilora_edge.doctor.settle import remember_crash
    from ilora_edge.evaluation.full import evaluate_full
    from ilora_edge.evaluation.paper import DEFAULT_DRAWS, evaluate_paper
    from ilora_edge.evaluation.product import evaluate_product
    from ilora_edge.evaluation.row_values import check_writable, write_row_values
    from ilora_edge.evaluation.rows import (
        check_titles,
        cold_rows,
        read_database,
        read_split,
        read_users,
    )
    from ilora_edge.llama import EngineOptions
    from ilora_edge.llama.gpu import parse_gpu_layers
    from ilora_edge.recommender import Recommender
    from ilora_edge.request import MIN_CANDIDATES

    if rows_path is not None:
        check_writable(rows_path)
    manifest = read_manifest(bundle)
    if split is not None and items is not None:
        rows = read_split(split, Path(items), item_offset)
    else:
        assert db is not None
        chosen = None if users_from is None else read_users(users_from)
        with closing(Catalogue(bundle / CATALOGUE)) as catalogue_of_rows:
            rows = read_database(
                db,
                chosen,
                manifest.min_rating,
                MIN_HISTORY,
                targets == "last",
                events,
                mapping,
                catalogue_of_rows,
                note,
                None if since is None else _day(since),
                manifest.rating_scale,
            )
    on_gpu = parse_gpu_layers(gpu_layers)
    options = EngineOptions(n_threads=threads, self_check=True, gpu_layers=on_gpu)
    n_candidates = candidates or MIN_CANDIDATES
    max_k = (n_candidates + 1) // 2
    with Recommender(bundle, max_k, options, backbone) as recommender:
        if split is not None:
            check_titles(rows, recommender.catalogue)
        catalogue = list(recommender.catalogue.items())
        pool = None
        if cold is not None:
            rows = cold_rows(rows, catalogue)
            draws = DEFAULT_DRAWS if draws is None else draws
            if cold == "all":
                pool = [i for i, item in enumerate(catalogue) if item.popularity == 0]
        names = [*(baseline or ()), *(BASELINES if cold else ())]
        others = _others(names, catalogue, manifest.prompt.history_window)
        with progress("evaluating", len(rows)) as advance_by:
            advance = partial(advance_by, 1)
            if mode == "paper":
                report = evaluate_paper(
                    recommender, rows, fusion_weight, draws, control, seed, advance, others, pool
                )
            elif mode == "full":
                report = evaluate_full(
                    recommender, rows, fusion_weight, advance=advance, others=others
                )
            else:
                report = evaluate_product(
                    *(recommender, rows, fusion_weight, control, seed, advance, others),
                    n_candidates=n_candidates,
                )
        if recommender.remark is not None:
            note(recommender.remark)
        remember_crash(recommender.backbone.header)
    about_to_print()
    # Which rows these were, for whoever finds the numbers later.
    asked = {"events": events, "since": since, "cold": cold}
    report.facts.update({name: value for name, value in asked.items() if value is not None})
    if rows_path is not None:
        write_row_values(rows_path, report)
    if db is not None and users_from is None:
        note("all users are evaluated, those the bundle was trained on too: use --users-from")
    for text in report.notes:
        note(text)
    data = report.to_json()
    if as_json:
        print_json(data)
    else:
        _print_table(data)


def _day(text: str) -> int:
    """Return the beginning of a day, UTC, in unix seconds."""
    from datetime import UTC, date, datetime, time

    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise OptionError(f"--since must be a day such as 1998-03-28, not {text!r}") from error
    return int(datetime.combine(day, time(), UTC).timestamp())


def _others(
    names: Sequence[str], catalogue: Sequence[CatalogueItem], window: int
) -> dict[str, ItemScorer]:
    """Return the further models; they see as much of the history as the prompt shows."""
    if "nearest-title" not in names:
        return {}
    from ilora_edge.evaluation.nearest_title import NEAREST_TITLE, NearestTitle

    return {NEAREST_TITLE: NearestTitle(catalogue, n_last=max(1, window))}


def _print_table(data: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    from ilora_cli.console import stdout_console

    console = stdout_console()
    rows = f"{data['n_rows']} rows of {data['n_users']} users, {data['expectation']}"
    weight = f"fusion weight {data['fusion_weight']:.3g}"
    console.print(Text(f"{data['bundle']}: {data['mode']} mode, {rows}; {weight}"))
    metrics = [m for m in HEADINGS if m in data["models"]["bundle"]]
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for metric in metrics:
        table.add_column(HEADINGS[metric], justify="right", no_wrap=True)
    for model, values in data["models"].items():
        table.add_row(model.replace("_", " "), *(_cell(values, m) for m in metrics))
    for name, values in data["differences"].items():
        table.add_row(
            Text(name.replace("_", " "), style="dim"), *(_cell(values, m) for m in metrics)
        )
    console.print(table)


def _cell(values: dict[str, Any], metric: str) -> str:
    value = values.get(metric)
    if value is None:
        return ""
    if f"{metric}_ci" not in values:
        return f"{value:.3f}"
    low, high = values[f"{metric}_ci"]
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"
