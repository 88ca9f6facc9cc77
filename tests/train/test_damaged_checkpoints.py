"""HF folders that are damaged or hostile are one line, and never half loaded."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny import tiny_backbone, tiny_recipe

from ilora_edge.errors import CheckpointError
from ilora_export.architectures import hyperparameters
from ilora_export.checkpoint_tensors import load_checkpoint
from ilora_train.checkpoint import read_tensors, write_json
from ilora_train.model import load_backbone, load_skeleton
from ilora_train.run_checks import check_same_recipe
from ilora_train.run_folder import load_run, read_summary
from ilora_train.tokenizer import load_tokenizer


@pytest.fixture(scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkpoint")
    tiny_backbone(folder, tiny_recipe())
    return folder


@pytest.fixture
def folder(_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_folder, tmp_path / "checkpoint"))


@pytest.mark.parametrize(
    "change",
    [
        {"attention_bias": 2**31},
        {"num_hidden_layers": "two"},
        {"hidden_size": -1},
        {"hidden_size": [[[]]]},
        {"rope_scaling": {"type": "\x1b[31m"}},
        {"model_type": "no such"},
        {"model_type": "x", "auto_map": {"AutoConfig": "code.Config"}},
        {"vocab_size": 17},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_configuration_that_is_none(
    folder: Path, change: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    config = {**json.loads((folder / "config.json").read_text()), **change}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "code.py").write_text("raise SystemExit('run')\n")
    with pytest.raises(CheckpointError, match="not an HF checkpoint folder") as error:
        load_backbone(folder)
    assert "\n" not in str(error.value)
    assert "\x1b" not in str(error.value)
    assert capfd.readouterr() == ("", "")


def test_a_skeleton_is_as_careful(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": "llama", "attention_bias": 7}')
    with pytest.raises(CheckpointError, match="not an HF checkpoint folder"):
        load_skeleton(folder)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "tokenizer_config.json"])
def test_nobody_waits_for_a_pipe_in_a_checkpoint(folder: Path, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(CheckpointError, match=r"plain file|no tokenizer\.json"):
        load_tokenizer(folder)
    with pytest.raises(CheckpointError, match="is not a plain file"):
        load_backbone(folder)
    with pytest.raises(CheckpointError, match="is not a plain file"):
        read_tensors(folder / name)
    if name == "model.safetensors":
        config = json.loads((folder / "config.json").read_text())
        with pytest.raises(CheckpointError, match="holds neither"):
            load_checkpoint(folder, hyperparameters(config))


@pytest.mark.parametrize("what", ["missing", "shape"])
def test_weights_are_never_drawn_at_random(
    folder: Path, what: str, capfd: pytest.CaptureFixture[str]
) -> None:
    tensors = load_file(folder / "model.safetensors")
    name = next(name for name in tensors if name.endswith("q_proj.weight"))
    weight = tensors.pop(name)
    if what == "shape":
        tensors[name] = weight[:-1].contiguous()
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(CheckpointError, match="not an HF checkpoint folder"):
        load_backbone(folder)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers(tmp_path: Path, value: float) -> None:
    save_file({"a": torch.ones(3), "b": torch.tensor([1.0, value])}, tmp_path / "x.safetensors")
    with pytest.raises(CheckpointError, match="b has values that are not finite"):
        read_tensors(tmp_path / "x.safetensors")


@pytest.mark.parametrize("text", ["3", "[]", "null", '"recipe"', "{", "[" * 9999])
def test_a_run_s_recipe_that_is_no_object(tmp_path: Path, text: str) -> None:
    for name in ("run.json", "recipe.json"):
        (tmp_path / name).write_text(text)
    with pytest.raises(CheckpointError, match=r"recipe\.json: (is not a JSON|cannot be read)"):
        load_run(tmp_path)
    with pytest.raises(CheckpointError, match=r"recipe\.json: (is not a JSON|cannot be read)"):
        check_same_recipe(tiny_recipe(), tmp_path)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("items.jsonl", '{"item_id": "a", "title": 3, "popularity": 1}'),
        ("items.jsonl", '{"item_id": "a", "title": "b", "popularity": "many"}'),
        ("items.jsonl", '{"item_id": "a", "title": "b", "popularity": 1, "external_ids": []}'),
        ("items.jsonl", "3"),
        ("items.jsonl", '{"item_id": "a"}'),
        ("validation.jsonl", '{"user": "u", "items": [2]}'),
        ("validation.jsonl", '{"user": "u", "items": "ab"}'),
        ("validation.jsonl", '{"user": [], "items": [1]}'),
        ("validation.jsonl", "[]"),
    ],
)
def test_items_and_users_that_are_none(tmp_path: Path, name: str, line: str) -> None:
    write_json(tmp_path / "recipe.json", tiny_recipe().to_json())
    (tmp_path / "run.json").write_text("{}")
    (tmp_path / "items.jsonl").write_text('{"item_id": "a", "title": "A", "popularity": 1}\n')
    (tmp_path / "validation.jsonl").write_text("")
    (tmp_path / name).write_text(line)
    with pytest.raises(CheckpointError, match="its items or users are damaged"):
        load_run(tmp_path)


@pytest.mark.parametrize("text", ["{}", '{"n_users": "many"}', "3"])
def test_a_summary_that_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(CheckpointError, match=r"run\.json: (n_users is no whole|is not a JSON)"):
        read_summary(tmp_path)
