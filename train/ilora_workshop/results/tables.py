"""The rows of ``results.json`` as Markdown: an overview in ``train/README.md``, all in docs/."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ilora_edge.errors import OptionError
from ilora_edge.evaluation.report import BUNDLE, ENCODER, LLM
from ilora_train.checkpoint import write_atomically
from ilora_workshop.results.result_row import BASELINES, POOLED, ResultRow
from ilora_workshop.results.variants import DataSet, ResultsPlan

BEGIN, END = "<!-- results:begin -->", "<!-- results:end -->"
NOT_MEASURED = "not measured"
SASREC = BASELINES[ENCODER]

Column = tuple[str, str, str, str, str]
COLUMNS: tuple[Column, ...] = (
    ("paper HR@1", "paper", "paper", "", "hr1"),
    ("large HR@1", "large", "paper", "", "hr1"),
    ("few HR@1", "few", "paper", POOLED, "hr1"),
    ("product HR@1", "product", "product", "", "hr1"),
    ("product NDCG@10", "product", "product", "", "ndcg10"),
    ("validation HR@1", "validation", "paper", "", "hr1"),
    ("validation NDCG@10", "validation", "product", "", "ndcg10"),
)
"""Heading, then kind, mode, detail and metric of the overview's columns."""
COLD: tuple[Column, ...] = (
    ("cold-all HR@1", "cold", "paper", "all", "hr1"),
    ("cold-mix HR@1", "cold", "paper", "mix", "hr1"),
)
KIND_TITLES = {
    "paper": "The published rows: target among 20, one row per test user",
    "large": "The large test: every target of the test users, target among 20",
    "product": "The product: every target of the test users, whole catalogue to a list of ten",
    "few": "Few events: test users of whom so many events are known",
    "cold": "Cold items: targets that no training user interacted with, among 20",
    "validation": "Validation users: what the choices were made by",
}
METRIC_TITLES = {"hr1": "HR@1", "ndcg10": "NDCG@10", "hr10": "HR@10", "mrr": "MRR"}


def replace_block(text: str, block: str, name: str) -> str:
    """Return a text with what is between the markers replaced."""
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise OptionError(f"{name}: needs the lines {BEGIN} and {END}, once each in this order")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{block.strip()}\n{END}{after}"


def write_tables(plan: ResultsPlan, rows: Sequence[ResultRow], readme: Path, page: Path) -> None:
    """Write the overview into the README and all tables to a page of their own."""
    text = replace_block(readme.read_text(encoding="utf-8"), overview(plan, rows), str(readme))
    plots = sorted((page.parent / "plots").glob("*.svg"))
    text = text.replace("PLOTS\n", _images(plots, readme.parent))
    write_atomically(readme, text.encode())
    full = full_page(plan, rows).replace("PLOTS\n", _images(plots, page.parent))
    write_atomically(page, full.encode())


def _images(plots: Sequence[Path], beside: Path) -> str:
    links = (f"![{p.stem.replace('-', ' ')}]({os.path.relpath(p, beside)})\n" for p in plots)
    return "\n".join(links)


INTERVALS = (
    "Intervals are 95 %, by bootstrap over users, of the mean over the seeds named; differences "
    "are paired by row, and by seed. They say how the numbers vary with users, not with further "
    "seeds; each seed's own mean is in `results.json` (`by_seed`)."
)
HEADLINE = (
    "**Bold**: the headline, one model per data set and kind of rows. It is the one with the best "
    "number on the *validation* users (product: NDCG@10 in product mode; else HR@1 in paper mode) "
    "among those measured on the rows. Fusion weights were fitted on rows of the same validation "
    "users."
)
TIMES = (
    "ms per user: median of whole recommendations (encoder, experts, LLM) on the machine that "
    "trained; it is shared, so times compare only roughly."
)


def overview(plan: ResultsPlan, rows: Sequence[ResultRow]) -> str:
    """Return the README's part: per data set, models by kinds of rows, then the differences."""
    out = [
        "These tables are written by `make results`, from `train/results.toml`; every row, with "
        "its command, is in [results.json](results.json), and all metrics are in "
        "[docs/results.md](../docs/results.md).",
        "",
        f"{INTERVALS} {HEADLINE} {TIMES}",
        "",
        "PLOTS",
    ]
    for dataset, ours in _sections(plan, rows, "###", out):
        out += _overview_table(plan, dataset, ours)
        out += ["", "Paired differences, ours minus theirs (* the interval excludes 0):", ""]
        out += _difference_table(ours)
    return "\n".join(out)


def _sections(
    plan: ResultsPlan, rows: Sequence[ResultRow], heading: str, out: list[str]
) -> Iterator[tuple[DataSet, list[ResultRow]]]:
    """Write each data set's heading to ``out`` and yield those that have rows, with them."""
    for dataset in plan.datasets.values():
        out += ["", f"{heading} {dataset.title}", ""]
        if dataset.not_measured:
            out.append(f"{NOT_MEASURED} ({dataset.not_measured}).")
            continue
        if dataset.note:
            out += [dataset.note, ""]
        yield dataset, [row for row in rows if row.dataset == dataset.name]


def _overview_table(plan: ResultsPlan, dataset: DataSet, rows: list[ResultRow]) -> list[str]:
    variants = [v for v in plan.variants if v.dataset == dataset.name]
    columns = [*COLUMNS, *(COLD if any("cold" in v.evaluations for v in variants) else ())]
    cells: dict[tuple[str, str], dict[str, str]] = {}
    facts: dict[tuple[str, str], ResultRow] = {}
    for row in rows:
        for heading, kind, mode, detail, metric in columns:
            if (row.rows, row.mode, row.detail) == (kind, mode, detail):
                cells.setdefault(_line(row), {})[heading] = _cell(row, metric)
                facts.setdefault(_line(row), row)
    lines = [(v.name, v.title) for v in variants]
    lines += [(v.name, f"{v.title}, LLM alone") for v in variants if (v.name, BUNDLE) in cells]
    names = [(v.name, BUNDLE) for v in variants]
    names += [(v.name, LLM) for v in variants if (v.name, BUNDLE) in cells]
    for key, row in facts.items():
        if row.part not in (BUNDLE, LLM):
            lines.append((row.variant, row.model))
            names.append(key)
    body = []
    for (_, title), key in zip(lines, names, strict=True):
        line = facts.get(key)
        about = [
            (line and line.prompt) or "",
            ", ".join(map(str, line.seeds)) if line else "",
            f"{line.bundle_mb:.1f}" if line and line.bundle_mb else "",
            f"{line.ms_per_user:.0f}" if line and line.ms_per_user else "",
        ]
        measured = [cells.get(key, {}).get(c[0], NOT_MEASURED) for c in columns]
        body.append([title, *about, *measured])
    for model, value in dataset.published.items():
        body.append(
            [f"*published: {model}*", "", "", "", "", f"*{_printed(value)}*"]
            + [""] * (len(columns) - 1)
        )
    heads = ["model", "prompt", "seeds", "MB", "ms per user", *(c[0] for c in columns)]
    return _table(heads, body)


def _line(row: ResultRow) -> tuple[str, str]:
    """Return what a line of the overview is about: baselines are one line over all kinds."""
    return (row.variant, row.part) if row.part in (BUNDLE, LLM) else (row.model, row.part)


def _difference_table(rows: list[ResultRow]) -> list[str]:
    columns = [*COLUMNS, *COLD]
    lines: dict[str, dict[str, str]] = {}
    for row in rows:
        for heading, kind, mode, detail, metric in columns:
            if row.part != BUNDLE or (row.rows, row.mode, row.detail) != (kind, mode, detail):
                continue
            for other, metrics in row.minus.items():
                if metric in metrics:
                    label = f"{row.model} minus {other}"
                    lines.setdefault(label, {})[heading] = _difference(metrics[metric])
    heads = [c[0] for c in columns if any(c[0] in line for line in lines.values())]
    if not lines:
        return [f"{NOT_MEASURED}."]
    body = [[label, *(line.get(h, NOT_MEASURED) for h in heads)] for label, line in lines.items()]
    return _table(["", *heads], body)


def full_page(plan: ResultsPlan, rows: Sequence[ResultRow]) -> str:
    """Return docs/results.md: one table per data set and set of rows, all metrics."""
    out = [
        "# Results",
        "",
        "Written by `make results`; do not edit. What was measured and how is in "
        "[evaluation](evaluation.md), the overview in [train/README.md](../train/README.md).",
        "",
        f"{INTERVALS} {HEADLINE} {TIMES}",
        "",
        "PLOTS",
    ]
    for _, ours in _sections(plan, rows, "##", out):
        for kind, title in KIND_TITLES.items():
            of_kind = [row for row in ours if row.rows == kind]
            out += [f"### {title}", ""]
            if not of_kind:
                out += [f"{NOT_MEASURED}.", ""]
            for mode, detail in dict.fromkeys((row.mode, row.detail) for row in of_kind):
                chosen = [row for row in of_kind if (row.mode, row.detail) == (mode, detail)]
                out += [*_full_table(chosen, kind, mode, detail), ""]
    return "\n".join(out).rstrip() + "\n"


def _full_table(rows: list[ResultRow], kind: str, mode: str, detail: str) -> list[str]:
    metrics = [m for m in METRIC_TITLES if m == "hr1" or mode == "product"]
    first = rows[0]
    heads = ["model", "prompt", "seeds", *(METRIC_TITLES[m] for m in metrics), f"minus {SASREC}"]
    heads += ["MB", "ms per user"]
    body = []
    for row in rows:
        minus = row.minus.get(SASREC, {}).get(row.sort_metric)
        body.append(
            [
                row.model,
                row.prompt or "",
                ", ".join(map(str, row.seeds)),
                *(_cell(row, m) for m in metrics),
                _difference(minus) if minus else "",
                f"{row.bundle_mb:.1f}" if row.bundle_mb else "",
                f"{row.ms_per_user:.0f}" if row.ms_per_user else "",
            ]
        )
    about = [f"{mode} mode", _detail(kind, detail), f"{first.n_rows:,} rows"]
    about += [f"{first.n_users:,} users", first.expectation]
    shown = ", ".join(part for part in about if part)
    return [
        f"{shown[0].upper()}{shown[1:]}.",
        "",
        "```",
        first.command,
        "```",
        "",
        *_table(heads, body),
    ]


def _detail(kind: str, detail: str) -> str:
    if kind == "cold":
        return "negatives cold too" if detail == "all" else "negatives from the whole catalogue"
    if kind == "few":
        return "1, 2, 3 and 5 events together" if detail == POOLED else f"{detail} event(s) known"
    return detail


def _cell(row: ResultRow, metric: str) -> str:
    value = getattr(row, metric)
    if value is None:
        return NOT_MEASURED
    interval = {"hr1": [row.ci_low, row.ci_high], "ndcg10": row.ndcg10_ci}.get(metric)
    number = _number(value)
    if row.headline and metric == row.sort_metric:
        number = f"**{number}**"
    return f"{number} ({_number(interval[0])}–{_number(interval[1])})" if interval else number


def _difference(values: Sequence[float]) -> str:
    mean, low, high = values
    star = " *" if low > 0 or high < 0 else ""
    return f"{_signed(mean)} ({_signed(low)} to {_signed(high)}){star}"


def _number(value: float) -> str:
    """Return three decimals without the zero before them."""
    text = f"{value:.3f}"
    return text.removeprefix("0") if value < 1 else text


def _printed(value: float) -> str:
    """Return a published number as it was published, three decimals or more."""
    return max(_number(value), str(value).removeprefix("0"), key=len)


def _signed(value: float) -> str:
    rounded = round(value, 3)
    return f"{'-' if rounded < 0 else '+' if rounded > 0 else ''}{_number(abs(rounded))}"


def _table(heads: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    return [_row(heads), _row(["---"] * len(heads)), *(_row(line) for line in body)]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
