"""What both modes share: a row's preference, gate and title ids, with the controls applied."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from ilora_edge.candidates import prompt_item
from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.errors import OptionError
from ilora_edge.evaluation.item_scorers import FloatArray, ItemScorer, check_names
from ilora_edge.evaluation.rows import Row
from ilora_edge.prompt import PromptItem
from ilora_edge.recommendation import Recommendation
from ilora_edge.recommender import Preference, Recommender
from ilora_edge.request import MIN_CANDIDATES, Request, check_fusion_weight

CONTROLS = ("titles", "gates")
K = 10
"""The length of a list in the product."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a bundle is evaluated, in either mode."""

    fusion_weight: float | None = None
    """Instead of what the bundle has; 0 is the LLM alone."""
    control: str | None = None
    """One of ``CONTROLS``, under which a model that uses what it is given gets worse."""
    seed: int = 0
    """Of candidate draws and shuffles."""
    others: Mapping[str, ItemScorer] = field(default_factory=dict)
    """Further models by name, reported beside the standard ones."""

    def check(self, fitted: float) -> float:
        """Return the weight that counts, ``fitted`` or the one given; OptionError on a bad term."""
        weight = fitted if self.fusion_weight is None else self.fusion_weight
        check_fusion_weight(weight)
        check_names(self.others)
        return weight

    def control_note(self) -> list[str]:
        """Return what a report says of the control, if there is one."""
        if self.control is None:
            return []
        return [f"control: {self.control} shuffled; the LLM is expected to get worse"]


AS_SHIPPED = Terms()


@dataclass
class RowScorer:
    """Scores rows with an opened bundle, perhaps under a control that should make it worse.

    ``control='titles'`` shuffles the titles (and soft tokens and labels) among all items as the
    LLM sees them; ``'gates'`` gives each row the gate
    weights of another. A model that uses what it is given gets worse under both.
    """

    recommender: Recommender
    items: list[CatalogueItem]
    stand_ins: list[PromptItem] | None = None
    """By encoder index - 1; None: every item stands for itself."""
    gates: list[np.ndarray] | None = None
    n_candidates: int = MIN_CANDIDATES
    """How many of the encoder's best the LLM ranks."""

    @cached_property
    def popularity(self) -> FloatArray:
        """Interactions of each item among training users, (N,)."""
        return np.array([item.popularity for item in self.items], dtype=np.float64)

    def preference(self, row: Row) -> Preference:
        """Return what the encoder says of a row's history, of the catalogue's items (N,).

        A history's items from outside the catalogue count where the encoder reads their titles.
        """
        recommender = self.recommender
        request = _request(row)
        outside = recommender.outside(request)
        found = recommender.encode(recommender.encoder_indices(row.history, outside), outside)
        scores = found.item_scores
        if request.disliked:
            scores = recommender.lower(scores, recommender.known_items(request, outside), outside)
        return replace(found, item_scores=scores[: len(self.items)])

    def best(self, row: Row, preference: Preference) -> list[CatalogueItem]:
        """Return the candidates of the row's list in the product, the encoder's best first."""
        # A list of k has 2 k candidates.
        request = replace(_request(row), k=(self.n_candidates + 1) // 2)
        seen = self.recommender.known_items(request).seen
        return self.recommender.candidates(preference.item_scores, request, seen)

    def ranked(
        self,
        row: Row,
        candidates: Sequence[CatalogueItem],
        llm_scores: np.ndarray,
        preference: Preference,
        fusion_weight: float | None = None,
    ) -> list[Recommendation]:
        """Return the row's list; ``fusion_weight`` instead of what the bundle has."""
        request = replace(_request(row), fusion_weight=fusion_weight)
        return self.recommender.fusion.rank(request, candidates, llm_scores, preference.item_scores)

    def calibration(self, kind: str, fusion_weight: float | None) -> dict[str, dict[str, float]]:
        """Return what a report says of the calibration that its rows were ranked by."""
        found = self.recommender.manifest.fusion.calibration.get(kind)
        return (
            {} if found is None or fusion_weight is not None else {"calibration": found.to_json()}
        )

    def fused(self, row: Row, scores: FloatArray, llm: FloatArray) -> FloatArray:
        """Return the fused scores (N,) of random candidates: the encoder's, and the LLM's."""
        fusion, request = self.recommender.fusion, _request(row)
        offsets = fusion.offsets(self.items, request, "paper")
        return llm + fusion.weight(request, "paper") * scores + offsets

    def llm_scores(
        self, row: Row, number: int, preference: Preference, candidates: Sequence[CatalogueItem]
    ) -> np.ndarray:
        """Return log-likelihoods (n,) of the candidates as answers after the row's history."""
        gate = preference.gate_weights if self.gates is None else self.gates[number]
        history = [self._shuffled(item) for item in self.recommender.shown(row.history)]
        listed = [self._shuffled(prompt_item(c)) for c in candidates]
        prompt = self.recommender.prompt(history, listed)
        self.recommender.mix(gate)
        return self.recommender.score(prompt)

    def _shuffled(self, item: PromptItem) -> PromptItem:
        """Return the item that stands in for this one in prompts and answers."""
        if self.stand_ins and item.encoder_index:
            return self.stand_ins[item.encoder_index - 1]
        return item


def _request(row: Row) -> Request:
    return replace(row.request, k=K)


def row_scorer(
    recommender: Recommender, rows: Sequence[Row], control: str | None, seed: int
) -> RowScorer:
    """Prepare scoring; raise OptionError where the control is unknown."""
    if control not in (None, *CONTROLS):
        raise OptionError(f"unknown control {control!r}; known: {', '.join(CONTROLS)}")
    items = list(recommender.catalogue.items())
    scorer = RowScorer(recommender, items)
    if control == "titles":
        scorer.stand_ins = [prompt_item(item) for item in items]
        random.Random(seed).shuffle(scorer.stand_ins)
    if control == "gates":
        gates = [scorer.preference(row).gate_weights for row in rows]
        order = list(range(len(rows)))
        random.Random(seed).shuffle(order)
        # A cycle through a random order: nobody keeps their own.
        following = dict(zip(order, [*order[1:], order[0]], strict=True))
        scorer.gates = [gates[following[n]] for n in range(len(rows))]
    return scorer
