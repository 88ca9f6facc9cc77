"""What is compared: ours, the floor, and what one would use instead.

A variant is made in its own process, with the case and the plan, and then asked for one user after
the other; it answers with the candidates' LLM scores in the plan's order (None: it has none, NaN:
not looked at), and with the milliseconds of its stages where it has any.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from ilora_edge.benchmark.plan import K, UserPlan
from ilora_edge.benchmark.shapes import Case
from ilora_edge.bundle.files import EXPERTS, open_bundle
from ilora_edge.histories.database import HistoryDB
from ilora_edge.llama import Backbone, EngineOptions, Scorer
from ilora_edge.mix.experts import LORA_B, ExpertMixer, ExpertShape, load_experts
from ilora_edge.recommender import Recommender
from ilora_edge.system.stage_timer import StageTimer


class Ranked(NamedTuple):
    """What a variant says of one user."""

    scores: list[float] | None
    stages: dict[str, float]


class Variant(Protocol):
    """One way to recommend to a user."""

    def run(self, plan: UserPlan) -> Ranked:
        """Return what it says of one user, and the milliseconds of each stage."""


class Ours:
    """Everything from the SQLite file to the ranked list."""

    def __init__(
        self, case: Case, plans: list[UserPlan], n_threads: int, k: int = K, greedy: bool = False
    ) -> None:
        self._database = HistoryDB(case.history)
        self._k, self._greedy = k, greedy
        self._recommender = Recommender(case.bundle, K, EngineOptions(n_threads=n_threads))

    def run(self, plan: UserPlan) -> Ranked:
        timer = StageTimer()
        request = self._recommender.read(self._database, plan.user)
        timer.lap("read")
        result = self._recommender.recommend(
            replace(request, k=self._k, greedy=self._greedy), timer
        )
        found = {r.item_id: r.llm_score or 0.0 for r in result.recommendations}
        return Ranked([found.get(i, float("nan")) for i in plan.candidates], result.timing_ms)


def ours_first(case: Case, plans: list[UserPlan], n_threads: int) -> Ours:
    """The first place alone, proven."""
    return Ours(case, plans, n_threads, k=1)


def ours_greedy(case: Case, plans: list[UserPlan], n_threads: int) -> Ours:
    """The first place by a greedy walk, as generation is greedy."""
    return Ours(case, plans, n_threads, k=1, greedy=True)


class FloorVariant:
    """llama.cpp without an adapter on the same tokens."""

    def __init__(self, case: Case, plans: list[UserPlan], n_threads: int) -> None:
        from ilora_edge.benchmark.floor import Floor

        self._floor = Floor(open_bundle(case.bundle).backbone, plans, n_threads)

    def run(self, plan: UserPlan) -> Ranked:
        self._floor.score(plan)
        # Without anybody's mix: not to be compared.
        return Ranked(None, {})


class KAdapters:
    """The K experts as K adapters, loaded once; each user sets their scales to the gate."""

    def __init__(self, case: Case, plans: list[UserPlan], n_threads: int) -> None:
        bundle = open_bundle(case.bundle)
        shape, options = bundle.manifest.experts, EngineOptions(n_threads=n_threads)
        backbone = Backbone(bundle.backbone, options)
        longest = max(len(a) for p in plans for a in p.answers)
        prompt = max(len(p.prompt) for p in plans)
        self._scorer = Scorer(backbone, prompt, longest, options, len(plans[0].answers))
        experts = load_experts(case.bundle / EXPERTS, shape)
        rank = shape.lora_rank // shape.n_experts
        # Scale 1 here, so that alpha / r * K * w is the adapter's own.
        single = ExpertShape(1, rank, float(rank))
        adapters = []
        for k in range(shape.n_experts):
            part = slice(k * rank, (k + 1) * rank)
            one = {
                name: np.ascontiguousarray(t[:, part] if name.endswith(LORA_B) else t[part])
                for name, t in experts.items()
            }
            mixer = ExpertMixer(one, single, backbone.header.architecture, rank_multiple=1)
            adapters.append((mixer.mix(np.ones(1, np.float32)), 1.0))
        self._scorer.set_adapters(adapters)
        self._factor = shape.lora_alpha / shape.lora_rank * shape.n_experts

    def run(self, plan: UserPlan) -> Ranked:
        self._scorer.set_scales([w * self._factor for w in plan.gate_weights])
        return Ranked(self._scorer.score(plan.prompt, plan.answers).tolist(), {})


class HighLevelRanking:
    """The class ``Llama`` with a file adapter per user, ranking the candidates."""

    def __init__(self, case: Case, plans: list[UserPlan], n_threads: int) -> None:
        from ilora_edge.benchmark.high_level import HighLevel

        bundle = open_bundle(case.bundle)
        shape = bundle.manifest.experts
        experts = load_experts(case.bundle / EXPERTS, shape)
        mixer = ExpertMixer(experts, shape, bundle.manifest.backbone.architecture)
        self._llama = HighLevel(bundle.backbone, mixer, plans, n_threads)

    def run(self, plan: UserPlan) -> Ranked:
        return Ranked(self._llama.score(plan), {})


class HighLevelGenerating(HighLevelRanking):
    """The same class, generating one title."""

    def run(self, plan: UserPlan) -> Ranked:
        self._llama.generate(plan)
        return Ranked(None, {})


class EncoderAlone:
    """History to the encoder's best 20, without the LLM."""

    def __init__(self, case: Case, plans: list[UserPlan], n_threads: int) -> None:
        from ilora_edge.benchmark.encoder_alone import EncoderOnly

        self._encoder = EncoderOnly(case.bundle, case.history)

    def run(self, plan: UserPlan) -> Ranked:
        self._encoder.best(plan.user)
        return Ranked(None, {})


VARIANTS: dict[str, Callable[[Case, list[UserPlan], int], Variant]] = {
    "ours": Ours,
    "ours_first": ours_first,
    "ours_greedy": ours_greedy,
    "floor": FloorVariant,
    "k_adapters": KAdapters,
    "high_level": HighLevelRanking,
    "high_level_generate": HighLevelGenerating,
    "encoder": EncoderAlone,
}


def find_variant(spec: str, folder: Path | None) -> Callable[..., Any]:
    """Return a variant by name, or ``module:factory`` from a folder's module."""
    if ":" not in spec:
        return VARIANTS[spec]
    import importlib
    import sys

    if folder is not None:
        sys.path.insert(0, str(folder))
    module, name = spec.split(":")
    factory: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return factory
