"""What titles add to the encoder's scores as texts: the words that they share.

    score(i) = log softmax(encoder's logit(i) + weight * c(i))

c(i) is the mean of the cosines of i's title to those of the history's last ten items
(:mod:`ilora_edge.engine.title_words`), in which the last one counts 1, the one before it ``decay``,
then ``decay`` squared, and so on. It knows series, works of one author and, where titles end
in one, the year of release: what an encoder of little training does not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ilora_edge.engine.title_words import TitleWords

FloatArray = npt.NDArray[np.float64]

N_LAST = 10
"""Of a history's items, those whose titles count."""


class TitleAffinity:
    """Adds it for one catalogue, and for titles from outside it.

    Parameters
    ----------
    titles
        The catalogue's in encoder order, (N,).
    weight
        What a cosine of 1 adds to a logit.
    decay
        What a title of the history counts, as a share of what the one after it does: 0 to 1.
    """

    def __init__(self, titles: Sequence[str], weight: float, decay: float = 1.0) -> None:
        self._titles, self._weight, self._decay = titles, weight, decay
        self._words = TitleWords(titles)

    def add(
        self,
        item_scores: npt.NDArray[np.float32],
        history: Sequence[int],
        outside: Sequence[str] = (),
    ) -> npt.NDArray[np.float32]:
        """Return item scores (N + M,) with what titles add, as log-probabilities again.

        Parameters
        ----------
        history
            Encoder indices, oldest first; from N + 1 on they are of titles from outside.
        outside
            These titles, (M,).
        """
        raised = item_scores + self._weight * self.cosines(history, outside)
        raised -= raised.max()
        raised -= np.log(np.exp(raised).sum())
        return raised.astype(np.float32)

    def cosines(
        self, history: Sequence[int], outside: Sequence[str] = (), decay: float | None = None
    ) -> FloatArray:
        """Return c of all items, (N + M,), with its own decay or this one; else as :meth:`add`."""
        n, words = len(self._titles), self._words
        last = history[-N_LAST:]
        shown = [self._titles[i - 1] if i <= n else outside[i - n - 1] for i in last]
        base = self._decay if decay is None else decay
        shares = base ** np.arange(len(last) - 1, -1, -1.0)
        mean = words.total(words.read(shown), shares / max(1.0, shares.sum()))
        return np.concatenate([words.cosines(mean), words.products(words.read(outside), mean)])
