"""Scoring candidates with llama.cpp: one context, one adapter at a time, one coupled decode."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import EngineError
from ilora_edge.llama.adapters import load_adapter
from ilora_edge.llama.backbone import Backbone
from ilora_edge.llama.batch import Batch
from ilora_edge.llama.library import C
from ilora_edge.llama.options import EngineOptions
from ilora_edge.prefix_tree import PrefixTree, build_tree
from ilora_edge.threads import default_threads

FloatArray = npt.NDArray[np.float32]

# Candidates that one decode scores together: each is a sequence of its own for llama.cpp, which
# allows 256, and every token's attention spans the cells of all of them.
MAX_CANDIDATES_PER_DECODE = 64


class Scorer:
    """One llama.cpp context that scores candidate titles after a prompt, under an adapter.

    Parameters
    ----------
    backbone
        The model; it must outlive the scorer.
    max_prompt_tokens
        The longest prompt that will be asked for.
    max_candidate_tokens
        The longest candidate, its end included.
    options
        Threads and precision.
    """

    def __init__(
        self,
        backbone: Backbone,
        max_prompt_tokens: int,
        max_candidate_tokens: int,
        options: EngineOptions | None = None,
    ) -> None:
        options = options or EngineOptions()
        self._backbone = backbone
        self._adapters: list[Any] = []
        self._context: Any = None
        self._n_seq = MAX_CANDIDATES_PER_DECODE
        # Room for as many nodes as 20 candidates can have; longer lists go in several decodes.
        self._max_nodes = max(512, max_candidate_tokens)
        self._n_batch = max_prompt_tokens + self._max_nodes
        params = C.llama_context_default_params()
        params.n_ctx = self._n_batch
        params.n_batch = self._n_batch
        params.n_ubatch = min(512, self._n_batch)
        params.n_seq_max = self._n_seq
        params.n_outputs_max = max(self._max_nodes + 1, self._n_seq)
        params.kv_unified = True
        params.offload_kqv = False
        params.no_perf = True
        threads = options.n_threads or default_threads()
        params.n_threads = params.n_threads_batch = threads
        if options.exact:
            params.type_k = params.type_v = C.GGML_TYPE_F32
            params.flash_attn_type = C.LLAMA_FLASH_ATTN_TYPE_DISABLED
        else:
            params.type_k = params.type_v = C.GGML_TYPE_F16
            params.flash_attn_type = C.LLAMA_FLASH_ATTN_TYPE_ENABLED
        self._context = C.llama_init_from_model(backbone.handle, params)
        if not self._context:
            raise EngineError(
                f"{backbone.path}: llama.cpp cannot make a context of {self._n_batch} tokens"
            )
        self._memory = C.llama_get_memory(self._context)
        self._batch = Batch(self._n_batch, self._n_seq)

    def set_adapter(self, data: memoryview | None) -> None:
        """Use the LoRA adapter in these GGUF bytes from now on; None: the bare backbone."""
        self.set_adapters([] if data is None else [(data, 1.0)])

    def set_adapters(self, adapters: Sequence[tuple[memoryview, float]]) -> None:
        """Use these adapters, each GGUF bytes and a scale, from now on.

        Several at once cost twice the prefill of one that is mixed beforehand; they are here to
        prove the mix right and to compare with.
        """
        self._check_open()
        C.llama_set_adapters_lora(self._context, None, 0, None)
        while self._adapters:
            C.llama_adapter_lora_free(self._adapters.pop())
        if not adapters:
            return
        for data, _ in adapters:
            self._adapters.append(load_adapter(self._backbone.handle, data))
        n = len(adapters)
        pointers = (C.llama_adapter_lora_p_ctypes * n)(*self._adapters)
        scales = (ctypes.c_float * n)(*(scale for _, scale in adapters))
        if C.llama_set_adapters_lora(self._context, pointers, n, scales):
            raise EngineError(f"{self._backbone.path}: the adapter does not fit this backbone")

    def score(
        self,
        prompt: Sequence[int],
        candidates: Sequence[Sequence[int]],
        soft_tokens: FloatArray | None = None,
    ) -> FloatArray:
        """Return log P(candidate | prompt) for each candidate, natural log, summed over its ids.

        ``soft_tokens``, (n, n_embd), are the embeddings of the prompt's soft slots (those below
        0), in their order. The prompt is decoded once; candidates go through one coupled decode
        as a prefix tree (in several where there are very many), so the cost is one prefill and a
        few short titles.
        """
        self._check_open()
        self._check_ids(prompt, "the prompt", soft_tokens)
        if not candidates:
            # A batch whose tokens belong to no sequence would crash llama.cpp.
            return np.empty(0, np.float32)
        for ids in candidates:
            self._check_ids(ids, "a candidate")
        if all(len(ids) == 1 for ids in candidates):
            # Labels: all are read off the one row of logits after the prompt.
            rows, _ = self._decode(prompt, soft_tokens, build_tree([]), None, 1)
            return self._finite(_log_softmax(rows)[0, [ids[0] for ids in candidates]])
        scores = np.zeros(len(candidates), dtype=np.float64)
        # Neighbours in this order share their starts, so they belong in the same decode.
        order = sorted(range(len(candidates)), key=lambda i: tuple(candidates[i]))
        root_row: FloatArray | None = None
        for chunk in self._chunks(order, candidates):
            tree = build_tree([candidates[i] for i in chunk])
            n_seq = min(len(order), self._n_seq)
            rows, root_row = self._decode(prompt, soft_tokens, tree, root_row, n_seq)
            steps = _log_softmax(rows)[tree.step_node, tree.step_token]
            scores[chunk] = np.bincount(tree.step_candidate, steps, len(chunk))
        return self._finite(scores.astype(np.float32))

    def answer_logits(
        self, prompt: Sequence[int], answer: Sequence[int], soft_tokens: FloatArray | None = None
    ) -> FloatArray:
        """Return the logits that predict each token of one answer: (len(answer), n_vocab)."""
        self._check_open()
        self._check_ids(prompt, "the prompt", soft_tokens)
        self._check_ids(answer, "the answer")
        return self._decode(prompt, soft_tokens, build_tree([answer]), None, 1)[0]

    def log_probs(self, tokens: Sequence[int]) -> FloatArray:
        """Return the next-token log-probabilities after every position: (len(tokens), n_vocab)."""
        self._check_open()
        self._check_ids(tokens, "the tokens")
        if len(tokens) > self._max_nodes:
            raise EngineError(f"{len(tokens)} tokens asked for, room for {self._max_nodes}")
        C.llama_memory_clear(self._memory, False)
        self._batch.clear()
        for position, token in enumerate(tokens):
            self._batch.add(token, position, [0], True)
        return _log_softmax(self._run(len(tokens)))

    def _chunks(self, order: list[int], candidates: Sequence[Sequence[int]]) -> list[list[int]]:
        chunks: list[list[int]] = [[]]
        nodes = 0
        for i in order:
            new = len(candidates[i]) - 1
            if chunks[-1] and (len(chunks[-1]) == self._n_seq or nodes + new > self._max_nodes):
                chunks.append([])
                nodes = 0
            chunks[-1].append(i)
            nodes += new
        return chunks

    def _decode(
        self,
        prompt: Sequence[int],
        soft_tokens: FloatArray | None,
        tree: PrefixTree,
        root: FloatArray | None,
        n_seq: int,
    ) -> tuple[FloatArray, FloatArray]:
        """Return logits at every node, (1 + n_nodes, n_vocab), and a copy of the root's row.

        With ``root`` given the prompt is already in the cache and only the nodes are decoded.
        """
        if root is None:
            C.llama_memory_clear(self._memory, False)
        else:
            C.llama_memory_seq_rm(self._memory, -1, len(prompt), -1)
        self._batch.clear()
        if root is None:
            everyone = list(range(n_seq))
            for position, token in enumerate(prompt):
                self._batch.add(token, position, everyone, position == len(prompt) - 1)
        for node in range(1, tree.n_nodes + 1):
            position = len(prompt) + tree.depth[node]
            self._batch.add(tree.tokens[node], position, tree.members[node], True)
        n_outputs = tree.n_nodes + (root is None)
        # A batch is all tokens or all embeddings; the nodes alone can go as tokens again.
        embeddings = None if root is not None else self._embed(prompt, soft_tokens, tree)
        rows = self._run(n_outputs, embeddings)
        if root is not None:
            rows = np.concatenate([root[None], rows])
        return rows, rows[0].copy()

    def _embed(
        self, prompt: Sequence[int], soft_tokens: FloatArray | None, tree: PrefixTree
    ) -> FloatArray | None:
        """Return the whole batch as embeddings where the prompt has soft tokens, else None."""
        if soft_tokens is None:
            return None
        slots = np.array([*prompt, *tree.tokens[1:]], dtype=np.int64)
        out = np.empty((len(slots), self._backbone.n_embd), np.float32)
        soft = slots < 0
        out[~soft] = self._backbone.token_embeddings(slots[~soft])
        out[soft] = soft_tokens
        return out

    def _run(self, n_outputs: int, embeddings: FloatArray | None = None) -> FloatArray:
        """Decode the batch and return its ``n_outputs`` rows of logits."""
        n_vocab = self._backbone.n_vocab
        if self._batch.n == 0:
            return np.empty((0, n_vocab), np.float32)
        status = C.llama_decode(self._context, self._batch.struct(embeddings))
        if status != 0:
            raise EngineError(f"{self._backbone.path}: llama.cpp failed to decode ({status})")
        pointer = C.llama_get_logits(self._context)
        # The logits' memory is llama.cpp's and is overwritten by the next decode.
        return np.ctypeslib.as_array(pointer, shape=(n_outputs, n_vocab)).copy()

    def _finite(self, scores: FloatArray) -> FloatArray:
        # Weights that are not finite would else rank in silence.
        if not np.isfinite(scores).all():
            raise EngineError(f"{self._backbone.path}: its scores are not finite; export it again")
        return scores

    def _check_ids(
        self, ids: Sequence[int], what: str, soft_tokens: FloatArray | None = None
    ) -> None:
        if not ids:
            raise EngineError(f"{what} is empty")
        limit = self._n_batch - self._max_nodes if what == "the prompt" else self._max_nodes
        if len(ids) > limit:
            raise EngineError(f"{what} has {len(ids)} tokens, room is for {limit}")
        n_soft = sum(i < 0 for i in ids)
        shape = None if soft_tokens is None else soft_tokens.shape
        if shape != ((n_soft, self._backbone.n_embd) if n_soft else None):
            raise EngineError(f"{what} has {n_soft} soft tokens, embeddings are {shape}")
        if max(ids) >= self._backbone.n_vocab:
            raise EngineError(f"{what} has token ids outside 0..{self._backbone.n_vocab - 1}")

    def _check_open(self) -> None:
        if self._context is None:
            raise EngineError("the scorer is closed")

    def close(self) -> None:
        """Free the adapter and the context; safe to call twice."""
        if self._context is not None:
            self.set_adapter(None)
            C.llama_free(self._context)
            self._context = None


def _log_softmax(logits: FloatArray) -> FloatArray:
    """Turn rows of logits into log-probabilities, in place."""
    logits -= logits.max(axis=1, keepdims=True)
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return logits
