"""Items from outside the catalogue that the encoder knows by their titles all the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ilora_edge.recommendation import HistoryItem

if TYPE_CHECKING:
    from ilora_edge.bundle.files import Bundle
    from ilora_edge.llama import EngineOptions
    from ilora_edge.llama.title_vectors import TitleVectors
    from ilora_edge.untrusted.gguf_reader import GGUFHeader

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Outside:
    """What a request has of such items."""

    vectors: FloatArray
    """Their titles', (M, H)."""
    indices: Mapping[str, int] = field(default_factory=dict)
    """Item id to encoder index, from N + 1 on."""
    titles: tuple[str, ...] = ()
    """Theirs, (M,)."""
    genres: tuple[str, ...] = ()
    """Theirs, as their database has them, (M,)."""
    overview_cosines: tuple[float, ...] = ()
    """What their overviews have in common with the history's, (M,); empty: nothing is known."""

    def of_person(self, candidates: Sequence[HistoryItem]) -> Outside:
        """Return it with what one person's candidates have in common with their history."""
        told = {item.item_id: item.overview_cosine for item in candidates}
        return replace(self, overview_cosines=tuple(told.get(i, 0.0) for i in self.indices))


class OutsideReader:
    """Reads titles as the bundle's item embeddings were learnt with, by its own backbone.

    Opened with the first title that is not kept (:mod:`ilora_edge.llama.title_vectors`).

    Parameters
    ----------
    n_items, width
        Of the catalogue, and of a title's vector.
    settle
        Gives how llama.cpp runs on this machine, and the backbone's checked header; asked when
        that is opened. None: it is not here.
    """

    def __init__(
        self,
        bundle: Bundle,
        n_items: int,
        width: int,
        settle: Callable[[], tuple[EngineOptions, GGUFHeader] | None],
    ) -> None:
        self._bundle, self._n_items, self._width = bundle, n_items, width
        self._settle = settle
        self._vectors: TitleVectors | None = None

    def read(self, items: Sequence[HistoryItem]) -> Outside | None:
        """Return the items that have a title, by the order of their first appearance.

        None where none has.
        """
        new: dict[str, HistoryItem] = {}
        for item in items:
            if item.title:
                new.setdefault(item.item_id, item)
        if not new:
            return None
        if self._vectors is None:
            from ilora_edge.llama.title_vectors import TitleVectors

            backbone, written = self._bundle.manifest.backbone, self._bundle.manifest.prompt
            self._vectors = TitleVectors(
                *(self._bundle.backbone, backbone.sha256, backbone.bos_token_id),
                written,
                self._settle,
            )
        vectors = self._vectors.of([item.title for item in new.values()], self._width)
        found = [item for item in new.values() if item.title in vectors]
        if not found:
            return None
        indices = {item.item_id: self._n_items + n for n, item in enumerate(found, 1)}
        return Outside(
            np.stack([vectors[item.title] for item in found]),
            indices,
            tuple(item.title for item in found),
            tuple(item.genres for item in found),
        )
