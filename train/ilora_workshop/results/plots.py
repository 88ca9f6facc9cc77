"""Plots of the rows of ``results.json``, as SVG: the same rows give the same files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ilora_edge.errors import MissingExtraError
from ilora_edge.evaluation.report import BUNDLE
from ilora_workshop.results.result_row import PRIMARY, ResultRow
from ilora_workshop.results.tables import METRIC_TITLES, SASREC
from ilora_workshop.results.variants import ResultsPlan

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = (
    "#1b6ca8", "#d1495b", "#2a9d5c", "#8a5fbf", "#c98a1b", "#444444", "#3fb8af", "#b04a9e"
)  # fmt: skip
MARKERS = ("o", "s", "^", "D")
_STYLE: Any = {
    "svg.hashsalt": "ilora-edge",
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
}


def write_plots(plan: ResultsPlan, rows: Sequence[ResultRow], folder: Path) -> None:
    """Write every plot that there are numbers for; one that there are none for is removed."""
    try:
        import matplotlib
    except ImportError as error:
        raise MissingExtraError("results", "results", "matplotlib") from error
    folder.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context(_STYLE):
        _write(folder / "bundle-minus-encoder.svg", _plot_differences(plan, rows))
        _write(folder / "accuracy-by-size.svg", _plot_cost(plan, rows, "bundle_mb", "bundle, MB"))
        _write(
            folder / "accuracy-by-time.svg",
            _plot_cost(plan, rows, "ms_per_user", "ms per user (shared machine)"),
        )


def _write(path: Path, figure: Figure | None) -> None:
    if figure is None:
        path.unlink(missing_ok=True)
        return
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def _panels(names: Sequence[str], height: float) -> tuple[Figure, list[Axes]]:
    # No pyplot: it chooses a window system and keeps every figure.
    from matplotlib.figure import Figure as NewFigure

    figure = NewFigure(figsize=(4.6 * len(names), height), layout="constrained")
    axes = figure.subplots(1, len(names), squeeze=False)
    panels: list[Axes] = list(axes[0])
    for panel, name in zip(panels, names, strict=True):
        panel.set_title(name, loc="left", fontsize=10)
    return figure, panels


def _plot_differences(plan: ResultsPlan, rows: Sequence[ResultRow]) -> Figure | None:
    """Bundle minus its own encoder, with intervals: the headline of every kind of rows."""
    shown = [
        (dataset, [r for r in rows if r.headline and r.dataset == dataset and SASREC in r.minus])
        for dataset in plan.datasets
    ]
    shown = [(dataset, found) for dataset, found in shown if found]
    if not shown:
        return None
    most = max(len(found) for _, found in shown)
    figure, panels = _panels([plan.datasets[d].title for d, _ in shown], 1.2 + 0.45 * most)
    for panel, (_, found) in zip(panels, shown, strict=True):
        for n, row in enumerate(reversed(found)):
            mean, low, high = row.minus[SASREC][row.sort_metric]
            colour = COLOURS[1] if high < 0 else COLOURS[2] if low > 0 else "#666666"
            panel.plot([low, high], [n, n], color=colour, linewidth=2)
            panel.plot([mean], [n], "o", color=colour)
        labels = [f"{r.rows}: {METRIC_TITLES[r.sort_metric]}\n{r.model}" for r in reversed(found)]
        panel.set_yticks(range(len(labels)), labels, fontsize=8)
        panel.set_ylim(-0.6, len(labels) - 0.4)
        panel.axvline(0, color="black", linewidth=0.8)
        panel.locator_params(axis="x", nbins=5)
        panel.set_xlabel("bundle minus its encoder, 95 %")
    return figure


def _plot_cost(
    plan: ResultsPlan, rows: Sequence[ResultRow], field: str, label: str
) -> Figure | None:
    """NDCG@10 of the validation users against what a bundle costs, by prompt."""
    points = [
        row
        for row in rows
        if (row.rows, row.mode, row.part) == ("validation", "product", BUNDLE)
        and row.detail == PRIMARY.get(row.rows, "")
        and getattr(row, field) is not None
    ]
    names = [d for d in plan.datasets if any(row.dataset == d for row in points)]
    if not names:
        return None
    prompts = sorted({row.prompt or "" for row in points})
    figure, panels = _panels([plan.datasets[d].title for d in names], 4.4)
    for panel, name in zip(panels, names, strict=True):
        shown = [row for row in points if row.dataset == name]
        for n, row in enumerate(shown):
            x, y, interval = getattr(row, field), row.ndcg10, row.ndcg10_ci
            assert y is not None
            assert interval is not None
            prompt = row.prompt or ""
            colour = COLOURS[n % len(COLOURS)]
            marker = MARKERS[prompts.index(prompt) % len(MARKERS)]
            panel.plot([x, x], interval, color=colour, linewidth=1, alpha=0.4)
            panel.plot([x], [y], marker, color=colour, alpha=0.85, label=f"{row.model} ({prompt})")
        panel.set_xlim(0, 1.15 * max(getattr(row, field) for row in shown))
        panel.set_xlabel(label)
        panel.set_ylabel("NDCG@10, validation users")
        # Many models cost the same: names beside the points would cover each other.
        panel.legend(fontsize=7, loc="upper left", bbox_to_anchor=(0, -0.16), frameon=False)
    return figure
