"""How long a prompt takes here in every type of weights, in a process that may die.

    python -P -m ilora_edge.doctor.timing THREADS ROUNDS q8_0:0 q4_0:1 ...

A case is a base type and a place in ``LADDER``; every line of stdout is one as JSON, with the
milliseconds. The model is two layers of the width of small language models, random: what a product
costs does not depend on its values.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from ilora_edge.llama.cpu_variants import CHOICE
from ilora_edge.system.scratch import ScratchFolder

N_TOKENS = 300
N_LAYERS = 2
N_EMBD = 768
N_FF = 2048
ROUNDS = 5
"""Timed, after one that is not."""
_HEADS, _KV_HEADS, _HEAD, _N_VOCAB = 12, 4, 64, 256
_SECONDS = 60


def time_types(
    levels: Mapping[str, int],
    n_threads: int,
    variant: str | None = None,
    advance: Callable[[int], None] = lambda n: None,
) -> dict[str, float]:
    """Return the milliseconds that 300 tokens take in each type, the median of five rounds.

    Parameters
    ----------
    levels
        Base types, each with its place in ``LADDER``; what dies or hangs is missing in the result.
    variant
        Of llama.cpp's kernels, by name; None: what is taken by itself.
    """
    environment = dict(os.environ)
    if variant is not None:
        environment[CHOICE] = variant
    found = {}
    for type_name, level in levels.items():
        command = [sys.executable, "-P", "-m", __name__, str(n_threads), str(ROUNDS)]
        try:
            done = subprocess.run(
                [*command, f"{type_name}:{level}"],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
                env=environment,
                check=False,
                timeout=_SECONDS,
            )
            found[type_name] = float(json.loads(done.stdout)["ms"])
        except (subprocess.TimeoutExpired, ValueError):
            pass
        advance(1)
    return found


def main(arguments: list[str]) -> None:
    """Time the cases that the arguments name, a line of JSON for each."""
    threads, rounds, *cases = arguments
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    for case in cases:
        type_name, _, level = case.partition(":")
        ms = _time(type_name, int(level), int(threads), int(rounds))
        print(json.dumps({"case": case, "ms": ms}), file=channel)


def _time(type_name: str, level: int, n_threads: int, rounds: int) -> float:
    from ilora_edge.doctor.settings import LADDER
    from ilora_edge.doctor.skipped import read_skipped
    from ilora_edge.llama import Backbone, EngineOptions, Scorer, library

    library.skip(read_skipped(library.variants()))
    setting = LADDER[level]
    options = EngineOptions(
        n_threads=n_threads, exact=setting.exact, extra_buffers=setting.extra_buffers
    )
    tokens = [i % _N_VOCAB for i in range(N_TOKENS)]
    with ScratchFolder() as folder:
        path = folder / "model.gguf"
        _write_model(path, type_name)
        backbone = Backbone(path, options)
        scorer = Scorer(backbone, N_TOKENS, 1, options, n_candidates=1)
        times = []
        for _ in range(rounds + 1):
            start = time.perf_counter()
            # A candidate of one token costs nothing beyond the prompt.
            scorer.score(tokens, [[0]])
            times.append(time.perf_counter() - start)
        scorer.close()
        backbone.close()
    return 1000 * statistics.median(times[1:])


def _write_model(path: Path, type_name: str) -> None:
    import gguf
    import numpy as np

    from ilora_edge.doctor.miniature import llama_matrices, random_blocks

    random = np.random.default_rng(0)
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_context_length(512)
    writer.add_embedding_length(N_EMBD)
    writer.add_block_count(N_LAYERS)
    writer.add_feed_forward_length(N_FF)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_HEAD)
    writer.add_vocab_size(_N_VOCAB)
    writer.add_tokenizer_model("none")
    shapes = llama_matrices(_N_VOCAB, N_EMBD, N_LAYERS, _HEADS * _HEAD, _KV_HEADS * _HEAD, N_FF)
    for i in range(N_LAYERS):
        for part in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{i}.{part}.weight", np.ones(N_EMBD, np.float32))
    kind = gguf.GGMLQuantizationType[type_name.upper()]
    for name, (d_out, d_in) in shapes.items():
        blocks = random_blocks(type_name, d_out, d_in, d_in**-0.5, random)
        writer.add_tensor(name, blocks, raw_dtype=kind)
    writer.add_tensor("output_norm.weight", np.ones(N_EMBD, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main(sys.argv[1:])
