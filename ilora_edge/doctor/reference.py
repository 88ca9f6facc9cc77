"""What the miniature should compute: a Llama's forward pass in numpy, experts folded in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.doctor import miniature as m
from ilora_edge.doctor.miniature import Miniature, Size
from ilora_edge.mix.experts import LORA_A, LORA_B

FloatArray = npt.NDArray[np.floating[Any]]


def reference_log_probs(model: Miniature, tokens: Sequence[int]) -> FloatArray:
    """Return the next-token log-probabilities after every position: (len(tokens), n_vocab)."""
    embeddings = model.weights["token_embd.weight"]
    x: FloatArray = embeddings[list(tokens)]  # (T, n_embd)
    for i in range(m.N_LAYERS):
        w = _Layer(model, f"blk.{i}.")
        h = _rms_norm(x, w.norm("attn_norm"))
        q, k, v = (w.product(f"attn_{part}", h) for part in "qkv")
        heads = _attention(q, k, v, model.size)
        x = x + w.product("attn_output", heads)
        h = _rms_norm(x, w.norm("ffn_norm"))
        gate, up = w.product("ffn_gate", h), w.product("ffn_up", h)
        x = x + w.product("ffn_down", gate / (1.0 + np.exp(-gate)) * up)
    logits: FloatArray = _rms_norm(x, model.weights["output_norm.weight"]) @ embeddings.T
    log_probs: FloatArray = logits - _log_sum_exp(logits)
    return log_probs


class _Layer:
    """The products of one layer, each with its experts."""

    def __init__(self, model: Miniature, prefix: str) -> None:
        self._model = model
        self._prefix = prefix
        self._scales = m.EXPERTS.rank_scales(m.GATE_WEIGHTS)

    def norm(self, name: str) -> FloatArray:
        return self._model.weights[f"{self._prefix}{name}.weight"]

    def product(self, name: str, x: FloatArray) -> FloatArray:
        """Return ``W x + B diag(scales) A x`` for every row of x, (T, d_in)."""
        full = f"{self._prefix}{name}.weight"
        lora_a, lora_b = self._model.experts[full + LORA_A], self._model.experts[full + LORA_B]
        y: FloatArray = x @ self._model.weights[full].T
        y = y + (x @ lora_a.T * self._scales) @ lora_b.T
        return y


def _rms_norm(x: FloatArray, weight: FloatArray) -> FloatArray:
    mean_square = np.mean(np.square(x), axis=-1, keepdims=True)
    normed: FloatArray = x / np.sqrt(mean_square + np.float32(m.RMS_EPSILON)) * weight
    return normed


def _attention(q: FloatArray, k: FloatArray, v: FloatArray, size: Size) -> FloatArray:
    """Return causal attention, (T, n_heads * n_head); every key head serves several queries."""
    length = len(q)
    group, n_head = size.n_heads // size.n_kv_heads, size.n_head
    q = _rotate(q.reshape(length, size.n_heads, n_head))
    k = np.repeat(_rotate(k.reshape(length, size.n_kv_heads, n_head)), group, axis=1)
    v = np.repeat(v.reshape(length, size.n_kv_heads, n_head), group, axis=1)
    scores = np.einsum("thd,shd->hts", q, k, optimize=True) * np.float32(n_head**-0.5)
    scores[:, np.triu(np.ones((length, length), bool), 1)] = -np.inf
    weights = np.exp(scores - _log_sum_exp(scores))
    mixed: FloatArray = np.einsum("hts,shd->thd", weights, v, optimize=True)
    return mixed.reshape(length, -1)


def _rotate(x: FloatArray) -> FloatArray:
    """Rotate neighbouring pairs of each head, (T, heads, n_head), as GGUF's Llama lays them."""
    n_head = x.shape[-1]
    frequencies = m.ROPE_BASE ** (-np.arange(0, n_head, 2) / n_head)
    angles = np.arange(len(x))[:, None] * frequencies
    cos, sin = (f(angles).astype(np.float32)[:, None] for f in (np.cos, np.sin))
    even, odd = x[..., 0::2], x[..., 1::2]
    rotated = np.empty_like(x)
    rotated[..., 0::2] = even * cos - odd * sin
    rotated[..., 1::2] = even * sin + odd * cos
    return rotated


def _log_sum_exp(x: FloatArray) -> FloatArray:
    peak = x.max(axis=-1, keepdims=True)
    total: FloatArray = np.log(np.exp(x - peak).sum(axis=-1, keepdims=True)) + peak
    return total
