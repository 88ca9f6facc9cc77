"""A bundle's backbone and experts as torch modules: the same numbers, in transformers' layout."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import numpy.typing as npt
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from ilora_edge.bundle import files as bundles
from ilora_edge.mix.experts import load_experts
from ilora_edge.untrusted.gguf_header import GGUFHeader, TensorInfo, check_backbone

FloatArray = npt.NDArray[np.float32]

BLOCK_ROWS = 4096
"""Rows that are read at a time."""

_LAYERS = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
    "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm",
}
_ENDS = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}


def hf_name(name: str) -> str:
    """Return transformers' module name of a GGUF weight, ``blk.0.attn_q.weight`` or its like."""
    parts = name.removesuffix(".weight").split(".")
    return _ENDS[parts[0]] if len(parts) == 1 else f"model.layers.{parts[1]}.{_LAYERS[parts[2]]}"


def unpermuted(name: str, rows: FloatArray, n_heads: int) -> FloatArray:
    """Undo llama.cpp's order of q's and k's rows; HF rotates dimension i with i + size/2."""
    if ".attn_q." not in name and ".attn_k." not in name:
        return rows
    pairs = rows.reshape(n_heads, len(rows) // n_heads // 2, 2, *rows.shape[1:])
    return pairs.swapaxes(1, 2).reshape(rows.shape)


def load_llama(path: Path, dtype: torch.dtype) -> LlamaForCausalLM:
    """Read a GGUF file of the ``llama`` architecture, tensor by tensor into its place.

    Nothing is held twice, so that the process' peak of memory is what the model takes.

    Raises
    ------
    ValueError
        The model is not a plain Llama: another architecture, or rotary scaling.
    """
    header = check_backbone(path)
    config = _config(header)
    with torch.device("meta"):
        model = LlamaForCausalLM(config)
    # The rotary frequencies are not weights and are computed, not read.
    rotary = type(model.model.rotary_emb)(config)
    model = model.to(dtype).to_empty(device="cpu")
    model.model.rotary_emb = rotary
    modules = dict(model.named_modules())
    with torch.no_grad():
        for name, tensor in header.tensors.items():
            weight = modules[hf_name(name)].weight
            for start, rows in _blocks(path, tensor):
                ordered = unpermuted(name, rows, _n_heads(config, name))
                weight[start : start + len(rows)] = torch.from_numpy(np.array(ordered))
    model.tie_weights()
    return model.eval().requires_grad_(False)


def load_loras(
    bundle: bundles.Bundle, config: LlamaConfig
) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """Return each adapted module's A, (r, d_in), and B, (d_out, r), all experts side by side."""
    experts = load_experts(bundle.folder / bundles.EXPERTS, bundle.manifest.experts)
    loras = {}
    for name in (n.removesuffix(".lora_a") for n in experts if n.endswith(".lora_a")):
        lora_b = unpermuted(name, experts[f"{name}.lora_b"], _n_heads(config, name))
        loras[hf_name(name)] = (
            torch.from_numpy(experts[f"{name}.lora_a"]),
            torch.from_numpy(np.ascontiguousarray(lora_b)),
        )
    return loras


def _config(header: GGUFHeader) -> LlamaConfig:
    if header.architecture != "llama" or "rope_freqs.weight" in header.tensors:
        raise ValueError("the peers in torch run plain Llama models only")
    values: dict[str, Any] = {
        key.removeprefix("llama."): value for key, value in header.metadata.items()
    }
    if values.get("rope.scaling.type", "none") != "none":
        raise ValueError("the peers in torch know no rotary scaling")
    n_heads = values["attention.head_count"]
    return LlamaConfig(
        vocab_size=header.tensors["token_embd.weight"].shape[1],
        hidden_size=values["embedding_length"],
        intermediate_size=values["feed_forward_length"],
        num_hidden_layers=values["block_count"],
        num_attention_heads=n_heads,
        num_key_value_heads=values.get("attention.head_count_kv", n_heads),
        head_dim=values.get("attention.key_length", values["embedding_length"] // n_heads),
        rms_norm_eps=values["attention.layer_norm_rms_epsilon"],
        rope_parameters={
            "rope_type": "default",
            "rope_theta": values.get("rope.freq_base", 10000.0),
        },
        max_position_embeddings=values["context_length"],
        tie_word_embeddings="output.weight" not in header.tensors,
        attn_implementation="sdpa",
    )


def _n_heads(config: LlamaConfig, name: str) -> int:
    n: int = config.num_key_value_heads if ".attn_k." in name else config.num_attention_heads
    return n


def _blocks(path: Path, tensor: TensorInfo) -> Iterator[tuple[int, FloatArray]]:
    """Yield a tensor's rows and where they start; a vector counts as one number a row.

    Read, not mapped: pages of a mapped file would count as this process' memory.
    """
    vector = len(tensor.shape) == 1
    n_rows, kind = tensor.shape[-1], gguf.GGMLQuantizationType[tensor.type_name.upper()]
    row_size = tensor.size // n_rows
    # Only the embeddings are that long; q and k must stay whole to be reordered.
    step = n_rows if n_rows <= BLOCK_ROWS else BLOCK_ROWS
    with path.open("rb") as file:
        file.seek(tensor.offset)
        for start in range(0, n_rows, step):
            n = min(step, n_rows - start)
            data = np.frombuffer(file.read(n * row_size), np.uint8)
            values = gguf.dequantize(data if vector else data.reshape(n, row_size), kind)
            yield start, values
