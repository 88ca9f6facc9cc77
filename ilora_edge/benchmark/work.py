"""How much arithmetic a user is, by the shape of the model."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ilora_edge.benchmark.plan import UserPlan
from ilora_edge.bundle.files import open_bundle
from ilora_edge.untrusted.gguf_reader import read_gguf_header


@cache
def _sizes(folder: Path) -> tuple[int, int, int, int]:
    """Return weights of all layers, of all adapters per rank, of the head, and layers x width."""
    header = read_gguf_header(open_bundle(folder).backbone)
    layers = [t.shape for n, t in header.tensors.items() if n.startswith("blk.")]
    matrices = [shape for shape in layers if len(shape) == 2]
    d_model, n_vocab = header.tensors["token_embd.weight"].shape
    n_layers = len({n.split(".")[1] for n in header.tensors if n.startswith("blk.")})
    weights = sum(a * b for a, b in matrices)
    return weights, sum(a + b for a, b in matrices), d_model * n_vocab, n_layers * d_model


def user_gflop(folder: Path, plan: UserPlan, adapted: bool) -> float:
    """Return the products of one user in GFLOP: two per weight and token.

    Layers for every token, the adapter's A and B likewise, the head for every row of logits, and
    attention over what is before each token.
    """
    weights, per_rank, head, width = _sizes(folder)
    rank = open_bundle(folder).manifest.experts.lora_rank if adapted else 0
    n_nodes = sum(len(a) - 1 for a in plan.answers)
    n = len(plan.prompt)
    pairs = n * (n + 1) / 2 + n_nodes * n
    return (
        2 * ((n + n_nodes) * (weights + rank * per_rank) + (1 + n_nodes) * head + 2 * pairs * width)
    ) / 1e9
