"""llama.cpp's server, embedded by xllamacpp: K adapters, their scales in each request."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.benchmark.plan import UserPlan
from ilora_edge.benchmark.shapes import SHAPES, Case
from ilora_edge.benchmark.variants import Ranked
from ilora_edge.bundle import files as bundles
from ilora_edge.mix.experts import LORA_A, ExpertMixer, ExpertShape, load_experts

FloatArray = npt.NDArray[np.float32]

BIAS = 1000.0
"""Added to a token's logit so that no other can win."""


class ServerScorer:
    """Scores candidates by requests to a server in this process.

    The server has no way to ask for the likelihood of a given text, so it is made to generate it
    and says each token's log-probability, as it was before anything was forced. The prompt stays
    in the cache between the requests of one person.

    Requests are handed over in memory. The server insists on listening somewhere: here on a Unix
    socket in a folder of its own.

    Parameters
    ----------
    n_ctx
        Room for a prompt and a candidate.
    by_grammar
        One request per candidate, under a grammar of token ids that allows nothing else: the
        faster way, but grammars refuse tokens that stand for no text. Else one request per token,
        forced by a bias.
    """

    def __init__(
        self,
        bundle: bundles.Bundle,
        n_ctx: int,
        n_threads: int,
        by_grammar: bool = True,
    ) -> None:
        import xllamacpp

        self._folder = tempfile.TemporaryDirectory(prefix="ilora-edge-")
        self._lora: list[dict[str, float]] = []
        self._generate = self._by_grammar if by_grammar else self._by_bias
        params = xllamacpp.CommonParams()
        params.model.path = str(bundle.backbone)
        params.lora_adapters = [
            xllamacpp.CommonAdapterLoraInfo(str(path), 0.0) for path in self._write_adapters(bundle)
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

    def close(self) -> None:
        """Stop the server and remove what was written for it."""
        self._server = None
        self._folder.cleanup()

    def _score(self, prompt: Sequence[int], ids: Sequence[int]) -> float:
        tokens = self._generate(list(prompt), list(ids))
        if [t["id"] for t in tokens] != list(ids):
            raise RuntimeError("the server generated something else than it was forced to")
        return float(sum(t["logprob"] for t in tokens))

    def _by_grammar(self, prompt: list[int], ids: list[int]) -> list[dict[str, Any]]:
        grammar = "root ::= " + " ".join(f"<[{i}]>" for i in ids)
        return self._complete(prompt, {"grammar": grammar, "n_predict": len(ids)})

    def _by_bias(self, prompt: list[int], ids: list[int]) -> list[dict[str, Any]]:
        return [
            self._complete(prompt + ids[:i], {"logit_bias": [[token, BIAS]], "n_predict": 1})[0]
            for i, token in enumerate(ids)
        ]

    def _complete(self, prompt: list[int], how: dict[str, Any]) -> list[dict[str, Any]]:
        request = {
            "prompt": prompt,
            "lora": self._lora,
            "n_probs": 1,
            "samplers": ["top_k"],
            "top_k": 1,
            "cache_prompt": True,
            **how,
        }
        answer = self._server.handle_completions(request)
        if "choices" not in answer:
            raise RuntimeError(f"the server refused a request: {json.dumps(answer)[:300]}")
        content: list[dict[str, Any]] = answer["choices"][0]["logprobs"]["content"]
        return content

    def _write_adapters(self, bundle: bundles.Bundle) -> list[Path]:
        """Write one adapter file per expert; a scale is then a gate weight."""
        manifest = bundle.manifest
        experts = load_experts(bundle.folder / bundles.EXPERTS, manifest.experts)
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


class ServerVariant:
    """llama.cpp's server with the K experts as adapters and their scales in each request."""

    def __init__(self, case: Case, plans: list[UserPlan], n_threads: int) -> None:
        bundle = bundles.open_bundle(case.bundle)
        longest = max(len(p.prompt) + max(map(len, p.answers)) for p in plans)
        # Most tokens of the random shapes stand for no text.
        self._scorer = ServerScorer(
            bundle, longest + 64, n_threads, by_grammar=SHAPES.get(case.shape) is None
        )

    def run(self, plan: UserPlan) -> Ranked:
        self._scorer.set_gate(np.array(plan.gate_weights, np.float32))
        return Ranked(self._scorer.score(plan.prompt, plan.answers).tolist(), {})
