"""What the public rates well stands higher in a library, most of all while little has been watched.

To the logit of an item that is rated r points, of ten, above the mean of those of the library it
adds

    ratings * (1 + 2 / n) * r

after n items; ``ratings`` is the bundle's. docs/first-evening.md has what that is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ilora_edge.vectors import log_probabilities

if TYPE_CHECKING:
    from ilora_edge.catalogue.items import Catalogue
    from ilora_edge.engine.outside import Outside
    from ilora_edge.request import Request

FloatArray = npt.NDArray[np.float32]

WHILE_SHORT = 2.0
"""What ratings count more after one item, as a share of what they count after many."""


class RatedItems:
    """Lifts items of a library by the public's ratings of them.

    Parameters
    ----------
    weight
        The bundle's, 0: nothing is lifted.
    """

    def __init__(self, catalogue: Catalogue, weight: float) -> None:
        self._catalogue, self._weight = catalogue, weight

    def lift(
        self,
        scores: FloatArray,
        history: Sequence[int],
        request: Request,
        outside: Outside | None,
    ) -> FloatArray:
        """Return an encoder's scores (N + M,) after a history, those of ``outside`` last, lifted.

        As they are where the request is not about a library: an item's rating would only tell
        there that somebody has it.
        """
        rated = request.well_rated
        if not (self._weight and rated and request.compared):
            return scores
        indices = self._catalogue.indices(rated)
        if outside is not None:
            indices = {**{i: n for i, n in outside.indices.items() if i in rated}, **indices}
        weight = self._weight * (1 + WHILE_SHORT / len(history))
        logits = scores.astype(np.float64)
        for item_id, index in indices.items():
            logits[index - 1] += weight * rated[item_id]
        return log_probabilities(logits)
