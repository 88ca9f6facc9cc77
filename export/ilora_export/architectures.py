"""The HF architectures that can become a GGUF backbone, and what their checkpoints hold.

Each is proven against torch, with an adapter on all its linear layers. What a checkpoint may ask
for beyond what was proven is refused here, before a tensor is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gguf

from ilora_edge.untrusted.gguf_header import MAX_VOCABULARY
from ilora_export.rope import Rope, rope_of

EMBEDDINGS, OUTPUT = "model.embed_tokens.weight", "lm_head.weight"
_LIMITS = {
    "vocab_size": MAX_VOCABULARY,
    "hidden_size": 1 << 17,
    "intermediate_size": 1 << 20,
    "num_hidden_layers": 512,
    "num_attention_heads": 1024,
    "head_dim": 1 << 13,
}
"""What a device opens."""
_ROPES = ("default", "linear", "yarn")


@dataclass(frozen=True, slots=True)
class Architecture:
    """How one HF architecture is laid out; the numbers are its config class's defaults."""

    model_type: str
    arch: gguf.MODEL_ARCH
    permuted: bool = False
    """Rows of q and k are reordered: llama.cpp rotates neighbours, HF rotates halves."""
    qkv_bias: bool = False
    optional_biases: tuple[str, ...] = ()
    """Config flags that add biases which llama.cpp reads too."""
    refused_biases: tuple[str, ...] = ()
    qk_norms: bool = False
    free_head_dim: bool = True
    """A head may have another size than ``hidden_size / num_attention_heads``."""
    ropes: tuple[str, ...] = _ROPES
    kv_heads: int | None = None
    head_dim: int | None = None
    context: int = 32768
    sliding_window: int | None = None
    """The window where the config names none."""


ARCHITECTURES = {
    "LlamaForCausalLM": Architecture(
        "llama",
        gguf.MODEL_ARCH.LLAMA,
        permuted=True,
        optional_biases=("attention_bias", "mlp_bias"),
        ropes=(*_ROPES, "llama3"),
        context=2048,
    ),
    "MistralForCausalLM": Architecture(
        "mistral",
        gguf.MODEL_ARCH.LLAMA,
        permuted=True,
        kv_heads=8,
        context=131072,
        sliding_window=4096,
    ),
    "Qwen2ForCausalLM": Architecture(
        "qwen2", gguf.MODEL_ARCH.QWEN2, qkv_bias=True, free_head_dim=False, kv_heads=32
    ),
    "Qwen3ForCausalLM": Architecture(
        "qwen3",
        gguf.MODEL_ARCH.QWEN3,
        refused_biases=("attention_bias",),
        qk_norms=True,
        kv_heads=32,
        head_dim=128,
    ),
}


@dataclass(frozen=True, slots=True)
class Hyperparameters:
    """The numbers of a checkpoint's config that its tensors and llama.cpp's graph follow from."""

    architecture: Architecture
    vocab_size: int
    hidden_size: int
    intermediate_size: int
    n_layers: int
    n_heads: int
    n_kv_heads: int
    head_dim: int
    context: int
    """Tokens up to which llama.cpp computes what torch does."""
    full_context: int
    rms_norm_eps: float
    tied: bool
    attention_bias: bool
    mlp_bias: bool
    rope: Rope

    @property
    def name(self) -> str:
        """llama.cpp's name of the architecture."""
        return str(gguf.MODEL_ARCH_NAMES[self.architecture.arch])


def architecture_of(config: Mapping[str, Any]) -> Architecture:
    """Return the architecture that a config names; raise ValueError where it is not supported."""
    named = config.get("architectures")
    model_type = config.get("model_type")
    if named is None:
        by_type = {a.model_type: name for name, a in ARCHITECTURES.items()}
        named = [by_type.get(str(model_type), str(model_type))]
    name = named[0] if isinstance(named, list) and named else named
    architecture = ARCHITECTURES.get(name) if isinstance(name, str) else None
    if architecture is None:
        known = ", ".join(ARCHITECTURES)
        raise ValueError(f"the architecture {str(name)[:60]} is not supported; known: {known}")
    if model_type not in (None, architecture.model_type):
        raise ValueError(f"model_type {str(model_type)[:60]!r} contradicts the architecture {name}")
    return architecture


def hyperparameters(config: Mapping[str, Any]) -> Hyperparameters:
    """Read and check a config.

    Raises
    ------
    ValueError
        The architecture or something it asks for is not supported, or a number makes no sense.
    """
    architecture = architecture_of(config)
    _check_options(config, architecture)
    hidden, n_heads = _count(config, "hidden_size"), _count(config, "num_attention_heads")
    kv_heads = _count(config, "num_key_value_heads", architecture.kv_heads or n_heads, n_heads)
    if n_heads % kv_heads:
        raise ValueError(f"{n_heads} query heads do not divide by {kv_heads} key-value heads")
    head_dim = _count(config, "head_dim", architecture.head_dim or hidden // n_heads or None)
    if head_dim % 2:
        raise ValueError(f"head_dim is {head_dim}: an odd head cannot be rotated")
    if not architecture.free_head_dim and n_heads * head_dim != hidden:
        raise ValueError(f"{n_heads} heads of {head_dim} make no hidden_size of {hidden}")
    context = _count(config, "max_position_embeddings", architecture.context)
    eps = config.get("rms_norm_eps", 1e-6)
    if type(eps) not in (int, float) or not 0.0 < eps < 1.0:
        raise ValueError(f"rms_norm_eps is {eps!r}, no number between 0 and 1")
    attention_bias, mlp_bias = (
        name in architecture.optional_biases and _flag(config, name)
        for name in ("attention_bias", "mlp_bias")
    )
    window = _sliding_window(config, architecture)
    return Hyperparameters(
        architecture,
        vocab_size=_count(config, "vocab_size"),
        hidden_size=hidden,
        intermediate_size=_count(config, "intermediate_size"),
        n_layers=_count(config, "num_hidden_layers"),
        n_heads=n_heads,
        n_kv_heads=kv_heads,
        head_dim=head_dim,
        # Up to the window's length nothing slides, and every token sees all before it.
        context=context if window is None else min(context, window),
        full_context=context,
        rms_norm_eps=float(eps),
        # The config classes of all four say false where the file says nothing.
        tied=_flag(config, "tie_word_embeddings"),
        attention_bias=attention_bias,
        mlp_bias=mlp_bias,
        rope=rope_of(config, architecture.ropes, context),
    )


def expected_tensors(h: Hyperparameters) -> dict[str, tuple[int, ...]]:
    """Return the HF names and shapes of all tensors of a checkpoint, in the model's order."""
    queries, keys = h.n_heads * h.head_dim, h.n_kv_heads * h.head_dim
    qkv_bias = h.architecture.qkv_bias or h.attention_bias
    # Name, rows, columns, whether it has a bias.
    matrices = (
        ("self_attn.q_proj", queries, h.hidden_size, qkv_bias),
        ("self_attn.k_proj", keys, h.hidden_size, qkv_bias),
        ("self_attn.v_proj", keys, h.hidden_size, qkv_bias),
        ("self_attn.o_proj", h.hidden_size, queries, h.attention_bias),
        ("mlp.gate_proj", h.intermediate_size, h.hidden_size, h.mlp_bias),
        ("mlp.up_proj", h.intermediate_size, h.hidden_size, h.mlp_bias),
        ("mlp.down_proj", h.hidden_size, h.intermediate_size, h.mlp_bias),
    )
    shapes: dict[str, tuple[int, ...]] = {EMBEDDINGS: (h.vocab_size, h.hidden_size)}
    for i in range(h.n_layers):
        layer = f"model.layers.{i}"
        for norm in ("input_layernorm", "post_attention_layernorm"):
            shapes[f"{layer}.{norm}.weight"] = (h.hidden_size,)
        if h.architecture.qk_norms:
            for norm in ("q_norm", "k_norm"):
                shapes[f"{layer}.self_attn.{norm}.weight"] = (h.head_dim,)
        for name, rows, columns, bias in matrices:
            shapes[f"{layer}.{name}.weight"] = (rows, columns)
            if bias:
                shapes[f"{layer}.{name}.bias"] = (rows,)
    shapes["model.norm.weight"] = (h.hidden_size,)
    if not h.tied:
        shapes[OUTPUT] = (h.vocab_size, h.hidden_size)
    return shapes


def _check_options(config: Mapping[str, Any], architecture: Architecture) -> None:
    if config.get("quantization_config") is not None:
        raise ValueError("its weights are quantised; convert the checkpoint it was made from")
    activation = config.get("hidden_act") or "silu"
    if activation not in ("silu", "swish"):
        raise ValueError(f"hidden_act {str(activation)[:60]!r} is not supported; known: silu")
    for name in architecture.refused_biases:
        if _flag(config, name):
            raise ValueError(f"{name} is not supported for this architecture")


def _sliding_window(config: Mapping[str, Any], architecture: Architecture) -> int | None:
    if architecture.model_type in ("qwen2", "qwen3"):
        if not _flag(config, "use_sliding_window"):
            return None
        return _count(config, "sliding_window", 4096)
    if architecture.sliding_window is None:
        return None
    value = config.get("sliding_window", architecture.sliding_window)
    return None if value is None else _count(config, "sliding_window", value)


def _count(
    config: Mapping[str, Any], name: str, default: int | None = None, most: int | None = None
) -> int:
    most = most or _LIMITS.get(name, (1 << 31) - 1)
    value = config.get(name)
    if value is None:
        value = default
    if value is None:
        raise ValueError(f"{name} is missing")
    if type(value) is not int or not 1 <= value <= most:
        raise ValueError(f"{name} is {str(value)[:60]}, no integer from 1 to {most}")
    return value


def _flag(config: Mapping[str, Any], name: str) -> bool:
    value = config.get(name)
    if value is not None and type(value) is not bool:
        raise ValueError(f"{name} is neither true nor false")
    return bool(value)
