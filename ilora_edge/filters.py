"""What may be in a ranked list, beyond what the model thinks of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import OptionError
from ilora_edge.vectors import unit_rows

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which items may be recommended, and how alike they may be.

    Raises
    ------
    OptionError
        ``diversity`` is not from 0 to 1, or ``min_score`` is not a number.

    Examples
    --------
    >>> from ilora_edge import Filters
    >>> Filters(allowed=("f001", "f002"), diversity=0.3).exclude_seen
    True
    """

    exclude_seen: bool = True
    """Leave out what the user has seen."""
    allowed: tuple[str, ...] | None = None
    """Only these item ids; None: all."""
    min_score: float | None = None
    """Leave out items whose score is lower."""
    diversity: float = 0.0
    """0: by score alone; towards 1: unlike each other, by maximal marginal relevance."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.diversity <= 1.0:
            raise OptionError(f"diversity must be between 0 and 1, not {self.diversity}")
        if self.min_score is not None and not np.isfinite(self.min_score):
            raise OptionError(f"the lowest score must be a number, not {self.min_score}")


def diversify(
    scores: npt.NDArray[np.float64], embeddings: FloatArray, diversity: float, k: int
) -> list[int]:
    """Choose ``k`` of n candidates by maximal marginal relevance (Carbonell and Goldstein, 1998).

    Each next pick has the largest ``(1 - diversity) * s - diversity * max cos(it, picked)``.

    Parameters
    ----------
    scores
        (n,), brought to 0..1 here: log-likelihoods have no scale of their own.
    embeddings
        (n, D).

    Returns
    -------
    Positions in the order picked; the first is the best score; ties go to the earlier position.
    """
    n = len(scores)
    spread = scores.max() - scores.min() if n else 0.0
    relevance = (scores - scores.min()) / spread if spread > 0 else np.ones(n)
    unit = unit_rows(embeddings)
    closest = np.zeros(n)
    free = np.ones(n, bool)
    picked: list[int] = []
    while free.any() and len(picked) < k:
        # Nothing to be unlike at first: the best score, whatever the diversity.
        value = (1.0 - diversity) * relevance - diversity * closest if picked else relevance
        best = int(np.argmax(np.where(free, value, -np.inf)))
        cosines = (unit @ unit[best]).astype(np.float64)
        closest = np.maximum(closest, cosines) if picked else cosines
        picked.append(best)
        free[best] = False
    return picked
