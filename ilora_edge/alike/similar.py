"""Items like others: by what follows them, or by encoder and title where a bundle says no more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ilora_edge.alike.title_vectors import TitleSums
from ilora_edge.bundle import files as bundles
from ilora_edge.catalogue.items import Catalogue, CatalogueItem
from ilora_edge.encoder import Encoder
from ilora_edge.engine.item_scores import ItemScores
from ilora_edge.llama.token_embeddings import TokenEmbeddings
from ilora_edge.untrusted.gguf_header import check_backbone
from ilora_edge.vectors import unit_rows

FloatArray = npt.NDArray[np.float32]

TITLE_SHARE = 0.3
"""What the titles count beside the encoder's embeddings; see docs/similar.md."""
YEARS_SHARE = 0.75
"""What is left of the weight of nearness in time: what people watch next is mostly of the same
year, what they watch in all is less so (train/LOG.md)."""


@dataclass(frozen=True, slots=True)
class SimilarItem:
    """An item like others, with cosines from -1 to 1."""

    item: CatalogueItem
    similarity: float
    """See :meth:`AlikeItems.similar`; larger is more alike."""
    encoder_cosine: float
    title_cosine: float


class AlikeItems:
    """A bundle's items and how alike they are; opens encoder and catalogue, no language model.

    Use as a context manager.
    """

    def __init__(self, bundle: Path, backbone: Path | None = None) -> None:
        opened = bundles.open_bundle(bundle, backbone)
        identity = opened.manifest.backbone
        header = check_backbone(opened.backbone, identity.architecture, identity.layout_sha256)
        self._tokens = TokenEmbeddings(opened.backbone, header)
        self.encoder = Encoder(bundle / bundles.ENCODER)
        self.catalogue = Catalogue(bundle / bundles.CATALOGUE, opened.manifest.external_ids)
        try:
            self.items = list(self.catalogue.items())
            # Of a cold item the encoder has learnt nothing, unless it reads titles too.
            reads = self.encoder.reads_titles
            self.is_cold = np.array([i.popularity == 0 and not reads for i in self.items], bool)
            self._places = {item.item_id: place for place, item in enumerate(self.items)}
            self.embeddings = unit_rows(self.encoder.item_embeddings(range(1, len(self.items) + 1)))
            fusion = opened.manifest.fusion
            likenesses = replace(fusion, years=YEARS_SHARE * fusion.years)
            self._scores = ItemScores(self.catalogue, reads, likenesses)
            self._has_likenesses = bool(fusion.title_words or fusion.genres or fusion.years)
        except BaseException:
            self.catalogue.close()
            raise
        self._titles: TitleSums | None = None

    def __enter__(self) -> AlikeItems:
        return self

    def __exit__(self, *_: object) -> None:
        self.catalogue.close()

    def place(self, item_id: str) -> int | None:
        """Return an item's place in the catalogue, from 0."""
        return self._places.get(item_id)

    def similar(
        self,
        places: Sequence[int],
        n: int = 10,
        title_share: float = TITLE_SHARE,
        without: Collection[int] = (),
    ) -> list[SimilarItem]:
        """Return the ``n`` items most like these (places from 0), best first, ties by place.

        Where the bundle says what titles' words, genres or years weigh, similarity is the mean of
        ``log P(item | a history of one of these alone)``. Elsewhere it is
        ``(1 - title_share) * encoder cosine + title_share * title cosine``; of a cold item, of
        which the encoder has learnt nothing, the title's alone.
        """
        if self._has_likenesses:
            encoder, titles = self.encoder_cosines(places), None
            scores = np.mean([self.next_scores([place]) for place in places], axis=0)
        else:
            encoder, titles = self.cosines(places)
            nothing_known = all(self.is_cold[p] for p in places)
            share = np.where(self.is_cold | nothing_known, 1.0, title_share)
            scores = (1.0 - share) * encoder + share * titles
        scores[list({*places, *without})] = -np.inf
        order = np.lexsort((np.arange(len(scores)), -scores))[:n]
        listed = order[np.isfinite(scores[order])]
        of_titles = self._title_sums.cosines(places, listed) if titles is None else titles[listed]
        return [
            SimilarItem(self.items[p], float(scores[p]), float(encoder[p]), float(title))
            for p, title in zip(listed, of_titles, strict=True)
        ]

    def next_scores(self, places: Sequence[int]) -> FloatArray:
        """Return log P(item | a history of these), (N,), with what items have in common."""
        history = [place + 1 for place in places]
        return self._scores.settle(self.encoder.encode(history).item_scores, history, None)

    def cosines(self, places: Sequence[int]) -> tuple[FloatArray, FloatArray]:
        """Return every item's mean cosine to these, by the encoder and by titles, (N,) each."""
        return self.encoder_cosines(places), self._title_sums.cosines(places)

    def encoder_cosines(self, places: Sequence[int]) -> FloatArray:
        """Return every item's mean cosine to these by the encoder, (N,)."""
        known = [p for p in places if not self.is_cold[p]] or list(places)
        encoder: FloatArray = self.embeddings @ self.embeddings[known].mean(axis=0)
        return encoder

    @property
    def _title_sums(self) -> TitleSums:
        if self._titles is None:
            ids = [item.token_ids for item in self.items]
            self._titles = TitleSums(ids, self._tokens.rows)
        return self._titles
