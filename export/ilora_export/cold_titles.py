"""What the LLM holds against titles that it was never taught, however fitting they are.

Experts that learn what people watch learn those titles too: each becomes likelier than a title
that nobody had. Known items can still be compared with each other, but a cold one beside them has
no chance. Where cold items were held out no target is cold, so that nothing can be learnt from
targets. The other candidates show the gap: of two items that nobody chose and of which the encoder
thinks alike, one known and one cold, the LLM's scores should be alike too.

An item from outside the catalogue is given the gap back: that training had none of it says nothing
of it. So is a cold item where cold items were held out. Else it counts against a cold item that
nobody of many chose it, and how much is fitted with the other numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ilora_export.calibration_fit import ScoredRow

MIN_COLD = 50
"""Cold items among all rows' candidates; of fewer, nothing is said."""


def cold_gap(rows: Sequence[ScoredRow]) -> float:
    """Return by how much known items' LLM scores exceed those of cold ones, other things equal.

    By least squares over the candidates that are not the target, each row's own mean taken away,
    of the LLM's score on the encoder's and on being cold. 0 where the candidates have too few
    cold items.
    """
    features, scores, n_cold = [], [], 0
    for row in rows:
        others = np.arange(len(row.llm)) != (-1 if row.target is None else row.target)
        is_cold = row.popularity[others] == 0
        n_cold += int(is_cold.sum())
        of_row = np.stack([row.encoder[others], is_cold], axis=1)
        features.append(of_row - of_row.mean(axis=0))
        scores.append(row.llm[others] - row.llm[others].mean())
    if n_cold < MIN_COLD:
        return 0.0
    weights = np.linalg.lstsq(np.concatenate(features), np.concatenate(scores), rcond=None)[0]
    return -float(weights[1])


def among_known(row: ScoredRow) -> ScoredRow | None:
    """Return a row without its cold candidates; None where its target is one of them."""
    known = row.popularity > 0
    target = row.target
    if target is not None:
        if not known[target]:
            return None
        target = int(known[:target].sum())
    prior = None if row.title_prior is None else row.title_prior[known]
    return replace(
        row,
        llm=row.llm[known],
        encoder=row.encoder[known],
        popularity=row.popularity[known],
        target=target,
        title_prior=prior,
    )
