"""Whole exports of every architecture, experts on all seven layers, each proven against torch."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_backbones import BACKBONES, run_of

from ilora_edge.bundle.files import BACKBONE, read_manifest
from ilora_edge.mix.experts import load_experts
from ilora_edge.untrusted.gguf_header import read_gguf_header
from ilora_export.bundle import ExportOptions, export_finished

pytestmark = pytest.mark.slow

SEVEN = {"attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"}


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
    n_blocks = header.metadata[f"{header.architecture}.block_count"]
    assert isinstance(n_blocks, int)
    assert len(experts) == 2 * 7 * n_blocks


@pytest.mark.parametrize("name", ["llama-llama3", "qwen2", "qwen3"])
def test_soft_tokens_reach_every_architecture(name: str, tmp_path: Path) -> None:
    run = run_of(name, tmp_path / "run", "hybrid")
    done = export_finished(run, tmp_path / "bundle", ExportOptions(), quiet=True)
    parity = done.manifest.parity
    assert parity["exact"]["logits"] <= parity["tolerance"]
