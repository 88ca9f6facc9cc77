"""Targets that no training user interacted with: the encoder beside the nearest title."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.evaluation.full import rank_metrics
from ilora_edge.evaluation.metrics import bootstrap, paired_difference, rank_of
from ilora_edge.evaluation.nearest_title import NearestTitle
from ilora_edge.evaluation.rows import Row
from ilora_edge.recommendation import HistoryItem
from ilora_train.data import TrainingData

N_ROWS = 10_000
"""Per seed, at most: the nearest title takes thousandths of a second each."""


class HeldOutRow(Protocol):
    """A row of the test."""

    @property
    def user(self) -> str: ...
    @property
    def history(self) -> list[str]: ...
    @property
    def target(self) -> str: ...


@dataclass(slots=True)
class ColdTargets:
    """Collects, seed by seed, the metrics of rows with a cold target."""

    users: list[str] = field(default_factory=list)
    encoder: list[dict[str, float]] = field(default_factory=list)
    nearest: list[dict[str, float]] = field(default_factory=list)

    def add(
        self, data: TrainingData, rows: Sequence[HeldOutRow], ranks: Sequence[int], seed: int
    ) -> None:
        """Add one seed's rows; which items are cold differs between seeds."""
        place = {item.item_id: n for n, item in enumerate(data.items)}
        cold = [n for n, row in enumerate(rows) if not data.items[place[row.target]].popularity]
        if not cold:
            return
        cold = random.Random(seed).sample(cold, min(N_ROWS, len(cold)))
        nearest = NearestTitle(
            [
                CatalogueItem(n, item.item_id, item.title, item.popularity, ())
                for n, item in enumerate(data.items, 1)
            ]
        )
        for n in cold:
            row = rows[n]
            history = tuple(HistoryItem(i, data.items[place[i]].title) for i in row.history)
            scores = nearest(Row(row.user, history, frozenset(row.history), row.target))
            seen = {place[i] for i in row.history}
            self.users.append(row.user)
            self.encoder.append(rank_metrics(ranks[n]))
            self.nearest.append(rank_metrics(rank_of(scores, place[row.target], seen)))

    def to_json(self) -> dict[str, Any]:
        """Return the means of both, and the encoder's less the nearest title's, with intervals."""
        found: dict[str, Any] = {"n_rows": len(self.users)}
        for name in self.encoder[0] if self.encoder else ():
            ours, theirs = ([row[name] for row in rows] for rows in (self.encoder, self.nearest))
            found[name] = {
                "encoder": bootstrap(ours, self.users).to_json(),
                "nearest_title": bootstrap(theirs, self.users).to_json(),
                "difference": paired_difference(ours, theirs, self.users).to_json(),
            }
        return found
