"""What to offer somebody of whom nothing is known: what others here use, then what is popular.

Four others of a server say more than any renown: docs/first-evening.md has the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from ilora_edge.bundle.catalogue import Catalogue
    from ilora_edge.engine.outside import Outside

FloatArray = npt.NDArray[np.float32]


class FirstScores:
    """Scores of a catalogue's items for a cold start.

    Examples
    --------
    >>> from ilora_edge import Recommender
    >>> from ilora_edge.demo import demo_bundle
    >>> with Recommender(demo_bundle()) as recommender:
    ...     scores = FirstScores(recommender.catalogue)({"f004": 2})
    >>> int(scores.argmax()) + 1 == 4
    True
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._counts: npt.NDArray[np.float64] | None = None

    def __call__(self, used_by: Mapping[str, int], outside: Outside | None = None) -> FloatArray:
        """Return ln of each item's share, (N,), those of ``outside`` last, (N + M,).

        Of what others have used, which counts first, and within that of the popularity: all of that
        together counts like one person.

        Parameters
        ----------
        used_by
            How many others have used an item, by id.
        """
        if self._counts is None:
            # One more for each, so that a cold item has a score too.
            self._counts = np.array(self._catalogue.popularities(), np.float64) + 1.0
        others = {} if outside is None else outside.indices
        # Nobody knows the popularity of these: it counts as average.
        counts = np.append(self._counts, np.full(len(others), self._counts.mean()))
        shares = counts / counts.sum()
        indices = {**others, **self._catalogue.indices(used_by)}
        for item_id, index in indices.items():
            shares[index - 1] += used_by.get(item_id, 0)
        scores: FloatArray = np.log(shares / shares.sum()).astype(np.float32)
        return scores
