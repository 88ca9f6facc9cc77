"""llama.cpp: the only file of the device side that touches it.

Native code aborts the process where Python would raise, so every size, id and order is checked
here first: batches against the context, token ids against the vocabulary, and the adapter's
life (set none, free old, load new, set new; freeing one that is set crashes later).
"""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from llama_cpp import llama_cpp as C

from ilora_edge.errors import EngineError
from ilora_edge.gguf_header import check_backbone
from ilora_edge.prefix_tree import PrefixTree, build_tree
from ilora_edge.threads import default_threads
from ilora_edge.token_embeddings import TokenEmbeddings

FloatArray = npt.NDArray[np.float32]

# Candidates that one decode scores together: each is a sequence of its own for llama.cpp, which
# allows 256, and every token's attention spans the cells of all of them.
MAX_CANDIDATES_PER_DECODE = 64


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How llama.cpp runs; the defaults are the fast ones."""

    n_threads: int | None = None
    """None: the physical cores this process may use."""
    exact: bool = False
    """F32 keys and values and no flash attention: slower, but close enough to a float64
    reference to prove a conversion right."""
    verbose: bool = False
    """Let llama.cpp print its own log to stderr."""


_log_callback: Any = None


def _silence(verbose: bool) -> None:
    global _log_callback

    @C.llama_log_callback  # type: ignore[untyped-decorator]
    def callback(level: int, text: bytes, _data: object) -> None:
        if verbose:
            sys.stderr.write(text.decode("utf-8", "replace"))

    # Kept alive here: llama.cpp calls it for the rest of the process.
    _log_callback = callback
    C.llama_log_set(callback, ctypes.c_void_p(0))


def _has_amx() -> bool:
    return b"AMX_INT8 = 1" in (C.llama_print_system_info() or b"")


class Backbone:
    """A GGUF model: its weights, shared by contexts, and its tokenizer.

    Parameters
    ----------
    path
        The file; its header is checked before llama.cpp opens it.
    options
        How llama.cpp runs.
    architecture, layout
        What the manifest says of the file; None: not compared.
    """

    def __init__(
        self,
        path: Path,
        options: EngineOptions | None = None,
        architecture: str | None = None,
        layout: str | None = None,
    ) -> None:
        options = options or EngineOptions()
        self.header = check_backbone(path, architecture, layout)
        _silence(options.verbose)
        C.llama_backend_init()
        params = C.llama_model_default_params()
        params.n_gpu_layers = 0
        # gcc builds crash in their AMX kernels with quantised weights: keep off them.
        params.use_extra_bufts = not _has_amx()
        self.path = path
        self._model = C.llama_model_load_from_file(os.fsencode(path), params)
        if not self._model:
            raise EngineError(f"{path}: llama.cpp cannot load this model; verify the bundle")
        self._vocab = C.llama_model_get_vocab(self._model)
        self.n_vocab = int(C.llama_vocab_n_tokens(self._vocab))
        self.n_embd = int(C.llama_model_n_embd(self._model))
        self.n_ctx_train = int(C.llama_model_n_ctx_train(self._model))
        self._embeddings = TokenEmbeddings(path, self.header)

    @property
    def handle(self) -> Any:
        if self._model is None:
            raise EngineError(f"{self.path}: the model is closed")
        return self._model

    def tokenize(self, text: str) -> list[int]:
        """Return a text's ids; special tokens are neither added nor parsed out of it."""
        self.handle  # noqa: B018  raises when closed
        if C.llama_vocab_type(self._vocab) == C.LLAMA_VOCAB_TYPE_NONE:
            # llama.cpp would abort the process.
            raise EngineError(f"{self.path}: the model has no tokenizer, so it reads ids, not text")
        data = text.encode("utf-8", "replace")
        buffer = (C.llama_token * (len(data) + 8))()
        n = C.llama_tokenize(self._vocab, data, len(data), buffer, len(buffer), False, False)
        if n < 0:
            raise EngineError(f"{self.path}: llama.cpp cannot tokenise a text of {len(data)} bytes")
        return list(buffer[:n])

    def token_embeddings(self, ids: npt.NDArray[np.int64]) -> FloatArray:
        """Return the input embeddings of token ids, (n, n_embd), float32."""
        return self._embeddings.rows(ids)

    def close(self) -> None:
        if self._model is not None:
            C.llama_model_free(self._model)
            self._model = None


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
        self._batch = _Batch(self._n_batch, self._n_seq)

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
            self._adapters.append(_load_adapter(self._backbone.handle, data))
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


class _Batch:
    """A ``llama_batch`` whose arrays live in numpy; sequences are pointers into shared rows."""

    def __init__(self, size: int, n_seq: int) -> None:
        self.n = 0
        self._token = np.zeros(size, np.int32)
        self._pos = np.zeros(size, np.int32)
        self._n_seq_id = np.zeros(size, np.int32)
        self._seq_id = np.zeros((size, n_seq), np.int32)
        self._logits = np.zeros(size, np.int8)
        first, step = self._seq_id.ctypes.data, self._seq_id.strides[0]
        self._seq_pointers = (first + step * np.arange(size)).astype(np.uintp)

    def clear(self) -> None:
        self.n = 0

    def add(self, token: int, position: int, seq_ids: Sequence[int], output: bool) -> None:
        i = self.n
        self._token[i] = token
        self._pos[i] = position
        self._n_seq_id[i] = len(seq_ids)
        self._seq_id[i, : len(seq_ids)] = seq_ids
        self._logits[i] = output
        self.n += 1

    def struct(self, embeddings: FloatArray | None = None) -> Any:
        """Return the batch for llama.cpp; with ``embeddings``, (n, n_embd), instead of tokens.

        The arrays must outlive the call that reads it.
        """

        def pointer(array: npt.NDArray[Any], to: Any) -> Any:
            return ctypes.cast(array.ctypes.data, ctypes.POINTER(to))

        batch = C.llama_batch()
        batch.n_tokens = self.n
        if embeddings is None:
            batch.token = pointer(self._token, C.llama_token)
        else:
            batch.embd = pointer(embeddings, ctypes.c_float)
        batch.pos = pointer(self._pos, C.llama_pos)
        batch.n_seq_id = pointer(self._n_seq_id, ctypes.c_int32)
        batch.seq_id = pointer(self._seq_pointers, ctypes.POINTER(C.llama_seq_id))
        batch.logits = pointer(self._logits, ctypes.c_int8)
        return batch


def _load_adapter(model: Any, data: memoryview) -> Any:
    """Load an adapter from memory where the C library can open it as a file, else from a file."""
    libc = ctypes.CDLL(None) if os.name == "posix" else None
    if libc is not None and hasattr(libc, "fmemopen"):
        libc.fmemopen.restype = ctypes.c_void_p
        libc.fmemopen.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
        libc.fclose.argtypes = [ctypes.c_void_p]
        memory = (ctypes.c_char * len(data)).from_buffer(data)
        file = libc.fmemopen(memory, len(data), b"rb")
        if not file:
            raise EngineError("no memory to hand the adapter to llama.cpp")
        try:
            adapter = C.llama_adapter_lora_init_from_file_ptr(model, file)
        finally:
            libc.fclose(file)
    else:
        with tempfile.TemporaryDirectory(prefix="ilora-edge-") as folder:
            path = Path(folder) / "adapter.gguf"
            path.write_bytes(data)
            adapter = C.llama_adapter_lora_init(model, os.fsencode(path))
    if not adapter:
        raise EngineError("llama.cpp cannot load the mixed adapter; verify the bundle")
    return adapter
