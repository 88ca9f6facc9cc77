"""Which of two models is trusted, and when: the calibrated sum of what they say of an item.

    score = log P_llm + w(n) * log P_encoder + popularity * s + cold * [nobody interacted with it]
            + title_prior * log P_llm of the title after no history

n is the length of the history, s the logarithm of how many times as popular as the average item
the item is. The score rises with either model's, for every n: both ends of w are at least 0. A
bundle without a calibration has one weight for all. A model that was not taught the titles makes
much of which are likely anyway, short ones and common words; with ``title_prior`` at -1 what
counts is how much likelier the history makes a title (pointwise mutual information; Holtzman et
al., "Surface Form Competition", EMNLP 2021).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.untrusted.strict_json import fields_of, number_of

KINDS = ("product", "paper")
"""Of candidates: the encoder's best, and random ones."""
HALF_WAY = 10
"""The length of a history at which the encoder's weight is half way between its two ends."""
MAX_NUMBER = 1e6

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Numbers fitted on validation users; all beside a weight of 1 of the LLM's score.

    >>> Calibration(short=1.0, long=3.0, popularity=0.0, cold=0.0).encoder_weight(10)
    2.0
    """

    short: float
    """What the encoder's score weighs after an empty history, at least 0."""
    long: float
    """What it weighs after one without end, at least 0."""
    popularity: float
    """What the logarithm of an item's relative popularity weighs."""
    cold: float
    """What an item has more that no training user interacted with."""
    title_prior: float = 0.0
    """What the LLM's score of a title after no history weighs."""
    outside: float | None = None
    """What an item from outside the catalogue has more, whose popularity nobody knows; None: it
    has what a cold one has."""

    def encoder_weight(self, n_history: int) -> float:
        """Return w(n), between ``short`` and ``long``."""
        return self.short + (self.long - self.short) * n_history / (n_history + HALF_WAY)

    def offsets(
        self,
        popularity: FloatArray,
        log_mean: float,
        title_prior: FloatArray | None = None,
        outside: BoolArray | None = None,
    ) -> FloatArray:
        """Return what items have more than both models' scores, (n,).

        Parameters
        ----------
        popularity
            Interactions of each among training users, (n,); 0 for items of no catalogue.
        log_mean
            See :func:`log_mean_popularity`, of the whole catalogue.
        title_prior
            The LLM's scores of the titles after no history, (n,); None only where they weigh
            nothing.
        outside
            Which of them are from outside the catalogue, (n,); None: none is.
        """
        relative: FloatArray = np.log(popularity + 1.0) - log_mean
        offsets = relative * self.popularity + np.where(popularity == 0, self.cold, 0.0)
        if self.outside is not None and outside is not None:
            offsets[outside] = self.outside
        if self.title_prior:
            assert title_prior is not None
            offsets += self.title_prior * title_prior
        return offsets

    def to_json(self) -> dict[str, float]:
        """Return it as the manifest has it."""
        numbers: dict[str, float] = asdict(self)
        # Nor do bundles have these from before there were any.
        if not self.title_prior:
            del numbers["title_prior"]
        if self.outside is None:
            del numbers["outside"]
        return numbers


def log_mean_popularity(popularity: FloatArray) -> float:
    """Return the logarithm of the mean of one more than each item's interactions (N,)."""
    return float(np.log(popularity.mean() + 1.0))


def parse_calibration(raw: Any) -> dict[str, Calibration]:
    """Return a manifest's calibrations by kind of candidates; raise ValueError or TypeError."""
    kinds = fields_of(raw, "calibration", (), KINDS)
    return {kind: _parse(kinds[kind], f"calibration of {kind}") for kind in KINDS if kind in kinds}


def _parse(raw: Any, what: str) -> Calibration:
    data = fields_of(raw, what, ("short", "long", "popularity", "cold"), ("title_prior", "outside"))
    return Calibration(
        number_of(data["short"], 0, MAX_NUMBER),
        number_of(data["long"], 0, MAX_NUMBER),
        number_of(data["popularity"], -MAX_NUMBER, MAX_NUMBER),
        number_of(data["cold"], -MAX_NUMBER, MAX_NUMBER),
        number_of(data.get("title_prior", 0.0), -MAX_NUMBER, MAX_NUMBER),
        number_of(data["outside"], -MAX_NUMBER, MAX_NUMBER) if "outside" in data else None,
    )
