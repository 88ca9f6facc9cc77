"""Fills a page: one person's list, reasons, history, map, gate, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.alike.similar import unit_rows
from ilora_edge.bundle.expert_description import ExpertDescription
from ilora_edge.histories.database import Interaction
from ilora_edge.histories.log import LoggedEvent
from ilora_edge.ranking import select
from ilora_edge.reasons.leave_one_out import contributions
from ilora_edge.reasons.taste import Leaning, taste_in_words
from ilora_edge.reasons.whole_ranking import WholeRanking, rank_whole
from ilora_edge.reasons.words import because
from ilora_edge.recommender import Recommender
from ilora_edge.report.content import Expert, LeftOut, PageContent, PageEvent, PagePlace, TasteMap
from ilora_edge.report.taste_map import lay_out
from ilora_edge.request import Request, n_candidates

FloatArray = npt.NDArray[np.float32]

_N_LANDMARKS = 200
_N_EXAMPLES = 5


class PageMaker:
    """Makes pages with one recommender; the map is laid out once for all people."""

    def __init__(self, recommender: Recommender) -> None:
        self._recommender = recommender
        catalogue = recommender.catalogue
        known = list(catalogue.titles())
        self._titles = tuple(title for _, title in known)
        self._map: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
        self._landmarks: tuple[int, ...] = ()
        if recommender.encoder.has_item_embeddings:
            rows = recommender.encoder.item_embeddings(range(1, catalogue.n_items + 1))
            places = lay_out(unit_rows(rows))
            self._map = (_rounded(places[:, 0]), _rounded(places[:, 1]))
            popular = catalogue.most_popular(_N_LANDMARKS)
            self._landmarks = tuple(item.encoder_index - 1 for item in popular)

    def content(
        self,
        user: str,
        request: Request,
        events: Sequence[Interaction],
        titles: dict[str, str],
        logged: Sequence[LoggedEvent] = (),
        taste: Sequence[Leaning] = (),
    ) -> PageContent:
        """Return a person's page.

        Parameters
        ----------
        events
            The database's and the log's, oldest first.
        titles
            By the database's item ids.
        logged
            Of this person: what they said of items.
        taste
            What the person has more of than the library.
        """
        recommender, manifest = self._recommender, self._recommender.manifest
        whole = rank_whole(recommender, request)
        listed = select(whole.ranked, request.filters, request.k, self._embeddings)
        items = [whole.candidates[r.item_id] for r in listed]
        known = [n for n, item in enumerate(items) if item.encoder_index]
        scores = [listed[n].llm_score for n in known]
        found = contributions(recommender, request, [items[n] for n in known], scores)
        why = dict(zip(known, map(because, found), strict=True))
        places = tuple(
            PagePlace(r.rank, r.title, r.score, r.llm_score, r.encoder_score, why.get(n, ""))
            for n, r in enumerate(listed)
        )
        said = {e.item_id: e.state or "logged" for e in logged}
        shown = {e.item_id: e.title for e in logged if e.title}
        history = tuple(
            PageEvent(
                titles.get(e.item_id, shown.get(e.item_id, e.item_id)),
                e.timestamp,
                said.get(e.item_id) or ("" if e.rating is None else f"rated {e.rating:g}"),
            )
            for e in events
        )
        remarks = (f"Taste: {taste_in_words(taste)}.",) if taste else ()
        if whole.cold:
            what = "others here have used most" if request.used_by else "most people know"
            remarks = (f"No known item in the history yet: the list has what {what}.",)
        return PageContent(
            user,
            manifest.name,
            places,
            history,
            _experts(whole, manifest.expert_descriptions),
            self._left_out(request, whole),
            _sureness(manifest.metrics),
            self._taste_map(whole, [i.encoder_index - 1 for i in items if i.encoder_index]),
            remarks,
        )

    def _taste_map(self, whole: WholeRanking, recommended: Sequence[int]) -> TasteMap | None:
        if not self._map[0]:
            return None
        history = frozenset(i - 1 for i in whole.known.history)
        return TasteMap(*self._map, self._titles, history, tuple(recommended), self._landmarks)

    def _left_out(self, request: Request, whole: WholeRanking) -> tuple[LeftOut, ...]:
        disliked = whole.known.disliked
        seen = whole.known.seen - set(disliked)
        outranked = [r.title for r in whole.ranked[request.k :]]
        n_others = len(self._titles) - len(whole.known.seen) - len(whole.ranked)
        found = [
            LeftOut("disliked", len(disliked), self._some(disliked)),
            LeftOut("seen already", len(seen), self._some(sorted(seen))),
            LeftOut(
                "candidates with a lower score", len(outranked), tuple(outranked[:_N_EXAMPLES])
            ),
            LeftOut(
                f"not among the encoder's best {n_candidates(request.k)}"
                + ("" if request.filters.allowed is None else ", or filtered out"),
                max(0, n_others),
            ),
        ]
        return tuple(left for left in found if left.n)

    def _some(self, indices: Sequence[int]) -> tuple[str, ...]:
        return tuple(self._titles[i - 1] for i in indices[:_N_EXAMPLES])

    def _embeddings(self, item_ids: Sequence[str]) -> FloatArray:
        known = self._recommender.catalogue.indices(item_ids)
        return self._recommender.encoder.item_embeddings([known[i] for i in item_ids])


def _experts(whole: WholeRanking, descriptions: Sequence[ExpertDescription]) -> tuple[Expert, ...]:
    about = [d.whole for d in descriptions] or [""] * len(whole.gate_weights)
    return tuple(Expert(float(w), a) for w, a in zip(whole.gate_weights, about, strict=True))


def _sureness(metrics: dict[str, Any]) -> tuple[str, ...]:
    """Return what a manifest's metrics say of such lists; they are any JSON."""
    product = metrics.get("product")
    try:
        bundle = product["models"]["bundle"]  # type: ignore[index]
        low, high = bundle["hr10_ci"]
        sentence = (
            f"Measured on {int(product['n_users']):,} people of "  # type: ignore[index]
            "this bundle's own data, who were held out of training: a list of ten had the item "
            f"that came next in {100 * bundle['hr10']:.0f} % of "
            f"{int(product['n_rows']):,} cases "  # type: ignore[index]
            f"(95 % interval: {100 * low:.0f} to {100 * high:.0f}). "
            "How good this very list is was not."
        )
    except (KeyError, TypeError, ValueError):
        return ("How good lists of this bundle are was not measured.",)
    return (
        sentence,
        "Scores of one list can be compared with each other, not with those of other lists.",
    )


def _rounded(values: FloatArray) -> tuple[float, ...]:
    # Digits that no screen shows would differ from machine to machine.
    return tuple(round(float(v), 3) for v in values)
