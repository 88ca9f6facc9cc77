"""An existing GGUF file as the backbone: the experts' own model is taken, every other refused."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import gguf
import pytest
import torch
from safetensors.torch import load_file, save_file
from small_backbones import run_of, write_backbone
from tiny import tiny_items, tiny_recipe, tiny_run

from ilora_edge.bundle.files import BACKBONE, read_manifest
from ilora_edge.errors import BundleError, CheckpointError, IloraError
from ilora_edge.system.hashes import sha256_of
from ilora_edge.untrusted.gguf_reader import read_gguf_header
from ilora_export import bundle
from ilora_export.bundle import Export, ExportOptions, export_finished
from ilora_export.gguf_backbone import convert_backbone
from ilora_train.run_folder import FinishedRun
from ilora_train.tokenizer import train_tokenizer

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    return run_of("llama-llama3", tmp_path_factory.mktemp("run"))


@pytest.fixture
def copy(run: FinishedRun, tmp_path: Path) -> Path:
    """The checkpoint that the experts learnt on, to be changed."""
    shutil.copytree(run.backbone_folder, tmp_path / "copy")
    return tmp_path / "copy"


def export(run: FinishedRun, path: Path, parity: bool = True) -> Export:
    out = path.parent / "out" / "bundle"
    options = ExportOptions(backbone_gguf=path, parity=parity)
    return export_finished(run, out, options, quiet=True)


@pytest.mark.parametrize("type_name", ["f32", "f16", "bf16", "q8_0", "q4_k_m", "iq4_nl"])
def test_the_experts_own_model_is_copied(run: FinishedRun, tmp_path: Path, type_name: str) -> None:
    given = tmp_path / "given-model.gguf"
    convert_backbone(run.backbone_folder, given, type_name)
    given.chmod(0o600)
    export(run, given)
    inside = tmp_path / "out" / "bundle" / BACKBONE
    assert inside.read_bytes() == given.read_bytes()
    assert inside.stat().st_ino != given.stat().st_ino
    assert given.stat().st_mode & 0o777 == 0o600
    manifest = read_manifest(tmp_path / "out" / "bundle")
    identity = {"source": "gguf", "name": "given-model.gguf", "sha256": sha256_of(given)}
    assert manifest.provenance["backbone"] == identity
    assert manifest.provenance["preset"] == "as given"
    assert manifest.parity["exact"]["logits"] <= manifest.parity["tolerance"]
    assert str(tmp_path) not in (tmp_path / "out" / "bundle" / "manifest.json").read_text()
    card = (tmp_path / "out" / "bundle" / "README.md").read_text()
    assert "--backbone-gguf FILE" in card
    assert r"given\-model\.gguf" in card


def write_retyped(given: Path, out: Path, type_name: str) -> None:
    """Write a GGUF file again, its matrices in a type that no preset makes."""
    kind = gguf.GGMLQuantizationType[type_name.upper()]
    reader, writer = gguf.GGUFReader(given), gguf.GGUFWriter(str(out), "llama")
    for field in reader.fields.values():
        if not field.name.startswith(("GGUF.", "general.architecture")):
            sub = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(field.name, field.contents(), field.types[0], sub_type=sub)
    for tensor in reader.tensors:
        values = gguf.dequantize(tensor.data, tensor.tensor_type)
        if values.ndim == 2:
            writer.add_tensor(tensor.name, gguf.quantize(values, kind), raw_dtype=kind)
        else:
            writer.add_tensor(tensor.name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.mark.parametrize(
    ("trained_on", "told", "stored"),
    [
        ("q4_1", None, "q8_0"),
        ("q5_1", None, "q8_0"),
        ("q4_1", "full", "f16"),
        ("q4_0", None, "q4_0"),
    ],
)
def test_a_file_of_a_slow_type_is_retyped_unless_told_otherwise(
    run: FinishedRun,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    trained_on: str,
    told: str | None,
    stored: str,
) -> None:
    convert_backbone(run.backbone_folder, tmp_path / "whole.gguf", "f32")
    write_retyped(tmp_path / "whole.gguf", tmp_path / "given.gguf", trained_on)
    backbone = dataclasses.replace(run.recipe.backbone, gguf=str(tmp_path / "given.gguf"))
    on_it = dataclasses.replace(run, recipe=dataclasses.replace(run.recipe, backbone=backbone))
    monkeypatch.setattr(bundle, "load_run", lambda folder, weights: on_it)
    options = ExportOptions(preset=told, parity=False)
    bundle.export_run(tmp_path, tmp_path / "out" / "bundle", options, quiet=True)
    header = read_gguf_header(tmp_path / "out" / "bundle" / BACKBONE)
    assert header.tensors["blk.0.ffn_up.weight"].type_name == stored


def refusal(run: FinishedRun, path: Path, error: type[IloraError] = CheckpointError) -> str:
    for parity in (True, False):
        with pytest.raises(error) as caught:
            export(run, path, parity)
        assert list((path.parent / "out").iterdir()) == []
        assert "\n" not in str(caught.value)
        assert str(path) in str(caught.value)
    return str(caught.value)


def converted(folder: Path, type_name: str = "f16") -> Path:
    path = folder.parent / "given.gguf"
    convert_backbone(folder, path, type_name)
    return path


def edit_tensors(folder: Path, edit: Callable[[dict[str, torch.Tensor]], object]) -> None:
    tensors = load_file(folder / "model.safetensors")
    edit(tensors)
    save_file(tensors, folder / "model.safetensors")


@pytest.mark.parametrize(
    ("tensor", "name"),
    [
        ("model.embed_tokens.weight", "token_embd.weight"),
        ("model.layers.2.mlp.up_proj.weight", "blk.2.ffn_up.weight"),
        ("model.layers.0.self_attn.q_proj.weight", "blk.0.attn_q.weight"),
        ("model.norm.weight", "output_norm.weight"),
    ],
)
@pytest.mark.parametrize("type_name", ["f16", "q4_0"])
def test_other_values_are_refused(
    run: FinishedRun, copy: Path, tensor: str, name: str, type_name: str
) -> None:
    def edit(tensors: dict[str, torch.Tensor]) -> None:
        torch.manual_seed(9)
        old = tensors[tensor]
        tensors[tensor] = torch.randn_like(old) * old.std() + old.mean()

    edit_tensors(copy, edit)
    message = refusal(run, converted(copy, type_name))
    assert f"the values of {name} differ by" in message
    assert "is not the model that the experts were trained on" in message


def test_rows_that_are_not_permuted_are_refused(
    run: FinishedRun, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("ilora_export.gguf_backbone.permute_heads", lambda rows, n_heads: rows)
        path = converted(copy)
    assert "the values of blk.0.attn_q.weight differ" in refusal(run, path)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"rope_theta": 500000.0}, "values of rope_freqs.weight"),
        ({"rope_type": "default"}, "it has no tensor rope_freqs.weight"),
        ({"rope_type": "linear"}, "it has no tensor rope_freqs.weight"),
    ],
)
def test_another_rotation_is_refused(
    run: FinishedRun, copy: Path, changes: dict[str, object], reason: str
) -> None:
    config = json.loads((copy / "config.json").read_text())
    config["rope_parameters"] |= changes
    (copy / "config.json").write_text(json.dumps(config))
    assert reason in refusal(run, converted(copy)) or "rope.freq_base" in refusal(
        run, converted(copy)
    )


def test_another_norm_is_refused(run: FinishedRun, copy: Path) -> None:
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(config | {"rms_norm_eps": 1e-3}))
    message = refusal(run, converted(copy))
    assert "its attention.layer_norm_rms_epsilon is 0.001" in message


def test_another_tokenizer_is_refused(run: FinishedRun, copy: Path) -> None:
    """Of the same size, so that nothing but the ids of texts tells."""
    backwards = [type(i)(i.item_id, i.title[::-1], i.popularity) for i in tiny_items()]
    tokenizer = train_tokenizer(backwards, run.recipe.prompt, 400)
    tokenizer.save_pretrained(copy)
    assert "its tokenizer gives other ids for" in refusal(run, converted(copy))


def test_another_shape_or_architecture_is_refused(run: FinishedRun, tmp_path: Path) -> None:
    def other(name: str, vocab_size: int = 400, **sizes: int) -> Path:
        shutil.rmtree(tmp_path / "other", ignore_errors=True)
        shutil.copytree(run.backbone_folder, tmp_path / "other")
        write_backbone(tmp_path / "other", name, vocab_size=vocab_size, **sizes)  # type: ignore[arg-type]
        return converted(tmp_path / "other")

    assert "its architecture is qwen2, not llama" in refusal(run, other("qwen2-tied"))
    wide = other("llama-llama3", intermediate_size=128)
    assert "blk.0.ffn_gate.weight has the shape (64, 128), not (64, 96)" in refusal(run, wide)
    assert "its token_embd.weight has the shape (64, 410)" in refusal(
        run, other("llama-llama3", vocab_size=410)
    )
    assert "it has no tensor blk.2." in refusal(run, other("llama-llama3", num_hidden_layers=2))
    assert "it has a tensor blk.3." in refusal(run, other("llama-llama3", num_hidden_layers=4))


def test_no_model_at_all_is_refused(run: FinishedRun, tmp_path: Path) -> None:
    assert "no such file" in refusal(run, tmp_path / "none.gguf", BundleError)
    junk = tmp_path / "junk.gguf"
    junk.write_bytes(b"GGUF" + bytes(64))
    refusal(run, junk, BundleError)


def test_a_model_with_other_labels_is_refused(tmp_path: Path) -> None:
    run = tiny_run(tmp_path / "one", tiny_recipe(style="compact", answers="labels"))
    fewer = tmp_path / "fewer"
    shutil.copytree(run.backbone_folder, fewer)
    tokenizer = train_tokenizer(tiny_items()[:20], run.recipe.prompt, 400)
    tokenizer.save_pretrained(fewer)
    config = json.loads((fewer / "config.json").read_text()) | {"vocab_size": len(tokenizer)}
    (fewer / "config.json").write_text(json.dumps(config))
    edit_tensors(
        fewer,
        lambda t: t.update(
            {"model.embed_tokens.weight": t["model.embed_tokens.weight"][: len(tokenizer)]}
        ),
    )
    assert "its token_embd.weight has the shape" in refusal(run, converted(fewer))


def test_what_a_file_may_leave_out(run: FinishedRun, copy: Path) -> None:
    """Other converters write fewer keys; llama.cpp then takes what follows from the others."""
    path = converted(copy)
    reader = gguf.GGUFReader(path)
    writer = gguf.GGUFWriter(str(copy.parent / "fewer.gguf"), "llama")
    dropped = (
        "key_length",
        "value_length",
        "dimension_count",
        "freq_base",
        "GGUF.",
        "general.arch",
    )
    for name, field in reader.fields.items():
        if not any(part in name for part in dropped):
            kind = field.types[0]
            sub = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(name, field.contents(), kind, sub)
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    done = export(run, copy.parent / "fewer.gguf")
    assert done.manifest.parity["shipped"]["pairs_in_order"] > 0.95
