"""A GGUF file as something to train on: its own values and its own token ids, or a refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from power_cuts import Renames
from real_vocabularies import save_tokenizer
from safetensors.torch import load_file, save_file
from small_backbones import SIZES, llama_logits, tokens_of, torch_logits, write_backbone
from small_tokenizers import CORPUS, KINDS

from ilora_edge.bundle.named_backbones import PACKAGED
from ilora_edge.errors import CheckpointError
from ilora_edge.llama import Backbone
from ilora_export.gguf_backbone import convert_backbone
from ilora_train import gguf_checkpoint
from ilora_train.gguf_checkpoint import gguf_folder
from ilora_train.model import load_backbone
from ilora_train.recipe_file import load_recipe
from ilora_train.tokenizer import load_tokenizer


def gguf_file(work: Path, architecture: str, type_name: str, kind: str = "smollm") -> Path:
    tokenizer = KINDS[kind][0]()
    size = tokenizer.get_vocab_size() + (-tokenizer.get_vocab_size()) % 32
    folder = write_backbone(work / "hf", architecture, vocab_size=size)
    save_tokenizer(tokenizer, folder)
    path = work / "model.gguf"
    convert_backbone(folder, path, type_name)
    return path


@pytest.mark.parametrize(
    ("architecture", "type_name"),
    [("llama-tied", "q8_0"), ("llama-theta", "q4_0"), ("qwen2", "f16"), ("qwen3", "q8_0")],
)
def test_torch_computes_what_the_device_does(
    tmp_path: Path, architecture: str, type_name: str
) -> None:
    path = gguf_file(tmp_path, architecture, type_name)
    folder = gguf_folder(path)
    tokens = [t % int(SIZES["vocab_size"]) for t in tokens_of(32)]
    # The same values in F32: a quantised product rounds its inputs too.
    convert_backbone(folder, tmp_path / "whole.gguf", "f32")
    theirs = torch_logits(load_backbone(folder), tokens)
    ours = llama_logits(tmp_path / "whole.gguf", tokens)
    assert np.abs(ours - theirs).max() < 1e-3 * max(1.0, np.abs(theirs).max())
    tensor = next(t for t in gguf.GGUFReader(path).tensors if t.name == "blk.0.ffn_up.weight")
    values = gguf.dequantize(tensor.data, tensor.tensor_type)
    own = load_file(folder / "model.safetensors")["model.layers.0.mlp.up_proj.weight"]
    assert torch.equal(own, torch.from_numpy(values))


@pytest.mark.parametrize("kind", ["gpt-2", "smollm", "llama-3", "llama-3 with merges", "qwen2"])
def test_token_ids_are_the_devices(tmp_path: Path, kind: str) -> None:
    path = gguf_file(tmp_path, "llama-tied", "f16", kind)
    tokenizer, backbone = load_tokenizer(gguf_folder(path)), Backbone(path)
    try:
        for text in [*CORPUS, "WALL·E ½ 1968", "12345", "don't  STOP's"]:
            here = tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True)
            assert list(here) == list(backbone.tokenize(text)), text
    finally:
        backbone.close()


def test_scaled_rotation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="rotation is scaled"):
        gguf_folder(gguf_file(tmp_path, "llama-llama3", "f16"))


def test_a_recipe_takes_a_file_and_remembers_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    renames = Renames(monkeypatch)
    path = gguf_file(tmp_path, "llama-tied", "q8_0")
    (tmp_path / "recipe.toml").write_text("")
    parsed: list[Any] = []
    read = gguf.GGUFReader.__init__

    def counted(reader: Any, *args: Any) -> None:
        read(reader, *args)
        parsed.append(reader)

    monkeypatch.setattr(gguf.GGUFReader, "__init__", counted)
    recipe = load_recipe(tmp_path / "recipe.toml", path)
    # That takes seconds of a real vocabulary; and twice as many where its slices are memmaps.
    assert [type(reader.data) for reader in parsed] == [np.ndarray]
    assert isinstance(gguf.GGUFReader, type), "put back"
    # What is there is believed at every later start.
    assert renames.targets == [path, Path(recipe.backbone.path)]
    assert renames.lost() == []
    assert recipe.backbone.gguf == str(path)
    assert (Path(recipe.backbone.path) / "tokenizer.json").is_file()
    (tmp_path / "recipe.toml").write_text("[backbone]\npath = 'model.gguf'\n")
    assert load_recipe(tmp_path / "recipe.toml").backbone == recipe.backbone


class NoWeights:
    """A model of which nothing is kept: half a gigabyte of values that miniatures have as well."""

    def __init__(self, config: Any) -> None:
        self.config = config

    @classmethod
    def from_pretrained(cls, *_: object, config: Any, **__: object) -> NoWeights:
        return cls(config)

    def save_pretrained(self, folder: Path) -> None:
        self.config.save_pretrained(folder)
        save_file({"none": torch.zeros(1)}, folder / "model.safetensors")


def test_the_packaged_model_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = PACKAGED["smollm2-135m"]
    if known.find() is None:
        pytest.skip(f"not installed: {known.command}")
    monkeypatch.setattr(gguf_checkpoint, "AutoModelForCausalLM", NoWeights)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "recipe.toml").write_text("[backbone]\npath = 'smollm2-135m'\n")
    recipe = load_recipe(tmp_path / "recipe.toml")
    assert Path(recipe.backbone.gguf).name == known.file
    ids = load_tokenizer(Path(recipe.backbone.path)).encode("8½ 1963\n")
    backbone = Backbone(Path(recipe.backbone.gguf))
    try:
        assert list(backbone.tokenize("8½ 1963\n")) == list(ids)
    finally:
        backbone.close()
