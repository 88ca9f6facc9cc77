"""An HF checkpoint folder becomes a GGUF model that llama.cpp runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import numpy.typing as npt
from safetensors import safe_open

from ilora_edge.errors import CheckpointError
from ilora_export.gguf_tokenizer import add_tokenizer

ARCHITECTURES = {"LlamaForCausalLM": gguf.MODEL_ARCH.LLAMA}
TYPES = {
    "f32": (gguf.GGMLQuantizationType.F32, gguf.LlamaFileType.ALL_F32),
    "f16": (gguf.GGMLQuantizationType.F16, gguf.LlamaFileType.MOSTLY_F16),
    "q8_0": (gguf.GGMLQuantizationType.Q8_0, gguf.LlamaFileType.MOSTLY_Q8_0),
}

FloatArray = npt.NDArray[np.float32]


def permute_heads(rows: FloatArray, n_heads: int) -> FloatArray:
    """Reorder the output rows of q or k from HF's rotary layout to llama.cpp's.

    HF rotates dimension i of a head with i + size/2, llama.cpp's ``llama`` architecture rotates
    neighbours. The same holds for B of an adapter, never for A.
    """
    halves = rows.reshape(n_heads, 2, rows.shape[0] // n_heads // 2, *rows.shape[1:])
    return halves.swapaxes(1, 2).reshape(rows.shape)


def head_counts(config: dict[str, Any]) -> tuple[int, int]:
    """Return the numbers of query heads and of key-value heads."""
    n_heads = int(config["num_attention_heads"])
    return n_heads, int(config.get("num_key_value_heads") or n_heads)


def permuted(name: str, rows: FloatArray, config: dict[str, Any]) -> FloatArray:
    """Permute ``rows``, (d_out, ...), where the layer's HF name says it is q or k."""
    n_heads, n_kv_heads = head_counts(config)
    if "q_proj" in name:
        return permute_heads(rows, n_heads)
    if "k_proj" in name:
        return permute_heads(rows, n_kv_heads)
    return rows


def read_config(folder: Path) -> dict[str, Any]:
    """Read ``config.json`` and refuse architectures this version cannot convert."""
    try:
        config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{folder}: no usable config.json ({error})") from error
    names = config.get("architectures") or ["none"]
    if names[0] not in ARCHITECTURES:
        known = ", ".join(sorted(ARCHITECTURES))
        raise CheckpointError(f"{folder}: architecture {names[0]} is not supported; known: {known}")
    scaling = config.get("rope_scaling") or config.get("rope_parameters") or {}
    if scaling.get("rope_type", scaling.get("type", "default")) != "default":
        raise CheckpointError(f"{folder}: scaled rotary embeddings are not supported yet")
    if config.get("attention_bias") or config.get("mlp_bias"):
        raise CheckpointError(f"{folder}: biases are not supported for this architecture")
    return config


def tensor_name_map(config: dict[str, Any]) -> gguf.TensorNameMap:
    """Return the map from HF tensor names to GGUF's."""
    arch = ARCHITECTURES[config["architectures"][0]]
    return gguf.get_tensor_name_map(arch, int(config["num_hidden_layers"]))


def gguf_name(names: gguf.TensorNameMap, hf_name: str) -> str:
    """Return a tensor's GGUF name; raise CheckpointError where there is none."""
    name = names.get_name(hf_name, try_suffixes=(".weight", ".bias"))
    if name is None:
        raise CheckpointError(f"tensor {hf_name} has no place in this architecture")
    return str(name)


def convert_backbone(folder: Path, out: Path, type_name: str) -> None:
    """Write ``out`` from an HF checkpoint folder, tensor by tensor.

    Parameters
    ----------
    type_name
        ``f32``, ``f16`` or ``q8_0``, for matrices; vectors stay F32.
    """
    config = read_config(folder)
    quantisation, file_type = TYPES[type_name]
    arch = ARCHITECTURES[config["architectures"][0]]
    writer = gguf.GGUFWriter(str(out), gguf.MODEL_ARCH_NAMES[arch])
    _add_hyperparameters(writer, config)
    writer.add_file_type(file_type)
    add_tokenizer(writer, folder, int(config["vocab_size"]))
    names = tensor_name_map(config)
    tied = bool(config.get("tie_word_embeddings"))
    for hf_name, tensor in _tensors(folder):
        if hf_name.endswith("rotary_emb.inv_freq") or (tied and hf_name == "lm_head.weight"):
            continue
        name = gguf_name(names, hf_name)
        if tensor.ndim == 1:
            writer.add_tensor(name, tensor)
            continue
        data = gguf.quantize(permuted(hf_name, tensor, config), quantisation)
        writer.add_tensor(name, data, raw_dtype=quantisation)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_hyperparameters(writer: gguf.GGUFWriter, config: dict[str, Any]) -> None:
    n_heads, n_kv_heads = head_counts(config)
    head_dim = int(config.get("head_dim") or config["hidden_size"] // n_heads)
    rope = config.get("rope_parameters") or {}
    writer.add_type(gguf.GGUFType.MODEL)
    writer.add_context_length(int(config["max_position_embeddings"]))
    writer.add_embedding_length(int(config["hidden_size"]))
    writer.add_block_count(int(config["num_hidden_layers"]))
    writer.add_feed_forward_length(int(config["intermediate_size"]))
    writer.add_head_count(n_heads)
    writer.add_head_count_kv(n_kv_heads)
    writer.add_key_length(head_dim)
    writer.add_value_length(head_dim)
    writer.add_rope_dimension_count(head_dim)
    writer.add_rope_freq_base(float(rope.get("rope_theta", config.get("rope_theta", 10000.0))))
    writer.add_layer_norm_rms_eps(float(config["rms_norm_eps"]))
    writer.add_vocab_size(int(config["vocab_size"]))


def _tensors(folder: Path) -> Iterator[tuple[str, FloatArray]]:
    """Yield every tensor of a checkpoint folder as float32, one at a time."""
    # Other safetensors may lie beside them; HF's own names are these two.
    files = sorted([*folder.glob("model.safetensors"), *folder.glob("model-*-of-*.safetensors")])
    if not files:
        raise CheckpointError(f"{folder}: holds no model.safetensors")
    for path in files:
        # torch, not numpy: checkpoints in bf16 are common and numpy has no such type.
        with safe_open(path, framework="pt") as file:
            for name in sorted(file.keys()):
                yield name, file.get_tensor(name).float().numpy()
