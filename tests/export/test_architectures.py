"""Every architecture, converted and run, gives torch's logits: alone and with experts mixed in."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from small_backbones import (
    BACKBONES,
    LENGTH,
    llama_logits,
    relative_difference,
    tokens_of,
    torch_logits,
    with_experts,
    write_backbone,
)

from ilora_export.gguf_backbone import convert_backbone
from ilora_train.model import load_backbone

TOLERANCE = 1e-3
GATE = [0.1, 0.5, 0.15, 0.25]


def convert(folder: Path, type_name: str = "f32") -> Path:
    out = folder / f"{type_name}.gguf"
    convert_backbone(folder, out, type_name, tokenizer=False)
    return out


@pytest.mark.parametrize("name", BACKBONES)
def test_logits_equal_torch_alone_and_with_experts(name: str, tmp_path: Path) -> None:
    folder = write_backbone(tmp_path / name, name)
    path, tokens = convert(folder), tokens_of()
    bare = torch_logits(load_backbone(folder), tokens)
    assert np.ptp(bare) > 5.0, "the random model must tell tokens apart"
    alone = relative_difference(llama_logits(path, tokens), bare)
    model, adapter = with_experts(folder, tmp_path / "experts.safetensors", GATE)
    mixed = torch_logits(model, tokens)
    assert relative_difference(mixed, bare) > 100 * TOLERANCE, "the experts must matter"
    together = relative_difference(llama_logits(path, tokens, adapter), mixed)
    # The table of docs/backbones.md, shown by pytest -rP.
    print(f"| `{name}` | {np.abs(bare).max():.2f} | {alone:.1e} | {together:.1e} |")
    assert max(alone, together) < TOLERANCE


@pytest.mark.parametrize("name", ["llama-untied", "qwen2", "qwen3"])
def test_bfloat16_shards_give_the_same_model(name: str, tmp_path: Path) -> None:
    folder = write_backbone(tmp_path / name, name, torch.bfloat16, max_shard_size="50KB")
    assert len(list(folder.glob("model-*.safetensors"))) > 2
    tokens = tokens_of()
    theirs = torch_logits(load_backbone(folder), tokens)
    assert relative_difference(llama_logits(convert(folder), tokens), theirs) < TOLERANCE


@pytest.mark.parametrize("name", ["llama-llama3", "llama-linear", "llama-yarn", "qwen2-yarn"])
def test_the_scaling_of_rotary_embeddings_shows(name: str, tmp_path: Path) -> None:
    folder = write_backbone(tmp_path / name, name)
    tokens = tokens_of()
    theirs = torch_logits(load_backbone(folder), tokens)
    config = json.loads((folder / "config.json").read_text())
    scaling = config["rope_parameters"]
    assert scaling.get("original_max_position_embeddings", 0) < LENGTH
    config["rope_parameters"] = {"rope_type": "default", "rope_theta": scaling["rope_theta"]}
    (folder / "config.json").write_text(json.dumps(config))
    assert relative_difference(llama_logits(convert(folder), tokens), theirs) > 50 * TOLERANCE


@pytest.mark.parametrize("name", ["llama-llama3", "llama-yarn", "llama-theta"])
def test_configs_of_older_transformers_read_the_same(name: str, tmp_path: Path) -> None:
    folder = write_backbone(tmp_path / name, name)
    new = convert(folder).read_bytes()
    config = json.loads((folder / "config.json").read_text())
    scaling = config.pop("rope_parameters")
    config["rope_theta"] = scaling.pop("rope_theta")
    kind = scaling.pop("rope_type")
    config["rope_scaling"] = None if kind == "default" else {"type": kind, **scaling}
    (folder / "config.json").write_text(json.dumps(config))
    assert convert(folder).read_bytes() == new
