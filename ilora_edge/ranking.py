"""The last station: the LLM's and the encoder's scores become one list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ilora_edge.bundle.calibration import Calibration, log_mean_popularity
from ilora_edge.bundle.manifest import Manifest
from ilora_edge.catalogue.items import OUT_OF_CATALOGUE, Catalogue, CatalogueItem
from ilora_edge.filters import Filters, diversify
from ilora_edge.recommendation import HistoryItem, Recommendation
from ilora_edge.request import Request

FloatArray = npt.NDArray[np.float32]

RANKING = 1
"""Raised by whatever makes the same request on the same bundle another list, in any station: lists
of before are out of date then (:mod:`ilora_edge.batch`). ``tests/edge/test_ranking_version.py``
fails where that was forgotten."""

OWN_WEIGHT = 100.0
"""What a database's own scores weigh beside the LLM's, of a bundle that is about other things: a
model that learnt films decides between songs of which nothing else does."""


class Fusion:
    """What is added to the LLM's score of a candidate: the encoder's, weighed, and an offset.

    By the bundle's calibration where it has one, else by its one weight; a request's own weight
    goes before both, and has no offsets. Where the LLM is left out (``encoder_only``) nothing is
    weighed: the numbers of both were fitted beside its scores.
    """

    def __init__(
        self, manifest: Manifest, catalogue: Catalogue, encoder_only: bool = False
    ) -> None:
        self._manifest, self._catalogue = manifest, catalogue
        self._encoder_only = encoder_only
        self._log_mean: float | None = None

    def needs_title_priors(self, request: Request, kind: str = "product") -> bool:
        """Return whether candidates must say how likely their titles are by themselves."""
        calibration = self._calibration(request, kind)
        return bool(calibration and calibration.title_prior)

    def weight(self, request: Request, kind: str = "product") -> float:
        """Return what the encoder's score weighs; ``kind`` as in ``calibration.KINDS``."""
        if self._encoder_only:
            return 1.0
        if request.fusion_weight is not None:
            return float(request.fusion_weight)
        calibration = self._calibration(request, kind)
        if calibration is None:
            return float(getattr(self._manifest.fusion, kind))
        return calibration.encoder_weight(len(request.history))

    def offsets(
        self, candidates: Sequence[CatalogueItem], request: Request, kind: str = "product"
    ) -> npt.NDArray[np.float64]:
        """Return what popularity, coldness and how likely titles are by themselves add, (n,)."""
        if request.fusion_weight is None and (scores := request.own_scores):
            return _own_offsets(candidates, scores)
        calibration = self._calibration(request, kind)
        if calibration is None:
            return np.zeros(len(candidates))
        if self._log_mean is None:
            counts = np.array(self._catalogue.popularities(), np.float64)
            self._log_mean = log_mean_popularity(counts)
        own = np.array([c.popularity for c in candidates], np.float64)
        places = np.array([c.encoder_index for c in candidates], np.intp)
        outside = (places == OUT_OF_CATALOGUE) | (places > self._catalogue.n_items)
        priors = None
        if calibration.title_prior:
            priors = np.array([c.title_prior for c in candidates], np.float64)
        return calibration.offsets(own, self._log_mean, priors, outside)

    def _calibration(self, request: Request, kind: str) -> Calibration | None:
        if self._encoder_only or request.fusion_weight is not None:
            return None
        return self._manifest.fusion.calibration.get(kind)

    def rank(
        self,
        request: Request,
        candidates: Sequence[CatalogueItem],
        llm_scores: FloatArray | None,
        item_scores: FloatArray,
    ) -> list[Recommendation]:
        """Sort a request's candidates by fused score, best first; filters come after.

        Parameters
        ----------
        llm_scores
            ln P(answer | prompt) of each candidate, (n,); None: the LLM is left out.
        item_scores
            The encoder's ln P of every item that it knows, (N + M,); see :func:`encoder_scores`.
        """
        weight, offsets = self.weight(request), self.offsets(candidates, request)
        return rank_candidates(candidates, llm_scores, item_scores, weight, offsets)


def _own_offsets(
    candidates: Sequence[CatalogueItem], own: Mapping[str, float]
) -> npt.NDArray[np.float64]:
    """Return what is added to the LLM's scores of a database's own items, (n,)."""
    # What is among another's candidates alone is no better than the last of one's own.
    least = min(own.values())
    return OWN_WEIGHT * np.array([own.get(c.item_id, least) for c in candidates], np.float64)


def encoder_scores(
    candidates: Sequence[CatalogueItem], item_scores: FloatArray
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return what the encoder says of candidates, (n,), and of which it says anything, (n,).

    Those it does not know have the average item's probability, 1/N. To it belong titles from
    outside the catalogue, where it has read none of a person's: popularity scores no such items.
    """
    places = np.array([c.encoder_index for c in candidates], np.intp)
    known = (places != OUT_OF_CATALOGUE) & (places <= len(item_scores))
    scores = np.full(len(places), -np.log(len(item_scores)), np.float64)
    scores[known] = item_scores[places[known] - 1]
    return scores, known


def by_encoder(candidates: Sequence[CatalogueItem], item_scores: FloatArray) -> list[CatalogueItem]:
    """Return candidates by the encoder's scores (N + M,), best first; ties as they came.

    Behind all are those that it says nothing of.
    """
    scores, known = encoder_scores(candidates, item_scores)
    scores[~known] = -np.inf
    return [candidates[i] for i in np.argsort(-scores, kind="stable")]


def rank_candidates(
    candidates: Sequence[CatalogueItem],
    llm_scores: FloatArray | None,
    item_scores: FloatArray,
    fusion_weight: float,
    offsets: npt.NDArray[np.float64] | None = None,
) -> list[Recommendation]:
    """Sort candidates by fused score, best first; ties keep the encoder's order.

    ``offsets`` (n,) are added to their scores. Without the LLM's scores nothing is said of what the
    encoder does not know, and it stays behind all others, in the order it came in.
    """
    encoder, known = encoder_scores(candidates, item_scores)
    if llm_scores is None and known.any():
        encoder[~known] = encoder[known].min()
    llm = np.zeros(len(encoder)) if llm_scores is None else llm_scores.astype(np.float64)
    fused = llm + fusion_weight * encoder + (0.0 if offsets is None else offsets)
    order = np.argsort(-fused, kind="stable")
    return [
        Recommendation(
            rank=rank,
            item_id=candidates[i].item_id,
            title=candidates[i].title,
            score=float(fused[i]),
            llm_score=None if llm_scores is None else float(llm[i]),
            encoder_score=float(encoder[i]) if known[i] else None,
        )
        for rank, i in enumerate(order, 1)
    ]


def in_turn(items: Sequence[HistoryItem], n: int) -> list[HistoryItem]:
    """Return out-of-catalogue items; of later parts of series only those that fill ``n``."""
    first = [item for item in items if not item.is_later]
    later = [item for item in items if item.is_later]
    return [*first, *later[: max(0, n - len(first))]]


def later_last(ranked: list[Recommendation], request: Request) -> list[Recommendation]:
    """Return a ranked list with the later parts of series behind all others, ranks anew."""
    later = {item.item_id for item in request.out_of_catalogue if item.is_later}
    if not later:
        return ranked
    in_turn_first = sorted(ranked, key=lambda found: found.item_id in later)
    return [replace(found, rank=rank) for rank, found in enumerate(in_turn_first, 1)]


def select(
    ranked: Sequence[Recommendation],
    filters: Filters,
    k: int,
    embeddings: Callable[[Sequence[str]], FloatArray],
) -> list[Recommendation]:
    """Return the best ``k`` that the filters let through, ranks counted anew.

    Parameters
    ----------
    embeddings
        Item ids that the encoder knows, one or more, to its item embeddings, (n, D); asked for
        diversity.
    """
    if filters.min_score is not None:
        ranked = [r for r in ranked if r.score >= filters.min_score]
    if filters.diversity and ranked:
        places = [i for i, r in enumerate(ranked) if r.encoder_score is not None]
        # Zeros are like nothing else: so is an item that the encoder does not know.
        vectors = np.zeros((len(ranked), 1), np.float32)
        if places:
            known = embeddings([ranked[i].item_id for i in places])
            vectors = np.zeros((len(ranked), known.shape[1]), np.float32)
            vectors[places] = known
        scores = np.array([r.score for r in ranked])
        ranked = [ranked[i] for i in diversify(scores, vectors, filters.diversity, k)]
    return [replace(r, rank=rank) for rank, r in enumerate(ranked[:k], 1)]
