"""What every variant is to do for each user: worked out once, so that all do the same."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ilora_edge.benchmark.shapes import Case
from ilora_edge.candidates import prompt_item
from ilora_edge.histories.database import HistoryDB
from ilora_edge.recommender import Recommender
from ilora_edge.system.stage_timer import StageTimer

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
        for user in users:
            request = replace(recommender.read(database, user), k=K)
            preference, _, candidates, _ = recommender.shortlist(request, StageTimer())
            shown = recommender.shown(request.history)
            prompt = recommender.prompt(shown, [prompt_item(c) for c in candidates])
            plans.append(
                UserPlan(
                    user,
                    [float(w) for w in preference.gate_weights],
                    prompt.slots,
                    [c.item_id for c in candidates],
                    prompt.answers,
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
