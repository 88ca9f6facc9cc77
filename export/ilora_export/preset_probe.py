"""One bundle looked at in a process of its own, so that the memory is that of a device.

``python -m ilora_export.preset_probe BUNDLE ROWS`` prints what it measures as one JSON object;
with ``--speed`` it is the speed only, with whatever kernels the environment names.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from ilora_edge.errors import IloraError
from ilora_edge.evaluation.paper import evaluate_paper
from ilora_edge.evaluation.report import BUNDLE, LLM
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import RowScorer, row_scorer
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.system.peak_memory import peak_memory

N_TIMED = 16
N_TIMED_OF_OTHERS = 2
"""Of other kernels than this CPU's best, which may be ten times slower."""
SECONDS = 1.0
"""How long prompts are decoded at least, after a round to warm up."""
DRAWS = 5
"""Of negatives per row, where the whole catalogue would take too long."""


def probe(bundle: Path, rows: list[Row], exact: bool) -> dict[str, Any]:
    """Measure a bundle on rows: the LLM's scores of the encoder's best, HR@1, speed and memory.

    Parameters
    ----------
    exact
        Take HR@1's expectation over all draws of negatives, which scores the whole catalogue.
    """
    with Recommender(bundle) as device:
        scorer = row_scorer(device, rows, None, 0)
        scores = [_scores(scorer, row, n) for n, row in enumerate(rows)]
        speed = _prefill_speed(scorer, rows)
        memory = peak_memory()
        report = evaluate_paper(device, rows, draws=None if exact else DRAWS)
    models = report.to_json()["models"]
    return {
        "scores": scores,
        "prefill_tokens_per_second": speed,
        "peak_memory": memory,
        "hr1": {model: [models[model]["hr1"], *models[model]["hr1_ci"]] for model in (BUNDLE, LLM)},
    }


def _scores(scorer: RowScorer, row: Row, number: int) -> list[float]:
    preference = scorer.preference(row)
    candidates = scorer.best(row, preference)
    return [float(s) for s in scorer.llm_scores(row, number, preference, candidates)]


def probe_speed(bundle: Path, rows: list[Row]) -> dict[str, Any]:
    """Measure how many slots of a few prompts are decoded per second, and nothing else."""
    with Recommender(bundle) as device:
        speed = _prefill_speed(
            row_scorer(device, rows, None, 0), rows, N_TIMED_OF_OTHERS, SECONDS / 4
        )
    return {"prefill_tokens_per_second": speed}


def _prefill_speed(
    scorer: RowScorer, rows: list[Row], n_prompts: int = N_TIMED, at_least: float = SECONDS
) -> float:
    """Return the slots decoded per second, the adapter in place; the best of several rounds."""
    device = scorer.recommender
    longest = sorted(rows, key=lambda row: -len(row.history))[:n_prompts]
    device.mix(scorer.preference(longest[0]).gate_weights)
    prompts = [device.prompt(device.shown(row.history), []) for row in longest]
    n_slots = sum(len(prompt.slots) for prompt in prompts)
    best, spent, rounds = float("inf"), 0.0, 0
    while spent < at_least or rounds < 3:
        start = time.perf_counter()
        for prompt in prompts:
            # A candidate of one token costs nothing beyond the prompt.
            device.score(prompt._replace(answers=[[0]]))
        seconds = time.perf_counter() - start
        if rounds:
            best, spent = min(best, seconds), spent + seconds
        rounds += 1
    return n_slots / best


def row_to_json(row: Row) -> dict[str, Any]:
    """Return a row as :func:`row_from_json` reads it."""
    return {
        "user": row.user,
        "history": [[item.item_id, item.title] for item in row.history],
        "seen": sorted(row.seen),
        "target": row.target,
    }


def row_from_json(data: dict[str, Any]) -> Row:
    history = tuple(HistoryItem(item_id, title) for item_id, title in data["history"])
    return Row(data["user"], history, frozenset(data["seen"]), data["target"])


def main() -> None:
    data = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    try:
        rows = [row_from_json(r) for r in data["rows"]]
        bundle = Path(sys.argv[1])
        if "--speed" in sys.argv[3:]:
            measured = probe_speed(bundle, rows)
        else:
            measured = probe(bundle, rows, data["exact"])
    except IloraError as error:
        sys.exit(str(error))
    json.dump(measured, sys.stdout)


if __name__ == "__main__":
    main()
