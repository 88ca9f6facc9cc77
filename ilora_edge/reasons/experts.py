"""What each expert is for: whose histories the gate sends to it, and what is in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ilora_edge.affinities.genres import split_genres
from ilora_edge.bundle.expert_description import ExpertDescription
from ilora_edge.matching.matcher import title_key
from ilora_edge.titles import printable

if TYPE_CHECKING:
    from ilora_edge.catalogue.items import Catalogue
    from ilora_edge.encoder import Encoder
    from ilora_edge.histories.database import HistoryDB

FloatArray = npt.NDArray[np.float64]

N_GENRES, N_DECADES, N_ITEMS = 2, 2, 3
MAX_USERS = 2000
_AT_ONCE = 64
_LEAST_USERS = 3
"""An item of fewer people says nothing of an expert."""


def describe_experts(
    gates: npt.NDArray[np.float32],
    histories: Sequence[Sequence[int]],
    titles: Sequence[str],
    genres: Sequence[Sequence[str]] | None = None,
) -> list[ExpertDescription]:
    """Return a description of each expert.

    Whatever an expert's people have more of than all people is what it is for: genres, decades and
    items are ordered by ``p_k log(p_k / p)``, their part of the divergence between the expert's
    distribution (people weighted by their gate) and everybody's.

    Parameters
    ----------
    gates
        (U, K), a row for each person.
    histories
        Encoder indices, from 1, of each person.
    titles, genres
        Of each item, in encoder order.
    """
    usage = gates.astype(np.float64).mean(axis=0)
    kinds: tuple[tuple[int, Callable[[int], Sequence[str]]], ...] = (
        (N_GENRES, lambda item: () if genres is None else genres[item - 1]),
        (N_DECADES, lambda item: _decade(titles[item - 1])),
        (N_ITEMS, lambda item: (str(item),)),
    )
    found = [_telling(gates, histories, n, of_item) for n, of_item in kinds]
    return [
        ExpertDescription(
            float(share),
            tuple(genre_names),
            tuple(decades),
            tuple(titles[int(i) - 1] for i in items),
        )
        for share, genre_names, decades, items in zip(usage, *found, strict=True)
    ]


def describe_by_database(
    encoder: Encoder, catalogue: Catalogue, database: HistoryDB
) -> list[ExpertDescription]:
    """Describe a bundle's experts by the people of a database, at most ``MAX_USERS`` of them.

    Raises DatabaseError where nobody's history has an item of the catalogue.
    """
    from ilora_edge.errors import DatabaseError

    of_item = {item.item_id: split_genres(item.genres) for item in database.items()}
    known = list(catalogue.titles())
    index = {item_id: n for n, (item_id, _) in enumerate(known, 1)}
    histories = []
    for _, events in islice(database.histories(), MAX_USERS):
        history = [index[e.item_id] for e in events if e.item_id in index]
        if history:
            histories.append(history)
    if not histories:
        raise DatabaseError(
            f"{printable(str(database.path))}: no history has an item of the bundle; describe it "
            "by the database it was trained on"
        )
    gates = np.stack(
        [
            encoding.gate_weights
            for start in range(0, len(histories), _AT_ONCE)
            for encoding in encoder.encode_batch(histories[start : start + _AT_ONCE])
        ]
    )
    titles = [title for _, title in known]
    return describe_experts(gates, histories, titles, [of_item.get(i, []) for i, _ in known])


def _telling(
    gates: npt.NDArray[np.float32],
    histories: Sequence[Sequence[int]],
    n: int,
    of_item: Callable[[int], Iterable[str]],
) -> list[list[str]]:
    """Return, for each expert, the ``n`` names that tell it from the others."""
    counts = [Counter(name for item in set(h) for name in of_item(item)) for h in histories]
    people = Counter(name for count in counts for name in count)
    names = sorted(name for name, users in people.items() if users >= _LEAST_USERS)
    if not names:
        return [[] for _ in range(gates.shape[1])]
    table = np.array([[count[name] for name in names] for count in counts], np.float64)
    table /= np.maximum(table.sum(axis=1, keepdims=True), 1.0)
    everybody = table.mean(axis=0)
    experts: FloatArray = gates.T.astype(np.float64) @ table
    experts /= np.maximum(gates.sum(axis=0, dtype=np.float64), 1e-12)[:, None]
    gain = experts * np.log(np.maximum(experts, 1e-12) / np.maximum(everybody, 1e-12))
    return [[names[i] for i in np.argsort(-row, kind="stable")[:n] if row[i] > 0] for row in gain]


def _decade(title: str) -> Sequence[str]:
    year = title_key(title).year
    return () if year is None else (f"{year // 10}0s",)
