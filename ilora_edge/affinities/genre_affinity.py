"""What genres add to the encoder's scores: how much of an item's the history has.

    score(i) = log softmax(encoder's logit(i) + weight * c(i))

c(i) is the mean of the cosines between i's genres and those of the history's last ten items, in
which an earlier one counts less, as in :mod:`ilora_edge.affinities.title_affinity`. Genres are a
vector: ``sqrt(-ln p)`` for each that an item has (p is the share of the catalogue that has it),
less the catalogue's mean, scaled to length 1. So what many have says little, and an item of
unknown genres is like the average one: its cosine is 0.

Items of the catalogue have the catalogue's genres, those from outside their database's; services'
names for the same genre are one (:mod:`ilora_edge.affinities.genres`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ilora_edge.affinities.genres import genre_names
from ilora_edge.affinities.title_affinity import FloatArray, last_shares

MAX_GENRES = 256
"""Of a catalogue, those that most items have: what few have tells little apart."""


class GenreAffinity:
    """Compares genres in one catalogue, and with items from outside it.

    Parameters
    ----------
    genres
        The catalogue's items', as :func:`ilora_edge.affinities.genres.split_genres` reads them, in
        encoder order, (N,); empty: not known.
    decay
        What an item of the history counts, as a share of what the one after it does: 0 to 1.
    """

    def __init__(self, genres: Sequence[str], decay: float = 1.0) -> None:
        self._decay = decay
        # Of thousands of items most have the genres of another: each text is read once, and
        # what holds of one holds of all its items.
        texts = {text: place for place, text in enumerate(dict.fromkeys(genres))}
        rows = np.fromiter((texts[text] for text in genres), np.intp, len(genres))
        named = [genre_names(text) for text in texts]
        counts: Counter[str] = Counter()
        for names, n_items in zip(named, np.bincount(rows, minlength=len(named)), strict=True):
            for name in names:
                counts[name] += int(n_items)
        # In one order, whatever the order of a set.
        most = sorted(counts.items(), key=lambda found: (-found[1], found[0]))[:MAX_GENRES]
        self._columns = {name: column for column, (name, _) in enumerate(most)}
        shares = np.array([count for _, count in most], np.float64) / max(1, len(genres))
        self._weights = np.sqrt(-np.log(shares))
        self._mean = self._weights * shares
        self._vectors, self._rows = self._read(named), rows

    def cosines(
        self, history: Sequence[int], outside: Sequence[str] = (), decay: float | None = None
    ) -> FloatArray:
        """Return c of all items, (N + M,), with its own decay or this one.

        ``history``: encoder indices, oldest first; from N + 1 on they are of items from outside,
        whose genres are ``outside``, (M,).
        """
        others = self._read([genre_names(text) for text in outside])
        places, shares = last_shares(history, self._decay if decay is None else decay)
        n = len(self._rows)
        past = [self._vectors[self._rows[i]] if i < n else others[i - n] for i in places]
        mean = shares @ np.array(past, np.float32).reshape(len(past), len(self._columns))
        return np.concatenate([(self._vectors @ mean)[self._rows], others @ mean])

    def _read(self, named: Sequence[frozenset[str]]) -> npt.NDArray[np.float32]:
        """Return the vectors of items, (n, G)."""
        vectors = np.zeros((len(named), len(self._columns)), np.float32)
        columns = self._columns
        found = [
            (n, columns[name]) for n, names in enumerate(named) for name in names & columns.keys()
        ]
        rows, places = np.array(found, np.intp).reshape(-1, 2).T
        vectors[rows] = -self._mean
        vectors[rows, places] += self._weights[places]
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        # Where all items have one genre, it is no difference between any two.
        np.divide(vectors, lengths, out=vectors, where=lengths > 1e-6)
        return vectors
