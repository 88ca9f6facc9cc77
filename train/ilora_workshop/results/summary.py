"""From kept measurements to rows of results: seeds averaged, intervals, paired differences."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ilora_edge.errors import OptionError
from ilora_edge.evaluation.metrics import Estimate, bootstrap, paired_difference
from ilora_edge.evaluation.report import BUNDLE, ENCODER, LLM, RANDOM
from ilora_edge.evaluation.row_values import RowValues
from ilora_edge.evaluation.rows import read_json_lines
from ilora_train.checkpoint import read_json
from ilora_workshop.results.measure import (
    FEW,
    TIMING,
    Measurement,
    measurements_of,
    report_path,
    rows_path,
)
from ilora_workshop.results.result_row import (
    BASELINES,
    METRICS,
    POOLED,
    ResultRow,
)
from ilora_workshop.results.stages import StagePlace
from ilora_workshop.results.variants import DataSet, ModelVariant, ResultsPlan


@dataclass(slots=True)
class _Seed:
    seed: int
    place: StagePlace


@dataclass(slots=True)
class _Values:
    """Row values of every model and metric, for each of several seeds."""

    users: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    models: dict[str, dict[str, list[float]]] = field(default_factory=dict)

    def of(self, model: str, metric: str) -> RowValues:
        return RowValues(self.users, self.targets, self.models[model][metric])


def average_rows(by_seed: Sequence[RowValues], same: bool = True) -> RowValues:
    """Average each row over the seeds that have it.

    ``same`` false: the seeds may have other rows, as they have where each holds out other items.
    """
    rows = [list(_numbered(v)) for v in by_seed]
    if same and any(r != rows[0] for r in rows):
        raise OptionError("the seeds of a variant were not measured on the same rows; delete eval/")
    sums: dict[tuple[str, str, int], list[float]] = {}
    for keys, values in zip(rows, by_seed, strict=True):
        for key, value in zip(keys, values.values, strict=True):
            sums.setdefault(key, []).append(value)
    return RowValues(
        [user for user, _, _ in sums],
        [target for _, target, _ in sums],
        [sum(values) / len(values) for values in sums.values()],
    )


def _numbered(values: RowValues) -> Iterable[tuple[str, str, int]]:
    """Yield a name for every row; a user may meet a target in two rows."""
    met: Counter[tuple[str, str]] = Counter()
    for pair in zip(values.users, values.targets, strict=True):
        yield (*pair, met[pair])
        met[pair] += 1


def _difference(a: Sequence[RowValues], b: Sequence[RowValues]) -> Estimate | None:
    """Return a minus b over the rows that both have, seed by seed; None: there are none."""
    mean_a, mean_b = average_rows(a, same=False), average_rows(b, same=False)
    theirs = dict(zip(_numbered(mean_b), mean_b.values, strict=True))
    triples = [
        (key[0], value, theirs[key])
        for key, value in zip(_numbered(mean_a), mean_a.values, strict=True)
        if key in theirs
    ]
    if not triples:
        return None
    users, ours, others = zip(*triples, strict=True)
    return paired_difference(ours, others, users)


def _read_values(path: Path) -> _Values:
    values = _Values()
    for _, row in read_json_lines(path):
        values.users.append(str(row["user"]))
        values.targets.append(str(row["target"]))
        for model, metrics in row["models"].items():
            for metric, value in metrics.items():
                values.models.setdefault(model, {}).setdefault(metric, []).append(value)
    return values


def _joined(parts: Sequence[_Values]) -> _Values:
    joined = _Values()
    for number, part in enumerate(parts):
        joined.users += part.users
        # The same item may be a target after one event and after two.
        joined.targets += [f"{number} {target}" for target in part.targets]
        for model, metrics in part.models.items():
            for metric, values in metrics.items():
                joined.models.setdefault(model, {}).setdefault(metric, []).extend(values)
    return joined


class MetricSummary:
    """Reads what is kept and makes rows of it; ``places`` has the finished seeds of a variant."""

    def __init__(
        self, plan: ResultsPlan, variants: dict[str, list[tuple[Any, StagePlace]]]
    ) -> None:
        self._plan = plan
        self._seeds = {
            key: [_Seed(recipe.seed, place) for recipe, place in found]
            for key, found in variants.items()
        }
        self._prompts = {key: _prompt_name(found[0][0]) for key, found in variants.items() if found}
        self._cache: dict[tuple[str, int, str], _Values] = {}

    def rows(self) -> list[ResultRow]:
        """Return all rows, variant by variant."""
        rows: list[ResultRow] = []
        for variant in self._plan.variants:
            for measurement in _with_pooled(measurements_of(variant)):
                rows += self._measurement_rows(variant, measurement)
        return rows

    def _finished(self, variant: ModelVariant, measurement: Measurement) -> list[_Seed]:
        parts = _parts(measurement)
        return [
            seed
            for seed in self._seeds.get(variant.key, [])
            if all(report_path(seed.place, part).exists() for part in parts)
        ]

    def _values(self, variant: ModelVariant, seed: _Seed, measurement: Measurement) -> _Values:
        key = (variant.key, seed.seed, measurement.name)
        if key not in self._cache:
            parts = [_read_values(rows_path(seed.place, part)) for part in _parts(measurement)]
            self._cache[key] = _joined(parts) if len(parts) > 1 else parts[0]
        return self._cache[key]

    def _measurement_rows(self, variant: ModelVariant, measurement: Measurement) -> list[ResultRow]:
        seeds = self._finished(variant, measurement)
        if not seeds:
            return []
        values = [self._values(variant, seed, measurement) for seed in seeds]
        report = read_json(report_path(seeds[0].place, _parts(measurement)[0]))
        rows = []
        for model in [BUNDLE, LLM, *BASELINES]:
            if any(model not in v.models for v in values):
                continue
            means: dict[str, Estimate] = {}
            by_seed: dict[str, list[float]] = {}
            for metric in METRICS:
                if metric in values[0].models[model]:
                    each = [v.of(model, metric) for v in values]
                    averaged = average_rows(each, same=measurement.kind != "cold")
                    means[metric] = bootstrap(averaged.values, averaged.users)
                    by_seed[metric] = [_round(sum(v.values) / len(v.values)) for v in each]
            ours = model in (BUNDLE, LLM)
            hr1, ndcg = means["hr1"], means.get("ndcg10")
            users = averaged.users
            rows.append(
                ResultRow(
                    dataset=variant.dataset,
                    rows=measurement.kind,
                    mode=measurement.mode,
                    detail=measurement.detail,
                    model=_model_name(variant, model),
                    variant=variant.name,
                    part=model,
                    prompt=self._prompts[variant.key] if ours else None,
                    headline=False,
                    hr1=_round(hr1.mean),
                    ci_low=_round(hr1.ci_low),
                    ci_high=_round(hr1.ci_high),
                    ndcg10=_round(ndcg.mean) if ndcg else None,
                    ndcg10_ci=[_round(ndcg.ci_low), _round(ndcg.ci_high)] if ndcg else None,
                    hr10=_round(means["hr10"].mean) if "hr10" in means else None,
                    mrr=_round(means["mrr"].mean) if "mrr" in means else None,
                    n_rows=len(users),
                    n_users=len(set(users)),
                    seeds=[seed.seed for seed in seeds],
                    by_seed=by_seed,
                    minus=self._minus(variant, measurement, model, values, seeds),
                    expectation=str(report["expectation"]),
                    bundle_mb=_bundle_mb(seeds[0].place) if ours else None,
                    ms_per_user=_ms_per_user(seeds) if ours else None,
                    command=_command(variant, measurement),
                    evaluate=self._evaluate(variant, measurement, seeds[0]) if ours else None,
                    recipe=seeds[0].place.digest,
                )
            )
        return rows

    def _minus(
        self,
        variant: ModelVariant,
        measurement: Measurement,
        model: str,
        values: list[_Values],
        seeds: list[_Seed],
    ) -> dict[str, dict[str, list[float]]]:
        """Return the bundle's differences from the other models and from other variants."""
        minus: dict[str, dict[str, list[float]]] = {}
        if model != BUNDLE:
            return minus
        pairs = {
            (f"{variant.title}, LLM alone" if other == LLM else BASELINES[other]): (
                values,
                values,
                other,
            )
            for other in [ENCODER, LLM, *BASELINES]
            if other != RANDOM and all(other in v.models for v in values)
        }
        for name in variant.compare_with:
            other = next(
                v for v in self._plan.variants if (v.dataset, v.name) == (variant.dataset, name)
            )
            theirs = {s.seed: s for s in self._finished(other, measurement)}
            both = [(v, s.seed) for v, s in zip(values, seeds, strict=True) if s.seed in theirs]
            if both:
                found = [self._values(other, theirs[n], measurement) for _, n in both]
                pairs[other.title] = ([v for v, _ in both], found, BUNDLE)
        for name, (a, b, other_model) in pairs.items():
            for metric in METRICS:
                if metric in a[0].models[BUNDLE]:
                    estimate = _difference(
                        [v.of(BUNDLE, metric) for v in a], [v.of(other_model, metric) for v in b]
                    )
                    if estimate is not None:
                        minus.setdefault(name, {})[metric] = estimate.rounded(6)
        return minus

    def _evaluate(self, variant: ModelVariant, measurement: Measurement, seed: _Seed) -> str | None:
        """Return the ``ilora-edge evaluate`` of a measurement, where one command makes it."""
        if measurement.detail == POOLED:
            return None
        dataset = self._plan.datasets[variant.dataset]
        return evaluate_command(self._plan, dataset, measurement, seed.place, self._database(seed))

    def _database(self, seed: _Seed) -> Path:
        out, dataset = seed.place.folder.parents[1], seed.place.folder.parent.name
        given = self._plan.datasets[dataset].database
        return self._plan.resolve(given) if given else out / f"{dataset}.db"


def evaluate_command(
    plan: ResultsPlan, dataset: DataSet, measurement: Measurement, place: StagePlace, db: Path
) -> str | None:
    """Return the command that measures one bundle; None: it takes rows of two files."""
    splits = plan.resolve(dataset.splits)
    words = f"ilora-edge evaluate --bundle {_shown(place.bundle)}"
    if measurement.kind == "paper":
        test, items = _shown(splits / "test.jsonl"), _shown(splits / "items.csv")
        words = f"{words} --split {test} --split-items {items}"
        return f"{words} --item-offset {dataset.item_offset} --json"
    if measurement.kind == "cold":
        return None
    split = "val.jsonl" if measurement.kind == "validation" else "test.jsonl"
    words += f" --db {_shown(db)} --users-from {_shown(splits / split)} --mode {measurement.mode}"
    words += f" --events {measurement.detail}" if measurement.detail else " --targets all"
    expectation = read_json(report_path(place, measurement))["expectation"]
    if expectation.endswith("seeded draws per row"):
        words += f" --draws {expectation.split()[0]}"
    return words + " --json"


def _with_pooled(measurements: Sequence[Measurement]) -> list[Measurement]:
    few = any(m.kind == "few" for m in measurements)
    pooled = [Measurement("few", mode, POOLED) for mode in ("paper", "product")]
    return [*measurements, *(pooled if few else ())]


def _parts(measurement: Measurement) -> list[Measurement]:
    if measurement.detail != POOLED:
        return [measurement]
    return [Measurement("few", measurement.mode, str(n)) for n in FEW]


def _model_name(variant: ModelVariant, model: str) -> str:
    if model == BUNDLE:
        return variant.title
    return f"{variant.title}, LLM alone" if model == LLM else BASELINES[model]


def _prompt_name(recipe: Any) -> str:
    return f"{recipe.prompt.style}, {recipe.prompt.answers}"


def _bundle_mb(place: StagePlace) -> float:
    return round(sum(p.stat().st_size for p in place.bundle.iterdir()) / 1e6, 2)


def _ms_per_user(seeds: Sequence[_Seed]) -> float | None:
    times = [
        float(read_json(seed.place.evaluations / TIMING)["ms_per_user"])
        for seed in seeds
        if (seed.place.evaluations / TIMING).exists()
    ]
    return round(sum(times) / len(times), 1) if times else None


def _command(variant: ModelVariant, measurement: Measurement) -> str:
    return f"python -m ilora_workshop.results --only {variant.key} --rows {measurement.kind}"


def _shown(path: Path) -> str:
    return os.path.relpath(path)


def _round(value: float) -> float:
    return round(float(value), 6)
