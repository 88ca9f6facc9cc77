"""``ilora-edge evaluate``: a bundle against its parts and against simple baselines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ilora_cli.options.choices import Baseline, ColdNegatives, Mode
from ilora_cli.options.evaluate import HeldOutOptions, MeasureOptions, ReportOptions
from ilora_cli.options.run import DeviceOptions
from ilora_cli.options.source import ModelSource
from ilora_cli.settings import Settings
from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from ilora_edge.catalogue.items import CatalogueItem
    from ilora_edge.evaluation.item_scorers import ItemScorer
    from ilora_edge.evaluation.report import EvaluationReport
    from ilora_edge.evaluation.rows import Row
    from ilora_edge.recommender import Recommender

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


def evaluate(
    *,
    held_out: HeldOutOptions,
    source: ModelSource,
    measure: MeasureOptions,
    device: DeviceOptions,
    output: ReportOptions,
) -> None:
    """Measure a bundle on held-out rows, beside simple baselines.

    These are its encoder, its LLM, popularity and chance. Intervals are 95 %, by bootstrap over
    users; differences are paired by row.

    $ ilora-edge evaluate --bundle films --db films.db --users-from test.jsonl
    $ ilora-edge evaluate --bundle films --split test.jsonl --split-items ids.csv
    """
    from ilora_cli.console import note, print_json
    from ilora_cli.guard import about_to_print
    from ilora_edge.doctor.settle import remember_crash
    from ilora_edge.evaluation.row_values import check_writable, write_row_values
    from ilora_edge.evaluation.rows import check_titles
    from ilora_edge.recommender import Recommender

    settings = held_out.settings(source)
    if settings.bundle is None:
        raise OptionError("which bundle is to be measured? name it with --bundle")
    held_out.check(settings.db)
    measure.check()
    if output.rows_path is not None:
        check_writable(output.rows_path)
    rows = _rows(held_out, settings, settings.bundle)
    max_k = (measure.n_candidates + 1) // 2
    with Recommender(settings.bundle, max_k, device.engine(), settings.backbone) as recommender:
        if held_out.split is not None:
            check_titles(rows, recommender.catalogue)
        report = _measure(recommender, rows, measure)
        if recommender.remark is not None:
            note(recommender.remark)
        remember_crash(recommender.backbone.header)
    about_to_print()
    # Which rows these were, for whoever finds the numbers later.
    report.facts.update({**held_out.facts, **measure.facts})
    if output.rows_path is not None:
        write_row_values(output.rows_path, report)
    if held_out.split is None and settings.library:
        note("lists are of the bundle's items, in the library or not: these rows are not --library")
    if held_out.split is None and held_out.users_from is None:
        note("all users are evaluated, those the bundle was trained on too: use --users-from")
    for text in report.remarks():
        note(text)
    data = report.to_json()
    if output.as_json:
        print_json(data)
    else:
        _print_table(data)


def _rows(held_out: HeldOutOptions, settings: Settings, bundle: Path) -> list[Row]:
    """Return what is held out, of a split or of a database."""
    from contextlib import closing

    from ilora_cli.console import note
    from ilora_cli.options.choices import Targets
    from ilora_edge.bundle.files import CATALOGUE, read_manifest
    from ilora_edge.catalogue.items import Catalogue
    from ilora_edge.evaluation.rows import ReadAs, read_database, read_split, read_users

    manifest = read_manifest(bundle)
    if held_out.split is not None and held_out.split_items is not None:
        return read_split(held_out.split, held_out.split_items, held_out.item_offset)
    assert settings.db is not None
    chosen = None if held_out.users_from is None else read_users(held_out.users_from)
    with closing(Catalogue(bundle / CATALOGUE, manifest.external_ids)) as catalogue:
        return read_database(
            settings.db,
            chosen,
            manifest.min_rating,
            MIN_HISTORY,
            held_out.targets is Targets.LAST,
            held_out.events,
            held_out.first_time,
            ReadAs(
                mapping=settings.mapping,
                catalogue=catalogue,
                manifest=manifest,
                note=note,
            ),
        )


def _measure(
    recommender: Recommender, rows: list[Row], measure: MeasureOptions
) -> EvaluationReport:
    from ilora_cli.console import progress
    from ilora_edge.evaluation.full import evaluate_full
    from ilora_edge.evaluation.paper import DEFAULT_DRAWS, evaluate_paper
    from ilora_edge.evaluation.product import evaluate_product
    from ilora_edge.evaluation.rows import cold_rows
    from ilora_edge.evaluation.scoring import Terms

    catalogue = list(recommender.catalogue.items())
    draws, pool = measure.draws, None
    if measure.cold is not None:
        rows = cold_rows(rows, catalogue)
        draws = DEFAULT_DRAWS if draws is None else draws
        if measure.cold is ColdNegatives.ALL:
            pool = [i for i, item in enumerate(catalogue) if item.popularity == 0]
    names = [*(measure.baseline or ()), *(Baseline if measure.cold else ())]
    others = _others(names, catalogue, recommender.manifest.prompt.history_window)
    weight = measure.fusion_weight
    control = None if measure.control is None else measure.control.value
    with progress("evaluating", len(rows)) as advance_by:
        advance = partial(advance_by, 1)
        if measure.mode is Mode.FULL:
            return evaluate_full(recommender, rows, weight, advance=advance, others=others)
        terms = Terms(weight, control, measure.seed, others)
        if measure.mode is Mode.PRODUCT:
            return evaluate_product(recommender, rows, terms, measure.n_candidates, advance)
        return evaluate_paper(recommender, rows, terms, draws, pool, advance)


def _others(
    names: Sequence[Baseline], catalogue: Sequence[CatalogueItem], window: int
) -> dict[str, ItemScorer]:
    """Return the further models; they see as much of the history as the prompt shows."""
    if Baseline.NEAREST_TITLE not in names:
        return {}
    from ilora_edge.evaluation.nearest_title import NEAREST_TITLE, NearestTitle

    return {NEAREST_TITLE: NearestTitle(catalogue, n_last=max(1, window))}


def _print_table(data: dict[str, Any]) -> None:
    from ilora_cli.columns import TableColumn, print_columns, print_words, terminal_width
    from ilora_cli.console import amount

    rows = f"{amount(data['n_rows'], 'row')} of {amount(data['n_users'], 'user')}"
    weight = f"fusion weight {data['fusion_weight']:.3g}"
    print_words(f"{data['bundle']}: {data['mode']} mode, {rows}, {data['expectation']}; {weight}")
    of_models = {name.replace("_", " "): v for name, v in data["models"].items()}
    of_pairs = {name.replace("_", " "): v for name, v in data["differences"].items()}
    every = [*of_models.items(), *of_pairs.items()]
    widths = {
        m: 2 + max(len(HEADINGS[m]), *(len(_cell(values, m)) for _, values in every))
        for m in HEADINGS
        if m in data["models"]["bundle"]
    }
    width = terminal_width()
    room = None if width is None else width - max(len(name) for name, _ in every)
    for beside in _beside(widths, room):
        columns = [TableColumn(), *(TableColumn(HEADINGS[metric], right=True) for metric in beside)]
        print_columns(columns, [[name, *(_cell(v, m) for m in beside)] for name, v in every])


def _beside(widths: dict[str, int], room: int | None) -> Iterator[list[str]]:
    """Yield the metrics of each table: as many as there is room for, as a number is never cut.

    Where there is room for none, all are yielded together: they become records.
    """
    if room is None or max(widths.values()) > room:
        yield list(widths)
        return
    beside: list[str] = []
    for metric, width in widths.items():
        if beside and sum(widths[m] for m in beside) + width > room:
            yield beside
            beside = []
        beside.append(metric)
    yield beside


def _cell(values: dict[str, Any], metric: str) -> str:
    value = values.get(metric)
    if value is None:
        return ""
    if f"{metric}_ci" not in values:
        return f"{value:.3f}"
    low, high = values[f"{metric}_ci"]
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"
