"""transformers as variants of the bench: each is opened in a process of its own."""

from __future__ import annotations

import numpy as np
import torch
from peers_torch import TorchScorer

from ilora_edge.benchmark.plan import UserPlan
from ilora_edge.benchmark.shapes import Case
from ilora_edge.benchmark.variants import Ranked
from ilora_edge.bundle.files import open_bundle
from ilora_edge.system.stage_timer import StageTimer


class TorchVariant:
    """transformers with an adapter for each person, ranking the same candidates."""

    def __init__(self, case: Case, n_threads: int, dtype: torch.dtype) -> None:
        torch.set_num_threads(n_threads)
        self._scorer = TorchScorer(open_bundle(case.bundle), dtype)

    def run(self, plan: UserPlan) -> Ranked:
        timer = StageTimer()
        self._scorer.set_gate(np.array(plan.gate_weights, np.float32))
        timer.lap("mix")
        scores = self._scorer.score(plan.prompt, plan.answers).tolist()
        timer.lap("score")
        return Ranked(scores, timer.stages)


def fp32(case: Case, plans: list[UserPlan], n_threads: int) -> TorchVariant:
    """In float32."""
    return TorchVariant(case, n_threads, torch.float32)


def bf16(case: Case, plans: list[UserPlan], n_threads: int) -> TorchVariant:
    """In bfloat16."""
    return TorchVariant(case, n_threads, torch.bfloat16)
