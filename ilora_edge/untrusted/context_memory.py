"""What memory a context of llama.cpp takes, known before llama.cpp is asked for it.

Sizes of a manifest, a catalogue and a header are each in their range and their product need not
be. An upper estimate, after the buffers that llama.cpp allocates: keys and values of every cell,
logits of every output, the mask, and the widest layer's intermediate results.
"""

from __future__ import annotations

from ilora_edge.errors import BundleError
from ilora_edge.untrusted.gguf_reader import GGUFHeader

MICRO_BATCH = 512
"""Tokens that go through a layer together."""
_LEAST = 768 << 20
"""What any context may take; more is in proportion to the weights, twice their bytes."""
_PER_WEIGHT_BYTE = 2


def context_bytes(
    header: GGUFHeader, n_tokens: int, n_sequences: int, n_outputs: int, exact: bool = False
) -> int:
    """Return the bytes of a context of ``n_tokens`` cells, an upper estimate."""
    name, data = header.architecture, header.metadata

    def count(key: str, default: int = 0) -> int:
        value = data.get(f"{name}.{key}", default)
        return value if isinstance(value, int) else default

    embedding, n_vocab = header.tensors["token_embd.weight"].shape[:2]
    heads = max(1, count("attention.head_count", 1))
    kv_heads = count("attention.head_count_kv", heads)
    head = count("attention.key_length", embedding // heads)
    value_bytes = 4 if exact else 2
    micro = min(MICRO_BATCH, n_tokens)
    cells = 2 * n_tokens * count("block_count") * kv_heads * head * value_bytes
    logits = 2 * n_outputs * n_vocab * 4
    # A float32 mask and its float16 copy; without flash attention a row of products per head too.
    mask = n_tokens * micro * (6 + (8 * heads if exact else 0))
    widest = 4 * embedding + 3 * count("feed_forward_length") + 4 * heads * head
    batch = n_tokens * 4 * (n_sequences + 6 + embedding)
    return cells + logits + mask + 4 * micro * widest + batch


def check_fits(
    header: GGUFHeader, need: int, available: int | None, n_tokens: int, where: object
) -> None:
    """Raise BundleError where ``need`` bytes are not available, or out of proportion.

    ``available`` is None where nobody knows.
    """
    weights = sum(tensor.size for tensor in header.tensors.values())
    most = max(_LEAST, _PER_WEIGHT_BYTE * weights)
    if need > most:
        raise BundleError(
            f"{where}: a context of {n_tokens:,} tokens needs {_shown(need)}, out of proportion to "
            f"weights of {_shown(weights)}; export the bundle again with a shorter history or "
            "shorter titles"
        )
    if available is not None and need > available:
        raise BundleError(
            f"{where}: a context of {n_tokens:,} tokens needs {_shown(need)} of memory and "
            f"{_shown(available)} are free; ask for a shorter list, or close other programs"
        )


def _shown(n_bytes: int) -> str:
    return f"{n_bytes / (1 << 30):.1f} GiB" if n_bytes >= 1 << 30 else f"{n_bytes >> 20} MiB"
