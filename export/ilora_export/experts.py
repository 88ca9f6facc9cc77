"""Trained experts become the bundle's safetensors, named and permuted as llama.cpp wants them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from torch import Tensor

from ilora_edge.mix.experts import LORA_A, LORA_B
from ilora_export.gguf_backbone import gguf_name, permuted, tensor_name_map


def export_experts(tensors: dict[str, Tensor], config: dict[str, Any], path: Path) -> None:
    """Write A (r, d_in) and B (d_out, r) per adapted matrix, float32.

    ``tensors`` has ``model.layers.0.self_attn.q_proj.lora_a`` and so on, as trained.
    """
    names = tensor_name_map(config)
    out = {}
    for hf_name, tensor in tensors.items():
        layer, half = hf_name.rsplit(".", 1)
        suffix = {"lora_a": LORA_A, "lora_b": LORA_B}[half]
        data = tensor.detach().cpu().float().numpy()
        if suffix == LORA_B:
            data = permuted(layer, data, config)
        out[gguf_name(names, f"{layer}.weight") + suffix] = np.ascontiguousarray(data)
    save_file(out, path)
