"""What every variant is to do for each user: worked out once, so that all do the same."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ilora_edge.benchmark.shapes import Case
from ilora_edge.candidates import best_unseen, n_candidates
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.user import read_user
from ilora_edge.recommender import Recommender, prompt_item

K = 10


@dataclass(frozen=True, slots=True)
class UserPlan:
    """One user's work in tokens."""

    user: str
    gate_weights: list[float]
    prompt: list[int]
    candidates: list[str]
    """Item ids, the encoder's best first."""
    answers: list[list[int]]
    """Token ids of each candidate's answer, its end included."""


def make_plan(case: Case, n_users: int) -> list[UserPlan]:
    """Work out prompts, candidates and gates of the first users."""
    plans = []
    with HistoryDB(case.history) as database, Recommender(case.bundle, K) as recommender:
        users = sorted(summary.user for summary in database.users())[:n_users]
        window = recommender.manifest.prompt.history_window
        for user in users:
            history, _ = read_user(database, user, recommender.manifest.min_rating)
            known = recommender.catalogue.indices(i.item_id for i in history)
            indices = [known[i.item_id] for i in history if i.item_id in known]
            preference = recommender.prefer(indices)
            met = set(known.values())
            chosen = best_unseen(preference.item_scores, met, n_candidates(K))
            candidates = recommender.catalogue.by_index(chosen)
            listed = [prompt_item(c) for c in candidates]
            shown = recommender.prompt_items(history[-window:])
            plans.append(
                UserPlan(
                    user,
                    [float(w) for w in preference.gate_weights],
                    recommender.prompts.prompt(shown, listed),
                    [c.item_id for c in candidates],
                    recommender.prompts.answers(listed),
                )
            )
    return plans


def write_plan(path: Path, plans: list[UserPlan]) -> None:
    """Write a plan for the variants' processes."""
    path.write_text(json.dumps([asdict(plan) for plan in plans]))


def load_plan(path: Path) -> list[UserPlan]:
    """Read a plan back."""
    data: list[dict[str, Any]] = json.loads(path.read_text())
    return [UserPlan(**plan) for plan in data]
