"""Per-row metric values of several models become means, intervals and paired differences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ilora_edge.evaluation.metrics import bootstrap, paired_difference
from ilora_edge.evaluation.rows import Row

BUNDLE, ENCODER, LLM, POPULARITY, RANDOM = "bundle", "encoder", "llm", "popularity", "random"
MODELS = (BUNDLE, ENCODER, LLM, POPULARITY, RANDOM)
"""The models of every report; those of ``others`` follow."""


@dataclass(slots=True)
class EvaluationReport:
    """Collects values row by row; every model sees the same rows."""

    mode: str
    bundle: str
    fusion_weight: float
    expectation: str
    """How HR@1 is averaged over candidate draws."""
    users: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    values: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def models(self) -> list[str]:
        """The standard models, then the others in the order they were added."""
        return [
            *(m for m in MODELS if m in self.values),
            *(m for m in self.values if m not in MODELS),
        ]

    def add(self, row: Row, by_model: dict[str, dict[str, float]]) -> None:
        """Add one row's metric values."""
        self.users.append(row.user)
        self.targets.append(row.target)
        for model, metrics in by_model.items():
            for metric, value in metrics.items():
                self.values.setdefault(model, {}).setdefault(metric, []).append(value)

    def remarks(self) -> list[str]:
        """Return the notes, and that nothing was found where every list misses every target."""
        lists = [
            values
            for model in self.models
            if model != RANDOM
            for metric, values in self.values[model].items()
            if metric.startswith(("hr", "ndcg"))
        ]
        if any(any(values) for values in lists):
            return self.notes
        zeros = f"no model found any of the {len(self.users):,} targets, so the zeros do not tell"
        return [*self.notes, f"{zeros} the models apart; more rows may: --targets all"]

    def to_json(self) -> dict[str, Any]:
        """Return the report: one number and one 95 % interval per model and metric."""
        models: dict[str, dict[str, Any]] = {}
        for model in self.models:
            for metric, values in self.values[model].items():
                estimate = bootstrap(values, self.users)
                entry = models.setdefault(model, {})
                entry[metric] = round(estimate.mean, 6)
                entry[f"{metric}_ci"] = [round(estimate.ci_low, 6), round(estimate.ci_high, 6)]
            if "valid_ratio" in models.get(model, {}):
                _add_hr1_valid(models[model])
        return {
            "mode": self.mode,
            "bundle": self.bundle,
            "n_rows": len(self.users),
            "n_users": len(set(self.users)),
            "expectation": self.expectation,
            "fusion_weight": self.fusion_weight,
            "models": models,
            "differences": self._differences(),
            **self.facts,
            "notes": self.remarks(),
        }

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each row's user, target and metric values by model, in the order of the rows."""
        for n, (user, target) in enumerate(zip(self.users, self.targets, strict=True)):
            models = {
                model: {metric: values[n] for metric, values in self.values[model].items()}
                for model in self.models
            }
            yield {"user": user, "target": target, "models": models}

    def _differences(self) -> dict[str, dict[str, Any]]:
        """Return bundle minus each other model, paired by row."""
        ours = self.values[BUNDLE]
        out: dict[str, dict[str, Any]] = {}
        for model in self.models:
            if model == BUNDLE:
                continue
            entry = out.setdefault(f"{BUNDLE}_minus_{model}", {})
            for metric, theirs in self.values[model].items():
                if metric in ours and metric != "valid_ratio":
                    estimate = paired_difference(ours[metric], theirs, self.users)
                    entry[metric] = round(estimate.mean, 6)
                    entry[f"{metric}_ci"] = [round(estimate.ci_low, 6), round(estimate.ci_high, 6)]
        return out


def _add_hr1_valid(entry: dict[str, Any]) -> None:
    """Add HR@1 as correct / valid beside correct / total, the headline."""
    valid = entry["valid_ratio"]
    entry["hr1_valid"] = round(entry["hr1"] / valid, 6) if valid else None
    del entry["valid_ratio_ci"]
