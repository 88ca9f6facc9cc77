"""Fills a page: one person's list, reasons, history, map, gate, and what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.bundle.expert_description import ExpertDescription
from ilora_edge.histories.database import Interaction
from ilora_edge.histories.log import LoggedEvent
from ilora_edge.histories.user_task import ItemNames, name_found
from ilora_edge.reasons.leave_one_out import contributions
from ilora_edge.reasons.taste import Leaning, taste_in_words
from ilora_edge.reasons.whole_ranking import WholeRanking, rank_whole
from ilora_edge.reasons.words import because, missing_in_words
from ilora_edge.recommender import Recommender
from ilora_edge.report.content import Expert, LeftOut, PageContent, PageEvent, PagePlace, TasteMap
from ilora_edge.report.taste_map import lay_out
from ilora_edge.request import Request, n_candidates

FloatArray = npt.NDArray[np.float32]

_N_LANDMARKS = 200
_N_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class PageLibrary:
    """What a page is told of the database's items."""

    names: ItemNames | None = None
    """What the database calls the catalogue's; None: nothing else than the bundle."""
    n_items: int = 0
    """How many it has, where ``names`` are known."""
    addresses: Callable[[Sequence[str]], Mapping[str, str]] = lambda item_ids: {}
    """Gives where items are on the web, by the database's ids."""


class PageMaker:
    """Makes pages with one recommender; the map is laid out once for all people."""

    def __init__(self, recommender: Recommender) -> None:
        self._recommender = recommender
        catalogue = recommender.catalogue
        known = list(catalogue.titles())
        self._ids = tuple(item_id for item_id, _ in known)
        self._titles = tuple(title for _, title in known)
        self._map: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
        self._landmarks: tuple[int, ...] = ()
        if recommender.encoder.has_item_embeddings:
            rows = recommender.encoder.item_embeddings(range(1, catalogue.n_items + 1))
            places = lay_out(rows)
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
        library: PageLibrary | None = None,
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
        library = library or PageLibrary()
        names = library.names
        recommender, manifest = self._recommender, self._recommender.manifest
        whole = rank_whole(recommender, request)
        listed = whole.listed
        items = [whole.candidates[r.item_id] for r in listed]
        known = [n for n, item in enumerate(items) if item.encoder_index]
        scores = [listed[n].llm_score for n in known]
        found = contributions(recommender, request, [items[n] for n in known], scores)
        why = dict(zip(known, map(because, found), strict=True))
        called = [name_found(names, r.item_id, r.title) for r in listed]
        # Where nothing is called otherwise, the ids are the database's as well.
        at = library.addresses([i for i, _, is_own in called if is_own or names is None])
        places = tuple(
            PagePlace(
                *(r.rank, title, r.score, r.llm_score, r.encoder_score),
                why.get(n, ""),
                at.get(item_id, "") if is_own or names is None else "",
            )
            for n, (r, (item_id, title, is_own)) in enumerate(zip(listed, called, strict=True))
        )
        # Of nothing known all experts count alike, and what they are for is of the bundle's items.
        says_nothing = whole.cold or request.out_of_catalogue_only or recommender.encoder_only
        n_missing = 0 if names is None else sum(not is_own for *_, is_own in called)
        return PageContent(
            user,
            manifest.name,
            places,
            _history(events, titles, logged),
            () if says_nothing else _experts(whole, manifest.expert_descriptions),
            self._left_out(request, whole, library),
            _sureness(
                {} if request.out_of_catalogue_only else manifest.metrics,
                None if recommender.encoder_only else manifest.fusion.product,
            ),
            self._taste_map(whole, names),
            tuple(_remarks(request, whole, taste, n_missing)),
        )

    def _taste_map(self, whole: WholeRanking, names: ItemNames | None) -> TasteMap | None:
        if not self._map[0]:
            return None
        places = {r.rank: whole.candidates[r.item_id].encoder_index - 1 for r in whole.listed}
        # What is from outside the catalogue has no place on its map.
        recommended = {rank: i for rank, i in places.items() if 0 <= i < len(self._titles)}
        history = frozenset(i - 1 for i in whole.known.history)
        if not recommended and not history:
            # A map of what has nothing to do with the person.
            return None
        titles = list(self._titles)
        for place in (*history, *recommended.values()):
            titles[place] = self._title(place, names)
        return TasteMap(*self._map, tuple(titles), history, recommended, self._landmarks)

    def _left_out(
        self, request: Request, whole: WholeRanking, library: PageLibrary
    ) -> tuple[LeftOut, ...]:
        names = library.names
        disliked = whole.known.disliked
        seen = whole.known.seen - set(disliked)
        outranked = whole.ranked[request.k :]
        examples = (name_found(names, r.item_id, r.title)[1] for r in outranked[:_N_EXAMPLES])
        n_seen = len(seen)
        n_others = len(self._titles) - len(whole.known.seen) - len(whole.ranked)
        best = f"not among the encoder's best {n_candidates(request.k)}"
        if request.compared and library.n_items:
            # Nothing but the library was to be in this list.
            unseen = library.n_items - len({*request.seen, *request.disliked, *request.unavailable})
            n_others, best = unseen - len(whole.ranked), f"others of the library {best}"
            if request.only_wanted:
                best = "others of the library, or not wanted"
            # What the bundle does not know as well.
            n_seen = len(set(request.seen).difference(request.disliked))
        elif request.out_of_catalogue_only:
            # The bundle's own items were never to be in it.
            n_others = 0
        elif request.filters.allowed is not None:
            best += ", or filtered out"
        found = [
            LeftOut("disliked", len(disliked), self._some(disliked, names)),
            LeftOut("seen already", n_seen, self._some(sorted(seen), names)),
            LeftOut("candidates with a lower score", len(outranked), tuple(examples)),
            LeftOut(best, max(0, n_others)),
        ]
        return tuple(left for left in found if left.n)

    def _some(self, indices: Sequence[int], names: ItemNames | None) -> tuple[str, ...]:
        return tuple(self._title(i - 1, names) for i in indices[:_N_EXAMPLES])

    def _title(self, place: int, names: ItemNames | None) -> str:
        """Return the title of an item of the catalogue, as the database has it if it does."""
        return name_found(names, self._ids[place], self._titles[place])[1]


def _history(
    events: Sequence[Interaction], titles: dict[str, str], logged: Sequence[LoggedEvent]
) -> tuple[PageEvent, ...]:
    """Return a person's events as a page shows them."""
    said = {e.item_id: e.state or "logged" for e in logged}
    shown = {e.item_id: e.title for e in logged if e.title}
    return tuple(
        PageEvent(
            titles.get(e.item_id, shown.get(e.item_id, e.item_id)),
            e.timestamp,
            said.get(e.item_id) or ("" if e.rating is None else f"rated {e.rating:g}"),
        )
        for e in events
    )


def _remarks(
    request: Request, whole: WholeRanking, taste: Sequence[Leaning], n_missing: int
) -> Iterator[str]:
    """Yield what is to be said of a list; ``n_missing`` of it are not in the database."""
    if request.out_of_catalogue_only:
        how = "by what people here have used" if request.own_scores else "only by titles"
        yield f"The bundle knows nothing that was used here: the list is ranked {how}."
    elif whole.cold:
        what = "is rated best" if request.well_rated else "most people know"
        what = "others here have used most" if request.used_by else what
        yield f"No known item in the history yet: the list has what {what}."
    elif taste:
        yield f"Taste: {taste_in_words(taste)}."
    if n_missing:
        sentence = missing_in_words(n_missing, len(whole.listed))
        yield f"{sentence[0].upper()}{sentence[1:]}."


def _experts(whole: WholeRanking, descriptions: Sequence[ExpertDescription]) -> tuple[Expert, ...]:
    about = [d.whole for d in descriptions] or [""] * len(whole.gate_weights)
    return tuple(Expert(float(w), a) for w, a in zip(whole.gate_weights, about, strict=True))


_COMPARED = "Scores of one list can be compared with each other, not with those of other lists."


def _sureness(metrics: dict[str, Any], weight: float | None) -> tuple[str, ...]:
    """Return what a manifest's metrics, which are any JSON, say of lists of this fusion weight.

    None: of the encoder's, whatever the weight.
    """
    product, model = metrics.get("product"), "encoder" if weight is None else "bundle"
    try:
        measured = float(product.get("fusion_weight", weight or 0.0))  # type: ignore[union-attr]
        # It is rounded to four places.
        if weight is not None and not isclose(measured, weight, rel_tol=1e-3, abs_tol=1e-4):
            return (
                "How good such lists are was not measured with the weights that this bundle has.",
                _COMPARED,
            )
        bundle = product["models"][model]  # type: ignore[index]
        low, high = bundle["hr10_ci"]
        sentence = (
            f"Measured on {int(product['n_users']):,} people of "  # type: ignore[index]
            "this bundle's own data, who were held out of training: a list of ten had the item "
            f"that came next in {100 * bundle['hr10']:.0f} % of "
            f"{int(product['n_rows']):,} cases "  # type: ignore[index]
            f"(95 % interval: {100 * low:.0f} to {100 * high:.0f}). "
            "How good this very list is was not."
        )
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        return ("How good such lists of this bundle are was not measured.",)
    return sentence, _COMPARED


def _rounded(values: FloatArray) -> tuple[float, ...]:
    # Digits that no screen shows would differ from machine to machine.
    return tuple(round(float(v), 3) for v in values)
