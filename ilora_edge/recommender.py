"""The recommender: seven stations from a history to a ranked list, each callable by itself.

    read        user, database, log        -> Request
    encode      item indices (L,)          -> gate weights (K,), item scores (N,)
    candidates  item scores, request       -> the best max(20, 2k) that may be recommended
    prompt      history, candidates        -> slots, soft tokens, answers
    mix         gate weights (K,)          -> the experts in place, as an adapter or in the weights
    score       prompt                     -> log P(answer | prompt) per candidate
    rank        both models' scores        -> the list

:meth:`Recommender.recommend` calls them in this order, and so do evaluation, the fit of the fusion
weight, benchmarks and batch scoring.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from ilora_edge.candidates import best_unseen, check_out_of_catalogue, prompt_item
from ilora_edge.catalogue.items import OUT_OF_CATALOGUE, CatalogueItem
from ilora_edge.engine.opened_bundle import OpenedBundle, one_at_a_time
from ilora_edge.engine.outside import Outside
from ilora_edge.engine.title_priors import TitlePriors
from ilora_edge.errors import BundleError, OptionError
from ilora_edge.filters import Filters
from ilora_edge.llama.greedy import First
from ilora_edge.prompt import PromptItem
from ilora_edge.ranking import Fusion, by_encoder, encoder_scores, in_turn, later_last, select
from ilora_edge.recommendation import HistoryItem, Recommendation, Result
from ilora_edge.request import Request, n_candidates, nothing_left
from ilora_edge.system.stage_timer import StageTimer

if TYPE_CHECKING:
    from ilora_edge.encoder import Encoding
    from ilora_edge.feedback.neighbours import Neighbours
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.log import LoggedEvent

FloatArray = npt.NDArray[np.float32]

ENCODED_AT_ONCE = 64
"""Histories of one run of the encoder: a large catalogue has megabytes of scores for each."""


@dataclass(frozen=True, slots=True)
class Preference:
    """What the encoder says of one person: gate weights (K,) and scores of all items (N,)."""

    gate_weights: FloatArray
    item_scores: FloatArray
    cold: bool


class Shortlist(NamedTuple):
    """What is ranked for a request, and what the encoder says of all items (N + M,)."""

    preference: Preference
    item_scores: FloatArray
    candidates: list[CatalogueItem]
    outside: Outside | None


class KnownItems(NamedTuple):
    """Those items of a request that the encoder knows, as encoder indices."""

    history: list[int]
    """Oldest first."""
    seen: set[int]
    """Of the catalogue: the history's included, and what is disliked; where what was seen may be
    recommended again that alone."""
    disliked: list[int]


class Prompt(NamedTuple):
    """What the language model reads, and between which answers it is to choose."""

    slots: list[int]
    """Token ids, and minus the encoder index where a soft token stands."""
    soft_tokens: FloatArray | None
    """Embeddings of the soft slots, (n_soft, d), in their order."""
    answers: list[list[int]]
    """Token ids of each candidate's answer, its end included."""


class Recommender(OpenedBundle):
    """Ranks by a bundle: encoder, experts, backbone and catalogue. Use as a context manager.

    Threads that call ``read`` or ``recommend`` wait for each other.

    Parameters
    ----------
    folder
        The bundle; every file is verified before it is used.
    max_k
        The longest list that will be asked for; memory is sized by it.
    options
        Threads and precision of llama.cpp.
    backbone
        The backbone of an experts-only bundle: its file, or a folder to look in.
    meanwhile
        What to do with catalogue and manifest while llama.cpp still loads the backbone.
    encoder_only
        Leave the language model out: lists are in the encoder's order, and ``prompt``, ``mix`` and
        ``score`` are no stations.

    Raises
    ------
    BundleError
        A file is missing, damaged, or does not fit the others.
    EngineError
        llama.cpp or onnxruntime refuses a file that passed the checks.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from ilora_edge import HistoryDB, HistoryItem, Recommender, Request
    >>> from ilora_edge.demo import demo_bundle, demo_history
    >>> with Recommender(demo_bundle()) as recommender:
    ...     ad_hoc = recommender.recommend(Request([HistoryItem("f001"), HistoryItem("f004")], k=3))
    ...     with HistoryDB(demo_history()) as database:
    ...         request = recommender.read(database, "demo-007")
    ...     of_a_user = recommender.recommend(replace(request, k=3))
    >>> [r.rank for r in ad_hoc.recommendations], len(of_a_user.recommendations)
    ([1, 2, 3], 3)
    """

    # What is there of the one before: nothing yet.
    _gate_in_place: FloatArray | None = None
    _neighbours: Neighbours | None = None
    _last_allowed: tuple[tuple[str, ...], npt.NDArray[np.bool_]] | None = None

    @cached_property
    def fusion(self) -> Fusion:
        """What the encoder's score weighs beside the LLM's."""
        return Fusion(self.manifest, self.catalogue, self.encoder_only)

    @cached_property
    def title_priors(self) -> TitlePriors:
        """How likely titles are by themselves, each asked for once."""
        return TitlePriors(
            self.manifest.experts.n_experts,
            self.mix,
            lambda history, titles: self.score(self.prompt(history, titles)),
        )

    # The stations, in the order of a recommendation.

    @one_at_a_time
    def read(self, database: HistoryDB, user: str, logged: Collection[LoggedEvent] = ()) -> Request:
        """Return the request of a database's user, items matched by id or by title and year.

        Raises UnknownUserError where neither the database nor ``logged`` has anything of the user,
        DatabaseError where the database cannot be read.
        """
        from ilora_edge.histories.requests import read_request

        return read_request(database, user, self.catalogue, self.manifest, logged)

    def known_items(self, request: Request, outside: Outside | None = None) -> KnownItems:
        """Look a request's items up in the catalogue, and among those from ``outside``."""
        ids = [i.item_id for i in request.history]
        known = self.catalogue.indices([*ids, *request.seen, *request.disliked])
        gone = self.catalogue.indices(request.unavailable).values()
        never = known if request.filters.exclude_seen else request.disliked
        seen = {known[i] for i in never if i in known}
        every = known if outside is None else {**outside.indices, **known}
        disliked = [every[i] for i in dict.fromkeys(request.disliked) if i in every]
        return KnownItems([every[i] for i in ids if i in every], seen.union(gone), disliked)

    def outside(self, *requests: Request) -> Outside | None:
        """Read the titles that requests have from outside the catalogue, those of dislikes too.

        None where there are none, the encoder knows items by their ids alone, or the bundle is
        about other things. What overviews have in common is said of one request alone.
        """
        if not self.encoder.reads_titles or any(r.own_scores for r in requests):
            return None
        last = slice(-self.encoder.window, None)
        items = [i for r in requests for i in (*r.history[last], *r.out_of_catalogue)]
        items += (i for r in requests for i in r.disliked_out_of_catalogue[last])
        known = self.catalogue.indices(i.item_id for i in items)
        found = self._outside.read([i for i in items if i.item_id not in known])
        if found is None or len(requests) > 1:
            return found
        return found.of_person(requests[0].out_of_catalogue)

    def encode(
        self,
        history: Sequence[int],
        outside: Outside | None = None,
        request: Request | None = None,
    ) -> Preference:
        """Return gate weights and item scores for encoder indices, oldest first.

        An empty history has a uniform gate, and as scores those of what others use, what is rated
        well (``request``) and what is popular. ``outside``: items it may hold too, scored last.
        Raises EngineError where the encoder fails, BundleError where it returns nonsense.
        """
        asked = request or Request()
        if history:
            vectors = None if outside is None else outside.vectors
            return self._preference(self.encoder.encode(history, vectors), history, outside, asked)
        k = self.manifest.experts.n_experts
        uniform = np.full(k, 1.0 / k, np.float32)
        return Preference(uniform, self._first_scores(asked, outside), cold=True)

    def encode_batch(
        self, histories: Sequence[Sequence[int]], outside: Outside | None = None
    ) -> Iterator[Preference]:
        """Yield what :meth:`encode` returns for each history, many of them encoded at once."""
        vectors = None if outside is None else outside.vectors
        for start in range(0, len(histories), ENCODED_AT_ONCE):
            chunk = histories[start : start + ENCODED_AT_ONCE]
            full = [*filter(None, chunk)]
            found = iter(self.encoder.encode_batch(full, vectors) if full else ())
            for history in chunk:
                if history:
                    yield self._preference(next(found), history, outside, Request())
                else:
                    yield self.encode((), outside)

    def candidates(
        self,
        item_scores: FloatArray,
        request: Request,
        seen: Collection[int],
        outside: Outside | None = None,
    ) -> list[CatalogueItem]:
        """Return what the LLM is to rank, the encoder's best first, then out-of-catalogue items;
        where these are compared, all in the order of their scores.

        Parameters
        ----------
        item_scores
            (N + M,), those of ``outside`` last, the out-of-catalogue items that the encoder scores
            too; where it is None, (N,).
        seen
            Encoder indices to leave out.
        """
        n, most = self.catalogue.n_items, n_candidates(request.k)
        check_out_of_catalogue(request, self.manifest, self.folder)
        n_others = 0 if request.compared else len(in_turn(request.out_of_catalogue, 0))
        room = 0 if request.out_of_catalogue_only else max(0, most - n_others)
        chosen = best_unseen(item_scores[:n], seen, room, self._allowed(request.filters))
        given = in_turn(request.out_of_catalogue, request.k - len(chosen))
        others = [self._out_of_catalogue_item(item, outside) for item in given]
        found = [*self.catalogue.by_index(chosen), *others]
        if request.compared:
            found = by_encoder(found, item_scores)[:most]
        # The LLM is asked for those alone that it is to rank.
        if others and self.fusion.needs_title_priors(request):
            found = self.title_priors.given_to(found)
        return found

    def prompt(self, history: Sequence[PromptItem], candidates: Sequence[PromptItem]) -> Prompt:
        """Write the prompt; it lists the candidates, in the order given, where the format does so.

        Raises OptionError where they do not fit the backbone's context.
        """
        slots = self.prompts.prompt(history, candidates)
        room = self.prompts.max_tokens
        if room is not None and len(slots) > room:
            raise OptionError(
                f"{len(candidates)} candidates listed in a prompt take {len(slots)} tokens, the "
                f"backbone has room for {room}; ask for a shorter list"
            )
        soft = [-slot for slot in slots if slot < 0]
        soft_tokens = self.encoder.soft_tokens(soft) if soft else None
        return Prompt(slots, soft_tokens, self.prompts.answers(candidates))

    def mix(self, gate_weights: FloatArray) -> None:
        """Have the model compute with the experts mixed by (K,) weights; see ``mix.experts``."""
        if self._gate_in_place is not None and np.array_equal(self._gate_in_place, gate_weights):
            return
        # Nothing is in place while the mix changes, nor if that fails.
        self._gate_in_place = None
        self.experts.apply(self.scorer, gate_weights)
        self._gate_in_place = np.array(gate_weights, dtype=np.float32)

    def score(self, prompt: Prompt) -> FloatArray:
        """Return ln P(answer | prompt) per candidate, (n,), under the mix in place."""
        return self.scorer.score(prompt.slots, prompt.answers, prompt.soft_tokens)

    def rank(
        self,
        candidates: Sequence[CatalogueItem],
        llm_scores: FloatArray | None,
        item_scores: FloatArray,
        request: Request,
        outside: Outside | None = None,
    ) -> list[Recommendation]:
        """Fuse the scores and return the best ``k`` that the request's filters let through.

        ``llm_scores``: None where the language model is left out.
        """
        ranked = later_last(self.fusion.rank(request, candidates, llm_scores, item_scores), request)
        embeddings = partial(self._embeddings, outside)
        return select(ranked, request.filters, request.k, embeddings)

    def shortlist(self, request: Request, timer: StageTimer) -> Shortlist:
        """Encode a request's history and take the candidates, as :meth:`recommend` does."""
        outside = self.outside(request)
        known = self.known_items(request, outside)
        if outside is not None and not (known.history or request.goes_by_others):
            # Popularity is of the catalogue alone.
            outside, known = None, self.known_items(request)
        preference = self.encode(known.history, outside, request)
        item_scores = self.lower(preference.item_scores, known, outside)
        timer.lap("encode")
        candidates = self.candidates(item_scores, request, known.seen, outside)
        return Shortlist(preference, item_scores, candidates, outside)

    @one_at_a_time
    def recommend(self, request: Request, timer: StageTimer | None = None) -> Result:
        """Run all stations but the first, and time them.

        Raises
        ------
        OptionError
            Everything has been seen or is filtered out, or the request does not fit the bundle.
        """
        timer = timer or StageTimer()
        preference, item_scores, candidates, outside = self.shortlist(request, timer)
        if not candidates:
            raise nothing_left(request)
        timer.lap("candidates")
        proven, llm_scores = True, None
        if not self.encoder_only:
            prompt = self.prompt(self.shown(request.history), [*map(prompt_item, candidates)])
            timer.lap("prompt")
            self.mix(preference.gate_weights)
            timer.lap("mix")
            if request.k == 1:
                found = self._first(prompt, candidates, item_scores, request)
                candidates, proven = [candidates[found.index]], not found.rivals
                llm_scores = np.array([found.llm_score], np.float32)
            else:
                llm_scores = self.score(prompt)
            timer.lap("score")
        ranked = self.rank(candidates, llm_scores, item_scores, request, outside)
        timer.lap("rank")
        return Result(
            ranked,
            [float(w) for w in preference.gate_weights],
            self.fusion.weight(request),
            preference.cold,
            timer.stages,
            proven,
        )

    # What the stations share.

    def encoder_indices(self, history: Sequence[HistoryItem], outside: Outside | None) -> list[int]:
        """Return the encoder indices of the items of a history that the encoder knows, in order."""
        others = {} if outside is None else outside.indices
        indices = {**others, **self.catalogue.indices(i.item_id for i in history)}
        return [indices[i.item_id] for i in history if i.item_id in indices]

    def lower(
        self, item_scores: FloatArray, known: KnownItems, outside: Outside | None = None
    ) -> FloatArray:
        """Return item scores (N + M,), those of items like the disliked ones lowered.

        Those of ``outside`` come last. An encoder without item embeddings lowers nothing.
        """
        if not known.disliked or not self.encoder.has_item_embeddings:
            return item_scores
        from ilora_edge.feedback.neighbours import Neighbours

        self._neighbours = self._neighbours or Neighbours(self.encoder, self.catalogue.n_items)
        titles = None if outside is None else outside.vectors
        return self._neighbours.lower(item_scores, known.history, known.disliked, titles)

    def shown(self, history: Sequence[HistoryItem]) -> list[PromptItem]:
        """Return the last items of a history, as many as prompts show, as prompts need them.

        Titles outside the catalogue are tokenised now.
        """
        items = history[-self.manifest.prompt.history_window :]
        known = self.catalogue.by_id(i.item_id for i in items)
        return [
            prompt_item(known[i.item_id])
            if i.item_id in known
            else PromptItem(self.prompts.title_ids(i.title or i.item_id))
            for i in items
        ]

    def _first(
        self,
        prompt: Prompt,
        candidates: Sequence[CatalogueItem],
        item_scores: FloatArray,
        request: Request,
    ) -> First:
        """Find the first place alone, without scoring all candidates to their ends."""
        offsets, _ = encoder_scores(candidates, item_scores)
        offsets *= self.fusion.weight(request)
        offsets += self.fusion.offsets(candidates, request)
        return self.scorer.first(
            prompt.slots, prompt.answers, offsets, prompt.soft_tokens, request.greedy
        )

    def _out_of_catalogue_item(self, item: HistoryItem, outside: Outside | None) -> CatalogueItem:
        # They are for the language model.
        ids = () if self.encoder_only else self.prompts.title_ids(item.title or item.item_id)
        indices = {} if outside is None else outside.indices
        index = indices.get(item.item_id, OUT_OF_CATALOGUE)
        return CatalogueItem(index, item.item_id, item.title, 0, tuple(ids))

    def _embeddings(self, outside: Outside | None, item_ids: Sequence[str]) -> FloatArray:
        others, vectors = (outside.indices, outside.vectors) if outside else ({}, None)
        indices = {**others, **self.catalogue.indices(item_ids)}
        return self.encoder.item_embeddings([indices[i] for i in item_ids], vectors)

    def _allowed(self, filters: Filters) -> npt.NDArray[np.bool_] | None:
        """Return which items a filter lets through, (N,); None: all."""
        if filters.allowed is None:
            return None
        # Looked up once, not for every user.
        if self._last_allowed is None or self._last_allowed[0] is not filters.allowed:
            mask = np.zeros(self.catalogue.n_items, bool)
            mask[[i - 1 for i in self.catalogue.indices(filters.allowed).values()]] = True
            self._last_allowed = (filters.allowed, mask)
        return self._last_allowed[1]

    def _preference(
        self, encoding: Encoding, history: Sequence[int], outside: Outside | None, asked: Request
    ) -> Preference:
        weights, scores = encoding.gate_weights, encoding.item_scores
        n_outside = 0 if outside is None else len(outside.vectors)
        if len(scores) != self.catalogue.n_items + n_outside:
            raise BundleError(
                f"{self.folder}: the encoder scores {len(scores)} items, the catalogue has "
                f"{self.catalogue.n_items}; export the bundle again"
            )
        if len(weights) != self.manifest.experts.n_experts:
            raise BundleError(
                f"{self.folder}: the encoder weighs {len(weights)} experts, the manifest says "
                f"{self.manifest.experts.n_experts}; export the bundle again"
            )
        scores = self._item_scores.settle(scores, history, outside)
        return Preference(weights, self._rated_items.lift(scores, history, asked, outside), False)
