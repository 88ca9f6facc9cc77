"""transformers and torch, scoring candidates as fast as one writes it plainly with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import torch
from peers_weights import load_llama, load_loras
from torch import nn
from torch.nn import functional as F
from transformers import DynamicCache, LlamaForCausalLM

from ilora_edge.bundle.files import Bundle
from ilora_edge.llama.prefix_tree import build_tree

FloatArray = npt.NDArray[np.float32]

MIXES = ("adapter", "merge")
PASSES = ("tree", "batch")


class AdaptedLinear(nn.Module):
    """A linear map and its experts: ``W x + B (s * A x)``, or the sum merged into W.

    With ``merge`` a second copy of W is kept, so that one person's mix leaves nothing behind.
    """

    def __init__(
        self, linear: nn.Linear, lora_a: torch.Tensor, lora_b: torch.Tensor, merge: bool
    ) -> None:
        super().__init__()
        self.weight = linear.weight.data
        dtype = self.weight.dtype
        self.lora_a, self.lora_b = lora_a.to(dtype), lora_b.to(dtype)
        self.lora_b_t = self.lora_b.T.contiguous()
        self.merged = self.weight.clone() if merge else None
        self.scales = torch.zeros(len(lora_a), dtype=dtype)

    def set_scales(self, scales: torch.Tensor) -> None:
        """Mix by the factor of each rank, (r,)."""
        self.scales = scales.to(self.weight.dtype)
        if self.merged is not None:
            torch.addmm(self.weight, self.lora_b * self.scales, self.lora_a, out=self.merged)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.merged is not None:
            return F.linear(x, self.merged)
        y = F.linear(x, self.weight)
        low = F.linear(x, self.lora_a) * self.scales
        y.view(-1, y.shape[-1]).addmm_(low.view(-1, low.shape[-1]), self.lora_b_t)
        return y


class TorchScorer:
    """Scores candidates with transformers; the same numbers as ours, up to rounding.

    Parameters
    ----------
    bundle
        Its backbone must be a plain Llama.
    dtype
        Of weights and arithmetic; the log-softmax is always float32.
    mix
        ``adapter``: beside each matrix; ``merge``: added to it for each person.
    one_pass
        How candidates share the prompt: ``tree``: prompt and candidates in one pass, each token
        seeing its own path; ``batch``: the prompt's keys and values, repeated per candidate.
    """

    def __init__(
        self,
        bundle: Bundle,
        dtype: torch.dtype = torch.float32,
        mix: str = MIXES[0],
        one_pass: str = PASSES[0],
    ) -> None:
        self.model: LlamaForCausalLM = load_llama(bundle.backbone, dtype)
        self._shape = bundle.manifest.experts
        self._adapted: list[AdaptedLinear] = []
        for name, (lora_a, lora_b) in load_loras(bundle, self.model.config).items():
            parent = self.model.get_submodule(name.rpartition(".")[0])
            leaf = name.rpartition(".")[2]
            layer = AdaptedLinear(getattr(parent, leaf), lora_a, lora_b, mix == "merge")
            setattr(parent, leaf, layer)
            self._adapted.append(layer)
        self._rows: Callable[[list[int], list[list[int]]], FloatArray]
        self._rows = self._tree if one_pass == "tree" else self._batch

    def set_gate(self, gate_weights: FloatArray) -> None:
        """Mix the experts by these weights, (K,)."""
        scales = torch.from_numpy(self._shape.rank_scales(gate_weights))
        with torch.inference_mode():
            for layer in self._adapted:
                layer.set_scales(scales)

    def score(self, prompt: Sequence[int], candidates: Sequence[Sequence[int]]) -> FloatArray:
        """Return log P(candidate | prompt), natural logarithm, for each candidate."""
        with torch.inference_mode():
            return self._rows(list(prompt), [list(c) for c in candidates])

    def _tree(self, prompt: list[int], candidates: list[list[int]]) -> FloatArray:
        tree = build_tree(candidates)
        n, n_nodes = len(prompt), tree.n_nodes
        positions = [*range(n), *(n + depth for depth in tree.depth[1:])]
        seen = torch.ones(n + n_nodes, n + n_nodes, dtype=torch.bool).tril_()
        # A node's members include those of every node below it.
        paths = [frozenset(members) for members in tree.members[1:]]
        below = [[b <= a for a in paths] for b in paths]
        if n_nodes:
            seen[n:, n:] &= torch.tensor(below)
        hidden = self.model.model(
            input_ids=torch.tensor([[*prompt, *tree.tokens[1:]]]),
            position_ids=torch.tensor([positions]),
            attention_mask=seen[None, None],
            use_cache=False,
        ).last_hidden_state
        log_probs = self._log_probs(hidden[0, n - 1 :])
        steps = log_probs[torch.from_numpy(tree.step_node), torch.from_numpy(tree.step_token)]
        sums = np.bincount(tree.step_candidate, steps.numpy(), len(candidates))
        return sums.astype(np.float32)

    def _batch(self, prompt: list[int], candidates: list[list[int]]) -> FloatArray:
        cache = DynamicCache(config=self.model.config)
        hidden = self.model.model(
            input_ids=torch.tensor([prompt]), past_key_values=cache
        ).last_hidden_state
        first = self._log_probs(hidden[0, -1:])[0, [c[0] for c in candidates]]
        longest = max(map(len, candidates)) - 1
        if not longest:
            return first.numpy()
        cache.batch_repeat_interleave(len(candidates))
        # Padding on the right: nothing real sees it, and it is not read.
        ids = torch.tensor([c[:-1] + [0] * (longest + 1 - len(c)) for c in candidates])
        hidden = self.model.model(input_ids=ids, past_key_values=cache).last_hidden_state
        real = torch.tensor([[i < len(c) - 1 for i in range(longest)] for c in candidates])
        asked = torch.tensor([token for c in candidates for token in c[1:]])
        steps = self._log_probs(hidden[real]).gather(1, asked[:, None])[:, 0]
        owner = real.nonzero()[:, 0]
        return first.index_add(0, owner, steps).numpy()

    def _log_probs(self, hidden: torch.Tensor) -> torch.Tensor:
        return F.log_softmax(self.model.lm_head(hidden).float(), dim=-1)
