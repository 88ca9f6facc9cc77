"""The floor: llama.cpp without an adapter on the same tokens, plainly and as fast as it can be.

Written on the bindings alone, apart from our own scorer: one context sized to the work, one
coupled decode of prompt and candidates as a prefix tree, logits read where they lie. It knows
tokens beforehand, opens no database, runs no encoder, and its lists are nobody's: without a mix.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

import numpy as np

from ilora_edge.benchmark.plan import UserPlan
from ilora_edge.errors import EngineError
from ilora_edge.llama import library
from ilora_edge.llama.library import C


class Floor:
    """A bare model and a context for these plans; never closed, its process ends."""

    def __init__(self, backbone: Path, plans: list[UserPlan], n_threads: int) -> None:
        library.start(verbose=False)
        model_params = C.llama_model_default_params()
        model_params.n_gpu_layers = 0
        model_params.use_extra_bufts = library.bears_extra_buffers()
        model = C.llama_model_load_from_file(os.fsencode(backbone), model_params)
        if not model:
            raise EngineError(f"{backbone}: llama.cpp cannot load this model")
        self._n_vocab = C.llama_vocab_n_tokens(C.llama_model_get_vocab(model))
        n_nodes = max(sum(len(a) - 1 for a in p.answers) for p in plans)
        size = max(len(p.prompt) for p in plans) + n_nodes
        params = C.llama_context_default_params()
        params.n_ctx = params.n_batch = size
        params.n_ubatch = min(512, size)
        params.n_seq_max = max(len(p.answers) for p in plans)
        params.n_outputs_max = max(n_nodes + 1, params.n_seq_max)
        params.kv_unified = True
        params.no_perf = True
        params.n_threads = params.n_threads_batch = n_threads
        params.flash_attn_type = C.LLAMA_FLASH_ATTN_TYPE_ENABLED
        self._context = C.llama_init_from_model(model, params)
        if not self._context:
            raise EngineError(f"{backbone}: llama.cpp cannot make a context")
        self._memory = C.llama_get_memory(self._context)
        self._batch = C.llama_batch_init(size, 0, params.n_seq_max)
        self._spare = np.empty(self._n_vocab, np.float32)

    def score(self, plan: UserPlan) -> list[float]:
        """Return log P(answer | prompt) of each candidate."""
        members: dict[tuple[int, ...], list[int]] = {}
        for seq, answer in enumerate(plan.answers):
            for depth in range(1, len(answer)):
                members.setdefault(tuple(answer[:depth]), []).append(seq)
        everyone = list(range(len(plan.answers)))
        last = len(plan.prompt) - 1
        tokens = [(t, i, everyone, i == last) for i, t in enumerate(plan.prompt)]
        tokens += [(path[-1], last + len(path), seqs, True) for path, seqs in members.items()]
        batch = self._batch
        batch.n_tokens = len(tokens)
        for i, (token, position, seqs, output) in enumerate(tokens):
            batch.token[i], batch.pos[i], batch.logits[i] = token, position, output
            batch.n_seq_id[i] = len(seqs)
            for place, seq in enumerate(seqs):
                batch.seq_id[i][place] = seq
        C.llama_memory_clear(self._memory, False)
        if C.llama_decode(self._context, batch):
            raise EngineError("the floor failed to decode")
        rows = {path: row for row, path in enumerate([(), *members])}
        pointer = C.llama_get_logits(self._context)
        logits = np.ctypeslib.as_array(
            ctypes.cast(pointer, ctypes.POINTER(ctypes.c_float)), (len(rows), self._n_vocab)
        )
        normalisers = [self._log_sum_exp(row) for row in logits]
        scores = []
        for answer in plan.answers:
            at = [rows[tuple(answer[:depth])] for depth in range(len(answer))]
            steps = zip(at, answer, strict=True)
            scores.append(sum(float(logits[r, t]) - normalisers[r] for r, t in steps))
        return scores

    def _log_sum_exp(self, row: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
        most = row.max()
        np.exp(np.subtract(row, most, out=self._spare), out=self._spare)
        return float(most + np.log(self._spare.sum()))
