"""The recommender: from a history to a ranked list, every step a function with values between."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ilora_edge.bundle import files as bundles
from ilora_edge.bundle.catalogue import Catalogue, CatalogueItem
from ilora_edge.candidates import best_unseen, n_candidates
from ilora_edge.doctor.settle import settled
from ilora_edge.encoder import Encoder
from ilora_edge.errors import BundleError, IloraError, OptionError
from ilora_edge.filters import Filters, diversify
from ilora_edge.llama import Backbone, EngineOptions, Scorer
from ilora_edge.llama.greedy import First
from ilora_edge.mix.choose import Mix, open_mix
from ilora_edge.mix.experts import check_experts_fit, load_experts
from ilora_edge.prompt import PromptBuilder, PromptItem
from ilora_edge.recommendation import HistoryItem, Recommendation
from ilora_edge.untrusted.gguf_header import check_backbone

FloatArray = npt.NDArray[np.float32]

NOT_IN_CATALOGUE = 0
"""The encoder index, padding elsewhere, of a candidate that is a title alone."""


@dataclass(frozen=True, slots=True)
class Result:
    """A ranked list and how it came about."""

    recommendations: list[Recommendation]
    gate_weights: list[float]
    fusion_weight: float
    cold: bool
    """No item of the history was known: uniform gate and popular candidates."""
    timing_ms: dict[str, float]
    proven: bool = True
    """Whether no candidate can have a better score; only a greedy walk may leave that open."""


@dataclass(frozen=True, slots=True)
class Preference:
    """What the encoder says of one person: gate weights (K,) and scores of all items (N,)."""

    gate_weights: FloatArray
    item_scores: FloatArray
    cold: bool


class StageTimer:
    """Collects milliseconds per named stage."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Credit the time since the last lap to ``stage``."""
        now = time.perf_counter()
        self.stages[stage] = self.stages.get(stage, 0.0) + (now - self._last) * 1000.0
        self._last = now


class Recommender:
    """A bundle, opened: encoder, experts, backbone and catalogue. Use as a context manager.

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
    """

    def __init__(
        self,
        folder: Path | str,
        max_k: int = 10,
        options: EngineOptions | None = None,
        backbone: Path | str | None = None,
    ) -> None:
        self.folder = Path(folder)
        self.bundle = bundles.open_bundle(self.folder, None if backbone is None else Path(backbone))
        self.manifest = self.bundle.manifest
        self._open: list[Catalogue | Mix | Backbone | Scorer] = []
        try:
            self._load(max_k, options or EngineOptions())
        except IloraError:
            self.close()
            raise

    def _load(self, max_k: int, options: EngineOptions) -> None:
        manifest, folder = self.manifest, self.folder
        self.catalogue = Catalogue(folder / bundles.CATALOGUE)
        self._open.append(self.catalogue)
        self.encoder = Encoder(folder / bundles.ENCODER)
        experts = load_experts(folder / bundles.EXPERTS, manifest.experts)
        identity, path = manifest.backbone, self.bundle.backbone
        header = check_backbone(path, identity.architecture, identity.layout_sha256)
        check_experts_fit(header, experts, folder / bundles.EXPERTS)
        options, self.remark = settled(options, header)
        self.mix = open_mix(options, path, header, experts, manifest.experts)
        self._open.append(self.mix)
        self.backbone = Backbone(path, options, header=header, weights=self.mix.weights)
        self._open.append(self.backbone)
        # Titles outside the catalogue may be as long as the format allows.
        usual = manifest.prompt.max_title_tokens
        longest = self.catalogue.longest_title(usual)
        self.prompts = PromptBuilder(
            manifest.prompt,
            self.backbone.tokenize,
            identity.bos_token_id,
            identity.first_label_id,
            # Longer answers than the builder counts on are the catalogue's own doing.
            self.backbone.n_ctx_train - (longest - usual),
        )
        self._check_labels()
        answer_tokens = self.prompts.max_answer_tokens(longest)
        self._check_context(self.prompts.prompt([]), answer_tokens)
        prompt_tokens = self.prompts.max_prompt_tokens(longest, n_candidates(max_k))
        self.scorer = Scorer(
            self.backbone, prompt_tokens, answer_tokens, options, n_candidates(max_k)
        )
        self._open.append(self.scorer)
        self._gate_in_place: FloatArray | None = None
        self._never_met: npt.NDArray[np.intp] | None = None
        self._cold: Preference | None = None
        self._last_allowed: tuple[tuple[str, ...], npt.NDArray[np.bool_]] | None = None

    def __enter__(self) -> Recommender:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free everything native; safe to call twice."""
        while self._open:
            self._open.pop().close()

    def prefer(self, history: Sequence[int]) -> Preference:
        """Return gate weights and item scores for encoder indices, oldest first.

        An empty history has a uniform gate, and the log of each item's popularity share as scores.
        """
        if history:
            encoding = self.encoder.encode(history)
            weights, scores = encoding.gate_weights, encoding.item_scores
            if len(scores) != self.catalogue.n_items:
                raise BundleError(
                    f"{self.folder}: the encoder scores {len(scores)} items, the catalogue has "
                    f"{self.catalogue.n_items}; export the bundle again"
                )
            if len(weights) != self.manifest.experts.n_experts:
                raise BundleError(
                    f"{self.folder}: the encoder weighs {len(weights)} experts, the manifest says "
                    f"{self.manifest.experts.n_experts}; export the bundle again"
                )
            return Preference(weights, self._share_never_met(scores), cold=False)
        if self._cold is None:
            k = self.manifest.experts.n_experts
            # One more for each, so that an item nobody met has a score too.
            counts = np.array(self.catalogue.popularities(), np.float64) + 1.0
            scores = np.log(counts / counts.sum()).astype(np.float32)
            self._cold = Preference(np.full(k, 1.0 / k, np.float32), scores, cold=True)
        return self._cold

    def _share_never_met(self, scores: FloatArray) -> FloatArray:
        """Return item scores (N,) in which the items that nobody met are equally likely.

        The encoder was not trained on them, so what it says of one against another is noise.
        """
        if self._never_met is None:
            self._never_met = np.array(self.catalogue.never_met(), np.intp) - 1
        if not len(self._never_met):
            return scores
        shared = scores.copy()
        theirs = scores[self._never_met].astype(np.float64)
        shared[self._never_met] = np.log(np.exp(theirs).mean())
        return shared

    def _check_labels(self) -> None:
        first, n_vocab = self.manifest.backbone.first_label_id, self.backbone.n_vocab
        if first is None and self.manifest.prompt.answers == "labels":
            raise BundleError(
                f"{self.folder / bundles.MANIFEST}: answers are labels, but it names no first "
                "label; export the bundle again"
            )
        if first is not None and not 0 <= first <= n_vocab - self.catalogue.n_items:
            raise BundleError(
                f"{self.folder}: {self.catalogue.n_items} labels from token {first} on do not fit "
                f"a vocabulary of {n_vocab}; export the bundle again"
            )

    def _check_context(self, empty: Sequence[int], answer_tokens: int) -> None:
        context = self.backbone.n_ctx_train
        if len(empty) + answer_tokens > context:
            raise BundleError(
                f"{self.folder}: a prompt without a history has {len(empty)} tokens and an answer "
                f"up to {answer_tokens}, but the backbone reads {context}; export the bundle again "
                "with shorter headers or max_title_tokens"
            )

    def prompt_items(self, items: Sequence[HistoryItem]) -> list[PromptItem]:
        """Return items as prompts need them; titles outside the catalogue are tokenised now."""
        known = self.catalogue.by_id(i.item_id for i in items)
        return [
            prompt_item(known[i.item_id])
            if i.item_id in known
            else PromptItem(self.prompts.title_ids(i.title or i.item_id))
            for i in items
        ]

    def set_gate(self, gate_weights: FloatArray) -> None:
        """Have the model compute with the experts mixed by these weights, (K,)."""
        if self._gate_in_place is not None and np.array_equal(self._gate_in_place, gate_weights):
            return
        # Nothing is in place while the mix changes, nor if that fails.
        self._gate_in_place = None
        self.mix.apply(self.scorer, gate_weights)
        self._gate_in_place = np.array(gate_weights, dtype=np.float32)

    def llm_scores(
        self, history: Sequence[PromptItem], candidates: Sequence[PromptItem]
    ) -> FloatArray:
        """Return log P(answer | prompt) per candidate under the adapter in place.

        Candidates are listed in the prompt in the order given where the format says so.
        """
        prompt, soft_tokens = self._prompt(history, candidates)
        return self.scorer.score(prompt, self.prompts.answers(candidates), soft_tokens)

    def _first(
        self,
        history: Sequence[PromptItem],
        candidates: Sequence[PromptItem],
        offsets: npt.NDArray[np.float64],
        greedy: bool,
    ) -> First:
        prompt, soft_tokens = self._prompt(history, candidates)
        answers = self.prompts.answers(candidates)
        return self.scorer.first(prompt, answers, offsets, soft_tokens, greedy)

    def _prompt(
        self, history: Sequence[PromptItem], candidates: Sequence[PromptItem]
    ) -> tuple[list[int], FloatArray | None]:
        """Return a prompt's slots and the embeddings of its soft ones."""
        prompt = self.prompts.prompt(history, candidates)
        room = self.prompts.max_tokens
        if room is not None and len(prompt) > room:
            raise OptionError(
                f"{len(candidates)} candidates listed in a prompt take {len(prompt)} tokens, the "
                f"backbone has room for {room}; ask for a shorter list"
            )
        soft = [-slot for slot in prompt if slot < 0]
        return prompt, self.encoder.soft_tokens(soft) if soft else None

    def recommend(
        self,
        history: Sequence[HistoryItem],
        seen: Sequence[str] = (),
        k: int = 10,
        fusion_weight: float | None = None,
        timer: StageTimer | None = None,
        filters: Filters | None = None,
        greedy: bool = False,
        titled: Sequence[HistoryItem] = (),
        titled_only: bool = False,
    ) -> Result:
        """Rank the best ``k`` unseen items for a history, oldest first.

        Parameters
        ----------
        seen
            Item ids never recommended, besides the history's own.
        fusion_weight
            Instead of the manifest's; 0 ranks by the LLM alone.
        filters
            Which items may be in the list; the default leaves out what was seen.
        greedy
            Take what a greedy walk finds for the first place (``k`` = 1), and do not look at what
            could still be better: one prefill and a title or two.
        titled
            Candidates that the catalogue does not have, to be ranked by their titles in places of
            the encoder's worst; at most max(20, 2k).
        titled_only
            Rank nothing else.
        """
        filters = filters or Filters()
        if k < 1:
            raise OptionError(f"k must be at least 1, not {k}")
        weight = self.manifest.fusion.product if fusion_weight is None else fusion_weight
        check_fusion_weight(weight)
        timer = timer or StageTimer()
        known = self.catalogue.indices([*(i.item_id for i in history), *seen])
        indices = [known[i.item_id] for i in history if i.item_id in known]
        preference = self.prefer(indices)
        timer.lap("encode")
        met = set(known.values()) if filters.exclude_seen else set()
        allowed = self._allowed(filters)
        room = n_candidates(k) - self._check_titled(titled, n_candidates(k))
        if titled_only:
            room = 0
        chosen = best_unseen(preference.item_scores, met, room, allowed)
        if not chosen and not titled:
            raise OptionError(
                "nothing is left to recommend: every item has been seen"
                + ("" if allowed is None else " or is filtered out")
            )
        candidates = [*self.catalogue.by_index(chosen), *map(self._titled_item, titled)]
        window = self.manifest.prompt.history_window
        shown = self.prompt_items(history[-window:])
        timer.lap("candidates")
        self.set_gate(preference.gate_weights)
        timer.lap("mix")
        listed = [prompt_item(c) for c in candidates]
        found: First | None = None
        if k == 1:
            encoder, _ = encoder_scores(candidates, preference.item_scores)
            found = self._first(shown, listed, weight * encoder, greedy)
            candidates = [candidates[found.index]]
            llm = np.array([found.llm_score], np.float32)
        else:
            llm = self.llm_scores(shown, listed)
        timer.lap("score")
        ranked = rank_candidates(candidates, llm, preference.item_scores, weight)
        ranked = self._select(ranked, filters, k)
        timer.lap("rank")
        return Result(
            ranked,
            [float(w) for w in preference.gate_weights],
            float(weight),
            preference.cold,
            timer.stages,
            found is None or not found.rivals,
        )

    def _check_titled(self, titled: Sequence[HistoryItem], most: int) -> int:
        if len(titled) > most:
            raise OptionError(f"{len(titled)} candidates by title are more than {most}")
        if titled and self.manifest.prompt.answers == "labels":
            raise OptionError(
                f"{self.folder}: its candidates are labels of its own catalogue, so it cannot rank "
                "other items by their titles; use a bundle that answers with titles"
            )
        return len(titled)

    def _titled_item(self, item: HistoryItem) -> CatalogueItem:
        ids = self.prompts.title_ids(item.title or item.item_id)
        return CatalogueItem(NOT_IN_CATALOGUE, item.item_id, item.title, 0, tuple(ids))

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

    def _select(
        self, ranked: list[Recommendation], filters: Filters, k: int
    ) -> list[Recommendation]:
        """Return the best ``k`` that the filters let through, ranks counted anew."""
        if filters.min_score is not None:
            ranked = [r for r in ranked if r.score >= filters.min_score]
        if filters.diversity and ranked:
            found = self.catalogue.indices(
                [r.item_id for r in ranked if r.encoder_score is not None]
            )
            places = [i for i, r in enumerate(ranked) if r.encoder_score is not None]
            scores = np.array([r.score for r in ranked])
            known = self.encoder.item_embeddings([found[ranked[i].item_id] for i in places])
            # Of an item that the encoder does not know nothing is like it.
            embeddings = np.zeros((len(ranked), known.shape[1]), np.float32)
            embeddings[places] = known
            ranked = [ranked[i] for i in diversify(scores, embeddings, filters.diversity, k)]
        return [replace(r, rank=rank) for rank, r in enumerate(ranked[:k], 1)]


def prompt_item(item: CatalogueItem) -> PromptItem:
    """Return a catalogue item as prompts need it; nobody met it: its soft token means nothing."""
    if item.encoder_index == NOT_IN_CATALOGUE:
        return PromptItem(item.token_ids)
    return PromptItem(item.token_ids, item.encoder_index, item.popularity > 0)


def check_fusion_weight(weight: float) -> None:
    """Raise OptionError where a weight is no finite number from 0 on."""
    if not np.isfinite(weight) or weight < 0:
        raise OptionError(f"the fusion weight must be a number from 0 on, not {weight}")


def encoder_scores(
    candidates: Sequence[CatalogueItem], item_scores: FloatArray
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return what the encoder says of candidates, (n,), and of which it says anything, (n,).

    Those it does not know have the average item's probability, 1/N.
    """
    places = np.array([c.encoder_index for c in candidates], np.intp)
    known = places != NOT_IN_CATALOGUE
    scores = np.full(len(places), -np.log(len(item_scores)), np.float64)
    scores[known] = item_scores[places[known] - 1]
    return scores, known


def rank_candidates(
    candidates: Sequence[CatalogueItem],
    llm_scores: FloatArray,
    item_scores: FloatArray,
    fusion_weight: float,
) -> list[Recommendation]:
    """Sort candidates by fused score, best first; ties keep the encoder's order."""
    encoder, known = encoder_scores(candidates, item_scores)
    llm = llm_scores.astype(np.float64)
    fused = llm + fusion_weight * encoder
    order = np.argsort(-fused, kind="stable")
    return [
        Recommendation(
            rank=rank,
            item_id=candidates[i].item_id,
            title=candidates[i].title,
            score=float(fused[i]),
            llm_score=float(llm[i]),
            encoder_score=float(encoder[i]) if known[i] else None,
        )
        for rank, i in enumerate(order, 1)
    ]
