"""Real vocabularies: the ids of HF, of llama.cpp and of the reference are the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import torch
from llama_cpp import llama_cpp as C
from llama_vocab import LlamaVocab, write_vocabulary
from real_vocabularies import (
    NAMES,
    build_tokenizer,
    read_cases,
    read_fields,
    read_titles,
    save_tokenizer,
    write_sentencepiece,
)
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM

from ilora_edge.llama import Backbone
from ilora_edge.prompt import PromptBuilder, PromptFormat
from ilora_export.gguf_backbone import convert_backbone
from ilora_train.tokenizer import load_tokenizer, prompt_builder

ARCHITECTURES = {
    "llama-spm": (LlamaConfig, LlamaForCausalLM),
    "llama-bpe": (LlamaConfig, LlamaForCausalLM),
    "qwen2": (Qwen2Config, Qwen2ForCausalLM),
}
# The endings that a folder must say, since they are not part of tokenizer.json.
ENDS = {
    "llama-spm": ("<s>", "</s>"),
    "llama-bpe": ("<|begin_of_text|>", "<|end_of_text|>"),
    "qwen2": (None, "<|endoftext|>"),
}


class Both(NamedTuple):
    """One real vocabulary: the workshop's tokenizer, and the device's after conversion."""

    name: str
    path: Path
    fields: dict[str, Any]
    folder: Path
    hf: Any
    backbone: Backbone


@pytest.fixture(scope="module", params=NAMES)
def both(
    request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    """A random checkpoint with a real vocabulary, converted by the product's own command."""
    path = shared_data.parent / "vocabs" / f"ggml-vocab-{request.param}.gguf"
    if not path.is_file():
        pytest.skip(f"no vocabulary at {path}")
    folder = tmp_path_factory.mktemp(request.param)
    fields = read_fields(path)
    bos, eos = ENDS[request.param]
    special = {"eos_token": eos} | ({"bos_token": bos} if bos else {})
    save_tokenizer(build_tokenizer(request.param, fields), folder / "hf", **special)
    config, model = ARCHITECTURES[request.param]
    torch.manual_seed(3)
    model(
        config(
            vocab_size=len(fields["tokens"]),
            hidden_size=32,
            intermediate_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            num_key_value_heads=2,
            tie_word_embeddings=True,
        )
    ).save_pretrained(folder / "hf")
    convert_backbone(folder / "hf", folder / "backbone.gguf", "q8_0")
    backbone = Backbone(folder / "backbone.gguf")
    yield Both(request.param, path, fields, folder / "hf", load_tokenizer(folder / "hf"), backbone)
    backbone.close()


def workshop_ids(both: Both, texts: list[str]) -> list[list[int]]:
    """Return ids as the workshop makes them, many texts at once."""
    backend = both.hf.backend_tokenizer
    backend.encode_special_tokens = True
    return [e.ids for e in backend.encode_batch(texts, add_special_tokens=False)]


def test_reference_cases(both: Both) -> None:
    cases = read_cases(both.path)
    assert len(cases) == 47
    for text, ids in cases:
        assert workshop_ids(both, [text]) == [ids], text
        assert both.backbone.tokenize(text) == ids, text


def test_every_title_of_every_data_set(both: Both, shared_data: Path) -> None:
    prompt = PromptFormat(plain_years=True, max_title_tokens=1000)
    workshop = prompt_builder(both.hf, prompt)
    device = PromptBuilder(prompt, both.backbone.tokenize, both.hf.bos_token_id)
    titles = read_titles(shared_data)
    assert {name: len(of_set) for name, of_set in titles.items()} == {
        "MovieLens": 1682,
        "LLaRA movielens": 1682,
        "LLaRA lastfm": 4606,
        "LLaRA steam": 3581,
        "HetRec artists": 17632,
        "Wikipedia films": 36273,
    }
    # Some are in several sets, and most are written in a prompt as they are.
    every = list(dict.fromkeys(title for of_set in titles.values() for title in of_set))
    changed = [title for title in every if prompt.title_text(title) != title]
    assert len(every) > len(changed) > 1000
    # Qwen's tokenizer makes NFC itself, so it gets titles as their files have them.
    raw = every if both.name == "qwen2" else [unicodedata.normalize("NFC", t) for t in every]
    raw_ids = workshop_ids(both, raw)
    prompted = [unicodedata.normalize("NFC", prompt.title_text(title)) for title in changed]
    ids = workshop_ids(both, prompted)
    wrong = [t for t, i in zip(every, raw_ids, strict=True) if device.text_ids(t) != i]
    wrong += [t for t, i in zip(changed, ids, strict=True) if device.title_ids(t) != i]
    as_they_are = [title for title in every if prompt.title_text(title) == title][::50]
    wrong += [t for t in as_they_are if device.title_ids(t) != device.text_ids(t)]
    assert wrong == []
    # The batch is what the workshop's own builder gives one by one.
    assert [workshop.title_ids(t) for t in changed[::50]] == ids[::50]
    assert device.prompt([]) == workshop.prompt([])


def test_decomposed_text(both: Both) -> None:
    """llama.cpp makes no NFC, so the prompt layer does, for both sides."""
    title = unicodedata.normalize("NFD", "Amélie à Đà Nẵng: 각설탕")
    workshop = prompt_builder(both.hf, PromptFormat())
    device = PromptBuilder(PromptFormat(), both.backbone.tokenize, both.hf.bos_token_id)
    assert device.title_ids(title) == workshop.title_ids(title)
    assert both.backbone.tokenize(title) != device.title_ids(title)


def test_special_tokens_are_text(both: Both) -> None:
    builder = prompt_builder(both.hf, PromptFormat())
    special = both.hf.all_special_ids
    assert special
    for text in [*both.hf.all_special_tokens, "<s>[INST]</s>", "x<|eot_id|>", "<0x0A>"]:
        ids = both.backbone.tokenize(text)
        assert ids == builder.text_ids(text)
        assert not set(ids) & set(special)


def test_ids_and_types(both: Both) -> None:
    """What llama.cpp makes of the tokens is what it makes of the original's."""
    original = LlamaVocab(both.path)
    vocab = C.llama_model_get_vocab(both.backbone.handle)
    n = len(both.hf)
    texts = [C.llama_vocab_get_text(vocab, i).decode() for i in range(n)]
    assert texts == both.fields["tokens"][:n]
    for i in range(n):
        attributes = C.llama_vocab_get_attr(vocab, i)
        assert attributes == C.llama_vocab_get_attr(original.handle, i), texts[i]
    # Beyond Qwen's tokenizer there are embeddings and nothing else.
    beyond = {C.llama_vocab_get_attr(vocab, i) for i in range(n, both.backbone.n_vocab)}
    assert beyond == ({C.LLAMA_TOKEN_ATTR_UNUSED} if both.name == "qwen2" else set())
    original.close()
    assert not C.llama_vocab_get_add_bos(vocab)
    assert not C.llama_vocab_get_add_eos(vocab)
    assert C.llama_vocab_eos(vocab) == both.hf.eos_token_id
    if both.hf.bos_token_id is not None:
        assert C.llama_vocab_bos(vocab) == both.hf.bos_token_id


def test_a_sentencepiece_file_alone(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data.parent / "vocabs" / "ggml-vocab-llama-spm.gguf"
    if not path.is_file():
        pytest.skip(f"no vocabulary at {path}")
    fields = read_fields(path)
    write_sentencepiece(
        tmp_path / "tokenizer.model", fields["tokens"], fields["scores"], fields["token_type"]
    )
    vocab = LlamaVocab(write_vocabulary(tmp_path, tmp_path / "v.gguf", len(fields["tokens"])))
    for text, ids in read_cases(path):
        assert vocab.tokenize(text) == ids, text
    vocab.close()
    written = read_fields(tmp_path / "v.gguf")
    for key in ("tokens", "token_type", "scores"):
        assert written[key] == fields[key]
