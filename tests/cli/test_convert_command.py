"""``ilora-edge convert``: what it writes, refuses and says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from harness import Cli, one_line
from small_backbones import write_backbone
from tiny import tiny_backbone, tiny_recipe

from ilora_edge.llama import Backbone
from ilora_edge.untrusted.gguf_header import check_backbone
from ilora_train.tokenizer import load_tokenizer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkpoint")
    tiny_backbone(folder, tiny_recipe())
    return folder


def test_a_checkpoint_becomes_a_model_with_its_tokenizer(
    cli: Cli, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "model.gguf"
    done = cli("convert", folder, out, "--type", "q8_0")
    assert done.code == 0, done.err
    assert done.out == ""
    assert f"{out}: 0.1 MB from 0.3 MB, 20 tensors in" in done.err
    assert "GB/s" in done.err
    assert [p.name for p in out.parent.iterdir()] == ["model.gguf"]
    backbone = Backbone(out)
    text = "Winter Circus (1987)"
    assert backbone.tokenize(text) == load_tokenizer(folder).encode(text, add_special_tokens=False)
    backbone.close()


def test_an_existing_file_is_replaced_only_when_told(
    cli: Cli, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "model.gguf"
    out.write_bytes(b"mine")
    done = cli("convert", folder, out, "--type", "f32", "--no-tokenizer")
    assert done.code == 1
    assert one_line(done.err)
    assert "--force" in done.err
    assert out.read_bytes() == b"mine"
    assert cli("convert", folder, out, "--type", "f32", "--no-tokenizer", "--force").code == 0
    assert check_backbone(out).metadata["tokenizer.ggml.model"] == "none"
    directory = tmp_path / "directory"
    directory.mkdir()
    done = cli("convert", folder, directory, "--force")
    assert done.code == 1
    assert "is not a plain file" in done.err


def test_refusals_are_one_line(cli: Cli, tmp_path: Path) -> None:
    folder = write_backbone(tmp_path / "checkpoint", "qwen3")
    out = tmp_path / "model.gguf"
    for arguments, code, reason in (
        ((folder, out, "--type", "q9", "--no-tokenizer"), 2, "'q9' is not one of"),
        ((tmp_path / "none", out), 1, "no usable config.json"),
        ((folder, out), 1, str(folder)),  # It has no tokenizer.
    ):
        done = cli("convert", *arguments)
        assert done.code == code, done.err
        assert one_line(done.err), done.err
        assert reason in done.err
        assert not out.exists()
    config = json.loads((folder / "config.json").read_text())
    config["architectures"] = ["\x1b[31mMamba"]
    (folder / "config.json").write_text(json.dumps(config))
    done = cli("convert", folder, out, "--no-tokenizer")
    assert one_line(done.err)
    assert "known: LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM" in done.err
    assert "\x1b" not in done.err


def test_what_is_not_exact_is_said(cli: Cli, tmp_path: Path) -> None:
    folder = write_backbone(tmp_path / "checkpoint", "mistral-window", intermediate_size=80)
    done = cli("convert", folder, tmp_path / "m.gguf", "--type", "q8_0", "--no-tokenizer")
    assert done.code == 0, done.err
    assert "its attention slides" in done.err
    assert done.err.count("it is F16, not Q8_0") == 3
