"""Which films an encyclopaedia tells alike of: their paragraphs' words, as a table of neighbours.

No paragraph and no word of one reaches a bundle: of each film it keeps the numbers of those whose
paragraphs are nearest, and how near (:class:`ilora_train.neighbours.NeighbourTable`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from ilora_train.neighbours import FLOOR, NeighbourTable
from ilora_workshop.film_facts import all_entries

N_KEPT = 40
"""Of each film."""
LEAST_FILMS, LARGEST_SHARE = 3, 0.1
"""A word counts that so many paragraphs have, and no more than this share of them."""
CLOSE = 0.1
"""The evidence under which a film is hardly raised: as :data:`ilora_train.neighbours.FLOOR`."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_ROWS_AT_ONCE = 256


def read_paragraphs(folder: Path, titles: Sequence[str]) -> list[str]:
    """Return what is said of films, given as ``Alien (1979)``, in their order.

    Raises KeyError where neither the collection nor :mod:`ilora_workshop.world_films` has one.
    """
    found: dict[str, str] = {}
    for entry in all_entries(folder):
        found.setdefault(f"{entry['title']} ({entry['year']})", entry["extract"])
    return [found[title] for title in titles]


def text_neighbours(
    titles: Sequence[str], paragraphs: Sequence[str], n_kept: int = N_KEPT
) -> NeighbourTable:
    """Return the table of films (N,), with a weight of 1.

    What stands in it is the cosine of two paragraphs' TF-IDF vectors, in which a word counts
    (1 + ln n) ln(N / df) and those of a film's own title not at all: those are compared already.
    """
    vectors = _vectors(
        [
            [w for w in _words(paragraph) if w not in own]
            for title, paragraph in zip(titles, paragraphs, strict=True)
            for own in [set(_words(title))]
        ]
    )
    n_kept = min(n_kept, len(titles))
    table = NeighbourTable(len(titles), n_kept)
    items, values = table.get_buffer("items"), table.get_buffer("values")
    for start in range(0, len(titles), _ROWS_AT_ONCE):
        rows = torch.arange(start, min(start + _ROWS_AT_ONCE, len(titles)))
        cosines = (vectors @ vectors.index_select(0, rows).to_dense().T).T
        cosines[torch.arange(len(rows)), rows] = 0.0
        nearest = cosines.topk(n_kept, dim=1)
        is_near = nearest.values > 0
        values[rows + 1] = nearest.values * is_near * (FLOOR / CLOSE)
        items[rows + 1] = torch.where(is_near, nearest.indices + 1, 0).int()
    table.get_buffer("weight").fill_(1.0)
    return table


def _vectors(texts: Sequence[Sequence[str]]) -> Tensor:
    """Return the texts' vectors, (N, words), sparse, each of length 1."""
    df = Counter(word for text in texts for word in dict.fromkeys(text))
    most = LARGEST_SHARE * len(texts)
    words = {w: n for n, w in enumerate(w for w, c in df.items() if LEAST_FILMS <= c <= most)}
    places, values = [], []
    for row, text in enumerate(texts):
        counted = {words[w]: n * 1.0 for w, n in Counter(text).items() if w in words}
        idf = {words[w]: math.log(len(texts) / df[w]) for w in dict.fromkeys(text) if w in words}
        weights = {place: (1 + math.log(n)) * idf[place] for place, n in counted.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        places += [(row, place) for place in weights]
        values += [weight / length for weight in weights.values()]
    size, at = (len(texts), len(words)), torch.tensor(places, dtype=torch.int64).view(-1, 2).T
    return torch.sparse_coo_tensor(at, torch.tensor(values), size, check_invariants=True).coalesce()


def _words(text: str) -> list[str]:
    found: list[str] = _WORD.findall(text.casefold())
    return found
