"""Candidates: the encoder's best items that a person has not seen yet."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ilora_edge.bundle.manifest import Manifest
from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.errors import OptionError
from ilora_edge.prompt import PromptItem
from ilora_edge.request import Request, n_candidates


def best_unseen(
    item_scores: npt.NDArray[np.float32],
    seen: Collection[int],
    n: int,
    allowed: npt.NDArray[np.bool_] | None = None,
) -> list[int]:
    """Return the encoder indices of the ``n`` best unseen items, best first.

    Parameters
    ----------
    item_scores
        (N,); place i belongs to encoder index i + 1.
    seen
        Encoder indices to leave out.
    allowed
        (N,); where it is False an item is left out too.

    Equal scores go to the lower index, so that the same input gives the same list.
    """
    scores = np.array(item_scores, dtype=np.float32)
    if seen:
        scores[np.fromiter(seen, np.intp) - 1] = -np.inf
    if allowed is not None:
        scores[~allowed] = -np.inf
    n = min(n, int(np.count_nonzero(scores > -np.inf)))
    if n <= 0:
        return []
    best = np.argpartition(-scores, n - 1)[:n]
    # argpartition may cut a tie anywhere: take all that tie with the last and sort again.
    best = np.flatnonzero(scores >= scores[best].min())
    order = np.lexsort((best, -scores[best]))
    return [int(i) + 1 for i in best[order][:n]]


def prompt_item(item: CatalogueItem) -> PromptItem:
    """Return a catalogue item as prompts need it.

    A cold item, with which no training user interacted, has a soft token that means nothing; so
    has one from outside the catalogue.
    """
    return PromptItem(item.token_ids, item.encoder_index, item.popularity > 0)


def check_out_of_catalogue(request: Request, manifest: Manifest, folder: Path) -> None:
    """Raise OptionError where a bundle cannot rank the items of a request that it does not know."""
    n, most = len(request.out_of_catalogue), n_candidates(request.k)
    if n > most:
        raise OptionError(f"{n} out-of-catalogue candidates are more than {most}")
    if n and manifest.prompt.answers == "labels":
        raise OptionError(
            f"{folder}: its candidates are labels of its own catalogue, so it cannot rank "
            "other items by their titles; use a bundle that answers with titles"
        )
