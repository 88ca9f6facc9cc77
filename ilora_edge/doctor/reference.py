"""What the miniature should compute: a Llama's forward pass in numpy, experts folded in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.doctor import miniature as m
from ilora_edge.doctor.miniature import Miniature
from ilora_edge.mix.experts import LORA_A, LORA_B

FloatArray = npt.NDArray[np.floating[Any]]


def reference_log_probs(model: Miniature, tokens: Sequence[int]) -> FloatArray:
    """Return the next-token log-probabilities after every position: (len(tokens), n_vocab)."""
    embeddings = model.weights["token_embd.weight"]
    x: FloatArray = embeddings[list(tokens)]  # (T, n_embd)
    for i in range(m.N_LAYERS):
        w = _Layer(model, f"blk.{i}.")
        h = _rms_norm(x, w.norm("attn_norm"))
        heads = _attention(w.product("attn_q", h), w.product("attn_k", h), w.product("attn_v", h))
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


def _attention(q: FloatArray, k: FloatArray, v: FloatArray) -> FloatArray:
    """Return causal attention, (T, n_heads * n_head); every key head serves several queries."""
    length = len(q)
    group = m.N_HEADS // m.N_KV_HEADS
    q = _rotate(q.reshape(length, m.N_HEADS, m.N_HEAD))
    k = np.repeat(_rotate(k.reshape(length, m.N_KV_HEADS, m.N_HEAD)), group, axis=1)
    v = np.repeat(v.reshape(length, m.N_KV_HEADS, m.N_HEAD), group, axis=1)
    scores = np.einsum("thd,shd->hts", q, k, optimize=True) * np.float32(m.N_HEAD**-0.5)
    scores[:, np.triu(np.ones((length, length), bool), 1)] = -np.inf
    weights = np.exp(scores - _log_sum_exp(scores))
    mixed: FloatArray = np.einsum("hts,shd->thd", weights, v, optimize=True)
    return mixed.reshape(length, -1)


def _rotate(x: FloatArray) -> FloatArray:
    """Rotate neighbouring pairs of each head, (T, heads, n_head), as GGUF's Llama lays them."""
    frequencies = m.ROPE_BASE ** (-np.arange(0, m.N_HEAD, 2) / m.N_HEAD)
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
