"""How likely a language model finds titles by themselves, after no history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.prompt import PromptItem
from ilora_edge.request import MIN_CANDIDATES

FloatArray = npt.NDArray[np.float32]


class TitlePriors:
    """Asks for ln P(title | a prompt without a history), all experts in equal parts.

    Equal parts, since a bundle's catalogue has its priors written down, for whoever asks. What
    was asked for once is kept. The mix in place is another one afterwards.

    Parameters
    ----------
    n_experts
        K.
    mix
        Puts experts mixed by (K,) weights in place.
    score
        Returns the scores (n,) of titles after a history, here after none.
    """

    def __init__(
        self,
        n_experts: int,
        mix: Callable[[FloatArray], None],
        score: Callable[[Sequence[PromptItem], Sequence[PromptItem]], FloatArray],
    ) -> None:
        self._equal = np.full(n_experts, 1.0 / n_experts, np.float32)
        self._mix, self._score = mix, score
        self._known: dict[tuple[int, ...], float] = {}

    def given_to(
        self, items: Sequence[CatalogueItem], advance: Callable[[], None] = lambda: None
    ) -> list[CatalogueItem]:
        """Return the items with their titles' priors, asked for where they are not known.

        ``advance`` is called for each title that is asked for.
        """
        titles = dict.fromkeys(item.token_ids for item in items if item.title_prior is None)
        new = [title for title in titles if title not in self._known]
        if new:
            self._mix(self._equal)
        for start in range(0, len(new), MIN_CANDIDATES):
            part = new[start : start + MIN_CANDIDATES]
            scores = self._score((), [PromptItem(title) for title in part])
            for title, score in zip(part, scores.tolist(), strict=True):
                self._known[title] = score
                advance()
        return [
            item
            if item.title_prior is not None
            else replace(item, title_prior=self._known[item.token_ids])
            for item in items
        ]
