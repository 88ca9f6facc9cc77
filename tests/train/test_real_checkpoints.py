"""The way to real checkpoints, at toy size on a CPU: an HF folder, processes, plan, metrics."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from tiny import tiny_recipe
from toy_checkpoints import RECIPE, TOY, FewUsers, run, toy_model, write_checkpoint, write_tokenizer
from transformers import (
    LlamaConfig,
    Qwen2Config,
    Qwen3Config,
)

from ilora_cli.app import main
from ilora_edge.errors import CheckpointError, OptionError
from ilora_edge.importers.store import write_import
from ilora_train.experts import parameter_groups
from ilora_train.ilora import GateContext, expert_layers
from ilora_train.model import ILoRA, build_ilora, checkpoint_activations, load_backbone
from ilora_train.parts import Parts
from ilora_train.plan import activation_bytes, plan_training
from ilora_train.recipe import ExpertsRecipe
from ilora_train.recipe_file import load_recipe
from ilora_train.run_folder import load_run
from ilora_train.runtime import backbone_dtype
from ilora_train.trees import Tree, collate

LLAMA2_7B = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 4096,
    "intermediate_size": 11008,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 32,
    "vocab_size": 32000,
    "tie_word_embeddings": False,
}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_import(tmp_path / "histories.db", FewUsers())
    (tmp_path / "recipe.toml").write_text(RECIPE)
    return tmp_path


def command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *args: object
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["ilora-edge", *map(str, args)])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0), *capsys.readouterr()


@pytest.mark.parametrize("config", [LlamaConfig, Qwen2Config, Qwen3Config])
def test_an_hf_checkpoint_is_trained_on_in_place_of_the_recipe_s(
    work: Path, config: Callable[..., Any]
) -> None:
    folder = write_checkpoint(work / "hf", config)
    out = run(work, "run", backbone=folder)
    assert not (out / "backbone").exists()
    loaded = load_run(out)
    assert loaded.backbone_folder == folder
    tensors = load_file(out / "experts" / "experts.safetensors")
    assert all(t.dtype == torch.float32 for t in tensors.values())
    assert any(t.abs().sum() > 0 for name, t in tensors.items() if name.endswith("lora_b"))
    assert loaded.model.projector is not None, "made new beside a backbone from elsewhere"
    # Another backbone is another run.
    other = write_checkpoint(work / "other", config)
    with pytest.raises(CheckpointError, match=r"backbone\.path differs"):
        run(work, "run", backbone=other, resume=True)


def test_a_frozen_bf16_backbone_with_checkpointing_learns(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Also where the processor emulates it.
    monkeypatch.setattr("ilora_train.runtime.cpu_has_bf16", lambda: True)
    extra = 'backbone_dtype = "bfloat16"\ngradient_checkpointing = true\n'
    (work / "recipe.toml").write_text(RECIPE + extra)
    out = run(work, "run", backbone=write_checkpoint(work / "hf"))
    tensors = load_file(out / "experts" / "experts.safetensors")
    assert all(t.dtype == torch.float32 and t.isfinite().all() for t in tensors.values())
    lines = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
    assert all(0 < line["loss"] < 100 for line in lines)


@pytest.mark.parametrize("has_bf16", [True, False])
def test_the_backbone_s_type(monkeypatch: pytest.MonkeyPatch, has_bf16: bool) -> None:
    monkeypatch.setattr("ilora_train.runtime.cpu_has_bf16", lambda: has_bf16)
    cpu, cuda = torch.device("cpu"), torch.device("cuda")
    assert backbone_dtype("auto", cpu) == torch.float32
    assert backbone_dtype("auto", cuda) == torch.bfloat16
    assert backbone_dtype("float32", cuda) == torch.float32
    assert backbone_dtype("bfloat16", cuda) == torch.bfloat16
    # Emulated it would be twenty times slower.
    expected = torch.bfloat16 if has_bf16 else torch.float32
    assert backbone_dtype("bfloat16", cpu) == expected


def gradients(model: ILoRA) -> dict[str, torch.Tensor]:
    model.train_mode(True)
    torch.manual_seed(5)
    trees = [
        Tree([5, 6, 7, 8], [(4, [9, 10]), (4, [11])], history=[1, 2]),
        Tree([6, 5], [(2, [9, 12, 13])], history=[4]),
    ]
    batch = collate(trees)
    model.step_log_probs(batch, model.gate_weights(batch.histories)).sum().backward()  # type: ignore[no-untyped-call]
    named = {**dict(model.backbone.named_parameters()), **dict(model.gate.named_parameters())}
    return {n: p.grad.clone() for n, p in named.items() if p.grad is not None}


def test_gradient_checkpointing_changes_no_gradient(tmp_path: Path) -> None:
    folder = write_checkpoint(tmp_path)
    plain = toy_model(folder, ExpertsRecipe(lora_rank=8, dropout=0.3))
    saving = toy_model(folder, ExpertsRecipe(lora_rank=8, dropout=0.3))
    checkpoint_activations(saving.backbone)
    expected, found = gradients(plain), gradients(saving)
    assert expected.keys() == found.keys()
    assert len(expected) == 2 * 2 * 7 + 2
    for name, grad in expected.items():
        assert torch.allclose(grad, found[name], atol=1e-6), name


def test_scaling_the_ranks_once_per_pass_changes_no_gradient(tmp_path: Path) -> None:
    folder = write_checkpoint(tmp_path)
    recipe = ExpertsRecipe(lora_rank=8, dropout=0.3)
    each, once = toy_model(folder, recipe), toy_model(folder, recipe)
    context = GateContext(once=True)
    context.fit(2, 4 * 32.0 / 8)
    once.context = context
    for _, layer in expert_layers(once.backbone):
        layer.context = context
    checkpoint_activations(once.backbone)
    expected, found = gradients(each), gradients(once)
    for name, grad in expected.items():
        assert torch.allclose(grad, found[name], atol=1e-5), name


def test_labels_need_a_backbone_pretrained_here(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_checkpoint(work / "hf")
    (work / "recipe.toml").write_text(RECIPE.replace("style", 'answers = "labels"\nstyle'))
    args = ["train", work / "recipe.toml", "--db", work / "histories.db", "--out", work / "run"]
    code, _, err = command_line(monkeypatch, capsys, *args, "--backbone", folder)
    assert (code, err.count("\n")) == (1, 1)
    assert "labels" in err
    assert "--backbone" in err
    assert not (work / "run").exists()


def test_a_folder_that_is_no_checkpoint_is_refused_at_once(work: Path) -> None:
    with pytest.raises(OptionError, match=r"no backbone '.*nowhere'"):
        load_recipe(work / "recipe.toml", work / "nowhere")
    write_tokenizer(work / "hf")
    (work / "hf" / "config.json").write_text(json.dumps(LLAMA2_7B))
    with pytest.raises(CheckpointError, match=r"no \*\.safetensors.*--dry-run"):
        run(work, "run", backbone=work / "hf")
    assert not (work / "run").exists(), "before any training"


def test_a_run_begun_before_a_field_existed_can_be_resumed(work: Path) -> None:
    out = run(work, "run", backbone=write_checkpoint(work / "hf"))
    saved = json.loads((out / "recipe.json").read_text())
    del saved["experts"]["projector_lr_scale"]
    (out / "recipe.json").write_text(json.dumps(saved))
    run(work, "run", backbone=work / "hf", resume=True)


def test_matrices_decay_and_biases_do_not(tmp_path: Path) -> None:
    recipe = ExpertsRecipe(lora_rank=8, weight_decay=0.1, gate_lr_scale=0.3, projector_lr_scale=0.5)
    run_recipe = dataclasses.replace(
        tiny_recipe(), prompt=dataclasses.replace(tiny_recipe().prompt, style="hybrid")
    )
    parts = Parts(run_recipe, 30, tmp_path)
    encoder = parts.new_encoder()
    projector = parts.new_projector(encoder, 32)
    model = build_ilora(load_backbone(write_checkpoint(tmp_path)), encoder, recipe, projector)
    groups = parameter_groups(model, recipe)
    for group in groups:
        for p in group["params"]:
            assert group["weight_decay"] == (0.1 if p.ndim == 2 else 0.0)
    assert projector is not None
    scale = {id(p): group["scale"] for group in groups for p in group["params"]}
    assert {scale[id(p)] for p in model.gate.parameters()} == {0.3}
    assert {scale[id(p)] for p in projector.parameters()} == {0.5}
    assert {s for i, s in scale.items()} == {1.0, 0.3, 0.5}


@pytest.mark.skipif(find_spec("tensorboard") is None, reason="no tensorboard")
def test_metrics_go_to_tensorboard_too(work: Path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    out = run(work, "run", backbone=write_checkpoint(work / "hf"))
    events = EventAccumulator(str(out / "tensorboard"))
    events.Reload()
    lines = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
    for name in ("experts/loss", "experts/val_ll", "encoder/val_hr1"):
        stage, key = name.split("/")
        expected = [
            (line.get("step", line.get("epoch")), pytest.approx(line[key], rel=1e-5))
            for line in lines
            if line["stage"] == stage
        ]
        assert [(e.step, e.value) for e in events.Scalars(name)] == expected


def test_without_tensorboard_there_are_json_lines(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ilora_train.runtime.find_spec", lambda name: None)
    out = run(work, "run", backbone=write_checkpoint(work / "hf"))
    assert (out / "metrics.jsonl").exists()
    assert not (out / "tensorboard").exists()


def test_a_dry_run_plans_a_7b_model_from_its_config_alone(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_tokenizer(work / "hf")
    (work / "hf" / "config.json").write_text(json.dumps(LLAMA2_7B))
    before = sorted(work.rglob("*"))
    args = ["train", work / "recipe.toml", "--db", work / "histories.db", "--out", work / "run"]
    code, out, err = command_line(
        monkeypatch, capsys, *args, "--backbone", work / "hf", "--dry-run"
    )
    assert code == 0, err
    assert "6,738,415,616" in out
    # It takes its seconds, of which the first are for the histories.
    reading, counting, *_, last = err.splitlines()
    assert reading.endswith(f": reading the histories of {work / 'histories.db'}")
    assert counting == "counting what a training would take"
    assert "nothing was trained or written" in last
    code, out, err = command_line(
        monkeypatch, capsys, *args, "--backbone", work / "hf", "--dry-run", "--quiet"
    )
    assert code == 0, err
    assert "reading" not in err
    assert sorted(work.rglob("*")) == before
    plan = plan_training(
        work / "recipe.toml", work / "histories.db", work / "run", backbone=work / "hf"
    )
    # A (r, d_in) and B (d_out, r) for q, k, v, o, gate, up and down of 32 layers.
    d, f, r = 4096, 11008, 4
    assert plan.parameters["experts"] == 32 * r * (4 * 2 * d + 3 * (d + f))
    assert plan.parameters["gate"] == 2 * 8 + 2
    assert plan.parameters["projector"] == (8 + 1) * d + (d + 1) * d
    learnt = sum(plan.parameters[part] for part in ("experts", "gate", "projector"))
    assert plan.memory["gradients and AdamW"] == 12 * learnt
    assert plan.memory["backbone weights"] == 4 * 6_738_415_616, "float32 on a CPU"
    assert [stage.name for stage in plan.stages] == ["encoder", "experts"]
    assert plan.stages[-1].rows_per_step == 10
    assert plan.total_memory == sum(plan.memory.values()) - plan.memory["activations, checkpointed"]


@pytest.mark.parametrize("dropout", [0.0, 0.1])
def test_estimated_activations_are_those_that_are_kept(tmp_path: Path, dropout: float) -> None:
    recipe = ExpertsRecipe(lora_rank=8, dropout=dropout)
    model = toy_model(write_checkpoint(tmp_path), recipe)
    model.train_mode(True)
    kept: dict[int, int] = {}

    def pack(tensor: torch.Tensor) -> torch.Tensor:
        if not any(tensor.untyped_storage().data_ptr() == p for p in weights):
            storage = tensor.untyped_storage()
            kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    weights = {p.untyped_storage().data_ptr() for p in model.backbone.parameters()}
    model.context.weights = model.gate_weights([[1, 2]] * 4).detach()
    x = torch.randn(4, 64, TOY["hidden_size"])
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        out = model.backbone.base_model(inputs_embeds=x, use_cache=False)
    estimate = activation_bytes(model.backbone, 4 * 64, 4, cuda=False, kept=True)
    assert out.last_hidden_state.requires_grad
    assert 0.7 < estimate / sum(kept.values()) < 1.4
    assert activation_bytes(model.backbone, 4 * 64, 4, cuda=False, kept=False) < estimate
