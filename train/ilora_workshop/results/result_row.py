"""One row of ``train/results.json``, and which of them are the headlines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ilora_edge.evaluation.report import BUNDLE, ENCODER, LLM, POPULARITY, RANDOM
from ilora_edge.system.new_file import replaced_file

METRICS = ("hr1", "ndcg10", "hr10", "mrr")
BASELINES = {
    ENCODER: "SASRec",
    POPULARITY: "popularity",
    "item_knn": "item-KNN",
    "markov": "Markov",
    "nearest_title": "nearest title",
    RANDOM: "random",
}
POOLED = "pooled"
"""The few-event rows of all numbers of events together."""
PRIMARY = {"few": POOLED, "cold": "all"}
"""Which row of a kind with several is its headline."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line of ``train/results.json``."""

    dataset: str
    rows: str
    mode: str
    detail: str
    model: str
    variant: str
    part: str
    """``bundle``, ``llm``, ``encoder``, or the name of a baseline."""
    prompt: str | None
    headline: bool
    hr1: float
    ci_low: float
    ci_high: float
    ndcg10: float | None
    ndcg10_ci: list[float] | None
    hr10: float | None
    mrr: float | None
    n_rows: int
    n_users: int
    seeds: list[int]
    by_seed: dict[str, list[float]]
    """Each seed's own mean, by metric."""
    minus: dict[str, dict[str, list[float]]]
    """Paired differences, ours minus theirs, by model and metric: mean, low, high."""
    expectation: str
    bundle_mb: float | None
    ms_per_user: float | None
    command: str
    evaluate: str | None
    """The same measurement of the first seed's bundle alone."""
    recipe: str
    """Hash of the first seed's recipe, as its folder is named by."""

    @property
    def sort_metric(self) -> str:
        return "ndcg10" if self.mode == "product" else "hr1"

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ResultRow:
        return cls(**data)


def mark_headlines(rows: Sequence[ResultRow]) -> list[ResultRow]:
    """Mark one bundle per data set and kind: the best on *validation* of those measured.

    Product rows are chosen for by NDCG@10 of the validation users in product mode, all others
    by their HR@1 in paper mode. The numbers of the marked rows play no part.
    """
    quality: dict[tuple[str, str, str], float] = {}
    for row in rows:
        if row.rows == "validation" and row.part == BUNDLE:
            value = row.ndcg10 if row.mode == "product" else row.hr1
            assert value is not None
            quality[row.dataset, row.variant, row.mode] = value
    best: dict[tuple[str, str], tuple[float, int]] = {}
    for n, row in enumerate(rows):
        mode = "product" if row.rows == "product" else "paper"
        chosen_by = quality.get((row.dataset, row.variant, mode))
        if chosen_by is None or row.part != BUNDLE or row.mode != mode:
            continue
        if row.detail != PRIMARY.get(row.rows, ""):
            continue
        key = (row.dataset, row.rows)
        if key not in best or chosen_by > best[key][0]:
            best[key] = (chosen_by, n)
    chosen = {n for _, n in best.values()}
    return [replace(row, headline=n in chosen) for n, row in enumerate(rows)]


def in_order(
    rows: Iterable[ResultRow], datasets: Sequence[str], variants: Sequence[str]
) -> list[ResultRow]:
    """Sort rows by data set, variant, kind, mode, detail and part, in the order of the tables."""
    kinds = ("paper", "large", "product", "validation", "few", "cold")
    parts = (BUNDLE, LLM, *BASELINES)

    def place(row: ResultRow) -> tuple[int | str, ...]:
        return (
            datasets.index(row.dataset),
            variants.index(row.variant),
            kinds.index(row.rows),
            # The pooled row of few events comes after those it pools.
            row.detail == POOLED,
            row.detail,
            row.mode,
            parts.index(row.part),
        )

    return sorted(rows, key=place)


def without_repeats(rows: Iterable[ResultRow], encoders: Mapping[str, str]) -> list[ResultRow]:
    """Keep a baseline once per set of rows, the first; an encoder once per encoder.

    ``encoders`` tells them apart, by data set and variant (``movielens-ilora``).
    """
    kept, met = [], set[tuple[str, ...]]()
    named: dict[tuple[str, str, str, str], str] = {}
    for row in rows:
        where = (row.dataset, row.rows, row.mode, row.detail)
        if row.part in (BUNDLE, LLM):
            kept.append(row)
            continue
        same = encoders[f"{row.dataset}-{row.variant}"] if row.part == ENCODER else ""
        if (*where, row.part, same) in met:
            continue
        met.add((*where, row.part, same))
        if row.part == ENCODER and where in named:
            row = replace(row, model=f"{BASELINES[ENCODER]} of {row.variant}")
        elif row.part == ENCODER:
            named[where] = row.variant
        kept.append(row)
    return kept


def write_results(path: Path, rows: Sequence[ResultRow]) -> None:
    """Write the rows as JSON, one line each, so that a diff shows which changed."""
    lines = ",\n".join(json.dumps(row.to_json()) for row in rows)
    with replaced_file(path) as file:
        file.write((f"[\n{lines}\n]\n" if rows else "[]\n").encode())
