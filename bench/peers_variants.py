"""The peers as variants of the bench: each is opened in a process of its own."""

from __future__ import annotations

import numpy as np
import torch
from peers_torch import TorchScorer

from ilora_edge.benchmark.plan import UserPlan
from ilora_edge.benchmark.shapes import Case
from ilora_edge.benchmark.variants import Answer
from ilora_edge.bundle import open_bundle


class TorchVariant:
    """transformers with an adapter for each person, ranking the same candidates."""

    def __init__(self, case: Case, n_threads: int, dtype: torch.dtype) -> None:
        torch.set_num_threads(n_threads)
        bundle = open_bundle(case.bundle)
        # In bfloat16 scores are too coarse to be compared; in float32 they are checked.
        self._compares = dtype == torch.float32
        self._scorer = TorchScorer(case.bundle, bundle.manifest, bundle.backbone, dtype)

    def run(self, plan: UserPlan) -> Answer:
        self._scorer.set_gate(np.array(plan.gate_weights, np.float32))
        scores = self._scorer.score(plan.prompt, plan.answers).tolist()
        return Answer(scores if self._compares else None, {})


def fp32(case: Case, plans: list[UserPlan], n_threads: int) -> TorchVariant:
    """In float32."""
    return TorchVariant(case, n_threads, torch.float32)


def bf16(case: Case, plans: list[UserPlan], n_threads: int) -> TorchVariant:
    """In bfloat16."""
    return TorchVariant(case, n_threads, torch.bfloat16)


class ServerVariant:
    """llama.cpp's server with the K experts as adapters and their scales in each request."""

    def __init__(self, case: Case, plans: list[UserPlan], n_threads: int) -> None:
        from peers_server import ServerScorer

        bundle = open_bundle(case.bundle)
        longest = max(len(p.prompt) + max(map(len, p.answers)) for p in plans)
        self._scorer = ServerScorer(
            case.bundle, bundle.manifest, bundle.backbone, longest + 64, n_threads
        )

    def run(self, plan: UserPlan) -> Answer:
        self._scorer.set_gate(np.array(plan.gate_weights, np.float32))
        return Answer(self._scorer.score(plan.prompt, plan.answers).tolist(), {})
