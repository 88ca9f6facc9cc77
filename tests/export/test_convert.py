"""Converting backbones: what real checkpoints hold, what is refused, and that nothing is left."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from small_backbones import (
    llama_logits,
    relative_difference,
    tokens_of,
    torch_logits,
    write_backbone,
)
from transformers import LlamaConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

from ilora_edge.errors import CheckpointError, EngineError, OptionError
from ilora_edge.llama import Backbone
from ilora_edge.untrusted.gguf_header import check_backbone
from ilora_export import checkpoint_tensors
from ilora_export.architectures import ARCHITECTURES, hyperparameters
from ilora_export.gguf_backbone import QUANTISED, Conversion, convert_backbone, count_tensors
from ilora_export.quantise import QUANTISERS
from ilora_export.rope import Rope
from ilora_train.model import load_backbone

EMBEDDINGS, OUTPUT = "model.embed_tokens.weight", "lm_head.weight"
DOWN = "model.layers.1.mlp.down_proj.weight"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_backbone(tmp_path / "checkpoint", "llama-untied")


def convert(folder: Path, type_name: str = "f32") -> Conversion:
    return convert_backbone(folder, folder / "out" / "m.gguf", type_name, tokenizer=False)


def tensors_of(folder: Path) -> dict[str, gguf.ReaderTensor]:
    return {t.name: t for t in gguf.GGUFReader(folder / "out" / "m.gguf").tensors}


def edit_config(folder: Path, **changes: Any) -> None:
    """Set values of config.json; None takes one out."""
    path = folder / "config.json"
    config = json.loads(path.read_text()) | changes
    path.write_text(json.dumps({k: v for k, v in config.items() if v is not None}))


def edit_tensors(folder: Path, edit: Callable[[dict[str, torch.Tensor]], object]) -> None:
    path = folder / "model.safetensors"
    tensors = load_file(path)
    edit(tensors)
    save_file(tensors, path)


def refusal(folder: Path, type_name: str = "f32") -> str:
    """Return the message; nothing is left behind, and what was there stays."""
    out = folder / "out" / "m.gguf"
    out.parent.mkdir(exist_ok=True)
    out.write_bytes(b"before")
    with pytest.raises(CheckpointError) as caught:
        convert_backbone(folder, out, type_name, tokenizer=False)
    assert [p.name for p in out.parent.iterdir()] == ["m.gguf"]
    assert out.read_bytes() == b"before"
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(folder))
    return message


# What a checkpoint says about itself.


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"architectures": ["GemmaForCausalLM"]}, "known: " + ", ".join(ARCHITECTURES)),
        ({"architectures": [], "model_type": "gemma"}, "known: Llama"),
        ({"architectures": [{"a": 1}]}, "known: Llama"),
        ({"architectures": None, "model_type": "gpt2"}, "gpt2 is not supported"),
        ({"model_type": "mistral"}, "contradicts"),
        ({"hidden_act": "gelu"}, "hidden_act 'gelu'"),
        ({"quantization_config": {"quant_method": "gptq"}}, "quantised"),
        ({"hidden_size": "64"}, "hidden_size is 64, no integer"),
        ({"hidden_size": None}, "hidden_size is missing"),
        ({"num_hidden_layers": 1 << 30}, "no integer from 1 to 512"),
        ({"vocab_size": 1 << 40}, "no integer from 1 to 1048576"),
        ({"num_key_value_heads": 3}, "do not divide"),
        ({"head_dim": 15}, "odd head"),
        ({"rms_norm_eps": 0}, "rms_norm_eps"),
        ({"attention_bias": "no"}, "neither true nor false"),
        ({"vocab_size": 304}, "has the shape (300, 64), config.json makes it (304, 64)"),
        ({"num_hidden_layers": 4}, "model.layers.3.input_layernorm.weight is missing"),
        ({"num_hidden_layers": 2}, "has no place in this architecture"),
        ({"rope_parameters": {"rope_type": "dynamic", "factor": 2.0}}, "'dynamic'"),
        ({"rope_parameters": {"rope_type": "longrope", "factor": 2.0}}, "'longrope'"),
        ({"rope_parameters": {"rope_type": "linear"}}, "factor is None"),
        ({"rope_parameters": {"rope_type": "linear", "factor": 0.5}}, "factor is 0.5"),
        ({"rope_parameters": {"rope_theta": -1}}, "rope_theta is -1"),
        ({"rope_parameters": {"full_attention": {"rope_theta": 1e4}}}, "differ by layer"),
        ({"rope_scaling": {"type": "linear", "factor": 2.0}}, "contradict each other"),
        ({"partial_rotary_factor": 0.5}, "partial_rotary_factor"),
        (
            {"rope_parameters": {"rope_type": "yarn", "factor": 4.0, "beta_fast": 16}},
            "beta_fast other than 32",
        ),
        (
            {"rope_parameters": {"rope_type": "yarn", "factor": 4.0, "truncate": False}},
            "truncate",
        ),
        (
            {
                "rope_parameters": {
                    "rope_type": "llama3",
                    "factor": 8.0,
                    "low_freq_factor": 4.0,
                    "high_freq_factor": 4.0,
                }
            },
            "high_freq_factor",
        ),
    ],
)
def test_configs_that_are_refused(folder: Path, changes: dict[str, Any], reason: str) -> None:
    edit_config(folder, **changes)
    assert reason in refusal(folder)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 5000, '{"a": NaN}', "\ud800"])
def test_a_config_that_is_no_json_object(folder: Path, text: str) -> None:
    (folder / "config.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert "no usable config.json" in refusal(folder)


def test_other_architectures_refuse_what_llama_cpp_cannot_do() -> None:
    base = {"hidden_size": 64, "num_attention_heads": 4, "num_key_value_heads": 2}
    base |= {"intermediate_size": 96, "num_hidden_layers": 2, "vocab_size": 300}
    llama3 = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0}
    for name, changes, reason in (
        ("Qwen2ForCausalLM", {"rope_scaling": llama3}, "'llama3'"),
        ("Qwen3ForCausalLM", {"rope_scaling": llama3}, "'llama3'"),
        ("Qwen3ForCausalLM", {"attention_bias": True}, "attention_bias"),
        ("Qwen2ForCausalLM", {"head_dim": 32}, "4 heads of 32"),
    ):
        with pytest.raises(ValueError, match=reason):
            hyperparameters(base | {"architectures": [name]} | changes)


def test_what_a_config_leaves_out_is_its_class_default() -> None:
    base = {"hidden_size": 4096, "num_attention_heads": 32, "vocab_size": 32000}
    base |= {"intermediate_size": 11008, "num_hidden_layers": 2}
    llama = hyperparameters(base | {"architectures": ["LlamaForCausalLM"]})
    assert (llama.n_kv_heads, llama.head_dim, llama.context) == (32, 128, 2048)
    assert (llama.rms_norm_eps, llama.rope, llama.tied) == (1e-6, Rope(10000.0), False)
    mistral = hyperparameters(base | {"model_type": "mistral"})
    assert (mistral.n_kv_heads, mistral.head_dim, mistral.name) == (8, 128, "llama")
    assert (mistral.context, mistral.full_context) == (4096, 131072), "its window is 4096"
    whole = hyperparameters(base | {"model_type": "mistral", "sliding_window": None})
    assert whole.context == 131072
    qwen3 = hyperparameters(base | {"model_type": "qwen3", "num_attention_heads": 64})
    assert (qwen3.n_kv_heads, qwen3.head_dim, qwen3.context) == (32, 128, 32768)
    sliding = base | {"model_type": "qwen2", "sliding_window": 1024}
    assert hyperparameters(sliding).context == 32768
    assert hyperparameters(sliding | {"use_sliding_window": True}).context == 1024


def test_a_sliding_window_limits_the_context_and_is_said(tmp_path: Path) -> None:
    folder = write_backbone(tmp_path / "mistral", "mistral-window")
    done = convert(folder)
    assert "its attention slides: the context is 96 tokens" in done.remarks[0]
    header = check_backbone(folder / "out" / "m.gguf", "llama")
    assert header.metadata["llama.context_length"] == 96


@pytest.mark.parametrize(("factor", "head_dim"), [(8.0, 128), (32.0, 64)])
def test_the_frequencies_of_llama_3_1_and_3_2(factor: float, head_dim: int) -> None:
    """The published parameters of those models, against transformers."""
    values = {"factor": factor, "low_freq_factor": 1.0, "high_freq_factor": 4.0}
    values |= {"original_max_position_embeddings": 8192, "rope_theta": 500000.0}
    config = LlamaConfig(head_dim=head_dim, rope_parameters={"rope_type": "llama3", **values})
    theirs, _ = ROPE_INIT_FUNCTIONS["llama3"](config)
    rope = hyperparameters({**config.to_dict(), "architectures": ["LlamaForCausalLM"]}).rope
    factors = rope.frequency_factors(head_dim)
    assert factors is not None
    ours = 500000.0 ** -(np.arange(0, head_dim, 2) / head_dim) / factors
    assert np.abs(ours / theirs.numpy() - 1).max() < 1e-5
    assert factors.min() == 1
    assert factors.max() == factor


# What its tensors are.


def poison(value: float) -> Callable[[dict[str, torch.Tensor]], None]:
    def edit(tensors: dict[str, torch.Tensor]) -> None:
        tensors[DOWN][5, 7] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (lambda t: t.pop(DOWN), f"the tensor {DOWN} is missing"),
        (lambda t: t.pop(OUTPUT), "lm_head.weight is missing: tie_word_embeddings is not true"),
        (lambda t: t.update(extra=torch.zeros(3)), "'extra' has no place"),
        (lambda t: t.update({DOWN: torch.zeros(96, 64)}), "has the shape (96, 64)"),
        (lambda t: t.update({DOWN: torch.zeros(())}), "has the shape ()"),
        (lambda t: t.update({DOWN: t[DOWN].double()}), "is F64; known: F32, F16, BF16"),
        (lambda t: t.update({DOWN: t[DOWN].to(torch.int8)}), "is I8"),
        (lambda t: t.update({DOWN: t[DOWN].to(torch.float8_e4m3fn)}), "is F8_E4M3"),
        (poison(float("nan")), f"{DOWN}' holds values that are not finite"),
        (poison(float("inf")), f"{DOWN}' holds values that are not finite"),
        (poison(float("-inf")), f"{DOWN}' holds values that are not finite"),
        (
            lambda t: t["model.norm.weight"].fill_(float("nan")),
            "model.norm.weight' holds values that are not finite",
        ),
    ],
)
def test_tensors_that_are_refused(
    folder: Path, edit: Callable[[dict[str, torch.Tensor]], object], reason: str
) -> None:
    edit_tensors(folder, edit)
    assert reason in refusal(folder)


def test_values_too_large_for_a_type_are_refused_not_made_infinite(folder: Path) -> None:
    edit_tensors(folder, poison(-1e5))
    assert "holds 100000, which F16 cannot; convert to bf16 or f32" in refusal(folder, "f16")
    for type_name in ("f32", "bf16", "q8_0"):
        (folder / "out" / "m.gguf").unlink()
        convert(folder, type_name)
    edit_tensors(folder, poison(1e7))
    assert "Q8_0 cannot" in refusal(folder, "q8_0")
    edit_tensors(folder, poison(65519.0))
    (folder / "out" / "m.gguf").unlink()
    convert(folder, "f16")
    assert tensors_of(folder)["blk.1.ffn_down.weight"].data[5, 7] == 65504


@pytest.fixture
def shards(tmp_path: Path) -> Path:
    return write_backbone(tmp_path / "shards", "llama-untied", max_shard_size="50KB")


def edit_index(folder: Path, **changes: Any) -> None:
    path = folder / "model.safetensors.index.json"
    index = json.loads(path.read_text())
    index["weight_map"] |= changes
    path.write_text(json.dumps(index))


def test_shards_that_contradict_their_index(shards: Path) -> None:
    first, second = sorted(shards.glob("model-*.safetensors"))[:2]
    kept = (shards / "model.safetensors.index.json").read_bytes()
    for changes, reason in (
        ({"extra": first.name}, "lacks the tensor 'extra'"),
        ({EMBEDDINGS: second.name}, f"lacks the tensor '{EMBEDDINGS}'"),
        ({"extra": "../model.safetensors"}, "is not a file name"),
        ({"extra": "/etc/passwd"}, "is not a file name"),
        ({"extra": ["a"]}, "is not a file name"),
        ({"extra": "none.safetensors"}, "the shard 'none.safetensors' is missing"),
    ):
        edit_index(shards, **changes)
        assert reason in refusal(shards)
        (shards / "model.safetensors.index.json").write_bytes(kept)
    for text in (b"", b"{}", b"[]", b'{"weight_map": {}}', b'{"weight_map": 3}'):
        (shards / "model.safetensors.index.json").write_bytes(text)
        assert "index.json: cannot be read" in refusal(shards)
    (shards / "model.safetensors.index.json").write_bytes(kept)
    save_file(load_file(first) | {"x": torch.zeros(1)}, first)
    assert "has no place" in refusal(shards)
    save_file(load_file(second) | {EMBEDDINGS: torch.zeros(300, 64)}, second)
    assert "two shards hold" in refusal(shards)
    first.unlink()
    assert f"the shard '{first.name}' is missing" in refusal(shards)


@pytest.mark.parametrize("keep", [0, 7, 8, 100, 5000, -1])
def test_a_safetensors_file_that_is_cut_off(folder: Path, keep: int) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:keep])
    assert "not a usable safetensors file" in refusal(folder)


def test_a_safetensors_header_that_lies(folder: Path) -> None:
    path = folder / "model.safetensors"
    data = path.read_bytes()
    path.write_bytes((1 << 60).to_bytes(8, "little") + data[8:])
    assert "not a usable safetensors file" in refusal(folder)
    path.write_bytes(data.replace(b'"shape":[300,64]', b'"shape":[900,64]', 1))
    assert "not a usable safetensors file" in refusal(folder)


def test_pickled_weights_are_named_and_not_opened(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    assert "holds neither" in refusal(folder)
    (folder / "pytorch_model.bin").write_bytes(b"cos\nsystem\n")
    message = refusal(folder)
    assert "pickled weights ('pytorch_model.bin')" in message
    assert "safetensors" in message


def test_tied_embeddings_are_there_once(tmp_path: Path) -> None:
    folder = write_backbone(tmp_path / "tied", "llama-tied")
    convert(folder)
    plain = (folder / "out" / "m.gguf").read_bytes()
    assert "output.weight" not in tensors_of(folder)
    edit_tensors(folder, lambda t: t.update({OUTPUT: t[EMBEDDINGS].clone()}))
    convert(folder)
    assert (folder / "out" / "m.gguf").read_bytes() == plain, "an equal lm_head is left out"
    edit_tensors(folder, lambda t: t.pop(EMBEDDINGS))
    convert(folder)
    assert (folder / "out" / "m.gguf").read_bytes() == plain, "lm_head alone is as good"
    edit_tensors(folder, lambda t: t.update({EMBEDDINGS: t[OUTPUT] + 1e-3}))
    assert "lm_head.weight differs from model.embed_tokens.weight" in refusal(folder)


def test_buffers_of_old_checkpoints_are_left_out(folder: Path) -> None:
    convert(folder)
    plain = (folder / "out" / "m.gguf").read_bytes()
    buffers = {
        f"model.layers.{i}.self_attn.rotary_emb.inv_freq": torch.ones(8, dtype=torch.float64)
        for i in range(3)
    }
    edit_tensors(folder, lambda t: t.update(buffers))
    edit_config(folder, torch_dtype="float32", pad_token_id=-1, head_dim=None)
    convert(folder)
    assert (folder / "out" / "m.gguf").read_bytes() == plain


# What becomes of them.


@pytest.mark.parametrize("type_name", ["f32", "f16", "bf16", "q8_0"])
def test_matrices_have_the_type_and_vectors_are_f32(folder: Path, type_name: str) -> None:
    done = convert(folder, type_name)
    assert not done.remarks
    assert done.size == (folder / "out" / "m.gguf").stat().st_size
    source = load_file(folder / "model.safetensors")
    assert done.source_size == sum(t.numel() * 4 for t in source.values())
    tensors = tensors_of(folder)
    assert done.n_tensors == len(tensors) == count_tensors(folder)
    for tensor in tensors.values():
        wanted = type_name.upper() if tensor.name.count("norm") == 0 else "F32"
        assert tensor.tensor_type.name == wanted, tensor.name
    embeddings = tensors["token_embd.weight"]
    ours = gguf.dequantize(embeddings.data, embeddings.tensor_type)
    error = np.abs(ours - source[EMBEDDINGS].numpy()).max()
    assert error <= {"f32": 0, "f16": 3e-4, "bf16": 3e-3, "q8_0": 4e-3}[type_name]
    theirs = torch_logits(load_backbone(folder), tokens_of())
    ours = llama_logits(folder / "out" / "m.gguf", tokens_of())
    assert relative_difference(ours, theirs) < {"f32": 1e-3, "f16": 5e-3}.get(type_name, 0.2)
    assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.998


@pytest.mark.parametrize("type_name", ["f32", "f16", "bf16", "q8_0"])
@pytest.mark.parametrize("name", ["llama-biases", "qwen3"])
def test_rows_in_small_portions_give_the_same_file(
    name: str, type_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_backbone(tmp_path / name, name, torch.bfloat16)
    convert(folder, type_name)
    whole = (folder / "out" / "m.gguf").read_bytes()
    # Five rows of 64; whole heads where these are permuted.
    monkeypatch.setattr(checkpoint_tensors, "CHUNK_BYTES", 5 * 64 * 4)
    convert(folder, type_name)
    assert (folder / "out" / "m.gguf").read_bytes() == whole


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float32])
@pytest.mark.parametrize("type_name", QUANTISED)
def test_types_that_llama_cpp_makes(tmp_path: Path, type_name: str, dtype: torch.dtype) -> None:
    assert type_name in QUANTISERS
    folder = write_backbone(tmp_path / "qwen2", "qwen2-tied", dtype)
    convert(folder, type_name)
    assert [p.name for p in (folder / "out").iterdir()] == ["m.gguf"]
    kinds = {t.tensor_type.name for t in tensors_of(folder).values() if len(t.shape) > 1}
    assert kinds.isdisjoint({"F32", "F16", "BF16"}), "in blocks of 32, where 256 do not fit"
    theirs = torch_logits(load_backbone(folder), tokens_of())
    ours = llama_logits(folder / "out" / "m.gguf", tokens_of())
    assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.9


def test_rows_that_q8_0_cannot_hold_are_f16(tmp_path: Path) -> None:
    folder = write_backbone(tmp_path / "odd", "llama-untied", intermediate_size=80)
    done = convert(folder, "q8_0")
    assert len(done.remarks) == 3
    assert done.remarks[0].startswith("model.layers.0.mlp.down_proj.weight has rows of 80")
    tensors = tensors_of(folder)
    assert tensors["blk.0.ffn_down.weight"].tensor_type.name == "F16"
    assert tensors["blk.0.ffn_up.weight"].tensor_type.name == "Q8_0"
    theirs = torch_logits(load_backbone(folder), tokens_of())
    ours = llama_logits(folder / "out" / "m.gguf", tokens_of())
    assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.998


def test_memory_does_not_grow_with_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_backbone(tmp_path / "wide", "llama-untied", vocab_size=60_000)
    size = (folder / "model.safetensors").stat().st_size
    assert size > 30e6
    monkeypatch.setattr(checkpoint_tensors, "CHUNK_BYTES", 1 << 18)
    convert(folder)  # Imports are not what is measured.
    for type_name in ("f32", "f16", "bf16", "q8_0"):
        tracemalloc.start()
        convert(folder, type_name)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < size / 8, type_name


def test_advance_is_called_once_per_tensor(folder: Path) -> None:
    calls: list[None] = []
    convert_backbone(
        folder,
        folder / "out" / "m.gguf",
        "f16",
        tokenizer=False,
        advance=lambda: calls.append(None),
    )
    assert len(calls) == count_tensors(folder) == 3 + 3 * 9


def test_without_a_tokenizer_a_model_reads_ids_alone(folder: Path) -> None:
    convert(folder, "q8_0")
    backbone = Backbone(folder / "out" / "m.gguf")
    assert backbone.n_vocab == 300
    with pytest.raises(EngineError, match="reads ids, not text"):
        backbone.tokenize("a")
    backbone.close()


def test_an_unknown_type_is_refused(folder: Path) -> None:
    with pytest.raises(OptionError, match=r"unknown type 'q9'; known: f32, f16, bf16, q8_0, q4_0"):
        convert(folder, "q9")
