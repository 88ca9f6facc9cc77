"""Per-row metric values of several models become means, intervals and paired differences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ilora_edge.metrics import bootstrap

BUNDLE, ENCODER, LLM, POPULARITY, RANDOM = "bundle", "encoder", "llm", "popularity", "random"
MODELS = (BUNDLE, ENCODER, LLM, POPULARITY, RANDOM)


@dataclass(slots=True)
class Report:
    """Collects values row by row; every model sees the same rows."""

    mode: str
    bundle: str
    fusion_weight: float
    expectation: str
    """How HR@1 is averaged over candidate draws."""
    users: list[str] = field(default_factory=list)
    values: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, user: str, by_model: dict[str, dict[str, float]]) -> None:
        """Add one row's metric values."""
        self.users.append(user)
        for model, metrics in by_model.items():
            for metric, value in metrics.items():
                self.values.setdefault(model, {}).setdefault(metric, []).append(value)

    def to_json(self) -> dict[str, Any]:
        """Return the report: one number and one 95 % interval per model and metric."""
        models: dict[str, dict[str, Any]] = {}
        for model in MODELS:
            for metric, values in self.values.get(model, {}).items():
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
            "notes": self.notes,
        }

    def _differences(self) -> dict[str, dict[str, Any]]:
        """Return bundle minus each other model, paired by row."""
        ours = self.values[BUNDLE]
        out: dict[str, dict[str, Any]] = {}
        for model in MODELS[1:]:
            entry = out.setdefault(f"{BUNDLE}_minus_{model}", {})
            for metric, theirs in self.values.get(model, {}).items():
                if metric in ours and metric != "valid_ratio":
                    pairs = zip(ours[metric], theirs, strict=True)
                    estimate = bootstrap([a - b for a, b in pairs], self.users)
                    entry[metric] = round(estimate.mean, 6)
                    entry[f"{metric}_ci"] = [round(estimate.ci_low, 6), round(estimate.ci_high, 6)]
        return out


def _add_hr1_valid(entry: dict[str, Any]) -> None:
    """Add HR@1 as correct / valid beside correct / total, the headline."""
    valid = entry["valid_ratio"]
    entry["hr1_valid"] = round(entry["hr1"] / valid, 6) if valid else None
    del entry["valid_ratio_ci"]
