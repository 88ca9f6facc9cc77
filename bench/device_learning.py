"""Would learning on the device help? Gate, fusion and a vector of one's own, updated step by step.

    python bench/device_learning.py

The last third of each demo user's history arrives item by item. At each step the list is ranked
with what was learnt so far, then one proximal step of gradient is taken towards what came:

    fusion  the weight of the encoder's score, on the logarithm
    gate    a bias on the gate's logits; the language model's scores under another gate are
            interpolated between those under each expert alone
    vector  added to the encoder's state, so that scores change by the items' unit embeddings

NDCG@10 of product mode, paired differences over users with 95 % intervals. docs/feedback.md says
what came of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.candidates import best_unseen, prompt_item
from ilora_edge.demo import demo_bundle, demo_history
from ilora_edge.histories.database import HistoryDB
from ilora_edge.llama.options import EngineOptions
from ilora_edge.recommender import Recommender
from ilora_edge.request import n_candidates
from ilora_edge.vectors import unit_rows

Array = npt.NDArray[np.float64]
RATES = {"fusion": (0.005, 0.05), "gate": (0.3, 1.0), "vector": (0.2, 1.0)}
DECAY = 0.1
K = 10


@dataclass(frozen=True)
class Step:
    """One item that came, and all that was said of the candidates before."""

    candidates: npt.NDArray[np.intp]
    """Places of the catalogue, from 0."""
    target: int
    gate: Array
    item_scores: Array
    llm: Array
    """(n,) under the person's gate."""
    llm_by_expert: Array
    """(K, n)."""


def steps_of(recommender: Recommender, database: HistoryDB, user: str) -> list[Step]:
    """Return the steps of the last third of a user's history."""
    request = recommender.read(database, user)
    history = list(request.history)
    known = recommender.catalogue.indices(item.item_id for item in history)
    n_experts = recommender.manifest.experts.n_experts
    found = []
    for end in range(2 * len(history) // 3, len(history)):
        past = [known[item.item_id] for item in history[:end]]
        target = known[history[end].item_id]
        if target in past:
            continue
        preference = recommender.encode(past)
        chosen = best_unseen(preference.item_scores, set(past), n_candidates(K))
        items = [prompt_item(item) for item in recommender.catalogue.by_index(chosen)]
        prompt = recommender.prompt(recommender.shown(history[:end]), items)
        gates = [preference.gate_weights, *np.eye(n_experts, dtype=np.float32)]
        rows = []
        for gate in gates:
            recommender.mix(gate)
            rows.append(recommender.score(prompt).astype(np.float64))
        found.append(
            Step(
                np.array(chosen) - 1,
                target - 1,
                preference.gate_weights.astype(np.float64),
                preference.item_scores.astype(np.float64),
                rows[0],
                np.stack(rows[1:]),
            )
        )
    return found


def softmax(values: Array) -> Array:
    """Return probabilities."""
    shifted = np.exp(values - values.max())
    found: Array = shifted / shifted.sum()
    return found


def learn(steps: list[Step], unit: Array, weight: float, what: str, rate: float) -> float:
    """Return a user's mean NDCG@10; a rate of 0 learns nothing."""
    fusion, bias, vector = 0.0, np.zeros(len(steps[0].gate)), np.zeros(unit.shape[1])
    gains = []
    shrink = 1.0 / (1.0 + rate * DECAY)
    for step in steps:
        gate = softmax(np.log(step.gate + 1e-9) + bias)
        llm = step.llm + (gate - step.gate) @ step.llm_by_expert
        items = step.item_scores + unit @ vector
        encoder, own = items[step.candidates], weight * np.exp(fusion)
        scores = llm + own * encoder
        (place,) = np.nonzero(step.candidates == step.target)
        rank = int((scores > scores[place[0]]).sum()) if len(place) else K
        gains.append(1.0 / np.log2(rank + 2) if rank < K else 0.0)
        if what == "vector":
            expected = softmax(items) @ unit
            vector = (vector + rate * (unit[step.target] - expected)) * shrink
        elif len(place):
            towards = -softmax(scores)
            towards[place[0]] += 1.0
            if what == "fusion":
                fusion = (fusion + rate * own * float(towards @ encoder)) * shrink
            else:
                slope = step.llm_by_expert @ towards
                bias = (bias + rate * gate * (slope - gate @ slope)) * shrink
    return float(np.mean(gains))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, default=demo_history())
    parser.add_argument("--bundle", type=Path, default=demo_bundle())
    parser.add_argument("--users", type=int, default=100)
    args = parser.parse_args(arguments)
    options = EngineOptions(n_threads=1)
    with HistoryDB(args.db) as database, Recommender(args.bundle, options=options) as recommender:
        weight = recommender.manifest.fusion.product
        people = [
            steps
            for summary in database.users(args.users)
            if (steps := steps_of(recommender, database, summary.user))
        ]
        everything = range(1, recommender.catalogue.n_items + 1)
        unit = unit_rows(recommender.encoder.item_embeddings(everything)).astype(np.float64)
    without = np.array([learn(steps, unit, weight, "fusion", 0.0) for steps in people])
    report: dict[str, Any] = {
        "users": len(people),
        "steps": sum(map(len, people)),
        "ndcg10_without": round(float(without.mean()), 4),
    }
    for what, rates in RATES.items():
        for rate in rates:
            difference = (
                np.array([learn(steps, unit, weight, what, rate) for steps in people]) - without
            )
            half = 1.96 * difference.std(ddof=1) / len(difference) ** 0.5
            report[f"{what}, rate {rate:g}"] = {
                "difference": round(float(difference.mean()), 4),
                "half_interval_95": round(float(half), 4),
            }
    print(json.dumps(report, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
