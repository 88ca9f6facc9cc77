"""llama-cpp-python's class ``Llama``, as one who uses it well would rank with it.

Its adapter is a file that its constructor reads, so every person's mix is written to a file and
the model opened with it. The prompt is evaluated once; each candidate continues from there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ilora_edge.benchmark.plan import UserPlan
from ilora_edge.llama import library
from ilora_edge.mix.experts import ExpertMixer
from ilora_edge.system.scratch import ScratchFolder


class HighLevel:
    """Ranks candidates, or generates one title, by the high-level class."""

    def __init__(
        self, backbone: Path, mixer: ExpertMixer, plans: list[UserPlan], n_threads: int
    ) -> None:
        # The package around the bindings takes long to import, and only this needs it.
        from llama_cpp import Llama

        library.load_variant()
        self._class = Llama
        self._backbone, self._mixer, self._n_threads = backbone, mixer, n_threads
        longest = max(len(a) for p in plans for a in p.answers)
        self._n_ctx = max(len(p.prompt) for p in plans) + longest
        self._folder = ScratchFolder()

    def score(self, plan: UserPlan) -> list[float]:
        """Return log P(answer | prompt) of each candidate."""
        llama = self._open(plan, logits_all=True)
        llama.eval(plan.prompt)
        n = len(plan.prompt)
        scores = []
        for answer in plan.answers:
            # What was evaluated beyond the prompt is forgotten.
            llama.n_tokens = n
            llama.eval(answer[:-1])
            rows = llama.scores[n - 1 : n - 1 + len(answer)]
            log_probs = llama.logits_to_logprobs(rows)
            scores.append(float(log_probs[np.arange(len(answer)), answer].sum()))
        llama.close()
        return scores

    def generate(self, plan: UserPlan) -> None:
        """Generate as many tokens as a title has, greedily."""
        llama = self._open(plan, logits_all=False)
        tokens = llama.generate(plan.prompt, temp=0.0, repeat_penalty=1.0)
        for _ in range(len(plan.answers[0])):
            next(tokens)
        llama.close()

    def _open(self, plan: UserPlan, logits_all: bool) -> Any:
        path = self._folder.path / "adapter.gguf"
        path.write_bytes(self._mixer.mix(np.array(plan.gate_weights, np.float32)))
        return self._class(
            model_path=str(self._backbone),
            lora_path=str(path),
            n_ctx=self._n_ctx,
            n_batch=512,
            n_threads=self._n_threads,
            n_threads_batch=self._n_threads,
            flash_attn=True,
            logits_all=logits_all,
            verbose=False,
        )
