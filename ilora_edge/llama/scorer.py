"""Scoring candidates with llama.cpp: one context, one adapter at a time, one coupled decode."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import EngineError
from ilora_edge.llama.adapters import LoadedAdapter
from ilora_edge.llama.backbone import Backbone
from ilora_edge.llama.batch import Batch
from ilora_edge.llama.greedy import First, greedy_first
from ilora_edge.llama.library import C
from ilora_edge.llama.options import EngineOptions
from ilora_edge.llama.prefix_tree import PrefixTree, build_tree
from ilora_edge.llama.stop_flag import StopFlag
from ilora_edge.system.interruption import interruptible
from ilora_edge.system.process_bytes import available_memory
from ilora_edge.system.threads import default_threads
from ilora_edge.untrusted.context_memory import check_fits, context_bytes

FloatArray = npt.NDArray[np.float32]

# Candidates that one decode scores together: each is a sequence of its own for llama.cpp, which
# allows 256, and every token's attention spans the cells of all of them.
MAX_CANDIDATES_PER_DECODE = 64
# Tokens after the prompt that one decode takes; and the bytes of their logits, of which a large
# vocabulary has half a megabyte a row. What is more goes in several decodes.
MAX_NODES_PER_DECODE = 512
MAX_LOGITS_BYTES = 64 << 20
FRUGAL_LOGITS_BYTES = 24 << 20


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
    n_candidates
        How many are scored at once, usually; more are possible and take more decodes. None: as
        many as one decode can hold.
    """

    def __init__(
        self,
        backbone: Backbone,
        max_prompt_tokens: int,
        max_candidate_tokens: int,
        options: EngineOptions | None = None,
        n_candidates: int | None = None,
    ) -> None:
        options = options or EngineOptions()
        self._backbone = backbone
        self._adapters: list[LoadedAdapter] = []
        self._context: Any = None
        self._n_seq = min(n_candidates or MAX_CANDIDATES_PER_DECODE, MAX_CANDIDATES_PER_DECODE)
        most = FRUGAL_LOGITS_BYTES if options.frugal else MAX_LOGITS_BYTES
        rows = min(MAX_NODES_PER_DECODE, most // (4 * backbone.n_vocab))
        self._max_nodes = max(
            rows if n_candidates is None else min(n_candidates * (max_candidate_tokens - 1), rows),
            # A candidate alone must fit, and llama.cpp wants a row for each sequence.
            *(max_candidate_tokens, self._n_seq),
        )
        self._n_batch = max_prompt_tokens + self._max_nodes
        params = C.llama_context_default_params()
        params.n_ctx = self._n_batch
        params.n_batch = self._n_batch
        params.n_ubatch = min(512, self._n_batch)
        params.n_seq_max = self._n_seq
        params.n_outputs_max = self._max_nodes + 1
        params.kv_unified = True
        params.offload_kqv = options.gpu_layers != 0
        params.no_perf = True
        threads = options.n_threads or default_threads()
        params.n_threads = params.n_threads_batch = threads
        if options.exact:
            params.type_k = params.type_v = C.GGML_TYPE_F32
            params.flash_attn_type = C.LLAMA_FLASH_ATTN_TYPE_DISABLED
        else:
            params.type_k = params.type_v = C.GGML_TYPE_F16
            params.flash_attn_type = C.LLAMA_FLASH_ATTN_TYPE_ENABLED
        header, n_outputs = backbone.header, self._max_nodes + 1
        need = context_bytes(header, self._n_batch, self._n_seq, n_outputs, options.exact)
        check_fits(header, need, available_memory(), self._n_batch, backbone.path)
        self._context = C.llama_init_from_model(backbone.handle, params)
        if not self._context:
            raise EngineError(
                f"{backbone.path}: llama.cpp cannot make a context of {self._n_batch} tokens; "
                "ask for a shorter list, or close what else takes memory"
            )
        self._stop = StopFlag(self._context)
        self._max_seconds = options.max_seconds
        self._memory = C.llama_get_memory(self._context)
        self._batch = Batch(self._n_batch, self._n_seq)
        self._exponentials = np.empty(backbone.n_vocab, np.float32)

    def set_adapter(self, data: memoryview | None) -> LoadedAdapter | None:
        """Use the LoRA adapter in these GGUF bytes from now on; None: the bare backbone.

        Returns the adapter, which is the scorer's and is freed when another is set.
        """
        self.set_adapters([] if data is None else [(data, 1.0)])
        return self._adapters[0] if self._adapters else None

    def uses(self, adapter: LoadedAdapter) -> bool:
        """Whether this is the adapter that is set, and the only one."""
        return self._adapters == [adapter]

    def set_adapters(self, adapters: Sequence[tuple[memoryview, float]]) -> None:
        """Use these adapters, each GGUF bytes and a scale, from now on.

        Several at once cost twice the prefill of one that is mixed beforehand; they are here to
        prove the mix right and to compare with.
        """
        self._check_open()
        C.llama_set_adapters_lora(self._context, None, 0, None)
        while self._adapters:
            self._adapters.pop().free()
        if not adapters:
            return
        for data, _ in adapters:
            self._adapters.append(LoadedAdapter(self._backbone.handle, data))
        self.set_scales([scale for _, scale in adapters])

    def set_scales(self, scales: Sequence[float]) -> None:
        """Use the adapters that are set with other scales, as a server does per request."""
        self._check_open()
        n = len(self._adapters)
        if len(scales) != n:
            raise EngineError(f"{len(scales)} scales for {n} adapters")
        pointers = (C.llama_adapter_lora_p_ctypes * n)(*(a.handle for a in self._adapters))
        if C.llama_set_adapters_lora(self._context, pointers, n, (ctypes.c_float * n)(*scales)):
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
            row = self._decode(prompt, soft_tokens, build_tree([]), 1)[0]
            labels = row[[ids[0] for ids in candidates]] - self._log_sum_exp(row)
            return self._finite(labels.astype(np.float32))
        scores = np.zeros(len(candidates), dtype=np.float64)
        # Neighbours in this order share their starts, so they belong in the same decode.
        order = sorted(range(len(candidates)), key=lambda i: tuple(candidates[i]))
        chunks = self._chunks(order, candidates)
        root: FloatArray | None = None
        for chunk in chunks:
            tree = build_tree([candidates[i] for i in chunk])
            if root is None:
                rows = self._decode(prompt, soft_tokens, tree, min(len(order), self._n_seq))
                if len(chunks) > 1:
                    # The next decode overwrites it.
                    root = rows[0].copy()
                steps = self._steps(rows, tree)
            else:
                rows = self._decode_nodes(len(prompt), tree)
                steps = self._steps(rows, tree, root)
            scores[chunk] = np.bincount(tree.step_candidate, steps, len(chunk))
        return self._finite(scores.astype(np.float32))

    def first(
        self,
        prompt: Sequence[int],
        candidates: Sequence[Sequence[int]],
        offsets: npt.NDArray[np.float64],
        soft_tokens: FloatArray | None = None,
        greedy: bool = False,
    ) -> First:
        """Find the candidate with the largest sum of log P(candidate | prompt) and its offset.

        A greedy walk through the tree of candidates finds one: where they part it goes to the
        child with the largest sum of the path's log-probability and the best of ``offsets``, (n,),
        beneath it. What it leaves behind is decoded only where its beginning does not rule it
        out; with ``greedy`` not even then, and the result names these rivals.
        """
        self._check_open()
        self._check_ids(prompt, "the prompt", soft_tokens)
        if not candidates:
            raise EngineError("no candidate to find the first of")
        for ids in candidates:
            self._check_ids(ids, "a candidate")
        # The walk's decodes overwrite llama.cpp's row, and the rivals need it again.
        root = self._decode(prompt, soft_tokens, build_tree([]), 1)[0].copy()

        def decode(depth: int, chain: list[int]) -> list[FloatArray]:
            self._batch.clear()
            for place, token in enumerate(chain):
                self._batch.add(token, len(prompt) + depth + place, [0], True)
            return list(self._run(len(chain)))

        found = greedy_first(candidates, offsets, root, decode, self._log_sum_exp)
        self._finite(np.array([found.llm_score], np.float32))
        if greedy or not found.rivals:
            return found
        order = sorted(found.rivals, key=lambda i: tuple(candidates[i]))
        self._share_prompt(len(prompt), min(len(order), self._n_seq))
        best = (found.llm_score + float(offsets[found.index]), -found.index, found.llm_score)
        for chunk in self._chunks(order, candidates):
            tree = build_tree([candidates[i] for i in chunk])
            steps = self._steps(self._decode_nodes(len(prompt), tree), tree, root)
            scores = np.bincount(tree.step_candidate, steps, len(chunk))
            self._finite(scores.astype(np.float32))
            # Ties go to the earlier candidate, as in a ranked list.
            sums = zip(chunk, scores, strict=True)
            best = max(best, *((float(s + offsets[i]), -i, float(s)) for i, s in sums))
        return First(-best[1], best[2])

    def answer_logits(
        self, prompt: Sequence[int], answer: Sequence[int], soft_tokens: FloatArray | None = None
    ) -> FloatArray:
        """Return the logits that predict each token of one answer: (len(answer), n_vocab)."""
        self._check_open()
        self._check_ids(prompt, "the prompt", soft_tokens)
        self._check_ids(answer, "the answer")
        return self._decode(prompt, soft_tokens, build_tree([answer]), 1).copy()

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
        rows = self._run(len(tokens)).copy()
        for row in rows:
            row -= self._log_sum_exp(row)
        return rows

    def _chunks(self, order: list[int], candidates: Sequence[Sequence[int]]) -> list[list[int]]:
        """Divide candidates among few decodes of about one size: memory is the largest's."""
        news = [len(candidates[i]) - 1 for i in order]
        n_decodes = math.ceil(sum(news) / self._max_nodes) or 1
        most = min(sum(news) // n_decodes + max(news), self._max_nodes)
        chunks: list[list[int]] = [[]]
        nodes = 0
        for i, new in zip(order, news, strict=True):
            if chunks[-1] and (len(chunks[-1]) == self._n_seq or nodes + new > most):
                chunks.append([])
                nodes = 0
            chunks[-1].append(i)
            nodes += new
        return chunks

    def _decode(
        self, prompt: Sequence[int], soft_tokens: FloatArray | None, tree: PrefixTree, n_seq: int
    ) -> FloatArray:
        """Decode prompt and nodes; return logits at every node, the root first: (1 + n, n_vocab).

        As :meth:`_run` says, the rows are llama.cpp's memory.
        """
        C.llama_memory_clear(self._memory, False)
        self._batch.clear()
        self._batch.add_prompt(prompt, n_seq)
        self._add_nodes(len(prompt), tree)
        return self._run(1 + tree.n_nodes, self._embed(prompt, soft_tokens, tree))

    def _decode_nodes(self, n_prompt: int, tree: PrefixTree) -> FloatArray:
        """Decode nodes after a prompt that is in the cache; return their logits, (n, n_vocab)."""
        C.llama_memory_seq_rm(self._memory, -1, n_prompt, -1)
        self._batch.clear()
        self._add_nodes(n_prompt, tree)
        return self._run(tree.n_nodes)

    def _share_prompt(self, n_prompt: int, n_seq: int) -> None:
        """Let sequences 1 to ``n_seq - 1`` have the prompt that sequence 0 has in the cache."""
        C.llama_memory_seq_rm(self._memory, 0, n_prompt, -1)
        for sequence in range(1, n_seq):
            C.llama_memory_seq_cp(self._memory, 0, sequence, -1, -1)

    def _add_nodes(self, n_prompt: int, tree: PrefixTree) -> None:
        for node in range(1, tree.n_nodes + 1):
            position = n_prompt + tree.depth[node]
            self._batch.add(tree.tokens[node], position, tree.members[node], True)

    def _steps(
        self, rows: FloatArray, tree: PrefixTree, root: FloatArray | None = None
    ) -> npt.NDArray[np.float64]:
        """Return the log-probability of each step of a tree, read off the rows where they lie."""
        all_rows = [*([] if root is None else [root]), *rows]
        normalisers = np.array([self._log_sum_exp(row) for row in all_rows])
        asked = zip(tree.step_node.tolist(), tree.step_token.tolist(), strict=True)
        logits = np.array([all_rows[node][token] for node, token in asked], np.float64)
        steps: npt.NDArray[np.float64] = logits - normalisers[tree.step_node]
        return steps

    def _log_sum_exp(self, row: FloatArray) -> float:
        """Return log(sum(exp(row))); one row's exponentials at a time stay in the cache."""
        with np.errstate(over="ignore"):
            total = float(np.exp(row, out=self._exponentials).sum())
        # Nearly always: no exponential that counts has left float32, and no row is read twice.
        if 1e-6 < total < math.inf:
            return math.log(total)
        most = row.max()
        np.subtract(row, most, out=self._exponentials)
        np.exp(self._exponentials, out=self._exponentials)
        return float(most) + math.log(float(self._exponentials.sum()))

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
        """Decode the batch and return its ``n_outputs`` rows of logits, (n_outputs, n_vocab).

        They are llama.cpp's own memory, not to be written to, and gone with the next decode.
        """
        n_vocab = self._backbone.n_vocab
        if self._batch.n == 0:
            return np.empty((0, n_vocab), np.float32)
        self._stop.clear()
        with interruptible(self._stop.set, self._max_seconds) as call:
            status = C.llama_decode(self._context, self._batch.struct(embeddings))
        if call.is_interrupted:
            raise KeyboardInterrupt
        if call.is_late:
            raise EngineError(
                f"{self._backbone.path}: a decode took more than {self._max_seconds:g} seconds; "
                "ask for a shorter list, or give it more threads"
            )
        if status != 0:
            raise EngineError(
                f"{self._backbone.path}: llama.cpp failed to decode ({status}); see what this "
                "machine can run: ilora-edge doctor"
            )
        pointer = C.llama_get_logits(self._context)
        return np.ctypeslib.as_array(pointer, shape=(n_outputs, n_vocab))

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
