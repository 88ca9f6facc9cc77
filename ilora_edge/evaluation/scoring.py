"""What both modes share: a row's preference, gate and title ids, with the controls applied."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ilora_edge.bundle.catalogue import CatalogueItem
from ilora_edge.errors import OptionError
from ilora_edge.evaluation.rows import Row
from ilora_edge.prompt import PromptItem
from ilora_edge.recommender import Preference, Recommender, prompt_item

CONTROLS = ("titles", "gates")


@dataclass(slots=True)
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

    def preference(self, row: Row) -> Preference:
        known = self.recommender.catalogue.by_id(i.item_id for i in row.history)
        indices = [known[i.item_id].encoder_index for i in row.history if i.item_id in known]
        return self.recommender.prefer(indices)

    def llm_scores(
        self, row: Row, number: int, preference: Preference, candidates: Sequence[CatalogueItem]
    ) -> np.ndarray:
        """Return log-likelihoods (n,) of the candidates as answers after the row's history."""
        gate = preference.gate_weights if self.gates is None else self.gates[number]
        self.recommender.set_gate(gate)
        window = self.recommender.manifest.prompt.history_window
        history = self.recommender.prompt_items(row.history[-window:])
        shown = [self._shuffled(item) for item in history]
        return self.recommender.llm_scores(
            shown, [self._shuffled(prompt_item(c)) for c in candidates]
        )

    def _shuffled(self, item: PromptItem) -> PromptItem:
        """Return the item that stands in for this one in prompts and answers."""
        if self.stand_ins and item.encoder_index:
            return self.stand_ins[item.encoder_index - 1]
        return item


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
