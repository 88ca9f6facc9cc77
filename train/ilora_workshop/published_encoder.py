"""The encoder that iLoRA's authors trained on Steam, as its tensors say: history in, scores out.

One block in the manner of SASRec's first TensorFlow code: only the queries are normalised, the
normalised history is what attention is added to, and items are scored by a layer of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from ilora_edge.errors import CheckpointError
from ilora_train.checkpoint import read_tensors

WINDOW, WIDTH = 10, 64
_FAR = -1e9
_ROWS_AT_ONCE = 256


class PublishedEncoder:
    """Scores all items after a history.

    Parameters
    ----------
    path
        A safetensors file with ``item_embeddings`` (N + 1, 64), the last row of padding,
        ``positional_embeddings`` (10, 64), three norms, one attention head, a feed-forward network
        with its own norm, and ``s_fc`` (N, 64) with its bias.

    Raises
    ------
    CheckpointError
        The tensors are others, or of other shapes.
    """

    def __init__(self, path: Path) -> None:
        self._tensors = read_tensors(path)
        try:
            self.n_items = len(self._tensors["s_fc.bias"])
            shapes = {
                "item_embeddings.weight": (self.n_items + 1, WIDTH),
                "positional_embeddings.weight": (WINDOW, WIDTH),
                "s_fc.weight": (self.n_items, WIDTH),
            }
            found = {name: tuple(self._tensors[name].shape) for name in shapes}
        except KeyError as error:
            raise CheckpointError(f"{path}: has no tensor {error}; is it SASRec_steam?") from None
        if found != shapes:
            raise CheckpointError(f"{path}: has the shapes {found}, not {shapes}")

    @torch.no_grad()
    def log_probs(self, histories: Sequence[Sequence[int]]) -> Tensor:
        """Return log P(next) for item ids 0..N-1, (n, N), after ids, oldest first."""
        parts = [
            self._log_probs(histories[start : start + _ROWS_AT_ONCE])
            for start in range(0, len(histories), _ROWS_AT_ONCE)
        ]
        return torch.cat(parts)

    def _log_probs(self, histories: Sequence[Sequence[int]]) -> Tensor:
        padding = self.n_items
        items = torch.full((len(histories), WINDOW), padding)
        for row, history in zip(items, histories, strict=True):
            last = torch.tensor(history[-WINDOW:])
            row[WINDOW - len(last) :] = last
        t = self._tensors
        places = t["positional_embeddings.weight"]
        known = items != padding
        x = (t["item_embeddings.weight"][items] + places) * known[..., None]
        queries = _norm(t, "ln_1", x)
        q, k, v = (
            _linear(t, f"mh_attn.linear_{name}", of)
            for name, of in (("q", queries), ("k", x), ("v", x))
        )
        weights = q @ k.transpose(1, 2) / WIDTH**0.5
        allowed = known[:, None, :] & torch.ones(WINDOW, WINDOW, dtype=torch.bool).tril()
        attended = weights.masked_fill(~allowed, _FAR).softmax(-1) @ v + queries
        h = _norm(t, "ln_2", attended)
        inner = F.relu(_linear(t, "feed_forward.w_1", h))
        h = _norm(t, "feed_forward.layer_norm", _linear(t, "feed_forward.w_2", inner) + h)
        state = _norm(t, "ln_3", h)[:, -1]
        return torch.log_softmax(_linear(t, "s_fc", state), dim=-1)


def _norm(tensors: Mapping[str, Tensor], name: str, x: Tensor) -> Tensor:
    weight, bias = tensors[f"{name}.weight"], tensors[f"{name}.bias"]
    return F.layer_norm(x, (WIDTH,), weight, bias)


def _linear(tensors: Mapping[str, Tensor], name: str, x: Tensor) -> Tensor:
    # A convolution of width 1 is a product with its matrix.
    weight = tensors[f"{name}.weight"]
    return F.linear(x, weight.reshape(weight.shape[:2]), tensors[f"{name}.bias"])
