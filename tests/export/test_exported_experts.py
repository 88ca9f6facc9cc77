"""The file of the experts: the smallest type that keeps every value."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from small_backbones import with_experts, write_backbone

from ilora_edge.mix.experts import ExpertShape, load_experts
from ilora_export.experts import export_experts, round_to_half
from ilora_export.gguf_backbone import read_config
from ilora_train.ilora import expert_layers, expert_tensors


def types_of(path: Path) -> set[str]:
    with safe_open(path, framework="numpy") as file:
        names = list(file.keys())
        return {file.get_slice(name).get_dtype() for name in names}


def test_rounded_experts_take_half_the_room_and_others_keep_their_values(tmp_path: Path) -> None:
    folder = write_backbone(tmp_path / "hf", "qwen3")
    model, _ = with_experts(folder, tmp_path / "whole.safetensors", [0.25] * 4)
    assert types_of(tmp_path / "whole.safetensors") == {"F32"}
    before = {name: t.detach().clone() for name, t in expert_tensors(model).items()}
    round_to_half(layer for _, layer in expert_layers(model))
    after = {name: t.detach() for name, t in expert_tensors(model).items()}
    assert any((before[name] != tensor).any() for name, tensor in after.items())
    for name, tensor in after.items():
        assert tensor.numpy() == pytest.approx(before[name].numpy(), rel=2**-11, abs=1e-7)
    path = tmp_path / "half.safetensors"
    export_experts(after, read_config(folder), path)
    assert types_of(path) == {"F16"}
    assert path.stat().st_size < 0.6 * (tmp_path / "whole.safetensors").stat().st_size
    held = load_experts(path, ExpertShape(4, 8, 32.0))
    stored = np.sort(np.concatenate([t.ravel() for t in held.values()]))
    trained = np.sort(np.concatenate([t.numpy().ravel() for t in after.values()]))
    assert np.array_equal(stored, trained)


def test_values_that_no_float16_holds_stay_as_they_are(tmp_path: Path) -> None:
    folder = write_backbone(tmp_path / "hf", "qwen3")
    model, _ = with_experts(folder, tmp_path / "whole.safetensors", [0.25] * 4)
    layers = [layer for _, layer in expert_layers(model)]
    with torch.no_grad():
        layers[0].lora_b[0, 0] = 1e5
    round_to_half(layers)
    assert layers[0].lora_b[0, 0] == 1e5
    export_experts(expert_tensors(model), read_config(folder), tmp_path / "e.safetensors")
    assert types_of(tmp_path / "e.safetensors") == {"F16", "F32"}
