"""Whole exports of every architecture, experts on all seven layers, each proven against torch."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_backbones import BACKBONES, write_backbone
from tiny import tiny_items, tiny_recipe, tiny_run

from ilora_edge.bundle.files import BACKBONE, read_manifest
from ilora_edge.mix.experts import load_experts
from ilora_edge.untrusted.gguf_header import read_gguf_header
from ilora_export.bundle import ExportOptions, export_finished
from ilora_train.recipe import Recipe
from ilora_train.run import FinishedRun
from ilora_train.tokenizer import train_tokenizer

# The tokenizer's ids go up to here.
VOCABULARY = 400
SEVEN = {"attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"}


def run_of(name: str, folder: Path, style: str = "text") -> FinishedRun:
    """A finished run over a random backbone of this architecture."""

    def write(path: Path, recipe: Recipe) -> None:
        tokenizer = train_tokenizer(tiny_items(), recipe.prompt, VOCABULARY)
        write_backbone(path, name, vocab_size=len(tokenizer))
        tokenizer.save_pretrained(path)

    return tiny_run(folder, tiny_recipe(style=style), write)


@pytest.mark.parametrize("name", BACKBONES)
def test_an_export_is_proven(name: str, tmp_path: Path) -> None:
    run = run_of(name, tmp_path / "run")
    export_finished(run, tmp_path / "bundle", ExportOptions("balanced"), quiet=True)
    manifest = read_manifest(tmp_path / "bundle")
    exact, shipped = manifest.parity["exact"], manifest.parity["shipped"]
    cells = [f"{d[k]:.1e}" for d in (exact, shipped) for k in ("gate_weights", "logits", "scores")]
    largest = manifest.parity["largest_logit"]
    print(f"| {name} | {largest:.1f} | {' | '.join(cells)} | {shipped['pairs_in_order']:.1%} |")
    assert exact["logits"] <= 1e-3 * max(1.0, manifest.parity["largest_logit"])
    assert exact["scores"] <= 1e-3 * max(1.0, manifest.parity["largest_logit"])
    assert exact["pairs_in_order"] == exact["same_best"] == 1.0
    assert shipped["logits"] > exact["logits"]
    assert shipped["pairs_in_order"] > 0.8
    header = read_gguf_header(tmp_path / "bundle" / BACKBONE)
    assert manifest.backbone.architecture == header.architecture
    experts = load_experts(tmp_path / "bundle" / "experts.safetensors", manifest.experts)
    assert {n.split(".")[2] for n in experts} == SEVEN
    assert len(experts) == 2 * 7 * header.metadata[f"{header.architecture}.block_count"]


@pytest.mark.parametrize("name", ["llama-llama3", "qwen2", "qwen3"])
def test_soft_tokens_reach_every_architecture(name: str, tmp_path: Path) -> None:
    run = run_of(name, tmp_path / "run", "hybrid")
    done = export_finished(run, tmp_path / "bundle", ExportOptions(), quiet=True)
    parity = done.manifest.parity
    assert parity["exact"]["logits"] <= parity["tolerance"]
