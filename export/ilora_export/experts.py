"""Trained experts become the bundle's safetensors, named and permuted as llama.cpp wants them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor

from ilora_edge.mix.experts import LORA_A, LORA_B
from ilora_export.gguf_backbone import gguf_name, permuted, tensor_name_map
from ilora_train.ilora import ExpertLinear


def export_experts(tensors: dict[str, Tensor], config: dict[str, Any], path: Path) -> None:
    """Write A (r, d_in) and B (d_out, r) per adapted matrix, in a type that changes no value.

    That is float16 where every value of it is one, as after :func:`round_to_half`, else float32.
    ``tensors`` has ``model.layers.0.self_attn.q_proj.lora_a`` and so on, as trained.
    """
    names = tensor_name_map(config)
    out = {}
    for hf_name, tensor in tensors.items():
        layer, name = hf_name.rsplit(".", 1)
        suffix = {"lora_a": LORA_A, "lora_b": LORA_B}[name]
        data = tensor.detach().cpu().float().numpy()
        if suffix == LORA_B:
            data = permuted(layer, data, config)
        with np.errstate(over="ignore"):
            half = data.astype(np.float16)
        kept = half if np.array_equal(half, data) else data
        out[gguf_name(names, f"{layer}.weight") + suffix] = np.ascontiguousarray(kept)
    save_file(out, path)


@torch.no_grad()
def round_to_half(layers: Iterable[ExpertLinear]) -> None:
    """Round experts to the nearest float16, in place: their file takes half the room.

    Before an export, so that what is compared with the bundle is what it holds. Values that are too
    large for a float16 stay as they are.
    """
    for layer in layers:
        for weights in (layer.lora_a, layer.lora_b):
            half = weights.half().float()
            weights.copy_(torch.where(half.isfinite(), half, weights))
