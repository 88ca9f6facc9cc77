"""What titles add to the encoder's scores as texts: the words that they share.

    score(i) = log softmax(encoder's logit(i) + weight * c(i))

c(i) is the mean of the cosines of i's title to those of the history's last ten items
(:mod:`ilora_edge.affinities.title_words`), in which the last one counts 1, the one before it
``decay``, then ``decay`` squared, and so on. It knows series, works of one author and, where titles
end in one, the year of release: what an encoder of little training does not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ilora_edge.affinities.title_words import TitleWords

FloatArray = npt.NDArray[np.float64]

N_LAST = 10
"""Of a history's items, those whose titles count."""


def last_shares(history: Sequence[int], decay: float) -> tuple[npt.NDArray[np.intp], FloatArray]:
    """Return where the last ten items of a history stand, (n,), and what each counts, (n,).

    history: encoder indices, oldest first; places begin at 0. The shares add up to 1, of no items
    to 0; an item counts ``decay`` times what the one after it does.
    """
    places = np.array(history[-N_LAST:], np.intp) - 1
    shares = decay ** np.arange(len(places) - 1, -1, -1.0)
    return places, shares / max(1.0, shares.sum())


class TitleAffinity:
    """Compares titles in one catalogue, and with titles from outside it.

    Parameters
    ----------
    titles
        The catalogue's in encoder order, (N,).
    decay
        What a title of the history counts, as a share of what the one after it does: 0 to 1.
    """

    def __init__(self, titles: Sequence[str], decay: float = 1.0) -> None:
        self._titles, self._decay = titles, decay
        self._words = TitleWords(titles)

    def cosines(
        self, history: Sequence[int], outside: Sequence[str] = (), decay: float | None = None
    ) -> FloatArray:
        """Return c of all items, (N + M,), with its own decay or this one.

        Parameters
        ----------
        history
            Encoder indices, oldest first; from N + 1 on they are of titles from outside.
        outside
            These titles, (M,).
        """
        n, words = len(self._titles), self._words
        places, shares = last_shares(history, self._decay if decay is None else decay)
        shown = [self._titles[i] if i < n else outside[i - n] for i in places]
        mean = words.total(words.read(shown), shares)
        return np.concatenate([words.cosines(mean), words.products(words.read(outside), mean)])
