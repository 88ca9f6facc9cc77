"""Measures one bundle on every set of rows that its variant names, and keeps every row's values."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.evaluation.item_scorers import ItemScorer, score_by_history
from ilora_edge.evaluation.nearest_title import NEAREST_TITLE, NearestTitle
from ilora_edge.evaluation.paper import DEFAULT_DRAWS, evaluate_paper
from ilora_edge.evaluation.product import evaluate_product
from ilora_edge.evaluation.report import EvaluationReport
from ilora_edge.evaluation.row_values import write_row_values
from ilora_edge.evaluation.rows import (
    Row,
    check_titles,
    cold_rows,
    read_database,
    read_split,
    read_users,
)
from ilora_edge.evaluation.scoring import Terms
from ilora_edge.llama import EngineOptions
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request
from ilora_edge.system.stage_timer import StageTimer
from ilora_train.baselines import ItemKNN, Markov
from ilora_train.checkpoint import write_json
from ilora_train.data import read_training_data
from ilora_train.progress import Progress
from ilora_train.recipe import Recipe
from ilora_train.sequences import MIN_HISTORY
from ilora_workshop.results.stages import StagePlace
from ilora_workshop.results.variants import DataSet, ModelVariant, ResultsPlan

FEW = (1, 2, 3, 5)
"""Events that are known of a person in the few-event rows."""
N_TIMED, N_WARM = 100, 3
TIMING = "timing.json"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One evaluation of a bundle."""

    kind: str
    mode: str
    """``paper`` or ``product``."""
    detail: str = ""
    """Which of the kind's rows, or which negatives."""

    @property
    def name(self) -> str:
        """``few-1-paper``: what its files are named after."""
        return "-".join(part for part in (self.kind, self.detail, self.mode) if part)


MEASUREMENTS = (
    Measurement("paper", "paper"),
    Measurement("large", "paper"),
    Measurement("product", "product"),
    Measurement("validation", "paper"),
    Measurement("validation", "product"),
    *(Measurement("few", mode, str(n)) for n in FEW for mode in ("paper", "product")),
    Measurement("cold", "paper", "all"),
    Measurement("cold", "paper", "mix"),
)


def measurements_of(variant: ModelVariant) -> list[Measurement]:
    """Return what is to be measured of a variant."""
    return [m for m in MEASUREMENTS if m.kind in variant.evaluations]


def report_path(place: StagePlace, measurement: Measurement) -> Path:
    """Return the file of a measurement's report; it is there when the measurement is complete."""
    return place.evaluations / f"{measurement.name}.json"


def rows_path(place: StagePlace, measurement: Measurement) -> Path:
    """Return the file of its row values."""
    return place.evaluations / f"{measurement.name}.rows.jsonl"


def measure_variant(
    plan: ResultsPlan,
    variant: ModelVariant,
    recipe: Recipe,
    db: Path,
    place: StagePlace,
    kinds: Sequence[str],
    threads: int | None,
    quiet: bool,
) -> None:
    """Run the measurements of these kinds that are not there yet."""
    wanted = [m for m in measurements_of(variant) if m.kind in kinds]
    missing = [m for m in wanted if not report_path(place, m).exists()]
    if not missing and (place.evaluations / TIMING).exists():
        return
    place.evaluations.mkdir(parents=True, exist_ok=True)
    dataset = plan.datasets[variant.dataset]
    with Recommender(place.bundle, options=EngineOptions(n_threads=threads)) as recommender:
        bench = _Bench(plan, dataset, recipe, db, recommender, variant.most_rows)
        for measurement in missing:
            rows = bench.rows(measurement)
            started = time.perf_counter()
            with Progress(quiet).stage(f"{variant.key} {measurement.name}", len(rows)) as stage:
                report = bench.evaluate(measurement, rows, stage.advance)
            report.facts["seconds"] = round(time.perf_counter() - started, 1)
            write_row_values(rows_path(place, measurement), report)
            write_json(report_path(place, measurement), report.to_json())
        if not (place.evaluations / TIMING).exists():
            write_json(place.evaluations / TIMING, bench.time_users())


def some_of(rows: list[Row], most: int) -> list[Row]:
    """Return at most this many rows, 0: all, in their order; which, whoever asks."""
    if not 0 < most < len(rows):
        return rows
    return [rows[n] for n in sorted(random.Random(0).sample(range(len(rows)), most))]


class _Bench:
    """A bundle with the rows and the further models it is measured beside."""

    def __init__(
        self,
        plan: ResultsPlan,
        dataset: DataSet,
        recipe: Recipe,
        db: Path,
        recommender: Recommender,
        most_rows: int,
    ) -> None:
        self._most_rows = most_rows
        self._splits = plan.resolve(dataset.splits)
        self._offset = dataset.item_offset
        self._recipe, self._db, self._recommender = recipe, db, recommender
        self._catalogue: list[CatalogueItem] = list(recommender.catalogue.items())
        data = read_training_data(db, recipe.data, recipe.seed)
        n_items, sequences = len(data.items), list(data.train.values())
        knn, markov = ItemKNN().fit(sequences, n_items), Markov().fit(sequences, n_items)
        self._others: dict[str, ItemScorer] = {
            "item_knn": score_by_history(self._catalogue, knn.scores),
            "markov": score_by_history(self._catalogue, markov.scores),
        }

    def rows(self, measurement: Measurement) -> list[Row]:
        """Return the measurement's rows; the users of the splits reached no training."""
        return some_of(self._all_rows(measurement), self._most_rows)

    def _all_rows(self, measurement: Measurement) -> list[Row]:
        test = self._splits / "test.jsonl"
        validation = self._splits / "val.jsonl"
        if measurement.kind == "paper":
            rows = read_split(test, self._splits / "items.csv", self._offset)
            check_titles(rows, self._recommender.catalogue)
            return rows
        if measurement.kind == "few":
            return self._read([test], events=int(measurement.detail))
        if measurement.kind == "cold":
            return cold_rows(self._read([test, validation]), self._catalogue)
        return self._read([validation if measurement.kind == "validation" else test])

    def _read(
        self, files: Sequence[Path], last: bool = False, events: int | None = None
    ) -> list[Row]:
        users = [user for path in files for user in read_users(path)]
        rating = self._recipe.data.min_rating
        return read_database(self._db, users, rating, MIN_HISTORY, last, events)

    def evaluate(self, measurement: Measurement, rows: list[Row], advance: Any) -> EvaluationReport:
        """Evaluate the bundle beside the further models."""
        recommender, others = self._recommender, dict(self._others)
        if measurement.mode == "product":
            return evaluate_product(recommender, rows, Terms(others=others), advance=advance)
        draws, pool = self._draws(measurement), None
        if measurement.kind == "cold":
            window = recommender.manifest.prompt.history_window
            others[NEAREST_TITLE] = NearestTitle(self._catalogue, n_last=window)
            if measurement.detail == "all":
                pool = [n for n, item in enumerate(self._catalogue) if item.popularity == 0]
        return evaluate_paper(recommender, rows, Terms(others=others), draws, pool, advance)

    def _draws(self, measurement: Measurement) -> int | None:
        """Return how many draws; None: exact expectation, which scores the whole catalogue.

        That is one prefill where answers are labels; with titles only the published rows, few
        as they are, are worth it.
        """
        prompt = self._recommender.manifest.prompt
        if self._most_rows:
            return 1
        if prompt.candidates_in_prompt:
            return DEFAULT_DRAWS if measurement.kind in ("paper", "few") else 1
        if prompt.answers == "labels" or measurement.kind == "paper":
            return None
        return DEFAULT_DRAWS if measurement.kind in ("few", "cold") else 1

    def time_users(self) -> dict[str, Any]:
        """Time whole recommendations, one per test user, as the device makes them."""
        rows = self._read([self._splits / "test.jsonl"], last=True)[:N_TIMED]
        total, stages = [], dict[str, list[float]]()
        for n, row in enumerate([*rows[:N_WARM], *rows]):
            timer = StageTimer()
            self._recommender.recommend(Request(row.history, list(row.seen)), timer)
            if n >= min(N_WARM, len(rows)):
                total.append(sum(timer.stages.values()))
                for stage, ms in timer.stages.items():
                    stages.setdefault(stage, []).append(ms)
        return {
            "ms_per_user": round(statistics.median(total), 2),
            "n_users": len(rows),
            "stages_ms": {name: round(statistics.median(ms), 2) for name, ms in stages.items()},
        }
