"""The benchmark of a training step runs, and its variants are what they say; no time is tested."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest
import torch
from torch import nn

from ilora_train.ilora import ExpertLinear, GateContext
from ilora_train.recipe import ExpertsRecipe

SCRIPT = Path(__file__).resolve().parents[2] / "bench" / "train_step.py"


@pytest.mark.parametrize("extra", [(), ("--dtype", "bfloat16", "--checkpointing")])
def test_it_measures_three_variants_at_toy_size(
    extra: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    main = runpy.run_path(str(SCRIPT))["main"]
    assert main(["--rounds", "2", "--warmup", "1", "--rank", "8", "--json", *extra]) == 0
    result = json.loads(capsys.readouterr().out)
    variants = result["variants"]
    assert list(variants) == ["lora", "ilora", "per_expert"]
    # The same A and B everywhere; a gate of 64 x 4 + 4 beside them.
    n_lora = variants["lora"]["trained_parameters"]
    assert n_lora == 2 * 8 * (2 * (32 + 32) + 2 * (32 + 16) + 3 * (32 + 64))
    for name in ("ilora", "per_expert"):
        assert variants[name]["trained_parameters"] == n_lora + 64 * 4 + 4
    for values in variants.values():
        assert values["median_s"] > 0
        assert values["tokens_per_s"] > 0
        assert values["model_flop_utilisation"] is None, "no peak is stated for a CPU"
    assert variants["lora"]["median_of_paired_ratios"] == 1.0
    assert result["gradient_checkpointing"] == ("--checkpointing" in extra)


def test_the_variants_compute_the_same() -> None:
    bench = runpy.run_path(str(SCRIPT))
    torch.manual_seed(0)
    base = nn.Linear(12, 20, bias=False)
    recipe = ExpertsRecipe(n_experts=4, lora_rank=8, dropout=0.0)
    context = GateContext(torch.softmax(torch.randn(3, 4), dim=-1))
    ours = ExpertLinear(base, recipe, context)
    each = bench["PerExpertLinear"](base, recipe, context)
    plain = bench["PlainLinear"](base, recipe)
    nn.init.normal_(ours.lora_b)
    for other in (each, plain):
        other.load_state_dict(ours.state_dict())
    x = torch.randn(3, 5, 12)
    assert torch.allclose(ours(x), each(x), atol=1e-5)
    assert not torch.allclose(ours(x), plain(x), atol=1e-3)
    context.weights = torch.full((3, 4), 0.25)
    assert torch.allclose(ours(x), plain(x), atol=1e-5), "a uniform gate is plain LoRA"


def test_model_flops_of_a_shape_by_hand() -> None:
    bench = runpy.run_path(str(SCRIPT))
    shape = bench["StepShape"](8, 16, 2, 2, 2, 100, 3, 32)
    n_backbone, n_lora = 2 * 100 * 8 + 5000, 70
    expected = 3 * 32 * (4 * 5000 + 6 * 70 + 12 * 32 * 8 * 2 / 2) + 3 * 16 * 4 * 100 * 8
    assert bench["model_flops"](shape, n_backbone, n_lora) == expected


def test_without_a_gpu_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert runpy.run_path(str(SCRIPT))["main"](["--device", "cuda"]) == 1
    assert capsys.readouterr().err == "error: --device cuda: torch finds no GPU here\n"
