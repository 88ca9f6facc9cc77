"""Items from outside the catalogue that the encoder knows by their titles all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ilora_edge.recommendation import HistoryItem

if TYPE_CHECKING:
    from ilora_edge.bundle.files import Bundle
    from ilora_edge.llama import EngineOptions
    from ilora_edge.llama.title_vectors import TitleVectors
    from ilora_edge.prompt import PromptBuilder
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
    """

    def __init__(
        self,
        bundle: Bundle,
        header: GGUFHeader,
        prompts: PromptBuilder,
        n_items: int,
        width: int,
        options: EngineOptions,
    ) -> None:
        self._bundle, self._header, self._prompts = bundle, header, prompts
        self._n_items, self._width, self._options = n_items, width, options
        self._vectors: TitleVectors | None = None

    def read(self, items: Sequence[HistoryItem]) -> Outside | None:
        """Return the items that have a title, by the order of their first appearance.

        None where none has.
        """
        new: dict[str, HistoryItem] = {}
        token_ids: list[list[int]] = []
        for item in items:
            is_new = item.title and item.item_id not in new
            if is_new and (ids := self._prompts.title_ids(item.title)):
                new[item.item_id] = item
                token_ids.append(ids)
        if not new:
            return None
        if self._vectors is None:
            from ilora_edge.llama.title_vectors import TitleVectors

            identity = self._bundle.manifest.backbone
            self._vectors = TitleVectors(
                self._bundle.backbone,
                self._header,
                identity.sha256,
                identity.bos_token_id,
                self._options,
            )
        vectors = self._vectors.of(token_ids, self._width)
        indices = {item_id: self._n_items + n for n, item_id in enumerate(new, 1)}
        found = tuple(new.values())
        return Outside(
            vectors,
            indices,
            tuple(item.title for item in found),
            tuple(item.genres for item in found),
        )
