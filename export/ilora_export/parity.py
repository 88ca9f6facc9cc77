"""Proof of an export: the torch model and the bundle see the same users and give the same numbers.

Twice: exactly (the backbone in F32, F32 keys and values, no flash attention), where a difference
means that something was exported wrongly, and as shipped (the backbone's own type, the running
defaults), where it is what these cost.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ilora_edge.candidates import prompt_item
from ilora_edge.errors import CheckpointError
from ilora_edge.llama import EngineOptions
from ilora_edge.prompt import PromptItem
from ilora_edge.recommender import Recommender
from ilora_edge.untrusted.strict_json import shown
from ilora_export.rank_agreement import RankAgreement
from ilora_train.run_folder import FinishedRun
from ilora_train.sequences import MIN_HISTORY, left_pad, targets_of

N_USERS = 8
N_CANDIDATES = 20
N_TITLES = 5000
"""Titles of the catalogue whose token ids are compared."""
TOLERANCE = 1e-3
"""Of what is exact: of gate weights and the encoder's scores as it is, of logits and the
candidates' scores times the largest logit, where that is above 1."""

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sample:
    """A user and what is compared for them; items are encoder indices."""

    user: str
    history: list[int]
    """Oldest first."""
    target: int
    candidates: list[int]


@dataclass(frozen=True, slots=True)
class Outputs:
    """What one side makes of a sample."""

    prompt: list[int]
    """Slots, see :mod:`ilora_edge.prompt`."""
    gate_weights: FloatArray
    """(K,)"""
    item_scores: FloatArray
    """The encoder's log-probabilities, (N,)."""
    logits: FloatArray
    """Those that predict each token of the target's answer, (T, V)."""
    scores: FloatArray
    """log P(answer | prompt) of the candidates, (n,)."""


class Parity:
    """A run's sample users and what torch makes of them; bundles are compared with that."""

    def __init__(self, run: FinishedRun, advance: Callable[[], None] = lambda: None) -> None:
        self._run = run
        self._advance = advance
        self.samples = sample_users(run)
        self._theirs = []
        for sample in self.samples:
            self._theirs.append(torch_outputs(run, sample))
            advance()
        self.largest_logit = float(max(np.abs(t.logits).max() for t in self._theirs))

    def prove(self, bundle: Path) -> dict[str, Any]:
        """Compare a bundle with an F32 backbone, exactly, and return the largest differences.

        Raises
        ------
        CheckpointError
            Token ids differ, or a number by more than :data:`TOLERANCE` allows.
        """
        with Recommender(bundle, options=EngineOptions(exact=True)) as device:
            self._check_titles(device)
            found, where = self._compare(device)
        allowed = self.allowed()
        for name, difference in found.differences.items():
            if difference > allowed[name]:
                raise CheckpointError(
                    f"{self._run.backbone_folder}: exported, its {_NAMES[name]} differ from "
                    f"torch's by {difference:.3g} for the user {shown(where[name])}, "
                    f"{allowed[name]:.3g} is allowed: the export is wrong and was not written"
                )
        return found.to_json()

    def measure(self, bundle: Path) -> dict[str, Any]:
        """Compare a bundle as it runs, and return the largest differences."""
        with Recommender(bundle) as device:
            return self._compare(device)[0].to_json()

    def allowed(self) -> dict[str, float]:
        """Return the largest differences of an exact export."""
        scaled = TOLERANCE * max(1.0, self.largest_logit)
        return {
            "gate_weights": TOLERANCE,
            "item_scores": TOLERANCE,
            "logits": scaled,
            "scores": scaled,
        }

    def facts(self) -> dict[str, Any]:
        """Return what was compared, for the manifest."""
        return {
            "checked": True,
            "n_users": len(self.samples),
            "n_candidates": max(len(s.candidates) for s in self.samples),
            "n_titles": len(self._titles()),
            "largest_logit": _rounded(self.largest_logit),
            "tolerance": _rounded(self.allowed()["logits"]),
        }

    def _compare(self, device: Recommender) -> tuple[Comparison, dict[str, str]]:
        differences = dict.fromkeys(_NAMES, 0.0)
        where = dict.fromkeys(_NAMES, "")
        agreement = RankAgreement()
        for sample, theirs in zip(self.samples, self._theirs, strict=True):
            ours = device_outputs(device, sample)
            if ours.prompt != theirs.prompt:
                raise CheckpointError(
                    f"{self._run.backbone_folder}: exported, the prompt of the user "
                    f"{shown(sample.user)} has other token ids than in training"
                )
            for name in _NAMES:
                apart = np.abs(getattr(ours, name) - getattr(theirs, name))
                # What is not a number is as wrong as can be.
                difference = float(np.nan_to_num(apart, nan=np.inf).max())
                if difference > differences[name]:
                    differences[name], where[name] = difference, sample.user
            agreement.add(ours.scores, theirs.scores)
            self._advance()
        return Comparison(differences, agreement), where

    def _check_titles(self, device: Recommender) -> None:
        for title in self._titles():
            if device.prompts.title_ids(title) != self._run.builder.title_ids(title):
                raise CheckpointError(
                    f"{self._run.backbone_folder}: exported, its tokenizer gives other ids for "
                    f"the title {shown(title)}"
                )

    def _titles(self) -> list[str]:
        return [item.title for item in self._run.items[:N_TITLES]]


_NAMES = {
    "gate_weights": "gate weights",
    "item_scores": "encoder's scores",
    "logits": "logits",
    "scores": "candidates' scores",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The largest differences by name, and how far two sides rank alike."""

    differences: dict[str, float]
    agreement: RankAgreement

    def to_json(self) -> dict[str, float]:
        return {n: _rounded(d) for n, d in self.differences.items()} | self.agreement.to_json()


def sample_users(run: FinishedRun, n: int = N_USERS) -> list[Sample]:
    """Return the last target of at most ``n`` validation users, the same for the same run.

    The candidates are the target and the encoder's best beside it.
    """
    last = {user: (history, target) for user, history, target in targets_of(run.validation, 1)}
    enough = {u: (h, t) for u, (h, t) in last.items() if len(h) >= MIN_HISTORY} or last
    users = random.Random(run.recipe.seed).sample(sorted(enough), min(n, len(enough)))
    samples = []
    for user in users:
        history, target = enough[user]
        order = torch_item_scores(run, history).argsort()[::-1] + 1
        out = {*history, target}
        best = [int(i) for i in order if int(i) not in out][: N_CANDIDATES - 1]
        samples.append(Sample(user, history, target, [target, *best]))
    return samples


def torch_items(run: FinishedRun, indices: Sequence[int]) -> list[PromptItem]:
    """Return items by their encoder indices, as prompts need them in training."""
    return [
        PromptItem(
            run.builder.title_ids(run.items[i - 1].title), i, run.items[i - 1].popularity > 0
        )
        for i in indices
    ]


@torch.no_grad()
def torch_item_scores(run: FinishedRun, history: list[int]) -> FloatArray:
    """Return the encoder's log-probabilities (N,) by torch."""
    encoder = run.model.encoder
    items = left_pad([history], encoder.window)
    state = encoder.last_state(items)
    scores: FloatArray = torch.log_softmax(encoder.scores(items, state), dim=-1)[0].numpy()
    return scores


@torch.no_grad()
def torch_outputs(run: FinishedRun, sample: Sample) -> Outputs:
    """Return what the torch model makes of a sample: the prompt once, then every answer."""
    model = run.model
    listed = torch_items(run, sample.candidates)
    prompt = run.builder.prompt(torch_items(run, sample.history), listed)
    answers = run.builder.answers(listed)
    n, longest = len(answers), max(map(len, answers))
    gate = model.gate_weights([sample.history])
    backbone, head = model.backbone.base_model, model.backbone.get_output_embeddings()
    model.context.weights = gate
    out = backbone(inputs_embeds=model.lm.embed(torch.tensor([prompt])), use_cache=True)
    logits = head(out.last_hidden_state[:, -1:]).expand(n, -1, -1)
    if longest > 1:
        cache = out.past_key_values
        cache.batch_repeat_interleave(n)
        model.context.weights = gate.expand(n, -1)
        # Padded on the right, where nothing that counts looks.
        rows = torch.tensor([[*a[:-1], *[0] * (longest - len(a))] for a in answers])
        out = backbone(inputs_embeds=model.lm.embed(rows), past_key_values=cache, use_cache=True)
        logits = torch.cat([logits, head(out.last_hidden_state)], dim=1)
    log_probs = torch.log_softmax(logits.double(), dim=-1)
    scores = [
        float(sum(row[place, token] for place, token in enumerate(answer)))
        for row, answer in zip(log_probs, answers, strict=True)
    ]
    return Outputs(
        prompt,
        gate[0].numpy(),
        torch_item_scores(run, sample.history),
        logits[0, : len(answers[0])].numpy(),
        np.array(scores, np.float32),
    )


def device_outputs(device: Recommender, sample: Sample) -> Outputs:
    """Return what an opened bundle makes of a sample."""
    items = device.catalogue.by_index([*sample.history, *sample.candidates])
    shown_items = [prompt_item(item) for item in items]
    history, candidates = shown_items[: len(sample.history)], shown_items[len(sample.history) :]
    encoding = device.encoder.encode(sample.history)
    prompt = device.prompt(history, candidates)
    device.mix(encoding.gate_weights)
    return Outputs(
        prompt.slots,
        encoding.gate_weights,
        encoding.item_scores,
        device.scorer.answer_logits(prompt.slots, prompt.answers[0], prompt.soft_tokens),
        device.score(prompt),
    )


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")
