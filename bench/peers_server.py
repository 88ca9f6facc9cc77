"""llama.cpp's server, embedded by xllamacpp: K adapters, their scales in each request."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge import bundle as bundles
from ilora_edge.experts import LORA_A, ExpertMixer, ExpertShape, load_experts
from ilora_edge.manifest import Manifest

FloatArray = npt.NDArray[np.float32]

PACKAGE = "xllamacpp"


class ServerScorer:
    """Scores candidates by requests, one per candidate, to a server in this process.

    The server has no way to ask for the likelihood of a given text, so each request generates it:
    a grammar of token ids allows nothing else, and the answer holds each token's log-probability
    before the grammar. The prompt stays in the cache between the requests of one person.

    Requests are handed over in memory. The server insists on listening somewhere: here on a Unix
    socket in a folder of its own.
    """

    def __init__(
        self, folder: Path, manifest: Manifest, backbone: Path, n_ctx: int, n_threads: int
    ) -> None:
        import xllamacpp

        self._folder = tempfile.TemporaryDirectory(prefix="ilora-edge-")
        self._lora: list[dict[str, float]] = []
        params = xllamacpp.CommonParams()
        params.model.path = str(backbone)
        params.lora_adapters = [
            xllamacpp.CommonAdapterLoraInfo(str(path), 0.0)
            for path in self._write_adapters(folder, manifest)
        ]
        params.n_ctx = n_ctx
        params.n_batch = n_ctx
        params.n_parallel = 1
        params.n_gpu_layers = 0
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = n_threads
        # Keyed by token ids alone, that cache mistakes one person's mix for another's.
        params.cache_ram_mib = 0
        params.hostnames = [str(Path(self._folder.name) / "server.sock")]
        params.ui = params.warmup = False
        params.fit_params = False
        params.verbosity = -1
        self._server: Any = xllamacpp.Server(params)

    def set_gate(self, gate_weights: FloatArray) -> None:
        """Weigh the experts by these weights, (K,), in the requests that follow."""
        self._lora = [{"id": k, "scale": float(w)} for k, w in enumerate(gate_weights)]

    def score(self, prompt: Sequence[int], candidates: Sequence[Sequence[int]]) -> FloatArray:
        """Return log P(candidate | prompt), natural logarithm, for each candidate."""
        return np.array([self._score(prompt, ids) for ids in candidates], np.float32)

    def first(self, prompt: Sequence[int], candidates: Sequence[Sequence[int]]) -> int:
        """Return the candidate that greedy generation ends in, allowed to write nothing else."""
        grammar = "root ::= " + " | ".join(_path(ids) for ids in candidates)
        longest = max(map(len, candidates))
        generated = [t["id"] for t in self._complete(prompt, grammar, longest)]
        return next(i for i, ids in enumerate(candidates) if list(ids) == generated[: len(ids)])

    def close(self) -> None:
        """Stop the server and remove what was written for it."""
        self._server = None
        self._folder.cleanup()

    def _score(self, prompt: Sequence[int], ids: Sequence[int]) -> float:
        tokens = self._complete(prompt, f"root ::= {_path(ids)}", len(ids))
        if [t["id"] for t in tokens] != list(ids):
            raise RuntimeError("the server generated something else than its grammar allows")
        return sum(t["logprob"] for t in tokens)

    def _complete(
        self, prompt: Sequence[int], grammar: str, n_predict: int
    ) -> list[dict[str, Any]]:
        request = {
            "prompt": list(prompt),
            "lora": self._lora,
            "grammar": grammar,
            "n_predict": n_predict,
            "n_probs": 1,
            "samplers": ["top_k"],
            "top_k": 1,
            "cache_prompt": True,
        }
        answer = self._server.handle_completions(request)
        if "choices" not in answer:
            raise RuntimeError(f"the server refused a request: {json.dumps(answer)[:300]}")
        content: list[dict[str, Any]] = answer["choices"][0]["logprobs"]["content"]
        return content

    def _write_adapters(self, folder: Path, manifest: Manifest) -> list[Path]:
        """Write one adapter file per expert; a scale is then a gate weight."""
        experts = load_experts(folder / bundles.EXPERTS, manifest.experts)
        rank = manifest.experts.lora_rank // manifest.experts.n_experts
        alone = ExpertShape(1, rank, manifest.experts.lora_alpha)
        paths = []
        for k in range(manifest.experts.n_experts):
            own = slice(k * rank, (k + 1) * rank)
            parts = {
                name: tensor[own] if name.endswith(LORA_A) else tensor[:, own]
                for name, tensor in experts.items()
            }
            mixer = ExpertMixer(parts, alone, manifest.backbone.architecture)
            paths.append(Path(self._folder.name) / f"expert-{k}.gguf")
            paths[-1].write_bytes(mixer.mix(np.ones(1, np.float32)))
        return paths


def _path(ids: Sequence[int]) -> str:
    return " ".join(f"<[{i}]>" for i in ids)
